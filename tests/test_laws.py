"""What must hold of every report and every rule, whatever they are."""

import copy
import os
import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from oracle import Setting
from strategies import (
    HARBOUR_LAYOUT,
    HARBOUR_SPEC,
    TAKINGS,
    Raw,
    claims,
    families,
    json_text,
    load_rules,
    number,
    reports,
    sentences,
    settings,
)

from checker import assertions as a
from checker.evaluation import HOLDS, NOT_APPLICABLE, ROUNDING, UNDECIDABLE, VIOLATED
from checker.findings import Checked, check
from checker.language import parse, parse_scope
from checker.packs import read_pack
from checker.render.json import findings_json
from checker.reports import Report, parse_report

EXAMPLES = int(os.environ.get("GOUJI_EXAMPLES", "60"))
law = hypothesis_settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
RULES = st.lists(settings(), min_size=1, max_size=6)

Value = dict[str, Any]


def read(report: Value) -> Report:
    found, problems = parse_report(json_text(report), "report.json")
    assert found is not None, problems
    return found


def judged(report: Value, chosen: Sequence[Setting], others: Sequence[Value] = ()) -> Checked:
    context = [read(other) for other in others]
    return check(read(report), load_rules(chosen), [HARBOUR_LAYOUT], context=context, every_verdict=True)


def said(checked: Checked) -> Counter[tuple[str, str, str]]:
    """Rule, id and verdict of everything that was found, remarks on the layout included."""
    return Counter((finding.rule_id, finding.id, finding.verdict) for finding in checked.findings)


def answers(checked: Checked) -> dict[tuple[Any, ...], str]:
    """The verdict at every place, by rule and place."""
    return {
        (f.rule_id, f.instance.parts() if f.instance else None, f.instance.row.index if f.instance and f.instance.row else None):
            f.verdict
        for f in checked.findings if f.rule is not None
    }  # fmt: skip


# --- other units, other order -----------------------------------------------------------------------------------------


def places_of(table: Value, report: Value) -> int:
    """The decimals of a table's amounts: declared, else the most that it prints."""
    declared = table.get("decimals", report.get("decimals"))
    if declared is not None:
        return int(declared)
    found = [cell_text(row[i]) for row in table["rows"] for i in amounts_of(table)]
    return max((len(text.rstrip(")").partition(".")[2]) for text in found if is_number(text)), default=0)


def amounts_of(table: Value) -> list[int]:
    """The columns of a harbour return that hold money."""
    wanted = {"Cargo", "Passengers", "Total", "Dues", "Rents", "Takings", "Income", "Costs", "Change"}
    return [i for i, heading in enumerate(table["header"][-1]) if heading in wanted]


def cell_text(cell: str | Raw) -> str:
    return cell.text if isinstance(cell, Raw) else cell


def is_number(text: str) -> bool:
    return re.fullmatch(r"\(?-?[0-9][0-9,]*(\.[0-9]+)?\)?", text) is not None


def moved(cell: str | Raw, shift: int) -> str | Raw:
    """A figure with its point moved to the left, its places and its face kept."""
    text = cell_text(cell)
    if not is_number(text):
        return cell
    sign, text = ("-" if text[0] in "-(" else ""), text.strip("-()").replace(",", "")
    shown = f"{sign}{Decimal(text).scaleb(-shift):f}" if len(text) < 20 else sign + by_hand(text, shift)
    return Raw(shown) if isinstance(cell, Raw) else shown


def by_hand(text: str, shift: int) -> str:
    whole, _, rest = text.partition(".")
    digits = whole.rjust(shift + 1, "0")
    return f"{digits[:-shift]}.{digits[-shift:]}{rest}"


def restated(report: Value, units: Sequence[str]) -> Value:
    """The report with every table in a larger unit, to the same precision; tables that are exact are left alone."""
    found = copy.deepcopy(report)
    worth = {unit: len(str(factor)) - 1 for unit, factor in HARBOUR_SPEC["money units"].items()}
    for table, unit in zip(found["tables"], units, strict=False):
        old = table.get("unit", HARBOUR_SPEC["unit"])
        places = places_of(table, report)
        shift = worth[unit] - worth[old]
        if shift <= 0 or (old in HARBOUR_SPEC["exact units"] and places >= 2):
            continue
        if "decimals" in table or "decimals" in report:
            table["decimals"] = places + shift
        table["unit"] = unit
        for row in table["rows"]:
            for column in amounts_of(table):
                row[column] = moved(row[column], shift)
    return found


@law
@given(reports(), RULES, st.lists(st.sampled_from(("thousand", "million")), min_size=3, max_size=3))
def test_another_unit_gives_the_same_verdicts(report: Value, chosen: list[Setting], units: list[str]) -> None:
    # prose has its decimals from the tables of its unit
    report.pop("sections", None)
    before, after = judged(report, chosen), judged(restated(report, units), chosen)
    assert answers(before) == answers(after)
    assert [u.place.pointer for u in before.unwatched] == [u.place.pointer for u in after.unwatched]


@law
@given(reports(), RULES, st.randoms(use_true_random=False))
def test_the_order_of_rules_changes_nothing(report: Value, chosen: list[Setting], random: Any) -> None:
    rules = load_rules(chosen)
    shuffled = list(rules)
    random.shuffle(shuffled)
    one, other = (check(read(report), order, [HARBOUR_LAYOUT], every_verdict=True) for order in (rules, shuffled))
    assert said(one) == said(other)
    assert one.unwatched == other.unwatched
    assert {rule: entry.counts for rule, entry in one.ledger.items()} == {
        rule: entry.counts for rule, entry in other.ledger.items()
    }


@law
@given(reports(), RULES, st.randoms(use_true_random=False))
def test_the_order_of_coded_rows_changes_nothing(report: Value, chosen: list[Setting], random: Any) -> None:
    # what the importer doubted is told by its row in the table
    for table in report["tables"]:
        table.pop("cells", None)
    shuffled = copy.deepcopy(report)
    for table in shuffled["tables"]:
        if table["title"] == TAKINGS:
            random.shuffle(table["rows"])
    one, other = judged(report, chosen), judged(shuffled, chosen)
    assert said(one) == said(other)
    assert Counter(u.printed for u in one.unwatched) == Counter(u.printed for u in other.unwatched)


@law
@given(reports(), RULES, st.permutations(range(3)))
def test_the_order_of_tables_changes_nothing(report: Value, chosen: list[Setting], order: list[int]) -> None:
    tables = [report["tables"][i] for i in order if i < len(report["tables"])]
    assert said(judged(report, chosen)) == said(judged({**report, "tables": tables}, chosen))


@law
@given(families(), st.lists(settings(of_others=True), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_other_reports_changes_nothing(family: list[Value], chosen: list[Setting], random: Any) -> None:
    report, *others = family
    shuffled = list(others)
    random.shuffle(shuffled)
    assert said(judged(report, chosen, others)) == said(judged(report, chosen, shuffled))


# --- tolerance --------------------------------------------------------------------------------------------------------

_STRICTNESS = {HOLDS: 0, ROUNDING: 1, VIOLATED: 2}


def no_stricter(before: Checked, after: Checked) -> None:
    """No place is judged more strictly afterwards."""
    first, second = answers(before), answers(after)
    assert first.keys() == second.keys()
    for place, verdict in first.items():
        if verdict in (HOLDS, ROUNDING):
            assert _STRICTNESS.get(second[place], 0) <= _STRICTNESS[verdict], place


def with_tolerance(setting: Setting, tolerance: a.Number | None, exact: bool = False) -> Setting:
    return Setting(setting.scope, setting.assertion, tolerance, None, exact)


@law
@given(reports(), settings(tolerant=True), st.integers(0, 2000), st.integers(0, 2000))
def test_a_wider_tolerance_is_never_stricter(report: Value, setting: Setting, one: int, more: int) -> None:
    assert setting.tolerance is not None
    unit = setting.tolerance.unit
    narrow, wide = (with_tolerance(setting, number(Decimal(n) / 100, unit)) for n in (one, one + more))
    no_stricter(judged(report, [narrow]), judged(report, [wide]))


@law
@given(reports(), RULES)
def test_exact_is_never_laxer_and_keeps_what_holds(report: Value, chosen: list[Setting]) -> None:
    usual = [with_tolerance(setting, None) for setting in chosen]
    exact = [with_tolerance(setting, None, exact=True) for setting in chosen]
    first, second = judged(report, usual), judged(report, exact)
    no_stricter(second, first)
    kept = {place for place, verdict in answers(first).items() if verdict == HOLDS}
    assert all(answers(second)[place] == HOLDS for place in kept)


def is_plain(node: Any) -> bool:
    """Comparisons, alone or joined by 且."""
    return isinstance(node, a.Compared) or (isinstance(node, a.Both) and all(map(is_plain, node.operands)))


@law
@given(
    reports(), st.lists(settings().filter(lambda s: is_plain(s.assertion)), min_size=1, max_size=5), st.integers(1, 3)
)
def test_more_decimals_never_excuse_more(report: Value, chosen: list[Setting], more: int) -> None:
    report.pop("sections", None)
    finer = copy.deepcopy(report)
    for table in finer["tables"]:
        table["decimals"] = places_of(table, report) + more
    first, second = answers(judged(report, chosen)), answers(judged(finer, chosen))
    for place, verdict in first.items():
        if verdict == VIOLATED:
            assert second[place] == VIOLATED, place


# --- logic ------------------------------------------------------------------------------------------------------------

_TURNED = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


def swapped(node: Any) -> Any:
    """Every comparison the other way round, and every 且 and 或 backwards."""
    match node:
        case a.Compared(operands, operators):
            return a.Compared(operands[::-1], tuple(_TURNED[operator] for operator in reversed(operators)))
        case a.Both(operands):
            return a.Both(tuple(map(swapped, reversed(operands))))
        case a.Either(operands):
            return a.Either(tuple(map(swapped, reversed(operands))))
        case a.Negated(operand):
            return a.Negated(swapped(operand))
        case a.Conditional(condition, claim):
            return a.Conditional(swapped(condition), swapped(claim))
        case _:
            return node


def turned(node: Any) -> Any:
    """Every sum and product with its operands in the other order."""
    match node:
        case a.Arithmetic("+" | "*" as operator, left, right):
            return a.Arithmetic(operator, turned(right), turned(left))
        case a.Arithmetic(operator, left, right):
            return a.Arithmetic(operator, turned(left), turned(right))
        case a.Compared(operands, operators):
            return a.Compared(tuple(map(turned, operands)), operators)
        case a.Call("sum" | "max" | "min" as function, arguments):
            return a.Call(function, tuple(map(turned, reversed(arguments))))
        case a.Both(operands):
            return a.Both(tuple(map(turned, operands)))
        case a.Either(operands):
            return a.Either(tuple(map(turned, operands)))
        case a.Negated(operand):
            return a.Negated(turned(operand))
        case a.Conditional(condition, claim):
            return a.Conditional(turned(condition), turned(claim))
        case _:
            return node


@law
@given(families(), st.lists(settings(), min_size=1, max_size=5), st.sampled_from((swapped, turned)))
def test_the_order_of_operands_changes_nothing(family: list[Value], chosen: list[Setting], change: Any) -> None:
    report, *others = family
    after = [Setting(s.scope, change(s.assertion), s.tolerance, s.cap, s.exact, s.years) for s in chosen]
    assert answers(judged(report, chosen, others)) == answers(judged(report, after, others))


@law
@given(reports(), claims(2))
def test_not_either_is_neither(report: Value, said_of: tuple[a.Scope, list[Any]]) -> None:
    for table in report["tables"]:
        # what is doubted accuses nobody, whichever way it is put
        table.pop("cells", None)
    scope, (first, second) = said_of
    either = a.Either((first, second))
    neither = a.Both((a.Negated(first), a.Negated(second)))
    chosen = [Setting(scope, claim) for claim in (a.Negated(either), neither, a.Negated(a.Negated(either)), either)]
    verdicts = answers(judged(report, chosen))
    by_rule = [{place[1:]: v for place, v in verdicts.items() if place[0] == f"R-{i}"} for i in range(4)]
    assert by_rule[0] == by_rule[1]
    assert by_rule[2] == by_rule[3]


# --- the books balance ------------------------------------------------------------------------------------------------


@law
@given(reports(), RULES)
def test_the_ledger_adds_up_and_every_figure_is_watched_or_not(report: Value, chosen: list[Setting]) -> None:
    checked = judged(report, chosen)
    found = [finding for finding in checked.findings if finding.rule is not None]
    assert checked.places == len(found) == sum(entry.counts.total() for entry in checked.ledger.values())
    for rule, entry in checked.ledger.items():
        assert entry.counts == Counter(f.verdict for f in found if f.rule_id == rule)
        unanswered = entry.counts[UNDECIDABLE] + entry.counts[NOT_APPLICABLE]
        assert sum(count for _, _, count in entry.reasons) == unanswered
    watched = {
        (fact.place.pointer, fact.place.start)
        for finding in found if finding.outcome is not None
        for fact in finding.outcome.watched if not fact.blank
    }  # fmt: skip
    unwatched = [(u.place.pointer, u.place.start) for u in checked.unwatched]
    assert len(unwatched) == len(set(unwatched))
    assert watched.isdisjoint(unwatched)
    printed = {
        f"/tables/{t}/rows/{r}/{c}"
        for t, table in enumerate(report["tables"])
        for r, row in enumerate(table["rows"])
        for c, cell in enumerate(row)
        if table["header"][-1][c] not in ("Item", "Code", "Berth") and is_number(cell_text(cell).removesuffix("%"))
    }
    assert printed == {pointer for pointer, _ in [*watched, *unwatched] if pointer.startswith("/tables")}


@law
@given(reports(), RULES)
def test_the_same_run_says_the_same_to_the_letter(report: Value, chosen: list[Setting]) -> None:
    def run() -> str:
        rules = load_rules(chosen)
        checked = check(read(report), rules, [HARBOUR_LAYOUT], every_verdict=True)
        return findings_json([checked], rules, [], "en", every_verdict=True)

    assert run() == run()


# --- text and back ----------------------------------------------------------------------------------------------------

_SHIPPED = read_pack().layouts[0]
_WORLDS = {
    "english names": sentences(HARBOUR_LAYOUT.lexicon.shown, ["dollar", "thousand", "ship"]),
    "chinese names": sentences(_SHIPPED.lexicon.shown, ["万元", "元", "辆"]),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("names", _WORLDS)
def test_an_assertion_reads_back_as_it_was_written(names: str, lang: str) -> None:
    lexicon = {"english names": HARBOUR_LAYOUT, "chinese names": _SHIPPED}[names].lexicon

    @hypothesis_settings(law, max_examples=5 * EXAMPLES)
    @given(_WORLDS[names])
    def reads_back(assertion: a.Expression) -> None:
        assert parse(a.write(assertion, lang), lexicon) == (assertion, [])

    reads_back()


@law
@given(settings(), st.sampled_from(("zh", "en")))
def test_a_rule_reads_back_as_it_was_written(setting: Setting, lang: str) -> None:
    assert parse(a.write(setting.assertion, lang), HARBOUR_LAYOUT.lexicon) == (setting.assertion, [])
    if setting.scope != a.Scope():
        assert parse_scope(a.write_scope(setting.scope, lang), HARBOUR_LAYOUT.lexicon) == (setting.scope, [])
