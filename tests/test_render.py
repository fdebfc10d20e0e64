"""Findings in words: what an auditor reads, how it is laid out, and that nothing said there is untrue."""

import json
import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from mutations import LAYOUTS, Value, checked, example, findings, pack_of, put, shipped

from checker.findings import Checked
from checker.packs import Pack
from checker.render.json import findings_json
from checker.render.problems import display_width
from checker.render.text import MOST_OF_ONE_CAUSE, WIDEST, report_text, summary_text
from checker.render.wording import with_unit
from checker.resources import table
from checker.rules import Applies, read_rules
from checker.yamlfiles import parse_yaml


def text(value: Value, lang: str = "zh", **options: Any) -> str:
    return report_text(checked(value, **options), lang)


def finding(value: Value, rule: str, lang: str = "zh", **options: Any) -> list[str]:
    """The lines of the first finding of a rule."""
    blocks = text(value, lang, **options).split("\n\n")
    return next(block for block in blocks if f" {rule} " in block.splitlines()[0]).splitlines()


# --- one finding ------------------------------------------------------------------------------------------------------


def test_a_rounding_difference_shows_all_seven_items_and_their_places() -> None:
    lines = finding(example(), "JBZC-002")
    assert lines[:7] == [
        "≈ 尾差 [提示] JBZC-002 基本支出各经济分类的类等于款之和，人员、公用经费等于各类之和",
        "  基本支出各经济分类的类等于款之和，人员、公用经费等于各类之和：左边 5.06万元，右边 5.05万元，相差 0.01万元，四舍五入可以解释，不必修改。",
        "  位置  《一般公共预算财政拨款基本支出决算明细表》 302 商品和服务支出 决算数",
        "  左边  302 商品和服务支出 5.06 万元",
        "  右边  30201 办公费 0.98 + 30202 印刷费 1.57 + 30206 电费 1.20 + 30211 差旅费 0.17",
        "        + 30217 公务接待费 0.66 + 30226 劳务费 0.06 + 30239 其他交通费用 0.41 = 5.05 万元",
        "  差额  0.01 万元，在四舍五入允许的 0.04 万元以内",
    ]
    table_row = "《一般公共预算财政拨款基本支出决算明细表》 302 商品和服务支出 决算数"
    assert re.fullmatch(rf"  出处  report.json:\d+:\d+ +5.06万元  {table_row}", lines[7])
    assert len(lines) == 7 + 8 + 1


TITLE = "基本支出各经济分类的类等于款之和，人员、公用经费等于各类之和"


def test_the_sentence_of_a_rounding_difference_asks_for_no_correction() -> None:
    said = {
        "zh": f"{TITLE}：左边 5.06万元，右边 5.05万元，相差 0.01万元，四舍五入可以解释，不必修改。",
        "en": f"{TITLE}: left 5.06万元, right 5.05万元, difference 0.01万元; rounding explains it, nothing needs to be "
        "changed.",
    }
    for lang, sentence in said.items():
        (one,) = (f for f in findings(example(), lang=lang)["findings"] if f["rule"] == "JBZC-002")
        assert (one["verdict"], one["message"]) == ("rounding", sentence)
        assert finding(example(), "JBZC-002", lang)[1] == f"  {sentence}"


def test_a_difference_within_what_the_rule_allows_says_so() -> None:
    pack = written("- {编号: A-1, 名称: 两笔相等, 断言: 人员经费 = 基本支出, 容差: 10万元, 提示: 请核对。}\n")
    for lang, sentence in {
        "zh": "两笔相等：左边 101.95万元，右边 107.01万元，相差 5.06万元，在规则容许的误差以内，不必修改。",
        "en": "两笔相等: left 101.95万元, right 107.01万元, difference 5.06万元; within what the rule allows, nothing "
        "needs to be changed.",
    }.items():
        (one,) = findings(example(), lang=lang, pack=pack)["findings"]
        assert one["message"] == sentence


def rounded(count: int) -> Pack:
    """So many rules that each find one 尾差 in the example, around one that finds a 不一致."""
    many = [
        f"- {{编号: A-{number}, 名称: 第 {number} 条, 断言: 《一般公共预算财政拨款基本支出决算明细表》[302, 决算数] = "
        "合计(《一般公共预算财政拨款基本支出决算明细表》[302*, 决算数])}\n"
        for number in range(1, count)
    ]
    return written("".join([*many, f"- {{编号: Z-1, 断言: 人员经费 = 基本支出}}\n{LEVELS}"]))


LEVELS = """\
- 编号: B-1
  名称: 类等于款之和
  对象: 《一般公共预算财政拨款基本支出决算明细表》每个上级科目、每个金额栏
  断言: 本级 = 下级合计
  提示: 请核对。
"""


def test_up_to_three_rounding_differences_are_shown_in_full() -> None:
    blocks = text(example(), pack=rounded(3)).split("\n\n")[1:]
    assert [block.split()[3] for block in blocks] == ["A-1", "A-2", "B-1", "Z-1"]
    assert all("  出处  " in block for block in blocks)


def test_more_than_three_are_listed_at_the_end_a_line_each() -> None:
    *_, before, last = text(example(), pack=rounded(4)).split("\n\n")
    assert before.startswith("✗ 不一致 [错误] Z-1 ")
    assert last.splitlines() == [
        "≈ 尾差 [提示] 共 4 处，相差在四舍五入或规则容许的误差以内，不必修改",
        "  A-1  第 1 条                                                               "
        "左边 5.06 万元  右边 5.05 万元  差额 0.01 万元",
        "  A-2  第 2 条                                                               "
        "左边 5.06 万元  右边 5.05 万元  差额 0.01 万元",
        "  A-3  第 3 条                                                               "
        "左边 5.06 万元  右边 5.05 万元  差额 0.01 万元",
        "  B-1  《一般公共预算财政拨款基本支出决算明细表》 302 商品和服务支出 决算数  "
        "左边 5.06 万元  右边 5.05 万元  差额 0.01 万元",
    ]
    english = text(example(), "en", pack=rounded(4)).split("\n\n")[-1].splitlines()
    assert english[0] == (
        "≈ rounding [notice] 4 places differ within what rounding or the rule allows; nothing needs to be changed"
    )
    assert re.fullmatch(r"  A-1  第 1 条 +left 5.06 万元  right 5.05 万元  difference 0.01 万元", english[1])


def test_the_json_keeps_each_rounding_difference_in_full() -> None:
    found = [f for f in findings(example(), pack=rounded(4))["findings"] if f["verdict"] == "rounding"]
    assert [f["rule"] for f in found] == ["A-1", "A-2", "A-3", "B-1"]
    assert {f["message"].partition("：")[2] for f in found} == {
        "左边 5.06万元，右边 5.05万元，相差 0.01万元，四舍五入可以解释，不必修改。"
    }
    assert {len(f["evidence"]) for f in found} == {8}


def test_a_doubtful_figure_among_many_rounding_differences_is_marked() -> None:
    value = example()
    (row,) = (index for index, cells in enumerate(value["tables"][5]["rows"]) if "5.06" in cells and "302" in cells)
    column = value["tables"][5]["rows"][row].index("5.06")
    value["tables"][5]["cells"] = {f"{row},{column}": {"doubt": "字迹模糊"}}
    lines = text(value, pack=rounded(4)).split("\n\n")[-1].splitlines()
    assert all(line.endswith("差额 0.01 万元  [待核对]") for line in lines[1:])


def test_a_violation_shows_both_sides_the_difference_and_what_was_allowed() -> None:
    lines = finding(example(), "WZ-016")
    assert lines[:5] == [
        "✗ 不一致 [警告] WZ-016 财政拨款总计增减的原因金额合计等于增减额",
        "  所列原因的金额合计为 52.45万元，总的变动为 52.80万元，相差 0.35万元，是否还有其他原因没有列出？",
        "  左边  财政拨款总计原因金额 40 + 12.45 = 52.45 万元",
        "  右边  财政拨款总计变动 52.8 万元",
        "  差额  -0.35 万元，超过允许的 0.015 万元",
    ]
    assert [line.split()[1] for line in lines[5:8]][1:] == ["12.45万元", "52.8万元"]
    assert lines[-1] == "  依据  算术关系"


def test_a_percentage_shows_the_division_it_was_worked_out_by() -> None:
    lines = finding(example(), "WZ-005")
    assert lines[3:6] == [
        "  左边  类占比 92.49%",
        "  右边  占比(类支出 199.8万元, 财政拨款支出 216.01万元) = 92.4957%",
        "  差额  -0.0057%，在四舍五入允许的 0.00946%以内",
    ]


def test_the_figures_of_one_row_are_called_by_their_columns() -> None:
    lines = finding(put(example(), 4, 3, 3, "80.80"), "ZC-012")
    assert lines[3:5] == ["  左边  小计 90.80 万元", "  右边  基本支出 80.80 万元"]


def test_figures_of_several_tables_are_called_by_table_row_and_column_or_by_the_rule_s_own_term() -> None:
    lines = finding(put(example(), 1, 0, 2, "251.99"), "ZB-005", pack=only("ZB-005"))
    assert lines[2:4] == [
        "  左边  《收入支出决算总表》 本年收入合计 金额 215.99 万元",
        "  右边  《收入决算表》 合计 本年收入合计 251.99 万元",
    ]
    lines = finding(put(example(), 5, 28, 2, "110.95"), "JBZC-001", pack=only("JBZC-001"))
    assert lines[2:4] == ["  左边  人员经费 110.95 + 公用经费 5.06 = 116.01 万元", "  右边  基本支出 107.01 万元"]


def test_a_side_of_blanks_alone_says_so() -> None:
    value = example()
    for row in value["tables"][5]["rows"][1:-1]:
        row[2] = ""
    lines = finding(value, "JBZC-002")
    assert lines[4] == "  右边  全为空白 = 0.00 万元"


def test_what_could_not_be_judged_says_why() -> None:
    value = example()
    del value["tables"][2]["rows"][4]
    lines = text(value, pack=only("ZC-014")).split("\n\n")[1].splitlines()
    assert lines[:3] == [
        "? 无法判断 [警告] ZC-014 每个科目的一般公共预算财政拨款支出不超过它的全部支出",
        "  位置  《一般公共预算财政拨款支出决算表》 2013702 一般行政管理事务",
        "  原因  《支出决算表》没有“2013702 一般行政管理事务”这一行",
    ]
    assert lines[-1] == "  依据  部门决算报表表间关系"


SOME = ("ZB-005", "ZC-011", "KB-001", "KB-002", "SG-001", "SG-002", "ZC-015")


def only(*ids: str) -> Pack:
    """The shipped pack with no other rules than these."""
    return Pack(shipped().layouts, [rule for rule in shipped().rules if rule.id in ids], [])


def together(value: Value, reason: str, lang: str = "zh") -> list[list[str]]:
    """The lines of each block of findings that begins with a reason, of some rules."""
    blocks = text(value, lang, pack=only(*SOME)).split("\n\n")
    return [block.splitlines() for block in blocks if reason in block.splitlines()[0]]


def test_rules_that_could_not_judge_for_one_reason_are_named_together() -> None:
    value = example()
    del value["tables"][1]["rows"][0]
    (lines,) = together(value, "《收入决算表》没有“合计”这一行")
    assert lines[:3] == [
        "? 无法判断 [警告] 《收入决算表》没有“合计”这一行（共 2 处）",
        "  规则  ZB-005、ZC-011",
        "  位置  《收入决算表》 合计",
    ]
    assert re.fullmatch(r"  出处  report\.json:\d+:\d+", lines[3])
    assert len(lines) == 4


def test_a_dropped_table_is_told_once_and_the_json_keeps_each_rule() -> None:
    value = example()
    name = value["tables"].pop(6)["title"]
    named = "KB-001、KB-002 [提示]、SG-001、SG-002、ZC-015"
    assert together(value, f"报告里没有《{name}》") == [
        [f"? 无法判断 [警告] 报告里没有《{name}》（共 5 处）", f"  规则  {named}", f"  位置  《{name}》"]
    ]
    assert together(value, "the report has no", "en")[0][:2] == [
        f"? undecidable [warning] the report has no “{name}” (5 places)",
        "  rules  KB-001, KB-002 [notice], SG-001, SG-002, ZC-015",
    ]
    told = [f for f in findings(value, pack=only(*SOME))["findings"] if f.get("reason") == f"报告里没有《{name}》"]
    assert {f["rule"] for f in told} == {"KB-001", "KB-002", "SG-001", "SG-002", "ZC-015"}
    assert all(f["title"] and f["basis"] and f["id"] for f in told)


def test_a_long_list_of_rules_goes_on_in_the_next_line_between_two_names() -> None:
    value = example()
    del value["tables"][4]
    pack = shipped()
    (rule,) = (rule for rule in pack.rules if rule.id == "ZB-007")
    many = [replace(rule, id=f"ZB-007-{number:02}") for number in range(20)]
    lines = text(value, pack=Pack(pack.layouts, many, [])).splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith("  规则  "))
    named = [line.strip().removeprefix("规则").strip() for line in lines[start:] if "ZB-007" in line]
    assert len(named) == 3
    assert max(map(display_width, named)) <= WIDEST
    assert "".join(named) == "、".join(rule.id for rule in many)


def test_a_remark_says_where_in_the_file() -> None:
    value = example()
    value["tables"][2]["title"] = "支出决算情况表"
    lines = finding(value, "layout.unknown-table")
    assert lines[0] == "? 无法判断 [警告] layout.unknown-table 不认识的表"
    assert lines[1].startswith("  版式里没有《支出决算情况表》这张表，没有检查它；最接近的是《支出决算表》、《")
    assert re.fullmatch(r"  出处  report\.json:\d+:\d+", lines[2])
    assert lines[3] == "  依据  报表格式"


def test_a_doubtful_finding_is_marked_and_shows_the_doubt() -> None:
    value = put(example(), 2, 1, 2, "198.80")
    value["tables"][2]["cells"] = {"1,2": {"doubt": "字迹模糊"}}
    lines = finding(value, "ZB-006")
    assert lines[0] == "? 无法判断 [警告] [待核对] ZB-006 支出总表与支出决算表的每一类支出相等"
    assert "  原因  不一致，但其中有读得不准的数字，先核对原件" in lines
    assert any(line.endswith("[待核对: 字迹模糊]") for line in lines)
    assert any(line.startswith("  差额  -1.00 万元") for line in lines)


def test_lists_that_differ_say_what_is_missing_and_what_is_extra_once() -> None:
    value = example()
    for section in value["sections"]:
        section["text"] = section["text"].replace("办公费、印刷费、电费", "办公费、邮电费、电费")
    lines = finding(value, "WZ-014")
    assert "印刷费" in lines[1]
    assert "邮电费" in lines[1]
    assert not [line for line in lines if line.startswith(("  漏列", "  多列"))]


def test_a_long_equation_is_broken_between_its_terms_and_no_line_is_too_wide() -> None:
    value = example()
    for row in value["tables"][5]["rows"][1:14]:
        row[2] = "1.00"
    lines = finding(value, "JBZC-002")
    right = lines[4 : next(i for i, line in enumerate(lines) if line.startswith("  差额"))]
    assert len(right) >= 4
    assert all(display_width(line) <= WIDEST + 8 for line in right)
    assert all(line.startswith("        + ") for line in right[1:-1])
    joined = " ".join(line.strip() for line in right)
    assert joined.count(" + ") == 12
    assert joined.endswith("= 13.00 万元")


# --- texts and lists --------------------------------------------------------------------------------------------------


def written(rules: str) -> Pack:
    """A pack of some rules, for the layouts shipped."""
    file, _ = parse_yaml(f"规则集: 甲\n规则:\n{rules}", "rules.yaml")
    made, problems = read_rules([file], shipped().layouts)
    assert not problems
    return Pack(shipped().layouts, made, [])


def renamed() -> Value:
    """The example with a wrong name in 支出决算表, and its codes out of order."""
    value = example()
    rows = value["tables"][2]["rows"]
    rows[2][1] = "科学技术支出"
    rows[1], rows[3] = rows[3], rows[1]
    return value


def test_a_name_that_stands_for_a_list_shows_its_members_and_one_for_a_text_its_text() -> None:
    lines = finding(renamed(), "ZC-022")
    assert lines[1] == (
        "  《支出决算表》“20137 科学技术支出”的名称与当年科目表不一致，科目表里这个编码是“网信事务”，请核对编码和名称。"
    )
    message = "【本表的编码】；【本表的名称】；【本表的单位】"
    pack = written(
        "- 编号: A-1\n  对象: 《支出决算表》\n"
        "  断言: 本表的编码 由小到大 且 本表的名称 = 本表的单位\n"
        f"  提示: {message}\n"
    )
    value = example()
    value["tables"][2]["rows"] = [row for row in value["tables"][2]["rows"] if row[0] in ("201", "20137")]
    for lang, codes in {"zh": "201、20137", "en": "201, 20137"}.items():
        (one,) = (f for f in findings(value, lang=lang, pack=pack)["findings"] if f["rule"] == "A-1")
        assert one["message"] == f"{codes}；支出决算表；万元"


def test_the_evidence_of_a_list_is_the_members_that_break_the_rule() -> None:
    lines = finding(renamed(), "ZC-021")
    assert re.fullmatch(r"  出处  report\.json:\d+:\d+  20137、201  《支出决算表》", lines[3])
    for lang, value in {"zh": "20137、201", "en": "20137, 201"}.items():
        (one,) = (f for f in findings(renamed(), lang=lang)["findings"] if f["rule"] == "ZC-021")
        (item,) = one["evidence"]
        assert item["value"] == value
        assert "printed" not in item
    # of the list that lacks something there is nothing to show
    value = example()
    del value["tables"][2]["rows"][2]
    pack = written("- {编号: A-1, 对象: 《支出决算表》, 断言: 本表的编码 包含 《收入决算表》的编码}\n")
    (one,) = (f for f in findings(value, pack=pack)["findings"] if f["rule"] == "A-1")
    assert [(item["where"], item["value"]) for item in one["evidence"]] == [
        ("《支出决算表》", None),
        ("《收入决算表》", "20137"),
    ]
    assert finding(value, "A-1", pack=pack)[1:] == [
        "  位置  《支出决算表》",
        "  漏列  20137",
        "  出处  report.json:461:3         《支出决算表》",
        "        report.json:295:3  20137  《收入决算表》",
    ]


def test_a_list_in_which_nothing_is_wrong_shows_nothing() -> None:
    report = report_text(checked(example(), pack=only("ZC-021"), every=True), "zh")
    block = next(block for block in report.split("\n\n")[1:] if "《支出决算表》" in block).splitlines()
    assert re.fullmatch(r"  出处  report\.json:\d+:\d+  《支出决算表》", block[2])


# --- what a function comes to -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("assertion", "left"),
    [
        ("绝对值(基本支出 - 公用经费) = 3万元", ["绝对值(基本支出 107.01 - 公用经费 5.06) = 101.95 万元"]),
        ("最大(基本支出, 公用经费) = 3万元", ["最大(基本支出 107.01, 公用经费 5.06) = 107.01 万元"]),
        (
            "绝对值(基本支出 × 20%) = 3万元",
            ["绝对值(基本支出 107.01万元 × 20%) = 21.40 万元"],
        ),
        (
            "绝对值(《一般公共预算财政拨款基本支出决算明细表》[30113, 决算数] - "
            "《一般公共预算财政拨款支出决算表》[2210201, 基本支出]) = 3万元",
            [
                "绝对值(《一般公共预算财政拨款基本支出决算明细表》 30113 住房公积金 决算数 10.34",
                "- 《一般公共预算财政拨款支出决算表》 2210201 住房公积金 基本支出 6.95) = 3.39 万元",
            ],
        ),
    ],
)
def test_a_side_that_is_one_function_ends_in_its_value(assertion: str, left: list[str]) -> None:
    assert compared(assertion) == [*left, "3万元 = 3.00 万元"]


# --- every finding of many reports ------------------------------------------------------------------------------------


def reports() -> list[Value]:
    many = [example()]
    for number, row, column, changed in [(0, 0, 2, "251.99"), (2, 1, 3, "98.08"), (5, 0, 5, "5.60"), (6, 0, 6, "0.97")]:
        many.append(put(example(), number, row, column, changed))
    for dropped in range(9):
        value = example()
        del value["tables"][dropped]
        many.append(value)
    return many


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_numbers_shown_are_consistent(lang: str) -> None:
    """Left less right is the difference; it is beyond the tolerance exactly where the verdict says so."""
    for value in reports():
        for one in findings(value, lang=lang)["findings"]:
            if one["left"] is None:
                continue
            left, right, difference = (Fraction(one[name]) for name in ("left", "right", "difference"))
            places = len(one["difference"].partition(".")[2])
            assert abs(left - right - difference) <= Fraction(1, 10**places), one
            if one["tolerance"] is not None and one["verdict"] in ("violated", "rounding"):
                beyond = abs(difference) > Fraction(one["tolerance"])
                assert beyond == (one["verdict"] == "violated"), one
            if one["verdict"] == "rounding":
                assert difference != 0


def test_no_placeholder_is_left_in_any_sentence() -> None:
    for value in reports():
        for lang in ("zh", "en"):
            for one in findings(value, lang=lang)["findings"]:
                assert not re.search(r"[{}【】]|None|\x1f", one["message"] + one.get("reason", "") + one["scope"]), one


def test_text_and_json_say_the_same() -> None:
    for value in reports():
        document, printed = findings(value), text(value)
        told = Counter(one.get("story") for one in document["findings"])
        for one in document["findings"]:
            # rules that could not judge for one reason, and those with one cause, are together without their titles
            in_one_block = "story" in one and told[one["story"]] > MOST_OF_ONE_CAUSE
            is_unjudged = one["verdict"] == "undecidable" and one.get("reason")
            assert f"{one['rule']} {one['title']}" in printed or in_one_block or is_unjudged
            assert one["rule"] in printed
            assert one.get("reason", one["message"]) in printed
            for item in one["culprits"][:1] if in_one_block else one["evidence"]:
                assert f"report.json:{item['line']}:{item['column']}" in printed


def test_every_evidence_points_at_what_it_says() -> None:
    for value in reports():
        lines = json.dumps(value, ensure_ascii=False, indent=1).splitlines()
        for one in findings(value)["findings"]:
            for item in one["evidence"]:
                if item.get("printed") and item["value"] != item["printed"]:
                    continue
                if item.get("printed"):
                    at = lines[item["line"] - 1][item["column"] - 1 :].lstrip('"')
                    assert at.startswith(item["printed"].splitlines()[0][:20]), item


# --- the summary ------------------------------------------------------------------------------------------------------


def summary(done: list[Checked], lang: str = "zh", unread: int = 0) -> list[str]:
    return summary_text(done, shipped().rules, unread, lang).splitlines()


def counted(line: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", line)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_counts_of_the_summary_add_up(lang: str) -> None:
    done = [checked(value) for value in reports()]
    totals, severities, *rest = summary(done, lang)
    places, *by_verdict = counted(totals)[2:]
    assert sum(by_verdict) == places == sum(one.places for one in done)
    found, *by_severity = counted(severities)[:4]
    assert sum(by_severity) == found == sum(len(one.findings) for one in done)
    assert counted(rest[0]) == [sum(len(one.unwatched) for one in done)]


def test_rules_that_did_not_run_are_named_with_their_reasons() -> None:
    value = example()
    del value["tables"][5]
    lines = summary([checked(value)])
    start = lines.index("没有检查到的规则")
    missing = "无法判断（报告里没有《一般公共预算财政拨款基本支出决算明细表》）"
    assert f"  JBZC-002 基本支出各经济分类的类等于款之和，人员、公用经费等于各类之和: {missing}" in lines[start:]
    assert lines[1].endswith("（其中版式附注 1 项）")


def test_a_rule_that_ran_in_one_report_is_not_among_those_that_did_not_run() -> None:
    value = example()
    del value["tables"][5]
    assert not [line for line in summary([checked(value), checked(example())]) if "JBZC-002" in line]


def test_inputs_that_could_not_be_read_are_counted() -> None:
    assert summary([checked(example())], unread=2)[-1] == "2 个输入没有读成"


def test_nothing_to_say_is_said() -> None:
    pack = pack_of(LAYOUTS / "english" / "layout.yaml", LAYOUTS / "english" / "rules.yaml")
    report: Value = json.loads((LAYOUTS / "english" / "report.json").read_text("utf-8"))
    report["sections"][1]["text"] = report["sections"][1]["text"].replace("TBC", "more of it")
    rows = report["tables"][0]["rows"]
    rows[5][3], rows[7][3] = "84.1", "84.1"
    rows[8][3:5] = ["-0.1", "136.4"]
    rows[10][3:5] = ["11.9", "588.4"]
    assert text(report, "en", pack=pack).splitlines() == [
        "report.json  Harbour Trust 2023 annual return",
        "nothing to look at",
    ]


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "unit", "shown"),
    [
        ("5.06", "万元", "5.06万元"),
        ("92.49", "%", "92.49%"),
        ("5.0", "£", "£5.0"),
        ("-5.0", "£", "-£5.0"),
        ("5.0", "£000", "5.0 £000"),
        ("5.0", "GBP", "5.0 GBP"),
        ("5", "", "5"),
        ("3", "人次", "3人次"),
    ],
)
def test_a_number_and_its_unit(number: str, unit: str, shown: str) -> None:
    assert with_unit(number, unit) == shown


def placeholders(words: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", words))


def test_every_phrase_is_there_in_both_languages_with_the_same_values() -> None:
    words = table("words")
    for group in ("reasons",):
        for code, entry in words[group].items():
            assert placeholders(entry["zh"]) == placeholders(entry["en"]), code
    assert words["text"]["zh"].keys() == words["text"]["en"].keys()
    for name, phrase in words["text"]["zh"].items():
        assert placeholders(phrase) == placeholders(words["text"]["en"][name]), name
    for rule, entry in words["remarks"].items():
        assert entry["zh"].keys() == entry["en"].keys(), rule
        for part in entry["zh"]:
            assert placeholders(entry["zh"][part]) == placeholders(entry["en"][part]), rule


def test_numbers_in_the_json_are_decimal_text_and_never_binary_floats() -> None:
    done = checked(put(example(), 2, 1, 2, "199.70"))
    document = json.loads(findings_json([done], shipped().rules, [], "zh", False), parse_float=pytest.fail)
    assert document["findings"]


def test_that_nothing_was_checked_is_said() -> None:
    pack = shipped()
    head = "report.json  中共衡东县委网络安全和信息化委员会办公室 2021 部门决算"
    nothing = Pack(pack.layouts, [], [])
    assert text(example(), pack=nothing).splitlines() == [head, "没有检查：没有一条可用的规则"]
    assert text(example(), "en", pack=nothing).splitlines()[1] == "nothing was checked: there is no rule to check by"
    later = Pack(pack.layouts, [replace(rule, applies=Applies(years=((2030, 9999),))) for rule in pack.rules[:2]], [])
    assert text(example(), pack=later).splitlines() == [
        head,
        "没有检查任何一处：2 条规则，没有一条适用于这份报告",
    ]
    one = Pack(pack.layouts, later.rules[:1], [])
    assert (
        text(example(), "en", pack=one).splitlines()[1] == "nothing was checked: 1 rule, none of them for this report"
    )
    # what binding remarks is no answer of a rule
    value = example()
    value["tables"][2]["title"] = "支出决算情况表"
    lines = text(value, pack=nothing).splitlines()
    assert lines[1] == "没有检查：没有一条可用的规则"
    assert lines[3] == "? 无法判断 [警告] layout.missing-table 缺少应有的表"


def test_a_report_without_a_layout_is_counted_and_lists_no_rule() -> None:
    stranger = checked({**example(), "kind": "企业年报"})
    assert summary([stranger])[2:] == ["1 份报告没有版式可用，一条规则也没有检查"]
    assert summary([stranger], "en")[2:] == ["reports without a layout, checked by no rule: 1"]
    own = summary([checked(example())])
    lines = summary([checked(example()), stranger])
    assert [line for line in lines[2:] if line not in own] == ["1 份报告没有版式可用，一条规则也没有检查"]


@pytest.mark.parametrize(
    ("more", "layout", "zh", "en"),
    [
        (
            {"kind": "企业年报"},
            "",
            "没有适合“企业年报”2021 年的版式，这份报告没有检查。",
            "No layout fits “企业年报” of 2021; the report was not checked.",
        ),
        (
            {"layout": "部门结算"},
            "",
            "没有名叫“部门结算”的版式，这份报告没有检查。",
            "There is no layout “部门结算”; the report was not checked.",
        ),
        (
            {},
            "部门结算",
            "没有名叫“部门结算”的版式，这份报告没有检查。",
            "There is no layout “部门结算”; the report was not checked.",
        ),
    ],
)
def test_why_there_is_no_layout(more: Value, layout: str, zh: str, en: str) -> None:
    for lang, said in (("zh", zh), ("en", en)):
        (one,) = findings({**example(), **more}, layout=layout, lang=lang)["findings"]
        assert one["message"] == said


def test_a_report_without_a_year_has_none_in_the_sentence() -> None:
    value = {**example(), "kind": "企业年报"}
    del value["year"]
    (one,) = findings(value)["findings"]
    assert one["message"] == "没有适合“企业年报”的版式，这份报告没有检查。"


def test_english_sentences_of_remarks_begin_with_a_capital() -> None:
    for name, remark in table("words")["remarks"].items():
        sentence = remark["en"]["text"].removeprefix("{named}")
        if name != "layout.basis":
            assert sentence[0].isupper() or sentence[0] in "“{", name


# --- last year's figures ----------------------------------------------------------------------------------------------


def compared(assertion: str, message: str = "", lang: str = "zh") -> list[str]:
    """The sentence and the two sides of a rule that compares the example with last year's report (基本支出 90.00)."""
    said = f"  提示: {message}\n" if message else ""
    file, _ = parse_yaml(f"规则集: 甲\n规则:\n- 编号: A-1\n  断言: {assertion}\n{said}", "rules.yaml")
    rules, problems = read_rules([file], shipped().layouts)
    assert not problems
    prior: Value = json.loads(json.dumps({**example(), "year": 2020}).replace("107.01", "90.00"))
    printed = report_text(checked(example(), prior, pack=Pack(shipped().layouts, rules, [])), lang)
    lines = [line.strip() for line in printed.split("\n\n")[1].splitlines()[1:]]
    words = table("words")["text"][lang]
    ends = [index for index, line in enumerate(lines) if line.startswith(words["difference"])]
    return [re.sub(r"^(左边|右边|left|right) +", "", line) for line in lines[: ends[0]]]


@pytest.mark.parametrize(
    ("assertion", "sides"),
    [
        ("基本支出 = 上年 基本支出", ["基本支出 107.01 万元", "上年 基本支出 90.00 万元"]),
        ("上年 基本支出 ≥ 基本支出", ["上年 基本支出 90.00 万元", "基本支出 107.01 万元"]),
        (
            "基本支出 - 上年 基本支出 = 3万元",
            ["基本支出 107.01 - 上年 基本支出 90.00 = 17.01 万元", "3万元 = 3.00 万元"],
        ),
        (
            "增长率(基本支出, 上年 基本支出) = 3%",
            ["增长率(基本支出 107.01万元, 上年 基本支出 90.00万元) = 18.9000%", "3% = 3.00%"],
        ),
        (
            "上年 基本支出 / 基本支出 = 300%",
            ["上年 基本支出 90.00万元 ÷ 基本支出 107.01万元 = 84.1043%", "300% = 300.00%"],
        ),
        (
            "《支出决算表》[合计, 基本支出] = 上年 《支出决算表》[合计, 基本支出]",
            ["基本支出 107.01 万元", "上年 基本支出 90.00 万元"],
        ),
        (
            "占比(上年 (人员经费 + 公用经费), 基本支出) = 3%",
            [
                "占比(上年 人员经费 101.95万元 + 上年 公用经费 5.06万元, 基本支出 107.01万元) = 100.0000%",
                "3% = 3.00%",
            ],
        ),
    ],
)
def test_a_figure_of_last_year_says_so(assertion: str, sides: list[str]) -> None:
    assert compared(assertion)[-len(sides) :] == sides


def test_a_figure_of_last_year_says_so_in_english() -> None:
    assert compared("基本支出 = 上年 基本支出", lang="en")[-2:] == [
        "基本支出 107.01 万元",
        "last year's 基本支出 90.00 万元",
    ]


def test_a_name_in_a_message_is_of_the_year_the_assertion_looks_at() -> None:
    assert (
        compared("上年 基本支出 = 人员经费", "上年【基本支出】，今年【人员经费】")[0] == "上年90.00万元，今年101.95万元"
    )
    assert compared("基本支出 = 上年 基本支出", "今年【基本支出】")[0] == "今年107.01万元"
