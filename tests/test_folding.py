"""Text as compared, with the place of every character."""

from hypothesis import given
from hypothesis import strategies as st

from checker.characters import key
from checker.folding import NEW_LINE, QUOTE, SPACE, Words, fold


def test_white_space_quotation_marks_and_widths_are_set_aside() -> None:
    folded = fold("“三公” 经\n费１２％")
    assert folded.text == "三公经费12%"
    assert folded.span(0, 2) == (1, 3)
    assert folded.span(2, 4) == (5, 8)
    assert folded.kinds == {0: QUOTE, 2: QUOTE, 3: NEW_LINE}
    assert folded.lines == [3]


def test_a_radical_is_the_character_it_stands_for_and_one_character_may_become_several() -> None:
    folded = fold("⼈员…支出")
    assert folded.text == "人员...支出"
    assert folded.span(2, 5) == (2, 3)


def test_an_encircled_digit_is_no_digit() -> None:
    folded = fold("①12²")
    assert folded.text == "①12²"
    assert (folded.digits(0), folded.digits(1)) == (0, 3)


def test_digits_that_were_apart_stay_apart() -> None:
    folded = fold("12 34")
    assert folded.text == "1234"
    assert folded.digits(0) == 2
    assert folded.kinds == {2: SPACE}
    assert fold("“5”“6”").digits(0) == 1
    assert fold("5\u200b6").digits(0) == 2


def test_the_longest_word_at_a_place_and_before_it() -> None:
    words = Words({"元": 1, "万元": 2, "百万元": 3})
    assert words.at("9万元", 1) == "万元"
    assert words.at("9万元", 1, 2) == ""
    assert words.before("9百万元", 4) == "百万元"
    assert words.before("9", 1) == ""
    assert words.skip("元元元元", 0, 4, 3) == 3


@given(st.text())
def test_what_is_compared_is_the_key_of_the_text_character_by_character(text: str) -> None:
    folded = fold(text)
    assert len(folded.origins) == len(folded.text)
    assert folded.origins == sorted(folded.origins)
    assert "".join(key(character) for character in folded.text) == "".join(key(character) for character in text)
