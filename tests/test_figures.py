"""The typed figures of running text."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prose_words import SPEECH

from checker.figures import Figure, figures
from checker.folding import fold

EXAMPLE = Path(__file__).parent.parent / "examples" / "hengdong-2021" / "report.json"


def only(text: str) -> Figure:
    (figure,) = figures(text, SPEECH)
    return figure


def brief(text: str) -> list[str]:
    return [f"{figure.kind} {figure.value} {figure.unit}".strip() for figure in figures(text, SPEECH)]


@pytest.mark.parametrize(
    ("text", "value", "decimals", "unit", "printed"),
    [
        ("共216.01万元。", "216.01", 2, "万元", "216.01万元"),
        ("共109万元", "109", 0, "万元", "109万元"),
        ("共216 .01万元", "216.01", 2, "万元", "216 .01万元"),
        ("共216.\n01 万\n元", "216.01", 2, "万元", "216.\n01 万\n元"),
        ("共216. 01万元", "216.01", 2, "万元", "216. 01万元"),
        ("234,000.00元", "234000.00", 2, "元", "234,000.00元"),
        ("1, 234.56元", "1234.56", 2, "元", "1, 234.56元"),
        ("１，２３４．５６元", "1234.56", 2, "元", "１，２３４．５６元"),
        ("1，234，567元", "1234567", 0, "元", "1，234，567元"),
        ("1，234.5元", "1234.5", 1, "元", "1，234.5元"),
        ("1，234万元", "1234", 0, "万元", "1，234万元"),
        ("3百万元", "3", 0, "百万元", "3百万元"),
        ("1.5亿元", "1.5", 1, "亿元", "1.5亿元"),
        ("-5.2万元", "-5.2", 1, "万元", "-5.2万元"),
        ("变动额－5.2万元", "-5.2", 1, "万元", "－5.2万元"),
        ("变动额−5.2万元", "-5.2", 1, "万元", "−5.2万元"),
        ("负5.2万元", "-5.2", 1, "万元", "负5.2万元"),
        ("- 5万元", "5", 0, "万元", "5万元"),
        ("2077.09万元", "2077.09", 2, "万元", "2077.09万元"),
        ("2021万元", "2021", 0, "万元", "2021万元"),
        ("0元", "0", 0, "元", "0元"),
        ("-0元", "0", 0, "元", "-0元"),
        ("$1,234.50", "1234.50", 2, "$", "$1,234.50"),
    ],
)
def test_amounts(text: str, value: str, decimals: int, unit: str, printed: str) -> None:
    figure = only(text)
    assert (figure.kind, str(figure.value), figure.decimals, figure.unit) == ("amount", value, decimals, unit)
    assert figure.printed == printed == text[figure.start : figure.end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("占49.54%", ["ratio 49.54 %"]),
        ("占４９．５４％", ["ratio 49.54 %"]),
        ("增长-5.2%", ["ratio -5.2 %"]),
        ("3.5‰", ["ratio 3.5 ‰"]),
        ("接待14个、来宾130人次", ["count 14 个", "count 130 人次"]),
        ("0辆（台），2台(套)", ["count 0 辆（台）", "count 2 台（套）"]),
        ("担负5项任务", ["count 5 项"]),
        ("12 persons", ["count 12 persons"]),
    ],
)
def test_percentages_and_counts(text: str, expected: list[str]) -> None:
    assert brief(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("截至2021年12月31日", "date 20211231"),
        ("截至2021 年 12 月 31 日", "date 20211231"),
        ("2021-12-31", "date 20211231"),
        ("2021年12月", "date 20211200"),
        ("12月31日", "date 00001231"),
        ("2021年", "year 2021"),
        ("2021 年度", "year 2021"),
        ("财预〔2020〕10号", "code 10"),
        ("财预[2016]143号", "code 143"),
        ("第3季度", "code 3"),
        ("第3次", "code 3"),
        ("1、行政运行", "code 1"),
        ("（1）绩效", "code 1"),
        ("A4纸", "code 4"),
        ("5G", "code 5"),
        ("24小时", "other 24"),
        ("130人员", "other 130"),
        ("2.5个百分点", "other 2.5"),
        ("2080505机关", "other 2080505"),
        ("得分92分", "other 92"),
    ],
)
def test_what_is_no_amount(text: str, expected: str) -> None:
    figure = only(text)
    value = str(figure.value).zfill(8) if figure.kind == "date" else figure.value
    assert f"{figure.kind} {value}" == expected


def test_a_document_number_is_one_figure_with_its_brackets() -> None:
    assert only("（财预〔2020〕10号）").printed == "〔2020〕10号"


@pytest.mark.parametrize("text", ["5万余条", "5000余篇", "10多万元", "100万元左右", "单价50万元（含）以上", "3人以上"])
def test_rough_numbers_and_bounds_are_no_amounts(text: str) -> None:
    assert only(text).kind == "other"


def test_two_numbers_that_may_be_one_are_neither() -> None:
    assert brief("2 16.01万元") == ["other 2", "other 16.01 万元"]
    assert brief("12,34万元") == ["other 12", "other 34 万元"]
    assert brief("5-10人") == ["other 5", "other 10 人"]
    assert brief("5%-10%") == ["other 5 %", "other -10 %"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支出2 16.01 万元", "amount 216.01 万元"),
        ("支出21\n6.01万元", "amount 216.01 万元"),
        ("支出216.0 1万元", "amount 216.01 万元"),
        ("支出21　601　万元", "amount 21601 万元"),
        ("支出1 234 567.89元", "amount 1234567.89 元"),
        ("占4 9.54%", "ratio 49.54 %"),
        ("占49.5 4 %", "ratio 49.54 %"),
    ],
)
def test_a_number_that_white_space_has_broken_is_put_together(text: str, expected: str) -> None:
    assert brief(text) == [expected]
    figure = only(text)
    assert figure.printed == text[figure.start : figure.end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支出2 16人", ["other 2", "other 16 人"]),  # a number of persons may follow another number
        ("支出2 16.01", ["other 2", "other 16.01"]),
        ("1 216.01万元", ["other 1", "other 216.01 万元"]),  # the numbering of a line
        ("项目：\n2 16.01万元", ["other 2", "other 16.01 万元"]),
        ("支出2021 5.00万元", ["other 2021", "other 5.00 万元"]),  # a year
        ("见附表2 16.01万元", ["other 2", "other 16.01 万元"]),
        ("第2 16.01万元", ["code 2", "amount 16.01 万元"]),
        ("支出1 2 3万元", ["other 1", "other 2", "other 3 万元"]),  # the cells of a row
        ("支出12.50 16.01万元", ["other 12.50", "other 16.01 万元"]),
        ("支出0 5万元", ["other 0", "other 5 万元"]),
    ],
)
def test_where_it_may_be_two_numbers_it_stays_two(text: str, expected: list[str]) -> None:
    assert brief(text) == expected


def test_figures_in_a_row_share_the_unit_behind_the_last() -> None:
    assert brief("分别为5、3 和 2 万元") == ["amount 5 万元", "amount 3 万元", "amount 2 万元"]
    assert brief("各下降1.5及2%") == ["ratio 1.5 %", "ratio 2 %"]
    assert [figure.printed for figure in figures("分别为5、3万元", SPEECH)] == ["5", "3万元"]
    # a comma may be anything, a measure word may go with the last alone, and an item or a year is no figure
    assert brief("分别为5，3万元") == ["other 5", "amount 3 万元"]
    assert brief("分别为5、3个") == ["other 5", "count 3 个"]
    assert brief("1、3万元") == ["code 1", "amount 3 万元"]
    assert brief("2020年、3万元") == ["year 2020", "amount 3 万元"]
    assert brief("5余、3万元") == ["other 5", "amount 3 万元"]


def test_a_number_is_bare_where_only_its_unit_is_missing() -> None:
    found = {
        figure.printed: figure.bare for figure in figures("支出216.01，占49.54；3个月，5万元以上，2 16，A4", SPEECH)
    }
    assert found == {"216.01": True, "49.54": True, "3": False, "5万元": False, "2": False, "16": False, "4": False}


def test_two_numbers_are_not_joined() -> None:
    assert brief("3，100人") == ["other 3", "count 100 人"]
    assert brief("100, 200万元") == ["other 100", "amount 200 万元"]
    assert brief("100.00，200.00万元") == ["other 100.00", "amount 200.00 万元"]
    assert brief("5人3次") == ["count 5 人", "count 3 次"]
    assert brief("“5”“6”个") == ["other 5", "other 6"]
    assert brief("12 2021年") == ["other 12", "year 2021"]


def test_numbering_keeps_apart_from_what_follows() -> None:
    assert brief("1. 100万元") == ["code 1", "amount 100 万元"]
    assert brief("1.2021年收入5万元") == ["code 1", "year 2021", "amount 5 万元"]
    assert brief("①12.5万元") == ["amount 12.5 万元"]
    assert brief("A4 5份") == ["code 4", "count 5 份"]


def test_the_head_of_the_next_paragraph_is_no_measure_word() -> None:
    assert brief("100\n人员") == ["other 100"]
    assert brief("共100\n次日") == ["other 100"]
    assert brief("共100 次") == ["count 100 次"]


def test_a_sign_with_a_space_is_no_sure_sign() -> None:
    assert brief("增长 - 5%") == ["other 5 %"]


def test_a_long_run_of_digits_is_a_code() -> None:
    assert only("9" * 61 + "元").kind == "code"
    assert only("9" * 60 + "元").kind == "amount"


def test_the_figures_of_a_published_report() -> None:
    sections = {section["heading"][-1]: section["text"] for section in json.loads(EXAMPLE.read_text())["sections"]}
    assert brief(sections["十、一般性支出情况说明"]) == [
        "year 2021",
        "amount 0 万元",
        "year 2021",
        "amount 0 万元",
        "year 2021",
        "count 0 场",
        "amount 0 万元",
    ]
    assert brief(sections["十二、国有资产占用情况说明"]) == [
        "date 20211231",
        "count 0 辆（台）",
        *["count 0 辆"] * 5,
        "other 50 万元",
        "count 0 台（套）",
        "other 100 万元",
        "count 0 台（套）",
    ]


NOISE = st.text(alphabet="0123456789０１，,.．。-－%％ \n年月日第负余万元人次个（）()〔〕号增加“”至~①A²", max_size=40)


@settings(max_examples=400)
@given(NOISE)
def test_figures_lie_in_the_text_in_order_and_say_what_is_printed(text: str) -> None:
    end = 0
    for figure in figures(text, SPEECH):
        assert end <= figure.start < figure.end <= len(text)
        assert figure.printed == text[figure.start : figure.end]
        end = figure.end
        if figure.kind in ("amount", "ratio", "count"):
            number = fold(figure.printed).text.replace(",", "").replace("负", "-")
            digits = number[: max(index for index, c in enumerate(number) if c.isdecimal()) + 1]
            assert Decimal(digits) == figure.value
            assert figure.sign == (-1 if digits.startswith("-") else 1)


PIECES = ["1,234.5万元", "109万元", "-3.2%", "14个", "2021年12月31日", "2021年度", "〔2020〕10号", "5万余条", "第3次"]


@given(st.lists(st.sampled_from(PIECES)), st.sampled_from([" ", "\u3000", "\t"]))
def test_white_space_between_words_and_figures_is_no_matter(pieces: list[str], space: str) -> None:
    close = "".join(f"支出{piece}，" for piece in pieces)
    wide = "".join(f"支{space}出{space}{piece}{space}，{space}" for piece in pieces)
    assert brief(close) == brief(wide)


@given(st.integers(0, 10**15), st.integers(0, 4), st.sampled_from(["元", "万元", "亿元"]))
def test_an_amount_reads_back_with_and_without_separators(cents: int, places: int, unit: str) -> None:
    value = Decimal(cents).scaleb(-places)
    for written in (f"{value:f}", f"{value:,f}"):
        figure = only(f"为{written}{unit}，")
        assert (figure.kind, figure.value, figure.decimals, figure.unit) == ("amount", value, places, unit)
