"""Which grid is which table: titles above, headings, rows, notes below, and parts that a page break cut off."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from unicodedata import category

from checker.amounts import read_figure
from checker.characters import bare_key, key, ordinal
from checker.ingest.anchoring import anchored, moved, settled
from checker.ingest.captions import is_note, is_page_number, without_label
from checker.ingest.cells import Row, part, text_at, texts
from checker.ingest.documents import Grid, GridCell, Origin, Paragraph
from checker.ingest.heading_rows import filled, heading_count, says_headings
from checker.ingest.joining import Block
from checker.ingest.numbered import reads_as_heading
from checker.ingest.pieces import pieces_of
from checker.ingest.seams import loose_ends, seamless
from checker.ingest.titles import Above, above, spec_of
from checker.layouts import Layout, TableSpec
from checker.prose import match
from checker.resources import table

_MOST_MOVED = 20
"""Parts of a table whose columns are looked for; of more all figures are doubted."""


@dataclass(slots=True)
class Printed:
    """One table as recognised: heading rows with merged cells repeated, and the cells below them.

    parts: the grids it was joined from; moved: how many of them had to be put under their columns; doubts: why a
    place, from 0 below the heading, is unsure, a name of grammar/ingest.yaml or words of the reader's.
    """

    title: str
    spec: TableSpec | None
    number: str
    unit: str
    entity: str
    header: tuple[tuple[str, ...], ...]
    rows: list[Row]
    origin: Origin
    last: Origin
    notes: list[str] = field(default_factory=list)
    parts: int = 1
    moved: int = 0
    doubts: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.header[0]) if self.header else len(self.rows[0]) if self.rows else 0


def tables_of(blocks: Iterable[Block], layout: Layout, entity: str = "") -> tuple[list[Printed], list[Paragraph]]:
    """The tables of a document in order, and the paragraphs that belong to none of them."""
    walk = _Walk(layout, entity)
    for block in blocks:
        if isinstance(block, Paragraph):
            walk.paragraph(block)
        elif walk.is_contents(block):
            for row in block.rows:
                walk.paragraph(Paragraph("\t".join(filter(None, texts(row))), block.origin))
        else:
            for piece in pieces_of(block, layout, entity):
                if isinstance(piece, Paragraph):
                    walk.paragraph(piece)
                else:
                    walk.grid(piece)
    for one in walk.tables:
        _finish(one, layout)
    return walk.tables, [*walk.text, *walk.pending]


def _finish(one: Printed, layout: Layout) -> None:
    """Figures among names go to their amounts, and what may be misread is doubted, once all of a table is there."""
    if one.spec is not None and one.header:
        for row, column, place in settled(one.header, one.rows, one.spec, layout):
            one.rows[row] = moved(one.rows[row], column, place)
        if one.origin.sheet and one.spec.single_row and not one.rows:
            # a sheet does not say that a row of its form is there and blank
            one.rows.append((GridCell(""),) * one.width)
    one.doubts = {**_misread(one), **one.doubts}
    one.last = _end_of(one)


def _misread(one: Printed) -> dict[tuple[int, int], str]:
    """The cells that were read as something that looks like what is printed: letters for digits, glyphs of a font."""
    digits = str.maketrans(table("ingest")["digit_look_alikes"])
    found: dict[tuple[int, int], str] = {}
    for r, row in enumerate(one.rows):
        for c, cell in enumerate(row):
            text = text_at(cell).strip()
            if not text or text.isdecimal():
                continue
            if any(category(character) == "Co" for character in text):
                found[r, c] = "private_use"
            elif any(map(str.isdecimal, text)) and read_figure(text) is None and read_figure(text.translate(digits)):
                found[r, c] = "look_alike"
    return found


def _end_of(one: Printed) -> Origin:
    """Where the last cell of a table stands."""
    ends = (cell.origin for row in reversed(one.rows) for cell in reversed(row) if cell is not None)
    found = next((end for end in ends if end != Origin()), one.last)
    return found if found.page is not None or found.line is not None else one.last


@dataclass(slots=True)
class _Walk:
    """Goes through a document; pending: the paragraphs since the last grid; text: those of no table."""

    layout: Layout
    entity: str
    tables: list[Printed] = field(default_factory=list)
    text: list[Paragraph] = field(default_factory=list)
    pending: list[Paragraph] = field(default_factory=list)

    def is_contents(self, grid: Grid) -> bool:
        """Whether a grid is part of the contents list: it stands below its heading, and has headings and page numbers."""
        words = {key(word) for word in table("ingest")["contents"]}
        return any(key(line.text) in words for line in self.pending) and all(map(_is_entry, grid.rows))

    def paragraph(self, line: Paragraph) -> None:
        """A line below the last grid: a note of it, or one of the lines that may speak of the next."""
        if self.tables and not self.pending and self._is_note(line):
            self.tables[-1].notes.append(line.text)
        else:
            self.pending.append(line)

    def _is_note(self, line: Paragraph) -> bool:
        last = self.tables[-1]
        if is_note(line.text) or (last.notes and _counts_on(last.notes[-1], line.text)):
            return True
        # a blank table is told to be blank, with the word for a note or without
        if not any(text_at(cell).strip() for row in last.rows for cell in row[1:]) or last.notes:
            return any(match(phrase, line.text) is not None for phrase in self.layout.no_data)
        return False

    def grid(self, grid: Grid) -> None:
        """A grid: the rest of the last table, or a new one."""
        said = above(self.pending, self.layout, self.entity)
        if not said.title and grid.origin.sheet and spec_of(grid.origin.sheet, self.layout):
            said = replace(said, title=grid.origin.sheet, spec=spec_of(grid.origin.sheet, self.layout))
        last = self.tables[-1] if self.tables else None
        kept = self.pending[: len(self.pending) - said.lines]
        if last is not None and self._is_rest(last, grid, said, bool(kept)):
            self.text += kept
            self.pending = []
            return
        self.text += kept
        self.pending = []
        count = heading_count(grid.rows, said.spec, self.layout)
        header = filled(grid.rows[:count], self.layout)
        rows, again = _without_headings(part(grid.rows, count, len(grid.rows)), header, self.layout)
        made = Printed(
            said.title, said.spec, said.number, said.unit, said.entity, header, rows, grid.origin, grid.origin
        )  # fmt: skip
        made.parts += again
        self.tables.append(made)

    def _is_rest(self, last: Printed, grid: Grid, said: Above, has_text: bool) -> bool:
        """Joins a grid to the last table where it is the rest of it."""
        if has_text or (said.spec is not None and said.spec is not last.spec):
            return False
        named = said.spec is not None or (bool(said.title) and bare_key(said.title) == bare_key(last.title))
        if said.title and not named and not said.goes_on:
            return False
        count = heading_count(grid.rows, last.spec, self.layout)
        if last.rows and not says_headings(grid.rows[:count], last.spec, self.layout):
            # what is cut off a row above has no figure either, and is no heading
            known = {key(cell) for row in last.header for cell in row if cell}
            printed = {key(text_at(cell)) for row in grid.rows[:count] for cell in row if text_at(cell).strip()}
            count = count if printed & known else 0
        header = filled(grid.rows[:count], self.layout)
        again = _repeats(header, last.header)
        if not last.rows and last.header and not again and len(grid.rows[0]) == last.width and not named:
            # the page ended within the heading
            whole = (*last.header, *header)
            last.header, again = whole, True
        if count and not again and not said.goes_on:
            return False
        if not count and not last.header:
            return False
        found, _ = _without_headings(
            part(grid.rows, count if again or said.goes_on else 0, len(grid.rows)), last.header, self.layout
        )
        rows = tuple(found)
        if named and not said.goes_on and last.rows and rows and _label(rows[0]) == _label(last.rows[0]) != "":
            return False  # the same form, filled in by another
        last.unit, last.number = last.unit or said.unit, last.number or said.number
        last.parts += 1
        last.last = grid.origin
        self._append(last, rows)
        return True

    def _append(self, last: Printed, rows: tuple[Row, ...]) -> None:
        """Puts rows below those of a table, under their columns."""
        unsure: frozenset[tuple[int, int]] = frozenset()
        if rows and len(rows[0]) != last.width:
            last.moved += 1
            is_tried = bool(last.header) and last.moved <= _MOST_MOVED
            put = anchored(last.header, last.rows, rows, last.spec, self.layout) if is_tried else None
            if put is None:
                # nothing is cut off: what has no column gets one without a heading
                width = max(last.width, len(rows[0]))
                last.header = tuple((*row, *[""] * (width - len(row))) for row in last.header)
                last.rows = [_fitted(row, width) for row in last.rows]
                rows = tuple(_fitted(row, width) for row in rows)
                unsure = frozenset(
                    (r, c) for r, row in enumerate(rows) for c, cell in enumerate(row) if text_at(cell).strip()
                )
            else:
                rows, unsure = put
        # pages end and begin with blank rows that are none of the form
        while rows and last.rows and _is_blank(last.rows[-1]):
            last.rows.pop()
        while rows and _is_blank(rows[0]):
            rows = rows[1:]
            unsure = frozenset((r - 1, c) for r, c in unsure if r)
        joined = seamless(last.rows, rows, last.spec, self.layout)
        if joined is not None:
            last.rows[-1] = joined
            rows = rows[1:]
            unsure = frozenset((r - 1, c) for r, c in unsure if r)
        start = len(last.rows)
        if rows and joined is None:
            last.doubts |= {(start, c): "cut_row" for c in loose_ends(rows[0], last.spec, self.layout)}
        last.doubts |= {(start + r, c): "columns" for r, c in unsure}
        last.rows += rows


def _counts_on(note: str, line: str) -> bool:
    """Whether a line is the next of several notes that are numbered."""
    before, after = ordinal(without_label(note)[:100]), ordinal(line[:100])
    return before is not None and after is not None and after == (before[0], before[1] + 1)


def _is_entry(row: Row) -> bool:
    said = [text for text in texts(row) if text.strip()]
    return bool(said) and reads_as_heading(said[0]) and all(is_page_number(text) for text in said[1:]) and len(said) < 3


def _is_blank(row: Row) -> bool:
    return not any(text_at(cell).strip() for cell in row)


def _fitted(row: Row, width: int) -> Row:
    return (*row, *[GridCell("")] * (width - len(row)))


def _label(row: Row) -> str:
    return next((key(text_at(cell)) for cell in row if text_at(cell).strip()), "")


def _repeats(header: Sequence[Sequence[str]], known: Sequence[Sequence[str]]) -> bool:
    """Whether headings are those of a table again, all of them or as many as are printed once more; a page may show
    them over more or fewer columns."""
    if not header or not known:
        return False
    return list(map(_said, header)) == list(map(_said, known))[: len(header)]


def _without_headings(rows: Sequence[Row], header: Sequence[Sequence[str]], layout: Layout) -> tuple[list[Row], int]:
    """The rows without the headings that are printed again among them, and how many times they were."""
    kept: list[Row] = []
    at = times = 0
    height = len(header)
    while at < len(rows):
        begins = bool(header) and _said(texts(rows[at])) == _said(header[0])
        again = filled(rows[at : at + height], layout) if begins else ()
        if len(again) == height and _repeats(again, header):
            at, times = at + height, times + 1
        else:
            kept.append(rows[at])
            at += 1
    return kept, times


def _said(row: Sequence[str]) -> list[str]:
    """The headings of a row, each once, however many columns it is over."""
    said = [key(cell) for cell in row]
    return [text for n, text in enumerate(said) if text and (not n or text != said[n - 1])]
