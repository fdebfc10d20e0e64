"""Content of another kind than expected: the lesson tells what was typed instead."""

import pytest
from yaml_words import QUOTE, found, in_words

from checker.yaml_kinds import wrong_kind
from checker.yamlfiles import parse_yaml

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
    "full-width brackets for list": (
        "地区: ［甲，乙］\n",
        "list",
        ("Y133", 1, 5, 6),
        "用了全角括号：一组数据要用半角的“{ }”或“[ ]”括起来；这里是全角的，会被当成文字。"
        "改成：地区: [甲, 乙]。如果这是一句话，整句用英文单引号括起来。",
    ),
    "full-width brackets closed by a plain one": (
        "地区: ［甲]\n",
        "list",
        ("Y133", 1, 5, 6),
        "用了全角括号：一组数据要用半角的“{ }”或“[ ]”括起来；这里是全角的，会被当成文字。"
        "改成：地区: [甲]。如果这是一句话，整句用英文单引号括起来。",
    ),
    "full-width brackets and more": (
        "地区: ［甲］乙\n",
        "list",
        ("Y153", 1, 5, 9),
        "这里要写列表：这里应当是一个列表，写的却是一句文字。"
        "每一项另起一行，以“- ”开头；短的也可以写在一行里：[甲, 乙]。只有一项也要这样写。",
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
