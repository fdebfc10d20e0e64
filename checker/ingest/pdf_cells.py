"""What stands in the cells of a ruled table: each piece of text goes to one cell, and says so when that is not sure.

The places that are doubted are those where extraction is known to go wrong: text wider than its cell, a wrapped name
that lies over the next row, a figure broken in two.
"""

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from checker.ingest.documents import Grid, GridCell, Origin
from checker.ingest.pdf_lines import Line, Piece, is_figure, join, lines, piece, printed, spell, wide
from checker.ingest.pdf_page import POINT, Glyph, Sheet
from checker.ingest.pdf_ruled import Area, Outline


@dataclass(slots=True, eq=False)
class Cell:
    """A cell while it is being filled: its box, its pieces, then its lines."""

    area: Area
    left: int
    top: int
    right: int
    bottom: int
    pieces: list[Piece] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    doubt: str = ""
    turned: str = ""


def cells(outline: Outline, parts: Iterable[Piece]) -> list[Cell]:
    """The cells of a table with the lines that stand in each, in the order of the outline."""
    found = [
        Cell(a, outline.xs[a.column], outline.ys[a.row], outline.xs[a.column + a.columns], outline.ys[a.row + a.rows])
        for a in outline.areas
    ]
    by_field = {
        (row, column): cell
        for cell in found
        for row in range(cell.area.row, cell.area.row + cell.area.rows)
        for column in range(cell.area.column, cell.area.column + cell.area.columns)
    }
    for part in parts:
        _put(part, outline, by_field)
    for cell in found:
        cell.lines = lines(cell.pieces)
        if cell.lines and cell.area.doubt:
            cell.doubt = cell.area.doubt
        if any(part.middle > cell.bottom for part in cell.pieces):
            cell.doubt = "overlap"
    _lines_over_the_border(found, by_field)
    return found


def inside(parts: Sequence[Piece], outline: Outline) -> list[Piece]:
    """The pieces that stand in a table, with the end of a wrapped name that reaches out of its last row."""
    left, top, right, bottom = outline.box
    found = [p for p in parts if left <= (p.left + p.right) // 2 <= right and top <= p.middle <= bottom]
    painted = {p.glyphs[-1].order: p for p in found}
    for part in parts:
        if part.middle <= bottom or part.top > bottom + part.size:
            continue
        first = part.glyphs[0].order
        before = next((painted[order] for order in range(first - 1, first - 4, -1) if order in painted), None)
        if before and _wraps(before, part) and before.right <= right:
            found.append(part)
    return found


def _wraps(before: Piece, part: Piece) -> bool:
    """Whether a piece stands right under another one, as the next line of the same text."""
    return abs(before.left - part.left) <= part.size and 0 < (part.base - before.base) * 100 <= 135 * part.size


# --- text wider than its cell -----------------------------------------------------------------------------------------


def _put(part: Piece, outline: Outline, by_field: dict[tuple[int, int], Cell]) -> None:
    row = _step(outline.ys, part.middle)
    slack = max(POINT, part.size * 15 // 100)
    touched = _touched(part, row, outline, by_field, slack)
    if len(touched) == 1:
        touched[0].pieces.append(part)
        return
    for border in sorted({cell.right for cell in touched[:-1]}):
        cut = _cut(part, border)
        if cut:
            _put(part._replace(**_about(part.glyphs[:cut])), outline, by_field)
            _put(part._replace(**_about(part.glyphs[cut:])), outline, by_field)
            return
    # nothing parts it at a border: it is one text that runs over
    own = _runs_over_from(part, touched)
    own.pieces.append(part)
    # a figure set in the middle may reach a little over both sides
    if max(own.left - part.left, part.right - own.right) * 100 > 60 * part.size:
        own.doubt = "overlap"
        if sum(glyph.text == "." for glyph in part.glyphs) > 1:
            for cell in touched:  # more than one figure: what seems empty is as unsure
                cell.doubt = "overlap"


def _runs_over_from(part: Piece, touched: Sequence[Cell]) -> Cell:
    """The cell a text is set in that runs over others: it begins at its left border, or ends at its right one."""
    first, last = touched[0], touched[-1]
    if 0 <= part.left - first.left <= part.size:
        return first
    if 0 <= last.right - part.right <= part.size:
        return last
    return max(touched, key=lambda cell: min(cell.right, part.right) - max(cell.left, part.left))


def _step(places: Sequence[int], at: int) -> int:
    return min(max(bisect.bisect_right(places, at) - 1, 0), len(places) - 2)


def _touched(part: Piece, row: int, outline: Outline, by_field: dict[tuple[int, int], Cell], slack: int) -> list[Cell]:
    first = _step(outline.xs, min(part.left + slack, (part.left + part.right) // 2))
    last = _step(outline.xs, max(part.right - slack, (part.left + part.right) // 2))
    found: list[Cell] = []
    for column in range(first, last + 1):
        cell = by_field[row, column]
        if cell not in found[-1:]:
            found.append(cell)
    return found


def _cut(part: Piece, border: int) -> int:
    """Before which glyph a piece is to be cut at a border; 0 where nothing near it says that two texts meet there."""
    glyphs = part.glyphs
    # where every glyph is painted by itself that one ends says nothing
    telling = len({glyph.stroke for glyph in glyphs}) * 10 <= 6 * len(glyphs)
    best, nearest = 0, 0
    for index in range(1, len(glyphs)):
        before, after = glyphs[index - 1], glyphs[index]
        away = abs((before.right + after.left) // 2 - border)
        if away * 100 > 120 * part.size:
            continue
        gap = (after.left - before.right) * 100 >= 10 * part.size or before.blank or after.blank
        ended = telling and before.stroke != after.stroke
        if (gap or ended or _two_texts(glyphs[:index], glyphs[index:])) and (not best or away < nearest):
            best, nearest = index, away
    return best


def _two_texts(before: Sequence[Glyph], after: Sequence[Glyph]) -> bool:
    """Whether these are two figures with as many decimals, or a name and a figure."""
    first, second = ("".join(glyph.text for glyph in half).strip() for half in (before, after))
    if is_figure(first) and is_figure(second):
        return "." in first and len(first.rpartition(".")[2]) == len(second.rpartition(".")[2])
    return (is_figure(second) and "." in second and wide(first[-1:])) or (is_figure(first) and wide(second[:1]))


def _about(glyphs: Sequence[Glyph]) -> dict[str, Any]:
    seen = [i for i, glyph in enumerate(glyphs) if not glyph.blank]
    return piece(glyphs[seen[0] : seen[-1] + 1])._asdict()


# --- wrapped lines over the next row ----------------------------------------------------------------------------------


def _lines_over_the_border(found: list[Cell], by_field: dict[tuple[int, int], Cell]) -> None:
    """A wrapped line that lies over the next row goes back to the text it was painted with."""
    for cell in found:
        if len(cell.lines) < 2:
            continue
        for neighbour, line in (
            (by_field.get((cell.area.row - 1, cell.area.column)), cell.lines[0]),
            (by_field.get((cell.area.row + cell.area.rows, cell.area.column)), cell.lines[-1]),
        ):
            if neighbour and neighbour.lines and _strays(line, cell) and _painted_with(line, neighbour, cell):
                cell.lines.remove(line)
                neighbour.lines = sorted([*neighbour.lines, line], key=lambda one: one.base)
                cell.doubt = neighbour.doubt = "overlap"
                break
        if any(_lies_over(line, cell) for line in cell.lines):
            cell.doubt = "overlap"


def _strays(line: Line, cell: Cell) -> bool:
    """Whether a line crosses the upper or lower border of its cell, or lies over another line of it."""
    over = line.size * 15 // 100
    return line.top < cell.top - over or line.bottom > cell.bottom + over or _lies_over(line, cell)


def _painted_with(line: Line, neighbour: Cell, cell: Cell) -> bool:
    def apart(one: Line, other: Line) -> int:
        first, second = sorted((_orders(one), _orders(other)))
        return second[0] - first[1]

    near = min(apart(line, other) for other in neighbour.lines)
    own = min(apart(line, other) for other in cell.lines if other is not line)
    # blanks may be painted at the end of a line; of two lines one over the other, one is the neighbour's
    return near <= 3 and (near < own or (near == own and _lies_over(line, cell)))


def _lies_over(line: Line, cell: Cell) -> bool:
    """Whether a line lies over another line of its cell."""
    return any(
        abs(line.base - other.base) * 100 < 80 * line.size and min(line.right, other.right) > max(line.left, other.left)
        for other in cell.lines
        if other is not line
    )


def _orders(line: Line) -> tuple[int, int]:
    orders = [glyph.order for part in line.pieces for glyph in part.glyphs]
    return min(orders), max(orders)


# --- the grid ---------------------------------------------------------------------------------------------------------


def grid(outline: Outline, found: Iterable[Cell], sheet: Sheet) -> Grid:
    """The table as the reader hands it on."""
    rows: list[list[GridCell | None]] = [[None] * (len(outline.xs) - 1) for _ in range(len(outline.ys) - 1)]
    for cell in found:
        area = cell.area
        text, doubt = text_of(cell)
        origin = Origin(page=sheet.number, box=sheet.place(cell.left, cell.top, cell.right, cell.bottom))
        rows[area.row][area.column] = GridCell(text, origin, area.rows, area.columns, doubt)
    return Grid(tuple(map(tuple, rows)), Origin(page=sheet.number, box=sheet.place(*outline.box)))


def text_of(cell: Cell) -> tuple[str, str]:
    """The text of a cell and what is doubtful about it."""
    text, doubt = "", cell.doubt
    last: Line | None = None
    for line in cell.lines:
        more = spell(line, in_cell=True)
        if last is not None and _figure_goes_on(text, more):
            if is_figure(text + more) and fills(last, line, cell):
                text, doubt = text + more, doubt or "broken_figure"
            else:
                text = f"{text} {more}"
        else:
            text = join(text, more)
        last = line
    text += cell.turned
    if "\ufffd" in text:
        doubt = doubt or "unmapped"
    return printed(text), doubt


def _figure_goes_on(text: str, more: str) -> bool:
    ends, begins = text[-1:], more[:1]
    return (
        not (wide(ends) or wide(begins)) and (ends.isdigit() or ends in ",.") and (begins.isdigit() or begins in ",.")
    )


def fills(line: Line, following: Line, cell: Cell) -> bool:
    """Whether a line fills its cell: the first character of the next would not have fitted."""
    first = following.pieces[0].glyphs[0]
    return cell.right - line.right < first.right - first.left + line.size * 80 // 100
