"""Lines as typed and repaired: edits keep the places, and characters no text file holds are taken out."""

import pytest
import yaml
from yaml_words import check_mistake, check_variant

from checker.yaml_lines import MOST_INDENT, Line, double_quoting, edited, indenting, quoting

MISTAKES = {
    "control character": (
        "名称: 人员\x0b经费\n",
        ("Y110", 1, 7, 8),
        "有看不见的控制字符：这里有一个看不见的字符（U+000B），多半是从 Word 或网页里复制进来的，文件里不能有。"
        "把光标放到这里删掉它；看不清就把这一行重新打一遍。",
    ),
}


@pytest.mark.parametrize(("text", "expected", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_has_its_place_and_its_words(either_loader, text, expected, words):
    check_mistake(text, expected, words)


# what is wrong in each line, and the content that is read all the same
VARIANTS = {
    "a line separator": ("甲: 乙\u2028丙\n", [("Y110", 1, 5, 6)], {"甲": "乙 丙"}),
}


@pytest.mark.parametrize(("text", "expected", "content"), VARIANTS.values(), ids=VARIANTS)
def test_variants_of_a_mistake_and_what_is_read_all_the_same(either_loader, text, expected, content):
    check_variant(text, expected, content)


def test_edits_keep_the_places_of_what_was_typed():
    line = edited(Line("甲：乙"), [(1, 2, ": ")])
    assert line.text == "甲: 乙"
    assert [line.origin(column) for column in range(6)] == [0, 1, 1, 2, 3, 3]
    again = edited(line, double_quoting(line.text, 3, 4))
    assert again.text == '甲: "乙"'
    assert [again.origin(column) for column in range(7)] == [0, 1, 1, 2, 2, 3, 3]


@pytest.mark.parametrize("text", ["甲", "甲'乙", "''", '"甲"', "a\\b"])
def test_quotation_marks_around_any_text(text):
    for quote in (quoting, double_quoting):
        line = edited(Line(f"- {text}"), quote(f"- {text}", 2, 2 + len(text)))
        assert yaml.safe_load(line.text) == [text]


def test_deeper_than_anybody_indents_there_is_no_repair():
    assert edited(Line("\t甲"), indenting(1, 4)).text == "    甲"
    assert indenting(1, MOST_INDENT + 1) == ()
