"""What stands beside a figure, in last year's report, and in other tables' rows."""

from typing import Any

from mutations import example
from test_accounts import accounts_of

from checker.facts import Fact
from checker.neighbours import cell_of, copied_from, missing_rows

Value = dict[str, Any]
TABLE = "一般公共预算财政拨款支出决算表"


def fact_at(value: Value, pointer: str, *context: Value) -> tuple[Any, Fact]:
    accounts = accounts_of(value, *context)
    found = (f for table in accounts.bound.tables.values() for f in table.facts.values() if f.place.pointer == pointer)
    return accounts.bound, next(found)


def test_a_cell_is_found_from_its_fact() -> None:
    bound, fact = fact_at(example(), "/tables/4/rows/1/3")
    place = cell_of(bound, fact)
    assert place is not None
    table, row, path = place
    assert (table.spec.name, row.code, table.fact(row, path)) == (TABLE, "201", fact)
    slot = next(fact for keyed in bound.slots.values() for _, fact in keyed if fact.place.start is not None)
    assert cell_of(bound, slot) is None


def test_a_figure_may_be_a_copy_of_the_one_beside_it_or_below() -> None:
    value = example()
    value["tables"][4]["rows"][1][3] = value["tables"][4]["rows"][1][4]
    bound, fact = fact_at(value, "/tables/4/rows/1/3")
    like, slip = copied_from(bound, fact)
    assert like is not None
    assert (like.place.pointer, slip) == ("/tables/4/rows/1/4", "copied")


def test_figures_of_few_digits_are_no_copies_and_blanks_are_none() -> None:
    value = example()
    value["tables"][4]["rows"][1][3] = value["tables"][4]["rows"][1][4] = "0.12"
    assert copied_from(*fact_at(value, "/tables/4/rows/1/3")) == (None, "")
    value["tables"][4]["rows"][1][3] = value["tables"][4]["rows"][1][4] = ""
    assert copied_from(*fact_at(value, "/tables/4/rows/1/3")) == (None, "")


def test_last_years_figure_is_told_before_a_neighbours() -> None:
    before = example()
    before["year"] = 2020
    value = example()
    before["tables"][4]["rows"][1][3] = value["tables"][4]["rows"][1][3] = value["tables"][4]["rows"][1][4]
    like, slip = copied_from(*fact_at(value, "/tables/4/rows/1/3", before))
    assert slip == "last_year"
    assert like is not None


def test_a_total_may_lack_a_row_of_another_table() -> None:
    value = example()
    index = next(i for i, table in enumerate(value["tables"]) if table["title"] == "支出决算表")
    rows = value["tables"][index]["rows"]
    rows.pop(next(i for i, row in enumerate(rows) if row[0] == "2013702"))
    accounts = accounts_of(value)
    sums = [(accounts.of_tie[tie.number], tie) for tie in accounts.known.violated]
    found = [(total.place.row, row, len(ties)) for total, row, ties in missing_rows(accounts.bound, sums)]
    assert [(row[:7], count > 0) for _, row, count in found] == [("2013702", True)]
    # what the row would not explain is no sign of it
    value["tables"][index]["rows"][2][2] = "999.99"
    accounts = accounts_of(value)
    sums = [(accounts.of_tie[tie.number], tie) for tie in accounts.known.violated]
    below = [row for total, row, _ in missing_rows(accounts.bound, sums) if total.place.row.startswith("20137")]
    assert below == []
    # unless it is the only one that may be missing, and nothing else is asked of it
    below = [row for total, row, _ in missing_rows(accounts.bound, sums, False) if total.place.row.startswith("20137")]
    assert [row[:7] for row in below] == ["2013702"]
