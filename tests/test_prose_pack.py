"""The rules and sentence patterns of the first sections of the prose: totals, income, spending, fiscal spending."""

import re
from functools import cache
from typing import Any

import pytest
from mutations import ROOT, Value, every_prose_figure, example, findings, pack_of, report_of

from checker.binding import BoundReport
from checker.findings import bound_report
from checker.packs import Pack

TOTALS, INCOME, SPENDING, FISCAL, WHOLE, OVERVIEW, STRUCTURE, DETAIL = range(8, 16)
"""The example's sections 一 to 五, by number; WHOLE is the heading above the three parts of 五."""

Slots = dict[str, list[str]]


@cache
def pack() -> Pack:
    return pack_of(ROOT / "rules" / "版式", ROOT / "rules" / "05-文字说明.yaml")


def judged(value: Value, *context: Value) -> list[Value]:
    found: list[Value] = findings(value, *context, pack=pack())["findings"]
    return found


@cache
def known() -> frozenset[str]:
    return frozenset(finding["id"] for finding in judged(example()))


def news(value: Value, *context: Value) -> set[tuple[str, str]]:
    """Verdict and rule of what is found in a changed example and not in the example."""
    found = [finding for finding in judged(value, *context) if finding["id"] not in known()]
    return {(finding["verdict"], finding["rule"]) for finding in found}


def changed(section: int, old: str, new: str) -> Value:
    value = example()
    text = value["sections"][section]["text"]
    assert text.count(old) >= 1, old
    value["sections"][section]["text"] = text.replace(old, new, 1)
    return value


def said(section: int, text: str) -> Slots:
    """What the slots of a section say when its text is another: figures as printed, with the sign that was read."""
    value = example()
    value["sections"][section]["text"] = text
    bound = bound_report(report_of(value), list(pack().layouts))
    assert bound is not None
    return spoken(bound, section)


def spoken(bound: BoundReport, section: int) -> Slots:
    found: Slots = {}
    for (_, slot), keyed in bound.slots.items():
        for about, fact in keyed:
            if fact.place.pointer == f"/sections/{section}/text":
                sign = "-" if fact.value is not None and fact.kind != "text" and fact.value < 0 else ""
                found.setdefault(slot, []).append(f"{about} {sign}{fact.printed or fact.text}".strip())
    return found


# --- every figure is tied --------------------------------------------------------------------------------------------


def one_digit_changed() -> list[Any]:
    """Every fourth figure of the sections, one of its digits another; which digit goes round."""
    places = [place for place in every_prose_figure() if TOTALS <= place[0] <= DETAIL]
    chosen = []
    for number, (section, start, _, text) in enumerate(places[::4]):
        digits = [index for index, character in enumerate(text) if character.isdigit()]
        index = digits[number % len(digits)]
        other = text[:index] + str((int(text[index]) + 4) % 10) + text[index + 1 :]
        chosen.append(pytest.param(section, start, text, other, id=f"{section}-{text}-{other}"))
    return chosen


@pytest.mark.parametrize(("section", "start", "text", "other"), one_digit_changed())
def test_a_figure_with_one_digit_changed_is_named_by_a_finding(section: int, start: int, text: str, other: str) -> None:
    value = example()
    whole = value["sections"][section]["text"]
    value["sections"][section]["text"] = whole[:start] + other + whole[start + len(text) :]
    named = [
        finding["rule"]
        for finding in judged(value)
        if finding["verdict"] in ("violated", "rounding")
        for evidence in finding["evidence"]
        if evidence["pointer"] == f"/sections/{section}/text" and evidence["start"] == start
    ]
    assert named


def test_no_figure_of_these_sections_goes_unwatched() -> None:
    unwatched = findings(example(), pack=pack())["unwatched"]
    mine = [f"/sections/{section}/text" for section in range(TOTALS, DETAIL + 1)]
    # how many people came is said in the reasons of three changes, and nowhere else
    assert [figure["value"] for figure in unwatched if figure["pointer"] in mine] == ["2人"] * 3


def test_the_example_has_no_other_findings_here() -> None:
    found = [(finding["verdict"], finding["rule"]) for finding in judged(example())]
    assert sorted(f for f in found if re.match("WZ|BD", f[1]) and f[1] not in ("WZ-013", "WZ-014")) == [
        ("rounding", "WZ-005"),
        ("violated", "WZ-016"),
        ("violated", "WZ-017"),
        ("violated", "WZ-098"),
    ]


# --- how it may be said ----------------------------------------------------------------------------------------------

HOLDING = [
    (
        TOTALS,
        "2021年度收入总计216.01万元，支出总计216.01万元。收支较上年决算数增加52.45万元，增长32.07%，主要原因是项目增加。",
        {
            "收支总计": "216.01万元",
            "支出总计": "216.01万元",
            "收支总计变动": "52.45万元",
            "收支总计变动原因": "项目增加",
        },
    ),
    (
        TOTALS,
        "2021年收、支总计各是216.01万元, 216.01万元。与2020年度相比，收、支总计各增加52.45万元、52.45万元，各增长32.07%、32.07%，主要是项目增加。",
        {"支出总计": "216.01万元", "支出总计变动": "52.45万元", "支出总计增长率": "32.07%"},
    ),
    (
        TOTALS,
        "2021年度总收入216.01万元，其中本年收入215.99万元，年初结转和结余0.02万元；总支出216.01万元，"
        "其中本年支出216.01万元，年末结转和结余0万元。与上年相比增加52.45万元，主要是项目增加。",
        {"本年收入": "215.99万元", "年初结转": "0.02万元", "本年支出": "216.01万元", "年末结转": "0万元"},
    ),
    (
        TOTALS,
        "2021年度收、支总计2,160,100.00元。较上年1,635,600.00元增加524,500.00元，增加了32.07%，主要是项目增加。",
        {"收支总计": "2,160,100.00元", "收支总计上年数": "1,635,600.00元", "收支总计变动": "524,500.00元"},
    ),
    (
        TOTALS,
        "2021年度收支总计216.01万元，同比增加52.45万元，增长32.07%，主要系新增项目。",
        {"收支总计变动": "52.45万元", "收支总计增长率": "32.07%", "收支总计变动原因": "新增项目"},
    ),
    (
        TOTALS,
        "2021年收入、支出总计216.01万元。与上年相比，收支总计增长32.07%，增加52.45万元。主要原因：项目支出增加。",
        {"收支总计增长率": "32.07%", "收支总计变动": "52.45万元"},
    ),
    (
        TOTALS,
        "2021年度收入总计216.01万元，与2020年相比增加52.45万元，增长32.07%；支出总计216.01万元，与2020年相比增加52.45万元"
        "（增长32.07%），主要是项目增加。",
        {"收支总计变动": "52.45万元", "支出总计变动": "52.45万元", "支出总计增长率": "32.07%"},
    ),
    (
        TOTALS,
        "2021年度总收入216.01万元。总收入较2020年度决算数163.56万元增加52.45万元，增长32.07%，主要是项目增加。",
        {"收支总计上年数": "163.56万元", "收支总计增长率": "32.07%"},
    ),
    (
        INCOME,
        "本单位2021年度收入为215.99万元，其中：一般公共预算财政拨款收入215.99万元，占100.00%；事业收入0万元，占收入合计的0.00%。",
        {"收入合计": "215.99万元", "一般公共预算收入": "215.99万元", "事业收入占比": "0.00%"},
    ),
    (
        INCOME,
        "2021年本年收入215.99万元。其中：其他收入0万元；财政拨款收入215.99万元，占总收入的100.00%。",
        {"财政拨款收入占比": "100.00%", "其他收入": "0万元"},
    ),
    (
        INCOME,
        "2021年度收入合计2,159,900元，与2020年度相比，收入合计增加200,000元，增长10.20%。其中：财政拨款收入2,159,900元。",
        {"收入合计变动": "200,000元", "收入合计增长率": "10.20%"},
    ),
    (
        SPENDING,
        "2021年本年支出合计216.01万元，其中：基本支出、项目支出分别为107.01万元、109万元，分别占49.54%、50.46%。",
        {"基本支出": "107.01万元", "项目支出": "109万元", "项目支出占比": "50.46%"},
    ),
    (
        FISCAL,
        "2021年度财政拨款收入总计216.01万元，支出总计216.01万元。与2020年度相比，财政拨款收、支总计各增加52.8万元，增长32.35%，主要是项目增加。",
        {"财政拨款总计": "216.01万元", "财政拨款支出总计": "216.01万元", "财政拨款总计变动": "52.8万元"},
    ),
    (
        OVERVIEW,
        "2021年度一般公共预算财政拨款支出216.01万元，占总支出的100.00%，较2020年度增加52.82万元，增长32.37%，主要原因是项目增加。"
        "其中：基本支出107.01万元，占49.54%。",
        {"财政拨款支出": "216.01万元", "财政拨款支出变动": "52.82万元", "财政拨款基本支出": "107.01万元"},
    ),
    (
        STRUCTURE,
        "一般公共服务（类）支出199.8万元，占一般公共预算财政拨款支出的92.50%；社会保障和就业（类）支出9.26万元，占4.29%；"
        "住房保障（类）支出6.95万元，占3.22%。",
        {"类支出": "201 199.8万元", "类占比": "201 92.50%"},
    ),
]


@pytest.mark.parametrize(("section", "text", "expected"), HOLDING)
def test_what_is_said_in_other_words_is_read_and_holds(section: int, text: str, expected: dict[str, str]) -> None:
    found = said(section, text)
    assert {slot: found.get(slot, [""])[0] for slot in expected} == expected
    value = example()
    value["sections"][section]["text"] = text
    # the unit of the prose and that of the tables differ, which is a remark of its own
    assert [new for new in news(value) - {("violated", "WZ-099")} if new[0] == "violated"] == []


def test_less_is_read_as_less() -> None:
    found = said(TOTALS, "收、支总计3351.58万元。较上年度决算数，收、支总计各减少186.43万元，下降5.27%。")
    assert (found["收支总计变动"], found["收支总计增长率"]) == (["-186.43万元"], ["-5.27%"])


def test_about_level_claims_nothing() -> None:
    found = said(TOTALS, "收、支总计216.01万元。与上年相比基本持平，主要是项目支出较上年增加40万元。")
    assert "收支总计变动" not in found


def test_what_a_reason_says_of_last_year_is_not_the_change_of_the_total() -> None:
    text = "收入总计216.01万元，支出总计216.01万元。与上年相比，收、支总计各增加52.45万元，主要是项目支出较上年增加40万元。"
    found = said(TOTALS, text)
    assert (found["收支总计变动"], found.get("支出总计变动")) == (["52.45万元"], None)


ITEM = "一般公共服务支出（类）网信事务（款）行政运行（项）"
ITEMS = [
    (
        "年初预算为85.45万元，支出决算为90.8万元，完成年初预算的106.26%，决算数大于预算数，主要原因是追加。",
        {"预决算比较": "大于", "差异原因": "追加"},
    ),
    ("支出决算90.8万元，完成年初预算85.45万元的106.26%。", {"年初预算": "85.45万元", "完成率": "106.26%"}),
    ("年初预算为85.45万元，支出决算为90.8万元，比年初预算增加5.35万元。", {"预决算差": "5.35万元"}),
    (
        "年初预算为90.8万元，支出决算为90.8万元，完成预算100%，决算数等于预算数。",
        {"预决算差": "等于预算数", "完成率": "100%"},
    ),
    (
        "90.8万元，主要用于日常运转。年初预算为85.45万元，支出决算为90.8万元。",
        {"项首支出": "90.8万元", "支出决算": "90.8万元"},
    ),
    ("90.8万元。", {"项首支出": "90.8万元"}),
]


@pytest.mark.parametrize(("rest", "expected"), ITEMS)
@pytest.mark.parametrize("between", ["", "。", "：", "\n"])
def test_an_item_is_told_in_several_ways(rest: str, expected: dict[str, str], between: str) -> None:
    found = said(DETAIL, f"1.{ITEM}{between}{rest}")
    if rest[0].isdigit() and between == "\n":
        return  # a figure that begins a line of its own is no part of the name above
    assert {slot: found.get(slot, [""])[0] for slot in expected} == {s: f"2013701 {v}" for s, v in expected.items()}


# --- what is found ---------------------------------------------------------------------------------------------------

WRONG = [
    ("another scope's figure", OVERVIEW, "财政拨款支出216.01万元，占", "财政拨款支出199.8万元，占", "WZ-068"),
    ("growth off by a hundredth", FISCAL, "增长32.35%", "增长32.37%", "WZ-007"),
    ("growth in the wrong direction", TOTALS, "增长32.07%", "下降32.07%", "WZ-006"),
    ("a share that is another's", SPENDING, "占50.46%", "占49.54%", "WZ-004"),
    ("a total pasted from elsewhere", DETAIL, "支出决算数为216.01万元", "支出决算数为215.99万元", "WZ-083"),
    ("an item that is not told", DETAIL, "住房公积金（项）", "提租补贴（项）", "WZ-087"),
    ("an item the table does not have", DETAIL, "住房公积金（项）", "提租补贴（项）", "WZ-088"),
    ("an item told under another's name", DETAIL, "一般行政管理事务（项）", "行政运行（项）", "BD-074"),
    ("a class the table does not have", STRUCTURE, "住房保障支出6.95万元", "城乡社区支出6.95万元", "BD-076"),
    ("less by nothing, and level", INCOME, "占100%；上级", "占100%，与上年相比减少0元，持平；上级", "BD-077"),
    ("a class that is not told", STRUCTURE, "住房保障支出6.95万元", "城乡社区支出6.95万元", "WZ-080"),
    ("a completion rate over nothing", DETAIL, "年初预算为6.95万元", "年初预算为0万元", "WZ-089"),
    ("greater said of less", DETAIL, "决算数大于年初预算数的主要原因是：追加", "决算数小于年初预算数的主要原因是：追加", "WZ-091"),
    ("like said of unlike", DETAIL, "决算数大于年初预算数的主要原因是：追加", "决算数与年初预算数一致，追加", "WZ-092"),
    ("no reason", DETAIL, "的主要原因是：追加了2021年网络安全宣传周的费用", "", "WZ-093"),
    ("less, and level", TOTALS, "增加52.45万元，增长32.07%。", "减少0万元，与上年持平。", "WZ-033"),
    ("level, and why it fell", TOTALS, "各增加52.45万元，增长32.07%。主要是因为", "持平，下降的主要原因是", "WZ-033"),
    ("growth from nothing", TOTALS, "增加52.45万元，增长32.07%", "增加216.01万元，增长100%", "WZ-027"),
    ("no comparison", TOTALS, "与上一年度相比，收、支总计各增加52.45万元，增长32.07%。", "", "WZ-030"),
    ("two totals", TOTALS, "主要是因为", "收、支总计为261.01万元，主要是因为", "WZ-021"),
    ("shares that are more than the whole", STRUCTURE, "占3.22%", "占3.29%", "WZ-081"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("section", "old", "new", "rule"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG]
)
def test_what_is_wrong_is_found(section: int, old: str, new: str, rule: str) -> None:
    assert ("violated", rule) in news(changed(section, old, new))


# what income and spending told in the totals, and fiscal income told with spending, may look like and hold
SILENT = [
    (
        TOTALS,
        None,
        "2021年度总收入216.01万元，其中本年收入215.99万元，年初结转和结余0.02万元；总支出216.01万元，其中本年支出216.01万元，"
        "年末结转和结余0万元。与上年相比增加52.45万元，增长32.07%，主要是新增项目支出40万元、基本支出12.45万元，财政拨款收入52万元。",
    ),
    (
        TOTALS,
        None,
        "2021年度收、支总计216.01万元。本年收入合计215.99万元，其中：一般公共预算财政拨款收入215.99万元，占100%；"
        "其他收入0万元，占0%。与上一年度相比增加52.45万元，增长32.07%。主要是因为其他收入20万元到位。",
    ),
    (SPENDING, "占49.54%；项目", "占49.54%，比上年增加5万元，主要是日常支出5万元；项目"),
    (OVERVIEW, "与上一年度", "年初一般公共预算财政拨款结转和结余0.02万元。与上一年度"),
    (
        OVERVIEW,
        "2021年度财政拨款支出",
        "2021年度一般公共预算财政拨款收入215.99万元，较上年增加52.80万元，增长32.35%，主要是项目多。2021年度财政拨款支出",
    ),
    (
        DETAIL,
        "，其中：\n",
        "，其中：基本支出年初预算为101.66万元，支出决算为107.01万元，项目支出年初预算为100万元，支出决算为109万元。\n",
    ),
    (STRUCTURE, "社会保障和就业支出9.26", "外交支出0万元，占0%；社会保障和就业支出9.26"),
]


@pytest.mark.parametrize(("section", "old", "new"), SILENT)
def test_what_holds_in_other_words_is_not_accused(section: int, old: str | None, new: str) -> None:
    value = example()
    text = value["sections"][section]["text"]
    assert old is None or old in text
    value["sections"][section]["text"] = new if old is None else text.replace(old, new, 1)
    assert news(value) == set()


def test_reasons_are_added_up_only_where_all_are_listed() -> None:
    value = changed(TOTALS, "人员增加了2人，相应的各种费用增加了12.45万元。", "其中设备增加了12.45万元。")
    assert "WZ-015" not in {rule for _, rule in news(value)}
    value = changed(TOTALS, "增加了12.45万元。", "增加了2.45万元等原因。")
    assert "WZ-015" not in {rule for _, rule in news(value)}


def test_last_years_report_settles_the_change() -> None:
    prior = example()
    prior["year"] = 2020
    for row in prior["tables"][0]["rows"]:
        row[:] = ["163.56" if cell == "216.01" else cell for cell in row]
    assert ("violated", "WZ-029") not in news(example(), prior)
    for row in prior["tables"][0]["rows"]:
        row[:] = ["136.56" if cell == "163.56" else cell for cell in row]
    assert ("violated", "WZ-029") in news(example(), prior)


def test_a_missing_paragraph_is_told_by_few() -> None:
    gone = re.sub(r"\n4、.*\n.*", "", example()["sections"][DETAIL]["text"])
    value = example()
    value["sections"][DETAIL]["text"] = gone
    assert news(value) == {("violated", "WZ-087"), ("undecidable", "WZ-012"), ("undecidable", "WZ-084")}


def test_a_section_whose_words_are_not_known_is_not_called_incomplete() -> None:
    value = example()
    value["sections"][TOTALS]["text"] = "详见附表。"
    assert {verdict for verdict, _ in news(value)} == {"undecidable"}


# --- parts without a heading of their own ----------------------------------------------------------------------------


def test_parts_without_headings_are_read_where_the_whole_stands() -> None:
    value = example()
    texts = [value["sections"][part]["text"] for part in (OVERVIEW, STRUCTURE, DETAIL)]
    value["sections"][WHOLE]["text"] = "\n".join(texts)
    del value["sections"][OVERVIEW : DETAIL + 1]
    assert {rule for _, rule in news(value)} <= {"WZ-013", "WZ-014"}
    value["sections"][WHOLE]["text"] = value["sections"][WHOLE]["text"].replace("占3.22%", "占2.32%")
    assert ("violated", "WZ-005") in news(value)


def test_parts_under_headings_nobody_knows_are_read_once() -> None:
    value = example()
    for part, heading in ((OVERVIEW, "（一）支出总额"), (STRUCTURE, "（二）支出构成"), (DETAIL, "（三）逐项情况")):
        value["sections"][part]["heading"][-1] = heading
    assert {verdict for verdict, _ in news(value)} <= {"rounding"}
