"""Mistakes in what a line says."""

import pytest
from yaml_words import QUOTE, check_mistake, check_variant

MISTAKES = {
    "unclosed quotation mark": (
        "断言: \"人员经费”＝0\n提示: '好'\n",
        ("Y121", 1, 5, 6),
        "引号没有配对：这个引号后面没有找到和它配对的引号（中文引号“ ”不能和英文引号配对）。"
        f"补上另一半，或者{QUOTE}断言: '人员经费”＝0'",
    ),
    "quoted text and more": (
        "- 断言: \"三公\"经费＝'0'\n",
        ("Y123", 1, 7, 11),
        "以引号开头的内容要整句加引号：内容以英文引号开头时，到下一个引号就算结束，后面的文字接不上。"
        f"{QUOTE}- 断言: '\"三公\"经费＝''0'''",
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
}


@pytest.mark.parametrize(("text", "expected", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_has_its_place_and_its_words(either_loader, text, expected, words):
    check_mistake(text, expected, words)


# what is wrong in each line, and the content that is read all the same
VARIANTS = {
    "full-width colon and a value to quote": (
        '断言："三公"经费＝1\n提示: x\n',
        [("Y115", 1, 3, 4), ("Y123", 1, 4, 8)],
        {"断言": '"三公"经费＝1', "提示": "x"},
    ),
    "single quotes and more": ("甲: '乙'丙\n", [("Y123", 1, 4, 7)], {"甲": "'乙'丙"}),
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
    "exclamation mark": ("甲: !乙 丙\n", [("Y125", 1, 4, 5)], {"甲": "!乙 丙"}),
    "a list over a list": (
        "规则: - 编号: 甲\n    名称: 乙\n级别: 丙\n",
        [("Y128", 1, 5, 6)],
        {"级别": "丙"},
    ),
}


@pytest.mark.parametrize(("text", "expected", "content"), VARIANTS.values(), ids=VARIANTS)
def test_variants_of_a_mistake_and_what_is_read_all_the_same(either_loader, text, expected, content):
    check_variant(text, expected, content)
