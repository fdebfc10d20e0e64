"""Full-width colons and brackets where YAML wants plain ones."""

import pytest
from yaml_words import as_the_lessons_say, check_mistake, check_variant, found, said

from checker.yamlfiles import parse_yaml

MISTAKES = {
    "full-width brackets": (
        "适用: ｛报表: 部门决算｝\n规则: x\n",
        ("Y133", 1, 5, 6),
        "用了全角括号：一组数据要用半角的“{ }”或“[ ]”括起来；这里是全角的，会被当成文字。"
        "改成：适用: {报表: 部门决算}。如果这是一句话，整句用英文单引号括起来。",
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
}


@pytest.mark.parametrize(("text", "expected", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_has_its_place_and_its_words(either_loader, text, expected, words):
    check_mistake(text, expected, words)


# what is wrong in each line, and the content that is read all the same
VARIANTS = {
    "full-width colon before braces": (
        "适用：{报表: 部门决算, 年度: 2017-}\n规则: x\n",
        [("Y115", 1, 3, 4)],
        {"适用": {"报表": "部门决算", "年度": "2017-"}, "规则": "x"},
    ),
    "full-width colon before braces that YAML reads": (
        "规则集: 甲\n适用：{报表: 部门决算}\n",
        [("Y115", 2, 3, 4)],
        {"规则集": "甲", "适用": {"报表": "部门决算"}},
    ),
    "full-width colon before braces in a list": (
        "- 适用：{报表：部门决算, 年度: 2017-}\n  规则: x\n",
        [("Y115", 1, 5, 6)],
        [{"适用": {"报表": "部门决算", "年度": "2017-"}, "规则": "x"}],
    ),
    "full-width colon before braces on two lines": (
        "适用：{报表: 部门决算,\n  年度: 2017-}\n",
        [("Y115", 1, 3, 4)],
        {"适用": {"报表": "部门决算", "年度": "2017-"}},
    ),
    "no space before braces": ("适用:{甲: 1, 乙: 2}\n", [("Y116", 1, 3, 4)], {"适用": {"甲": "1", "乙": "2"}}),
    "full-width colon before a quoted text": ('名称："甲: 乙"\n', [("Y115", 1, 3, 4)], {"名称": "甲: 乙"}),
    "full-width from beginning to end": (
        "适用：｛报表：部门决算，年度：2017-｝\n",
        [("Y115", 1, 3, 4), ("Y133", 1, 4, 5)],
        {"适用": {"报表": "部门决算", "年度": "2017-"}},
    ),
    "full-width braces in a list": (
        "- ｛甲: 1, 乙: 2｝\n- ｛甲: 3｝\n",
        [("Y133", 1, 3, 4), ("Y133", 2, 3, 4)],
        [{"甲": "1", "乙": "2"}, {"甲": "3"}],
    ),
    "a full-width brace closes a plain one": ("- {甲: 1｝\n", [("Y133", 1, 8, 9)], [{"甲": "1"}]),
    "a plain brace closes a full-width one": ("甲: ｛乙: 1}\n", [("Y133", 1, 4, 5)], {"甲": {"乙": "1"}}),
    "full-width brackets in braces": (
        "{甲: ［乙, 丙］, 丁: 戊}\n",
        [("Y133", 1, 5, 6)],
        {"甲": ["乙", "丙"], "丁": "戊"},
    ),
    "full-width braces in full-width brackets": (
        "规则: ［｛编号: A, 名称: 甲，乙｝，｛编号：'B, ｝'｝］\n",
        [("Y133", 1, 5, 6)],
        {"规则": [{"编号": "A", "名称": "甲，乙"}, {"编号": "B, ｝"}]},
    ),
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
}


@pytest.mark.parametrize(("text", "expected", "content"), VARIANTS.values(), ids=VARIANTS)
def test_variants_of_a_mistake_and_what_is_read_all_the_same(either_loader, text, expected, content):
    check_variant(text, expected, content)


@pytest.mark.parametrize(
    "text",
    [
        "提示: ［甲］超过｛乙｝\n",
        "断言: 《表》［行，列］＝1\n",
        "提示: ［注：甲］\n提醒: ［甲, 乙］\n",
        "甲: {提示: ［甲］, 列: ｛乙｝丙}\n",
        "- 其中：{名称}超过: 乙\n",
        "- ［甲］经费: 1\n",
    ],
)
def test_full_width_brackets_may_be_text(either_loader, text):
    beside, code = ("-错\n", "Y114") if text.startswith("- ") else ("错：1\n", "Y115")
    assert found(text) == []
    assert [each[0] for each in found(text + beside)] == [code]


def test_many_full_width_marks_take_no_longer_than_their_number():
    text = "甲: ｛" + "乙：1，" * 20_000 + "丙：2｝\n"
    file, problems = parse_yaml(text, "x")
    assert [each.code for each in problems] == ["Y133"]
    assert said(file.root) == {"甲": {"乙": "1", "丙": "2"}}


@pytest.mark.parametrize("text", [text for text, *_ in (*MISTAKES.values(), *VARIANTS.values())])
def test_a_line_as_its_lesson_shows_it_is_right(either_loader, text):
    assert found(as_the_lessons_say(text)) == []
