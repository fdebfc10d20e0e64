"""How far the localisation agrees with cases of known answers: ``python tests/culprit_cases.py FOLDER``.

FOLDER holds ``localisation_cases.json``, ``typo_cases.json`` and ``hierarchy_cases.json``: records with rules in the
syntax of R's validate, the smallest sets of fields to change (Fellegi–Holt), corrected slips, implied values; and totals
over hierarchies with missing items in the modes of VTL's check_hierarchy. A line is printed for each case that differs.

One differs on purpose, GL_397_24: it counts totals over unknown items as false, where another case over the same items
does not (1-1-1-12); what cannot be judged is no violation here.
"""

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

from checker.edits import Form, Sum, Tie, Way, by_figure, ways_of
from checker.evaluation import VIOLATED, Tolerance, compare
from checker.facts import AMOUNT, Fact, Place
from checker.halfspaces import Halfspace, Interval, interval, solve
from checker.localising import Answer, Ties, smallest, stories
from checker.quantities import constant, of_fact, times, total
from checker.quantities import value as value_of
from checker.slips import slip

Value = dict[str, Any]
_TOKEN = re.compile(r'\s*(%in%|==|<=|>=|!=|[<>+*/()!,-]|"[^"]*"|[A-Za-z_.][\w.]*|\d+(?:\.\d+)?)')
_OPERATORS = {"==": "=", "<=": "<=", ">=": ">=", "<": "<", ">": ">", "!=": "!="}
_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">": "<=", "<=": ">", ">=": "<"}


# --- rules as they are written in R -----------------------------------------------------------------------------------


@dataclass
class Record:
    """A record's fields by number, words as numbers of their own, and its rules as ties."""

    values: Value
    slack: Fraction = Fraction(0)
    words: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names = sorted(self.values)
        self.printed = {self.names.index(name): self.number(value) for name, value in self.values.items()}
        self.free = frozenset(i for i, name in enumerate(self.names) if self.values[name] is None)

    def number(self, given: Any) -> Fraction:
        if given is None:
            return Fraction(0)
        if isinstance(given, bool):
            return Fraction(given)
        if isinstance(given, str):
            return Fraction(self.words.setdefault(given, 1000 + len(self.words)))
        return Fraction(str(given))

    def tie(self, number: int, text: str) -> Tie:
        """One rule."""
        ways = _Rule(text, self).ways()
        figures = tuple(sorted({i for way in ways for space in way for i, _ in space.coefficients}))
        missing = self.free.intersection(figures)
        violated = not missing and not any(all(_holds(space) for space in way) for way in ways)
        return Tie(number, figures, violated, True, lambda: (Form(frozenset(figures), ways),))


def _holds(space: Halfspace) -> bool:
    return space.constant < 0 or (space.constant == 0 and not space.strict)


class _Rule:
    """A rule read from left to right."""

    def __init__(self, text: str, record: Record) -> None:
        self.tokens, self.record, self.at = _TOKEN.findall(text), record, 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        token = self.peek()
        assert not expected or token == expected, (self.tokens, self.at)
        self.at += 1
        return token

    def ways(self) -> tuple[Way, ...]:
        if self.peek() != "if":
            return self.claim()[0]
        self.take()
        self.take("(")
        _, opposite = self.claim()
        self.take(")")
        return opposite + self.claim()[0]

    def claim(self) -> tuple[tuple[Way, ...], tuple[Way, ...]]:
        """How a comparison can hold, and how its opposite can."""
        turned = self.peek() == "!"
        if turned:
            self.take()
        left = self.sum()
        operator = self.take()
        if operator == "%in%":
            self.take("c")
            self.take("(")
            members = []
            while self.peek() != ")":
                members.append(self.factor())
                if self.peek() == ",":
                    self.take()
            self.take(")")
            inside = tuple(way for member in members for way in self.compared(left, "=", member))
            outside = tuple(
                tuple(s for way in ways for s in way)
                for ways in product(*(self.compared(left, "!=", member) for member in members))
            )
            return (outside, inside) if turned else (inside, outside)
        right = self.sum()
        name = _OPERATORS[operator]
        return self.compared(left, name, right), self.compared(left, _OPPOSITE[name], right)

    def compared(self, left: "_Terms", operator: str, right: "_Terms") -> tuple[Way, ...]:
        whole = left.plus(right, -1)
        constant = whole.constant + sum(c * self.record.printed[i] for i, c in whole.coefficients.items())
        form = Sum(whole.coefficients, Fraction(constant))
        return ways_of(operator, form, form, self.record.slack if operator == "=" else Fraction(0))

    def sum(self) -> "_Terms":
        found = self.product()
        while self.peek() in ("+", "-"):
            sign = 1 if self.take() == "+" else -1
            found = found.plus(self.product(), sign)
        return found

    def product(self) -> "_Terms":
        found = self.factor()
        while self.peek() in ("*", "/"):
            if self.take() == "*":
                other = self.factor()
                found = found.times(other.constant) if not other.coefficients else other.times(found.constant)
            else:
                # x / y <= c is x - c * y <= 0 where y is above 0
                below = self.factor()
                operator = self.peek()
                assert operator in ("<=", ">=")
                mark, self.at = self.at, self.at + 1
                limit = self.sum()
                self.tokens[mark + 1 : self.at] = ["0"]
                self.at = mark
                found = found.plus(below.times(limit.constant), -1)
        return found

    def factor(self) -> "_Terms":
        token = self.take()
        if token == "-":
            return self.factor().times(Fraction(-1))
        if token in ("TRUE", "FALSE"):
            return _Terms({}, Fraction(token == "TRUE"))
        if token.startswith('"'):
            return _Terms({}, self.record.number(token[1:-1]))
        if token[0].isdigit():
            return _Terms({}, Fraction(token))
        return _Terms({self.record.names.index(token): Fraction(1)}, Fraction(0))


@dataclass(frozen=True)
class _Terms:
    coefficients: dict[int, Fraction]
    constant: Fraction

    def plus(self, other: "_Terms", sign: int) -> "_Terms":
        joined = dict(self.coefficients)
        for i, c in other.coefficients.items():
            joined[i] = joined.get(i, Fraction(0)) + sign * c
        return _Terms({i: c for i, c in joined.items() if c}, self.constant + sign * other.constant)

    def times(self, factor: Fraction) -> "_Terms":
        return _Terms({i: c * factor for i, c in self.coefficients.items()}, self.constant * factor)


def known_of(case: Value) -> tuple[Record, Ties]:
    """The ties of a case, and what its figures weigh."""
    options = case.get("options") or {}
    record = Record(case["record"], Fraction(str(options.get("eps", 0))))
    ties = [record.tie(number, text) for number, text in enumerate(case["rules"])]
    given = case.get("weights") or {}
    heavy = {name for name, weight in given.items() if weight == "Inf"} | set(options.get("fixate", ()))
    weights = {
        i: Fraction(str(given.get(name, 1)))
        for i, name in enumerate(record.names)
        if name not in heavy and i not in record.free
    }
    found = by_figure(ties)
    return record, Ties(ties, weights, lambda figure: found.get(figure, []), record.free)


# --- localisation -----------------------------------------------------------------------------------------------------


def located(case: Value) -> set[frozenset[str]]:
    """Every lightest set of fields to change."""
    record, known = known_of(case)
    answers = smallest(known, [tie for tie in known.violated if tie.violated]) or []
    return {frozenset(record.names[i] for i in answer.figures) for answer in answers}


# --- slips and implied values -----------------------------------------------------------------------------------------


def corrected(case: Value) -> Value:
    """The record with every figure corrected that one slip, and no other, explains."""
    record, known = known_of(case)
    found = dict(case["record"])
    if record.free:
        return found
    for story in stories(known):
        named: dict[int, set[Fraction]] = {}
        for answer in story.answers:
            slipped = list(_slipped(record, answer))
            # a slip beside a figure that is none is not what happened
            if answer.figures <= {figure for figure, _ in slipped}:
                for figure, needed in slipped:
                    named.setdefault(figure, set()).add(needed)
        # several figures of one answer may be slips; several answers with one each leave it open
        if named and any(set(named) <= answer.figures for answer in story.answers):
            for figure, (needed, *others) in named.items():
                if not others:
                    found[record.names[figure]] = _plain(needed)
    return found


def _slipped(record: Record, answer: Answer) -> Iterator[tuple[int, Fraction]]:
    for changes in answer.intervals(_nearest):
        for figure, change in changes.items():
            printed = record.printed[figure]
            if (printed + change).denominator == 1 and slip(Decimal(int(printed)), Decimal(int(printed + change)), 0):
                yield figure, printed + change


def _nearest(_: int, where: Interval) -> Fraction:
    """The one change there is, else the least."""
    if where.low is not None and where.high is not None:
        return (where.low + where.high) / 2
    return (
        where.low if where.low is not None and where.low > 0 else where.high if where.high is not None else Fraction(0)
    )


def _plain(number: Fraction) -> int | str:
    return int(number) if number.denominator == 1 else str(Decimal(number.numerator) / number.denominator)


def imputed(case: Value) -> Value:
    """The record with every missing field filled that the rules leave one value for."""
    record, known = known_of(case)
    found = dict(case["record"])
    for figure in record.free:
        order = [other for other in sorted(record.free) if other != figure] + [figure]
        spaces = [s for tie in known.violated for s in (tie.ways(record.free) or ((),))[0]]
        solved = solve(spaces, order)
        if solved.conflict is None:
            where = interval(solved.steps[-1][1], figure, {})
            if where.low is not None and where.low == where.high:
                found[record.names[figure]] = _plain(where.low)
    return found


# --- hierarchies ------------------------------------------------------------------------------------------------------


def totals(case: Value) -> Value:
    """What each rule of a hierarchy comes to for each group: (rule, group) → whether it holds and the imbalance."""
    found: Value = {}
    for group, items in _groups(case).items():
        for rule in case["rules"]:
            if not _applies(rule.get("when"), dict(group), case):
                continue
            names = [rule["left"], *(name for _, name in rule["right"])]
            signs = [1, *(1 if sign == "+" else -1 for sign, _ in rule["right"])]
            present = [name in items for name in names]
            mode = case["mode"]
            values = [items.get(name, None if mode.endswith("null") else 0) for name in names]
            if mode == "non_null" and None in values:
                continue
            if mode.startswith("partial") and all(items.get(name) is None for name in names):
                continue
            if mode.startswith("always") and not any(present):
                continue
            if mode == "non_zero" and all(value == 0 for value in values):
                continue
            answer, imbalance = _compared(rule["op"], values, signs)
            if case["output"] != "invalid" or answer is False:
                found[str(rule["rule"]), group] = (answer, imbalance)
    return found


def _compared(operator: str, values: Sequence[Any], signs: Sequence[int]) -> tuple[bool | None, Decimal | None]:
    if None in values:
        return None, None
    facts = [
        Fact("", AMOUNT, Decimal(str(value)), Decimal(0), "", Decimal(1), str(value), Place(""), 2) for value in values
    ]
    left, right = (
        of_fact(facts[0]),
        total([times(constant(Decimal(s)), of_fact(f)) for s, f in zip(signs[1:], facts[1:], strict=True)]),
    )
    verdict, _ = compare(operator, left, right, Tolerance())
    return verdict != VIOLATED, Decimal(str(_plain(value_of(left) - value_of(right)))).quantize(Decimal("0.000001"))


def _groups(case: Value) -> dict[tuple[tuple[str, Any], ...], Value]:
    if "records" in case:
        return {(("report_id", name),): items for name, items in case["records"].items()}
    found: dict[tuple[tuple[str, Any], ...], Value] = {}
    item = case["rule_component"]
    for row in case["input"]:
        group = tuple((name, row[name]) for name in sorted(case["identifiers"]) if name != item)
        found.setdefault(group, {})[row[item]] = row[case["measure"]]
    return found


def _applies(when: str | None, group: Value, case: Value) -> bool:
    """Whether a rule's condition holds for a group."""
    if when is None:
        return True
    text = re.sub(r"cast\((\"[^\"]*\"), date\)", r"\1", when)
    values = re.findall(r'"([^"]*)"', text)
    names = re.findall(r"[A-Za-z_]\w*", re.sub(r'"[^"]*"', "", text))
    name = next(name for name in names if name != "between")
    renamed = dict(re.findall(r"(\w+) as (\w+)", case["ruleset_signature"]))
    domain = next((own for own, other in renamed.items() if other == name), name)
    domain = domain[3:] if domain.lower().startswith("vd_") else domain
    known = group.get(domain, group.get("DATE"))
    if text.startswith("between"):
        return bool(values[0] <= known <= values[1])
    return bool(known >= values[0] if ">=" in text else known == values[0])


def expected_totals(case: Value) -> Value:
    """What a case says of each rule and group."""
    found: Value = {}
    for row in case["expected"]:
        names = (
            ["report_id"]
            if "records" in case
            else [n for n in sorted(case["identifiers"]) if n != case["rule_component"]]
        )
        group = tuple((name, row[name]) for name in names)
        answer = row.get("result", row.get("bool_var", False if case["output"] == "invalid" else None))
        answer = {"TRUE": True, "FALSE": False}.get(str(answer).upper())
        imbalance = row["imbalance"]
        number = None if imbalance is None else Decimal(str(imbalance)).quantize(Decimal("0.000001"))
        found[str(row.get("rule", row.get("ruleid"))), group] = (answer, number)
    return found


def report(path: Path, name: str, results: Sequence[tuple[str, bool, object, object]]) -> int:
    """Prints how many cases agree, and those that do not; how many those are."""
    wrong = [result for result in results if not result[1]]
    print(f"{path.name}, {name}: {len(results) - len(wrong)} of {len(results)}")
    for identity, _, found, wanted in wrong:
        print(f"  {identity}\n    found  {found}\n    wanted {wanted}")
    return len(wrong)


def main() -> None:
    """Prints the agreement for each file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    path = folder / "localisation_cases.json"
    results = []
    for case in json.loads(path.read_text("utf-8"))["cases"]:
        found, wanted = located(case), {frozenset(names) for names in case["acceptable"]}
        results.append((case["id"], found == wanted, sorted(map(sorted, found)), case["acceptable"]))
    report(path, "figures located", results)
    path = folder / "typo_cases.json"
    for kind, does in (("correct_typos", corrected), ("impute_lr", imputed)):
        cases = [case for case in json.loads(path.read_text("utf-8"))["cases"] if case["op"] == kind]
        done = [(case["id"], does(case), case["expected"]) for case in cases]
        report(path, kind, [(identity, found == wanted, found, wanted) for identity, found, wanted in done])
    path = folder / "hierarchy_cases.json"
    cases = json.loads(path.read_text("utf-8"))["cases"]
    done = [(case["id"], totals(case), expected_totals(case)) for case in cases]
    differ = [
        (identity, found == wanted, dict(found.items() - wanted.items()), dict(wanted.items() - found.items()))
        for identity, found, wanted in done
    ]
    report(path, "totals over items that may be missing", differ)


if __name__ == "__main__":
    main()
