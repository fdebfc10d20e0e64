"""All lines in turn: each mistake named and repaired in memory, what cannot be repaired left out."""

import re
from dataclasses import replace

import yaml

from checker.problems import Problem
from checker.yaml_lines import MOST_INDENT, Fault, Line, Sheet, edited, past_deeper, problem_at
from checker.yaml_marks import DOCUMENT_MARK, indent_of
from checker.yaml_structure import Position, Read, examine, settle

MOST_IN_A_LINE = 30


def mend(sheet: Sheet) -> list[Problem]:
    """Repair, in memory, every line a mistake can be named for; the problems, each with its line as it should be."""
    problems: list[Problem] = []
    here = Position()
    number = 0
    while number < len(sheet.lines):
        text = sheet.lines[number].text
        if not text.strip() or text.lstrip().startswith("#"):
            sheet.lines[number] = Line("")
            number += 1
        elif DOCUMENT_MARK.match(text):
            here = Position()
            number += 1
        else:
            number = _mend_line(sheet, number, here, problems)
    return problems


def _mend_line(sheet: Sheet, number: int, here: Position, problems: list[Problem]) -> int:
    """Repair one line, and give the number of the next to look at."""
    found: list[Problem] = []
    passed: set[str] = set()  # one of a kind is enough: the line as it should be shows the others
    mended: set[tuple[str, int]] = set()
    read: Fault | Read = examine(sheet.lines, number, here)
    while isinstance(read, Fault):
        fault = problem_at(sheet, read.code, number, read.start, read.end)
        if fault.code not in passed:
            found.append(fault)
        passed.add(fault.code)
        if fault.code in ("Y111", "Y112"):  # how deep such a line was meant is our guess, not the writer's mistake
            passed |= {"Y117", "Y118", "Y120"}
        # a repair that did not help once is not tried again: quotation marks would double each time
        if not read.edits or (fault.code, fault.column) in mended or len(mended) == MOST_IN_A_LINE:
            break
        mended.add((fault.code, fault.column))
        sheet.lines[number] = edited(sheet.lines[number], read.edits)
        if len(sheet.lines[number].text) > 4 * len(sheet.typed[number]) + MOST_INDENT:
            break
        read = examine(sheet.lines, number, here)
    suggestion = sheet.lines[number].text.strip()
    problems += [replace(each, values={"suggestion": suggestion}) for each in found]
    if found:
        sheet.reported.add(number + 1)
    if isinstance(read, Fault):
        return leave_out(sheet, number)
    settle(here, read)
    return read.resume


def leave_out(sheet: Sheet, number: int) -> int:
    """Empty a line and what stands deeper below it, so that one mistake does not make many; the line after."""
    after = past_deeper(sheet.lines, number, indent_of(sheet.lines[number].text))
    for index in range(number, after):
        if sheet.lines[index].text or index == number:
            sheet.lines[index] = Line("", (0,))
            sheet.reported.add(index + 1)
    return after


def blamed(sheet: Sheet, error: yaml.YAMLError) -> tuple[int, int, int] | None:
    """Line, column and end column (from 0) YAML's own error is about; None when no line is left to blame."""
    mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if context and re.match(r"while scanning (?!a plain|for)", getattr(error, "context", None) or ""):
        mark, context = context, mark
    for candidate in (mark, context):
        if candidate and candidate.line < len(sheet.lines) and sheet.lines[candidate.line].text:
            column = min(candidate.column, len(sheet.lines[candidate.line].text))
            return candidate.line, column, column + 1
    number = min(mark.line, len(sheet.lines)) - 1 if mark else -1
    while number >= 0 and not sheet.lines[number].text:
        number -= 1
    return (number, indent_of(sheet.lines[number].text), len(sheet.lines[number].text)) if number >= 0 else None
