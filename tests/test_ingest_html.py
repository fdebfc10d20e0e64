from pathlib import Path

import pytest

from checker.ingest.documents import Grid, Paragraph
from checker.ingest.html import blocks_of, read_html


def told(page: str) -> list[object]:
    """Paragraphs as text, grids as rows of text."""
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text if cell else None for cell in row] for row in block.rows]
        for block in blocks_of(page)
    ]  # fmt: skip


def test_blocks_and_line_breaks_end_a_paragraph() -> None:
    page = "<body>甲<b>乙</b> 丙<p>丁<br>戊</p><div>己<span>庚</span></div>辛"
    assert told(page) == ["甲乙 丙", "丁", "戊", "己庚", "辛"]


def test_headings_have_a_level_and_centred_lines_are_known() -> None:
    first, second = blocks_of("<h2>标题</h2><p align=center>表名</p>")
    assert isinstance(first, Paragraph)
    assert first.level == 2
    assert isinstance(second, Paragraph)
    assert second.centred


def test_what_is_not_shown_is_not_read() -> None:
    page = "<head><title>公开</title></head><script>x</script><p style='display: none'>甲</p><!-- 乙 --><p hidden>丙</p><p>丁</p>"
    assert told(page) == ["丁"]


def test_spans() -> None:
    page = "<table><tr><th colspan=2>项目<th rowspan=2>金额<tr><td>编码<td>名称<tr><td>201<td>甲<td>1.00</table>"
    assert told(page) == [[["项目", None, "金额"], ["编码", "名称", None], ["201", "甲", "1.00"]]]


@pytest.mark.parametrize(("said", "wide"), [("0", 1), ("x", 1), ("-3", 1), ("3", 3), ("2000", 1000)])
def test_odd_spans(said: str, wide: int) -> None:
    (grid,) = blocks_of(f"<table><tr><td>a<td>b<tr><td colspan='{said}'>c</table>")
    assert isinstance(grid, Grid)
    found = grid.rows[1][0]
    assert found is not None
    # nought reaches to the end, as far as the limit
    assert found.columns == (1000 if said == "0" else wide)


def test_a_cell_holds_several_lines_and_small_tables() -> None:
    page = "<table><tr><td>功能分类<br>科目编码<td><p>机关事业单位</p><p>养老</p><td>&nbsp;</table>"
    assert told(page) == [[["功能分类科目编码", "机关事业单位养老", ""]]]


def test_tables_that_lay_out_the_page_are_gone_through() -> None:
    inner = "<table><tr><td>项目<td>金额<tr><td>甲<td>1.00</table>"
    assert told(f"<table><tr><td>首页<td><p>表名</p>{inner}<p>注：一</p></table>") == [
        "首页", "表名", [["项目", "金额"], ["甲", "1.00"]], "注：一",
    ]  # fmt: skip
    assert told("<table><tr><td>一段文字</td></tr><tr><td>又一段</td></tr></table>") == ["一段文字", "又一段"]


@pytest.mark.parametrize("declared", ["", "gb2312", "utf-8"])
def test_gb18030_pages_are_read_whatever_they_declare(declared: str, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    meta = f"<meta http-equiv='Content-Type' content='text/html; charset={declared}'>" if declared else ""
    path.write_bytes(f"<html><head>{meta}</head><body><p>收入㎡决算表</p></body></html>".encode("gb18030"))
    (paragraph,) = read_html(path).blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "收入㎡决算表"


def test_broken_markup_and_depth_do_no_harm() -> None:
    assert told("<p>甲<table><tr><td>乙<td>丙") == ["甲", [["乙", "丙"]]]
    assert told("<div>" * 5000 + "甲") in (["甲"], [])
    assert told("") == []
    assert told("<!-- 甲 -->") == []
