"""Printed rows: one for each block of a table, with its code, its label and the columns its amounts stand in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from checker.amounts import read_figure
from checker.characters import bare_key, key
from checker.facts import TEXT, Remark
from checker.headings import Block, Path, remark
from checker.layouts import RowSpec, TableSpec
from checker.reports import Table
from checker.resources import table as grammar_table


@dataclass(slots=True, eq=False)
class Row:
    """One row of a logical table: a printed row of one block, or a row the layout promises and nobody printed.

    path: the names that lead to it; code: its 科目编码; index: the printed row, -1 when it is not printed;
    columns: the printed column of each column path in its block; called: the name of its code where another is printed.
    """

    path: Path
    label: str
    index: int
    columns: dict[Path, int]
    code: str = ""
    line: str = ""
    total: bool = False
    called: str = ""
    spec: RowSpec | None = None
    parent: "Row | None" = None
    children: list["Row"] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The row as a reader finds it: code and label."""
        return f"{self.code} {self.label}".strip() or (self.path[-1] if self.path else "")


def name_by_rows(table: Table, spec: TableSpec, blocks: list[Block]) -> None:
    """A block under no known heading is told by the rows that stand in it."""
    named = {block.name for block in blocks}
    for block in blocks:
        if not block.name:
            labels = {bare_key(cells[i]) for cells in table.rows for i in block.labels}
            fits = {b.name: _fit(b.name, spec, labels) for b in spec.blocks if b.name not in named}
            best = max(fits, key=lambda name: fits[name], default="")
            if best and fits[best]:
                block.name = best
                named.add(best)


def _fit(name: str, spec: TableSpec, labels: set[str]) -> int:
    return sum(bool(row.names & labels) for row in spec.rows if row.path[0] == name)


def words_of(cell: str) -> str:
    """The key of a cell of words; nothing where the cell holds a sign for blank."""
    return "" if cell.strip() in grammar_table("characters")["blanks"] else key(cell)


def is_figure(cell: str) -> bool:
    """Whether a cell holds a figure, zero included, and is not blank."""
    figure = read_figure(cell)
    return figure is not None and not figure.blank


def joined_code(cells: Sequence[str]) -> str:
    """The code of a row in one column, or in several that go on from each other (类, 款, 项) or repeat what stands
    before (208, 20805, 2080505)."""
    code = ""
    for cell in cells:
        part = words_of(cell)
        code = part if part.startswith(code) else code + part
    return code


def printed_rows(
    table: Table,
    spec: TableSpec,
    block: Block,
    right: list[Block],
    taken: set[tuple[int, int]],
    remarks: list[Remark],
) -> Iterator[Row]:
    """The rows of one block that carry a code, a label or a total's name.

    right: the blocks beside it, into which a label may span; taken: the cells that belong to such labels.
    """
    totals = {bare_key(name) for total in spec.totals for name in total.all_names}
    for index, cells in enumerate(table.rows):
        code = joined_code([cells[i] for i in block.codes])
        label = next((cells[i] for i in block.labels if words_of(cells[i])), "")
        line = next((key(cells[i]) for i in block.lines if words_of(cells[i])), "")
        columns = block.columns
        if code and not code.isdigit() and not (label and code.isascii()):
            # a total row carries its label where codes stand
            code, label = "", next(cells[i] for i in block.codes if words_of(cells[i]))
        elif not code and not label:
            # … or, where cells are merged, where amounts stand
            found = [p for p, i in columns.items() if bare_key(cells[i]) in totals]
            label = cells[columns[found[0]]] if found else ""
            columns = {path: i for path, i in columns.items() if path not in found}
        if spec.single_row:
            # the row of an empty table is there too, blank as it is
            if any(words_of(cell) for cell in cells) or len(table.rows) == 1:
                yield Row((), label, index, columns, code, line)
            continue
        if not label and not code:
            loose = [i for i in columns.values() if is_figure(cells[i]) and (index, i) not in taken]
            if loose:
                pointer = f"/rows/{index}/{loose[0]}"
                remarks.append(remark("layout.unlabelled", table, pointer, table=spec.name, text=cells[loose[0]]))
            continue
        if spec.side_by_side and not code:
            columns = _spanning(table, spec, block, columns, right, index)
            taken |= {(index, i) for i in columns.values()}
        path = (block.name, label) if block.name and not spec.coding else (label,)
        yield Row(path, label, index, columns, code, line)


def _spanning(
    table: Table, spec: TableSpec, block: Block, columns: dict[Path, int], right: list[Block], index: int
) -> dict[Path, int]:
    """The columns of a row; where its label spans the blocks to its right, its amount stands in one of theirs."""
    amounts = [path for path in block.columns if spec.column(path).kind != TEXT]
    cells = table.rows[index]
    if len(amounts) != 1 or (amounts[0] in columns and words_of(cells[columns[amounts[0]]])):
        return columns
    for other in right:
        if other.name != block.name or any(words_of(cells[i]) for i in (*other.codes, *other.labels)):
            break
        place = other.columns.get(amounts[0])
        if place is None:
            # the column its amount may have stood in is not known: it is not blank, it is missing
            return {path: i for path, i in columns.items() if path != amounts[0]}
        if words_of(cells[place]):
            return {**columns, amounts[0]: place}
    return {**columns, amounts[0]: block.columns[amounts[0]]}


def line_numbers(table: Table, blocks: Sequence[Block]) -> tuple[str, ...]:
    """The printed line numbers (行次), down one block and then the next, also those of rows without a label."""
    return tuple(text for b in blocks for cells in table.rows for i in b.lines if (text := key(cells[i])))
