"""The checker and the oracle judge the same generated reports by the same generated rules, and agree on everything.

A long campaign:  GOUJI_EXAMPLES=20000 pytest tests/test_oracle.py
"""

import os
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import oracle
from hypothesis import HealthCheck, event, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from oracle import Book, Setting, verdicts
from strategies import (
    HARBOUR_LAYOUT,
    HARBOUR_SPEC,
    TAKINGS,
    TERMS,
    call,
    cell,
    decimal_text,
    families,
    is_,
    json_text,
    load_rules,
    number,
    plus,
    reports,
    settings,
)

from checker import assertions as a
from checker.findings import Checked, check
from checker.reports import Report, parse_report

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
    watched: set[tuple[str, int | None]] = set()
    loose: set[tuple[str, int | None]] = set()
    for index, setting in enumerate(chosen):
        judged = verdicts(setting, book)
        mine = {place: one.verdict for place, one in judged.items()}
        for place, one in judged.items():
            event(one.verdict)
            watched |= {(p.pointer, p.start) for p in one.watched if p.book is book}
            loose |= {(p.pointer, p.start) for p in one.loose if p.book is book}
            if theirs[f"R-{index}"].get(place) in one.also:
                mine[place] = theirs[f"R-{index}"][place]
        assert theirs[f"R-{index}"] == mine, setting.in_words()
        assert checked.ledger[f"R-{index}"].counts == Counter(mine.values())
    unwatched = {(u.place.pointer, u.place.start) for u in checked.unwatched}
    assert unwatched ^ (set(book.printed()) - watched) <= loose - watched


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


# --- many figures, near the edge --------------------------------------------------------------------------------------


@st.composite
def edges(draw: st.DrawFn) -> tuple[dict[str, Any], str]:
    """Takings of several berths, and the share of a quay printed at the edge of what rounding can excuse."""
    decimals = draw(st.integers(0, 2))
    berths = [f"{quay}0{n}" for quay in "47" for n in range(1, draw(st.integers(2, 4)) + 1)]
    amounts = {code: Fraction(draw(st.integers(1, 99)), 10**decimals) for code in berths}
    half, exact = oracle.half_unit(decimals), draw(st.booleans())
    move = draw(st.sampled_from((-1, 1)))
    north = sum(value + move * half for code, value in amounts.items() if code[0] == "4")
    south = sum(value - move * half for code, value in amounts.items() if code[0] == "7")
    step = Fraction(1, 100)
    edge = 100 * north / (north + south) + move * step / 2
    shown = (edge / step).__floor__() * step + draw(st.sampled_from((-1, 0, 0, 1, 1, 2))) * step
    rows = [
        ["", "All berths", "", "", "", ""],
        ["4", "North", "", "", "", decimal_text(shown, 2)],
        ["7", "South", "", "", "", ""],
    ]
    rows += [[code, f"berth {code}", decimal_text(value, decimals), "", "", ""] for code, value in amounts.items()]
    table: dict[str, Any] = {
        "title": TAKINGS,
        "header": [["Code", "Berth", "Dues", "Rents", "Takings", "Part of all"]],
        "rows": rows,
        "unit": "dollar" if exact else "thousand",
        "decimals": decimals,
    }
    return table, draw(st.sampled_from(("=", "<=", ">=")))


@hypothesis_settings(long, max_examples=max(EXAMPLES // 4, 1))
@given(edges())
def test_the_oracle_agrees_at_the_edge(case: tuple[dict[str, Any], str]) -> None:
    table, operator = case
    north, south = (call("sum", cell(TAKINGS, f"{quay}*", "Dues")) for quay in "47")
    claims = [
        is_(cell(TAKINGS, "4", "Part of all"), operator, call("share", north, plus(north, south))),
        is_(
            cell(TAKINGS, "4", "Part of all"),
            operator,
            plus(number(100, "%"), a.Negative(call("share", south, plus(north, south)))),
        ),
        is_(call("growth", plus(north, south), south), operator, a.Arithmetic("/", north, south)),
    ]
    report = {
        "format": "gouji/report-1",
        "kind": "harbour return",
        "year": 2020,
        "entity": {"name": "Port H1", "code": "H1"},
        "tables": [table],
    }
    agree(json_text(report), [Setting(a.Scope(), claim) for claim in claims])
