"""Layouts as data: variants that extend the shipped one in YAML alone, and a report of another kind in English."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from mutations import LAYOUTS, Value, checked, example, findings, said, shipped, violated
from mutations import pack_of as pack_with_every_group

from checker.layouts import Layout
from checker.packs import Pack, switched


@cache
def pack_of(*paths: Path) -> Pack:
    """The pack as it is run: less the rules nobody asked for."""
    return switched(pack_with_every_group(*paths))


def only(found: list[Value], *rules: str) -> list[tuple[str, str, str]]:
    return [(f["verdict"], f["rule"], f["scope"]) for f in found if f["rule"].startswith(rules)]


def violated_findings(document: Value) -> list[Value]:
    return [f for f in document["findings"] if f["verdict"] == "violated"]


def ledger(document: Value) -> dict[str, Any]:
    return dict(document["ledger"])


# --- (a) a province whose 基本支出 table is vertical ------------------------------------------------------------------


def vertical() -> Value:
    """The example with the economic table printed downwards: 合计, 人员经费, 公用经费 across."""
    value = example()
    value["layout"] = "竖排基本支出"
    rows: dict[str, list[str]] = {}
    for cells in value["tables"][5]["rows"][:-1]:
        for code, label, amount in (cells[0:3], cells[3:6], cells[6:9]):
            if code:
                staff = code.startswith(("301", "303"))
                rows[code] = [code, label, amount, amount if staff else "", "" if staff else amount]
    total = ["合计", "", "107.01", "101.95", "5.06"]
    value["tables"][5] = {
        "title": "一般公共预算财政拨款基本支出决算表",
        "unit": "万元",
        "header": [
            ["项目", "项目", "本年支出", "本年支出", "本年支出"],
            ["支出经济分类科目编码", "科目名称", "合计", "人员经费", "公用经费"],
        ],
        "rows": [total, *(rows[code] for code in sorted(rows))],
        "notes": [],
    }
    return value


def test_a_vertical_table_is_a_layout_and_no_rule_changes() -> None:
    document = findings(vertical(), pack=pack_of(LAYOUTS / "vertical.yaml"))
    assert only(document["findings"], "JBZC", "SG", "WZ-013", "WZ-014", "layout") == [
        ("rounding", "JBZC-002", "《一般公共预算财政拨款基本支出决算明细表》 302 商品和服务支出 决算数"),
        ("rounding", "JBZC-002", "《一般公共预算财政拨款基本支出决算明细表》 302 商品和服务支出 公用经费"),
    ]
    entry = ledger(document)
    assert entry["JBZC-001"] == entry["SG-002"] == entry["WZ-013"] == entry["WZ-014"] == {"holds": 1}


def test_a_vertical_table_that_does_not_tie_is_found() -> None:
    value = vertical()
    value["tables"][5]["rows"][0][3] = "101.59"
    document = findings(value, pack=pack_of(LAYOUTS / "vertical.yaml"))
    assert ("violated", "JBZC-001", "") in only(document["findings"], "JBZC")


# --- a province whose 三公 table is vertical ---------------------------------------------------------------------------


def downwards(*changes: tuple[int, int, str]) -> Value:
    """The example with the 三公 table printed downwards, an item a row, some of its cells changed."""
    value = example()
    value["layout"] = "竖排三公"
    rows = [
        ["总计", "0.79", "0.79"],
        ["1.因公出国（境）费", "", ""],
        ["2.公务接待费", "0.79", "0.79"],
        ["3.公务用车购置及运行费", "", ""],
        ["其中：公务用车运行费", "", ""],
        ["公务用车购置费", "", ""],
    ]
    for row, column, text in changes:
        rows[row][column] = text
    title = "一般公共预算财政拨款“三公”经费支出决算表"
    value["tables"][6] = {
        "title": title,
        "unit": "万元",
        "header": [["项目", "预算数", "决算数"]],
        "rows": rows,
        "notes": [],
    }
    return value


def test_a_vertical_table_of_trips_and_cars_is_a_layout_and_no_rule_changes() -> None:
    document = findings(downwards(), pack=pack_of(LAYOUTS / "vertical-trips.yaml"))
    assert only(document["findings"], "SG", "layout") == []
    entry = ledger(document)
    for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14):
        assert entry[f"SG-{number:03}"].keys() <= {"holds", "not_applicable", "reasons"}, number


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([(0, 2, "0.97")], {"SG-005", "SG-014"}),
        ([(2, 1, "0.97")], {"SG-001"}),
        ([(4, 2, "3.00"), (3, 2, "2.00"), (0, 2, "2.79")], {"SG-004", "SG-005", "SG-008"}),
        ([(2, 2, "0.50"), (0, 2, "0.50")], {"SG-002"}),
    ],
)
def test_an_error_in_a_vertical_table_of_trips_and_cars_is_found(
    changes: list[tuple[int, int, str]], expected: set[str]
) -> None:
    document = findings(downwards(*changes), pack=pack_of(LAYOUTS / "vertical-trips.yaml"))
    assert {rule for _, rule, _ in only(violated_findings(document), "SG")} == expected


# --- (b) the Shanghai form of 2024, as printed ------------------------------------------------------------------------


def shanghai() -> Value:
    value: Value = json.loads((LAYOUTS / "shanghai" / "report.json").read_text("utf-8"))
    return value


def test_the_shanghai_form_ties_but_for_rounding() -> None:
    """Nine tables of a published report (FY2024), read cell by cell; every 尾差 was verified by hand."""
    document = findings(shanghai(), pack=shipped())
    of_tables = [f for f in document["findings"] if not f["rule"].startswith(("JG", "WZ"))]
    assert [f["rule"] for f in of_tables if f["verdict"] == "violated"] == []
    assert [(f["rule"], f["left"], f["right"]) for f in of_tables if f["verdict"] == "rounding"] == [
        ("ZB-006", "236.64", "236.63"),
        ("ZB-006", "3845.24", "3845.25"),
        ("ZB-001", "9746.50", "9746.49"),
        ("ZB-001", "9746.50", "9746.49"),
        ("ZB-028", "236.64", "236.63"),
        ("ZC-012", "3832.36", "3832.35"),
        ("ZC-012", "1092.80", "1092.79"),
        ("ZC-012", "1092.80", "1092.79"),
        ("ZC-012", "9746.50", "9746.49"),
        ("JBZC-002", "440.90", "440.88"),
        ("JBZC-002", "4884.09", "4884.10"),
    ]
    # the third heading row of two empty tables is printed as their first row, and read as what it is
    assert [f for f in of_tables if f["verdict"] == "undecidable"] == []
    entry = ledger(document)
    assert entry["JBZC-001"] == entry["SG-001"] == entry["SG-002"] == entry["ZB-002"] == {"holds": 1}
    assert entry["KB-001"]["holds"] == 2


def test_the_shanghai_layout_is_recognised_by_region_and_by_titles_and_another_accuses_nobody() -> None:
    assert only(findings(shanghai())["findings"], "layout") == []
    value = shanghai()
    del value["region"]
    assert only(findings(value)["findings"], "layout") == []
    with_general = findings({**shanghai(), "layout": "部门决算"})
    assert only(with_general["findings"], "layout.unknown-table", "KB-003") == [
        ("undecidable", "KB-003", "《国有资本经营预算财政拨款支出决算表》"),
        ("undecidable", "layout.unknown-table", ""),
    ]
    assert not [f for f in violated(with_general["findings"]) if not f[0].startswith("JG")]


@pytest.mark.parametrize(
    ("table", "row", "column", "text", "expected"),
    [
        (4, 24, 2, "9764.50", {"ZB-007", "ZC-011", "ZC-012", "ZC-014"}),
        (5, 38, 5, "408.66", {"JBZC-001", "JBZC-002"}),
        (6, 0, 1, "0.93", {"SG-014"}),
        (5, 1, 2, "573.64", {"JBZC-002"}),
    ],
)
def test_an_error_in_the_shanghai_form_is_found(
    table: int, row: int, column: int, text: str, expected: set[str]
) -> None:
    value = shanghai()
    value["tables"][table]["rows"][row][column] = text
    document = findings(value, pack=shipped())
    assert {rule for rule, _ in violated(document["findings"]) if not rule.startswith("JG")} == expected


# --- (c) the form with 24 classes -------------------------------------------------------------------------------------


def classes_24(layout: str) -> Value:
    """The example without the two classes of debt, with the numbering a printer gives the rest."""
    value = example()
    value["layout"] = layout
    for number in (0, 3):
        table = value["tables"][number]
        left = [row[:3] for row in table["rows"]]
        right = [row[3:] for row in table["rows"] if not row[3].startswith(("二十四、", "二十五、"))]
        blank = left.index(["", "9", ""])
        del left[blank : blank + 2]
        table["rows"] = [[*a, *b] for a, b in zip(left, right, strict=True)]
        for index, row in enumerate(table["rows"]):
            row[1], row[4] = str(index + 1), str(index + 1 + len(table["rows"]))
            row[3] = row[3].replace("二十六、", "二十四、")
    return value


def test_both_forms_of_the_classes_are_read_and_the_optional_ones_are_not_missed() -> None:
    before = findings(example())
    after = findings(classes_24("部门决算"))
    assert said(after["findings"]) == said(before["findings"])


def test_a_form_that_lists_24_classes_says_when_one_of_them_is_dropped() -> None:
    pack = pack_of(LAYOUTS / "classes-24.yaml")
    value = classes_24("24类部门决算")
    assert said(findings(value, pack=pack)["findings"]) == said(findings(example())["findings"])
    rows = value["tables"][0]["rows"]
    rows[:] = [row for row in rows if not row[3].startswith("二十四、")]
    document = findings(value, pack=pack)
    missing = [f["message"] for f in document["findings"] if f["rule"] == "layout.missing-row"]
    assert missing == ["《收入支出决算总表》没有“抗疫特别国债安排的支出”行。"]
    assert ("undecidable", "ZB-001", "《收入支出决算总表》 本年支出合计 金额") in only(document["findings"], "ZB-001")


# --- (d) a form that lacks a table and a section ----------------------------------------------------------------------


def test_what_a_layout_lacks_does_not_apply() -> None:
    value = example()
    value["layout"] = "八张表部门决算"
    value["tables"].pop(8)
    value["sections"] = [s for s in value["sections"] if "机关运行经费" not in s["heading"][-1]]
    value["contents"] = [c for c in value["contents"] if "国有资本" not in c and "机关运行经费" not in c]
    without = findings(value, pack=pack_of(LAYOUTS / "without.yaml"))
    assert not [f for f in without["findings"] if f["verdict"] == "undecidable"]
    assert ledger(without)["WZ-018"] == {
        "not_applicable": 1,
        "reasons": [{"verdict": "not_applicable", "reason": "这种版式没有“机关运行经费说明”", "count": 1}],
    }
    reasons = [entry["reason"] for entry in ledger(without)["ZC-011"]["reasons"]]
    assert reasons == ["这种版式没有“国有资本经营预算财政拨款支出决算表”"]
    # the same report under a layout that promises both: said, and judged by no guess
    value["layout"] = "部门决算"
    with_both = findings(value)
    assert ("undecidable", "layout.missing-table", "") in only(with_both["findings"], "layout")
    assert ("violated", "KB-003", "《国有资本经营预算财政拨款支出决算表》") in only(with_both["findings"], "KB")
    assert ledger(with_both)["WZ-018"]["undecidable"] == 1


def test_a_table_a_layout_lacks_but_a_report_prints_is_not_known() -> None:
    value = example()
    value["layout"] = "八张表部门决算"
    document = findings(value, pack=pack_of(LAYOUTS / "without.yaml"))
    assert ("undecidable", "layout.unknown-table", "") in only(document["findings"], "layout")


def test_a_statement_of_one_table_alone_is_a_report() -> None:
    value = example()
    value["layout"] = "三公经费单独公开"
    value["tables"] = [table for table in value["tables"] if "三公" in table["title"]]
    value["sections"] = [s for s in value["sections"] if "三公经费" in s["heading"][-1]]
    del value["contents"]
    document = findings(value, pack=pack_of(LAYOUTS / "trips.yaml"))
    assert not only(document["findings"], "layout", "JG-001", "KB", "ZB", "ZC", "SR", "JBZC", "SG")
    entry = ledger(document)
    assert entry["SG-001"]["holds"] == 1
    lacking = [
        ("JBZC-001", "人员经费"),
        ("JBZC-002", "一般公共预算财政拨款基本支出决算明细表"),
        ("SR-010", "收入决算表"),
    ]
    for rule, name in lacking:
        assert [r["reason"] for r in entry[rule]["reasons"]] == [f"这种版式没有“{name}”"]


# --- inheritance ------------------------------------------------------------------------------------------------------


def by_name(name: str, *files: str) -> Layout:
    pack = pack_of(*(LAYOUTS / file for file in files)) if files else shipped()
    return next(layout for layout in pack.layouts if layout.name == name)


def test_an_extension_states_only_what_differs() -> None:
    base, own = by_name("部门决算"), by_name("上海市部门决算")
    assert set(own.tables) == set(base.tables)
    assert own.tables["支出决算表"].columns == base.tables["支出决算表"].columns
    assert own.sections.keys() == base.sections.keys()
    assert own.slots.keys() == base.slots.keys()
    assert own.table_titled("国有资本经营预算财政拨款收入支出决算表") is not None
    assert base.table_titled("国有资本经营预算财政拨款收入支出决算表") is None


def test_promised_codes_are_stated_anew_and_not_added_to() -> None:
    table = "一般公共预算财政拨款基本支出决算明细表"
    assert "39999" in by_name("部门决算").tables[table].promised
    assert "39999" not in by_name("上海市部门决算").tables[table].promised
    assert by_name("竖排基本支出", "vertical.yaml").tables[table].promised == ()


def test_a_layout_given_stands_beside_the_shipped_ones() -> None:
    pack = pack_of(LAYOUTS / "vertical.yaml")
    assert [layout.name for layout in pack.layouts] == [
        "部门决算",
        "部门决算2019",
        "部门决算2018",
        "上海市部门决算",
        "竖排基本支出",
    ]
    assert len(pack.rules) == len(shipped().rules)


def test_every_layout_of_the_tests_is_used_by_name_or_recognised() -> None:
    done = checked(example(), pack=pack_of(LAYOUTS / "vertical.yaml"))
    assert not [f for f in done.findings if f.rule_id == "layout.unknown-layout"]


# --- another kind of report, in English -------------------------------------------------------------------------------


def english() -> Value:
    value: Value = json.loads((LAYOUTS / "english" / "report.json").read_text("utf-8"))
    return value


def english_findings(value: Value, *context: Value) -> Value:
    pack = pack_of(LAYOUTS / "english" / "layout.yaml", LAYOUTS / "english" / "rules.yaml")
    return findings(value, *context, pack=pack, lang="en")


def test_an_english_pack_runs_every_rule_it_has_the_means_for() -> None:
    entry = ledger(english_findings(english()))
    assert {rule for rule, counts in entry.items() if not {"holds", "rounding", "violated"} & counts.keys()} == {
        "AR-009",
        "AR-012",
    }
    assert entry["AR-005"] == entry["AR-006"] == entry["AR-007"] == {"holds": 1}
    assert entry["AR-004"] == {"holds": 9}
    assert entry["AR-008"] == {"holds": 2}


@pytest.mark.parametrize(
    ("table", "row", "column", "text", "expected"),
    [
        # a total against its parts; 其中 (of which) is no part
        (0, 4, 4, "110.4", {("AR-001", "“Statement of financial activities” Total expenditure Total funds")}),
        (0, 6, 4, "900.0", set()),
        (0, 10, 4, "598.5", {("AR-003", "“Statement of financial activities” Total funds")}),
        # a hierarchy by codes
        (1, 4, 4, "250.0", {("AR-004", "“Expenditure by programme” 2 Health Total")}),
        (1, 0, 4, "769.3", {("AR-004", "“Expenditure by programme” All programmes Total"), ("AR-005", ""), ("AR-008", "1 Education"), ("AR-008", "2 Health")}),
        # a table against the prose
        (0, 3, 4, "1,043.1", {("AR-001", "“Statement of financial activities” Total income Total funds"), ("AR-006", "")}),
        # a table no longer empty, whose note says otherwise, leaves the condition true
        (2, 0, 1, "5,000", set()),
    ],
)  # fmt: skip
def test_an_error_in_an_english_report_is_found(
    table: int, row: int, column: int, text: str, expected: set[tuple[str, str]]
) -> None:
    value = english()
    value["tables"][table]["rows"][row][column] = text
    accused = {place for place in violated(english_findings(value)["findings"]) if place[0] not in ("AR-002", "AR-011")}
    assert accused == expected


def test_a_condition_in_english() -> None:
    value = english()
    value["tables"][2]["rows"][0][1] = "5,000"
    assert ledger(english_findings(value))["AR-009"] == {"holds": 1}
    value["tables"][0]["rows"][10][2] = "-76.5"
    found = english_findings(value)["findings"]
    assert ("violated", "AR-009", "") in only(found, "AR-009")
    value["tables"][2]["rows"][0][1] = ""
    assert ledger(english_findings(value))["AR-009"]["reasons"][0]["reason"] == "the condition does not hold"


def test_prose_in_english() -> None:
    value = english()
    value["sections"][0]["text"] = value["sections"][0]["text"].replace("14.9%", "19.4%")
    (wrong,) = (f for f in english_findings(value)["findings"] if f["rule"] == "AR-007")
    assert (wrong["verdict"], wrong["left"], wrong["right"], wrong["unit"]) == ("violated", "19.4", "14.900", "%")
    value["sections"][0]["text"] = "Income was much as before."
    (lost,) = (f for f in english_findings(value)["findings"] if f["rule"] == "AR-006")
    assert lost["message"] == "no sentence of “Financial review” states “income”"


def test_last_year_in_english() -> None:
    before = english()
    before["year"] = 2022
    entry = ledger(english_findings(english(), before))["AR-012"]
    assert entry == {"holds": 1, "violated": 2}
    found = english_findings(english(), before)["findings"]
    assert [f["message"] for f in found if f["rule"] == "AR-012"] == [
        "funds brought forward are last year's funds carried forward"
    ] * 2
