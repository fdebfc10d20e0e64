"""Which printed column is which: heading paths, column numbers, blocks side by side."""

from collections.abc import Sequence

import pytest
from mutations import shipped

from checker.facts import Remark
from checker.headings import blocks_of, column_for, heading_paths, key_columns
from checker.layouts import ColumnSpec, Layout, all_keys
from checker.reports import Table

LAYOUT: Layout = next(layout for layout in shipped().layouts if layout.name == "部门决算")
NUMBER_WORDS = ("栏次",)


def table(header: Sequence[Sequence[str]], title: str = "某表") -> Table:
    return Table(0, "", title, "万元", None, tuple(map(tuple, header)), (), (), {}, {})


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
