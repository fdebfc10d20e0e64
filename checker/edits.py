"""What a comparison asks of its figures, seen as linear inequalities over how far each figure would have to move.

A tie is one comparison that came to an answer. In the changes of its figures (0 for those that stay as printed) an
identity within rounding reads −slack ≤ difference + Σ coefficient × change ≤ slack; the slack is the rounding of its
distinct figures, as everywhere. A share or growth rate is linear in the figures it is made of while the printed rate
stands, and in the rate while they stand.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from checker.evaluation import Comparison, Tolerance
from checker.facts import Fact
from checker.halfspaces import Halfspace
from checker.quantities import Linear, Quantity, Ratio, ZeroDivision, facts, range_of, value

Way: TypeAlias = tuple[Halfspace, ...]
"""Inequalities that all have to hold, over the changes of figures."""


@dataclass(frozen=True, slots=True)
class Form:
    """A tie as it reads while only some of its figures change: it holds in any of these ways.

    figures: those that may change; ways: no coefficients of other figures stand in them.
    """

    figures: frozenset[int]
    ways: tuple[Way, ...]


@dataclass(eq=False)
class Tie:
    """A comparison over figures that are known by number.

    violated: whether it does not hold as printed; required: whether an answer that touches it has to make it hold (a
    question that was put is no fault). read: how it reads, asked for once and only where the search comes by; no form
    fits where it is not linear in what changes. spare: the rounding that blanks get once a figure stands in their place.
    """

    number: int
    figures: tuple[int, ...]
    violated: bool
    required: bool
    read: Callable[[], tuple[Form, ...]]
    spare: Mapping[int, Fraction] = field(default_factory=dict)

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """How it reads while only some of its figures change."""
        return self.read()

    def ways(self, changing: frozenset[int]) -> tuple[Way, ...] | None:
        """How it can hold when these figures change, as far as they stand in it; None where nothing linear says so."""
        own = changing.intersection(self.figures)
        form = next((form for form in self.forms if own <= form.figures), None)
        if form is None:
            return None
        return tuple(tuple(self._only(space, own) for space in way) for way in form.ways)

    def _only(self, space: Halfspace, changing: frozenset[int]) -> Halfspace:
        kept = tuple((i, c) for i, c in space.coefficients if i in changing)
        constant = space.constant
        if self.spare and not space.strict:
            constant -= sum((abs(c) * self.spare[i] for i, c in kept if i in self.spare), Fraction(0))
        return Halfspace(kept, constant, space.strict, frozenset((self.number,)))


@dataclass(frozen=True, slots=True)
class Sum:
    """constant + the sum of coefficient × change: what one side less the other comes to."""

    coefficients: Mapping[int, Fraction]
    constant: Fraction

    def halfspace(self, sign: int, slack: Fraction, strict: bool = False) -> Halfspace:
        """That it is at most the slack (sign 1), or at least minus the slack (−1)."""
        scaled = tuple((i, c * sign) for i, c in sorted(self.coefficients.items()) if c)
        return Halfspace(scaled, self.constant * sign - slack, strict)


def ways_of(
    operator: str, upper: Sum, lower: Sum, slack: Fraction, lower_slack: Fraction | None = None
) -> tuple[Way, ...]:
    """How a comparison with 0 can hold: ``upper`` is what must not be too large, ``lower`` what must not be too small;
    the same for all but quotients."""
    below = lower_slack if lower_slack is not None else slack
    match operator:
        case "=":
            return ((upper.halfspace(1, slack), lower.halfspace(-1, below)),)
        case "<=":
            return ((upper.halfspace(1, slack),),)
        case ">=":
            return ((lower.halfspace(-1, below),),)
        case "<":
            return ((upper.halfspace(1, Fraction(0), strict=True),),)
        case ">":
            return ((lower.halfspace(-1, Fraction(0), strict=True),),)
        case _:
            strict = Fraction(0)
            return ((upper.halfspace(1, strict, strict=True),), (lower.halfspace(-1, strict, strict=True),))


Numbering: TypeAlias = Callable[[Fact], int]
"""The number of a figure: one for everything that is printed at one place."""


def forms_of(
    comparison: Comparison, tolerance: Tolerance, number: Numbering, half: Callable[[int], Fraction]
) -> tuple[Form, ...]:
    """How a comparison reads while some of its figures change; empty where that is not linear.

    half: the rounding of each figure as it is printed, by number.
    """
    left, right = comparison.left, comparison.right
    operator = comparison.operator
    strict = tolerance.exact or operator in ("<", ">", "!=")
    if isinstance(left, Linear) and isinstance(right, Linear):
        whole = _sum(left.plus(right, _MINUS_ONE), number)
        slack = Fraction(0) if strict else _rounding(whole, half)
        if strict and operator == "=":
            slack = max((_single_half(side) for side in (left, right)), default=Fraction(0))
        elif tolerance.fixed is not None:
            slack = tolerance.fixed
        elif tolerance.cap is not None:
            slack = min(slack, tolerance.cap)
        return (Form(frozenset(whole.coefficients), ways_of(operator, whole, whole, slack)),)
    found: list[Form] = []
    for one, other, op in ((left, right, operator), (right, left, _TURNED[operator])):
        own, rest = {number(f) for f in facts(one).values()}, {number(f) for f in facts(other).values()}
        if own & rest:
            return ()
        form = _against(one, op, other, tolerance, number, half)
        if form is not None:
            found.append(form)
    return tuple(found)


_MINUS_ONE = Linear().value() - 1
_TURNED = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


def _sum(form: Linear, number: Numbering, factor: Fraction = Fraction(1)) -> Sum:
    coefficients: dict[int, Fraction] = {}
    for identity, coefficient in form.coefficients.items():
        index = number(form.facts[identity])
        coefficients[index] = coefficients.get(index, Fraction(0)) + Fraction(coefficient) * factor
    return Sum({i: c for i, c in coefficients.items() if c}, Fraction(form.value()) * factor)


def _rounding(whole: Sum, half: Callable[[int], Fraction]) -> Fraction:
    return sum((abs(c) * half(i) for i, c in whole.coefficients.items()), Fraction(0))


def _single_half(side: Quantity) -> Fraction:
    single = side.single() if isinstance(side, Linear) else None
    return Fraction(single.half) if single is not None else Fraction(0)


def _against(
    one: Quantity,
    operator: str,
    fixed: Quantity,
    tolerance: Tolerance,
    number: Numbering,
    half: Callable[[int], Fraction],
) -> Form | None:
    """How ``one`` may change while the other side stands as printed."""
    strict = tolerance.exact or operator in ("<", ">", "!=")
    try:
        at = value(fixed)
        low, high = (at, at) if strict or tolerance.fixed is not None else range_of(fixed)
    except ZeroDivision:
        return None
    extra = tolerance.fixed or Fraction(0)
    low, high = low - extra, high + extra
    if isinstance(one, Linear):
        whole = _sum(one, number)
        slack = Fraction(0) if strict or tolerance.fixed is not None else _rounding(whole, half)
        upper, lower = Sum(whole.coefficients, whole.constant - high), Sum(whole.coefficients, whole.constant - low)
        return Form(frozenset(whole.coefficients), ways_of(operator, upper, lower, slack))
    if isinstance(one, Ratio):
        return _quotient(one, operator, low, high, strict or tolerance.fixed is not None, number, half)
    return None


def _quotient(
    one: Ratio,
    operator: str,
    low: Fraction,
    high: Fraction,
    exact: bool,
    number: Numbering,
    half: Callable[[int], Fraction],
) -> Form | None:
    """top ÷ bottom ≤ high is top − high × bottom ≤ 0 while the bottom stays above 0."""
    sign = 1 if one.bottom.value() > 0 else -1
    bottom = _sum(one.bottom, number, Fraction(sign))
    sides = []
    for at in (high, low):
        top = _sum(one.top, number, Fraction(sign))
        joined = dict(top.coefficients)
        for index, coefficient in bottom.coefficients.items():
            joined[index] = joined.get(index, Fraction(0)) - at * coefficient
        sides.append(Sum(joined, top.constant - at * bottom.constant))
    slacks = [Fraction(0) if exact else _rounding(side, half) for side in sides]
    ways = ways_of(operator, sides[0], sides[1], slacks[0], slacks[1])
    positive = bottom.halfspace(-1, Fraction(0), strict=True)
    changing = frozenset(sides[0].coefficients) | frozenset(sides[1].coefficients) | frozenset(bottom.coefficients)
    return Form(changing, tuple((*way, positive) for way in ways))


def by_figure(ties: Sequence[Tie]) -> dict[int, list[Tie]]:
    """The ties each figure stands in."""
    found: dict[int, list[Tie]] = {}
    for tie in ties:
        for figure in tie.figures:
            found.setdefault(figure, []).append(tie)
    return found
