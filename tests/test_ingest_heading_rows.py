import pytest

from checker.ingest.cells import from_spans, from_texts
from checker.ingest.documents import Grid, GridCell, Origin
from checker.ingest.heading_rows import filled, heading_count, is_number_row, says_headings
from checker.layouts import Layout
from checker.packs import read_pack


@pytest.fixture(scope="module")
def layout() -> Layout:
    return next(layout for layout in read_pack().layouts if layout.name == "部门决算")


def grid(*rows: str) -> Grid:
    return from_texts([row.split("|") for row in rows], [Origin()] * len(rows))


@pytest.mark.parametrize(
    ("table", "rows", "count"),
    [
        ("收入决算表", ["项目||本年收入合计", "功能分类科目编码|科目名称|", "栏次||1", "合计||2.00"], 3),
        ("收入决算表", ["项目||本年收入合计", "功能分类科目编码|科目名称|", "合计||2.00"], 2),
        ("收入决算表", ["项目||本年收入合计", "功能分类科目编码|科目名称|", "合计||"], 2),
        ("收入决算表", ["208|社会保障和就业支出|2.00", "20805|养老|2.00"], 0),
        ("一般公共预算财政拨款“三公”经费支出决算表", ["预算数||决算数|", "合计|公务接待费|合计|公务接待费", "1|2|3|4", "0.79|0.79||"], 3),
        ("一般公共预算财政拨款“三公”经费支出决算表", ["预算数||决算数|", "合计|公务接待费|合计|公务接待费", "|||"], 2),
        ("收入支出决算总表", ["收入|||支出||", "项目|行次|金额|项目|行次|金额", "一、一般公共预算财政拨款收入|1|2.00|一、一般公共服务支出|32|"], 2),
        # 合计 as a label, with the headings of other columns beside it
        ("政府性基金预算财政拨款收入支出决算表", ["项目||本年支出|||", "功能分类科目编码|科目名称|||", "合计||合计|基本支出|项目支出", "|||"], 2),
        ("", ["年度|2020|2021", "某数|1|2"], 1),
        ("", ["甲|乙", "丙|1.00"], 1),
    ],
)  # fmt: skip
def test_where_the_headings_end(layout: Layout, table: str, rows: list[str], count: int) -> None:
    assert heading_count(grid(*rows).rows, layout.tables.get(table), layout) == count


def test_a_heading_that_spans_rows_takes_them_with_it(layout: Layout) -> None:
    made = from_spans(
        [[(0, GridCell("科目", rows=2)), (1, GridCell("甲"))], [(1, GridCell("1.00"))], [(0, GridCell("x"))]]
    )
    assert made is not None
    assert heading_count(made.rows, None, layout) == 2


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["栏次", "", "1", "2"], True), (["栏次", "", "1", "栏次", "", "2"], True), (["1", "2", "3"], True), (["栏次", "1=2+3", "2", "3"], True),
        (["1", "2"], False), (["合计", "1", "2"], False), (["栏次", "2", "3"], False), (["栏次", "1", "3"], False),
        (["", ""], False), (["2020", "2021", "2022"], False),
    ],
)  # fmt: skip
def test_rows_of_column_numbers(cells: list[str], found: bool) -> None:
    assert is_number_row(cells, {"栏次"}) is found


def test_blank_headings_belong_to_the_one_above_or_on_the_left(layout: Layout) -> None:
    rows = grid(
        "预算数||||决算数|||",
        "合计|公务用车购置及运行费||公务接待费|合计|公务用车购置及运行费||公务接待费",
        "|小计|购置费|||小计|购置费|",
        "1|2|3|4|5|6|7|8",
    ).rows
    assert [list(row) for row in filled(rows, layout)] == [
        ["预算数"] * 4 + ["决算数"] * 4,
        ["合计", "公务用车购置及运行费", "公务用车购置及运行费", "公务接待费"] * 2,
        ["合计", "小计", "购置费", "公务接待费"] * 2,
        ["1", "2", "3", "4", "5", "6", "7", "8"],
    ]


def test_the_word_for_column_numbers_reaches_over_blanks(layout: Layout) -> None:
    rows = grid("项目||金额", "编码|名称|", "栏次||1").rows
    assert list(filled(rows, layout)[2]) == ["栏次", "栏次", "1"]


def test_where_spans_are_known_a_blank_is_blank(layout: Layout) -> None:
    made = from_spans(
        [[(0, GridCell("项目", columns=2)), (2, GridCell(""))], [(0, GridCell("编码")), (1, GridCell("名称"))]]
    )
    assert made is not None
    assert filled(made.rows, layout) == (("项目", "项目", ""), ("编码", "名称", ""))


def test_words_cut_off_by_a_page_are_no_headings(layout: Layout) -> None:
    spec = layout.tables["收入决算表"]
    assert says_headings(grid("项目||本年收入合计").rows, spec, layout)
    assert not says_headings(grid("|业支出|").rows, spec, layout)
