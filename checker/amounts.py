"""Printed figures: what a cell says, exactly, and how wide the rounding behind it is."""

import re
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from checker.characters import key
from checker.resources import table

EXACT = Context(prec=10_000, traps=[InvalidOperation, DivisionByZero, Inexact])
"""Arithmetic that is exact or fails: no figure has more than 60 digits, and a rule's text holds 5000 characters."""

MOST_DIGITS = 60
ZERO = Decimal(0)
_SHAPE = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d{1,2})?")


class Figure(NamedTuple):
    """A figure as printed: its value without unit, the decimals it shows, the percent sign or empty, if blank."""

    value: Decimal
    decimals: int
    sign: str = ""
    blank: bool = False


BLANK = Figure(ZERO, 0, "", True)


@lru_cache(maxsize=65536)
def read_figure(text: str) -> Figure | None:
    """The figure in a cell, or None where the text is no figure.

    Accepts thousands separators in groups of three, a minus sign or brackets for negative, any width of digit,
    the signs for blank (grammar/characters.yaml), and a percent sign. Blank is exactly 0 and known to be blank.
    """
    short = key(text)
    if not short or text.strip() in table("characters")["blanks"]:
        return BLANK
    sign = next((p for p in table("characters")["percents"] if short.endswith(p)), "")
    if sign:
        short = short[: -len(sign)]
    negative = short.startswith("(") and short.endswith(")")
    if negative:
        short = short[1:-1]
    if len(short) > MOST_DIGITS + 20 or not _SHAPE.fullmatch(short) or (negative and short[0] in "+-"):
        return None
    if not text.isascii() and any(not c.isdecimal() and any(map(str.isdecimal, key(c))) for c in text):
        return None  # ① and ² mark a footnote and are no digits of the number
    value = Decimal(short.replace(",", ""))
    exponent = value.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return Figure(value.copy_negate() if negative else value, decimals, sign)


def half_unit(decimals: int) -> Decimal:
    """Half a unit of the last printed place: how far the exact amount may lie from the printed one."""
    return Decimal((0, (5,), -decimals - 1))


def rounds_to(number: Fraction, printed: Fraction, half: Fraction) -> bool:
    """Whether a number, rounded half away from zero (四舍五入), is the printed figure.

    half: half a unit of the printed figure's last place, in the same unit; 0 asks for equality. A figure that shows
    more places than that is what nothing else rounds to.
    """
    if number == printed or not half:
        return number == printed
    size = (abs(number) / (2 * half) + Fraction(1, 2)).__floor__() * 2 * half
    return printed == (size if number > 0 else -size)
