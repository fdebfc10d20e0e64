"""What figures would have to read: values a report could print."""

from decimal import Decimal
from fractions import Fraction

import pytest
from test_accounts import accounts_of, figure_at, wrong

from checker.facts import AMOUNT, Fact, Place
from checker.halfspaces import Interval
from checker.localising import Answer
from checker.needed import Needed, chosen, nearest, needed, step_of, values

FACT = Fact("", AMOUNT, Decimal("50600"), Decimal(50), "万元", Decimal(10000), "5.06", Place("/x"), 2)


def interval(low: int | None, high: int | None, low_open: bool = False, high_open: bool = False) -> Interval:
    ends = [None if end is None else Fraction(end) for end in (low, high)]
    return Interval(ends[0], ends[1], low_open, high_open)


def test_the_last_place_is_worth_what_its_unit_makes_it() -> None:
    assert step_of(FACT) == 100


def test_the_ends_of_what_would_do_are_printable() -> None:
    assert needed(FACT, 516, interval(930, 1070)) == Needed(Decimal(51600), Decimal(51600), Decimal(51600))
    assert needed(FACT, 516, interval(930, None)) == Needed(Decimal(51600), Decimal(51600), None)
    assert needed(FACT, 516, interval(None, 1170)) == Needed(Decimal(51600), None, Decimal(51700))


@pytest.mark.parametrize(
    ("where", "change"),
    [
        (interval(900, 1100), 1000),
        (interval(950, 1250), 1100),
        # too wide for its middle to say anything: the least change
        (interval(900, 90000), 900),
        (interval(-90000, -900), -900),
        (interval(930, None), 1000),
        (interval(900, None, low_open=True), 1000),
        (interval(None, -930), -1000),
        (interval(None, -900, high_open=True), -1000),
        (interval(-90000, 90000), 0),
    ],
)
def test_a_change_is_the_middle_or_the_least(where: Interval, change: int) -> None:
    assert chosen(FACT, where) == change


def test_halves_go_up() -> None:
    assert [nearest(Fraction(n, 2)) for n in (-3, -1, 1, 3)] == [-1, 0, 1, 2]


def test_the_value_most_sums_ask_for_comes_first() -> None:
    accounts = accounts_of(wrong())
    figure = figure_at(accounts, "/tables/4/rows/1/3")
    answer = accounts.known.answer(frozenset((figure,)))
    assert isinstance(answer, Answer)
    first, *others = [wanted[figure] for wanted in values(accounts, answer)]
    assert first.value == 908000
    assert first.least is not None
    assert first.most is not None
    assert first.least <= first.value <= first.most
    assert all(first.least <= other.value <= first.most for other in others)
