"""A layout (版式): how a family of reports is laid out, and the closed world of names its rules speak in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import combinations

from checker.characters import bare_key, key
from checker.facts import AMOUNT
from checker.lexicon import Lexicon
from checker.patterns import Pattern
from checker.speech import Speech

Path = tuple[str, ...]

LAST_YEAR = 9999
"""Where a span of years ends that is still going on (2021-)."""


@dataclass(frozen=True, eq=False)
class RowSpec:
    """A row the layout lists. ``parts``: 分项, which make up the row entirely; ``included``: 其中, which do not."""

    path: Path
    names: frozenset[str]
    aliases: tuple[str, ...] = ()
    exhaustive: bool = True
    optional: bool = False
    parent: "RowSpec | None" = None


@dataclass(frozen=True)
class ColumnSpec:
    """A column by its heading path; ``names`` holds, level by level, the keys it may be printed with."""

    path: Path
    names: tuple[frozenset[str], ...]
    aliases: tuple[str, ...] = ()
    kind: str = AMOUNT
    optional: bool = False


@dataclass(frozen=True)
class BlockSpec:
    """One of the blocks of a side-by-side table, by its heading."""

    name: str
    names: frozenset[str]

    def matches(self, heading: str) -> bool:
        """Whether a heading cell's key is this block's."""
        return heading in self.names


@dataclass(frozen=True)
class TotalSpec:
    """A total row of a coded table and the codes it covers; no codes: every one."""

    name: str
    all_names: tuple[str, ...]
    codes: tuple[str, ...]

    def covers(self, code: str) -> bool:
        """Whether a code stands below this total."""
        return not self.codes or any(code.startswith(prefix) for prefix in self.codes)


@dataclass(frozen=True)
class CodingSpec:
    """A classification: how long its codes are, what the levels are called, and names known for codes."""

    name: str
    lengths: tuple[int, ...]
    levels: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]]
    former: tuple["FormerName", ...] = ()

    def official(self, code: str, year: int | None) -> tuple[str, ...]:
        """The names of a code in a year; none where the classification does not know it."""
        dated = tuple(f.name for f in self.former if f.code == code and year is not None and years_cover(f.years, year))
        return dated or self.names.get(code, ())


@dataclass(frozen=True)
class FormerName:
    """What a code was called in some years, where that is not what it is called now."""

    code: str
    name: str
    years: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class TableSpec:
    """One table of the layout."""

    name: str
    titles: frozenset[str]
    numbers: tuple[str, ...] = ()
    required: bool = True
    side_by_side: bool = False
    single_row: bool = False
    exact: bool | None = None
    leading: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    coding: str = ""
    promised: tuple[str, ...] = ()
    totals: tuple[TotalSpec, ...] = ()
    blocks: tuple[BlockSpec, ...] = ()
    rows: tuple[RowSpec, ...] = ()
    columns: tuple[ColumnSpec, ...] = ()
    section: str = ""
    exact_units: tuple[str, ...] = ()

    def column(self, path: Path) -> ColumnSpec:
        """The column with this path."""
        return self._columns[path]

    @cached_property
    def _columns(self) -> dict[Path, ColumnSpec]:
        return {column.path: column for column in self.columns}

    def is_exact(self, unit: str, decimals: int) -> bool:
        """Whether figures of this table are exact and not rounded one by one (元 to the cent)."""
        return self.exact if self.exact is not None else unit in self.exact_units and decimals >= 2

    @cached_property
    def amounts(self) -> tuple[ColumnSpec, ...]:
        """The columns that hold money."""
        return tuple(column for column in self.columns if column.kind == AMOUNT)


@dataclass(frozen=True)
class SectionSpec:
    """One section of the prose: its name, the headings it goes by, and whether the report must have it.

    heading: the heading a reader is told.
    """

    name: str
    titles: frozenset[str]
    required: bool = True
    under: str = ""
    heading: str = ""


@dataclass(frozen=True)
class SentenceSpec:
    """A sentence with slots in a section (or inside a slot's text), repeated once per key where ``key`` says so.

    required: a report that has the section and lacks the sentence lacks something.
    """

    section: str
    patterns: tuple[Pattern, ...]
    within: str = ""
    repeated: bool = False
    key: str = ""
    required: bool = True

    @cached_property
    def slots(self) -> frozenset[str]:
        """The names of the slots of all its patterns."""
        return frozenset(slot.name for pattern in self.patterns for slot in pattern.slots)


@dataclass(frozen=True)
class KeySpec:
    """What repeated paragraphs speak of: the text slots that name it, and the table whose rows it is."""

    name: str
    table: str
    slots: tuple[str, ...]


@dataclass(frozen=True)
class Meaning:
    """One thing a name can mean. what: ``term``, ``slot``, ``table``, ``section``, ``words``, ``row``, ``column``,
    ``level``, ``key``."""

    what: str
    name: str
    table: str = ""
    path: Path = ()


@dataclass(frozen=True)
class SlotSpec:
    """A slot of a sentence as rules speak of it."""

    path: Path
    kind: str
    many: bool
    key: str


@dataclass(frozen=True, eq=False)
class Layout:
    """Everything that is data about a family of reports.

    absent: what it says it lacks, by every title a rule may give it; lost: the names of the layout with all that,
    so that its terms are read as they are where nothing is lacking.
    """

    name: str
    kind: str
    years: tuple[tuple[int, int], ...]
    speech: Speech
    unit: str = ""
    decimals: int = 0
    regions: tuple[str, ...] = ()
    number_row: tuple[str, ...] = ()
    line_column: tuple[str, ...] = ()
    no_data: tuple[Pattern, ...] = ()
    codings: Mapping[str, CodingSpec] = field(default_factory=dict)
    tables: Mapping[str, TableSpec] = field(default_factory=dict)
    sections: Mapping[str, SectionSpec] = field(default_factory=dict)
    sentences: tuple[SentenceSpec, ...] = ()
    keys: Mapping[str, KeySpec] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)
    word_lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    lost: tuple[str, ...] = ()
    kind_endings: Mapping[str, str] = field(default_factory=dict)
    depth: int = 0

    @property
    def units(self) -> Mapping[str, Decimal]:
        """Money units, each with its base units."""
        return self.speech.units

    @cached_property
    def slots(self) -> dict[Path, SlotSpec]:
        """Every slot of every sentence by (section, name)."""
        found: dict[Path, SlotSpec] = {}
        for sentence in self.sentences:
            own = set(self.keys[sentence.key].slots) if sentence.key else set()
            for pattern in sentence.patterns:
                for slot in pattern.slots:
                    path = (sentence.section, slot.name)
                    if slot.name not in own:
                        many = sentence.repeated or slot.repeated
                        found.setdefault(
                            path, SlotSpec(path, slot.kind or self._kind_of(slot.name), many, sentence.key)
                        )
        return found

    def _kind_of(self, name: str) -> str:
        """The type of a slot by the ending of its name; an amount where no ending says otherwise."""
        return next((kind for ending, kind in self.kind_endings.items() if name.endswith(ending)), AMOUNT)

    @cached_property
    def names(self) -> dict[str, list[Meaning]]:
        """Every name a rule can say, with all it can mean; rows and columns by every tail of their paths."""
        known: dict[str, list[Meaning]] = {}

        def add(name: str, meaning: Meaning) -> None:
            meanings = known.setdefault(name, [])
            if meaning not in meanings:
                meanings.append(meaning)

        for term in self.terms:
            add(term, Meaning("term", term))
        for path in self.slots:
            for tail in _tails(path):
                add(tail, Meaning("slot", "·".join(path), path=path))
        for name in self.word_lists:
            add(name, Meaning("words", name))
        for name in self.keys:
            add(name, Meaning("key", name))
        for name in self.sections:
            add(name, Meaning("section", name))
        for table in self.tables.values():
            for name in (table.name, *table.numbers):
                add(name, Meaning("table", table.name))
            for what, path, aliases in table_names(table):
                for tail in (tail for last in (path[-1], *aliases) for tail in _tails((*path[:-1], last))):
                    add(tail, Meaning(what, "·".join(path), table.name, path))
            if table.coding:
                for level in self.codings[table.coding].levels:
                    add(level, Meaning("level", level, table.coding))
                for code in table.promised:
                    for name in self.codings[table.coding].names.get(code, ()):
                        add(name, Meaning("row", code, table.name, (code,)))
        return known

    def meanings(self, name: str) -> list[Meaning]:
        """All that a name can mean here, however it is spelt in width, quotation marks and blanks."""
        return self.names.get(name) or self._by_key.get(key(name), [])

    @cached_property
    def _by_key(self) -> dict[str, list[Meaning]]:
        return {key(name): meanings for name, meanings in self.names.items()}

    @cached_property
    def lexicon(self) -> Lexicon:
        """The world a rule is read against when this is the only layout."""
        return lexicon([self])

    @cached_property
    def promised_slots(self) -> frozenset[Path]:
        """The slots a report of this layout must say: those of a sentence of its own that may not be left out."""
        own = [sentence for sentence in self.sentences if sentence.required and not sentence.within]
        return frozenset((sentence.section, name) for sentence in own for name in sentence.slots)

    def table_titled(self, title: str) -> TableSpec | None:
        """The table a printed title names: whole, never by containment."""
        return self._titles.get(bare_key(title))

    @cached_property
    def _titles(self) -> dict[str, TableSpec]:
        return {title: table for table in self.tables.values() for title in table.titles}


def table_names(table: TableSpec) -> Iterator[tuple[str, Path, tuple[str, ...]]]:
    """The rows and columns of a table that have names, as ("row" or "column", path, other spellings)."""
    for row in table.rows:
        yield "row", row.path, row.aliases
    for total in table.totals:
        yield "row", (total.name,), total.all_names[1:]
    for column in table.columns:
        yield "column", column.path, column.aliases


def _tails(path: Path) -> Iterator[str]:
    """Every way to say a path: its last name, with any of the names that lead to it before, in order."""
    *before, last = path
    for count in range(len(before) + 1):
        for chosen in combinations(before, count):
            yield "·".join((*chosen, last))


def lexicon(layouts: list[Layout]) -> Lexicon:
    """The closed world of several layouts together, so that a rule has one reading whichever report it meets."""
    names = [name for layout in layouts for name in (*layout.names, *layout.lost)]
    units = [unit for layout in layouts for unit in (*layout.units, *layout.speech.measures)]
    return Lexicon(names, units)


def years_cover(years: tuple[tuple[int, int], ...], year: int | None) -> bool:
    """Whether a year lies in any of the spans; no spans, or no year, is everything."""
    return not years or year is None or any(first <= year <= last for first, last in years)


def title_key(text: str) -> str:
    """What titles and headings are compared by: numbering, width, quotation marks and blanks set aside."""
    return bare_key(text)


def all_keys(names: list[str]) -> frozenset[str]:
    """The keys of several spellings of one name."""
    return frozenset(k for name in names for k in (key(name), bare_key(name)))
