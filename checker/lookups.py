"""Where the facts of an assertion are found, at one place of a report that a rule looks at."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from checker.amounts import read_figure
from checker.attributes import of_headings, of_row, of_table, of_texts
from checker.binding import BoundReport
from checker.characters import bare_key
from checker.evaluation import Lookup
from checker.facts import TEXT, Fact, Place, Reason, text_fact
from checker.layouts import Path
from checker.references import Pick, Reference
from checker.reports import Section
from checker.rows import Row
from checker.tables import BoundTable

_FIGURES = re.compile("[0-9]+")
PASSAGES = ("sentences", "terms")
LONGEST_ENTRY = 40
"""Characters of a sentence or an entry that say which it is."""
MOST_SHOWN = 12
"""Figures that are shown of a table which was looked at as a whole."""


# not frozen, though nobody changes one: thousands are made for a report, and freezing takes most of the time
@dataclass(eq=False, slots=True)
class Instance:
    """One place a rule looks at; it is where the rule's assertion finds its facts (evaluation.Lookup).

    missing: why the whole place cannot be judged, when it cannot.
    """

    bound: BoundReport
    table: str = ""
    row: Row | None = None
    column: Path | None = None
    about: str = ""
    section: str = ""
    member: Fact | None = None
    missing: Reason | None = None
    lists: dict[str, list[Fact]] = field(default_factory=dict)

    # dataclasses.replace looks at every field by name; there are thousands of places in a report

    def at_row(self, row: Row) -> "Instance":
        """The place at one row of its table."""
        return Instance(
            self.bound, self.table, row, self.column, self.about, self.section, self.member, None, self.lists
        )

    def at_column(self, column: Path) -> "Instance":
        """The place at one column of its table."""
        return Instance(
            self.bound, self.table, self.row, column, self.about, self.section, self.member, None, self.lists
        )

    # --- how the place is called --------------------------------------------------------------------------------

    def parts(self) -> tuple[str, ...]:
        """The place in words that stay the same whatever the order of rows: table, row, column, item."""
        row = "" if self.row is None else (self.row.code or "·".join(self.row.path) or self.row.label)
        column = "" if self.column is None else "·".join(self.column)
        member = "" if self.member is None else self.member.text
        return (self.table, row, column, self.about, self.section, member)

    def names(self) -> tuple[tuple[str, str], ...]:
        """The place as a reader finds it: its names from the outermost in, each with what it is (``table``, ``row``,
        ``column``, ``section``, ``entry`` for one of a list)."""
        found = [("table", self.table)]
        if self.row is not None:
            found.append(("row", self.row.name))
        if self.column is not None:
            found.append(("column", "·".join(self.column)))
        if self.about:
            found.append(("row", self.about_name()))
        spec = self.bound.layout.sections.get(self.section)
        inside = self.member.place if self.member is not None and self.member.term in PASSAGES else None
        heading = inside.section if inside is not None else spec.heading if spec is not None else self.section
        found.append(("section", heading))
        if self.member is not None:
            text = self.member.text
            found.append(("entry", text if len(text) <= LONGEST_ENTRY else f"{text[:LONGEST_ENTRY]}…"))
        return tuple((kind, name) for kind, name in found if name)

    def about_name(self) -> str:
        """The item a repeated paragraph speaks of, by code and name where its table prints it."""
        for spec in self.bound.layout.keys.values():
            table = self.bound.tables.get(spec.table)
            for row in table.by_code.get(self.about, []) if table else []:
                return row.name
        return self.about

    # --- evaluation.Lookup ----------------------------------------------------------------------------------------

    def facts(self, reference: Reference) -> list[Fact] | Reason:
        """The facts a leaf of an assertion stands for here, or why there are none."""
        if self.missing is not None:
            return self.missing
        if reference.absent:
            return Reason("layout_lacks", {"name": reference.text}, applies=False)
        match reference.what:
            case "cell":
                return self._cells(reference)
            case "slot":
                return self._slot(reference)
            case "level" | "figure":
                return self._level()
            case "children":
                return self._children()
            case "member" | "sentence":
                return [self.member] if self.member is not None else Reason("nothing_there", {"name": reference.text})
            case "entity":
                return [text_fact(reference.text, self.bound.report.entity.name, Place("/entity/name"))]
            case "rest":
                return self._rest()
            case "year":
                year = self.bound.report.year
                said = [text_fact(reference.text, str(year), Place("/year"))]
                return said if year is not None else Reason("no_year", applies=False)
            case "contents" | "headings" | "attachments" | "text" | "labels" | "table_numbers":
                return self._listed(reference.what)
            case "section":
                return self._section(reference.path[0] if reference.path else self.section)
            case "attribute":
                return self._attribute(reference)
            case "table":
                table = self.bound.table(reference.table or self.table)
                return [] if isinstance(table, Reason) else _first_figures(table, table.rows)
            case "row":
                found = self._row(reference)
                return [] if isinstance(found, Reason) else _first_figures(*found)
            case _:
                return []

    def test(self, predicate: str, subject: Reference) -> bool | Reason:
        """Whether a table, row, section or figure is empty (no figure but zero), blank, noted or present."""
        if predicate == "present":
            return self._is_present(subject)
        if subject.absent:
            return Reason("layout_lacks", {"name": subject.text}, applies=False)
        match subject.what:
            case "table":
                table = self.bound.table(subject.table or self.table)
                if isinstance(table, Reason):
                    return table
                if predicate == "noted":
                    return self.bound.is_noted(table)
                return _nothing_in(table, table.rows, predicate)
            case "row":
                found = self._row(subject)
                return found if isinstance(found, Reason) else _nothing_in(found[0], found[1], predicate)
            case "section":
                sections = self.bound.sections.get(subject.path[0] if subject.path else self.section)
                if not self.bound.report.sections:
                    return Reason("no_text", applies=False)
                if sections is None:
                    return Reason("section_missing", {"section": subject.text})
                # a section is not empty while any section below it has text, whatever the layout calls that one
                above = {section.heading for section in sections}
                below = (s for s in self.bound.report.sections if s.text.strip())
                return not any(s.heading[:n] in above for s in below for n in range(len(s.heading) + 1))
            case _:
                facts = self.facts(subject)
                if isinstance(facts, Reason):
                    return facts
                if predicate == "blank":
                    return all(fact.blank for fact in facts)
                return all(
                    not fact.value and not fact.text.strip() if fact.kind == TEXT else not fact.value for fact in facts
                )

    def shifted(self, to: str) -> Sequence[Lookup] | Reason:
        """The same place in last year's report, or in each unit's; a unit that has no such row adds nothing."""
        if to == "prior":
            if self.bound.prior is None:
                return Reason("no_prior", applies=False)
            place = self._elsewhere(self.bound.prior)
            if place.missing is not None:
                place = replace(place, missing=replace(place.missing, applies=True))
            return [place]
        if not self.bound.units:
            return Reason("no_units", applies=False)
        places = [self._elsewhere(unit) for unit in self.bound.units]
        return [place for place in places if place.missing is None or place.missing.applies]

    def _elsewhere(self, other: BoundReport) -> "Instance":
        found: Row | Reason | None = None
        if self.row is not None:
            table = other.table(self.table)
            found = table if isinstance(table, Reason) else _same_row(table, self.row)
            if isinstance(found, Reason) and found.code == "row_missing" and self.row.code:
                # codes come and go from report to report, and nobody promised this one
                found = replace(found, applies=False)
        missing = found if isinstance(found, Reason) else None
        row = None if isinstance(found, Reason) else found
        return replace(self, bound=other, row=row, missing=missing, lists={})

    # --- leaves ---------------------------------------------------------------------------------------------------

    def _cells(self, reference: Reference) -> list[Fact] | Reason:
        table = self.bound.table(reference.table or self.table)
        if isinstance(table, Reason):
            return table
        rows = self._rows(table, reference.row)
        if isinstance(rows, Reason):
            return rows
        column = self._column(table, reference.column)
        if isinstance(column, Reason):
            return column
        found: list[Fact] = []
        for row in rows:
            fact = table.fact(row, column)
            if isinstance(fact, Reason):
                return fact
            found.append(fact)
        return found

    def _rows(self, table: BoundTable, pick: Pick | None) -> list[Row] | Reason:
        if pick is None:
            return Reason("nothing_there", {"name": table.spec.name})
        match pick.how:
            case "here":
                row = self._own_row(table)
                return row if isinstance(row, Reason) else [row]
            case "only":
                rows = table.rows
            case "path":
                rows = (
                    table.by_path.get(pick.path) or table.by_code.get(pick.path[-1], []) or _left_out(table, pick.path)
                )
            case "code":
                rows = table.by_code.get(pick.value, [])
            case "below":
                rows = [
                    r for r in table.rows if r.code.startswith(pick.value) and r.code != pick.value and not r.children
                ]
                return rows if rows else no_row(table, pick.value + "*")
            case "line":
                rows = [r for r in table.rows if r.line == pick.value]
            case _:
                text = self.member.text if pick.how == "member" and self.member is not None else pick.value
                rows = [r for r in table.rows if bare_key(r.label) == bare_key(text)]
        if not rows:
            return no_row(table, pick.value or "·".join(pick.path))
        if len(rows) > 1:
            return Reason("row_repeated", {"table": table.spec.name, "row": rows[0].name})
        return rows

    def _own_row(self, table: BoundTable) -> Row | Reason:
        if self.row is None:
            return _only(table, table.by_code.get(self.about, []), self.about_name())
        return self.row if table.spec.name == self.table else _same_row(table, self.row)

    def _column(self, table: BoundTable, pick: Pick | None) -> Path | Reason:
        if pick is None:
            return Reason("nothing_there", {"name": table.spec.name})
        if pick.how == "here":
            return self.column if self.column is not None else Reason("nothing_there", {"name": table.spec.name})
        if pick.how == "number":
            path = table.numbers.get(pick.value)
            return (
                path if path is not None else Reason("column_missing", {"table": table.spec.name, "column": pick.value})
            )
        return pick.path

    def _slot(self, reference: Reference) -> list[Fact] | Reason:
        about = ""
        if reference.key:
            about = self.about or (self.row.code or "·".join(self.row.path) if self.row is not None else "")
        found = self.bound.slot(reference.path, about)
        unsaid = isinstance(found, Reason) and found.code in ("slot_missing", "slot_left_out")
        if not reference.many or (isinstance(found, Reason) and not unsaid):
            return found
        lacking = self._lacking(reference) if reference.key and not about else None
        return lacking or ([] if isinstance(found, Reason) else found)

    def _lacking(self, reference: Reference) -> Reason | None:
        """The first item of the table that the prose has no figure for: what is added up over items must be whole."""
        spoken = {about for about, _ in self.bound.slots.get(reference.path, ())}
        row = next((row for row in item_rows(self.bound, reference.key) if row.code not in spoken), None)
        if row is None:
            return None
        section, slot = reference.path
        return Reason("item_missing", {"section": section, "item": row.name, "slot": slot})

    def _section(self, name: str) -> list[Fact] | Reason:
        """The texts of a section, or that it is not there."""
        if name in self.bound.sections:
            return [section_fact(section) for section in self.bound.sections[name]]
        if not self.bound.report.sections:
            return Reason("no_text", applies=False)
        spec = self.bound.layout.sections.get(name)
        return Reason("section_missing", {"section": name}, spec is not None and spec.required)

    def _rest(self) -> list[Fact] | Reason:
        """Every text but that of the section the scope looks at."""
        own = {f"/sections/{section.index}/text" for section in self.bound.sections.get(self.section, ())}
        own |= {self.member.place.pointer} if self.member is not None else set()
        found = self._listed("text")
        return found if isinstance(found, Reason) else [fact for fact in found if fact.place.pointer not in own]

    def _attribute(self, reference: Reference) -> list[Fact] | Reason:
        if reference.of is not None:
            if reference.of.what == "headings" and reference.path == ("serials",):
                return of_headings(self.bound)
            said = self.facts(reference.of)
            return said if isinstance(said, Reason) else of_texts(self.bound, said, reference.path[0])
        if reference.row is None:
            table = self.bound.table(reference.table or self.table)
            return table if isinstance(table, Reason) else self._of_table(table, reference.path[0])
        found = self._row(reference)
        return found if isinstance(found, Reason) else of_row(self.bound, *found, reference.path[0])

    def _of_table(self, table: BoundTable, what: str) -> list[Fact] | Reason:
        """What is said of a whole table; its codes are listed once for all the rows that are looked for among them."""
        if what != "code":
            return of_table(self.bound, table, what)
        name = f"{table.spec.name}·{what}"
        known = self.lists.get(name)
        if known is None:
            found = of_table(self.bound, table, what)
            if isinstance(found, Reason):
                return found
            known = self.lists[name] = found
        return known

    def _level(self) -> list[Fact] | Reason:
        table = self.bound.table(self.table)
        if isinstance(table, Reason):
            return table
        if self.row is None or self.column is None:
            return Reason("nothing_there", {"name": self.table})
        fact = table.fact(self.row, self.column)
        return fact if isinstance(fact, Reason) else [fact]

    def _children(self) -> list[Fact] | Reason:
        table = self.bound.table(self.table)
        if isinstance(table, Reason):
            return table
        found: list[Fact] = []
        seen: set[Path] = set()
        for row in self.row.children if self.row is not None else ():
            if row.spec is not None and not row.spec.exhaustive:
                continue
            if row.path in seen:
                return Reason("row_repeated", {"table": table.spec.name, "row": row.name})
            seen.add(row.path)
            assert self.column is not None
            fact = table.fact(row, self.column)
            if isinstance(fact, Reason):
                return fact
            found.append(fact)
        return found

    def _listed(self, what: str) -> list[Fact] | Reason:
        """The contents list, the headings and titles of the body, the attachments: one list; or every text."""
        known = self.lists.get(what)
        if known is None:
            known = self.lists[what] = list(_listed(self.bound, what))
        # no layout promises any of these, and a report may be nothing but its tables
        return known or Reason(f"no_{what}", applies=False)

    def _row(self, subject: Reference) -> tuple[BoundTable, list[Row]] | Reason:
        table = self.bound.table(subject.table or self.table)
        if isinstance(table, Reason):
            return table
        rows = self._rows(table, subject.row or Pick("here"))
        return rows if isinstance(rows, Reason) else (table, rows)

    def _is_present(self, subject: Reference) -> bool | Reason:
        if subject.absent:
            return Reason("layout_lacks", {"name": subject.text}, applies=False)
        match subject.what:
            case "table":
                return self.bound.has_table(subject.table or self.table)
            case "section":
                if not self.bound.report.sections:
                    return Reason("no_text", applies=False)
                return (subject.path[0] if subject.path else self.section) in self.bound.sections
            case "row":
                return self._has_row(subject)
            case "attribute" if subject.of is None and isinstance(
                table := self.bound.table(subject.table or self.table), Reason
            ):
                return table
            case _:
                facts = self.facts(subject)
                return not isinstance(facts, Reason) and bool(facts)

    def _has_row(self, subject: Reference) -> bool | Reason:
        """Whether a row is printed; a reason where its table is not there, has no known row, or has it twice."""
        table = self.bound.table(subject.table or self.table)
        if isinstance(table, Reason):
            return table
        found = self._row(subject)
        if isinstance(found, Reason):
            is_sure = found.code == "row_missing" and any(row.index >= 0 for row in table.rows)
            return False if is_sure else found
        return any(row.index >= 0 for row in found[1])


def _nothing_in(table: BoundTable, rows: list[Row], predicate: str) -> bool | Reason:
    for row in rows:
        for column in row.columns if row.index >= 0 else ():
            if table.spec.column(column).kind == TEXT:
                continue
            fact = table.fact(row, column)
            if isinstance(fact, Reason):
                return fact
            if fact.value or (predicate == "blank" and not fact.blank):
                return False
    if rows is table.rows and next(table.loose(), None) is not None:
        return Reason("not_bound", {"table": table.spec.name})
    return True


def _first_figures(table: BoundTable, rows: list[Row]) -> list[Fact]:
    """What tells whether there is anything in some rows: one sure figure other than zero, else the first that are
    printed at all, those the importer doubted before the rest."""
    found = []
    for row in rows:
        for column in row.columns if row.index >= 0 else ():
            fact = table.fact(row, column) if table.spec.column(column).kind != TEXT else None
            if isinstance(fact, Fact) and fact.value and not fact.doubt:
                return [fact]
            if isinstance(fact, Fact) and (not fact.blank or fact.doubt):
                found.append(fact)
    return sorted(found, key=lambda fact: not fact.doubt)[:MOST_SHOWN]


def _left_out(table: BoundTable, path: Path) -> list[Row]:
    """A listed row that a report may leave out, and does: it says nothing, as blank cells do."""
    return [Row(path, path[-1], -1, {}, spec=spec) for spec in table.spec.rows if spec.path == path and spec.optional]


def no_row(table: BoundTable, name: str) -> Reason:
    """That a table has no such row."""
    return Reason("row_missing", {"table": table.spec.name, "row": name})


def _only(table: BoundTable, rows: list[Row], name: str) -> Row | Reason:
    """The one row there is, or that there is none, or more than one."""
    if len(rows) > 1:
        return Reason("row_repeated", {"table": table.spec.name, "row": name})
    return rows[0] if rows else no_row(table, name)


def _same_row(table: BoundTable, row: Row) -> Row | Reason:
    """The row of another table that speaks of the same thing: by code, by place in the layout, else by its label."""
    is_coded = bool(row.code and table.spec.coding)
    rows = table.by_code.get(row.code, []) if is_coded else table.by_path.get(row.path, [])
    if not rows and not is_coded:
        name = bare_key(row.label)
        rows = [r for r in table.rows if bare_key(r.label) == name or (r.spec is not None and name in r.spec.names)]
    return _only(table, rows, row.name)


def section_fact(section: Section) -> Fact:
    """The text of a section."""
    place = Place(f"/sections/{section.index}/text", section=" ".join(section.heading[-2:]))
    return text_fact(section.heading[-1] if section.heading else "", section.text, place)


def _listed(bound: BoundReport, what: str) -> Iterator[Fact]:
    report = bound.report
    if what == "text":
        yield from (section_fact(section) for section in report.sections if section.text)
        return
    if what == "labels":
        for table in report.tables:
            cells = (cell for row in (*table.header, *table.rows) for cell in row if read_figure(cell) is None)
            words = dict.fromkeys((table.title, *cells, *table.notes))
            yield text_fact(what, "\n".join(words), Place(f"/tables/{table.index}", table=table.title))
        return
    if what == "headings":
        names = list(dict.fromkeys(part for section in report.sections for part in section.heading))
        names += [table.title for table in report.tables]
        pointer = "/sections"
    elif what == "table_numbers":
        names, pointer = _table_numbers([table.id for table in report.tables]), "/tables"
    else:
        names = list(report.contents if what == "contents" else report.attachments)
        pointer = f"/{what}"
    if names:
        yield text_fact(what, "", Place(pointer), tuple(names))


def _table_numbers(printed: list[str]) -> list[str]:
    """The figures in the numbers of the tables (公开01表) from the lowest up; none where not all are of one form."""
    parts = [_FIGURES.split(number, maxsplit=1) for number in printed]
    if not parts or len({tuple(part) for part in parts}) > 1 or len(parts[0]) < 2:
        return []
    found = [_FIGURES.search(number) for number in printed]
    return sorted((one.group().lstrip("0") for one in found if one), key=lambda text: (len(text), text))


def item_rows(bound: BoundReport, name: str) -> list[Row]:
    """The rows of a key's table at the level its paragraphs speak of (项: three names, so the third), with a figure."""
    spec = bound.layout.keys[name]
    table = bound.tables.get(spec.table)
    coding = bound.layout.codings.get(table.spec.coding) if table is not None else None
    if table is None or coding is None or len(spec.slots) > len(coding.lengths):
        return []
    length = coding.lengths[len(spec.slots) - 1]
    return [row for row in table.rows if row.index >= 0 and len(row.code) == length and table.has_figure(row)]
