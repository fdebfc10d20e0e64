"""Rule files → rules: YAML read, assertions parsed, names looked up in the layouts, every mistake told."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from checker.assertions import Expression, Scope, write
from checker.characters import key
from checker.evaluation import Tolerance
from checker.kinds import compared_kinds
from checker.language import parse, parse_scope
from checker.layoutfiles import read_years
from checker.layouts import Layout, lexicon, years_cover
from checker.lexer import Fault, Lexicon
from checker.problems import Problem, listed, near_names
from checker.records import Record, meaning, not_one_of, read_record, unexpected
from checker.references import Reference
from checker.resolution import Surroundings, resolve, resolve_number, surroundings
from checker.resources import table
from checker.yaml_nodes import Block, Entries, Node, Scalar, YamlFile, problem

RESERVED = "layout."
"""Ids that begin so belong to what binding remarks; no rule may take one."""

_SLOT = re.compile(r"[【{]([^【】{}]*)[】}]")


@dataclass(frozen=True)
class Applies:
    """Which reports a rule is for; nothing stated is everything."""

    kinds: tuple[str, ...] = ()
    years: tuple[tuple[int, int], ...] = ()
    regions: tuple[str, ...] = ()

    def to(self, kind: str, year: int | None, region: str) -> bool:
        """Whether a report of this kind, year and region is meant."""
        of_kind = not self.kinds or kind in self.kinds
        return of_kind and years_cover(self.years, year) and (not self.regions or region.startswith(self.regions))

    def within(self, outer: "Applies") -> "Applies":
        """This, and where it says nothing, what the whole file says."""
        return Applies(self.kinds or outer.kinds, self.years or outer.years, self.regions or outer.regions)


@dataclass(frozen=True)
class Example:
    """Values for the names of an assertion and the verdict they should give."""

    node: Block
    values: tuple[tuple[Scalar, Node], ...]
    rest: Node | None
    verdict: str


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule, read and parsed; ``resolved`` looks its names up in a layout.

    group: the rules it is switched on and off with, empty where it is in none; a rule's own stands before its file's.
    on_request: whether it is run only where its group is asked for.
    """

    id: str
    title: str
    severity: str
    basis: str
    certainty: str
    covers: tuple[str, ...]
    group: str
    on_request: bool
    applies: Applies
    scope: Scope
    assertion: Expression
    message: str
    why: str
    exact: bool
    tolerance: Expression | None
    cap: Expression | None
    examples: tuple[Example, ...]
    file: YamlFile
    record: Record

    def resolved(self, layout: Layout) -> "Resolved":
        """The rule in the terms of a layout, with the faults of the names it does not find there."""
        known = self._resolved.get(id(layout))
        if known is None or known.layout is not layout:
            known = self._resolved[id(layout)] = self._resolve(layout)
        return known

    def _resolve(self, layout: Layout) -> "Resolved":
        around, scope_faults = surroundings(self.scope, layout)
        assertion, faults = resolve(self.assertion, around)
        compared = compared_kinds(assertion) if not faults else set()
        fixed, tolerance_faults = _amount(self.tolerance, layout, compared)
        cap, cap_faults = _amount(self.cap, layout, compared)
        tolerance = Tolerance(fixed, self.exact, cap)
        return Resolved(self, layout, assertion, tolerance, scope_faults, faults, tolerance_faults, cap_faults)

    @cached_property
    def _resolved(self) -> dict[int, "Resolved"]:
        # by identity: a layout is not compared, and the answer keeps it alive
        return {}

    @cached_property
    def line(self) -> int:
        """The line of the rule file where the rule begins."""
        return self.record.node.line


def _amount(expression: Expression | None, layout: Layout, compared: set[str]) -> tuple[Fraction | None, list[Fault]]:
    if expression is None:
        return None, []
    reference, _, faults = resolve_number(expression, Surroundings(layout))
    # the grammar has no negative figure, and without a unit it would be anybody's guess how much 0.05 is
    if isinstance(reference, Reference) and reference.what == "literal" and (reference.unit or not reference.value):
        if compared and reference.unit and reference.kind not in compared:
            return None, [Fault("R218", *expression.span, (("kind", reference.kind), ("wanted", min(compared))))]
        return Fraction(reference.value), faults
    return None, [Fault("R206", *expression.span)]


@dataclass(frozen=True)
class Resolved:
    """A rule whose names have been looked up in one layout."""

    rule: Rule
    layout: Layout
    assertion: Any
    tolerance: Tolerance
    scope_faults: list[Fault]
    faults: list[Fault]
    tolerance_faults: list[Fault]
    cap_faults: list[Fault]

    @property
    def count(self) -> int:
        """How many faults there are."""
        return sum(map(len, (self.scope_faults, self.faults, self.tolerance_faults, self.cap_faults)))

    @property
    def is_sound(self) -> bool:
        """Whether every name was found and every type fits."""
        return self.count == 0


def read_rules(files: Iterable[YamlFile], layouts: list[Layout]) -> tuple[list[Rule], list[Problem]]:
    """The rules of some files, in order, and every mistake in them; a rule with a mistake is left out."""
    rules: list[Rule] = []
    problems: list[Problem] = []
    seen: dict[str, tuple[str, int]] = {}
    world = lexicon(layouts)
    for file in files:
        if file.root is None:
            continue
        found: list[Problem] = []
        head, records = _records(file, layouts, found)
        for own in records:
            rule = _rule(file, own, head, layouts, world, found)
            if "id" in own.values and _is_new(file, own, seen, found) and rule is not None:
                rules.append(rule)
        problems += sorted(found, key=lambda one: (one.line, one.column))
    return rules, problems


@dataclass(frozen=True)
class _Head:
    """What a file says of all its rules."""

    applies: Applies = Applies()
    group: str = ""
    on_request: bool = False


def _records(file: YamlFile, layouts: list[Layout], problems: list[Problem]) -> tuple[_Head, tuple[Record, ...]]:
    """What a file says of all its rules, and its rules."""
    assert file.root is not None
    if isinstance(file.root, Entries):
        problems.append(problem(file, "R214", file.root))
        rules = [read_record(file, item, "rule", problems) for item in file.root.items]
        return _Head(), tuple(rule for rule in rules if rule is not None)
    record = read_record(file, file.root, "rule_file", problems)
    if record is None:
        return _Head(), ()
    if "rules" in record.values and not record.values["rules"]:
        problems.append(problem(file, "R207", record.label("rules")))
    applies = _applies(file, record.values.get("applies"), layouts, problems)
    on_request = record.flag("on_request", False)
    group = record.text("group") or (record.text("name") if on_request else "")
    return _Head(applies, group, on_request), record.records("rules")


def _is_new(file: YamlFile, record: Record, seen: dict[str, tuple[str, int]], problems: list[Problem]) -> bool:
    identity = record.text("id")
    place = (file.path, record.values["id"].line)
    if identity in seen:
        other, line = seen[identity]
        problems.append(problem(file, "R208", record.values["id"], word=identity, other=other, line=str(line)))
        return False
    if identity.startswith(RESERVED):
        problems.append(problem(file, "R209", record.values["id"], word=identity))
        return False
    seen[identity] = place
    return True


def _applies(file: YamlFile, record: Record | None, layouts: list[Layout], problems: list[Problem]) -> Applies:
    if record is None:
        return Applies()
    kinds = list(dict.fromkeys(layout.kind for layout in layouts))
    for scalar in record.values.get("kind", ()):
        if scalar.text.strip() not in kinds:
            known, near = listed(kinds), near_names(scalar.text, kinds)
            problems.append(problem(file, "R210", scalar, near=near, word=scalar.text, known=known))
    years = []
    for scalar in record.values.get("years", ()):
        span = read_years(scalar.text)
        if span is None:
            problems.append(problem(file, "L104", scalar, word=scalar.text))
        else:
            years.append(span)
    return Applies(record.texts("kind"), tuple(years), record.texts("regions"))


def _told(file: YamlFile, scalar: Scalar, faults: Iterable[Fault], problems: list[Problem]) -> None:
    for fault in faults:
        values = {"said": scalar.text[fault.start : fault.end], **dict(fault.values)}
        problems.append(problem(file, fault.code, scalar, fault.start, fault.end, fault.near, **values))


def _parsed(file: YamlFile, record: Record, name: str, world: Lexicon, problems: list[Problem]) -> Expression | None:
    scalar = record.values.get(name)
    if not isinstance(scalar, Scalar):
        return None
    expression, faults = parse(scalar.text, world)
    if faults and name != "assertion":
        faults = [Fault("R206", 0, len(scalar.text))]
    _told(file, scalar, faults, problems)
    return expression


def _rule(
    file: YamlFile, record: Record, head: _Head, layouts: list[Layout], world: Lexicon, problems: list[Problem]
) -> Rule | None:
    before = len(problems)
    assertion = _parsed(file, record, "assertion", world, problems)
    tolerance = _parsed(file, record, "tolerance", world, problems)
    cap = _parsed(file, record, "cap", world, problems)
    scope: Scope | None = Scope()
    if isinstance(record.values.get("scope"), Scalar):
        scope, faults = parse_scope(record.values["scope"].text, world)
        _told(file, record.values["scope"], faults, problems)
    applies = _applies(file, record.values.get("applies"), layouts, problems).within(head.applies)
    examples = _examples(file, record, problems)
    if assertion is None or scope is None or len(problems) > before or "id" not in record.values:
        return None
    rule = Rule(
        id=record.text("id"),
        title=record.text("name") or write(assertion),
        severity=meaning("severity", record.text("severity")) or "error",
        basis=record.text("basis"),
        certainty=meaning("certainty", record.text("certainty")) or "high",
        covers=record.texts("covers"),
        group=record.text("group") or head.group,
        on_request=head.on_request,
        applies=applies,
        scope=scope,
        assertion=assertion,
        message=record.text("message"),
        why=record.text("why"),
        exact=record.flag("exact", False),
        tolerance=tolerance,
        cap=cap,
        examples=examples,
        file=file,
        record=record,
    )
    return rule if _fits_some_layout(rule, layouts, problems) else None


def fitting(rule: Rule, layouts: list[Layout]) -> list[Layout]:
    """The layouts of the kinds of report a rule is for; all where none is, so that what else is wrong is seen."""
    return [layout for layout in layouts if not rule.applies.kinds or layout.kind in rule.applies.kinds] or layouts


def _fits_some_layout(rule: Rule, layouts: list[Layout], problems: list[Problem]) -> bool:
    """A rule must make sense in one layout at least; otherwise what is wrong in the best of them is told."""
    candidates = fitting(rule, layouts)
    if not candidates:
        return False
    tries = map(rule.resolved, candidates)
    found = next((resolved for resolved in tries if resolved.is_sound), None)
    best = found or min(map(rule.resolved, candidates), key=lambda resolved: resolved.count)
    if not best.is_sound:
        values = rule.record.values
        _told(rule.file, values.get("scope", values["assertion"]), best.scope_faults, problems)
        # under a scope that is not understood no column is at home: that is one mistake, not two
        faults = [f for f in best.faults if not (best.scope_faults and f.code in ("R131", "R133"))]
        _told(rule.file, values["assertion"], faults, problems)
        _told(rule.file, values.get("tolerance", values["assertion"]), best.tolerance_faults, problems)
        _told(rule.file, values.get("cap", values["assertion"]), best.cap_faults, problems)
        return False
    return _message_is_sound(rule, best, problems)


def slots(message: str) -> Iterator[tuple[str, int, int]]:
    """The slots of a message, each with its span."""
    for found in _SLOT.finditer(message):
        yield found[1].strip(), found.start(1), found.end(1)


def message_words() -> dict[str, str]:
    """The words a message can use besides the names of its assertion, by key."""
    words = table("words")["message"]
    return {key(spelling): word for word, langs in words.items() for lang in langs.values() for spelling in lang}


def leaves(node: Any) -> list[Reference]:
    """The references of a resolved assertion, in the order they are written."""
    if isinstance(node, Reference):
        return [node]
    return [leaf for part in parts_of(node) for leaf in leaves(part)]


def parts_of(node: Any) -> Iterator[Any]:
    """The expressions an expression is made of, one level down, in the order they are written."""
    for name in getattr(node, "__dataclass_fields__", ()):
        inner = getattr(node, name)
        yield from (p for p in (inner if isinstance(inner, tuple) else (inner,)) if hasattr(p, "__dataclass_fields__"))


def _message_is_sound(rule: Rule, resolved: Resolved, problems: list[Problem]) -> bool:
    scalar = rule.record.values.get("message")
    if not isinstance(scalar, Scalar):
        return True
    named = [leaf for leaf in leaves(resolved.assertion) if leaf.what != "literal"]
    known = {key(spelling): leaf.text for leaf in named for spelling in leaf.spellings()}
    words = message_words()
    before = len(problems)
    opened = [
        i
        for i, c in enumerate(scalar.text)
        if c in "【】{}" and not any(s - 1 <= i <= e for _, s, e in slots(scalar.text))
    ]
    for index in opened[:1]:
        problems.append(problem(rule.file, "R219", scalar, index, index + 1))
    for name, start, end in slots(scalar.text):
        if key(name) not in known and key(name) not in words:
            own = [langs["en" if name.isascii() else "zh"][0] for langs in table("words")["message"].values()]
            offered = list(dict.fromkeys([*known.values(), *own]))
            near = near_names(name, offered, cutoff=0.5)
            problems.append(problem(rule.file, "R211", scalar, start, end, near, word=name, known=listed(offered)))
    return len(problems) == before


def _examples(file: YamlFile, record: Record, problems: list[Problem]) -> tuple[Example, ...]:
    node = record.values.get("examples")
    if node is None:
        return ()
    if not isinstance(node, Entries):
        unexpected(file, node, "list", problems)
        return ()
    found = []
    for item in node.items:
        if not isinstance(item, Block):
            unexpected(file, item, "mapping", problems)
            continue
        example = _example(file, item, problems)
        if example is not None:
            found.append(example)
    return tuple(found)


def _example(file: YamlFile, node: Block, problems: list[Problem]) -> Example | None:
    values: list[tuple[Scalar, Node]] = []
    rest: Node | None = None
    verdict = ""
    for label, value in node.pairs:
        word = meaning("example", label.text)
        if word == "rest":
            rest = value
        elif word == "result":
            found = meaning("verdict", value.text) if isinstance(value, Scalar) else None
            if found is None:
                scalar = value if isinstance(value, Scalar) else label
                problems.append(not_one_of(file, scalar, "verdict", label.text))
                return None
            verdict = found
        else:
            values.append((label, value))
    if not verdict:
        problems.append(problem(file, "R213", node))
        return None
    return Example(node, tuple(values), rest, verdict)


def spoken(rule: Rule, lang: str) -> str:
    """The rule's assertion in canonical form."""
    return write(rule.assertion, lang)
