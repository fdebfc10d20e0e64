"""The lines of a file as typed and as repaired, and the edits that repair them; places stay those typed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from checker.problems import Problem

MOST_INDENT = 200
Edit = tuple[int, int, str]
# what stands after a name or a list mark (whole: closed by itself), and the line at which reading goes on
Said = tuple[Literal["nothing", "text", "whole"], int]


class Line(NamedTuple):
    """A line as it is read, and where each of its characters was typed (None: as typed, nothing moved)."""

    text: str
    origins: tuple[int, ...] | None = None

    def origin(self, column: int) -> int:
        """The column (from 0) at which what stands at a column was typed."""
        return column if self.origins is None else self.origins[min(column, len(self.origins) - 1)]


@dataclass(slots=True)
class Sheet:
    """A file while it is being read: the lines as typed, the lines as repaired so far."""

    path: str
    typed: tuple[str, ...]
    lines: list[Line]
    reported: set[int] = field(default_factory=set)


class Fault(NamedTuple):
    """A mistake in a line, at columns from 0, and the edits that mend it; without any, the line must be left out."""

    code: str
    start: int
    end: int
    edits: tuple[Edit, ...] = ()


def edited(line: Line, edits: Iterable[Edit]) -> Line:
    """The line after edits, which stand in order and do not overlap."""
    texts: list[str] = []
    origins: list[int] = []
    done = 0
    for start, end, new in (*edits, (len(line.text), len(line.text), "")):
        texts += (line.text[done:start], new)
        origins.extend(range(done, start))
        origins.extend([start] * len(new))
        done = end
    origins.append(len(line.text))
    return Line("".join(texts), tuple(line.origin(index) for index in origins))


def moved(edit: Edit, by: int) -> Edit:
    """The same edit a number of columns further right."""
    return edit[0] + by, edit[1] + by, edit[2]


def quoting(text: str, start: int, end: int) -> list[Edit]:
    """Put part of a line in single quotation marks."""
    inner = [(at, at, "'") for at in range(start, end) if text[at] == "'"]
    return [(start, start, "'"), *inner, (end, end, "'")]


def double_quoting(text: str, start: int, end: int) -> list[Edit]:
    """Put part of a line in double quotation marks, as names are written."""
    inner = [(at, at, "\\") for at in range(start, end) if text[at] in '"\\']
    return [(start, start, '"'), *inner, (end, end, '"')]


def requoting(text: str, start: int, end: int, after: int) -> tuple[Edit, ...]:
    """Single quotation marks in place of the one that opens at ``start`` and of what stands from ``end``."""
    _, *inner, _ = quoting(text, start + 1, end)
    return ((start, start + 1, "'"), *inner, (end, after, "'"))


def indenting(indent: int, wanted: int) -> tuple[Edit, ...]:
    """Move the beginning of a line to a column; deeper than anybody indents, there is no repair."""
    return ((0, indent, " " * wanted),) if wanted <= MOST_INDENT else ()


def problem_at(sheet: Sheet, code: str, number: int, start: int, end: int, **values: str) -> Problem:
    """A problem at columns (from 0) of a line (from 0) as it is read; the place given back is the typed one."""
    if number == len(sheet.typed):
        number, start, end = number - 1, len(sheet.lines[number - 1].text), len(sheet.lines[number - 1].text)
    line, typed = sheet.lines[number], sheet.typed[number]
    column = min(line.origin(start), len(typed))
    end_column = max(min(line.origin(end), len(typed)), column + 1)
    return Problem(code, sheet.path, number + 1, column + 1, end_column + 1, typed, values)


# what YAML allows in a file, less the marks that only YAML takes for the end of a line and byte order marks inside
_FOREIGN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def without_foreign(sheet: Sheet) -> list[Problem]:
    """Take out the characters no text file holds, one problem a line; a space stands in for each."""
    problems = []
    for number, line in enumerate(sheet.lines):
        if found := _FOREIGN.search(line.text):
            character = f"U+{ord(found.group()):04X}"
            problems.append(problem_at(sheet, "Y110", number, found.start(), found.end(), character=character))
            sheet.lines[number] = Line(_FOREIGN.sub(" ", line.text))
    return problems


def past_deeper(lines: list[Line], number: int, column: int) -> int:
    """The first line after a line that is not empty and not deeper than a column."""
    for index in range(number + 1, len(lines)):
        text = lines[index].text
        if text.strip() and len(text) - len(text.lstrip(" ")) <= column:
            return index
    return len(lines)


def goes_deeper(lines: list[Line], number: int, column: int) -> bool:
    """Whether what stands on the lines below begins deeper than a column."""
    following = next_text(lines, number)
    return len(following) - len(following.lstrip(" ")) > column and following != ""


def next_text(lines: list[Line], number: int) -> str:
    """The next line that is not empty; empty when there is none."""
    return next((lines[index].text for index in range(number + 1, len(lines)) if lines[index].text), "")
