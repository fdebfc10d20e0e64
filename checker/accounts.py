"""A report's comparisons as ties over numbered figures, and its rules, to put answers to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial

from checker.amounts import half_unit
from checker.binding import BoundReport
from checker.edits import Form, Tie, forms_of
from checker.evaluation import HOLDS, ROUNDING, UNDECIDABLE, VIOLATED, Comparison, Lookup, Outcome, evaluate
from checker.facts import AMOUNT, COUNT, RATIO, Fact, Reason
from checker.localising import Ties
from checker.lookups import Instance
from checker.quantities import facts
from checker.references import Reference
from checker.rules import Resolved, Rule

_NUMBERS = (AMOUNT, RATIO, COUNT)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A rule at one place, and what came of it."""

    rule: Rule
    instance: Instance | None
    outcome: Outcome


class Figures:
    """The figures that comparisons of a report are made of, by number: one for each place where something is printed.

    weights: what it costs to call a figure wrong; the trusted ones are not in it: those of other reports, those printed
    nowhere, those whose reading is doubted.
    """

    def __init__(self, bound: BoundReport) -> None:
        self.facts: list[Fact] = []
        self.weights: dict[int, Fraction] = {}
        self.by_identity: dict[int, int] = {}
        self.own = {id(fact) for table in bound.tables.values() for fact in table.facts.values()}
        self.printed_halves: dict[tuple[str, Decimal], Decimal] = {}
        for table in bound.tables.values():
            for fact in table.facts.values():
                if not fact.blank and fact.kind in _NUMBERS:
                    self.printed_halves.setdefault((fact.place.table, fact.factor), fact.half)
        # a figure of the prose can be the fact of several slots
        self.in_prose: dict[tuple[str, int | None], list[Fact]] = {}
        for keyed in bound.slots.values():
            for _, fact in keyed:
                self.own.add(id(fact))
                self.in_prose.setdefault((fact.place.pointer, fact.place.start), []).append(fact)

    def number(self, fact: Fact) -> int:
        """The number of a fact."""
        known = self.by_identity.get(id(fact))
        if known is not None:
            return known
        index = len(self.facts)
        self.facts.append(fact)
        same = self.in_prose.get((fact.place.pointer, fact.place.start), ()) if id(fact) in self.own else ()
        for other in (fact, *same):
            self.by_identity[id(other)] = index
        if self.may_change(index):
            self.weights[index] = Fraction(1)
        return index

    def prints(self, index: int) -> list[Fact]:
        """The facts that a figure is."""
        fact = self.facts[index]
        return (self.in_prose.get((fact.place.pointer, fact.place.start)) if id(fact) in self.own else None) or [fact]

    def may_change(self, index: int) -> bool:
        """Whether a figure may be wrong: it is printed in this report, or blank in it, and nobody doubts the reading."""
        fact = self.facts[index]
        return id(fact) in self.own and bool(fact.place.pointer) and fact.kind in _NUMBERS and not fact.doubt

    def half(self, index: int) -> Fraction:
        """Half a unit of the last place of a figure; of a blank, of what would be printed there."""
        return Fraction(self.would_be_half(index))

    def printed_half(self, index: int) -> Fraction:
        """Half a unit of the last place of a figure as it is printed."""
        return Fraction(self.facts[index].half)

    def would_be_half(self, index: int) -> Decimal:
        """Half a unit of the last place, as facts keep it."""
        fact = self.facts[index]
        return self.printed_halves.get((fact.place.table, fact.factor), fact.half) if fact.blank else fact.half

    def step(self, index: int) -> Fraction:
        """What the last place of a figure is worth."""
        fact = self.facts[index]
        return Fraction(half_unit(fact.decimals)) * 2 * Fraction(fact.factor)


@dataclass
class _Substituted:
    """A place a rule looks at, with some figures as they would have to read."""

    inner: Lookup
    changed: Mapping[tuple[str, int | None], Fact]
    own: frozenset[int] | set[int]
    made: dict[int, Fact] = field(default_factory=dict)

    def facts(self, reference: Reference) -> list[Fact] | Reason:
        found = self.inner.facts(reference)
        return found if isinstance(found, Reason) else [self._now(fact) for fact in found]

    def _now(self, fact: Fact) -> Fact:
        new = self.changed.get((fact.place.pointer, fact.place.start)) if id(fact) in self.own else None
        if new is None:
            return fact
        # a figure that is the fact of several slots is one print, and each slot has its own fact
        return self.made.setdefault(id(fact), replace(fact, value=new.value, half=new.half, blank=new.blank))

    def test(self, predicate: str, subject: Reference) -> bool | Reason:
        return self.inner.test(predicate, subject)

    def shifted(self, to: str) -> "Sequence[Lookup] | Reason":
        found = self.inner.shifted(to)
        return (
            found if isinstance(found, Reason) else [_Substituted(i, self.changed, self.own, self.made) for i in found]
        )


class Accounts:
    """A report's comparisons as ties over numbered figures, and its rules to put answers to."""

    def __init__(self, bound: BoundReport, judgements: Sequence[Judgement]) -> None:
        self.bound = bound
        self.figures = Figures(bound)
        self.of_tie: list[Judgement] = []
        self.tie_of: list[Tie] = []
        self.comparisons: list[Comparison] = []
        self.told: set[int] = set()
        self._resolved: dict[str, Resolved] = {}
        self._ties: dict[int, list[Tie]] = {}
        self._seen: dict[int, list[Judgement]] = {}
        for judgement in judgements:
            for fact in judgement.outcome.facts:
                self._seen.setdefault(id(fact), []).append(judgement)
        violated = [tie for j in judgements if is_violated(j) for tie in self.ties(j)]
        self.known = Ties(violated, self.figures.weights, cache(self._touching))

    def is_identity(self, tie: Tie) -> bool:
        """Whether two sides were to be equal."""
        return self.comparisons[tie.number].operator == "="

    def column(self, table: int, column: int) -> list[int]:
        """The figures of a printed column, by number, from top to bottom."""
        bound = next(bound for bound in self.bound.tables.values() if bound.table.index == table)
        found = [
            (row.index, fact)
            for row in bound.rows
            if row.index >= 0
            for path, index in row.columns.items()
            if index == column and isinstance(fact := bound.fact(row, path), Fact)
        ]
        return [self.figures.number(fact) for _, fact in sorted(found, key=lambda one: one[0])]

    def block(self, table: int, column: int) -> list[list[int]]:
        """The printed columns of figures that have as many rows as one of them, from left to right."""
        bound = next(bound for bound in self.bound.tables.values() if bound.table.index == table)
        rows = [row for row in bound.rows if row.index >= 0 and column in row.columns.values()]
        shared = set.intersection(*({*row.columns.values()} for row in rows)) if rows else set()
        found = [self.column(table, index) for index in sorted(shared)]
        own = [[figure for figure in own if figure in self.figures.weights] for own in found]
        return [figures for figures in own if len(figures) == len(rows)]

    def suspects(self, ties: Sequence[Tie], fewest: int) -> Iterator[list[list[int]]]:
        """Columns of tables with at least so many rows in some ties: each alone, then those of a table together."""
        rows: dict[tuple[int, int], set[int]] = {}
        for figure in {figure for tie in ties for figure in tie.figures if figure in self.figures.weights}:
            _, kind, *place = self.figures.facts[figure].place.pointer.split("/")
            if kind == "tables":
                rows.setdefault((int(place[0]), int(place[3])), set()).add(int(place[2]))
        found = sorted(place for place, own in rows.items() if len(own) >= fewest)
        for index in sorted({index for index, _ in found}):
            columns = [column for at, column in found if at == index]
            yield from ([self.column(index, column)] for column in columns)
            if len(columns) > 1:
                block = self.block(index, columns[0])
                filled = [own for own in block if any(self.figures.facts[figure].value for figure in own)]
                if len(filled) > 1:
                    yield filled

    def touching(self, figure: int) -> list[Judgement]:
        """Every judgement that looked at a figure."""
        found = [j for fact in self.figures.prints(figure) for j in self._seen.get(id(fact), ())]
        return list({id(judgement.outcome): judgement for judgement in found}.values())

    def _touching(self, figure: int) -> list[Tie]:
        return [tie for j in self.touching(figure) for tie in self.ties(j) if figure in tie.figures]

    def ties(self, judgement: Judgement) -> list[Tie]:
        """The comparisons of a judgement."""
        known = self._ties.get(id(judgement.outcome))
        if known is None:
            known = [self._tie(judgement, comparison, verdict) for comparison, verdict in judgement.outcome.ties]
            self._ties[id(judgement.outcome)] = known
        return known

    def _tie(self, judgement: Judgement, comparison: Comparison, verdict: str) -> Tie:
        known = {**facts(comparison.left), **facts(comparison.right)}.values()
        figures = tuple(dict.fromkeys(self.figures.number(fact) for fact in known))
        required = judgement.outcome.verdict == VIOLATED and judgement.rule.severity == "error"
        blank = {i: half for i in figures if self.figures.facts[i].blank and (half := self.figures.half(i))}
        read = partial(self._forms, judgement.rule, comparison)
        tie = Tie(len(self.of_tie), figures, verdict == VIOLATED, required or verdict != VIOLATED, read, blank)
        self.of_tie.append(judgement)
        self.tie_of.append(tie)
        self.comparisons.append(comparison)
        return tie

    def _forms(self, rule: Rule, comparison: Comparison) -> tuple[Form, ...]:
        return forms_of(comparison, self.resolved(rule).tolerance, self.figures.number, self.figures.printed_half)

    def resolved(self, rule: Rule) -> Resolved:
        """A rule in the terms of the report's layout, looked up once."""
        known = self._resolved.get(rule.id)
        if known is None:
            known = self._resolved[rule.id] = rule.resolved(self.bound.layout)
        return known

    def holds(self, values: Mapping[int, Decimal], story: Iterable[int]) -> bool:
        """Whether, with figures as they would have to read, the ties the story tells of hold and nothing else breaks."""
        changed = {}
        for figure, amount in values.items():
            fact = self.figures.facts[figure]
            is_blank = not amount and fact.blank
            half = self.figures.would_be_half(figure)
            changed[fact.place.pointer, fact.place.start] = replace(fact, value=amount, half=half, blank=is_blank)
        wanted = frozenset(story)
        touched = {id(j.outcome): j for figure in values for j in self.touching(figure)}
        return all(self._agrees(judgement, changed, wanted) for judgement in touched.values())

    def _agrees(
        self, judgement: Judgement, changed: Mapping[tuple[str, int | None], Fact], wanted: frozenset[int]
    ) -> bool:
        """Whether a rule has nothing against changed figures at one place that it did not have before."""
        if judgement.instance is None or judgement.instance.missing is not None:
            return True
        resolved = self.resolved(judgement.rule)
        lookup = _Substituted(judgement.instance, changed, self.figures.own)
        old, new = judgement.outcome.verdict, evaluate(resolved.assertion, lookup, resolved.tolerance)
        if new.verdict == UNDECIDABLE:
            return old not in (HOLDS, ROUNDING, VIOLATED)
        if new.verdict != VIOLATED:
            return True
        ties = self.ties(judgement)
        if not ties or len(ties) != len(new.ties):
            return old == VIOLATED and wanted.isdisjoint(tie.number for tie in ties)
        # of several comparisons of one rule another may stay as it is
        broken = [tie for tie, (_, verdict) in zip(ties, new.ties, strict=True) if verdict == VIOLATED]
        return all(tie.violated and tie.number not in wanted for tie in broken)


def is_violated(judgement: Judgement) -> bool:
    """Whether a comparison of it does not hold."""
    return any(verdict == VIOLATED for _, verdict in judgement.outcome.ties)
