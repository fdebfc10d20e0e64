"""What a rule looks at: every place of a report, one after another."""

from collections.abc import Iterator
from dataclasses import replace

from checker.assertions import Scope
from checker.binding import BoundReport
from checker.facts import Fact, Place, Reason, text_fact
from checker.layouts import CodingSpec, Path
from checker.lookups import Instance, item_rows, no_row, section_fact
from checker.passages import lines, sentences, term
from checker.rows import Row
from checker.tables import BoundTable


def instances(scope: Scope, bound: BoundReport) -> Iterator[Instance]:
    """Every place of a report that a scope looks at, in document order. None at all: the report has no such thing."""
    lists: dict[str, list[Fact]] = {}
    start = Instance(bound, lists=lists)
    if scope.tables is None:
        places = [start]
    else:
        names = scope.tables or tuple(t.name for t in bound.layout.tables.values() if t.required)
        places = [_named(start, name) for name in names]
    for step in scope.steps:
        if step.what == "columns":
            places = list(_each_column(places))
        else:
            places = [found for place in places for found in _step(place, step.what, step.name)]
    yield from places


def _named(place: Instance, name: str) -> Instance:
    """The place at a table or a section the scope names."""
    layout = place.bound.layout
    spec = layout.tables.get(name) or layout.table_titled(name)
    spec = spec or next((t for t in layout.tables.values() if name in t.numbers), None)
    if spec is None and name in layout.sections:
        return replace(place, section=name)
    if spec is None and name in layout.absent:
        return replace(place, table=name, missing=Reason("layout_lacks", {"name": name}, applies=False))
    return replace(place, table=spec.name if spec is not None else name)


def _step(place: Instance, what: str, name: str) -> Iterator[Instance]:
    bound = place.bound
    if place.missing is not None:
        yield place
    elif what == "sections":
        for spec in bound.layout.sections.values():
            if spec.required:
                yield replace(place, section=spec.name)
    elif what in ("sentences", "terms"):
        for fact in _passages(place, what):
            yield replace(place, member=fact)
    elif what == "each_listed":
        members = list(_members(bound, name))
        if not members:
            yield replace(place, missing=Reason(f"no_{name}", applies=False))
        for fact in members:
            yield replace(place, member=fact)
    elif not place.table:
        yield from _each_key(place, name)
    else:
        table = bound.table(place.table)
        if isinstance(table, Reason):
            yield replace(place, missing=table)
            return
        for row in _rows(table, what, name, bound):
            yield place.at_row(row)


def _rows(table: BoundTable, what: str, name: str, bound: BoundReport) -> Iterator[Row]:
    coding: CodingSpec | None = bound.layout.codings.get(table.spec.coding)
    for row in table.rows:
        match what:
            case "rows" if row.index >= 0:
                yield row
            case "parents" if any(c.spec is None or c.spec.exhaustive for c in row.children):
                yield row
            case "leaves" if row.index >= 0 and not row.children and not row.total:
                yield row
            case "each" if coding is not None and name in coding.levels and row.index >= 0:
                if len(row.code) == coding.lengths[coding.levels.index(name)]:
                    yield row


def _each_column(places: list[Instance]) -> Iterator[Instance]:
    """Every amount column of each place; a row or a column that is not printed counts once, not once for each other."""
    said: set[tuple[str, Path]] = set()
    for place in places:
        table = place.bound.table(place.table) if place.missing is None else place.missing
        if isinstance(table, Reason):
            yield place if place.missing is not None else replace(place, missing=table)
            continue
        row = place.row
        if row is not None and row.index < 0:
            yield replace(place, missing=no_row(table, row.name))
            continue
        for column in table.spec.amounts:
            if row is None or column.path in row.columns:
                yield place.at_column(column.path)
                continue
            # side by side, the rows of one block have no cells under the headings of another
            reason = table.fact(row, column.path)
            if isinstance(reason, Reason) and reason.applies and not column.optional:
                block = row.path[:1] if table.spec.blocks and not table.spec.coding else ()
                where = (table.spec.name, (*block, *column.path))
                if where not in said:
                    said.add(where)
                    yield replace(place, row=None, column=column.path, missing=reason)


def _each_key(place: Instance, name: str) -> Iterator[Instance]:
    """Each item that paragraphs speak of, or each member of a list that is a slot or a list of words."""
    bound = place.bound
    layout = bound.layout
    if name in layout.keys:
        yield from _each_item(place, name)
        return
    for path in layout.slots:
        if name in (path[-1], "·".join(path)):
            for _, fact in bound.slots.get(path, ()):
                for member in fact.members or (fact.text,):
                    yield replace(place, member=text_fact(fact.term, member, fact.place))
            return
    for word in layout.word_lists.get(name, ()):
        yield replace(place, member=text_fact(name, word, Place("")))


def _each_item(place: Instance, name: str) -> Iterator[Instance]:
    """Each item of a key: those its table prints with a figure, whether or not the prose has a paragraph for them, and
    those the prose speaks of besides. Where the prose has none at all that is said once."""
    bound = place.bound
    paths = [path for path, slot in bound.layout.slots.items() if slot.key == name]
    spoken = dict.fromkeys(about for path in paths for about, _ in bound.slots.get(path, ()))
    if spoken:
        for about in dict.fromkeys((*(row.code for row in item_rows(bound, name)), *spoken)):
            yield replace(place, about=about)
    elif paths:
        # why the first of them is not there: the layout lacks the section, or the report does, or the sentence
        reason = bound.slot(paths[0])
        yield replace(place, missing=reason if isinstance(reason, Reason) else None)


def _passages(place: Instance, what: str) -> Iterator[Fact]:
    """Each sentence, or each term that is explained on a line of its own, of the section at a place; without one, of
    the whole text. A section that is not there has none: that it is missing is another rule's to tell."""
    bound = place.bound
    known = bound.sections.get(place.section, ()) if place.section else bound.report.sections
    for text in map(section_fact, known):
        for start, end in sentences(text.text) if what == "sentences" else lines(text.text):
            said = text.text[start:end]
            name = said if what == "sentences" else term(said)
            if name:
                yield text_fact(what, name, replace(text.place, start=start, end=start + len(said)))


def _members(bound: BoundReport, what: str) -> Iterator[Fact]:
    """Each entry of a list a report has, as a text of its own."""
    entries = bound.report.contents if what == "contents" else bound.report.attachments
    if what == "headings":
        for section in bound.report.sections:
            if section.heading:
                pointer = f"/sections/{section.index}/heading/{len(section.heading) - 1}"
                yield text_fact(what, section.heading[-1], Place(pointer, section=section.heading[-1]))
        return
    for index, entry in enumerate(entries):
        yield text_fact(what, entry, Place(f"/{what}/{index}"))
