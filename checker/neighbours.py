"""What stands beside a figure, and in the same place elsewhere: what it may be a copy of, and rows that only others have."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from checker.accounts import Judgement
from checker.binding import BoundReport
from checker.edits import Tie
from checker.facts import TEXT, Fact
from checker.layouts import Path
from checker.quantities import Linear, facts
from checker.rows import Row
from checker.slips import COPIED, FEWEST_DIGITS, LAST_YEAR
from checker.tables import BoundTable

NEITHER: tuple[Fact | None, str] = (None, "")


def copied_from(bound: BoundReport, fact: Fact) -> tuple[Fact | None, str]:
    """The figure another is a copy of, with the slip: last year's in the same place, or one beside it."""
    # whatever its unit, a figure of few digits is like another by chance
    if not fact.value or len(fact.value.normalize().as_tuple().digits) < FEWEST_DIGITS:
        return NEITHER
    before = _last_year(bound, fact)
    if before is not None and before.value == fact.value:
        return before, LAST_YEAR
    place = cell_of(bound, fact)
    if place is None:
        return NEITHER
    beside = next(
        (other for other in _beside(*place) if other.value == fact.value and other.factor == fact.factor), None
    )
    return (beside, COPIED) if beside is not None else NEITHER


def cell_of(bound: BoundReport, fact: Fact) -> tuple[BoundTable, Row, Path] | None:
    """The table, row and column a fact of a table stands in."""
    table = bound.tables.get(fact.place.table)
    parts = fact.place.pointer.split("/")
    if table is None or len(parts) != 6:
        return None
    row, column = int(parts[4]), int(parts[5])
    found = ((r, path) for r in table.rows if r.index == row for path, i in r.columns.items() if i == column)
    return next(((table, r, path) for r, path in found), None)


def _beside(table: BoundTable, row: Row, column: Path) -> Iterator[Fact]:
    """The figures of the same row, then those above and below."""
    for path in row.columns:
        if path != column:
            yield from _figure(table, row, path)
    near = [other for other in table.rows if other.index >= 0 and abs(other.index - row.index) == 1]
    for other in near:
        yield from _figure(table, other, column)


def _figure(table: BoundTable, row: Row, column: Path) -> Iterator[Fact]:
    if column in row.columns and row.index >= 0 and table.spec.column(column).kind != TEXT:
        fact = table.fact(row, column)
        if isinstance(fact, Fact):
            yield fact


def _last_year(bound: BoundReport, fact: Fact) -> Fact | None:
    if bound.prior is None:
        return None
    place = cell_of(bound, fact)
    if place is not None:
        mine, row, column = place
        table = bound.prior.tables.get(mine.spec.name)
        rows = _same_rows(table, row) if table is not None else []
        return next((f for other in rows[:1] for f in _figure(table, other, column)), None) if table else None
    for path, keyed in bound.slots.items():
        for about, known in keyed:
            if known is fact:
                return next((f for other, f in bound.prior.slots.get(path, ()) if other == about), None)
    return None


def _same_rows(table: BoundTable, row: Row) -> list[Row]:
    """The rows of another table that speak of the same thing."""
    if row.code:
        return table.by_code.get(row.code, [])
    if row.total and not row.spec:
        return [other for other in table.rows if other.total]
    return table.by_path.get(row.path, [])


# --- rows that only another table has -------------------------------------------------------------------------------


def missing_rows(
    bound: BoundReport, violated: Sequence[tuple[Judgement, Tie]], exactly: bool = True
) -> Iterator[tuple[Fact, str, list[Tie]]]:
    """Totals over the rows below them that lack what another table prints for a row of its own: the total, the name of
    the row, and every tie of that total which the row would mend.

    exactly: by the amounts that are printed there; else a single row that other tables have will do for totals that are
    too large.
    """
    sums: dict[int, list[tuple[Judgement, Tie]]] = {}
    for judgement, tie in violated:
        if _is_sum_of_children(judgement):
            assert judgement.instance is not None
            sums.setdefault(id(judgement.instance.row), []).append((judgement, tie))
    for own in sums.values():
        instance = own[0][0].instance
        assert instance is not None and instance.row is not None
        elsewhere = list(_only_elsewhere(bound, instance.bound.tables[instance.table], instance.row))
        if exactly:
            fits = [row for row, table in elsewhere if all(_lacks(j, _amounts(table, row)) for j, _ in own)]
        else:
            short = all(j.outcome.comparison is not None and j.outcome.comparison.difference > 0 for j, _ in own)
            fits = [row for row, _ in elsewhere] if short and len({row.code for row, _ in elsewhere}) == 1 else []
        if fits:
            assert own[0][0].outcome.comparison is not None
            total = next(iter(facts(own[0][0].outcome.comparison.left).values()))
            yield total, fits[0].name, [tie for _, tie in own]


def _amounts(table: BoundTable, row: Row) -> list[Decimal]:
    return [fact.value for path in row.columns for fact in _figure(table, row, path) if fact.value]


def _is_sum_of_children(judgement: Judgement) -> bool:
    """Whether a row is compared with the rows below it, in one column of a table of codes."""
    instance, comparison = judgement.instance, judgement.outcome.comparison
    if instance is None or instance.row is None or instance.column is None or comparison is None:
        return False
    table = instance.bound.tables.get(instance.table)
    if table is None or not table.spec.coding or not isinstance(comparison.left, Linear) or comparison.operator != "=":
        return False
    below = {id(f) for row in instance.row.children for f in _figure(table, row, instance.column)}
    return comparison.left.single() is not None and {*facts(comparison.right)} <= below


def _lacks(judgement: Judgement, amounts: Sequence[Decimal]) -> bool:
    comparison = judgement.outcome.comparison
    assert comparison is not None
    slack = comparison.tolerance or Fraction(0)
    return any(abs(comparison.difference - Fraction(amount)) <= slack for amount in amounts)


def _only_elsewhere(bound: BoundReport, mine: BoundTable, parent: Row) -> Iterator[tuple[Row, BoundTable]]:
    """Rows below the same row of other tables with the same codes which this table does not have."""
    for table in bound.tables.values():
        if table is not mine and table.spec.coding == mine.spec.coding:
            for same in _same_rows(table, parent)[:1]:
                yield from ((row, table) for row in same.children if row.code and row.code not in mine.by_code)
