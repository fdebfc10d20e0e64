"""A row that a page break cut in two: the rest of its name, or of its figures, stands in the first row after it."""

from collections.abc import Sequence
from dataclasses import replace

from checker.amounts import read_figure
from checker.characters import bare_key, key
from checker.ingest.cells import Row, text_at
from checker.ingest.documents import GridCell
from checker.layouts import Layout, TableSpec


def seamless(
    before: Sequence[Row],
    after: Sequence[Row],
    spec: TableSpec | None,
    layout: Layout,
) -> Row | None:
    """The last row before a page break and the first after it as one; None where they are two.

    They are one where the first after it has nothing but words, and these make a name the layout knows together with
    the words above them, which are none by themselves.
    """
    if not before or not after or spec is None:
        return None
    last, first = before[-1], after[0]
    said = [c for c, cell in enumerate(first) if text_at(cell).strip()]
    if not said or any(read_figure(text_at(first[c])) is not None for c in said):
        return None
    known = names_known(spec, layout)
    for c in said:
        head, tail = text_at(last[c]).strip(), text_at(first[c]).strip()
        if not head or bare_key(head + tail) not in known or bare_key(tail) in known:
            return None
    made = [
        replace(cell or GridCell(""), text=text_at(cell).strip() + text_at(first[c]).strip()) if c in said else cell
        for c, cell in enumerate(last)
    ]
    return tuple(made)


def loose_ends(first: Row, spec: TableSpec | None, layout: Layout) -> list[int]:
    """The words of the first row below a page break that may be the rest of the row above: those of a row that has
    nothing else, and whose name is none the layout knows."""
    said = [c for c, cell in enumerate(first) if text_at(cell).strip()]
    if spec is None or any(read_figure(text_at(first[c])) is not None for c in said):
        return []
    known = names_known(spec, layout)
    return [] if any(bare_key(text_at(first[c])) in known for c in said) else said


def names_known(spec: TableSpec, layout: Layout) -> set[str]:
    """The keys of every name a row of a table may have."""
    names = {name for row in spec.rows for name in row.names}
    names |= {bare_key(name) for total in spec.totals for name in total.all_names}
    if spec.coding:
        names |= {key(name) for spelt in layout.codings[spec.coding].names.values() for name in spelt}
    return names
