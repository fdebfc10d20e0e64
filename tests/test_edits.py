"""Comparisons as inequalities over changes, beside what the evaluation says of the changed figures."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.assertions import Arithmetic
from checker.edits import Tie, forms_of
from checker.evaluation import VIOLATED, Comparison, Tolerance, compare
from checker.facts import AMOUNT, RATIO, Fact, Place
from checker.quantities import Quantity, of_fact, over, plus, total, value

NODE = Arithmetic("+", None, None)


def fact(number: int, amount: str, kind: str = AMOUNT) -> Fact:
    printed = Decimal(amount)
    factor = Decimal("0.01") if kind == RATIO else Decimal(1)
    half = Decimal("0.005") * factor
    return Fact(f"figure {number}", kind, printed * factor, half, "", factor, amount, Place(f"/{number}"), 2)


def judged(operator: str, left: Quantity, right: Quantity, tolerance: Tolerance) -> str:
    return compare(operator, left, right, value(left) - value(right), tolerance)


def tie_of(left: Quantity, operator: str, right: Quantity, facts: list[Fact], tolerance: Tolerance) -> Tie:
    verdict = judged(operator, left, right, tolerance)
    comparison = Comparison(operator, left, right, NODE, NODE, value(left) - value(right), tolerance)
    numbers = {id(one): index for index, one in enumerate(facts)}

    def read() -> tuple[object, ...]:
        return forms_of(comparison, tolerance, lambda one: numbers[id(one)], lambda index: Fraction(facts[index].half))

    return Tie(0, tuple(range(len(facts))), verdict == VIOLATED, True, read)  # type: ignore[arg-type]


def holds_after(tie: Tie, figure: int, change: Fraction) -> bool | None:
    """Whether a tie holds when one figure changes; None where nothing linear says so."""
    ways = tie.ways(frozenset((figure,)))
    if ways is None:
        return None
    return any(
        all(
            at < 0 or (at == 0 and not space.strict)
            for space in way
            for at in (space.constant + sum((c * change for _, c in space.coefficients), Fraction(0)),)
        )
        for way in ways
    )


amounts = st.integers(1, 400).map(lambda n: f"{Decimal(n) / 100:.2f}")
tolerances = st.sampled_from([Tolerance(), Tolerance(fixed=Fraction(2, 100)), Tolerance(cap=Fraction(1, 100))])


@given(st.lists(amounts, min_size=3, max_size=3), amounts, st.sampled_from(["=", "<=", ">=", "<", ">"]), tolerances)
@settings(max_examples=150)
def test_a_sum_reads_as_it_is_judged(printed: list[str], other: str, operator: str, tolerance: Tolerance) -> None:
    facts = [fact(index, text) for index, text in enumerate(printed)]
    tie = tie_of(of_fact(facts[0]), operator, total([of_fact(facts[1]), of_fact(facts[2])]), facts, tolerance)
    for figure in range(3):
        changed = [fact(index, other if index == figure else text) for index, text in enumerate(printed)]
        verdict = judged(operator, of_fact(changed[0]), total([of_fact(changed[1]), of_fact(changed[2])]), tolerance)
        change = Fraction(changed[figure].value) - Fraction(facts[figure].value)
        assert holds_after(tie, figure, change) == (verdict != VIOLATED)


@given(amounts, amounts, st.integers(1, 9999), amounts)
@settings(max_examples=150)
def test_a_share_reads_as_it_is_judged(part: str, whole: str, rate: int, other: str) -> None:
    facts = [fact(0, part), fact(1, whole), fact(2, f"{Decimal(rate) / 100:.2f}", RATIO)]
    tie = tie_of(over(of_fact(facts[0]), of_fact(facts[1])), "=", of_fact(facts[2]), facts, Tolerance())
    for figure in range(3):
        changed = list(facts)
        changed[figure] = fact(figure, other, facts[figure].kind)
        verdict = judged("=", over(of_fact(changed[0]), of_fact(changed[1])), of_fact(changed[2]), Tolerance())
        change = Fraction(changed[figure].value) - Fraction(facts[figure].value)
        said = holds_after(tie, figure, change)
        assert said == (verdict != VIOLATED)


def test_a_growth_rate_is_linear_in_its_figures_and_in_itself_but_not_in_both() -> None:
    now, before, rate = fact(0, "110.00"), fact(1, "100.00"), fact(2, "12.00", RATIO)
    growth = over(plus(of_fact(now), of_fact(before), -1), of_fact(before))
    tie = tie_of(growth, "=", of_fact(rate), [now, before, rate], Tolerance())
    assert tie.violated
    assert holds_after(tie, 0, Fraction(2)) is True
    assert holds_after(tie, 2, Fraction(-2, 100)) is True
    assert holds_after(tie, 1, Fraction(1)) is False
    assert tie.ways(frozenset((0, 1))) is not None
    assert tie.ways(frozenset((0, 2))) is None


def test_a_quotient_that_a_rule_compares_with_its_own_figure_has_no_form() -> None:
    part, whole = fact(0, "5.00"), fact(1, "10.00")
    tie = tie_of(over(of_fact(part), of_fact(whole)), "=", of_fact(part), [part, whole], Tolerance())
    assert tie.forms == ()
    assert tie.ways(frozenset((0,))) is None


def test_a_blank_gets_the_rounding_of_what_would_be_printed_there() -> None:
    whole, part = fact(0, "5.00"), fact(1, "4.99")
    tie = tie_of(of_fact(whole), "=", of_fact(part), [whole, part], Tolerance())
    assert holds_after(tie, 1, Fraction(2, 100)) is True
    assert holds_after(tie, 1, Fraction(3, 100)) is False
    tie.spare = {1: Fraction(1, 100)}
    assert holds_after(tie, 1, Fraction(3, 100)) is True


@pytest.mark.parametrize(("change", "holds"), [(Fraction(0), False), (Fraction(1), True), (Fraction(-1), True)])
def test_unequal_is_one_side_or_the_other(change: Fraction, holds: bool) -> None:
    one, other = fact(0, "5.00"), fact(1, "5.00")
    tie = tie_of(of_fact(one), "!=", of_fact(other), [one, other], Tolerance())
    assert holds_after(tie, 0, change) is holds
