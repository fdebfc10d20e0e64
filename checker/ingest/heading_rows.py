"""Where the headings of a table end, and what stands in each of their places once merged cells are repeated."""

import re
from collections.abc import Sequence
from itertools import pairwise

from checker.amounts import read_figure
from checker.characters import bare_key, key
from checker.ingest.cells import Row, owners, texts
from checker.layouts import Layout, TableSpec

_MOST_HEADING_ROWS = 6
_COLUMN_NUMBER = re.compile(r"(\d{1,3})(?:=[\d+*/()-]+)?")
"""The number of a column, and which columns it is made of (4=1+2-3)."""
_EARLIEST, _LATEST = 1949, 2100
"""Years a heading may state."""


def heading_count(rows: Sequence[Row], spec: TableSpec | None, layout: Layout) -> int:
    """How many rows at the top of a grid are headings: down to the row of column numbers (栏次), else to the first row
    that has a figure, the label of a row the layout knows, or nothing at all."""
    number_words = {key(word) for word in layout.number_row}
    known = _row_names(spec, layout)
    headings = _heading_words(spec, layout)
    keys = _key_words(spec, layout)
    count = 0
    for index, row in enumerate(rows[: _MOST_HEADING_ROWS + 1]):
        cells = texts(row)
        if is_number_row(cells, number_words) and _all_words(rows[:index]):
            return index + 1
        if _is_body(cells, known, headings, index) or _is_labelled(cells, rows[:index], known, keys):
            break
        count = index + 1
    if count > _MOST_HEADING_ROWS:
        count = 1
    # a heading that spans rows takes them with it
    for index, row in enumerate(rows[:count]):
        count = max([count, *(index + cell.rows for cell in row if cell is not None and cell.text.strip())])
    return min(count, len(rows))


def says_headings(rows: Sequence[Row], spec: TableSpec | None, layout: Layout) -> bool:
    """Whether a heading that the layout knows stands in some rows."""
    words = _heading_words(spec, layout) | {key(word) for word in layout.number_row}
    return any(key(cell) in words for row in rows for cell in texts(row) if cell.strip())


def is_number_row(cells: Sequence[str], number_words: set[str]) -> bool:
    """Whether a row numbers the columns: 1, 2, 3 …, besides words for that and blanks."""
    shorts = [short for cell in cells if (short := key(cell)) and short not in number_words]
    found = [_COLUMN_NUMBER.fullmatch(short) for short in shorts]
    if not shorts or not all(found):
        return False
    numbers = [int(one[1]) for one in found if one is not None]
    has_word = any(key(cell) in number_words for cell in cells)
    counts_on = numbers[0] == 1 and all(after == before + 1 for before, after in pairwise(numbers))
    return counts_on and (has_word or len(numbers) > 2)


def _all_words(rows: Sequence[Row]) -> bool:
    return all(read_figure(cell) is None or not cell.strip() for row in rows for cell in texts(row))


def _row_names(spec: TableSpec | None, layout: Layout) -> set[str]:
    specs = [spec] if spec is not None else list(layout.tables.values())
    names = {bare_key(name) for one in specs for total in one.totals for name in total.all_names}
    return names | {name for one in specs for row in one.rows for name in row.names}


def _key_words(spec: TableSpec | None, layout: Layout) -> set[str]:
    """Words that head the columns of codes and labels."""
    specs = [spec] if spec is not None else list(layout.tables.values())
    return {key(word) for one in specs for word in (*one.codes, *one.labels, *one.leading)}


def _heading_words(spec: TableSpec | None, layout: Layout) -> set[str]:
    """Words that head columns, whatever rows are called like."""
    specs = [spec] if spec is not None else list(layout.tables.values())
    words = _key_words(spec, layout) | {key(word) for word in layout.line_column}
    return words | {name for one in specs for column in one.columns for level in column.names for name in level}


def _is_labelled(cells: Sequence[str], above: Sequence[Row], known: set[str], keys: set[str]) -> bool:
    """Whether a row begins with the name of a row in a column of labels; headings of other columns may share it."""
    first = next((c for c, cell in enumerate(cells) if cell.strip()), None)
    if first is None or bare_key(cells[first]) not in known:
        return False
    headed = [key(text) for row in above if (text := texts(row)[first].strip())]
    return bool(headed) and headed[-1] in keys and key(cells[first]) not in keys


def _is_body(cells: Sequence[str], known: set[str], headings: set[str], index: int) -> bool:
    figures = [cell for cell in cells if (figure := read_figure(cell)) is not None and not figure.blank]
    years = [cell for cell in figures if _is_year(cell)]
    if figures and (len(years) < len(figures) or not index):
        return len(years) < len(figures)
    if figures:
        return True
    said = [cell for cell in cells if cell.strip()]
    if not said:
        return index > 0
    # 合计 heads a column here and a row there: it is a row where it stands alone in front
    first = bare_key(said[0])
    others = [cell for cell in said[1:] if key(cell) in headings and bare_key(cell) not in known]
    return first in known and not others and (len(said) == 1 or first not in headings)


def _is_year(cell: str) -> bool:
    short = key(cell)
    return short.isdigit() and len(short) == 4 and _EARLIEST <= int(short) <= _LATEST


def filled(rows: Sequence[Row], layout: Layout) -> tuple[tuple[str, ...], ...]:
    """The heading rows with the text of merged cells in every place they take.

    Where the source does not say what is merged, a blank belongs to the heading above it if there is one of its own,
    else to the one on its left.
    """
    number_words = {key(word) for word in layout.number_row}
    spans = any(cell is not None and (cell.rows > 1 or cell.columns > 1) for row in rows for cell in row)
    made: list[list[str]] = []
    for r, row in enumerate(owners(rows)):
        line = ["" if cell is None else cell.text.strip() for cell in row]
        if is_number_row(line, number_words):
            line = _numbered(line, number_words)
        elif not spans:
            line = _from_neighbours(line, [texts(above) for above in rows[:r]], made)
        made.append(line)
    return tuple(map(tuple, made))


def _numbered(line: list[str], number_words: set[str]) -> list[str]:
    """A row of column numbers whose word (栏次) reaches over the blanks behind it."""
    made: list[str] = []
    for cell in line:
        made.append(made[-1] if not cell and made and key(made[-1]) in number_words else cell)
    return made


def _from_neighbours(line: list[str], printed: list[list[str]], made: list[list[str]]) -> list[str]:
    found: list[str] = []
    for c, cell in enumerate(line):
        if cell:
            found.append(cell)
            continue
        own_above = next((row[c].strip() for row in reversed(printed) if row[c].strip()), "")
        left = found[-1] if found else ""
        # only what stands under the same heading can share one
        same = c > 0 and all(row[c] == row[c - 1] for row in made)
        found.append(own_above or (left if same else ""))
    return found
