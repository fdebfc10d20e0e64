"""Tables without ruled lines: columns told by alignment, where a row of headings says that there is a table.

Lines of figures that keep the same columns, under a line of headings that stand over these columns, are a table; a
contents list with its page numbers is none. Every cell of such a table is doubted, for a human reads it so as well.
"""

import bisect
import itertools
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from checker.ingest.documents import Grid, GridCell, Origin
from checker.ingest.pdf_lines import Line, is_figure, join, printed, spell
from checker.ingest.pdf_page import Sheet
from checker.resources import table as words

# hundredths of the size of the type: parts of a line that stand further apart are different cells
_APART = 90
# and cells of one column never leave a wider gap between them and the next than this
_GUTTER = 30
_FEWEST_ROWS = 2
_MOST_HEADINGS = 5
_MOST_COLUMNS = 60
# hundredths of the size: lines of one table are at most this far apart
_FAR = 400


class Chunk(NamedTuple):
    """A part of a line that stands by itself."""

    text: str
    left: int
    right: int
    line: Line

    @property
    def figure(self) -> bool:
        """Whether it is a figure."""
        return is_figure(self.text)


class Entry(NamedTuple):
    """A cell of a table told by alignment: row, column, how many of them it spans, its parts from top to bottom."""

    row: int
    column: int
    rows: int
    columns: int
    chunks: tuple[Chunk, ...]


class Aligned(NamedTuple):
    """A table told by alignment: the lines it takes, where its columns begin and end, its cells."""

    lines: tuple[Line, ...]
    edges: tuple[int, ...]
    rows: int
    entries: tuple[Entry, ...]

    @property
    def top(self) -> int:
        """Its upper edge."""
        return min(line.top for line in self.lines)


def tables(lines: Sequence[Line]) -> list[Aligned]:
    """The tables that stand in the lines of a page outside of ruled tables."""
    chunks = [_chunks(line) for line in lines]
    found: list[Aligned] = []
    start = 0
    while start < len(lines):
        end = _body_end(lines, chunks, start)
        made = None
        if end > start:
            made = _table(lines, chunks, start, end, floor=found[-1].lines[-1].base if found else -1)
        if made:
            found.append(made)
        start = max(end, start + 1)
    return found


def _chunks(line: Line) -> list[Chunk]:
    groups = [[line.pieces[0]]]
    reach = line.pieces[0].right
    for part in line.pieces[1:]:
        if (part.left - reach) * 100 > _APART * line.size:
            groups.append([])
        groups[-1].append(part)
        reach = max(reach, part.right)  # a piece may lie inside of the one before it
    found = []
    for parts in groups:
        own = line._replace(pieces=tuple(parts), left=parts[0].left, right=max(part.right for part in parts))
        found.append(Chunk(spell(own, in_cell=True), own.left, own.right, line))
    return _unspread(found, line)


def _unspread(chunks: list[Chunk], line: Line) -> list[Chunk]:
    """Single characters set far apart are one heading spread over its column."""
    found: list[Chunk] = []
    for chunk in chunks:
        last = found[-1] if found else None
        if (
            last
            and len(chunk.text) == 1
            and not chunk.text.isdigit()
            and len(last.text) <= 3
            and not last.figure
            and (chunk.left - last.right) * 100 <= 250 * line.size
        ):
            found[-1] = Chunk(last.text + chunk.text, last.left, chunk.right, line)
        else:
            found.append(chunk)
    return found


def _is_row(chunks: Sequence[Chunk]) -> bool:
    """Whether a line is a row of figures."""
    return len(chunks) >= 2 and any(chunk.figure for chunk in chunks)


def _body_end(lines: Sequence[Line], chunks: Sequence[Sequence[Chunk]], start: int) -> int:
    """The line after the last row of figures that follows from here, with the lines wrapped between rows."""
    if not _is_row(chunks[start]):
        return start
    end = start + 1
    index = end
    while index < len(lines) and index - end < 3:
        size = max(lines[index].size, lines[index - 1].size)
        if (lines[index].base - lines[index - 1].base) * 100 > _FAR * size:
            break
        if _is_row(chunks[index]):
            end = index + 1
        elif len(chunks[index]) == 1 and chunks[index][0].right - chunks[index][0].left > 30 * size:
            break
        index += 1
    return end


def _table(
    lines: Sequence[Line], chunks: Sequence[Sequence[Chunk]], start: int, end: int, floor: int
) -> Aligned | None:
    body = [chunks[index] for index in range(start, end)]
    full = [row for row in body if _is_row(row)]
    heads = _headings(lines, chunks, start, floor)
    if len(full) < _FEWEST_ROWS or not heads:
        return None
    columns = _columns([*full, *(chunks[index] for index in heads[-1:])], lines[start].size)
    if not 2 <= len(columns) <= _MOST_COLUMNS or not _stand_over(chunks[heads[-1]], columns):
        return None
    if not any("." in chunk.text for row in full for chunk in row if chunk.figure) and len(columns) < 3:
        return None  # a contents list with its page numbers
    first = heads[0]
    header = _header([chunks[index] for index in heads], columns)
    depth = max((entry.row + entry.rows for entry in header), default=0)
    rows = _rows(body, columns)
    entries = [*header, *(Entry(e.row + depth, *e[1:]) for e in rows)]
    height = depth + max(entry.row + entry.rows for entry in rows)
    edges = (columns[0][0], *((a[1] + b[0]) // 2 for a, b in itertools.pairwise(columns)), columns[-1][1])
    return Aligned(tuple(lines[first:end]), edges, height, tuple(entries))


def _headings(lines: Sequence[Line], chunks: Sequence[Sequence[Chunk]], start: int, floor: int) -> list[int]:
    """The lines of headings above the first row of figures, from top to bottom."""
    found: list[int] = []
    for index in range(start - 1, max(-1, start - 1 - _MOST_HEADINGS), -1):
        below = lines[index + 1]
        far = (below.base - lines[index].base) * 100 > _FAR * below.size
        if far or lines[index].base <= floor or not _heads(chunks[index], bool(found)):
            break
        found.insert(0, index)
    # the line that is told to be one must hold several headings; a single one above the others is the title
    while found and len(chunks[found[0]]) < 2:
        found.pop(0)
    return found


def _heads(chunks: Sequence[Chunk], below: bool) -> bool:
    colons = words("ingest_pdf")["labels_end"]
    if len(chunks) > _MOST_COLUMNS or any(chunk.figure for chunk in chunks):
        return False
    if any(mark in chunk.text for chunk in chunks for mark in colons):
        return False
    return below or len(chunks) >= 2


def _columns(rows: Sequence[Sequence[Chunk]], size: int) -> list[tuple[int, int]]:
    """The columns that no cell of these rows steps out of: (left, right)."""
    columns: list[list[int]] = []
    for left, right in sorted((chunk.left, chunk.right) for row in rows for chunk in row):
        if columns and (left - columns[-1][1]) * 100 <= _GUTTER * size:
            columns[-1][1] = max(columns[-1][1], right)
        else:
            columns.append([left, right])
    return [(left, right) for left, right in columns]


def _stand_over(heads: Sequence[Chunk], columns: list[tuple[int, int]]) -> bool:
    """Whether the headings stand over different columns, and over at least half of them."""
    met = [_over(chunk, columns) for chunk in heads]
    return len({first for first, _ in met}) == len(met) and len(met) * 2 >= len(columns)


def _over(chunk: Chunk, columns: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The first and last column a part of a line stands over."""
    lefts = [left for left, _ in columns]
    first = max(bisect.bisect_right(lefts, chunk.left) - 1, 0)
    if columns[first][1] <= chunk.left and first + 1 < len(columns):
        first += 1
    last = first
    while last + 1 < len(columns) and columns[last + 1][0] < chunk.right:
        last += 1
    return first, last


# --- headings ---------------------------------------------------------------------------------------------------------


def _header(heads: Sequence[Sequence[Chunk]], columns: list[tuple[int, int]]) -> list[Entry]:
    """The cells of the headings: those over several columns above those of each."""
    own: list[list[Chunk]] = [[] for _ in columns]
    levels: list[list[tuple[int, int, Chunk]]] = []
    for place, row in enumerate(heads):
        level = []
        for chunk in row:
            first, last = _reach(chunk, row, heads[place + 1 :], columns)
            if last > first:
                level.append((first, last, chunk))
            else:
                own[first].append(chunk)
        if level:
            levels.append(level)
    depth = len(levels) + (1 if any(own) else 0)
    found = []
    above = [0] * len(columns)
    for number, level in enumerate(levels):
        for first, last, chunk in level:
            found.append(Entry(number, first, 1, last - first + 1, (chunk,)))
            for column in range(first, last + 1):
                above[column] = number + 1
    for column, parts in enumerate(own):
        if above[column] < depth:
            found.append(Entry(above[column], column, depth - above[column], 1, tuple(parts)))
    return found


def _reach(
    chunk: Chunk, row: Sequence[Chunk], below: Sequence[Sequence[Chunk]], columns: list[tuple[int, int]]
) -> tuple[int, int]:
    """The columns a heading is for: those it stands over, or those it is centred over that have their own below it."""
    first, last = _over(chunk, columns)
    under = {_over(other, columns)[0] for line in below for other in line}
    beside = {column for other in row if other is not chunk for column in _spread_over(other, columns)}
    middle = chunk.left + chunk.right
    best = (first, last)
    nearest = abs(columns[first][0] + columns[last][1] - middle) if last > first else None
    for left in range(first, -1, -1):
        if left in beside or left not in under:
            break
        for right in range(last, len(columns)):
            if right in beside or right not in under:
                break
            away = abs(columns[left][0] + columns[right][1] - middle)
            if right > left and (nearest is None or away < nearest) and away <= 3 * chunk.line.size:
                best, nearest = (left, right), away
    return best


def _spread_over(chunk: Chunk, columns: list[tuple[int, int]]) -> range:
    first, last = _over(chunk, columns)
    return range(first, last + 1)


# --- rows -------------------------------------------------------------------------------------------------------------


def _rows(body: Sequence[Sequence[Chunk]], columns: list[tuple[int, int]]) -> list[Entry]:
    """The cells of the rows of figures; a line that is none belongs to the nearest row, above when as near."""
    anchors = [index for index, row in enumerate(body) if _is_row(row) or len(row) > 1]
    bases = [body[index][0].line.base for index in anchors]
    cells: dict[tuple[int, int], list[Chunk]] = {}
    for row in body:
        base = row[0].line.base
        place = min(range(len(bases)), key=lambda i: (abs(bases[i] - base), i))
        for chunk in row:
            cells.setdefault((place, _over(chunk, columns)[0]), []).append(chunk)
    return [
        Entry(row, column, 1, 1, tuple(cells.get((row, column), ())))
        for row in range(len(anchors))
        for column in range(len(columns))
    ]


# --- the grid ---------------------------------------------------------------------------------------------------------


def grid(found: Aligned, sheet: Sheet) -> Grid:
    """The table as the reader hands it on."""
    rows: list[list[GridCell | None]] = [[None] * (len(found.edges) - 1) for _ in range(found.rows)]
    for entry in found.entries:
        text = ""
        for chunk in entry.chunks:
            text = join(text, chunk.text)
        rows[entry.row][entry.column] = GridCell(
            printed(text), Origin(sheet.number, _box(entry, found, sheet)), entry.rows, entry.columns, "unruled"
        )
    bottom = max(line.bottom for line in found.lines)
    box = sheet.place(found.edges[0], found.top, found.edges[-1], bottom)
    return Grid(tuple(map(tuple, rows)), Origin(sheet.number, box))


def _box(entry: Entry, found: Aligned, sheet: Sheet) -> tuple[Decimal, Decimal, Decimal, Decimal] | None:
    if not entry.chunks:
        return None
    left, right = found.edges[entry.column], found.edges[entry.column + entry.columns]
    top = min(chunk.line.top for chunk in entry.chunks)
    return sheet.place(left, top, right, max(chunk.line.bottom for chunk in entry.chunks))
