"""Report + layout → facts of the prose: the sections there are, and what the slots of their sentences say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from checker.amounts import EXACT, ZERO, half_unit
from checker.characters import bare_key, key
from checker.facts import AMOUNT, COUNT, LIST, RATIO, Fact, Place, Remark, text_fact
from checker.layouts import CodingSpec, KeySpec, Layout, Path, SectionSpec, SentenceSpec
from checker.patterns import Pattern, punctuation
from checker.prose import Lack, Match, Reading, SlotValue, match, matches
from checker.reports import Report, Section
from checker.resources import table as grammar_table
from checker.rows import Row
from checker.tables import BoundTable

CONSTANT = "constant"
_LACKING = {"unit": "layout.missing-unit", "number": "layout.missing-number"}
"""The remarks on what a sentence lacks."""

_FRONT = 20
"""Characters of the text, at most, that are quoted in front of what a sentence lacks."""

Keyed = tuple[str, Fact]
"""A fact and the key its paragraph speaks of; an empty key where the sentence stands once."""


def bind_sections(report: Report, layout: Layout) -> dict[str, list[Section]]:
    """The sections of the report by their names in the layout, each with the sub-sections that have no name there."""
    found: dict[str, list[Section]] = {}
    current: dict[Path, str] = {}
    for section in report.sections:
        spec = _spec_for(section, layout)
        if spec is not None:
            current[section.heading] = spec.name
            found.setdefault(spec.name, []).append(section)
            continue
        for length in range(len(section.heading) - 1, 0, -1):
            above = current.get(section.heading[:length])
            if above is not None:
                found[above].append(section)
                break
    for spec in layout.sections.values():
        whole = _whole_of(spec, layout)
        # a heading without text of its own says nothing for a part that is missing under it
        if spec.name not in found and whole is not None and any(s.text.strip() for s in found.get(whole.name, ())):
            found[spec.name] = found[whole.name]
    return found


def _whole_of(spec: SectionSpec, layout: Layout) -> SectionSpec | None:
    """The section a section is part of, where the layout says so by its name; not every report gives a part its own heading."""
    return next((s for s in layout.sections.values() if spec.under and bare_key(s.name) == spec.under), None)


def _spec_for(section: Section, layout: Layout) -> SectionSpec | None:
    if not section.heading:
        return None
    last = bare_key(section.heading[-1])
    for spec in layout.sections.values():
        if last not in spec.titles:
            continue
        if not spec.under or spec.under in map(bare_key, section.heading[:-1]) or _whole_of(spec, layout) is not None:
            return spec
    return None


@dataclass(eq=False)
class Sentences:
    """What the sentences of a report say.

    slots: the facts of every slot, by (section, slot), in the order of the text; left_out: the slots, with the key of
    their paragraph, that a sentence which stands there does without, as its pattern allows.
    """

    slots: dict[Path, list[Keyed]] = field(default_factory=dict)
    left_out: set[tuple[Path, str]] = field(default_factory=set)
    remarks: list[Remark] = field(default_factory=list)


def bind_sentences(
    report: Report,
    layout: Layout,
    sections: dict[str, list[Section]],
    tables: dict[str, BoundTable],
    readings: Mapping[int, Reading],
) -> Sentences:
    """What the slots of every sentence say, and what was remarked.

    readings: of the text of each section, by its number. A figure that one sentence took belongs to its fact; later
    sentences pass over it, unless they look into the text of a slot (范围).
    """
    bound = Sentences()
    facts = bound.slots
    precision = _Precision(report, layout, tables, readings)
    claimed: dict[tuple[str, int], set[int]] = {}
    for sentence in layout.sentences:
        texts = sections.get(sentence.section, [])
        # a part without a heading of its own: what is said once is said in the first text that says it
        is_part = any(texts is others for name, others in sections.items() if name != sentence.section)
        says_once = is_part and not (sentence.repeated or sentence.key or sentence.within)
        for section in texts:
            if says_once and any((sentence.section, name) in facts for name in sentence.slots):
                break
            reading = readings[section.index]
            # parts that share a text each have their own figures of it
            reading.claimed = claimed.setdefault((sentence.section, section.index), set())
            for found in _found(sentence, section, reading, facts):
                bound.remarks += [_lack_remark(lack, section) for lack in found.lacks]
                for value in (value for values in found.values.values() for value in values):
                    if value.kind in (AMOUNT, RATIO, COUNT):
                        reading.claim(value.start, value.end)
                key_spec = layout.keys.get(sentence.key)
                about = _key_of(found, key_spec, section, tables, layout, bound.remarks) if key_spec else ""
                # a slot whose number is missing is in the sentence all the same
                said = found.values.keys() | {lack.slot for lack in found.lacks}
                bound.left_out |= {((sentence.section, name), about) for name in sentence.slots - said}
                for name, values in found.values.items():
                    if key_spec and name in key_spec.slots:
                        continue
                    path = (sentence.section, name)
                    kind = layout.slots[path].kind
                    for fact in _facts(values, path, kind, section, precision):
                        facts.setdefault(path, []).append((about, fact))
    return bound


def _last_clause(text: str) -> str:
    """What stands behind the last mark of a text; the point of a number is none."""
    for at in range(len(text) - 1, -1, -1):
        if key(text[at]) in punctuation() and not text[at + 1 : at + 2].isdecimal():
            return text[at + 1 :]
    return text


def _lack_remark(lack: Lack, section: Section) -> Remark:
    """That a figure of a sentence has no unit, or its unit no number; with the words in front of it."""
    front = section.text[max(0, lack.start - _FRONT) : lack.start].splitlines()[-1:] or [""]
    words = _last_clause(front[0]) + lack.printed
    heading = " ".join(section.heading[-2:])
    place = Place(_pointer(section), lack.start, lack.end, section=heading)
    values = {"section": heading, "text": words, "unit": lack.unit, "slot": lack.slot}
    return Remark(_LACKING[lack.what], values, place, violated=True)


def _found(
    sentence: SentenceSpec, section: Section, reading: Reading, facts: dict[Path, list[Keyed]]
) -> Iterator[Match]:
    """Where a sentence stands: once, as often as it is repeated, or inside the text of another slot."""
    if sentence.within:
        pointer = _pointer(section)
        for _, outer in facts.get((sentence.section, sentence.within), ()):
            place = outer.place
            if place.pointer == pointer and place.start is not None and place.end is not None:
                for pattern in sentence.patterns:
                    yield from matches(pattern, reading, place.start, place.end, again=True)
        return
    for pattern in sentence.patterns:
        found = _all(pattern, reading, sentence.repeated or bool(sentence.key))
        if found:
            yield from found
            return


def _all(pattern: Pattern, reading: Reading, many: bool) -> list[Match]:
    if many:
        return matches(pattern, reading)
    first = match(pattern, reading)
    return [] if first is None else [first]


def _pointer(section: Section) -> str:
    return f"/sections/{section.index}/text"


@dataclass(frozen=True)
class _Precision:
    """Decimals of the amounts in prose, by unit: what the report declares, else the most its tables print in that unit;
    of a unit no table is in, the most the prose itself prints, because writers drop zeros there as well."""

    report: Report
    layout: Layout
    tables: dict[str, BoundTable]
    readings: Mapping[int, Reading]

    @cached_property
    def _in_tables(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for table in self.tables.values():
            found[table.unit] = max(found.get(table.unit, 0), table.decimals)
        return found if self.report.decimals is None else dict.fromkeys(found, self.report.decimals)

    @cached_property
    def _in_prose(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for reading in self.readings.values():
            for figure in reading.figures:
                if figure.kind == AMOUNT:
                    found[figure.unit] = max(found.get(figure.unit, 0), figure.decimals)
        return found

    def decimals(self, unit: str) -> int:
        known = self._in_tables.get(unit)
        return self._in_prose.get(unit, 0) if known is None else known


def _facts(values: list[SlotValue], path: Path, kind: str, section: Section, precision: _Precision) -> Iterator[Fact]:
    """A slot's facts: one for each figure or text, one for all the names of a list."""
    if values and values[0].kind == LIST:
        first, last = values[0].start, values[-1].end
        place = Place(_pointer(section), first, last, section=" ".join(section.heading[-2:]))
        yield text_fact("·".join(path), section.text[first:last], place, tuple(value.printed for value in values))
        return
    for value in values:
        yield _fact(value, path, kind, section, precision)


def _fact(value: SlotValue, path: Path, kind: str, section: Section, precision: _Precision) -> Fact:
    place = Place(_pointer(section), value.start, value.end, section=" ".join(section.heading[-2:]))
    term = "·".join(path)
    if isinstance(value.value, str):
        return text_fact(term, value.printed, place)
    if not value.unit and value.kind != COUNT:  # 【变动＝0】 prints no figure
        return Fact(term, kind, value.value, ZERO, "", Decimal(1), value.printed, place, text=path[-1])
    if value.kind == RATIO:
        factor = Decimal(grammar_table("characters")["percents"].get(value.unit, "0.01"))
        places = value.decimals
    elif value.kind == AMOUNT:
        factor = precision.layout.units[value.unit]
        places = max(value.decimals, precision.decimals(value.unit))
    else:
        factor, places = Decimal(1), value.decimals
    half = ZERO if value.kind == COUNT else EXACT.multiply(half_unit(places), factor)
    return Fact(
        term,
        value.kind,
        EXACT.multiply(value.value, factor),
        half,
        value.unit,
        factor,
        value.printed,
        place,
        places,
        text=path[-1],
    )


def _key_of(
    found: Match, spec: KeySpec, section: Section, tables: dict[str, BoundTable], layout: Layout, remarks: list[Remark]
) -> str:
    """What a repeated paragraph speaks of: the row of the key's table that its names lead to."""
    names = [values[0].printed for slot in spec.slots for values in [found.values.get(slot, [])] if values]
    table = tables.get(spec.table)
    row = _row_named(table, names, layout) if table is not None and len(names) == len(spec.slots) else None
    if row is not None:
        return row.code or "·".join(row.path)
    values = {"item": " ".join(names), "table": spec.table, "key": spec.name}
    place = Place(_pointer(section), found.start, found.end, section=" ".join(section.heading[-2:]))
    amounts = [value.value for values in found.values.values() for value in values if value.kind == AMOUNT]
    # reports list items with 0 of which the table, rightly, has no row
    if table is not None and (not amounts or any(amount != 0 for amount in amounts)):
        remarks.append(Remark("layout.unknown-item", values, place))
    return "·".join(key(name) for name in names)


def _row_named(table: BoundTable, names: list[str], layout: Layout) -> Row | None:
    """The row whose own name is the last, and whose ancestors' are the others; an ancestor that is not printed has the
    name its classification gives, or none, which contradicts nothing as long as one row fits."""
    wanted = [key(name) for name in names]
    if wanted[-1] in table.by_code:  # the paragraph gives the code in place of the name
        return table.by_code[wanted[-1]][0]
    tails = [key(tail) for tail in layout.speech.name_tails]
    fits = []
    for row in table.rows:
        if _is_called(key(row.label), wanted[-1], tails):
            known = _names_above(row, len(wanted), table, layout)
            if [*known, key(row.label)] == wanted:
                return row
            above = zip(known, wanted, strict=False)
            if len(known) == len(wanted) - 1 and all(not k or _is_called(k, w, tails) for k, w in above):
                fits.append(row)
    return fits[0] if len(fits) == 1 else None


def _is_called(name: str, written: str, tails: list[str]) -> bool:
    """Whether a text that writes one thing may mean the name; a name may do without some words at its end."""
    return name == written or any(name == written + tail for tail in tails)


def _names_above(row: Row, count: int, table: BoundTable, layout: Layout) -> list[str]:
    """The keys of the names of a row's ancestors, from the top; as many as stand above it, at most count − 1."""
    coding = layout.codings.get(table.spec.coding)
    if coding is None or not row.code:
        above: list[str] = []
        at = row.parent
        while at is not None and len(above) < count - 1:
            above.append(key(at.label))
            at = at.parent
        return above[::-1]
    codes = [row.code[:length] for length in coding.lengths if length < len(row.code)]
    return [_name_of(code, table, coding) for code in codes]


def _name_of(code: str, table: BoundTable, coding: CodingSpec) -> str:
    printed = table.by_code.get(code)
    return key(printed[0].label) if printed else key(next(iter(coding.names.get(code, ())), ""))
