"""Which printed column is which: heading rows → blocks of keys on the left and amounts on the right.

A heading cell that is merged is repeated, so each column has a path of names from the top down. The names may stand
in any order (预算数 above 合计, or 合计 above 预算数), and a heading may say all of them in one cell (预算数合计).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from checker.amounts import read_figure
from checker.characters import bare_key, key
from checker.facts import TEXT, Place, Remark
from checker.layouts import ColumnSpec, Layout, TableSpec
from checker.problems import near_names
from checker.reports import Table

Path = tuple[str, ...]

SEVERAL = "\x1f"
"""Stands between the names of a list in a remark's values; the reader's language says how they are joined."""

_LONGEST_NUMBER = 3
"""Digits of a column number (栏次); four are a year."""


@dataclass(slots=True)
class Block:
    """Columns of a printed table that belong together: codes, labels and line numbers, then amounts by their path.

    words: other columns of text, and those that say no more than 栏次.
    """

    first: int
    name: str = ""
    codes: list[int] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    columns: dict[Path, int] = field(default_factory=dict)
    numbers: dict[Path, str] = field(default_factory=dict)

    @property
    def keys(self) -> set[int]:
        """The columns that say which row it is, or hold other words, and no figures."""
        return {*self.codes, *self.labels, *self.lines, *self.words}


def remark(rule: str, printed: Table, pointer: str, /, severity: str = "warning", **values: str) -> Remark:
    """What was noticed at a place of a printed table; ``pointer`` goes on from the table's own."""
    place = Place(
        f"/tables/{printed.index}{pointer}", table=values.get("table", printed.title), row=values.get("row", "")
    )
    return Remark(rule, values, place, severity=severity)


def heading_paths(table: Table, number_words: Sequence[str]) -> tuple[list[Path], dict[int, str]]:
    """Each column's heading from the top down, and the column numbers (栏次) where a row prints them."""
    paths: list[list[str]] = [[] for _ in (table.header[0] if table.header else ())]
    numbers: dict[int, str] = {}
    words = {key(word) for word in number_words}
    for row in table.header:
        cells = [key(cell) for cell in row]
        counted = _numbers(cells, words, paths)
        numbers.update(counted)
        for index, cell in enumerate(cells):
            beside = index in counted or (bool(counted) and cell in words)
            if cell and not beside and (not paths[index] or paths[index][-1] != cell):
                paths[index].append(cell)
    return [tuple(path) for path in paths], numbers


def _numbers(cells: list[str], words: set[str], above: list[list[str]]) -> dict[int, str]:
    """The column numbers of a heading row that prints them: most of it numbers, each under a heading."""
    digits = {i: cell for i, cell in enumerate(cells) if cell.isdigit() and len(cell) <= _LONGEST_NUMBER}
    marks = len(digits) + sum(cell in words for cell in cells)
    is_row = digits and 2 * marks > sum(map(bool, cells)) and all(above[index] for index in digits)
    return digits if is_row else {}


def key_columns(table: Table, layout: Layout) -> set[int]:
    """The columns of a table without layout that hold codes or line numbers, by headings that others use for them."""
    words = {key(w) for w in layout.line_column} | {key(w) for spec in layout.tables.values() for w in spec.codes}
    paths, _ = heading_paths(table, layout.number_row)
    return {index for index, path in enumerate(paths) if words & set(path)}


_MOST_SUB_HEADINGS = 2
"""Rows of headings that may be printed below the heading of a table."""


def with_sub_headings(table: Table, spec: TableSpec, layout: Layout) -> Table:
    """The table with the headings that are printed in its first rows among its headings, and blank where they stood.

    Under a heading over several columns their own headings may stand beside the label of the first row (合计). They are
    read as such only where no figure is among them, and each of them with the heading above it names a column.
    """
    for count in range(1, min(_MOST_SUB_HEADINGS, len(table.rows)) + 1 if table.header else 0):
        lowered = [_sub_headings(table, row, spec, layout) for row in table.rows[:count]]
        if None in lowered:
            return table
        header = (*table.header, *(tuple(headings) for headings, _ in filter(None, lowered)))
        rows = (*(tuple(rest) for _, rest in filter(None, lowered)), *table.rows[count:])
        made = replace(table, header=header, rows=rows)
        before, _ = heading_paths(table, layout.number_row)
        after, _ = heading_paths(made, layout.number_row)
        found = [column_for(path, spec.columns) for old, path in zip(before, after, strict=True) if old != path]
        if found and None not in found and len(set(found)) == len(found):
            return made
    return table


def _sub_headings(
    table: Table, cells: Sequence[str], spec: TableSpec, layout: Layout
) -> tuple[list[str], list[str]] | None:
    """A row as (headings of its columns, what is left of it); None where it is no row of headings."""
    paths, _ = heading_paths(table, layout.number_row)
    keys = {key(word) for word in (*spec.codes, *spec.labels, *spec.leading, *layout.line_column)}
    labels = {bare_key(name) for total in spec.totals for name in total.all_names}
    labels |= {name for row in spec.rows for name in row.names}
    names = {name for column in spec.columns if column.kind != TEXT for level in column.names for name in level}
    headings, rest, found = [""] * len(cells), list(cells), False
    for index, (cell, path) in enumerate(zip(cells, paths, strict=True)):
        figure, word = read_figure(cell), key(cell)
        if figure is not None:
            if not figure.blank:
                return None
        elif word in path:
            rest[index] = ""
        elif keys & set(path[-2:]):
            if bare_key(cell) not in labels:
                return None
        elif word in names and path in _beside(paths, index) and not _is_known(path, spec):
            headings[index], rest[index], found = cell, "", True
        else:
            return None
    return (headings, rest) if found else None


def _beside(paths: list[Path], index: int) -> list[Path]:
    return [*paths[max(index - 1, 0) : index], *paths[index + 1 : index + 2]]


def _is_known(path: Path, spec: TableSpec) -> bool:
    return column_for(path, spec.columns) is not None


def blocks_of(table: Table, spec: TableSpec, layout: Layout, remarks: list[Remark]) -> list[Block]:
    """The blocks of a printed table, from left to right; one where the layout knows none side by side."""
    paths, numbers = heading_paths(table, layout.number_row)
    starts = _starts(paths, spec, layout) if spec.side_by_side else [0]
    ends = [*starts[1:], len(paths)]
    blocks = [
        _block(table, spec, layout, paths, numbers, start, end, remarks)
        for start, end in zip(starts, ends, strict=True)
    ]
    _remark_missing(table, spec, blocks, remarks)
    return blocks


def _starts(paths: list[Path], spec: TableSpec, layout: Layout) -> list[int]:
    """Where blocks begin: at a leading column, or where keys follow amounts though no leading heading is known."""
    leading = {key(word) for word in (spec.leading or spec.codes or spec.labels)}
    keys = leading | {key(word) for word in (*spec.codes, *spec.labels, *layout.line_column)}
    starts = {0, *(i for i, path in enumerate(paths) if path and path[-1] in leading)}
    amounts = [bool(path) and column_for(path, spec.columns) is not None for path in paths]
    for index in range(1, len(paths)):
        if amounts[index - 1] and not amounts[index]:
            run = index
            while run < len(paths) and not amounts[run] and run not in starts:
                run += 1
            # keys must be among them: an amount under an unknown heading begins no block
            if any(path and path[-1] in keys for path in paths[index:run]):
                starts.add(index)
    first, *rest = sorted(starts)
    return [first, *rest]


def _block(
    table: Table,
    spec: TableSpec,
    layout: Layout,
    paths: list[Path],
    numbers: dict[int, str],
    start: int,
    end: int,
    remarks: list[Remark],
) -> Block:
    block = Block(start)
    names = {b.name for path in paths[start:end] for b in spec.blocks if path and b.matches(path[0])}
    block.name = next(iter(names)) if len(names) == 1 else ""
    codes, labels = {key(w) for w in spec.codes}, {key(w) for w in spec.labels}
    lines, marks = {key(w) for w in layout.line_column}, {key(w) for w in layout.number_row}
    for index in range(start, end):
        path = paths[index]
        if not path:
            continue
        if codes & set(path[-2:]):
            block.codes.append(index)
        elif path[-1] in labels:
            block.labels.append(index)
        elif path[-1] in lines:
            block.lines.append(index)
        elif path[-1] in marks:
            block.words.append(index)
        else:
            column = column_for(path, spec.columns)
            words = _words_column(path, spec) if column is None else None
            if words is not None and words.path not in block.columns:
                block.words.append(index)
                block.columns[words.path] = index
                continue
            if column is None or column.path in block.columns:
                near = near_names(path[-1], [c.path[-1] for c in spec.columns if c.path not in block.columns])
                values = {
                    "table": spec.name,
                    "column": "·".join(printed_path(table, index, path)),
                    "near": SEVERAL.join(near),
                }
                said = any(
                    r.rule == "layout.unknown-column" and r.values["column"] == values["column"] for r in remarks
                )
                if not said:
                    remarks.append(remark("layout.unknown-column", table, f"/header/0/{index}", **values))
                continue
            block.columns[column.path] = index
            if index in numbers:
                block.numbers[column.path] = numbers[index]
    for column in spec.columns:
        # the label and code columns can be spoken of as text columns of their own names
        if column.kind == TEXT and column.path not in block.columns:
            place = next((i for i in (*block.labels, *block.codes) if column.names[-1] & {paths[i][-1]}), None)
            if place is not None:
                block.columns[column.path] = place
    return block


def _words_column(path: Path, spec: TableSpec) -> ColumnSpec | None:
    """The column of text a heading names."""
    return next((c for c in spec.columns if c.kind == TEXT and _stands_in(c.names, path)), None)


def printed_path(table: Table, index: int, path: Path) -> list[str]:
    """The heading of a column as printed, level by level."""
    cells = dict.fromkeys(row[index].strip() for row in table.header)
    return [cell for cell in cells if key(cell) in path]


def _remark_missing(table: Table, spec: TableSpec, blocks: list[Block], remarks: list[Remark]) -> None:
    """Says each heading that is not printed, once; of a block where only that block lacks it."""
    missing: list[str] = []
    for block in blocks:
        prefix = f"{block.name}·" if block.name and len(blocks) > 1 else ""
        missing += [
            prefix + words[0]
            for words, found in ((spec.codes, block.codes), (spec.labels, block.labels))
            if words and not found
        ]
        if not any(spec.column(path).kind != TEXT for path in block.columns):
            elsewhere = {path for other in blocks for path in other.columns}
            missing += [prefix + c.path[-1] for c in spec.columns if c.kind != TEXT and c.path in elsewhere]
    printed = {path for block in blocks for path in block.columns}
    keys = {key(word) for word in (*spec.codes, *spec.labels)}
    for column in spec.columns:
        is_key = column.kind == TEXT and bool(column.names[-1] & keys)
        if column.path not in printed and not column.optional and not is_key:
            missing.append("·".join(column.path))
    for name in dict.fromkeys(missing):
        remarks.append(remark("layout.missing-column", table, "/header", table=spec.name, column=name, near=""))


def column_for(path: Path, columns: Sequence[ColumnSpec]) -> ColumnSpec | None:
    """The column a heading path names: each of its names stands in the path, the lowest heading is one of them, and
    the column with most names wins. A single heading may say them all (预算数合计)."""
    best: ColumnSpec | None = None
    for column in columns:
        if column.kind == TEXT or not path:
            continue
        if _stands_in(column.names, path) or (len(column.names) > 1 and _spells(path[-1], column.names)):
            if best is None or len(column.path) > len(best.path):
                best = column
    return best


def _stands_in(names: tuple[frozenset[str], ...], path: Path) -> bool:
    left = list(path)
    for level in names:
        # the lowest heading first, so that it is not left over
        found = next((heading for heading in reversed(left) if heading in level), None)
        if found is None:
            return False
        left.remove(found)
    return path[-1] not in left


@lru_cache(maxsize=4096)
def _spells(heading: str, names: tuple[frozenset[str], ...]) -> bool:
    """Whether a heading is one name of each level in order, with or without marks between."""
    short = _letters(heading)
    places = {0}
    for level in names:
        words = [_letters(name) for name in level]
        places = {p + len(word) for p in places for word in words if word and short.startswith(word, p)}
    return len(short) in places


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum() or c in "()")
