"""Mistakes in how a line is built: its indentation, list marks and name."""

import pytest
from yaml_words import check_mistake, check_variant

MISTAKES = {
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
    "list mark forgotten": (
        "规则:\n  - 编号: 甲\n  编号: 乙\n",
        ("Y120", 3, 3, 5),
        "同一层里有的行带“-”，有的不带：左边对齐的这几行，要么每一行都是列表的一项（以“- ”开头），要么都不是；"
        "这一行和上面的不一样。是列表的一项，就在前面加“- ”；属于上一项，就再往右缩进两格，和上一项里的名称对齐。",
    ),
}


@pytest.mark.parametrize(("text", "expected", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_has_its_place_and_its_words(either_loader, text, expected, words):
    check_mistake(text, expected, words)


# what is wrong in each line, and the content that is read all the same
VARIANTS = {
    "a quoted name and more": ('"三公"经费: 乙\n', [("Y123", 1, 1, 5)], {'"三公"经费': "乙"}),
    "a bracketed name and more": ("- [三公]经费: 乙\n", [("Y124", 1, 3, 7)], [{"[三公]经费": "乙"}]),
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
}


@pytest.mark.parametrize(("text", "expected", "content"), VARIANTS.values(), ids=VARIANTS)
def test_variants_of_a_mistake_and_what_is_read_all_the_same(either_loader, text, expected, content):
    check_variant(text, expected, content)
