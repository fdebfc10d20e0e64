"""A column that stands some rows off from its labels."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_localising import ONE, Row, ties_of

from checker import shifts
from checker.edits import by_figure
from checker.localising import Ties
from checker.shifts import Shift, shift

HEIGHT = 8


def found_in(printed: Sequence[int], others: Sequence[int], rows: Sequence[Row]) -> Shift | None:
    """The shift of the first figures, one under another; others: figures beside them."""
    values = [*printed, *others]
    ties = ties_of(values, rows)
    touching = by_figure(ties)
    violated = [tie for tie in ties if tie.violated]
    known = Ties(violated, dict.fromkeys(range(len(values)), ONE), lambda figure: touching.get(figure, []))
    column = list(range(len(printed)))
    return shift(known, [column], lambda figure: Fraction(values[figure]), frozenset(tie.number for tie in violated))


def beside(true: Sequence[int]) -> list[Row]:
    """Each figure is printed a second time beside the column, and the first is the sum of the rest."""
    total: Row = ({0: 1, **dict.fromkeys(range(1, len(true)), -1)}, "=")
    return [total, *(({row: 1, len(true) + row: -1}, "=") for row in range(len(true)))]


TRUE = [210, 70, 60, 50, 15, 10, 4, 1]


@pytest.mark.parametrize("by", [1, -1, 2, -2, 3])
def test_a_column_that_was_turned_is_turned_back(by: int) -> None:
    # each row shows the figure of the row above it (by 1), and what fell out below was put in above
    printed = [TRUE[(row - by) % HEIGHT] for row in range(HEIGHT)]
    told = found_in(printed, TRUE, beside(TRUE))
    assert told is not None
    assert told.lost == ()
    assert [printed[row] + told.changes.get(row, 0) for row in range(HEIGHT)] == TRUE


def test_a_figure_that_was_pushed_out_is_found_from_the_sums() -> None:
    # rows 2 to 5 show what belongs a row above, the last of them is blank, and what row 2 should show is lost
    printed = [210, 70, 50, 15, 10, 0, 4, 1]
    told = found_in(printed, TRUE, beside(TRUE))
    assert told is not None
    assert (told.by, told.lost, set(told.changes)) == (-1, (2,), {3, 4, 5})
    assert len(told.explains) == 5


def test_two_figures_that_changed_places_are_no_shift() -> None:
    assert found_in([210, 60, 70, 50, 15, 10, 4, 1], TRUE, beside(TRUE)) is None


def test_figures_that_are_merely_wrong_are_no_shift() -> None:
    assert found_in([210, 71, 62, 53, 19, 17, 4, 1], TRUE, beside(TRUE)) is None


def test_a_column_too_long_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shifts, "MOST_ROWS", HEIGHT - 1)
    assert found_in([TRUE[(row - 1) % HEIGHT] for row in range(HEIGHT)], TRUE, beside(TRUE)) is None


def test_trying_ends_at_some_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shifts, "MOST_STEPS", 1)
    assert found_in([TRUE[(row - 1) % HEIGHT] for row in range(HEIGHT)], TRUE, beside(TRUE)) is None


figures = st.lists(st.integers(1, 500), min_size=HEIGHT, max_size=HEIGHT, unique=True)


@given(figures, st.integers(0, 3), st.integers(5, HEIGHT - 1))
@settings(max_examples=20)
def test_what_a_shift_says_makes_everything_tie(own: list[int], first: int, last: int) -> None:
    true = [sum(own[1:]), *own[1:]]
    printed = list(true)
    for row in range(first + 1, last + 1):
        printed[row] = true[row - 1]
    printed[first] = true[last]
    rows = beside(true)
    told = found_in(printed, true, rows)
    assert told is not None
    assert told.lost == ()
    after = [printed[row] + told.changes.get(row, 0) for row in range(HEIGHT)]
    assert after == true
