"""From YAML's events to texts, lists and blocks, without what is refused or cannot be meant."""

import re
from typing import Any, NamedTuple

import yaml
from yaml import events

from checker.problems import Problem
from checker.yaml_fullwidth import begins_wide, colon_fault, cut_name_fault
from checker.yaml_lines import Edit, Fault, Line, Sheet, edited, moved, problem_at, quoting
from checker.yaml_marks import LIST_MARK, after_cut, content_end, cuts_text, indent_of, is_dash
from checker.yaml_nodes import Block, Entries, Node, Scalar, YamlFile, problem
from checker.yaml_places import scalar_at, span

MOST_LEVELS = 20
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Built(NamedTuple):
    """What YAML made of a file: its root, what is refused in it, YAML's own error; doubtful: read as nobody means it."""

    root: Node | None
    problems: list[Problem]
    error: yaml.YAMLError | None
    doubtful: bool


def build(sheet: Sheet) -> Built:
    """What YAML makes of the lines. Events, not composed nodes: only they still show anchors, aliases and tags."""
    root: Node | None = None
    problems: list[Problem] = []
    doubtful = False
    open_nodes: list[tuple[Any, list[Node]]] = []
    try:
        for event in yaml.parse("\n".join([line.text for line in sheet.lines]), Loader=_LOADER):
            kind = type(event)
            if kind is events.ScalarEvent:
                scalar = scalar_at(sheet, event)
                in_flow = bool(open_nodes) and open_nodes[-1][0].flow_style
                problems += _refused(sheet, event, in_flow)
                doubtful = doubtful or _doubtful(sheet, event)
                node: Node = scalar if in_flow else _uncut(sheet, event, scalar, problems)
            elif kind is events.SequenceStartEvent or kind is events.MappingStartEvent:
                problems += _refused(sheet, event, False)
                if len(open_nodes) == MOST_LEVELS:
                    problems.append(_at_mark(sheet, "Y145", event.start_mark, 1, most=str(MOST_LEVELS)))
                    return Built(None, problems, None, False)
                open_nodes.append((event, []))
                continue
            elif kind is events.SequenceEndEvent:
                start, items = open_nodes.pop()
                node = Entries(tuple(items), *span(sheet, start, event, items), bool(start.flow_style))
            elif kind is events.MappingEndEvent:
                start, items = open_nodes.pop()
                pairs, named = _pairs(sheet, items, bool(start.flow_style), problems)
                node = Block(pairs, *span(sheet, start, event, items), bool(start.flow_style), named)
            elif kind is events.AliasEvent:
                problems += _refused(sheet, event, bool(open_nodes) and open_nodes[-1][0].flow_style)
                node = scalar_at(sheet, event)
            elif kind is events.DocumentStartEvent and root is not None:
                problems.append(_at_mark(sheet, "Y108", event.start_mark, 3))
                break
            else:
                continue
            if open_nodes:
                open_nodes[-1][1].append(node)
            else:
                root = node
    except yaml.YAMLError as error:
        return Built(None, problems, error, False)
    nothing = isinstance(root, Scalar) and not root.text and root.plain
    return Built(None if nothing else root, problems, None, doubtful)


def _at_mark(sheet: Sheet, code: str, mark: Any, length: int, **values: str) -> Problem:
    return problem_at(sheet, code, mark.line, mark.column, mark.column + length, **values)


def _refused(sheet: Sheet, event: Any, in_flow: bool) -> list[Problem]:
    """Anchors, aliases and tags: what lets a small file say much, or say what it is not seen to say."""
    alias = type(event) is events.AliasEvent
    if not alias and event.anchor is None and event.tag is None:
        return []
    mark = event.start_mark
    text = sheet.lines[mark.line].text
    inside = in_flow and event.end_mark.line == mark.line
    end = event.end_mark.column if inside else content_end(text, mark.column)
    word = text[mark.column :].split(maxsplit=1)[0][: end - mark.column]
    quoted = edited(Line(text), quoting(text, mark.column, end))
    code = "Y142" if alias or event.anchor is not None else "Y143"
    return [_at_mark(sheet, code, mark, len(word), word=word, suggestion=quoted.text.strip())]


def _pairs(
    sheet: Sheet, items: list[Node], flow: bool, problems: list[Problem]
) -> tuple[tuple[tuple[Scalar, Node], ...], dict[str, Node]]:
    """The pairs of a block without those that cannot be meant, which become problems."""
    file = YamlFile(sheet.path, sheet.typed)
    pairs: list[tuple[Scalar, Node]] = []
    lines: dict[str, int] = {}
    unseparated: list[tuple[Scalar, Fault]] = []
    for name, value in zip(items[::2], items[1::2], strict=True):
        if not isinstance(name, Scalar):
            problems.append(problem(file, "Y146", name))
            continue
        if flow and name.plain and not name.runs and _is_nothing(value) and (fault := colon_fault(name.text, 0)):
            unseparated.append((name, fault))
            name, value = _halves(name, fault)
        if name.text == "<<" and name.plain:
            problems.append(problem(file, "Y144", name))
        elif name.text in lines:
            first = str(lines[name.text])
            problems.append(problem(file, "Y141", name, name=name.text, first=first))
        else:
            lines[name.text] = name.line
            pairs.append((name, value))
    edits: dict[int, list[Edit]] = {}
    for name, fault in unseparated:
        edits.setdefault(name.line, []).extend(moved(edit, name.column - 1) for edit in fault.edits)
    mended = {line: edited(Line(sheet.typed[line - 1]), found).text.strip() for line, found in edits.items()}
    for (line, code), (name, fault) in {(n.line, f.code): (n, f) for n, f in reversed(unseparated)}.items():
        problems.append(problem(file, code, name, fault.start, fault.end, suggestion=mended[line]))
    return tuple(pairs), {name.text: value for name, value in pairs}


def _is_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and not node.text


def _halves(name: Scalar, fault: Fault) -> tuple[Scalar, Scalar]:
    """The name and the value in a text whose colon was not seen as one."""
    before = name.text[: fault.start].rstrip()
    begin = fault.edits[0][1]
    after = Scalar(name.text[begin:], name.line, name.column + begin, name.end_column)
    return Scalar(before, name.line, name.column, name.column + len(before)), after


def _doubtful(sheet: Sheet, event: Any) -> bool:
    """Whether a text begins, or in a list goes on, with what looks like indentation, a list mark or a bracket."""
    if event.style or not event.value:
        return False
    if begins_wide(event.value, 0):
        return True
    mark = event.start_mark
    before = sheet.lines[mark.line].text[: mark.column]
    if before.strip(" -"):
        return False
    if event.value[0].isspace() or is_dash(event.value[0]) or cut_name_fault(event.value, 0, len(event.value)):
        return True
    following = [line.text for line in sheet.lines[mark.line + 1 : event.end_mark.line + 1]]
    if "-" in before and any(LIST_MARK.match(text.lstrip()) for text in following):
        return True
    return bool(following) and all(colon_fault(text, indent_of(text)) for text in (event.value, *following))


def _uncut(sheet: Sheet, event: Any, scalar: Scalar, problems: list[Problem]) -> Scalar:
    """The text before a ``#``, unless what follows can be no remark: then all of it, and a problem."""
    mark, end = event.start_mark, event.end_mark
    if event.style:
        return scalar
    line = sheet.lines[end.line]
    rest = line.text[end.column :]
    if "#" not in rest or rest.lstrip()[0] != "#" or line.origins is not None:
        return scalar
    at = line.text.index("#", end.column)
    after = line.text[at + 1 :]
    if not (cuts_text(scalar.text, after) if scalar.text else re.match(r"[^\s#!]", after)):
        return scalar
    start, stop = (mark.column if scalar.text else at), after_cut(line.text, at, scalar.text)
    if mark.line < end.line:
        whole = (scalar.text + line.text[end.column : stop]).replace("'", "''")
        mended = f"{sheet.lines[mark.line].text[: mark.column]}'{whole}'"
    else:
        mended = edited(line, quoting(line.text, start, stop)).text
        scalar = Scalar(line.text[start:stop], mark.line + 1, start + 1, stop + 1)
    problems.append(problem_at(sheet, "Y127", end.line, at, at + 1, suggestion=mended.strip()))
    return scalar
