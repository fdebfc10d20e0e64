"""A report's comparisons as ties over numbered figures, and its rules to put answers to."""

from decimal import Decimal
from typing import Any

from mutations import example, report_of, shipped

from checker.accounts import Accounts, Judgement, is_violated
from checker.findings import bound_report, judged

Value = dict[str, Any]


def accounts_of(value: Value, *context: Value) -> Accounts:
    pack = shipped()
    others = [report_of(other, f"context-{index}.json") for index, other in enumerate(context)]
    bound = bound_report(report_of(value), pack.layouts, "", others)
    assert bound is not None
    return Accounts(bound, [Judgement(rule, *one) for rule in pack.rules for one in judged(rule, bound)])


def wrong() -> Value:
    value = example()
    value["tables"][4]["rows"][1][3] = "95.13"
    return value


def figure_at(accounts: Accounts, pointer: str) -> int:
    return next(
        accounts.figures.number(fact)
        for table in accounts.bound.tables.values()
        for fact in table.facts.values()
        if fact.place.pointer == pointer
    )


def test_only_what_does_not_hold_is_read_at_first() -> None:
    accounts = accounts_of(wrong())
    assert accounts.known.violated
    assert all(is_violated(accounts.of_tie[tie.number]) for tie in accounts.known.violated)
    figure = figure_at(accounts, "/tables/4/rows/1/3")
    touching = accounts.known.touching(figure)
    assert all(figure in tie.figures for tie in touching)
    assert [tie for tie in touching if not tie.violated]
    assert [tie for tie in touching if tie.violated]


def test_what_a_figure_would_have_to_read_is_put_to_the_rules() -> None:
    accounts = accounts_of(wrong())
    figure = figure_at(accounts, "/tables/4/rows/1/3")
    story = [tie.number for tie in accounts.known.violated if figure in tie.figures]
    assert accounts.holds({figure: Decimal("908000")}, story)
    assert not accounts.holds({figure: Decimal("909000")}, story)
    # another figure of the same sum would mend that, and break what it stands in itself
    assert not accounts.holds({figure_at(accounts, "/tables/4/rows/1/2"): Decimal("2041300")}, story)


def test_a_figure_is_one_wherever_it_is_said_and_those_of_other_reports_are_trusted() -> None:
    before = example()
    before["year"] = 2020
    accounts = accounts_of(wrong(), before)
    prior = accounts.bound.prior
    assert prior is not None
    table = prior.tables["一般公共预算财政拨款支出决算表"]
    row = table.rows[0]
    theirs = table.fact(row, next(path for path in row.columns if table.spec.column(path).kind == "amount"))
    figure = accounts.figures.number(theirs)  # type: ignore[arg-type]
    assert figure not in accounts.figures.weights
    keyed = [fact for known in accounts.bound.slots.values() for _, fact in known if fact.place.start is not None]
    places = {(fact.place.pointer, fact.place.start) for fact in keyed}
    assert len({accounts.figures.number(fact) for fact in keyed}) == len(places)


def test_a_blank_would_be_rounded_as_its_table_is() -> None:
    accounts = accounts_of(wrong())
    blank = figure_at(accounts, "/tables/4/rows/5/4")
    assert accounts.figures.facts[blank].blank
    assert accounts.figures.printed_half(blank) == 0
    assert accounts.figures.half(blank) == 50


def test_columns_are_read_from_top_to_bottom() -> None:
    accounts = accounts_of(wrong())
    column = accounts.column(4, 3)
    pointers = [accounts.figures.facts[figure].place.pointer for figure in column]
    assert pointers == [f"/tables/4/rows/{row}/3" for row in range(len(pointers))]
    assert [len(other) for other in accounts.block(4, 3)] == [len(column)] * 3
    assert column in accounts.block(4, 3)


def test_columns_with_many_rows_in_what_is_violated_are_suspects() -> None:
    value = example()
    rows = value["tables"][4]["rows"]
    for row in (1, 2, 5, 6):
        rows[row][3], rows[row][4] = "1.11", "2.22"
    accounts = accounts_of(value)
    found = list(accounts.suspects(accounts.known.violated, 3))
    assert [accounts.column(4, 3)] in found
    assert [accounts.column(4, 4)] in found
    assert [len(columns) for columns in found if len(columns) > 1]
    assert list(accounts.suspects([], 3)) == []
