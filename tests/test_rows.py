"""Which printed row is which, and the tree that rows make."""

import pytest
from mutations import Value, checked, example, findings, report_of, shipped
from test_tables import remarks, small

from checker.binding import bind
from checker.layouts import Layout, RowSpec, TableSpec, all_keys
from checker.placing import _align, short_name
from checker.rows import Row, joined_code

LAYOUT: Layout = next(layout for layout in shipped().layouts if layout.name == "部门决算")


def rows_of(value: Value, name: str) -> list[Row]:
    return bind(report_of(value), LAYOUT).tables[name].rows


def specs(*names: str) -> list[RowSpec]:
    return [RowSpec((name,), all_keys([name])) for name in names]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (["2013701"], "2013701"),
        (["201", "37", "01"], "2013701"),
        (["201", "20137", "2013701"], "2013701"),
        (["", "20137", ""], "20137"),
        (["201", "", ""], "201"),
        (["201", "201"], "201"),
        (["—", "-", ""], ""),
        (["２０１", " 37 "], "20137"),
    ],
)
def test_a_code_stands_in_one_column_or_several(cells: list[str], code: str) -> None:
    assert joined_code(cells) == code


@pytest.mark.parametrize(
    ("labels", "listed", "found"),
    [
        (["甲", "乙", "丙"], ["甲", "乙", "丙"], [0, 1, 2]),
        (["甲", "丙"], ["甲", "乙", "丙"], [0, 2]),
        (["甲", "丁", "丙"], ["甲", "乙", "丙"], [0, None, 2]),
        # repeated labels find their own by order
        (["甲", "乙", "甲"], ["甲", "乙", "甲"], [0, 1, 2]),
        (["乙", "甲"], ["甲", "乙", "甲"], [1, 2]),
        # a row out of its order is still that row
        (["丙", "甲", "乙"], ["甲", "乙", "丙"], [2, 0, 1]),
        # the same row twice is once known
        (["甲", "甲", "乙"], ["甲", "乙"], [0, None, 1]),
    ],
)
def test_printed_labels_are_laid_against_the_list(
    labels: list[str], listed: list[str], found: list[int | None]
) -> None:
    expected = specs(*listed)
    placed = [expected.index(spec) if spec else None for spec in _align(labels, expected)]
    assert placed == found


def test_a_row_is_called_by_as_few_names_as_tell_it_apart() -> None:
    rows = tuple(
        RowSpec(path, frozenset())
        for path in [
            ("收入", "总计"),
            ("支出", "总计"),
            ("收入", "总计", "拨款"),
            ("收入", "结转", "拨款"),
            ("收入", "其他"),
        ]
    )
    table = TableSpec("某表", frozenset(), rows=rows)
    assert [short_name(row, table) for row in rows] == [
        "收入·总计",
        "支出·总计",
        "总计·拨款",
        "结转·拨款",
        "其他",
    ]


# --- rows by code -----------------------------------------------------------------------------------------------------


def test_the_parent_is_the_nearest_printed_ancestor_and_the_total_stands_above_all() -> None:
    value = small([["合计", "", "3.00"], ["201", "甲", "3.00"], ["2013701", "乙", "1.00"], ["2013702", "丙", "2.00"]])
    rows = {row.path[0]: row for row in rows_of(value, "支出决算表")}
    assert rows["2013701"].parent is rows["201"]
    assert rows["201"].parent is rows["合计"]
    assert [child.code for child in rows["201"].children] == ["2013701", "2013702"]


@pytest.mark.parametrize(("code", "rule"), [("2013", "layout.code-length"), ("201370100", "layout.code-length")])
def test_a_code_of_unusual_length_is_said(code: str, rule: str) -> None:
    assert rule in [r for r, _ in remarks(small([["合计", "", "3.00"], [code, "甲", "3.00"]]))]


def test_without_code_column_one_sentence_says_it_and_no_row_is_unknown() -> None:
    value = example()
    for cells in (*value["tables"][5]["header"], *value["tables"][5]["rows"]):
        for column in (6, 3, 0):
            cells.pop(column)
    said = [rule for rule, values in remarks(value) if values.get("table", "").endswith("明细表")]
    # the totals carry their labels where codes stand, so their figures have lost their names
    assert set(said) == {"layout.missing-column", "layout.unlabelled"}


def test_many_missing_rows_are_one_story() -> None:
    value = example()
    value["tables"][5]["rows"] = [
        row for row in value["tables"][5]["rows"] if row[0] in ("301", "30101", "人员经费合计")
    ]
    (missing,) = (f for f in findings(value)["findings"] if f["rule"] == "layout.missing-row")
    assert missing["message"].startswith("《一般公共预算财政拨款基本支出决算明细表》没有“30102 津贴补贴、30103 奖金、")


# --- listed rows ------------------------------------------------------------------------------------------------------


def test_a_table_of_which_no_row_is_known_says_that_once() -> None:
    value = example()
    for cells in value["tables"][0]["rows"]:
        cells[3] = f"某{cells[3]}" if cells[3] else ""
    said = [(rule, values) for rule, values in remarks(value) if values.get("table") == "收入支出决算总表"]
    assert said == [("layout.no-rows", {"table": "收入支出决算总表", "block": "支出"})]


def test_blank_rows_of_a_page_break_are_no_rows() -> None:
    value = example()
    value["tables"][6]["rows"].insert(0, [""] * 12)
    value["tables"][1]["rows"].insert(4, [""] * 9)
    assert [f.id for f in checked(value).findings] == [f.id for f in checked(example()).findings]
