"""What a rule looks at, one place after another, and what each place answers."""

from typing import Any

import pytest
from mutations import Value, checked, example, findings, put, report_of, shipped
from test_tables import small

from checker.binding import bind
from checker.facts import Fact, Reason
from checker.language import parse_scope
from checker.layouts import Layout
from checker.lookups import Instance
from checker.references import Pick, Reference
from checker.scopes import instances

LAYOUT: Layout = next(layout for layout in shipped().layouts if layout.name == "部门决算")


def places(scope: str, value: Value | None = None) -> list[Instance]:
    parsed, faults = parse_scope(scope, LAYOUT.lexicon)
    assert parsed is not None, faults
    return list(instances(parsed, bind(report_of(value or example()), LAYOUT)))


def called(scope: str, value: Value | None = None) -> list[str]:
    return [" ".join(name for _, name in place.names()) for place in places(scope, value)]


def ledger(value: Value, rule: str) -> dict[str, Any]:
    return dict(findings(value)["ledger"][rule])


@pytest.mark.parametrize(
    ("scope", "count", "first", "last"),
    [
        ("每张表", 9, "收入支出决算总表", "国有资本经营预算财政拨款支出决算表"),
        ("《支出决算表》", 1, "支出决算表", "支出决算表"),
        ("《支出决算表》每一行", 11, "支出决算表 合计", "支出决算表 2210201 住房公积金"),
        ("《支出决算表》每个类", 3, "支出决算表 201 一般公共服务支出", "支出决算表 221 住房保障支出"),
        ("《支出决算表》每个项", 4, "支出决算表 2013701 行政运行", "支出决算表 2210201 住房公积金"),
        ("《支出决算表》每个末级科目", 4, "支出决算表 2013701 行政运行", "支出决算表 2210201 住房公积金"),
        ("《支出决算表》每个上级科目", 7, "支出决算表 合计", "支出决算表 22102 住房改革支出"),
        ("《支出决算表》每个金额栏", 6, "支出决算表 本年支出合计", "支出决算表 对附属单位补助支出"),
        (
            "《支出决算表》每一行 每个金额栏",
            66,
            "支出决算表 合计 本年支出合计",
            "支出决算表 2210201 住房公积金 对附属单位补助支出",
        ),
        ("《收入决算表》、《支出决算表》每个类", 6, "收入决算表 201 一般公共服务支出", "支出决算表 221 住房保障支出"),
        ("每个项", 4, "2013701 行政运行", "2210201 住房公积金"),
        ("每个类", 3, "201 一般公共服务支出", "221 住房保障支出"),
        ("支出说明", 1, "支出决算情况说明", "支出决算情况说明"),
        ("每个必备章节", 15, "部门职责", "名词解释"),
        ("每条目录", 29, "第一部分 中共衡东县委网络安全和信息化委员会办公室单位概况", "第五部分 附件"),
        ("每个公用经费项目", 7, "办公费", "其他交通费用"),
    ],
)
def test_what_a_scope_ranges_over(scope: str, count: int, first: str, last: str) -> None:
    names = called(scope)
    assert (len(names), names[0], names[-1]) == (count, first, last)


def test_side_by_side_each_block_has_its_own_columns() -> None:
    found = places("《财政拨款收入支出决算总表》每个上级行 每个金额栏")
    by_row: dict[str, list[str]] = {}
    for place in found:
        assert place.row is not None
        assert place.column is not None
        by_row.setdefault("·".join(place.row.path), []).append(place.column[-1])
    assert by_row["收入·总计"] == ["金额"]
    assert by_row["支出·总计"] == [
        "合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款",
    ]  # fmt: skip


# --- what is missing is one place, and says why -----------------------------------------------------------------------


def test_a_missing_table_is_one_place_of_every_step() -> None:
    value = example()
    del value["tables"][1]
    for scope in ("《收入决算表》每一行 每个金额栏", "《收入决算表》每个上级科目 每个金额栏", "《收入决算表》每个类"):
        assert [(p.table, p.missing) for p in places(scope, value)] == [
            ("收入决算表", Reason("table_missing", {"table": "收入决算表"}))
        ]
    assert ledger(value, "ZC-011")["undecidable"] == 1


def test_a_missing_row_is_one_place_and_not_one_for_each_column() -> None:
    value = example()
    del value["tables"][1]["rows"][0]
    missing = [p for p in places("《收入决算表》每个上级科目 每个金额栏", value) if p.missing]
    assert [(p.row.name if p.row else "", p.missing) for p in missing] == [
        ("合计", Reason("row_missing", {"table": "收入决算表", "row": "合计"}))
    ]


def test_a_missing_column_is_one_place_and_not_one_for_each_row() -> None:
    value = example()
    for cells in (*value["tables"][2]["header"], *value["tables"][2]["rows"]):
        cells.pop(4)
    missing = [p for p in places("《支出决算表》每一行 每个金额栏", value) if p.missing]
    assert [p.missing for p in missing] == [Reason("column_missing", {"table": "支出决算表", "column": "项目支出"})]


def test_a_column_missing_on_one_side_only_does_not_vanish() -> None:
    value = example()
    for cells in (*value["tables"][0]["header"], *value["tables"][0]["rows"]):
        cells.pop(2)
    entry = ledger(value, "ZB-001")
    assert entry["undecidable"] == 1
    assert entry["reasons"][0]["reason"] == "《收入支出决算总表》没有“金额”这一栏"


def test_an_item_the_prose_does_not_speak_of_is_a_place_too() -> None:
    value = example()
    number = next(i for i, s in enumerate(value["sections"]) if s["heading"][-1].endswith("具体情况"))
    text = value["sections"][number]["text"]
    value["sections"][number]["text"] = text[: text.index("4、住房保障支出")]
    assert called("每个项", value) == called("每个项")
    entry = ledger(value, "WZ-087")
    assert (entry["holds"], entry["violated"]) == (3, 1)


def test_a_row_of_blanks_needs_no_paragraph() -> None:
    value = example()
    value["tables"][4]["rows"].append(["2210202", "提租补贴", "", "", ""])
    assert called("每个项", value) == called("每个项")


# --- repeated rows ----------------------------------------------------------------------------------------------------


def test_a_repeated_row_is_undecidable_wherever_one_row_is_asked_for() -> None:
    value = example()
    rows = value["tables"][2]["rows"]
    rows.insert(2, list(rows[1]))
    entry = ledger(value, "ZC-014")
    assert entry["undecidable"] == 1
    assert entry["reasons"][0]["reason"] == "《支出决算表》的“201 一般公共服务支出”不止一行"
    assert "violated" not in ledger(value, "ZC-011")


# --- empty, blank, noted, present -------------------------------------------------------------------------------------


def answer(predicate: str, table: str, value: Value, what: str = "table") -> bool | Reason:
    (place,) = places(f"《{table}》", value)
    return place.test(predicate, Reference(what, what, "本表"))


def test_empty_is_no_figure_but_zero_and_blank_is_no_figure_at_all() -> None:
    table = "国有资本经营预算财政拨款支出决算表"
    assert answer("empty", table, example()) is True
    assert answer("blank", table, example()) is False
    assert answer("blank", table, put(example(), 8, 0, 2, "")) is True
    assert answer("empty", table, put(example(), 8, 0, 2, "0.01")) is False


def test_a_table_whose_figures_nobody_knows_is_not_called_empty() -> None:
    value = example()
    value["tables"][8]["rows"].append(["其他", "", "3.00", "", ""])
    assert answer("empty", "国有资本经营预算财政拨款支出决算表", value) == Reason(
        "not_bound", {"table": "国有资本经营预算财政拨款支出决算表"}
    )


def test_an_unreadable_cell_leaves_emptiness_undecided() -> None:
    value = put(example(), 8, 0, 2, "O.OO")
    found = answer("empty", "国有资本经营预算财政拨款支出决算表", value)
    assert isinstance(found, Reason)
    assert found.code == "unreadable"


def test_the_figure_that_makes_a_table_not_blank_is_shown() -> None:
    (wrong,) = (f for f in findings(example())["findings"] if f["rule"] == "KB-002")
    assert [(e["pointer"], e["printed"]) for e in wrong["evidence"]] == [("/tables/8/rows/0/2", "0.00")]


def test_a_section_is_empty_only_if_nothing_below_it_has_text() -> None:
    value = example()
    for section in value["sections"]:
        if section["heading"][-1].startswith("二、收入决算"):
            section["text"] = " "

    def is_empty(name: str) -> bool | Reason:
        (place,) = places(name, value)
        return place.test("empty", Reference("section", "section", "本节"))

    assert is_empty("收入说明") is True
    assert is_empty("支出说明") is False
    # 五、 has no text of its own, but its sub-sections have
    assert is_empty("财政拨款支出说明") is False


def test_presence_of_rows_figures_and_tables() -> None:
    (place,) = places("《收入支出决算总表》")
    row = Reference("row", "row", "", row=Pick("text", "结余分配"))
    nowhere = Reference("row", "row", "", row=Pick("text", "甲乙丙"))
    assert place.test("present", row) is True
    assert place.test("present", nowhere) is False
    assert place.test("present", Reference("table", "table", "", table="支出决算表")) is True
    assert place.test("present", Reference("table", "table", "", table="没有", absent=True)) == Reason(
        "layout_lacks", {"name": ""}, applies=False
    )


# --- how rows and columns are asked for -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (Pick("code", "20137"), ["199.80"]),
        (Pick("below", "201"), ["90.80", "109.00"]),
        (Pick("text", "住房公积金"), ["6.95"]),
        (Pick("path", path=("合计",)), ["216.01"]),
        (Pick("code", "30101"), "row_missing"),
        (Pick("below", "301"), "row_missing"),
        (Pick("line", "3"), "row_missing"),
    ],
)
def test_rows_by_code_prefix_label_and_path(row: Pick, expected: list[str] | str) -> None:
    (place,) = places("《支出决算表》")
    found = place.facts(Reference("cell", "amount", "", row=row, column=Pick("path", path=("本年支出合计",))))
    assert (found.code if isinstance(found, Reason) else [f.printed for f in found]) == expected


def test_rows_and_columns_by_their_printed_numbers() -> None:
    (place,) = places("《收入支出决算总表》")
    found = place.facts(Reference("cell", "amount", "", row=Pick("line", "58"), column=Pick("number", "2")))
    assert isinstance(found, list)
    assert [f.printed for f in found] == ["216.01"]
    lost = place.facts(Reference("cell", "amount", "", row=Pick("line", "58"), column=Pick("number", "9")))
    assert lost == Reason("column_missing", {"table": "收入支出决算总表", "column": "9"})


def test_the_same_row_of_another_table_is_found_by_code_or_by_label() -> None:
    place = next(p for p in places("《支出决算表》每个类") if p.row is not None and p.row.code == "208")
    here = Reference(
        "cell", "amount", "", table="收入支出决算总表", row=Pick("here"), column=Pick("path", path=("金额",))
    )
    found = place.facts(here)
    assert isinstance(found, list)
    assert isinstance(found[0], Fact)
    assert (found[0].printed, found[0].place.row) == ("9.26", "八、社会保障和就业支出")


def test_places_are_called_the_same_whatever_the_order_of_rows() -> None:
    value = small([["合计", "", "3.00"], ["201", "甲", "1.00"], ["202", "乙", "2.00"]])
    turned = small([["202", "乙", "2.00"], ["201", "甲", "1.00"], ["合计", "", "3.00"]])
    found, after = ({f.id for f in checked(v).findings if f.rule_id != "ZC-021"} for v in (value, turned))
    assert found == after
