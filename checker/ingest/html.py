"""Web pages: tables with spans, tables that only lay out the page, GB18030 pages and those that declare nothing."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from checker.ingest.cells import from_spans, one_line
from checker.ingest.documents import Document, Grid, GridCell, Origin, Paragraph
from checker.ingest.encodings import decoded
from checker.ingest.extras import needed
from checker.problems import Problem

_DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:-]+)""", re.I)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
    ]
)
_SILENT = frozenset(
    [
        "script",
        "style",
        "head",
        "noscript",
        "template",
        "object",
        "iframe",
        "select",
        "svg",
        "textarea",
        "title",
        "button",
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MOST_SPAN = 1_000
_DEEPEST = 200
_BLANKS = re.compile(r"[ \t\r\n\f\u200b\ufeff]+")


def read_html(path: Path) -> Document:
    """The paragraphs and tables of a web page, in order, each numbered as it comes."""
    data = path.read_bytes()
    declared = _DECLARED.search(data[:8192])
    text = decoded(data, declared[1].decode("ascii") if declared else "")
    if text is None:
        return Document(str(path), (), remarks=(Problem("D217", str(path)),))
    return Document(str(path), tuple(blocks_of(text)))


def blocks_of(text: str) -> list[Paragraph | Grid]:
    """The blocks of the text of a page."""
    html = needed("lxml.html")
    if not text.strip():
        return []
    # a declaration of an encoding means nothing any more in text that is decoded
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except html.etree.ParserError:
        return []  # nothing but comments
    page = _Page()
    page.walk(root, 0)
    page.end_paragraph()
    return page.blocks


class _Page:
    """Goes through the elements of a page; a paragraph ends where a block begins or ends."""

    def __init__(self) -> None:
        self.blocks: list[Paragraph | Grid] = []
        self.pieces: list[str] = []
        self.count = 0
        self.level: int | None = None
        self.centred = False

    def walk(self, element: Any, depth: int) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _SILENT or not tag or depth > _DEEPEST or _is_hidden(element):
            return
        if tag == "br":
            self.pieces.append("\n")
            return
        if tag == "table" and not _lays_out(element):
            self.end_paragraph()
            self._table(element)
            return
        if tag in _BLOCKS:
            self.end_paragraph()
            self.level = _HEADINGS.get(tag, self.level)
            self.centred = self.centred or _is_centred(element)
        if element.text:
            self.pieces.append(_BLANKS.sub(" ", element.text))
        for child in element:
            self.walk(child, depth + 1)
            if child.tail:
                self.pieces.append(_BLANKS.sub(" ", child.tail))
        if tag in _BLOCKS:
            self.end_paragraph()

    def end_paragraph(self) -> None:
        lines = "".join(self.pieces).split("\n")
        self.pieces = []
        for line in lines:
            short = line.strip()
            if short:
                self.count += 1
                self.blocks.append(Paragraph(short, Origin(paragraph=self.count), self.centred, None, self.level))
        self.level, self.centred = None, False

    def _table(self, element: Any) -> None:
        for caption in element.iter("caption"):
            self.pieces.append(caption.text_content())
            self.end_paragraph()
        self.count += 1
        origin = Origin(paragraph=self.count)
        rows = [row for row in element.iter("tr") if _table_of(row) is element]
        grid = from_spans(list(_cells(row, origin, r, rows)) for r, row in enumerate(rows))
        if grid is not None:
            self.blocks.append(Grid(grid.rows, origin))


def _cells(row: Any, origin: Origin, at: int, rows: list[Any]) -> Iterator[tuple[int, GridCell]]:
    for place, cell in enumerate(child for child in row if child.tag in ("td", "th")):
        down, wide = _span(cell.get("rowspan"), len(rows) - at), _span(cell.get("colspan"), _MOST_SPAN)
        # the next free place of the row is found where the grid is put together
        where = Origin(paragraph=origin.paragraph, cell=f"{at + 1},{place + 1}")
        yield 0, GridCell(one_line(_text(cell)), where, down, wide)


def _span(said: str | None, most: int) -> int:
    try:
        number = int((said or "1").strip())
    except ValueError:
        return 1
    # a span of nought reaches to the end
    return max(1, min(number or most, most, _MOST_SPAN))


def _text(cell: Any) -> str:
    """The text of a cell, a line for each block in it."""
    inner = _Page()
    if cell.text:
        inner.pieces.append(_BLANKS.sub(" ", cell.text))
    for child in cell:
        inner.walk(child, 1)
        if child.tail:
            inner.pieces.append(_BLANKS.sub(" ", child.tail))
    inner.end_paragraph()
    said = [b.text if isinstance(b, Paragraph) else _flat(b) for b in inner.blocks]
    return "\n".join(said).replace("\xa0", " ").strip()


def _flat(grid: Grid) -> str:
    return "\n".join(cell.text for row in grid.rows for cell in row if cell is not None and cell.text)


def _table_of(row: Any) -> Any:
    return next(row.iterancestors("table"), None)


def _lays_out(table: Any) -> bool:
    """Whether a table only lays out the page: other tables stand in it, or it has a single column or cell of prose."""
    if next(table.iterdescendants("table"), None) is not None:
        # a table of figures may have a small table in a cell; one that lays out has few cells of its own
        own = [cell for cell in table.iter("td", "th") if _table_of(cell) is table]
        return len(own) <= 12 or any(_is_large(cell) for cell in own)
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    widest = max((len(row) for row in rows), default=0)
    return widest <= 1


def _is_large(cell: Any) -> bool:
    return next(cell.iterdescendants("table"), None) is not None and len(cell.text_content()) > 500


def _is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style or element.get("hidden") is not None


def _is_centred(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.tag == "center" or element.get("align") == "center" or "text-align:center" in style
