"""Report + layout → facts of the tables: which printed cell is which row and column.

A report is faithful and dumb; the layout says what its rows and columns mean. Side-by-side blocks become one
logical table, and every fact keeps the place it was printed at. What does not fit is remarked, never guessed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from checker.amounts import ZERO, Figure, half_unit, read_figure
from checker.characters import bare_key, key
from checker.facts import AMOUNT, COUNT, RATIO, TEXT, Fact, Place, Reason, Remark, text_fact
from checker.layouts import ColumnSpec, Layout, RowSpec, TableSpec
from checker.problems import near_names
from checker.reports import Report, Table
from checker.resources import table as grammar_table

Path = tuple[str, ...]


@dataclass(slots=True, eq=False)
class Row:
    """One row of a logical table: a printed row of one block, or a row the layout promises and nobody printed.

    path: the names that lead to it; code: its 科目编码; index: the printed row, -1 when it is not printed;
    columns: the printed column of each column path in its block.
    """

    path: Path
    label: str
    index: int
    columns: dict[Path, int]
    code: str = ""
    line: str = ""
    total: bool = False
    spec: RowSpec | None = None
    parent: "Row | None" = None
    children: list["Row"] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The row as a reader finds it: code and label."""
        return f"{self.code} {self.label}".strip() or (self.path[-1] if self.path else "")


@dataclass(slots=True, eq=False)
class BoundTable:
    """A printed table seen through its layout."""

    spec: TableSpec
    table: Table
    decimals: int
    unit: str
    factor: Decimal
    rows: list[Row]
    numbers: dict[str, Path]
    facts: dict[tuple[int, int], Fact] = field(default_factory=dict)
    by_path: dict[Path, list[Row]] = field(default_factory=dict)
    by_code: dict[str, list[Row]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row in self.rows:
            self.by_path.setdefault(row.path, []).append(row)
            if row.code:
                self.by_code.setdefault(row.code, []).append(row)

    def fact(self, row: Row, column: Path) -> Fact | Reason:
        """What is printed in a row and column, or why nothing can be said."""
        if row.index < 0:
            return Reason("row_missing", {"table": self.spec.name, "row": row.name})
        index = row.columns.get(column)
        if index is None:
            values = {"table": self.spec.name, "column": "·".join(column), "row": row.name}
            # side by side, the rows of one block have no cells under the headings of another
            elsewhere = any(column in other.columns for other in self.rows)
            return Reason("column_elsewhere" if elsewhere else "column_missing", values, applies=not elsewhere)
        known = self.facts.get((row.index, index))
        if known is None:
            known = self.facts[row.index, index] = self._read(row, column, index)
        if known.kind == "unreadable":
            return Reason("unreadable", {"table": self.spec.name, "row": row.name, "text": known.printed})
        return known

    def place(self, row: Row, index: int, column: Path) -> Place:
        """Where a cell of a row is printed."""
        pointer = f"/tables/{self.table.index}/rows/{row.index}/{index}"
        return Place(pointer, table=self.spec.name, row=row.name, column="·".join(column))

    def _read(self, row: Row, column: Path, index: int) -> Fact:
        printed = self.table.rows[row.index][index]
        place = self.place(row, index, column)
        term = f"《{self.spec.name}》[{row.name}, {'·'.join(column)}]" if row.name else f"《{self.spec.name}》[{place.column}]"
        doubt = str(self.table.cells.get((row.index, index), {}).get("doubt", ""))
        kind = self.spec.column(column).kind
        if kind == TEXT:
            return text_fact(term, printed, place)
        figure = read_figure(printed)
        if figure is None:
            return Fact(term, "unreadable", ZERO, ZERO, "", Decimal(1), printed, place, doubt=doubt)
        return self._figure_fact(term, kind, figure, printed, place, doubt, row.label)

    def _figure_fact(
        self, term: str, kind: str, figure: Figure, printed: str, place: Place, doubt: str, row_name: str
    ) -> Fact:
        if kind == RATIO:
            unit, decimals = figure.sign or "%", figure.decimals
            factor = Decimal(grammar_table("characters")["percents"][unit])
        elif kind == COUNT:
            unit, decimals, factor = "", figure.decimals, Decimal(1)
        else:
            unit, decimals, factor = self.unit, self.decimals, self.factor
        exact = figure.blank or kind == COUNT or (kind == AMOUNT and self.spec.is_exact(unit, decimals))
        half = ZERO if exact else half_unit(decimals) * factor
        value = figure.value * factor
        name = row_name or place.column
        return Fact(term, kind, value, half, unit, factor, printed, place, decimals, figure.blank, name, doubt=doubt)

    def figures(self) -> Iterator[tuple[Row, Path]]:
        """Every place of the table that can hold a figure."""
        for row in self.rows:
            if row.index >= 0:
                for column in row.columns:
                    if self.spec.column(column).kind != TEXT:
                        yield row, column


def bind_table(table: Table, spec: TableSpec, report: Report, layout: Layout) -> tuple[BoundTable, list[Remark]]:
    """One printed table as its layout sees it, and what was remarked."""
    remarks: list[Remark] = []
    blocks = _blocks(table, spec, layout, remarks)
    printed = [
        row
        for order, block in enumerate(blocks)
        for row in _printed_rows(table, spec, block, blocks[order + 1 :], remarks)
    ]
    rows = _coded(printed, spec, layout, table, remarks) if spec.coding else _fixed(printed, spec, table, remarks)
    unit = table.unit or layout.unit
    factor = layout.units.get(unit)
    if factor is None:
        remarks.append(_remark("layout.unknown-unit", table, f"/tables/{table.index}", unit=unit, table=spec.name))
        factor = Decimal(1)
    numbers = {number: path for block in blocks for path, number in block.numbers.items()}
    bound = BoundTable(spec, table, 0, unit, factor, rows, numbers)
    bound.decimals = _decimals(bound, report, remarks)
    return bound, remarks


@dataclass(slots=True)
class _Block:
    """Columns of a printed table that belong together: keys on the left, amounts on the right."""

    name: str
    codes: list[int]
    labels: list[int]
    lines: list[int]
    columns: dict[Path, int]
    numbers: dict[Path, str]
    first: int
    last: int


def _heading_paths(table: Table, layout: Layout) -> tuple[list[Path], dict[int, str]]:
    """Each column's heading from the top down, and the column numbers (栏次) where a row prints them."""
    paths: list[list[str]] = [[] for _ in (table.header[0] if table.header else ())]
    numbers: dict[int, str] = {}
    number_words = {key(word) for word in layout.number_row}
    for row in table.header:
        filled = [key(cell) for cell in row if key(cell)]
        if filled and all(cell.isdigit() or cell in number_words for cell in filled):
            numbers.update({i: key(cell) for i, cell in enumerate(row) if key(cell).isdigit()})
            continue
        for index, cell in enumerate(row):
            short = key(cell)
            if short and (not paths[index] or paths[index][-1] != short):
                paths[index].append(short)
    return [tuple(path) for path in paths], numbers


def _blocks(table: Table, spec: TableSpec, layout: Layout, remarks: list[Remark]) -> list[_Block]:
    paths, numbers = _heading_paths(table, layout)
    leading = {key(word) for word in (spec.leading or spec.codes or spec.labels)}
    starts = [i for i, path in enumerate(paths) if path and path[-1] in leading] if spec.side_by_side else [0]
    blocks = []
    for order, start in enumerate(starts or [0]):
        end = starts[order + 1] if order + 1 < len(starts) else len(paths)
        blocks.append(_block(table, spec, layout, paths, numbers, start, end, remarks))
    seen = {path for block in blocks for path in block.columns}
    for column in spec.columns:
        if column.path not in seen and not column.optional:
            near = near_names(column.path[-1], {path[-1] for path in paths if path})
            remarks.append(
                _remark(
                    "layout.missing-column", table, f"/tables/{table.index}/header",
                    table=spec.name, column="·".join(column.path), near="、".join(near),
                )
            )  # fmt: skip
    return blocks


def _block(
    table: Table,
    spec: TableSpec,
    layout: Layout,
    paths: list[Path],
    numbers: dict[int, str],
    start: int,
    end: int,
    remarks: list[Remark],
) -> _Block:
    name = next((b.name for b in spec.blocks if paths and b.matches(paths[start][0] if paths[start] else "")), "")
    block = _Block(name, [], [], [], {}, {}, start, end)
    codes, labels = {key(w) for w in spec.codes}, {key(w) for w in spec.labels}
    lines = {key(w) for w in layout.line_column}
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
        else:
            column = _column_for(path, spec.columns)
            if column is None or column.path in block.columns:
                near = near_names(table.header[-1][index] or path[-1], [c.path[-1] for c in spec.columns])
                remarks.append(
                    _remark(
                        "layout.unknown-column", table, f"/tables/{table.index}/header/0/{index}",
                        table=spec.name, column="·".join(path), near="、".join(near),
                    )
                )  # fmt: skip
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


def _column_for(path: Path, columns: Sequence[ColumnSpec]) -> ColumnSpec | None:
    """The column a heading path names: the last names agree and the others come in order; the longest wins."""
    best: ColumnSpec | None = None
    for column in columns:
        if column.kind == TEXT or not path or path[-1] not in column.names[-1]:
            continue
        rest = iter(path[:-1])
        if all(any(p in names for p in rest) for names in column.names[:-1]):
            if best is None or len(column.path) > len(best.path):
                best = column
    return best


def _printed_rows(
    table: Table, spec: TableSpec, block: _Block, right: list[_Block], remarks: list[Remark]
) -> Iterator[Row]:
    for index, cells in enumerate(table.rows):
        code = "".join(key(cells[i]) for i in block.codes)
        label = next((cells[i] for i in block.labels if key(cells[i])), "")
        line = next((key(cells[i]) for i in block.lines if key(cells[i])), "")
        if code and not code.isdigit():
            # a total row carries its label where codes stand
            code, label = "", next(cells[i] for i in block.codes if key(cells[i]))
        columns = block.columns
        if not label and not code and not spec.single_row:
            if any(_is_figure(cells[i]) for i in columns.values()) and not _spanned(table, spec, block, index):
                place = next(i for i in columns.values() if _is_figure(cells[i]))
                pointer = f"/tables/{table.index}/rows/{index}/{place}"
                remarks.append(_remark("layout.unlabelled", table, pointer, table=spec.name, text=cells[place]))
            continue
        if spec.side_by_side and label and not code:
            columns = _spanning(table, spec, block, right, index)
        path = (block.name, label) if block.name and not spec.coding else (label,)
        yield Row(path if not spec.single_row else (), label, index, columns, code, line)


def _is_figure(cell: str) -> bool:
    figure = read_figure(cell)
    return figure is not None and not figure.blank


def _spanning(table: Table, spec: TableSpec, block: _Block, right: list[_Block], index: int) -> dict[Path, int]:
    """The columns of a row; where its label spans the blocks to its right, its amount stands in one of theirs."""
    amounts = [path for path in block.columns if spec.column(path).kind != TEXT]
    cells = table.rows[index]
    if len(amounts) != 1 or key(cells[block.columns[amounts[0]]]):
        return block.columns
    for other in right:
        if other.name != block.name or any(key(cells[i]) for i in (*other.codes, *other.labels)):
            break
        place = other.columns.get(amounts[0], -1)
        if place >= 0 and key(cells[place]):
            return {**block.columns, amounts[0]: place}
    return block.columns


def _spanned(table: Table, spec: TableSpec, block: _Block, index: int) -> bool:
    """Whether figures of a block without label belong to a label that spans from the left."""
    return spec.side_by_side and any(key(cell) for cell in table.rows[index][: block.first])


def _coded(printed: list[Row], spec: TableSpec, layout: Layout, table: Table, remarks: list[Remark]) -> list[Row]:
    """Rows keyed by code: parents are the nearest printed ancestors, totals stand above what they cover."""
    coding = layout.codings[spec.coding]
    totals = {key(alias): total for total in spec.totals for alias in total.all_names}
    rows: list[Row] = []
    by_code: dict[str, Row] = {}
    for row in printed:
        pointer = f"/tables/{table.index}/rows/{row.index}/0"
        if not row.code:
            total = totals.get(bare_key(row.label))
            if total is None:
                near = near_names(row.label, [name for t in spec.totals for name in t.all_names])
                remarks.append(
                    _remark("layout.unknown-row", table, pointer, table=spec.name, row=row.label, near="、".join(near))
                )
                continue
            row.path, row.total = (total.name,), True
        else:
            row.path = (row.code,)
            if row.code in by_code:
                remarks.append(_remark("layout.repeated-row", table, pointer, table=spec.name, row=row.name))
            elif len(row.code) not in coding.lengths:
                remarks.append(
                    _remark("layout.code-length", table, pointer, table=spec.name, row=row.name,
                            lengths="、".join(map(str, coding.lengths)))
                )  # fmt: skip
            by_code.setdefault(row.code, row)
            known = coding.names.get(row.code)
            if known and row.label and key(row.label) not in {key(name) for name in known}:
                remarks.append(
                    _remark("layout.code-name", table, pointer, table=spec.name, row=row.name, known=known[0])
                )
        rows.append(row)
    for promised in (*(t.name for t in spec.totals), *spec.promised):
        if promised not in by_code and not any(row.path == (promised,) for row in rows):
            label = coding.names.get(promised, ("",))[0]
            rows.append(Row((promised,), label, -1, {}, promised if promised.isdigit() else "", total=not promised.isdigit()))
            remarks.append(
                _remark("layout.missing-row", table, f"/tables/{table.index}/rows", table=spec.name,
                        row=f"{promised} {label}".strip(), near="")
            )  # fmt: skip
            if promised.isdigit():
                by_code[promised] = rows[-1]
    tops = {row.path[0]: row for row in rows if row.total}
    for row in rows:
        if row.code:
            row.parent = _ancestor(row, by_code) or next(
                (tops[t.name] for t in spec.totals if t.name in tops and t.covers(row.code)), None
            )
            _remark_levels(row, coding.lengths, by_code, spec, table, remarks)
        if row.parent is not None:
            row.parent.children.append(row)
    for row in rows:
        if row.code and row.index >= 0 and not row.children and len(row.code) < spec.depth and _any_figure(table, row):
            pointer = f"/tables/{table.index}/rows/{row.index}/0"
            remarks.append(_remark("layout.missing-detail", table, pointer, table=spec.name, row=row.name))
    return rows


def _any_figure(table: Table, row: Row) -> bool:
    return any(_is_figure(table.rows[row.index][i]) for i in row.columns.values())


def _ancestor(row: Row, by_code: dict[str, Row]) -> Row | None:
    for length in range(len(row.code) - 1, 0, -1):
        parent = by_code.get(row.code[:length])
        if parent is not None:
            return parent
    return None


def _remark_levels(
    row: Row, lengths: Sequence[int], by_code: dict[str, Row], spec: TableSpec, table: Table, remarks: list[Remark]
) -> None:
    """A level that is skipped, or a parent that is not printed, is said once for each missing code."""
    for length in lengths:
        missing = row.code[:length]
        if length < len(row.code) and missing not in by_code:
            pointer = f"/tables/{table.index}/rows/{max(row.index, 0)}/0"
            values = {"table": spec.name, "row": row.name, "parent": missing}
            if not any(r.rule == "layout.missing-parent" and r.values["parent"] == missing for r in remarks):
                remarks.append(Remark("layout.missing-parent", values, Place(pointer, table=spec.name, row=row.name), True))


def _fixed(printed: list[Row], spec: TableSpec, table: Table, remarks: list[Remark]) -> list[Row]:
    """Rows the layout lists: printed labels are laid against the list in order, so repeated labels find their own."""
    if spec.single_row:
        return printed
    rows: list[Row] = []
    placed: dict[int, Row] = {}
    for block in spec.blocks or (None,):
        expected = [r for r in spec.rows if block is None or r.path[0] == block.name]
        mine = [row for row in printed if block is None or (len(row.path) > 1 and row.path[0] == block.name)]
        for row, found in zip(mine, _align([bare_key(r.label) for r in mine], expected), strict=True):
            if found is None:
                names = [r.path[-1] for r in expected]
                remarks.append(
                    _remark("layout.unknown-row", table, f"/tables/{table.index}/rows/{row.index}/0",
                            table=spec.name, row=row.label, near="、".join(near_names(row.label, names)))
                )  # fmt: skip
                continue
            row.spec, row.path = found, found.path
            placed[id(found)] = row
            rows.append(row)
    for expected_row in spec.rows:
        if id(expected_row) not in placed:
            row = Row(expected_row.path, expected_row.path[-1], -1, {}, spec=expected_row)
            placed[id(expected_row)] = row
            if not expected_row.optional:
                rows.append(row)
                remarks.append(
                    _remark("layout.missing-row", table, f"/tables/{table.index}/rows", table=spec.name,
                            row="·".join(expected_row.path), near="")
                )  # fmt: skip
    for row in rows:
        if row.spec is not None and row.spec.parent is not None:
            row.parent = placed[id(row.spec.parent)]
            row.parent.children.append(row)
    return rows


def _align(labels: list[str], expected: list[RowSpec]) -> list[RowSpec | None]:
    """For each printed label the listed row it is: the longest common subsequence (Wagner and Fischer, 1974)."""
    height, width = len(labels), len(expected)
    best = [[0] * (width + 1) for _ in range(height + 1)]
    for i in range(height - 1, -1, -1):
        for j in range(width - 1, -1, -1):
            if labels[i] in expected[j].names:
                best[i][j] = best[i + 1][j + 1] + 1
            else:
                best[i][j] = max(best[i + 1][j], best[i][j + 1])
    found: list[RowSpec | None] = [None] * height
    i = j = 0
    while i < height and j < width:
        if labels[i] in expected[j].names:
            found[i] = expected[j]
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    taken = {id(spec) for spec in found if spec}
    for index, label in enumerate(labels):
        if found[index] is None:
            # a row out of its order is still that row, where its label is printed once and listed once
            free = [spec for spec in expected if label in spec.names and id(spec) not in taken]
            if len(free) == 1:
                found[index] = free[0]
                taken.add(id(free[0]))
    return found


def _decimals(bound: BoundTable, report: Report, remarks: list[Remark]) -> int:
    """Places behind the point: as declared, else the most that the table prints (writers drop zeros)."""
    declared = bound.table.decimals if bound.table.decimals is not None else report.decimals
    most, longest = 0, ""
    longest_place = Place("")
    for row, column in bound.figures():
        if bound.spec.column(column).kind != AMOUNT:
            continue
        cell = bound.table.rows[row.index][row.columns[column]]
        figure = read_figure(cell)
        if figure and not figure.blank and figure.decimals > most:
            most, longest = figure.decimals, cell
            longest_place = bound.place(row, row.columns[column], column)
    if declared is None:
        return most
    if most > declared:
        values = {"table": bound.spec.name, "text": longest, "decimals": str(declared)}
        remarks.append(Remark("layout.extra-digits", values, longest_place, violated=True, severity="notice"))
    return declared


def _remark(rule: str, printed: Table, pointer: str, /, **values: str) -> Remark:
    return Remark(rule, values, Place(pointer, table=values.get("table", printed.title), row=values.get("row", "")))
