"""Rule and layout files as they were typed: YAML read as text with places, and its mistakes as lessons.

Every scalar is text (``0201`` and ``no`` stay what they are), every place is that of the file as typed, and all of a
file's mistakes are reported at once. YAML itself stops at the first one, so a file it refuses, or reads as something
nobody can have meant, is gone through line by line (``_mend``): each mistake found there is repaired in memory, and
the repaired line is what the lesson shows. What is still refused is left out, up to ``MOST_REPAIRS`` times.
Anchors, aliases, tags and merge keys are refused: a file from a stranger must be safe to read.
"""

import re
import unicodedata
from bisect import bisect_right
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml
from yaml import events

from checker.characters import plain
from checker.problems import Problem

MOST_BYTES = 5_000_000
MOST_LEVELS = 20
MOST_REPAIRS = 20
MOST_PROBLEMS = 50
MOST_INDENT = 200

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


# --- what a file holds ------------------------------------------------------------------------------------------------


class Run(NamedTuple):
    """Part of a text that stands in the file exactly as it reads: where it begins in the text and in the file."""

    start: int
    line: int
    column: int
    length: int


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text. Its place is that of its first character (after a quotation mark, below a ``|``).

    line, column: characters, from 1; end_column: after its last character on that line. plain: typed without quotation
    marks or ``|``. runs: empty when the text stands on one line exactly as it reads.
    """

    text: str
    line: int
    column: int
    end_column: int
    plain: bool = True
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Entries:
    """A list; its place is its ``[`` (flow) or its first ``-``."""

    items: tuple["Node", ...]
    line: int
    column: int
    end_column: int
    flow: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Names with what belongs to each, in file order, no name twice; its place is its ``{`` (flow) or first name."""

    pairs: tuple[tuple[Scalar, "Node"], ...]
    line: int
    column: int
    end_column: int
    flow: bool = False
    named: Mapping[str, "Node"] = field(default_factory=dict, repr=False, compare=False)

    def get(self, name: str) -> "Node | None":
        """What belongs to a name; None when the name is not there."""
        return self.named.get(name)


Node = Scalar | Entries | Block


@dataclass(frozen=True)
class YamlFile:
    """A file as typed: its lines, and what it says (None when nothing could be read).

    reported: the lines that already have a problem or were left out because of one; what a caller finds there besides
    is as a rule the same mistake seen twice.
    """

    path: str
    lines: tuple[str, ...] = ()
    root: Node | None = None
    reported: frozenset[int] = frozenset()


def place(scalar: Scalar, index: int) -> tuple[int, int]:
    """Line and column in the file of one character of a text; ``len(text)`` is the place after the last."""
    at = bisect_right(scalar.runs, index, key=lambda run: run.start) - 1
    if at >= 0:
        run = scalar.runs[at]
        return run.line, run.column + min(index - run.start, run.length)
    # without runs the text stands as it reads; before the first run all that is known is where the text begins
    return scalar.line, scalar.column + (0 if scalar.runs else min(index, scalar.end_column - scalar.column))


def problem(
    file: YamlFile,
    code: str,
    node: Node,
    start: int = 0,
    end: int | None = None,
    near: Iterable[str] = (),
    **values: str,
) -> Problem:
    """A problem at a node, or at the characters ``start`` to ``end`` of a text; at least one column wide."""
    line, column, end_column = node.line, node.column, node.end_column
    if isinstance(node, Scalar) and (node.text or start):
        line, column = place(node, start)
        last_line, last_column = place(node, max(start, (len(node.text) if end is None else end) - 1))
        stop = len(_line(file, line)) + 1
        end_column = min(last_column + 1, stop) if last_line == line else stop
    return Problem(code, file.path, line, column, max(end_column, column + 1), _line(file, line), values, tuple(near))


def _line(file: YamlFile, line: int) -> str:
    return file.lines[line - 1] if 0 < line <= len(file.lines) else ""


_WRONG_KINDS = {
    ("text", Entries): "Y152",
    ("text", Block): "Y152",
    ("list", Scalar): "Y153",
    ("list", Block): "Y154",
    ("mapping", Scalar): "Y155",
    ("mapping", Entries): "Y156",
}


def wrong_kind(file: YamlFile, node: Node, expected: Literal["text", "list", "mapping"]) -> Problem:
    """The problem of finding another kind of content than expected; the caller has seen that it is another kind."""
    if isinstance(node, Scalar):
        if not node.text:
            return problem(file, "Y157", node)
        fault = _colon_fault(node.text, 0) if expected == "mapping" and node.plain else None
        # a name is on the first line of a text, and so is its colon
        if fault and place(node, fault.start)[0] == node.line:
            edits = [_moved(edit, node.column - 1) for edit in fault.edits]
            mended = _edited(_Line(_line(file, node.line)), edits).text.strip()
            return problem(file, fault.code, node, fault.start, fault.end, suggestion=mended)
    elif expected == "text" and node.flow:
        typed = _line(file, node.line)
        if typed[node.end_column - 2] in "]}":
            quoted = _edited(_Line(typed), _quoting(typed, node.column - 1, node.end_column - 1))
            return problem(file, "Y151", node, suggestion=quoted.text.strip())
    return problem(file, _WRONG_KINDS[expected, type(node)], node)


# --- from bytes to text -----------------------------------------------------------------------------------------------


def read_yaml(path: Path | str) -> tuple[YamlFile, list[Problem]]:
    """A file from disk, and everything that is wrong with it as YAML, in file order. Raises nothing."""
    name = str(path)
    try:
        if Path(path).is_dir():
            return YamlFile(name), [Problem("Y102", name)]
        with open(path, "rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return YamlFile(name), [Problem("Y101", name)]
    except OSError:
        return YamlFile(name), [Problem("Y103", name)]
    if len(data) > MOST_BYTES:
        return YamlFile(name), [_too_big(name)]
    data = data.removeprefix(BOM_UTF8)
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or b"\n\0" in data or b"\0\n" in data:
        return YamlFile(name), [Problem("Y105", name)]
    try:
        return parse_yaml(data.decode("utf-8"), name)
    except UnicodeDecodeError as error:
        return YamlFile(name), [_not_utf8(data, error.start, name)]


def _too_big(path: str) -> Problem:
    return Problem("Y109", path, values={"most": str(MOST_BYTES // 1_000_000)})


def _not_utf8(data: bytes, at: int, path: str) -> Problem:
    """GB18030 is what Chinese editors write when they do not write UTF-8; else all we know is the place."""
    begin = data.rfind(b"\n", 0, at) + 1
    end = data.find(b"\n", at)
    whole = data[begin : end if end >= 0 else len(data)].rstrip(b"\r")
    column = len(data[begin:at].decode("utf-8")) + 1
    try:
        # damage comes after many good characters, another encoding fails at one of the first
        data.decode("utf-8" if sum(byte > 0xBF for byte in data[:at]) > 10 else "gb18030")
        code, source = "Y104", whole.decode("gb18030")
    except UnicodeDecodeError:
        code, source = "Y106", whole.decode("utf-8", "replace")
    return Problem(code, path, data.count(b"\n", 0, at) + 1, column, column + 1, source)


# what YAML allows in a file, less the marks that only YAML takes for the end of a line and byte order marks inside
_FOREIGN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def parse_yaml(text: str, path: str) -> tuple[YamlFile, list[Problem]]:
    """A file from its text, and everything that is wrong with it as YAML, in file order. Raises nothing."""
    if len(text) > MOST_BYTES:
        return YamlFile(path), [_too_big(path)]
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    typed = tuple(text.removesuffix("\n").split("\n"))
    # white space alone on a line means nothing to anybody, whichever kind it is; YAML's marks may lie below the last
    sheet = _Sheet(path, typed, [*(_Line(line if line.strip() else "") for line in typed), _Line("")])
    problems = _without_foreign(sheet)
    built = _build(sheet)
    if built.error or built.doubtful or isinstance(built.root, Scalar):
        mended = _mend(sheet)
        problems += mended
        built = _build(sheet) if mended else built
    for _ in range(MOST_REPAIRS):
        if not built.error or (culprit := _culprit(sheet, built.error)) is None:
            break
        if culprit[0] + 1 not in sheet.reported:
            problems.append(_at(sheet, "Y130", *culprit))
        _leave_out(sheet, culprit[0])
        built = _build(sheet)
    problems += [found for found in built.problems if found.line not in sheet.reported]
    if built.error or len(problems) > MOST_PROBLEMS:
        problems = [*sorted(problems, key=_order)[:MOST_PROBLEMS], Problem("Y147", path)]
    elif built.root is None and not problems:
        problems.append(Problem("Y107", path))
    elif isinstance(built.root, Scalar) and not problems:
        problems.append(wrong_kind(YamlFile(path, typed), built.root, "mapping"))
    sheet.reported.update(found.line for found in problems if found.line)
    root = None if built.error else built.root
    return YamlFile(path, typed, root, frozenset(sheet.reported)), sorted(problems, key=_order)


def _order(found: Problem) -> tuple[bool, int, int]:
    return not found.line, found.line, found.column


# --- lines, as typed and as repaired ----------------------------------------------------------------------------------

Edit = tuple[int, int, str]


class _Line(NamedTuple):
    """A line as it is read, and where each of its characters was typed (None: as typed, nothing moved)."""

    text: str
    origins: tuple[int, ...] | None = None

    def origin(self, column: int) -> int:
        return column if self.origins is None else self.origins[min(column, len(self.origins) - 1)]


@dataclass(slots=True)
class _Sheet:
    """A file while it is being read: the lines as typed, the lines as repaired so far."""

    path: str
    typed: tuple[str, ...]
    lines: list[_Line]
    reported: set[int] = field(default_factory=set)


def _edited(line: _Line, edits: Iterable[Edit]) -> _Line:
    texts: list[str] = []
    origins: list[int] = []
    done = 0
    for start, end, new in (*edits, (len(line.text), len(line.text), "")):
        texts += (line.text[done:start], new)
        origins.extend(range(done, start))
        origins.extend([start] * len(new))
        done = end
    origins.append(len(line.text))
    return _Line("".join(texts), tuple(line.origin(index) for index in origins))


def _quoting(text: str, start: int, end: int) -> list[Edit]:
    """Put part of a line in single quotation marks."""
    inner = [(at, at, "'") for at in range(start, end) if text[at] == "'"]
    return [(start, start, "'"), *inner, (end, end, "'")]


def _indenting(indent: int, wanted: int) -> tuple[Edit, ...]:
    """Move the beginning of a line to a column; deeper than anybody indents, there is no repair."""
    return ((0, indent, " " * wanted),) if wanted <= MOST_INDENT else ()


def _at(sheet: _Sheet, code: str, number: int, start: int, end: int, **values: str) -> Problem:
    """A problem at columns (from 0) of a line (from 0) as it is read; the place given back is the typed one."""
    if number == len(sheet.typed):
        number, start, end = number - 1, len(sheet.lines[number - 1].text), len(sheet.lines[number - 1].text)
    line, typed = sheet.lines[number], sheet.typed[number]
    column = min(line.origin(start), len(typed))
    end_column = max(min(line.origin(end), len(typed)), column + 1)
    return Problem(code, sheet.path, number + 1, column + 1, end_column + 1, typed, values)


def _without_foreign(sheet: _Sheet) -> list[Problem]:
    """Take out the characters no text file holds, one problem a line; a space stands in for each."""
    problems = []
    for number, line in enumerate(sheet.lines):
        if found := _FOREIGN.search(line.text):
            character = f"U+{ord(found.group()):04X}"
            problems.append(_at(sheet, "Y110", number, found.start(), found.end(), character=character))
            sheet.lines[number] = _Line(_FOREIGN.sub(" ", line.text))
    return problems


# --- from YAML's events to nodes --------------------------------------------------------------------------------------


class _Built(NamedTuple):
    root: Node | None
    problems: list[Problem]
    error: yaml.YAMLError | None
    doubtful: bool


def _build(sheet: _Sheet) -> _Built:
    """What YAML makes of the lines. Events, not composed nodes: only they still show anchors, aliases and tags."""
    root: Node | None = None
    problems: list[Problem] = []
    doubtful = False
    open_nodes: list[tuple[Any, list[Node]]] = []
    try:
        for event in yaml.parse("\n".join([line.text for line in sheet.lines]), Loader=_LOADER):
            kind = type(event)
            if kind is events.ScalarEvent:
                scalar = _scalar(sheet, event)
                in_flow = bool(open_nodes) and open_nodes[-1][0].flow_style
                problems += _refused(sheet, event, in_flow)
                doubtful = doubtful or _doubtful(sheet, event)
                node: Node = scalar if in_flow else _uncut(sheet, event, scalar, problems)
            elif kind is events.SequenceStartEvent or kind is events.MappingStartEvent:
                problems += _refused(sheet, event, False)
                if len(open_nodes) == MOST_LEVELS:
                    problems.append(_at_mark(sheet, "Y145", event.start_mark, 1, most=str(MOST_LEVELS)))
                    return _Built(None, problems, None, False)
                open_nodes.append((event, []))
                continue
            elif kind is events.SequenceEndEvent:
                start, items = open_nodes.pop()
                node = Entries(tuple(items), *_span(sheet, start, event, items), bool(start.flow_style))
            elif kind is events.MappingEndEvent:
                start, items = open_nodes.pop()
                pairs, named = _pairs(sheet, items, bool(start.flow_style), problems)
                node = Block(pairs, *_span(sheet, start, event, items), bool(start.flow_style), named)
            elif kind is events.AliasEvent:
                problems += _refused(sheet, event, bool(open_nodes) and open_nodes[-1][0].flow_style)
                node = _scalar(sheet, event)
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
        return _Built(None, problems, error, False)
    nothing = isinstance(root, Scalar) and not root.text and root.plain
    return _Built(None if nothing else root, problems, None, doubtful)


def _at_mark(sheet: _Sheet, code: str, mark: Any, length: int, **values: str) -> Problem:
    return _at(sheet, code, mark.line, mark.column, mark.column + length, **values)


def _span(sheet: _Sheet, start: Any, end: Any, items: list[Node]) -> tuple[int, int, int]:
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


def _scalar(sheet: _Sheet, event: Any) -> Scalar:
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


def _runs(lines: list[_Line], mark: Any, end: Any, text: str, style: str) -> Iterator[Run]:
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


def _typed_runs(line: _Line, number: int, at: int, column: int, length: int) -> Iterator[Run]:
    if line.origins is None:
        yield Run(at, number + 1, column + 1, length)
        return
    for offset in range(length):  # a repaired line: its characters may have moved, each by its own distance
        origin = line.origin(column + offset)
        yield Run(at + offset, number + 1, origin + 1, int(origin < line.origins[-1]))


def _refused(sheet: _Sheet, event: Any, in_flow: bool) -> list[Problem]:
    """Anchors, aliases and tags: what lets a small file say much, or say what it is not seen to say."""
    alias = type(event) is events.AliasEvent
    if not alias and event.anchor is None and event.tag is None:
        return []
    mark = event.start_mark
    text = sheet.lines[mark.line].text
    inside = in_flow and event.end_mark.line == mark.line
    end = event.end_mark.column if inside else _content_end(text, mark.column)
    word = text[mark.column :].split(maxsplit=1)[0][: end - mark.column]
    quoted = _edited(_Line(text), _quoting(text, mark.column, end))
    code = "Y142" if alias or event.anchor is not None else "Y143"
    return [_at_mark(sheet, code, mark, len(word), word=word, suggestion=quoted.text.strip())]


def _pairs(
    sheet: _Sheet, items: list[Node], flow: bool, problems: list[Problem]
) -> tuple[tuple[tuple[Scalar, Node], ...], dict[str, Node]]:
    """The pairs of a block without those that cannot be meant, which become problems."""
    file = YamlFile(sheet.path, sheet.typed)
    pairs: list[tuple[Scalar, Node]] = []
    lines: dict[str, int] = {}
    unseparated: list[tuple[Scalar, _Fault]] = []
    for name, value in zip(items[::2], items[1::2], strict=True):
        if not isinstance(name, Scalar):
            problems.append(problem(file, "Y146", name))
            continue
        if flow and name.plain and not name.runs and _is_nothing(value) and (fault := _colon_fault(name.text, 0)):
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
        edits.setdefault(name.line, []).extend(_moved(edit, name.column - 1) for edit in fault.edits)
    mended = {line: _edited(_Line(sheet.typed[line - 1]), found).text.strip() for line, found in edits.items()}
    for (line, code), (name, fault) in {(n.line, f.code): (n, f) for n, f in reversed(unseparated)}.items():
        problems.append(problem(file, code, name, fault.start, fault.end, suggestion=mended[line]))
    return tuple(pairs), {name.text: value for name, value in pairs}


def _is_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and not node.text


def _moved(edit: Edit, by: int) -> Edit:
    return edit[0] + by, edit[1] + by, edit[2]


def _halves(name: Scalar, fault: "_Fault") -> tuple[Scalar, Scalar]:
    """The name and the value in a text whose colon was not seen as one."""
    before = name.text[: fault.start].rstrip()
    begin = fault.edits[0][1]
    after = Scalar(name.text[begin:], name.line, name.column + begin, name.end_column)
    return Scalar(before, name.line, name.column, name.column + len(before)), after


def _doubtful(sheet: _Sheet, event: Any) -> bool:
    """Whether a text begins, or in a list goes on, with what looks like indentation or a list mark."""
    if event.style or not event.value:
        return False
    mark = event.start_mark
    before = sheet.lines[mark.line].text[: mark.column]
    if before.strip(" -"):
        return False
    if event.value[0].isspace() or _is_dash(event.value[0]):
        return True
    following = [line.text for line in sheet.lines[mark.line + 1 : event.end_mark.line + 1]]
    if "-" in before and any(_LIST_MARK.match(text.lstrip()) for text in following):
        return True
    return bool(following) and all(_colon_fault(text, _indent(text)) for text in (event.value, *following))


def _is_dash(character: str) -> bool:
    return character == "\u2212" or unicodedata.category(character) == "Pd"


def _uncut(sheet: _Sheet, event: Any, scalar: Scalar, problems: list[Problem]) -> Scalar:
    """The text before a ``#``, unless what follows can be no remark: then all of it, and a problem."""
    mark, end = event.start_mark, event.end_mark
    if event.style or mark.line != end.line:
        return scalar
    line = sheet.lines[mark.line]
    rest = line.text[end.column :]
    if "#" not in rest or rest.lstrip()[0] != "#" or line.origins is not None:
        return scalar
    at = line.text.index("#", end.column)
    # a remark is set off by a space, unless a pair of brackets or quotation marks is cut in two
    if not (_cuts_pair(scalar.text, rest) if scalar.text else re.match(r"[^\s#!]", line.text[at + 1 :])):
        return scalar
    start, stop = (mark.column if scalar.text else at), len(line.text.rstrip())
    quoted = _edited(line, _quoting(line.text, start, stop))
    problems.append(_at(sheet, "Y127", mark.line, at, at + 1, suggestion=quoted.text.strip()))
    return Scalar(line.text[start:stop], mark.line + 1, start + 1, stop + 1)


def _cuts_pair(before: str, after: str) -> bool:
    def unpaired(text: str, opening: tuple[str, str], closing: tuple[str, str]) -> int:
        depth = 0
        for category in map(unicodedata.category, text):
            depth = depth + 1 if category in opening else max(depth - 1, 0) if category in closing else depth
        return depth

    opens, closes = ("Ps", "Pi"), ("Pe", "Pf")
    if unpaired(before, opens, closes) and unpaired(after[::-1], closes, opens):
        return True
    return before.count('"') % 2 == 1 and after.count('"') % 2 == 1


# --- what is wrong with a line ----------------------------------------------------------------------------------------


class _Fault(NamedTuple):
    """A mistake in a line, at columns from 0, and the edits that mend it; without any, the line must be left out."""

    code: str
    start: int
    end: int
    edits: tuple[Edit, ...] = ()


class _Read(NamedTuple):
    """How a sound line is built: columns of its list marks, of its name and of what it says; where reading goes on."""

    indent: int
    marks: tuple[int, ...]
    name: int | None
    says: Literal["nothing", "text", "whole", "more"]  # whole: closed by itself; more: belongs to the text above
    resume: int


class _Level(NamedTuple):
    column: int
    is_list: bool


@dataclass(slots=True)
class _Position:
    """Where among lists and blocks the reading of lines stands."""

    levels: list[_Level] = field(default_factory=list)
    awaits: int | None = None  # column of a name or list mark that said nothing yet: deeper lines belong to it
    text: int | None = None  # column of the name or list mark whose text deeper lines go on with
    text_in_list: bool = False
    leads: dict[str, int] = field(default_factory=dict)  # what indentation with tabs was taken to mean


_LIST_MARK = re.compile(r"-(?=[ \t]|$)")
_COLON = re.compile(r":(?=[ \t]|$)")
_DOCUMENT_MARK = re.compile(r"(?:---|\.\.\.)(?=[ \t]|$)|%(?:YAML|TAG)[ \t]")
_REMARK = re.compile(r"(?:^|[ \t])#")
_BLOCK_HEADER = re.compile(r"[|>][-+1-9]{0,2}[ \t]*(?:#.*)?$")
_DOUBLE = re.compile(r'"(?:[^"\\]++|\\.)*+"')
_SINGLE = re.compile(r"'(?:[^']++|'')*+'")
_END_OF_DOUBLE = re.compile(r'(?:[^"\\]++|\\.)*+"')
_END_OF_SINGLE = re.compile(r"(?:[^']++|'')*+'(?!')")
_BAD_ESCAPE = re.compile(r'(?:[^\\]++|\\[0abtnvfre "/\\N_LPxuU\t])*+\\(?=.)')
_HANDLED_AS_EVENT = re.compile(r"(?:[&*][A-Za-z0-9_-]+|![A-Za-z0-9!_-]*)(?=[ \t]|$)")
_PIECES = re.compile(
    r"""(?P<quoted>"(?:[^"\\]++|\\.)*+"|'(?:[^']++|'')*+')|(?P<bracket>[\[\]{}])|(?P<comma>,)"""
    r"""|(?P<colon>:(?=[\s,\[\]{}]|$))|(?P<skip>\s+(?:#.*)?)|(?P<plain>(?:[^\s\[\]{},:]|:(?![\s,\[\]{}]|$))++)"""
)


def _content_end(text: str, start: int) -> int:
    """Where what a line says ends: before white space and a remark."""
    found = None if text.startswith("#", start) else _REMARK.search(text, start)
    if found and _cuts_pair(text[start : found.start()], text[found.end() :]):
        found = None
    end = start if text.startswith("#", start) else found.start() if found else len(text)
    return max(start, len(text[:end].rstrip()))


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _skip(text: str, at: int) -> int:
    return len(text) - len(text[at:].lstrip())


def _after_quote(text: str, at: int) -> int | None:
    """The place after a quoted text that closes on its line."""
    found = (_DOUBLE if text[at] == '"' else _SINGLE).match(text, at)
    return found.end() if found else None


def _after_brackets(text: str, at: int) -> int | None:
    """The place after a bracketed list or block that closes on its line."""
    depth = 0
    for piece in _PIECES.finditer(text, at):
        if piece.lastgroup == "bracket":
            depth += 1 if piece.group() in "[{" else -1
            if depth == 0:
                return piece.end()
    return None


def _closed_end(text: str, at: int) -> int | None:
    """The place after a quotation or bracket that opens and closes on the line; None for anything else."""
    if text.startswith(('"', "'"), at):
        return _after_quote(text, at)
    return _after_brackets(text, at) if text.startswith(("[", "{"), at) else None


def _name_colon(text: str, at: int) -> int | None:
    """The colon after the name that begins at a place; None when no name does."""
    if text.startswith(('"', "'", "[", "{"), at):
        end = _closed_end(text, at)
        found = _COLON.match(text, _skip(text, end)) if end is not None else None
    else:
        found = _COLON.search(text, at, _content_end(text, at))
    return found.start() if found else None


def _colon_fault(text: str, start: int) -> _Fault | None:
    """A name followed by a full-width colon, or by a colon without a space: what only people read as a name."""
    for at in range(start, min(len(text), start + MOST_OF_A_NAME)):
        if text.startswith("://", at):
            return None
        if plain(text[at])[0] == ":" and at > start:
            after = _skip(text, at + 1)
            return _Fault("Y116" if text[at] == ":" else "Y115", at, at + 1, ((at, after, ": "),))
        if not (text[at].isalnum() or plain(text[at])[0] in _IN_NAMES):
            return None
    return None


def _lead_fault(text: str, indent: int, here: _Position) -> _Fault:
    """Indentation with anything but spaces; how deep it was meant can only be told from the lines above."""
    lead = text[:indent]
    start = len(lead) - len(lead.lstrip(" "))
    end = len(lead.rstrip(" "))
    columns = {level.column for level in here.levels}
    wanted = here.leads.get(lead, -1)
    begins = _name_colon(text, indent) is not None or _LIST_MARK.match(text, indent) or _colon_fault(text, indent)
    if here.text is not None and not begins:
        wanted = here.text + 2
    elif wanted not in columns and (here.awaits is None or wanted <= here.awaits):
        wanted = here.awaits + 2 if here.awaits is not None else here.levels[-1].column if here.levels else 0
    here.leads[lead] = wanted
    return _Fault("Y111" if "\t" in lead else "Y112", start, end, _indenting(indent, wanted))


def _list_mark_fault(text: str, at: int, here: _Position) -> _Fault | None:
    """A dash of another width, or one that touches what follows."""
    if not (text[at] == "-" or _is_dash(text[at])) or text.startswith(("- ", "--", "-\t"), at):
        return None
    after = at
    while after < len(text) and _is_dash(text[after]):
        after += 1
    begin = _skip(text, after)
    if begin == len(text) or plain(text[begin])[0] == ":" or (text[at] == "-" and text[begin].isdigit()):
        return None
    listed = not here.levels or _Level(at, True) in here.levels or begin > after
    if not (listed or _name_colon(text, begin) is not None or _colon_fault(text, begin)):
        return None
    return _Fault("Y114" if text[at] == "-" else "Y113", at, after, ((at, begin, "- "),))


def _level_fault(text: str, indent: int, is_list: bool, here: _Position) -> _Fault | None:
    """A line that stands under none of the lines above, or a list mark where the others have none."""
    if not here.levels or _begins_level(here, indent, is_list):
        return None
    kinds = [level.is_list for level in here.levels if level.column == indent]
    if is_list in kinds:
        return None
    end = _name_colon(text, indent) or _content_end(text, indent)
    if kinds:
        return _Fault("Y120", indent, end, () if is_list else ((indent, indent, "- "),))
    fitting = [level.column for level in here.levels if level.is_list == is_list]
    wanted = min(fitting or [level.column for level in here.levels], key=lambda column: (abs(column - indent), -column))
    return _Fault("Y118", indent, end, _indenting(indent, wanted))


def _begins_level(here: _Position, indent: int, is_list: bool) -> bool:
    if here.awaits is None:
        return False
    return indent > here.awaits or (is_list and indent == here.awaits and not here.levels[-1].is_list)


def _examine(lines: list[_Line], number: int, here: _Position) -> _Fault | _Read:
    """The first mistake in a line, or how the line is built."""
    text = lines[number].text
    indent = _indent(text)
    if text[:indent].strip(" "):
        return _lead_fault(text, indent, here)
    mark = _LIST_MARK.match(text, indent)
    if here.text is not None and indent > here.text:
        colon = _name_colon(text, indent)
        if colon is None and not (mark and here.text_in_list):
            return _Read(indent, (), None, "more", number + 1)
        end = _content_end(text, indent) if colon is None else colon
        back = _indenting(indent, here.levels[-1].column) if here.levels and (mark or not here.text_in_list) else ()
        return _Fault("Y118", indent, end, back)
    if fault := _list_mark_fault(text, indent, here) or _level_fault(text, indent, bool(mark), here):
        return fault
    marks = []
    at = indent
    while mark:
        marks.append(at)
        at = _skip(text, mark.end())
        mark = _LIST_MARK.match(text, at)
    after_name = _name_colon(text, at)
    if after_name is not None:
        return _name_fault(text, at, after_name) or _read(lines, number, here, marks, at, _skip(text, after_name + 1))
    closed = _closed_end(text, at)
    if closed is not None:
        later = _COLON.search(text, closed, _content_end(text, at))
        if later:
            code = "Y123" if text[at] in "\"'" else "Y124"
            return _Fault(code, at, closed, tuple(_quoting(text, at, later.start())))
    elif at < _content_end(text, at) and (fault := _unnamed_fault(lines, number, here, marks, at)):
        return fault
    return _read(lines, number, here, marks, None, at)


def _name_fault(text: str, at: int, colon: int) -> _Fault | None:
    if _is_special(text, at) and text[at] != "?":
        return _Fault("Y125", at, at + 1, tuple(_quoting(text, at, len(text[:colon].rstrip()))))
    return None


def _unnamed_fault(lines: list[_Line], number: int, here: _Position, marks: list[int], at: int) -> _Fault | None:
    """A line that was meant to begin with a name, and has no colon that YAML sees."""
    text = lines[number].text
    if _HANDLED_AS_EVENT.match(text, at):
        return None
    beside_names = bool(here.levels) and not marks and not _begins_level(here, at, False)
    fault = _colon_fault(text, at)
    above_list = _LIST_MARK.match(_next_text(lines, number).lstrip())
    first = not here.levels and not marks and (fault or above_list)
    if not (beside_names or first or _name_follows(lines, number, at)):
        return None
    if fault or text[at] in "\"'[{":
        return fault
    end = _content_end(text, at)
    gap = next((index for index in range(at, end) if text[index].isspace()), end)
    return _Fault("Y117", at, end, ((gap, _skip(text, gap), ": ") if gap < end else (end, end, ":"),))


def _name_follows(lines: list[_Line], number: int, column: int) -> bool:
    """Whether the next line begins with a name, just below a place."""
    following = _next_text(lines, number)
    at = _indent(following)
    if (at != column and not following[:at].strip(" ")) or _LIST_MARK.match(following, at):
        return False
    return _name_colon(following, at) is not None or _colon_fault(following, at) is not None


def _read(
    lines: list[_Line], number: int, here: _Position, marks: list[int], name: int | None, start: int
) -> _Fault | _Read:
    owner = name if name is not None else marks[-1] if marks else -1 if here.awaits is None else here.awaits
    said = _says(lines, number, start, owner)
    if isinstance(said, _Fault):
        return said
    return _Read(_indent(lines[number].text), tuple(marks), name, *said)


Said = tuple[Literal["nothing", "text", "whole"], int]


def _says(lines: list[_Line], number: int, start: int, owner: int) -> _Fault | Said:
    """The first mistake in what stands after a name or a list mark; else what it is, and where reading goes on."""
    text = lines[number].text
    end = _content_end(text, start)
    alone = _HANDLED_AS_EVENT.match(text, start)
    if start >= end or (alone and alone.end() == end):
        return "nothing", number + 1
    first = text[start]
    if _BLOCK_HEADER.match(text, start):
        return "whole", _past_deeper(lines, number, owner)
    if first in "\"'":
        return _quotation(lines, number, start, owner)
    if first in "[{":
        return _brackets(lines, number, start, owner)
    if first == "-" and _LIST_MARK.match(text, start):
        edits = () if _goes_deeper(lines, number, owner) else tuple(_quoting(text, start, end))
        return _Fault("Y128", start, start + 1, edits)
    if _is_special(text, start):
        return _Fault("Y125", start, start + 1, tuple(_quoting(text, start, end)))
    if colon := _COLON.search(text, start, end):
        return _Fault("Y126", colon.start(), colon.end(), tuple(_quoting(text, start, end)))
    return "text", number + 1


def _is_special(text: str, at: int) -> bool:
    """Whether a character here makes YAML expect something else than text (what it reads as an event is left to it)."""
    first = text[at]
    if first in "*&!":
        return not _HANDLED_AS_EVENT.match(text, at)
    return first in "%@`|>,]}" or (first in "?:" and (at + 1 == len(text) or text[at + 1] in " \t"))


def _past_deeper(lines: list[_Line], number: int, column: int) -> int:
    """The first line after a line that is not empty and not deeper than a column."""
    for index in range(number + 1, len(lines)):
        text = lines[index].text
        if text.strip() and len(text) - len(text.lstrip(" ")) <= column:
            return index
    return len(lines)


def _goes_deeper(lines: list[_Line], number: int, column: int) -> bool:
    """Whether what stands on the lines below begins deeper than a column."""
    following = _next_text(lines, number)
    return len(following) - len(following.lstrip(" ")) > column and following != ""


def _next_text(lines: list[_Line], number: int) -> str:
    """The next line that is not empty; empty when there is none."""
    return next((lines[index].text for index in range(number + 1, len(lines)) if lines[index].text), "")


def _quotation(lines: list[_Line], number: int, start: int, owner: int) -> _Fault | Said:
    text = lines[number].text
    end = _content_end(text, start)
    close = _after_quote(text, start)
    if close is not None:
        if _skip(text, close) < len(text) and text[_skip(text, close)] != "#":
            return _Fault("Y123", start, close, tuple(_quoting(text, start, end)))
        if text[start] == '"' and (bad := _BAD_ESCAPE.match(text, start + 1, close - 1)):
            return _Fault("Y129", bad.end() - 1, bad.end() + 1, _requoting(text, start, close - 1, close))
        return "whole", number + 1
    ending = _END_OF_DOUBLE if text[start] == '"' else _END_OF_SINGLE
    for index in range(number + 1, len(lines)):
        source = lines[index].text
        found = ending.match(source)
        rest = source[found.end() :].strip() if found else "more"
        if found and rest[:1] in ("", "#"):
            return "whole", index + 1
        if found or (source and _indent(source) <= owner):
            break
    return _Fault("Y121", start, start + 1, _requoting(text, start, end, end))


def _requoting(text: str, start: int, end: int, after: int) -> tuple[Edit, ...]:
    """Single quotation marks in place of the one that opens at ``start`` and of what stands from ``end``."""
    _, *inner, _ = _quoting(text, start + 1, end)
    return ((start, start + 1, "'"), *inner, (end, after, "'"))


def _brackets(lines: list[_Line], number: int, start: int, owner: int) -> _Fault | Said:
    text = lines[number].text
    opened: list[tuple[int, int, str]] = []
    for index in range(number, len(lines)):
        source = lines[index].text
        below = source.lstrip() if index > number else ""
        if below.startswith("#"):
            continue
        if below and _indent(source) <= owner and not below.startswith(("]", "}")):
            break
        for piece in _PIECES.finditer(source, start if index == number else 0):
            character = piece.group()
            if piece.lastgroup != "bracket":
                continue
            if character in "[{":
                opened.append((index, piece.start(), "]" if character == "[" else "}"))
            elif character != opened[-1][2]:
                edit = (piece.start(), piece.end(), opened[-1][2])
                return _unclosed(number, opened, (edit,) if index == number else ())
            else:
                opened.pop()
                if not opened:
                    return _after_closing(lines, number, start, index, piece.end())
    end = _content_end(text, start)
    closing = "".join(closer for _, _, closer in reversed(opened))
    return _unclosed(number, opened, () if _goes_deeper(lines, number, owner) else ((end, end, closing),))


def _unclosed(number: int, opened: list[tuple[int, int, str]], edits: tuple[Edit, ...]) -> _Fault:
    _, column, _ = opened[-1] if opened[-1][0] == number else opened[0]
    return _Fault("Y122" if edits else "Y131", column, column + 1, edits)


def _after_closing(lines: list[_Line], number: int, start: int, index: int, close: int) -> _Fault | Said:
    text = lines[index].text
    after = _skip(text, close)
    if after < len(text) and text[after] != "#":
        if index > number:
            return _Fault("Y131", start, start + 1)
        return _Fault("Y124", start, close, tuple(_quoting(text, start, _content_end(text, start))))
    return (_piece_fault(text, start, close) if index == number else None) or ("whole", index + 1)


def _piece_fault(text: str, start: int, close: int) -> _Fault | None:
    """A mistake between the brackets of a list or block on one line."""
    begin: int | None = None
    quoted = colon_seen = False
    for piece in _PIECES.finditer(text, start, close):
        kind, at = piece.lastgroup, piece.start()
        if kind in ("bracket", "comma"):
            begin, colon_seen = None, False
        elif kind == "colon" and colon_seen and begin is not None:
            comma = next((i for i in range(at, begin, -1) if text[i] != "," and plain(text[i])[0] == ","), None)
            if comma is not None:
                return _Fault("Y119", comma, comma + 1, ((comma, _skip(text, comma + 1), ", "),))
            return _Fault("Y126", at, at + 1, tuple(_quoting(text, begin, _piece_end(text, at, close))))
        elif kind == "colon":
            begin, colon_seen = None, True
        elif kind != "skip" and begin is None:
            begin, quoted = at, kind == "quoted"
            if not quoted and text[at] in "\"'":
                end = _piece_end(text, at, close)
                return _Fault("Y121", at, at + 1, _requoting(text, at, end, end))
            if not quoted and _is_special(text, at):
                return _Fault("Y125", at, at + 1, tuple(_quoting(text, at, _piece_end(text, at, close))))
        elif kind != "skip" and quoted and not (kind == "plain" and piece.group().startswith(":")):
            end = _after_quote(text, begin or start) or at
            return _Fault(
                "Y123", begin or start, end, tuple(_quoting(text, begin or start, _piece_end(text, at, close)))
            )
    return None


def _piece_end(text: str, at: int, close: int) -> int:
    end = next((p.start() for p in _PIECES.finditer(text, at, close) if p.lastgroup in ("bracket", "comma")), close)
    return len(text[:end].rstrip())


# --- all lines in turn ------------------------------------------------------------------------------------------------

MOST_OF_A_NAME = 30
MOST_IN_A_LINE = 30
_IN_NAMES = "_-()/."


def _mend(sheet: _Sheet) -> list[Problem]:
    """Repair, in memory, every line a mistake can be named for; the problems, each with its line as it should be."""
    problems: list[Problem] = []
    here = _Position()
    number = 0
    while number < len(sheet.lines):
        text = sheet.lines[number].text
        if not text.strip() or text.lstrip().startswith("#"):
            sheet.lines[number] = _Line("")
            number += 1
        elif _DOCUMENT_MARK.match(text):
            here = _Position()
            number += 1
        else:
            number = _mend_line(sheet, number, here, problems)
    return problems


def _mend_line(sheet: _Sheet, number: int, here: _Position, problems: list[Problem]) -> int:
    """Repair one line, and give the number of the next to look at."""
    found: list[Problem] = []
    passed: set[str] = set()  # one of a kind is enough: the line as it should be shows the others
    mended: set[tuple[str, int]] = set()
    read: _Fault | _Read = _examine(sheet.lines, number, here)
    while isinstance(read, _Fault):
        fault = _at(sheet, read.code, number, read.start, read.end)
        if fault.code not in passed:
            found.append(fault)
        passed.add(fault.code)
        if fault.code in ("Y111", "Y112"):  # how deep such a line was meant is our guess, not the writer's mistake
            passed |= {"Y117", "Y118", "Y120"}
        # a repair that did not help once is not tried again: quotation marks would double each time
        if not read.edits or (fault.code, fault.column) in mended or len(mended) == MOST_IN_A_LINE:
            break
        mended.add((fault.code, fault.column))
        sheet.lines[number] = _edited(sheet.lines[number], read.edits)
        if len(sheet.lines[number].text) > 4 * len(sheet.typed[number]) + MOST_INDENT:
            break
        read = _examine(sheet.lines, number, here)
    suggestion = sheet.lines[number].text.strip()
    problems += [replace(each, values={"suggestion": suggestion}) for each in found]
    if found:
        sheet.reported.add(number + 1)
    if isinstance(read, _Fault):
        return _leave_out(sheet, number)
    _settle(here, read)
    return read.resume


def _settle(here: _Position, read: _Read) -> None:
    """Take a sound line into account."""
    if read.says == "more":
        return
    while here.levels and (
        here.levels[-1].column > read.indent or (here.levels[-1] == (read.indent, True) and not read.marks)
    ):
        here.levels.pop()
    names = () if read.name is None else (_Level(read.name, False),)
    for level in (*(_Level(column, True) for column in read.marks), *names):
        if level not in here.levels[-2:]:
            here.levels.append(level)
    owner = read.name if read.name is not None else read.marks[-1] if read.marks else here.awaits
    here.text = owner if read.says == "text" else None
    here.text_in_list = read.name is None and bool(read.marks)
    here.awaits = owner if read.says == "nothing" else None


def _leave_out(sheet: _Sheet, number: int) -> int:
    """Empty a line and what stands deeper below it, so that one mistake does not make many; the line after."""
    after = _past_deeper(sheet.lines, number, _indent(sheet.lines[number].text))
    for index in range(number, after):
        if sheet.lines[index].text or index == number:
            sheet.lines[index] = _Line("", (0,))
            sheet.reported.add(index + 1)
    return after


def _culprit(sheet: _Sheet, error: yaml.YAMLError) -> tuple[int, int, int] | None:
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
    return (number, _indent(sheet.lines[number].text), len(sheet.lines[number].text)) if number >= 0 else None
