"""A document becomes a report: which layout it follows, whose it is and of which year, its tables and its prose."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from checker.characters import bare_key, key
from checker.ingest.captions import caption, most_common, without_mark
from checker.ingest.documents import Document, Paragraph
from checker.ingest.joining import Block, Mended, mended
from checker.ingest.sectioning import Prose, prose_of, usual_year, without_year, year_of
from checker.ingest.tabling import Printed, tables_of
from checker.layouts import LAST_YEAR, Layout, years_cover
from checker.problems import Problem, near_names

_FRONT_ROWS = 8
"""Rows at the top of a grid that may hold its title."""
_FRONT_LINES = 12
"""Lines at the beginning of a document that may state its title and year."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a document was found to be; problems: what no layout knows, and what could not be told."""

    layout: Layout
    year: int | None
    entity: str
    tables: list[Printed]
    prose: Prose
    mended: Mended
    problems: list[Problem] = field(default_factory=list)


def recognise(
    document: Document, layouts: Sequence[Layout], layout_name: str = "", year: int | None = None, entity: str = ""
) -> Recognised | None:
    """What a document is; None where it is nothing any layout knows.

    layout_name, year, entity: what the caller knows better than the document says.
    """
    whole = mended(document)
    lines = list(_front_lines(whole.blocks))
    stated = year if year is not None else year_of(lines[:_FRONT_LINES]) or usual_year(lines)
    layout = _layout(lines, layouts, layout_name, stated)
    if layout is None:
        return None
    printed = entity or most_common(_entities(lines, layout.units))
    tables, rest = tables_of(whole.blocks, layout, printed)
    prose = prose_of(rest, layout)
    if year is None:
        stated = year_of([prose.title]) or stated
    problems = list(_unknown_titles(document.file, tables, layout))
    name = printed or _named_in(prose.title, layout)
    if not name:
        name = _stem(document.file)
        problems.append(Problem("D253", document.file, values={"name": name}))
    if stated is None:
        problems.append(Problem("D254", document.file))
    return Recognised(layout, stated, name, tables, prose, whole, problems)


def _front_lines(blocks: Iterable[Block]) -> Iterator[str]:
    """The lines of a document: its paragraphs, and the cells at the top of its grids."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            if block.origin.sheet:
                yield block.origin.sheet
            for row in block.rows[:_FRONT_ROWS]:
                yield from (cell.text for cell in row if cell is not None and cell.text.strip())


def _layout(lines: Sequence[str], layouts: Sequence[Layout], name: str, year: int | None) -> Layout | None:
    """The layout that is asked for, else the one of the year most of whose titles are printed; among those that know
    as many, one of today where no year is stated, then the one that extends the others, then the last given."""
    if name:
        return next((layout for layout in layouts if layout.name == name), None)
    # a title may be broken over two lines
    said = {bare_key(_title_in(line)) for line in lines} | {
        bare_key(one.strip() + two.strip()) for one, two in pairwise(lines) if len(one + two) < 80
    }

    def known(layout: Layout) -> tuple[int, int]:
        tables = sum(not table.titles.isdisjoint(said) for table in layout.tables.values())
        sections = sum(not section.titles.isdisjoint(said) for section in layout.sections.values())
        return tables, sections

    front = key("".join(lines[:_FRONT_LINES]))
    fitting = [
        layout
        for layout in layouts
        if years_cover(layout.years, year) and (max(known(layout)) or key(layout.kind) in front)
    ]

    def rank(layout: Layout) -> tuple[int, bool, int, int]:
        tables, sections = known(layout)
        return tables, year is not None or years_cover(layout.years, LAST_YEAR), layout.depth, sections

    return max(reversed(fitting), key=rank, default=None)


def _title_in(line: str) -> str:
    bare = without_mark(line)[0]
    said = caption(bare, ())
    return said.rest if said.number else bare


def _entities(lines: Iterable[str], units: Collection[str]) -> Iterator[str]:
    for line in lines:
        said = caption(line, units)
        if said.is_pure and said.entity:
            yield said.entity


def _named_in(title: str, layout: Layout) -> str:
    """Who reports, from the title of the document: what is left of it in front of its kind, without the year."""
    at = key(title).find(key(layout.kind))
    shown = "".join(title.split())
    return without_year(shown[:at]).strip() if 0 < at <= len(shown) else ""


def _stem(file: str) -> str:
    last = file.replace("\\", "/").rsplit("/", 1)[-1]
    return last.rsplit(".", 1)[0] or last


def _unknown_titles(file: str, tables: Sequence[Printed], layout: Layout) -> Iterator[Problem]:
    """A problem for each table whose title no layout knows, with the nearest title that is still missing."""
    found = {one.spec.name for one in tables if one.spec is not None}
    missing = [name for name in layout.tables if name not in found]
    for one in tables:
        if one.spec is None and one.title:
            near = near_names(one.title, missing, most=1) or near_names(one.title, layout.tables, most=1)
            values = {"title": one.title, "layout": layout.name, "near": near[0] if near else ""}
            line = one.origin.line or 0
            yield Problem("D251" if near else "D252", file, line, 1 if line else 0, values=values)
