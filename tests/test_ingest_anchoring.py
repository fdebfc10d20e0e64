"""Columns lost at a page break come back where rows and sums say; what they do not say is doubted."""

import pytest

from checker.ingest.anchoring import anchored, moved, settled
from checker.ingest.cells import Row, from_texts, texts
from checker.ingest.documents import GridCell, Origin
from checker.layouts import Layout
from checker.packs import read_pack

HEADER = (
    ("项目", "项目", "本年支出", "本年支出", "本年支出"),
    ("功能分类科目编码", "科目名称", "小计", "基本支出", "项目支出"),
)
NAME = "一般公共预算财政拨款支出决算表"


@pytest.fixture(scope="module")
def layout() -> Layout:
    return next(layout for layout in read_pack().layouts if layout.name == "部门决算")


def rows(*lines: str) -> tuple[Row, ...]:
    return from_texts([line.split("|") for line in lines], [Origin()] * len(lines)).rows


ABOVE = rows(
    "合计||9.00|4.00|5.00",
    "201|一般公共服务支出|3.00|3.00|",
    "20101|人大事务|3.00|3.00|",
    "208|社会保障和就业支出|6.00|1.00|5.00",
)


def put(layout: Layout, *lines: str) -> tuple[list[list[str]], set[tuple[int, int]]]:
    found = anchored(HEADER, ABOVE, rows(*lines), layout.tables[NAME], layout)
    assert found is not None
    return [texts(row) for row in found.rows], set(found.unsure)


def test_the_last_column_was_lost(layout: Layout) -> None:
    above = "20805|行政事业单位养老支出|6.00|1.00|5.00"
    assert put(layout, "20805|行政事业单位养老支出|6.00|1.00|5.00|") == ([above.split("|")], set())


def test_a_column_in_the_middle_was_lost(layout: Layout) -> None:
    # 小计 6.00 and 项目支出 5.00 stand beside each other: only with 基本支出 blank does 社会保障 not add up, so it is 1.00
    found, unsure = put(layout, "20805|行政事业单位养老支出|5.00|5.00", "20899|其他社会保障和就业支出|1.00|")
    assert [row[4] for row in found] == ["5.00", ""]
    assert not unsure


def test_what_sums_do_not_decide_is_doubted_and_put_first(layout: Layout) -> None:
    found = anchored(HEADER, (), rows("20101|人大事务|3.00|3.00"), layout.tables[NAME], layout)
    assert found is not None
    assert [texts(row) for row in found.rows] == [["20101", "人大事务", "3.00", "3.00", ""]]
    assert found.unsure
    assert {c for _, c in found.unsure} <= {2, 3}


def test_a_blank_column_too_many_is_taken_out(layout: Layout) -> None:
    assert put(layout, "20805|行政事业单位养老支出||6.00|1.00|5.00")[0] == [
        ["20805", "行政事业单位养老支出", "6.00", "1.00", "5.00"]
    ]


def test_without_a_blank_column_no_way_is_known(layout: Layout) -> None:
    assert anchored(HEADER, ABOVE, rows("1|2|3|4|5|6"), layout.tables[NAME], layout) is None


def test_without_a_layout_figures_are_doubted(layout: Layout) -> None:
    found = anchored((("a", "b", "c"),), (), rows("x|1.00"), None, layout)
    assert found is not None
    assert [texts(row) for row in found.rows] == [["x", "1.00", ""]]
    assert found.unsure == {(0, 1)}


SIDES = (
    ("人员经费", "人员经费", "人员经费", "公用经费", "公用经费", "公用经费"),
    ("科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"),
)


def test_a_figure_among_names_goes_to_its_amounts_where_sums_say_so(layout: Layout) -> None:
    spec = layout.tables["一般公共预算财政拨款基本支出决算明细表"]
    body = rows("301|工资福利支出|2.00|302|商品和服务支出|1.00", "人员经费合计||2.00|公用经费合计|1.00|")
    assert settled(SIDES, body, spec, layout) == [(1, 4, 5)]
    assert texts(moved(body[1], 4, 5)) == ["人员经费合计", "", "2.00", "公用经费合计", "", "1.00"]
    wrong = rows("301|工资福利支出|2.00|302|商品和服务支出|1.00", "人员经费合计||2.00|公用经费合计|7.00|5.00")
    assert settled(SIDES, wrong, spec, layout) == []


def test_a_figure_whose_cell_spans_its_amounts_goes_there(layout: Layout) -> None:
    spec = layout.tables["一般公共预算财政拨款基本支出决算明细表"]
    row = (
        GridCell("人员经费合计"),
        GridCell(""),
        GridCell("2.00"),
        GridCell("公用经费合计"),
        GridCell("9.00", columns=2),
        None,
    )
    assert settled(SIDES, (row,), spec, layout) == [(0, 4, 5)]
