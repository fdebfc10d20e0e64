"""Which printed column is which: heading paths, column numbers, blocks side by side."""

from collections.abc import Sequence

import pytest
from mutations import shipped

from checker.facts import Remark
from checker.headings import blocks_of, column_for, heading_paths, key_columns, with_sub_headings
from checker.layouts import ColumnSpec, Layout, all_keys
from checker.reports import Table

LAYOUT: Layout = next(layout for layout in shipped().layouts if layout.name == "部门决算")
NUMBER_WORDS = ("栏次",)


def table(header: Sequence[Sequence[str]], title: str = "某表", rows: Sequence[Sequence[str]] = ()) -> Table:
    return Table(0, "", title, "万元", None, tuple(map(tuple, header)), tuple(map(tuple, rows)), (), {}, {})


def column(*path: str, aliases: tuple[str, ...] = ()) -> ColumnSpec:
    names = [all_keys([name]) for name in path]
    names[-1] = all_keys([path[-1], *aliases])
    return ColumnSpec(path, tuple(names), aliases)


def test_a_merged_heading_is_one_name_of_the_path() -> None:
    paths, numbers = heading_paths(
        table([["项目", "本年支出", "本年支出"], ["项目", "小计", "基本支出"], ["栏次", "1", "2"]]), NUMBER_WORDS
    )
    assert paths == [("项目",), ("本年支出", "小计"), ("本年支出", "基本支出")]
    assert numbers == {1: "1", 2: "2"}


@pytest.mark.parametrize(
    ("header", "numbers"),
    [
        ([["甲", "乙", "丙"], ["栏次", "1", "2"]], {1: "1", 2: "2"}),
        ([["甲", "乙", "丙"], ["1", "2", "3"]], {0: "1", 1: "2", 2: "3"}),
        # the official form prints 类 款 项 in the row of column numbers
        ([["类款项", "类款项", "名称", "甲"], ["类", "款", "栏次", "1"]], {}),
        ([["类款项", "类款项", "名称", "甲", "乙"], ["类", "", "栏次", "1", "2"]], {3: "1", 4: "2"}),
        # one number that cannot be read does not make headings of the others
        ([["甲", "乙", "丙"], ["栏次", "1", "二"]], {1: "1"}),
        # years are headings, and so are numbers with nothing above them
        ([["甲", "收入", "收入"], ["甲", "2020", "2021"]], {}),
        ([["甲", "1", "2"]], {}),
    ],
)
def test_a_row_of_column_numbers_is_no_heading(header: list[list[str]], numbers: dict[int, str]) -> None:
    paths, found = heading_paths(table(header), NUMBER_WORDS)
    assert found == numbers
    for index, number in numbers.items():
        assert number not in paths[index]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("小计",), ("小计",)),
        (("本年支出", "小计"), ("小计",)),
        (("决算数", "合计"), ("决算数", "合计")),
        (("三公经费", "合计", "决算数"), ("决算数", "合计")),
        (("决算数合计",), ("决算数", "合计")),
        (("决算数-合计",), ("决算数", "合计")),
        (("决算数", "购置及运行费", "小计"), ("决算数", "购置及运行费", "小计")),
        (("决算数购置及运行费小计",), ("决算数", "购置及运行费", "小计")),
        (("决算数", "其他"), None),
        (("小计", "其他"), None),
        (("决算",), None),
    ],
)
def test_a_column_is_named_by_all_its_headings_in_any_order(
    path: tuple[str, ...], expected: tuple[str, ...] | None
) -> None:
    columns = [column("小计"), column("决算数", "合计"), column("决算数", "购置及运行费", "小计")]
    found = column_for(path, columns)
    assert (found.path if found else None) == expected


def test_another_spelling_of_a_heading_will_do() -> None:
    assert column_for(("金额",), [column("决算数", aliases=("金额",))]) is not None


def blocks(title: str, header: list[list[str]]) -> tuple[list[tuple[str, int, int]], list[Remark]]:
    remarks: list[Remark] = []
    found = blocks_of(table(header, title), LAYOUT.tables[title], LAYOUT, remarks)
    return [(block.name, block.first, len(block.columns)) for block in found], remarks


def test_blocks_begin_at_their_leading_column() -> None:
    header = [
        ["收入", "收入", "收入", "支出", "支出", "支出"],
        ["项目", "行次", "金额", "项目", "行次", "金额"],
    ]
    assert blocks("收入支出决算总表", header) == ([("收入", 0, 1), ("支出", 3, 1)], [])


def test_a_block_is_found_without_its_leading_heading_and_its_loss_is_said() -> None:
    header = [
        ["收入", "收入", "收入", "支出", "支出", "支出"],
        ["项目", "行次", "金额", "内容", "行次", "金额"],
    ]
    found, remarks = blocks("收入支出决算总表", header)
    assert found == [("收入", 0, 1), ("支出", 3, 1)]
    assert [(r.rule, r.values["column"]) for r in remarks] == [
        ("layout.unknown-column", "支出·内容"),
        ("layout.missing-column", "支出·项目"),
    ]


def test_an_amount_under_an_unknown_heading_begins_no_block() -> None:
    header = [["项目", "金额", "项目", "合计", "什么", "政府性基金预算财政拨款"]]
    found, remarks = blocks("财政拨款收入支出决算总表", header)
    assert [first for _, first, _ in found] == [0, 2]
    assert [r.values["column"] for r in remarks] == ["什么", "一般公共预算财政拨款"]


def test_a_block_without_any_amount_column_says_so() -> None:
    header = [["收入", "收入", "支出", "支出", "支出"], ["项目", "行次", "项目", "行次", "金额"]]
    found, remarks = blocks("收入支出决算总表", header)
    assert found == [("收入", 0, 0), ("支出", 2, 1)]
    assert [(r.rule, r.values["column"]) for r in remarks] == [("layout.missing-column", "收入·金额")]


def test_an_unknown_column_is_said_once_with_the_nearest_known() -> None:
    header = [["功能分类科目编码", "科目名称", "小计", "基本支付", "项目支出", "基本支付"]]
    _, remarks = blocks("一般公共预算财政拨款支出决算表", header)
    assert [(r.rule, r.values["column"], r.values.get("near")) for r in remarks] == [
        ("layout.unknown-column", "基本支付", "基本支出"),
        ("layout.missing-column", "基本支出", ""),
    ]


def test_in_an_unknown_table_codes_and_line_numbers_are_no_figures() -> None:
    header = [["功能分类科目编码", "科目名称", "行次", "金额"]]
    assert key_columns(table(header), LAYOUT) == {0, 2}


FUND = "政府性基金预算财政拨款收入支出决算表"
SPENT = ["年初结转和结余", "本年收入", "本年支出", "本年支出", "本年支出", "年末结转和结余"]
FUND_HEADER = [["项目", "项目", *SPENT], ["功能分类科目编码", "科目名称", *SPENT]]
EMPTY = [""] * 8


def test_sub_headings_beside_the_label_of_the_first_row_are_headings() -> None:
    row = ["合计", "", "", "", "合计", "基本支出", "项目支出", ""]
    made = with_sub_headings(table(FUND_HEADER, FUND, [row, EMPTY]), LAYOUT.tables[FUND], LAYOUT)
    assert made.header[-1] == ("", "", "", "", "合计", "基本支出", "项目支出", "")
    assert made.rows == (("合计", *EMPTY[1:]), tuple(EMPTY))
    remarks: list[Remark] = []
    (block,) = blocks_of(made, LAYOUT.tables[FUND], LAYOUT, remarks)
    assert remarks == []
    assert [block.columns["本年支出", name] for name in ("小计", "基本支出", "项目支出")] == [4, 5, 6]


def test_a_whole_row_of_headings_may_stand_among_the_rows() -> None:
    row = ["功能分类科目编码", "科目名称", *SPENT[:2], "小计", "基本支出", "项目支出", "年末结转和结余"]
    made = with_sub_headings(table(FUND_HEADER, FUND, [row, EMPTY]), LAYOUT.tables[FUND], LAYOUT)
    assert made.header[-1] == ("", "", "", "", "小计", "基本支出", "项目支出", "")
    assert made.rows == (tuple(EMPTY),) * 2


TRIPS = "一般公共预算财政拨款“三公”经费支出决算表"
CARS = "公务用车购置及运行费"


def test_sub_headings_of_two_levels_are_two_heading_rows() -> None:
    upper = ["合计", "因公出国（境）费", CARS, CARS, CARS, "公务接待费"] * 2
    lower = ["", "", "小计", "公务用车购置费", "公务用车运行费", ""] * 2
    figures = ["1.00"] * 12
    printed = table([["预算数"] * 6 + ["决算数"] * 6], TRIPS, [upper, lower, figures])
    made = with_sub_headings(printed, LAYOUT.tables[TRIPS], LAYOUT)
    assert made.rows == (("",) * 12, ("",) * 12, tuple(figures))
    remarks: list[Remark] = []
    (block,) = blocks_of(made, LAYOUT.tables[TRIPS], LAYOUT, remarks)
    assert (remarks, len(block.columns)) == ([], 12)


@pytest.mark.parametrize(
    "row",
    [
        # a figure among them, a word that is no heading, a row the layout does not know
        ["合计", "", "", "1.00", "合计", "基本支出", "项目支出", ""],
        ["合计", "", "", "", "合计", "基本支出", "项目", ""],
        ["其他", "", "", "", "合计", "基本支出", "项目支出", ""],
        # a word under a heading of one column, or under one that is known without it
        ["合计", "", "", "", "合计", "基本支出", "项目支出", "基本支出"],
        ["合计", "", "小计", "", "", "", "", ""],
        # one column twice
        ["合计", "", "", "", "合计", "基本支出", "基本支出", ""],
        EMPTY,
        ["合计", *EMPTY[1:]],
    ],
)
def test_a_row_is_no_row_of_headings_where_anything_else_stands_in_it(row: list[str]) -> None:
    printed = table(FUND_HEADER, FUND, [row, EMPTY])
    assert with_sub_headings(printed, LAYOUT.tables[FUND], LAYOUT) is printed


@pytest.mark.parametrize("lead", ["项目", "栏次"])
@pytest.mark.parametrize("total", ["合计", "总计", "“三公”经费合计"])
def test_a_column_of_words_before_the_figures_is_no_unknown_one(lead: str, total: str) -> None:
    upper = [total, "因公出国（境）费", CARS, CARS, CARS, "公务接待费"]
    lower = [total, "因公出国（境）费", "小计", "公务用车购置费", "公务用车运行费", "公务接待费"]
    numbers = [str(number) for number in range(1, 13)]
    header = [
        *([lead, *["预算数"] * 6, *["决算数"] * 6], [lead, *upper, *upper], [lead, *lower, *lower]),
        ["栏次", *numbers],
    ]
    spec, remarks = LAYOUT.tables[TRIPS], list[Remark]()
    (block,) = blocks_of(table(header, TRIPS), spec, LAYOUT, remarks)
    assert remarks == []
    assert (block.words, block.labels, block.keys) == ([0], [], {0})
    assert len(block.columns) == (13 if lead == "项目" else 12)
    assert list(block.numbers.values()) == numbers
