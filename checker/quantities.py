"""Exact arithmetic over printed figures, each counted once.

A quantity is what a numeric expression comes to: a linear form over distinct facts, a quotient of two such forms, or
anything else the language allows. Its *value* takes the figures as printed; its *range* takes every figure through
its rounding interval [value − half, value + half]. Because the forms are collected over distinct facts, a figure that
stands on both sides, or twice on one, is the same figure everywhere: 6.63 ÷ (5.06 + 6.63) ranges over
[56.67, 56.76] %, not the [56.62, 56.81] % of naive interval arithmetic (Moore, Interval Analysis, 1966, calls the
difference the dependency problem).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import TypeAlias

from checker.amounts import EXACT, ZERO
from checker.facts import Fact

MOST_CORNERS = 12
"""Distinct rounded figures whose corners are enumerated (2¹² points); beyond that ranges are combined instead."""

_ONE = Decimal(1)

Range: TypeAlias = tuple[Fraction, Fraction]


# not frozen, though nobody changes one: thousands are made for a report, and freezing takes most of the time
@dataclass(slots=True)
class Linear:
    """coefficients × facts + constant. ``facts`` maps a fact's identity to the fact."""

    coefficients: Mapping[int, Decimal] = field(default_factory=dict)
    constant: Decimal = ZERO
    facts: Mapping[int, Fact] = field(default_factory=dict)

    @property
    def cancelled(self) -> bool:
        """Whether the form was made of facts that it no longer depends on."""
        return len(self.coefficients) != len(self.facts)

    def value(self) -> Decimal:
        """The form at the printed figures."""
        total = self.constant
        for identity, coefficient in self.coefficients.items():
            figure = self.facts[identity].value
            # most forms are figures added up; an operation of an exact context costs more than all around it
            if coefficient is not _ONE:
                total = EXACT.fma(coefficient, figure, total)
            elif figure:
                total = EXACT.add(total, figure) if total else figure
        return total

    def half(self) -> Decimal:
        """How far rounding alone can move the form: the sum of the halves, each fact once."""
        total = ZERO
        for identity, coefficient in self.coefficients.items():
            total = EXACT.fma(coefficient.copy_abs(), self.facts[identity].half, total)
        return total

    def plus(self, other: "Linear", factor: Decimal = Decimal(1)) -> "Linear":
        """This form plus factor times another; a fact on both sides is joined, and cancels when it comes to 0."""
        coefficients = dict(self.coefficients)
        for identity, coefficient in other.coefficients.items():
            joined = EXACT.fma(factor, coefficient, coefficients.get(identity, ZERO))
            if joined:
                coefficients[identity] = joined
            else:
                coefficients.pop(identity, None)
        facts = {**self.facts, **other.facts}
        return Linear(coefficients, EXACT.fma(factor, other.constant, self.constant), facts)

    def times(self, factor: Decimal) -> "Linear":
        """The form multiplied by a number."""
        scaled = {i: EXACT.multiply(c, factor) for i, c in self.coefficients.items() if factor}
        return Linear(scaled, EXACT.multiply(self.constant, factor), self.facts)

    def single(self) -> Fact | None:
        """The fact this form is, when it is one printed figure and nothing else."""
        if len(self.coefficients) == 1 and not self.constant:
            ((identity, coefficient),) = self.coefficients.items()
            if coefficient == 1:
                return self.facts[identity]
        return None


@dataclass(frozen=True, slots=True)
class Ratio:
    """One linear form divided by another."""

    top: Linear
    bottom: Linear


@dataclass(frozen=True, slots=True)
class Mixed:
    """Anything else: an operation (* / + - sum abs max min round) on quantities; ``round`` goes to the nearest step."""

    operation: str
    parts: tuple["Quantity", ...]
    step: Fraction = Fraction(1)


Quantity: TypeAlias = Linear | Ratio | Mixed


class ZeroDivision(Exception):
    """A divisor is zero as printed, or may be zero within its rounding."""

    def __init__(self, certain: bool):
        super().__init__(certain)
        self.certain = certain


def constant(value: Decimal) -> Linear:
    """A number as a quantity."""
    return Linear({}, value, {})


def of_fact(fact: Fact) -> Linear:
    """A printed figure as a quantity."""
    return Linear({id(fact): _ONE}, ZERO, {id(fact): fact})


def negative(quantity: Quantity) -> Quantity:
    """The quantity with its sign changed."""
    return times(constant(Decimal(-1)), quantity)


def plus(left: Quantity, right: Quantity, sign: int = 1) -> Quantity:
    """left + right, or left − right with sign −1."""
    if isinstance(left, Linear) and isinstance(right, Linear):
        return left.plus(right, Decimal(sign))
    if isinstance(left, Ratio) and isinstance(right, Linear) and not right.facts:
        return Ratio(left.top.plus(left.bottom, EXACT.multiply(Decimal(sign), right.constant)), left.bottom)
    if isinstance(left, Ratio) and isinstance(right, Ratio) and left.bottom == right.bottom:
        return Ratio(left.top.plus(right.top, Decimal(sign)), left.bottom)
    return Mixed("+" if sign > 0 else "-", (left, right))


def summed(parts: Sequence[tuple[int, Quantity]]) -> Quantity:
    """What some quantities come to, each added (1) or taken away (−1), from left to right."""
    if all(isinstance(part, Linear) for _, part in parts):
        return total([part if sign > 0 else negative(part) for sign, part in parts])
    (_, found), *rest = parts
    for sign, part in rest:
        found = plus(found, part, sign)
    return found


def total(parts: Sequence[Quantity]) -> Quantity:
    """The sum of any number of quantities, in time in proportion to them; 0 of none."""
    coefficients: dict[int, Decimal] = {}
    known: dict[int, Fact] = {}
    offset = ZERO
    others: list[Quantity] = []
    for part in parts:
        if isinstance(part, Linear):
            for identity, coefficient in part.coefficients.items():
                before = coefficients.get(identity)
                coefficients[identity] = coefficient if before is None else EXACT.add(before, coefficient)
            known.update(part.facts)
            if part.constant:
                offset = EXACT.add(offset, part.constant)
        else:
            others.append(part)
    linear = Linear({i: c for i, c in coefficients.items() if c}, offset, known)
    if not others:
        return linear
    if len(others) == 1:
        return plus(others[0], linear) if known or offset else others[0]
    return Mixed("sum", (linear, *others))


def times(left: Quantity, right: Quantity) -> Quantity:
    """left × right."""
    if isinstance(right, Linear) and not right.facts:
        left, right = right, left
    if isinstance(left, Linear) and not left.facts:
        if isinstance(right, Linear):
            return right.times(left.constant)
        if isinstance(right, Ratio):
            return Ratio(right.top.times(left.constant), right.bottom)
    return Mixed("*", (left, right))


def over(left: Quantity, right: Quantity) -> Quantity:
    """left ÷ right; raises ZeroDivision when the divisor is zero as printed."""
    if value(right) == 0:
        raise ZeroDivision(certain=True)
    if isinstance(left, Linear) and isinstance(right, Linear):
        return Ratio(left, right)
    return Mixed("/", (left, right))


def facts(quantity: Quantity) -> dict[int, Fact]:
    """The distinct facts a quantity really depends on, by identity, in the order they were written."""
    match quantity:
        case Linear(coefficients, _, known):
            return {i: known[i] for i in coefficients}
        case Ratio(top, bottom):
            return {**facts(top), **facts(bottom)}
        case Mixed(_, parts):
            joined: dict[int, Fact] = {}
            for part in parts:
                joined.update(facts(part))
            return joined


def with_facts(quantity: Quantity, now: Callable[[Fact], Fact]) -> Quantity:
    """The quantity with other facts in the place of its own."""
    match quantity:
        case Linear(coefficients, offset, known):
            return Linear(coefficients, offset, {i: now(fact) for i, fact in known.items()})
        case Ratio(top, bottom):
            above, below = with_facts(top, now), with_facts(bottom, now)
            assert isinstance(above, Linear) and isinstance(below, Linear)
            return Ratio(above, below)
        case Mixed(operation, parts, step):
            return Mixed(operation, tuple(with_facts(part, now) for part in parts), step)


def written(quantity: Quantity) -> dict[int, Fact]:
    """The distinct facts a quantity was made of, also those that cancelled, by identity."""
    match quantity:
        case Linear(facts=known):
            return dict(known)
        case Ratio(top, bottom):
            return {**written(top), **written(bottom)}
        case Mixed(_, parts):
            return {identity: fact for part in parts for identity, fact in written(part).items()}


def divided(quantity: Quantity) -> dict[int, Fact]:
    """The distinct facts that stand in quotients whose divisor is made of facts, by identity."""
    match quantity:
        case Linear():
            return {}
        case Ratio(_, bottom) if written(bottom):
            return written(quantity)
        case Ratio():
            return {}
        case Mixed("/", (_, divisor)) if written(divisor):
            return written(quantity)
        case Mixed(_, parts):
            return {identity: fact for part in parts for identity, fact in divided(part).items()}


def rounding(quantity: Quantity, places: int) -> Mixed:
    """The quantity rounded half away from zero, to some places of the unit all its figures are printed in.

    Figures of several units, and quotients, have no such unit: they are rounded in base units, as numbers.
    """
    units = _units(quantity)
    unit = Fraction(units.pop()) if len(units) == 1 else Fraction(1)
    return Mixed("round", (quantity,), unit / Fraction(10) ** places)


def _units(quantity: Quantity) -> set[Decimal]:
    match quantity:
        case Linear(facts=known):
            return {fact.factor for fact in known.values()}
        case Ratio(top, bottom):
            measured: list[Quantity] = [top, bottom]
        case Mixed(operation, parts):
            measured = list(parts)
            if operation not in ("*", "/"):
                return {unit for part in measured for unit in _units(part)}
    # half of an amount, or twice, is an amount; what else is multiplied or divided has no unit to round to
    units = [_units(part) for part in measured]
    if isinstance(quantity, Mixed) and quantity.operation == "*" and not units[0]:
        units.reverse()
    return {Decimal(1)} if any(units[1:]) else units[0]


def _rounded(number: Fraction, step: Fraction) -> Fraction:
    steps = (abs(number / step) + Fraction(1, 2)).__floor__()
    return (steps if number >= 0 else -steps) * step


def _combine(operation: str, numbers: list[Fraction], step: Fraction) -> Fraction:
    match operation:
        case "+":
            return numbers[0] + numbers[1]
        case "sum":
            return sum(numbers, Fraction(0))
        case "-":
            return numbers[0] - numbers[1]
        case "*":
            return numbers[0] * numbers[1]
        case "/":
            return numbers[0] / numbers[1]
        case "abs":
            return abs(numbers[0])
        case "max":
            return max(numbers)
        case "min":
            return min(numbers)
        case _:
            return _rounded(numbers[0], step)


def _at(quantity: Quantity, point: Callable[[Fact], Fraction], divisors: list[Fraction]) -> Fraction:
    """The quantity with every fact at a point of its interval; what it was divided by is added to the divisors."""
    match quantity:
        case Linear(coefficients, offset, known):
            return sum((Fraction(c) * point(known[i]) for i, c in coefficients.items()), Fraction(offset))
        case Ratio(top, bottom):
            numbers, operation, step = [_at(top, point, divisors), _at(bottom, point, divisors)], "/", Fraction(1)
        case Mixed(operation, parts, step):
            numbers = [_at(part, point, divisors) for part in parts]
    if operation == "/":
        divisors.append(numbers[1])
        if not numbers[1]:
            raise ZeroDivision(certain=False)
    return _combine(operation, numbers, step)


def value(quantity: Quantity) -> Fraction:
    """The quantity at the printed figures, exactly."""
    if isinstance(quantity, Linear):
        return Fraction(quantity.value())
    return _at(quantity, lambda fact: Fraction(fact.value), [])


def apart(left: Quantity, right: Quantity) -> Decimal | Fraction:
    """left − right at the printed figures, exactly."""
    if isinstance(left, Linear) and isinstance(right, Linear):
        one, other = left.value(), right.value()
        return ZERO if one == other else EXACT.subtract(one, other)
    return value(left) - value(right)


def _linear_range(form: Linear) -> Range:
    middle, half = Fraction(form.value()), Fraction(form.half())
    return middle - half, middle + half


def _extreme(ratio: Ratio, sign: int) -> Fraction:
    """The largest (sign 1) or smallest (−1) quotient over the box, by Dinkelbach's method (1967): exact, few steps."""
    top, bottom = ratio.top, ratio.bottom
    shared = {**facts(top), **facts(bottom)}
    tops = {i: Fraction(top.coefficients.get(i, ZERO)) for i in shared}
    bottoms = {i: Fraction(bottom.coefficients.get(i, ZERO)) for i in shared}
    best = value(ratio)
    positive = bottom.value() > 0
    while True:
        upper = lower = Fraction(0)
        for identity, fact in shared.items():
            slope = tops[identity] - best * bottoms[identity]
            up = (slope * sign > 0) == positive
            at = Fraction(fact.value) + Fraction(fact.half) * (1 if up else -1)
            upper += tops[identity] * at
            lower += bottoms[identity] * at
        reached = (upper + Fraction(top.constant)) / (lower + Fraction(bottom.constant))
        if reached * sign <= best * sign:
            return best
        best = reached


_PLAIN = frozenset({"+", "-", "*", "/", "sum"})


def _plain(quantity: Quantity) -> bool:
    """Whether only sums, products and quotients stand in the quantity, so that its corners tell its range."""
    if isinstance(quantity, Mixed):
        return quantity.operation in _PLAIN and all(_plain(part) for part in quantity.parts)
    return True


def range_of(quantity: Quantity) -> Range:
    """Every value the quantity can take while its figures stay within their rounding.

    Exact for linear forms and for quotients of them; sums, products and quotients of those take the range over the
    corners of their distinct facts and the printed figures; 最大, 最小, 绝对值, 四舍五入, and anything over more than
    MOST_CORNERS rounded figures, combine the ranges of their parts, which can only widen the answer. Raises
    ZeroDivision when a divisor may be zero within its rounding.
    """
    match quantity:
        case Linear():
            return _linear_range(quantity)
        case Ratio(bottom=bottom):
            low, high = _linear_range(bottom)
            if low <= 0 <= high:
                raise ZeroDivision(certain=False)
            return _extreme(quantity, -1), _extreme(quantity, 1)
        case Mixed(operation, parts, step):
            rounded = [fact for fact in facts(quantity).values() if fact.half]
            if len(rounded) <= MOST_CORNERS and _plain(quantity):
                return _corner_range(quantity, rounded)
            ranges = [range_of(part) for part in parts]
            return _combined_range(operation, ranges, step)


def _combined_range(operation: str, ranges: list[Range], step: Fraction) -> Range:
    match operation:
        case "+":
            return ranges[0][0] + ranges[1][0], ranges[0][1] + ranges[1][1]
        case "sum":
            return sum((low for low, _ in ranges), Fraction(0)), sum((high for _, high in ranges), Fraction(0))
        case "-":
            return ranges[0][0] - ranges[1][1], ranges[0][1] - ranges[1][0]
        case "*" | "/":
            if operation == "/" and ranges[1][0] <= 0 <= ranges[1][1]:
                raise ZeroDivision(certain=False)
            ends = [_combine(operation, [a, b], step) for a, b in product(ranges[0], ranges[1])]
            return min(ends), max(ends)
        case "abs":
            low, high = ranges[0]
            least = Fraction(0) if low <= 0 <= high else min(abs(low), abs(high))
            return least, max(abs(low), abs(high))
        case "max" | "min":
            pick = max if operation == "max" else min
            return pick(r[0] for r in ranges), pick(r[1] for r in ranges)
        case _:
            return _rounded(ranges[0][0], step), _rounded(ranges[0][1], step)


def difference_half(left: Linear, right: Linear) -> Fraction:
    """How far rounding alone can move left − right; a figure on both sides is one figure."""
    if left.coefficients.keys().isdisjoint(right.coefficients.keys()):
        return Fraction(EXACT.add(left.half(), right.half()))
    return Fraction(left.plus(right, Decimal(-1)).half())


def difference_range(left: Quantity, right: Quantity) -> Range:
    """Every value left − right can take; a figure on both sides is one figure."""
    if isinstance(left, Linear) and isinstance(right, Linear):
        return _linear_range(left.plus(right, Decimal(-1)))
    rounded = {i: f for i, f in {**facts(left), **facts(right)}.items() if f.half}
    shared = [i for i in facts(left) if i in facts(right) and i in rounded]
    if shared:
        return range_of(Mixed("-", (left, right)))
    first, second = range_of(left), range_of(right)
    return first[0] - second[1], first[1] - second[0]


def _corner_range(quantity: Quantity, rounded: Sequence[Fact]) -> Range:
    """The range over the corners and the printed figures; ZeroDivision where a divisor changes its sign among them."""
    values: list[Fraction] = []
    met: list[list[Fraction]] = []
    for signs in ((0,) * len(rounded), *product((-1, 1), repeat=len(rounded))):
        moved = {id(f): Fraction(f.value) + sign * Fraction(f.half) for f, sign in zip(rounded, signs, strict=True)}
        divisors: list[Fraction] = []
        values.append(_at(quantity, lambda f, moved=moved: moved.get(id(f), Fraction(f.value)), divisors))  # type: ignore[misc]
        met.append(divisors)
    if any(min(divisor) < 0 < max(divisor) for divisor in zip(*met, strict=True)):
        raise ZeroDivision(certain=False)
    return min(values), max(values)


def decimal_text(number: Fraction, places: int) -> str:
    """A number for people: rounded half away from zero to some places, with thousands left alone."""
    scale = Fraction(10) ** places
    return f"{Decimal((_rounded(number, 1 / scale) * scale).numerator).scaleb(-places, EXACT):f}"
