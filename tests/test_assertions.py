"""Assertions as data: what is written reads back as the same, in both languages."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.assertions import (
    Arithmetic,
    Both,
    Call,
    Cell,
    Compared,
    Conditional,
    Each,
    Either,
    Expression,
    Here,
    Name,
    Negated,
    Negative,
    Number,
    Scope,
    Selector,
    Shifted,
    TableName,
    Text,
    spelling,
    write,
    write_scope,
)
from checker.assertions import (
    Tested as Predicated,
)
from checker.language import parse, parse_scope
from checker.lexicon import Lexicon
from checker.resources import table

NAMES = [
    *(
        "人员经费",
        "合计",
        "非财政拨款结余",
        "上年结转和结余",
        "因公出国（境）费",
        "“三公”经费",
        "决算数·合计",
        "total income",
    ),
    *("income tax (net)", "加", "类"),
]
WORLD = Lexicon(NAMES, ["万元", "辆", "USD"])

HERES = sorted(table("keywords")["here"])
QUOTED = st.text(st.sampled_from("甲乙 ab1（①,，=+'\"“”「」『』‘’\n"), max_size=8).filter(
    lambda text: not all(mark in text for mark in "”」』’\"'")
)
DIGITS = st.from_regex(r"[0-9]{1,7}", fullmatch=True)
SELECTORS = st.one_of(
    st.builds(Selector, st.just("label"), st.sampled_from(NAMES)),
    st.builds(Selector, st.just("text"), QUOTED),
    st.builds(Selector, st.just("here"), st.sampled_from(HERES)),
    st.builds(Selector, st.sampled_from(["code", "below", "line", "number"]), DIGITS),
)
PLACES = st.one_of(
    st.builds(TableName, st.text(st.sampled_from("支出决算表“”（） 1"), max_size=6)),
    st.builds(Name, st.sampled_from(NAMES)),
    st.builds(Here, st.sampled_from(HERES)),
)
LEAVES: st.SearchStrategy[Expression] = st.one_of(
    st.builds(
        Number,
        st.decimals(0, 10**12, allow_nan=False, places=2),
        st.sampled_from(["", "%", "‰", "万元", "辆", "USD"]),
    ),
    st.builds(Text, QUOTED),
    PLACES,
    st.builds(Cell, PLACES, st.lists(SELECTORS, min_size=1, max_size=2).map(tuple)),
)


def deeper(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    operators = sorted(table("keywords")["comparisons"])
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Arithmetic, st.sampled_from("+-*/"), inner, inner),
        st.builds(Negative, inner),
        st.builds(Shifted, st.sampled_from(["prior", "units"]), inner),
        st.builds(Call, st.sampled_from(sorted(table("keywords")["functions"])), several),
        several.flatmap(
            lambda operands: st.builds(
                Compared,
                st.just(operands),
                st.lists(st.sampled_from(operators), min_size=len(operands) - 1, max_size=len(operands) - 1).map(tuple),
            )
        ),
        st.builds(Predicated, st.sampled_from(["empty", "blank", "noted", "present"]), inner),
        st.builds(Predicated, st.sampled_from(["contains", "lacks", "begins"]), inner, inner),
        st.builds(Negated, inner),
        st.builds(Both, several),
        st.builds(Either, several),
    )


EXPRESSIONS = st.recursive(LEAVES, deeper, max_leaves=10)
ASSERTIONS = st.one_of(EXPRESSIONS, st.builds(Conditional, EXPRESSIONS, EXPRESSIONS))


@settings(max_examples=600, deadline=None)
@given(ASSERTIONS, st.sampled_from(["zh", "en"]))
def test_what_is_written_reads_back_as_the_same(assertion: Expression, lang: str) -> None:
    assert parse(write(assertion, lang), WORLD) == (assertion, [])


STEPS = st.one_of(
    st.builds(Each, st.sampled_from(["rows", "columns", "parents", "leaves", "sections"])),
    st.builds(Each, st.just("each"), st.sampled_from(NAMES)),
    st.builds(Each, st.just("each_listed"), st.sampled_from(["contents", "headings", "attachments"])),
)
TABLES = st.one_of(st.none(), st.lists(st.sampled_from(["支出决算表", "“三公”表", "甲 乙"]), max_size=3).map(tuple))


@settings(max_examples=200, deadline=None)
@given(st.builds(Scope, TABLES, st.lists(STEPS, min_size=1, max_size=3).map(tuple)), st.sampled_from(["zh", "en"]))
def test_a_scope_reads_back_as_the_same(scope: Scope, lang: str) -> None:
    assert parse_scope(write_scope(scope, lang), WORLD) == (scope, [])


@pytest.mark.parametrize(
    ("typed", "chinese", "english"),
    [
        ("人员经费＋合计＝0", "人员经费 + 合计 = 0", "人员经费 + 合计 = 0"),
        ("非财政拨款结余=0", "非财政拨款结余 = 0", "非财政拨款结余 = 0"),
        ("非人员经费=0", "非 人员经费 = 0", "not 人员经费 = 0"),
        ("上年人员经费=0", "上年 人员经费 = 0", "last year's 人员经费 = 0"),
        (
            "合计（合计、人员经费）≥1,234.50万元",
            "合计(合计, 人员经费) ≥ 1234.50万元",
            "sum(合计, 人员经费) >= 1234.50万元",
        ),
        ("TOTAL  income equals 5usd", "total income = 5 USD", "total income = 5 USD"),
        (
            "若本表为空则本表有说明",
            "若 本表 为空, 则 本表 有说明",
            "if this table is empty, then this table has a note",
        ),
        (
            "《支出表》【合计，栏次２】<>（人员经费）",
            "《支出表》[合计, 栏次 2] ≠ 人员经费",
            "《支出表》[合计, column number 2] != 人员经费",
        ),
        ("人员经费-(合计-合计)=0", "人员经费 - (合计 - 合计) = 0", "人员经费 - (合计 - 合计) = 0"),
        ("(人员经费-合计)-合计=0", "人员经费 - 合计 - 合计 = 0", "人员经费 - 合计 - 合计 = 0"),
        ("合计*(合计+2)/3=0", "合计 * (合计 + 2) / 3 = 0", "合计 * (合计 + 2) / 3 = 0"),
        ("(合计=0或合计=1)且合计=2", "(合计 = 0 或 合计 = 1) 且 合计 = 2", "(合计 = 0 or 合计 = 1) and 合计 = 2"),
        ("合计=0或合计=1且合计=2", "合计 = 0 或 合计 = 1 且 合计 = 2", "合计 = 0 or 合计 = 1 and 合计 = 2"),
        ("合计 包含 「甲”乙」", "合计 包含 「甲”乙」", "合计 contains 「甲”乙」"),
    ],
)
def test_canonical_form(typed: str, chinese: str, english: str) -> None:
    assertion, faults = parse(typed, WORLD)
    assert faults == []
    assert assertion is not None
    assert (write(assertion), write(assertion, "en")) == (chinese, english)


@pytest.mark.parametrize(
    ("typed", "chinese", "english"),
    [
        ("每张表", "每张表", "each table"),
        ("《甲表》的每行", "《甲表》 每一行", "《甲表》 each row"),
        (
            "《甲表》、《乙表》每个上级行，每栏",
            "《甲表》、《乙表》 每个上级科目 每个金额栏",
            "《甲表》、《乙表》 each parent each amount column",
        ),
        ("每条目录", "每个目录", "each the contents"),
        ("each 类", "每个类", "each 类"),
    ],
)
def test_canonical_scopes(typed: str, chinese: str, english: str) -> None:
    scope, faults = parse_scope(typed, WORLD)
    assert faults == []
    assert scope is not None
    assert (write_scope(scope), write_scope(scope, "en")) == (chinese, english)


def test_a_number_keeps_the_places_it_was_written_with() -> None:
    assert write(Number(Decimal("1234.50"), "万元")) == "1234.50万元"
    assert write(Number(Decimal("1E+3"))) == "1000"


def test_spelling_is_the_first_of_its_language() -> None:
    assert spelling("comparisons", "!=") == "≠"
    assert spelling("comparisons", "!=", "en") == "!="
