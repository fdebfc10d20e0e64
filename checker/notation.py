"""The notation of sentence patterns (句式): what is typed, taken apart into words, slots, gaps and brackets.

The signs are in ``grammar/prose.yaml``: 【name】 【name：type】 【name＝0】 slots, [ ] optional, [a|b] alternatives,
[a&b] parts in any order, [ ]* repeated, … a gap. Every mistake is noted with its place and reading goes on, so that all come at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from checker.amounts import MOST_DIGITS
from checker.folding import fold
from checker.problems import near_names
from checker.resources import table

MOST_CHARACTERS, DEEPEST = 4000, 16


class PatternFault(NamedTuple):
    """A mistake in a pattern: problem code, place as typed (character indexes), values for the message, near names."""

    code: str
    start: int
    end: int
    values: Mapping[str, str]
    near: tuple[str, ...] = ()


class Part(NamedTuple):
    """One part of a pattern, and where it is written.

    what: ``words``, ``slot``, ``gap`` or ``group``; text: the words as typed, or the slot's name; kind: of a slot with
    a type word; value: of a constant slot; ways: the alternatives of a group, optional if one is empty or it is alone,
    or where ``unordered`` the parts that stand in any order, each at most once.
    """

    what: str
    start: int
    end: int
    text: str = ""
    kind: str | None = None
    value: Decimal | None = None
    ways: "tuple[tuple[Part, ...], ...]" = ()
    repeated: bool = False
    unordered: bool = False

    @property
    def may_be_missing(self) -> bool:
        """Whether a group may be passed over."""
        return self.repeated or self.unordered or len(self.ways) == 1 or not all(self.ways)


class _Signs(NamedTuple):
    """The signs of the notation; each opening sign with the signs that may close it."""

    slots: Mapping[str, str]
    groups: Mapping[str, str]
    closing: str
    alternative: str
    unordered: str
    repeat: str
    type: str
    constant: str
    gaps: tuple[str, ...]


@cache
def _signs() -> _Signs:
    signs: dict[str, Any] = table("prose")["pattern"]
    groups = "".join(pair[1] for pair in signs["group"])
    return _Signs(
        {pair[0]: pair[1] for pair in signs["slot"]},
        {pair[0]: groups for pair in signs["group"]},
        groups + "".join(pair[1] for pair in signs["slot"]),
        signs["or"],
        signs["any_order"],
        signs["repeat"],
        signs["type"],
        signs["constant"],
        tuple(signs["gap"]),
    )


_MOST_OFFERED = 5
"""How many type words are offered for one that is like none."""


class _Open(NamedTuple):
    """A bracket that is still open: where, its alternatives so far, and the places of the signs that part them."""

    start: int
    ways: list[list[Part]]
    signs: list[int]


class _Reader:
    """Reads one pattern from left to right."""

    def __init__(self, text: str, types: Mapping[str, str]) -> None:
        self.text = text
        self.types = types
        self.kinds = {fold(word).text: kind for word, kind in types.items()}
        self.faults: list[PatternFault] = []
        self.open = [_Open(0, [[]], [])]

    def fault(self, code: str, start: int, end: int, near: tuple[str, ...] = (), **values: str) -> None:
        """Takes note of a mistake."""
        self.faults.append(PatternFault(code, start, end, {"written": self.text[start:end], **values}, near))

    def read(self) -> tuple[Part, ...]:
        """The parts of the pattern in order; brackets left open are closed at its end."""
        at = 0
        while at < len(self.text):
            at = self._part(at)
        while len(self.open) > 1:
            start, ways, signs = self.open.pop()
            self.fault("L204", start, start + 1)
            self._add(Part("group", start, at, ways=tuple(map(tuple, ways)), unordered=self._is_unordered(signs)))
        return tuple(self.open[0].ways[0])

    def _add(self, part: Part) -> None:
        self.open[-1].ways[-1].append(part)

    def _part(self, at: int) -> int:
        """Reads what stands at a place; gives the place behind it."""
        signs, character = _signs(), self.text[at]
        inside = len(self.open) > 1
        if character in signs.slots:
            return self._slot(at, signs.slots[character])
        if gap := self._gap(at):
            self._add(Part("gap", at, gap))
            return gap
        if character in signs.groups:
            if len(self.open) == DEEPEST + 1:
                self.fault("L211", at, at + 1, most=str(MOST_CHARACTERS), deepest=str(DEEPEST))
            self.open.append(_Open(at, [[]], []))
        elif inside and character in signs.groups[self.text[self.open[-1].start]]:
            return self._close(at)
        elif inside and character in signs.alternative + signs.unordered:
            self.open[-1].ways.append([])
            self.open[-1].signs.append(at)
        elif self._is_sign(at):
            self.fault("L205", at, at + 1)
        else:
            end = at + 1
            while end < len(self.text) and not self._is_sign(end):
                end += 1
            self._add(Part("words", at, end, self.text[at:end]))
            return end
        return at + 1

    def _is_sign(self, at: int) -> bool:
        character, signs = self.text[at], _signs()
        brackets = character in signs.slots or character in signs.groups or character in signs.closing
        return brackets or character in signs.alternative + signs.unordered or self._gap(at) > 0

    def _gap(self, at: int) -> int:
        """Where a gap that begins at a place ends; 0 if none does."""
        sign = next((sign for sign in _signs().gaps if self.text.startswith(sign, at)), "")
        end = at + len(sign)
        while sign and self.text.startswith(sign[0], end):
            end += 1
        return end if sign else 0

    def _slot(self, at: int, closing: str) -> int:
        """Reads the slot that opens at a place; gives the place behind it."""
        end = self.text.find(closing, at)
        inside = self.text[at + 1 : max(end, 0)]
        if end < 0 or "\n" in inside or any(opening in inside for opening in _signs().slots):
            self.fault("L201", at, at + 1)
            return at + 1
        head, is_constant, number = _cut(inside, _signs().constant)
        name, is_typed, word = _cut(head, _signs().type)
        kind = self.kinds.get(fold(word).text)
        value = _constant(number) if is_constant else None
        if not name:
            self.fault("L202", at, end + 1)
        if is_typed and kind is None:
            self.fault("L203", at, end + 1, self._near(word), name=name, type=word)
        if is_constant and value is None:
            self.fault("L209", at, end + 1, name=name, value=number)
        self._add(Part("slot", at, end + 1, name, kind, value))
        return end + 1

    def _near(self, word: str) -> tuple[str, ...]:
        """The type words like one, or the first of each type; they are short, so that one character in common is much."""
        near = near_names(word, self.types, cutoff=0.4)
        if near:
            return near
        alike = [known for known in self.types if known.isascii() == word.isascii()] or list(self.types)
        first = {self.types[known]: known for known in reversed(alike)}
        return tuple(known for known in alike if first[self.types[known]] == known)[:_MOST_OFFERED]

    def _close(self, at: int) -> int:
        """Closes the innermost bracket; gives the place behind it and behind the sign of repetition."""
        start, ways, signs = self.open.pop()
        end = at + 1
        sign = len(self.text) - len(self.text[end:].lstrip())
        repeated = self.text[sign : sign + 1] in tuple(_signs().repeat)
        end = sign + 1 if repeated else end
        if not any(ways):
            self.fault("L210", start, end)
        unordered = self._is_unordered(signs)
        if unordered and repeated:
            self.fault("L215", start, end)
        elif unordered and any(ways) and not all(ways):
            self.fault("L216", start, end)
        self._add(Part("group", start, end, ways=tuple(map(tuple, ways)), repeated=repeated, unordered=unordered))
        return end

    def _is_unordered(self, signs: Sequence[int]) -> bool:
        """Whether the parts of a bracket stand in any order, by the signs between them, which must all say the same."""
        kinds = [self.text[at] in _signs().unordered for at in signs]
        if len(set(kinds)) > 1:
            at = signs[kinds.index(not kinds[0])]
            self.fault("L214", at, at + 1)
        return bool(kinds) and kinds[0]


def _cut(text: str, signs: str) -> tuple[str, bool, str]:
    """A text before and behind the first of some signs, and whether there is one."""
    at = min((place for place in map(text.find, signs) if place >= 0), default=-1)
    return (text.strip(), False, "") if at < 0 else (text[:at].strip(), True, text[at + 1 :].strip())


def _constant(number: str) -> Decimal | None:
    """The plain number a constant slot is given; None if it is none."""
    simple = fold(number).text
    whole, point, decimals = simple.removeprefix("-").partition(".")
    sound = (whole + decimals).isdecimal() and whole and bool(point) == bool(decimals)
    return Decimal(simple) if sound and len(simple) <= MOST_DIGITS else None


def all_parts(parts: Sequence[Part]) -> Iterator[Part]:
    """Every part, those inside brackets too, in the order they are written."""
    for part in parts:
        yield part
        for way in part.ways:
            yield from all_parts(way)


def spelt_out(parts: Sequence[Part], most: int) -> list[str] | None:
    """Every wording of some parts without slots, a gap as its sign; None when there are more than so many."""
    found = [""]
    for part in parts:
        ways = [part.text]
        if part.what == "gap":
            ways = [_signs().gaps[0]]
        elif part.what == "group":
            inner = [spelt_out(way, most) for way in part.ways]
            if any(way is None for way in inner):
                return None
            ways = [word for way in inner for word in way or ()] + ([""] if part.may_be_missing else [])
        found = (
            list(dict.fromkeys(head + way for head in found for way in ways)) if len(found) * len(ways) <= most else []
        )
        if not found:
            return None
    return found


def _names(parts: Sequence[Part], taken: frozenset[str], reader: _Reader) -> frozenset[str]:
    """The slot names of some parts and those taken before; a name given twice on one way is a fault."""
    for part in parts:
        if part.what == "slot":
            if part.text in taken and part.text:
                reader.fault("L207", part.start, part.end, name=part.text)
            taken |= {part.text}
        elif part.unordered:
            for way in part.ways:
                taken = _names(way, taken, reader)
        elif part.ways:
            taken = frozenset().union(*[_names(way, taken, reader) for way in part.ways])
    return taken


def read_notation(text: str, types: Mapping[str, str]) -> tuple[tuple[Part, ...], list[PatternFault]]:
    """The parts of a pattern in order, and the mistakes in it.

    types: type word → kind. A pattern that is too long or nested too deeply comes without parts.
    """
    reader = _Reader(text, types)
    if len(text) > MOST_CHARACTERS:
        reader.fault("L211", 0, len(text), most=str(MOST_CHARACTERS), deepest=str(DEEPEST))
        return (), reader.faults
    parts = reader.read()
    if deep := [fault for fault in reader.faults if fault.code == "L211"]:
        return (), deep
    _names(parts, frozenset(), reader)
    return parts, reader.faults
