"""Word documents (.docx): paragraphs with the numbers Word gives them, tables with their merged cells.

The body is walked element by element (``w:p``, ``w:tbl``, and what wraps them), because the library's own cells
repeat merged ones and lose rows that begin late (``w:gridBefore``).
"""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from checker.ingest.archives import refusal
from checker.ingest.cells import from_spans, one_line
from checker.ingest.documents import Document, Grid, GridCell, Origin, Paragraph
from checker.ingest.extras import needed
from checker.ingest.word_lists import Lists
from checker.problems import Problem

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MOST_COLUMNS = 200
# what wraps blocks or runs and is gone through; what was deleted or is no text is not
_WRAPS = frozenset(
    f"{_W}{name}"
    for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo")
)
_DEEPEST = 50


def read_word(path: Path) -> Document:
    """The paragraphs and tables of a document, in order, numbered as they come."""
    name = str(path)
    refused = refusal(path)
    if refused is not None:
        return Document(name, (), remarks=(refused,))
    docx = needed("docx")
    try:
        document = docx.Document(name)
    except Exception:  # the library raises errors of several libraries below it
        return Document(name, (), remarks=(Problem("D207", name, values={"form": "docx"}),))
    return Document(name, tuple(_Body(document).blocks()))


class _Body:
    """Goes through the body of a document."""

    def __init__(self, document: Any) -> None:
        self.body = document.element.body
        self.styles = _Styles(document)
        self.lists = Lists(document)
        self.count = 0

    def blocks(self) -> Iterator[Paragraph | Grid]:
        yield from self._inside(self.body, 0)

    def _inside(self, element: Any, depth: int) -> Iterator[Paragraph | Grid]:
        for child in element:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child)
            elif child.tag in _WRAPS and depth < _DEEPEST:
                yield from self._inside(child, depth + 1)

    def _paragraph(self, element: Any) -> Iterator[Paragraph | Grid]:
        self.count += 1
        text = self.lists.mark(element, self.styles.of(element)) + paragraph_text(element)
        style = self.styles.of(element)
        for line in text.split("\n"):
            if line.strip():
                yield Paragraph(
                    line.strip(),
                    Origin(paragraph=self.count),
                    _is_centred(element, self.styles),
                    _size(element),
                    self.styles.level(style, element),
                )
        for box in _text_boxes(element):
            yield from self._inside(box, 1)

    def _table(self, element: Any) -> Iterator[Grid | Paragraph]:
        self.count += 1
        origin = Origin(paragraph=self.count)
        rows = list(_rows(element))
        if sum(len(row) for row in rows) == 1:
            # a frame around text
            yield from self._inside(rows[0][0][1], 1)
            return
        grid = from_spans(self._grid(rows, origin))
        if grid is not None:
            yield Grid(grid.rows, origin)

    def _grid(self, rows: list[list[tuple[int, Any]]], origin: Origin) -> Iterator[list[tuple[int, GridCell]]]:
        going_on = _going_on(rows)
        for r, row in enumerate(rows):
            made: list[tuple[int, GridCell]] = []
            for at, cell in row:
                if going_on[r][at]:
                    continue
                down = 1
                while r + down < len(rows) and going_on[r + down].get(at, False):
                    down += 1
                where = Origin(paragraph=origin.paragraph, cell=f"{r + 1},{at + 1}")
                made.append((at, GridCell(one_line(self._cell_text(cell)), where, down, _spanned(cell))))
            yield made

    def _cell_text(self, cell: Any) -> str:
        lines: list[str] = []
        for block in self._inside(cell, 1):
            if isinstance(block, Paragraph):
                lines.append(block.text)
            else:
                lines += [inner.text for row in block.rows for inner in row if inner is not None and inner.text]
        return "\n".join(lines)


def _going_on(rows: list[list[tuple[int, Any]]]) -> list[dict[int, bool]]:
    """Which cells are merged with the one above them: those that say so, below one that begins to."""
    found: list[dict[int, bool]] = []
    open_at: set[int] = set()
    for row in rows:
        merges = {at: _merge(cell) for at, cell in row}
        found.append({at: merge == "continue" and at in open_at for at, merge in merges.items()})
        open_at = {at for at, merge in merges.items() if merge == "restart" or found[-1][at]}
    return found


def paragraph_text(element: Any, depth: int = 0) -> str:
    """The text of a paragraph: what is shown of it, a line for each line break."""
    pieces: list[str] = []
    for child in element:
        tag = child.tag
        if tag == f"{_W}r":
            pieces.append(_run_text(child))
        elif tag in _WRAPS and depth < _DEEPEST:
            pieces.append(paragraph_text(child, depth + 1))
    return "".join(pieces)


def _run_text(run: Any) -> str:
    properties = run.find(f"{_W}rPr")
    if properties is not None and _is_on(properties.find(f"{_W}vanish")):
        return ""
    pieces: list[str] = []
    for child in run:
        match child.tag.rpartition("}")[2] if isinstance(child.tag, str) else "":
            case "t":
                pieces.append(child.text or "")
            case "tab":
                pieces.append("\t")
            case "br":
                pieces.append("" if child.get(f"{_W}type") in ("page", "column") else "\n")
            case "cr":
                pieces.append("\n")
            case "noBreakHyphen":
                pieces.append("-")
            case "sym":
                pieces.append(_symbol(child.get(f"{_W}char", "")))
    return "".join(pieces)


def _symbol(code: str) -> str:
    """A character of a font of symbols, by its code in hexadecimal figures."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number) if 0 < number < 0xD800 or 0xE000 <= number < 0x10000 else ""


def _text_boxes(element: Any) -> Iterator[Any]:
    """The contents of the text boxes of a paragraph; of two readings of one box the first."""
    seen: set[Any] = set()
    for box in element.iter(f"{_W}txbxContent"):
        if any(parent.tag == f"{_CHOICE}Fallback" for parent in box.iterancestors()):
            continue
        if box not in seen and not any(parent.tag == f"{_W}txbxContent" for parent in box.iterancestors()):
            seen.add(box)
            yield box


def _rows(table: Any, depth: int = 0) -> Iterator[list[tuple[int, Any]]]:
    """The rows of a table, each cell with the column it begins in."""
    for child in table:
        if child.tag in _WRAPS and depth < _DEEPEST:
            yield from _rows(child, depth + 1)
        elif child.tag == f"{_W}tr":
            properties = child.find(f"{_W}trPr")
            if properties is not None and properties.find(f"{_W}del") is not None:
                continue
            at = _number(properties, "gridBefore", 0)
            cells: list[tuple[int, Any]] = []
            for cell in _cells(child, 0):
                cells.append((at, cell))
                at += _spanned(cell)
            if cells:
                yield cells


def _cells(row: Any, depth: int) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag in _WRAPS and depth < _DEEPEST:
            yield from _cells(child, depth + 1)


def _spanned(cell: Any) -> int:
    return max(1, _number(cell.find(f"{_W}tcPr"), "gridSpan", 1))


def _merge(cell: Any) -> str:
    properties = cell.find(f"{_W}tcPr")
    merge = properties.find(f"{_W}vMerge") if properties is not None else None
    return "" if merge is None else merge.get(f"{_W}val") or "continue"


def _number(properties: Any, name: str, usual: int) -> int:
    found = properties.find(f"{_W}{name}") if properties is not None else None
    said = found.get(f"{_W}val", "") if found is not None else ""
    return min(int(said), _MOST_COLUMNS) if said.isascii() and said.isdigit() and len(said) < 6 else usual


def _is_on(element: Any) -> bool:
    return element is not None and element.get(f"{_W}val", "1") not in ("0", "false", "off")


def _is_centred(element: Any, styles: "_Styles") -> bool:
    properties = element.find(f"{_W}pPr")
    found = properties.find(f"{_W}jc") if properties is not None else None
    if found is not None:
        return bool(found.get(f"{_W}val") == "center")
    return styles.is_centred(styles.of(element))


def _size(element: Any) -> Decimal | None:
    for run in element.iter(f"{_W}r"):
        properties = run.find(f"{_W}rPr")
        size = _number(properties, "sz", 0)
        return Decimal(size) / 2 if size else None
    return None


class _Styles:
    """What the styles of a document say of its paragraphs."""

    def __init__(self, document: Any) -> None:
        self.by_id: dict[str, Any] = {}
        for style in document.styles.element.iter(f"{_W}style"):
            self.by_id[style.get(f"{_W}styleId", "")] = style

    def of(self, paragraph: Any) -> str:
        """The name of a paragraph's style."""
        properties = paragraph.find(f"{_W}pPr")
        found = properties.find(f"{_W}pStyle") if properties is not None else None
        return "" if found is None else found.get(f"{_W}val", "")

    def level(self, style: str, paragraph: Any) -> int | None:
        """The level of a heading, from 1; None of other text."""
        own = paragraph.find(f"{_W}pPr")
        for properties in (own, *(found.find(f"{_W}pPr") for found in self.chain(style))):
            found = properties.find(f"{_W}outlineLvl") if properties is not None else None
            if found is not None:
                level = _number(properties, "outlineLvl", 9)
                return level + 1 if level < 9 else None
        return None

    def is_centred(self, style: str) -> bool:
        """Whether a style sets its text in the middle."""
        for found in self.chain(style):
            properties = found.find(f"{_W}pPr")
            jc = properties.find(f"{_W}jc") if properties is not None else None
            if jc is not None:
                return bool(jc.get(f"{_W}val") == "center")
        return False

    def chain(self, style: str) -> Iterator[Any]:
        """A style and those it rests on."""
        seen: set[str] = set()
        while style in self.by_id and style not in seen:
            seen.add(style)
            yield self.by_id[style]
            based = self.by_id[style].find(f"{_W}basedOn")
            style = "" if based is None else based.get(f"{_W}val", "")
