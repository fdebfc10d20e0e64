"""A second way to judge reports, slow and from the specification alone: it shares no thought with ``checker``.

Reports are read here again, from JSON text and a layout read with plain YAML; figures are fractions; an assertion is
worked out afresh at every corner of the box its rounded figures span. The only thing taken from ``checker`` is the
form of an assertion (``checker.assertions``), so that both judge the same sentence.

    verdicts(rule, Book(layout, terms, report))  ->  {place: what came of it}

A place is (table, row, column): the row by its index in the report, or by its name where it is not printed.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, product
from typing import Any

from checker import assertions as a

HOLDS, ROUNDING, VIOLATED = "holds", "rounding", "violated"
UNDECIDABLE, NOT_APPLICABLE = "undecidable", "not_applicable"

Place = tuple[str, int | str | None, str | None]
Tree = tuple[Any, ...]
"""("print", Print), ("number", Fraction), or an operation and its trees; ("round", step, tree)."""
Point = Mapping["Print", Fraction]


class Lacking(Exception):
    """Something cannot be found: ``promised`` by the layout, or nothing that was to be expected."""

    def __init__(self, promised: bool):
        super().__init__(promised)
        self.promised = promised

    @property
    def verdict(self) -> str:
        return UNDECIDABLE if self.promised else NOT_APPLICABLE


class NoDivisor(Exception):
    """A divisor is zero, or may be."""


class Unsure(Exception):
    """The exact range is beyond this oracle; the checker may widen it."""


@dataclass(frozen=True, eq=False)
class Print:
    """One printed figure; two are the same only if they are the same print."""

    pointer: str
    value: Fraction
    half: Fraction
    blank: bool = False
    start: int | None = None
    doubted: bool = False
    book: "Book | None" = None
    factor: Fraction = Fraction(1)


# --- reading ----------------------------------------------------------------------------------------------------------

_NUMBER = re.compile(r"-?[0-9][0-9,]*(\.[0-9]+)?")
_BLANK = {"", "—", "-", "/"}


def read(text: str) -> tuple[Fraction, int, bool, bool] | None:
    """Value, decimals, whether it is a percentage, whether it is blank; None where it is no figure."""
    text = text.strip()
    if text in _BLANK:
        return Fraction(0), 0, False, True
    sign = -1 if text.startswith("(") and text.endswith(")") else 1
    text = text.strip("()") if sign < 0 else text
    percent = text.endswith("%")
    text = text.removesuffix("%")
    if not _NUMBER.fullmatch(text):
        return None
    text = text.replace(",", "")
    return sign * Fraction(text), len(text.partition(".")[2]), percent, False


def half_unit(decimals: int) -> Fraction:
    return Fraction(1, 2 * 10**decimals)


@dataclass(frozen=True, eq=False)
class Line:
    """A row the table has or should have: ``index`` is None where it is promised and not printed."""

    name: str
    index: int | None
    code: str = ""
    parent: str = ""
    exhaustive: bool = True


class Sheet:
    """One table as the layout means it."""

    def __init__(
        self, spec: Mapping[str, Any], table: Mapping[str, Any], index: int, layout: Mapping[str, Any], book: "Book"
    ):
        self.spec, self.table, self.index = spec, table, index
        self.unit = table.get("unit") or layout["unit"]
        self.factor = Fraction(layout["money units"][self.unit])
        self.kinds = dict(_columns(spec["columns"], ()))
        self.columns: dict[str, int] = {}
        for place, heading in enumerate(zip(*table["header"], strict=True)):
            path = "·".join(dict.fromkeys(heading))
            if path in self.kinds:
                self.columns.setdefault(path, place)
        self.missing = [path for path in self.kinds if path not in self.columns]
        declared = table.get("decimals", book.declared)
        self.decimals = int(declared) if declared is not None else self._most_printed()
        self.book = book
        self.exact = self.unit in layout["exact units"] and self.decimals >= 2
        self.lines = list(self._lines(layout))
        self.prints: dict[tuple[int, int], Print | None] = {}

    def _most_printed(self) -> int:
        cells = [
            read(row[place])
            for row in self.table["rows"]
            for path, place in self.columns.items()
            if self.kinds[path] == "amount"
        ]
        return max((figure[1] for figure in cells if figure and not figure[3]), default=0)

    def _lines(self, layout: Mapping[str, Any]) -> Iterator[Line]:
        rows: list[list[str]] = self.table["rows"]
        if self.spec.get("single row"):
            yield from (Line("", index) for index in range(len(rows)))
            return
        if "code columns" in self.spec:
            yield from self._coded(rows)
            return
        listed = list(_rows(self.spec["rows"], "", True))
        labels = [row[0] for row in rows]
        for name, parent, exhaustive, optional in listed:
            printed = [index for index, label in enumerate(labels) if label == name]
            for index in printed:
                yield Line(name, index, "", parent, exhaustive)
            if not printed and not optional:
                yield Line(name, None, "", parent, exhaustive)

    def _coded(self, rows: list[list[str]]) -> Iterator[Line]:
        total = self.spec["total rows"]
        codes = {row[0] for row in rows if row[0].isdigit()}
        if not any(total in row[:2] for row in rows):
            yield Line(total, None)
        for index, row in enumerate(rows):
            code = row[0] if row[0].isdigit() else ""
            above = [c for c in codes if code.startswith(c) and c != code]
            if code:
                yield Line(code, index, code, max(above, key=len, default=total))
            elif total in row[:2]:
                yield Line(total, index)

    def named(self, name: str) -> Line:
        """The one row of a name; more than one cannot be told apart."""
        found = [line for line in self.lines if line.name == name]
        if not found and name in self.left_out:
            return Line(name, None)
        if len(found) != 1:
            raise Lacking(promised=True)
        return found[0]

    @property
    def left_out(self) -> set[str]:
        """The listed rows that may be left out, and are: they say nothing, as blanks do."""
        if "rows" not in self.spec:
            return set()
        listed = list(_rows(self.spec["rows"], "", True))
        printed = {row[0] for row in self.table["rows"]}
        return {name for name, _, _, optional in listed if optional} - printed

    def below(self, line: Line) -> list[Line]:
        """The rows that make up a row entirely."""
        return [other for other in self.lines if line.name and other.parent == line.name and other.exhaustive]

    def is_leaf(self, line: Line) -> bool:
        return not any(other.parent == line.name for other in self.lines)

    def column(self, name: str) -> str:
        """The column a name ends, the names before it in order."""
        wanted = name.split("·")
        found = [path for path in self.kinds if _ends(path.split("·"), wanted)]
        assert len(found) == 1, name
        return found[0]

    def figure(self, line: Line, column: str) -> Print:
        if line.index is None and line.name in self.left_out:
            return Print("", Fraction(0), Fraction(0), blank=True, book=self.book, factor=self._unit_of(column))
        if line.index is None or column not in self.columns:
            raise Lacking(promised=True)
        place = (line.index, self.columns[column])
        if place not in self.prints:
            self.prints[place] = self._print(*place, self.kinds[column])
        found = self.prints[place]
        if found is None:
            raise Lacking(promised=True)
        return found

    def _unit_of(self, column: str) -> Fraction:
        return self.factor

    def _print(self, row: int, column: int, kind: str) -> Print | None:
        figure = read(self.table["rows"][row][column])
        if figure is None:
            return None
        value, decimals, _, blank = figure
        pointer = f"/tables/{self.index}/rows/{row}/{column}"
        half, factor = Fraction(0), Fraction(1)
        if kind == "amount":
            factor = self.factor
            half = Fraction(0) if self.exact else half_unit(self.decimals) * factor
        elif kind == "percentage":
            factor = Fraction(1, 100)
            half = half_unit(decimals) * factor
        doubted = f"{row},{column}" in self.table.get("cells", {})
        return Print(pointer, value * factor, Fraction(0) if blank else half, blank, None, doubted, self.book, factor)

    def cells(self, lines: Sequence[Line]) -> list[Print | None]:
        """Every figure of some rows, as far as they are printed; None for what cannot be read."""
        found: list[Print | None] = []
        for line in lines:
            for column, kind in self.kinds.items():
                if kind != "text" and line.index is not None and column in self.columns:
                    try:
                        found.append(self.figure(line, column))
                    except Lacking:
                        found.append(None)
        return found

    def loose(self) -> list[Print | None]:
        """The figures outside the rows and columns the layout knows."""
        taken = {(line.index, place) for line in self.lines for place in self.columns.values()}
        return [
            Print("", figure[0], Fraction(0))
            for row, column, figure in figures_of(self.table, self.spec)
            if (row, column) not in taken
        ]


def figures_of(
    table: Mapping[str, Any], spec: Mapping[str, Any]
) -> Iterator[tuple[int, int, tuple[Fraction, int, bool, bool]]]:
    """Every figure a table prints beside its codes and labels, with its row and column; blanks are none."""
    keys = ("label columns" in spec) + ("code columns" in spec)
    for row, cells in enumerate(table["rows"]):
        for column, cell in enumerate(cells):
            figure = read(cell)
            if column >= keys and figure and not figure[3]:
                yield row, column, figure


def _columns(specs: Sequence[Any], above: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for spec in specs:
        if isinstance(spec, str):
            yield "·".join((*above, spec)), "amount"
        elif "columns" in spec:
            yield from _columns(spec["columns"], (*above, spec["name"]))
        else:
            yield "·".join((*above, spec["name"])), spec.get("type", "amount")


def _rows(specs: Sequence[Any], parent: str, exhaustive: bool) -> Iterator[tuple[str, str, bool, bool]]:
    for spec in specs:
        if isinstance(spec, str):
            yield spec, parent, exhaustive, False
            continue
        yield spec["name"], parent, exhaustive, bool(spec.get("optional"))
        yield from _rows(spec.get("parts", ()), spec["name"], True)
        yield from _rows(spec.get("of which", ()), spec["name"], False)


def _ends(path: list[str], wanted: list[str]) -> bool:
    rest = iter(path[:-1])
    return path[-1] == wanted[-1] and all(name in rest for name in wanted[:-1])


class Book:
    """A report as the layout means it. prior: last year's book; units: those it consolidates."""

    def __init__(self, layout: Mapping[str, Any], terms: Mapping[str, a.Expression], text: str):
        self.layout, self.terms = layout, terms
        self.report = json.loads(text, parse_int=str, parse_float=str)
        self.declared = self.report.get("decimals")
        self.sheets: dict[str, Sheet] = {}
        specs = {spec["name"]: spec for spec in layout["tables"] if spec["name"] not in layout["lacks"]}
        for index, table in enumerate(self.report["tables"]):
            title = table["title"]
            if title in specs and title not in self.sheets:
                self.sheets[title] = Sheet(specs[title], table, index, layout, self)
        self.prior: Book | None = None
        self.units: list[Book] = []
        self.slots = dict(self._slots())

    def _slots(self) -> Iterator[tuple[str, Print]]:
        """The figures of the one sentence the harbour return has."""
        for index, section in enumerate(self.report.get("sections", ())):
            number = r"([0-9][0-9.]*)"
            found = re.search(rf"Dues came to {number} (\w+), {number}% of income of {number} (\w+)", section["text"])
            if section["heading"][-1] != "Review" or not found:
                continue
            for name, group in (("stated dues", 1), ("dues share", 3), ("stated income", 4)):
                figure = read(found[group])
                assert figure
                value, decimals, _, _ = figure
                if name == "dues share":
                    factor = Fraction(1, 100)
                else:
                    factor = Fraction(self.layout["money units"][found[group + 1]])
                    decimals = int(self.declared)
                pointer = f"/sections/{index}/text"
                half = half_unit(decimals) * factor
                yield name, Print(pointer, value * factor, half, start=found.start(group), book=self, factor=factor)

    def sheet(self, title: str) -> Sheet:
        if title in self.layout["lacks"]:
            raise Lacking(promised=False)
        if title not in self.sheets:
            raise Lacking(promised=True)
        return self.sheets[title]

    def printed(self) -> Iterator[tuple[str, int | None]]:
        """Where every figure of the report is printed, known to the layout or not: codes and blanks are none."""
        specs = {spec["name"]: spec for spec in self.layout["tables"]}
        for index, table in enumerate(self.report["tables"]):
            for row, column, _ in figures_of(table, specs[table["title"]]):
                yield f"/tables/{index}/rows/{row}/{column}", None
        yield from ((p.pointer, p.start) for p in self.slots.values())


# --- what a rule looks at ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Setting:
    """A rule apart from its words: what it looks at, what should hold, what it allows, the year it is for."""

    scope: a.Scope
    assertion: a.Expression
    tolerance: a.Number | None = None
    cap: a.Number | None = None
    exact: bool = False
    years: str = ""

    def in_words(self) -> str:
        """The rule on one line."""
        said = [f"{a.write_scope(self.scope, 'en')}: {a.write(self.assertion, 'en')}"]
        said += [
            f"{k} {a.write(v, 'en')}" for k, v in (("tolerance", self.tolerance), ("cap", self.cap)) if v is not None
        ]
        return "; ".join([*said, *(["exact"] if self.exact else []), *([self.years] if self.years else [])])

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """In a few words, where hypothesis shows what failed."""
        printer.text(f"<{self.in_words()}>")


@dataclass(frozen=True)
class Spot:
    """Where a rule looks: a book, a table, a row, a column."""

    book: Book
    setting: Setting
    table: str = ""
    line: Line | None = None
    column: str | None = None
    lacking: bool = False

    @property
    def place(self) -> Place:
        row = None if self.line is None else self.line.name if self.line.index is None else self.line.index
        return self.table, row, self.column


def spots(setting: Setting, book: Book) -> Iterator[Spot]:
    """Every place of the scope in a book."""
    start = Spot(book, setting)
    found = [start] if setting.scope.tables is None else [replace(start, table=name) for name in setting.scope.tables]
    for step in setting.scope.steps:
        found = [inner for outer in found for inner in _stepped(outer, step)]
    yield from found


def _stepped(spot: Spot, step: a.Each) -> Iterator[Spot]:
    if spot.table not in spot.book.sheets:
        yield replace(spot, lacking=True)
        return
    sheet = spot.book.sheets[spot.table]
    if step.what == "columns":
        yield from _each_column(spot, sheet)
        return
    lengths = {"quay": 1, "berth": 3}
    for line in sheet.lines:
        printed = line.index is not None
        fits = {
            "rows": printed,
            "parents": bool(sheet.below(line)),
            "leaves": printed and sheet.is_leaf(line) and line.name != sheet.spec.get("total rows"),
            "each": printed and len(line.code) == lengths.get(step.name),
        }
        if fits[step.what]:
            yield replace(spot, line=line)


def _each_column(spot: Spot, sheet: Sheet) -> Iterator[Spot]:
    """The amount columns at a place; a row or a column that is not printed is one place, whatever the other."""
    if spot.line is not None and spot.line.index is None:
        yield replace(spot, lacking=True)
        return
    for column, kind in sheet.kinds.items():
        if kind == "amount":
            if spot.line is not None and column not in sheet.columns:
                yield replace(spot, line=None, column=column, lacking=True)
            else:
                yield replace(spot, column=column)


# --- from names to figures --------------------------------------------------------------------------------------------


def tree(node: Any, spot: Spot) -> Tree:
    """A numeric expression over prints. Raises Lacking."""
    match node:
        case a.Number():
            return ("number", amount(node, spot.book.layout))
        case a.Negative(operand):
            return ("-", ("number", Fraction(0)), tree(operand, spot))
        case a.Arithmetic(operator, left, right):
            return (operator, *trees([left, right], spot))
        case a.Call("share", arguments):
            return ("/", *trees(arguments, spot))
        case a.Call("growth", arguments):
            now, before = trees(arguments, spot)
            return ("/", ("-", now, before), before)
        case a.Call("abs", arguments):
            return ("abs", tree(arguments[0], spot))
        case a.Call("round", arguments):
            places = int(arguments[1].value) if len(arguments) > 1 else 0  # type: ignore[union-attr]
            inner = tree(arguments[0], spot)
            units = _units(inner)
            return ("round", (units.pop() if len(units) == 1 else Fraction(1)) / Fraction(10) ** places, inner)
        case a.Call("sum", arguments):
            return ("sum", *listed(arguments, spot))
        case a.Call(function, arguments):
            return (function, *listed(arguments, spot))
        case a.Name(text) if text in spot.book.terms:
            return tree(spot.book.terms[text], replace(spot, table="", line=None, column=None))
        case _:
            found = many(node, spot)
            if len(found) != 1 and not (isinstance(node, a.Here) and node.what == "children"):
                raise Lacking(promised=True)
            return found[0] if len(found) == 1 else ("sum", *found)


def _units(expression: Tree) -> set[Fraction]:
    """The units its figures are printed in; 1 for products and quotients of figures."""
    operation, *parts = expression
    if operation == "print":
        return {parts[0].factor}
    units = [_units(part) for part in parts if isinstance(part, tuple)]
    found = set().union(*units)
    figured = [bool(unit) for unit in units]
    if (operation == "*" and all(figured)) or (operation == "/" and figured[1]):
        return {Fraction(1)}
    return found


def trees(nodes: Sequence[Any], spot: Spot) -> list[Tree]:
    """Several expressions, one tree each."""
    return _all([lambda node=node: [tree(node, spot)] for node in nodes])  # type: ignore[misc]


def listed(nodes: Sequence[Any], spot: Spot) -> list[Tree]:
    """Every figure that several arguments stand for."""
    return _all([lambda node=node: many(node, spot) for node in nodes])  # type: ignore[misc]


def _all(asked: Sequence[Callable[[], list[Tree]]]) -> list[Tree]:
    """What the layout promises and the report lacks is told before what nobody promised."""
    found: list[Tree] = []
    lacking: list[Lacking] = []
    for ask in asked:
        try:
            found += ask()
        except Lacking as one:
            lacking.append(one)
    if lacking:
        raise max(lacking, key=lambda one: one.promised)
    return found


def amount(number: a.Number, layout: Mapping[str, Any]) -> Fraction:
    """A figure of a rule, in base units."""
    unit = Fraction(1, 100) if number.unit == "%" else Fraction(layout["money units"].get(number.unit, 1))
    return Fraction(number.value) * unit


def many(node: Any, spot: Spot) -> list[Tree]:
    """Every figure an argument stands for."""
    match node:
        case a.Shifted("prior", operand):
            if spot.book.prior is None:
                raise Lacking(promised=False)
            return many(operand, _in_book(spot, spot.book.prior))
        case a.Shifted("units", operand):
            if not spot.book.units:
                raise Lacking(promised=False)
            return [t for unit in spot.book.units for t in many(operand, _in_book(spot, unit))]
        case a.Here("level"):
            return _printed(spot, spot.table, [spot.line], spot.column)
        case a.Here("figure"):
            return _printed(spot, spot.table, [spot.line], spot.column)
        case a.Here("children"):
            assert spot.line is not None
            sheet = spot.book.sheet(spot.table)
            return _printed(spot, spot.table, [sheet.named(one.name) for one in sheet.below(spot.line)], spot.column)
        case a.Cell(of, selectors):
            return _cell(of, selectors, spot)
        case a.Name(text) if text in ("stated dues", "dues share", "stated income"):
            if text not in spot.book.slots:
                # a report of nothing but tables promises no text
                raise Lacking(promised=bool(spot.book.report.get("sections")))
            return [("print", spot.book.slots[text])]
        case a.Name(text) if text not in spot.book.terms:
            sheet = spot.book.sheet(spot.table)
            if spot.line is None and spot.column is not None:
                return _printed(spot, spot.table, [sheet.named(text)], spot.column)
            line = spot.line if spot.line is not None else sheet.named("")
            return _printed(spot, spot.table, [line], sheet.column(text))
        case _:
            return [tree(node, spot)]


def _in_book(spot: Spot, book: Book) -> Spot:
    if spot.line is None:
        return replace(spot, book=book)
    return replace(spot, book=book, line=book.sheet(spot.table).named(spot.line.name))


def _printed(spot: Spot, table: str, lines: Sequence[Line | None], column: str | None) -> list[Tree]:
    sheet = spot.book.sheet(table)
    assert column is not None
    return [("print", sheet.figure(line, column)) for line in lines if line is not None]


def _cell(of: Any, selectors: Sequence[a.Selector], spot: Spot) -> list[Tree]:
    title = spot.table if isinstance(of, a.Here) else of.title if isinstance(of, a.TableName) else of.text
    sheet = spot.book.sheet(title)
    if sheet.spec.get("single row"):
        return _printed(spot, title, [sheet.named("")], sheet.column(selectors[0].text))
    row, column = selectors
    path = spot.column if column.kind == "here" else sheet.column(column.text)
    match row.kind:
        case "here":
            assert spot.line is not None
            lines = [spot.line if title == spot.table else sheet.named(spot.line.name)]
        case "below":
            lines = [
                line for line in sheet.lines
                if line.code.startswith(row.text) and line.code != row.text and sheet.is_leaf(line)
            ]  # fmt: skip
            if not lines:
                raise Lacking(promised=True)
        case _:
            lines = [sheet.named(row.text)]
    return _printed(spot, title, lines, path)


# --- working it out ---------------------------------------------------------------------------------------------------


def met_prints(expression: Tree) -> list[Print]:
    """The figures of an expression, each as often as it stands there."""
    if expression[0] == "print":
        return [expression[1]]
    return [p for part in expression[1:] if isinstance(part, tuple) for p in met_prints(part)]


def prints(expression: Tree) -> list[Print]:
    """The distinct figures of an expression, as first met."""
    return list(dict.fromkeys(met_prints(expression)))


def at(expression: Tree, point: Point, divisors: list[Fraction] | None = None) -> Fraction:
    """The value where each figure is at its place of the point. Raises NoDivisor; notes every divisor met."""
    match expression:
        case ("print", figure):
            return point[figure]
        case ("number", number):
            return number  # type: ignore[no-any-return]
        case ("round", step, inner):
            return rounded(at(inner, point, divisors), step)
    values = [at(part, point, divisors) for part in expression[1:]]
    match expression[0]:
        case "+" | "sum":
            return sum(values, Fraction(0))
        case "-":
            return values[0] - values[1]
        case "*":
            return values[0] * values[1]
        case "/":
            if divisors is not None:
                divisors.append(values[1])
            if values[1] == 0:
                raise NoDivisor
            return values[0] / values[1]
        case "abs":
            return abs(values[0])
        case "max":
            return max(values)
        case "min":
            return min(values)
    raise TypeError(expression)


def rounded(number: Fraction, unit: Fraction) -> Fraction:
    """To the nearest whole number of units, halves away from zero."""
    whole, rest = divmod(abs(number), unit)
    size = (whole + (2 * rest >= unit)) * unit
    return size if number > 0 else -size


def printed_point(*expressions: Tree) -> dict[Print, Fraction]:
    return {p: p.value for expression in expressions for p in prints(expression)}


def is_affine(expression: Tree) -> bool:
    """Whether it is a sum of figures times numbers, plus a number."""
    match expression:
        case ("print", _) | ("number", _):
            return True
        case ("+" | "-" | "sum", *parts):
            return all(is_affine(part) for part in parts)
        case ("*", left, right):
            return is_affine(left) and is_affine(right) and not (prints(left) and prints(right))
        case ("/", left, right):
            return is_affine(left) and not prints(right)
    return False


def coefficients(expression: Tree) -> tuple[dict[Print, Fraction], Fraction]:
    """Of an affine expression: how much it moves with each figure, and what it is where all are 0."""
    origin = dict.fromkeys(prints(expression), Fraction(0))
    constant = at(expression, origin)
    moves = {p: at(expression, {**origin, p: Fraction(1)}) - constant for p in origin}
    return {p: move for p, move in moves.items() if move}, constant


def is_kinked(expression: Tree) -> bool:
    return expression[0] in ("abs", "max", "min", "round") or any(
        is_kinked(part) for part in expression[1:] if isinstance(part, tuple)
    )


def kinks(expression: Tree) -> list[Tree] | None:
    """Where a piecewise affine expression bends: affine expressions that are 0 there. None: it is something else."""
    if is_affine(expression):
        return []
    operation, *parts = expression
    if operation == "round":
        return None
    if operation in ("abs", "max", "min"):
        if not all(is_affine(part) for part in parts):
            return None
        return parts if operation == "abs" else [("-", one, other) for one, other in combinations(parts, 2)]
    factors = [part for part in parts if prints(part)]
    if operation not in ("+", "-", "sum") and not (operation == "*" and len(factors) < 2):
        return None
    inner = [kinks(part) for part in parts]
    return None if None in inner else [kink for found in inner for kink in found or ()]


def corners(figures: Sequence[Print]) -> Iterator[dict[Print, Fraction]]:
    """Every way to put each figure at one end of its interval."""
    for signs in product((-1, 1), repeat=len(figures)):
        yield {p: p.value + sign * p.half for p, sign in zip(figures, signs, strict=True)}


def vertices(figures: Sequence[Print], bends: Sequence[Tree]) -> Iterator[dict[Print, Fraction]]:
    """The corners of the box, and of every piece that the bends cut it into."""
    forms = [coefficients(bend) for bend in bends]
    for count in range(min(len(forms), len(figures)) + 1):
        for chosen in combinations(forms, count):
            for free in combinations(figures, count):
                for corner in corners([p for p in figures if p not in free]):
                    point = {**{p: p.value for form, _ in forms for p in form}, **corner}
                    solved = _solved(chosen, free, point)
                    if solved is not None and all(abs(solved[p] - p.value) <= p.half for p in free):
                        yield {**corner, **solved}


def _solved(
    forms: Sequence[tuple[dict[Print, Fraction], Fraction]], free: Sequence[Print], point: Point
) -> dict[Print, Fraction] | None:
    """Where all forms are 0, the other figures staying at their point; None without a single such place."""
    rows = [
        [form.get(p, Fraction(0)) for p in free]
        + [-constant - sum(c * point[p] for p, c in form.items() if p not in free)]
        for form, constant in forms
    ]
    for column in range(len(free)):
        pivot = next((row for row in rows[column:] if row[column]), None)
        if pivot is None:
            return None
        rows.remove(pivot)
        rows.insert(column, pivot)
        rows = [
            row if row is pivot else [x - row[column] / pivot[column] * y for x, y in zip(row, pivot, strict=True)]
            for row in rows
        ]
    return {p: rows[i][-1] / rows[i][i] for i, p in enumerate(free)}


Range = tuple[Fraction, Fraction]


def reach(expression: Tree) -> Range:
    """The least and the greatest value while every figure stays within its rounding.

    Raises NoDivisor where a divisor reaches 0, Unsure where figures meet in a way that only sampling could tell.
    """
    figures = [p for p in prints(expression) if p.half]
    fixed = {p: p.value for p in prints(expression) if not p.half}
    printed = {p: p.value for p in figures}
    bends = kinks(expression)
    if not is_kinked(expression):
        return _over(expression, (p for points in ([printed], corners(figures)) for p in points), fixed)
    if bends is not None and len(bends) <= 3:
        return _over(expression, (p for points in ([printed], vertices(figures, bends)) for p in points), fixed)
    operation, *parts = expression
    inner = [part for part in parts if isinstance(part, tuple)]
    met = [p for part in inner for p in prints(part) if p.half]
    if len(met) > len(set(met)):
        raise Unsure
    ranges = [reach(part) for part in inner]
    if operation == "abs":
        (low, high) = ranges[0]
        return (Fraction(0) if low <= 0 <= high else min(abs(low), abs(high))), max(abs(low), abs(high))
    if operation == "/" and ranges[1][0] <= 0 <= ranges[1][1]:
        raise NoDivisor
    head = (operation, parts[0]) if operation == "round" else (operation,)
    ends = [at((*head, *(("number", end) for end in chosen)), {}) for chosen in product(*ranges)]
    return min(ends), max(ends)


def _over(expression: Tree, points: Iterator[dict[Print, Fraction]], fixed: Point) -> Range:
    values: list[Fraction] = []
    met: list[list[Fraction]] = []
    for point in points:
        divisors: list[Fraction] = []
        values.append(at(expression, {**fixed, **point}, divisors))
        met.append(divisors)
    for divisor in zip(*met, strict=True):
        if min(divisor) <= 0 <= max(divisor):
            raise NoDivisor
    return min(values), max(values)


# --- verdicts ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Judged:
    """What came of a claim: its verdict, the figures it watched, what else the checker may say of it, and the figures
    it would then watch or not.

    The checker widens the range of 最大, 最小, 绝对值 and 四舍五入 where their figures stand elsewhere in the comparison
    too: it may excuse what this oracle does not, or see a divisor reach 0 that does not; it never accuses for it.
    """

    verdict: str
    watched: frozenset[Print] = frozenset()
    also: frozenset[str] = frozenset()
    loose: frozenset[Print] = frozenset()


_WORST = (VIOLATED, UNDECIDABLE, NOT_APPLICABLE, ROUNDING, HOLDS)
_BEST = (HOLDS, ROUNDING, UNDECIDABLE, NOT_APPLICABLE, VIOLATED)
_TURNED = {HOLDS: VIOLATED, VIOLATED: HOLDS}
_HOLDS: dict[str, Callable[[Fraction], bool]] = {
    "=": lambda d: d == 0,
    "!=": lambda d: d != 0,
    "<": lambda d: d < 0,
    "<=": lambda d: d <= 0,
    ">": lambda d: d > 0,
    ">=": lambda d: d >= 0,
}


def verdicts(setting: Setting, book: Book) -> dict[Place | None, Judged]:
    """What came of a rule at every place it looks at (None: it looks at none)."""
    found: dict[Place | None, Judged] = {}
    fits = setting.years in ("", book.report["year"])
    for spot in spots(setting, book) if fits else ():
        if spot.lacking:
            missing = spot.table in book.layout["lacks"]
            found[spot.place] = Judged(NOT_APPLICABLE if missing else UNDECIDABLE)
        else:
            found[spot.place] = judge(setting.assertion, spot, printed=False)
    if not found:
        found[None] = Judged(NOT_APPLICABLE)
    return found


def judge(node: Any, spot: Spot, printed: bool) -> Judged:
    """The verdict on a claim; printed: at the printed figures only."""
    match node:
        case a.Conditional(condition, claim):
            first = judge(condition, spot, printed=True).verdict
            if first == VIOLATED:
                return Judged(NOT_APPLICABLE)
            if first != HOLDS:
                return Judged(first)
            return _spared(judge(claim, spot, printed), condition, spot)
        case a.Both(operands):
            return _joined([judge(o, spot, printed) for o in operands], _WORST)
        case a.Either(operands):
            return _joined([judge(o, spot, True) for o in operands], _BEST)
        case a.Negated(operand):
            inner = judge(operand, spot, True).verdict
            return _spared(Judged(_TURNED.get(inner, inner)), operand, spot)
        case a.Compared(operands, operators):
            pairs = zip(operands, operators, operands[1:], strict=False)
            return _joined([_compared(*pair, spot, printed) for pair in pairs], _WORST)
        case a.Tested(predicate, subject):
            try:
                return _tested(predicate, subject, spot)
            except Lacking as lacking:
                return Judged(lacking.verdict)
    raise TypeError(node)


def _spared(judged: Judged, rests_on: Any, spot: Spot) -> Judged:
    """A 不一致 that may rest on a doubted figure through a condition or a negation is, or may be, 无法判断."""
    if VIOLATED in (judged.verdict, *judged.also) and any(p.doubted for p in _looked_at(rests_on, spot)):
        return Judged(judged.verdict, frozenset(), judged.also | {UNDECIDABLE}, judged.loose | judged.watched)
    return judged


def _looked_at(node: Any, spot: Spot) -> Iterator[Print]:
    """Every figure a claim names, as far as it can be found."""
    match node:
        case a.Both(parts) | a.Either(parts) | a.Compared(parts):
            yield from (p for part in parts for p in _looked_at(part, spot))
        case a.Negated(operand):
            yield from _looked_at(operand, spot)
        case _:
            subject = node.subject if isinstance(node, a.Tested) else node
            try:
                yield from (p for p in _subject(subject, spot)[0] if p is not None)
            except Lacking:
                pass


def _joined(parts: list[Judged], order: Sequence[str]) -> Judged:
    verdict = min((part.verdict for part in parts), key=order.index)
    watched = frozenset(p for part in parts for p in part.watched)
    possible = product(*({part.verdict, *part.also} for part in parts))
    also = frozenset(min(chosen, key=order.index) for chosen in possible) - {verdict}
    return Judged(verdict, watched, also, frozenset(p for part in parts for p in part.loose))


def _subject(subject: Any, spot: Spot) -> tuple[list[Print | None], list[Print | None]]:
    """The figures of a table, a row or an expression, None for what cannot be read; and those it cannot place."""
    if isinstance(subject, a.TableName | a.Here) and getattr(subject, "what", "table") == "table":
        sheet = spot.book.sheet(subject.title if isinstance(subject, a.TableName) else spot.table)
        return sheet.cells(sheet.lines), sheet.loose()
    if isinstance(subject, a.Here) and subject.what == "row":
        assert spot.line is not None
        return spot.book.sheet(spot.table).cells([spot.line]), []
    return [*prints(("sum", *many(subject, spot)))], []


def _tested(predicate: str, subject: Any, spot: Spot) -> Judged:
    """Empty: no figure other than 0; blank: nothing but blanks. Raises Lacking where that cannot be told."""
    try:
        figures, loose = _subject(subject, spot)
    except Lacking as lacking:
        if predicate == "present" and lacking.promised:
            return Judged(VIOLATED)
        raise
    if predicate == "present":
        return Judged(HOLDS)
    known = [p for p in (*figures, *loose) if p is not None]
    shown = [p for p in known if (not p.blank if predicate == "blank" else p.value)]
    if shown:
        sure = any(p.value and not p.doubted for p in shown)
        if not sure and any(p.doubted for p in known):
            raise Lacking(promised=True)
        # the checker need not go on looking after a figure it cannot read or place
        is_plain = None not in figures and not loose
        return Judged(VIOLATED, also=frozenset() if is_plain else frozenset({UNDECIDABLE}))
    if None in figures or loose:
        raise Lacking(promised=True)
    return Judged(HOLDS)


def _compared(left: Any, operator: str, right: Any, spot: Spot, printed: bool) -> Judged:
    try:
        one, other = trees([left, right], spot)
    except Lacking as lacking:
        return Judged(lacking.verdict)
    setting = replace(spot.setting, exact=True) if printed else spot.setting
    try:
        verdict, also = compare(one, operator, other, setting, spot.book.layout)
    except NoDivisor:
        return Judged(UNDECIDABLE)
    whole = ("-", one, other)
    if verdict == VIOLATED and any(p.doubted for p in prints(whole)):
        # a figure the importer doubted accuses nobody
        return Judged(UNDECIDABLE, frozenset(), also, frozenset(prints(whole)) if also else frozenset())
    watched = frozenset(prints(whole) if operator == "=" else _in_ratios(whole))
    return Judged(verdict, frozenset(), also, watched) if also else Judged(verdict, watched)


def _in_ratios(expression: Tree) -> list[Print]:
    """The figures of every quotient whose divisor is made of figures."""
    if expression[0] == "/" and prints(expression[2]):
        return prints(expression)
    return [p for part in expression[1:] if isinstance(part, tuple) for p in _in_ratios(part)]


def compare(
    left: Tree, operator: str, right: Tree, setting: Setting, layout: Mapping[str, Any]
) -> tuple[str, frozenset[str]]:
    """The verdict on two sides, and what else may be said. Raises NoDivisor where it hangs on a divisor that may be 0."""
    surely: frozenset[str] = frozenset()
    point = printed_point(left, right)
    difference = at(left, point) - at(right, point)
    if _HOLDS[operator](difference) or (operator == "=" and rounds(left, right)):
        return HOLDS, surely
    if setting.exact or operator in ("<", ">", "!="):
        return VIOLATED, surely
    if setting.tolerance is not None:
        return (ROUNDING if abs(difference) <= amount(setting.tolerance, layout) else VIOLATED), surely
    whole = ("-", left, right)
    try:
        low, high = reach(whole)
    except Unsure:
        return VIOLATED, frozenset({ROUNDING, UNDECIDABLE})
    capped = setting.cap is not None and abs(difference) > amount(setting.cap, layout)
    verdict = ROUNDING if low <= 0 <= high and not capped else VIOLATED
    met = [p for p in met_prints(whole) if p.half]
    if is_kinked(whole) and len(met) > len(set(met)):
        return verdict, frozenset({UNDECIDABLE} if capped else {ROUNDING, UNDECIDABLE}) - {verdict}
    return verdict, surely


def rounds(left: Tree, right: Tree) -> bool:
    """Whether one side is one printed figure and the other rounds to it; what is on both sides is set aside."""
    sides = [left, right]
    if is_affine(left) and is_affine(right):
        one, other = coefficients(left)[0], coefficients(right)[0]
        shared = [p for p, c in one.items() if other.get(p) == c]
        taken: Tree = ("sum", *(("*", ("number", one[p]), ("print", p)) for p in shared))
        sides = [("-", side, taken) for side in sides]
    for side, rest in (sides, reversed(sides)):
        if not is_affine(side):
            continue
        found, constant = coefficients(side)
        if list(found.values()) == [1] and not constant:
            (figure,) = found
            value = at(rest, printed_point(rest))
            if value == figure.value or (figure.half and rounded(value, 2 * figure.half) == figure.value):
                return True
    return False
