"""Generated reports, rules and assertions, over a kind of report that has nothing to do with any real one.

The harbour return is in English, its money in dollars and thousands: what ``checker`` makes of it, it makes from data
alone. Figures are drawn so that identities hold, nearly hold and fail in turn: one exact amount lies behind every
place that speaks of it, and each table rounds it to its own unit and decimals.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

import yaml
from hypothesis import assume
from hypothesis import strategies as st
from oracle import Setting, rounded

from checker import assertions as a
from checker.kinds import compared_kinds
from checker.layoutfiles import read_layouts
from checker.layouts import Layout
from checker.render.problems import problem_text
from checker.resolution import resolve, surroundings
from checker.resources import table
from checker.rules import Rule, read_rules
from checker.yamlfiles import parse_yaml

HARBOUR = """
layout: harbour return
reports: harbour return
years: 2015-
unit: thousand
decimals: 1
money units: {dollar: 1, thousand: 1000, million: 1000000}
exact units: [dollar]
measure words: [ship]
kinds by ending: {share: percentage}

classifications:
- name: berths
  lengths: [1, 3]
  levels: [quay, berth]
  codes: {"4": North, "7": South}

tables:
- name: Income statement
  label columns: Item
  rows:
  - name: Total income
    parts:
    - {name: Dues, of which: [Pilotage]}
    - Rents
    - Grants
  - name: Total costs
    total last: yes
    parts:
    - Wages
    - Dredging
    - {name: Interest, optional: yes}
  columns:
  - Cargo
  - Passengers
  - Total
  - {name: Passenger part, type: percentage}
  - {name: Calls, type: count}

- name: Takings by berth
  code columns: Code
  label columns: Berth
  classification: berths
  total rows: All berths
  columns:
  - {name: Berth, type: text}
  - Dues
  - Rents
  - Takings
  - {name: Part of all, type: percentage}

- name: Key figures
  single row: yes
  columns:
  - {name: This year, columns: [Income, Costs, {name: Margin, type: percentage}]}
  - {name: Last year, columns: [Income]}
  - Change
  - {name: Growth, type: percentage}

sections:
- name: Review

sentences:
- section: Review
  patterns: ["Dues came to 【stated dues】, 【dues share】 of income of 【stated income】"]

vocabulary:
  turnover: 《Income statement》[Total income, Total]
  surplus: 《Income statement》[Total income, Total] - 《Income statement》[Total costs, Total]
  all takings: 《Takings by berth》[All berths, Takings]

lacks: [Loans]
"""
HARBOUR_SPEC: dict[str, Any] = yaml.safe_load(HARBOUR)


def load_layout(text: str, path: str = "layout.yaml") -> Layout:
    """The one layout of a sound layout file."""
    file, problems = parse_yaml(text, path)
    layouts, more = read_layouts([file])
    assert [*problems, *more] == []
    return layouts[0]


HARBOUR_LAYOUT = load_layout(HARBOUR)

STATEMENT, TAKINGS, KEYS = "Income statement", "Takings by berth", "Key figures"


# --- words for assertions ---------------------------------------------------------------------------------------------


def name(text: str) -> a.Name:
    return a.Name(text)


def cell(table: str, *selectors: str | a.Selector) -> a.Cell:
    """《table》[…]; digits are a code, digits and a star what is below it."""
    found = []
    for one in selectors:
        if isinstance(one, a.Selector):
            found.append(one)
        elif one.endswith("*"):
            found.append(a.Selector("below", one[:-1]))
        else:
            found.append(a.Selector("code" if one.isdigit() else "label", one))
    return a.Cell(a.TableName(table), tuple(found))


def here(what: str) -> a.Here:
    return a.Here(what)


def number(value: Decimal | int | str, unit: str = "") -> a.Number:
    return a.Number(Decimal(value), unit)


def plus(first: Any, *rest: Any) -> Any:
    for one in rest:
        first = a.Arithmetic("+", first, one)
    return first


def less(first: Any, second: Any) -> a.Arithmetic:
    return a.Arithmetic("-", first, second)


def call(function: str, *arguments: Any) -> a.Call:
    return a.Call(function, arguments)


def is_(left: Any, operator: str, right: Any) -> a.Compared:
    return a.Compared((left, right), (operator,))


TERMS: dict[str, a.Expression] = {
    "turnover": cell(STATEMENT, "Total income", "Total"),
    "surplus": less(cell(STATEMENT, "Total income", "Total"), cell(STATEMENT, "Total costs", "Total")),
    "all takings": cell(TAKINGS, "All berths", "Takings"),
}


# --- reports ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Raw:
    """A JSON number, as the characters it is written with."""

    text: str


def json_text(value: Any) -> str:
    """JSON with numbers as they were meant, digit by digit."""
    match value:
        case Raw(text):
            return text
        case dict():
            return "{" + ", ".join(f"{json.dumps(k)}: {json_text(v)}" for k, v in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(json_text, value)) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False)


def decimal_text(value: Fraction, decimals: int) -> str:
    """A number with so many decimals, rounded half away from zero."""
    scaled = int(rounded(value * 10**decimals, Fraction(1)))
    digits = str(abs(scaled)).rjust(decimals + 1, "0")
    text = digits if not decimals else f"{digits[:-decimals]}.{digits[-decimals:]}"
    return "-" + text if scaled < 0 else text


@dataclass(frozen=True)
class Style:
    """How a table prints: its unit, the decimals it rounds to, and those it declares (None: it does not)."""

    unit: str
    decimals: int
    declared: int | None

    @property
    def factor(self) -> int:
        return int(HARBOUR_SPEC["money units"][self.unit or HARBOUR_SPEC["unit"]])


_UNITS = ("thousand", "thousand", "dollar", "million", "")
_PRINTED = {"dollar": (0, 2, 2), "thousand": (0, 1, 2), "": (0, 1, 2), "million": (2, 3, 4)}


@st.composite
def styles(draw: st.DrawFn) -> Style:
    unit = draw(st.sampled_from(_UNITS))
    decimals = draw(st.sampled_from(_PRINTED[unit]))
    return Style(unit, decimals, draw(st.sampled_from((None, None, decimals, decimals))))


# exact amounts in cents: near enough to one another that sums and roundings meet
_AMOUNTS = st.one_of(
    st.sampled_from((0, 0, 450_000, 500_000, 550_000, 1_000_000)),
    st.integers(0, 400).map(lambda n: n * 5_000),
    st.integers(-300_000, 2_000_000),
    st.sampled_from((10**17 + 1, 3 * 10**34 + 1_234_567)),
)
# by how many units of the last place a figure was misprinted
_SLIPS = st.integers(0, 39).map(lambda n: {0: 1, 1: -1, 2: 2, 3: 10}.get(n, 0))
_FACES = st.integers(0, 11)


class Printer:
    """Prints amounts into cells, now and then with a slip or in another face."""

    def __init__(self, draw: st.DrawFn, style: Style):
        self.draw, self.style = draw, style

    def amount(self, cents: int) -> str | Raw:
        style = self.style
        value = Fraction(cents, 100 * style.factor) + Fraction(self.draw(_SLIPS), 10**style.decimals)
        return self.face(decimal_text(value, style.decimals))

    def share(self, part: int, whole: int) -> str | Raw:
        decimals = self.draw(st.sampled_from((2, 2, 1, 0)))
        value = Fraction(100 * part, whole) if whole else Fraction(0)
        text = decimal_text(value + Fraction(self.draw(_SLIPS), 10**decimals), decimals)
        return text + "%" if self.draw(st.booleans()) else text

    def face(self, text: str) -> str | Raw:
        face = self.draw(_FACES)
        if not text.strip("-0."):
            return ("", "", "—", "-", "0", "0.00", "0")[face] if face < 7 else text
        if face == 0 and text.startswith("-"):
            return f"({text[1:]})"
        if face == 1:
            return _with_commas(text)
        if face == 2 and "." in text:
            return Raw(text.rstrip("0").rstrip("."))
        return Raw(text) if face == 3 else text


def _with_commas(text: str) -> str:
    whole, point, rest = text.lstrip("-").partition(".")
    return ("-" if text.startswith("-") else "") + f"{int(whole):,}" + point + rest


@dataclass
class Plan:
    """The exact amounts behind one report, in cents, and what the report is like."""

    leaves: dict[str, tuple[int, int]]
    berths: dict[str, tuple[int, int]]
    last: int
    interest: bool = True
    faults: list[tuple[int, int, int, int]] = field(default_factory=list)


_LEAVES = ("Dues", "Pilotage", "Rents", "Grants", "Wages", "Dredging", "Interest")
_CODES = ("4", "401", "402", "7", "701", "702")


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    pool = draw(st.lists(_AMOUNTS, min_size=2, max_size=4))
    index = st.integers(0, len(pool) - 1)
    pair = st.tuples(index, index).map(lambda at: (pool[at[0]], pool[at[1]]))
    leaves = {leaf: draw(pair) for leaf in _LEAVES}
    # the berths share the dues and rents of the statement, or speak of others
    first, second = sum(leaves["Dues"]), sum(leaves["Rents"])
    half = draw(pair) if draw(st.booleans()) else (first // 3, second // 3)
    berths = {"401": half, "402": (0, 0), "701": (first - half[0], second - half[1]), "702": draw(pair)}
    if draw(st.booleans()):
        berths["702"] = (0, 0)
    return Plan(leaves, berths, draw(_AMOUNTS), draw(st.booleans()))


def _sum(*pairs: tuple[int, int]) -> tuple[int, int]:
    return sum(one for one, _ in pairs), sum(two for _, two in pairs)


def _statement(draw: st.DrawFn, plan: Plan, style: Style) -> dict[str, Any]:
    rows = {leaf: plan.leaves[leaf] for leaf in _LEAVES}
    if not plan.interest:
        rows.pop("Interest")
    income = _sum(rows["Dues"], rows["Rents"], rows["Grants"])
    costs = _sum(*(rows[leaf] for leaf in ("Wages", "Dredging", "Interest") if leaf in rows))
    listed = {
        "Total income": income,
        **dict(list(rows.items())[:4]),
        **dict(list(rows.items())[4:]),
        "Total costs": costs,
    }
    print_ = Printer(draw, style)
    return {
        "title": STATEMENT,
        "header": [["Item", "Cargo", "Passengers", "Total", "Passenger part", "Calls"]],
        "rows": [
            [label, print_.amount(one), print_.amount(two), print_.amount(one + two), print_.share(two, one + two),
             str(draw(st.integers(0, 3)))]
            for label, (one, two) in listed.items()
        ],
    }  # fmt: skip


def _takings(draw: st.DrawFn, plan: Plan, style: Style) -> dict[str, Any]:
    north = _sum(plan.berths["401"], plan.berths["402"])
    south = _sum(plan.berths["701"], plan.berths["702"])
    listed = {"": _sum(north, south), "4": north, "7": south, **plan.berths}
    whole = sum(listed[""])
    print_ = Printer(draw, style)
    shown = {"": "All berths", "4": "North", "7": "South"}
    return {
        "title": TAKINGS,
        "header": [["Code", "Berth", "Dues", "Rents", "Takings", "Part of all"]],
        "rows": [
            [code, shown.get(code, f"berth {code}"), print_.amount(dues), print_.amount(rents),
             print_.amount(dues + rents), print_.share(dues + rents, whole)]
            for code, (dues, rents) in sorted(listed.items())
        ],
    }  # fmt: skip


def _keys(draw: st.DrawFn, plan: Plan, style: Style) -> dict[str, Any]:
    income = sum(_sum(*(plan.leaves[leaf] for leaf in ("Dues", "Rents", "Grants"))))
    costs = sum(_sum(*(plan.leaves[leaf] for leaf in ("Wages", "Dredging"))))
    change = income - plan.last
    print_ = Printer(draw, style)
    return {
        "title": KEYS,
        "header": [
            ["This year", "This year", "This year", "Last year", "Change", "Growth"],
            ["Income", "Costs", "Margin", "Income", "Change", "Growth"],
        ],
        "rows": [
            [print_.amount(income), print_.amount(costs), print_.share(income - costs, income),
             print_.amount(plan.last), print_.amount(change), print_.share(change, plan.last)]
        ],
    }  # fmt: skip


def _review(draw: st.DrawFn, plan: Plan, decimals: int, unit: str) -> dict[str, Any]:
    dues, income = sum(plan.leaves["Dues"]), sum(_sum(*(plan.leaves[leaf] for leaf in ("Dues", "Rents", "Grants"))))
    factor = 100 * HARBOUR_SPEC["money units"][unit]
    places = draw(st.integers(0, 2))
    share = Fraction(100 * abs(dues), abs(income)) if income else Fraction(0)

    def printed(cents: int) -> str:
        return decimal_text(Fraction(abs(cents), factor) + Fraction(abs(draw(_SLIPS)), 10**decimals), decimals)

    text = f"Dues came to {printed(dues)} {unit}, {decimal_text(share, places)}% of income of {printed(income)} {unit}."
    return {"heading": ["Review"], "text": text}


_DAMAGES = ("row", "column", "figure", "stranger", "order", "repeat", "table", "doubt")


def _damage(draw: st.DrawFn, tables: list[dict[str, Any]], kind: str) -> None:
    """What happens to tables on their way into a report: rows, columns, whole tables and figures go astray."""
    place, other = draw(st.integers(0, 99)), draw(st.integers(0, 99))
    table = tables[place % len(tables)]
    rows, header = table["rows"], table["header"]
    match kind:
        case "row" if rows:
            rows.pop(other % len(rows))
        case "column":
            column = 1 + other % (len(header[0]) - 1)
            if column > 1 or table["title"] != TAKINGS:
                for row in (*header, *rows):
                    row.pop(column)
        case "figure" if rows:
            first = 2 if table["title"] == TAKINGS else 0 if table["title"] == KEYS else 1
            row = rows[other % len(rows)]
            row[first + place % (len(row) - first)] = draw(st.sampled_from(("n/a", "see note", "1.2.3")))
        case "stranger" if table["title"] != KEYS:
            rows.insert(other % (len(rows) + 1), ["", "Stranger", "1", "1", "2", "3"][: len(header[0])])
            if table["title"] == STATEMENT:
                rows[other % len(rows)][:2] = ["Stranger", "1"]
        case "order" if table["title"] != KEYS:
            rows.insert(other % len(rows) if rows else 0, rows.pop() if rows else ["Stranger"])
        case "repeat" if rows:
            rows.insert(place % (len(rows) + 1), list(rows[other % len(rows)]))
        case "table" if len(tables) > 1:
            tables.remove(table)
        case "doubt" if rows:
            table.setdefault("cells", {})[f"{other % len(rows)},{place % len(header[0])}"] = {"doubt": "smudged"}


@st.composite
def reports(
    draw: st.DrawFn,
    plan: Plan | None = None,
    year: int = 2020,
    code: str = "H1",
    parent: str = "",
    damaged: bool = True,
    style: Style | None = None,
) -> dict[str, Any]:
    """A harbour return as JSON data; ``Raw`` stands for a JSON number."""
    plan = draw(plans()) if plan is None else plan
    tables = []
    own_styles = [draw(styles()) if style is None else style for _ in range(3)]
    for make, own in zip((_statement, _takings, _keys), own_styles, strict=True):
        table = make(draw, plan, own)
        if own.unit:
            table["unit"] = own.unit
        if own.declared is not None:
            table["decimals"] = own.declared
        tables.append(table)
    report: dict[str, Any] = {
        "format": "gouji/report-1",
        "kind": "harbour return",
        "year": year,
        "entity": {"name": f"Port {code}", "code": code, **({"parent": parent} if parent else {})},
        "tables": tables,
    }
    if damaged and draw(st.integers(0, 2)) == 0:
        # what is said of single cells comes last, where rows have their final places
        damages = draw(st.lists(st.sampled_from(_DAMAGES), min_size=1, max_size=3))
        for kind in sorted(damages, key=_DAMAGES.index):
            _damage(draw, tables, kind)
    if draw(st.booleans()):
        # seldom fewer than a table prints: what is printed beyond what is declared is remarked, and counts all the same
        shown = [one.decimals for one in own_styles]
        report["decimals"] = draw(st.sampled_from((max(shown), max(shown), max(shown), 0, 1, 2)))
        units = [table["unit"] for table in tables if table.get("unit")]
        if units and draw(st.booleans()):
            report["sections"] = [_review(draw, plan, report["decimals"], units[0])]
    return report


@st.composite
def families(draw: st.DrawFn) -> list[dict[str, Any]]:
    """A report, and as far as they are given last year's and those of the ports it consolidates."""
    plan = draw(plans())
    found = [draw(reports(plan)), *([draw(reports(year=2019))] if draw(st.integers(0, 3)) else [])]
    for code in draw(st.sampled_from((("A", "B"), ("A",), ()))):
        found.append(draw(reports(plan, code=code, parent="H1")))
    return found


# --- assertions that make sense in the harbour return -----------------------------------------------------------------


@dataclass(frozen=True)
class World:
    """A scope, what may be said in it by type, and sentences that are likely to be true or nearly so."""

    scope: a.Scope
    amounts: Sequence[Any]
    ratios: Sequence[Any]
    counts: Sequence[Any]
    likely: Sequence[Any]
    tests: Sequence[Any] = ()


def _scope(tables: tuple[str, ...] | None, *steps: tuple[str, str] | str) -> a.Scope:
    return a.Scope(tables, tuple(a.Each(s) if isinstance(s, str) else a.Each(*s) for s in steps))


def _prior(node: Any) -> a.Shifted:
    return a.Shifted("prior", node)


_THIS_ROW = a.Selector("here", "row")
_THIS_COLUMN = a.Selector("here", "column")
_INCOME = [cell(STATEMENT, row, "Total") for row in ("Dues", "Rents", "Grants")]
_TAKEN = [cell(TAKINGS, code, "Takings") for code in ("4", "7")]

WORLDS = [
    World(
        _scope(None),
        [
            *_INCOME, cell(STATEMENT, "Total income", "Total"), cell(STATEMENT, "Total income", "Cargo"),
            cell(STATEMENT, "Total costs", "Total"), cell(STATEMENT, "Pilotage", "Total"),
            cell(STATEMENT, "Interest", "Total"), *_TAKEN, cell(TAKINGS, "401", "Dues"), cell(TAKINGS, "All berths", "Dues"),
            cell(TAKINGS, "All berths", "Takings"), cell(KEYS, "This year·Income"), cell(KEYS, "Last year·Income"),
            cell(KEYS, "Change"), name("turnover"), name("surplus"), name("stated dues"), name("stated income"),
            call("sum", cell(TAKINGS, "4*", "Dues")), _prior(cell(KEYS, "This year·Income")),
            a.Cell(a.TableName("Loans"), (a.Selector("text", "Bonds"), a.Selector("text", "Owed"))),
        ],
        [
            cell(KEYS, "Growth"), cell(KEYS, "Margin"), cell(STATEMENT, "Dues", "Passenger part"), name("dues share"),
            cell(TAKINGS, "4", "Part of all"),
        ],
        [cell(STATEMENT, "Dues", "Calls"), cell(STATEMENT, "Rents", "Calls")],
        [
            is_(cell(STATEMENT, "Dues", "Total"), "=", cell(TAKINGS, "All berths", "Dues")),
            is_(name("turnover"), "=", cell(KEYS, "This year·Income")),
            is_(name("turnover"), "=", call("sum", *_INCOME)),
            is_(name("surplus"), "=", less(name("turnover"), cell(KEYS, "This year·Costs"))),
            is_(cell(KEYS, "Growth"), "=", call("growth", cell(KEYS, "This year·Income"), cell(KEYS, "Last year·Income"))),
            is_(cell(KEYS, "Growth"), "=", a.Arithmetic(
                "/", cell(KEYS, "Change"), less(cell(KEYS, "This year·Income"), cell(KEYS, "Change")))),
            is_(cell(KEYS, "Growth"), "=", call("growth", cell(KEYS, "This year·Income"), _prior(cell(KEYS, "This year·Income")))),
            is_(_prior(cell(KEYS, "This year·Income")), "=", cell(KEYS, "Last year·Income")),
            is_(cell(KEYS, "This year·Income"), "=", plus(cell(KEYS, "Last year·Income"), cell(KEYS, "Change"))),
            is_(cell(KEYS, "Margin"), "=", call(
                "share", less(cell(KEYS, "This year·Income"), cell(KEYS, "This year·Costs")), cell(KEYS, "This year·Income"))),
            is_(cell(KEYS, "Last year·Income"), "=", a.Arithmetic(
                "/", cell(KEYS, "This year·Income"), plus(number(100, "%"), cell(KEYS, "Growth")))),
            is_(a.Arithmetic("*", cell(TAKINGS, "All berths", "Takings"), cell(TAKINGS, "4", "Part of all")), "=",
                cell(TAKINGS, "4", "Takings")),
            is_(call("share", *_TAKEN), "=", call("share", cell(TAKINGS, "4", "Dues"), cell(TAKINGS, "7", "Dues"))),
            a.Compared((name("all takings"), plus(*_TAKEN), plus(
                cell(TAKINGS, "All berths", "Dues"), cell(TAKINGS, "All berths", "Rents"))), ("=", "=")),
            a.Compared((cell(STATEMENT, "Pilotage", "Total"), cell(STATEMENT, "Dues", "Total"), name("turnover")), ("<=", "<=")),
            is_(call("max", *_INCOME), "=", cell(STATEMENT, "Dues", "Total")),
            is_(call("min", *_INCOME), "<=", cell(STATEMENT, "Pilotage", "Total")),
            is_(call("abs", less(*_INCOME[:2])), "<=", cell(STATEMENT, "Grants", "Total")),
            is_(call("round", cell(STATEMENT, "Total income", "Total"), number(0)), "=", cell(KEYS, "This year·Income")),
            is_(name("stated dues"), "=", cell(STATEMENT, "Dues", "Total")),
            is_(name("stated income"), "=", name("turnover")),
            is_(name("dues share"), "=", call("share", name("stated dues"), name("stated income"))),
            is_(call("sum", a.Shifted("units", cell(KEYS, "This year·Income"))), "=", cell(KEYS, "This year·Income")),
            is_(call("max", a.Shifted("units", cell(STATEMENT, "Dues", "Total"))), "<=", cell(STATEMENT, "Dues", "Total")),
        ],
        [
            a.Tested("empty", a.TableName(TAKINGS)), a.Tested("present", a.TableName(KEYS)),
            a.Tested("blank", cell(STATEMENT, "Grants", "Total")), a.Tested("empty", cell(STATEMENT, "Interest", "Total")),
            a.Tested("present", cell(STATEMENT, "Interest", "Total")), a.Tested("present", a.TableName("Loans")),
        ],
    ),
    World(
        _scope((STATEMENT,), "rows"),
        [name("Cargo"), name("Passengers"), name("Total"), _prior(name("Total")), cell(STATEMENT, _THIS_ROW, "Total")],
        [name("Passenger part"), _prior(name("Passenger part"))],
        [name("Calls")],
        [
            is_(name("Total"), "=", plus(name("Cargo"), name("Passengers"))),
            is_(name("Cargo"), "=", less(name("Total"), name("Passengers"))),
            is_(name("Passenger part"), "=", call("share", name("Passengers"), name("Total"))),
            is_(name("Passenger part"), "=", call("share", name("Passengers"), plus(name("Passengers"), name("Cargo")))),
            is_(name("Passengers"), "=", a.Arithmetic("*", name("Total"), name("Passenger part"))),
            is_(name("Total"), ">=", name("Passengers")),
            is_(call("growth", name("Total"), name("Cargo")), "=", a.Arithmetic("/", name("Passengers"), name("Cargo"))),
            is_(call("growth", name("Total"), _prior(name("Total"))), "<=", number(50, "%")),
            is_(call("abs", less(name("Total"), name("Cargo"))), "=", name("Passengers")),
            is_(plus(call("abs", name("Cargo")), name("Passengers")), "=", name("Total")),
            is_(call("abs", less(plus(name("Cargo"), name("Passengers")), name("Total"))), "=", number(0)),
        ],
        [
            a.Tested("empty", here("row")), a.Tested("blank", here("row")), a.Tested("empty", name("Cargo")),
            a.Tested("blank", name("Passengers")),
        ],
    ),
    World(
        _scope((STATEMENT,), "columns"),
        [name(row) for row in ("Total income", "Dues", "Rents", "Grants", "Pilotage", "Wages", "Total costs", "Interest")],
        [],
        [],
        [
            is_(name("Total income"), "=", plus(name("Dues"), name("Rents"), name("Grants"))),
            is_(name("Total income"), "=", call("sum", name("Dues"), name("Rents"), name("Grants"))),
            is_(name("Pilotage"), "<=", name("Dues")),
            is_(call("share", name("Dues"), name("Total income")), "<=", number(60, "%")),
            a.Conditional(is_(name("Dues"), ">", number(0)), is_(name("Total income"), ">", name("Rents"))),
        ],
        [a.Tested("empty", name("Grants")), a.Tested("blank", name("Rents")), a.Tested("present", name("Interest"))],
    ),
    World(
        _scope((STATEMENT,), "parents", "columns"),
        [here("level"), here("children"), a.Cell(here("table"), (a.Selector("label", "Dues"), _THIS_COLUMN))],
        [],
        [],
        [is_(here("level"), "=", here("children")), is_(here("children"), "<=", here("level"))],
    ),
    World(
        _scope((TAKINGS,), "parents", "columns"),
        [here("level"), here("children"), a.Cell(here("table"), (a.Selector("label", "All berths"), _THIS_COLUMN))],
        [],
        [],
        [
            is_(here("level"), "=", here("children")),
            is_(call("share", here("level"), here("children")), "=", number(100, "%")),
        ],
    ),
    World(
        _scope((TAKINGS,), "leaves"),
        [name("Dues"), name("Rents"), name("Takings"), cell(TAKINGS, "All berths", "Takings"), _prior(name("Dues"))],
        [name("Part of all")],
        [],
        [
            is_(name("Takings"), "=", plus(name("Dues"), name("Rents"))),
            is_(name("Part of all"), "=", call("share", name("Takings"), cell(TAKINGS, "All berths", "Takings"))),
            is_(call("share", name("Dues"), plus(name("Dues"), name("Rents"))), "=", call("share", name("Dues"), name("Takings"))),
        ],
        [a.Tested("empty", here("row")), a.Tested("empty", name("Rents"))],
    ),
    World(
        _scope((TAKINGS,), ("each", "quay")),
        [name("Dues"), name("Rents"), name("Takings")],
        [name("Part of all")],
        [],
        [is_(name("Takings"), "=", plus(name("Dues"), name("Rents")))],
    ),
    World(
        _scope((KEYS,)),
        [name("This year·Income"), name("This year·Costs"), name("Last year·Income"), name("Change")],
        [name("Growth"), name("Margin")],
        [],
        [
            is_(name("Growth"), "=", call("growth", name("This year·Income"), name("Last year·Income"))),
            is_(name("Change"), "=", less(name("This year·Income"), name("Last year·Income"))),
            is_(name("Growth"), "=", a.Arithmetic("/", name("Change"), less(name("This year·Income"), name("Change")))),
        ],
    ),
    World(
        _scope((TAKINGS,), "rows", "columns"),
        [here("figure")],
        [],
        [],
        [is_(here("figure"), ">=", number(0))],
        [a.Tested("blank", here("figure")), a.Tested("empty", here("figure"))],
    ),
]  # fmt: skip

_OPERATORS = st.sampled_from(("=", "=", "=", "=", "<=", ">=", "<", ">", "!="))
_LITERALS = [number(0), number(5, "thousand"), number("4.5", "thousand"), number(10000, "dollar")]
_PERCENTS = [number(50, "%"), number("33.3", "%"), number(0)]


def _amount(draw: st.DrawFn, world: World, depth: int) -> Any:
    kind = draw(st.integers(0, 15)) if depth else 15
    leaf = st.sampled_from(world.amounts)
    match kind:
        case 0 | 1 | 2:
            return plus(_amount(draw, world, depth - 1), _amount(draw, world, depth - 1))
        case 3 | 4:
            return less(_amount(draw, world, depth - 1), _amount(draw, world, depth - 1))
        case 5:
            return a.Negative(_amount(draw, world, depth - 1))
        case 6:
            return a.Arithmetic("*", _amount(draw, world, depth - 1), draw(st.sampled_from((number(2), number("0.5")))))
        case 7:
            return a.Arithmetic("/", _amount(draw, world, depth - 1), draw(st.sampled_from((number(2), number(3)))))
        case 8 if world.ratios:
            return a.Arithmetic("*", _amount(draw, world, depth - 1), _ratio(draw, world, 0))
        case 9:
            return call("sum", *(draw(leaf) for _ in range(draw(st.integers(1, 3)))))
        case 10:
            return call(draw(st.sampled_from(("max", "min"))), draw(leaf), _amount(draw, world, depth - 1))
        case 11:
            return call("abs", _amount(draw, world, depth - 1))
        case 12:
            places = draw(st.sampled_from((number(0), number(2), None)))
            return call("round", *(x for x in (_amount(draw, world, depth - 1), places) if x is not None))
        case 13 if world.counts:
            return a.Arithmetic("/", _amount(draw, world, depth - 1), draw(st.sampled_from(world.counts)))
        case _:
            return draw(leaf)


def _ratio(draw: st.DrawFn, world: World, depth: int) -> Any:
    kind = draw(st.integers(0, 9)) if depth else 9 if world.ratios else 0
    match kind:
        case 0 | 1 | 2:
            return call("share", _amount(draw, world, depth), _amount(draw, world, depth))
        case 3 | 4:
            return call("growth", _amount(draw, world, depth), _amount(draw, world, depth))
        case 5:
            return a.Arithmetic("/", _amount(draw, world, depth), _amount(draw, world, depth))
        case 6:
            return plus(_ratio(draw, world, depth - 1), _ratio(draw, world, depth - 1))
        case 7:
            return less(_ratio(draw, world, depth - 1), draw(st.sampled_from(_PERCENTS)))
        case _ if world.ratios:
            return draw(st.sampled_from(world.ratios))
        case _:
            return call("share", _amount(draw, world, 0), _amount(draw, world, 0))


def _compared(draw: st.DrawFn, world: World) -> a.Compared:
    kind = draw(st.integers(0, 9))
    make: Callable[[int], Any]
    if kind < 5 or not (world.ratios or kind < 8):
        make, constants = (lambda depth: _amount(draw, world, depth)), _LITERALS
    elif kind < 9 or not world.counts:
        make, constants = (lambda depth: _ratio(draw, world, depth)), _PERCENTS
    else:
        make, constants = (lambda depth: draw(st.sampled_from(world.counts))), [number(0), number(2)]
    left = make(2)
    right = draw(st.sampled_from(constants)) if draw(st.integers(0, 5)) == 0 else make(1)
    if draw(st.integers(0, 7)) == 0:
        return a.Compared((left, right, make(1)), (draw(_OPERATORS), draw(_OPERATORS)))
    return is_(left, draw(_OPERATORS), right)


def _claim(draw: st.DrawFn, world: World, depth: int) -> Any:
    kind = draw(st.integers(0, 11))
    if kind < 5 or not depth:
        return draw(st.sampled_from(world.likely))
    match kind:
        case 5 | 6:
            parts = tuple(_claim(draw, world, depth - 1) for _ in range(draw(st.integers(2, 3))))
            made = a.Both if kind == 5 else a.Either
            return made(tuple(_plain(part) for part in parts))
        case 7:
            return a.Negated(_plain(_claim(draw, world, depth - 1)))
        case 8 if world.tests:
            return draw(st.sampled_from(world.tests))
        case _:
            return _compared(draw, world)


def _plain(node: Any) -> Any:
    """若 stands at the top only."""
    return node.claim if isinstance(node, a.Conditional) else node


@st.composite
def claims(draw: st.DrawFn, count: int) -> tuple[a.Scope, list[Any]]:
    """A scope and several claims about it."""
    world = draw(st.sampled_from(WORLDS))
    return world.scope, [_plain(_claim(draw, world, 1)) for _ in range(count)]


def speaks_of_others(node: Any) -> bool:
    """Whether an assertion asks for last year's report or the units'."""
    if isinstance(node, a.Shifted):
        return True
    inner = [getattr(node, field) for field in getattr(node, "__dataclass_fields__", ())]
    return any(speaks_of_others(part) for one in inner for part in (one if isinstance(one, tuple) else (one,)))


_OF_OTHERS = [
    (
        world,
        [c for c in world.likely if speaks_of_others(c)],
        [leaf for leaf in world.amounts if speaks_of_others(leaf)],
    )
    for world in WORLDS
    if any(map(speaks_of_others, world.amounts))
]


@st.composite
def settings(draw: st.DrawFn, of_others: bool = False, tolerant: bool = False) -> Setting:
    """A rule over the harbour return: its scope, its assertion, what it allows; tolerant: a tolerance of its own."""
    if of_others:
        world, claims, leaves = draw(st.sampled_from(_OF_OTHERS))
        if claims and draw(st.booleans()):
            claim = draw(st.sampled_from(claims))
        else:
            claim = is_(draw(st.sampled_from(leaves)), draw(_OPERATORS), _amount(draw, world, 1))
        if draw(st.booleans()):
            claim = draw(st.sampled_from((a.Both, a.Either)))((claim, _plain(_claim(draw, world, 1))))
    else:
        world = draw(st.sampled_from(WORLDS))
        claim = _claim(draw, world, 2)
    if draw(st.integers(0, 4)) == 0:
        claim = a.Conditional(_plain(_claim(draw, world, 1)), _plain(claim))
    if tolerant:
        allowed = _allowance(draw, world.scope, claim)
        assume(allowed is not None)
        return Setting(world.scope, claim, tolerance=allowed)
    match draw(st.integers(0, 11)):
        case 0:
            return Setting(world.scope, claim, exact=True)
        case 1:
            return Setting(world.scope, claim, tolerance=_allowance(draw, world.scope, claim))
        case 2:
            return Setting(world.scope, claim, cap=_allowance(draw, world.scope, claim))
        case 3:
            return Setting(world.scope, claim, years=draw(st.sampled_from(("2020", "2021"))))
        case _:
            return Setting(world.scope, claim)


_ALLOWANCES = {
    "amount": [number(n, "dollar") for n in (0, 5, 50, 100, 500, 1000)],
    "ratio": [number(n, "%") for n in ("0", "0.01", "0.5", "10")],
}


def _allowance(draw: st.DrawFn, scope: a.Scope, claim: Any) -> a.Number | None:
    """A tolerance of the type that is compared, where there is one such type."""
    resolved, faults = resolve(claim, surroundings(scope, HARBOUR_LAYOUT)[0])
    assert faults == []
    kinds = compared_kinds(resolved)
    return draw(st.sampled_from(_ALLOWANCES[kind])) if len(kinds) == 1 and (kind := min(kinds)) in _ALLOWANCES else None


def rules_text(chosen: Sequence[Setting], lang: str = "en") -> str:
    """A rule file that says these rules."""
    rules = []
    for index, setting in enumerate(chosen):
        rule: dict[str, Any] = {
            "id": f"R-{index}",
            "title": f"rule {index}",
            "basis": "arithmetic",
            "assertion": a.write(setting.assertion, lang),
            "examples": [{"Dues": 1, "result": "holds"}, {"Dues": 2, "result": "violated"}],
        }
        if a.write_scope(setting.scope, lang):
            rule["scope"] = a.write_scope(setting.scope, lang)
        if setting.exact:
            rule["exact"] = "yes"
        if setting.years:
            rule["applies to"] = {"years": setting.years}
        if setting.tolerance is not None:
            rule["tolerance"] = a.write(setting.tolerance)
        if setting.cap is not None:
            rule["rounding cap"] = a.write(setting.cap)
        rules.append(rule)
    return yaml.safe_dump({"rule set": "generated", "rules": rules}, allow_unicode=True, sort_keys=False, width=10_000)


def load_rules(chosen: Sequence[Setting], lang: str = "en", layout: Layout = HARBOUR_LAYOUT) -> list[Rule]:
    """The rules as ``checker`` reads them, from the text of a rule file."""
    file, problems = parse_yaml(rules_text(chosen, lang), "rules.yaml")
    rules, more = read_rules([file], [layout])
    assert [problem_text(problem, "en") for problem in (*problems, *more)] == []
    return rules


# --- assertions over any names, sense or none -------------------------------------------------------------------------


def sentences(names: Sequence[str], units: Sequence[str]) -> st.SearchStrategy[Any]:
    """Every form an assertion can take, over some names and units; most say nothing that could be meant."""
    name_ = st.sampled_from(names)
    heres = st.sampled_from(sorted(keywords("here"))).map(a.Here)
    digits = st.integers(0, 10**7).map(str)
    words = st.text(st.sampled_from("甲乙 ab（①,，=+"), max_size=5)
    places = st.one_of(name_.map(a.Name), name_.map(a.TableName), heres)
    selectors = st.one_of(
        st.builds(a.Selector, st.just("label"), name_),
        st.builds(a.Selector, st.just("text"), words),
        st.builds(a.Selector, st.just("here"), st.sampled_from(sorted(keywords("here")))),
        st.builds(a.Selector, st.sampled_from(("code", "below", "line", "number")), digits),
    )
    numbers = st.builds(a.Number, st.decimals(0, 10**9, places=2), st.sampled_from(["", "%", *units]))
    leaves = st.one_of(
        name_.map(a.Name), name_.map(a.Name), numbers, words.map(a.Text), places,
        st.builds(a.Cell, places, st.lists(selectors, min_size=1, max_size=2).map(tuple)),
    )  # fmt: skip

    def deeper(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        several = st.lists(inner, min_size=2, max_size=3).map(tuple)
        operators = st.sampled_from(sorted(keywords("comparisons")))
        return st.one_of(
            st.builds(a.Arithmetic, st.sampled_from("+-*/"), inner, inner),
            st.builds(a.Negative, inner),
            st.builds(a.Shifted, st.sampled_from(sorted(keywords("prefixes"))), inner),
            st.builds(a.Call, st.sampled_from(sorted(keywords("functions"))), several),
            several.flatmap(
                lambda operands: st.builds(
                    a.Compared, st.just(operands), st.tuples(*[operators] * (len(operands) - 1))
                )
            ),
            st.builds(a.Tested, st.sampled_from(("empty", "blank", "noted", "present")), inner),
            st.builds(a.Tested, st.sampled_from(("contains", "lacks", "begins")), inner, inner),
            st.builds(a.Negated, inner),
            st.builds(a.Both, several),
            st.builds(a.Either, several),
        )  # fmt: skip

    inner = st.recursive(leaves, deeper, max_leaves=8)
    return st.one_of(inner, st.builds(a.Conditional, inner, inner))


def keywords(group: str) -> dict[str, Any]:
    """The words of a group of grammar/keywords.yaml."""
    found: dict[str, Any] = table("keywords")[group]
    return found
