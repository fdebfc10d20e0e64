"""Linear inequalities over a few unknowns, exactly: whether they can all hold, which of them cannot, and what remains.

Fourier–Motzkin elimination (Motzkin, Beiträge zur Theorie der linearen Ungleichungen, 1936; Schrijver, Theory of Linear
and Integer Programming, 1986, § 12.2), with the inequalities each derived one came from, so that a contradiction names
those that make it. It doubles the work with every unknown, so it is for a handful of unknowns and says when there are
too many inequalities.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

MOST = 400
"""Inequalities that one step of elimination may come to; beyond that there is no answer."""

ZERO = Fraction(0)


class TooMany(Exception):
    """The elimination came to more inequalities than are looked at."""


@dataclass(frozen=True, slots=True)
class Halfspace:
    """The sum of coefficient × unknown, and constant, is at most 0, or below 0 where strict.

    coefficients: none of them 0, in the order of the unknowns; sources: the numbers of what it came from.
    """

    coefficients: tuple[tuple[int, Fraction], ...]
    constant: Fraction
    strict: bool = False
    sources: frozenset[int] = frozenset()

    def impossible(self) -> bool:
        """Whether it speaks of no unknown and does not hold."""
        return not self.coefficients and (self.constant > 0 or (self.strict and self.constant == 0))


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from low to high; None where it has no end. Ends are part of it unless open."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False

    def holds(self, number: Fraction) -> bool:
        """Whether a number lies in it."""
        if self.low is not None and (number < self.low or (self.low_open and number == self.low)):
            return False
        return self.high is None or not (number > self.high or (self.high_open and number == self.high))


@dataclass(frozen=True, slots=True)
class Solved:
    """What elimination found: the numbers of the inequalities that contradict each other, or, step by step, those
    that bound each unknown when the ones after it are known."""

    conflict: frozenset[int] | None
    steps: tuple[tuple[int, tuple[Halfspace, ...]], ...] = ()


def solve(spaces: Iterable[Halfspace], unknowns: Sequence[int]) -> Solved:
    """Whether the inequalities can all hold; raises TooMany where that takes too long to say."""
    current = _tightest(spaces)
    steps: list[tuple[int, tuple[Halfspace, ...]]] = []
    for unknown in unknowns:
        broken = _contradiction(current)
        if broken is not None:
            return Solved(broken)
        steps.append((unknown, tuple(s for s in current if _coefficient(s, unknown))))
        current = _tightest(_without(current, unknown))
        if len(current) > MOST:
            raise TooMany
    return Solved(_contradiction(current), tuple(steps))


def interval(step: Iterable[Halfspace], unknown: int, known: Mapping[int, Fraction]) -> Interval:
    """Where an unknown may lie by inequalities whose other unknowns are known."""
    found = Interval()
    for space in step:
        slope, rest = ZERO, space.constant
        for other, coefficient in space.coefficients:
            if other == unknown:
                slope = coefficient
            else:
                rest += coefficient * known[other]
        end = -rest / slope
        low, high, low_open, high_open = found.low, found.high, found.low_open, found.high_open
        if slope > 0:
            if high is None or end < high:
                high, high_open = end, space.strict
            elif end == high:
                high_open = high_open or space.strict
        elif low is None or end > low:
            low, low_open = end, space.strict
        elif end == low:
            low_open = low_open or space.strict
        found = Interval(low, high, low_open, high_open)
    return found


def _coefficient(space: Halfspace, unknown: int) -> Fraction:
    return next((c for i, c in space.coefficients if i == unknown), ZERO)


def _contradiction(spaces: Iterable[Halfspace]) -> frozenset[int] | None:
    broken = [space.sources for space in spaces if space.impossible()]
    return min(broken, key=lambda sources: (len(sources), sorted(sources))) if broken else None


def _tightest(spaces: Iterable[Halfspace]) -> list[Halfspace]:
    """Of inequalities with the same left side up to a factor, the tightest; those that always hold are left out."""
    kept: dict[tuple[tuple[int, Fraction], ...], Halfspace] = {}
    for space in spaces:
        if not space.coefficients:
            if space.impossible():
                known = kept.get(())
                if known is None or len(space.sources) < len(known.sources):
                    kept[()] = space
            continue
        size = abs(space.coefficients[0][1])
        if size != 1:
            scaled = tuple((i, c / size) for i, c in space.coefficients)
            space = Halfspace(scaled, space.constant / size, space.strict, space.sources)
        known = kept.get(space.coefficients)
        if known is None or _rank(space) > _rank(known):
            kept[space.coefficients] = space
    return list(kept.values())


def _rank(space: Halfspace) -> tuple[Fraction, bool, int]:
    return space.constant, space.strict, -len(space.sources)


def _without(spaces: Sequence[Halfspace], unknown: int) -> Iterable[Halfspace]:
    """What the inequalities say of the other unknowns."""
    below: list[tuple[Halfspace, Fraction]] = []
    above: list[tuple[Halfspace, Fraction]] = []
    for space in spaces:
        slope = _coefficient(space, unknown)
        if not slope:
            yield space
        else:
            (above if slope > 0 else below).append((space, abs(slope)))
    for upper, a in above:
        for lower, b in below:
            joined: dict[int, Fraction] = {}
            for space, factor in ((upper, b), (lower, a)):
                for i, c in space.coefficients:
                    joined[i] = joined.get(i, ZERO) + c * factor
            yield Halfspace(
                tuple((i, c) for i, c in sorted(joined.items()) if c),
                upper.constant * b + lower.constant * a,
                upper.strict or lower.strict,
                upper.sources | lower.sources,
            )
