"""Prose bound to facts: which section is which, what its sentences say, and what a repeated paragraph speaks of."""

from decimal import Decimal
from typing import Any

import pytest
from mutations import EXAMPLE, Value, checked, example, findings, lost, new, report_of, shipped, violated

from checker.binding import BoundReport, bind
from checker.facts import Fact, Reason
from checker.layoutfiles import all_layouts, read_layouts
from checker.layouts import Layout
from checker.yamlfiles import parse_yaml

LAYOUT: Layout = next(layout for layout in shipped().layouts if layout.name == "部门决算")
GENERAL, OUTLAY, ITEMS = "财政拨款支出总体", "支出说明", "财政拨款支出具体"


def bound(value: Value | None = None) -> BoundReport:
    return bind(report_of(value or example()), LAYOUT)


def slot(report: BoundReport, section: str, name: str, about: str = "") -> list[Fact]:
    found = report.slot((section, name), about)
    assert not isinstance(found, Reason)
    return found


def section_number(value: Value, words: str) -> int:
    return next(i for i, section in enumerate(value["sections"]) if section["heading"][-1].endswith(words))


def rewritten(words: str, old: str, new_text: str) -> Value:
    value = example()
    section = value["sections"][section_number(value, words)]
    assert old in section["text"]
    section["text"] = section["text"].replace(old, new_text)
    return value


# --- one section from end to end --------------------------------------------------------------------------------------


def test_the_section_on_expenditure_says_all_it_says() -> None:
    report = bound()
    said = {
        path[1]: [(fact.kind, fact.printed, fact.value) for _, fact in facts]
        for path, facts in report.slots.items()
        if path[0] == OUTLAY
    }
    amount, share = "amount", "ratio"
    assert said == {
        "支出合计": [(amount, "216.01万元", Decimal("2160100"))],
        "基本支出": [(amount, "107.01万元", Decimal("1070100"))],
        "基本支出占比": [(share, "49.54%", Decimal("0.4954"))],
        "项目支出": [(amount, "109万元", Decimal("1090000"))],
        "项目支出占比": [(share, "50.46%", Decimal("0.5046"))],
        "上缴上级支出": [(amount, "0万元", Decimal(0))],
        "上缴上级支出占比": [(share, "0%", Decimal(0))],
        "经营支出": [(amount, "0万元", Decimal(0))],
        "经营支出占比": [(share, "0%", Decimal(0))],
        "对附属单位补助支出": [(amount, "0万元", Decimal(0))],
        "对附属单位补助支出占比": [(share, "0%", Decimal(0))],
    }


def test_every_fact_of_the_prose_stands_where_it_says_it_does() -> None:
    value, report = example(), bound()
    lines = EXAMPLE.read_text("utf-8").splitlines()
    own = report_of(value)
    for facts in report.slots.values():
        for _, fact in facts:
            number = int(fact.place.pointer.split("/")[2])
            assert fact.place.start is not None
            text = value["sections"][number]["text"][fact.place.start : fact.place.end]
            assert fact.printed in text or fact.members
            assert fact.place.section.endswith(value["sections"][number]["heading"][-1])
            line, column = own.locate(fact.place.pointer, fact.place.start)
            assert line >= 1
            assert column >= 1
    assert lines[350][117:121] == "40万元"  # examples/hengdong-2021/report.json:351:118


def test_amounts_in_prose_take_the_precision_of_the_report_and_percentages_their_own() -> None:
    report = bound()
    (project,) = slot(report, OUTLAY, "项目支出")
    assert (project.printed, project.half) == ("109万元", Decimal(50))
    (share,) = slot(report, GENERAL, "财政拨款支出占比")
    assert (share.printed, share.half) == ("100%", Decimal("0.005"))
    value = example()
    value.pop("decimals")
    assert slot(bound(value), OUTLAY, "项目支出")[0].half == Decimal(50)


def test_in_a_unit_no_table_prints_the_prose_itself_tells_the_precision() -> None:
    value = example()
    for table in value["tables"]:
        table["unit"] = "元"
    (project,) = slot(bound(value), OUTLAY, "项目支出")
    # 215.99万元 stands elsewhere in the text, so 109万元 is 109.00万元
    assert project.half == Decimal(50)


def test_a_change_carries_its_sign() -> None:
    report = bound()
    assert slot(report, "三公经费说明", "接待费变动")[0].value == Decimal("-11800")
    assert slot(report, "三公经费说明", "接待费增长率")[0].value == Decimal("-0.599")
    assert slot(report, GENERAL, "财政拨款支出变动")[0].value == Decimal("528200")
    turned = rewritten(
        "财政拨款支出决算总体情况", "财政拨款支出增加52.82万元，增长32.37%", "财政拨款支出减少52.82万元，下降32.37%"
    )
    assert slot(bound(turned), GENERAL, "财政拨款支出变动")[0].value == Decimal("-528200")


def test_reasons_inside_a_reason_are_a_list() -> None:
    report = bound()
    assert [f.printed for f in slot(report, GENERAL, "财政拨款支出原因金额")] == ["40万元", "12.45万元"]


def test_a_list_of_names_is_one_fact_with_members() -> None:
    (names,) = slot(bound(), "基本支出说明", "公用经费项目")
    assert names.members == ("办公费", "印刷费", "电费", "差旅费", "公务接待费", "劳务费", "其他交通费用")
    assert names.place.start is not None


# --- repeated paragraphs ----------------------------------------------------------------------------------------------


def test_each_paragraph_speaks_of_a_row_of_the_table() -> None:
    report = bound()
    outturn = {about: fact.printed for about, fact in report.slots[ITEMS, "支出决算"]}
    assert outturn == {"2013701": "90.8万元", "2013702": "109万元", "2080505": "9.26万元", "2210201": "6.95万元"}
    assert [f.printed for f in slot(report, ITEMS, "年初预算", "2080505")] == ["9.26万元"]
    classes = [about for about, _ in report.slots["财政拨款支出结构", "类支出"]]
    assert classes == ["201", "208", "221"]


def test_an_item_whose_parent_is_not_printed_is_found_by_the_names_the_classification_gives() -> None:
    value = example()
    del value["tables"][4]["rows"][2]  # 20137 网信事务
    report = bound(value)
    assert [about for about, _ in report.slots[ITEMS, "支出决算"]][:2] == ["2013701", "2013702"]


def test_an_item_the_table_does_not_have_is_said_and_not_guessed() -> None:
    value = rewritten("财政拨款支出决算具体情况", "网信事务（款）行政运行（项）", "网信事务（款）信息化建设（项）")
    found = new(value)
    assert [f["message"] for f in found if f["rule"] == "layout.unknown-item"] == [
        "正文说到的“一般公共服务支出 网信事务 信息化建设”，《一般公共预算财政拨款支出决算表》里没有对应的一行。"
    ]
    # the row of the table is missed in the prose, and no sum over items is drawn up without it
    document = findings(value)
    ledger = document["ledger"]
    assert (ledger["WZ-011"]["holds"], ledger["WZ-011"]["not_applicable"]) == (3, 1)
    assert ledger["WZ-012"]["reasons"][0]["reason"] == "“财政拨款支出具体”没有写“2013701 行政运行”的“年初预算”"
    assert violated(found) == []  # no figure is accused
    assert [(f["rule"], f["scope"]) for f in found if f["verdict"] == "violated"] == [
        ("WZ-087", "2013701 行政运行"),
        ("WZ-088", "一般公共服务支出·网信事务·信息化建设"),
    ]


def test_an_item_of_nothing_that_the_table_does_not_have_is_not_remarked() -> None:
    told = "4、一般公共服务支出（类）网信事务（款）信息化建设（项）\n年初预算为0万元，支出决算为0万元。\n5、住房"
    assert new(rewritten("财政拨款支出决算具体情况", "4、住房", told)) == []


def test_an_item_may_be_told_by_its_codes() -> None:
    value = rewritten(
        "财政拨款支出决算具体情况",
        "一般公共服务支出（类）网信事务（款）行政运行（项）\n",
        "201（类）20137（款）2013701（项）行政运行。",
    )
    assert new(value) == []
    assert [fact.printed for fact in slot(bound(value), ITEMS, "支出决算", "2013701")] == ["90.8万元"]


def test_matters_under_one_heading_are_read_there() -> None:
    """机关运行经费, 政府采购 and 国有资产 are often told in one text; a heading that has none says nothing for them."""
    value = example()
    told = [s for s in value["sections"] if s["heading"][-1].startswith(("九、", "十一、", "十二、"))]
    value["sections"] = [s for s in value["sections"] if s not in told]
    other = {"heading": [told[0]["heading"][0], "九、其他重要事项的情况说明"], "text": ""}
    value["sections"].append(other)
    duties = {"JG-006", "JG-007", "JG-008"}
    assert duties <= {rule for rule, _ in violated(new(value))}
    other["text"] = "\n".join(s["text"] for s in told)
    assert not duties & {rule for rule, _ in violated(new(value))}
    assert slot(bound(value), "机关运行经费说明", "机关运行经费")[0].printed == "5.06万元"


def test_items_share_names_across_levels_and_tables() -> None:
    """住房公积金 is a 项 (6.95) and an economic item (10.34): the paragraph's is the first."""
    report = bound()
    assert slot(report, ITEMS, "支出决算", "2210201")[0].printed == "6.95万元"


# --- laws -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(0, len(example()["sections"]), 2))
@pytest.mark.parametrize("change", ["drop", "rename", "empty", "repeat"])
def test_a_changed_section_accuses_nobody_of_figures(number: int, change: str) -> None:
    value = example()
    section = value["sections"][number]
    name = section["heading"][-1]
    if change == "drop":
        value["sections"].pop(number)
    elif change == "rename":
        for other in value["sections"]:
            other["heading"] = ["甲乙丙" if part == name else part for part in other["heading"]]
    elif change == "empty":
        section["text"] = ""
    else:
        value["sections"].insert(number, dict(section))
    assert {rule[:3] for rule, _ in violated(new(value))} <= {"JG-", "YY-"}


@pytest.mark.parametrize("number", [n for n, s in enumerate(example()["sections"]) if s["heading"][-1][1] == "、"])
@pytest.mark.parametrize("change", ["drop", "rename"])
def test_a_dropped_or_renamed_section_is_said(number: int, change: str) -> None:
    value = example()
    name = value["sections"][number]["heading"][-1]
    if change == "drop":
        value["sections"].pop(number)
    else:
        for other in value["sections"]:
            other["heading"] = ["甲乙丙" if part == name else part for part in other["heading"]]
    # what a section says below other headings is still said
    still_said = name.endswith(("机构设置及决算单位构成", "三公经费支出决算情况说明"))
    assert still_said or any(f["rule"].startswith("JG-") for f in new(value))


def reworded(old: str, new_text: str) -> Value:
    value = example()
    for section in value["sections"]:
        section["text"] = section["text"].replace(old, new_text)
    return value


@pytest.mark.parametrize(
    ("old", "new_text"),
    [
        ("，", ","),
        ("。", "． "),
        ("其中：", "其中:"),
        ("（", "("),
        ("与上一年度相比", "与上年相比"),
        ("支出合计", "支 出 合 计"),
        ("万元", " 万元"),
        ("2021年度", "2021年"),
    ],
)
def test_prose_written_otherwise_says_the_same(old: str, new_text: str) -> None:
    value = reworded(old, new_text)
    before = {
        f.id: f.verdict for f in checked(example()).findings if f.rule is None or not f.rule.id.startswith(("JG", "YY"))
    }
    after = {
        f.id: f.verdict for f in checked(value).findings if f.rule is None or not f.rule.id.startswith(("JG", "YY"))
    }
    assert after == before


def test_a_sentence_that_is_not_there_is_undecidable_and_said_with_its_name() -> None:
    value = rewritten("支出决算情况说明", "2021年度支出合计216.01万元", "2021年度共支出216.01万元")
    found = {f["rule"]: f["message"] for f in new(value)}
    assert found["WZ-001"] == "“支出说明”里没有找到写“支出合计”的句子"
    assert violated(new(value)) == []
    assert not lost(value)


def test_a_sentence_written_twice_is_undecidable_and_not_one_of_them() -> None:
    value = example()
    section = value["sections"][section_number(value, "三、支出决算情况说明")]
    value["sections"].append(dict(section))
    ledger: dict[str, Any] = findings(value)["ledger"]
    assert ledger["WZ-001"]["reasons"][0]["reason"] == "“支出说明·支出合计”有 2 个，应当是一个"


def test_without_the_clause_on_a_class_that_is_said_and_its_share_is_not_judged() -> None:
    value = rewritten("财政拨款支出决算结构情况", "社会保障和就业支出9.26万元，占4.29%；", "")
    found = findings(value)
    entry = found["ledger"]["WZ-005"]
    assert (entry["holds"], entry["rounding"], entry["not_applicable"]) == (1, 1, 1)
    assert [f["scope"] for f in found["findings"] if f["rule"] == "WZ-080"] == ["208 社会保障和就业支出"]


OPTIONAL = """版式: 小版式
报表: 小报表
单位: 万元
金额单位: {万元: 10000}
虚字: [为]
章节: [{名称: 说明}]
语句:
- {章节: 说明, 句式: '收入【收入】[，其中：事业收入【事业收入】]'}
- {章节: 说明, 句式: 另有往来【往来】, 必备: 否}
"""


@pytest.mark.parametrize(
    ("text", "slot", "code", "applies"),
    [
        ("收入为3万元。", "事业收入", "slot_left_out", False),
        ("没有这句话。", "收入", "slot_missing", True),
        ("没有这句话。", "事业收入", "slot_missing", True),
        ("收入为3万元。", "往来", "slot_missing", False),
    ],
)
def test_what_a_sentence_does_without_is_told_from_a_sentence_that_is_not_there(
    text: str, slot: str, code: str, applies: bool
) -> None:
    file, _ = parse_yaml(OPTIONAL, "小版式.yaml")
    layouts, problems = read_layouts([file])
    assert problems == []
    value = {"format": "gouji/report-1", "kind": "小报表", "entity": {"name": "某局"}}
    value |= {"tables": [], "sections": [{"heading": ["一、说明"], "text": text}]}
    reason = bind(report_of(value), layouts[0]).slot(("说明", slot))
    assert reason == Reason(code, {"section": "说明", "slot": slot}, applies=applies)


def test_a_unit_or_a_number_that_is_left_out_is_told_where_it_should_stand() -> None:
    value = rewritten("支出决算情况说明", "占49.54%", "占49.54")
    (found,) = [finding for finding in new(value) if finding["rule"].startswith("layout.missing-")]
    assert (found["rule"], found["verdict"], found["severity"]) == ("layout.missing-unit", "violated", "warning")
    heading = "第三部分2021年度部门决算情况说明 三、支出决算情况说明"
    assert found["message"] == f"“{heading}”里的“占49.54”没有写单位，应当写明“%”，请补上。"
    assert [finding["rule"] for finding in new(value)] == ["layout.missing-unit"]  # the share is judged as before
    value = rewritten("支出决算情况说明", "支出合计216.01万元", "支出合计216.01")
    (message,) = [f["message"] for f in new(value) if f["rule"] == "layout.missing-unit"]
    assert message == f"“{heading}”里的“2021年度支出合计216.01”没有写单位，应当写明“万元”，请补上。"
    value = rewritten("支出决算情况说明", "占49.54%", "占 %")
    (message,) = [f["message"] for f in new(value) if f["rule"] == "layout.missing-number"]
    assert message == f"“{heading}”里的“占 %”只有“%”，没有写数，请补上。"
    assert {f["severity"] for f in new(value) if f["rule"].startswith("layout.")} == {"warning"}


def test_a_figure_belongs_to_the_fact_of_one_sentence() -> None:
    sentences = "语句:\n- {章节: 说明, 句式: 支出合计【合计】}\n- {章节: 说明, 句式: 支出[合计]【另外】, 多次: 是}\n"
    sentences += (
        "- {章节: 说明, 句式: 因为【原因：文字】}\n- {章节: 说明, 范围: 原因, 句式: 支出【原因金额】, 多次: 是}\n"
    )
    head = "版式: 甲\n报表: 部门决算\n单位: 万元\n金额单位: {万元: 10000}\n章节:\n- {名称: 说明, 标题: [说明]}\n"
    file, _ = parse_yaml(head + sentences, "版式.yaml")
    (layout,), _, problems = all_layouts([file])
    assert not problems
    text = "支出合计5万元，因为支出3万元、支出2万元。"
    report = report_of({**example(), "tables": [], "sections": [{"heading": ["说明"], "text": text}]})
    found = {path[-1]: [fact.printed for _, fact in keyed] for path, keyed in bind(report, layout).slots.items()}
    assert found == {
        "合计": ["5万元"],
        "另外": ["3万元", "2万元"],
        "原因": ["支出3万元、支出2万元"],
        "原因金额": ["3万元", "2万元"],
    }
