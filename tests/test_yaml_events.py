"""What is read of a file, and what is refused though YAML reads it."""

import pytest
from yaml_words import QUOTE, check_mistake, check_variant, said

from checker.yamlfiles import parse_yaml


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


MISTAKES = {
    "two documents": (
        "规则集: 甲\n---\n规则集: 乙\n",
        ("Y108", 2, 1, 4),
        "一个文件里有两份内容：单独一行的“---”会把文件分成两份，这里只能有一份；从这一行起没有读。"
        "删掉这一行，或者把后面的内容另存成一个文件。",
    ),
    "text cut off": (
        "提示: 见【表 #3】\n",
        ("Y127", 1, 9, 10),
        "内容被“#”截断了：空格后面的“#”表示备注的开始，从这里往后的文字都没有读进去。"
        f"如果这是内容，{QUOTE}提示: '见【表 #3】'。如果是备注，在“#”后面空一格。",
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
    check_mistake(text, expected, words)


# what is wrong in each line, and the content that is read all the same
VARIANTS = {
    "an assertion cut off": ("断言: 甲 #1 ＋乙＝丙\n", [("Y127", 1, 7, 8)], {"断言": "甲 #1 ＋乙＝丙"}),
    "an entry cut off before a remark": ("- 甲 #1≥乙 # 备注\n", [("Y127", 1, 5, 6)], ["甲 #1≥乙"]),
    "an assertion cut off on its second line": (
        "断言: 甲\n  ＋乙 #1 ＝丙\n级别: 错误\n",
        [("Y127", 2, 6, 7)],
        {"断言": "甲 ＋乙", "级别": "错误"},
    ),
    "full-width colon in braces": (
        "- {人员经费：1.50, 结果: 一致, 公用经费：2}\n",
        [("Y115", 1, 8, 9)],
        [{"人员经费": "1.50", "结果": "一致", "公用经费": "2"}],
    ),
    "no space in braces": ("- {甲:1, 乙: 2}\n", [("Y116", 1, 5, 6)], [{"甲": "1", "乙": "2"}]),
    "alias": ("甲: *a\n", [("Y142", 1, 4, 6)], {"甲": ""}),
    "anchor and alias in brackets": ("&a [*a, 乙]\n", [("Y142", 1, 1, 3), ("Y142", 1, 5, 7)], ["", "乙"]),
    "only a hash": ("甲: #3\n", [("Y127", 1, 4, 5)], {"甲": "#3"}),
    "hash in straight quotes": ('甲: 说"乙 #3"丙\n', [("Y127", 1, 8, 9)], {"甲": '说"乙 #3"丙'}),
}


@pytest.mark.parametrize(("text", "expected", "content"), VARIANTS.values(), ids=VARIANTS)
def test_variants_of_a_mistake_and_what_is_read_all_the_same(either_loader, text, expected, content):
    check_variant(text, expected, content)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("断言: 甲 #1 ＋乙＝丙\n", "断言: '甲 #1 ＋乙＝丙'"),
        ("断言: 甲 #1 ＋乙＝丙  # 备注\n", "断言: '甲 #1 ＋乙＝丙'  # 备注"),
        ("断言: 甲'\n  ＋乙 #1 ＝丙\n", "断言: '甲'' ＋乙 #1 ＝丙'"),
        ("提示: 见【表 # 3】\n", "提示: '见【表 # 3】'"),
    ],
)
def test_a_text_that_was_cut_off_is_shown_whole(either_loader, text, mended):
    _, problems = parse_yaml(text, "x")
    assert [(each.code, each.values["suggestion"]) for each in problems] == [("Y127", mended)]
