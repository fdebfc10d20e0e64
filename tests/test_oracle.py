"""The checker and the oracle judge the same generated reports by the same generated rules, and agree on everything.

A long campaign:  GOUJI_EXAMPLES=20000 pytest tests/test_oracle.py
"""

import os
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import oracle
from checker.findings import Checked, check
from checker.reports import Report, parse_report
from oracle import Book, Print, Setting, verdicts
from strategies import (
    HARBOUR_LAYOUT,
    HARBOUR_SPEC,
    TERMS,
    families,
    json_text,
    load_rules,
    reports,
    settings,
)

EXAMPLES = int(os.environ.get("GOUJI_EXAMPLES", "250"))
long = hypothesis_settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def read(text: str) -> Report:
    report, problems = parse_report(text, "report.json")
    assert report is not None, problems
    return report


def checker_verdicts(checked: Checked) -> dict[str, dict[oracle.Place | None, str]]:
    """What the checker says of every place of every rule."""
    found: dict[str, dict[oracle.Place | None, str]] = {}
    for finding in checked.findings:
        if finding.rule is None:
            continue
        instance = finding.instance
        place: oracle.Place | None = None
        if instance is not None:
            row: int | str | None = None
            if instance.row is not None:
                row = instance.row.index if instance.row.index >= 0 else instance.row.path[-1]
            column = "·".join(instance.column) if instance.column is not None else None
            place = (instance.table, row, column)
        found.setdefault(finding.rule_id, {})[place] = finding.verdict
    return found


def agree(text: str, chosen: Sequence[Setting], others: Sequence[str] = (), lang: str = "en") -> None:
    """Judges a report twice, and compares every verdict, the ledger, and what nobody watched."""
    checked = check(
        read(text), load_rules(chosen, lang), [HARBOUR_LAYOUT], context=[read(o) for o in others], every_verdict=True
    )
    book = _related(text, others)
    theirs = checker_verdicts(checked)
    watched: set[Print] = set()
    is_widened = False
    for index, setting in enumerate(chosen):
        judged, seen = verdicts(setting, book)
        watched |= seen
        mine = {place: one.verdict for place, one in judged.items()}
        for place, one in judged.items():
            event(one.verdict)
            if theirs[f"R-{index}"].get(place) in one.also:
                mine[place], is_widened = theirs[f"R-{index}"][place], True
        assert theirs[f"R-{index}"] == mine, setting.in_words()
        assert checked.ledger[f"R-{index}"].counts == Counter(mine.values())
    left = set(book.printed()) - {(p.pointer, p.start) for p in watched}
    assert is_widened or {(u.place.pointer, u.place.start) for u in checked.unwatched} == left


def _related(text: str, others: Sequence[str]) -> Book:
    book = Book(HARBOUR_SPEC, TERMS, text)
    for other in others:
        around = Book(HARBOUR_SPEC, TERMS, other)
        if around.report["entity"].get("parent") == book.report["entity"]["code"]:
            book.units.append(around)
        elif around.report["year"] == str(int(book.report["year"]) - 1):
            book.prior = around
    return book


@long
@given(reports(), st.lists(settings(), min_size=1, max_size=10), st.sampled_from(("en", "zh")))
def test_the_oracle_agrees(report: dict[str, Any], chosen: list[Setting], lang: str) -> None:
    agree(json_text(report), chosen, lang=lang)


@hypothesis_settings(long, max_examples=max(EXAMPLES // 5, 1))
@given(families(), st.lists(settings(of_others=True), min_size=1, max_size=5))
def test_the_oracle_agrees_across_reports(family: list[dict[str, Any]], chosen: list[Setting]) -> None:
    report, *others = map(json_text, family)
    agree(report, chosen, others)
