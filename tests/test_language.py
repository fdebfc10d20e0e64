"""Text to assertion: how a sentence is bracketed, where its parts stand, and what is told where it is none."""

import time

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
    Negated,
    Negative,
    Scope,
    Shifted,
    write,
    write_selector,
)
from checker.assertions import Tested as Predicated
from checker.language import DEEPEST, LONGEST, MOST_STEPS, parse, parse_scope
from checker.lexicon import Lexicon, keywords
from checker.packs import read_pack
from checker.problems import Problem, lesson

WORLD = Lexicon(["甲", "乙", "丙", "丁", "合计", "支出表", "科目"], ["万元", "人"])


def read(text: str) -> Expression:
    assertion, faults = parse(text, WORLD)
    assert faults == []
    assert assertion is not None
    return assertion


def bracketed(node: Expression) -> str:
    """The assertion with every bracket there could be."""
    match node:
        case Arithmetic(operator, left, right):
            return f"({bracketed(left)}{operator}{bracketed(right)})"
        case Compared(operands, operators):
            parts = "".join(f"{o}{bracketed(operand)}" for o, operand in zip(operators, operands[1:], strict=True))
            return f"({bracketed(operands[0])}{parts})"
        case Negative(operand):
            return f"(-{bracketed(operand)})"
        case Negated(operand):
            return f"(not {bracketed(operand)})"
        case Both(operands):
            return "(" + " and ".join(map(bracketed, operands)) + ")"
        case Either(operands):
            return "(" + " or ".join(map(bracketed, operands)) + ")"
        case Conditional(condition, claim):
            return f"if {bracketed(condition)} then {bracketed(claim)}"
        case Shifted(to, operand):
            return f"({to} {bracketed(operand)})"
        case Call(function, arguments):
            return f"{function}({','.join(map(bracketed, arguments))})"
        case Predicated(predicate, subject, None):
            return f"({bracketed(subject)} {predicate})"
        case Predicated(predicate, subject, target):
            assert target is not None
            return f"({bracketed(subject)} {predicate} {bracketed(target)})"
        case Cell(of, selectors):
            return f"{write(of)}[{','.join(map(write_selector, selectors))}]"
        case _:
            return write(node)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        # sums and products
        ("甲+乙-丙=丁", "(((甲+乙)-丙)=丁)"),
        ("甲-乙-丙=0", "(((甲-乙)-丙)=0)"),
        ("甲+乙*丙=0", "((甲+(乙*丙))=0)"),
        ("甲*乙+丙=0", "(((甲*乙)+丙)=0)"),
        ("甲/乙/丙=0", "(((甲/乙)/丙)=0)"),
        ("甲/乙*丙=0", "(((甲/乙)*丙)=0)"),
        ("甲-(乙-丙)=0", "((甲-(乙-丙))=0)"),
        ("-甲+乙=0", "(((-甲)+乙)=0)"),
        ("-甲*乙=0", "(((-甲)*乙)=0)"),
        ("甲*-乙=0", "((甲*(-乙))=0)"),
        ("--甲=0", "((-(-甲))=0)"),
        ("甲加乙乘丙减丁除以2等于0", "(((甲+(乙*丙))-(丁/2))=0)"),
        # comparisons
        ("甲=乙=丙", "(甲=乙=丙)"),
        ("甲<乙≤丙", "(甲<乙<=丙)"),
        ("甲+1人=乙-1人", "((甲+1人)=(乙-1人))"),
        ("(甲=乙)=丙", "((甲=乙)=丙)"),
        # logic
        ("甲=0且乙=0或丙=0", "(((甲=0) and (乙=0)) or (丙=0))"),
        ("甲=0或乙=0且丙=0", "((甲=0) or ((乙=0) and (丙=0)))"),
        ("甲=0且乙=0且丙=0", "((甲=0) and (乙=0) and (丙=0))"),
        ("甲=0或乙=0或丙=0", "((甲=0) or (乙=0) or (丙=0))"),
        ("非甲=0且乙=0", "((not (甲=0)) and (乙=0))"),
        ("非(甲=0且乙=0)", "(not ((甲=0) and (乙=0)))"),
        ("非非甲=0", "(not (not (甲=0)))"),
        ("若甲=0且乙=0，则丙=0或丁=0", "if ((甲=0) and (乙=0)) then ((丙=0) or (丁=0))"),
        ("如果甲=0那么乙=0", "if (甲=0) then (乙=0)"),
        ("若甲=0，则非乙=0", "if (甲=0) then (not (乙=0))"),
        # predicates
        ("甲为空且乙有说明", "((甲 empty) and (乙 noted))"),
        ("非 甲 为空", "(not (甲 empty))"),
        ("甲不为空", "(not (甲 empty))"),
        ("若甲不为空，则乙存在", "if (not (甲 empty)) then (乙 present)"),
        ("甲 没有说明 && 乙 不存在 || 丙=0", "(((not (甲 noted)) and (not (乙 present))) or (丙=0))"),
        ("甲 包含 “乙” 或 丙 不包含 “丁”", "((甲 contains “乙”) or (丙 lacks “丁”))"),
        ("甲开头是“乙”", "(甲 begins “乙”)"),
        ("甲+乙 存在", "((甲+乙) present)"),
        # prefixes bind tightest
        ("上年甲+乙=0", "(((prior 甲)+乙)=0)"),
        ("上年(甲+乙)=0", "((prior (甲+乙))=0)"),
        ("-上年甲=0", "((-(prior 甲))=0)"),
        ("合计(各单位甲)=乙", "(sum((units 甲))=乙)"),
        ("上年支出表[甲,乙]=0", "((prior 支出表[甲,乙])=0)"),
        # functions
        ("合计(甲、乙,丙)=丁", "(sum(甲,乙,丙)=丁)"),
        ("合计=合计(甲)", "(合计=sum(甲))"),
        ("最大(甲+乙,合计(丙))=绝对值(-丁)", "(max((甲+乙),sum(丙))=abs((-丁)))"),
        ("名单相同(甲,非零项(乙))", "same(甲,nonzero(乙))"),
        # places
        ("支出表[甲,乙]=《支出表》[201]", "(支出表[甲,乙]=《支出表》[201])"),
        ("《支出表》[201*,栏次2]=0", "(《支出表》[201*,栏次 2]=0)"),
        ("本表[本行,本栏]=《支出表》[行次3,本栏]", "(本表[本行,本栏]=《支出表》[行次 3,本栏])"),
        ("《支出表》[“其他 支出”，甲]=0", "(《支出表》[“其他 支出”,甲]=0)"),
    ],
)
def test_precedence(text: str, meaning: str) -> None:
    assert bracketed(read(text)) == meaning


def test_spans_are_those_of_the_text_as_typed() -> None:
    text = " 若 上年 甲 ＞ ０，则 《支出表》【甲、乙】 ＝ 合计（丙、−丁）。"
    assertion = read(text)

    def spans(node: object) -> list[str]:
        inner = [getattr(node, name) for name in getattr(node, "__dataclass_fields__", ())]
        parts = [part for value in inner for part in (value if isinstance(value, tuple) else (value,))]
        own = [text[slice(*node.span)]] if hasattr(node, "span") else []
        return own + [span for part in parts if hasattr(part, "span") for span in spans(part)]

    assert spans(assertion) == [
        "若 上年 甲 ＞ ０，则 《支出表》【甲、乙】 ＝ 合计（丙、−丁）",
        *("上年 甲 ＞ ０", "上年 甲", "甲", "０"),
        *("《支出表》【甲、乙】 ＝ 合计（丙、−丁）", "《支出表》【甲、乙】", "《支出表》", "甲", "乙"),
        *("合计（丙、−丁）", "丙", "−丁", "丁"),
    ]


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("每张表", Scope(())),
        ("每张表 每一行 每个金额栏", Scope((), (Each("rows"), Each("columns")))),
        ("《甲表》、支出表每个上级科目 每个金额栏", Scope(("甲表", "支出表"), (Each("parents"), Each("columns")))),
        ("《甲表》每个末级行", Scope(("甲表",), (Each("leaves"),))),
        ("《甲表》的每个科目", Scope(("甲表",), (Each("each", "科目"),))),
        ("每个科目", Scope(None, (Each("each", "科目"),))),
        ("每条目录", Scope(None, (Each("each_listed", "contents"),))),
        ("每个必备章节", Scope(None, (Each("sections"),))),
        ("《甲表》", Scope(("甲表",))),
        ("each table each row", Scope((), (Each("rows"),))),
    ],
)
def test_scopes(text: str, scope: Scope) -> None:
    assert parse_scope(text, WORLD) == (scope, [])


def test_the_places_of_a_scope() -> None:
    text = "《甲表》、支出表 每一行"
    scope, _ = parse_scope(text, WORLD)
    assert scope is not None
    assert [text[slice(*place)] for place in scope.places] == ["《甲表》", "支出表"]
    assert [text[slice(*step.span)] for step in scope.steps] == ["每一行"]
    assert text[slice(*scope.span)] == text


# --- what is told -----------------------------------------------------------------------------------------------------


def told(text: str, scope: bool = False) -> list[tuple[str, str]]:
    """Code and characters of each fault."""
    result, faults = (parse_scope if scope else parse)(text, WORLD)
    assert (result is None) == bool(faults)
    return [(fault.code, text[fault.start : fault.end]) for fault in faults]


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("", "R110", ""),
        ("。", "R110", "。"),
        ("（甲+乙=丙", "R111", "（"),
        ("合计(甲、乙=丙", "R111", "("),
        ("《支出表》[甲=丙", "R111", "["),
        ("《支出表》【甲，乙＝丙", "R111", "【"),
        ("甲+乙)=丙", "R112", ")"),
        ("支出表 甲]=丙", "R112", "]"),
        ("合计(甲]=丙", "R112", "]"),
        ("甲++乙=丙", "R113", "+"),
        ("=甲", "R113", "="),
        ("甲=", "R113", ""),
        ("甲=乙+  ", "R113", ""),
        ("合计()=甲", "R113", ")"),
        ("甲 包含", "R113", ""),
        ("若", "R113", ""),
        ("若则甲=0", "R113", "则"),
        ("若甲=0则", "R113", ""),
        ("上年=甲", "R113", "="),
        ("不超过(甲)", "R113", "不超过"),
        ("《支出表》[行次]=甲", "R113", "]"),
        ("甲 乙=丙", "R114", "乙"),
        ("甲=乙 丙", "R114", "丙"),
        ("甲=0乙=0", "R114", "乙"),
        ("甲=乙 非丙=0", "R114", "非"),
        ("甲(乙)=0", "R114", "("),
        ("甲=0且若乙=0则丙=0", "R115", "若"),
        ("若甲=0，则乙=0，则丙=0", "R115", "则"),
        ("(若甲=0则乙=0)且丙=0", "R115", "若"),
        ("甲=1万元，乙=2万元", "R116", "，"),
        ("甲=1万元；乙=2万元", "R116", "；"),
        ("甲=乙。丙=丁", "R116", "。"),
        ("甲=乙，", "R116", "，"),
        ("若甲=0，乙=0", "R119", "若"),
        ("若甲=0 乙=0", "R119", "若"),
        ("若甲=0", "R119", "若"),
        ("甲=0则乙=0", "R119", "则"),
        ("甲 为空 = 乙", "R120", "="),
        ("甲 包含 “乙” 包含 “丙”", "R120", "包含"),
        ("《支出表》[甲，乙，丙]=0", "R121", "，"),
        ("《支出表》[甲+乙，丙]=0", "R121", "+"),
        ("《支出表》[甲 乙]=0", "R121", "乙"),
        ("合计 甲、乙=0", "R107", "甲"),
        ("《支出表》[甲][乙]=0", "R121", "["),
        ("《支出表》(甲，乙)=0", "R125", "("),
        ("《支出表》甲=0", "R125", "甲"),
        ("本表（甲，乙）=0", "R125", "（"),
        ("[甲]+乙=丙", "R126", "["),
        ("甲+【乙】=丙", "R126", "【"),
    ],
)
def test_a_broken_sentence_is_told_where_it_breaks(text: str, code: str, where: str) -> None:
    assert told(text) == [(code, where)]


def test_mistakes_in_words_and_brackets_are_told_together() -> None:
    assert told("（戊戊戊+甲=己己己") == [("R101", "戊戊戊"), ("R101", "己己己"), ("R111", "（")]


def test_a_broken_sentence_is_not_told_where_a_word_explains_it() -> None:
    assert told("甲 戊戊戊 乙 = 丙") == [("R108", "戊戊戊")]


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("每一行 每张表", "R122", "每张表"),
        ("每一行《甲表》", "R122", "《甲表》"),
        ("《甲表》《乙表》每一行", "R122", "《乙表》"),
        ("每个", "R124", "每个"),
        ("《甲表》每个", "R124", "每个"),
        ("。", "R122", "。"),
        ("每个科木", "R101", "科木"),
        ("每以行", "R127", "每以行"),
        ("《甲表》[科目]每一行", "R122", "["),
    ],
)
def test_a_broken_scope_is_told_where_it_breaks(text: str, code: str, where: str) -> None:
    assert told(text, scope=True) == [(code, where)]


# --- limits -----------------------------------------------------------------------------------------------------------


def test_limits() -> None:
    assert told("甲=0".ljust(LONGEST, " ")) == []
    assert [code for code, _ in told("甲=0".ljust(LONGEST + 1, " "))] == ["R118"]
    assert told("(" * DEEPEST + "甲=0" + ")" * DEEPEST) == []
    assert [code for code, _ in told("(" * (DEEPEST + 1) + "甲=0" + ")" * (DEEPEST + 1))] == ["R117"]
    assert told("甲" + "+甲" * (MOST_STEPS - 3) + "=0") == []
    assert [code for code, _ in told("甲" + "+甲" * MOST_STEPS + "=0")] == ["R117"]
    assert [code for code, _ in told("非" * MOST_STEPS + "甲=0")] == ["R117"]
    assert told("合计(" + "甲、" * 1000 + "甲)=0") == []
    assert told(" 且 ".join(["甲=0"] * 500)) == []


# --- any text at all --------------------------------------------------------------------------------------------------

PACK = read_pack([])
SHIPPED = PACK.layouts[0].lexicon
TEXTS = [rule.record.text("assertion") for rule in PACK.rules]
SCOPES = [rule.record.text("scope") for rule in PACK.rules if rule.record.text("scope")]
PIECES = st.one_of(
    st.sampled_from(SHIPPED.shown),
    st.sampled_from(sorted({*keywords().shown.values(), *keywords(True).shown.values()})),
    st.sampled_from([*"()[]【】《》“”「」\"'+-*/=<>，、。；:.%·　\n0１", "1,234.56万元", "《支出决算表》", "⼈员经费"]),
    st.tuples(st.sampled_from([*TEXTS, *SCOPES]), st.integers(0, 60), st.integers(1, 20)).map(
        lambda chosen: chosen[0][chosen[1] : chosen[1] + chosen[2]]
    ),
    st.text(max_size=4),
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=14).map("".join), st.text(max_size=200)))
def test_any_text_at_all_is_an_assertion_or_has_faults_within_it(text: str) -> None:
    for result, faults in (parse(text, SHIPPED), parse_scope(text, SHIPPED)):
        assert (result is None) == bool(faults)
        for fault in faults:
            assert 0 <= fault.start <= fault.end <= len(text)
            for lang in ("zh", "en"):
                values = {"said": text[fault.start : fault.end], **dict(fault.values)}
                assert lesson(Problem(fault.code, "", values=values, near=fault.near), lang).text


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=8).map("".join))
def test_what_is_read_reads_back_from_its_canonical_form(text: str) -> None:
    assertion, _ = parse(text, SHIPPED)
    if assertion is not None:
        for lang in ("zh", "en"):
            assert parse(write(assertion, lang), SHIPPED) == (assertion, [])


@pytest.mark.parametrize("text", TEXTS)
def test_every_shipped_assertion_reads_back_from_its_canonical_form(text: str) -> None:
    assertion, _ = parse(text, SHIPPED)
    assert assertion is not None
    for lang in ("zh", "en"):
        assert parse(write(assertion, lang), SHIPPED) == (assertion, [])


@pytest.mark.parametrize(
    "piece", ["非", "“", "(", "人员经废+", "合计(", "人员经费加班", "若则", "因公出国（", "人 ", "-"]
)
def test_a_long_hostile_text_takes_no_time(piece: str) -> None:
    text = piece * (LONGEST // len(piece))
    began = time.process_time()
    parse(text, SHIPPED)
    parse_scope(text, SHIPPED)
    assert time.process_time() - began < 5


def test_names_are_shown_as_the_layout_prints_them() -> None:
    assert write(read("⽀出表[甲，⼄]=⼄")) == "支出表[甲, 乙] = 乙"
    assert write(read("《 ⽀出表 》[甲]=0")) == "《 ⽀出表 》[甲] = 0"
