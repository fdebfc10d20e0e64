"""Text that stands sideways or on its head on a page read the other way: in a heading cell, or beside the text."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from checker.ingest.documents import Origin, Paragraph
from checker.ingest.pdf_cells import Cell
from checker.ingest.pdf_lines import join, lines, pieces, printed, spell
from checker.ingest.pdf_page import Glyph, Sheet, uprighted


class Aside:
    """The turned glyphs of a page; what is put into cells is no longer aside."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.glyphs = [glyph for glyph in sheet.glyphs if glyph.turn > 0]

    def fill(self, cells: Iterable[Cell]) -> None:
        """Puts turned text into the cells it stands in; a cell with both kinds is doubted."""
        if not self.glyphs:
            return
        for cell in cells:
            own = [glyph for glyph in self.glyphs if _within(glyph, cell)]
            if not own:
                continue
            self.glyphs = [glyph for glyph in self.glyphs if not _within(glyph, cell)]
            cell.turned = "".join(text for _, text in _texts(own, self.sheet))
            if cell.lines and cell.turned:
                cell.doubt = "overlap"

    def paragraphs(self) -> Iterator[tuple[int, Paragraph]]:
        """What stands aside of all tables, with its upper edge."""
        for own, text in _texts(self.glyphs, self.sheet):
            box = (
                min(glyph.left for glyph in own),
                min(glyph.top for glyph in own),
                max(glyph.right for glyph in own),
                max(glyph.bottom for glyph in own),
            )
            yield box[1], Paragraph(text, Origin(page=self.sheet.number, box=self.sheet.place(*box)))


def _within(glyph: Glyph, cell: Cell) -> bool:
    x, y = (glyph.left + glyph.right) // 2, (glyph.top + glyph.bottom) // 2
    return cell.left <= x < cell.right and cell.top <= y < cell.bottom


def _texts(glyphs: Iterable[Glyph], sheet: Sheet) -> Iterator[tuple[list[Glyph], str]]:
    by_turn: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        by_turn[glyph.turn].append(glyph)
    for own in by_turn.values():
        text = ""
        for line in lines(pieces(uprighted(glyph, sheet) for glyph in own)):
            text = join(text, spell(line, in_cell=True))
        if text:
            yield own, printed(text)
