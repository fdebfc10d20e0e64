"""What a grid holds besides its table: titles and units above it, notes below it, and other tables further down.

Spreadsheets hold all of these in one sheet, and tables of word processors often begin with a row for the title.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from checker.ingest.captions import caption, is_date, is_label, is_note, without_mark
from checker.ingest.cells import Row, part, trimmed
from checker.ingest.documents import Grid, Paragraph
from checker.ingest.heading_rows import heading_count, says_headings
from checker.ingest.titles import ends_as_title, spec_of
from checker.layouts import Layout
from checker.resources import table as grammar_table

_MOST_LINE_CELLS = 4
"""Cells of a row that is a line of words and no row of a table."""


def pieces_of(grid: Grid, layout: Layout, entity: str) -> Iterator[Paragraph | Grid]:
    """A grid as lines above, the table, lines below; several times over where tables stand below each other."""
    is_sheet = bool(grid.origin.sheet)
    whole = trimmed(grid, columns=is_sheet, below=is_sheet)
    if whole is None:
        return
    lines = [_line_of(row) for row in whole.rows]
    row = 0
    height = len(whole.rows)
    while row < height:
        # lines above
        while row < height and _speaks(lines[row], layout, entity):
            yield from _paragraphs(whole, row)
            row += 1
        top = row
        while row < height and not _ends_table(lines[row], layout, entity):
            row += 1
        if row > top:
            yield from _core(whole, top, row, layout)
        while row < height and _is_below(lines[row]):
            yield from _paragraphs(whole, row)
            row += 1
        if row == top and row < height:  # a line that is neither
            yield from _paragraphs(whole, row)
            row += 1


def _core(whole: Grid, top: int, bottom: int, layout: Layout) -> Iterator[Grid]:
    """The table among the rows of a grid. Blank columns at its sides are none of it where its headings are there to
    say so; below a page break a blank column may be one of its own."""
    rows = part(whole.rows, top, bottom)
    origin = next((cell.origin for row in rows for cell in row if cell is not None), whole.origin)
    core = Grid(rows, replace(origin, sheet=whole.origin.sheet or origin.sheet, cell="", box=whole.origin.box))
    is_sheet = bool(core.origin.sheet)
    headed = says_headings(rows[: heading_count(rows, None, layout)], None, layout)
    found = trimmed(core, columns=is_sheet or headed, below=is_sheet)
    if found is not None:
        yield found


def _line_of(row: Row) -> list[str] | None:
    """The texts of a row that may be a line and no row of a table; None for most."""
    said = [cell for cell in row if cell is not None and cell.text.strip()]
    return [cell.text for cell in said] if 0 < len(said) <= _MOST_LINE_CELLS else None


def _speaks(said: Sequence[str] | None, layout: Layout, entity: str) -> bool:
    """Whether a row above a table says something of it: its title, number, unit, who reports, and nothing else."""
    if not said:
        return False
    # a title no layout knows stands alone in its row
    return all(_is_line(text, layout, entity) for text in said) or (len(said) == 1 and ends_as_title(said[0]))


def _is_below(said: Sequence[str] | None) -> bool:
    """Whether a row below a table is a note of it: it says so, or is a sentence."""
    if not said or len(said) > 1:
        return False
    return is_note(said[0]) or any(mark in said[0] for mark in grammar_table("ingest")["sentence_marks"])


def _is_line(text: str, layout: Layout, entity: str) -> bool:
    bare, marked = without_mark(text)
    if not bare:
        return marked
    said = caption(bare, layout.units)
    return (
        said.is_pure
        or is_label(bare)
        or is_date(bare)
        or spec_of(bare, layout, entity) is not None
        or (said.rest != bare and spec_of(said.rest, layout, entity) is not None)
    )


def _ends_table(said: list[str] | None, layout: Layout, entity: str) -> bool:
    if not said:
        return False
    if _is_below(said):
        return True
    return len(said) == 1 and spec_of(said[0], layout, entity) is not None and _is_line(said[0], layout, entity)


def _paragraphs(grid: Grid, row: int) -> Iterator[Paragraph]:
    for cell in grid.rows[row]:
        if cell is not None and cell.text.strip():
            yield Paragraph(cell.text.strip(), cell.origin)
