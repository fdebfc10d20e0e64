"""Which figures of a report are blamed, what they should read, and what is left unanswered."""

import copy
import json
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

import pytest
from campaign import moved
from generator import generate
from hypothesis import given, settings
from hypothesis import strategies as st
from mutations import ROOT, checked, example, shipped
from planting import NoPlace, plant

from checker.amounts import read_figure
from checker.findings import Checked, Finding, Story

Value = dict[str, Any]


@cache
def _small() -> Value:
    return generate(3, size=4)


def small() -> Value:
    return copy.deepcopy(_small())


@cache
def forestry() -> Checked:
    return checked(json.loads((ROOT / "examples" / "yunxi-forestry-2023" / "report.json").read_text("utf-8")))


def stories(found: Checked) -> dict[str, tuple[Story, list[Finding]]]:
    told: dict[str, tuple[Story, list[Finding]]] = {}
    for finding in found.findings:
        if finding.story is not None:
            told.setdefault(finding.story.id, (finding.story, []))[1].append(finding)
    return told


def answers(story: Story) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each answer: its slip, and its figures with what they should read."""
    return [
        (
            one.slip,
            [
                (c.fact.place.pointer, "" if c.needed is None else f"{c.needed / c.fact.factor:.{c.fact.decimals}f}")
                for c in one.culprits
            ],
        )
        for one in story.explanations
    ]


def with_cells(*cells: tuple[int, int, int, str]) -> Value:
    value = example()
    for table, row, column, text in cells:
        assert value["tables"][table]["rows"][row][column] != text
        value["tables"][table]["rows"][row][column] = text
    return value


def only(value: Value) -> tuple[Story, list[Finding]]:
    (told,) = stories(checked(value)).values()
    return told


def test_a_report_whose_errors_are_no_comparisons_has_no_culprits() -> None:
    assert stories(checked(example())) == {}


def test_a_figure_that_several_sums_contradict_is_the_one_to_blame() -> None:
    # basic spending of 201 in the table of general public budget spending: 90.80
    story, findings = only(with_cells((4, 1, 3, "95.13")))
    assert answers(story) == [("", [("/tables/4/rows/1/3", "90.80")])]
    assert len(findings) == story.count > 1
    assert {finding.story for finding in findings} == {story}


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("95.13", ""),
        ("98.80", "digit_wrong"),
        ("-90.80", "sign"),
        ("908000.00", "unit"),
        ("98.00", "digits_exchanged"),
        ("9.80", "digit_dropped"),
    ],
)
def test_the_slip_is_named(text: str, slip: str) -> None:
    story, _ = only(with_cells((4, 1, 3, text)))
    assert [one.slip for one in story.explanations] == [slip]


def test_a_figure_left_blank_and_one_too_many() -> None:
    assert answers(only(with_cells((4, 1, 3, "")))[0]) == [("left_blank", [("/tables/4/rows/1/3", "90.80")])]
    # project spending of 208, in a column where nothing else says what it should be
    story, _ = only(with_cells((4, 5, 4, "7.45")))
    assert answers(story) == [("not_blank", [("/tables/4/rows/5/4", "0.00")])]


def test_where_one_sum_speaks_all_its_figures_are_equally_good_and_a_slip_comes_first() -> None:
    told = stories(forestry())
    story = next(story for story, _ in told.values() if len(story.explanations) > 5)
    said = answers(story)
    assert said[0][0] == "digit_dropped"
    assert [slip for slip, _ in said[1:]] == sorted(
        (slip for slip, _ in said[1:]), key=lambda slip: slip == "left_blank"
    )
    assert all(len(figures) == 1 for _, figures in said)


def test_figures_that_changed_places_are_told_together() -> None:
    story = next(s for s, _ in stories(forestry()).values() if s.explanations[0].slip == "neighbours_exchanged")
    (one, other) = story.explanations[0].culprits
    assert (one.needed, other.needed) == (other.fact.value, one.fact.value)


def test_a_subtotal_wrong_alike_in_two_tables_is_one_story() -> None:
    story, findings = next(
        (s, f) for s, f in stories(forestry()).values() if s.explanations[0].slip == "digit_dropped" and s.count > 3
    )
    assert [(c.fact.printed, c.fact.place.table) for c in story.explanations[0].culprits] == [
        ("16.80", "支出决算表"),
        ("16.80", "一般公共预算财政拨款支出决算表"),
    ]
    assert len(findings) == 6


def test_a_shifted_column_is_one_story_with_what_every_row_should_read() -> None:
    story, findings = next(
        (s, f) for s, f in stories(forestry()).values() if s.explanations[0].slip == "column_shifted"
    )
    assert story.explanations[0].by == -1
    assert answers(story) == [
        (
            "column_shifted",
            [
                ("/tables/1/rows/8/3", "79.88"),
                ("/tables/1/rows/9/3", "24.14"),
                ("/tables/1/rows/10/3", "37.11"),
                ("/tables/1/rows/11/3", "18.63"),
            ],
        )
    ]
    assert {finding.rule_id for finding in findings} == {"SR-010", "ZC-011"}


def test_a_budget_figure_in_the_place_of_the_outturn_is_a_copy() -> None:
    story = next(s for s, _ in stories(forestry()).values() if s.explanations[0].slip == "copied")
    (culprit,) = story.explanations[0].culprits
    assert culprit.like is not None
    assert culprit.like.value == culprit.fact.value
    assert culprit.like.place.row == culprit.fact.place.row


def test_last_years_figure_left_over_is_told_from_last_years_report() -> None:
    before = example()
    before["year"] = 2020
    before["tables"][4]["rows"][1][3] = "77.35"
    found = checked(with_cells((4, 1, 3, "77.35")), before)
    (story, _) = next(told for told in stories(found).values() if told[0].explanations[0].culprits[0].fact.place.table)
    assert story.explanations[0].slip == "last_year"
    assert story.explanations[0].culprits[0].needed == read_figure("908000").value  # type: ignore[union-attr]


def test_a_row_that_another_table_has_is_missing() -> None:
    value = example()
    table = next(i for i, t in enumerate(value["tables"]) if t["title"] == "支出决算表")
    rows = value["tables"][table]["rows"]
    # 20137 has two items; without one of them its total is too large by what 05 prints for it
    gone = next(i for i, row in enumerate(rows) if row[0] == "2013702")
    name = rows.pop(gone)[1]
    story = next(s for s, _ in stories(checked(value)).values() if s.explanations[0].slip == "missing_row")
    assert story.explanations[0].row == f"2013702 {name}"
    assert story.explanations[0].culprits[0].needed is None


def test_a_question_that_several_figures_answer_accuses_none() -> None:
    # WZ-016 asks whether the reasons are complete; nothing else is known of their amounts
    found = checked(example())
    asked = next(finding for finding in found.findings if finding.rule_id == "WZ-016")
    assert (asked.verdict, asked.story) == ("violated", None)


def test_a_doubtful_reading_is_not_blamed() -> None:
    value = with_cells((4, 1, 3, "95.13"))
    value["tables"][4]["cells"] = {"1,3": {"doubt": "smudged"}}
    for story, _ in stories(checked(value)).values():
        assert all(c.fact.place.pointer != "/tables/4/rows/1/3" for e in story.explanations for c in e.culprits)


def test_ids_of_stories_do_not_hang_on_the_order_of_rows() -> None:
    value = with_cells((4, 1, 3, "95.13"))
    turned = copy.deepcopy(value)
    turned["tables"][4]["notes"] = [*turned["tables"][4].get("notes", []), "注：无"]
    assert set(stories(checked(value))) == set(stories(checked(turned)))


# --- the law: what is listed does what it says ------------------------------------------------------------------------


def corrected(value: Value, story: Story, number: int) -> Value | None:
    """The report with one answer put in; None where that is not a matter of cells."""
    value = copy.deepcopy(value)
    for culprit in story.explanations[number].culprits:
        _, kind, *path = culprit.fact.place.pointer.split("/")
        if kind != "tables" or culprit.needed is None:
            return None
        table, _, row, column = path
        text = f"{culprit.needed / culprit.fact.factor:.{culprit.fact.decimals}f}"
        value["tables"][int(table)]["rows"][int(row)][int(column)] = text
    return value


def compared(found: Checked) -> dict[str, str]:
    """The ids of what comparisons make violated, with the rule."""
    return {
        f.id: f.rule_id for f in found.findings if f.verdict == "violated" and f.outcome is not None and f.outcome.ties
    }


@given(st.integers(0, 10_000))
@settings(max_examples=12)
def test_every_listed_answer_mends_its_story_and_breaks_nothing(seed: int) -> None:
    rng = Random(seed)
    value = small()
    for _ in range(rng.randint(1, 3)):
        kind = rng.choice(["digit-changed", "digits-transposed", "figure-blanked", "column-shifted", "magnitude"])
        try:
            value, _planted = plant(value, kind, rng.randrange(1000))
        except NoPlace:
            continue
    before = checked(value)
    for story, findings in stories(before).values():
        for number in range(min(2, len(story.explanations))):
            after = corrected(value, story, rng.choice([number, len(story.explanations) - 1]))
            if after is None:
                continue
            left = compared(checked(after))
            assert not left.keys() & {finding.id for finding in findings}
            assert left.keys() <= compared(before).keys()


@given(st.integers(0, 10_000))
@settings(max_examples=8)
def test_a_moved_figure_is_among_the_answers(seed: int) -> None:
    rng = Random(seed)
    value = small()
    cells = [
        (t, r, c)
        for t, table in enumerate(value["tables"])
        for r, row in enumerate(table["rows"])
        for c, text in enumerate(row)
        if "." in text and read_figure(text) is not None
    ]
    t, r, c = rng.choice(cells)
    value["tables"][t]["rows"][r][c] = moved(value["tables"][t]["rows"][r][c], rng)
    told = stories(checked(value))
    blamed = {
        culprit.fact.place.pointer
        for story, _ in told.values()
        for explanation in story.explanations
        for culprit in explanation.culprits
    }
    assert f"/tables/{t}/rows/{r}/{c}" in blamed


@given(st.integers(0, 10_000))
@settings(max_examples=5)
def test_the_order_of_rules_changes_no_answer(seed: int) -> None:
    rng = Random(seed)
    value = small()
    for kind in rng.choices(["digit-changed", "figure-blanked", "column-shifted", "subtotal-alike"], k=2):
        try:
            value, _planted = plant(value, kind, rng.randrange(1000))
        except NoPlace:
            continue
    pack = shipped()
    turned = replace(pack, rules=rng.sample(pack.rules, len(pack.rules)))
    one, other = (stories(checked(value, pack=chosen)) for chosen in (pack, turned))
    assert {name: answers(story) for name, (story, _) in one.items()} == {
        name: answers(story) for name, (story, _) in other.items()
    }
