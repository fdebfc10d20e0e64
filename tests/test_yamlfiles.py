"""Rule and layout files as typed: what is read, where it stands, and every mistake with its place and its words."""

import os
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import yamlfiles
from checker.problems import codes, lesson
from checker.resources import table
from checker.yamlfiles import (
    MOST_BYTES,
    MOST_PROBLEMS,
    Block,
    Entries,
    Node,
    Scalar,
    YamlFile,
    parse_yaml,
    place,
    problem,
    read_yaml,
    wrong_kind,
)

LOADERS = {"C": getattr(yaml, "CSafeLoader", yaml.SafeLoader), "Python": yaml.SafeLoader}


@pytest.fixture(params=sorted(LOADERS))
def either_loader(request, monkeypatch):
    """The same answers are wanted whether PyYAML was built with libyaml or not."""
    monkeypatch.setattr(yamlfiles, "_LOADER", LOADERS[request.param])


def said(node: Node | None):
    """A node as plain Python values, for comparison."""
    if isinstance(node, Entries):
        return [said(item) for item in node.items]
    if isinstance(node, Block):
        return {name.text: said(value) for name, value in node.pairs}
    return None if node is None else node.text


def nodes(node: Node | None):
    if node is None:
        return
    yield node
    for part in node.items if isinstance(node, Entries) else node.pairs if isinstance(node, Block) else ():
        for inner in part if isinstance(part, tuple) else (part,):
            yield from nodes(inner)


def found(text: str) -> list[tuple[str, int, int, int]]:
    return [(each.code, each.line, each.column, each.end_column) for each in parse_yaml(text, "规则.yaml")[1]]


def in_words(each) -> str:
    words = lesson(each, "zh")
    return f"{words.title}：{words.text}{words.advice}"


# --- what is read -----------------------------------------------------------------------------------------------------


def test_every_scalar_is_text(either_loader):
    text = (
        "{a: 0201, b: no, c: 2017-, d: 1.50, e: ~, f: null, g: , h: 0x1F, i: 2021-01-01, j: '', =: <, k: 1_0, l: .inf}"
    )
    file, problems = parse_yaml(text, "x")
    assert not problems
    assert said(file.root) == {
        "a": "0201",
        "b": "no",
        "c": "2017-",
        "d": "1.50",
        "e": "~",
        "f": "null",
        "g": "",
        "h": "0x1F",
        "i": "2021-01-01",
        "j": "",
        "=": "<",
        "k": "1_0",
        "l": ".inf",
    }


def test_a_block_keeps_its_order_and_answers_by_name():
    file, _ = parse_yaml("乙: 1\n甲: [2, 3]\n", "x")
    assert isinstance(file.root, Block)
    assert [name.text for name, _ in file.root.pairs] == ["乙", "甲"]
    assert said(file.root.get("甲")) == ["2", "3"]
    assert file.root.get("丙") is None


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


def test_a_problem_at_part_of_a_text():
    file, _ = parse_yaml("规则:\n- 断言: 人员经费＋公用经费用＝基本支出\n", "规则.yaml")
    assertion = file.root.get("规则").items[0].get("断言")
    made = problem(file, "Y130", assertion, 5, 10, near=["公用经费"], word="公用经费用")
    assert (made.code, made.file, made.line, made.column, made.end_column) == ("Y130", "规则.yaml", 2, 12, 17)
    assert made.source == "- 断言: 人员经费＋公用经费用＝基本支出"
    assert made.source[made.column - 1 : made.end_column - 1] == "公用经费用"
    assert (made.values, made.near) == ({"word": "公用经费用"}, ("公用经费",))


def test_a_problem_over_two_lines_ends_with_the_first():
    file, _ = parse_yaml("断言: 人员经费\n    ＋公用经费\n", "x")
    made = problem(file, "Y130", file.root.get("断言"), 2, 8)
    assert (made.line, made.column, made.end_column) == (1, 7, 9)


def test_a_problem_at_nothing_is_one_column_wide():
    file, _ = parse_yaml("断言:\n提示: ''\n", "x")
    made = problem(file, "Y157", file.root.get("断言"))
    assert (made.line, made.column, made.end_column) == (1, 4, 5)
    made = problem(file, "Y157", file.root.get("提示"))
    assert (made.line, made.column, made.end_column) == (2, 6, 7)


def test_a_problem_at_a_block_marks_its_first_name():
    file, _ = parse_yaml("规则:\n  编号: x\n", "x")
    made = problem(file, "Y154", file.root.get("规则"))
    assert (made.line, made.column, made.end_column, made.source) == (2, 3, 5, "  编号: x")


# --- what is wrong, where, and in which words -------------------------------------------------------------------------

QUOTE = "整句用英文单引号括起来："
MISTAKES = {
    "two documents": (
        "规则集: 甲\n---\n规则集: 乙\n",
        ("Y108", 2, 1, 4),
        "一个文件里有两份内容：单独一行的“---”会把文件分成两份，这里只能有一份；从这一行起没有读。"
        "删掉这一行，或者把后面的内容另存成一个文件。",
    ),
    "control character": (
        "名称: 人员\x0b经费\n",
        ("Y110", 1, 7, 8),
        "有看不见的控制字符：这里有一个看不见的字符（U+000B），多半是从 Word 或网页里复制进来的，文件里不能有。"
        "把光标放到这里删掉它；看不清就把这一行重新打一遍。",
    ),
    "tab as indentation": (
        "规则:\n- 编号: 甲\n \t名称: 乙\n",
        ("Y111", 3, 2, 3),
        "缩进用了制表符（Tab）：行首不能用 Tab 键，只能用空格。删掉它，改用空格，和同一层的其他行对齐：名称: 乙",
    ),
    "full-width space as indentation": (
        "适用:\n　　报表: 部门决算\n  年度: 2017-\n",
        ("Y112", 2, 1, 3),
        "缩进用了全角空格：行首的空格是全角的，或者是从网页里复制来的特殊空格；这里只认半角空格。"
        "删掉它，切换到英文输入法再打空格，和同一层的其他行对齐：报表: 部门决算",
    ),
    "full-width dash": (
        "规则:\n  － 编号: 甲\n    名称: 乙\n",
        ("Y113", 2, 3, 4),
        "列表记号用了全角的横线：列表每一项前面要用半角的“-”，后面再空一格；这里是全角的横线或破折号。改成：- 编号: 甲",
    ),
    "no space after the list mark": (
        "规则:\n- 编号: 甲\n-编号: 乙\n",
        ("Y114", 3, 1, 2),
        "列表记号后面少了空格：列表每一项前面的“-”和内容之间要空一格。改成：- 编号: 乙",
    ),
    "full-width colon": (
        "规则:\n- 编号: 甲\n  名称：　乙\n",
        ("Y115", 3, 5, 6),
        "名称后面用了全角冒号：名称和内容之间要用半角冒号“:”再加一个空格；这里是全角的“：”。改成：名称: 乙",
    ),
    "no space after the colon": (
        "规则:\n- 名称: 甲\n  编号:JB-1\n",
        ("Y116", 3, 5, 6),
        "冒号后面少了空格：名称后面的半角冒号“:”和内容之间要空一格（半角空格）。改成：编号: JB-1",
    ),
    "no colon": (
        "规则:\n- 编号: 甲\n  名称 支出决算表\n",
        ("Y117", 3, 3, 11),
        "少了冒号：这一行应当是“名称: 内容”，可是没有冒号。在名称后面加上半角冒号和空格，例如：名称: 支出决算表",
    ),
    "bad indentation": (
        "规则:\n  - 编号: 甲\n   名称: 乙\n",
        ("Y118", 3, 4, 6),
        "缩进对不上：这一行前面的空格数和上面各行都对不上，不知道它属于哪一层。同一层的各行要左边对齐。"
        "如果它是上一行文字的后半句，把两行并成一行，整句加上英文单引号。",
    ),
    "full-width comma": (
        "示例:\n- {人员经费: 1，公用经费: 2}\n",
        ("Y119", 2, 11, 12),
        "用了全角逗号：花括号、方括号里的各项要用半角逗号“,”再加一个空格隔开；这里是全角的“，”。"
        "改成：- {人员经费: 1, 公用经费: 2}",
    ),
    "list mark forgotten": (
        "规则:\n  - 编号: 甲\n  编号: 乙\n",
        ("Y120", 3, 3, 5),
        "同一层里有的行带“-”，有的不带：左边对齐的这几行，要么每一行都是列表的一项（以“- ”开头），要么都不是；"
        "这一行和上面的不一样。是列表的一项，就在前面加“- ”；属于上一项，就再往右缩进两格，和上一项里的名称对齐。",
    ),
    "unclosed quotation mark": (
        "断言: \"人员经费”＝0\n提示: '好'\n",
        ("Y121", 1, 5, 6),
        "引号没有配对：这个引号后面没有找到和它配对的引号（中文引号“ ”不能和英文引号配对）。"
        f"补上另一半，或者{QUOTE}断言: '人员经费”＝0'",
    ),
    "unclosed bracket": (
        "适用: {报表: 部门决算, 地区: [甲, 乙]\n规则: []\n",
        ("Y122", 1, 5, 6),
        "括号没有配对：这个括号后面没有找到和它配对的括号。"
        "补上另一半：适用: {报表: 部门决算, 地区: [甲, 乙]}。如果这是一句话，整句用英文单引号括起来。",
    ),
    "quoted text and more": (
        "- 断言: \"三公\"经费＝'0'\n",
        ("Y123", 1, 7, 11),
        "以引号开头的内容要整句加引号：内容以英文引号开头时，到下一个引号就算结束，后面的文字接不上。"
        f"{QUOTE}- 断言: '\"三公\"经费＝''0'''",
    ),
    "braces and more": (
        "提示: {差额}超过一成  # 待定\n",
        ("Y124", 1, 5, 9),
        "以括号开头的内容要整句加引号：内容以花括号或方括号开头时，会被当成一组数据，到配对的括号就算结束，后面的文字接不上。"
        f"{QUOTE}提示: '{{差额}}超过一成'  # 待定",
    ),
    "special character": (
        "对象: @《支出决算表》\n",
        ("Y125", 1, 5, 6),
        "以特殊符号开头的内容要加引号：这个符号放在开头有特别的用途，不能直接用来开头写文字。"
        f"{QUOTE}对象: '@《支出决算表》'",
    ),
    "colon inside": (
        "提示: 请核对: 【差额】\n",
        ("Y126", 1, 8, 9),
        "内容里又有冒号：内容里的半角冒号后面有空格（或者在行末），会被当成又一个名称。"
        f"{QUOTE}提示: '请核对: 【差额】'；也可以把这个冒号改成全角的“：”。",
    ),
    "text cut off": (
        "提示: 见【表 #3】\n",
        ("Y127", 1, 9, 10),
        "内容被“#”截断了：空格后面的“#”表示备注的开始，从这里往后的文字都没有读进去。"
        f"如果这是内容，{QUOTE}提示: '见【表 #3】'。如果是备注，在“#”后面空一格。",
    ),
    "list after its name": (
        "规则: - 编号: 甲\n级别: 错误\n",
        ("Y128", 1, 5, 6),
        "名称后面直接写了“-”：列表要从名称的下一行开始写，不能接在冒号后面。"
        "如果是列表，每一项另起一行，以“- ”开头；如果是一句话，整句用英文单引号括起来。",
    ),
    "backslash": (
        '路径: "决算\\公开"\n',
        ("Y129", 1, 8, 10),
        "双引号里的“\\”：在英文双引号里，“\\”有特别的用途，和它后面的字连在一起没有意义。"
        "改用英文单引号：路径: '决算\\公开'",
    ),
    "anything else": (
        "规则集: 甲\n适用: [, 乙]\n规则: x\n",
        ("Y130", 2, 6, 7),
        "这一行读不懂：从这里开始不合 YAML 的写法，这一行没有读。请检查这一行和上一行：缩进是否对齐，"
        "冒号后面是否有空格，引号和括号是否配对；内容里有符号时，整句用英文单引号括起来。",
    ),
    "bracket unclosed over lines": (
        "地区: [甲,\n  乙\n规则: x\n",
        ("Y131", 1, 5, 6),
        "括号没有配对：这个括号后面几行里没有找到和它配对的括号，或者配对之后又写了别的文字。"
        "在最后一项后面补上另一半，后面不要再写；如果这是一句话，并成一行，整句用英文单引号括起来。",
    ),
    "a name twice": (
        "规则:\n- 编号: 甲\n  级别: 错误\n  编号: 乙\n",
        ("Y141", 4, 3, 5),
        "名称重复：“编号”在同一层里已经写过了（第 2 行），这里又写了一次。"
        "删掉多余的一个。如果从这里起本来是新的一条，请在它前面加“- ”。",
    ),
    "anchor": (
        "规则: &a 甲\n",
        ("Y142", 1, 5, 7),
        "不能使用引用（& 和 *）：“&a”在 YAML 里是引用别处的内容，为了安全，这里不能用。"
        "把内容再写一遍。如果只是文字，用英文单引号括起来：规则: '&a 甲'",
    ),
    "tag": (
        "规则: !!python/name:os.system 甲\n",
        ("Y143", 1, 5, 28),
        "不能使用类型标记（!）：“!!python/name:os.system”在 YAML 里是类型标记，为了安全，"
        "这里不能用；所有内容都按文字读。删掉它。如果只是文字，用英文单引号括起来：规则: '!!python/name:os.system 甲'",
    ),
    "merge key": (
        "规则:\n  <<: {编号: 甲}\n",
        ("Y144", 2, 3, 5),
        "不能使用合并（<<）：“<<”在 YAML 里是把别处的内容并进来，为了安全，这里不能用。把要并进来的内容直接写在这里。",
    ),
    "too deep": (
        "甲: " + "[" * 20 + "]" * 20 + "\n",
        ("Y145", 1, 23, 24),
        "层次太多：从这里起一层套一层超过了 20 层，文件没有读完。请检查括号是否写多了，或者缩进是否一行比一行多。",
    ),
    "no name before the colon": (
        "规则:\n  {差额}: 甲\n",
        ("Y146", 2, 3, 7),
        "冒号前面不是名称：冒号前面应当是一个名称，这里却是一组用括号括起来的内容。"
        "如果名称里本来就有括号，把它用英文单引号括起来。",
    ),
}


@pytest.mark.parametrize(("text", "expected", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_has_its_place_and_its_words(either_loader, text, expected, words):
    file, problems = parse_yaml(text, "规则.yaml")
    assert found(text) == [expected]
    assert in_words(problems[0]) == words
    assert problems[0].source == text.split("\n")[expected[1] - 1]
    assert expected[1] in file.reported


# what is wrong in each line of the same kind as above; the content that is read all the same
VARIANTS = {
    "only full-width colons": (
        "规则集：甲\n级别：错误\n",
        [("Y115", 1, 4, 5), ("Y115", 2, 3, 4)],
        {"规则集": "甲", "级别": "错误"},
    ),
    "a block with full-width colons": (
        "适用:\n  报表：部门决算\n  年度：2017-\n",
        [("Y115", 2, 5, 6), ("Y115", 3, 5, 6)],
        {"适用": {"报表": "部门决算", "年度": "2017-"}},
    ),
    "full-width colon and a value to quote": (
        '断言："三公"经费＝1\n提示: x\n',
        [("Y115", 1, 3, 4), ("Y123", 1, 4, 8)],
        {"断言": '"三公"经费＝1', "提示": "x"},
    ),
    "full-width colon in braces": (
        "- {人员经费：1.50, 结果: 一致, 公用经费：2}\n",
        [("Y115", 1, 8, 9)],
        [{"人员经费": "1.50", "结果": "一致", "公用经费": "2"}],
    ),
    "no space in braces": ("- {甲:1, 乙: 2}\n", [("Y116", 1, 5, 6)], [{"甲": "1", "乙": "2"}]),
    "mistakes inside braces": (
        '- {甲: "乙"丙, 丁: @戊, 己: 庚: 辛, 壬: "癸}\n',
        [("Y123", 1, 7, 10), ("Y125", 1, 16, 17), ("Y126", 1, 24, 25), ("Y121", 1, 32, 33)],
        [{"甲": '"乙"丙', "丁": "@戊", "己": "庚: 辛", "壬": "癸"}],
    ),
    "wrong closing bracket": ("甲: [乙, 丙}\n", [("Y122", 1, 4, 5)], {"甲": ["乙", "丙"]}),
    "single quotes and more": ("甲: '乙'丙\n", [("Y123", 1, 4, 7)], {"甲": "'乙'丙"}),
    "list and more": ("甲: [乙]丙\n", [("Y124", 1, 4, 7)], {"甲": "[乙]丙"}),
    "a quoted name and more": ('"三公"经费: 乙\n', [("Y123", 1, 1, 5)], {'"三公"经费': "乙"}),
    "a bracketed name and more": ("- [三公]经费: 乙\n", [("Y124", 1, 3, 7)], [{"[三公]经费": "乙"}]),
    "a special name": ("甲: 乙\n@丙: 丁\n", [("Y125", 2, 1, 2)], {"甲": "乙", "@丙": "丁"}),
    "star": ("甲: * 乙\n", [("Y125", 1, 4, 5)], {"甲": "* 乙"}),
    "star and characters": ("甲: *乙\n", [("Y125", 1, 4, 5)], {"甲": "*乙"}),
    "and sign": ("甲: &乙\n", [("Y125", 1, 4, 5)], {"甲": "&乙"}),
    "percent": ("甲: %乙\n", [("Y125", 1, 4, 5)], {"甲": "%乙"}),
    "backquote": ("甲: `乙`\n", [("Y125", 1, 4, 5)], {"甲": "`乙`"}),
    "bar": ("甲: | 乙\n", [("Y125", 1, 4, 5)], {"甲": "| 乙"}),
    "greater": ("甲: > 0\n", [("Y125", 1, 4, 5)], {"甲": "> 0"}),
    "comma": ("甲: ,乙\n", [("Y125", 1, 4, 5)], {"甲": ",乙"}),
    "closing bracket": ("甲: ]乙\n", [("Y125", 1, 4, 5)], {"甲": "]乙"}),
    "question mark": ("甲: ? 乙\n", [("Y125", 1, 4, 5)], {"甲": "? 乙"}),
    "colon at the end": ("甲: 如下:\n", [("Y126", 1, 6, 7)], {"甲": "如下:"}),
    "alias": ("甲: *a\n", [("Y142", 1, 4, 6)], {"甲": ""}),
    "anchor and alias in brackets": ("&a [*a, 乙]\n", [("Y142", 1, 1, 3), ("Y142", 1, 5, 7)], ["", "乙"]),
    "exclamation mark": ("甲: !乙 丙\n", [("Y125", 1, 4, 5)], {"甲": "!乙 丙"}),
    "only a hash": ("甲: #3\n", [("Y127", 1, 4, 5)], {"甲": "#3"}),
    "hash in straight quotes": ('甲: 说"乙 #3"丙\n', [("Y127", 1, 8, 9)], {"甲": '说"乙 #3"丙'}),
    "em dash": ("规则:\n——编号: 甲\n", [("Y113", 2, 1, 3)], {"规则": [{"编号": "甲"}]}),
    "full-width dash before text": (
        "名单:\n－ 甲\n－ 乙\n",
        [("Y113", 2, 1, 2), ("Y113", 3, 1, 2)],
        {"名单": ["甲", "乙"]},
    ),
    "no space after list marks": ("-甲\n-乙\n", [("Y114", 1, 1, 2), ("Y114", 2, 1, 2)], ["甲", "乙"]),
    "list item too far right": ("- 甲\n  - 乙\n", [("Y118", 2, 3, 6)], ["甲", "乙"]),
    "name too far right": ("甲: 乙\n  丙: 丁\n", [("Y118", 2, 3, 4)], {"甲": "乙", "丙": "丁"}),
    "list mark too many": (
        "规则:\n  编号: 甲\n  - 编号: 乙\n    名称: 丙\n  级别: 丁\n",
        [("Y120", 3, 3, 7)],
        {"规则": {"编号": "甲", "级别": "丁"}},
    ),
    "a name without a colon": ("规则\n- 编号: 甲\n", [("Y117", 1, 1, 3)], {"规则": [{"编号": "甲"}]}),
    "a first name without a colon": ("- 编号 甲\n  名称: 乙\n", [("Y117", 1, 3, 7)], [{"编号": "甲", "名称": "乙"}]),
    "tabs all the way": (
        "规则:\n\t- 编号: 甲\n\t  名称: 乙\n\t- 编号: 丙\n",
        [("Y111", 2, 1, 2), ("Y111", 3, 1, 2), ("Y111", 4, 1, 2)],
        {"规则": [{"编号": "甲", "名称": "乙"}, {"编号": "丙"}]},
    ),
    "a text that goes on after a tab": (
        "断言: 人员经费\n\t＋公用经费\n级别: 错误\n",
        [("Y111", 2, 1, 2)],
        {"断言": "人员经费 ＋公用经费", "级别": "错误"},
    ),
    "no-break spaces": ("甲:\n\xa0\xa0乙: 丙\n", [("Y112", 2, 1, 3)], {"甲": {"乙": "丙"}}),
    "a line separator": ("甲: 乙\u2028丙\n", [("Y110", 1, 5, 6)], {"甲": "乙 丙"}),
    "a list over a list": (
        "规则: - 编号: 甲\n    名称: 乙\n级别: 丙\n",
        [("Y128", 1, 5, 6)],
        {"级别": "丙"},
    ),
}


@pytest.mark.parametrize(("text", "expected", "content"), VARIANTS.values(), ids=VARIANTS)
def test_variants_of_a_mistake_and_what_is_read_all_the_same(either_loader, text, expected, content):
    file, _ = parse_yaml(text, "x")
    assert sorted(found(text)) == sorted(expected)
    assert said(file.root) == content
    assert file.reported >= {line for _, line, _, _ in expected}


SOUND = {
    "a remark": (
        "甲: 乙 #3 号\n丙: '丁' # 戊\n己: #\n庚: # 说明\n  辛: 壬\n",
        {"甲": "乙", "丙": "丁", "己": "", "庚": {"辛": "壬"}},
    ),
    "addresses on two lines": (
        "甲:\n  http://a\n  http://b\n乙: {http://c}\n",
        {"甲": "http://a http://b", "乙": {"http://c": ""}},
    ),
    "characters YAML leaves alone": (
        "断言: “三公”经费＝【甲】－「乙」：丙，（-1），a:b，x#y，50%，https://x\n",
        {"断言": "“三公”经费＝【甲】－「乙」：丙，（-1），a:b，x#y，50%，https://x"},
    ),
    "sentences with full-width colons": ("- 其中：甲【甲】\n- 其中：乙【乙】\n", ["其中：甲【甲】", "其中：乙【乙】"]),
    "a text on several lines": ("断言: 甲\n  － 乙\n  - 丙\n", {"断言": "甲 － 乙 - 丙"}),
    "a dash alone": ("空白:\n- —\n- －\n- '-'\n", {"空白": ["—", "－", "-"]}),
    "invisible lines": ("甲: 乙\n \t \n　　\n丙: 丁\n", {"甲": "乙", "丙": "丁"}),
    "a byte order mark, and line ends of all kinds": (
        "\ufeff甲: 乙\r\n丙: 丁\r戊: 己",
        {"甲": "乙", "丙": "丁", "戊": "己"},
    ),
    "document marks around": ("%YAML 1.1\n---\n甲: 乙\n...\n", {"甲": "乙"}),
    "brackets on several lines": (
        "甲: [乙,\n# 说明 [\n  丙\n]\n丁: {戊: 己}\n",
        {"甲": ["乙", "丙"], "丁": {"戊": "己"}},
    ),
}


@pytest.mark.parametrize(("text", "content"), SOUND.values(), ids=SOUND)
def test_what_is_right_is_left_alone(either_loader, text, content):
    file, problems = parse_yaml(text, "x")
    assert (problems, said(file.root), file.reported) == ([], content, frozenset())


@pytest.mark.parametrize("text", [text for text, _ in SOUND.values()], ids=SOUND)
def test_what_is_right_is_left_alone_beside_a_mistake(either_loader, text):
    body = text.removeprefix("\ufeff").removeprefix("%YAML 1.1\n---\n").removesuffix("...\n")
    lines = [
        f"  {line}" if line.strip() else line for line in body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ]
    whole = "\n".join(["上:", *lines, "错：1", "下: x"])
    assert found(whole) == [("Y115", len(lines) + 2, 2, 3)]


RULES = """\
规则集：基本支出
适用: {报表: 部门决算, 年度: 2017-}
规则:
- 编号: JBZC-001
\t级别: 错误
  断言: "三公"经费＝人员经费
  提示: {差额}超过【人员经费】: 请核对 # 备注
  示例:
  - {人员经费: 101.95, 公用经费：5.06, 结果: 一致}
  - {人员经费: 101.95，公用经费: 5.06，结果: 一致}
－ 编号:KB-001
　　对象: 每张表
-编号: ZC-010
  名称 支出决算表
    断言: 本级＝下级合计
"""


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


def test_places_on_a_repaired_line_are_those_of_the_line_as_typed(either_loader):
    file, _ = parse_yaml("断言：\"三公\"经费＝'0'\n", "x")
    assertion = file.root.get("断言")
    assert assertion.text == "\"三公\"经费＝'0'"
    typed = file.lines[0]
    assert [typed[place(assertion, index)[1] - 1] for index in range(len(assertion.text))] == list(assertion.text)
    assert (assertion.line, assertion.column, assertion.end_column) == (1, 4, 14)


def test_a_line_that_cannot_be_repaired_takes_only_what_hangs_on_it(either_loader):
    file, problems = parse_yaml("甲: 1\n乙: [, 丙]\n戊:\n- 己: [\n    庚\n- 辛: 2\n", "x")
    assert [(each.code, each.line) for each in problems] == [("Y130", 2), ("Y131", 4)]
    assert said(file.root) == {"甲": "1", "戊": [{"辛": "2"}]}
    assert file.reported == {2, 4, 5}


def test_too_many_mistakes():
    file, problems = parse_yaml("规则:\n" + "- 编号：甲\n  名称: 乙\n" * 60, "x")
    assert len(problems) == MOST_PROBLEMS + 1
    assert [each.line for each in problems[:3]] == [2, 4, 6]
    assert in_words(problems[-1]) == (
        "错误太多：这个文件里的错误太多，后面的没有列出来。请先改好已经列出的，再检查一次。"
    )
    assert len(said(file.root)["规则"]) == 60


def test_a_repair_that_does_not_help_is_not_repeated():
    text = "a: b\nc: d\n}\u3000"
    file, problems = parse_yaml(text, "x")
    assert problems
    assert said(file.root) == {"a": "b", "c": "d"}


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "- " * 100_000,
        "".join(" " * depth + "a:\n" for depth in range(300)),
        '"' * 100_000,
        "'\n" * 20_000,
        "a: [\n b\n" * 10_000,
        "a: {b：1, " + "c：1, " * 20_000 + "}",
        "a: 【" + " #" * 50_000,
        " " * 50_000 + "a: 1\n" + "b: 2\n" * 10_000,
        "".join("\t" * (1 + depth % 300) + "a:\n" for depth in range(10_000)),
        "a: &a [*a, *a]\n" * 5_000,
    ],
    ids=["brackets", "marks", "deep", "quotes", "single", "lists", "colons", "hashes", "indent", "tabs", "anchors"],
)
def test_hostile_files_are_refused_in_good_time(text):
    # a test runs against the clock only in that quadratic work on these would not end within the patience of a run
    _, problems = parse_yaml(text, "x")
    assert len(problems) <= MOST_PROBLEMS + 1


# --- content of another kind than expected ----------------------------------------------------------------------------

KINDS = {
    "braces for text": (
        "提示: {差额}  # 备注\n",
        "text",
        ("Y151", 1, 5, 9),
        "这里要写文字：这里应当是一句文字，可是以花括号或方括号开头的内容会被当成一组数据。"
        f"{QUOTE}提示: '{{差额}}'  # 备注",
    ),
    "brackets for text": (
        "提示: [甲, '乙']\n",
        "text",
        ("Y151", 1, 5, 13),
        "这里要写文字：这里应当是一句文字，可是以花括号或方括号开头的内容会被当成一组数据。"
        f"{QUOTE}提示: '[甲, ''乙'']'",
    ),
    "list for text": (
        "提示:\n- 甲\n",
        "text",
        ("Y152", 2, 1, 2),
        "这里要写文字：这里应当是一句文字，下面写的却是一组“名称: 内容”或一个列表。"
        "把文字写在名称的冒号后面；如果文字里有“: ”，整句用英文单引号括起来。",
    ),
    "brackets over lines for text": (
        "提示: [甲,\n  乙]\n",
        "text",
        ("Y152", 1, 5, 8),
        "这里要写文字：这里应当是一句文字，下面写的却是一组“名称: 内容”或一个列表。"
        "把文字写在名称的冒号后面；如果文字里有“: ”，整句用英文单引号括起来。",
    ),
    "block for text": (
        "提示:\n  甲: 乙\n",
        "text",
        ("Y152", 2, 3, 4),
        "这里要写文字：这里应当是一句文字，下面写的却是一组“名称: 内容”或一个列表。"
        "把文字写在名称的冒号后面；如果文字里有“: ”，整句用英文单引号括起来。",
    ),
    "text for list": (
        "无: 支出表\n",
        "list",
        ("Y153", 1, 4, 7),
        "这里要写列表：这里应当是一个列表，写的却是一句文字。"
        "每一项另起一行，以“- ”开头；短的也可以写在一行里：[甲, 乙]。只有一项也要这样写。",
    ),
    "block for list": (
        "规则:\n  编号: 甲\n",
        "list",
        ("Y154", 2, 3, 5),
        "这里要写列表：这里应当是一个列表，写的却是一组“名称: 内容”。"
        "在每一项的第一行前面加“- ”，其余各行和它的名称对齐。",
    ),
    "text for block": (
        "适用: 部门决算\n",
        "mapping",
        ("Y155", 1, 5, 9),
        "这里要写“名称: 内容”：这里应当是一行或几行“名称: 内容”，写的却是一句文字。"
        "每一行写一个名称、一个半角冒号、一个空格，再写内容。",
    ),
    "list for block": (
        "适用: [部门决算]\n",
        "mapping",
        ("Y156", 1, 5, 11),
        "这里要写“名称: 内容”：这里应当是一行或几行“名称: 内容”，写的却是一个列表。"
        "去掉行首的“- ”，每一行写一个名称、一个半角冒号、一个空格，再写内容。",
    ),
    "a name with a full-width colon": (
        "适用:\n  报表：部门决算\n",
        "mapping",
        ("Y115", 2, 5, 6),
        "名称后面用了全角冒号：名称和内容之间要用半角冒号“:”再加一个空格；这里是全角的“：”。改成：报表: 部门决算",
    ),
    "nothing": (
        "规则:\n",
        "list",
        ("Y157", 1, 4, 5),
        "还没有填内容：这个名称后面什么也没有写。补上内容；用不着就把这一行删掉。",
    ),
}


@pytest.mark.parametrize(("text", "expected", "place_of", "words"), KINDS.values(), ids=KINDS)
def test_another_kind_than_expected(either_loader, text, expected, place_of, words):
    file, problems = parse_yaml(text, "x")
    assert not problems
    made = wrong_kind(file, file.root.pairs[0][1], expected)
    assert (made.code, made.line, made.column, made.end_column) == place_of
    assert in_words(made) == words


def test_a_file_that_is_only_a_text():
    assert found("支出决算表\n") == [("Y155", 1, 1, 6)]


# --- from disk --------------------------------------------------------------------------------------------------------


def from_disk(path: Path) -> tuple[tuple[str, int, int, int], str, str]:
    file, problems = read_yaml(path)
    (only,) = problems
    assert (file.root, file.path, only.file) == (None, str(path), str(path))
    return (only.code, only.line, only.column, only.end_column), only.source, in_words(only)


def test_a_sound_file(tmp_path):
    path = tmp_path / "规则.yaml"
    path.write_bytes("\ufeff规则集: 基本支出\r\n级别: 错误\r\n".encode())
    file, problems = read_yaml(str(path))
    assert problems == []
    assert file.lines == ("规则集: 基本支出", "级别: 错误")
    assert said(file.root) == {"规则集": "基本支出", "级别": "错误"}


@pytest.mark.parametrize("name", ["没有.yaml", "文件.yaml/里面.yaml", "坏\0名.yaml"])
def test_no_such_file(tmp_path, name):
    (tmp_path / "文件.yaml").write_bytes(b"a: b")
    assert from_disk(tmp_path / name) == (
        ("Y101", 0, 0, 0),
        "",
        "找不到文件：没有这个文件。请核对文件名和所在的文件夹，扩展名（.yaml）也要写全。",
    )


def test_a_folder(tmp_path):
    assert from_disk(tmp_path)[::2] == (
        ("Y102", 0, 0, 0),
        "这是文件夹，不是文件：这里需要一个 YAML 文件，给出的却是一个文件夹。请写出文件夹里那个文件的名字。",
    )


def test_a_file_that_cannot_be_opened(tmp_path, monkeypatch):
    path = tmp_path / "规则.yaml"
    path.write_bytes(b"a: b")

    def refuse(*_args, **_kwargs):
        raise PermissionError

    monkeypatch.setattr("builtins.open", refuse)
    assert from_disk(path)[::2] == (
        ("Y103", 0, 0, 0),
        "文件打不开：文件在，但是读不出来。请看看它是否被别的程序占用，或者您没有读取它的权限。",
    )


SAVE_AS = "用记事本打开它，选“文件”→“另存为”，把“编码”改成 UTF-8，再保存。"


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
def test_a_gbk_file(tmp_path, encoding):
    path = tmp_path / "规则.yaml"
    path.write_bytes("# x\r\na: 规则集\r\n".encode(encoding))
    assert from_disk(path) == (
        ("Y104", 2, 4, 5),
        "a: 规则集",
        f"文件不是 UTF-8 编码：这个文件像是用 GBK（GB18030）编码保存的，从这里开始读不出来。{SAVE_AS}",
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_utf16_file(tmp_path, encoding):
    path = tmp_path / "规则.yaml"
    path.write_bytes("规则集: 甲\n".encode(encoding))
    assert from_disk(path)[::2] == (
        ("Y105", 0, 0, 0),
        f"文件不是 UTF-8 编码：这个文件像是用 UTF-16（记事本里叫“Unicode”）编码保存的。{SAVE_AS}",
    )


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [(b"a: \xff\xff\nb: c\n", 1, 4), ("规则集: 部门决算公开格式\n级别: 错误".encode()[:-1], 2, 6)],
    ids=["not text", "cut off"],
)
def test_a_damaged_file(tmp_path, data, line, column):
    path = tmp_path / "规则.yaml"
    path.write_bytes(data)
    assert from_disk(path)[::2] == (
        ("Y106", line, column, column + 1),
        "文件不是 UTF-8 编码：从这里开始不是 UTF-8 编码的文字。文件可能用了别的编码，可能已经损坏，"
        "也可能根本不是文本文件。如果打开来看文字是好的，选“另存为”，把“编码”改成 UTF-8，再保存；"
        "如果是乱码，请重新取一份。",
    )


@pytest.mark.parametrize("text", ["", "\n\n", "# 只有备注\n", "---\n", "\ufeff"])
def test_an_empty_file(either_loader, tmp_path, text):
    path = tmp_path / "规则.yaml"
    path.write_text(text, "utf-8")
    assert from_disk(path)[::2] == (
        ("Y107", 0, 0, 0),
        "文件是空的：文件里没有内容，或者只有 # 开头的备注。写上内容再检查；不需要这个文件就把它删掉。",
    )


def test_a_file_too_big(tmp_path):
    path = tmp_path / "规则.yaml"
    with open(path, "wb") as stream:
        os.truncate(stream.fileno(), MOST_BYTES + 1)
    assert from_disk(path)[::2] == (
        ("Y109", 0, 0, 0),
        "文件太大：文件超过 5 MB，没有读。请把它拆成几个文件。",
    )
    assert [each.code for each in parse_yaml(" " * (MOST_BYTES + 1), "x")[1]] == ["Y109"]


# --- the catalogue of words -------------------------------------------------------------------------------------------

FROM_DISK = {"Y101", "Y102", "Y103", "Y104", "Y105", "Y106", "Y107", "Y109", "Y147"}


def test_every_code_has_a_case_above():
    cases = {expected[0] for _, expected, _ in MISTAKES.values()} | {
        place_of[0] for _, _, place_of, _ in KINDS.values()
    }
    assert cases | FROM_DISK == set(table("messages/files"))
    assert cases | FROM_DISK <= set(codes())


@pytest.mark.parametrize("code", sorted(table("messages/files")))
def test_no_lesson_is_cut_short(code):
    """YAML ends a text at a space and ``#``; so would it in this project's own words."""
    for words in table("messages/files")[code].values():
        assert set(words) == {"title", "text", "advice"}
        assert words["text"].endswith(("。", "."))
        assert words["advice"].endswith(("。", ".", "{suggestion}"))


@pytest.mark.parametrize("text", [*(text for text, *_ in MISTAKES.values()), RULES])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words_have_all_their_values(text, lang):
    for each in parse_yaml(text, "x")[1]:
        words = lesson(each, lang)
        assert words.title
        assert words.text
        assert words.advice
        assert "{}" not in words.text + words.advice


# --- laws -------------------------------------------------------------------------------------------------------------

PARTS = [
    "规则", "编号", "甲", "𠘨", "-5", ": ", ":", "：", "\n", "\n", "\n  ", "\n- ", "\n\t", "　", "－ ", '"', "'", "{",
    "}", "[", "]", ", ", "，", " #", "&a", "*a", "!a", "%", "@", "`", "|", ">", "|\n", "\\", "---\n", "...\n",
    "<<: ", "? ", "“", "”", "\r", "\ufeff", "\u2028", "\x00", "\ud800",
]  # fmt: skip
texts = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PARTS), max_size=40).map("".join))


@settings(max_examples=500, deadline=None)
@given(texts)
def test_any_text_is_read_or_refused_with_places_inside_it(text):
    file, problems = parse_yaml(text, "x")
    assert file.root is not None or problems
    for each in problems:
        assert 0 <= each.line <= len(file.lines)
        assert each.source == (file.lines[each.line - 1] if each.line else "")
        assert not each.line or 1 <= each.column <= len(each.source) + 1
        assert not each.line or each.column < each.end_column <= max(len(each.source), each.column) + 1
    for node in nodes(file.root):
        check_place(file, node)


def check_place(file: YamlFile, node: Node) -> None:
    assert 1 <= node.line <= len(file.lines)
    assert 1 <= node.column <= node.end_column <= len(file.lines[node.line - 1]) + 1
    for index in range(len(node.text) + 1 if isinstance(node, Scalar) else 0):
        line, column = place(node, index)
        assert 1 <= line <= len(file.lines)
        assert 1 <= column <= len(file.lines[line - 1]) + 1


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join), st.integers(0, len(RULES)))
def test_a_spoilt_file_still_gives_places_inside_it(part, at):
    file, _ = parse_yaml(RULES[:at] + part + RULES[at:], "x")
    for node in nodes(file.root):
        check_place(file, node)


ONE_LINE = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff"), max_size=30
)


@settings(max_examples=300, deadline=None)
@given(ONE_LINE)
def test_a_text_in_single_quotes_is_read_as_it_is(text):
    """What the lessons recommend holds for every text."""
    line = "断言: '" + text.replace("'", "''") + "'"
    file, problems = parse_yaml(line + "\n", "x")
    assert problems == []
    assertion = file.root.get("断言")
    assert assertion.text == text
    assert [line[place(assertion, index)[1] - 1] for index in range(len(text))] == list(text)
