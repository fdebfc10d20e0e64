"""A column of figures that stands some rows off from its labels: one cause for dozens of sums that fail.

For a run of rows it is tried whether everything ties when each row takes the figure printed some rows below or above it.
What stood at one end of the run is lost, or has been printed at the other end: those rows may take any value. Runs are
told apart by running totals, so that a column of n rows costs n² steps and not n³; MOST_ROWS, MOST_STEPS and FURTHEST
bound what is tried.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import lcm

from checker.edits import Tie
from checker.halfspaces import Halfspace, Solved, TooMany, solve
from checker.localising import Ties

FURTHEST = 3
"""Rows a column may be off."""
FEWEST = 3
"""Figures that have to move before it is a shift."""
EVIDENCE = 2
"""Ties that have to come right beyond the rows that may take any value, before it is no coincidence."""
MOST_ROWS = 120
MOST_STEPS = 20_000
"""Runs of rows of one column that are tried."""
MOST_LOST = 6
"""Rows at the end of a run that may take any value."""
MOST_SOLVED = 40
"""Runs that are looked at closely, those that explain most first."""

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Shift:
    """Figures that belong some rows higher (by 1, 2 …) or lower (by −1, −2 …), and how each row's figure changes.

    lost: the figures that nothing tells but the sums, with what bounds their changes: none where what was pushed out at
    one end was put in at the other. explains: the ties that did not hold and then do.
    """

    by: int
    changes: Mapping[int, Fraction]
    lost: tuple[int, ...]
    solved: Solved
    explains: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Form:
    """A tie that is an identity, as a sum over figures of the columns that has to lie between two ends."""

    violated: bool
    slopes: Mapping[int, int]
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class _Effect:
    """What moving every row's figure does to a tie, as running totals from the top; the rows it stands in."""

    form: _Form
    totals: tuple[int, ...]
    rows: frozenset[int]


def shift(
    known: Ties, columns: Sequence[Sequence[int]], value: Callable[[int], Fraction], wanted: frozenset[int]
) -> Shift | None:
    """The shift of some columns together, given by the figures of each from top to bottom, after which all they touch
    ties; the one that explains most of the wanted ties by the fewest moves, None where there is none.
    """
    height = min(map(len, columns))
    if not FEWEST <= height <= MOST_ROWS:
        return None
    ties = list({t.number: t for column in columns for f in column for t in known.touching(f)}.values())
    ties = [tie for tie in ties if tie.required or not tie.violated]
    if len([tie for tie in ties if tie.violated and tie.number in wanted]) < EVIDENCE:
        return None
    # in whole numbers of the smallest part of a unit that a figure shows, which are quick to add up
    scale = lcm(*(value(figure).denominator for column in columns for figure in column))
    whole = {figure: int(value(figure) * scale) for column in columns for figure in column}
    forms = [form for tie in ties if (form := _form(tie, columns, scale)) is not None]
    # what is broken tells most runs apart at once
    forms.sort(key=lambda form: not form.violated)
    best: Shift | None = None
    for size in range(1, FURTHEST + 1):
        for by in (size, -size):
            effects = [_effect(form, columns, whole, by) for form in forms]
            found = sorted(_runs(effects, height, by), key=lambda run: (-run[0], run[2] - run[1]))
            for _, first, last in found[:MOST_SOLVED]:
                candidate = _solved(ties, columns, value, by, first, last, wanted)
                if candidate is not None and (best is None or _rank(candidate) < _rank(best)):
                    best = candidate
        if best is not None:
            break
    return best


def _rank(found: Shift) -> tuple[int, int, int, int]:
    return -len(found.explains), len(found.lost), len(found.changes), abs(found.by)


def _moved(column: Sequence[int], value: Callable[[int], Fraction], row: int, by: int) -> Fraction:
    """How a row's figure changes when it takes the one printed ``by`` rows below."""
    return value(column[row + by]) - value(column[row])


def _form(tie: Tie, columns: Sequence[Sequence[int]], scale: int) -> _Form | None:
    """An identity over figures of the columns, or None for anything else."""
    ways = tie.ways(frozenset(f for column in columns for f in column if f in tie.figures))
    if ways is None or len(ways) != 1 or len(ways[0]) < 2:
        return None
    upper, lower = ways[0][0], ways[0][1]
    is_whole = all(slope.denominator == 1 for _, slope in upper.coefficients)
    if not is_whole or upper.coefficients != tuple((i, -c) for i, c in lower.coefficients):
        return None
    slopes = {figure: int(slope) for figure, slope in upper.coefficients}
    return _Form(tie.violated, slopes, -((-lower.constant * scale).__floor__()), (-upper.constant * scale).__floor__())


def _effect(form: _Form, columns: Sequence[Sequence[int]], whole: Mapping[int, int], by: int) -> _Effect:
    height = min(map(len, columns))
    moves = [0] * height
    rows = set()
    for column in columns:
        for row in range(height):
            slope = form.slopes.get(column[row])
            if slope is not None:
                rows.add(row)
                if 0 <= row + by < height:
                    moves[row] += slope * (whole[column[row + by]] - whole[column[row]])
    return _Effect(form, (0, *accumulate(moves)), frozenset(rows))


def _runs(effects: Sequence[_Effect], height: int, by: int) -> Iterator[tuple[int, int, int]]:
    """Runs of rows whose shift agrees with all identities that no lost row stands in: ties mended, first row, last."""
    size = abs(by)
    steps = 0
    for first in range(height):
        for last in range(first + max(size, FEWEST - 1), height):
            steps += 1
            if steps > MOST_STEPS:
                return
            start, end = (first, last + 1 - size) if by > 0 else (first + size, last + 1)
            lost = range(end, last + 1) if by > 0 else range(first, start)
            mended = 0
            for effect in effects:
                if not effect.rows.isdisjoint(lost):
                    continue
                change = effect.totals[end] - effect.totals[start]
                if not effect.form.low <= change <= effect.form.high:
                    break
                mended += effect.form.violated
            else:
                if mended:
                    yield mended, first, last


def _solved(
    ties: Sequence[Tie],
    columns: Sequence[Sequence[int]],
    value: Callable[[int], Fraction],
    by: int,
    first: int,
    last: int,
    wanted: frozenset[int],
) -> Shift | None:
    """One run looked at closely, with its lost rows free."""
    size, length = abs(by), last + 1 - first
    moving = range(first, last + 1 - size) if by > 0 else range(first + size, last + 1)
    lost = [column[row] for column in columns for row in range(first, last + 1) if row not in moving]
    changes = {column[row]: _moved(column, value, row, by) for column in columns for row in moving}
    around = {
        column[row]: value(column[first + (row + by - first) % length]) - value(column[row])
        for column in columns
        for row in range(first, last + 1)
        if row not in moving
    }
    if len([change for change in changes.values() if change]) < FEWEST - 1:
        return None
    changing = frozenset(f for f, change in (changes | around).items() if change) | frozenset(lost)
    touched = [tie for tie in ties if not changing.isdisjoint(tie.figures)]
    explains = frozenset(tie.number for tie in touched if tie.violated)
    forms = [ways[0] for tie in touched if (ways := tie.ways(changing)) is not None and len(ways) == 1]
    for given, free in ((changes | around, ()), (changes, tuple(lost))):
        moved = {figure: change for figure, change in given.items() if change}
        if len(moved) + len(free) < FEWEST or len(explains & wanted) < EVIDENCE + len(free) or len(free) > MOST_LOST:
            continue
        try:
            solved = solve([_at(space, given) for way in forms for space in way], free)
        except TooMany:
            continue
        if solved.conflict is None:
            return Shift(by, moved, free, solved, explains)
    return None


def _at(space: Halfspace, changes: Mapping[int, Fraction]) -> Halfspace:
    """An inequality with some changes put in."""
    constant = space.constant + sum((c * changes[i] for i, c in space.coefficients if i in changes), ZERO)
    kept = tuple((i, c) for i, c in space.coefficients if i not in changes)
    return Halfspace(kept, constant, space.strict, space.sources)
