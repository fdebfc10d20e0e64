"""The marks YAML reads a line by, and which of them are only text."""

import pytest

from checker.yaml_marks import after_cut, closed_end, content_end, cuts_text, indent_of, is_special, name_colon, skip


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("甲 # 备注", "甲"),
        ("甲 #备注", "甲"),
        ("甲#1  ", "甲#1"),
        ("甲【表 #3】 ", "甲【表 #3】"),
        ("甲 #1 ＋乙", "甲 #1 ＋乙"),
        ("甲 # 1 ＋乙", "甲"),
        ("# 甲", ""),
    ],
)
def test_where_what_a_line_says_ends(line, said):
    assert line[: content_end(line, 0)] == said


@pytest.mark.parametrize(
    ("before", "after", "cut"),
    [
        ("甲【", "3】", True),
        ("说“甲", "3”", True),
        ('说"甲', '3"', True),
        ("甲】", "3【", False),
        ("甲（乙）", "3（丙）", False),
        ("甲", "1 ＋乙＝丙", True),
        ("甲", "1≥乙", True),
        ("甲", " 乙＝丙", False),
        ("甲", "# 乙＝丙", False),
        ("甲", "2021-3/4", False),
        ("甲", "", False),
    ],
)
def test_what_can_be_no_remark(before, after, cut):
    assert cuts_text(before, after) is cut


def test_what_was_cut_off_ends_before_a_remark():
    line = "甲 #1 ＝乙  # 备注 # 再注"
    assert line[: after_cut(line, 2, "甲")] == "甲 #1 ＝乙"
    line = "甲【 #1 # 2】 "
    assert line[: after_cut(line, 3, "甲【")] == "甲【 #1 # 2】"


@pytest.mark.parametrize(
    ("line", "colon"),
    [
        ("甲: 乙", 1),
        ("甲:", 1),
        ("甲:乙", None),
        ("'甲: 乙': 丙", 6),
        ("'甲: 乙", None),
        ("[甲: 乙] : 丙", 7),
        ("[甲: 乙]丙: 丁", None),
        ("甲 # 乙: 丙", None),
    ],
)
def test_the_colon_after_a_name(line, colon):
    assert name_colon(line, 0) == colon


def test_white_space_of_every_width():
    assert (indent_of(" \t　甲"), skip("甲 　\t乙", 1), skip("甲", 1)) == (3, 4, 1)


@pytest.mark.parametrize(
    ("line", "end"), [("'甲''乙'丙", 6), ('"甲\\""丙', 5), ("[甲, {乙: 丙}]丁", 11), ("{甲", None), ("甲", None)]
)
def test_where_a_quotation_or_bracket_closes(line, end):
    assert closed_end(line, 0) == end


@pytest.mark.parametrize(
    ("line", "special"), [("@甲", True), ("? 甲", True), ("?甲", False), ("&a", False), ("&甲", True), ("甲", False)]
)
def test_characters_yaml_keeps_for_itself(line, special):
    assert is_special(line, 0) is special
