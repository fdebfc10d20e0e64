"""Every character of a text, and every list and block, has its place in the file as typed."""

import pytest
from yaml_words import nodes

from checker.yaml_nodes import Block, Entries, Scalar, place
from checker.yamlfiles import parse_yaml


def test_places_of_nodes(either_loader):
    file, _ = parse_yaml("规则集: 基本支出\n规则:\n- 编号: '甲'\n  示例: {乙: [1, 2]}\n", "x")
    root = file.root
    assert isinstance(root, Block)
    rules = root.get("规则")
    assert isinstance(rules, Entries)
    rule = rules.items[0]
    assert isinstance(rule, Block)
    example = rule.get("示例")
    assert isinstance(example, Block)
    assert (root.line, root.column, root.end_column, root.flow) == (1, 1, 4, False)
    assert (rules.line, rules.column, rules.end_column, rules.flow) == (3, 1, 2, False)
    assert (rule.line, rule.column, rule.end_column) == (3, 3, 5)
    assert rule.get("编号") == Scalar("甲", 3, 8, 9, plain=False)
    assert (example.line, example.column, example.end_column, example.flow) == (4, 7, 18, True)
    pairs = example.get("乙")
    assert isinstance(pairs, Entries)
    assert (pairs.line, pairs.column, pairs.end_column, pairs.flow) == (4, 11, 17, True)


def test_characters_outside_the_basic_plane_are_one_column_wide(either_loader):
    file, _ = parse_yaml("𠘨𠘨: {𠘨: 甲}\n", "x")
    assert [(node.line, node.column, node.end_column) for node in nodes(file.root)] == [
        (1, 1, 3),
        (1, 1, 3),
        (1, 5, 11),
        (1, 6, 7),
        (1, 9, 10),
    ]


SPELLINGS = {
    "plain": "名: 人员经费＋公用\n",
    "single quotes": "名: '人员''经''费'\n",
    "single quotes, spaces": "名: '  人员''经费  '\n",
    "double quotes": '名: "人员 经费"\n',
    "escapes": r'名: "人\"员\u7ecf\t费\\\x41。"' + "\n",
    "folded plain": "名: 人员 经费\n   公用\n\n\n  基本\n次: x\n",
    "folded double": '名: "人员\n   公用\\n\n\n  \\t基本  "\n次: x\n',
    "folded after a backslash": '名: "人员\\\n   公用\n  基本"\n次: x\n',
    "folded single": "名: '人员''\n   公用\n\n  ''基本'\n次: x\n",
    "literal": "名: |\n   人员\n     公用\n\n   基本\n次: x\n",
    "literal, stripped, with a remark": "名: |-  # 备注\n  人员\n次: x\n",
    "literal, indentation said": "名: |2\n    人员\n  公用\n",
    "folded block": "名: >\n  人员\n  公用\n\n    基本\n  支出\n次: x\n",
    "in a list": "- |\n 人员\n- 公用\n  基本\n",
    "last line without an end": "名: |\n  人员",
}


@pytest.mark.parametrize("text", SPELLINGS.values(), ids=SPELLINGS)
def test_place_of_every_character(either_loader, text):
    file, problems = parse_yaml(text, "x")
    assert not problems
    checked = 0
    for node in nodes(file.root):
        for index, character in enumerate(node.text if isinstance(node, Scalar) else ""):
            line, column = place(node, index)
            typed = file.lines[line - 1][column - 1 : column]
            if character.strip():
                assert typed in (character, "\\"), (node, index)
                checked += 1
    assert checked >= 3


def test_place_in_a_text_on_several_lines(either_loader):
    file, _ = parse_yaml("断言: 人员经费\n    ＋公用经费\n提示: |\n  甲\n\n    乙\n", "x")
    assertion, message = file.root.get("断言"), file.root.get("提示")
    assert (assertion.text, message.text) == ("人员经费 ＋公用经费", "甲\n\n  乙\n")
    assert [place(assertion, index) for index in (0, 3, 4, 5, 10)] == [(1, 5), (1, 8), (1, 9), (2, 5), (2, 10)]
    assert (assertion.line, assertion.column, assertion.end_column) == (1, 5, 9)
    assert (message.line, message.column, message.end_column) == (4, 3, 4)
    assert place(message, message.text.index("乙")) == (6, 5)


def test_places_on_a_repaired_line_are_those_of_the_line_as_typed(either_loader):
    file, _ = parse_yaml("断言：\"三公\"经费＝'0'\n", "x")
    assertion = file.root.get("断言")
    assert assertion.text == "\"三公\"经费＝'0'"
    typed = file.lines[0]
    assert [typed[place(assertion, index)[1] - 1] for index in range(len(assertion.text))] == list(assertion.text)
    assert (assertion.line, assertion.column, assertion.end_column) == (1, 4, 14)
