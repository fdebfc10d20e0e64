"""A report and its layout, its last year, its units: which belongs to which, and what is said where nothing does."""

from typing import Any

import pytest
from mutations import LAYOUTS, ROOT, Value, checked, example, findings, pack_of, report_of, shipped, violated

from checker.binding import BoundReport, bind, choose_layout, relate
from checker.facts import Fact, Reason
from checker.layouts import Layout
from checker.packs import Pack
from checker.rules import read_rules
from checker.yamlfiles import parse_yaml

LAYOUT: Layout = next(layout for layout in shipped().layouts if layout.name == "部门决算")


def context_pack() -> Pack:
    return pack_of(LAYOUTS / "context.yaml")


def ledger(document: Value, rule: str) -> dict[str, Any]:
    return dict(document["ledger"][rule])


# --- which layout -----------------------------------------------------------------------------------------------------


def chosen(pack: Pack, name: str = "", **more: object) -> str:
    layout = choose_layout(report_of({**example(), **more}), pack.layouts, name)
    return layout.name if layout else ""


def test_the_layout_is_the_one_asked_for_else_that_of_kind_year_and_region() -> None:
    pack = pack_of(ROOT / "rules" / "版式", LAYOUTS / "vertical.yaml")
    assert chosen(pack, year=2024, region="310107") == "上海市部门决算"
    # one that extends the others is there to be used
    assert chosen(pack, year=2021) == "竖排基本支出"
    assert chosen(pack, year=2024, region="430424") == "竖排基本支出"
    only = shipped()
    assert chosen(only, year=2024, region="430424") == "部门决算"
    assert chosen(only, year=2021, region="310107") == "部门决算"
    # a report that states no region is read by a layout for none, unless another knows more of its titles
    assert chosen(only, year=2024, region="") == "部门决算"
    assert chosen(pack, layout="竖排基本支出") == "竖排基本支出"
    assert chosen(pack, "竖排基本支出", layout="部门决算") == "竖排基本支出"
    assert chosen(pack, kind="政府采购年报") == ""
    assert chosen(pack, layout="没有这个版式") == ""


def test_a_report_no_layout_fits_is_not_silently_passed() -> None:
    document = findings({**example(), "kind": "企业年报"})
    assert [(f["verdict"], f["rule"], f["message"]) for f in document["findings"]] == [
        ("undecidable", "layout.unknown-layout", "没有适合“企业年报”2021 年的版式，这份报告没有检查。")
    ]
    assert document["summary"]["verdicts"]["undecidable"] == len(shipped().rules)
    assert ledger(document, "JBZC-001")["reasons"][0]["reason"] == "没有适合“企业年报”的版式"


def printed_without(*titles: str) -> list[Value]:
    return [table for table in example()["tables"] if not any(title in table["title"] for title in titles)]


@pytest.mark.parametrize(
    ("year", "lost", "name"),
    [
        (2019, (), "部门决算"),
        (2019, ("国有资本",), "部门决算2019"),
        (2018, (), "部门决算2018"),
        (2015, ("国有资本",), "部门决算2018"),
        (2020, ("国有资本",), "部门决算"),
        (None, ("国有资本",), "部门决算"),
        (2014, (), ""),
    ],
)
def test_years_of_eight_tables_have_layouts_of_their_own(year: int | None, lost: tuple[str, ...], name: str) -> None:
    value = {**example(), "year": year, "tables": printed_without(*lost)}
    if year is None:
        del value["year"]
    layout = choose_layout(report_of(value), shipped().layouts)
    assert (layout.name if layout else "") == name


def test_of_two_layouts_that_fit_alike_the_one_given_is_used() -> None:
    pack = pack_of(LAYOUTS / "vertical.yaml")
    assert chosen(pack, year=2019, tables=printed_without("国有资本")) == "竖排基本支出"


def test_eight_tables_of_2019_are_a_whole_report() -> None:
    missing = {"layout.missing-table", "layout.missing-row", "layout.missing-column", "KB-003"}
    value = {**example(), "year": 2019, "tables": printed_without("国有资本")}
    assert not missing & {finding.rule_id for finding in checked(value).findings}
    assert {"layout.missing-table", "KB-003"} <= {f.rule_id for f in checked({**value, "year": 2021}).findings}


def test_a_report_of_2018_under_the_old_names_is_known_row_by_row() -> None:
    value = {**example(), "year": 2018, "tables": printed_without("国有资本")}
    old = {
        "使用非财政拨款结余": "用事业基金弥补收支差额",
        "文化旅游体育与传媒支出": "文化体育与传媒支出",
        "卫生健康支出": "医疗卫生与计划生育支出",
        "自然资源海洋气象等支出": "国土海洋气象等支出",
    }
    for number in (0, 3):
        rows = value["tables"][number]["rows"]
        rows[:] = [row for row in rows if "灾害防治" not in row[3]]
        for row in rows:
            for index in (0, 3):
                name = row[index].partition("、")[2] or row[index]
                row[index] = row[index].replace(name, old.get(name, name)) if name else ""
    assert "用事业基金弥补收支差额" in str(value["tables"][0]["rows"])
    remarks = bind(report_of(value), choose_layout(report_of(value), shipped().layouts) or LAYOUT).remarks
    assert [(remark.rule, dict(remark.values)) for remark in remarks] == []


# --- which table ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "支出决算表",
        "公开03表 支出决算表",
        "三、支出决算表",
        "2021年度支出决算表",
        "支 出 决 算 表",
        "⽀出决算表",
    ],
)
def test_a_table_is_known_by_its_whole_title_after_normalising(title: str) -> None:
    value = example()
    value["tables"][2]["title"] = title
    known = bind(report_of(value), LAYOUT).tables
    assert "支出决算表" in known


@pytest.mark.parametrize(
    ("title", "table"),
    [
        ("附件2：某某县教育局2021年度收入支出决算总表", "收入支出决算总表"),
        ("附件2：2021年度某某县教育局收入支出决算总表", "收入支出决算总表"),
        ("某某县教育局附件2：2021年度收入支出决算总表", "收入支出决算总表"),
        ("附件2-1 某某县教育局2021年度支出决算表", "支出决算表"),
        ("附件：某某县教育局支出决算表", "支出决算表"),
        ("附表3 支出决算总表", "支出决算表"),
        ("附件一、2021年某某县教育局公开02表 收入决算总表", "收入决算表"),
        ("公开01表 某某县教育局2021年收入支出决算表", "收入支出决算总表"),
        ("附件2：某某县卫生局2021年度收入支出决算总表", ""),
        ("附件2", ""),
    ],
)
def test_what_stands_before_a_title_is_no_part_of_it(title: str, table: str) -> None:
    value = {**example(), "entity": {"name": "某某县教育局"}, "tables": [example()["tables"][0]]}
    value["tables"][0]["title"] = title
    assert list(bind(report_of(value), LAYOUT).tables) == [table] * bool(table)


def test_sub_headings_in_the_first_row_leave_the_row_blank() -> None:
    value = example()
    table = next(table for table in value["tables"] if table["title"].startswith("政府性基金"))
    spent = ["年初结转和结余", "本年收入", "本年支出", "本年支出", "本年支出", "年末结转和结余"]
    table["header"] = [["项目", "项目", *spent], ["功能分类科目编码", "科目名称", *spent]]
    table["rows"] = [["合计", "", "", "", "合计", "基本支出", "项目支出", ""], [""] * 8]
    report = bound(value)
    assert report.remarks == bound(example()).remarks
    known = report.tables[table["title"]]
    (total,) = (row for row in known.rows if row.label == "合计")
    fact = known.fact(total, ("本年支出", "小计"))
    assert isinstance(fact, Fact)
    assert (fact.blank, fact.place.pointer) == (True, f"/tables/{known.table.index}/rows/0/4")


def test_a_title_that_ends_in_another_is_another_table() -> None:
    value = example()
    value["tables"][2]["title"] = "一般公共预算财政拨款支出决算表"
    said = [(f.remark.rule, f.remark.values["table"]) for f in checked(value).findings if f.remark is not None]
    assert ("layout.repeated-table", "一般公共预算财政拨款支出决算表") in said
    assert ("layout.missing-table", "支出决算表") in said


def test_a_table_under_a_title_much_like_it_is_perhaps_there() -> None:
    value = example()
    value["tables"][8]["title"] = "国有资本经营预算财政拨款支出情况表"
    document = findings(value)
    message = "报告里没有《国有资本经营预算财政拨款支出决算表》，但《国有资本经营预算财政拨款支出情况表》可能就是它"
    assert [(f["verdict"], f["message"]) for f in document["findings"] if f["rule"] == "KB-003"] == [
        ("undecidable", message)
    ]
    (unknown,) = (f["message"] for f in document["findings"] if f["rule"] == "layout.unknown-table")
    assert unknown.startswith(
        "版式里没有《国有资本经营预算财政拨款支出情况表》这张表，没有检查它；最接近的是《国有资本"
    )


def test_figures_of_an_unknown_table_are_unwatched_but_its_codes_are_not() -> None:
    value = example()
    value["tables"][2]["title"] = "甲乙丙"
    unwatched = [u for u in findings(value)["unwatched"] if u["pointer"].startswith("/tables/2/")]
    assert len(unwatched) == 25
    assert all("." in u["value"] for u in unwatched)


# --- last year and the units ------------------------------------------------------------------------------------------


def last_year(**more: object) -> Value:
    value = example()
    value["year"] = 2020
    value["tables"][0]["rows"][28][5] = "0.02"
    return {**value, **more}


def unit(name: str, share: float, **more: object) -> Value:
    value = example()
    value["entity"] = {"name": name, "parent": example()["entity"]["name"]}
    for cells in value["tables"][2]["rows"]:
        cells[2:] = [f"{float(cell) * share:.2f}" if cell else "" for cell in cells[2:]]
    number = next(i for i, s in enumerate(value["sections"]) if s["heading"][-1].startswith("三、支出"))
    text = value["sections"][number]["text"]
    value["sections"][number]["text"] = text.replace("216.01万元", f"{216.01 * share:.2f}万元")
    return {**value, **more}


def test_without_context_what_needs_it_does_not_apply_and_says_why() -> None:
    document = findings(example(), pack=context_pack())
    assert not [f for f in document["findings"] if f["rule"].startswith(("SN", "DW"))]
    for rule, reason in [("SN-001", "没有提供上年的报告"), ("DW-001", "没有提供所属单位的报告")]:
        entry = ledger(document, rule)
        assert entry["not_applicable"] > 0
        assert [r["reason"] for r in entry["reasons"]] == [reason]


def test_last_year_s_report_is_found_among_the_context_and_compared() -> None:
    document = findings(example(), unit("甲中心", 1.0), last_year(), pack=context_pack())
    assert ledger(document, "SN-001") == {"holds": 1}
    assert ledger(document, "SN-002") == {"holds": 11}
    # the prose says 52.45 more; the tables of "last year" are the same, so it does not tie
    (wrong,) = (f for f in document["findings"] if f["rule"] == "SN-003")
    assert (wrong["verdict"], wrong["left"], wrong["right"]) == ("violated", "52.45", "0.00")
    files = {e["term"]: e.get("report") for e in wrong["evidence"]}
    assert set(files.values()) == {None, "context-1.json"}


def test_a_figure_of_last_year_is_shown_with_its_own_file() -> None:
    document = findings(example(), {**last_year(), "tables": example()["tables"]}, pack=context_pack())
    (wrong,) = (f for f in document["findings"] if f["rule"] == "SN-001")
    assert [(e["pointer"], e.get("report")) for e in wrong["evidence"]] == [
        ("/tables/0/rows/28/2", None),
        ("/tables/0/rows/28/5", "context-0.json"),
    ]
    assert wrong["message"] == "本年年初为 0.02万元，上年年末为 0.00万元，相差 0.02万元，请核对。"


def test_a_row_or_a_table_last_year_did_not_have_is_undecidable() -> None:
    before = last_year()
    del before["tables"][2]["rows"][4]
    entry = ledger(findings(example(), before, pack=context_pack()), "SN-002")
    assert (entry["holds"], entry["undecidable"]) == (10, 1)
    assert entry["reasons"][0]["reason"] == "《支出决算表》没有“2013702 一般行政管理事务”这一行"
    del before["tables"][2]
    entry = ledger(findings(example(), before, pack=context_pack()), "SN-002")
    assert entry["undecidable"] == 11
    assert entry["reasons"][0]["reason"] == "报告里没有《支出决算表》"


def test_a_message_shows_the_figures_of_all_units() -> None:
    text = "规则集: 甲\n规则:\n- {编号: A-1, 断言: 人员经费 = 合计(各单位 支出合计), 提示: 各单位【支出合计】，相差【差额】}\n"
    rules, problems = read_rules([parse_yaml(text, "rules.yaml")[0]], shipped().layouts)
    assert not problems
    units = unit("甲中心", 0.25), unit("乙中心", 0.75)
    (wrong,) = findings(example(), *units, pack=Pack(shipped().layouts, rules, []))["findings"][-1:]
    assert wrong["message"] == "各单位54.00万元、162.01万元，相差114.06万元"


def test_the_units_of_a_department_add_up_to_it() -> None:
    document = findings(example(), unit("甲中心", 0.25), unit("乙中心", 0.75), last_year(), pack=context_pack())
    entry = ledger(document, "DW-001")
    assert "violated" not in entry
    assert entry["holds"] + entry.get("rounding", 0) == 11
    short = findings(example(), unit("甲中心", 0.25), unit("乙中心", 0.5), pack=context_pack())
    assert ledger(short, "DW-001") == {"violated": 11}
    message = next(f["message"] for f in short["findings"] if f["rule"] == "DW-001")
    assert message == "《支出决算表》“合计”部门为 216.01万元，各单位相加为 162.00万元，相差 54.01万元，请核对。"


def test_a_unit_without_some_row_adds_nothing_to_it() -> None:
    part, rest = unit("甲中心", 0.25), unit("乙中心", 1.0)
    part["tables"][2]["rows"] = [r for r in part["tables"][2]["rows"] if not r[0].startswith("208")]
    entry = ledger(findings(example(), part, rest, pack=context_pack()), "DW-001")
    assert entry["holds"] == 3  # the three rows of 208, which only one unit has


def test_a_unit_whose_table_is_missing_leaves_the_sum_undecided() -> None:
    part = unit("甲中心", 0.25)
    del part["tables"][2]
    document = findings(example(), part, unit("乙中心", 0.75), pack=context_pack())
    assert ledger(document, "DW-001")["undecidable"] == 11
    assert not [r for r, _ in violated(document["findings"]) if r == "DW-001"]


@pytest.mark.parametrize(
    ("own", "other", "is_prior", "is_unit"),
    [
        ({}, {"year": 2020}, True, False),
        ({}, {"year": 2019}, False, False),
        ({}, {"year": 2020, "kind": "单位决算"}, False, False),
        ({}, {"year": 2020, "entity": {"name": "别家"}}, False, False),
        # the code decides where both have one, and the name where one of them has none
        ({"entity": {"name": "甲", "code": "1"}}, {"year": 2020, "entity": {"name": "乙", "code": "1"}}, True, False),
        ({"entity": {"name": "甲", "code": "1"}}, {"year": 2020, "entity": {"name": "甲", "code": "2"}}, False, False),
        ({"entity": {"name": "甲", "code": "1"}}, {"year": 2020, "entity": {"name": "甲"}}, True, False),
        ({"entity": {"name": "甲 局"}}, {"entity": {"name": "中心", "parent": "甲局"}}, False, True),
        ({"entity": {"name": "甲", "code": "1"}}, {"entity": {"name": "中心", "parent": "1"}}, False, True),
        ({"entity": {"name": "甲"}}, {"entity": {"name": "中心", "parent": "甲"}, "year": 2020}, False, False),
        ({"entity": {"name": "甲"}}, {"entity": {"name": "中心"}}, False, False),
    ],
)
def test_who_is_last_year_s_report_and_who_is_a_unit(
    own: dict[str, Any], other: dict[str, Any], is_prior: bool, is_unit: bool
) -> None:
    one, two = bound({**example(), **own}), report_of({**example(), **other})
    relate(one, [two], shipped().layouts)
    assert one.prior is None or one.prior.report is two
    assert (one.prior is not None, [unit.report for unit in one.units] == [two]) == (is_prior, is_unit)


# --- what a bound report answers --------------------------------------------------------------------------------------


def bound(value: Value) -> BoundReport:
    return bind(report_of(value), LAYOUT)


@pytest.mark.parametrize(
    ("note", "is_noted"),
    [
        ("注：我单位没有使用该支出，故本表无数据。", True),
        ("本部门没有政府性基金收入，也没有相关支出。", True),
        ("本年度未安排。", True),
        ("注：本表金额转换为万元时，因四舍五入可能存在尾数误差。", False),
        ("注：本表反映部门本年度各项支出情况。", False),
        ("", False),
    ],
)
def test_only_a_note_that_says_there_is_no_data_is_one(note: str, is_noted: bool) -> None:
    value = example()
    value["tables"][8]["notes"] = [note]
    report = bound(value)
    assert report.is_noted(report.tables["国有资本经营预算财政拨款支出决算表"]) is is_noted


def test_the_section_that_explains_a_table_may_say_it_for_it() -> None:
    value = example()
    value["tables"][7]["notes"] = []
    report = bound(value)
    assert report.is_noted(report.tables["政府性基金预算财政拨款收入支出决算表"])


def test_what_is_not_there_is_a_reason() -> None:
    report = bound({**example(), "tables": []})
    assert report.table("支出决算表") == Reason("table_missing", {"table": "支出决算表"})
    value = example()
    for section in value["sections"]:
        if section["heading"][-1] == "三、支出决算情况说明":
            section["text"] = "本部门各项支出按规定执行。"
    assert bound(value).slot(("支出说明", "支出合计")) == Reason(
        "slot_missing", {"section": "支出说明", "slot": "支出合计"}
    )
    value = example()
    value["sections"] = [s for s in value["sections"] if s["heading"][-1] != "三、支出决算情况说明"]
    assert bound(value).slot(("支出说明", "支出合计")) == Reason("section_missing", {"section": "支出说明"})
    # a report of nothing but tables promises no text
    report = bound({**example(), "sections": []})
    assert report.slot(("支出说明", "支出合计")) == Reason("no_text", applies=False)
