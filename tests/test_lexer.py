"""The longest match over names and keywords: what a rule's text is cut into, and what is told where it cannot be."""

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.lexer import Fault, words
from checker.lexicon import Lexicon, folded, keywords

NAMES = [
    *("人员经费", "公用经费", "基本支出", "基本支出合计", "项目支出", "合计", "最大", "小计"),
    *("非财政拨款结余", "上年结转和结余", "因公出国（境）费", "公务接待费", "“三公”经费", "各单位往来款"),
    *(
        "决算数·合计",
        "预算数·合计",
        "加班费",
        "减免税款",
        "若干支出",
        "total income",
        "income tax",
        "net of tax (2021)",
    ),
    "年度",
]
WORLD = Lexicon(NAMES, ["元", "万元", "亿元", "人", "辆", "USD"], [("三公经费支出", "“三公”经费")])


def cut(text: str, scope: bool = False) -> list[tuple[str, str]]:
    found, faults = words(text, WORLD, scope)
    assert faults == []
    return [(word.kind, word.value) for word in found]


def names(text: str) -> list[str]:
    return [value for kind, value in cut(text) if kind == "NAME"]


def fault(text: str, scope: bool = False) -> tuple[str, str, tuple[str, ...]]:
    """Code, the characters it is about, and the nearest names of the only fault of a text."""
    (found,) = words(text, WORLD, scope)[1]
    return found.code, text[found.start : found.end], found.near


# --- names and keywords -----------------------------------------------------------------------------------------------


def test_no_blanks_are_needed() -> None:
    assert cut("人员经费+公用经费=基本支出") == [
        *[("NAME", "人员经费"), ("PLUS", "+"), ("NAME", "公用经费"), ("COMPARISON", "="), ("NAME", "基本支出")],
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("非财政拨款结余=0", "非财政拨款结余"),
        ("上年结转和结余=0", "上年结转和结余"),
        ("因公出国（境）费=0", "因公出国（境）费"),
        ("“三公”经费=0", "“三公”经费"),
        ("各单位往来款=0", "各单位往来款"),
        ("加班费=0", "加班费"),
        ("减免税款=0", "减免税款"),
        ("若干支出=0", "若干支出"),
        ("合计=0", "合计"),
        ("最大=0", "最大"),
        ("基本支出合计=0", "基本支出合计"),
        ("决算数·合计=0", "决算数·合计"),
        ("三公经费支出=0", "“三公”经费"),
    ],
)
def test_a_name_is_matched_whole_whatever_words_are_in_it(text: str, name: str) -> None:
    assert names(text) == [name]


def test_a_keyword_before_a_name_it_does_not_belong_to() -> None:
    assert cut("非 人员经费=0")[0] == ("NOT", "not")
    assert cut("非人员经费=0")[:2] == [("NOT", "not"), ("NAME", "人员经费")]
    assert cut("上年人员经费=0")[:2] == [("PREFIX", "prior"), ("NAME", "人员经费")]
    assert cut("各单位人员经费=0")[:2] == [("PREFIX", "units"), ("NAME", "人员经费")]
    assert [kind for kind, _ in cut("若人员经费>0，则公用经费>0")] == [
        *("IF", "NAME", "COMPARISON", "NUMBER", "COMMA", "THEN", "NAME", "COMPARISON", "NUMBER"),
    ]


def test_a_function_word_counts_only_before_a_bracket() -> None:
    assert cut("合计(小计)") == [("FUNCTION", "sum"), ("OPEN", "("), ("NAME", "小计"), ("CLOSE", ")")]
    assert cut("合计 （小计）")[0] == ("FUNCTION", "sum")
    assert cut("合计=合计(小计)")[:3] == [("NAME", "合计"), ("COMPARISON", "="), ("FUNCTION", "sum")]
    assert cut("最大(小计)")[0] == ("FUNCTION", "max")
    assert cut("最大=小计")[0] == ("NAME", "最大")


def test_words_for_operators_between_names() -> None:
    assert [kind for kind, _ in cut("人员经费加公用经费减加班费乘2除以3等于基本支出")] == [
        *("NAME", "PLUS", "NAME", "MINUS", "NAME", "TIMES", "NUMBER", "OVER", "NUMBER", "COMPARISON", "NAME"),
    ]
    assert cut("人员经费加加班费")[1:] == [("PLUS", "+"), ("NAME", "加班费")]
    assert cut("人员经费减减免税款")[1:] == [("MINUS", "-"), ("NAME", "减免税款")]


def test_the_longest_keyword_wins() -> None:
    assert cut("小计大于等于0")[1] == ("COMPARISON", ">=")
    assert cut("小计小于或等于0")[1] == ("COMPARISON", "<=")
    assert cut("小计不包含“甲”")[1] == ("RELATION", "lacks")
    assert cut("小计全为空白")[1] == ("PREDICATE", "blank")
    assert cut("小计>=0")[1] == ("COMPARISON", ">=")


@pytest.mark.parametrize(
    ("text", "operator"),
    [("小计=>0", ">="), ("小计=<0", "<="), ("小计<>0", "!="), ("小计==0", "="), ("小计！＝0", "!="), ("小计≦0", "<=")],
)
def test_other_ways_to_type_a_comparison(text: str, operator: str) -> None:
    assert cut(text)[1] == ("COMPARISON", operator)


# --- English ----------------------------------------------------------------------------------------------------------


def test_english_names_with_blanks_and_brackets() -> None:
    assert cut("total income = net of tax (2021) + income tax") == [
        *[("NAME", "total income"), ("COMPARISON", "="), ("NAME", "net of tax (2021)")],
        *[("PLUS", "+"), ("NAME", "income tax")],
    ]
    assert names("Total  Income = income\ttax") == ["total income", "income tax"]


def test_english_words_end_where_letters_end() -> None:
    assert cut("total income is at most income tax")[1] == ("COMPARISON", "<=")
    assert fault("total incomes = income tax") == ("R101", "total incomes", ("total income",))
    assert fault("wand = income tax")[1] == "wand"
    assert fault("income tax = band")[1] == "band"
    assert fault("income taxand total income = 0")[1] == "income taxand total income"


def test_a_run_of_english_words_is_told_whole() -> None:
    assert fault("total incme = income tax") == ("R101", "total incme", ("total income",))
    assert fault("total income tax = 0")[:2] == ("R101", "total income tax")


def test_english_keywords_in_a_chinese_rule() -> None:
    assert [kind for kind, _ in cut("if 人员经费 is more than 0 then 公用经费 plus 小计 equals 基本支出")] == [
        *("IF", "NAME", "COMPARISON", "NUMBER", "THEN", "NAME", "PLUS", "NAME", "COMPARISON", "NAME"),
    ]
    assert cut("人员经费 AND 公用经费")[1] == ("AND", "and")


# --- what an input method types ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("人员经费＋公用经费＝基本支出", "人员经费+公用经费=基本支出"),
        ("人员经费－公用经费＝０", "人员经费-公用经费=0"),
        ("人员经费×２＝公用经费÷３", "人员经费*2=公用经费/3"),
        ("人员经费＊２＝公用经费／３", "人员经费*2=公用经费/3"),
        ("人员经费−公用经费–小计=0", "人员经费-公用经费-小计=0"),
        ("人员经费≤公用经费", "人员经费<=公用经费"),
        ("人员经费≥公用经费", "人员经费>=公用经费"),
        ("人员经费≠公用经费", "人员经费!=公用经费"),
        ("人员经费＜公用经费", "人员经费<公用经费"),
        ("人员经费＞公用经费", "人员经费>公用经费"),
        ("（人员经费）＝０", "(人员经费)=0"),
        ("《支出表》［合计，小计］=0", "《支出表》[合计,小计]=0"),
        ("《支出表》【合计、小计】=0", "《支出表》[合计,小计]=0"),
        ("《支出表》〔合计，小计〕=0", "《支出表》[合计,小计]=0"),
        ("合计（人员经费、公用经费）=0", "合计(人员经费,公用经费)=0"),
        ("合计（人员经费；公用经费）=0", "合计(人员经费,公用经费)=0"),
        ("人员经费　＝　0", "人员经费 = 0"),
        ("人员经费=30％", "人员经费=30%"),
        ("ＴＯＴＡＬ　ＩＮＣＯＭＥ=0", "total income=0"),
        ("⼈员经费=0", "人员经费=0"),
        ("⼈员经费＋公⽤经费＝基本⽀出", "人员经费+公用经费=基本支出"),
        ("人员经费\u200b=0", "人员经费=0"),
        ("人员 经费=0", "人员经费=0"),
        ("人 员 经 费 ＋ 公 用 经 费 = 0", "人员经费+公用经费=0"),
        ("决算数 · 合计=0", "决算数·合计=0"),
        ("决算数•合计=0", "决算数·合计=0"),
        ("因公出国(境)费=0", "因公出国（境）费=0"),
        ("「三公」经费=0", "“三公”经费=0"),
        ('"三公"经费=0', "“三公”经费=0"),
        ("三公经费=0", "“三公”经费=0"),
        ("人员经费=零", "人员经费=0"),
        ("人员经费=0。", "人员经费=0"),
        ("人员经费=0；", "人员经费=0"),
        ("人员经费=公用经费.", "人员经费=公用经费"),
        ("人员经费=0 ; ", "人员经费=0"),
    ],
)
def test_typed_forms_read_as_the_plain_one(typed: str, plain: str) -> None:
    marks = {"、": ",", "；": ",", ";": ",", "【": "[", "】": "]", "〔": "[", "〕": "]"}
    assert [(kind, marks.get(value, value)) for kind, value in cut(typed)] == cut(plain)


def test_a_blank_between_keyword_and_name_means_the_keyword() -> None:
    assert cut("非 基本支出=0")[0] == ("NOT", "not")
    assert fault("非 财政拨款结余=0") == ("R101", "财政拨款结余", ("非财政拨款结余",))


@pytest.mark.parametrize("quotes", ["“”", "「」", "『』", "‘’", '""', "''"])
def test_quoted_text_keeps_what_is_inside(quotes: str) -> None:
    assert cut(f"小计 包含 {quotes[0]}①（Ⅱ）  人员经费{quotes[1]}")[-1] == ("TEXT", "①（Ⅱ）  人员经费")


def test_quotation_marks_pair_by_kind() -> None:
    assert cut("小计 包含 “甲「乙」丙'丁”")[-1] == ("TEXT", "甲「乙」丙'丁")
    assert cut("小计 包含 “”")[-1] == ("TEXT", "")
    assert fault("小计 包含 “甲」") == ("R103", "“", ())


def test_titles() -> None:
    assert cut("《支出 决算表》")[0] == ("TABLE", "支出 决算表")
    assert fault("《支出决算表[合计") == ("R104", "《", ())
    assert fault("合计》 = 合计") == ("R112", "》", ())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("50万元", "50 万元"),
        ("50 万元", "50 万元"),
        ("1,234.56万元", "1234.56 万元"),
        ("1，234，567元", "1234567 元"),
        ("30%", "30 %"),
        ("5‰", "5 ‰"),
        ("3辆", "3 辆"),
        ("50usd", "50 USD"),
        ("0.5", "0.5"),
        ("007", "007"),
        ("１２", "12"),
        ("零", "0"),
        ("zero", "0"),
    ],
)
def test_figures_with_their_units(text: str, number: str) -> None:
    assert cut(text) == [("NUMBER", number)]


def test_a_comma_belongs_to_a_figure_only_between_groups_of_three() -> None:
    assert [value for kind, value in cut("最大(1,234.56)") if kind == "NUMBER"] == ["1234.56"]
    assert [value for kind, value in cut("最大(1,234,567)") if kind == "NUMBER"] == ["1234567"]
    assert [value for kind, value in cut("最大(100万元,200万元)") if kind == "NUMBER"] == ["100 万元", "200 万元"]
    assert [value for kind, value in cut("最大(100, 200)") if kind == "NUMBER"] == ["100", "200"]
    assert [value for kind, value in cut("最大(1,23)") if kind == "NUMBER"] == ["1", "23"]
    assert [value for kind, value in cut("最大(1,2345)") if kind == "NUMBER"] == ["1", "2345"]
    assert [value for kind, value in cut("最大(1234,567)") if kind == "NUMBER"] == ["1234", "567"]


def test_spans_are_those_of_the_text_as_typed() -> None:
    text = "  人员经费 ≥ １，２３４．５　万元 "
    found, _ = words(text, WORLD)
    assert [text[word.start : word.end] for word in found] == ["人员经费", "≥", "１，２３４．５　万元"]


# --- runs that are no word --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "run", "nearest"),
    [
        ("人员经废+公用经费=基本支出", "人员经废", "人员经费"),
        ("人员经费+公用经费用=基本支出", "公用经费用", "公用经费"),
        ("人员经费+公用经费=基本之出", "基本之出", "基本支出"),
        ("非财政拔款结余=0", "非财政拔款结余", "非财政拨款结余"),
        ("上年结转结余=0", "上年结转结余", "上年结转和结余"),
        ("上年接转和结余=0", "上年接转和结余", "上年结转和结余"),
        ("各单位来往款=0", "各单位来往款", "各单位往来款"),
        ("因公出国（镜）费=0", "因公出国（镜）费", "因公出国（境）费"),
        ("因公出国境费=0", "因公出国境费", "因公出国（境）费"),
        ("因公出国（境费=0", "因公出国（境费", "因公出国（境）费"),
        ("因公出国境）费=0", "因公出国境", "因公出国（境）费"),
        ("“三公”经废=0", "“三公”经废", "“三公”经费"),
        ("三公”经费=0", "三公”经费", "“三公”经费"),
        ("人员经费加公用经废=基本支出", "公用经废", "公用经费"),
        ("人员经费加班=基本支出", "人员经费加班", "人员经费"),
        ("人员经费不超过基本之出", "基本之出", "基本支出"),
        ("人员经费=公用经费且基本之出=0", "基本之出", "基本支出"),
    ],
)
def test_a_misspelt_name_is_told_over_its_whole_run(text: str, run: str, nearest: str) -> None:
    found = [f for f in words(text, WORLD)[1] if f.code == "R101"]
    assert next(text[f.start : f.end] for f in found) == run
    assert found[0].near[0] == nearest


def test_every_misspelt_name_of_a_text_is_told() -> None:
    text = "人员经废+公用经费用=基本之出"
    assert [text[f.start : f.end] for f in words(text, WORLD)[1]] == ["人员经废", "公用经费用", "基本之出"]


def test_nothing_is_offered_where_nothing_is_near() -> None:
    assert fault("火星探测=0") == ("R101", "火星探测", ())


def test_paths_are_offered_only_for_paths() -> None:
    assert fault("决算数·合记=0")[2][0] == "决算数·合计"
    assert fault("合记=0")[2] == ("合计",)


def test_names_that_run_together() -> None:
    text = "人员经费公用经费=基本支出"
    (found,) = words(text, WORLD)[1]
    assert (found.code, text[found.start : found.end]) == ("R106", "人员经费公用经费")
    assert dict(found.values)["first"], dict(found.values)["rest"] == ("人员经费", "公用经费")


def test_unknown_functions_and_functions_without_brackets() -> None:
    assert fault("合记(人员经费)=0") == ("R102", "合记", ("合计",))
    assert fault("平均(人员经费)=0") == ("R102", "平均", ())
    assert fault("绝对值 人员经费=0") == ("R107", "绝对值", ())


def test_what_stands_where_an_operator_belongs() -> None:
    code, run, near = fault("人员经费 不于 公用经费")
    assert (code, run) == ("R108", "不于")
    assert near
    assert all(word.startswith("不") for word in near)
    assert fault("人员经费 @ 公用经费") == ("R108", "@", ())
    assert fault("人员经费 ? 公用经费")[0] == "R108"


def test_units_nobody_knows() -> None:
    assert fault("人员经费=50万圆") == ("R105", "万圆", ("万元",))
    assert fault("人员经费=50万") == ("R105", "万", ("万元",))
    assert cut("人员经费>0公用经费")[2:] == [("NUMBER", "0"), ("NAME", "公用经费")]
    assert fault("人员经费>0和公用经费>0") == ("R108", "和公用经费", ())


def test_figures_longer_than_any_amount() -> None:
    assert fault("人员经费=" + "9" * 61)[0] == "R109"
    assert cut("人员经费=" + "9" * 60)[-1] == ("NUMBER", "9" * 60)


def test_marks_without_partner() -> None:
    assert fault("人员经费”+公用经费=0") == ("R112", "”", ())
    assert fault("“人员经费+公用经费=0") == ("R103", "“", ())


# --- scopes -----------------------------------------------------------------------------------------------------------


def test_scope_words() -> None:
    assert cut("每张表 每一行 每个金额栏", True) == [("TABLES", "tables"), ("ROWS", "rows"), ("COLUMNS", "columns")]
    assert cut("《支出表》每个上级科目每个金额栏", True) == [
        *[("TABLE", "支出表"), ("PARENTS", "parents"), ("COLUMNS", "columns")],
    ]
    assert cut("《甲》、《乙》每行", True) == [("TABLE", "甲"), ("COMMA", "、"), ("TABLE", "乙"), ("ROWS", "rows")]
    assert cut("each parent row each amount column", True) == [("PARENTS", "parents"), ("COLUMNS", "columns")]
    assert cut("每个年度", True) == [("EACH", "each"), ("NAME", "年度")]
    assert cut("每条目录", True) == [("EACH", "each"), ("HERE", "contents")]


@pytest.mark.parametrize(
    "text", ["《支出表》的每一行", "《支出表》，每一行", "《支出表》、每一行", "《支出表》里的每一行"]
)
def test_what_only_links_the_parts_of_a_scope_means_nothing(text: str) -> None:
    assert cut(text, True) == [("TABLE", "支出表"), ("ROWS", "rows")]


def test_a_misspelt_scope_is_told_with_what_it_may_have_meant() -> None:
    near = ("每个上级科目", "每个上级行")
    assert fault("《支出表》每个上级科木", True) == ("R127", "每个上级科木", near)
    assert fault("每张彪", True)[:2] == ("R127", "每张彪")
    assert fault("基本之出 每一行", True)[:2] == ("R101", "基本之出")


# --- any text at all --------------------------------------------------------------------------------------------------


FRAGMENTS = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from(sorted(keywords().meaning)),
    st.sampled_from(sorted(keywords(True).meaning)),
    st.sampled_from(
        [*"()[]【】《》“”「」\"'+-*/=<>，、。；:.%·　 01", "1,234.56万元", "50%", "人员经废", "⼈员", "\u200b", "İ"]
    ),
    st.text(max_size=3),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(FRAGMENTS, max_size=14).map("".join), st.booleans())
def test_words_and_faults_lie_inside_the_text_in_order(text: str, scope: bool) -> None:
    found, faults = words(text, WORLD, scope)
    places = [(word.start, word.end) for word in found]
    assert places == sorted(places)
    for start, end in [*places, *((f.start, f.end) for f in faults)]:
        assert 0 <= start < end <= len(text)
    for before, after in itertools.pairwise(found):
        assert before.end <= after.start
    assert all(isinstance(f, Fault) for f in faults)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=5), st.sampled_from(["+", "＋", " 加 ", "=", " 且 ", "、"])
)
def test_names_joined_by_operators_are_those_names(chosen: list[str], operator: str) -> None:
    assert names(operator.join(chosen)) == chosen


@pytest.mark.parametrize(
    "piece",
    [
        "非",
        "“",
        "(",
        "《",
        "人员经废",
        "人员经废+",
        "a",
        "1",
        "合计(",
        "人员经费加班",
        "，",
        "若则",
        "因公出国（",
        "人 ",
        "加",
        "上年",
    ],
)
def test_a_long_hostile_text_takes_no_time(piece: str) -> None:
    text = piece * (5000 // len(piece))
    began = time.process_time()
    _, faults = words(text, WORLD)
    assert time.process_time() - began < 3
    assert len(faults) <= 20


def test_folding_keeps_places() -> None:
    assert folded("  Total　Income ") == "total income"
    assert folded("决算数 · 合计") == "决算数·合计"


@settings(max_examples=100, deadline=None)
@given(st.lists(FRAGMENTS, max_size=8).map("".join), st.booleans())
def test_a_world_without_names_has_words_too(text: str, scope: bool) -> None:
    words(text, Lexicon([]), scope)
    assert words("人员经费=0", Lexicon([]))[1][0].code == "R101"
