"""Rules in words: the list of a pack, and what one rule checks."""

from collections.abc import Sequence

from checker.assertions import write, write_scope
from checker.layouts import Layout
from checker.problems import Problem, codes, lesson
from checker.records import meaning, spellings
from checker.render.problems import display_width
from checker.render.wording import joined, phrase, words
from checker.resources import table
from checker.rules import Example, Rule
from checker.yaml_nodes import Block, Entries, Node, Scalar

_SEVERITY = 6
"""Columns a severity takes even where all are shorter."""


def rule_list(rules: Sequence[Rule], lang: str) -> str:
    """One line a rule: id, severity, group where there are any, title, in columns."""
    rows = [(rule.id, words("severities", rule.severity, lang), rule.group, rule.title) for rule in rules]
    widths = [max((display_width(row[column]) for row in rows), default=0) for column in range(3)]
    widths[1] = max(widths[1], _SEVERITY)
    return "\n".join(
        "  ".join(text + " " * (width - display_width(text)) for text, width in zip(row, widths, strict=False) if width)
        + f"  {row[-1]}"
        for row in rows
    )


def explanation(identity: str, rules: Sequence[Rule], layouts: Sequence[Layout], lang: str) -> str | None:
    """What a rule checks, or what a reserved id or a problem code means; None where there is no such id."""
    rule = next((r for r in rules if r.id == identity), None)
    if rule is not None:
        return _rule(rule, lang)
    remark = table("words")["remarks"].get(identity)
    if remark is not None:
        return f"{identity}  {remark[lang]['title']}"
    if identity in codes():
        # placeholders stay as they are where there is no case at hand
        said = lesson(Problem(identity, "", values=_Blanks()), lang)
        return f"{identity}  {said.title}\n{said.text}\n{said.advice}"
    return None


def identities(rules: Sequence[Rule]) -> list[str]:
    """Every id that can be explained: those of the rules, the reserved ids, the problem codes."""
    return [*(rule.id for rule in rules), *table("words")["remarks"], *codes()]


class _Blanks(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "…"

    def keys(self):  # type: ignore[no-untyped-def]
        return super().keys()


def _rule(rule: Rule, lang: str) -> str:
    form = table("words")["explain"][lang]
    severity = words("severities", rule.severity, lang)
    lines = [f"{rule.id}  [{severity}] {rule.title}"]
    pairs = [
        ("group", rule.group),
        ("scope", write_scope(rule.scope, lang)),
        ("assertion", write(rule.assertion, lang)),
        ("tolerance", write(rule.tolerance, lang) if rule.tolerance is not None else ""),
        ("cap", write(rule.cap, lang) if rule.cap is not None else ""),
        ("exact", spellings("flag", lang)[0] if rule.exact else ""),
        ("message", rule.message),
        ("why", rule.why),
        ("basis", rule.basis + (phrase("basis_uncertain", lang) if rule.certainty == "uncertain" else "")),
        ("covers", "、".join(rule.covers)),
        *(("examples" if index == 0 else "", _example(one, lang)) for index, one in enumerate(rule.examples)),
        ("file", f"{rule.file.path}:{rule.line}"),
    ]
    shown = [(form[name] if name else "", text) for name, text in pairs if text]
    widest = max(display_width(label) for label, _ in shown)
    lines += [f"  {label}{' ' * (widest - display_width(label))}  {text}" for label, text in shown]
    return "\n".join(lines)


def _example(example: Example, lang: str) -> str:
    """An example as it is written, and the verdict it should give."""
    stated = [
        f"{label.text}: {_written(value)}"
        for label, value in example.node.pairs
        if meaning("example", label.text) != "result"
    ]
    return f"{joined(stated, lang)} → {words('verdicts', example.verdict, lang)}"


def _written(node: Node) -> str:
    match node:
        case Scalar(text):
            return " ".join(text.split())
        case Entries(items):
            return f"[{', '.join(map(_written, items))}]"
        case Block(pairs):
            return "{" + ", ".join(f"{label.text}: {_written(value)}" for label, value in pairs) + "}"
