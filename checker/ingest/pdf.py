"""PDF with text → paragraphs and one grid a table and page, in reading order, each with its page and box.

Ruled tables are read by their lines, the others by alignment where headings show that there is one. What cannot be
read is said: locked, damaged, empty, without text, larger than any report. Nothing is guessed from pictures.
"""

import io
import itertools
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checker.ingest.documents import Document, Grid
from checker.ingest.pdf_limits import MOST_PAGES, refused
from checker.problems import Problem, listed

if TYPE_CHECKING:
    from checker.ingest.pdf_flow import Leaf
    from checker.ingest.pdf_page import Sheet


def read_pdf(path: Path) -> Document:
    """What a PDF holds. A file that cannot be read at all has no blocks and one remark that says why (D301-D308);
    of one that can in part, remarks name the pages that could not (D311-D315). OSError when it cannot be opened."""
    file = str(path)
    data = path.read_bytes()
    problem = refused(data, file)
    if problem:
        return Document(file, (), remarks=(problem,))
    try:
        return _read(data, file)
    except _Refused as refusal:
        return Document(file, (), remarks=(Problem(refusal.code, file, values=refusal.values),))


class _Refused(Exception):
    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def _read(data: bytes, file: str) -> Document:
    import pdfplumber

    from checker.ingest.pdf_flow import blocks

    try:
        pdf = pdfplumber.open(io.BytesIO(data))
    except Exception as error:
        raise _Refused(_why(error)) from None
    if sum(1 for _ in itertools.islice(_pages(pdf), MOST_PAGES + 1)) > MOST_PAGES:
        raise _Refused("D307", most=str(MOST_PAGES))
    leaves: list[Leaf] = []
    amiss: dict[str, list[int]] = defaultdict(list)
    number = 0
    for number, page in enumerate(_pages(pdf), 1):
        leaves.extend(_leaf(pdf, page, number, amiss))
    if not any(leaf.tables or leaf.lines or leaf.aside for leaf in leaves):
        # nothing at all was read: the commonest cause of it, for the whole document
        causes = {"D312": "D303", "D313": "D308", "D311": "D302"}
        raise _Refused(next((causes[code] for code in causes if amiss[code]), "D304" if number else "D302"))
    remarks = [
        Problem(code, file, values={"pages": listed(map(str, pages)), "count": str(len(pages))})
        for code, pages in sorted(amiss.items())
        if pages
    ]
    return Document(file, tuple(blocks(leaves)), number, tuple(remarks))


def _why(error: Exception) -> str:
    from pdfminer import pdfdocument

    causes = [error, *error.args, error.__cause__, error.__context__]
    locked = (pdfdocument.PDFPasswordIncorrect, pdfdocument.PDFEncryptionError)
    return "D301" if any(isinstance(cause, locked) for cause in causes) else "D302"


def _pages(pdf: Any) -> Iterator[Any]:
    """The pages of an opened PDF; None for one after which no other can be found."""
    from pdfminer.pdfpage import PDFPage

    pages = PDFPage.create_pages(pdf.doc)
    while True:
        try:
            yield next(pages)
        except StopIteration:
            return
        except Exception:
            yield None
            return


def _leaf(pdf: Any, page: Any, number: int, amiss: dict[str, list[int]]) -> Iterator["Leaf"]:
    from checker.ingest import pdf_page

    try:
        sheet = pdf_page.sheet(pdf, page, number)
    except pdf_page.TooMuch:
        amiss["D313"].append(number)
        return
    except Exception:
        # one damaged page does not take the others with it
        amiss["D311"].append(number)
        return
    try:
        leaf = _taken_apart(sheet)
    except pdf_page.TooMuch:
        amiss["D313"].append(number)
        return
    if sheet.pictured and not any(glyph.text.isalpha() for glyph in sheet.glyphs):
        amiss["D312"].append(number)
    if any(glyph.turn < 0 for glyph in sheet.glyphs):
        amiss["D314"].append(number)
    if any("\ufffd" in glyph.text for glyph in sheet.glyphs):
        amiss["D315"].append(number)
    yield leaf


def _taken_apart(sheet: "Sheet") -> "Leaf":
    from checker.ingest import (
        pdf_aligned,
        pdf_cells,
        pdf_flow,
        pdf_lines,
        pdf_paragraphs,
        pdf_rows,
        pdf_ruled,
        pdf_turned,
    )

    parts = pdf_lines.pieces(glyph for glyph in sheet.glyphs if glyph.turn == 0)
    aside = pdf_turned.Aside(sheet)
    grids: list[tuple[int, Grid]] = []
    places = [((part.left + part.right) // 2, part.middle) for part in parts]
    for outline in pdf_ruled.outlines(sheet.rules, places):
        own = pdf_cells.inside(parts, outline)
        taken = set(map(id, own))
        parts = [part for part in parts if id(part) not in taken]
        outline, cells = pdf_rows.part_rows(outline, pdf_cells.cells(outline, own))
        aside.fill(cells)
        grids.append((outline.ys[0], pdf_cells.grid(outline, cells, sheet)))
    lines = pdf_lines.lines(parts)
    for table in pdf_aligned.tables(lines):
        grids.append((table.top, pdf_aligned.grid(table, sheet)))
        taken = set(map(id, table.lines))
        lines = [line for line in lines if id(line) not in taken]
    bare = sheet._replace(glyphs=(), rules=())  # of two hundred pages only the text is kept
    return pdf_flow.Leaf(bare, grids, [pdf_paragraphs.text_line(line) for line in lines], list(aside.paragraphs()))
