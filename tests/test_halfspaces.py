"""Linear inequalities: what contradicts, and what remains."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import halfspaces
from checker.halfspaces import Halfspace, Interval, TooMany, interval, solve


def space(coefficients: dict[int, int], constant: int, source: int = 0, strict: bool = False) -> Halfspace:
    kept = tuple((i, Fraction(c)) for i, c in sorted(coefficients.items()) if c)
    return Halfspace(kept, Fraction(constant), strict, frozenset((source,)))


def equal(coefficients: dict[int, int], constant: int, source: int = 0) -> list[Halfspace]:
    turned = {i: -c for i, c in coefficients.items()}
    return [space(coefficients, constant, source), space(turned, -constant, source)]


def test_what_contradicts_is_named() -> None:
    # x <= 1, y <= 5, x >= 2
    solved = solve([space({0: 1}, -1, 7), space({1: 1}, -5, 8), space({0: -1}, 2, 9)], [0, 1])
    assert solved.conflict == {7, 9}


def test_a_strict_end_is_no_part_of_an_interval() -> None:
    solved = solve([space({0: 1}, -3, strict=True), space({0: -1}, 1)], [0])
    assert solved.conflict is None
    where = interval(solved.steps[0][1], 0, {})
    assert where == Interval(Fraction(1), Fraction(3), False, True)
    assert where.holds(Fraction(1))
    assert not where.holds(Fraction(3))
    assert solve([space({0: 1}, -3, strict=True), space({0: -1}, 3)], [0]).conflict is not None


def test_unknowns_that_hang_together_are_found_one_after_the_other() -> None:
    # x + y = 10, x - y = 4
    solved = solve([*equal({0: 1, 1: 1}, -10), *equal({0: 1, 1: -1}, -4)], [0, 1])
    last = interval(solved.steps[1][1], 1, {})
    assert last == Interval(Fraction(3), Fraction(3))
    assert interval(solved.steps[0][1], 0, {1: Fraction(3)}) == Interval(Fraction(7), Fraction(7))


def test_an_inequality_without_unknowns_holds_or_contradicts() -> None:
    assert solve([space({}, 0)], []).conflict is None
    assert solve([space({}, 0, 3, strict=True)], []).conflict == {3}
    assert solve([space({}, 1, 4), space({}, 1, 5)], []).conflict == {4}


def test_too_many_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(halfspaces, "MOST", 3)
    spaces = [space({0: 1, 1: n, 2: 1}, n) for n in range(1, 4)] + [space({0: -1, 1: n, 2: 1}, n) for n in range(1, 4)]
    with pytest.raises(TooMany):
        solve(spaces, [0, 1, 2])


rows = st.tuples(st.integers(-2, 2), st.integers(-2, 2), st.integers(-4, 4), st.booleans())


def holds(one: Halfspace, point: dict[int, Fraction]) -> bool:
    at = sum((c * point[i] for i, c in one.coefficients), one.constant)
    return at < 0 or (at == 0 and not one.strict)


@given(st.lists(rows, max_size=7))
@settings(max_examples=150)
def test_a_point_is_found_or_a_contradiction_that_stays_one(found: list[tuple[int, int, int, bool]]) -> None:
    spaces = [space({0: a, 1: b}, c, n, strict) for n, (a, b, c, strict) in enumerate(found)]
    solved = solve(spaces, [0, 1])
    if solved.conflict is None:
        point: dict[int, Fraction] = {}
        for unknown, step in reversed(solved.steps):
            point[unknown] = inside(interval(step, unknown, point))
        assert all(holds(one, point) for one in spaces)
    else:
        named = [one for one in spaces if one.sources <= solved.conflict]
        assert solve(named, [0, 1]).conflict is not None
        grid = [Fraction(n, 2) for n in range(-16, 17)]
        assert not any(all(holds(one, {0: x, 1: y}) for one in named) for x in grid for y in grid)


def inside(where: Interval) -> Fraction:
    if where.low is not None and where.high is not None:
        return (where.low + where.high) / 2
    if where.low is not None:
        return where.low + 1
    return where.high - 1 if where.high is not None else Fraction(0)


def test_a_contradiction_is_as_small_as_one_step_makes_it() -> None:
    spaces = [space({0: 1}, -n, n) for n in range(1, 5)] + [space({0: -1}, 9, 9)]
    assert solve(spaces, [0]).conflict == {1, 9}
    assert all(solve(list(two), [0]).conflict is None for two in combinations(spaces[:4], 2))
