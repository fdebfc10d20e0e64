"""Report + layout → facts of the tables: which printed cell is which row and column.

A report is faithful and dumb; the layout says what its rows and columns mean. Side-by-side blocks become one
logical table, and every fact keeps the place it was printed at. What does not fit is remarked, never guessed.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from decimal import Decimal

from checker.amounts import EXACT, ZERO, Figure, half_unit, read_figure
from checker.facts import AMOUNT, COUNT, RATIO, TEXT, Fact, Place, Reason, Remark, text_fact
from checker.headings import Path, blocks_of, remark
from checker.layouts import Layout, TableSpec
from checker.placing import rows_of
from checker.reports import Report, Table
from checker.resources import table as grammar_table
from checker.rows import Row, is_figure, line_numbers


@dataclass(slots=True, eq=False)
class BoundTable:
    """A printed table seen through its layout.

    factor: base units in one of the table's units, None where the layout does not know the unit; keys: the columns
    that say which row it is; numbers: the column path of each column number (栏次).
    """

    spec: TableSpec
    table: Table
    decimals: int
    unit: str
    factor: Decimal | None
    rows: list[Row]
    keys: frozenset[int] = frozenset()
    numbers: dict[str, Path] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
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
            if row.spec is not None and row.spec.optional:
                return self._nothing(row, column)
            return Reason("row_missing", {"table": self.spec.name, "row": row.name})
        index = row.columns.get(column)
        if index is None:
            return self._no_column(row, column)
        known = self.facts.get((row.index, index))
        if known is None:
            kind = self.spec.column(column).kind
            if kind == AMOUNT and self.factor is None:
                return Reason("unit_unknown", {"table": self.spec.name, "unit": self.unit})
            known = self.facts[row.index, index] = self._read(row, column, index, kind)
        if known.kind == "unreadable":
            return Reason("unreadable", {"table": self.spec.name, "row": row.name, "text": known.printed})
        return known

    def _nothing(self, row: Row, column: Path) -> Fact:
        """What a row or column says that the layout lets a report leave out: nothing, as a blank cell does."""
        term = f"《{self.spec.name}》[{row.name}, {'·'.join(column)}]"
        kind = self.spec.column(column).kind
        place = Place("", table=self.spec.name, row=row.name, column="·".join(column))
        return Fact(term, kind, ZERO, ZERO, self.unit, self.factor or Decimal(1), "", place, blank=True, text=row.label)

    def _no_column(self, row: Row, column: Path) -> Fact | Reason:
        values = {"table": self.spec.name, "column": "·".join(column)}
        # side by side, the rows of one block have no cells under the headings of another
        elsewhere = any(column in other.columns for other in self.rows)
        if elsewhere and any(self.spec.column(path).kind != TEXT for path in row.columns):
            return Reason("column_elsewhere", values, applies=False)
        if not elsewhere and self.spec.column(column).optional:
            return self._nothing(row, column)
        return Reason("column_missing", values)

    def has_figure(self, row: Row) -> bool:
        """Whether anything but blanks is printed in the row's figure columns."""
        cells = self.table.rows[row.index]
        return any(is_figure(cells[i]) for path, i in row.columns.items() if self.spec.column(path).kind != TEXT)

    def place(self, row: Row, index: int, column: Path) -> Place:
        """Where a cell of a row is printed."""
        pointer = f"/tables/{self.table.index}/rows/{row.index}/{index}"
        return Place(pointer, table=self.spec.name, row=row.name, column="·".join(column))

    def _read(self, row: Row, column: Path, index: int, kind: str) -> Fact:
        printed = self.table.rows[row.index][index]
        place = self.place(row, index, column)
        term = (
            f"《{self.spec.name}》[{row.name}, {place.column}]" if row.name else f"《{self.spec.name}》[{place.column}]"
        )
        doubt = str(self.table.cells.get((row.index, index), {}).get("doubt", ""))
        if kind == TEXT:
            return text_fact(term, printed, place)
        figure = read_figure(printed)
        if figure is None or (figure.sign and kind != RATIO):
            return Fact(term, "unreadable", ZERO, ZERO, "", Decimal(1), printed, place, doubt=doubt)
        return self._figure_fact(term, kind, figure, printed, place, doubt, row.called or row.label or row.code)

    def _figure_fact(
        self, term: str, kind: str, figure: Figure, printed: str, place: Place, doubt: str, row_name: str
    ) -> Fact:
        if kind == RATIO:
            unit, decimals = figure.sign or "%", figure.decimals
            factor = Decimal(grammar_table("characters")["percents"][unit])
        elif kind == COUNT:
            unit, decimals, factor = "", figure.decimals, Decimal(1)
        else:
            unit, decimals, factor = self.unit, self.decimals, self.factor or Decimal(1)
        exact = figure.blank or kind == COUNT or (kind == AMOUNT and self.spec.is_exact(unit, decimals))
        half = ZERO if exact else EXACT.multiply(half_unit(decimals), factor)
        value = EXACT.multiply(figure.value, factor)
        name = row_name or place.column
        return Fact(term, kind, value, half, unit, factor, printed, place, decimals, figure.blank, name, doubt=doubt)

    def figures(self) -> Iterator[tuple[Row, Path]]:
        """Every place of the table that can hold a figure."""
        for row in self.rows:
            if row.index >= 0:
                for column in row.columns:
                    if self.spec.column(column).kind != TEXT:
                        yield row, column

    def loose(self) -> Iterator[tuple[Place, str]]:
        """The printed figures that stand in no known row and column, as place and text."""
        bound = {(row.index, row.columns[column]) for row, column in self.figures()}
        yield from loose_figures(self.table, self.keys, bound)


def loose_figures(
    table: Table, keys: AbstractSet[int], bound: AbstractSet[tuple[int, int]] = frozenset()
) -> Iterator[tuple[Place, str]]:
    """The figures of a printed table outside its key columns that are not bound, as place and text."""
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells):
            if column not in keys and (row, column) not in bound and is_figure(cell):
                yield Place(f"/tables/{table.index}/rows/{row}/{column}", table=table.title), cell


def bind_table(table: Table, spec: TableSpec, report: Report, layout: Layout) -> tuple[BoundTable, list[Remark]]:
    """One printed table as its layout sees it, and what was remarked."""
    remarks: list[Remark] = []
    blocks = blocks_of(table, spec, layout, remarks)
    rows = rows_of(table, spec, layout, blocks, remarks)
    unit = table.unit or layout.unit
    factor = layout.units.get(unit)
    if factor is None:
        remarks.append(remark("layout.unknown-unit", table, "/unit" if table.unit else "", unit=unit, table=spec.name))
    numbers = {number: path for block in blocks for path, number in block.numbers.items()}
    keys = frozenset(index for block in blocks for index in block.keys)
    bound = BoundTable(spec, table, 0, unit, factor, rows, keys, numbers, line_numbers(table, blocks))
    bound.decimals = _decimals(bound, report, remarks)
    return bound, remarks


def _decimals(bound: BoundTable, report: Report, remarks: list[Remark]) -> int:
    """Places behind the point: as declared, else the most that the table prints (writers drop zeros)."""
    declared = bound.table.decimals if bound.table.decimals is not None else report.decimals
    most, longest = 0, ""
    longest_place = Place("")
    for row, column in bound.figures():
        index = row.columns[column]
        cell = bound.table.rows[row.index][index]
        figure = read_figure(cell)
        if figure is None:
            pointer = f"/rows/{row.index}/{index}"
            remarks.append(
                remark(
                    "layout.unreadable", bound.table, pointer, table=bound.spec.name, row=row.name, text=cell.strip()
                )
            )
        elif figure.decimals and (figure.decimals, cell) > (most, longest) and bound.spec.column(column).kind == AMOUNT:
            # of several the same one is named whatever the order of rows
            most, longest = figure.decimals, cell
            longest_place = bound.place(row, index, column)
    if declared is None:
        return most
    if most > declared:
        values = {"table": bound.spec.name, "text": longest, "decimals": str(declared)}
        remarks.append(Remark("layout.extra-digits", values, longest_place, violated=True, severity="notice"))
    return declared
