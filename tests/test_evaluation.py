"""What an assertion comes to: the five verdicts, one plain case each way. The laws are in test_oracle.py."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from checker.assertions import Arithmetic, Both, Call, Compared, Conditional, Either, Negated, Negative, Shifted
from checker.assertions import Tested as Asked
from checker.evaluation import Lookup, Outcome, Tolerance, evaluate
from checker.facts import AMOUNT, LIST, TEXT, Fact, Place, Reason, text_fact
from checker.references import Reference


def figure(text: str, half: str = "0.005", doubt: str = "") -> Fact:
    blank = not text
    value = Decimal(text or 0)
    return Fact(
        "",
        AMOUNT,
        value,
        Decimal(0) if blank else Decimal(half),
        "",
        Decimal(1),
        text,
        Place("/x"),
        2,
        blank,
        doubt=doubt,
    )


class Stated:
    """Facts by name; names that are not stated are missing, those in ``lacks`` do not apply."""

    def __init__(self, lacks: Sequence[str] = (), prior: "Stated | None" = None, **facts: Any) -> None:
        self.lacks, self.prior = lacks, prior
        self.known = {name: found if isinstance(found, list) else [found] for name, found in facts.items()}

    def facts(self, reference: Reference) -> list[Fact] | Reason:
        if reference.text in self.lacks:
            return Reason("layout_lacks", {"name": reference.text}, applies=False)
        found = self.known.get(reference.text)
        return Reason("nothing_there", {"name": reference.text}) if found is None else found

    def test(self, predicate: str, subject: Reference) -> bool | Reason:
        found = self.facts(subject)
        return found if isinstance(found, Reason) else all(not fact.value for fact in found)

    def shifted(self, to: str) -> Sequence[Lookup] | Reason:
        return [self.prior] if self.prior else Reason("no_prior", applies=False)


def ref(name: str, kind: str = AMOUNT, many: bool = False) -> Reference:
    return Reference("cell", kind, name, many=many)


def number(text: str) -> Reference:
    return Reference("literal", AMOUNT, text, value=Decimal(text))


def is_(left: Any, operator: str, right: Any) -> Compared:
    return Compared((left, right), (operator,))


def judged(assertion: Any, lookup: Stated, **tolerance: Any) -> Outcome:
    return evaluate(assertion, lookup, Tolerance(**tolerance))


A, B, C = ref("a"), ref("b"), ref("c")
SUM = Arithmetic("+", A, B)


@pytest.mark.parametrize(
    ("a", "b", "c", "verdict"),
    [
        ("101.95", "5.06", "107.01", "holds"),
        ("101.95", "5.06", "107.02", "rounding"),
        ("101.95", "5.06", "107.03", "violated"),
        ("101.95", "5.06", "107.00", "rounding"),
        # blanks have no width of their own
        ("107.02", "", "107.01", "rounding"),
        ("107.03", "", "107.01", "violated"),
        ("", "", "", "holds"),
        ("0.00", "", "", "holds"),
        ("0.01", "", "", "violated"),
    ],
)
def test_equality_within_the_rounding_of_what_is_printed(a: str, b: str, c: str, verdict: str) -> None:
    # the closed intervals of three figures meet up to 0.015, of two up to 0.01
    assert judged(is_(SUM, "=", C), Stated(a=figure(a), b=figure(b), c=figure(c))).verdict == verdict


@pytest.mark.parametrize(
    ("operator", "a", "verdict"),
    [
        ("<=", "5.06", "holds"),
        ("<=", "5.07", "rounding"),
        ("<=", "5.08", "violated"),
        (">=", "5.06", "holds"),
        (">=", "5.05", "rounding"),
        (">=", "5.04", "violated"),
        ("<", "5.05", "holds"),
        ("<", "5.06", "violated"),
        (">", "5.06", "violated"),
        ("!=", "5.07", "holds"),
        ("!=", "5.06", "violated"),
    ],
)
def test_other_comparisons_with_5_06(operator: str, a: str, verdict: str) -> None:
    assert judged(is_(A, operator, B), Stated(a=figure(a), b=figure("5.06"))).verdict == verdict


@pytest.mark.parametrize(
    ("tolerance", "a", "verdict"),
    [
        ({"exact": True}, "5.07", "violated"),
        ({"exact": True}, "5.06", "holds"),
        ({"fixed": Fraction("0.5")}, "5.56", "rounding"),
        ({"fixed": Fraction("0.5")}, "5.57", "violated"),
        ({"fixed": Fraction(0)}, "5.07", "violated"),
        ({"cap": Fraction("0.005")}, "5.07", "violated"),
        ({"cap": Fraction("0.5")}, "5.07", "rounding"),
    ],
)
def test_a_rule_s_own_tolerance(tolerance: dict[str, Any], a: str, verdict: str) -> None:
    assert judged(is_(A, "=", B), Stated(a=figure(a), b=figure("5.06")), **tolerance).verdict == verdict


def test_a_printed_figure_that_the_other_side_rounds_to_holds() -> None:
    quotient = Call("share", (A, B))
    stated = Stated(a=figure("107.01"), b=figure("216.01"), c=figure("0.4954", "0.00005"))
    assert judged(is_(C, "=", quotient), stated).verdict == "holds"
    stated = Stated(a=figure("199.80"), b=figure("216.01"), c=figure("0.9249", "0.00005"))
    assert judged(is_(C, "=", quotient), stated).verdict == "rounding"


def test_division_by_zero_is_undecidable_with_its_reason() -> None:
    outcome = judged(is_(C, "=", Call("share", (A, B))), Stated(a=figure("0"), b=figure("0"), c=figure("0")))
    assert (outcome.verdict, outcome.reason) == ("undecidable", Reason("division_by_zero"))


HOLDS, ROUNDS, FAILS = is_(A, "=", A), is_(A, "=", B), is_(A, "=", C)
MISSING, LACKING = is_(A, "=", ref("nowhere")), is_(A, "=", ref("lacked"))
FACTS = Stated(("lacked",), a=figure("1.00"), b=figure("1.01"), c=figure("2.00"))


@pytest.mark.parametrize(
    ("operands", "both", "either"),
    [
        ((HOLDS, HOLDS), "holds", "holds"),
        ((HOLDS, ROUNDS), "rounding", "holds"),
        ((ROUNDS, MISSING), "undecidable", "undecidable"),
        ((MISSING, FAILS), "violated", "undecidable"),
        ((HOLDS, MISSING), "undecidable", "holds"),
        # an alternative is judged at the printed figures: no 尾差 there
        ((ROUNDS, FAILS), "violated", "violated"),
        ((LACKING, FAILS), "violated", "not_applicable"),
    ],
)
def test_and_is_the_worst_and_or_the_best(operands: tuple[Any, ...], both: str, either: str) -> None:
    assert judged(Both(operands), FACTS).verdict == both
    assert judged(Both(operands[::-1]), FACTS).verdict == both
    assert judged(Either(operands), FACTS).verdict == either
    assert judged(Either(operands[::-1]), FACTS).verdict == either


@pytest.mark.parametrize(
    ("operand", "verdict"),
    [(HOLDS, "violated"), (FAILS, "holds"), (ROUNDS, "holds"), (MISSING, "undecidable"), (LACKING, "not_applicable")],
)
def test_not_swaps_holds_and_violated_at_the_printed_figures(operand: Any, verdict: str) -> None:
    assert judged(Negated(operand), FACTS).verdict == verdict


@pytest.mark.parametrize(
    ("condition", "claim", "verdict", "reason"),
    [
        (HOLDS, HOLDS, "holds", None),
        (HOLDS, ROUNDS, "rounding", None),
        (HOLDS, FAILS, "violated", None),
        (FAILS, FAILS, "not_applicable", "condition_false"),
        (ROUNDS, FAILS, "not_applicable", "condition_false"),
        (MISSING, FAILS, "undecidable", "nothing_there"),
        (LACKING, FAILS, "not_applicable", "layout_lacks"),
    ],
)
def test_if_then(condition: Any, claim: Any, verdict: str, reason: str | None) -> None:
    outcome = judged(Conditional(condition, claim), FACTS)
    assert (outcome.verdict, outcome.reason.code if outcome.reason else None) == (verdict, reason)


def test_a_chain_is_its_worst_pair() -> None:
    assert judged(Compared((A, A, B), ("=", "=")), FACTS).verdict == "rounding"
    assert judged(Compared((A, B, C), ("=", "=")), FACTS).verdict == "violated"


def test_each_figure_counts_once() -> None:
    # b stands on both sides and cancels, so its rounding excuses nothing
    left, right = Arithmetic("+", A, B), Arithmetic("+", C, B)
    stated = Stated(a=figure("1.00"), b=figure("5.00", "5"), c=figure("1.02"))
    assert judged(is_(left, "=", right), stated).verdict == "violated"


# --- sums, counts, lists ----------------------------------------------------------------------------------------------


def test_a_sum_over_several_figures_and_a_sum_over_none() -> None:
    several = Stated(items=[figure("1.00"), figure("2.00")], a=figure("3.00"))
    assert judged(is_(A, "=", Call("sum", (ref("items", many=True),))), several).verdict == "holds"
    none = Stated(items=[], a=figure("0"))
    outcome = judged(is_(A, "=", Call("sum", (ref("items", many=True),))), none)
    assert (outcome.verdict, outcome.reason) == ("undecidable", Reason("nothing_there", {"name": "items"}))


def test_a_count_of_none_is_zero() -> None:
    counted = is_(Call("count", (ref("items", many=True),)), ">=", number("2"))
    assert judged(counted, Stated(items=[])).verdict == "violated"
    assert judged(counted, Stated(items=[figure("1"), figure("2")])).verdict == "holds"


@pytest.mark.parametrize(
    ("function", "arguments", "expected"),
    [
        ("max", (A, B), "2.00"),
        ("min", (A, B), "1.00"),
        ("abs", (Negative(B),), "2.00"),
        ("growth", (B, A), "1"),
        ("share", (A, B), "0.5"),
        ("round", (ref("x"), number("1")), "1.3"),
    ],
)
def test_functions(function: str, arguments: tuple[Any, ...], expected: str) -> None:
    stated = Stated(a=figure("1.00"), b=figure("2.00"), x=figure("1.26"))
    assert judged(is_(Call(function, arguments), "=", number(expected)), stated, exact=True).verdict == "holds"


def names(*members: str) -> Fact:
    return text_fact("", "、".join(members), Place("/x"), members)


def test_two_lists_are_the_same_in_any_order_and_say_what_differs() -> None:
    same = Asked("same", ref("x", LIST), ref("y", LIST))
    assert judged(same, Stated(x=names("甲", "乙"), y=names("乙", "甲"))).verdict == "holds"
    outcome = judged(same, Stated(x=names("甲", "丙"), y=names("甲", "乙")))
    assert (outcome.verdict, outcome.missing, outcome.extra) == ("violated", ("乙",), ("丙",))


def test_only_items_with_an_amount_are_listed() -> None:
    items = [
        Fact("", AMOUNT, Decimal(v), Decimal(0), "", Decimal(1), v, Place("/x"), text=n)
        for n, v in (("甲", "1"), ("乙", "0"))
    ]
    listed = Asked("same", ref("x", LIST), Call("nonzero", (ref("items", many=True),)))
    assert judged(listed, Stated(x=names("甲"), items=items)).verdict == "holds"


@pytest.mark.parametrize(
    ("predicate", "text", "words", "verdict"),
    [
        ("contains", "我部门无此项支出", ("无此项", "未发生"), "holds"),
        ("contains", "我部门有支出", ("无此项", "未发生"), "violated"),
        ("lacks", "我部门有支出", ("请填写",), "holds"),
        ("lacks", "请填写部门名称", ("请填写",), "violated"),
        ("begins", "（一）基本支出", ("一", "(一)"), "holds"),
        ("begins", "基本支出", ("(一)",), "violated"),
    ],
)
def test_words_in_a_text(predicate: str, text: str, words: tuple[str, ...], verdict: str) -> None:
    wanted = Reference("words", LIST, "", members=words)
    stated = Stated(x=text_fact("", text, Place("/sections/0/text")))
    assert judged(Asked(predicate, ref("x", TEXT), wanted), stated).verdict == verdict


def test_a_word_is_shown_where_it_stands() -> None:
    wanted = Reference("words", LIST, "", members=("请填写",))
    outcome = judged(
        Asked("lacks", ref("x", TEXT), wanted), Stated(x=text_fact("", "甲请填写乙", Place("/sections/0/text")))
    )
    assert [(f.place.start, f.place.end, f.text) for f in outcome.facts] == [(1, 4, "请填写")]


def test_texts_compare_by_what_they_say() -> None:
    stated = Stated(x=text_fact("", "“三公” 经费", Place("")), y=text_fact("", "三公经费", Place("")))
    assert judged(is_(ref("x", TEXT), "=", ref("y", TEXT)), stated).verdict == "holds"
    assert judged(is_(ref("x", TEXT), "!=", ref("y", TEXT)), stated).verdict == "violated"


# --- what was looked at -----------------------------------------------------------------------------------------------


def test_figures_of_an_equality_that_came_to_an_answer_are_watched() -> None:
    assert len(judged(is_(SUM, "=", C), Stated(a=figure("1"), b=figure("2"), c=figure("4"))).watched) == 3
    assert judged(is_(A, "<=", B), FACTS).watched == ()
    assert judged(MISSING, FACTS).watched == ()
    cancelled = is_(Arithmetic("-", A, A), "=", number("0"))
    assert len(judged(cancelled, FACTS).watched) == 1


def test_last_year_is_another_lookup() -> None:
    claim = is_(A, "=", Shifted("prior", A))
    assert judged(claim, Stated(a=figure("1.00"), prior=Stated(a=figure("1.00")))).verdict == "holds"
    assert judged(claim, Stated(a=figure("1.00"), prior=Stated(a=figure("3.00")))).verdict == "violated"
    assert judged(claim, Stated(a=figure("1.00"))).verdict == "not_applicable"


# --- doubt ------------------------------------------------------------------------------------------------------------

DOUBT = figure("3.00", doubt="模糊")


@pytest.mark.parametrize(
    ("assertion", "verdict"),
    [
        (is_(A, "=", C), "undecidable"),
        (is_(A, ">=", C), "undecidable"),
        # agreement is no accusation
        (is_(C, ">=", A), "holds"),
        (Negated(is_(C, ">=", A)), "undecidable"),
        # … and neither does a doubtful condition make one
        (Conditional(is_(C, ">", number("2")), is_(A, "=", B)), "rounding"),
        (Conditional(is_(C, ">", number("2")), is_(A, "=", number("9"))), "undecidable"),
        # what rests on sure figures is said all the same
        (Both((is_(A, "=", C), is_(A, "=", number("9")))), "violated"),
        (Both((is_(A, "=", C), is_(A, "=", A))), "undecidable"),
        (Either((is_(A, "=", C), is_(A, "=", number("9")))), "undecidable"),
    ],
)
def test_a_doubtful_figure_accuses_nobody(assertion: Any, verdict: str) -> None:
    stated = Stated(a=figure("1.00"), b=figure("1.01"), c=DOUBT)
    assert judged(assertion, stated).verdict == verdict


def test_what_is_doubtful_keeps_its_numbers_and_says_why() -> None:
    outcome = judged(is_(A, "=", C), Stated(a=figure("1.00"), c=DOUBT))
    assert outcome.reason == Reason("doubtful", {"doubt": "模糊"})
    assert outcome.comparison is not None
    assert outcome.comparison.difference == -2
    assert outcome.watched == ()


def test_rounding_goes_by_the_unit_the_figures_are_printed_in() -> None:
    def in_ten_thousands(text: str) -> Fact:
        printed = figure(text, "50")
        return replace(printed, value=printed.value * 10000, unit="万元", factor=Decimal(10000))

    stated = Stated(a=in_ten_thousands("1.23"), b=in_ten_thousands("1.24"))
    half = Call("round", (Arithmetic("/", A, number("2")), number("1")))
    assert judged(is_(half, "=", number("6000")), stated, exact=True).verdict == "holds"
    share = Call("round", (Arithmetic("/", A, B), number("1")))
    assert judged(is_(share, "=", number("1")), stated, exact=True).verdict == "holds"
