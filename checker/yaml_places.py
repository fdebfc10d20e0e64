"""Where each character of YAML's texts, lists and blocks stands in the file as typed."""

import re
from collections.abc import Iterator
from typing import Any

from yaml import events

from checker.yaml_lines import Line, Sheet
from checker.yaml_nodes import Node, Run, Scalar


def span(sheet: Sheet, start: Any, end: Any, items: list[Node]) -> tuple[int, int, int]:
    """Line, column and end column of a list or block, the end on its first line."""
    mark, last = start.start_mark, end.end_mark
    line = sheet.lines[mark.line]
    if start.flow_style:
        stop = last.column if last.line == mark.line else len(line.text)
        return mark.line + 1, line.origin(mark.column) + 1, line.origin(stop) + 1
    if items and type(start) is events.MappingStartEvent:
        return items[0].line, items[0].column, items[0].end_column
    column = line.origin(mark.column) + 1
    return mark.line + 1, column, column + 1


def scalar_at(sheet: Sheet, event: Any) -> Scalar:
    """A scalar event as text with its place; an alias, refused anyway, as an empty text."""
    mark, end = event.start_mark, event.end_mark
    text: str = getattr(event, "value", "")
    style: str = getattr(event, "style", None) or ""
    number = min(mark.line, len(sheet.typed) - 1)
    line = sheet.lines[number]
    quoted = style in ("'", '"')
    if mark.line == end.line and line.origins is None and end.column - mark.column == len(text) + 2 * quoted:
        column = mark.column + quoted + 1
        return Scalar(text, number + 1, column, column + len(text), not style)
    runs = tuple(_runs(sheet.lines, mark, end, text, style))
    if not runs:
        column = line.origin(min(mark.column + quoted, len(line.text))) + 1
        return Scalar(text, number + 1, column, column, not style, (Run(0, number + 1, column, 0),))
    on_first = [run for run in runs if run.line == runs[0].line]
    end_column = on_first[-1].column + on_first[-1].length
    return Scalar(text, runs[0].line, runs[0].column, end_column, not style, runs)


# the parts of a quoted line that stand in the text as they are, or as one character
_ESCAPES = re.compile(r"[^\\]+|\\(?:x.{2}|u.{4}|U.{8}|.)?")
_DOUBLED = re.compile(r"[^']*''|[^']+")


def _runs(lines: list[Line], mark: Any, end: Any, text: str, style: str) -> Iterator[Run]:
    """Lay the source of a scalar alongside its text, line by line; it ends early where they do not agree."""
    quoted = style in ("'", '"')
    block = style in ("|", ">")
    at = breaks = 0
    for number in range(mark.line + block, end.line + 1):
        source = lines[number].text
        begin = mark.column + quoted if number == mark.line else 0
        stop = end.column - quoted if number == end.line else len(source)
        content = source[begin:stop]
        content = content if number == end.line and not block else content.rstrip(" \t")
        column = begin
        if number > mark.line:
            content = content.lstrip(" \t")
            column = max(begin, stop - len(source[begin:stop].lstrip(" \t")))
        if block:
            while content and at < len(text) and text[at] in " \t\n":
                at += 1
        elif content and breaks:  # one line break reads as a space, each further one as itself
            at += max(1, breaks - 1)
        for piece, width in _pieces(content, style):
            escaped = style == '"' and piece.startswith("\\")
            if not escaped and not text.startswith(piece, at):
                return
            length = len(piece) if not escaped else int(piece != "\\")
            yield from _typed_runs(lines[number], number, at, column, length)
            at += length
            column += width
        joined = style == '"' and content.endswith("\\")
        breaks = breaks + 1 if not content else 0 if joined else 1


def _pieces(content: str, style: str) -> Iterator[tuple[str, int]]:
    """The parts of a line of a scalar, each with its width in the file."""
    if style == "'":
        for found in _DOUBLED.finditer(content):
            whole = found.group()
            yield whole.removesuffix("'"), len(whole)
    elif style == '"':
        yield from ((found.group(), len(found.group())) for found in _ESCAPES.finditer(content))
    elif content:
        yield content, len(content)


def _typed_runs(line: Line, number: int, at: int, column: int, length: int) -> Iterator[Run]:
    if line.origins is None:
        yield Run(at, number + 1, column + 1, length)
        return
    for offset in range(length):  # a repaired line: its characters may have moved, each by its own distance
        origin = line.origin(column + offset)
        yield Run(at + offset, number + 1, origin + 1, int(origin < line.origins[-1]))
