"""The pieces of a JSON text, one after another: marks, strings, numbers, and what people write in their place.

What is plainly meant is read as it is meant and noted as a fault, so that all faults of a file can be told at once;
where the meaning is lost, reading stops.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple, NoReturn

from checker.characters import closing_quotes, plain
from checker.json_values import (
    ESCAPE,
    MOST_DIGITS,
    NUMBER,
    Number,
    has_lone_surrogate,
    is_number_too_long,
    pointer_to,
    shortened,
    without_surrogates,
)
from checker.problems import near_names

MOST_FAULTS = 100
CLOSERS = {"{": "}", "[": "]"}

_BLANK = re.compile(r"[ \t\n\r]*")
_LINE_END = re.compile(r"[\n\r]|\Z")
_STRING = re.compile(r'"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*"')
_LOOSE_STRING = re.compile(r'"[^"\\\n\r]*(?:\\[^\n\r][^"\\\n\r]*)*"')
_BAD_IN_STRING = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|(?P<escape>\\.)|(?P<control>[\x00-\x1f])')
_RUN = re.compile(r"[-+.\w]+")
_COMMENT = re.compile(r"//[^\n\r]*|#[^\n\r]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_NO_VALUES: Mapping[str, str] = {}
_MARKS = frozenset('"{}[]:,')
_WORDS = {"true": True, "false": False, "null": None}
_NOT_NUMBERS = frozenset({"NaN", "Infinity", "-Infinity"})


class Fault(NamedTuple):
    """Something wrong at ``text[start:end]``, in the value at ``pointer``: a problem code and what its message needs.

    ``other`` is the index of a second place that the message speaks of, or -1.
    """

    code: str
    start: int
    end: int
    pointer: str
    values: Mapping[str, str]
    near: tuple[str, ...] = ()
    other: int = -1


class Stop(Exception):
    """Reading on would only produce faults that follow from the last one."""


class Tokens:
    """A place in a text, what can be read there, and the faults met so far.

    path: the keys and indices that lead to the value being read, None where one is not known yet; kept by the reader.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.path: list[str | int | None] = []
        self.faults: list[Fault] = []
        self._last_string = 0

    def fault(
        self,
        code: str,
        start: int,
        end: int,
        values: Mapping[str, str] = _NO_VALUES,
        *,
        near: tuple[str, ...] = (),
        other: int = -1,
    ) -> None:
        """Note a fault. Raises Stop when there are enough."""
        pointer = ""
        for step in self.path:
            pointer = pointer if step is None else pointer_to(pointer, step)
        self.faults.append(Fault(code, start, end, shortened(pointer, 200), values, near, other))
        if len(self.faults) >= MOST_FAULTS:
            raise Stop

    def stop(
        self, code: str, start: int, end: int, values: Mapping[str, str] = _NO_VALUES, *, other: int = -1
    ) -> NoReturn:
        """Note a fault beyond which the text cannot be understood."""
        self.fault(code, start, end, values, other=other)
        raise Stop

    def stop_after_string(self, code: str, start: int, end: int, values: Mapping[str, str]) -> NoReturn:
        """Stop; but text glued to the end of a string means that the string did not end where its writer thought."""
        if self.is_glued():
            odd = self._odd_closing(self._last_string, self.at)
            if odd >= 0:
                self.stop("D117", odd, odd + 1, {"found": self.text[odd]})
            self.stop("D129", self.at - 1, self.at)
        self.stop(code, start, end, values)

    def is_glued(self) -> bool:
        """Whether a word or number follows the end of a string without anything between."""
        ended = self.at - 1
        return self._last_string < ended and self.text[ended] == '"' and _RUN.match(self.text, self.at) is not None

    def peek(self) -> str:
        """What stands next, as the ASCII mark it was meant to be; empty at the end. Goes past what only separates."""
        text = self.text
        while True:
            found = _BLANK.match(text, self.at)
            self.at = found.end() if found else self.at
            character = text[self.at : self.at + 1]
            if character == "" or ("\x20" < character < "\x7f" and character not in "/#'"):
                return character
            if comment := _COMMENT.match(text, self.at):
                self.fault("D120", self.at, comment.end())
                self.at = comment.end()
            elif character.isspace() or unicodedata.category(character) == "Cf":
                self.fault("D119", self.at, self.at + 1, {"found": shown(character)})
                self.at += 1
            else:
                meant = plain(character)[0]
                return meant if meant in _MARKS else character

    def take(self, mark: str) -> None:
        """Go past the mark that peek gave, which may have been typed full-width."""
        if self.text[self.at] != mark:
            self.fault("D118", self.at, self.at + 1, {"found": self.text[self.at], "wanted": mark})
        self.at += 1

    def is_value_ahead(self, mark: str) -> bool:
        """Whether what follows can only be a value or a key."""
        if self.is_glued():
            return False
        if mark == '"' or mark in CLOSERS:
            return True
        run = _RUN.match(self.text, self.at)
        return run is not None and (run[0] in _WORDS or NUMBER.fullmatch(run[0]) is not None)

    def key(self) -> str:
        """The key that should stand here."""
        if self.peek() == '"':
            return self.string()
        run = _RUN.match(self.text, self.at)
        if run is None:
            self.stop("D111", self.at, self.at + 1, {"found": shown(self.text[self.at])})
        self.at = run.end()
        self.fault("D124", run.start(), run.end(), {"found": shortened(run[0])})
        return run[0]

    def word(self, mark: str) -> Any:
        """A Number, true, false or null."""
        run = _RUN.match(self.text, self.at)
        if run is None:
            self.stop("D110", self.at, self.at + 1, {"found": shown(mark)})
        self.at = run.end()
        word = run[0]
        if word in _WORDS:
            return _WORDS[word]
        if NUMBER.fullmatch(word):
            if not is_number_too_long(word):
                return Number(word)
            self.fault("D132", run.start(), run.end(), {"found": shortened(word), "most": str(MOST_DIGITS)})
        elif word in _NOT_NUMBERS:
            self.fault("D131", run.start(), run.end(), {"found": word})
        elif word[0] in "-+.0123456789":
            self.fault("D125", run.start(), run.end(), {"found": shortened(word)})
        else:
            near = near_names(word, _WORDS, most=1) if len(word) <= 10 else ()
            self.fault("D124", run.start(), run.end(), {"found": shortened(word)}, near=near)
        return Number("0")

    def string(self) -> str:
        """A string in quotation marks of whatever kind."""
        self._last_string = start = self.at
        found = _STRING.match(self.text, start)
        if found is None:
            return self._faulty_string() if self.text[start] == '"' else self._oddly_quoted()
        self.at = found.end()
        literal = found[0]
        if "\\" not in literal:
            return literal[1:-1]
        value: str = json.loads(literal)
        if not has_lone_surrogate(literal):
            return value
        for escape in ESCAPE.finditer(literal):
            if escape["lone"]:
                self.fault("D133", start + escape.start(), start + escape.end(), {"found": escape[0]})
        return without_surrogates(value)

    def _oddly_quoted(self) -> str:
        """A string between quotation marks that are not JSON's."""
        start, opening, line_end = self.at, self.text[self.at], self._line_end()
        closing = re.compile(f'[{re.escape(closing_quotes().get(opening, opening))}"]')
        closed = closing.search(self.text, start + 1, line_end)
        if closed is None:
            self.stop("D115", start, line_end)
        self.at = closed.end()
        self.fault("D116" if opening == "'" else "D117", start, self.at, {"found": opening + closed[0]})
        return self.text[start + 1 : closed.start()]

    def _faulty_string(self) -> str:
        """A string that opens as it should and is wrong further on."""
        start = self.at
        loose = _LOOSE_STRING.match(self.text, start)
        if loose is None:
            line_end = self._line_end()
            odd = self._odd_closing(start, line_end, at_line_end=True)
            if odd < 0:
                self.stop("D115", start, line_end)
            self.at = odd + 1
            self.fault("D117", odd, odd + 1, {"found": self.text[odd]})
            return self.text[start + 1 : odd]
        self.at = loose.end()
        for bad in _BAD_IN_STRING.finditer(loose[0]):
            if bad["escape"]:
                self.fault("D126", start + bad.start(), start + bad.end(), {"found": bad[0]})
            elif bad["control"]:
                self.fault("D127", start + bad.start(), start + bad.end(), {"found": shown(bad[0])})
        return loose[0][1:-1]

    def _odd_closing(self, start: int, end: int, at_line_end: bool = False) -> int:
        """Index of a quotation mark such as ” that seems meant to end a string, as a JSON mark follows; or -1."""
        marks = re.escape("".join(set(closing_quotes().values()) - {'"', "'"}))
        following = r"[ \t]*[,:\]}]" + (r"|[ \t]*\Z" if at_line_end else "")
        found = re.compile(f"[{marks}](?:{following})").search(self.text[start:end])
        return start + found.start() if found else -1

    def _line_end(self) -> int:
        found = _LINE_END.search(self.text, self.at)
        return found.start() if found else len(self.text)


def shown(character: str) -> str:
    """A character for a message: itself, or its code point when it cannot be seen."""
    return character if character.isprintable() and character != " " else f"U+{ord(character):04X}"
