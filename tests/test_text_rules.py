"""The rules about structure, disclosure, years, names and wording: what each finds, and what must stay silent."""

from collections.abc import Iterator

import pytest
from mutations import Value, checked, example, shipped

GROUPS = ("JG-", "YY-", "DW-007")


def told(value: Value) -> set[tuple[str, str]]:
    """The rules about text that are broken, each with where it is."""
    return {
        (f.rule.id, f.instance.parts()[-1] if f.instance else "")
        for f in checked(value).findings
        if f.rule is not None and f.rule.id.startswith(GROUPS) and f.verdict == "violated"
    }


BEFORE = told(example())


def new(value: Value) -> set[str]:
    """The rules that are broken and were not."""
    return {rule for rule, _ in told(value) - BEFORE}


def rewritten(old: str, text: str, heading: str = "") -> Value:
    """The example with a part of its prose written otherwise."""
    value = example()
    for section in value["sections"]:
        if heading in section["heading"][-1] and old in section["text"]:
            section["text"] = section["text"].replace(old, text, 1)
            return value
    raise AssertionError(old)


def with_sentence(text: str, heading: str = "收入支出决算总体情况说明") -> Value:
    """The example with a sentence more at the end of a section."""
    value = example()
    next(s for s in value["sections"] if heading in s["heading"][-1])["text"] += text
    return value


@pytest.mark.parametrize(("text", "rule"), [
    ("XX局组织了培训。", "JG-024"),
    ("XXX局组织了培训。", "JG-024"),
    ("××局组织了培训。", "JG-024"),
    ("本年培训__人次。", "JG-024"),
    ("20XX年组织了培训。", "JG-024"),
    ("请填写主要原因。", "JG-003"),
    ("如无此项支出，请删除本段。", "JG-003"),
    ("本年支出下降（增长）5%。", "JG-025"),
    ("决算数大小于预算数。", "JG-025"),
    ("本年支出减增加5万元。", "JG-025"),
    ("本年支出增加/减少5万元。", "JG-025"),
    ("基本支出占 %。", "JG-026"),
    ("比上年增长 %。", "JG-026"),
    ("支出决算为 万元。", "JG-026"),
    ("202 年度支出5.06万元。", "JG-027"),
    ("20 年度支出5.06万元。", "JG-027"),
    ("截至20 年12月31日。", "JG-027"),
    ("与上年持平，下降的主要原因是压减支出。", "JG-037"),
    ("与去年持平，增加的原因是业务增加。", "JG-037"),
    ("支出5.06万元。。", "YY-001"),
    ("支出5.06万元，，比上年增加。", "YY-001"),
    ("一是。加强培训。", "YY-002"),
    ("支出5.06万元（含上年结转。", "YY-003"),
    ("支出“5.06万元。", "YY-003"),
    ("財政拨款收入。", "YY-005"),
    ("三公经费支出0.79万元。", "YY-013"),
    ("支出0元。", "YY-014"),
    ("中共衡东县委网络安全与信息化委员会办公室组织了培训。", "JG-035"),
    ("2020年度收、支总计216.01万元。", "JG-034"),
    ("2020年度财政拨款收入合计216.01万元。", "JG-034"),
    ("人员经费增加500元。", "DW-007"),
])  # fmt: skip
def test_a_slip_is_found_by_its_rule(text: str, rule: str) -> None:
    assert rule in {rule for rule, _ in told(with_sentence(text))}
    assert new(with_sentence(text)) <= {rule, "DW-007"}


@pytest.mark.parametrize("text", [
    "详见 http://www.example.gov.cn/xxgk/2021/ 。",
    "该办法执行20年来效果良好，近20年来多次修订。",
    "2020年度决算数为163.56万元，2021年度增加52.45万元。",
    "与2019年度财政拨款支出相比增加5.06万元，2022年8月公开。",
    "比2020年度财政拨款支出增加5.06万元。",
    "根据财预〔2016〕143号和《预算法》（2018年修正）公开。",
    "支出各为216.01、215.99万元，各增长32.07、31.01%。",
    "与上年基本持平，减少的主要原因是压减支出。",
    "与上年持平，主要原因是业务稳定。",
    "增加的主要原因是：一是人员增加；二是项目增加。",
    "会议用房是原有的3.5倍，提高0.5个百分点。",
    "1）办公费；2）电费；（3）水费。",
    "组织干部阅读《“十四五”规划纲要》（2021—2025年）。",
    "中共衡东县委网络安全和信息化委员会（以下简称委员会）组织了培训。",
    "中共衡阳市委网络安全和信息化委员会办公室组织了培训。",
    "大于预算数的主要原因是追加。小于预算数的是项目支出。",
    "超过80%（含80%）的项目完成了目标。",
    "收入增加，支出下降。独占，侵占，均无。",
])  # fmt: skip
def test_what_is_right_stays_silent(text: str) -> None:
    assert new(with_sentence(text)) == set()


def test_years_in_headings_contents_and_notes_are_the_report_s() -> None:
    value = example()
    assert value["contents"][3] == "第二部分 2021年度部门决算表"
    value["contents"][3] = "第二部分 2020年度部门决算表"
    assert "JG-031" in new(value)
    value = example()
    for section in value["sections"]:
        section["heading"] = [
            part.replace("2021年度部门决算情况", "2020年度部门决算情况") for part in section["heading"]
        ]
    assert "JG-030" in new(value)
    value = example()
    value["tables"][0]["notes"] = ["注：本表反映部门2020年度的总收支情况。"]
    assert new(value) == {"JG-032"}
    value["tables"][0]["notes"] = ["注：本表反映部门2021年度的总收支情况，含2020年度结转。"]
    assert new(value) == set()


@pytest.mark.parametrize(
    ("old", "text"), [("截至2021年12月31日", "截至2020年12月31日"), ("截至2021年12月31日", "截止2019年末")]
)
@pytest.mark.parametrize("heading", ["国有资产占用情况说明", "支出决算具体情况说明"])
def test_the_end_of_the_year_is_the_report_s(old: str, text: str, heading: str) -> None:
    assert new(rewritten(old, text, heading)) == {"JG-033"}


def test_numbering_goes_on_one_by_one_and_what_lost_its_number_is_no_gap() -> None:
    def renamed(old: str, text: str) -> Value:
        value = example()
        for section in value["sections"]:
            section["heading"] = [part.replace(old, text) for part in section["heading"]]
        return value

    assert "JG-020" in new(renamed("四、财政拨款收入", "五、财政拨款收入"))
    assert "JG-020" in new(renamed("第三部分", "第四部分"))
    assert "JG-020" in new(renamed("（二）财政拨款", "（三）财政拨款"))
    assert "JG-020" not in new(renamed("八、政府性基金", "政府性基金"))
    value = example()
    value["contents"][-2] = "第六部分 名词解释"
    assert "JG-021" in new(value)
    assert "YY-016" in new(rewritten("3、公务用车购置费", "4、公务用车购置费"))


def test_tables_are_numbered_one_by_one_whatever_their_order() -> None:
    value = example()
    value["tables"].reverse()
    assert "JG-022" not in new(value)
    value["tables"][0]["id"] = "公开10表"
    assert "JG-022" in new(value)
    value["tables"][0]["id"] = "附表一"
    assert "JG-022" not in new(value)


def test_an_entry_is_listed_once() -> None:
    value = example()
    value["contents"].insert(6, value["contents"][5])
    assert "JG-023" in new(value)
    assert "YY-006" in new(with_sentence("\n项目支出：指为完成特定任务所发生的支出。", "名词解释"))
    assert new(with_sentence("\n委托业务费：指单位委托外单位办理业务的支出。", "名词解释")) == set()
    assert "YY-007" in new(with_sentence("\n专户管理资金：指纳入专户管理的资金。", "名词解释"))


def sections_without(*titles: str) -> Value:
    value = example()
    value["sections"] = [s for s in value["sections"] if not any(t in part for part in s["heading"] for t in titles)]
    return value


@pytest.mark.parametrize(("title", "rule"), [
    ("部门职责", "JG-004"), ("机构设置", "JG-005"), ("机关运行经费", "JG-006"), ("政府采购", "JG-007"),
    ("国有资产", "JG-008"), ("预算绩效", "JG-009"), ("名词解释", "JG-010"), ("机构设置", "JG-011"),
    ("一般性支出", "JG-017"), ("收入决算情况", "JG-001"),
])  # fmt: skip
def test_a_duty_that_is_not_met_is_told(title: str, rule: str) -> None:
    assert rule in new(sections_without(title))


@pytest.mark.parametrize(("title", "rule", "text"), [
    ("政府采购", "JG-007", "本单位未发生政府采购。"), ("国有资产", "JG-008", "本单位没有公务用车。"),
    ("机关运行经费", "JG-006", "本单位不涉及机关运行经费。"), ("机构设置", "JG-011", "本部门没有下属预算单位。"),
])  # fmt: skip
def test_a_duty_met_under_another_heading_is_met(title: str, rule: str, text: str) -> None:
    value = sections_without(title)
    value["sections"][-1]["text"] += text
    assert rule not in new(value)


def test_a_change_is_compared_and_has_its_reason() -> None:
    section = "收入支出决算总体情况说明"
    text = next(s["text"] for s in example()["sections"] if section in s["heading"][-1])
    assert "JG-012" in new(rewritten(text, "2021年度收、支总计216.01万元。", "一、收入支出决算总体情况说明"))
    assert "JG-013" in new(rewritten(text, text.partition("主要是因为")[0], "一、收入支出决算总体情况说明"))


def test_the_report_on_an_evaluation_is_among_the_attachments() -> None:
    assert "JG-019" in {rule for rule, _ in BEFORE}
    value = example()
    value["attachments"].append("网信事业发展经费项目绩效评价报告.docx")
    assert "JG-019" not in {rule for rule, _ in told(value)}
    value = example()
    value["attachments"] = []
    assert "JG-018" in new(value)


def test_explanations_stand_behind_what_they_explain() -> None:
    value = example()
    value["sections"].insert(2, value["sections"].pop(-2))
    assert "YY-015" in new(value)


def all_rules() -> Iterator[str]:
    return (rule.id for rule in shipped().rules)


def test_wording_can_be_left_out() -> None:
    wording = [rule for rule in shipped().rules if rule.id.startswith("YY-")]
    assert len(wording) == 16
    assert {(rule.group, rule.severity) for rule in wording} == {("用语", "notice")}
    assert not [rule for rule in all_rules() if rule.startswith("DF-")]
