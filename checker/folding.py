"""Running text as it is compared: white space and quotation marks set aside, and each character's place kept.

Characters count as each other as in ``characters.key``. White space may stand anywhere in text taken from a PDF
file, even inside words; it is dropped, and where it was is remembered, because it keeps two numbers apart.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from checker.characters import key

_DIGIT = re.compile("[0-9]")
_DIGITS = re.compile("[0-9]+")
_NEW_LINES = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
SPACE, QUOTE, NEW_LINE = 1, 2, 3
"""What was dropped in front of a character, the stronger over the weaker."""

T = TypeVar("T")


@cache
def _folded(character: str) -> tuple[str, int]:
    """What a character is compared as, and what it leaves behind where it is dropped."""
    if character.isspace():
        return "", NEW_LINE if character in _NEW_LINES else SPACE
    simple = key(character)
    if _DIGIT.search(simple) and not character.isdecimal():
        return character, 0  # ① and ² are no digits of a number
    # what is dropped and is no white space: quotation marks, which keep numbers apart, and invisible characters
    return simple, 0 if simple or not character.isprintable() else QUOTE


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """A text as compared. Places are indexes into ``text`` unless they are called original.

    origins: the original index of each character; breaks: the places something was dropped in front of, in order;
    kinds: what was dropped there; lines: the places a new line begins at.
    """

    original: str
    text: str
    origins: list[int]
    breaks: list[int]
    kinds: Mapping[int, int]
    lines: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original characters [start, end) of a stretch; an empty stretch stays empty."""
        if start >= end:
            at = self.origins[start] if start < len(self.origins) else len(self.original)
            return at, at
        return self.origins[start], self.origins[end - 1] + 1

    def digits(self, at: int) -> int:
        """Where the digits that stand together from a place on end; the place itself if there are none."""
        following = bisect_right(self.breaks, at)
        limit = self.breaks[following] if following < len(self.breaks) else len(self.text)
        found = _DIGITS.match(self.text, at, limit)
        return found.end() if found else at

    def next_digit(self, at: int) -> int | None:
        """Where the next digit stands, from a place on."""
        found = _DIGIT.search(self.text, at)
        return found.start() if found else None


class _Singles(dict[int, str]):
    """What each character is compared as, where that is one character; else the mark of those that need a closer look."""

    def __missing__(self, code: int) -> str:
        simple, _ = _folded(chr(code))
        found = self[code] = simple if len(simple) == 1 and simple != _ODD else _ODD
        return found


_ODD = "\0"
_SINGLES = _Singles()


def fold(original: str) -> Folded:
    """A text made comparable; takes time in proportion to its length."""
    marked = original.translate(_SINGLES)
    pieces: list[str] = []
    origins: list[int] = []
    kinds: dict[int, int] = {}
    begin = 0
    while (at := marked.find(_ODD, begin)) >= 0:
        pieces.append(marked[begin:at])
        origins.extend(range(begin, at))
        simple, kind = _folded(original[at])
        pieces.append(simple)
        origins.extend([at] * len(simple))
        if not simple and kind > kinds.get(len(origins), 0):
            kinds[len(origins)] = kind
        begin = at + 1
    pieces.append(marked[begin:])
    origins.extend(range(begin, len(original)))
    lines = [place for place, kind in kinds.items() if kind == NEW_LINE]
    return Folded(original, "".join(pieces), origins, list(kinds), kinds, lines)


class Words(Generic[T]):
    """A closed set of words, each with what it means; finds the longest that stands at a place."""

    def __init__(self, meanings: Mapping[str, T]) -> None:
        """meanings: by the word as written; where two words compare alike the first counts."""
        self.meanings: dict[str, T] = {}
        for word, meaning in meanings.items():
            if simple := fold(word).text:
                self.meanings.setdefault(simple, meaning)
        self._by_first: dict[str, list[str]] = {}
        self._by_last: dict[str, list[str]] = {}
        for word in sorted(self.meanings, key=len, reverse=True):
            self._by_first.setdefault(word[0], []).append(word)
            self._by_last.setdefault(word[-1], []).append(word)

    def at(self, text: str, place: int, limit: int | None = None) -> str:
        """The longest word that begins at a place and ends before the limit; empty if there is none."""
        for word in self._by_first.get(text[place : place + 1], ()):
            if text.startswith(word, place, len(text) if limit is None else limit):
                return word
        return ""

    def before(self, text: str, place: int) -> str:
        """The longest word that ends at a place; empty if there is none."""
        for word in self._by_last.get(text[place - 1 : place], ()):
            if text.endswith(word, 0, place):
                return word
        return ""

    def skip(self, text: str, place: int, limit: int, most: int) -> int:
        """The place after at most so many of these words in a row."""
        for _ in range(most):
            word = self.at(text, place, limit)
            place += len(word)
            if not word:
                break
        return place
