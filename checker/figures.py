"""The figures of running text, each with its type: amounts, percentages and counts apart from dates, years and codes.

A figure is typed where it is read, so that no rule ever meets a year or a document number as an amount. A number whose
reading is doubtful (two numbers that may be one, a rough number, one end of a range) is ``other`` and binds nothing.
A number that white space has broken (2 16.01万元) is put together where it can be nothing else; figures that share the
unit behind the last of them (5、3和2万元) all have it.
How dates, ordinals and the like are written is in ``grammar/prose.yaml``; units and measure words come with the speech.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from checker.amounts import MOST_DIGITS
from checker.facts import AMOUNT, COUNT, DATE, RATIO
from checker.folding import NEW_LINE, QUOTE, SPACE, Folded, Words, fold
from checker.resources import table
from checker.speech import NO_UNIT, Speech

YEAR, CODE, OTHER = "year", "code", "other"
_LONG_CODE = 7
"""Digits of the longest codes of a classification; a number as long, without separators, may be one."""

_SIZES = (AMOUNT, RATIO, COUNT, OTHER)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the text. ``printed`` is ``text[start:end]``: sign, number and unit, as they stand.

    kind: amount, ratio, count, date, year, code or other; bare: a number with no unit, and nothing doubtful about it
    but that; value: with its sign, in its unit (12.5 of 12.5%, not 0.125);
    a date is the number yyyymmdd, with zeros for what is not said; decimals: as printed; sign: -1 or 1.
    """

    kind: str
    value: Decimal
    decimals: int
    unit: str
    sign: int
    start: int
    end: int
    printed: str
    bare: bool = False


class Token(NamedTuple):
    """A figure and where it stands in the folded text."""

    start: int
    end: int
    figure: Figure


class _Number(NamedTuple):
    """A number as it stands: where it ends, its digits without separators, its decimals, and whether it is sure."""

    end: int
    digits: str
    decimals: int = 0
    kind: str = ""


class _Form(NamedTuple):
    """How a date, a year or a document number is written: its kind, what stands in front of its first number, and its
    numbers (Y, M, D, N), each with what follows it."""

    kind: str
    front: str
    numbers: tuple[tuple[str, str], ...]


class _Notation(NamedTuple):
    """How figures are written, from grammar/prose.yaml, as compared; forms by their first number."""

    forms: dict[str, list[_Form]]
    ordinal: Words[int]
    negative: Words[int]
    rough: Words[int]
    labels: Words[int]
    ranges: frozenset[str]
    shared: frozenset[str]
    items: frozenset[str]
    punctuation: frozenset[str]


@cache
def _notation() -> _Notation:
    data: dict[str, Any] = table("prose")
    forms: dict[str, list[_Form]] = {}
    for kind, written in data["forms"].items():
        for form in written:
            front, *rest = re.split("([YMDN])", form)
            numbers = tuple((part, fold(behind).text) for part, behind in zip(rest[::2], rest[1::2], strict=True))
            forms.setdefault(numbers[0][0], []).append(_Form(kind, fold(front).text, numbers))
    negative = dict.fromkeys(data["negative"], -1) | dict.fromkeys(data["not_negative"], 1)
    return _Notation(
        forms,
        Words(dict.fromkeys(data["ordinal"], 1)),
        Words(negative),
        Words(dict.fromkeys(data["rough"], 1)),
        Words(dict.fromkeys(data["numbered"], 1)),
        frozenset(data["range_marks"]),
        frozenset(fold(data["shared_unit_marks"]).text),
        frozenset(fold(data["item_marks"]).text),
        frozenset(fold(data["punctuation"]).text),
    )


def figures(text: str, speech: Speech) -> list[Figure]:
    """Every figure of a text in order, those that are no amounts included."""
    return [token.figure for token in tokens(fold(text), speech)]


def tokens(folded: Folded, speech: Speech) -> list[Token]:
    """Every figure of a folded text with its place there, in order; takes time in proportion to the text."""
    found: list[Token] = []
    at = folded.next_digit(0)
    while at is not None:
        token = _special(folded, at) or _numeric(folded, at, speech)
        if found and token.figure.kind in _SIZES and _entangled(folded, found[-1], at):
            found[-1] = found[-1]._replace(figure=_doubtful(found[-1].figure))
            token = token._replace(figure=_doubtful(token.figure))
        found.append(token)
        at = folded.next_digit(token.end)
    _share_units(folded, found, speech)
    return found


def _doubtful(figure: Figure) -> Figure:
    return figure if figure.kind == OTHER and not figure.bare else replace(figure, kind=OTHER, bare=False)


def _may_be_code(figure: Figure) -> bool:
    """Whether a number without unit may be a year or a long code."""
    return figure.printed.isdecimal() and (_fits("Y", figure.printed) or len(figure.printed) >= _LONG_CODE)


def _share_units(folded: Folded, found: list[Token], speech: Speech) -> None:
    """Gives the unit behind the last of several figures in a row to those in front (5、3和2万元)."""
    for index in range(len(found) - 2, -1, -1):
        token, following = found[index], found[index + 1]
        unit, kind = following.figure.unit, following.figure.kind
        # a currency sign stands in front of each; a measure word may be of the last alone (1、2个)
        alike = token.figure.bare and not _may_be_code(token.figure)
        if alike and unit and kind in (AMOUNT, RATIO) and following.figure.printed[0].isdigit():
            between = folded.text[token.end : following.start]
            if between in _notation().shared or between in speech.conjunction_words.meanings:
                found[index] = token._replace(figure=replace(token.figure, kind=kind, unit=unit, bare=False))


def _entangled(folded: Folded, previous: Token, at: int) -> bool:
    """Whether a number and the one before it may be one number, or are the two ends of a range."""
    between = folded.text[previous.end : at]
    if previous.figure.kind not in _SIZES or len(between) > 1:
        return False
    if between in _notation().ranges:
        return True
    if not folded.text[previous.end - 1].isdecimal():
        return False
    if between == ",":  # a separator in the wrong place (12,34); a full-width comma parts two numbers
        comma = folded.original[folded.origins[previous.end]]
        return comma == between and not {previous.end, at} & folded.kinds.keys()
    return not between


def _special(folded: Folded, at: int) -> Token | None:
    """The date, year or document number whose first digits stand at a place."""
    size = folded.digits(at) - at
    for form in _notation().forms.get("Y" if size == 4 else "M" if size < 3 else "", ()):
        start = at - len(form.front)
        if start >= 0 and folded.text.startswith(form.front, start) and (parts := _parts(folded, at, form)):
            end, values = parts
            if form.kind == DATE:
                number = "".join(values.get(part, "0").zfill(2) for part in "YMD")
            else:
                number = values.get("N") or values["Y"]
            first, last = folded.span(start, end)
            printed = folded.original[first:last]
            return Token(start, end, Figure(form.kind, Decimal(number), 0, "", 1, first, last, printed))
    return None


def _parts(folded: Folded, at: int, form: _Form) -> tuple[int, dict[str, str]] | None:
    """Where a form whose first number is at a place ends, and its numbers; None if it does not stand there."""
    values: dict[str, str] = {}
    for part, behind in form.numbers:
        end = folded.digits(at)
        values[part] = folded.text[at:end]
        if not _fits(part, values[part]) or not folded.text.startswith(behind, end):
            return None
        at = end + len(behind)
    return at, values


def _fits(part: str, digits: str) -> bool:
    """Whether digits can be a year (1900 to 2199), a month or a day; any digits are a document's number."""
    if part == "N":
        return 0 < len(digits) <= MOST_DIGITS
    if part == "Y":
        return len(digits) == 4 and "1900" <= digits <= "2199"
    return 0 < len(digits) <= 2 and 1 <= int(digits) <= (12 if part == "M" else 31)


def _numeric(folded: Folded, at: int, speech: Speech) -> Token:
    """The number at a place with what stands around it: sign, unit, or what makes it no amount."""
    numbering = _begins_item(folded, at)
    number = _number(folded, at, numbering, speech)
    start, sign, doubt = _front(folded, at)
    end, unit = number.end, ""
    kind = doubt or number.kind or (CODE if _is_item(folded, at, number, numbering) else "")
    if kind != CODE:
        behind, unit, end = _unit(folded, number.end, speech)
        kind = kind or behind
    if kind == OTHER and not unit and (symbol := speech.signs.before(folded.text, start)):
        kind, unit, start = AMOUNT, speech.signs.meanings[symbol], start - len(symbol)
    if not unit and folded.text[end : end + 1].isascii() and folded.text[end : end + 1].isalpha():
        kind = CODE if end not in folded.kinds else kind
    # a word that begins like a unit (个月) says what it is a number of
    bare = kind == OTHER and doubt == number.kind == unit == "" and not speech.unit_words.at(folded.text, end)
    value = Decimal(number.digits)
    if sign < 0 and value:
        value = value.copy_negate()
    first, last = folded.span(start, end)
    printed = folded.original[first:last]
    figure = Figure(kind, value, number.decimals, unit, sign, first, last, printed, bare)
    return Token(start, end, figure)


def _begins_item(folded: Folded, at: int) -> bool:
    """Whether a place is where the numbering of an item may stand: at the head of a line or behind punctuation."""
    return at == 0 or folded.kinds.get(at) == NEW_LINE or folded.text[at - 1] in _notation().punctuation


def _is_item(folded: Folded, at: int, number: _Number, numbering: bool) -> bool:
    """Whether a number is the numbering of an item: 1、 1. 1) （1）."""
    if number.decimals or number.end - at > 3:
        return False
    following = folded.text[number.end : number.end + 1]
    if at and folded.text[at - 1] == "(" and following == ")":
        return True
    return numbering and following in _notation().items


def _number(folded: Folded, at: int, numbering: bool, speech: Speech) -> _Number:
    """The digits at a place, with thousands separators and decimals where they surely belong together."""
    whole_end = folded.digits(at)
    end = _rejoined(folded, at, whole_end, speech)
    if end > whole_end:
        return _in_pieces(folded, at, end)
    groups, sure = 0, True
    while end - at < 4 or groups:
        following = folded.digits(end + 1)
        if folded.text[end : end + 1] != "," or following != end + 4 or _quoted(folded, end, end + 1):
            break
        sure = sure and _is_separator(folded, end)
        groups, end = groups + 1, following
    fraction = _fraction(folded, end, numbering and end - at < 3)
    if fraction == end + 2 and (last := _rest_of_fraction(folded, fraction, speech)):
        return _in_pieces(folded, at, last)
    if groups == 1 and not sure and fraction == end and not _is_money(folded, end, speech):
        end = fraction = whole_end  # 3，100人: two numbers
    digits = folded.text[at:fraction].replace(",", "")
    kind, last = "", fraction
    if fraction > end:
        while folded.text[last : last + 1] == "." and folded.digits(last + 1) > last + 1:
            kind, last = CODE, folded.digits(last + 1)
    if len(digits) > MOST_DIGITS:
        kind = CODE
    return _Number(last, digits, max(0, fraction - end - 1), kind)


def _in_pieces(folded: Folded, at: int, end: int) -> _Number:
    """A number of which white space stands between the digits."""
    whole, _, decimals = folded.text[at:end].partition(".")
    kind = CODE if len(whole) + len(decimals) > MOST_DIGITS else ""
    return _Number(end, folded.text[at:end], len(decimals), kind)


def _is_broken(folded: Folded, at: int) -> bool:
    """Whether digits go on at a place behind nothing but white space."""
    return folded.kinds.get(at) in (SPACE, NEW_LINE) and folded.digits(at) > at


def _rejoined(folded: Folded, at: int, end: int, speech: Speech) -> int:
    """Where a number goes on to that white space has broken (2 16.01万元, 1 234 567元); its end where it may be two.

    It is one number where money or percent follows, and the first piece is none of its own: not the numbering of a line,
    not a year, and there is no other number in front. More pieces than two must be groups of three digits.
    """
    if not _is_broken(folded, end) or at == 0 or folded.kinds.get(at) == NEW_LINE or folded.text[at - 1].isdecimal():
        return end
    first = folded.text[at:end]
    if first == "0" or _fits("Y", first) or _notation().labels.before(folded.text, at) or _front(folded, at)[2]:
        return end
    pieces = [folded.digits(end)]
    while _is_broken(folded, pieces[-1]):
        pieces.append(folded.digits(pieces[-1]))
    if len(pieces) > 1 and any(after - before != 3 for before, after in pairwise((end, *pieces))):
        return end
    last = _fraction(folded, pieces[-1], False)
    return last if _unit(folded, last, speech)[0] in (AMOUNT, RATIO) else end


def _rest_of_fraction(folded: Folded, at: int, speech: Speech) -> int:
    """Where the second of two decimals ends that white space has broken off (216.0 1万元); 0 where it may be none."""
    end = folded.digits(at)
    one = end == at + 1 and _is_broken(folded, at) and not _is_broken(folded, end)
    return end if one and folded.text[end : end + 1] != "." and _unit(folded, end, speech)[0] in (AMOUNT, RATIO) else 0


def _is_separator(folded: Folded, at: int) -> bool:
    """Whether a comma between two digits is surely a separator: as wide as they are, without white space around."""
    before, comma, after = (folded.original[folded.origins[at + shift]] for shift in (-1, 0, 1))
    return len({c.isascii() for c in (before, comma, after)}) == 1 and not {at, at + 1} & folded.kinds.keys()


def _is_money(folded: Folded, at: int, speech: Speech) -> bool:
    """Whether a money unit follows, and the last comma had no white space around it (3，100万元)."""
    spaced = {at - 3, at - 4} & folded.kinds.keys()
    return not spaced and _unit(folded, at, speech)[0] == AMOUNT


def _quoted(folded: Folded, *places: int) -> bool:
    return any(folded.kinds.get(place) == QUOTE for place in places)


def _fraction(folded: Folded, at: int, numbering: bool) -> int:
    """Where the decimals behind a place end; the place itself if there are none.

    White space around the point is noise of the page, except where a short number begins a line or clause (1. 100万元,
    1. 2021年): there the point may belong to the numbering.
    """
    end = folded.digits(at + 1)
    if folded.text[at : at + 1] != "." or end == at + 1 or _quoted(folded, at, at + 1):
        return at
    spaced = bool({at, at + 1} & folded.kinds.keys())
    if spaced and numbering and folded.text[at + 1] != "0":
        return at
    if (spaced or numbering) and _special(folded, at + 1) is not None:
        return at
    return end


def _front(folded: Folded, at: int) -> tuple[int, int, str]:
    """Where the figure begins, its sign, and its kind if what stands in front decides that."""
    notation, text = _notation(), folded.text
    if notation.ordinal.before(text, at):
        return at, 1, CODE
    if (word := notation.negative.before(text, at)) and notation.negative.meanings[word] < 0:
        return at - len(word), -1, ""
    last = text[at - 1 : at]
    apart = at in folded.kinds
    if last == "-":
        if not apart:
            glued = at > 1 and text[at - 2].isascii() and text[at - 2].isalnum() and at - 1 not in folded.kinds
            return (at, 1, OTHER) if glued else (at - 1, -1, "")
        bullet = at == 1 or folded.kinds.get(at - 1) == NEW_LINE
        return at, 1, "" if bullet else OTHER
    if last.isascii() and (last.isalpha() or last == "_") and not apart:
        return at, 1, CODE
    return at, 1, ""


def _unit(folded: Folded, at: int, speech: Speech) -> tuple[str, str, int]:
    """What stands behind a number: the kind of figure, its unit, and where the unit ends."""
    notation, text = _notation(), folded.text
    none = (OTHER, "", at)
    if folded.kinds.get(at) == QUOTE:
        return none
    word = speech.unit_words.at(text, at)
    if not word:
        return none
    kind, unit = speech.unit_words.meanings[word]
    end = at + len(word)
    cut = word[-1].isascii() and word[-1].isalpha() and text[end : end + 1].isascii() and text[end : end + 1].isalpha()
    if kind == NO_UNIT or (cut and end not in folded.kinds):
        return none
    if kind == COUNT and folded.kinds.get(at) == NEW_LINE:
        return none  # the first character of the next paragraph is no measure word
    if notation.rough.at(text, end):
        return OTHER, unit, end
    return kind, unit, end
