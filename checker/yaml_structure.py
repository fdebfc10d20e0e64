"""How a line is built among the lines above it, from indentation, list marks and a name, and what is wrong there."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from checker.characters import plain
from checker.yaml_contents import says
from checker.yaml_fullwidth import begins_wide, bracket_fault, colon_fault, cut_name_fault, opens_past
from checker.yaml_lines import Fault, Line, indenting, next_text, quoting
from checker.yaml_marks import (
    COLON,
    HANDLED_AS_EVENT,
    LIST_MARK,
    closed_end,
    content_end,
    indent_of,
    is_dash,
    is_special,
    name_colon,
    skip,
)


class Read(NamedTuple):
    """How a sound line is built: columns of its list marks, of its name and of what it says; where reading goes on."""

    indent: int
    marks: tuple[int, ...]
    name: int | None
    says: Literal["nothing", "text", "whole", "more"]  # whole: closed by itself; more: belongs to the text above
    resume: int


class Level(NamedTuple):
    """A list or block that lines stand in: the column of its list marks or names."""

    column: int
    is_list: bool


@dataclass(slots=True)
class Position:
    """Where among lists and blocks the reading of lines stands."""

    levels: list[Level] = field(default_factory=list)
    awaits: int | None = None  # column of a name or list mark that said nothing yet: deeper lines belong to it
    text: int | None = None  # column of the name or list mark whose text deeper lines go on with
    text_in_list: bool = False
    leads: dict[str, int] = field(default_factory=dict)  # what indentation with tabs was taken to mean


def _lead_fault(text: str, indent: int, here: Position) -> Fault:
    """Indentation with anything but spaces; how deep it was meant can only be told from the lines above."""
    lead = text[:indent]
    start = len(lead) - len(lead.lstrip(" "))
    end = len(lead.rstrip(" "))
    columns = {level.column for level in here.levels}
    wanted = here.leads.get(lead, -1)
    begins = name_colon(text, indent) is not None or LIST_MARK.match(text, indent) or colon_fault(text, indent)
    if here.text is not None and not begins:
        wanted = here.text + 2
    elif wanted not in columns and (here.awaits is None or wanted <= here.awaits):
        wanted = here.awaits + 2 if here.awaits is not None else here.levels[-1].column if here.levels else 0
    here.leads[lead] = wanted
    return Fault("Y111" if "\t" in lead else "Y112", start, end, indenting(indent, wanted))


def _list_mark_fault(text: str, at: int, here: Position) -> Fault | None:
    """A dash of another width, or one that touches what follows."""
    if not (text[at] == "-" or is_dash(text[at])) or text.startswith(("- ", "--", "-\t"), at):
        return None
    after = at
    while after < len(text) and is_dash(text[after]):
        after += 1
    begin = skip(text, after)
    if begin == len(text) or plain(text[begin])[0] == ":" or (text[at] == "-" and text[begin].isdigit()):
        return None
    listed = not here.levels or Level(at, True) in here.levels or begin > after
    if not (listed or name_colon(text, begin) is not None or colon_fault(text, begin)):
        return None
    return Fault("Y114" if text[at] == "-" else "Y113", at, after, ((at, begin, "- "),))


def _level_fault(text: str, indent: int, is_list: bool, here: Position) -> Fault | None:
    """A line that stands under none of the lines above, or a list mark where the others have none."""
    if not here.levels or _begins_level(here, indent, is_list):
        return None
    kinds = [level.is_list for level in here.levels if level.column == indent]
    if is_list in kinds:
        return None
    end = name_colon(text, indent) or content_end(text, indent)
    if kinds:
        return Fault("Y120", indent, end, () if is_list else ((indent, indent, "- "),))
    fitting = [level.column for level in here.levels if level.is_list == is_list]
    wanted = min(fitting or [level.column for level in here.levels], key=lambda column: (abs(column - indent), -column))
    return Fault("Y118", indent, end, indenting(indent, wanted))


def _begins_level(here: Position, indent: int, is_list: bool) -> bool:
    if here.awaits is None:
        return False
    return indent > here.awaits or (is_list and indent == here.awaits and not here.levels[-1].is_list)


def examine(lines: list[Line], number: int, here: Position) -> Fault | Read:
    """The first mistake in a line, or how the line is built."""
    text = lines[number].text
    indent = indent_of(text)
    if text[:indent].strip(" "):
        return _lead_fault(text, indent, here)
    mark = LIST_MARK.match(text, indent)
    if here.text is not None and indent > here.text:
        colon = name_colon(text, indent)
        if colon is None and not (mark and here.text_in_list):
            return Read(indent, (), None, "more", number + 1)
        end = content_end(text, indent) if colon is None else colon
        back = indenting(indent, here.levels[-1].column) if here.levels and (mark or not here.text_in_list) else ()
        return Fault("Y118", indent, end, back)
    if fault := _list_mark_fault(text, indent, here) or _level_fault(text, indent, bool(mark), here):
        return fault
    marks = []
    at = indent
    while mark:
        marks.append(at)
        at = skip(text, mark.end())
        mark = LIST_MARK.match(text, at)
    after_name = name_colon(text, at)
    if after_name is not None:
        return _name_fault(text, at, after_name) or _read(lines, number, here, marks, at, skip(text, after_name + 1))
    closed = closed_end(text, at)
    if closed is not None:
        later = COLON.search(text, closed, content_end(text, at))
        if later:
            code = "Y123" if text[at] in "\"'" else "Y124"
            return Fault(code, at, closed, tuple(quoting(text, at, later.start())))
    elif at < content_end(text, at) and (fault := _unnamed_fault(lines, number, here, marks, at)):
        return fault
    return _read(lines, number, here, marks, None, at)


def _name_fault(text: str, at: int, colon: int) -> Fault | None:
    """A colon taken for that of a name though it stands in brackets, or a name that must be in quotation marks."""
    if begins_wide(text, at) and opens_past(text, at, colon):
        return bracket_fault(text, at, content_end(text, at))
    if fault := cut_name_fault(text, at, colon):
        return fault
    if is_special(text, at) and text[at] != "?":
        return Fault("Y125", at, at + 1, tuple(quoting(text, at, len(text[:colon].rstrip()))))
    return None


def _unnamed_fault(lines: list[Line], number: int, here: Position, marks: list[int], at: int) -> Fault | None:
    """A line that was meant to begin with a name, and has no colon that YAML sees."""
    text = lines[number].text
    if HANDLED_AS_EVENT.match(text, at):
        return None
    beside_names = bool(here.levels) and not marks and not _begins_level(here, at, False)
    fault = colon_fault(text, at)
    above_list = LIST_MARK.match(next_text(lines, number).lstrip())
    first = not here.levels and not marks and (fault or above_list)
    if not (beside_names or first or _name_follows(lines, number, at)):
        return None
    if fault or text[at] in "\"'[{":
        return fault
    end = content_end(text, at)
    gap = next((index for index in range(at, end) if text[index].isspace()), end)
    return Fault("Y117", at, end, ((gap, skip(text, gap), ": ") if gap < end else (end, end, ":"),))


def _name_follows(lines: list[Line], number: int, column: int) -> bool:
    """Whether the next line begins with a name, just below a place."""
    following = next_text(lines, number)
    at = indent_of(following)
    if (at != column and not following[:at].strip(" ")) or LIST_MARK.match(following, at):
        return False
    return name_colon(following, at) is not None or colon_fault(following, at) is not None


def _read(
    lines: list[Line], number: int, here: Position, marks: list[int], name: int | None, start: int
) -> Fault | Read:
    owner = name if name is not None else marks[-1] if marks else -1 if here.awaits is None else here.awaits
    said = says(lines, number, start, owner)
    if isinstance(said, Fault):
        return said
    return Read(indent_of(lines[number].text), tuple(marks), name, *said)


def settle(here: Position, read: Read) -> None:
    """Take a sound line into account."""
    if read.says == "more":
        return
    while here.levels and (
        here.levels[-1].column > read.indent or (here.levels[-1] == (read.indent, True) and not read.marks)
    ):
        here.levels.pop()
    names = () if read.name is None else (Level(read.name, False),)
    for level in (*(Level(column, True) for column in read.marks), *names):
        if level not in here.levels[-2:]:
            here.levels.append(level)
    owner = read.name if read.name is not None else read.marks[-1] if read.marks else here.awaits
    here.text = owner if read.says == "text" else None
    here.text_in_list = read.name is None and bool(read.marks)
    here.awaits = owner if read.says == "nothing" else None
