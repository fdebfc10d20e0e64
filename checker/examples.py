"""The examples of a rule, run as tests: the assertion is evaluated over the values the example states."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from checker.amounts import EXACT, ZERO, half_unit, read_figure
from checker.assertions import Tested, spelling
from checker.characters import key
from checker.evaluation import Lookup, Outcome, evaluate
from checker.facts import AMOUNT, COUNT, LIST, RATIO, TEXT, Fact, Place, Reason, text_fact
from checker.layouts import Layout
from checker.problems import Problem, listed, near_names
from checker.records import meaning, not_one_of
from checker.references import ANY, SECTION, Reference
from checker.resources import table
from checker.rules import Example, Resolved, Rule, leaves
from checker.yaml_nodes import Block, Entries, Node, Scalar, problem


@dataclass(frozen=True)
class Tried:
    """One example after its run: what it should give, and what it gave."""

    rule: Rule
    example: Example
    outcome: Outcome

    @property
    def is_right(self) -> bool:
        """Whether the verdict is the one stated."""
        return self.outcome.verdict == self.example.verdict


@dataclass(eq=False)
class _Stated:
    """Where an example's assertion finds its facts: among the values stated (evaluation.Lookup)."""

    layout: Layout
    values: dict[str, list[Fact] | Reason]
    answers: dict[str, bool | Reason]
    rest: list[Fact] | Reason | None
    around: "dict[str, _Stated]"

    def facts(self, reference: Reference) -> list[Fact] | Reason:
        known = self.values.get(key(reference.text))
        if known is None:
            if self.rest is None:
                return Reason("not_stated", {"name": reference.text})
            # one fact for each name, also where the example gives them all together
            rest = self.rest if isinstance(self.rest, Reason) else [_copy(fact, reference.text) for fact in self.rest]
            known = self.values[key(reference.text)] = rest
        return known

    def test(self, predicate: str, subject: Reference) -> bool | Reason:
        name = subject.text + spelling("predicates", predicate)
        answer = self.answers.get(key(name))
        if answer is not None:
            return answer
        facts = self.values.get(key(subject.text))
        if facts is None:
            return Reason("not_stated", {"name": name})
        if predicate == "present":
            return not isinstance(facts, Reason)
        if isinstance(facts, Reason):
            return facts
        return all(fact.blank if predicate == "blank" else not fact.value and not fact.text for fact in facts)

    def shifted(self, to: str) -> Sequence[Lookup] | Reason:
        other = self.around.get(to)
        return [other] if other is not None else Reason("no_prior" if to == "prior" else "no_units", applies=False)


def _copy(fact: Fact, name: str) -> Fact:
    return Fact(
        name,
        fact.kind,
        fact.value,
        fact.half,
        fact.unit,
        fact.factor,
        fact.printed,
        fact.place,
        fact.decimals,
        fact.blank,
    )


def _predicates(node: Any) -> list[tuple[Reference, str]]:
    """What an assertion says of single things: each subject with its predicate."""
    found: list[tuple[Reference, str]] = []
    if isinstance(node, Tested) and node.object is None and isinstance(node.subject, Reference):
        found.append((node.subject, node.predicate))
    for name in getattr(node, "__dataclass_fields__", ()):
        inner = getattr(node, name)
        for part in inner if isinstance(inner, tuple) else (inner,):
            if hasattr(part, "__dataclass_fields__"):
                found += _predicates(part)
    return found


def _most_decimals(node: Node) -> int:
    match node:
        case Scalar(text):
            figure = read_figure(_without_unit(text)[0])
            return figure.decimals if figure and not figure.sign else 0
        case Entries(items):
            return max((_most_decimals(item) for item in items), default=0)
        case Block(pairs):
            return max((_most_decimals(inner) for _, inner in pairs), default=0)


def _without_unit(text: str, units: Sequence[str] = ()) -> tuple[str, str]:
    short = text.strip()
    for unit in sorted(units, key=len, reverse=True):
        if short.endswith(unit):
            return short[: -len(unit)].strip(), unit
    return short, ""


@dataclass
class _Reader:
    rule: Rule
    layout: Layout
    decimals: int
    problems: list[Problem]

    def facts(self, node: Node, name: str, kind: str) -> list[Fact] | Reason | None:
        """The facts a value states: one, or a list of them (with names where it is a mapping)."""
        match node:
            case Block(pairs):
                found = [self.fact(v, name, kind, label.text) for label, v in pairs if isinstance(v, Scalar)]
                return [fact for fact in found if fact is not None]
            case Entries(items) if kind == LIST:
                texts = tuple(item.text for item in items if isinstance(item, Scalar))
                return [text_fact(name, "", Place(""), texts or ("",))]
            case Entries(items):
                found = [self.fact(item, name, kind) for item in items if isinstance(item, Scalar)]
                return [fact for fact in found if fact is not None]
            case Scalar(text):
                word = meaning("cell", text)
                if word == "missing":
                    return Reason("example_missing", {"name": name})
                one = self.fact(node, name, kind)
                return None if one is None else [one]

    def fact(self, scalar: Scalar, name: str, kind: str, label: str = "") -> Fact | None:
        text, place = scalar.text.strip(), Place("")
        if kind in (TEXT, SECTION):
            return text_fact(name, text, place)
        if kind == LIST:
            return text_fact(name, "", place, (text,))
        if meaning("cell", text) == "blank" or not text:
            return Fact(name, kind, ZERO, ZERO, self.layout.unit, Decimal(1), text, place, blank=True, text=label)
        speech = self.layout.speech
        bare, unit = _without_unit(text, [*speech.units, *speech.measures])
        figure = read_figure(bare)
        if figure is None:
            self.problems.append(problem(self.rule.file, "R221", scalar, word=text, name=name))
            return None
        if figure.sign:
            factor = Decimal(table("characters")["percents"][figure.sign])
            return Fact(
                name, RATIO, EXACT.multiply(figure.value, factor), EXACT.multiply(half_unit(figure.decimals), factor), figure.sign, factor, text,
                place, figure.decimals, text=label,
            )  # fmt: skip
        if kind == COUNT or unit in speech.measures:
            return Fact(name, COUNT, figure.value, ZERO, unit, Decimal(1), text, place, text=label)
        unit = unit or self.layout.unit
        factor = self.layout.units.get(unit, Decimal(1))
        exact = unit in self._exact_units() and self.decimals >= 2
        half = ZERO if exact else EXACT.multiply(half_unit(max(self.decimals, figure.decimals)), factor)
        return Fact(
            name,
            AMOUNT,
            EXACT.multiply(figure.value, factor),
            half,
            unit,
            factor,
            text,
            place,
            self.decimals,
            text=label,
        )

    def _exact_units(self) -> set[str]:
        return {unit for spec in self.layout.tables.values() for unit in spec.exact_units}


def _state(resolved: Resolved, example: Example, problems: list[Problem]) -> _Stated | None:
    rule, layout = resolved.rule, resolved.layout
    decimals = max([layout.decimals, *(_most_decimals(node) for _, node in example.values)])
    reader = _Reader(rule, layout, decimals, problems)
    named = [leaf for leaf in leaves(resolved.assertion) if leaf.what not in ("literal", "words")]
    known = {key(called): leaf for leaf in named for called in leaf.spellings()}
    tests = {
        key(called + spelling("predicates", predicate, lang)): key(subject.text + spelling("predicates", predicate))
        for subject, predicate in _predicates(resolved.assertion)
        for called in subject.spellings()
        for lang in ("zh", "en")
    }
    prior = spelling("prefixes", "prior"), spelling("prefixes", "prior", "en")
    values: dict[str, list[Fact] | Reason] = {}
    before: dict[str, list[Fact] | Reason] = {}
    answers: dict[str, bool | Reason] = {}
    faults = len(problems)
    for order, (label, node) in enumerate(example.values):
        short = key(label.text)
        if short in tests and isinstance(node, Scalar):
            word = meaning("flag", node.text)
            answers[tests[short]] = word == "yes" if word else Reason("example_missing", {"name": label.text})
            if word is None and meaning("cell", node.text) != "missing":
                problems.append(not_one_of(rule.file, node, "flag", label.text))
            continue
        head = next((p for p in map(key, prior) if short.startswith(p) and short[len(p) :] in known), "")
        leaf = known.get(short) or known.get(short[len(head) :])
        if leaf is None:
            offered = list(dict.fromkeys([*(leaf.text for leaf in known.values()), *tests.values()]))
            near = near_names(label.text, offered)
            problems.append(problem(rule.file, "R220", label, near=near, word=label.text, known=listed(offered)))
            continue
        found = reader.facts(node, leaf.text, {ANY: AMOUNT, SECTION: TEXT}.get(leaf.kind, leaf.kind))
        if leaf.kind == SECTION and isinstance(found, list):
            # sections stand in the order the example states them in
            found = [replace(fact, place=Place(f"/sections/{order}")) for fact in found]
        if found is not None:
            (before if head and short not in known else values)[key(leaf.text)] = found
    rest = reader.facts(example.rest, "", AMOUNT) if example.rest is not None else None
    if len(problems) > faults:
        return None
    around = {"prior": _Stated(layout, before, {}, None, {})} if before else {}
    return _Stated(layout, values, answers, rest, around)


def try_examples(resolved: Resolved) -> tuple[list[Tried], list[Problem]]:
    """Each example of a rule with the verdict it gives, and what is wrong with the way examples are written."""
    problems: list[Problem] = []
    tried = []
    for example in resolved.rule.examples:
        stated = _state(resolved, example, problems)
        if stated is not None:
            tried.append(Tried(resolved.rule, example, evaluate(resolved.assertion, stated, resolved.tolerance)))
    return tried, problems


def failure(tried: Tried, lang: str) -> Problem:
    """An example that gives another verdict than it states, as a problem at the example."""
    verdicts = table("words")["verdicts"]
    why = ""
    if tried.outcome.reason is not None:
        text: str = table("words")["reasons"][tried.outcome.reason.code][lang].format(**tried.outcome.reason.values)
        why = f"（{text}）" if lang == "zh" else f" ({text})"
    values = {"expected": verdicts[tried.example.verdict][lang], "found": verdicts[tried.outcome.verdict][lang]}
    return problem(tried.rule.file, "R222", tried.example.node, why=why, **values)
