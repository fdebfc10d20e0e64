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
    STATEMENT,
    TERMS,
    call,
    decimal_text,
    families,
    is_,
    json_text,
    less,
    load_rules,
    name,
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


# --- near the edge ----------------------------------------------------------------------------------------------------

_ROWS = a.Scope((STATEMENT,), (a.Each("rows"),))
_CARGO, _PASSENGERS, _TOTAL, _PART = (name(column) for column in ("Cargo", "Passengers", "Total", "Passenger part"))
_BOTH = plus(_CARGO, _PASSENGERS)

# the two sides of an identity, the last of them with one figure that stands nowhere else
_SIDES = [
    (_BOTH, _TOTAL),
    (plus(_CARGO, _CARGO, _PASSENGERS), plus(_CARGO, _TOTAL)),
    (plus(_CARGO, a.Arithmetic("/", _PASSENGERS, number(2))), plus(_PASSENGERS, _TOTAL)),
    (a.Arithmetic("*", _CARGO, call("share", _PASSENGERS, _BOTH)), _TOTAL),
    (a.Arithmetic("*", _CARGO, call("share", _PASSENGERS, _BOTH)), plus(_PASSENGERS, _TOTAL)),
    (a.Arithmetic("*", _CARGO, _PART), _TOTAL),
    (a.Arithmetic("/", _CARGO, plus(number(100, "%"), _PART)), _TOTAL),
    (call("abs", less(_CARGO, _PASSENGERS)), _TOTAL),
    (call("max", _CARGO, _PASSENGERS), _TOTAL),
    (call("share", _PASSENGERS, _BOTH), _PART),
    (call("growth", _CARGO, _PASSENGERS), _PART),
    (call("share", less(_CARGO, _PASSENGERS), _BOTH), _PART),
    (less(call("share", _CARGO, _PASSENGERS), call("share", _PASSENGERS, _CARGO)), _PART),
    (plus(call("share", _PASSENGERS, less(_CARGO, _PASSENGERS)), call("share", _CARGO, _PASSENGERS)), _PART),
    (call("share", _PASSENGERS, _CARGO), plus(call("share", _PASSENGERS, _BOTH), _PART)),
    (call("abs", less(call("share", _PASSENGERS, _BOTH), number(50, "%"))), _PART),
]
_GRIDS = [("thousand", 1), ("thousand", 0), ("dollar", 0), ("million", 3), ("dollar", 2)]


@st.composite
def edges(draw: st.DrawFn) -> tuple[dict[str, Any], a.Compared]:
    """One row and an identity about it, its last figure printed where rounding only just excuses it, or no longer."""
    unit, decimals = draw(st.sampled_from(_GRIDS))
    row = [decimal_text(Fraction(draw(st.integers(-30, 99)), 10**decimals), decimals) for _ in range(2)]
    row = ["Dues", *row, "0", decimal_text(Fraction(draw(st.integers(1, 9999)), 100), 2), "1"]
    left, right = draw(st.sampled_from(_SIDES))
    is_ratio = _PART in (right, getattr(right, "right", None))
    last, places = (4, 2) if is_ratio else (3, decimals)
    header = ["Item", "Cargo", "Passengers", "Total", "Passenger part", "Calls"]
    report: dict[str, Any] = {
        "format": "gouji/report-1",
        "kind": "harbour return",
        "year": 2020,
        "entity": {"name": "Port H1", "code": "H1"},
        "tables": [{"title": STATEMENT, "header": [header], "rows": [row], "unit": unit, "decimals": decimals}],
    }
    # as 0 with its width the last figure is in the range; where it is printed moves the whole of it
    row[last] = decimal_text(Fraction(0), places)
    book = Book(HARBOUR_SPEC, TERMS, json_text(report))
    worth = Fraction(1, 100) if is_ratio else book.sheets[STATEMENT].factor
    spot = next(oracle.spots(Setting(_ROWS, is_(left, "=", right)), book))
    try:
        ends = oracle.reach(("-", *oracle.trees([left, right], spot)))
    except (oracle.NoDivisor, oracle.Unsure):
        ends = (Fraction(0), Fraction(0))
    units = (draw(st.sampled_from(ends)) / worth * 10**places).__floor__() + draw(st.integers(-1, 2))
    row[last] = decimal_text(Fraction(units, 10**places), places)
    return report, is_(left, draw(st.sampled_from(("=", "=", "<=", ">="))), right)


@hypothesis_settings(long, max_examples=2 * EXAMPLES)
@given(st.lists(edges(), min_size=1, max_size=3))
def test_the_oracle_agrees_at_the_edge(cases: list[tuple[dict[str, Any], a.Compared]]) -> None:
    for report, claim in cases:
        agree(json_text(report), [Setting(_ROWS, claim)])
