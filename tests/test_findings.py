"""Findings, their ledger and what no rule saw: what is changed is found or listed, counts add up, ids stay."""

import copy
import json
import random
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from mutations import (
    ROOT,
    Value,
    checked,
    every_blank,
    every_cell_figure,
    every_prose_figure,
    example,
    findings,
    new,
    put,
    report_of,
    shipped,
    violated,
)

from checker.findings import Checked, Finding, check, first_place, summary
from checker.packs import Pack
from checker.quantities import facts
from checker.rules import read_rules
from checker.yamlfiles import parse_yaml

SCHEMA: dict[str, Any] = json.loads((ROOT / "checker" / "schemas" / "findings.schema.json").read_text("utf-8"))


# --- every printed figure ---------------------------------------------------------------------------------------------


def accused(done: Checked) -> set[tuple[str, int | None]]:
    """The figures that some 不一致 names among its operands."""
    return {
        (fact.place.pointer, fact.place.start)
        for finding in done.findings
        if finding.verdict == "violated" and finding.outcome is not None
        for fact in finding.outcome.facts
    }


def unwatched(done: Checked) -> set[tuple[str, int | None]]:
    return {(item.place.pointer, item.place.start) for item in done.unwatched}


def fate(value: Value, pointer: str, start: int | None = None) -> str:
    done = checked(value)
    if (pointer, start) in accused(done):
        return "found"
    return "unwatched" if (pointer, start) in unwatched(done) else "lost"


@pytest.mark.parametrize("change", ["1.00", "-1.00"])
def test_every_figure_of_the_tables_that_is_changed_is_found_or_known_to_be_unwatched(change: str) -> None:
    fates: Counter[str] = Counter()
    figures = list(every_cell_figure())
    for table, row, column, cell in figures if change == "1.00" else figures[::3]:
        value = put(example(), table, row, column, f"{Decimal(cell) + Decimal(change):.2f}")
        fates[fate(value, f"/tables/{table}/rows/{row}/{column}")] += 1
    assert fates["lost"] == 0
    # at most one is tied to nothing: the 0.00 of a table without data
    assert fates["unwatched"] <= 1
    assert fates["found"] >= fates.total() - 1


def test_every_blank_that_is_given_a_figure_is_found_or_known_to_be_unwatched() -> None:
    fates: Counter[str] = Counter()
    for table, row, column in list(every_blank())[::5]:
        fates[fate(put(example(), table, row, column, "1.00"), f"/tables/{table}/rows/{row}/{column}")] += 1
    assert fates["lost"] == 0
    assert fates["found"] > 5 * fates["unwatched"]


def test_every_figure_of_the_prose_that_is_changed_is_found_or_known_to_be_unwatched() -> None:
    fates: Counter[str] = Counter()
    for number, start, end, printed in every_prose_figure():
        value = example()
        text = value["sections"][number]["text"]
        digits = printed.rstrip("万元%")
        # a share of small amounts is not off before it is off by more than they are rounded to
        changed = printed.replace(digits, f"{Decimal(digits) + (10 if '%' in printed else 1)}", 1)
        value["sections"][number]["text"] = text[:start] + changed + text[end:]
        fates[fate(value, f"/sections/{number}/text", start)] += 1
    assert fates["lost"] == 0
    assert fates["found"] >= 44


def test_a_figure_is_watched_or_unwatched_and_never_both_or_neither() -> None:
    done = checked(example(), every=True)
    seen = unwatched(done)
    watched = {(f.place.pointer, f.place.start) for x in done.findings if x.outcome for f in x.outcome.watched}
    assert not seen & watched
    for table, row, column, _ in every_cell_figure():
        assert ((f"/tables/{table}/rows/{row}/{column}", None) in seen) != (
            (f"/tables/{table}/rows/{row}/{column}", None) in watched
        )
    for number, start, _, printed in every_prose_figure():
        place = (f"/sections/{number}/text", start)
        assert (place in seen) != (place in watched), printed


def test_unwatched_figures_are_in_document_order_and_stand_where_they_say() -> None:
    value = example()
    listed = findings(value)["unwatched"]
    assert listed
    lines = json.dumps(value, ensure_ascii=False, indent=1).splitlines()
    for item in listed:
        line = lines[item["line"] - 1]
        assert line[item["column"] - 1 :].lstrip('"').startswith(item["value"]), item
    assert [(i["line"], i["column"]) for i in listed] == sorted((i["line"], i["column"]) for i in listed)


# --- the ledger -------------------------------------------------------------------------------------------------------


def changed_reports() -> Iterator[tuple[str, Value]]:
    yield "example", example()
    for number in range(9):
        value = example()
        del value["tables"][number]
        yield f"without table {number}", value
    yield "no tables", {**example(), "tables": []}
    yield "no prose", {**example(), "sections": []}
    yield "no lists", {**example(), "contents": [], "attachments": []}
    yield "another kind", {**example(), "kind": "企业年报"}
    yield "another year", {**example(), "year": 2015}
    value = example()
    value.pop("year")
    yield "no year", value


@pytest.mark.parametrize(("name", "value"), list(changed_reports()), ids=[name for name, _ in changed_reports()])
def test_every_place_of_every_rule_has_one_verdict_and_the_counts_add_up(name: str, value: Value) -> None:
    done = checked(value)
    every = checked(value, every=True)
    assert set(done.ledger) == {rule.id for rule in shipped().rules}
    assert all(entry.counts.total() > 0 for entry in done.ledger.values())
    assert done.places == sum(entry.counts.total() for entry in done.ledger.values())
    by_rule: dict[str, Counter[str]] = {rule: Counter() for rule in done.ledger}
    for finding in every.findings:
        if finding.rule is not None:
            by_rule[finding.rule_id][finding.verdict] += 1
    if name not in ("another kind", "another year"):
        assert by_rule == {rule: entry.counts for rule, entry in every.ledger.items()}
    # what did not come to an answer says why, place for place
    for entry in done.ledger.values():
        told = Counter[str]()
        for verdict, _, count in entry.reasons:
            told[verdict] += count
        assert told == {v: entry.counts[v] for v in ("undecidable", "not_applicable") if entry.counts[v]}
    counted = summary([done])
    assert counted["verdicts"].total() == done.places
    assert counted["severities"].total() == len(done.findings)


@pytest.mark.parametrize(("name", "value"), list(changed_reports()), ids=[name for name, _ in changed_reports()])
def test_the_findings_json_is_as_its_schema_says(name: str, value: Value) -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    validator = jsonschema.Draft7Validator(SCHEMA)
    for lang in ("zh", "en"):
        for every in (False, True):
            document = findings(value, lang=lang, every=every)
            assert not list(validator.iter_errors(document))
            listed = sum(f.get("places", 1) for f in document["findings"] if not f["rule"].startswith("layout."))
            counted = document["summary"]["verdicts"]
            told = counted["rounding"] + counted["violated"] + counted["undecidable"]
            assert listed == (document["summary"]["places"] if every else told) or name in (
                "another kind",
                "another year",
            )
            assert (
                Counter(f["severity"] for f in document["findings"]) <= Counter(document["summary"]["severities"])
                or every
            )


def test_a_rule_out_of_its_years_says_so() -> None:
    rules = (
        "规则集: 练习\n适用: {报表: 部门决算, 年度: 2023-}\n规则:\n- {编号: X, 断言: 人员经费＋公用经费＝基本支出}\n"
    )
    read, problems = read_rules([parse_yaml(rules, "rules.yaml")[0]], shipped().layouts)
    assert not problems
    entry = checked(example(), pack=Pack(shipped().layouts, read, [])).ledger["X"]
    assert [(verdict, reason.code) for verdict, reason, _ in entry.reasons] == [("not_applicable", "out_of_scope")]


def test_a_report_of_a_year_no_layout_is_for_is_not_judged() -> None:
    done = checked({**example(), "year": 2014})
    assert not done.has_layout
    assert all(set(entry.counts) == {"undecidable"} for entry in done.ledger.values())


def test_several_places_with_one_reason_are_one_finding_but_all_are_counted() -> None:
    value = example()
    value["tables"].pop(1)
    (said,) = (f for f in new(value) if f["rule"] == "ZC-023")
    assert (said["places"], said["scope"]) == (11, "")
    assert said["message"] == "报告里没有《收入决算表》（共 11 处）"
    assert checked(value).ledger["ZC-023"].counts == {"undecidable": 11}


# --- severities -------------------------------------------------------------------------------------------------------


def test_a_violation_carries_the_rule_s_severity_rounding_is_a_notice_and_undecidable_at_most_a_warning() -> None:
    for _, value in changed_reports():
        for finding in checked(value).findings:
            if finding.rule is None:
                continue
            allowed = {
                "violated": {finding.rule.severity},
                "rounding": {"notice"},
                "undecidable": {"warning", "notice"},
            }[finding.verdict]
            assert finding.severity in allowed
            assert finding.verdict != "undecidable" or finding.rule.severity != "notice" or finding.severity == "notice"


# --- ids --------------------------------------------------------------------------------------------------------------


def ids(done: Checked) -> list[str]:
    return [finding.id for finding in done.findings]


def broken() -> Value:
    """The example with many things wrong."""
    value = example()
    put(value, 2, 3, 2, "98.80")
    put(value, 0, 0, 2, "251.99")
    put(value, 5, 1, 2, "40.60")
    value["tables"][1]["rows"].append(list(value["tables"][1]["rows"][3]))
    del value["tables"][8]
    value["contents"].append(value["contents"][1])
    return value


def test_ids_are_distinct_within_a_report() -> None:
    for _, value in [*changed_reports(), ("broken", broken())]:
        listed = ids(checked(value, every=True))
        assert len(listed) == len(set(listed))


def test_the_same_problem_has_the_same_id_whatever_the_order_of_rules_rows_and_tables() -> None:
    before = set(ids(checked(broken())))
    order = {"ZB-008", "ZB-009", "ZC-021"}
    in_any_order = {finding.id for finding in checked(broken()).findings if finding.rule_id not in order}
    pack = shipped()
    rules = list(pack.rules)
    random.Random(7).shuffle(rules)
    assert set(ids(check(report_of(broken()), rules, pack.layouts))) == before
    value = broken()
    value["tables"].reverse()
    assert set(ids(checked(value))) == before
    value = broken()
    for number in (1, 2, 4):
        value["tables"][number]["rows"].reverse()
    # which of two rows of one code is repeated depends on their order, and what speaks of order; nothing else does
    assert {finding.id for finding in checked(value).findings if finding.rule_id not in order} == in_any_order


def test_another_report_another_year_another_rule_is_another_id() -> None:
    before = set(ids(checked(broken())))
    assert not before & set(ids(checked({**broken(), "year": 2022})))
    assert not before & set(ids(checked({**broken(), "entity": {"name": "别的单位"}})))
    # the file's name is no part of what was found
    done = checked(broken())
    elsewhere = check(report_of(broken(), "elsewhere.json"), shipped().rules, shipped().layouts)
    assert ids(elsewhere) == ids(done)


def test_findings_come_in_document_order() -> None:
    def order(finding: Finding) -> tuple[Any, ...]:
        groups = {"": 0, "kind": 0, "tables": 1, "contents": 2, "sections": 3, "attachments": 4}
        parts = first_place(finding).pointer.split("/")[1:]
        numbers = [int(part) for part in parts if part.isdecimal()]
        return groups[parts[0] if parts else ""], numbers[:1], first_place(finding).start or 0

    for _, value in [*changed_reports(), ("broken", broken())]:
        placed = [order(f) for f in checked(value).findings if first_place(f).pointer]
        tables = [place[:2] for place in placed]
        assert tables == sorted(tables)


# --- doubt ------------------------------------------------------------------------------------------------------------


def doubted(table: int, row: int, column: int, text: str) -> Value:
    value = put(example(), table, row, column, text)
    value["tables"][table]["cells"] = {f"{row},{column}": {"doubt": "字迹模糊"}}
    return value


def test_what_rests_on_a_doubtful_cell_is_to_be_checked_and_accuses_nobody() -> None:
    sure = new(put(example(), 2, 1, 2, "198.80"))
    unsure = new(doubted(2, 1, 2, "198.80"))
    assert len(violated(sure)) == 5
    assert violated(unsure) == []
    assert len(unsure) == len(sure)
    assert all(f["doubtful"] and f["severity"] in ("warning", "notice") for f in unsure)
    assert {f["verdict"] for f in unsure} == {"undecidable"}
    assert all(f["left"] and f["right"] and f["difference"] for f in unsure)
    assert {f["reason"] for f in unsure} == {"不一致，但其中有读得不准的数字，先核对原件"}
    doubts = [e["doubt"] for f in unsure for e in f["evidence"] if "doubt" in e]
    assert set(doubts) == {"字迹模糊"}


def test_a_doubtful_cell_that_ties_is_nothing_to_check() -> None:
    assert new(doubted(2, 1, 2, "199.80")) == []


def test_a_doubtful_figure_within_rounding_is_a_rounding_difference_to_be_checked() -> None:
    found = new(doubted(2, 1, 2, "199.81"))
    assert {f["verdict"] for f in found} == {"rounding"}
    assert all(f["doubtful"] for f in found)


# the last two tables are empty: nothing in them can be doubted
@pytest.mark.parametrize("table", range(7))
def test_no_cell_that_is_doubted_is_ever_accused(table: int) -> None:
    value = example()
    rows = value["tables"][table]["rows"]
    value["tables"][table]["cells"] = {
        f"{r},{c}": {"doubt": "?"} for r, cells in enumerate(rows) for c in range(len(cells))
    }
    for cells in rows:
        cells[:] = [f"{Decimal(c) * 3:.2f}" if c.count(".") == 1 else c for c in cells]
    done = checked(value)
    assert any(finding.doubtful for finding in done.findings)
    for finding in done.findings:
        if finding.verdict == "violated" and finding.outcome is not None:
            comparison = finding.outcome.comparison
            sides = (comparison.left, comparison.right) if comparison is not None else ()
            rests_on = [f for side in sides for f in facts(side).values()] or finding.outcome.facts
            assert not any(fact.doubt for fact in rests_on), finding.rule_id


# --- several reports --------------------------------------------------------------------------------------------------


def test_a_second_report_does_not_change_what_is_said_of_the_first() -> None:
    pack = shipped()
    one, two = report_of(broken(), "a.json"), report_of(copy.deepcopy(example()), "b.json")
    together = [check(report, pack.rules, pack.layouts, context=[one, two]) for report in (one, two)]
    alone = [check(report, pack.rules, pack.layouts) for report in (one, two)]
    assert [ids(done) for done in together] == [ids(done) for done in alone]
