"""What patterns ask of a text: where its sentences, names and lists end, and where words occur."""

from prose_words import SPEECH

from checker.facts import LIST, TEXT
from checker.patterns import NAME, Step
from checker.readings import Reading


def test_texts_and_lists_end_with_their_sentence_and_their_line() -> None:
    reading = Reading("甲乙；丙。丁\n戊", SPEECH)
    assert [reading.run_end(TEXT, place) for place in (0, 5, 6)] == [4, 6, 7]
    assert [reading.run_end(LIST, place) for place in (0, 3)] == [2, 4]
    assert [reading.begins_line(place) for place in (0, 5, 6)] == [False, False, True]


def test_a_name_passes_over_brackets_and_ends_before_punctuation() -> None:
    reading = Reading("因公出国（境、外）费，接待费）（未完", SPEECH)
    assert reading.run_end(NAME, 0) == 10
    assert reading.run_end(NAME, 5) == 6
    assert reading.run_end(NAME, 11) == 14
    assert reading.run_end(NAME, 15) == 15
    assert [reading.depth(place) for place in (4, 5, 8, 9)] == [0, 1, 1, 0]


def test_brackets_of_different_lines_do_not_belong_together() -> None:
    assert Reading("（甲\n乙）丙", SPEECH).run_end(NAME, 2) == 3


def test_occurrences_overlap_and_can_be_asked_for_outside_brackets() -> None:
    reading = Reading("支支支（支支）", SPEECH)
    assert reading.occurrences(Step("literal", text="支支")) == [0, 1, 4]
    assert reading.occurrences(Step("literal", text="支支"), 0) == [0, 1]
    assert reading.occurrences(Step("literal", text="收")) == []
    assert Reading("，，甲，", SPEECH).occurrences(Step("punctuation")) == [0, 3]
    assert Reading("减少3人，增加5万元", SPEECH).occurrences(Step("words", words=SPEECH.directions)) == [0, 1, 5]
    assert Reading("2021年5人，6万元", SPEECH).occurrences(Step("figure", kinds=("count", "amount"))) == [5, 8]


def test_the_members_of_a_list() -> None:
    text = "甲、，乙（丙、丁），税金及附加费用和戊等"
    reading = Reading(text, SPEECH)
    assert [text[start:end] for start, end in reading.members(0, len(text))] == [
        "甲",
        "乙（丙、丁）",
        "税金及附加费用",
        "戊",
    ]
    assert Reading("等", SPEECH).members(0, 1) == []


def test_quotation_marks_belong_to_what_they_enclose() -> None:
    reading = Reading("“三公”经费“甲", SPEECH)
    assert reading.span(0, 4) == (0, 6)
    assert reading.span(0, 2) == (0, 4)
    assert reading.span(2, 4) == (4, 6)
    assert reading.span(4, 5) == (7, 8)


def test_original_characters_and_places() -> None:
    reading = Reading("支 出\n“5”万元", SPEECH)
    assert reading.places(0, None) == (0, 5)
    assert reading.places(1, 5) == (1, 2)
    assert reading.after_punctuation(0, 5) == 0
