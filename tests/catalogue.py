"""The shipped rules by what they look at, as the page docs/规则目录.md lists them."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from checker.layouts import Layout
from checker.packs import Pack
from checker.resources import table
from checker.rules import Rule, fitting, leaves

HEAD = ["| 编号 | 名称 | 级别 | 分组 | 依据确定性 | 覆盖 |", "|---|---|---|---|---|---|"]


def named_tables(rule: Rule, layouts: list[Layout]) -> list[str]:
    """The tables a rule's scope or its assertion names, also where a term of the layout leads to them."""
    found: list[str] = []
    for layout in fitting(rule, layouts):
        resolved = rule.resolved(layout)
        if not resolved.is_sound:
            continue
        own = [_table(name, layout) for name in rule.scope.tables or ()]
        terms = [leaf.table for leaf in leaves(resolved.assertion)]
        found += [name for name in (*own, *terms) if name in layout.tables]
    return list(dict.fromkeys(found))


def _table(name: str, layout: Layout) -> str:
    """The name of the table that a scope calls by its name, another title, or its number."""
    spec = layout.tables.get(name) or layout.table_titled(name)
    spec = spec or next((one for one in layout.tables.values() if name in one.numbers), None)
    return spec.name if spec is not None else ""


def parts(pack: Pack) -> Iterator[tuple[str, list[Rule]]]:
    """The headings of the page, each with its rules; a rule of several tables stands under each."""
    named = {rule.id: named_tables(rule, pack.layouts) for rule in pack.rules}
    for name in dict.fromkeys(name for layout in pack.layouts for name in layout.tables):
        yield f"《{name}》", [rule for rule in pack.rules if name in named[rule.id]]
    rest = [rule for rule in pack.rules if not named[rule.id]]
    yield "每一张表", [rule for rule in rest if rule.scope.tables == ()]
    yield "文字与结构", [rule for rule in rest if rule.scope.tables != ()]


def rule_catalogue(pack: Pack, page: Path) -> str:
    """The generated part of the page: the rules under each heading, then the numbers of the catalogue of checks."""
    sections = [f"## {heading}\n\n{_rules(rules, page)}" for heading, rules in parts(pack)]
    return "\n\n".join([*sections, f"## 检查目录的编号\n\n{_covered(pack.rules)}"])


def _rules(rules: list[Rule], page: Path) -> str:
    if not rules:
        return "没有规则。"
    return "\n".join([f"{len(rules)} 条。", "", *HEAD, *(_row(rule, page) for rule in rules)])


def _row(rule: Rule, page: Path) -> str:
    file = Path(os.path.relpath(Path(rule.file.path).resolve(), page.parent.resolve())).as_posix()
    severity = table("words")["severities"][rule.severity]["zh"]
    certainty = table("keys")["values"]["certainty"][rule.certainty]["zh"][0]
    cells = [f"[{rule.id}]({file})", rule.title, severity, rule.group, certainty, ", ".join(rule.covers)]
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _covered(rules: Iterable[Rule]) -> str:
    """Each number of the catalogue of checks, and the rules that answer for it."""
    by_number: dict[str, list[str]] = {}
    for rule in rules:
        for number in rule.covers:
            by_number.setdefault(number, []).append(rule.id)
    rows = [f"| {number} | {', '.join(by_number[number])} |" for number in sorted(by_number)]
    return "\n".join([f"{len(rows)} 个。", "", "| 检查目录 | 规则 |", "|---|---|", *rows])
