"""Which characters count as which."""

import unicodedata

import pytest

from checker.characters import bare_key, closing_quotes, key, numbering, ordinal, plain
from checker.resources import table


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("（一）基本支出", "(一) 基本支出"),
        ("“三公”经费", "三公经费"),
        ("“三公”经费", "「三公」经费"),
        ("⼈员经费", "人员经费"),
        ("⾦额", "金额"),
        ("因公出国（境）费", "因公出国(境)费"),
        ("项　目", "项目"),
        ("收 入", "收入"),
        ("ＡＢＣ", "abc"),
        ("科目\u200b名称", "科目名称"),
        ("１０％", "10%"),
    ],
)
def test_what_reads_alike_has_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("基本支出", "基夲支出"), ("支出决算表", "收入支出决算表"), ("未", "末"), ("收入", "支出")]
)
def test_what_is_another_word_has_another_key(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("text", "bare", "front"),
    [
        ("一、部门职责", "部门职责", "一、"),
        ("（二）决算单位构成", "决算单位构成", "(二)"),
        ("二十一、国有资本经营预算支出", "国有资本经营预算支出", "二十一、"),
        ("第三部分 2021年度部门决算情况说明", "部门决算情况说明", "第三部分"),
        ("3. 项目", "项目", "3."),
        ("2.5万元", "2.5万元", ""),
        ("一般公共服务支出", "一般公共服务支出", ""),
        ("一、", "一、", "一、"),
        ("201", "201", ""),
    ],
)
def test_numbering_stands_in_front_of_a_name_and_is_no_part_of_it(text: str, bare: str, front: str) -> None:
    assert (bare_key(text), numbering(text)) == (bare, front)


def test_every_radical_counts_as_an_ordinary_character() -> None:
    for radical, ordinary in table("characters")["radicals"].items():
        assert key(radical) == key(ordinary) != ""
    for code in range(0x2F00, 0x2FD6):
        assert key(chr(code)) == unicodedata.normalize("NFKC", chr(code))


def test_the_lexer_s_text_keeps_the_place_of_every_character() -> None:
    text = "人员经费＋⼯资㎡“甲”"
    simple, origins = plain(text)
    assert len(origins) == len(simple) + 1
    assert origins[-1] == len(text)
    assert simple == '人员经费+工资m2"甲"'
    assert [text[i] for i in origins[:-1]][7:9] == ["㎡", "㎡"]


def test_what_is_too_long_for_a_number_numbers_nothing() -> None:
    assert ordinal("12、甲") == ("#、", 12)
    assert ordinal("1" * 5000 + "、甲") is None


def test_each_opening_quotation_mark_has_its_own_partner() -> None:
    assert closing_quotes()["“"] == "”"
    assert closing_quotes()["「"] == "」"
