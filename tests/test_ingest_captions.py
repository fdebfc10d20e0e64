import pytest

from checker.ingest.captions import (
    Caption,
    caption,
    is_date,
    is_label,
    is_note,
    is_page_number,
    most_common,
    without_label,
    without_mark,
)

UNITS = ("元", "万元", "亿元")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("公开01表", Caption(number="公开01表")),
        ("公开 0 7 表", Caption(number="公开 0 7 表", rest="")),
        ("金额单位：万元", Caption(unit="万元")),
        ("单位:元", Caption(unit="元")),
        ("⾦额单位：万元", Caption(unit="万元")),
        ("部门：某县某局", Caption(entity="某县某局")),
        ("编制单位：某局     2022年度     单位：万元", Caption(unit="万元", entity="某局")),
        ("公开02表\t部门：某局\t金额单位：亿元", Caption("公开02表", "亿元", "某局")),
        ("附表1 收入决算表", Caption(number="附表1", rest="收入决算表")),
        ("收入决算表（公开02表）", Caption(number="公开02表", rest="收入决算表")),
        ("三、支出决算表", Caption(rest="三、支出决算表")),
        ("Amounts in: 元", Caption(unit="元")),
    ],
)
def test_captions(line: str, said: Caption) -> None:
    found = caption(line, UNITS)
    assert (found.unit, found.entity, found.rest) == (said.unit, said.entity, said.rest)
    assert "".join(found.number.split()) == "".join(said.number.split())


def test_a_unit_label_with_another_word_is_who_reports() -> None:
    assert caption("单位：某县某局", UNITS) == Caption(entity="某县某局")
    assert not caption("本部门共有编制16人，其中单位：3个", UNITS).is_pure


@pytest.mark.parametrize("line", ["部门：", "金额单位：  ", "单位:（）"])
def test_labels_without_a_value(line: str) -> None:
    assert is_label(line)
    assert not is_label("部门：某局")


@pytest.mark.parametrize(
    "line", ["12", "- 3 -", "—3—", "第 3 页", "第3页 共20页", "第３页/共20页", "3/20", "Page 3 of 20", "·4·"]
)
def test_page_numbers(line: str) -> None:
    assert is_page_number(line)


@pytest.mark.parametrize("line", ["第三部分", "3.5", "201 一般公共服务", "3、", "共3页纸"])
def test_what_is_no_page_number(line: str) -> None:
    assert not is_page_number(line)


@pytest.mark.parametrize("line", ["2021年12月31日", "2022年度", "（2022年）"])
def test_dates(line: str) -> None:
    assert is_date(line)
    assert not is_date(line + "部门决算")


@pytest.mark.parametrize(
    "line", ["注：甲", "注: 甲", "备注1：甲", "（注：甲）", "说明：甲", "Note: a", "注1.甲", "【注】：甲"]
)
def test_notes(line: str) -> None:
    assert is_note(line)


def test_what_is_no_note() -> None:
    assert not is_note("注册资本")
    assert not is_note("说明书")
    assert without_label("注：1. 甲") == "1. 甲"


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("收入决算表（续）", "收入决算表"),
        ("续表：收入决算表", "收入决算表"),
        ("（续表）", ""),
        ("续表", ""),
        ("续上表", ""),
        ("收入决算表（续一）", "收入决算表"),
        ("Income (continued)", "Income"),
    ],
)
def test_marks_of_a_table_that_goes_on(line: str, bare: str) -> None:
    assert without_mark(line) == (bare, True)
    assert without_mark("后续管理表") == ("后续管理表", False)


def test_the_most_common_is_compared_by_key() -> None:
    assert most_common(["乙", "甲 局", "甲局", ""]) == "甲 局"
    assert most_common([]) == ""
