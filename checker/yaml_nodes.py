"""What a YAML file says, each part with its place in the file as typed: texts, lists, blocks of names."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from checker.problems import Problem


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
        stop = len(line_text(file, line)) + 1
        end_column = min(last_column + 1, stop) if last_line == line else stop
    return Problem(
        code, file.path, line, column, max(end_column, column + 1), line_text(file, line), values, tuple(near)
    )


def line_text(file: YamlFile, line: int) -> str:
    """A line (from 1) as typed; empty when there is none."""
    return file.lines[line - 1] if 0 < line <= len(file.lines) else ""
