"""Exact arithmetic over printed figures, each counted once."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts import Fact, Place
from checker.quantities import (
    Linear,
    Mixed,
    Quantity,
    Range,
    Ratio,
    ZeroDivision,
    constant,
    decimal_text,
    difference_range,
    facts,
    negative,
    of_fact,
    over,
    plus,
    range_of,
    rounding,
    times,
    total,
    value,
    with_facts,
)


def figure(text: str, half: str = "0.005") -> Fact:
    return Fact("", "amount", Decimal(text), Decimal(half), "万元", Decimal(1), text, Place(""))


def amount(text: str, half: str = "0.005") -> Linear:
    return of_fact(figure(text, half))


def percent(found: Range) -> tuple[str, str]:
    return decimal_text(found[0] * 100, 4), decimal_text(found[1] * 100, 4)


def test_a_sum_is_as_wide_as_its_figures_together() -> None:
    form = plus(plus(amount("5.06"), amount("0.98")), amount("1.57"), -1)
    assert value(form) == Fraction("4.47")
    assert range_of(form) == (Fraction("4.455"), Fraction("4.485"))


def test_a_figure_on_both_sides_is_one_figure_and_cancels() -> None:
    shared = amount("5.06")
    left, right = plus(shared, amount("1.00")), plus(amount("2.00"), shared)
    assert difference_range(left, right) == (Fraction("-1.01"), Fraction("-0.99"))
    assert facts(plus(shared, shared, -1)) == {}


def test_a_quotient_ranges_over_the_corners_of_its_distinct_figures() -> None:
    """6.63 ÷ (5.06 + 6.63): the figure above is the one below. Naive intervals would give [56.6239, 56.8126]."""
    change, now = amount("6.63"), amount("5.06")
    assert percent(range_of(over(change, plus(now, change)))) == ("56.6724", "56.7579")


def test_the_growth_of_implied_last_year() -> None:
    now, change = amount("216.01"), amount("52.45")
    before = plus(now, change, -1)
    assert decimal_text(value(over(plus(now, before, -1), before)) * 100, 4) == "32.0677"
    assert percent(range_of(over(plus(now, before, -1), before))) == ("32.0627", "32.0728")


def test_dividing_by_zero_is_an_error_certain_or_possible() -> None:
    with pytest.raises(ZeroDivision) as certain:
        over(amount("1"), amount("0"))
    assert certain.value.certain
    with pytest.raises(ZeroDivision) as possible:
        range_of(over(amount("1"), amount("0.004")))
    assert not possible.value.certain


def test_a_number_multiplies_and_negates_without_growing() -> None:
    form = times(constant(Decimal(2)), amount("5.06"))
    assert isinstance(form, Linear)
    assert range_of(form) == (Fraction("10.11"), Fraction("10.13"))
    assert range_of(negative(form)) == (Fraction("-10.13"), Fraction("-10.11"))
    assert isinstance(times(over(amount("1"), amount("2")), constant(Decimal(3))), Ratio)


def test_a_product_of_figures_is_neither_sum_nor_quotient() -> None:
    product = times(amount("2", "0.5"), amount("3", "0.5"))
    assert isinstance(product, Mixed)
    assert range_of(product) == (Fraction("3.75"), Fraction("8.75"))


@pytest.mark.parametrize(
    ("operation", "texts", "expected"),
    [
        ("abs", ["-5.06"], ("5.055", "5.065")),
        ("abs", ["0.004"], ("0", "0.009")),
        ("max", ["1.00", "2.00"], ("1.995", "2.005")),
        ("min", ["1.00", "2.00"], ("0.995", "1.005")),
        ("round", ["1.26"], ("1.3", "1.3")),
    ],
)
def test_other_operations_combine_ranges(operation: str, texts: list[str], expected: tuple[str, str]) -> None:
    form = Mixed(operation, tuple(amount(text) for text in texts), Fraction("0.1"))
    assert range_of(form) == tuple(map(Fraction, expected))


numbers = st.decimals(min_value=-999, max_value=999, places=2)


@given(st.lists(numbers, min_size=1, max_size=6))
def test_a_total_is_what_adding_one_after_the_other_gives(texts: list[Decimal]) -> None:
    parts: list[Quantity] = [amount(f"{text:f}") for text in texts]
    one_by_one: Quantity = constant(Decimal(0))
    for part in parts:
        one_by_one = plus(one_by_one, part)
    assert value(total(parts)) == value(one_by_one) == sum(map(Fraction, texts))
    assert range_of(total(parts)) == range_of(one_by_one)


@given(numbers, numbers, st.lists(st.sampled_from([-1, 1]), min_size=2, max_size=2))
def test_a_quotient_never_leaves_its_range(top: Decimal, bottom: Decimal, corner: list[int]) -> None:
    above, below = figure(f"{top:f}"), figure(f"{bottom:f}")
    if abs(below.value) <= below.half:
        return
    quotient = over(of_fact(above), of_fact(below))
    low, high = range_of(quotient)
    moved = Fraction(above.value + corner[0] * above.half) / Fraction(below.value + corner[1] * below.half)
    assert low <= moved <= high
    assert low <= value(quotient) <= high


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [
        ("1/3", 4, "0.3333"),
        ("2/3", 2, "0.67"),
        ("-1/8", 2, "-0.13"),
        ("5", 2, "5.00"),
        ("1/2", 0, "1"),
        ("0", 2, "0.00"),
    ],
)
def test_numbers_for_people_are_rounded_half_away_from_zero(number: str, places: int, text: str) -> None:
    assert decimal_text(Fraction(number), places) == text


def test_the_printed_figures_lie_in_the_range_even_where_no_corner_reaches_them() -> None:
    one, other = figure("0.0", "0.05"), figure("0.2", "0.05")
    part = over(of_fact(one), of_fact(other))
    product = times(part, of_fact(one))
    low, high = range_of(product)
    assert low <= value(product) == 0 < high


def test_divisions_inside_one_another_are_looked_at_once_each() -> None:
    nested: Quantity = amount("2", "0.5")
    for _ in range(60):
        nested = over(amount("3", "0"), plus(nested, amount("1", "0")))
    low, high = range_of(nested)
    assert low < value(nested) < high


def test_a_quantity_can_be_put_to_other_figures() -> None:
    now, before = figure("110.00"), figure("100.00")
    growth = over(plus(of_fact(now), of_fact(before), -1), of_fact(before))
    larger = with_facts(growth, lambda fact: replace(fact, value=fact.value * 2) if fact is now else fact)
    assert (value(growth), value(larger)) == (Fraction(1, 10), Fraction(12, 10))
    mixed = rounding(times(growth, of_fact(now)), 0)
    assert value(with_facts(mixed, lambda fact: before)) == 0
    assert value(growth) == Fraction(1, 10)
