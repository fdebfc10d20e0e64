"""What the figures of an answer would have to read: values a report could print, the ones most sums ask for first."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import partial

from checker.accounts import Accounts
from checker.amounts import EXACT, half_unit
from checker.facts import Fact
from checker.halfspaces import Interval, interval
from checker.localising import Answer
from checker.quantities import Linear, ZeroDivision, value, with_facts

_MOST_NEAR = 4
"""Units of the last place around the value that fits best which are tried too."""
_WIDE = 40
"""Units of the last place that an interval may be wide before its middle says nothing."""


@dataclass(frozen=True, slots=True)
class Needed:
    """What a figure would have to read, in base units, and the least and the most that would do (None: no end)."""

    value: Decimal
    least: Decimal | None
    most: Decimal | None


def values(accounts: Accounts, answer: Answer) -> Iterator[dict[int, Needed]]:
    """What every figure of an answer would have to read, by number; the likeliest first."""
    if len(answer.figures) == 1:
        (figure,) = answer.figures
        votes = _votes(accounts, figure)
        for way in answer.steps:
            where = interval(way[0][1], figure, {})
            for count in _near(accounts.figures.facts[figure], where, votes):
                yield {figure: needed(accounts.figures.facts[figure], count, where)}
        return
    seen: dict[int, Interval] = {}
    for changes in answer.intervals(partial(_chosen, accounts, seen)):
        wanted = {
            figure: needed(fact, _count(fact, change), seen[figure])
            for figure, change in changes.items()
            for fact in (accounts.figures.facts[figure],)
        }
        for figure in [figure for figure in wanted if seen[figure] == Interval()]:
            _follow(accounts, wanted, figure)
        yield wanted


def _follow(accounts: Accounts, wanted: dict[int, Needed], figure: int) -> None:
    """What a rate would have to read when the figures it is made of change with it: no inequality tells, they do."""

    def now(fact: Fact) -> Fact:
        one = wanted.get(accounts.figures.number(fact))
        return fact if one is None else replace(fact, value=one.value)

    for tie in accounts.known.touching(figure):
        comparison = accounts.comparisons[tie.number]
        if comparison.operator != "=" or tie.ways(frozenset(wanted)) is not None:
            continue
        for side, other in ((comparison.left, comparison.right), (comparison.right, comparison.left)):
            single = side.single() if isinstance(side, Linear) else None
            if single is None or accounts.figures.number(single) != figure:
                continue
            try:
                at = value(with_facts(other, now)) / Fraction(step_of(single))
            except ZeroDivision:
                continue
            # rounded as rates are, half away from zero
            amount = EXACT.multiply(Decimal(nearest(abs(at)) * (1 if at > 0 else -1)), step_of(single))
            wanted[figure] = Needed(amount, amount, amount)
            return


def needed(fact: Fact, count: int, where: Interval) -> Needed:
    """So many units of a figure's last place, with the ends of where its change may lie."""
    step = step_of(fact)
    low = None if where.low is None else -((-(Fraction(fact.value) + where.low) / Fraction(step)).__floor__())
    high = None if where.high is None else ((Fraction(fact.value) + where.high) / Fraction(step)).__floor__()
    ends = (None if end is None else EXACT.multiply(Decimal(end), step) for end in (low, high))
    return Needed(EXACT.multiply(Decimal(count), step), *ends)


def step_of(fact: Fact) -> Decimal:
    """What the last place of a figure is worth, in base units."""
    return EXACT.multiply(EXACT.multiply(half_unit(fact.decimals), Decimal(2)), fact.factor)


def _count(fact: Fact, change: Fraction) -> int:
    return nearest((Fraction(fact.value) + change) / Fraction(step_of(fact)))


def nearest(number: Fraction) -> int:
    """The whole number nearest to a fraction."""
    return (number + Fraction(1, 2)).__floor__()


def _chosen(accounts: Accounts, seen: dict[int, Interval], figure: int, where: Interval) -> Fraction:
    """The change of one of several figures: the middle of a narrow interval, else the least that will do."""
    seen[figure] = where
    return chosen(accounts.figures.facts[figure], where)


def chosen(fact: Fact, where: Interval) -> Fraction:
    """A printable change of a figure: the middle of a narrow interval, else the least that will do."""
    step, printed = Fraction(step_of(fact)), Fraction(fact.value)
    if where.low is not None and where.high is not None and where.high - where.low <= _WIDE * step:
        return nearest((printed + (where.low + where.high) / 2) / step) * step - printed
    return _least(fact, where) * step - printed


def _least(fact: Fact, where: Interval) -> int:
    """The value nearest to what is printed, in units of its last place."""
    step, printed = Fraction(step_of(fact)), Fraction(fact.value)
    if where.low is not None and where.low >= 0:
        count = -((-(printed + where.low) / step).__floor__())
        return count + (where.low_open and count * step - printed == where.low)
    if where.high is not None and where.high <= 0:
        count = ((printed + where.high) / step).__floor__()
        return count - (where.high_open and count * step - printed == where.high)
    return nearest(printed / step)


def _votes(accounts: Accounts, figure: int) -> Mapping[Fraction, int]:
    """The changes with which identities would hold exactly, each with how many ask for it."""
    found: Counter[Fraction] = Counter()
    for tie in accounts.known.touching(figure):
        ways = tie.ways(frozenset((figure,)))
        if ways is None or len(ways) != 1 or len(ways[0]) < 2 or not tie.required:
            continue
        ends = [-s.constant / s.coefficients[0][1] for s in ways[0][:2] if len(s.coefficients) == 1]
        if len(ends) == 2:
            found[(ends[0] + ends[1]) / 2] += 1
    return found


def _near(fact: Fact, where: Interval, votes: Mapping[Fraction, int]) -> Iterator[int]:
    """Values that would do, in units of the last place: those most identities ask for, then those around the first."""
    step, printed = Fraction(step_of(fact)), Fraction(fact.value)
    by_votes = sorted(votes, key=lambda change: (-votes[change], abs(change), change))
    tried = dict.fromkeys(_count(fact, change) for change in by_votes)
    first = next(iter(tried), None)
    if first is None:
        tried[_least(fact, where)] = None
    else:
        tried.update(dict.fromkeys(first + sign * n for n in range(1, _MOST_NEAR + 1) for sign in (1, -1)))
    return (count for count in tried if where.holds(count * step - printed))
