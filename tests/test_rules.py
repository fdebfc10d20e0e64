"""Rule files: what is read from a sound one, and every wrong one as people write them, with place and lesson."""

from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from mutations import shipped

from checker.cli import main
from checker.problems import Problem, lesson
from checker.rules import Applies, Rule, leaves, message_words, read_rules, slots, spoken
from checker.yamlfiles import parse_yaml

HEAD = """\
规则集: 基本支出
适用: {报表: 部门决算, 年度: 2017-}
规则:
"""
SOUND = "人员经费＋公用经费＝基本支出"


def read(text: str) -> tuple[list[Rule], list[Problem]]:
    file, faults = parse_yaml(text, "规则.yaml")
    rules, problems = read_rules([file], shipped().layouts)
    return rules, [*faults, *problems]


def only(text: str) -> Rule:
    rules, problems = read(text)
    assert problems == []
    (rule,) = rules
    return rule


# --- what is read -----------------------------------------------------------------------------------------------------


def test_everything_a_rule_can_say() -> None:
    rule = only(
        HEAD
        + """\
- 编号: JBZC-001
  名称: 人员经费加公用经费等于基本支出
  级别: 警告
  依据: 部门决算公开格式
  依据确定性: 待核
  覆盖: [TI-06-03, CT-0506-01]
  适用: {年度: [2019, 2021-2023], 地区: "4304"}
  对象: 《支出决算表》每一行
  断言: 人员经费＋公用经费＝基本支出
  容差: 0.05万元
  尾差上限: 1万元
  精确: 否
  提示: 相差【差额】，基本支出为【基本支出】
  说明: 表里的数要对得上。
  示例: [{人员经费: 1, 公用经费: 2, 基本支出: 3, 结果: 一致}]
"""
    )
    assert (rule.id, rule.title, rule.severity, rule.certainty) == (
        *("JBZC-001", "人员经费加公用经费等于基本支出", "warning", "uncertain"),
    )
    assert (rule.basis, rule.why, rule.covers) == ("部门决算公开格式", "表里的数要对得上。", ("TI-06-03", "CT-0506-01"))
    assert rule.applies == Applies(("部门决算",), ((2019, 2019), (2021, 2023)), ("4304",))
    assert (rule.line, rule.message, rule.exact) == (4, "相差【差额】，基本支出为【基本支出】", False)
    assert [example.verdict for example in rule.examples] == ["holds"]
    resolved = rule.resolved(shipped().layouts[0])
    assert (resolved.tolerance.fixed, resolved.tolerance.cap) == (500, 10000)
    assert spoken(rule, "en") == "人员经费 + 公用经费 = 基本支出"


def test_an_id_and_an_assertion_are_enough() -> None:
    rule = only(f"规则集: 甲\n规则:\n- {{编号: A, 断言: {SOUND}}}\n")
    assert (rule.title, rule.severity, rule.certainty) == ("人员经费 + 公用经费 = 基本支出", "error", "high")
    assert (rule.applies, rule.basis, rule.examples, rule.tolerance) == (Applies(), "", (), None)


def test_english_keys_and_words() -> None:
    rule = only(
        """\
rule set: basic expenditure
applies to: {reports: 部门决算, years: 2017-}
rules:
- id: A-1
  title: staff and public make basic
  severity: notice
  certainty: probable
  exact: yes
  scope: each table
  assertion: if this table is empty, then this table has a note
  examples:
  - {this table is empty: yes, this table has a note: no, result: violated}
"""
    )
    assert (rule.severity, rule.certainty, rule.exact) == ("notice", "medium", True)
    assert spoken(rule, "zh") == "若 本表 为空, 则 本表 有说明"
    assert rule.examples[0].verdict == "violated"


def test_what_a_rule_applies_to() -> None:
    applies = Applies(("部门决算",), ((2019, 2021),), ("4304",))
    assert applies.to("部门决算", 2020, "430424")
    assert not applies.to("部门预算", 2020, "430424")
    assert not applies.to("部门决算", 2022, "430424")
    assert not applies.to("部门决算", 2020, "4305")
    assert applies.to("部门决算", None, "4304")
    assert Applies().to("什么都行", None, "")
    assert Applies(years=((2022, 2022),)).within(applies) == Applies(("部门决算",), ((2022, 2022),), ("4304",))


def test_slots_of_a_message() -> None:
    text = "甲【左边】乙{ 差额 }丙【】"
    assert [(name, text[start:end]) for name, start, end in slots(text)] == [
        *[("左边", "左边"), ("差额", " 差额 "), ("", "")],
    ]
    assert {message_words()[word] for word in ("左边", "left", "差额", "漏列")} == {"left", "difference", "missing"}


def test_the_leaves_of_an_assertion_come_in_the_order_they_are_written() -> None:
    rule = only(f"规则集: 甲\n规则:\n- {{编号: A, 断言: 若 人员经费 ＞ 0，则 {SOUND}}}\n")
    tree = rule.resolved(shipped().layouts[0]).assertion
    assert [leaf.text for leaf in leaves(tree)] == ["人员经费", "0", "人员经费", "公用经费", "基本支出"]


def test_a_rule_with_a_mistake_is_left_out_and_the_others_are_read() -> None:
    rules, problems = read(HEAD + f"- {{编号: A, 断言: 人员经废＝0}}\n- {{编号: B, 断言: {SOUND}}}\n")
    assert [rule.id for rule in rules] == ["B"]
    assert [problem.code for problem in problems] == ["R101"]


# --- wrong files as people write them ---------------------------------------------------------------------------------


class Told(NamedTuple):
    """A mistake: code, line, column, end column, a near name where one is offered, words of the lesson."""

    code: str
    line: int
    column: int
    end_column: int
    near: str = ""
    words: str = ""


def rule(assertion: str = SOUND, *more: str, id: str = "A-1") -> str:
    return "\n  ".join([f"- 编号: {id}", f"断言: {assertion}", *more]) + "\n"


EXAMPLE = "示例:\n  - {人员经费: 1, 公用经费: 2, 基本支出: 3, 结果: 一致}"
WRONG: dict[str, tuple[str | bytes, list[Told]]] = {
    "misspelt name": (
        HEAD + rule("人员经废＋公用经费＝基本支出"),
        [Told("R101", 5, 7, 11, "人员经费", "没有“人员经废”这个名称")],
    ),
    "misspelt name at the end": (HEAD + rule("人员经费＋公用经费＝基本之出"), [Told("R101", 5, 17, 21, "基本支出")]),
    "misspelt name after full-width and half-width": (
        HEAD + rule("a人员经费 + 公用经费＝基本支出"),
        [Told("R101", 5, 7, 12, "人员经费")],
    ),
    "missing bracket": (HEAD + rule("（人员经费＋公用经费＝基本支出"), [Told("R111", 5, 7, 8, words="“（”没有配上")]),
    "missing bracket of a function": (HEAD + rule("合计(人员经费、公用经费＝基本支出"), [Told("R111", 5, 9, 10)]),
    "missing bracket in a name": (
        HEAD + rule("因公出国（境费＋公务接待费＝“三公”经费"),
        [Told("R101", 5, 7, 14, "因公出国（境）费")],
    ),
    "bracket too many": (HEAD + rule("人员经费＋公用经费）＝基本支出"), [Told("R112", 5, 16, 17)]),
    "missing square bracket": (HEAD + rule("《支出决算表》[合计, 基本支出＝基本支出"), [Told("R111", 5, 14, 15)]),
    "unknown key": (
        HEAD + "- 编号: A-1\n  及别: 错误\n  断言: 人员经费≥0\n",
        [Told("R201", 5, 3, 5, "级别", "规则里没有“及别”")],
    ),
    "unknown key of the file": (
        "规则集: 甲\n规责:\n- 编号: A\n",
        [Told("R203", 1, 1, 4), Told("R201", 2, 1, 3, "规则")],
    ),
    "amount against a bare number": (HEAD + rule("基本支出 > 50"), [Told("R145", 5, 14, 16, words="50万元")]),
    "percentage against a bare number": (
        HEAD + rule("占比(人员经费, 基本支出) < 80"),
        [Told("R145", 5, 24, 26, words="和百分比相比")],
    ),
    "amount times amount": (HEAD + rule("人员经费 × 公用经费 = 基本支出"), [Told("R143", 5, 7, 18)]),
    "amount against percentage": (HEAD + rule("人员经费 = 基本支出占比"), [Told("R144", 5, 7, 20)]),
    "a list where a figure belongs": (HEAD + rule("人员经费项目 ＋ 1万元 = 0"), [Told("R141", 5, 7, 13)]),
    "no comparison": (HEAD + rule("人员经费＋公用经费"), [Told("R140", 5, 7, 16, words="是金额，不是可以判断对错")]),
    "unknown function": (HEAD + rule("平均(人员经费、公用经费)＝基本支出"), [Told("R102", 5, 7, 9)]),
    "misspelt function": (HEAD + rule("合记(人员经费、公用经费)＝基本支出"), [Told("R102", 5, 7, 9, "合计")]),
    "ambiguous name": (
        HEAD + rule("财政拨款支出＝基本支出"),
        [Told("R132", 5, 7, 13, words="财政拨款支出结构·财政拨款支出")],
    ),
    "bare column without a scope": (
        HEAD + rule("本年支出合计＝基本支出"),
        [Told("R131", 5, 7, 13, words="《支出决算表》[…, 本年支出合计]")],
    ),
    "合计 without a scope": (
        HEAD + rule("合计=人员经费+公用经费"),
        [Told("R131", 5, 7, 9, words="《支出决算表》[合计]")],
    ),
    "misspelt table": (HEAD + rule("《支出决策表》[合计, 基本支出]＝基本支出"), [Told("R130", 5, 7, 14, "支出决算表")]),
    "misspelt column": (
        HEAD + rule("《支出决算表》[合计, 基本之出]＝基本支出"),
        [Told("R101", 5, 19, 23, "基本支出")],
    ),
    "title not closed": (HEAD + rule("《支出决算表[合计, 基本支出]＝基本支出"), [Told("R104", 5, 7, 8)]),
    "if without then": (HEAD + rule("若 人员经费＞0，公用经费＞0"), [Told("R119", 5, 7, 8, words="若 条件，则 关系")]),
    "then without if": (HEAD + rule("人员经费＞0，则公用经费＞0"), [Told("R119", 5, 14, 15)]),
    "two claims with a comma": (HEAD + rule("人员经费＞0，公用经费＞0"), [Told("R116", 5, 13, 14, words="用“且”连接")]),
    "operator missing": (HEAD + rule("人员经费公用经费＝基本支出"), [Told("R106", 5, 7, 15)]),
    "operand missing": (HEAD + rule("人员经费＋＝基本支出"), [Told("R113", 5, 12, 13)]),
    "operand missing at the end": (HEAD + rule("人员经费＋公用经费＝"), [Told("R113", 5, 17, 18)]),
    "quotation mark not closed": (HEAD + rule("全文 不包含 “此处填写"), [Told("R103", 5, 14, 15)]),
    "quotation mark for YAML not closed": (
        HEAD + rule(f'"{SOUND}'),
        [Told("Y121", 5, 7, 8, words=f"断言: '{SOUND}'")],
    ),
    "text that begins with a quoted part": (
        HEAD + rule('"三公"经费＝公务接待费'),
        [Told("Y123", 5, 7, 11, words="""断言: '"三公"经费＝公务接待费'""")],
    ),
    "a colon inside": (
        HEAD + rule(SOUND, "名称: 基本支出: 人员与公用"),
        [Told("Y126", 6, 11, 12, words="名称: '基本支出: 人员与公用'")],
    ),
    "misspelt scope": (
        HEAD + rule(SOUND, "对象: 《支出决算表》每个上级科木"),
        [Told("R127", 6, 14, 20, "每个上级科目")],
    ),
    "misspelt table of a scope": (
        HEAD + rule(SOUND, "对象: 《支出决策表》每一行"),
        [Told("R130", 6, 7, 14, "支出决算表")],
    ),
    "scope without a table": (HEAD + rule(SOUND, "对象: 每一行"), [Told("R123", 6, 7, 10)]),
    "word of the scope without its scope": (
        HEAD + rule("若本表为空，则本表有说明"),
        [Told("R133", 5, 8, 10, words="每张表"), Told("R133", 5, 14, 16)],
    ),
    "tab": (HEAD + "- 编号: A-1\n\t断言: 人员经费≥0\n", [Told("Y111", 5, 1, 2, words="断言: 人员经费≥0")]),
    "full-width indentation": (HEAD + "- 编号: A-1\n　断言: 人员经费≥0\n", [Told("Y112", 5, 1, 2)]),
    "full-width colon": (
        HEAD + "- 编号: A-1\n  断言：人员经费≥0\n",
        [Told("Y115", 5, 5, 6, words="断言: 人员经费≥0")],
    ),
    "no blank after the colon": (
        HEAD + "- 编号:A-1\n  断言:人员经费≥0\n",
        [Told("Y116", 4, 5, 6), Told("Y116", 5, 5, 6)],
    ),
    "indentation": (HEAD + "- 编号: A-1\n   断言: 人员经费≥0\n", [Told("Y118", 5, 4, 6)]),
    "a key twice": (HEAD + rule(SOUND, f"断言: {SOUND}"), [Told("Y141", 6, 3, 5, words="第 5 行")]),
    "one key in two languages": (HEAD + rule(SOUND, f"assertion: {SOUND}"), [Told("R202", 6, 3, 12)]),
    "GB18030": ((HEAD + rule()).encode("gb18030"), [Told("Y104", 1, 1, 2, words="UTF-8")]),
    "UTF-16": ((HEAD + rule()).encode("utf-16"), [Told("Y105", 0, 0, 0, words="UTF-16")]),
    "byte order mark": ((HEAD + rule("人员经废＝0")).encode("utf-8-sig"), [Told("R101", 5, 7, 11, "人员经费")]),
    "line ends of Windows": ((HEAD + rule("人员经废＝0")).replace("\n", "\r\n"), [Told("R101", 5, 7, 11, "人员经费")]),
    "empty file": ("", [Told("Y107", 0, 0, 0)]),
    "nothing but remarks": ("# 还没有写\n", [Told("Y107", 0, 0, 0)]),
    "a bare list": (rule(), [Told("R214", 1, 1, 2, words="规则集: 名称")]),
    "a bare list with a mistake in it": (
        rule("人员经废＝0"),
        [Told("R214", 1, 1, 2), Told("R101", 2, 7, 11, "人员经费")],
    ),
    "rules that are no list": (
        "规则集: 甲\n规则:\n  编号: A\n  断言: 人员经费≥0\n",
        [Told("Y154", 3, 3, 5, words="在每一项的第一行前面加“- ”")],
    ),
    "no rule in the list": ("规则集: 甲\n规则: []\n", [Told("R207", 2, 1, 3)]),
    "nothing after the rules": ("规则集: 甲\n规则:\n", [Told("Y157", 2, 4, 5)]),
    "a list of assertions": (
        HEAD + "- 编号: A-1\n  断言:\n  - 人员经费≥0\n  - 公用经费≥0\n",
        [Told("Y152", 6, 3, 4)],
    ),
    "no assertion": (HEAD + "- 编号: A-1\n  名称: 甲\n", [Told("R203", 4, 3, 5, words="补上一行 断言")]),
    "no assertion in English": (
        "rule set: x\nrules:\n- id: A-1\n",
        [Told("R203", 3, 3, 5, words="补上一行 assertion")],
    ),
    "no id": (HEAD + "- 断言: 人员经费≥0\n", [Told("R203", 4, 3, 5, words="编号")]),
    "nothing after 断言": (HEAD + "- 编号: A-1\n  断言:\n", [Told("R205", 5, 3, 5)]),
    "severity": (HEAD + rule(SOUND, "级别: 严重"), [Told("R204", 6, 7, 9, words="错误、警告、提示")]),
    "misspelt severity": (HEAD + rule(SOUND, "级别: 错吴"), [Told("R204", 6, 7, 9, "错误")]),
    "English severity misspelt": (
        "rule set: x\nrules:\n- id: A\n  severity: eror\n  assertion: 人员经费 = 0\n",
        [Told("R204", 4, 13, 17, "error", "error、warning、notice")],
    ),
    "yes or no": (HEAD + rule(SOUND, "精确: 也许"), [Told("R204", 6, 7, 9, words="是、否")]),
    "year": (HEAD.replace("2017-", "二〇一七年") + rule(), [Told("L104", 2, 20, 25, words="2017-2024")]),
    "years the wrong way round": (HEAD.replace("2017-", "2024-2017") + rule(), [Told("L104", 2, 20, 29)]),
    "kind of report": (HEAD.replace("部门决算", "部门结算") + rule(), [Told("R210", 2, 10, 14, "部门决算")]),
    "tolerance without unit": (HEAD + rule(SOUND, "容差: 0.05"), [Told("R206", 6, 7, 11, words="0.05万元")]),
    "tolerance that is no figure": (HEAD + rule(SOUND, "容差: 很小"), [Told("R206", 6, 7, 9)]),
    "tolerance of another type": (HEAD + rule(SOUND, "容差: 1%"), [Told("R218", 6, 7, 9)]),
    "cap without unit": (HEAD + rule(SOUND, "容差: 1万元", "尾差上限: 1"), [Told("R206", 7, 9, 10)]),
    "reserved id": (HEAD + rule(id="layout.staff"), [Told("R209", 4, 7, 19)]),
    "an id twice": (HEAD + rule() + rule(), [Told("R208", 6, 7, 10, words="第 4 行已经用过")]),
    "slot of the message": (
        HEAD + rule(SOUND, "提示: 人员经费【人员经废】，基本支出【右面】"),
        [Told("R211", 6, 12, 16, "人员经费"), Told("R211", 6, 23, 25, "右边")],
    ),
    "name of an example": (
        HEAD + rule(SOUND, EXAMPLE.replace("人员经费", "人员经废")),
        [Told("R220", 7, 6, 10, "人员经费")],
    ),
    "figure of an example": (HEAD + rule(SOUND, EXAMPLE.replace("经费: 1", "经费: 一")), [Told("R221", 7, 12, 13)]),
    "result of an example": (HEAD + rule(SOUND, EXAMPLE.replace("一致", "一至")), [Told("R204", 7, 37, 39, "一致")]),
    "example without result": (HEAD + rule(SOUND, EXAMPLE.replace(", 结果: 一致", "")), [Told("R213", 7, 5, 32)]),
    "examples that are no list": (HEAD + rule(SOUND, "示例: 没有"), [Told("Y153", 6, 7, 9)]),
    "two mistakes in one line": (
        HEAD + rule("人员经废＋公用经费用＝基本支出"),
        [Told("R101", 5, 7, 11, "人员经费"), Told("R101", 5, 12, 17, "公用经费")],
    ),
    "mistakes of every kind": (
        HEAD.replace("部门决算", "部门结算")
        + "- 编号: A-1\n  级另: 错误\n  断言: 人员经费＋公用经废＝基本支出\n"
        + "- 编号: A-1\n  断言: 人员经费＋＝基本支出\n"
        + "- 编号：A-3\n  断言: 基本支出 > 30%\n"
        + rule(SOUND, EXAMPLE.replace("人员经费", "人员经废"), id="A-4"),
        [
            Told("R210", 2, 10, 14, "部门决算"),
            Told("R201", 5, 3, 5, "级别"),
            Told("R101", 6, 12, 16, "公用经费"),
            Told("R208", 7, 7, 10),
            Told("R113", 8, 12, 13),
            Told("Y115", 9, 5, 6),
            Told("R144", 10, 7, 17),
            Told("R220", 14, 6, 10, "人员经费"),
        ],
    ),
    "folded over lines": (
        HEAD + "- 编号: A-1\n  断言: 人员经费\n    ＋公用经废\n    ＝基本支出\n",
        [Told("R101", 6, 6, 10, "公用经费")],
    ),
    "in quotation marks": (HEAD + rule("'人员经费＋公用经废＝基本支出'"), [Told("R101", 5, 13, 17, "公用经费")]),
    "English": (
        "rule set: x\nrules:\n- id: A\n  assertion: 人员经费 plus 公用经废 equals 基本支出\n",
        [Told("R101", 4, 24, 28, "公用经费")],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_gets_its_lesson(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text, expected = WRONG[name]
    monkeypatch.chdir(tmp_path)
    Path("规则.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    result = CliRunner().invoke(main, ["rules", "lint", "规则.yaml"])
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    found = lint(Path("规则.yaml"))
    assert [(p.code, p.line, p.column, p.end_column) for p in found] == [told[:4] for told in expected]
    for problem, told in zip(found, expected, strict=True):
        assert problem.file == "规则.yaml"
        assert problem.near[:1] == ((told.near,) if told.near else ()), problem.near
        words = lesson(problem, "zh")
        assert told.words in words.text + words.advice
        place = f"规则.yaml:{told.line}:{told.column}" if told.line else "规则.yaml"
        assert f"错误 {told.code} {words.title}\n --> {place}\n" in result.stderr


def lint(path: Path) -> list[Problem]:
    """What ``gouji rules lint`` tells, as data."""
    from checker.examples import try_examples
    from checker.packs import read_pack

    pack = read_pack([path])
    layout = shipped().layouts[0]
    tried = [problem for rule in pack.rules for problem in try_examples(rule.resolved(layout))[1]]
    return sorted([*pack.problems, *tried], key=lambda problem: (problem.line, problem.column))


def test_the_lessons_of_a_file_come_in_the_order_of_its_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text, expected = WRONG["mistakes of every kind"]
    assert isinstance(text, str)
    Path("规则.yaml").write_text(text, "utf-8")
    output = CliRunner().invoke(main, ["rules", "lint", "规则.yaml"]).stderr
    places = [output.index(f"规则.yaml:{told.line}:{told.column}\n") for told in expected]
    assert places == sorted(places)


def test_an_id_in_two_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("一.yaml").write_text(HEAD + rule(), "utf-8")
    Path("二.yaml").write_text(HEAD + rule(id="A-0") + rule(), "utf-8")
    result = CliRunner().invoke(main, ["rules", "lint", "一.yaml", "二.yaml"])
    assert result.exit_code == 2
    assert " --> 二.yaml:6:7\n" in result.stderr
    assert "编号“A-1”在 一.yaml 第 4 行已经用过。" in result.stderr


def test_an_example_with_another_result_is_told_by_the_test_of_rules(tmp_path: Path) -> None:
    path = tmp_path / "规则.yaml"
    path.write_text(HEAD + rule(SOUND, EXAMPLE.replace("支出: 3", "支出: 4")), "utf-8")
    assert CliRunner().invoke(main, ["rules", "lint", str(path)]).exit_code == 0
    result = CliRunner().invoke(main, ["rules", "test", str(path)])
    assert result.exit_code == 1
    assert f" --> {path}:7:5\n" in result.stderr
    assert "示例写的结果是“一致”，按断言算出来是“不一致”。" in result.stderr


def test_a_sound_file_is_clean(tmp_path: Path) -> None:
    path = tmp_path / "规则.yaml"
    path.write_text(HEAD + rule(SOUND, EXAMPLE), "utf-8")
    result = CliRunner().invoke(main, ["rules", "lint", str(path)])
    assert (result.exit_code, result.stderr) == (0, "")
    assert "1 条规则" in result.stdout


# --- any file at all --------------------------------------------------------------------------------------------------

SHIPPED = "".join(Path(file).read_text("utf-8") for file in sorted({rule.file.path for rule in shipped().rules}))
LINES = SHIPPED.splitlines(keepends=True)
PIECES = st.one_of(
    st.sampled_from(LINES),
    st.tuples(st.integers(0, len(SHIPPED)), st.integers(1, 60)).map(lambda at: SHIPPED[at[0] : at[0] + at[1]]),
    st.sampled_from(
        ["规则:\n", "- ", "  ", "\t", "：", ": ", "{", "}", "[", "]", "'", '"', "|\n", "#", "断言: ", "对象: ", "\n"]
    ),
    st.text(max_size=5),
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=25).map("".join), st.text(max_size=300)), st.booleans())
def test_any_text_at_all_gives_rules_or_lessons_within_it(text: str, headed: bool) -> None:
    rules, problems = read(HEAD + text if headed else text)
    lines = (HEAD + text if headed else text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in problems:
        for lang in ("zh", "en"):
            assert all((lesson(problem, lang).title, lesson(problem, lang).text))
        assert 0 <= problem.line <= len(lines)
        if problem.line:
            assert 1 <= problem.column < problem.end_column
            assert problem.column <= len(lines[problem.line - 1]) + 2
    assert all(rule.id for rule in rules)
