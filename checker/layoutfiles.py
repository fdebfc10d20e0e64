"""Layout files → layouts: YAML read, inheritance resolved, every mistake told with its place."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from checker.characters import bare_key
from checker.facts import AMOUNT
from checker.layoutnames import misnomers
from checker.layouts import (
    LAST_YEAR,
    BlockSpec,
    CodingSpec,
    ColumnSpec,
    FormerName,
    KeySpec,
    Layout,
    RowSpec,
    SectionSpec,
    SentenceSpec,
    TableSpec,
    TotalSpec,
    all_keys,
)
from checker.lexer import Fault
from checker.notation import PatternFault, all_parts, read_notation, spelt_out
from checker.patterns import Pattern, compile_pattern
from checker.problems import Problem, listed, near_names
from checker.records import Record, lacking, meaning, merged, not_one_of, read_record, shown, unexpected
from checker.resources import table as grammar_table
from checker.speech import Speech
from checker.yaml_nodes import Block, Entries, Node, Scalar, YamlFile, problem

MOST_WORDINGS = 1000
"""Wordings that the brackets of one entry of a word list may allow."""
_YEARS = re.compile(r"(\d{4})(?:(-)(\d{4})?)?")


@dataclass
class _Sheet:
    """Everything read so far: the files, which file a text stands in, the records by layout name, and what layouts that
    extend one another share: their speech, and the patterns made for it."""

    problems: list[Problem] = field(default_factory=list)
    files: dict[int, YamlFile] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    fallback: YamlFile = field(default_factory=lambda: YamlFile(""))
    speeches: list[Speech] = field(default_factory=list)
    patterns: dict[tuple[Any, ...], tuple[Pattern | None, list[PatternFault]]] = field(default_factory=dict)

    def speech(self, speech: Speech) -> Speech:
        """The speech of an earlier layout where it is the same."""
        words = [getattr(speech, part.name) for part in fields(speech)]
        same = next((s for s in self.speeches if [getattr(s, part.name) for part in fields(s)] == words), None)
        if same is None:
            self.speeches.append(speech)
        return same or speech

    def file(self, node: Node) -> YamlFile:
        return self.files.get(id(node), self.fallback)

    def fault(
        self, code: str, node: Node, start: int = 0, end: int | None = None, near: tuple[str, ...] = (), **values: str
    ) -> None:
        self.problems.append(problem(self.file(node), code, node, start, end, near, **values))


def _nodes(node: Node | None) -> Iterator[Node]:
    if node is None:
        return
    yield node
    if isinstance(node, Block):
        for label, inner in node.pairs:
            yield label
            yield from _nodes(inner)
    elif isinstance(node, Entries):
        for item in node.items:
            yield from _nodes(item)


def read_layouts(files: Iterable[YamlFile]) -> tuple[list[Layout], list[Problem]]:
    """The layouts of some files, each with what it inherits; one with a fault in its file or one it extends is left
    out."""
    layouts, faulty, problems = all_layouts(files)
    return [layout for layout in layouts if layout.name not in faulty], problems


def all_layouts(files: Iterable[YamlFile]) -> tuple[list[Layout], set[str], list[Problem]]:
    """The layouts of some files as far as they could be read, the names of those with a fault, and every fault.

    The names of a faulty layout still serve to read rules by: its own mistake is told, and not one for every rule.
    """
    sheet = _Sheet()
    for file in files:
        sheet.fallback = file
        if file.root is None:
            continue
        sheet.files.update((id(node), file) for node in _nodes(file.root))
        record = read_record(file, file.root, "layout_file", sheet.problems)
        if record is None or not record.text("name"):
            continue
        name = record.text("name")
        if name in sheet.records:
            sheet.fault("L101", record.values["name"], word=name)
        else:
            sheet.records[name] = record
    layouts = []
    for record in sheet.records.values():
        whole = _inherited(record, sheet, ())
        for node, name in lacking(whole) if whole is not None else ():
            sheet.fault("R203", node, word=name)
        layout = _layout(whole, sheet, _depth(record, sheet)) if whole is not None else None
        layouts += [layout] if layout is not None else []
    wrong = {problem.file for problem in sheet.problems}
    faulty = {name for name, record in sheet.records.items() if wrong & set(_files_behind(record, sheet))}
    seen: dict[tuple[str, str, int, int], Problem] = {}
    for found in sheet.problems:
        seen.setdefault((found.code, found.file, found.line, found.column), found)
    return layouts, faulty, list(seen.values())


def _files_behind(record: Record, sheet: _Sheet) -> Iterator[str]:
    """The file of a layout and those of the layouts it extends."""
    seen: set[str] = set()
    at: Record | None = record
    while at is not None and at.text("name") not in seen:
        seen.add(at.text("name"))
        yield sheet.file(at.node).path
        at = sheet.records.get(at.text("extends"))


def is_layout_file(file: YamlFile) -> bool:
    """Whether a YAML file is a layout and not a set of rules: by its first key that only one of them has."""
    if isinstance(file.root, Block):
        layout = {bare_key(w) for f in ("name", "tables", "extends", "columns") for w in _both("layout_file", f)}
        rules = {bare_key(w) for f in ("name", "rules") for w in _both("rule_file", f)}
        for label, _ in file.root.pairs:
            if bare_key(label.text) in layout - rules:
                return True
            if bare_key(label.text) in rules:
                return False
    return False


def _both(kind: str, name: str) -> tuple[str, ...]:
    found = grammar_table("keys")["records"][kind]["fields"].get(name)
    return (found["zh"], found["en"]) if found else ()


def _inherited(record: Record, sheet: _Sheet, below: tuple[str, ...]) -> Record | None:
    base = record.text("extends")
    if not base:
        return record
    parent = sheet.records.get(base)
    if parent is None or base in below:
        near = _near(base, sheet.records) if parent is None else ()
        sheet.fault("L102" if parent is None else "L103", record.values["extends"], near=near, word=base)
        return None
    whole = _inherited(parent, sheet, (*below, record.text("name")))
    return None if whole is None else merged(whole, record)


def read_years(text: str) -> tuple[int, int] | None:
    """A span of years: 2021, 2017-2024 or 2017- ; None when it is none of these."""
    found = _YEARS.fullmatch(text.strip().translate({0xFF0D: "-", 0x2014: "-", 0x2013: "-", 0x81F3: "-"}))
    if not found:
        return None
    first = int(found[1])
    last = int(found[3]) if found[3] else (LAST_YEAR if found[2] else first)
    return (first, last) if first <= last else None


def _near(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """The nearest of a few names; where none is near, the first of them."""
    names = list(known)
    return near_names(word, names, cutoff=0.4) or tuple(names[:3])


def _years(record: Record, sheet: _Sheet) -> tuple[tuple[int, int], ...]:
    spans = []
    for scalar in record.values.get("years", ()):
        span = read_years(scalar.text)
        if span is None:
            sheet.fault("L104", scalar, word=scalar.text)
        else:
            spans.append(span)
    return tuple(spans)


def _speech(record: Record, sheet: _Sheet) -> Speech:
    units: dict[str, Decimal] = {}
    for label, values in record.values.get("units", {}).items():
        try:
            units[label.text] = Decimal(values[0].text)
        except (InvalidOperation, IndexError):
            sheet.fault("L105", values[0] if values else label, word=values[0].text if values else "")
    directions = record.values.get("directions")
    words = {name: frozenset(directions.texts(name) if directions else ()) for name in ("up", "down", "level")}
    return Speech(
        units=units,
        measures=frozenset(record.texts("measures")),
        up=words["up"],
        down=words["down"],
        level=words["level"],
        fillers=frozenset(record.texts("fillers")),
        conjunctions=frozenset(record.texts("conjunctions")),
        list_tails=frozenset(record.texts("list_tails")),
        name_tails=frozenset(record.texts("name_tails")),
        hedges=frozenset(record.texts("hedges")),
        names=_whole_names(record),
    )


def _whole_names(record: Record) -> frozenset[str]:
    """Names of the layout that are one name though a conjunction stands in them (社会保障和就业支出)."""
    codings = [values for coding in record.records("codings") for values in coding.values.get("codes", {}).values()]
    return frozenset(scalar.text for values in codings for scalar in values)


def _depth(record: Record, sheet: _Sheet) -> int:
    """How many layouts a layout extends, one after another."""
    base = record.text("extends")
    return 1 + _depth(sheet.records[base], sheet) if base else 0


def _layout(record: Record, sheet: _Sheet, depth: int) -> Layout | None:
    speech = sheet.speech(_speech(record, sheet))
    endings = _kind_endings(record, sheet)
    codings = {coding.name: coding for coding in (_coding(r, sheet) for r in record.records("codings"))}
    exact = record.texts("exact_units")
    tables = [_table(r, codings, exact, sheet) for r in record.records("tables")]
    sections = [_section(r) for r in record.records("sections")]
    keys = {r.text("name"): KeySpec(r.text("name"), r.text("table"), r.texts("slots")) for r in record.records("keys")}
    known = {t.name for t in tables}
    for r in record.records("keys"):
        if r.text("table") not in known:
            sheet.fault("L106", r.values["table"], near=_near(r.text("table"), known), word=r.text("table"))
    whole = Layout(
        name=record.text("name"),
        kind=record.text("kind"),
        years=_years(record, sheet),
        speech=speech,
        unit=record.text("unit"),
        decimals=int(record.values.get("decimals", 0)),
        regions=record.texts("regions"),
        number_row=record.texts("number_row"),
        line_column=record.texts("line_column"),
        no_data=_patterns(record.values.get("no_data", ()), speech, {}, {}, sheet),
        codings=codings,
        tables={t.name: t for t in tables},
        sections={s.name: s for s in sections},
        sentences=_sentences(record, speech, endings, {s.name for s in sections}, set(keys), sheet),
        keys=keys,
        terms={label.text: values[0].text for label, values in record.values.get("terms", {}).items() if values},
        word_lists={
            label.text: tuple(word for value in values for word in _wordings(value, sheet))
            for label, values in record.values.get("word_lists", {}).items()
        },
        kind_endings=endings,
        depth=depth,
    )
    layout = _without(record.texts("absent"), whole, record) if "absent" in record.values else whole
    _check_names(record, layout, sheet)
    # terms are checked with every table there: what is 无 is no mistake of theirs
    _check_terms(record, whole, sheet)
    return layout


def _without(absent: tuple[str, ...], whole: Layout, record: Record) -> Layout:
    """A layout less the tables and sections it lacks. Rules and terms still say their names: what speaks of them is
    不适用, and no name comes to mean another thing because of it."""
    tables = {name: table for name, table in whole.tables.items() if name not in absent}
    titles = {r.text("name"): (*r.texts("titles"), *r.texts("numbers")) for r in record.records("tables")}
    taken = {title for name in tables for title in (name, *titles[name])}
    gone = {title for name in absent for title in titles.get(name, ())} - taken
    layout = replace(
        whole,
        tables=tables,
        sections={name: section for name, section in whole.sections.items() if name not in absent},
        absent=frozenset((*absent, *gone)),
        lost=tuple(whole.names),
    )
    lost = {name for name, text in whole.terms.items() if _term_faults(name, text, layout)}
    terms = {name: text for name, text in whole.terms.items() if name not in lost}
    return replace(layout, terms=terms, absent=layout.absent | lost)


def _check_names(record: Record, layout: Layout, sheet: _Sheet) -> None:
    own = sheet.file(record.node).path
    for found in misnomers(record, layout):
        node = found.node
        # of two tables with one title the layout's own is to be changed, not one of the layout it extends
        if found.other is not None and sheet.file(node).path != own == sheet.file(found.other).path:
            node = found.other
        sheet.fault(found.code, node, 0, None, found.near, **found.values)


def _kind_endings(record: Record, sheet: _Sheet) -> dict[str, str]:
    found = {}
    for label, values in record.values.get("kind_endings", {}).items():
        kind = meaning("kind", values[0].text) if values else None
        if kind is None:
            scalar = values[0] if values else label
            sheet.problems.append(not_one_of(sheet.file(scalar), scalar, "kind", label.text))
        else:
            found[label.text] = kind
    # longer endings first, so that 增长率 is asked before 率
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _check_terms(record: Record, layout: Layout, sheet: _Sheet) -> None:
    """Every term of the vocabulary must be found: its expression is read and its names are looked up now."""
    for label, values in record.values.get("terms", {}).items():
        if not values:
            sheet.fault("L107", label, word=label.text)
            continue
        for fault in _term_faults(label.text, values[0].text, layout):
            said = {"said": values[0].text[fault.start : fault.end], **dict(fault.values)}
            sheet.fault(fault.code, values[0], fault.start, fault.end, fault.near, **said)


def _term_faults(name: str, text: str, layout: Layout) -> list[Fault]:
    """What is wrong with the expression of a term."""
    from checker.language import parse
    from checker.resolution import Surroundings, resolve_number

    expression, faults = parse(text, layout.lexicon)
    if expression is not None:
        _, _, faults = resolve_number(expression, Surroundings(layout), name)
    return faults


def _coding(record: Record, sheet: _Sheet) -> CodingSpec:
    lengths = []
    for scalar in record.values.get("lengths", ()):
        if scalar.text.isdecimal() and len(scalar.text) < 3:
            lengths.append(int(scalar.text))
        else:
            field = shown("coding", "lengths")
            sheet.fault("R204", scalar, word=scalar.text, key=field, known=listed("357"))
    codes = {label.text: tuple(v.text for v in values) for label, values in record.values.get("codes", {}).items()}
    former = [FormerName(r.text("code"), r.text("name"), _years(r, sheet)) for r in record.records("former")]
    return CodingSpec(record.text("name"), tuple(lengths), record.texts("levels"), codes, tuple(former))


def _section(record: Record) -> SectionSpec:
    name = record.text("name")
    titles = record.texts("titles")
    return SectionSpec(
        name,
        all_keys([name, *titles]),
        record.flag("required", True),
        bare_key(record.text("under")),
        titles[0] if titles else name,
    )


def _table(record: Record, codings: dict[str, CodingSpec], exact_units: tuple[str, ...], sheet: _Sheet) -> TableSpec:
    name = record.text("name")
    coding = record.text("coding")
    if coding and coding not in codings:
        sheet.fault("L108", record.values["coding"], near=_near(coding, codings), word=coding)
        coding = ""
    blocks = tuple(
        BlockSpec(b.text("name"), all_keys([b.text("name"), *b.texts("titles")])) for b in record.records("blocks")
    )
    rows: list[RowSpec] = []
    if "rows" in record.values:
        _rows(record.values["rows"], (), None, True, rows, sheet)
    for block in record.records("blocks"):
        if "rows" in block.values:
            _rows(block.values["rows"], (block.text("name"),), None, True, rows, sheet)
    columns: list[ColumnSpec] = []
    if "columns" in record.values:
        _columns(record.values["columns"], (), (), columns, sheet)
    promised = record.texts("promised")
    if promised and meaning("totals", promised[0]) == "all" and coding:
        promised = tuple(codings[coding].names)
    return TableSpec(
        name=name,
        titles=frozenset(bare_key(t) for t in (name, *record.texts("titles"))),
        numbers=record.texts("numbers"),
        required=record.flag("required", True),
        side_by_side=record.flag("side_by_side", False),
        single_row=record.flag("single_row", False),
        exact=record.values.get("exact"),
        leading=record.texts("leading"),
        codes=record.texts("codes"),
        labels=record.texts("labels"),
        coding=coding,
        promised=promised,
        totals=_totals(record, sheet),
        blocks=blocks,
        rows=tuple(rows),
        columns=tuple(columns),
        section=record.text("section"),
        exact_units=exact_units,
    )


def _totals(record: Record, sheet: _Sheet) -> tuple[TotalSpec, ...]:
    """Total rows: names alone cover every code; a mapping says which codes each covers."""
    node = record.values.get("totals")
    match node:
        case None:
            return ()
        case Scalar(text):
            return (TotalSpec(text, (text,), ()),)
        case Entries(items):
            names = tuple(item.text for item in items if isinstance(item, Scalar))
            return (TotalSpec(names[0], names, ()),) if names else ()
        case Block(pairs):
            found = []
            for label, inner in pairs:
                items = inner.items if isinstance(inner, Entries) else (inner,)
                codes = tuple(item.text for item in items if isinstance(item, Scalar) and item.text.isdecimal())
                aliases = tuple(i.text for i in items if isinstance(i, Scalar) and i.text and not i.text.isdecimal())
                aliases = tuple(alias for alias in aliases if meaning("totals", alias) != "all")
                found.append(TotalSpec(label.text, (label.text, *aliases), codes))
            return tuple(found)
    return ()


def _rows(
    node: Node, above: tuple[str, ...], parent: RowSpec | None, exhaustive: bool, rows: list[RowSpec], sheet: _Sheet
) -> None:
    """Listed rows in printed order, with the tree that 分项 and 其中 make."""
    if not isinstance(node, Entries):
        unexpected(sheet.file(node), node, "list", sheet.problems)
        return
    for item in node.items:
        if isinstance(item, Scalar):
            rows.append(RowSpec((*above, item.text), all_keys([item.text]), (), exhaustive, False, parent))
            continue
        record = read_record(sheet.file(item), item, "row", sheet.problems)
        if record is None:
            continue
        name, aliases = record.text("name"), record.texts("titles")
        spec = RowSpec(
            (*above, name), all_keys([name, *aliases]), aliases, exhaustive, record.flag("optional", False), parent
        )
        below: list[RowSpec] = []
        for kind, complete in (("parts", True), ("included", False)):
            if kind in record.values:
                _rows(record.values[kind], spec.path, spec, complete, below, sheet)
        rows += [*below, spec] if record.flag("total_last", False) else [spec, *below]


def _columns(
    node: Node,
    above: tuple[str, ...],
    names: tuple[frozenset[str], ...],
    columns: list[ColumnSpec],
    sheet: _Sheet,
) -> None:
    if not isinstance(node, Entries):
        unexpected(sheet.file(node), node, "list", sheet.problems)
        return
    for item in node.items:
        if isinstance(item, Scalar):
            columns.append(ColumnSpec((*above, item.text), (*names, all_keys([item.text])), (), AMOUNT))
            continue
        record = read_record(sheet.file(item), item, "column", sheet.problems)
        if record is None:
            continue
        name, aliases = record.text("name"), record.texts("titles")
        path, keys = (*above, name), (*names, all_keys([name, *aliases]))
        if "columns" in record.values:
            _columns(record.values["columns"], path, keys, columns, sheet)
        else:
            kind = meaning("kind", record.text("kind")) or AMOUNT
            columns.append(ColumnSpec(path, keys, aliases, kind, record.flag("optional", False)))


def _patterns(
    scalars: Iterable[Scalar],
    speech: Speech,
    types: Mapping[str, str],
    endings: Mapping[str, str],
    sheet: _Sheet,
) -> tuple[Pattern, ...]:
    patterns = []
    for scalar in scalars:
        known = (scalar.text, id(speech), *types.items(), *endings.items())
        if known not in sheet.patterns:
            sheet.patterns[known] = compile_pattern(scalar.text, speech, types, endings)
        pattern, faults = sheet.patterns[known]
        for fault in faults:
            sheet.fault(fault.code, scalar, fault.start, fault.end, fault.near, **dict(fault.values))
        if pattern is not None:
            patterns.append(pattern)
    return tuple(patterns)


def _wordings(scalar: Scalar, sheet: _Sheet) -> list[str]:
    """The words an entry of a word list stands for: itself, or every wording its square brackets allow."""
    if not any(sign in scalar.text for sign in "[［"):
        return [scalar.text]
    parts, faults = read_notation(scalar.text, {})
    for fault in faults:
        sheet.fault(fault.code, scalar, fault.start, fault.end, fault.near, **dict(fault.values))
    for part in all_parts(parts):
        if part.what == "slot" or part.repeated:
            sheet.fault("L212", scalar, part.start, part.end, written=scalar.text[part.start : part.end])
            return []
    found = spelt_out(parts, MOST_WORDINGS)
    if found is None:
        sheet.fault("L213", scalar, 0, len(scalar.text), written=scalar.text, most=str(MOST_WORDINGS))
    return [word for word in found or () if word]


def _sentences(
    record: Record, speech: Speech, endings: Mapping[str, str], sections: set[str], keys: set[str], sheet: _Sheet
) -> tuple[SentenceSpec, ...]:
    types = {word: kind for kind in grammar_table("keys")["values"]["kind"] for word in _kind_words(kind)}
    found = []
    for sentence in record.records("sentences"):
        section, per = sentence.text("section"), sentence.text("key")
        if section not in sections:
            sheet.fault("L110", sentence.values["section"], near=_near(section, sections), word=section)
        if per and per not in keys:
            sheet.fault("L111", sentence.values["key"], near=_near(per, keys), word=per)
            per = ""
        patterns = _patterns(sentence.values.get("patterns", ()), speech, types, endings, sheet)
        repeated = sentence.flag("repeated", False)
        required = sentence.flag("required", True)
        found.append(SentenceSpec(section, patterns, sentence.text("within"), repeated, per, required))
    return tuple(found)


def _kind_words(kind: str) -> list[str]:
    words = grammar_table("keys")["values"]["kind"][kind]
    return [*words["zh"], *words["en"]]
