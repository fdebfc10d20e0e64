"""What a cell says as a figure, and what rounds to it."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.amounts import BLANK, MOST_DIGITS, Figure, half_unit, read_figure, rounds_to


@pytest.mark.parametrize(
    ("cell", "value", "decimals", "sign"),
    [
        ("109.00", "109.00", 2, ""),
        ("0", "0", 0, ""),
        ("1,234.50", "1234.50", 2, ""),
        ("1,234,567", "1234567", 0, ""),
        ("-1.5", "-1.5", 1, ""),
        ("－1.5", "-1.5", 1, ""),
        ("(1.5)", "-1.5", 1, ""),
        ("（1.5）", "-1.5", 1, ""),
        ("１２３．４", "123.4", 1, ""),
        (" 12 . 5 ", "12.5", 1, ""),
        ("92.49%", "92.49", 2, "%"),
        ("92.49％", "92.49", 2, "%"),
        ("3‰", "3", 0, "‰"),
        ("1.5e3", "1.5e3", 0, ""),
        ("+5", "5", 0, ""),
    ],
)
def test_a_figure_is_read_as_printed(cell: str, value: str, decimals: int, sign: str) -> None:
    assert read_figure(cell) == Figure(Decimal(value), decimals, sign)


@pytest.mark.parametrize("cell", ["", " ", "　", "—", "——", "-", "－", "/", "…"])
def test_the_signs_for_blank_are_zero_and_known_to_be_blank(cell: str) -> None:
    assert read_figure(cell) == BLANK


@pytest.mark.parametrize(
    "cell",
    [
        "12,34",
        "1,2345",
        "1.2.3",
        "12a",
        "合计",
        "(-1.5)",
        "1-2",
        "①",
        "12.5②",
        "3²",
        "%",
        "()",
        "--",
        "9" * (MOST_DIGITS + 21),
        "1e999",
    ],
)
def test_what_is_no_figure_is_none(cell: str) -> None:
    assert read_figure(cell) is None


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_writing_and_reading_a_figure_gives_it_back(number: Decimal) -> None:
    for written in (f"{number:f}", f"{number:,}", f"{number:f}".replace("-", "－")):
        figure = read_figure(written)
        assert figure is not None
        assert (figure.value, figure.decimals) == (number, 2)


@pytest.mark.parametrize(("decimals", "half"), [(0, "0.5"), (1, "0.05"), (2, "0.005"), (6, "0.0000005")])
def test_half_a_unit_of_the_last_place(decimals: int, half: str) -> None:
    assert half_unit(decimals) == Decimal(half)


@pytest.mark.parametrize(
    ("number", "printed", "half", "expected"),
    [
        ("107.01/216.01", "0.4954", "0.00005", True),
        ("199.80/216.01", "0.9249", "0.00005", False),
        ("0.125", "0.13", "0.005", True),
        ("0.125", "0.12", "0.005", False),
        ("-0.125", "-0.13", "0.005", True),
        ("-0.125", "-0.12", "0.005", False),
        ("0.004", "0", "0.005", True),
        ("0.005", "0", "0.005", False),
        ("-0.004", "0", "0.005", True),
        ("5", "5", "0", True),
        ("5.001", "5", "0", False),
    ],
)
def test_a_number_rounds_half_away_from_zero_to_what_is_printed(
    number: str, printed: str, half: str, expected: bool
) -> None:
    top, _, bottom = number.partition("/")
    assert rounds_to(Fraction(top) / Fraction(bottom or 1), Fraction(printed), Fraction(half)) is expected
