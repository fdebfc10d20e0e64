"""What is wrong in what a line says, after its name or its list mark."""

import re

from checker.yaml_flow import brackets
from checker.yaml_fullwidth import begins_wide, bracket_fault
from checker.yaml_lines import Fault, Line, Said, goes_deeper, past_deeper, quoting, requoting
from checker.yaml_marks import (
    BLOCK_HEADER,
    COLON,
    HANDLED_AS_EVENT,
    LIST_MARK,
    after_quote,
    content_end,
    indent_of,
    is_special,
    skip,
)

_END_OF_DOUBLE = re.compile(r'(?:[^"\\]++|\\.)*+"')
_END_OF_SINGLE = re.compile(r"(?:[^']++|'')*+'(?!')")
_BAD_ESCAPE = re.compile(r'(?:[^\\]++|\\[0abtnvfre "/\\N_LPxuU\t])*+\\(?=.)')


def says(lines: list[Line], number: int, start: int, owner: int) -> Fault | Said:
    """The first mistake in what stands after a name or a list mark; else what it is, and where reading goes on."""
    text = lines[number].text
    end = content_end(text, start)
    alone = HANDLED_AS_EVENT.match(text, start)
    if start >= end or (alone and alone.end() == end):
        return "nothing", number + 1
    first = text[start]
    if BLOCK_HEADER.match(text, start):
        return "whole", past_deeper(lines, number, owner)
    if first in "\"'":
        return _quotation(lines, number, start, owner)
    if first in "[{":
        return bracket_fault(text, start, end) or brackets(lines, number, start, owner)
    if (
        begins_wide(text, start)
        and (fault := bracket_fault(text, start, end))
        and _holds_names(text, start, end, fault)
    ):
        return fault
    if first == "-" and LIST_MARK.match(text, start):
        edits = () if goes_deeper(lines, number, owner) else tuple(quoting(text, start, end))
        return Fault("Y128", start, start + 1, edits)
    if is_special(text, start):
        return Fault("Y125", start, start + 1, tuple(quoting(text, start, end)))
    if colon := COLON.search(text, start, end):
        return Fault("Y126", colon.start(), colon.end(), tuple(quoting(text, start, end)))
    return "text", number + 1


def _holds_names(text: str, start: int, end: int, fault: Fault) -> bool:
    """Whether names with colons stand between full-width brackets; without any, it may well be a text."""
    return COLON.search(text, start, end) is not None or any(edit[2] == ": " for edit in fault.edits)


def _quotation(lines: list[Line], number: int, start: int, owner: int) -> Fault | Said:
    text = lines[number].text
    end = content_end(text, start)
    close = after_quote(text, start)
    if close is not None:
        if skip(text, close) < len(text) and text[skip(text, close)] != "#":
            return Fault("Y123", start, close, tuple(quoting(text, start, end)))
        if text[start] == '"' and (bad := _BAD_ESCAPE.match(text, start + 1, close - 1)):
            return Fault("Y129", bad.end() - 1, bad.end() + 1, requoting(text, start, close - 1, close))
        return "whole", number + 1
    ending = _END_OF_DOUBLE if text[start] == '"' else _END_OF_SINGLE
    for index in range(number + 1, len(lines)):
        source = lines[index].text
        found = ending.match(source)
        rest = source[found.end() :].strip() if found else "more"
        if found and rest[:1] in ("", "#"):
            return "whole", index + 1
        if found or (source and indent_of(source) <= owner):
            break
    return Fault("Y121", start, start + 1, requoting(text, start, end, end))
