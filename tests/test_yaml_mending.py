"""All mistakes of a file at once, and the lines as they should be."""

import pytest
from yaml_words import RULES, check_mistake, found, said

from checker.yamlfiles import parse_yaml

MISTAKES = {
    "anything else": (
        "规则集: 甲\n适用: [, 乙]\n规则: x\n",
        ("Y130", 2, 6, 7),
        "这一行读不懂：从这里开始不合 YAML 的写法，这一行没有读。请检查这一行和上一行：缩进是否对齐，"
        "冒号后面是否有空格，引号和括号是否配对；内容里有符号时，整句用英文单引号括起来。",
    ),
}


@pytest.mark.parametrize(("text", "expected", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_has_its_place_and_its_words(either_loader, text, expected, words):
    check_mistake(text, expected, words)


def test_all_mistakes_of_a_file_at_once(either_loader):
    file, problems = parse_yaml(RULES, "规则.yaml")
    assert found(RULES) == [
        ("Y115", 1, 4, 5),
        ("Y111", 5, 1, 2),
        ("Y123", 6, 7, 11),
        ("Y124", 7, 7, 11),
        ("Y115", 9, 24, 25),
        ("Y119", 10, 18, 19),
        ("Y113", 11, 1, 2),
        ("Y116", 11, 5, 6),
        ("Y112", 12, 1, 3),
        ("Y114", 13, 1, 2),
        ("Y117", 14, 3, 11),
        ("Y118", 15, 5, 7),
    ]
    assert {each.line: each.values["suggestion"] for each in problems} == {
        1: "规则集: 基本支出",
        5: "级别: 错误",
        6: "断言: '\"三公\"经费＝人员经费'",
        7: "提示: '{差额}超过【人员经费】: 请核对' # 备注",
        9: "- {人员经费: 101.95, 公用经费: 5.06, 结果: 一致}",
        10: "- {人员经费: 101.95, 公用经费: 5.06, 结果: 一致}",
        11: "- 编号: KB-001",
        12: "对象: 每张表",
        13: "- 编号: ZC-010",
        14: "名称: 支出决算表",
        15: "断言: 本级＝下级合计",
    }
    example = {"人员经费": "101.95", "公用经费": "5.06", "结果": "一致"}
    assert said(file.root) == {
        "规则集": "基本支出",
        "适用": {"报表": "部门决算", "年度": "2017-"},
        "规则": [
            {
                "编号": "JBZC-001",
                "级别": "错误",
                "断言": '"三公"经费＝人员经费',
                "提示": "{差额}超过【人员经费】: 请核对",
                "示例": [example, example],
            },
            {"编号": "KB-001", "对象": "每张表"},
            {"编号": "ZC-010", "名称": "支出决算表", "断言": "本级＝下级合计"},
        ],
    }


def test_the_suggested_lines_are_right(either_loader):
    """Whoever writes what the lessons say has a file without these mistakes."""
    _, problems = parse_yaml(RULES, "x")
    lines = RULES.split("\n")
    for each in problems:
        typed = lines[each.line - 1].expandtabs(2).replace("　", " ")
        lines[each.line - 1] = " " * (len(typed) - len(typed.lstrip())) + each.values["suggestion"]
    lines[14] = lines[14].replace("    ", "  ")  # this lesson is about the indentation alone
    assert found("\n".join(lines)) == []


def test_a_line_that_cannot_be_repaired_takes_only_what_hangs_on_it(either_loader):
    file, problems = parse_yaml("甲: 1\n乙: [, 丙]\n戊:\n- 己: [\n    庚\n- 辛: 2\n", "x")
    assert [(each.code, each.line) for each in problems] == [("Y130", 2), ("Y131", 4)]
    assert said(file.root) == {"甲": "1", "戊": [{"辛": "2"}]}
    assert file.reported == {2, 4, 5}


def test_a_repair_that_does_not_help_is_not_repeated():
    text = "a: b\nc: d\n}\u3000"
    file, problems = parse_yaml(text, "x")
    assert problems
    assert said(file.root) == {"a": "b", "c": "d"}
