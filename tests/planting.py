"""Defects put into a report on purpose, one at a time, with the truth of each beside it.

    plant(report, "digits-transposed", 7)  ->  the report with the defect, and what was done

A report is taken as printed: nothing is known of the accounts behind it, so real reports can be planted too.
"""

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from random import Random
from typing import Any

Value = dict[str, Any]
Cell = tuple[int, int, int]
"""Table, row, column."""

_CODE = re.compile(r"\d{3}(\d{2}){0,2}")
_FIGURE = re.compile(r"-?[\d,]+\.\d+")
_EMPTY = ("", "—", "-", "0.00")
_KEYS = re.compile("行次|栏次|.*科目编码|科目名称|项目")


class NoPlace(LookupError):
    """The report has no place where such a defect could be."""


@dataclass(frozen=True, slots=True)
class Change:
    """One place as it was and as it is; None where there is nothing.

    pointer: into the report with the defect; for what was removed (new is None), into the report as it was.
    """

    pointer: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Planted:
    """A defect: its class, the titles of its tables, and every place it touched."""

    kind: str
    tables: tuple[str, ...]
    changes: tuple[Change, ...]

    @property
    def pointers(self) -> tuple[str, ...]:
        return tuple(change.pointer for change in self.changes)

    def as_json(self) -> Value:
        return asdict(self)


Planter = Callable[[Value, Random], list[Change]]


def plant(report: Value, kind: str, seed: int) -> tuple[Value, Planted]:
    """A copy of the report with one defect of the kind, and the truth about it; NoPlace where it has no place."""
    changed = copy.deepcopy(report)
    changes = KINDS[kind](changed, Random(f"{kind} {seed}"))
    indices = sorted({int(c.pointer.split("/")[2]) for c in changes})
    return changed, Planted(kind, tuple(report["tables"][i]["title"] for i in indices), tuple(changes))


# --- what is where ----------------------------------------------------------------------------------------------------


def _pick(rng: Random, places: list[Any]) -> Any:
    if not places:
        raise NoPlace
    return rng.choice(places)


def _amount_columns(table: Value) -> list[int]:
    """The columns that hold amounts: those under no key word in any line of the heading."""
    last = table["header"][1] if len(table["header"]) > 1 else table["header"][0]
    return [i for i, text in enumerate(last) if not _KEYS.fullmatch(text)]


def _amount_cells(report: Value) -> Iterator[tuple[Cell, str]]:
    for t, table in enumerate(report["tables"]):
        columns = _amount_columns(table)
        for r, row in enumerate(table["rows"]):
            yield from (((t, r, c), row[c]) for c in columns)


def _figures(report: Value) -> list[Cell]:
    """The printed amounts that are not zero."""
    return [cell for cell, text in _amount_cells(report) if _FIGURE.fullmatch(text) and text not in _EMPTY]


def _listed(table: Value) -> bool:
    """Whether the rows are functional codes, one under another."""
    return len(table["header"]) > 1 and table["header"][1][0].endswith("功能分类科目编码")


def _coded(report: Value) -> list[tuple[int, int, str]]:
    """Table, row and code of every row with a functional code."""
    return [
        (t, r, row[0])
        for t, table in enumerate(report["tables"])
        if _listed(table)
        for r, row in enumerate(table["rows"])
        if _CODE.fullmatch(row[0])
    ]


def _get(report: Value, cell: Cell) -> str:
    t, r, c = cell
    text: str = report["tables"][t]["rows"][r][c]
    return text


def _set(report: Value, cell: Cell, text: str) -> Change:
    t, r, c = cell
    row = report["tables"][t]["rows"][r]
    change = Change(f"/tables/{t}/rows/{r}/{c}", row[c], text)
    row[c] = text
    return change


def _swap(report: Value, one: Cell, other: Cell) -> list[Change]:
    first, second = _get(report, one), _get(report, other)
    return [_set(report, one, second), _set(report, other, first)]


def _remove_row(report: Value, table: int, row: int) -> list[Change]:
    removed = report["tables"][table]["rows"].pop(row)
    return [Change(f"/tables/{table}/rows/{row}", removed, None)]


def _column(table: Value, name: str) -> int | None:
    last = table["header"][1] if len(table["header"]) > 1 else []
    return last.index(name) if name in last else None


# --- figures ----------------------------------------------------------------------------------------------------------


def _digits(text: str, spare: int = 1) -> list[int]:
    """Where the digits of a figure stand, its last ``spare`` left out: a last digit off by one may be rounding."""
    places = [i for i, letter in enumerate(text) if letter.isdecimal()]
    return places[: len(places) - spare]


def _regrouped(text: str, like: str) -> str:
    """A figure with the separators it would be printed with."""
    whole, _, decimals = text.replace(",", "").partition(".")
    return f"{int(whole):{',' if ',' in like else ''}}.{decimals}"


def _digit_changed(report: Value, rng: Random) -> list[Change]:
    cell = _pick(rng, _figures(report))
    text = _get(report, cell)
    at = rng.choice(_digits(text))
    # a figure does not begin with a zero it did not have
    least = "123456789" if at == 0 and text[1:2] != "." else "0123456789"
    return [_set(report, cell, text[:at] + rng.choice([d for d in least if d != text[at]]) + text[at + 1 :])]


def _dropped(text: str, rng: Random) -> str:
    """The figure with a digit before the point left out, or itself where there is but one."""
    plain = text.replace(",", "")
    whole = plain.index(".")
    shorter = [plain[:i] + plain[i + 1 :] for i in range(whole) if whole > 1]
    different = [_regrouped(s, text) for s in shorter if s[0] != "0" or s[1] == "."]
    return rng.choice(different) if different else text


def _digit_dropped(report: Value, rng: Random) -> list[Change]:
    cells = [cell for cell in _figures(report) if len(_get(report, cell)) >= 5]
    cell = _pick(rng, cells)
    text = _dropped(_get(report, cell), rng)
    if text == _get(report, cell):
        raise NoPlace
    return [_set(report, cell, text)]


def _transposed(text: str) -> list[str]:
    places = _digits(text, 0)
    pairs = [(a, b) for a, b in pairwise(places) if text[a] != text[b]]
    found = []
    for a, b in pairs:
        letters = list(text)
        letters[a], letters[b] = letters[b], letters[a]
        if not ("".join(letters)[0] == "0" and letters[1:2] != ["."]):
            found.append("".join(letters))
    return found


def _digits_transposed(report: Value, rng: Random) -> list[Change]:
    cell = _pick(rng, [cell for cell in _figures(report) if _transposed(_get(report, cell))])
    return [_set(report, cell, rng.choice(_transposed(_get(report, cell))))]


def _magnitude(report: Value, rng: Random) -> list[Change]:
    cell = _pick(rng, _figures(report))
    text = _get(report, cell)
    whole, _, decimals = text.replace(",", "").partition(".")
    return [_set(report, cell, _regrouped(f"{whole}{decimals}00.00", text))]


def _negative(report: Value, rng: Random) -> list[Change]:
    cell = _pick(rng, _figures(report))
    return [_set(report, cell, "-" + _get(report, cell))]


def _figure_blanked(report: Value, rng: Random) -> list[Change]:
    return [_set(report, _pick(rng, _figures(report)), "")]


def _blanks(report: Value) -> list[Cell]:
    """The blank amounts of rows that have a name; not those that only fill up a block."""
    found = []
    for (t, r, c), text in _amount_cells(report):
        table = report["tables"][t]
        header = table["header"][1] if len(table["header"]) > 1 else []
        name = max((i for i, heading in enumerate(header[:c]) if heading in ("项目", "科目名称")), default=None)
        row = table["rows"][r]
        # a total has its name in the column of codes
        if text in _EMPTY and (name is None or row[name] or row[name - 1].endswith("合计")):
            found.append((t, r, c))
    return found


def _blank_filled(report: Value, rng: Random) -> list[Change]:
    """A blank with another figure of its table."""
    figures = _figures(report)
    filled = {t for t, _, _ in figures}
    cell = _pick(rng, [blank for blank in _blanks(report) if blank[0] in filled])
    return [_set(report, cell, _get(report, rng.choice([f for f in figures if f[0] == cell[0]])))]


def _subtotal_alike(report: Value, rng: Random) -> list[Change]:
    """A subtotal of 03 and 05 (or 01 and 04) with a digit dropped, alike in both."""
    where: dict[tuple[str, str], list[Cell]] = {}
    for t, table in enumerate(report["tables"]):
        for r, row in enumerate(table["rows"]):
            for c in _amount_columns(table):
                key = _subtotal(table, row, c)
                if key and _FIGURE.fullmatch(row[c]) and _dropped(row[c], Random(0)) != row[c]:
                    where.setdefault(key, []).append((t, r, c))
    alike = [
        [a, b]
        for cells in where.values()
        for i, a in enumerate(cells)
        for b in cells[i + 1 :]
        if a[0] != b[0] and _get(report, a) == _get(report, b)
    ]
    pair = _pick(rng, alike)
    text = _dropped(_get(report, pair[0]), rng)
    return [_set(report, cell, text) for cell in pair]


def _subtotal(table: Value, row: list[str], column: int) -> tuple[str, str] | None:
    """What tells a subtotal in several tables: the row's code and the kind of spending."""
    if not _listed(table):
        return None
    name = table["header"][1][column]
    kind = {"本年支出合计": "小计", "合计": "小计"}.get(name, name)
    is_subtotal = row[0] == "合计" or (_CODE.fullmatch(row[0]) and len(row[0]) < 7)
    return (row[0], kind) if is_subtotal and kind in ("小计", "基本支出", "项目支出") else None


def _column_shifted(report: Value, rng: Random) -> list[Change]:
    """The figures of a column one row further down than their codes, from some 类 or 款 on over four rows or more.

    The last row's comes first: where it was blank the first is left blank, as if nothing had been lost.
    """
    spans: list[list[Cell]] = []
    for t, table in enumerate(report["tables"]):
        for c in _amount_columns(table):
            run = _under_codes(table, c)
            for start in range(len(run) - 3):
                if run[start][1] and run[start + 1][1].startswith(run[start][1]):
                    cells = [(t, r, c) for r, _ in run[start:]]
                    spans += [cells[:end] for end in range(4, len(cells) + 1) if _may_shift(report, cells[:end], cells)]
    span = _pick(rng, spans)
    texts = [_get(report, cell) for cell in span]
    moved = [texts[-1], *texts[:-1]]
    return [_set(report, cell, text) for cell, text, old in zip(span, moved, texts, strict=True) if text != old]


def _may_shift(report: Value, span: list[Cell], rest: list[Cell]) -> bool:
    """Whether the span begins with a figure and ends with a blank, or at the foot of the table with another figure."""
    first, last = _get(report, span[0]), _get(report, span[-1])
    return first not in _EMPTY and first != last and (last in _EMPTY or len(span) == len(rest))


def _under_codes(table: Value, column: int) -> list[tuple[int, str]]:
    """The rows that have a code left of a column, in the nearest column of codes, with it."""
    header = table["header"][1] if len(table["header"]) > 1 else []
    key = max((i for i, text in enumerate(header[:column]) if text.endswith("编码")), default=None)
    if key is None:
        return []
    return [(r, row[key]) for r, row in enumerate(table["rows"]) if _CODE.fullmatch(row[key])]


def _swapped(report: Value, cells: list[tuple[Cell, Cell]], rng: Random) -> list[Change]:
    different = [(a, b) for a, b in cells if _get(report, a) != _get(report, b)]
    filled = [(a, b) for a, b in different if not {_get(report, a), _get(report, b)} <= set(_EMPTY)]
    return _swap(report, *_pick(rng, filled))


def _basic_project(report: Value, rng: Random) -> list[Change]:
    pairs = []
    for t, r, _ in _coded(report):
        table = report["tables"][t]
        basic, project = _column(table, "基本支出"), _column(table, "项目支出")
        if basic is None and "本年支出" in table["header"][0]:
            continue
        if basic is not None and project is not None:
            pairs.append(((t, r, basic), (t, r, project)))
    return _swapped(report, pairs, rng)


def _purchase_running(report: Value, rng: Random) -> list[Change]:
    pairs = []
    for t, table in enumerate(report["tables"]):
        lines = [line for line in table["header"] if "公务用车购置费" in line]
        for line in lines[:1]:
            at = [i for i, text in enumerate(line) if text == "公务用车购置费"]
            pairs += [((t, r, i), (t, r, i + 1)) for i in at for r in range(len(table["rows"]))]
    return _swapped(report, pairs, rng)


def _total_swapped(report: Value, rng: Random) -> list[Change]:
    """Two figures of a total row, each in the other's place."""
    pairs = []
    for t, table in enumerate(report["tables"]):
        for r, row in enumerate(table["rows"]):
            if _listed(table) and row[0] == "合计":
                cells = [(t, r, c) for c in _amount_columns(table) if row[c] not in _EMPTY]
                pairs += [(a, b) for i, a in enumerate(cells) for b in cells[i + 1 :]]
    return _swapped(report, pairs, rng)


# --- rows, codes, tables ----------------------------------------------------------------------------------------------


def _row_removed(report: Value, rng: Random) -> list[Change]:
    t, r, _ = _pick(rng, [place for place in _coded(report) if len(place[2]) == 7])
    return _remove_row(report, t, r)


def _parent_skipped(report: Value, rng: Random) -> list[Change]:
    t, r, _ = _pick(rng, [place for place in _coded(report) if len(place[2]) < 7])
    return _remove_row(report, t, r)


def _row_repeated(report: Value, rng: Random) -> list[Change]:
    t, r, _ = _pick(rng, [place for place in _coded(report) if len(place[2]) == 7])
    rows = report["tables"][t]["rows"]
    rows.insert(r + 1, list(rows[r]))
    return [Change(f"/tables/{t}/rows/{r + 1}", None, list(rows[r]))]


def _code_repeated(report: Value, rng: Random) -> list[Change]:
    """The code of the row above once more."""
    coded = set(_coded(report))
    above = {(t, r): code for t, r, code in coded}
    places = [(t, r, above[t, r - 1]) for t, r, code in sorted(coded) if len(above.get((t, r - 1), "")) == len(code)]
    t, r, code = _pick(rng, places)
    return [_set(report, (t, r, 0), code)]


def _code_misprinted(report: Value, rng: Random) -> list[Change]:
    t, r, code = _pick(rng, _coded(report))
    known = {other for table, _, other in _coded(report) if table == t}
    at = rng.randrange(len(code))
    wrong = [code[:at] + d + code[at + 1 :] for d in "123456789"]
    return [_set(report, (t, r, 0), _pick(rng, [text for text in wrong if text not in known]))]


def _name_of_another(report: Value, rng: Random) -> list[Change]:
    rows = [(t, r, report["tables"][t]["rows"][r][1]) for t, r, _ in _coded(report)]
    pairs = [(t, r, other) for t, r, name in rows for u, _, other in rows if t == u and other != name]
    t, r, name = _pick(rng, pairs)
    return [_set(report, (t, r, 1), name)]


def _siblings(report: Value) -> list[tuple[int, int]]:
    """Table and row of items followed by another item of the same 款."""
    coded = _coded(report)
    following = {(t, r): code for t, r, code in coded}
    return [(t, r) for t, r, code in coded if len(code) == 7 and following.get((t, r + 1), "")[:5] == code[:5]]


def _order_swapped(report: Value, rng: Random) -> list[Change]:
    t, r = _pick(rng, _siblings(report))
    rows = report["tables"][t]["rows"]
    return [
        change
        for column in range(len(rows[r]))
        if rows[r][column] != rows[r + 1][column]
        for change in _swap(report, (t, r, column), (t, r + 1, column))
    ]


def _item_moved(report: Value, rng: Random) -> list[Change]:
    """A row of an item among the rows of another 款."""
    coded = [place for place in _coded(report) if len(place[2]) == 7]
    moves = [(t, r, s) for t, r, code in coded for u, s, other in coded if t == u and code[:5] != other[:5]]
    t, r, s = _pick(rng, moves)
    rows = report["tables"][t]["rows"]
    moved = rows.pop(r)
    to = s + 1 if s < r else s
    rows.insert(to, moved)
    return [Change(f"/tables/{t}/rows/{r}", list(moved), None), Change(f"/tables/{t}/rows/{to}", None, list(moved))]


def _note_removed(report: Value, rng: Random) -> list[Change]:
    """The note of an empty table; a table with figures may go without."""
    filled = {t for t, _, _ in _figures(report)}
    t = _pick(rng, [t for t, table in enumerate(report["tables"]) if t not in filled and table.get("notes")])
    notes = report["tables"][t]["notes"]
    report["tables"][t]["notes"] = []
    return [Change(f"/tables/{t}/notes/{i}", note, None) for i, note in enumerate(notes)]


def _zero_filled(report: Value, rng: Random) -> list[Change]:
    """0.00 in an empty table."""
    filled = {t for t, _, _ in _figures(report)}
    cells = [cell for cell in _blanks(report) if cell[0] not in filled and not _get(report, cell)]
    return [_set(report, _pick(rng, cells), "0.00")]


def _table_removed(report: Value, rng: Random) -> list[Change]:
    t = rng.randrange(len(report["tables"]))
    return [Change(f"/tables/{t}", report["tables"].pop(t), None)]


def _unit_misdeclared(report: Value, rng: Random) -> list[Change]:
    filled = sorted({t for t, _, _ in _figures(report)})
    t = _pick(rng, [t for t in filled if report["tables"][t].get("unit")])
    table = report["tables"][t]
    old, table["unit"] = table["unit"], "元" if table["unit"] == "万元" else "万元"
    return [Change(f"/tables/{t}/unit", old, table["unit"])]


KINDS: dict[str, Planter] = {
    "digit-changed": _digit_changed,
    "digit-dropped": _digit_dropped,
    "digits-transposed": _digits_transposed,
    "magnitude": _magnitude,
    "negative": _negative,
    "figure-blanked": _figure_blanked,
    "blank-filled": _blank_filled,
    "subtotal-alike": _subtotal_alike,
    "column-shifted": _column_shifted,
    "basic-project-swapped": _basic_project,
    "purchase-running-swapped": _purchase_running,
    "total-swapped": _total_swapped,
    "row-removed": _row_removed,
    "parent-skipped": _parent_skipped,
    "row-repeated": _row_repeated,
    "code-repeated": _code_repeated,
    "code-misprinted": _code_misprinted,
    "name-of-another": _name_of_another,
    "order-swapped": _order_swapped,
    "item-moved": _item_moved,
    "note-removed": _note_removed,
    "zero-filled": _zero_filled,
    "table-removed": _table_removed,
    "unit-misdeclared": _unit_misdeclared,
}
"""Every class of defect by its name."""
