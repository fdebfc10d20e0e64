"""Names of an assertion → references into a layout, with their types checked.

Inside a scope a bare name is first the scope's own column or row, then a term, then a slot of prose. A name that
means several things is a fault that lists them; a bare row or column without a scope is a fault that says how to
write it. Types are checked here, once, so that evaluation never meets an amount where a percentage belongs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from checker.amounts import EXACT
from checker.assertions import (
    Arithmetic,
    Attribute,
    Both,
    Call,
    Cell,
    Compared,
    Conditional,
    Each,
    Either,
    Expression,
    Here,
    Name,
    Negated,
    Negative,
    Number,
    Scope,
    Selector,
    Shifted,
    Span,
    TableName,
    Tested,
    Text,
    spelling,
    write,
    write_scope,
    write_selector,
)
from checker.characters import key
from checker.facts import AMOUNT, COUNT, LIST, RATIO, TEXT
from checker.kinds import claim_faults, kind_of
from checker.language import parse
from checker.layouts import Layout, Meaning, Path, SectionSpec, TableSpec, table_names
from checker.lexer import Fault
from checker.patterns import NAME
from checker.problems import listed, near_names
from checker.references import ANY, NUMBER, ROW, SECTION, TABLE, Pick, Reference
from checker.resources import table as grammar_table

_WORDS = {TEXT, LIST}
_OF_TEXT = {"years": LIST, "unit": LIST, "serials": LIST, "terms": LIST, "unitless": LIST}
_ATTRIBUTES = {
    TABLE: {
        "name": TEXT,
        "code": LIST,
        "unit": TEXT,
        "decimals": COUNT,
        "notes": TEXT,
        "years": LIST,
        "lines": LIST,
        "serials": LIST,
    },
    ROW: {"name": TEXT, "code": TEXT, "official": LIST, "parent": TEXT, "level": TEXT},
    TEXT: _OF_TEXT,
    SECTION: _OF_TEXT,
    LIST: {"years": LIST, "serials": LIST},
}


@dataclass(frozen=True)
class Surroundings:
    """What a scope offers the names inside it."""

    layout: Layout
    tables: tuple[TableSpec, ...] = ()
    section: SectionSpec | None = None
    row: bool = False
    column: bool = False
    level: bool = False
    key: str = ""
    member: bool = False
    sentence: bool = False
    every_section: bool = False
    every_table: bool = False


@dataclass
class _Resolver:
    around: Surroundings
    faults: list[Fault] = field(default_factory=list)
    expanding: tuple[str, ...] = ()

    # --- faults -----------------------------------------------------------------------------------------------

    def fault(self, code: str, span: Span, near: tuple[str, ...] = (), **values: str) -> None:
        self.faults.append(Fault(code, *span, tuple(values.items()), near))

    # --- leaves -----------------------------------------------------------------------------------------------

    def name(self, node: Name) -> Reference | Any:
        layout = self.around.layout
        meanings = layout.meanings(node.text)
        own = self.own(node)
        if own is not None:
            return own
        for wanted in ("term", "slot", "words", "table", "section"):
            found = [m for m in meanings if m.what == wanted]
            if wanted == "slot" and len(found) > 1:
                # the full name of a slot is one slot even where it is the tail of another
                found = [m for m in found if m.name == node.text] or found
                if self.around.section is not None:
                    found = [m for m in found if m.path[0] == self.around.section.name] or found
            if len(found) > 1:
                self.ambiguous(node, found)
                return _anything(node)
            if found:
                return self.meaning(node, found[0])
        if meanings:
            self.fault("R131", node.span, name=node.text, ways=listed(_ways(meanings)[:4]))
        else:
            self.fault("R135", node.span, name=node.text, layout=layout.name)
        return _anything(node)

    def ambiguous(self, node: Name | Selector, found: list[Meaning]) -> None:
        self.fault("R132", node.span, name=node.text, ways=listed(_ways(found)[:6]))

    def own(self, node: Name) -> Reference | None:
        """The name as the scope's own column, row or slot."""
        around = self.around
        if around.section is not None:
            return self.own_slot(node, around.section)
        if not around.tables:
            return None
        if around.row and not around.column:
            return self.own_cell(node, Pick("here"), None)
        if around.column and not around.row:
            return self.own_cell(node, None, Pick("here"))
        if around.row:
            return None
        table = around.tables[0]
        if table.single_row:
            return self.own_cell(node, Pick("only"), None)
        only = _only_column(table)
        return self.own_cell(node, None, only) if only is not None else None

    def own_slot(self, node: Name, section: SectionSpec) -> Reference | None:
        """The name as a slot of the section the scope looks at."""
        slots = [m for m in self.around.layout.meanings(node.text) if m.what == "slot" and m.path[0] == section.name]
        return self.meaning(node, slots[0]) if len(slots) == 1 else None

    def own_cell(self, node: Name, row: Pick | None, column: Pick | None) -> Reference | None:
        what = "row" if row is None else "column"
        paths: dict[Path, str] = {}
        for table in self.around.tables:
            path = self.tail(node, what, table)
            if path is None:
                return None
            if path == ():
                return _anything(node)
            paths.setdefault(path, table.name)
        if len(paths) > 1:
            self.ambiguous(node, [Meaning(what, "·".join(path), name, path) for path, name in paths.items()])
            return _anything(node)
        path = next(iter(paths))
        pick = Pick("path", "·".join(path), path)
        table = self.around.tables[0]
        stated = (column or pick).path
        kind = table.column(stated).kind if stated else AMOUNT
        return Reference("cell", kind, node.text, row=row or pick, column=column or pick, span=node.span)

    def tail(self, node: Name | Selector, what: str, table: TableSpec) -> Path | None:
        """The one path of a table that a name ends; () after an ambiguous one, None when there is none."""
        meanings = [m for m in self.around.layout.meanings(node.text) if m.what == what and m.table == table.name]
        exact = [m for m in meanings if m.name == node.text]
        paths = {m.path for m in exact or meanings}
        if len(paths) > 1:
            self.ambiguous(node, meanings)
            return ()
        return next(iter(paths), None)

    def meaning(self, node: Name, meaning: Meaning) -> Reference | Any:
        layout, span = self.around.layout, node.span
        match meaning.what:
            case "term":
                return self.term(node, meaning.name)
            case "slot":
                slot = layout.slots[meaning.path]
                many = slot.many or bool(slot.key and slot.key != self.around.key and not self.around.row)
                kind = TEXT if slot.kind == NAME else slot.kind
                return Reference(
                    "slot", kind, node.text, many=many and kind not in _WORDS, path=slot.path, key=slot.key, span=span
                )
            case "words":
                return Reference("words", LIST, node.text, members=layout.word_lists[meaning.name], span=span)
            case "table":
                return self.table(TableName(meaning.table, span), node.text)
            case _:
                absent = meaning.name in layout.absent
                return Reference("section", SECTION, node.text, path=(meaning.name,), absent=absent, span=span)

    def term(self, node: Name, name: str) -> Any:
        """A term stands for its expression in the vocabulary, read outside any scope."""
        layout = self.around.layout
        if name in self.expanding:
            self.fault("R136", node.span, name=node.text)
            return _anything(node)
        expression, faults = parse(layout.terms[name], layout.lexicon)
        inner = _Resolver(Surroundings(layout), [], (*self.expanding, name))
        if expression is None:
            self.fault("R137", node.span, name=node.text)
            return _anything(node)
        resolved = inner.expression(expression)
        if faults or inner.faults:
            self.fault("R137", node.span, name=node.text)
            return _anything(node)
        if isinstance(resolved, Reference):
            return replace(resolved, text=node.text, span=node.span)
        return replace(resolved, span=node.span)

    def table(self, node: TableName, text: str) -> Reference:
        layout = self.around.layout
        spec = layout.tables.get(node.title) or layout.table_titled(node.title)
        if spec is None:
            numbered = [t for t in layout.tables.values() if node.title in t.numbers]
            spec = numbered[0] if len(numbered) == 1 else None
        if spec is None:
            return Reference("table", TABLE, text, table=node.title, absent=node.title in layout.absent, span=node.span)
        return Reference("table", TABLE, text, table=spec.name, absent=spec.name in layout.absent, span=node.span)

    def here(self, node: Here) -> Reference:
        around, text = self.around, write(node)
        kinds = {
            "table": (TABLE, bool(around.tables) or around.every_table),
            "row": (ROW, around.row),
            "section": (SECTION, around.section is not None or around.every_section),
            "figure": (AMOUNT, around.row and around.column),
            "level": (AMOUNT, around.level and around.column),
            "children": (AMOUNT, around.level and around.column),
            "member": (TEXT, around.member),
            "contents": (LIST, True),
            "headings": (LIST, True),
            "attachments": (LIST, True),
            "text": (TEXT, True),
            "year": (TEXT, True),
            "sentence": (TEXT, around.sentence),
            "rest": (TEXT, around.member or around.sentence or around.section is not None or around.every_section),
            "labels": (TEXT, True),
            "table_numbers": (LIST, True),
            "entity": (TEXT, True),
        }
        kind, offered = kinds.get(node.what, (ANY, False))
        if (node.what == "column" and around.column) or (node.what == "key" and around.key):
            self.fault("R158", node.span)
        elif not offered:
            self.not_offered(node.what, node.span)
        many = node.what == "children"
        return Reference(node.what, kind, text, many=many, also=write(node, "en"), span=node.span)

    def not_offered(self, what: str, span: Span) -> None:
        """本行 and its like without the scope they belong to; the lesson says which."""
        each = {
            "table": Scope(()),
            "row": Scope(steps=(Each("rows"),)),
            "column": Scope(steps=(Each("columns"),)),
            "figure": Scope(steps=(Each("rows"), Each("columns"))),
            "section": Scope(steps=(Each("sections"),)),
            "member": Scope(steps=(Each("each_listed", "contents"),)),
            "sentence": Scope(steps=(Each("sentences"),)),
            "rest": Scope(steps=(Each("sections"),)),
            "key": Scope(steps=(Each("each", next(iter(self.around.layout.keys), "")),)),
        }.get(what, Scope(steps=(Each("parents"), Each("columns"))))
        self.fault("R133", span, what=what, needs=write_scope(each), needs_en=write_scope(each, "en"))

    def cell(self, node: Cell) -> Reference:
        layout, text = self.around.layout, write(node)
        if isinstance(node.table, Here):
            spec = self.around.tables[0] if self.around.tables and node.table.what == "table" else None
            name = ""
            if node.table.what != "table":
                self.fault("R130", node.table.span, name=write(node.table))
            elif spec is None:
                self.not_offered("table", node.table.span)
        else:
            named = node.table.title if isinstance(node.table, TableName) else node.table.text
            found = self.table(TableName(named, node.table.span), text)
            name, spec = found.table, layout.tables.get(found.table)
            if found.absent:
                return Reference("cell", ANY, text, table=name, absent=True, span=node.span)
            if spec is None:
                self.fault("R130", node.table.span, near_names(named, layout.tables), name=named)
        if spec is None:
            return _anything(node)
        row, column = self.picks(node, spec)
        column = column or _only_column(spec)
        if column is None and row is not None and not spec.single_row:
            return Reference("row", ROW, text, table=name, row=row, span=node.span)
        kind = spec.column(column.path).kind if column is not None and column.how == "path" else AMOUNT
        many = row is not None and row.how == "below"
        also = write(node, "en")
        return Reference("cell", kind, text, many=many, table=name, row=row, column=column, also=also, span=node.span)

    def attribute(self, node: Attribute) -> Reference:
        """What is said of a table, a row or a text; of a row by name where its scope has one table."""
        of = self.expression(node.of)
        if isinstance(node.of, Cell) and len(node.of.selectors) == 1 and of.what == "cell" and of.kind != ANY:
            # one selector is a row, also where the table has a single amount in it
            of = replace(of, kind=ROW)
        known = _ATTRIBUTES.get(of.kind, {})
        if of.kind != ANY and node.what not in known:
            zh, en = (listed(spelling("attributes", what, lang) for what in known) for lang in ("zh", "en"))
            self.fault("R159", node.span, name=of.text, kind=of.kind, known=zh, known_en=en)
            return _anything(node)
        if of.kind in (TEXT, LIST, SECTION):
            return Reference(
                "attribute", known[node.what], write(node), path=(node.what,), absent=of.absent, of=of,
                also=write(node, "en"), span=node.span,
            )  # fmt: skip
        row = (of.row or Pick("here")) if of.kind == ROW else None
        return Reference(
            "attribute", known.get(node.what, ANY), write(node), table=of.table, row=row, path=(node.what,),
            absent=of.absent, also=write(node, "en"), span=node.span,
        )  # fmt: skip

    def picks(self, node: Cell, spec: TableSpec) -> tuple[Pick | None, Pick | None]:
        """The row and the column that one or two selectors say."""
        before = len(self.faults)
        if len(node.selectors) == 2 and spec.single_row:
            span = node.selectors[0].span[0], node.selectors[1].span[1]
            path = "·".join(selector.text for selector in node.selectors)
            self.fault("R155", span, near_names(path, _names_of(spec, "column")), table=spec.name)
            return Pick("only"), Pick("number", "")
        if len(node.selectors) == 2:
            row = self.row(node.selectors[0], spec)
            swapped = any(fault.code == "R156" for fault in self.faults[before:])
            return row, Pick("number", "") if swapped else self.column(node.selectors[1], spec)
        (only,) = node.selectors
        if spec.single_row:
            return Pick("only"), self.column(only, spec)
        return self.row(only, spec), None

    def row(self, selector: Selector, spec: TableSpec) -> Pick:
        match selector.kind:
            case "code" | "below" | "line":
                self.code(selector, spec)
                return Pick(selector.kind, selector.text)
            case "here":
                if (selector.text == "row" and self.around.row) or (selector.text == "key" and self.around.key):
                    return Pick("here")
                if selector.text == "member" and self.around.member:
                    return Pick("member")
                self.not_offered(selector.text, selector.span)
                return Pick("here")
            case "text":
                return Pick("text", selector.text)
            case _:
                path = self.tail(selector, "row", spec)
                if path is None:
                    self.no_row(selector, spec)
                    return Pick("text", selector.text)
                return Pick("path", selector.text, path)

    def code(self, selector: Selector, spec: TableSpec) -> None:
        """Whether a code can stand in a table at all."""
        if selector.kind == "line":
            return
        coding = self.around.layout.codings.get(spec.coding)
        if coding is None:
            self.fault("R138", selector.span, table=spec.name)
            return
        lengths = coding.lengths if selector.kind == "code" else range(1, max(coding.lengths, default=0))
        if not selector.text.isdecimal() or len(selector.text) not in lengths:
            near = near_names(selector.text, coding.names)
            self.fault("R157", selector.span, near, word=selector.text, lengths=listed(map(str, coding.lengths)))

    def no_row(self, selector: Selector, spec: TableSpec) -> None:
        """A name that is no listed row of a table; in a coded table the names of its classification are rows."""
        coding = self.around.layout.codings.get(spec.coding)
        labels = [name for names in coding.names.values() for name in names] if coding else []
        if key(selector.text) in map(key, labels):
            return
        meanings = self.around.layout.meanings(selector.text)
        column = any(m.what == "column" and m.table == spec.name for m in meanings)
        near = () if column else near_names(selector.text, [*_names_of(spec, "row"), *labels])
        self.fault("R156" if column else "R134", selector.span, near, name=selector.text, table=spec.name)

    def column(self, selector: Selector, spec: TableSpec) -> Pick:
        match selector.kind:
            case "here" if selector.text == "column" and self.around.column:
                return Pick("here")
            case "here" if selector.text == "column":
                self.not_offered("column", selector.span)
            case "number":
                return Pick("number", selector.text)
            case "label":
                path = self.tail(selector, "column", spec)
                if path:
                    return Pick("path", selector.text, path)
                if path is None:
                    self.no_column(selector, spec)
            case _:
                self.no_column(selector, spec)
        return Pick("number", "")

    def no_column(self, selector: Selector, spec: TableSpec) -> None:
        near = near_names(selector.text, _names_of(spec, "column"))
        self.fault("R139", selector.span, near, name=write_selector(selector), table=spec.name)

    def number(self, node: Number) -> Reference:
        layout, unit = self.around.layout, node.unit
        percents = grammar_table("characters")["percents"]
        factor, kind = Decimal(1), NUMBER
        if unit in percents:
            factor, kind = Decimal(percents[unit]), RATIO
        elif unit:
            kind = AMOUNT if unit in layout.units else COUNT
            factor = layout.units.get(unit, Decimal(1))
        value = EXACT.multiply(node.value, factor)
        return Reference("literal", kind, write(node), value=value, unit=unit, span=node.span)

    # --- expressions ------------------------------------------------------------------------------------------

    def expression(self, node: Expression) -> Any:
        match node:
            case Number():
                return self.number(node)
            case Text(value):
                return Reference("words", TEXT, write(node), members=(value,), span=node.span)
            case Name():
                return self.name(node)
            case TableName(title):
                found = self.table(node, write(node))
                if found.table not in self.around.layout.tables and not found.absent:
                    self.fault("R130", node.span, near_names(title, self.around.layout.tables), name=title)
                return found
            case Here():
                return self.here(node)
            case Cell():
                return self.cell(node)
            case Attribute():
                return self.attribute(node)
            case Shifted(to, operand):
                return Shifted(to, self.expression(operand), node.span)
            case Call(function, arguments):
                resolved = tuple(self.expression(argument) for argument in arguments)
                if function == "same" and len(resolved) == 2:
                    return Tested("same", resolved[0], resolved[1], node.span)
                return Call(function, resolved, node.span)
            case Negative(operand):
                return Negative(self.expression(operand), node.span)
            case Arithmetic(operator, left, right):
                return Arithmetic(operator, self.expression(left), self.expression(right), node.span)
            case Compared(operands, operators):
                return Compared(tuple(self.expression(o) for o in operands), operators, node.span)
            case Tested(predicate, subject, target):
                inner = None if target is None else self.expression(target)
                return Tested(predicate, self.expression(subject), inner, node.span)
            case Negated(operand):
                return Negated(self.expression(operand), node.span)
            case Both(operands):
                return Both(tuple(self.expression(o) for o in operands), node.span)
            case Either(operands):
                return Either(tuple(self.expression(o) for o in operands), node.span)
            case Conditional(condition, claim):
                return Conditional(self.expression(condition), self.expression(claim), node.span)


def _anything(node: Any) -> Reference:
    return Reference("cell", ANY, write(node), span=node.span)


def _only_column(spec: TableSpec) -> Pick | None:
    """The column with figures where a table has only one."""
    paths = [column.path for column in spec.columns if column.kind in (AMOUNT, RATIO, COUNT)]
    return Pick("path", "·".join(paths[0]), paths[0]) if len(paths) == 1 else None


def _names_of(spec: TableSpec, what: str) -> list[str]:
    """The rows or the columns of a table, as a rule can say them: by their last name, repeated ones by their path."""
    paths = [path for kind, path, _ in table_names(spec) if kind == what]
    last = [path[-1] for path in paths]
    return ["·".join(path) if last.count(path[-1]) > 1 else path[-1] for path in paths]


def _ways(meanings: list[Meaning]) -> list[str]:
    """How to write each of the things a name can mean."""
    ways = []
    for meaning in meanings:
        match meaning.what:
            case "row":
                ways.append(f"《{meaning.table}》[{meaning.name}]")
            case "column":
                ways.append(f"《{meaning.table}》[…, {meaning.name}]")
            case _:
                ways.append(meaning.name)
    return list(dict.fromkeys(ways))


def resolve(expression: Expression, around: Surroundings) -> tuple[Any, list[Fault]]:
    """The assertion with every name made a reference and every type checked, and the faults met on the way."""
    resolver = _Resolver(around)
    resolved = resolver.expression(expression)
    return resolved, resolver.faults or [_with_near(fault, resolved, around) for fault in claim_faults(resolved)]


def _with_near(fault: Fault, resolved: Any, around: Surroundings) -> Fault:
    """A quoted text where a figure is needed may be a name that ought not to be quoted."""
    if fault.code != "R148":
        return fault
    words = next((leaf.members for leaf in _leaves(resolved) if leaf.span == (fault.start, fault.end)), ())
    return replace(fault, near=near_names("".join(words), around.layout.lexicon.last_names))


def _leaves(node: Any) -> Iterator[Reference]:
    pending = [node]
    while pending:
        inner = pending.pop()
        if isinstance(inner, Reference):
            yield inner
            continue
        for value in (getattr(inner, name) for name in getattr(inner, "__dataclass_fields__", ())):
            pending += value if isinstance(value, tuple) else (value,)


def resolve_number(expression: Expression, around: Surroundings, term: str = "") -> tuple[Any, str, list[Fault]]:
    """An expression that stands for a figure (a tolerance, or what a term is), its type, and its faults."""
    resolver = _Resolver(around, expanding=(term,) if term else ())
    resolved = resolver.expression(expression)
    if resolver.faults:
        return resolved, ANY, resolver.faults
    kind, faults = kind_of(resolved)
    return resolved, kind, faults


def surroundings(scope: Scope, layout: Layout) -> tuple[Surroundings, list[Fault]]:
    """What the names of a rule find around them under a scope, and the faults of the scope itself."""
    faults: list[Fault] = []
    tables: list[TableSpec] = []
    sections: list[SectionSpec] = []
    places = scope.places or (scope.span,) * len(scope.tables or ())
    for title, place in zip(scope.tables or (), places, strict=True):
        spec = layout.tables.get(title) or layout.table_titled(title)
        spec = spec or next((t for t in layout.tables.values() if title in t.numbers), None)
        if spec is None and title in layout.sections:
            sections.append(layout.sections[title])
        elif spec is not None:
            tables.append(spec)
        elif title not in layout.absent:
            near = near_names(title, [*layout.tables, *layout.sections])
            faults.append(Fault("R130", *place, (("name", title),), near))
    if scope.tables and not tables and not sections and not faults:
        # every one of them is among what the layout lacks
        faults.append(Fault("R130", *places[0], (("name", scope.tables[0]),)))
    section = sections[0] if len(sections) == 1 else None
    around = Surroundings(
        layout, tuple(tables), section, every_table=scope.tables == (), every_section=len(sections) > 1
    )
    for step in scope.steps:
        match step.what:
            case "rows" | "leaves":
                around = replace(around, row=True)
            case "columns":
                around = replace(around, column=True)
            case "parents":
                around = replace(around, row=True, level=True)
            case "sections":
                around = replace(around, every_section=True)
            case "each_listed" | "terms":
                around = replace(around, member=True)
            case "sentences":
                around = replace(around, sentence=True)
            case _:
                around = _each(step.name, step.span, around, faults)
    if (around.row or around.column) and scope.tables is None and not faults:
        faults.append(Fault("R123", *scope.steps[0].span))
    return around, faults


def _each(name: str, span: Span, around: Surroundings, faults: list[Fault]) -> Surroundings:
    layout = around.layout
    meanings = layout.meanings(name)
    lists = [slot.path[-1] for slot in layout.slots.values() if slot.kind in (LIST, TEXT, NAME)]
    if around.tables or around.every_table:
        codings = [layout.codings[table.coding] for table in around.tables or layout.tables.values() if table.coding]
        known = list(dict.fromkeys(level for coding in codings for level in coding.levels))
        every = len(codings) == len(around.tables) and all(name in coding.levels for coding in codings)
        if name in known and (every or around.every_table):
            return replace(around, row=True)
    elif any(m.what == "key" for m in meanings):
        return replace(around, key=name)
    elif any(m.what == "words" or (m.what == "slot" and m.path[-1] in lists) for m in meanings):
        return replace(around, member=True)
    else:
        known = [*layout.keys, *layout.word_lists, *lists]
    values = (("name", name), ("known", listed(known)))
    faults.append(Fault("R124", *span, values, near_names(name, known)))
    return around
