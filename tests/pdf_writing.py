"""PDF files for the tests, by real writers: fonts made on the spot, reports laid out by reportlab.

The fonts have a box for every character, as wide as it is set; what they map to characters is what a reader goes by.
"""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fpdf import FPDF
from fpdf.fonts import FontFace
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

SONG, RADICAL = "Song", "Radical"

Rows = list[list[str]]


def font_file(path: Path, characters: Iterable[str], descent: int = -120) -> Path:
    """A TrueType font for these characters: a square for a wide one, half of it for a narrow one."""
    names = {ord(c): f"u{ord(c):05X}" for c in sorted({*characters, *map(chr, range(32, 127))})}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap(names)
    widths = {name: 1000 if unicodedata.east_asian_width(chr(code)) in "WFA" else 500 for code, name in names.items()}
    widths[".notdef"] = 1000
    glyphs = {}
    for name, width in widths.items():
        pen = TTGlyphPen(None)
        if name != "u00020":
            pen.moveTo((50, 0))
            for corner in ((50, 700), (width - 50, 700), (width - 50, 0)):
                pen.lineTo(corner)
            pen.closePath()
        glyphs[name] = pen.glyph()
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({name: (width, 50) for name, width in widths.items()})
    builder.setupHorizontalHeader(ascent=1000 + descent, descent=descent)
    builder.setupNameTable({"familyName": path.stem, "styleName": "Regular", "psName": path.stem})
    builder.setupOS2(sTypoAscender=1000 + descent, sTypoDescender=descent, usWinAscent=1000, usWinDescent=-descent)
    builder.setupPost()
    builder.save(path)
    return path


def fonts(folder: Path, characters: Iterable[str]) -> Path:
    """Registers both fonts: Song for all characters, Radical for radicals, with another descent. The file of Song."""
    radicals = "".join(map(chr, range(0x2F00, 0x2FD6)))
    for name, held, descent in ((RADICAL, set(radicals), -240), (SONG, {*characters, *radicals}, -120)):
        path = font_file(folder / f"{name}.ttf", held, descent)
        pdfmetrics.registerFont(TTFont(name, str(path)))
    return path


def radical_of(character: str) -> str:
    """The Kangxi radical that is drawn as this character, or the character."""
    return _RADICALS.get(character, character)


_RADICALS = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0x2F00, 0x2FD6)}


def unspread(text: str) -> str:
    """What is printed, radicals as ordinary characters."""
    return "".join(unicodedata.normalize("NFKC", c) if "\u2f00" <= c <= "\u2fd5" else c for c in text)


def drawn(path: Path, draw: Callable[[Canvas], Any], size: tuple[float, float] = A4, **options: Any) -> Path:
    """A PDF with what a function draws."""
    canvas = Canvas(str(path), pagesize=size, **options)
    draw(canvas)
    canvas.save()
    return path


def grid_lines(canvas: Canvas, xs: Sequence[float], ys: Sequence[float]) -> None:
    """Ruled lines at these places, ys from above."""
    for y in ys:
        canvas.line(xs[0], y, xs[-1], y)
    for x in xs:
        canvas.line(x, ys[0], x, ys[-1])


# --- a whole report ---------------------------------------------------------------------------------------------------

_BODY = ParagraphStyle("body", fontName=SONG, fontSize=14, leading=24, wordWrap="CJK", firstLineIndent=28)
_TITLE = ParagraphStyle("title", parent=_BODY, alignment=TA_CENTER, firstLineIndent=0)
_UNIT = ParagraphStyle("unit", parent=_BODY, alignment=TA_RIGHT, firstLineIndent=0, fontSize=9, leading=12)
_NOTE = ParagraphStyle("note", parent=_BODY, firstLineIndent=0, fontSize=9, leading=12)
_CELL = ParagraphStyle("cell", fontName=SONG, fontSize=9, leading=11, wordWrap="CJK")
_FIGURE = ParagraphStyle("figure", parent=_CELL, alignment=TA_RIGHT)


def write_report(report: dict[str, Any], path: Path) -> Path:
    """The tables and prose of a report as a PDF: merged headings, tables cut by pages with the headings repeated,
    every character that has a radical set in the other font as that radical."""
    story: list[Any] = []
    for section in report["sections"][:12]:
        story.append(_paragraph(section["heading"][-1], _BODY))
        story.extend(_paragraph(text, _BODY) for text in section["text"].split("\n") if text)
    for table in report["tables"]:
        story += [_paragraph(table["title"], _TITLE), _paragraph(f"单位：{table['unit']}", _UNIT), _laid_out(table)]
        story += [_paragraph(note, _NOTE) for note in table.get("notes", ())] + [Spacer(1, 20)]
    SimpleDocTemplate(str(path), pagesize=landscape(A4), topMargin=60, bottomMargin=60).build(
        story, onFirstPage=_numbered, onLaterPages=_numbered
    )
    return path


def write_tables_by_another(report: dict[str, Any], path: Path, font: Path) -> Path:
    """The tables of a report by fpdf2, which places every glyph itself and rules cells one by one."""
    pdf = FPDF(orientation="landscape", format="A4")
    pdf.add_font(SONG, fname=str(font))
    pdf.set_font(SONG, size=8)
    for table in report["tables"]:
        pdf.add_page()
        pdf.cell(text=table["title"], center=True, new_x="LMARGIN", new_y="NEXT")
        pdf.cell(text=f"单位：{table['unit']}", new_x="LMARGIN", new_y="NEXT")
        merged = {(y, x): (high, broad) for y, x, high, broad in spans(table["header"])}
        with pdf.table(num_heading_rows=len(table["header"]), headings_style=FontFace(), text_align="LEFT") as made:
            for y, texts in enumerate([*table["header"], *table["rows"]]):
                row = made.row()
                for x, text in enumerate(texts):
                    if y < len(table["header"]) and (y, x) not in merged:
                        continue
                    high, broad = merged.get((y, x), (1, 1)) if y < len(table["header"]) else (1, 1)
                    row.cell(text, rowspan=high, colspan=broad)
    pdf.output(str(path))
    return path


def _numbered(canvas: Canvas, _: Any) -> None:
    canvas.setFont(SONG, 9)
    canvas.drawCentredString(landscape(A4)[0] / 2, 30, f"- {canvas.getPageNumber()} -")


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    parts = []
    for character in text:
        radical = radical_of(character)
        parts.append(escape(character) if radical == character else f'<font name="{RADICAL}">{radical}</font>')
    return Paragraph("".join(parts), style)


def _laid_out(table: dict[str, Any]) -> Table:
    header, rows = table["header"], table["rows"]
    cells: list[list[Any]] = [[_paragraph(text, _CELL) for text in row] for row in header]
    cells += [[_paragraph(t, _FIGURE if t[:1].isdigit() and "." in t else _CELL) for t in row] for row in rows]
    style: list[Any] = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    for y, x, high, broad in spans(header):
        style.append(("SPAN", (x, y), (x + broad - 1, y + high - 1)))
        for covered in ((v, w) for v in range(y, y + high) for w in range(x, x + broad) if (v, w) != (y, x)):
            cells[covered[0]][covered[1]] = ""
    width = (landscape(A4)[0] - 150) / len(header[0])
    return Table(cells, colWidths=[width] * len(header[0]), repeatRows=len(header), style=TableStyle(style))


def spans(header: Rows) -> list[tuple[int, int, int, int]]:
    """The merged cells of a header whose merged cells are repeated: (row, column, rows, columns)."""
    taken: set[tuple[int, int]] = set()
    found = []
    for y, row in enumerate(header):
        for x, text in enumerate(row):
            if (y, x) in taken or not text:
                continue
            broad = 1
            while x + broad < len(row) and row[x + broad] == text and (y, x + broad) not in taken:
                broad += 1
            high = 1
            while y + high < len(header) and header[y + high][x : x + broad] == [text] * broad:
                high += 1
            taken |= {(y + j, x + i) for j in range(high) for i in range(broad)}
            found.append((y, x, high, broad))
    return found
