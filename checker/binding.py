"""Report + layout → a bound report: every table, section and sentence where the layout says it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from checker.characters import bare_key, key
from checker.facts import Fact, Place, Reason, Remark
from checker.headings import SEVERAL, with_sub_headings
from checker.layouts import LAST_YEAR, Layout, Path, TableSpec, years_cover
from checker.problems import near_names
from checker.prose import Reading, match
from checker.reports import Report, Section, Table
from checker.sections import Keyed, bind_sections, bind_sentences
from checker.tables import BoundTable, bind_table

_SAME_TABLE = 0.85
"""How alike a title must be for an unknown table to be, perhaps, the one that is missing."""


@dataclass(eq=False)
class BoundReport:
    """A report seen through its layout, and the reports around it (last year's, the units it consolidates).

    unbound: the printed tables that no rule looks at, unknown or repeated; readings: the text of each section, read
    once, by the section's number.
    """

    report: Report
    layout: Layout
    tables: dict[str, BoundTable]
    sections: dict[str, list[Section]]
    slots: dict[Path, list[Keyed]]
    left_out: set[tuple[Path, str]]
    remarks: list[Remark]
    unbound: list[Table] = field(default_factory=list)
    readings: dict[int, Reading] = field(default_factory=dict)
    _by_key: dict[Path, dict[str, list[Fact]]] = field(default_factory=dict, repr=False)
    prior: "BoundReport | None" = None
    units: "list[BoundReport]" = field(default_factory=list)

    def table(self, name: str) -> BoundTable | Reason:
        """A table by its name, or why there is none."""
        if name in self.layout.absent:
            return Reason("layout_lacks", {"name": name}, applies=False)
        found = self.tables.get(name)
        return found if found is not None else Reason("table_missing", {"table": name})

    def has_table(self, name: str) -> bool | Reason:
        """Whether a table is there; a reason where one of another title may well be it."""
        if name in self.tables:
            return True
        titles = near_names(name, [table.title for table in self.unbound], most=1, cutoff=_SAME_TABLE)
        return Reason("table_retitled", {"table": name, "title": titles[0]}) if titles else False

    def slot(self, path: Path, about: str = "") -> list[Fact] | Reason:
        """The facts of a slot, of one key where it has keys; a reason where its sentence does not stand there."""
        section = path[0]
        if section in self.layout.absent:
            return Reason("layout_lacks", {"name": section}, applies=False)
        if not self.report.sections:
            return Reason("no_text", applies=False)
        if section not in self.sections:
            return Reason("section_missing", {"section": section}, applies=path in self.layout.promised_slots)
        found = self._of_key(path, about) if about else [fact for _, fact in self.slots.get(path, ())]
        if found:
            return found
        values = {"section": section, "slot": path[-1]}
        if (path, about) in self.left_out:
            return Reason("slot_left_out", values, applies=False)
        return Reason("slot_missing", values, applies=path in self.layout.promised_slots)

    def _of_key(self, path: Path, about: str) -> list[Fact]:
        """The facts of a slot that speak of one key."""
        known = self._by_key.get(path)
        if known is None:
            known = self._by_key[path] = {}
            for mine, fact in self.slots.get(path, ()):
                known.setdefault(mine, []).append(fact)
        return list(known.get(about, ()))

    def prints(self, fact: Fact) -> bool:
        """Whether a fact is printed in this report."""
        table = self.tables.get(fact.place.table)
        if table is not None and any(fact is known for known in table.facts.values()):
            return True
        return any(fact is known for keyed in self.slots.values() for _, known in keyed)

    def is_noted(self, table: BoundTable) -> bool:
        """Whether a note under the table, or a sentence of the section that explains it, says it has no data."""
        texts = [*table.table.notes, *(s.text for s in self.sections.get(table.spec.section, ()))]
        return any(match(phrase, text) is not None for text in texts for phrase in self.layout.no_data)


def choose_layout(report: Report, layouts: list[Layout], name: str = "") -> Layout | None:
    """The layout a report asks for by name, else the one of its kind, year and region that knows most of its titles;
    among those that know as many, one made for its region (for no region, where it states none), then one of today
    where it states no year, then the one that extends the others, then the last given."""
    wanted = name or report.layout
    if wanted:
        return next((layout for layout in layouts if layout.name == wanted), None)
    fitting = [layout for layout in layouts if layout.kind == report.kind and _may_be_from(report, layout)]
    of_year = [layout for layout in fitting if years_cover(layout.years, report.year)]

    def rank(layout: Layout) -> tuple[int, bool, bool, int]:
        is_of_today = report.year is not None or years_cover(layout.years, LAST_YEAR)
        return _known_titles(report, layout), bool(layout.regions) == bool(report.region), is_of_today, layout.depth

    return max(reversed(of_year), key=rank, default=None)


def _may_be_from(report: Report, layout: Layout) -> bool:
    return not layout.regions or not report.region or report.region.startswith(layout.regions)


def _known_titles(report: Report, layout: Layout) -> int:
    return sum(_table_titled(table.title, report, layout) is not None for table in report.tables)


def bind(report: Report, layout: Layout) -> BoundReport:
    """The report as its layout sees it; what does not fit is among the remarks."""
    tables: dict[str, BoundTable] = {}
    remarks: list[Remark] = []
    unbound: list[Table] = []
    for table in report.tables:
        spec = _table_titled(table.title, report, layout)
        place = Place(f"/tables/{table.index}/title", table=table.title)
        if spec is None or spec.name in tables:
            rule = "layout.unknown-table" if spec is None else "layout.repeated-table"
            near = near_names(table.title, layout.tables) if spec is None else ()
            remarks.append(Remark(rule, {"table": table.title, "near": SEVERAL.join(near)}, place))
            unbound.append(table)
            continue
        tables[spec.name], found = bind_table(with_sub_headings(table, spec, layout), spec, report, layout)
        remarks += found
    for spec in layout.tables.values():
        if spec.required and spec.name not in tables:
            remarks.append(Remark("layout.missing-table", {"table": spec.name}, Place("/tables", table=spec.name)))
    sections = bind_sections(report, layout)
    readings = {section.index: Reading(section.text, layout.speech, report.year) for section in report.sections}
    said = bind_sentences(report, layout, sections, tables, readings)
    remarks += said.remarks
    return BoundReport(report, layout, tables, sections, said.slots, said.left_out, remarks, unbound, readings)


def _table_titled(title: str, report: Report, layout: Layout) -> TableSpec | None:
    """The table a printed title names; the table's number and the entity's name in front of it are set aside."""
    short = bare_key(title)
    heads = [key(report.entity.name), *(key(number) for table in layout.tables.values() for number in table.numbers)]
    while (spec := layout.table_titled(short)) is None:
        head = next((head for head in heads if head and short.startswith(head) and short != head), "")
        if not head:
            return None
        short = bare_key(short[len(head) :])
    return spec


def relate(bound: BoundReport, context: Sequence[Report], layouts: list[Layout], layout_name: str = "") -> None:
    """Binds last year's report and the units' among the context, found by kind, entity code (else name), and year."""
    for other in context:
        relation = _relation(bound.report, other)
        if not relation:
            continue
        # a report of a year no layout is for is still last year's: it is read as this one is
        layout = choose_layout(other, layouts, layout_name) or bound.layout
        if relation == "prior":
            bound.prior = bind(other, layout)
        else:
            bound.units.append(bind(other, layout))


def _relation(own: Report, other: Report) -> str:
    """What another report is to this one: ``prior``, ``unit``, or nothing."""
    if other is own or other.kind != own.kind or own.year is None:
        return ""
    same = _same_entity(own, other)
    if same and other.year == own.year - 1:
        return "prior"
    parent = key(other.entity.parent)
    is_unit = not same and other.year == own.year and parent in (key(own.entity.code), key(own.entity.name))
    return "unit" if parent and is_unit else ""


def _same_entity(one: Report, other: Report) -> bool:
    if one.entity.code and other.entity.code:
        return one.entity.code == other.entity.code
    return bare_key(one.entity.name) == bare_key(other.entity.name)
