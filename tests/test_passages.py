"""Words and marks in running text: where they stand, and that no text makes looking for them slow."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.characters import key
from checker.passages import (
    around,
    candidates,
    holds,
    is_like,
    lines,
    misspelt,
    places,
    runs,
    sentences,
    spelt,
    term,
    unpaired,
    years,
)

NAME = "中共衡东县委网络安全和信息化委员会办公室"


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("报告框架可参考《办法》", "框架可参考", [(2, 7)]),
        ("增 加（减 少）", "增加（减少）", [(0, 8)]),
        ("甲“乙”丙", "甲乙", [(0, 4)]),
        ("甲甲甲", "甲甲", [(0, 2)]),
        ("甲", "", []),
        ("㎡", "m2", [(0, 1)]),
        ("2020年度", "20年度", []),
        ("20 20年度", "20年度", []),
        ("在20 年度", "20年度", [(1, 6)]),
        ("10.0元", "0元", []),
        ("1,000元", "000元", []),
        ("0元、10元", "0元", [(0, 2)]),
        ("/xxgk/", "XX", []),
        ("20XX年", "XX", [(2, 4)]),
        ("没有安排支出。有收入", "没有…支出", [(0, 6)]),
        ("没有安排。支出", "没有…支出", []),
        ("没有安排\n支出", "没有…支出", []),
        ("没有甲支出没有乙支出", "没有…支出", [(0, 5), (5, 10)]),
        ("没有没有支出", "没有…支出", [(0, 6)]),
        ("甲乙", "…", []),
        ("甲", "…甲…", [(0, 1)]),
    ],
)
def test_a_word_is_found_where_it_stands_in_the_text_itself(text: str, word: str, found: list[tuple[int, int]]) -> None:
    assert [key(text[a:b]) for a, b in places(text, word)] == [key(text[a:b]) for a, b in found]
    assert [a for a, _ in places(text, word)] == [a for a, _ in found]
    assert holds(text, word) == bool(found)


@given(st.text("甲乙0a。…“”（\n ", max_size=12), st.text("甲乙0a…", max_size=4))
def test_a_word_that_is_found_was_a_candidate_and_has_its_places(text: str, word: str) -> None:
    assert holds(text, word) == bool(places(text, word))
    assert not holds(text, word) or word in candidates((text,), (word, "丙"))
    assert candidates((text, "丙"), ("丙",)) == ("丙",)


@pytest.mark.parametrize(("name", "word", "answer"), [
    ("旅游经费绩效评价报告.docx", "…评价报告…", True), ("评价报告", "…评价报告…", True), ("自评表", "…评价报告…", False),
    ("评价报告", "评价报告", False), ("甲乙", "甲…乙", True), ("甲", "甲…甲", False), ("甲乙丙", "甲…丁…丙", False),
])  # fmt: skip
def test_a_name_is_a_word_with_gaps_from_end_to_end(name: str, word: str, answer: bool) -> None:
    assert is_like(name, word) == answer


def test_as_it_is_written_means_every_character() -> None:
    assert spelt("“三公”经费，三公经费", "三公经费") == [(7, 11)]
    assert spelt("(甲)", "（甲）") == []
    assert spelt("甲", "") == []


def test_sentences_end_at_their_marks_at_semicolons_and_at_lines() -> None:
    text = " 甲，乙。 丙；丁！\n\n戊 "
    assert [text[a:b] for a, b in sentences(text)] == ["甲，乙", "丙", "丁", "戊"]
    text = "甲\n \n乙 \n"
    assert [text[a:b] for a, b in lines(text)] == ["甲", "乙"]


@given(st.text("甲。；\n ！乙", max_size=30))
def test_sentences_are_the_text_less_marks_and_blanks(text: str) -> None:
    whole = "".join(text[a:b] for a, b in sentences(text))
    assert whole.replace(" ", "") == "".join(c for c in text if c in "甲乙")


@pytest.mark.parametrize(("line", "found"), [
    ("“三公”经费：按照规定", "“三公”经费"), ("1、财政拨款收入：指", "财政拨款收入"), ("（一）1.其他收入: 指", "其他收入"),
    ("没有冒号", ""), ("空：", ""), ("这是一句话。后面：指", ""), ("长" * 50 + "：指", ""),
])  # fmt: skip
def test_a_term_stands_before_the_first_colon(line: str, found: str) -> None:
    assert term(line) == found


def test_years_are_four_figures_before_the_sign_of_a_year() -> None:
    text = "2020年度、〔2016〕143号、2077.09万元，2021 年末、12021年、20年、３０年、1821年"
    assert [text[a:b] for a, b in years(text)] == ["2020", "2021"]


@pytest.mark.parametrize(("names", "whole", "found"), [
    (["题目", "第一部分 甲", "一、子", "二、丑", "第二部分 乙"], True, [["", "第一部分", "第二部分"], ["0", "一", "二"]]),
    (["二、子", "三、丑"], True, [["0", "二", "三"]]),
    (["一、子", "丑", "三、寅"], True, [["0", "一", "", "三"]]),
    (["1、子", "说明", "2、丑"], False, [["1", "2"]]),
    (["一、子", "（一）甲", "（二）乙", "二、丑", "（一）丙"], False, [["一", "二"], ["(一)", "(二)"]]),
    (["2021年度收入", "2020年度收入"], False, []),
    ([], True, []),
])  # fmt: skip
def test_numbering_comes_in_runs_of_one_form(names: list[str], whole: bool, found: list[list[str]]) -> None:
    assert runs(names, whole) == found


@pytest.mark.parametrize(("text", "odd"), [
    ("（甲）《乙》“丙”", []), ("（甲)", []), ("1）甲；2)乙；（3）丙", []), ("一）甲", []), ("don’t", []),
    ("甲）", ["甲）"]), ("（甲", ["（甲"]), ("“甲", ["“甲"]), ("甲”。", ["甲”。"]), ("（“甲）", ["（“甲）"]), ("“甲（乙”丙", ["“甲（乙”丙"]),
    ("2021）", []), ("共5人）", ["共5人）"]),
])  # fmt: skip
def test_a_mark_without_its_partner_is_told_with_what_stands_around_it(text: str, odd: list[str]) -> None:
    assert [around(text, span) for span in unpaired(text)] == odd


def test_what_stands_around_is_on_the_same_line() -> None:
    assert around("甲乙\n丙（丁\n戊", (4, 5)) == "丙（丁"


@given(st.text("（）()“”甲1、《》\n", max_size=20))
def test_a_text_and_its_odd_marks_taken_out_is_in_pairs(text: str) -> None:
    odd = {a for a, _ in unpaired(text)}
    rest = "".join(c for at, c in enumerate(text) if at not in odd)
    assert len(unpaired(rest)) <= len(odd)
    assert unpaired("甲（乙）丙“丁”") == []


@pytest.mark.parametrize(("text", "found"), [
    (NAME, ""), (NAME.replace("和", "与"), "中共衡东县委网络安全与信息化委员会办公室"), (NAME.replace("和", ""), "中共衡东县委网络安全信息化委员会办公室"),
    (NAME.replace("委员会", "委员员会"), "中共衡东县委网络安全和信息化委员员会办公室"), (NAME[:-3], ""), (NAME[:-1], ""),
    (NAME.replace("衡东县", "衡阳市"), ""), ("云溪县农业局", ""),
])  # fmt: skip
def test_a_name_but_for_a_letter_is_a_slip(text: str, found: str) -> None:
    said = f"由{text}2021年公开"
    assert "".join(said[a:b] for a, b in misspelt(said, NAME)) == found
    assert misspelt(said, "云溪县林业局") == []


@pytest.mark.parametrize("text", [
    "没有" * 250_000, "（" * 500_000, "）" * 500_000, "“（" * 250_000, "1" * 500_000, "20年度" * 100_000, "甲：乙\n" * 120_000,
    NAME[:12] * 40_000, "一、" * 250_000, "。" * 500_000, "5.06、" * 100_000,
])  # fmt: skip
def test_half_a_million_letters_take_a_few_seconds_at_most(text: str) -> None:
    start = time.process_time()
    for word in ("没有…支出", "20年度", "…有…有…支", "占%"):
        holds(text, word), places(text, word)
    unpaired(text), misspelt(text, NAME), list(sentences(text)), years(text), runs(text.splitlines(), False)
    [term(line) for line in text.splitlines()]
    assert time.process_time() - start < 12
