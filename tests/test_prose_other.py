"""The sentences on 基本支出, “三公”经费 and the other matters: one figure changed at a time, and other provinces' wording."""

import copy
import json
from functools import cache
from typing import Any

import pytest
from mutations import ROOT, checked, example, pack_of, put

from checker.figures import Figure, figures
from checker.findings import Checked
from checker.packs import Pack
from checker.render.json import finding_json

RULES = ROOT / "rules"
FORESTRY = ROOT / "examples" / "yunxi-forestry-2023" / "report.json"
MINE = (
    "机构设置",
    "单位构成",
    "基本支出",
    "“三公”",
    "政府性基金",
    "机关运行",
    "一般性支出",
    "政府采购",
    "国有资产",
    "绩效",
)

Value = dict[str, Any]


@cache
def pack() -> Pack:
    """The layouts and the rules on prose alone: what is tested here, and fast."""
    return pack_of(RULES / "版式", RULES / "05-文字说明.yaml", RULES / "08-三公与其他事项.yaml")


@cache
def figures_of(text: str) -> tuple[Figure, ...]:
    (layout,) = (layout for layout in pack().layouts if layout.name == "部门决算")
    return tuple(figure for figure in figures(text, layout.speech) if figure.kind in ("amount", "ratio"))


def mine() -> list[tuple[int, str]]:
    return [(n, s["text"]) for n, s in enumerate(example()["sections"]) if any(m in s["heading"][-1] for m in MINE)]


def every_figure() -> list[tuple[int, int, int, str]]:
    return [(n, f.start, f.end, f.printed) for n, text in mine() for f in figures_of(text)]


def violated(done: Checked) -> list[Value]:
    return [finding_json(finding, "zh") for finding in done.findings if finding.verdict == "violated"]


def accused(value: Value, *context: Value) -> set[str]:
    """The titles of the rules that do not hold."""
    return {finding["title"] for finding in violated(checked(value, *context, pack=pack()))}


def changed(printed: str) -> str:
    """The figure with its first digit changed: far beyond rounding."""
    at = next(at for at, character in enumerate(printed) if character.isdigit())
    return printed[:at] + ("8" if printed[at] == "9" else str(int(printed[at]) + 1)) + printed[at + 1 :]


@cache
def known() -> frozenset[str]:
    return frozenset(finding.id for finding in checked(example(), pack=pack()).findings)


def names(finding: Value, number: int, start: int) -> bool:
    here = [e for e in finding["evidence"] if e.get("pointer") == f"/sections/{number}/text" and "start" in e]
    return any(e["start"] <= start < e["end"] for e in here)


def test_the_sections_have_figures_to_change() -> None:
    assert len(every_figure()) > 50


@pytest.mark.parametrize("number", [number for number, text in mine() if figures_of(text)])
def test_a_changed_figure_is_named_or_unwatched(number: int) -> None:
    for section, start, end, printed in every_figure():
        if section != number:
            continue
        value = example()
        text = value["sections"][number]["text"]
        value["sections"][number]["text"] = text[:start] + changed(printed) + text[end:]
        done = checked(value, pack=pack())
        fresh = [finding_json(finding, "zh") for finding in done.findings if finding.id not in known()]
        unwatched = {(item.place.pointer, item.place.start) for item in done.unwatched}
        is_named = any(names(finding, number, start) for finding in fresh)
        assert is_named or (f"/sections/{number}/text", start) in unwatched, (text[max(0, start - 20) : end], printed)


def test_what_no_rule_watches_in_these_sections_is_little() -> None:
    unwatched = {(item.place.pointer, item.place.start) for item in checked(example(), pack=pack()).unwatched}
    texts = dict(mine())
    left = [
        texts[n][max(0, start - 6) : start]
        for n, start, _, _ in every_figure()
        if (f"/sections/{n}/text", start) in unwatched and "绩效" not in example()["sections"][n]["heading"][-1]
    ]
    assert left == ["室开支会议费", "；开支培训费", "企业合同金额", "，由于总额为", "企业合同金额", "，由于总额为"]


def test_what_is_found_in_the_example_and_nothing_more() -> None:
    done = violated(checked(example(), pack=pack()))
    assert {f["title"]: f["severity"] for f in done if f["rule"] > "WZ-1"} == {
        "公务接待费的用途是公务来访": "warning",
        "机关运行经费增减的原因不是记账差错": "warning",
        "政府采购为零时，没有写完成了采购": "warning",
        "项目的执行数不超过全年预算数": "warning",
        "没有政府性基金项目支出的，不写自评资金的占比": "notice",
        "没有国有资本经营项目支出的，不写自评资金的占比": "notice",
    }


# ------------------------------------------------------------------------------ the wording of other provinces

COUNTS = "公务用车运行维护费19.39万元，公务用车保有量6辆。国内公务接待63批次、517人次。"
BASIC = "一般公共预算财政拨款基本支出决算情况说明"
THREE = "财政拨款“三公”经费支出决算情况说明"
RUNNING = "机关运行经费支出情况说明"
GENERAL = "一般性支出情况说明"
BUYING = "政府采购支出情况说明"
ASSETS = "国有资产占有使用情况说明"
FUND = "政府性基金预算支出决算情况说明"


# Each is one province's way to say what the tables of the forestry example say (“三公” 24.65 of 27.66: cars 19.39 of
# 21.86, reception 5.26 of 5.80), or what no table says and only has to agree with itself.
WORDINGS: dict[str, dict[str, str]] = {
    "四川": {
        THREE: """2023年“三公”经费财政拨款支出决算为24.65万元，完成预算89.12%，较上年减少1.35万元，下降5.19%。
“三公”经费财政拨款支出决算中，因公出国（境）费支出决算0万元，占0%；公务用车购置及运行维护费支出决算19.39万元，占78.66%；公务接待费支出决算5.26万元，占21.34%。具体情况如下：
1.因公出国（境）经费支出0万元，完成预算0%。全年安排因公出国（境）团组0次，出国（境）0人。因公出国（境）支出决算与2022年持平。
2.公务用车购置及运行维护费支出19.39万元,完成预算88.7%。公务用车购置及运行维护费支出决算比2022年减少1.2万元，下降5.83%。主要原因是加强车辆管理。
其中：公务用车购置支出0万元。全年按规定更新购置公务用车0辆。截至2023年12月底，单位共有公务用车6辆，其中：轿车4辆、越野车2辆。
公务用车运行维护费支出19.39万元。主要用于巡护所需的燃料费、维修费等支出。
3.公务接待费支出5.26万元，完成预算90.69%。公务接待费支出决算比2022年减少0.15万元，下降2.77%。主要原因是压减接待。其中：
国内公务接待支出5.26万元，主要用于执行公务开支的住宿费、用餐费等。国内公务接待63批次，517人次（不包括陪同人员），共计支出5.26万元。
外事接待支出0万元，外事接待0批次，0人，共计支出0万元。""",
        FUND: "2023年政府性基金预算财政拨款支出0万元。",
        RUNNING: "2023年，局机关运行经费支出92.64万元，比2022年增加5.18万元，增长5.92%。主要原因是巡护增加。",
        BUYING: "2023年，政府采购支出总额424.2万元，其中：政府采购货物支出94.62万元、政府采购工程支出186.3万元、政府采购服务支出143.28万元。主要用于造林。授予中小企业合同金额342.9万元，占政府采购支出总额的80.83%，其中：授予小微企业合同金额268.54万元，占政府采购支出总额的63.3%。",
        ASSETS: "截至2023年12月31日，共有车辆6辆，其中：主要领导干部用车0辆、机要通信用车1辆、应急保障用车2辆、其他用车3辆。单价100万元（含）以上设备（不含车辆）0台（套）。",
        BASIC: "2023年一般公共预算财政拨款基本支出1429.42万元，其中：\n人员经费1228.46万元，主要包括：基本工资、津贴补贴、奖金等。\n公用经费200.96万元，主要包括：办公费、印刷费等。",
    },
    "重庆": {
        THREE: """（一）“三公”经费支出总体情况说明
2023年度“三公”经费支出共计24.65万元，较年初预算数减少3.01万元，下降10.88%，主要原因是厉行节约。较上年支出数减少1.35万元，下降5.19%，主要原因是加强管理。
（二）“三公”经费分项支出情况
2023年度本部门因公出国（境）费用0万元，主要是本年未安排。费用支出较年初预算数持平。较上年支出数持平。
公务车购置费0万元，费用支出较年初预算数持平。
公务车运行维护费19.39万元，主要用于巡护车辆的燃料费、维修费等。费用支出较年初预算数减少2.47万元，下降11.3%，主要原因是加强管理。较上年支出数减少1.2万元，下降5.83%，主要原因是加强管理。
公务接待费5.26万元，主要用于接待上级检查。费用支出较年初预算数减少0.54万元，下降9.31%，主要原因是控制接待。较上年支出数减少0.15万元，下降2.77%，主要原因是控制接待。
（三）“三公”经费实物量情况
2023年度本部门因公出国（境）共计0个团组，0人；公务用车购置0辆，公务车保有量为6辆；国内公务接待63批次517人，其中：国内外事接待0批次，0人；国（境）外公务接待0批次，0人。2023年本部门人均接待费101.74元，车均购置费0万元，车均维护费3.23万元。""",
        RUNNING: "2023年度本部门机关运行经费支出92.64万元，机关运行经费主要用于开支办公费、印刷费。机关运行经费较上年支出数增加5.18万元，增长5.92%，主要原因是巡护增加。",
        GENERAL: "本年度会议费支出1.59万元，较上年决算数增加0.2万元，增长14.39%，主要原因是会议增加。本年度培训费支出3.25万元，较上年决算数减少0.5万元，下降13.33%。",
        ASSETS: "截至2023年12月31日，本部门共有车辆6辆，其中，副部（省）级及以上领导用车0辆，主要负责人用车1辆，机要通信用车1辆，应急保障用车0辆，执法执勤用车3辆，特种专业技术用车0辆，离退休干部用车0辆，其他用车1辆。单价100万元（含）以上设备（不含车辆）1台（套）。",
    },
    "上海": {
        THREE: """（一）“三公”经费财政拨款支出决算总体情况说明。
“三公”经费财政拨款支出年初预算为27.66万元，支出决算为24.65万元，完成预算的89.12%，其中：因公出国（境）费决算为0.00万元，完成预算的0.00%；公务用车购置及运行维护费支出决算为19.39万元，完成预算的88.70%；公务接待费支出决算为5.26万元，完成预算的90.69%。支出决算数小于预算数的主要原因：严格控制。
2023年度“三公”经费财政拨款支出决算数比2022年度减少1.35万元，下降5.19%，其中：因公出国（境）费支出与上一年度持平；公务用车购置及运行维护费支出决算减少1.20万元，下降5.83%；公务接待费支出决算减少0.15万元，下降2.77%。
（二）“三公”经费财政拨款支出决算具体情况说明。
“三公”经费财政拨款支出决算中，因公出国（境）费支出决算0.00万元，占0.00%；公务用车购置及运行维护费支出决算19.39万元，占78.66%；公务接待费支出决算5.26万元，占21.34%。具体情况如下：
1、因公出国（境）费支出0.00万元。全年安排因公出国（境）团组0个、累计0人次。
2、公务用车购置及运行维护费支出19.39万元。其中：
公务用车购置支出为0.00万元。
公务用车运行维护支出19.39万元。2023年，所属各预算单位开支财政拨款的公务用车保有量为6辆。
3、公务接待费支出5.26万元。其中：
国内公务接待支出5.26万元（含外宾接待支出0.00万元）。主要用于接待上级部门，列明公务接待63批次、517人次，其中：接待外宾0批次、0人次。""",
        RUNNING: "机关运行经费支出92.64万元，比2022年度增加5.18万元，增长5.92%。主要原因是巡护增加。",
        BUYING: "2023年度政府采购金额（以合同签订为准）为424.20万元，其中：货物采购金额94.62万元、工程采购金额186.30万元、服务采购金额143.28万元。\n在面向中小企业预留的政府采购项目中，由中小企业供应商中标或成交的，采购金额225.10万元；在面向小微企业预留政府采购项目中，由小微企业供应商中标或成交的，采购金额164.87万元；在其他政府采购项目中，由中小企业供应商中标或成交的，采购金额117.80万元。",
        BASIC: "一般公共预算财政拨款基本支出1429.42万元。其中：人员经费1228.46万元，主要包括：基本工资等；公用经费200.96万元，主要包括：办公费、手续费等。",
    },
    "云南": {
        THREE: """（一）总体情况
2023年度一般公共预算财政拨款“三公”经费支出年初预算为276,600.00元，支出决算为246,500.00元，完成年初预算的89.12%。其中：因公出国（境）费支出年初预算为0.00元，决算为0.00元，完成年初预算的0%；公务用车购置费支出年初预算为0.00元，决算为0.00元；公务用车运行维护费支出年初预算为218,600.00元，决算为193,900.00元，完成年初预算的88.70%；公务接待费支出年初预算为58,000.00元，决算为52,600.00元，完成年初预算的90.69%。
2023年度一般公共预算财政拨款“三公”经费支出决算数比2022年减少13,500.00元，下降5.19%。其中：因公出国（境）费支出决算无变化；公务用车运行维护费支出决算减少12,000.00元，下降5.83%；公务接待费支出决算减少1,500.00元，下降2.77%。
（二）具体情况
1.因公出国（境）费支出0.00元，共安排因公出国（境）团组0个，累计0人次。
2.公务用车购置及运行维护费支出193,900.00元。其中：
公务用车购置支出0.00元，购置车辆0辆。
公务用车运行维护支出193,900.00元，开支一般公共预算财政拨款的公务用车保有量为6辆。主要用于巡护。
3.公务接待费支出52,600.00元。其中：
国内接待费支出52,600.00元（其中：外事接待费支出0.00元），共安排国内公务接待63批次（其中：外事接待0批次），接待人次517人（其中：外事接待人次0人）。主要用于接待检查。
国（境）外接待费支出0.00元，共安排国（境）外公务接待0批次，接待人次0人。""",
        BASIC: "2023年度用于保障机构正常运转的日常支出14,294,200.00元。其中：基本工资、津贴补贴等人员经费支出12,284,600.00元，占基本支出的85.94%；办公费、印刷费、水费等公用经费支出2,009,600.00元，占基本支出的14.06%。",
        RUNNING: "2023年机关运行经费支出926,400.00元，比上年874,600.00元增加51,800.00元，增长5.92%，主要原因是巡护增加。",
    },
    "浙江": {
        THREE: """（一）总体情况
2023年度“三公”经费一般公共预算财政拨款支出预算为27.66万元，支出决算为24.65万元，完成预算的89.12%，2023年度“三公”经费支出决算数小于预算数的主要原因是厉行节约。
（二）具体情况
“三公”经费一般公共预算财政拨款支出决算中，因公出国（境）费支出决算为0万元，占0%，与2022年度相比，减少3万元，下降100%，主要原因是未安排；公务用车购置及运行维护费支出决算为19.39万元，占78.66%，与2022年度相比，减少1.2万元，下降5.83%，主要原因是节约；公务接待费支出决算为5.26万元，占21.34%，与2022年度相比，减少0.15万元，下降2.77%，主要原因是控制。具体情况如下：
（1）因公出国（境）费支出预算为0万元，支出决算为0万元。全年使用一般公共预算财政拨款涉及因公出国（境）团组0个；累计0人次。
（2）公务用车购置及运行维护费支出预算为21.86万元，支出决算为19.39万元，完成预算的88.7%。决算数小于预算数的主要原因是节约。公务用车购置支出为0万元（含购置税等附加费用），主要用于经批准购置的0辆公务用车；公务用车运行维护费支出19.39万元，主要用于巡护；2023年12月31日，开支一般公共预算财政拨款的公务用车保有量为6辆。
（3）公务接待费支出预算为5.8万元，支出决算为5.26万元，完成预算的90.69%。主要用于接待检查。其中：外事接待支出0万元，接待0人次，0批次。其他国内公务接待支出5.26万元，接待517人次，63批次。"""
    },
    "广西": {
        THREE: """2023年度“三公”经费支出预算数27.66万元，决算数24.65万元，完成预算的89.12%，比上年减少1.35万元，下降5.19%。
1.因公出国（境）费支出决算0万元，完成预算的0%。
2.公务用车购置及运行维护费支出决算19.39万元，完成预算的88.7%，比上年减少1.2万元，下降5.83%。其中：公务用车购置支出0万元，购置公务用车0辆；公务用车运行维护费支出19.39万元。至2023年末，公务用车保有量6辆，平均每辆3.23万元。
3.公务接待费支出决算5.26万元，完成预算的90.69%，比上年减少0.15万元，下降2.77%。国内公务接待批次63次，接待人次517人次；国（境）外公务接待批次0次，0人次。"""
    },
    "广东": {
        THREE: """2023年度“三公”经费支出决算为24.65万元，完成全年预算27.66万元的89.12%，比上年决算数减少1.35万元，下降5.19%。
因公出国（境）费支出决算为0万元，完成全年预算0万元的0%；公务用车购置及运行维护费支出决算为19.39万元，完成全年预算21.86万元的88.70%；公务接待费支出决算为5.26万元，完成全年预算5.8万元的90.69%，比上年减少0.15万元，下降2.77%。
2023年更新购置公务用车0辆，年末公务用车保有量6辆，公务用车运行维护费支出19.39万元；国内公务接待63批次，517人次。""",
        BUYING: "2023年政府采购支出总额110万元，其中：政府采购货物支出50万元、政府采购工程支出0万元、政府采购服务支出60万元。授予中小企业合同金额80万元，占政府采购支出总额的72.73%，其中：授予小微企业合同金额20万元，占授予中小企业合同金额的25%；货物采购授予中小企业合同金额占货物支出金额的100%，工程采购授予中小企业合同金额占工程支出金额的0%，服务采购授予中小企业合同金额占服务支出金额的50%。",
    },
    "分行列出": {
        THREE: """2023年“三公”经费支出合计24.65万元，比上年减少1.35万元，下降5.19%，其中：
1.因公出国（境）费0万元；
2.公务用车购置及运行维护费19.39万元，其中：公务用车购置费0万元，公务用车运行维护费19.39万元；
3.公务接待费5.26万元。
公务用车保有量6辆，国内公务接待批次63个，接待人次517人。""",
        RUNNING: "2023年机关运行经费92.64万元，比年初预算增加2.64万元，增长2.93%，主要原因是增支，比上年减少1.2万元，下降1.28%。",
    },
}


@cache
def forestry() -> Value:
    report: Value = json.loads(FORESTRY.read_text("utf-8"))
    put(report, 6, 0, 10, "19.39")
    return report


def worded(sections: dict[str, str]) -> Value:
    """The tables of the forestry example with other prose."""
    value = copy.deepcopy(forestry())
    value["sections"] = [{"heading": ["第三部分 情况说明", title], "text": text} for title, text in sections.items()]
    return value


@pytest.mark.parametrize("province", WORDINGS)
def test_what_holds_in_other_words_is_not_accused(province: str) -> None:
    done = checked(worded(WORDINGS[province]), pack=pack())
    assert [(f["rule"], f["message"]) for f in violated(done)] == []


@pytest.mark.parametrize("province", WORDINGS)
def test_the_figures_in_other_words_are_seen(province: str) -> None:
    """Nine of ten figures of the “三公” section are watched."""
    value = worded({THREE: WORDINGS[province][THREE]})
    text = value["sections"][0]["text"]
    unwatched = {item.place.start for item in checked(value, pack=pack()).unwatched if "sections" in item.place.pointer}
    missed = [text[max(0, f.start - 12) : f.end] for f in figures_of(text) if f.start in unwatched and f.value]
    assert len(missed) <= 0.1 * len(figures_of(text)) + 1, missed


def wrong(province: str, title: str, old: str, new: str) -> set[str]:
    text = WORDINGS[province][title]
    assert text.count(old) == 1, (province, old, text.count(old))
    return accused(worded({**WORDINGS[province], title: text.replace(old, new)}))


CHANGES = [
    ("四川", THREE, "完成预算89.12%", "完成预算98.12%", "没有写预算的，“三公”经费的完成率按“三公”表的预算数算得对"),
    ("四川", THREE, "下降5.19%", "下降9.15%", "“三公”经费的增减率算得对"),
    ("四川", THREE, "比2022年减少1.2万元", "比2022年减少2.1万元", "公务用车购置及运行费的增减率算得对"),
    ("四川", THREE, "5.26万元，占21.34%", "5.26万元，占23.14%", "公务接待费占“三公”经费的比重算得对"),
    ("四川", THREE, "公务接待费支出5.26万元，完成", "公务接待费支出5.62万元，完成", "“三公”经费说明的公务接待费决算与“三公”表相等"),
    ("四川", BUYING, "工程支出186.3万元", "工程支出163.8万元", "政府采购总额等于货物、工程、服务之和"),
    ("四川", BUYING, "总额的63.3%", "总额的36.3%", "授予小微企业合同金额占采购总额的比重算得对"),
    ("四川", ASSETS, "其他用车3辆", "其他用车2辆", "车辆总数等于各类车辆之和"),
    ("四川", RUNNING, "增长5.92%", "增长9.52%", "机关运行经费的增减率算得对"),
    ("重庆", THREE, "较年初预算数减少3.01万元", "较年初预算数减少1.03万元", "“三公”经费比年初预算的增减率算得对"),
    ("重庆", THREE, "较上年支出数减少0.15万元", "较上年支出数减少0.51万元", "公务接待费的增减率算得对"),
    ("重庆", GENERAL, "增长14.39%", "增长13.49%", "会议费的增减率算得对"),
    ("重庆", ASSETS, "执法执勤用车3辆", "执法执勤用车5辆", "车辆总数等于各类车辆之和"),
    ("上海", THREE, "支出决算减少1.20万元", "支出决算减少2.10万元", "公务用车购置及运行费的增减率算得对"),
    ("上海", BUYING, "采购金额117.80万元", "采购金额217.80万元", "授予中小企业的两部分采购之和不超过政府采购总额"),
    ("上海", BASIC, "人员经费1228.46万元", "人员经费1282.46万元", "基本支出说明的人员经费与基本支出表相等"),
    ("云南", THREE, "决算为52,600.00元", "决算为56,200.00元", "“三公”经费说明的公务接待费决算与“三公”表相等"),
    ("云南", RUNNING, "上年874,600.00元", "上年847,600.00元", "写了上年数的，机关运行经费的增减额算得对"),
    ("云南", BASIC, "占基本支出的85.94%", "占基本支出的58.94%", "人员经费、公用经费的占比相加为100%"),
    ("浙江", THREE, "（2）公务用车购置及运行维护费支出预算为21.86万元", "（2）公务用车购置及运行维护费支出预算为28.16万元", "“三公”经费说明的公务用车购置及运行费预算与“三公”表相等"),
    ("浙江", THREE, "决算数小于预算数的主要原因是节约", "决算数大于预算数的主要原因是节约", "写公务用车购置及运行费决算数大于、小于、等于预算数，与数字相符"),
    ("广西", THREE, "比上年减少0.15万元", "比上年减少0.51万元", "公务接待费的增减率算得对"),
    ("广西", THREE, "接待人次517人次", "接待人次0人次", "有公务接待费的，写有接待批次和人次"),
    ("广东", THREE, "全年预算5.8万元的90.69%", "全年预算5.8万元的96.09%", "公务接待费的预算完成率算得对"),
    ("广东", BUYING, "服务支出金额的50%", "服务支出金额的15%", "货物、工程、服务授予中小企业的比重，与授予中小企业合同金额相符"),
    ("分行列出", THREE, "3.公务接待费5.26万元", "3.公务接待费5.62万元", "分行列出的公务接待费与“三公”表相等"),
    ("分行列出", RUNNING, "增长2.93%", "增长9.23%", "机关运行经费比年初预算的增减率算得对"),
]  # fmt: skip


@pytest.mark.parametrize(("province", "title", "old", "new", "rule"), CHANGES)
def test_what_does_not_hold_is_found_in_other_words(province: str, title: str, old: str, new: str, rule: str) -> None:
    assert rule in wrong(province, title, old, new)


def test_a_growth_of_the_wrong_sign_is_found() -> None:
    assert wrong("四川", RUNNING, "比2022年增加5.18万元，增长5.92%", "比2022年增加5.18万元，下降5.92%") == {
        "机关运行经费的增减率算得对"
    }


def test_an_item_before_another_in_one_sentence_keeps_its_own_change() -> None:
    text = (
        "“三公”经费支出预算为27.66万元，支出决算为24.65万元，其中：因公出国（境）费支出预算为0万元，支出决算为0万元；"
        "公务用车购置及运行维护费支出预算为21.86万元，支出决算为19.39万元，完成预算的88.7%；"
        "公务接待费支出预算为5.8万元，支出决算为5.26万元，完成预算的90.69%，与上年相比减少0.15万元，下降2.77%。"
    )
    assert accused(worded({THREE: text + COUNTS})) == set()


# ------------------------------------------------------------------------------ years, traps, claims without figures


def last_year(total: str, reception: str) -> Value:
    value = copy.deepcopy(forestry())
    value["year"] = 2022
    put(value, 6, 0, 6, total)
    put(value, 6, 0, 11, reception)
    return value


def test_last_year_as_the_changes_imply_it_is_in_last_years_table() -> None:
    value = worded({THREE: WORDINGS["广西"][THREE]})
    found = accused(value, last_year("26.00", "5.41"))
    assert not any("公务接待费" in title or title.startswith("由增减额推算的“三公”经费") for title in found)
    assert "由增减额推算的公务接待费上年数，与上年“三公”表相等" in accused(value, last_year("26.00", "4.51"))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (RUNNING, "2023年机关运行经费支出92.64万元，比上年增加5.18万元，增长5.92%。不含所属事业单位的公用经费。"),
        (RUNNING, "2023年机关运行经费支出92.64万元。其中：办公费20万元，较上年增加2万元，增长11.11%；水费1.84万元。"),
        (RUNNING, "本单位为事业单位，无机关运行经费支出。"),
        (THREE, "所属各单位均按规定控制“三公”经费，无超标准接待。"),
        (THREE, "公务接待费支出预算为5.8万元，支出决算为5.26万元，与上年基本持平，下降的主要原因是压减接待。"),
        (THREE, "公务接待费支出与预算持平。较上年减少0.15万元，减少的主要原因是压减接待。"),
        (BUYING, "2023年度政府采购支出总额0万元，无政府采购。"),
        (FUND, "本单位没有政府性基金收入，也没有使用政府性基金安排的支出。"),
        (BASIC, "基本支出1429.42万元，其中：人员经费1228.46万元，主要包括：基本工资、奖金等；公用经费200.96万元。"),
        (ASSETS, "共有车辆6辆，其中：越野车2辆。单价50万元以上通用设备0台（套）。"),
    ],
)
def test_what_only_looks_wrong_is_silent(title: str, text: str) -> None:
    assert accused(worded({title: text + COUNTS if title == THREE else text})) == set()


@pytest.mark.parametrize(
    ("title", "text", "rule"),
    [
        (THREE, "公务接待费支出决算5.26万元，与上年持平，下降的主要原因是压减接待。", "写了与上年、与预算持平的，不再写增减的原因"),
        (THREE, "因公出国（境）费支出预算为0万元，支出决算为0万元，完成预算的100%。", "因公出国（境）费预算为零时，不写完成率"),
        (THREE, "公务接待费支出预算为5.8万元，支出决算为5.26万元，与上年相比增加5.26万元，增长100%。", "公务接待费上年为零时，不写增长率"),
        (THREE, "本单位2023年度未安排“三公”经费。", "“三公”表有数的，正文不写没有“三公”经费"),
        (RUNNING, "机关运行经费支出292.64万元。", "机关运行经费不超过公用经费"),
        (RUNNING, "机关运行经费支出92.64万元，比上年减少3万元，下降3.14%。主要原因是上年误记科目。", "机关运行经费增减的原因不是记账差错"),
        (ASSETS, "共有车辆3辆。", "公务用车保有量不超过车辆总数"),
        (BUYING, "政府采购支出总额100万元。授予中小企业合同金额120万元。", "授予中小企业合同金额不超过政府采购总额"),
        (GENERAL, "开支会议费0.59万元；开支培训费3.25万元。", "说明的会议费不少于基本支出里的会议费"),
        ("机构设置", "本部门编制人数16人，实有21人。", "编制人数不少于实有人数"),
        ("机构设置", "内设机构5个，分别为：办公室、综合股、财务股。", "列出的内设机构不少于所写的个数"),
    ],
)  # fmt: skip
def test_claims_that_contradict_each_other_are_found(title: str, text: str, rule: str) -> None:
    sections = {title: text}
    if title == ASSETS:
        sections[THREE] = WORDINGS["广西"][THREE]
    assert rule in accused(worded(sections))


def test_two_places_of_the_reception_cost_that_disagree() -> None:
    value = copy.deepcopy(forestry())
    for section in value["sections"]:
        section["text"] = section["text"].replace("2、公务接待费支出决算为5.26万元", "2、公务接待费支出决算为5.62万元")
    assert "逐项说明具体情况时写的公务接待费与“三公”表相等" in accused(value)
