"""The values of report JSON: numbers that keep their digits, and what neither a number nor a text may be."""

import re
from decimal import Decimal
from typing import Any

MOST_DIGITS = 60
NUMBER = re.compile(r"-?((?:0|[1-9][0-9]*)(?:\.[0-9]+)?)(?:[eE]([+-]?[0-9]+))?")
ESCAPE = re.compile(r"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|(?P<lone>u[dD][89a-fA-F]..)|u....|.)")

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class Number(str):
    """A JSON number as it is written, with every digit; not a JSON string."""

    __slots__ = ()


def as_numbers(value: Any) -> Any:
    """The value with every Number in it made an int where it is whole, else a Decimal.

    Recursive: for values nested no deeper than a report may be.
    """
    if isinstance(value, Number):
        numerator, denominator = Decimal(value).as_integer_ratio()
        return numerator if denominator == 1 else Decimal(value)
    if isinstance(value, dict):
        return {key: as_numbers(member) for key, member in value.items()}
    return [as_numbers(member) for member in value] if isinstance(value, list) else value


def is_number_too_long(literal: str) -> bool:
    """Whether a JSON number, written out in full, would need more than MOST_DIGITS digits."""
    found = NUMBER.fullmatch(literal)
    digits, exponent = (found[1], found[2] or "0") if found else (literal, "0")
    return len(exponent) > 4 or len(digits.replace(".", "")) + abs(int(exponent)) > MOST_DIGITS


def has_lone_surrogate(text: str) -> bool:
    """Whether a text that is otherwise JSON writes half of a surrogate pair in one of its strings."""
    return bool(_SURROGATE.search(text)) and any(found["lone"] for found in ESCAPE.finditer(text))


def without_surrogates(text: str) -> str:
    """The text with ``?`` for each lone surrogate, so that it can be printed."""
    return text.encode("utf-8", "replace").decode("utf-8")


def shortened(text: str, most: int = 40) -> str:
    """The text for quoting in a message, on one line and of bounded length."""
    line = " ".join(text[: most + 1].split())
    return line if len(text) <= most else line[: most - 1] + "…"


def pointer_to(parent: str, step: str | int) -> str:
    """The RFC 6901 pointer to a member of an object or a list; ``~`` and ``/`` in a key are escaped."""
    return f"{parent}/{str(step).replace('~', '~0').replace('/', '~1')}"
