"""Grids from rows of text, and back: spans made out, broken lines in a cell joined, edges cut off."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from checker.ingest.documents import Grid, GridCell, Origin

Row = tuple[GridCell | None, ...]
MOST_CELLS = 500_000
"""Places a grid may have."""
_BREAK = re.compile(r"[ \t\u3000\xa0]*[\r\n\v\f\x85\u2028\u2029]+[ \t\u3000\xa0]*")


def from_texts(rows: Sequence[Sequence[str]], origins: Sequence[Origin]) -> Grid:
    """A grid of rows of text without spans; short rows are filled up with blanks at their end.

    Raises ValueError where that would be more cells than any table has.
    """
    width = max(map(len, rows))
    if width * len(rows) > MOST_CELLS:
        raise ValueError("more cells than any table has")
    made = (
        tuple(GridCell(text, origin) for text in (*row, *[""] * (width - len(row))))
        for row, origin in zip(rows, origins, strict=True)
    )
    return Grid(tuple(made), origins[0])


def from_spans(rows: Iterable[Iterable[tuple[int, GridCell]]], most_cells: int = MOST_CELLS) -> Grid | None:
    """A grid of rows of (column, cell): each cell stands at its place, and None where it reaches.

    A cell goes to the next free column where its own is taken. None where nothing is left, or there would be more cells than allowed.
    """
    placed: dict[tuple[int, int], GridCell | None] = {}
    height = width = 0
    for row, cells in enumerate(rows):
        height = row + 1
        free = 0
        for column, cell in cells:
            column = max(column, free)
            while (row, column) in placed:
                column += 1
            if cell.rows * cell.columns > most_cells or len(placed) > most_cells:
                return None
            cell = _without_overlap(cell, row, column, placed)
            placed[row, column] = cell
            free = column + cell.columns
            width = max(width, free)
            for down in range(cell.rows):
                for right in range(cell.columns):
                    if down or right:
                        placed.setdefault((row + down, column + right), None)
    if not height or not width or height * width > most_cells:
        return None
    blank = GridCell("")
    made = tuple(
        tuple(placed.get((row, column), blank) if (row, column) in placed else blank for column in range(width))
        for row in range(height)
    )
    return Grid(tuple(tuple(_kept(cell, r, height) for cell in row) for r, row in enumerate(made)))


def _without_overlap(
    cell: GridCell, row: int, column: int, placed: Mapping[tuple[int, int], GridCell | None]
) -> GridCell:
    """A cell that reaches no place another cell has: what overlaps in a damaged table belongs to the first."""
    wide = next((n for n in range(1, cell.columns) if (row, column + n) in placed), cell.columns)
    down = next(
        (n for n in range(1, cell.rows) if any((row + n, column + m) in placed for m in range(wide))), cell.rows
    )
    return replace(cell, rows=down, columns=wide) if (down, wide) != (cell.rows, cell.columns) else cell


def _kept(cell: GridCell | None, row: int, height: int) -> GridCell | None:
    """A cell whose span ends with the grid at the latest."""
    return replace(cell, rows=height - row) if cell is not None and row + cell.rows > height else cell


def one_line(text: str) -> str:
    """The text of a cell without its line breaks; a blank stays only between two words of letters."""
    return _BREAK.sub(_between, text.strip())


def _between(found: re.Match[str]) -> str:
    before, after = found.string[found.start() - 1 : found.start()], found.string[found.end() : found.end() + 1]
    is_word = before.isascii() and after.isascii() and (before.isalpha() or before in ".,;") and after.isalpha()
    return " " if is_word else ""


def text_at(cell: GridCell | None) -> str:
    """What stands in a place of a grid; nothing where another cell's span reaches."""
    return "" if cell is None else cell.text


def texts(row: Row) -> list[str]:
    """The texts of a row, place by place."""
    return [text_at(cell) for cell in row]


def owners(rows: Sequence[Row]) -> list[list[GridCell | None]]:
    """For each place the cell that stands there or whose span reaches there."""
    found: list[list[GridCell | None]] = [list(row) for row in rows]
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell is None or (cell.rows == 1 and cell.columns == 1):
                continue
            for down in range(r, min(r + cell.rows, len(rows))):
                for right in range(c, min(c + cell.columns, len(row))):
                    if found[down][right] is None:
                        found[down][right] = cell
    return found


def trimmed(grid: Grid, columns: bool = True, below: bool = True) -> Grid | None:
    """The grid without the blank rows above and below it, and the blank columns at its sides; None where all is blank.

    columns, below: whether the columns, and the rows below, are cut off too.
    """
    full = owners(grid.rows)
    said = [r for r, row in enumerate(full) if any(map(_says, row))]
    if not said:
        return None
    used = [c for c in range(len(full[0])) if any(_says(full[r][c]) for r in said)]
    bottom = said[-1] + 1 if below else len(full)
    left, right = (used[0], used[-1] + 1) if columns else (0, len(full[0]))
    return Grid(part(grid.rows, said[0], bottom, left, right), grid.origin)


def part(rows: Sequence[Row], top: int, bottom: int, left: int = 0, right: int | None = None) -> tuple[Row, ...]:
    """The cells of some rows and columns, [top, bottom) and [left, right); what spans beyond is cut off."""
    full = owners(rows)
    end = len(rows[0]) if right is None and rows else right or 0
    made: list[Row] = []
    for r in range(top, bottom):
        cells: list[GridCell | None] = []
        for c in range(left, end):
            cell = rows[r][c]
            if cell is None and (r == top or c == left):
                # the cell whose span reaches in from outside stands here now
                above = full[r][c]
                is_first = (r == top or full[r - 1][c] is not above) and (c == left or full[r][c - 1] is not above)
                cell = above if is_first else None
            cells.append(cell)
        made.append(tuple(cells))
    return tuple(_fitted(row, r, len(made), full, top, left) for r, row in enumerate(made))


def _fitted(row: Row, r: int, height: int, full: list[list[GridCell | None]], top: int, left: int) -> Row:
    """A row whose cells reach no further than the grid does."""
    made: list[GridCell | None] = []
    for c, cell in enumerate(row):
        if cell is not None and (cell.rows > 1 or cell.columns > 1):
            down = next((n for n in range(1, height - r) if full[top + r + n][left + c] is not cell), height - r)
            wide = next((n for n in range(1, len(row) - c) if full[top + r][left + c + n] is not cell), len(row) - c)
            cell = replace(cell, rows=down, columns=wide)
        made.append(cell)
    return tuple(made)


def _says(cell: GridCell | None) -> bool:
    return cell is not None and bool(cell.text.strip())
