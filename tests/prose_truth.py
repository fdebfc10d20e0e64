"""The true verdict on a stated figure, worked out beside the checker: from the expression a case gives for it.

    verdict("49.54%", "107.01/216.01", 2)        → 一致

An expression is made of figures as printed, + - * / and brackets. A plain number is an amount in the unit of the text,
rounded to the places amounts have there, or to its own where it shows more; one that is written twice is one figure and
counts once. ``12.5%`` is rounded to its own places; ``3#`` is exact: a count, or an amount kept in 元 to the cent;
``215.99万`` is an amount in 万元 beside amounts in 元.

The verdicts mean what they mean of findings: equal, or rounding to the printed figure, is 一致; within the rounding of
every figure 尾差; else 不一致.
"""

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product

HOLDS, ROUNDING, VIOLATED, SILENT = "一致", "尾差", "不一致", "不适用"
VERDICTS = (HOLDS, ROUNDING, VIOLATED, SILENT)
_TOKEN = re.compile(r"\s*(\d[\d,]*(?:\.\d+)?[%#万]?|[-+*/()])")
# the corners of more figures than this are not walked: then the expression must be a plain sum
MOST_CORNERS = 12

Values = dict[str, Fraction]


def printed(text: str, places: int) -> tuple[Fraction, Fraction]:
    """A figure as printed and half a unit of its last place; places: how many the amounts have."""
    bare = text.replace(",", "")
    own = len(bare.rstrip("%#万").partition(".")[2])
    if bare.endswith("#"):
        return Fraction(bare[:-1]), Fraction(0)
    if bare.endswith("万"):
        value, half = printed(bare[:-1], places)
        return value * 10_000, half * 10_000
    if bare.endswith("%"):
        return Fraction(bare[:-1]) / 100, Fraction(1, 2 * 10**own * 100)
    return Fraction(bare), Fraction(1, 2 * 10 ** max(own, places))


def _tokens(text: str) -> list[str]:
    found, at = [], 0
    while at < len(text.rstrip()):
        token = _TOKEN.match(text, at)
        if token is None:
            raise ValueError(f"not an expression: {text}")
        found.append(token[1])
        at = token.end()
    return found


class _Reader:
    """Expression = term {+- term}; term = factor {*/ factor}; factor = figure | ( expression ) | - factor."""

    def __init__(self, tokens: Sequence[str], values: Values) -> None:
        self.tokens, self.values, self.at = tokens, values, 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1]

    def chain(self, signs: str, part: Callable[[], Fraction]) -> Fraction:
        left = part()
        while self.peek() and self.peek() in signs:
            sign, right = self.take(), part()
            left = {"+": left + right, "-": left - right, "*": left * right}[sign] if sign != "/" else left / right
        return left

    def expression(self) -> Fraction:
        return self.chain("+-", self.term)

    def term(self) -> Fraction:
        return self.chain("*/", self.factor)

    def factor(self) -> Fraction:
        token = self.take()
        if token == "-":
            return -self.factor()
        if token != "(":
            return self.values[token]
        inside = self.expression()
        if self.take() != ")":
            raise ValueError("a bracket is open")
        return inside


def _value(tokens: Sequence[str], values: Values) -> Fraction:
    reader = _Reader(tokens, values)
    found = reader.expression()
    if reader.peek():
        raise ValueError(f"not an expression: {''.join(tokens)}")
    return found


def _range(tokens: Sequence[str], figures: dict[str, tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction]:
    middle = {token: value for token, (value, _) in figures.items()}
    rounded = [token for token, (_, half) in figures.items() if half]
    if len(rounded) > MOST_CORNERS:
        width = sum(tokens.count(token) * figures[token][1] for token in rounded)
        if {"*", "/"} & set(tokens):
            raise ValueError("too many figures")
        return _value(tokens, middle) - width, _value(tokens, middle) + width
    ends = []
    for signs in product((-1, 1), repeat=len(rounded)):
        moved = {token: middle[token] + sign * figures[token][1] for token, sign in zip(rounded, signs, strict=True)}
        ends.append(_value(tokens, middle | moved))
    return min(ends), max(ends)


def _rounds_to(number: Fraction, stated: Fraction, half: Fraction) -> bool:
    if not half or number == stated:
        return number == stated
    steps = (abs(number) / (2 * half) + Fraction(1, 2)).__floor__()
    return stated == steps * 2 * half * (1 if number >= 0 else -1)


def verdict(stated: str, expression: str, places: int) -> str:
    """The verdict on: the stated figure = the expression. places: how many the amounts have."""
    left, width = printed(stated, places)
    tokens = _tokens(expression)
    figures = {token: printed(token, places) for token in tokens if token[0].isdigit()}
    right = _value(tokens, {token: value for token, (value, _) in figures.items()})
    single = figures[tokens[0]] if len(tokens) == 1 else None
    if _rounds_to(right, left, width) or (single is not None and _rounds_to(left, *single)):
        return HOLDS
    low, high = _range(tokens, figures)
    return ROUNDING if low - width <= left <= high + width else VIOLATED
