"""The slip that turns the figure a report should print into the one it prints, where there is a known one.

The slips of one keystroke are those of Damerau (A technique for computer detection and correction of spelling errors,
1964): a digit wrong, left out, added, or two next to each other exchanged. The others are what accounts show besides.
"""

from decimal import Decimal

from checker.amounts import EXACT

SIGN, MAGNITUDE, UNIT = "sign", "magnitude", "unit"
EXCHANGED, DROPPED, ADDED, WRONG = "digits_exchanged", "digit_dropped", "digit_added", "digit_wrong"
LAST_YEAR, COPIED, NEIGHBOURS = "last_year", "copied", "neighbours_exchanged"
MISSING_ROW, SHIFTED, LEFT_BLANK, TOO_MUCH = "missing_row", "column_shifted", "left_blank", "not_blank"

STRONGEST = (
    SHIFTED,
    MISSING_ROW,
    NEIGHBOURS,
    UNIT,
    EXCHANGED,
    SIGN,
    LAST_YEAR,
    MAGNITUDE,
    DROPPED,
    ADDED,
    COPIED,
    WRONG,
    TOO_MUCH,
    "",
    LEFT_BLANK,
)
"""Slips by how much they say for an answer that they explain, the one that says most first."""

_UNIT_POWER = 4
"""万元 for 元: ten thousand."""
_MOST_POWER = 8
FEWEST_DIGITS = 3
"""Figures with fewer digits than these are one keystroke from most others; two that change places still tell."""


def keystroke(printed: str, needed: str) -> str:
    """The slip of one keystroke between two runs of digits, or empty."""
    if len(printed) == len(needed):
        different = [i for i, (a, b) in enumerate(zip(printed, needed, strict=True)) if a != b]
        match different:
            case [_]:
                return WRONG
            case [first, second] if second == first + 1 and printed[first] == needed[second]:
                return EXCHANGED if printed[second] == needed[first] else ""
        return ""
    shorter, longer = sorted((printed, needed), key=len)
    if len(longer) - len(shorter) != 1:
        return ""
    at = next((i for i, digit in enumerate(shorter) if digit != longer[i]), len(shorter))
    if longer[:at] + longer[at + 1 :] != shorter:
        return ""
    return DROPPED if shorter == printed else ADDED


def slip(printed: Decimal, needed: Decimal, decimals: int) -> str:
    """The slip between a printed figure and the one that is needed, both with so many decimals; empty where none fits."""
    if printed == needed or not printed or not needed:
        return ""
    if printed == -needed:
        return SIGN
    if (printed < 0) != (needed < 0):
        return ""
    first, second = _digits(printed, decimals), _digits(needed, decimals)
    found = keystroke(first, second)
    if found != EXCHANGED and max(len(first.lstrip("0")), len(second.lstrip("0"))) < FEWEST_DIGITS:
        return ""
    power = _power(printed, needed)
    if power and (not found or abs(power) != 1):
        return UNIT if abs(power) == _UNIT_POWER else MAGNITUDE
    return found


def _digits(number: Decimal, decimals: int) -> str:
    """All digits, the zero before the point too."""
    whole = EXACT.scaleb(number.copy_abs(), decimals)
    return f"{EXACT.to_integral_value(whole):f}".zfill(decimals + 1)


def _power(printed: Decimal, needed: Decimal) -> int:
    """How many places the point of one lies from the other's, where that is all they differ in; else 0."""
    one, other = printed.normalize(EXACT), needed.normalize(EXACT)
    if one.as_tuple().digits != other.as_tuple().digits:
        return 0
    first, second = one.as_tuple().exponent, other.as_tuple().exponent
    assert isinstance(first, int) and isinstance(second, int)
    power = first - second
    return power if abs(power) <= _MOST_POWER else 0
