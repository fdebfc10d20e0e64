"""Mistakes between brackets."""

import pytest
from yaml_words import QUOTE, as_the_lessons_say, check_mistake, check_variant, found

MISTAKES = {
    "a name with brackets": (
        "示例:\n- {《表》[行, 列]: 1.50, 结果: 一致}\n",
        ("Y132", 2, 4, 13),
        "括号里的名称要加引号：花括号、方括号里写的名称或文字又带方括号、花括号，不加引号会被拆开。"
        '用英文双引号把它括起来：- {"《表》[行, 列]": 1.50, 结果: 一致}',
    ),
    "full-width comma": (
        "示例:\n- {人员经费: 1，公用经费: 2}\n",
        ("Y119", 2, 11, 12),
        "用了全角逗号：花括号、方括号里的各项要用半角逗号“,”再加一个空格隔开；这里是全角的“，”。"
        "改成：- {人员经费: 1, 公用经费: 2}",
    ),
    "unclosed bracket": (
        "适用: {报表: 部门决算, 地区: [甲, 乙]\n规则: []\n",
        ("Y122", 1, 5, 6),
        "括号没有配对：这个括号后面没有找到和它配对的括号。"
        "补上另一半：适用: {报表: 部门决算, 地区: [甲, 乙]}。如果这是一句话，整句用英文单引号括起来。",
    ),
    "braces and more": (
        "提示: {差额}超过一成  # 待定\n",
        ("Y124", 1, 5, 9),
        "以括号开头的内容要整句加引号：内容以花括号或方括号开头时，会被当成一组数据，到配对的括号就算结束，后面的文字接不上。"
        f"{QUOTE}提示: '{{差额}}超过一成'  # 待定",
    ),
    "bracket unclosed over lines": (
        "地区: [甲,\n  乙\n规则: x\n",
        ("Y131", 1, 5, 6),
        "括号没有配对：这个括号后面几行里没有找到和它配对的括号，或者配对之后又写了别的文字。"
        "在最后一项后面补上另一半，后面不要再写；如果这是一句话，并成一行，整句用英文单引号括起来。",
    ),
}


@pytest.mark.parametrize(("text", "expected", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_has_its_place_and_its_words(either_loader, text, expected, words):
    check_mistake(text, expected, words)


# what is wrong in each line, and the content that is read all the same
VARIANTS = {
    "a quoted text and a full-width colon": (
        '{甲: "乙"：丙, 丁: 戊}\n',
        [("Y123", 1, 5, 8)],
        {"甲": '"乙"：丙', "丁": "戊"},
    ),
    "two names with brackets": (
        "- {甲: 1, 《表》[行, 列]: 2, 【《表》[行]】 : 3}\n",
        [("Y132", 1, 10, 19)],
        [{"甲": "1", "《表》[行, 列]": "2", "【《表》[行]】": "3"}],
    ),
    "a name with brackets and quotation marks": (
        """- {表["行", '列'] : 2}\n""",
        [("Y132", 1, 4, 15)],
        [{"""表["行", '列']""": "2"}],
    ),
    "a name with brackets and a full-width colon": (
        "- {《表》[行, 列]：2, 乙: 1}\n",
        [("Y132", 1, 4, 13), ("Y115", 1, 13, 14)],
        [{"《表》[行, 列]": "2", "乙": "1"}],
    ),
    "a text with brackets": (
        "- {甲: 《表》[行, 列], 乙: [《表》[行], 丙]}\n",
        [("Y132", 1, 7, 16)],
        [{"甲": "《表》[行, 列]", "乙": ["《表》[行]", "丙"]}],
    ),
    "a full-width colon before brackets in braces": (
        "{甲：[1, 2], 乙: 丙}\n",
        [("Y115", 1, 3, 4)],
        {"甲": ["1", "2"], "乙": "丙"},
    ),
    "a quoted name and a full-width colon": ('{"甲"：1, 乙: 丙}\n', [("Y115", 1, 5, 6)], {"甲": "1", "乙": "丙"}),
    "mistakes inside braces": (
        '- {甲: "乙"丙, 丁: @戊, 己: 庚: 辛, 壬: "癸}\n',
        [("Y123", 1, 7, 10), ("Y125", 1, 16, 17), ("Y126", 1, 24, 25), ("Y121", 1, 32, 33)],
        [{"甲": '"乙"丙', "丁": "@戊", "己": "庚: 辛", "壬": "癸"}],
    ),
    "wrong closing bracket": ("甲: [乙, 丙}\n", [("Y122", 1, 4, 5)], {"甲": ["乙", "丙"]}),
    "list and more": ("甲: [乙]丙\n", [("Y124", 1, 4, 7)], {"甲": "[乙]丙"}),
}


@pytest.mark.parametrize(("text", "expected", "content"), VARIANTS.values(), ids=VARIANTS)
def test_variants_of_a_mistake_and_what_is_read_all_the_same(either_loader, text, expected, content):
    check_variant(text, expected, content)


# one over several lines has no line that could be shown
@pytest.mark.parametrize(
    "text", [text for text, *told in (*MISTAKES.values(), *VARIANTS.values()) if "Y131" not in str(told)]
)
def test_a_line_as_its_lesson_shows_it_is_right(either_loader, text):
    assert found(as_the_lessons_say(text)) == []
