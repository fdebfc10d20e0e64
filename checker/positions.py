"""Places in a JSON text: from an index, or from a pointer (RFC 6901), to line and column."""

import re
from bisect import bisect_right

from checker.json_text import scan
from checker.json_values import ESCAPE

_BREAK = re.compile(r"\r\n?|\n")
_INDEX = re.compile(r"0|[1-9][0-9]{0,17}")
_PIECE = re.compile(rf"{ESCAPE.pattern}|[^\\]+", re.DOTALL)


class Lines:
    """The lines of a text; lines and columns count characters from 1."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines: dict[int, str] = {}
        self._starts = [0, *(found.end() for found in _BREAK.finditer(text))]

    def place(self, index: int) -> tuple[int, int]:
        """Line and column of the character at an index."""
        line = bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line, without its line break; the same object every time, as a line may be the whole file."""
        if number not in self._lines:
            end = self._starts[number] if number < len(self._starts) else len(self._text)
            self._lines[number] = self._text[self._starts[number - 1] : end].rstrip("\r\n")
        return self._lines[number]


class Positions:
    """The place of every value in a JSON text that has no faults."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._root = scan(text).root
        self._lines = Lines(text)

    def locate(self, pointer: str, offset: int | None = None) -> tuple[int, int]:
        """Line and column of the value at a pointer; with an offset, of that character of its text.

        offset: index into the string, or into the literal of a number; its length stands for the place just after.
        Raises KeyError when there is no such value, IndexError when its text is shorter.
        """
        if pointer and not pointer.startswith("/"):
            raise KeyError(pointer)
        node = self._root
        for step in pointer.split("/")[1:]:
            key = step.replace("~1", "/").replace("~0", "~")
            inner = node.members.get(key)
            if inner is None and _INDEX.fullmatch(key):
                inner = node.members.get(int(key))
            if inner is None:
                raise KeyError(pointer)
            node = inner
        within = 0 if offset is None else _index_in(self._text[node.start : node.end], offset)
        return self._lines.place(node.start + within)


def _index_in(literal: str, offset: int) -> int:
    """Where in a JSON literal a character of its text stands; an escape is the one character it writes."""
    quote = int(literal.startswith('"'))
    end = len(literal) - quote
    for piece in _PIECE.finditer(literal, quote, end):
        size = 1 if piece[0].startswith("\\") else piece.end() - piece.start()
        if 0 <= offset < size:
            return piece.start() + offset
        offset -= size
    if offset == 0:
        return end
    raise IndexError("the text at this pointer is shorter")
