"""The examples of rules as tests: what a stated value is, what it gives, and what is wrong with the way it is stated."""

from fractions import Fraction

import pytest
from mutations import shipped

from checker.evaluation import Outcome
from checker.examples import Tried, failure, try_examples
from checker.problems import Problem, lesson
from checker.rules import read_rules
from checker.yamlfiles import parse_yaml


def tried(assertion: str, *examples: str, more: str = "") -> tuple[list[Tried], list[Problem]]:
    lines = "".join(f"  - {example}\n" for example in examples)
    text = f"规则集: 甲\n规则:\n- 编号: A\n  断言: {assertion}\n{more}  示例:\n{lines}"
    file, faults = parse_yaml(text, "规则.yaml")
    rules, problems = read_rules([file], shipped().layouts)
    assert [*faults, *problems] == []
    return try_examples(rules[0].resolved(shipped().layouts[0]))


def outcome(assertion: str, example: str, more: str = "") -> Outcome:
    (one,), problems = tried(assertion, example, more=more)
    assert problems == []
    assert one.is_right, one.outcome
    return one.outcome


SUM = "人员经费 + 公用经费 = 基本支出"


@pytest.mark.parametrize(
    ("assertion", "example"),
    [
        (SUM, "{人员经费: 101.95, 公用经费: 5.06, 基本支出: 107.01, 结果: 一致}"),
        (SUM, "{人员经费: 101.95, 公用经费: 5.05, 基本支出: 107.01, 结果: 尾差}"),
        (SUM, "{人员经费: 101.95, 公用经费: 5.60, 基本支出: 107.01, 结果: 不一致}"),
        (SUM, "{人员经费: 缺, 公用经费: 5.60, 基本支出: 107.01, 结果: 无法判断}"),
        (SUM, "{人员经费: 没有, 其余: 空, 结果: 无法判断}"),
        (SUM, "{人员经费: 空, 公用经费: 5.06, 基本支出: 5.06, 结果: 一致}"),
        (SUM, "{人员经费: 5.06, 基本支出: 5.06, 其余: 空, 结果: 一致}"),
        (SUM, "{人员经费: 1019500元, 公用经费: 5.06, 基本支出: 107.01万元, 结果: 一致}"),
        (SUM, "{人员经费: '1,101.95', 公用经费: '（1.95）', 基本支出: 1100.00, 结果: 一致}"),
        (
            "基本支出占比 = 占比(基本支出, 支出合计)",
            "{基本支出占比: 49.54%, 基本支出: 107.01, 支出合计: 216.01, 结果: 一致}",
        ),
        ("基本支出占比 = 占比(基本支出, 支出合计)", "{基本支出占比: 0%, 基本支出: 0, 支出合计: 0, 结果: 无法判断}"),
        ("年初预算合计 = 合计(年初预算)", "{年初预算合计: 3, 年初预算: [1, 2], 结果: 一致}"),
        ("个数(年初预算) = 2", "{年初预算: [1, 2], 结果: 一致}"),
        ("若 人员经费 > 0，则 公用经费 > 0", "{人员经费: 0, 公用经费: 0, 结果: 不适用}"),
        ("《支出决算表》 为空", "{《支出决算表》为空: 是, 结果: 一致}"),
        ("《支出决算表》 为空", "{《支出决算表》is empty: no, 结果: 不一致}"),
        ("《支出决算表》 为空", "{《支出决算表》为空: 缺, 结果: 无法判断}"),
        ("人员经费 存在", "{人员经费: 1.00, 结果: 一致}"),
        ("人员经费 存在", "{人员经费: 缺, 结果: 不一致}"),
        ("人员经费 为空", "{人员经费: 0, 结果: 一致}"),
        ("人员经费 全为空白", "{人员经费: 0, 结果: 不一致}"),
        ("全文 不包含 “XX”", "{全文: 某某说明, 结果: 一致}"),
        ("目录 包含 “一、甲”", "{目录: [一、甲, 二、乙], 结果: 一致}"),
        ("上年 人员经费 ≤ 人员经费", "{上年人员经费: 1.00, 人员经费: 2.00, 结果: 一致}"),
        ("上年 人员经费 ≤ 人员经费", "{人员经费: 2.00, 结果: 不适用}"),
        (
            "名单相同(人员经费项目, 非零项(《支出决算表》[201*, 基本支出]))",
            '{人员经费项目: [甲, 乙], "《支出决算表》[201*, 基本支出]": {甲: 1, 乙: 2, 丙: 0}, 结果: 一致}',
        ),
    ],
)
def test_a_stated_value_gives_the_stated_verdict(assertion: str, example: str) -> None:
    outcome(f"'{assertion}'", example)


def test_the_precision_of_a_layout_holds_where_zeros_were_dropped() -> None:
    # 100 is 100.00 in a layout of two decimals: half a cent of 万元 a figure, not half of a 万元
    outcome(SUM, "{人员经费: 100, 公用经费: 5, 基本支出: 105.4, 结果: 不一致}")


def test_tolerance_and_exactness_hold_for_examples() -> None:
    near = "{人员经费: 101.95, 公用经费: 5.05, 基本支出: 107.01, 结果: %s}"
    outcome(SUM, near % "不一致", more="  精确: 是\n")
    outcome(SUM, near.replace("5.05", "5.00") % "尾差", more="  容差: 0.1万元\n")
    difference = outcome(SUM, near % "尾差").comparison
    assert difference is not None
    assert difference.difference == Fraction(-100)


def test_an_example_that_gives_another_verdict() -> None:
    (one,), problems = tried(SUM, "{人员经费: 1, 公用经费: 2, 基本支出: 4, 结果: 一致}")
    assert problems == []
    assert not one.is_right
    problem = failure(one, "zh")
    assert (problem.code, problem.line, problem.column) == ("R222", 6, 5)
    assert lesson(problem, "zh").text == "示例写的结果是“一致”，按断言算出来是“不一致”。"
    assert lesson(failure(one, "en"), "en").text == "The example says “holds”, the assertion gives “violated”."


def test_why_nothing_could_be_judged_is_said() -> None:
    (one,), _ = tried(SUM, "{人员经费: 1, 公用经费: 2, 结果: 一致}")
    text = "示例写的结果是“一致”，按断言算出来是“无法判断”（示例没有给出“基本支出”）。"
    assert lesson(failure(one, "zh"), "zh").text == text


@pytest.mark.parametrize(
    ("example", "code", "column", "near"),
    [
        ("{人员经废: 1, 结果: 一致}", "R220", 6, ("人员经费",)),
        ("{火星: 1, 结果: 一致}", "R220", 6, ()),
        ("{人员经费: 一百, 结果: 一致}", "R221", 12, ()),
        ("{人员经费: 1.2.3, 结果: 一致}", "R221", 12, ()),
        ("{人员经费: 1万圆, 结果: 一致}", "R221", 12, ()),
    ],
)
def test_what_is_wrong_with_an_example(example: str, code: str, column: int, near: tuple[str, ...]) -> None:
    done, (problem,) = tried(SUM, example)
    assert done == []
    assert (problem.code, problem.line, problem.column, problem.near) == (code, 6, column, near)


def test_an_answer_that_is_neither_yes_nor_no() -> None:
    done, (problem,) = tried("《支出决算表》 为空", "{《支出决算表》为空: 也许, 结果: 一致}")
    assert done == []
    assert (problem.code, problem.column, lesson(problem, "zh").advice) == ("R204", 17, "可以写：是、否。")


def test_the_names_an_example_may_use_are_offered_once_each() -> None:
    _, (problem,) = tried("若 《支出决算表》 为空，则 人员经费 = 人员经费", "{人员经废: 1, 结果: 一致}")
    assert lesson(problem, "zh").advice == "这条断言用到的名称：《支出决算表》、人员经费、《支出决算表》为空。"


def test_every_mistake_of_every_example_is_told() -> None:
    _, problems = tried(SUM, "{人员经废: 1, 公用经费: 二, 结果: 一致}", "{人员经费: 三, 结果: 一致}")
    assert [(problem.code, problem.line) for problem in problems] == [("R220", 6), ("R221", 6), ("R221", 7)]


def test_the_examples_of_the_shipped_rules_are_right() -> None:
    layout = shipped().layouts[0]
    for rule in shipped().rules:
        done, problems = try_examples(rule.resolved(layout))
        assert problems == []
        verdicts = {one.outcome.verdict for one in done}
        assert all(one.is_right for one in done), rule.id
        assert verdicts & {"holds", "rounding"}, rule.id
        assert "violated" in verdicts, rule.id
        assert rule.basis, rule.id
