"""The fewest figures that would have to change."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import localising
from checker.edits import Form, Sum, Tie, by_figure, ways_of
from checker.halfspaces import Interval, solve
from checker.localising import Ties, blocks, singles, smallest, stories

ONE = Fraction(1)
Row = tuple[dict[int, int], str]


def ties_of(values: Sequence[int], rows: Sequence[Row], slack: int = 0) -> list[Tie]:
    """Ties over figures: the sum of coefficient × figure against 0."""
    found = []
    for number, (coefficients, operator) in enumerate(rows):
        whole = Sum(
            {i: Fraction(c) for i, c in coefficients.items() if c},
            Fraction(sum(c * values[i] for i, c in coefficients.items())),
        )
        ways = ways_of(operator, whole, whole, Fraction(slack))
        violated = not any(all(s.constant < 0 or (s.constant == 0 and not s.strict) for s in way) for way in ways)
        figures = tuple(whole.coefficients)
        found.append(Tie(number, figures, violated, True, lambda f=frozenset(figures), w=ways: (Form(f, w),)))  # type: ignore[misc]
    return found


def known_of(
    values: Sequence[int], rows: Sequence[Row], weights: Mapping[int, Fraction] | None = None, slack: int = 0
) -> Ties:
    ties = ties_of(values, rows, slack)
    touching = by_figure(ties)
    given_weights = weights if weights is not None else dict.fromkeys(range(len(values)), ONE)
    return Ties([tie for tie in ties if tie.violated], given_weights, lambda figure: touching.get(figure, []))


def located(known: Ties) -> set[tuple[int, ...]]:
    return {tuple(sorted(answer.figures)) for answer in smallest(known, known.violated) or []}


# staff + public = basic, basic + project = total, total = total of another table
ACCOUNTS: list[Row] = [({0: 1, 1: 1, 2: -1}, "="), ({2: 1, 3: 1, 4: -1}, "="), ({4: 1, 5: -1}, "=")]


def test_a_figure_that_others_confirm_is_innocent() -> None:
    assert located(known_of([800, 200, 1090, 500, 1500, 1500], ACCOUNTS)) == {(2,)}
    assert located(known_of([800, 200, 1000, 500, 1590, 1500], ACCOUNTS)) == {(4,)}
    assert located(known_of([800, 200, 1000, 500, 1500, 1400], ACCOUNTS)) == {(5,)}


def test_all_equally_good_answers_are_listed() -> None:
    assert located(known_of([890, 200, 1000, 500, 1500, 1500], ACCOUNTS)) == {(0,), (1,)}


def test_a_trusted_figure_is_never_blamed_and_a_heavy_one_last() -> None:
    values = [890, 200, 1000, 500, 1500, 1500]
    trusted = {i: ONE for i in range(6) if i != 0}
    assert located(known_of(values, ACCOUNTS, trusted)) == {(1,)}
    heavy = {**dict.fromkeys(range(6), ONE), 1: Fraction(3, 2)}
    assert located(known_of(values, ACCOUNTS, heavy)) == {(0,)}


def test_nobody_is_blamed_where_all_figures_are_trusted() -> None:
    known = known_of([890, 200, 1000, 500, 1500, 1500], ACCOUNTS, {})
    assert smallest(known, known.violated) is None
    assert [story.answers for story in stories(known)] == [()]


def test_a_bound_keeps_an_answer_away() -> None:
    # x + y = z, x < 1: x would have to fall, and y and z alone cannot help
    rows: list[Row] = [({0: 1, 1: 1, 2: -1}, "="), ({0: 1, 3: -1}, "<")]
    assert located(known_of([1, 1, 1, 1], rows, {0: ONE, 1: ONE, 2: ONE})) == {(0,)}


def test_a_tie_within_rounding_is_left_alone() -> None:
    assert known_of([800, 200, 1001, 500, 1500, 1500], ACCOUNTS, slack=1).violated == []


def test_errors_that_have_nothing_to_do_with_each_other_are_stories_of_their_own() -> None:
    rows: list[Row] = [*ACCOUNTS, ({6: 1, 7: 1, 3: -1}, "=")]
    known = known_of([800, 200, 1090, 500, 1500, 1500, 400, 150], rows)
    found = {tuple(sorted(s.ties)): {tuple(a.figures) for a in s.answers} for s in stories(known)}
    assert found == {(0, 1): {(2,)}, (3,): {(6,), (7,)}}


def test_figures_wrong_alike_are_one_story() -> None:
    # a subtotal of two tables, confirmed by its parts and its whole in each, and equal to the other
    rows: list[Row] = [
        ({0: 1, 1: -1, 2: -1}, "="), ({0: 1, 3: 1, 4: -1}, "="),
        ({5: 1, 6: -1, 7: -1}, "="), ({5: 1, 8: 1, 9: -1}, "="), ({0: 1, 5: -1}, "="),
    ]  # fmt: skip
    weights = dict.fromkeys((0, 1, 3, 5, 6), ONE)
    known = known_of([16, 100, 56, 10, 166, 16, 90, 66, 4, 160], rows, weights)
    (story,) = stories(known)
    assert {0, 5} in [answer.figures for answer in story.answers]
    assert {tuple(sorted(answer.figures)) for answer in story.answers} == {(0, 5)}
    assert story.ties == {0, 1, 2, 3}


def test_a_search_that_takes_too_long_gives_no_answer() -> None:
    rows: list[Row] = [({n: 1, n + 1: 1, 20: -1}, "=") for n in range(0, 12, 2)]
    known = known_of([1] * 12 + [0] * 8 + [9], rows, dict.fromkeys(range(12), ONE))
    assert smallest(known, known.violated, most=5) is None


def test_a_block_that_is_too_much_is_taken_apart_and_what_is_left_has_no_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(localising, "MOST_FIGURES", 1)
    rows: list[Row] = [*ACCOUNTS, ({6: 1, 7: 1, 3: -1}, "=")]
    known = known_of([800, 200, 1090, 500, 1500, 1500, 400, 150], rows)
    found = [(sorted(s.ties), {tuple(a.figures) for a in s.answers}) for s in stories(known)]
    assert found == [([0, 1], {(2,)}), ([3], {(6,), (7,)})]


def test_blocks_share_figures_that_may_be_wrong() -> None:
    ties = ties_of([1, 2, 3, 4, 5], [({0: 1, 1: 1}, "="), ({1: 1, 2: 1}, "="), ({2: 1, 3: 1}, "="), ({4: 1}, "=")])
    weights = {0: ONE, 1: ONE, 3: ONE, 4: ONE}
    assert [[tie.number for tie in block] for block in blocks(ties, weights)] == [[0, 1], [2], [3]]


# --- the law ----------------------------------------------------------------------------------------------------------

COUNT = 5
coefficient = st.sampled_from([-1, 0, 0, 1])
equation = st.lists(coefficient, min_size=COUNT, max_size=COUNT).filter(lambda row: sum(map(abs, row)) > 1)
limits = st.lists(st.tuples(equation, st.sampled_from(["=", "=", "<=", ">="])), min_size=1, max_size=5)


def possible(known: Ties, ties: Sequence[Tie], figures: tuple[int, ...]) -> bool:
    """Whether every tie can hold when just these figures change; by solving all of them at once."""
    changing = frozenset(figures)
    spaces = [s for tie in ties for s in (tie.ways(changing) or ((),))[0]]
    return solve(spaces, figures).conflict is None


@given(st.lists(st.integers(0, 9), min_size=COUNT, max_size=COUNT), limits)
@settings(max_examples=120)
def test_the_lightest_answers_are_those_of_trying_every_set(
    values: list[int], found: list[tuple[list[int], str]]
) -> None:
    rows: list[Row] = [({i: c for i, c in enumerate(row) if c}, operator) for row, operator in found]
    known = known_of(values, rows)
    ties = ties_of(values, rows)
    for size in range(COUNT + 1):
        wanted = {one for one in combinations(range(COUNT), size) if possible(known, ties, one)}
        if wanted:
            break
    if size <= localising.MOST_FIGURES:
        assert located(known) == wanted


@given(st.lists(st.integers(0, 9), min_size=COUNT, max_size=COUNT), limits)
@settings(max_examples=80)
def test_every_answer_of_a_story_makes_all_hold_that_it_touches(
    values: list[int], found: list[tuple[list[int], str]]
) -> None:
    rows: list[Row] = [({i: c for i, c in enumerate(row) if c}, operator) for row, operator in found]
    known = known_of(values, rows)
    told = stories(known)
    assert {number for story in told for number in story.ties} == {tie.number for tie in known.violated}
    for story in told:
        for answer in story.answers:
            for change in answer.intervals(lambda _, where: middle(where)):
                after = [v + change.get(i, Fraction(0)) for i, v in enumerate(values)]
                for number, (coefficients, operator) in enumerate(rows):
                    at = sum(c * after[i] for i, c in coefficients.items())
                    touched = not answer.figures.isdisjoint(coefficients)
                    if touched:
                        assert {"=": at == 0, "<=": at <= 0, ">=": at >= 0}[operator], number


def middle(where: Interval) -> Fraction:
    if where.low is not None and where.high is not None:
        return (where.low + where.high) / 2
    return where.low if where.low is not None else where.high if where.high is not None else Fraction(0)


def test_single_figures_that_explain_something() -> None:
    known = known_of([800, 200, 1090, 500, 1500, 1500], ACCOUNTS)
    assert [(set(a.figures), set(a.explains)) for a in singles(known, known.violated)] == [
        ({0}, {0}),
        ({1}, {0}),
        ({2}, {0, 1}),
        ({3}, {1}),
    ]
