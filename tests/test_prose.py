"""Sentence patterns against the sentences of a published report, their variants, and hostile text."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prose_words import SPEECH, TYPES, pattern

from checker.folding import fold
from checker.packs import read_pack
from checker.prose import Match, Pattern, Reading, Speech, compile_pattern, match, matches

EXAMPLE = Path(__file__).parent.parent / "examples" / "hengdong-2021" / "report.json"
SECTIONS = {section["heading"][-1]: section["text"] for section in json.loads(EXAMPLE.read_text("utf-8"))["sections"]}


def section(head: str) -> str:
    (text,) = (text for heading, text in SECTIONS.items() if heading.startswith(head) and "说明" in heading + "说明")
    return text


def said(found: Match | None, text: str) -> dict[str, list[str]]:
    """What stands in each slot: the value with its unit; every span is checked on the way."""
    assert found is not None
    assert 0 <= found.start < found.end <= len(text)
    for values in found.values.values():
        for value in values:
            assert value.printed == text[value.start : value.end]
    return {name: [f"{value.value}{value.unit}" for value in values] for name, values in found.values.items()}


def printed(found: Match | None) -> dict[str, list[str]]:
    assert found is not None
    return {name: [value.printed for value in values] for name, values in found.values.items()}


def first(sentence: str, text: str) -> dict[str, list[str]]:
    return said(match(pattern(sentence), text), text)


# ------------------------------------------------------------------------------------- the sentences of a real report

CHANGE = "收、支总计【总计】。与上一年度相比，…收、支总计各增加【变动】，增长【增长率】。[主要是因为【原因：文字】]"
ITEM = (
    "【类：名称】（类）【款：名称】（款）【项：名称】（项）…年初预算为【年初预算】，支出决算为【支出决算】"
    "[，完成年初预算的【完成率】]"
)
CAUSE = "增加[了]【原因金额：金额】"
THREE = (
    "支出预算为【预算】，支出决算为【决算】[，完成预算的【完成率】]…"
    "与上年[相比减少【变动】，下降【变动率】|持平【变动＝0】【变动率＝0】]"
)


def test_section_one_totals_and_their_change() -> None:
    text = section("一、收入支出决算总体")
    found = match(pattern(CHANGE), text)
    values = said(found, text)
    reason = values.pop("原因")[0]
    assert values == {"总计": ["216.01万元"], "变动": ["52.45万元"], "增长率": ["32.07%"]}
    assert reason.startswith("本单位是刚刚成立不久")
    assert reason.endswith("相应的各种费用增加了12.45万元")
    assert (found.start, found.end) == (6, len(text) - 1)


def test_causes_are_found_inside_the_text_of_a_slot() -> None:
    text = section("一、收入支出决算总体")
    reason = match(pattern(CHANGE), text).values["原因"][0]
    causes = matches(pattern(CAUSE), text, reason.start, reason.end)
    assert [said(cause, text) for cause in causes] == [{"原因金额": ["40万元"]}, {"原因金额": ["12.45万元"]}]
    assert len(matches(pattern(CAUSE), text)) == 3


def test_section_two_a_repeated_clause_is_parallel_lists() -> None:
    text = section("二、收入决算")
    values = first("收入合计【合计】，其中：[【项：名称】【额：金额】，占【比：百分比】；]*", text)
    assert values == {
        "合计": ["215.99万元"],
        "项": ["财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"],
        "额": ["215.99万元", *["0万元"] * 5],
        "比": ["100%", *["0%"] * 5],
    }


def test_section_three_totals_and_shares() -> None:
    text = section("三、支出决算")
    sentence = (
        "支出合计【支出合计】，其中：基本支出【基本支出】，占【基本支出占比】；项目支出【项目支出】，占【项目支出占比】"
    )
    found = match(pattern(sentence), text)
    assert said(found, text) == {
        "支出合计": ["216.01万元"],
        "基本支出": ["107.01万元"],
        "基本支出占比": ["49.54%"],
        "项目支出": ["109万元"],
        "项目支出占比": ["50.46%"],
    }
    assert printed(found)["支出合计"] == ["216.01万元"]
    assert text[found.start : found.end].startswith("支出合计216.01")
    share = found.values["基本支出占比"][0]
    assert (share.kind, share.value, share.decimals, share.unit, share.sign) == ("ratio", Decimal("49.54"), 2, "%", 1)


def test_section_four() -> None:
    values = first(CHANGE, section("四、财政拨款收入支出"))
    assert (values["总计"], values["变动"], values["增长率"]) == (["216.01万元"], ["52.8万元"], ["32.35%"])


def test_section_five_one_and_two() -> None:
    text = section("（一）财政拨款支出决算总体")
    sentence = "财政拨款支出【支出】，占本年支出合计的【占比】。…财政拨款支出增加【变动】，增长【增长率】"
    assert first(sentence, text) == {
        "支出": ["216.01万元"],
        "占比": ["100%"],
        "变动": ["52.82万元"],
        "增长率": ["32.37%"],
    }
    text = section("（二）财政拨款支出决算结构")
    values = first("财政拨款支出【支出】，主要用于以下方面：[【类：名称】【额】，占【比】；]*", text)
    assert values["类"] == ["一般公共服务支出", "社会保障和就业支出", "住房保障支出"]
    assert values["额"] == ["199.8万元", "9.26万元", "6.95万元"]
    assert values["比"] == ["92.49%", "4.29%", "3.22%"]


def test_section_five_three_one_match_for_each_item() -> None:
    text = section("（三）财政拨款支出决算具体")
    found = [said(item, text) for item in matches(pattern(ITEM), text)]
    assert [item["类"][0] for item in found] == [
        "一般公共服务支出",
        "一般公共服务支出",
        "社会保障和就业支出",
        "住房保障支出",
    ]
    assert [item["项"][0] for item in found] == [
        "行政运行",
        "一般行政管理事务",
        "机关事业单位基本养老保险缴费支出",
        "住房公积金",
    ]
    assert [item["支出决算"][0] for item in found] == ["90.8万元", "109万元", "9.26万元", "6.95万元"]
    assert [item["完成率"][0] for item in found] == ["106.26%", "109%", "100%", "100%"]


def test_section_six_lists_of_names() -> None:
    text = section("六、")
    sentence = (
        "基本支出【基本支出】，其中：人员经费【人员经费】，占基本支出的【人员占比】，主要包括：【人员项目：名单】"
        "公用经费【公用经费】，占基本支出的【公用占比】，主要包括：【公用项目：名单】"
    )
    values = first(sentence, text)
    assert values["人员经费"] + values["公用经费"] == ["101.95万元", "5.06万元"]
    assert len(values["人员项目"]) == 9
    assert (values["人员项目"][0], values["人员项目"][-1]) == ("基本工资", "住房公积金")
    assert values["公用项目"] == ["办公费", "印刷费", "电费", "差旅费", "公务接待费", "劳务费", "其他交通费用"]


def test_section_seven_a_decrease_is_negative_and_level_is_zero() -> None:
    text = section("（一）“三公”经费")
    reception = match(pattern("公务接待费" + THREE), text)
    assert said(reception, text)["变动"] == ["-1.18万元"]
    assert said(reception, text)["变动率"] == ["-59.9%"]
    change = reception.values["变动"][0]
    assert (change.printed, change.sign) == ("1.18万元", -1)
    abroad = match(pattern("因公出国（境）费" + THREE), text)
    assert said(abroad, text)["变动"] == ["0"]
    assert "完成率" not in abroad.values
    level = abroad.values["变动"][0]
    assert (level.kind, level.printed, level.sign, level.decimals) == ("constant", "持平", 0, 0)


def test_sections_nine_and_twelve() -> None:
    values = first(
        "机关运行经费支出【支出】，比上一年决算数减少【变动】，下降【比】。主要原因是：【原因：文字】",
        section("九、"),
    )
    assert values["变动"] + values["比"] == ["-6.63万元", "-56.72%"]
    assert values["原因"] == ["上年度会计账务处理时把项目经费记在了机关运行经费了"]
    values = first(
        "截至【日期：日期】，…共有车辆【车辆】，其中：[【用途：名称】用车【数：数量】、]*", section("十二、")
    )
    assert values["日期"] + values["车辆"] == ["20211231", "0辆（台）"]
    assert values["用途"] == ["机要通信", "应急保障", "执法执勤", "特种专业技术", "其他"]
    assert len(values["数"]) == 5


# ------------------------------------------------------------------------------------------------------- variants


def test_white_space_inside_words_and_numbers_does_not_matter() -> None:
    text = "支出 合\n计 216 .01\n万元，其中：基 本支出\u3000107.01 万元"
    found = match(pattern("支出合计 【支出合计】，其 中：基本支出【基本支出】"), text)
    assert printed(found) == {"支出合计": ["216 .01\n万元"], "基本支出": ["107.01 万元"]}
    assert said(found, text) == {"支出合计": ["216.01万元"], "基本支出": ["107.01万元"]}


def test_punctuation_quotation_marks_widths_and_radicals_may_differ() -> None:
    sentence = "“三公”经费支出合计【甲】，其中：⼈员【乙】。"
    for text in (
        "三公经费支出5万元；其中人员3万元",
        "「三公」经费支出５万元，，其中：人员３万元。",
        "三公经费支出合计5万元 其中:⼈员3万元",
    ):
        assert first(sentence, text) == {"甲": ["5万元"], "乙": ["3万元"]}


def test_amounts_in_yuan_with_separators() -> None:
    assert first("支出合计【甲】", "支出合计234,000.00元") == {"甲": ["234000.00元"]}


def test_parallel_amounts() -> None:
    text = "收、支总计各是216.01万元、215.99万元，各减少5.2万元、3.1万元"
    values = first("收、支总计各是【收】、【支】，各减少【收变动】、【支变动】", text)
    assert values == {"收": ["216.01万元"], "支": ["215.99万元"], "收变动": ["-5.2万元"], "支变动": ["-3.1万元"]}


def test_a_slot_takes_only_figures_of_its_kind() -> None:
    assert match(pattern("增加【甲：金额】"), "人员增加2人") is None
    assert first("增加【甲】", "人员增加2人") == {"甲": ["2人"]}
    for text in ("支出2021年", "支出5万余元", "支出第3次", "支出2 16人", "支出〔2020〕10号"):
        assert match(pattern("支出【甲】"), text) is None
    assert first("支出【甲：年度】", "支出2021年度") == {"甲": ["2021"]}


def test_an_optional_part_is_taken_if_it_can_be() -> None:
    sentence = "决算为【甲】[，完成预算的【乙】][。主要原因是【丙：文字】]"
    assert first(sentence, "决算为5万元") == {"甲": ["5万元"]}
    assert first(sentence, "决算为5万元，完成预算的50%") == {"甲": ["5万元"], "乙": ["50%"]}
    assert first(sentence, "决算为5万元。主要原因是：节约。") == {"甲": ["5万元"], "丙": ["节约"]}


def test_alternatives_are_tried_in_order_and_one_must_fit() -> None:
    sentence = "[收入|经费][总计|]【甲】元整"
    assert first(sentence.removesuffix("元整"), "经费总计5万元") == {"甲": ["5万元"]}
    assert match(pattern(sentence), "支出总计5万元元整") is None


def test_a_gap_is_short_and_does_not_leave_its_line() -> None:
    assert first("收入…支出【甲】", "收入多，支出5万元，支出6万元") == {"甲": ["5万元"]}
    assert match(pattern("收入…支出【甲】"), "收入多\n支出5万元") is None
    for text in ("收入\n支出5万元", "收入：\n支出5万元", "收入支出5万元"):
        assert first("收入…支出【甲】", text) == {"甲": ["5万元"]}


def test_a_gap_goes_on_to_where_the_rest_fits() -> None:
    assert first("收入…支出【甲】，占【乙】", "收入，支出5万元，支出6万元，占3%") == {"甲": ["6万元"], "乙": ["3%"]}


def test_a_gap_before_an_optional_part_reaches_it() -> None:
    assert first("收入【甲】…[，其中罚没【乙】]", "收入5万元，较多，其中罚没3万元") == {
        "甲": ["5万元"],
        "乙": ["3万元"],
    }
    assert first("收入【甲】…[，其中罚没【乙】]", "收入5万元，较多") == {"甲": ["5万元"]}


def test_a_text_runs_to_the_words_behind_it_or_to_the_end_of_its_sentence() -> None:
    assert first("原因是【甲：文字】，决算【乙】", "原因是：甲事，乙事，决算5万元") == {
        "甲": ["甲事，乙事"],
        "乙": ["5万元"],
    }
    assert first("原因是【甲：文字】", "原因是：甲事；乙事。丙事") == {"甲": ["甲事；乙事"]}
    assert first("原因是【甲：文字】", "原因是甲事\n乙事") == {"甲": ["甲事"]}
    assert first("原因是【甲：文字】[，其中【乙】]", "原因是甲事，其中乙事，其中5万元") == {
        "甲": ["甲事，其中乙事"],
        "乙": ["5万元"],
    }
    assert match(pattern("原因是【甲：文字】"), "原因是。无") is None


def test_a_text_keeps_its_quotation_marks() -> None:
    assert first("包括【甲：名单】", "包括“十四五”规划、“三公”经费、《办法》。") == {
        "甲": ["“十四五”规划", "“三公”经费", "《办法》"]
    }


def test_names_of_a_list_keep_brackets_and_are_parted_by_conjunctions_unless_known() -> None:
    text = "包括：因公出国（境）费、会议费（含住宿、餐饮）、社会保障和就业支出、培训费和电费，办公费等；其余无。"
    assert first("包括【甲：名单】", text)["甲"] == [
        "因公出国（境）费",
        "会议费（含住宿、餐饮）",
        "社会保障和就业支出",
        "培训费",
        "电费",
        "办公费",
    ]


def test_a_name_is_without_punctuation_and_keeps_its_brackets() -> None:
    text = "其中：（1）因公出国（境）费支出0万元；（2）公务接待费支出0.79万元"
    found = matches(pattern("【甲：名称】支出【乙：金额】"), text)
    assert [said(item, text)["甲"] for item in found] == [["因公出国（境）费"], ["公务接待费"]]


def test_the_repetition_a_value_stands_in_is_known() -> None:
    text = "其中：甲收入5万元；乙收入6万元，占60%；丙收入7万元，占70%"
    found = match(pattern("其中：[【项：名称】收入【额】[，占【比】]；]*"), text)
    assert [(value.printed, value.turn) for value in found.values["比"]] == [("60%", 1), ("70%", 2)]


def test_a_constant_outside_of_an_alternative_stands_for_the_whole_sentence() -> None:
    text = "本年没有政府性基金收入，也没有支出。"
    (value,) = match(pattern("没有政府性基金收入…没有支出【收入：金额＝0】"), text).values["收入"]
    assert (value.kind, value.value, value.printed) == ("amount", 0, "没有政府性基金收入，也没有支出")


def test_a_sign_of_its_own_and_a_direction_word_multiply() -> None:
    assert first("比上年下降【甲】", "比上年下降-5.2%") == {"甲": ["5.2%"]}
    assert first("比上年增加【甲】", "比上年增加-5.2%") == {"甲": ["-5.2%"]}
    value = match(pattern("减少【甲】"), "减少0万元").values["甲"][0]
    assert (str(value.value), value.sign) == ("0", -1)


def test_matches_do_not_overlap_and_stay_in_their_range() -> None:
    text = "支出5万元支出6万元支出7万元"
    found = matches(pattern("支出【甲】[支出【乙】]"), text)
    assert [(item.start, item.end) for item in found] == [(0, 10), (10, 15)]
    assert [(item.start, item.end) for item in matches(pattern("支出【甲】"), text, 1, 14)] == [(5, 10)]
    assert matches(pattern("支出【甲】"), text, 3, 3) == []


def test_a_long_number_keeps_all_its_digits_when_it_is_negated() -> None:
    number = "123456789012345678901234567890.12"
    assert first("减少【甲】", f"减少{number}元") == {"甲": [f"-{number}元"]}


def test_another_language() -> None:
    speech = Speech(
        units={"$": Decimal(1), "million": Decimal(1000000)},
        measures=frozenset({"persons"}),
        up=frozenset({"rose by"}),
        down=frozenset({"fell by"}),
        level=frozenset({"unchanged"}),
    )
    sentence = "Total income was [amount], it rose by【change】to【total：amount】[, ...with【staff】]"
    compiled, _ = compile_pattern(sentence.replace("[amount]", "{income}"), speech, TYPES | {"amount": "amount"})
    text = "In 2021, Total income was $1,234.50; it fell by 2.5 % to 3 million, together with 12 persons."
    assert said(match(compiled, text), text) == {
        "income": ["1234.50$"],
        "change": ["-2.5%"],
        "total": ["3million"],
        "staff": ["12persons"],
    }


# ------------------------------------------------------------------------------------------------------------- years


@pytest.mark.parametrize(
    "said_year", ["2021年度", "2021年", "2021 年度", "本年度", "本年", "当年", "今年", "２０２１年"]
)
@pytest.mark.parametrize("written", ["2021年度", "本年", "当年度"])
def test_the_report_s_year_may_be_said_in_any_way(written: str, said_year: str) -> None:
    text = f"{said_year}支出合计5万元"
    found = match(pattern(f"{written}支出合计【甲】"), Reading(text, SPEECH, 2021))
    assert said(found, text) == {"甲": ["5万元"]}


def test_another_year_is_not_the_report_s() -> None:
    for text in ("2020年度支出合计5万元", "上年支出合计5万元", "支出合计5万元", "2021年12月支出合计5万元"):
        assert match(pattern("本年支出合计【甲】"), Reading(text, SPEECH, 2021)) is None
    # of a report whose year nobody knows only words are of its year, and the year the pattern itself has
    assert match(pattern("本年支出合计【甲】"), "2021年支出合计5万元") is None
    assert first("2021年度支出合计【甲】", "2021年支出合计5万元") == {"甲": ["5万元"]}


@pytest.mark.parametrize("said_year", ["上年", "上年度", "上一年度", "去年", "2020年", "2020 年度"])
def test_the_year_before_may_be_said_in_any_way(said_year: str) -> None:
    for written in (
        "比上年增加【甲】",
        "比上[一]年[度]增加【甲】",
        "比上年[度决算数]增加【甲】",
        "比…上年度增加【甲】",
    ):
        text = f"比{said_year}增加5万元"
        found = match(pattern(written), Reading(text, SPEECH, 2021))
        if "[一]" not in written or "上" in said_year:
            assert said(found, text) == {"甲": ["5万元"]}, written


def test_what_looks_like_a_word_for_a_year_still_is_what_it_is() -> None:
    assert first("比上年[度决算数]相比增加【甲】", "比上年度决算数相比增加5万元") == {"甲": ["5万元"]}
    assert first("以上年度结余【甲】", "以上年度结余5万元") == {"甲": ["5万元"]}


# --------------------------------------------------------------------------------------------------------- any order

ORDER = "其中：[因公出国（境）费【出国】[，占【出国占比：百分比】]&公务接待费【接待】[，占【接待占比：百分比】]&公务用车购置费【购置】]。合计【合计】"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("其中：因公出国（境）费1万元，占10%；公务接待费2万元，占20%；公务用车购置费3万元。合计6万元", "1 10 2 20 3 6"),
        ("其中：公务接待费2万元，占20%；公务用车购置费3万元；因公出国（境）费1万元，占10%。合计6万元", "2 20 3 1 10 6"),
        ("其中公务用车购置费为3万元、公务接待费2万元、合计5万元", "3 2 5"),
        ("其中：公务接待费2万元，合计2万元", "2 2"),
        ("其中：合计0万元", "0"),
    ],
)
def test_parts_in_any_order_are_each_taken_where_they_stand(text: str, expected: str) -> None:
    found = match(pattern(ORDER), text)
    said(found, text)
    values = sorted((value.start, str(value.value)) for values in found.values.values() for value in values)
    assert " ".join(value for _, value in values) == expected
    assert {name: str(values[0].value) for name, values in found.values.items()}["合计"] == expected.split()[-1]
    assert all(len(values) == 1 for values in found.values.values())


def test_a_part_in_any_order_is_taken_once() -> None:
    assert match(pattern(ORDER), "其中：公务接待费2万元；公务接待费3万元。合计5万元") is None
    text = "支出基本1元项目2元基本3元"
    assert first("支出[基本【甲】&项目【乙】]", text) == {"甲": ["1元"], "乙": ["2元"]}
    assert not any(slot.repeated for slot in pattern(ORDER).slots)


def test_parts_in_any_order_inside_a_repeated_part_begin_anew() -> None:
    text = "甲处：收入1元，支出2元；乙处：支出3元，收入4元；丙处：支出5元；"
    found = match(pattern("…处：[收入【收】&支出【支】]；[【处：名称】处：[收入【又收】&支出【又支】]；]*"), text)
    assert printed(found)["又收"] == ["4元"]
    assert [(value.printed, value.turn) for value in found.values["又支"]] == [("3元", 0), ("5元", 1)]


def test_parts_in_any_order_within_others_and_behind_open_runs() -> None:
    sentence = "主要【用途：文字】[，其中[一类【一】&二类【二】]&原因是【原因：文字】]"
    for text in ("主要办公，原因是节约，其中二类2元一类1元", "主要办公，其中一类1元二类2元，原因是节约"):
        values = first(sentence, text)
        assert values["用途"] == ["办公"]
        assert values["原因"] == ["节约"]
        assert values["一"] + values["二"] == ["1元", "2元"]


def test_many_parts_in_any_order_cost_as_many_times_one() -> None:
    def effort(parts: int) -> int:
        names = [chr(0x4E00 + 7 * number) for number in range(parts)]
        sentence = "其中" + "[" + "&".join(f"{name}费【{name}】" for name in names) + "]完"
        reading = Reading("其中" + "，".join(f"{name}费1元" for name in reversed(names)) + "完", SPEECH)
        assert match(pattern(sentence), reading) is not None
        return reading.effort

    # every part is tried wherever another ended
    assert effort(40) <= 5 * effort(20)


# ------------------------------------------------------------------------------------------------------ what is lacking


def lacking(sentence: str, text: str) -> list[str]:
    found = match(pattern(sentence), text)
    assert found is not None
    return [f"{lack.slot} {lack.what} {lack.unit} {text[lack.start : lack.end]}" for lack in found.lacks]


SHARE = "支出合计【合计：金额】，其中：基本支出【基本】，占【占比：百分比】"


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("支出合计216.01万元，其中：基本支出107.01万元，占49.54%", ["216.01万元", "107.01万元", "49.54%"], []),
        (
            "支出合计216.01万元，其中：基本支出107.01万元，占49.54；",
            ["216.01万元", "107.01万元", "49.54%"],
            ["占比 unit % 49.54"],
        ),
        (
            "支出合计216.01，其中：基本支出107.01万元，占49.54%",
            ["216.01万元", "107.01万元", "49.54%"],
            ["合计 unit 万元 216.01"],
        ),
        (
            "支出合计2,160，其中：基本支出107.01，占49.54%。另有5亿元。",
            ["2160亿元", "107.01亿元", "49.54%"],
            ["合计 unit 亿元 2,160", "基本 unit 亿元 107.01"],
        ),
        ("支出合计216.01万元，其中：基本支出107.01万元，占 %。", ["216.01万元", "107.01万元"], ["占比 number % %"]),
        ("支出合计万元，其中：基本支出107.01万元，占49.54%", ["107.01万元", "49.54%"], ["合计 number 万元 万元"]),
        ("支出合计5万元，其中：基本支出0，占0", ["5万元", "0万元", "0%"], []),
    ],
)
def test_a_unit_or_a_number_left_out_is_told(text: str, values: list[str], expected: list[str]) -> None:
    assert [value for name in first(SHARE, text).values() for value in name] == values
    assert lacking(SHARE, text) == expected


def test_a_number_that_something_follows_lacks_no_unit() -> None:
    for text in ("占49.54个百分点", "占3成", "占2021，", "占3—5，", "占50%以上", "占第3，"):
        assert match(pattern("占【甲】"), text + "共5万元") is None
    assert match(pattern("保有量【甲】"), "保有量3，共5万元") is None  # what is counted may well have no measure word
    assert match(pattern("支出【甲】"), "支出5.20，") is None  # nobody knows in what unit


# -------------------------------------------------------------------------------------------- lists, and whose figure


def test_a_list_may_be_joined_otherwise_and_its_unit_said_once() -> None:
    sentence = "收、支总计各是【收】、【支】，各减少【收变动】、【支变动】，各下降【收率】和【支率】"
    expected = {
        "收": ["6万元"], "支": ["5万元"], "收变动": ["-2万元"], "支变动": ["-1.5万元"], "收率": ["-2.5%"], "支率": ["-3%"]
    }  # fmt: skip
    for text in (
        "收、支总计各是6万元、5万元，各减少2万元、1.5万元，各下降2.5%、3%",
        "收支总计各是6、5万元；各减少2和1.5万元；各下降2.5、3%",
        "收支总计各是6万元和5万元，各减少2万元及1.5万元，各下降2.5%以及3%",
    ):
        assert first(sentence, text) == expected
        assert {slot.name for slot in pattern(sentence).slots if slot.signed} == {"收变动", "支变动", "收率", "支率"}


def test_a_direction_reaches_no_further_than_its_list() -> None:
    assert first("减少【甲】，[占【乙】|【乙】]", "减少5万元，3%") == {"甲": ["-5万元"], "乙": ["3%"]}
    assert first("减少【甲】、支出【乙】", "减少5万元、支出3万元") == {"甲": ["-5万元"], "乙": ["3万元"]}
    assert first("减少【甲】，【乙】；【丙】", "减少5万元，3万元；2万元") == {
        "甲": ["-5万元"],
        "乙": ["-3万元"],
        "丙": ["2万元"],
    }


def test_a_figure_that_is_claimed_is_passed_over_unless_asked_for_again() -> None:
    text = "支出合计额5万元，其中：支出3万元"
    reading = Reading(text, SPEECH)
    whole, part = pattern("支出合计额【甲】"), pattern("支出[合计额]【乙】")
    (value,) = match(whole, reading).values["甲"]
    reading.claim(value.start, value.end)
    assert said(match(part, reading), text) == {"乙": ["3万元"]}
    assert match(whole, reading) is None
    assert said(match(whole, reading, again=True), text) == {"甲": ["5万元"]}
    assert [item.start for item in matches(part, reading, again=True)] == [0, 12]


@pytest.mark.parametrize(
    "text",
    [
        "支出2021",
        "支出2021年",
        "支出第3次",
        "支出财预〔2020〕10号",
        "支出2080505",
        "支出1、",
        "支出（1）",
        "支出A4",
        "支出12月31日",
    ],
)
def test_years_document_numbers_codes_and_ordinals_are_no_amounts(text: str) -> None:
    for tail in ("", "，共5万元", "。", "、5.00万元"):
        assert match(pattern("支出【甲：金额】"), text + tail) is None, text + tail


def test_a_reading_is_for_patterns_of_its_own_speech() -> None:
    with pytest.raises(ValueError, match="own speech"):
        match(pattern("支出【甲】"), Reading("支出5万元", Speech(units={})))


def test_one_reading_serves_many_patterns_and_lists_all_figures() -> None:
    text = section("三、支出决算")
    reading = Reading(text, SPEECH)
    assert len(matches(pattern("支出【甲：金额】"), reading)) == 6
    assert [figure.kind for figure in reading.figures][:4] == ["year", "amount", "amount", "ratio"]


# --------------------------------------------------------------------------------------------------- hostile text

NEAR = "支出合计1万元，其中：基本支出1万元，占1%；"
SENTENCES = [
    "支出合计【支出合计】，其中：基本支出【基本支出】，占【占比】；项目支出【项目支出】，占【项目支出占比】",
    ITEM,
    "…支出…支出…支出…收入【甲】",
    "原因是【甲：文字】无变化[，其中【乙】]",
    "【甲：文字】支【乙：文字】出【丙：文字】收",
    "收入【甲】[[支|出]*[出|支]*]*丁",
    "包括：【甲：名单】公用经费【乙】",
    "包括：[【甲：名称】收入【乙】，]*合计【丙】",
    "其中…[增加[了]【甲】|持平【甲＝0】]…，【乙：名称】，【丙：名称】丁",
]
HOSTILE = [
    "1",
    "1 ",
    "1,111",
    "1.",
    "（",
    "）",
    "，",
    "。",
    "“",
    "-",
    "\n",
    "支",
    "支出",
    "支出\n",
    "支出合计",
    "支出合计为",
    "支出收入1元支出",
    NEAR,
    "一般公共（类）网信（款）行政（项）",
    "原因是",
    "包括：办公费、",
    "甲收入1万元，",
    "其中增加了1元持平，",
    "（甲收入",
]


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("piece", HOSTILE)
def test_the_work_grows_with_the_text_and_no_faster(piece: str, sentence: str) -> None:
    compiled = pattern(sentence)
    tail = "。" + "。".join(reversed(compiled.required))

    def effort(size: int) -> int:
        reading = Reading(piece * (size // len(piece)) + tail, SPEECH)
        matches(compiled, reading)
        return reading.effort

    small, large = effort(1000), effort(4000)
    assert large <= 4 * small + 40 * len(compiled.steps)
    assert large <= 2 * len(compiled.steps) * (4000 + len(tail) + 1)


def shipped_sentences() -> dict[Speech, list[Pattern]]:
    """Every pattern of the shipped layouts, by the words it is read with."""
    found: dict[Speech, list[Pattern]] = {}
    for layout in read_pack().layouts:
        own = [pattern for sentence in layout.sentences for pattern in sentence.patterns]
        found.setdefault(layout.speech, []).extend([*own, *layout.no_data])
    return found


def near_matches(patterns: list[Pattern]) -> Iterator[str]:
    """The fixed words of each pattern one after another, and with figures between them, but for the last."""
    for one in patterns:
        yield "".join(one.required)
        yield "1万元，占1%".join(one.required[:-1])


MORE_HOSTILE = [
    "1 1",
    "1、",
    "1和",
    "占1.0，",
    "占%，",
    "（甲（乙",
    "增加减少",
    "增加1万元、下降1%、",
    "本年度上年2021年",
    "支出\n1",
]


def test_the_work_of_every_shipped_pattern_grows_with_the_text_and_no_faster() -> None:
    for speech, patterns in shipped_sentences().items():
        # without its words at the end a pattern would not so much as begin
        tail = "。\n" + "。".join("。".join(reversed(one.required)) for one in patterns)
        near = list(near_matches(patterns))
        for piece in [*HOSTILE, *MORE_HOSTILE, "".join(near), "。".join(near)]:

            def effort(times: int, piece: str = piece) -> int:
                reading = Reading(piece * times + tail, speech, 2021)  # noqa: B023
                for one in patterns:  # noqa: B023
                    matches(one, reading)
                return reading.effort

            times = max(1, 500 // len(piece))
            none, small, large = effort(0), effort(times), effort(4 * times)
            assert large - none <= 4 * (small - none) + 40 * sum(len(one.steps) for one in patterns), piece


def test_deep_and_long_text_is_read() -> None:
    for text in ("（" * 20000 + "）" * 20000, "9" * 50000, "支出" * 20000, "1,111" * 10000):
        reading = Reading(text, SPEECH)
        assert all(figure.end <= len(text) for figure in reading.figures)
        for sentence in SENTENCES:
            assert matches(pattern(sentence), reading) == []


WORDS = ["支出", "收入", "合计", "其中", "增加", "减少", "持平", "原因是", "包括", "5万元", "3.2%", "12人", "2021年"]
PROSE = st.lists(st.sampled_from([*WORDS, "，", "。", "、", "（", "）", "和", "“", "”", " ", "\n", "1", "为"])).map(
    "".join
)
PIECES = [
    *[
        "支出",
        "收入合计",
        "，",
        "减少",
        "持平",
        "【甲】",
        "【乙：金额】",
        "【丙：文字】",
        "【丁：名称】",
        "【戊：名单】",
        "…",
    ],
    *["[", "[", "]", "]", "]*", "|", "【己＝0】", "为"],
]


@settings(max_examples=500)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), PROSE)
def test_whatever_matches_lies_in_the_text_and_reads_back(sentence: str, text: str) -> None:
    compiled, _ = compile_pattern(sentence, SPEECH, TYPES)
    if compiled is None:
        return
    kinds = {slot.name: slot for slot in compiled.slots}
    end = 0
    for found in matches(compiled, text):
        assert end <= found.start < found.end <= len(text)
        end = found.end
        for name, values in found.values.items():
            assert kinds[name].repeated or len(values) == 1
            for value in values:
                assert found.start <= value.start <= value.end <= found.end or value.kind in ("text", "name", "list")
                assert value.printed == text[value.start : value.end]
                if value.kind in ("amount", "ratio", "count"):
                    assert abs(value.value) == Decimal(fold(value.printed).text.rstrip("万元人%"))
                assert value.sign >= 0 or kinds[name].signed


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join), PROSE, st.data())
def test_what_is_found_in_a_range_lies_in_it(sentence: str, text: str, data: st.DataObject) -> None:
    compiled, _ = compile_pattern(sentence, SPEECH, TYPES)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for found in matches(compiled, text, start, end) if compiled else ():
        assert start <= found.start < found.end <= end
