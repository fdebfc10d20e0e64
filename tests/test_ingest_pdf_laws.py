"""Any table that fits its cells is read as drawn, however its borders and its text are painted."""

import itertools
from dataclasses import dataclass
from pathlib import Path

import pdf_writing
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ingest_sample import texts
from pdf_writing import drawn
from reportlab.pdfgen.canvas import Canvas

from checker.ingest.documents import Grid
from checker.ingest.pdf import read_pdf

# a name of its own: the writer keeps fonts by their names
FONT = "Laws"
NAMES = (
    "合计",
    "小计",
    "行政运行",
    "一般公共服务支出",
    "因公出国（境）费用",
    "十一、城乡社区支出",
    "其中：“三公”经费",
    "某局2024年度",
    "机关事业单位基本养老保险缴费支出",
    "对民间非营利组织和群众性自治组织补贴",
)
FIGURES = ("", "", "0.00", "—", "199.80", "-1.18", "12,345.67", "9746.50", "20805")
WIDE, NARROW, LEFT, TOP = 110, 62, 40, 760

cells = st.lists(st.sampled_from(FIGURES), min_size=7, max_size=7)
rows = st.lists(st.tuples(st.sampled_from(("", *NAMES)), cells), min_size=1, max_size=12)


@dataclass(frozen=True)
class Painting:
    """How a table is painted."""

    size: float
    borders: str
    order: str
    high: bool
    raised: bool
    bold: bool
    trailing: bool
    open_sides: bool


paintings = st.builds(
    Painting,
    size=st.sampled_from((7, 9, 10.5)),
    borders=st.sampled_from(("whole lines", "lines", "rectangles", "dots", "boxes")),
    order=st.sampled_from(("rows", "columns", "glyphs", "figures first")),
    high=st.booleans(),
    raised=st.booleans(),
    bold=st.booleans(),
    trailing=st.booleans(),
    open_sides=st.booleans(),
)


@pytest.fixture(scope="module", autouse=True)
def _font(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = pdf_writing.font_file(tmp_path_factory.mktemp("fonts") / f"{FONT}.ttf", "".join((*NAMES, *FIGURES)))
    pdf_writing.pdfmetrics.registerFont(pdf_writing.TTFont(FONT, str(path)))


def set_width(text: str, size: float) -> float:
    return sum(size if ord(c) > 0x2000 else size / 2 for c in text)


def wrapped(text: str, room: float, size: float) -> list[str]:
    found = [""]
    for character in text:
        if set_width(found[-1] + character, size) > room:
            found.append("")
        found[-1] += character
    return found


def paint(canvas: Canvas, table: list[list[str]], how: Painting) -> None:
    xs = [LEFT, LEFT + NARROW, LEFT + NARROW + WIDE]
    xs += [xs[-1] + NARROW * n for n in range(1, len(table[0]) - 1)]
    lead = how.size * 1.15
    set_ = [[wrapped(text, xs[n + 1] - xs[n] - 6, how.size) for n, text in enumerate(row)] for row in table]
    ys = [float(TOP)]
    for row in set_:
        ys.append(ys[-1] - max(map(len, row)) * lead - 5)
    borders(canvas, xs, ys, how)
    pieces = []
    for y, row in enumerate(set_):
        for x, lines in enumerate(row):
            room = ys[y] - ys[y + 1] - len(lines) * lead
            top = ys[y] - (1 if how.high else room / 2)
            for number, text in enumerate(lines):
                # names to the left, figures to the right
                at = xs[x] + 3 if x < 2 else xs[x + 1] - 3 - set_width(text, how.size)
                up = how.size * 0.25 if how.raised and text[:1].isdigit() else 0
                pieces.append((y, x, at, top - (number + 1) * lead + how.size * 0.25 + up, text))
    if how.order == "columns":
        pieces.sort(key=lambda piece: piece[1])
    if how.order == "figures first":
        pieces.sort(key=lambda piece: not piece[4][:1].isdigit())
    for _, _, at, height, text in pieces:
        canvas.setFont(FONT, how.size)
        for shift in (0, 0.3) if how.bold else (0,):
            if how.order == "glyphs":
                for n, character in enumerate(text):
                    canvas.drawString(at + shift + set_width(text[:n], how.size), height, character)
            elif text:
                canvas.drawString(at + shift, height, text + " " * how.trailing)


def borders(canvas: Canvas, xs: list[float], ys: list[float], how: Painting) -> None:
    canvas.setLineWidth(0.5)
    across = [(x0, y, x1, y) for y in ys for x0, x1 in itertools.pairwise(xs)]
    down = [(x, y0, x, y1) for x in xs[1:-1] if how.open_sides for y0, y1 in itertools.pairwise(ys)]
    down = down or [(x, y0, x, y1) for x in xs for y0, y1 in itertools.pairwise(ys)]
    for x0, y0, x1, y1 in [*across, *down]:
        if how.borders == "rectangles":
            canvas.rect(x0 - 0.25, y1 - 0.25, x1 - x0 + 0.5, y0 - y1 + 0.5, stroke=0, fill=1)
        elif how.borders == "dots":
            count = int(max(x1 - x0, y0 - y1) / 2)
            for n in range(count + 1):
                canvas.rect(x0 + (x1 - x0) * n / count, y0 + (y1 - y0) * n / count, 0.6, 0.6, stroke=0, fill=1)
        elif how.borders == "lines" or how.open_sides:
            canvas.line(x0, y0, x1, y1)
    if how.borders == "whole lines" and not how.open_sides:
        pdf_writing.grid_lines(canvas, xs, ys)
    if how.borders == "boxes" and not how.open_sides:
        for y0, y1 in itertools.pairwise(ys):
            for x0, x1 in itertools.pairwise(xs):
                canvas.rect(x0, y1, x1 - x0, y0 - y1)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows, columns=st.integers(3, 9), how=paintings)
def test_a_table_is_read_as_it_was_drawn(
    tmp_path: Path, rows: list[tuple[str, list[str]]], columns: int, how: Painting
) -> None:
    table = [[str(number), name, *figures][:columns] for number, (name, figures) in enumerate(rows, 201)]
    document = read_pdf(drawn(tmp_path / "a.pdf", lambda canvas: paint(canvas, table, how), size=(800, 800)))
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert texts(grid) == table
    assert not [cell for row in grid.rows for cell in row if cell and cell.doubt]
