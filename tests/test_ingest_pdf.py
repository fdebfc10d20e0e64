"""PDF read back: what a real writer put on a page comes out as printed, cell for cell, and doubts are said."""

import json
import time
import zlib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pdf_writing
import pytest
from ingest_sample import joined, texts
from mutations import ROOT
from pdf_bytes import NUMBERED, PICTURE, TEXT, stream, with_pages, write_refused_pdfs
from pdf_writing import SONG, drawn, grid_lines, unspread
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from checker.characters import key
from checker.ingest.documents import Document, Grid, GridCell, Paragraph
from checker.ingest.pdf import read_pdf
from checker.problems import lesson
from checker.resources import table

REPORT = json.loads((ROOT / "examples/hengdong-2021/report.json").read_text("utf-8"))
HIGH = A4[1]


@pytest.fixture(scope="session", autouse=True)
def font(tmp_path_factory: pytest.TempPathFactory) -> Path:
    here = Path(__file__).read_text("utf-8")
    return pdf_writing.fonts(tmp_path_factory.mktemp("fonts"), json.dumps(REPORT, ensure_ascii=False) + here)


def read(path: Path) -> Document:
    document = read_pdf(path)
    assert not document.remarks
    return document


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def doubts(grid: Grid) -> dict[tuple[int, int], str]:
    return {(y, x): cell.doubt for y, row in enumerate(grid.rows) for x, cell in enumerate(row) if cell and cell.doubt}


def write(canvas: Canvas, x: float, y: float, text: str, size: float = 10, font: str = SONG) -> None:
    canvas.setFont(font, size)
    canvas.drawString(x, y, text)


# --- a whole report ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Document:
    return read(pdf_writing.write_report(REPORT, tmp_path_factory.mktemp("report") / "report.pdf"))


@pytest.fixture(scope="module")
def another(tmp_path_factory: pytest.TempPathFactory, font: Path) -> Document:
    folder = tmp_path_factory.mktemp("another")
    return read(pdf_writing.write_tables_by_another(REPORT, folder / "another.pdf", font))


@pytest.mark.parametrize("writer", ["report", "another"])
@pytest.mark.parametrize("printed", REPORT["tables"], ids=lambda printed: printed["title"])
def test_a_report_written_as_pdf_has_the_same_cells(
    request: pytest.FixtureRequest, writer: str, printed: dict[str, Any]
) -> None:
    found = joined(request.getfixturevalue(writer))[key(printed["title"])]
    header = [[""] * len(row) for row in printed["header"]]
    for y, x, _, _ in pdf_writing.spans(printed["header"]):
        header[y][x] = printed["header"][y][x]
    # blanks within a heading are justification
    header = [[text.replace("收 入", "收入").replace("支 出", "支出") for text in row] for row in header]
    assert [[unspread(text) for text in row] for row in found] == header + printed["rows"]


def test_merged_headings_keep_how_far_they_reach(report: Document) -> None:
    first = grids(report)[0]
    merged = {(c.text, c.rows, c.columns) for row in first.rows for c in row if c and (c.rows, c.columns) != (1, 1)}
    assert {(unspread(text), *span) for text, *span in merged} == {
        ("收入", 1, 3),
        ("支出", 1, 3),
        ("栏次", 1, 2),
    }


def test_nothing_of_a_ruled_report_is_doubted(report: Document) -> None:
    assert not any(doubts(grid) for grid in grids(report))


def test_prose_comes_out_in_its_paragraphs(report: Document) -> None:
    found = [unspread(line) for line in lines(report)]
    for section in REPORT["sections"][:12]:
        for text in filter(None, section["text"].split("\n")):
            wanted = text.strip()
            # a page break cuts a paragraph in two
            assert wanted in found or any(wanted.startswith(line) and len(line) > 20 for line in found), wanted


def test_what_is_printed_is_kept_radicals_too(report: Document) -> None:
    assert any("⼀" in cell.text for grid in grids(report) for row in grid.rows for cell in row if cell)


def test_every_block_says_where_it_stands(report: Document) -> None:
    wide, high = landscape(A4)
    for block in report.blocks:
        left, top, right, bottom = block.origin.box or pytest.fail("no box")
        assert 0 <= left < right <= Decimal(round(wide)) + 1
        assert 0 <= top < bottom <= Decimal(round(high)) + 1
        assert 1 <= (block.origin.page or 0) <= (report.pages or 0)


def test_page_numbers_stand_alone_at_the_foot(report: Document) -> None:
    feet = [b for b in report.blocks if isinstance(b, Paragraph) and b.text.strip("- ").isdigit()]
    assert [int(foot.text.strip("- ")) for foot in feet] == list(range(1, (report.pages or 0) + 1))
    assert all(foot.origin.box and foot.origin.box[1] > 550 and foot.centred for foot in feet)


# --- cells ------------------------------------------------------------------------------------------------------------

XS = (50, 120, 300, 380, 460)


def small_table(canvas: Canvas, rows: int = 3, top: float = 700, high: float = 20) -> list[float]:
    ys = [top - high * n for n in range(rows + 1)]
    grid_lines(canvas, XS, ys)
    return ys


def one_grid(path: Path, draw: Callable[[Canvas], Any], **options: Any) -> Grid:
    (found,) = grids(read(drawn(path, draw, **options)))
    return found


def test_order_in_a_line_is_that_of_the_page_not_of_the_file(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        small_table(canvas, 2)
        write(canvas, 175, 688, "2021")  # digits first, and a little higher than the words
        write(canvas, 125, 686, "截至")
        write(canvas, 150, 686, "年份")
        write(canvas, 200, 686, "止")

    assert texts(one_grid(tmp_path / "a.pdf", draw))[0] == ["", "截至年份2021止", "", ""]


@pytest.mark.parametrize(
    ("words", "step", "text"),
    [
        ("合计", 50, "合计"),
        ("合  计", 10, "合计"),
        ("科目名称", 30, "科目名称"),
        ("行政运行", 12, "行政运行"),
        ("12.50", 9, "12.50"),
    ],
)
def test_a_name_spread_over_its_cell_is_one_name(tmp_path: Path, words: str, step: float, text: str) -> None:
    def draw(canvas: Canvas) -> None:
        small_table(canvas, 2)
        x = 125.0
        for character in words:
            write(canvas, x, 686, character)
            x += step if character != " " else 5

    assert texts(one_grid(tmp_path / "a.pdf", draw))[0][1] == text


def test_blanks_between_words_and_figures_of_a_cell_stay(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        small_table(canvas, 2)
        write(canvas, 125, 686, "Net income 12")
        write(canvas, 125, 666, "部门：某局")
        write(canvas, 220, 666, "单位：万元")

    assert [row[1] for row in texts(one_grid(tmp_path / "a.pdf", draw))] == ["Net income 12", "部门：某局 单位：万元"]


def test_a_wrapped_name_is_joined_without_a_blank_and_words_with_one(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        small_table(canvas, 2, high=30)
        for x, upper, lower in (
            (125, "机关事业单位基本养老保险", "缴费支出"),
            (305, "basic", "pension"),
            (385, "non-", "tax"),
        ):
            write(canvas, x, 688, upper)
            write(canvas, x, 676, lower)

    assert texts(one_grid(tmp_path / "a.pdf", draw))[0] == [
        "",
        "机关事业单位基本养老保险缴费支出",
        "basic pension",
        "non-tax",
    ]


def test_a_wrapped_name_over_the_next_row_goes_back_and_is_doubted(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        small_table(canvas, 3, high=14)
        write(canvas, 55, 690, "2080505")
        write(canvas, 125, 690, "机关事业单位基本养老")
        write(canvas, 125, 679, "保险缴费支出")
        write(canvas, 305, 690, "9.26")
        write(canvas, 55, 676, "2080506")
        write(canvas, 125, 675, "职业年金")
        write(canvas, 305, 676, "1.18")

    grid = one_grid(tmp_path / "a.pdf", draw)
    assert texts(grid)[:2] == [
        ["2080505", "机关事业单位基本养老保险缴费支出", "9.26", ""],
        ["2080506", "职业年金", "1.18", ""],
    ]
    assert doubts(grid) == {(0, 1): "overlap", (1, 1): "overlap"}


def test_a_figure_wider_than_its_cell_stays_whole_and_is_doubted(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        small_table(canvas, 2)
        canvas.setFont(SONG, 10)
        canvas.drawRightString(456, 686, "1,234,567,890,123.45")  # 100 points in a cell of 80
        write(canvas, 305, 666, "12.50")

    grid = one_grid(tmp_path / "a.pdf", draw)
    assert texts(grid) == [["", "", "", "1,234,567,890,123.45"], ["", "", "12.50", ""]]
    assert doubts(grid) == {(0, 3): "overlap"}


def test_a_figure_that_reaches_a_little_over_its_cell_is_sure(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        small_table(canvas, 2)
        canvas.setFont(SONG, 10)
        canvas.drawCentredString(420, 686, "12,345,678,901.23")  # 85 points in a cell of 80

    grid = one_grid(tmp_path / "a.pdf", draw)
    assert texts(grid)[0] == ["", "", "", "12,345,678,901.23"]
    assert not doubts(grid)


def test_a_name_wider_than_its_cell_belongs_where_it_begins(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        small_table(canvas, 2)
        write(canvas, 55, 686, "一般公共预算财政拨款收入")
        write(canvas, 305, 686, "12.50")

    grid = one_grid(tmp_path / "a.pdf", draw)
    assert texts(grid)[0] == ["一般公共预算财政拨款收入", "", "12.50", ""]
    assert doubts(grid) == {(0, 0): "overlap"}


def test_figures_that_touch_at_a_border_are_two(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        small_table(canvas, 2)
        write(canvas, 355, 686, "12.5034.60")  # 25 points each: the border lies between them

    assert texts(one_grid(tmp_path / "a.pdf", draw))[0] == ["", "", "12.50", "34.60"]


def test_a_row_painted_in_one_go_with_blanks_is_parted_at_the_borders(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        small_table(canvas, 2)
        write(canvas, 55, 686, "201" + " " * 11 + "一般公共服务支出" + " " * 18 + "199.80")

    assert texts(one_grid(tmp_path / "a.pdf", draw))[0][:3] == ["201", "一般公共服务支出", "199.80"]


def test_a_figure_broken_in_two_is_one_and_doubted(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        small_table(canvas, 2, high=30)
        write(canvas, 307, 688, "123,456,789,01")
        write(canvas, 307, 676, "2.34")
        write(canvas, 125, 688, "甲：2.85")
        write(canvas, 125, 676, "0.39")

    grid = one_grid(tmp_path / "a.pdf", draw)
    assert texts(grid)[0][1:3] == ["甲：2.85 0.39", "123,456,789,012.34"]
    assert doubts(grid) == {(0, 2): "broken_figure"}


def test_figures_above_one_another_are_rows_though_no_line_parts_them(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        grid_lines(canvas, XS, [700, 680, 600])
        for x, text in zip(XS, ("编码", "名称", "决算数", "预算数"), strict=False):
            write(canvas, x + 5, 686, text)
        for y, row in (
            (665, ("201", "行政运行", "1.00", "2.00")),
            (645, ("208", "离退休", "", "3.00")),
            (625, ("221", "公积金", "4.00", "")),
        ):
            for x, text in zip(XS, row, strict=False):
                write(canvas, x + 5, y, text)

    grid = one_grid(tmp_path / "a.pdf", draw)
    assert texts(grid)[1:] == [
        ["201", "行政运行", "1.00", "2.00"],
        ["208", "离退休", "", "3.00"],
        ["221", "公积金", "4.00", ""],
    ]
    assert not doubts(grid)


def test_a_table_open_at_the_sides_keeps_its_outer_columns(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for y in (700, 680, 660):
            canvas.line(XS[0], y, XS[-1], y)
        for x in XS[1:-1]:
            canvas.line(x, 700, x, 660)
        for x, text in zip(XS, ("201", "行政运行", "1.00", "2.00"), strict=False):
            write(canvas, x + 5, 686, text)

    assert texts(one_grid(tmp_path / "a.pdf", draw)) == [["201", "行政运行", "1.00", "2.00"], [""] * 4]


def test_an_empty_column_at_an_open_side_stays(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for y in (700, 680, 660):
            canvas.line(XS[0], y, XS[-1], y)
        for x in XS[:-1]:
            canvas.line(x, 700, x, 660)
        write(canvas, 55, 686, "201")

    assert texts(one_grid(tmp_path / "a.pdf", draw)) == [["201", "", "", ""], [""] * 4]


def test_borders_are_not_drawn_aside_by_a_bar_code(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        small_table(canvas, 2)
        for step in range(150):
            canvas.line(50 + 2 * step, 760, 50 + 2 * step, 800)
        write(canvas, 125, 686, "行政运行")

    assert texts(one_grid(tmp_path / "a.pdf", draw)) == [["", "行政运行", "", ""], [""] * 4]


def test_empty_rows_and_empty_tables_stay_as_printed(tmp_path: Path) -> None:
    grid = one_grid(tmp_path / "a.pdf", lambda canvas: (small_table(canvas, 3), write(canvas, 55, 686, "合计")))
    assert texts(grid) == [["合计", "", "", ""], [""] * 4, [""] * 4]


def test_borders_that_enclose_no_rectangle_are_doubted(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        ys = [700, 680, 660]
        canvas.rect(50, 660, 200, 40)
        canvas.line(50, ys[1], 150, ys[1])
        canvas.line(150, ys[1], 150, ys[2])
        write(canvas, 160, 686, "甲")

    grid = one_grid(tmp_path / "a.pdf", draw)
    assert any("甲" in row for row in texts(grid))
    assert set(doubts(grid).values()) == {"outline"}


def test_borders_of_thin_rectangles_and_double_lines_are_borders(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for y in (700, 680, 660):
            canvas.rect(50, y, 200, 0.5, stroke=0, fill=1)
        for x in (50, 52, 150, 250):
            canvas.rect(x, 660, 0.5, 40, stroke=0, fill=1)
        write(canvas, 60, 686, "甲")
        write(canvas, 160, 666, "1.00")

    assert texts(one_grid(tmp_path / "a.pdf", draw)) == [["甲", ""], ["", "1.00"]]


def test_dotted_borders_are_borders(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for step in range(100):
            for y in (700, 680, 660):
                canvas.rect(50 + 2 * step, y, 1, 0.5, stroke=0, fill=1)
        for step in range(20):
            for x in (50, 150, 249):
                canvas.rect(x, 660 + 2 * step, 0.5, 1, stroke=0, fill=1)
        write(canvas, 60, 686, "甲")
        write(canvas, 160, 666, "1.00")

    assert texts(one_grid(tmp_path / "a.pdf", draw)) == [["甲", ""], ["", "1.00"]]


def test_shading_and_underlining_part_no_cells(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.8)
        canvas.rect(60, 682, 40, 15, stroke=0, fill=1)
        canvas.setFillGray(0)
        small_table(canvas, 2)
        write(canvas, 62, 686, "甲")
        canvas.line(130, 684, 170, 684)
        write(canvas, 130, 686, "乙乙乙乙")

    assert texts(one_grid(tmp_path / "a.pdf", draw)) == [["甲", "乙乙乙乙", "", ""], [""] * 4]


def test_the_lines_behind_a_diagram_are_no_table(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.line(60, 500, 60, 700)
        for n in range(5):
            canvas.line(60, 500 + 40 * n, 400, 500 + 40 * n)
            write(canvas, 100 + 50 * n, 520, f"{n}1.5")

    assert not grids(read(drawn(tmp_path / "a.pdf", draw)))


def test_a_frame_around_text_is_no_table(tmp_path: Path) -> None:
    document = read(drawn(tmp_path / "a.pdf", lambda c: (c.rect(50, 600, 400, 100), write(c, 60, 650, "一段话。"))))
    assert not grids(document)
    assert lines(document) == ["一段话。"]


# --- what is seen and what is not -------------------------------------------------------------------------------------


def test_glyphs_painted_twice_to_look_bold_are_read_once(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for shift in (0, 0.4):
            write(canvas, 60 + shift, 700, "一一得一：1,111.10万元")

    assert lines(read(drawn(tmp_path / "a.pdf", draw))) == ["一一得一：1,111.10万元"]


def test_a_figure_that_lies_over_another_loses_no_digit(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        small_table(canvas, 2)
        write(canvas, 320, 686, "51890.01")  # its last digit is painted over by the first of the next
        write(canvas, 354.2, 686, "10831.04")

    found = "".join(texts(one_grid(tmp_path / "a.pdf", draw))[0])
    assert sorted(found.replace(" ", "")) == sorted("51890.01" + "10831.04")


def test_what_cannot_be_seen_is_not_read(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 60, 700, "看得见")
        canvas.saveState()
        text = canvas.beginText(60, 680)
        text.setFont(SONG, 10)
        text.setTextRenderMode(3)
        text.textLine("隐形的")
        canvas.drawText(text)
        canvas.restoreState()
        canvas.setFillGray(1)
        write(canvas, 60, 660, "白底白字")
        canvas.setFillGray(0.2)
        canvas.rect(50, 600, 200, 30, stroke=0, fill=1)
        canvas.setFillGray(1)
        write(canvas, 60, 610, "黑底白字")
        canvas.setFillGray(0)
        write(canvas, 60, -50, "页面之外")

    assert lines(read(drawn(tmp_path / "a.pdf", draw))) == ["看得见", "黑底白字"]


def test_private_glyphs_are_kept_and_a_painted_soft_hyphen_is_a_hyphen(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 60, 700, "\ue5e5甲")  # a glyph of private use: \ue5e5
        write(canvas, 60, 660, "\xad5.00万元")  # the hyphen of many fonts: \xad

    pdf_writing.pdfmetrics.registerFont(
        pdf_writing.TTFont("Own", str(pdf_writing.font_file(tmp_path / "Own.ttf", "\ue5e5甲\xad5.0万元")))
    )
    path = drawn(
        tmp_path / "a.pdf", lambda canvas: [write_own(canvas, 700, "\ue5e5甲"), write_own(canvas, 660, "\xad5.00万元")]
    )
    assert lines(read(path)) == ["\ue5e5甲", "-5.00万元"]


def write_own(canvas: Canvas, y: float, text: str) -> None:
    write(canvas, 60, y, text, font="Own")


def test_a_glyph_the_font_says_nothing_of_is_doubted(tmp_path: Path) -> None:
    drawing = b"50 660 100 40 re S 150 660 100 40 re S BT /F 10 Tf 55 686 Td <00010002> Tj ET"
    (grid,) = grids(read_pdf(with_pages(tmp_path / "a.pdf", stream(drawing), resources=NUMBERED)))
    assert texts(grid) == [["\ufffd\ufffd", ""]]
    assert doubts(grid) == {(0, 0): "unmapped"}


def test_what_is_cropped_is_not_read(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((50, 600, 545, 800))
        write(canvas, 60, 700, "留下的")
        write(canvas, 60, 500, "裁掉的")

    document = read(drawn(tmp_path / "a.pdf", draw))
    assert lines(document) == ["留下的"]
    assert [round(side) for side in document.blocks[0].origin.box or ()] == [10, 91, 40, 101]


# --- pages that are turned --------------------------------------------------------------------------------------------


def turned_page(canvas: Canvas, turn: str) -> None:
    wide, high = A4
    if turn == "text":
        canvas.translate(wide, 0)
        canvas.rotate(90)
    elif turn == "text back":
        canvas.translate(0, high)
        canvas.rotate(-90)
    elif turn == "text down":
        canvas.translate(wide, high)
        canvas.rotate(180)
    elif turn == "page":
        canvas.setPageRotation(90)
        canvas.translate(wide, 0)
        canvas.rotate(90)
    grid_lines(canvas, XS, [400, 380, 360])
    for y, row in ((386, ("201", "行政运行", "1.00", "2.00")), (366, ("208", "离退休", "", "3.00"))):
        for x, text in zip(XS, row, strict=False):
            write(canvas, x + 5, y, text)
    write(canvas, 200, 410, "支出决算表")


@pytest.mark.parametrize("turn", ["none", "text", "text back", "text down", "page"])
def test_a_page_is_read_the_way_it_is_to_be_held(tmp_path: Path, turn: str) -> None:
    document = read(drawn(tmp_path / "a.pdf", lambda canvas: turned_page(canvas, turn)))
    assert lines(document) == ["支出决算表"]
    (grid,) = grids(document)
    assert texts(grid) == [["201", "行政运行", "1.00", "2.00"], ["208", "离退休", "", "3.00"]]


@pytest.mark.parametrize(
    ("turn", "box"),
    [
        ("none", (50, 442, 460, 482)),
        ("text", (195, 382, 235, 792)),
        ("text back", (360, 50, 400, 460)),
        ("text down", (135, 360, 545, 400)),
        ("page", (50, 195, 460, 235)),
    ],
)
def test_places_are_those_of_the_page_as_it_lies_in_the_file(tmp_path: Path, turn: str, box: tuple[int, ...]) -> None:
    (grid,) = grids(read(drawn(tmp_path / "a.pdf", lambda canvas: turned_page(canvas, turn))))
    assert tuple(round(side) for side in grid.origin.box or ()) == box


def test_a_heading_that_stands_sideways_is_read_into_its_cell(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        small_table(canvas, 2, high=80)
        write(canvas, 125, 660, "行政运行的各项支出")
        canvas.saveState()
        canvas.translate(90, 630)
        canvas.rotate(90)
        write(canvas, 0, 0, "功能分类")
        canvas.restoreState()
        canvas.saveState()
        canvas.translate(520, 500)
        canvas.rotate(90)
        write(canvas, 0, 0, "第二册")
        canvas.restoreState()

    document = read(drawn(tmp_path / "a.pdf", draw))
    assert texts(grids(document)[0])[0][:2] == ["功能分类", "行政运行的各项支出"]
    assert lines(document) == ["第二册"]


# --- tables that are not ruled ----------------------------------------------------------------------------------------


def rows_of_text(canvas: Canvas, rows: list[tuple[float, list[tuple[float, str]]]]) -> None:
    for y, row in rows:
        for x, text in row:
            write(canvas, x, y, text)


UNRULED = [
    (760, [(250, "收入决算表")]),
    (740, [(60, "部门：某局"), (400, "单位：万元")]),
    (720, [(400, "其中")]),
    (708, [(70, "项目"), (250, "本年收入合计"), (360, "财政拨款收入"), (450, "其他收入")]),
    (690, [(60, "合计"), (272, "215.99"), (382, "215.99"), (460, "0.00")]),
    (672, [(60, "一般公共服务支出"), (272, "199.78"), (382, "199.78")]),
    (654, [(60, "住房保障支出"), (272, "16.21"), (382, "16.21")]),
    (620, [(60, "注：本表反映部门本年度取得的各项收入情况，金额转换为万元时可能存在尾数误差。")]),
]


def test_columns_are_told_by_alignment_under_headings(tmp_path: Path) -> None:
    document = read(drawn(tmp_path / "a.pdf", lambda canvas: rows_of_text(canvas, UNRULED)))
    (grid,) = grids(document)
    assert texts(grid)[-4:] == [
        ["项目", "本年收入合计", "财政拨款收入", "其他收入"],
        ["合计", "215.99", "215.99", "0.00"],
        ["一般公共服务支出", "199.78", "199.78", ""],
        ["住房保障支出", "16.21", "16.21", ""],
    ]
    assert set(doubts(grid).values()) == {"unruled"}
    assert [line[:2] for line in lines(document)][:2] == ["收入", "部门"]
    assert lines(document)[-1].startswith("注：")


def test_headings_over_several_columns_reach_over_them(tmp_path: Path) -> None:
    rows = [
        (720, [(70, "项目"), (330, "本年支出")]),
        (704, [(250, "合计"), (330, "基本支出"), (430, "项目支出")]),
        (686, [(60, "行政运行"), (250, "2.00"), (335, "1.00"), (435, "1.00")]),
        (668, [(60, "离退休"), (250, "3.00"), (335, "3.00"), (435, "0.00")]),
    ]
    (grid,) = grids(read(drawn(tmp_path / "a.pdf", lambda canvas: rows_of_text(canvas, rows))))
    cell = grid.rows[0][1]
    assert isinstance(cell, GridCell)
    assert (cell.text, cell.columns) == ("本年支出", 3)
    assert texts(grid)[1:] == [
        ["", "合计", "基本支出", "项目支出"],
        ["行政运行", "2.00", "1.00", "1.00"],
        ["离退休", "3.00", "3.00", "0.00"],
    ]


def test_a_contents_list_is_no_table(tmp_path: Path) -> None:
    rows = [(780, [(270, "目 录")])]
    rows += [(750 - 20 * n, [(60, f"{'一二三四五'[n]}、收入决算表"), (520, str(n + 1))]) for n in range(5)]
    document = read(drawn(tmp_path / "a.pdf", lambda canvas: rows_of_text(canvas, rows)))
    assert not grids(document)
    assert lines(document)[1:3] == ["一、收入决算表 1", "二、收入决算表 2"]


def test_figures_in_prose_are_no_table(tmp_path: Path) -> None:
    rows = [
        (700, [(82, "2021年度收入合计 215.99 万元，其中财政拨款收入 215.99 万元，占")]),
        (680, [(60, "100%；其他收入 0 万元。支出合计 216.01 万元，其中基本支出 107.01 万")]),
        (660, [(60, "元，项目支出 109.00 万元。")]),
    ]
    assert not grids(read(drawn(tmp_path / "a.pdf", lambda canvas: rows_of_text(canvas, rows))))


# --- paragraphs -------------------------------------------------------------------------------------------------------

FULL = "纳入部门决算编制范围的单位包括机关本级和下属的各个事业单位，其中行政单位一个事业单"


def test_lines_are_joined_by_indentation_and_where_they_end(tmp_path: Path) -> None:
    size = 12
    left, indent = 60, 84

    def draw(canvas: Canvas) -> None:
        y = 780.0
        for x, text in (
            (indent, FULL[:-2]),
            (left, FULL),
            (left, "位四个。"),
            (indent, FULL[:-2]),  # full to the margin, and the next line is indented
            (indent, FULL[:-2]),
            (left, "位。"),
            (indent, "一、主要职能"),
            (indent, "二、部门决算单位构成"),
            (left, FULL),
            (left, FULL),
        ):
            write(canvas, x, y, text, size)
            y -= 20

    assert lines(read(drawn(tmp_path / "a.pdf", draw))) == [
        FULL[:-2] + FULL + "位四个。",
        FULL[:-2],
        FULL[:-2] + "位。",
        "一、主要职能",
        "二、部门决算单位构成",
        FULL + FULL,
    ]


def test_a_paragraph_cut_by_a_page_break_is_joined_over_heads_and_page_numbers(tmp_path: Path) -> None:
    pages = [
        [(84, FULL[:-2]), (60, FULL)],
        [(60, FULL)],  # the paragraph fills a whole page and goes on
        [(60, "位四个。"), (84, FULL[:-2]), (60, FULL)],
        [(84, "（二）机关运行经费。")],
    ]

    def draw(canvas: Canvas) -> None:
        for number, page in enumerate(pages, 1):
            write(canvas, 200, 810, f"{2020 + number}年度部门决算", 9)
            for place, (x, text) in enumerate(page):
                write(canvas, x, 780 - 20 * place, text, 12)
            for place in range(4):  # so that the margins are known
                write(canvas, 60, 300 - 20 * place, FULL, 12) if number == 4 else None
            write(canvas, 290, 40, f"- {number} -", 9)
            canvas.showPage()

    document = read(drawn(tmp_path / "a.pdf", draw))
    found = [(block.origin.page, block.text) for block in document.blocks if isinstance(block, Paragraph)]
    assert (1, FULL[:-2] + FULL + FULL + "位四个。") in found
    assert (3, FULL[:-2] + FULL) in found
    assert (4, "（二）机关运行经费。") in found
    assert [text for _, text in found if text.startswith("- ")] == ["- 1 -", "- 2 -", "- 3 -", "- 4 -"]


def test_entries_of_a_contents_list_stay_apart_though_full(tmp_path: Path) -> None:
    entries = ["第一部分概况" + "…" * 30 + "1", "一、主要职能" + "…" * 30 + "1", "二、机构设置" + "…" * 30 + "12"]

    def draw(canvas: Canvas) -> None:
        for number, entry in enumerate(entries):
            write(canvas, 60, 780 - 20 * number, entry, 12)

    assert lines(read(drawn(tmp_path / "a.pdf", draw))) == entries


def test_size_and_middle_are_told(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(SONG, 22)
        canvas.drawCentredString(A4[0] / 2, 700, "部门决算")
        for number in range(4):
            write(canvas, 60, 600 - 20 * number, FULL, 12)

    document = read(drawn(tmp_path / "a.pdf", draw))
    title, body = document.blocks
    assert isinstance(title, Paragraph)
    assert (title.text, title.centred, title.size) == ("部门决算", True, Decimal("22.00"))
    assert isinstance(body, Paragraph)
    assert not body.centred


def test_blocks_come_in_reading_order(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 60, 600, "注：尾数误差。")
        small_table(canvas, 2)
        write(canvas, 60, 720, "收入决算表")

    document = read(drawn(tmp_path / "a.pdf", draw))
    assert [type(block).__name__ for block in document.blocks] == ["Paragraph", "Grid", "Paragraph"]


# --- what is not read -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("refused")
    write_refused_pdfs(folder)
    return folder


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("D301", "这个 PDF 要有密码才能打开。"),
        ("D302", "文件开头是 PDF，但找不到里面的页面，可能没有下载完整。"),
        ("D303", "这个 PDF 只有图片，没有文字：它是扫描出来的。"),
        ("D304", "这个 PDF 的各页上没有看得见的文字。"),
        ("D305", "这个 PDF 里有超过 300000 个对象，远远超出任何公开文档，没有读。"),
        ("D306", "这个 PDF 里压缩的内容展开后太大（全部超过 512 MB，或者其中一段就大得反常），没有读。"),
        ("D307", "这个 PDF 超过 2000 页，没有读。"),
        ("D308", "这个 PDF 的页面上，文字或线条比任何打印的页面都多，一页也没有读。"),
    ],
)
def test_what_cannot_be_read_at_all_is_said(refused: Path, code: str, text: str) -> None:
    document = read_pdf(refused / f"{code}.pdf")
    assert not document.blocks
    (remark,) = document.remarks
    assert (remark.code, lesson(remark, "zh").text) == (code, text)
    assert all(lesson(remark, lang).advice for lang in ("zh", "en"))


@pytest.mark.parametrize(
    ("code", "text", "read"),
    [
        ("D311", "第 1 页已损坏，没有读；其余各页照常读了。", ["text"]),
        ("D312", "第 2 页只有图片，没有文字，没有读；其余各页照常读了。", ["text"]),
        ("D313", "第 2 页上的文字或线条比任何打印的页面都多，没有读；其余各页照常读了。", ["text"]),
        ("D314", "第 1 页上有斜排的文字（多半是水印），没有读。", ["text"]),
        (
            "D315",
            "第 1 页上有的字，字体没有说明是什么字，用“\ufffd”代替；这些格子标为待核对。",
            ["\ufffd\ufffd"],
        ),
    ],
)
def test_what_of_a_document_is_not_read_is_said(refused: Path, code: str, text: str, read: list[str]) -> None:
    document = read_pdf(refused / f"{code}.pdf")
    assert lines(document) == read
    (remark,) = document.remarks
    assert (remark.code, lesson(remark, "zh").text) == (code, text)


def test_every_lesson_about_pdf_files_has_its_case(refused: Path) -> None:
    assert {path.stem for path in refused.iterdir()} == set(table("messages/ingest_pdf"))


def code_of(path: Path) -> str:
    document = read_pdf(path)
    assert not document.blocks
    (remark,) = document.remarks
    return remark.code


def plain(tmp_path: Path, pages: int = 1, **options: Any) -> Path:
    def draw(canvas: Canvas) -> None:
        for number in range(pages):
            write(canvas, 60, 700, f"第{number}页的文字")
            canvas.showPage()

    return drawn(tmp_path / "plain.pdf", draw, **options)


@pytest.mark.parametrize("password", ["", "secret"])
def test_a_password_that_only_keeps_from_changing_keeps_nobody_from_reading(tmp_path: Path, password: str) -> None:
    path = plain(tmp_path, encrypt=StandardEncryption(password, ownerPassword="owner", canModify=0))
    if password:
        assert code_of(path) == "D301"
    else:
        assert lines(read(path)) == ["第0页的文字"]


@pytest.mark.parametrize("size", [0, 8, 300, 1500])
def test_a_file_cut_short_is_damaged(tmp_path: Path, size: int) -> None:
    path = plain(tmp_path)
    path.write_bytes(path.read_bytes()[:size])
    assert code_of(path) == "D302"


def test_a_file_without_pages_is_damaged(tmp_path: Path) -> None:
    assert code_of(with_pages(tmp_path / "a.pdf")) == "D302"


def test_a_scan_with_text_recognised_by_a_machine_is_a_scan(tmp_path: Path) -> None:
    hidden = b" BT 3 Tr /F 10 Tf 60 700 Td (2l5.99) Tj ET"
    assert code_of(with_pages(tmp_path / "a.pdf", stream(PICTURE + hidden))) == "D303"


def test_a_scanned_page_with_its_number_is_a_picture(tmp_path: Path) -> None:
    numbered = stream(PICTURE + b" BT /F 10 Tf 290 40 Td (- 2 -) Tj ET")
    document = read_pdf(with_pages(tmp_path / "a.pdf", stream(TEXT), numbered))
    assert lines(document) == ["text", "- 2 -"]
    assert [remark.code for remark in document.remarks] == ["D312"]


def test_a_million_objects_said_to_be_packed(tmp_path: Path) -> None:
    packed = b"9 0 obj <</Type /ObjStm /N 1000000 /First 9 /Length 0>> stream\n\nendstream endobj\n"
    assert code_of(with_pages(tmp_path / "a.pdf", stream(TEXT), more=packed)) == "D305"


@pytest.mark.parametrize("about", [b"/Filter [/FlateDecode]", b"/Subtype /Image /Filter /FlateDecode"])
def test_a_part_that_unpacks_out_of_proportion(tmp_path: Path, about: bytes) -> None:
    bomb = zlib.compress(bytes(200 * 1024 * 1024), 9)
    assert code_of(with_pages(tmp_path / "a.pdf", stream(bomb, about))) == "D306"


@pytest.mark.parametrize("about", [b"/Filter [/FlateDecode /FlateDecode]", b"/Filter /LZWDecode"])
def test_a_part_whose_size_only_unpacking_would_tell(tmp_path: Path, about: bytes) -> None:
    assert code_of(with_pages(tmp_path / "a.pdf", stream(bytes(300 * 1024), about))) == "D306"


def test_a_picture_of_a_large_page_is_no_reason_to_refuse(tmp_path: Path) -> None:
    large = zlib.compress(bytes(100 * 1024 * 1024), 1)
    about = b"/Subtype /Image /Width 5000 /Height 7000 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /FlateDecode"
    path = with_pages(tmp_path / "a.pdf", stream(TEXT), more=b"50 0 obj " + stream(large, about) + b" endobj\n")
    assert lines(read(path)) == ["text"]


@pytest.mark.parametrize("bound", ["MOST_GLYPHS", "MOST_SHAPES", "MOST_FORMS", "MOST_INSTRUCTIONS"])
def test_a_page_that_holds_too_much_is_left_out_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 60, 700, "短")
        canvas.showPage()
        canvas.beginForm("again")
        canvas.line(0, 0, 1, 1)
        canvas.endForm()
        for number in range(60):
            canvas.doForm("again")
            canvas.line(50, number, 60, number)
            write(canvas, 60, 700 - number, "很长的一行文字", 5)

    path = drawn(tmp_path / "a.pdf", draw)
    monkeypatch.setattr(f"checker.ingest.pdf_page.{bound}", 1000 if bound == "MOST_INSTRUCTIONS" else 50)
    document = read_pdf(path)
    assert [remark.code for remark in document.remarks] == ["D313"]
    assert lines(document) == ["短"]


def test_forms_that_draw_one_another_end(tmp_path: Path) -> None:
    """Each of twelve forms draws the next ten times: a million million times in all."""
    forms = b"".join(
        b"%d 0 obj %s endobj\n"
        % (
            n,
            stream(
                b"/F Do " * 10,
                b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</F %d 0 R>>>>" % (n + 1),
            ),
        )
        for n in range(20, 32)
    )
    path = with_pages(tmp_path / "a.pdf", stream(b"/F Do"), more=forms, resources=b"/XObject <</F 20 0 R>>")
    assert code_of(path) == "D308"


# --- cost -------------------------------------------------------------------------------------------------------------


def test_thirty_pages_take_less_than_twenty_seconds_of_a_processor(
    tmp_path: Path,
) -> None:
    long = {**REPORT, "tables": REPORT["tables"] * 3}
    path = pdf_writing.write_report(long, tmp_path / "long.pdf")
    start = time.process_time()
    document = read(path)
    assert (document.pages or 0) >= 30
    # two seconds where it was measured
    assert time.process_time() - start < 20
