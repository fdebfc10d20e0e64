"""The names a layout says of itself: whether each title is one table's alone, and every name it refers to is there."""

from collections.abc import Iterator
from dataclasses import dataclass

from checker.characters import bare_key, key
from checker.facts import TEXT
from checker.layouts import Layout, TableSpec
from checker.problems import near_names
from checker.records import Record, shown
from checker.yaml_nodes import Block, Scalar


@dataclass(frozen=True)
class Misnomer:
    """A name that will not do: problem code, where it is written, and what the message says of it.

    other: the name it collides with, where it does; both may stand in a file the layout extends.
    """

    code: str
    node: Scalar
    values: dict[str, str]
    near: tuple[str, ...] = ()
    other: Scalar | None = None


def misnomers(record: Record, layout: Layout) -> Iterator[Misnomer]:
    """Every title that two tables go by, and every name the layout refers to and does not have."""
    yield from _shared_titles([table for table in record.records("tables") if table.text("name") in layout.tables])
    sections = [section.text("name") for section in record.records("sections")]
    for table in record.records("tables"):
        if "section" in table.values and table.text("section") not in sections:
            yield _unknown(table, "section", table.values["section"], "section", sections)
        if table.text("name") in layout.tables:
            yield from _key_columns(table, layout.tables[table.text("name")])
    yield from _outer_slots(record, layout)
    yield from _key_slots(record, layout)


def _shared_titles(tables: list[Record]) -> Iterator[Misnomer]:
    """A printed title finds one table: the one called so, else the first that has it as another title."""
    owners: dict[str, tuple[Record, Scalar]] = {}
    for titles in ("name", "titles"):
        for table in tables:
            given = table.values.get(titles, ())
            for scalar in (given,) if isinstance(given, Scalar) else given:
                owner, first = owners.setdefault(bare_key(scalar.text), (table, scalar))
                if owner is not table:
                    values = {"word": scalar.text, "table": table.text("name"), "other": owner.text("name")}
                    yield Misnomer("L112", scalar, values, other=first)


def _unknown(record: Record, field: str, scalar: Scalar, what: str, known: list[str]) -> Misnomer:
    written = shown(record.kind, field, "en" if _is_english(record) else "zh")
    near = near_names(scalar.text, known, cutoff=0.4) or tuple(dict.fromkeys(known))[:3]
    return Misnomer("L113", scalar, {"word": scalar.text, "field": written, "what": what}, near)


def _is_english(record: Record) -> bool:
    return isinstance(record.node, Block) and all(label.text.isascii() for label, _ in record.node.pairs)


def _key_columns(record: Record, table: TableSpec) -> Iterator[Misnomer]:
    """A text column is found where a key column has its heading. A heading that is almost that of one no key column
    has is a slip; others are as printed, and nothing is known of them."""
    headings = {key(word) for word in (*table.labels, *table.codes)}
    columns = [column for column in table.columns if column.kind == TEXT]
    known = frozenset[str]().union(*(column.names[-1] for column in columns))
    unfound = [column for column in columns if not column.names[-1] & headings]
    lost = [name for column in unfound for name in (column.path[-1], *column.aliases)]
    for field in ("labels", "codes"):
        for scalar in record.values.get(field, ()):
            near = near_names(scalar.text, lost) if key(scalar.text) not in known else ()
            if near:
                yield _unknown(record, field, scalar, "column", list(near))


def _outer_slots(record: Record, layout: Layout) -> Iterator[Misnomer]:
    """A sentence inside the text of a slot: a slot of another sentence of its section."""
    for sentence, spec in zip(record.records("sentences"), layout.sentences, strict=True):
        others = [s for s in layout.sentences if s is not spec and s.section == spec.section]
        known = [slot.name for other in others for pattern in other.patterns for slot in pattern.slots]
        if spec.within and spec.within not in known:
            yield _unknown(sentence, "within", sentence.values["within"], "outer", known)


def _key_slots(record: Record, layout: Layout) -> Iterator[Misnomer]:
    """A key is known by slots of the sentences that are said per that key."""
    for spoken in record.records("keys"):
        own = [sentence for sentence in layout.sentences if sentence.key == spoken.text("name")]
        known = [slot.name for sentence in own for pattern in sentence.patterns for slot in pattern.slots]
        for scalar in spoken.values.get("slots", ()):
            if known and scalar.text.strip() not in known:
                yield _unknown(spoken, "slots", scalar, "key", known)
