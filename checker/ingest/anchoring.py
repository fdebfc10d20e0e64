"""Columns lost or gained at a page break are put back where the layout's rows and totals say they belong.

Every place the missing blank columns may have stood is tried, and the one kept under which most sums hold and least
is remarked: what a row's children add up to is the one witness that survives a page break.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations, islice
from typing import NamedTuple

from checker.amounts import read_figure
from checker.facts import AMOUNT
from checker.headings import blocks_of
from checker.ingest.cells import Row, text_at
from checker.ingest.documents import GridCell
from checker.layouts import Layout, TableSpec
from checker.reports import Entity, Report, Table
from checker.tables import BoundTable, bind_table

_MOST_TRIED = 300
_MOST_READ = 1_000_000
"""Cells read again at most to find where columns belong."""
_MOST_SETTLED = 20
"""Figures of a table that are tried in another column."""
_EXACT, _ROUNDED, _WRONG = 3, 1, -2
"""What a sum says for a reading: one that holds exactly most, one that does not against it."""
_BLANK = GridCell("")
_NO_REPORT = Report("", "", None, "", Entity("", "", ""), "", 2, (), (), (), (), {}, "")


class Anchored(NamedTuple):
    """Rows as wide as their heading; unsure: the places, from 0 in these rows, whose column is a guess."""

    rows: tuple[Row, ...]
    unsure: frozenset[tuple[int, int]]


def anchored(
    header: tuple[tuple[str, ...], ...],
    before: Sequence[Row],
    rows: Sequence[Row],
    spec: TableSpec | None,
    layout: Layout,
) -> Anchored | None:
    """Rows of another width than their heading, put under it; None where no way is known.

    before: the rows of the table above them, which have the right width.
    """
    width = len(header[0])
    most = max(1, min(_MOST_TRIED, _MOST_READ // (width * (len(before) + len(rows)))))
    tried = list(dict.fromkeys(islice(_candidates(rows, width), most)))
    if not tried:
        return None
    scores = [_score((*before, *one), header, spec, layout) if spec is not None else 0 for one in tried]
    best = max(scores)
    # of equals the one whose blanks stand last: what is lost at a break is most often the last column
    equal = [one for one, score in zip(tried, scores, strict=True) if score == best]
    kept = equal[0]
    return Anchored(kept, frozenset(_differing(kept, equal[1:])))


def _candidates(rows: Sequence[Row], width: int) -> Iterator[tuple[Row, ...]]:
    """The rows with blank columns put in or taken out until they are so wide; the last columns first."""
    now = len(rows[0])
    if now < width:
        for places in combinations(range(width - 1, -1, -1), width - now):
            yield tuple(_widened(row, frozenset(places), width) for row in rows)
    else:
        blank = [c for c in range(now) if not any(text_at(row[c]).strip() for row in rows)]
        for places in combinations(blank[::-1], now - width):
            gone = set(places)
            yield tuple(tuple(cell for c, cell in enumerate(row) if c not in gone) for row in rows)


def _widened(row: Row, places: frozenset[int], width: int) -> Row:
    cells = iter(row)
    return tuple(_BLANK if c in places else next(cells) for c in range(width))


def _differing(kept: tuple[Row, ...], others: Iterable[tuple[Row, ...]]) -> Iterator[tuple[int, int]]:
    """The figures that stand elsewhere in another reading that is as good."""
    for other in others:
        for r, (row, same) in enumerate(zip(kept, other, strict=True)):
            for c, (cell, there) in enumerate(zip(row, same, strict=True)):
                text = text_at(cell)
                if text != text_at(there) and text.strip() and read_figure(text) is not None:
                    yield r, c


def settled(
    header: tuple[tuple[str, ...], ...], rows: Sequence[Row], spec: TableSpec, layout: Layout
) -> list[tuple[int, int, int]]:
    """The figures that stand where names do, as (row, column, the column of amounts they belong to).

    Such a cell was merged with those on its right. Where the source does not say so, the layout's sums must.
    """
    table = _table(rows, header, spec, layout)
    blocks = blocks_of(table, spec, layout, [])
    keys = {place for block in blocks for place in block.keys}
    labels = {place for block in blocks for place in block.labels}
    amounts = {place for block in blocks for place in block.columns.values()} - keys
    found: list[tuple[int, int, int]] = []
    tried = 0
    for r, row in enumerate(rows):
        for c in sorted(labels):
            cell = row[c]
            figure = read_figure(text_at(cell))
            place = next((n for n in range(c + 1, len(row)) if n in amounts or n in keys or text_at(row[n]).strip()), c)
            if cell is None or figure is None or figure.blank or place not in amounts or text_at(row[place]).strip():
                continue
            if c + cell.columns > place:
                found.append((r, c, place))
            elif tried < _MOST_SETTLED:
                tried += 1
                found += [(r, c, place)] if _helps(rows, r, c, place, header, spec, layout) else []
    return found


def moved(row: Row, column: int, place: int) -> Row:
    """A row in which the cell of one column stands in another."""
    cells = list(row)
    cells[column], cells[place] = _BLANK, row[column]
    return tuple(cells)


def _helps(
    rows: Sequence[Row],
    r: int,
    c: int,
    place: int,
    header: tuple[tuple[str, ...], ...],
    spec: TableSpec,
    layout: Layout,
) -> bool:
    put = [*rows[:r], moved(rows[r], c, place), *rows[r + 1 :]]
    return _score(put, header, spec, layout) > _score(rows, header, spec, layout)


def _table(rows: Sequence[Row], header: tuple[tuple[str, ...], ...], spec: TableSpec, layout: Layout) -> Table:
    printed = tuple(tuple(text_at(cell) for cell in row) for row in rows)
    return Table(0, "", spec.name, layout.unit, 2, header, printed, (), {}, {})


def _score(rows: Sequence[Row], header: tuple[tuple[str, ...], ...], spec: TableSpec, layout: Layout) -> int:
    bound, remarks = bind_table(_table(rows, header, spec, layout), spec, _NO_REPORT, layout)
    return _sums(bound) - len(remarks)


def _sums(bound: BoundTable) -> int:
    """How many sums of children hold, exactly or within rounding, less those that do not; blank ones do not count."""
    score = 0
    for row in bound.rows:
        kids = [kid for kid in row.children if kid.index >= 0 and (kid.spec is None or kid.spec.exhaustive)]
        if row.index < 0 or not kids:
            continue
        for column, place in row.columns.items():
            if bound.spec.column(column).kind != AMOUNT:
                continue
            total = _value(bound, row.index, place)
            parts = [_value(bound, kid.index, kid.columns.get(column)) for kid in kids]
            if total is None or None in parts:
                continue
            said = [part for part in parts if part is not None]
            if total or any(said):
                gap = abs(total - sum(said, Decimal(0)))
                # each printed figure may be off by half a hundredth
                score += _EXACT if not gap else _ROUNDED if gap <= Decimal(len(said) + 1) / 200 else _WRONG
    return score


def _value(bound: BoundTable, row: int, place: int | None) -> Decimal | None:
    if place is None:
        return Decimal(0)
    figure = read_figure(bound.table.rows[row][place])
    return None if figure is None else figure.value
