"""The rows of a ruled table that no line parts: figures that stand above one another in one cell are so many rows."""

import itertools
from collections import defaultdict
from collections.abc import Iterable

from checker.ingest.pdf_cells import Cell, fills
from checker.ingest.pdf_lines import Line, is_figure, spell
from checker.ingest.pdf_ruled import Outline


def part_rows(outline: Outline, found: list[Cell]) -> tuple[Outline, list[Cell]]:
    """Where one ruled row holds several figures above one another, the rows that stand in it."""
    by_row: dict[int, list[Cell]] = defaultdict(list)
    for cell in found:
        if cell.area.rows == 1:
            by_row[cell.area.row].append(cell)
    for row in sorted(by_row, reverse=True):
        stacked = [cell for cell in by_row[row] if _stacked(cell)]
        if len(stacked) >= 2 or any(len(c.lines) >= 3 and c in stacked for c in by_row[row]):
            outline, found = _parted(outline, found, row, by_row[row])
    return outline, found


def _stacked(cell: Cell) -> bool:
    """Whether figures stand above one another; one that fills its cell is broken and goes on below."""
    figures = [is_figure(spell(line, in_cell=True)) for line in cell.lines]
    return any(
        figures[i] and figures[j] and not fills(cell.lines[i], cell.lines[j], cell)
        for i, j in itertools.pairwise(range(len(figures)))
    )


def _parted(outline: Outline, found: list[Cell], row: int, own: list[Cell]) -> tuple[Outline, list[Cell]]:
    size = max(line.size for cell in own for line in cell.lines)
    anchors = _bases((line for cell in own for line in cell.lines if is_figure(spell(line, True))), size)
    blocks = {id(cell): _blocks(cell) for cell in own}
    places = list(anchors)
    for cell in own:
        for block in blocks[id(cell)]:
            middle = sum(line.base for line in block) // len(block)
            if all(abs(middle - place) * 100 >= 80 * size for place in places):
                places.append(middle)
    places.sort()
    more = len(places) - 1
    cuts = [(above + below) // 2 - size * 38 // 100 for above, below in itertools.pairwise(places)]
    ys = (*outline.ys[: row + 1], *cuts, *outline.ys[row + 1 :])
    moved: list[Cell] = []
    for cell in found:
        if id(cell) not in blocks:
            a = cell.area
            if a.row > row:
                cell.area = a._replace(row=a.row + more)
            elif a.row + a.rows > row:
                cell.area = a._replace(rows=a.rows + more)
            moved.append(cell)
            continue
        parts = [
            Cell(cell.area._replace(row=row + i), cell.left, ys[row + i], cell.right, ys[row + i + 1])
            for i in range(len(places))
        ]
        for block in blocks[id(cell)]:
            middle = sum(line.base for line in block) // len(block)
            part = min(range(len(places)), key=lambda i: abs(places[i] - middle))
            parts[part].lines.extend(block)
            if len(block) > 1 or len(parts[part].lines) > len(block):
                parts[part].doubt = "unruled"
        moved.extend(parts)
    moved.sort(key=lambda cell: (cell.area.row, cell.area.column))
    return Outline(outline.xs, ys, tuple(cell.area for cell in moved)), moved


def _bases(found: Iterable[Line], size: int) -> list[int]:
    places: list[int] = []
    for base in sorted(line.base for line in found):
        if not places or (base - places[-1]) * 100 >= 60 * size:
            places.append(base)
    return places


def _blocks(cell: Cell) -> list[list[Line]]:
    """The lines of a cell by the texts they belong to: a line that fills the cell goes on in the next."""
    found: list[list[Line]] = []
    for line in cell.lines:
        last = found[-1][-1] if found else None
        wraps = last and fills(last, line, cell) and not is_figure(spell(last, True))
        if wraps:
            found[-1].append(line)
        else:
            found.append([line])
    return found
