"""Which printed figures are watched, and by which rules: all of them in a list, or table by table as they are printed.

A rule watches a figure that stands in an equality or a ratio of it which came to an answer. What no rule watches may be
wrong without anybody being told.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from checker.binding import BoundReport
from checker.characters import key
from checker.facts import AMOUNT, COUNT, RATIO, TEXT, Fact, Place
from checker.figures import Token
from checker.headings import heading_paths, key_columns, printed_path
from checker.layouts import Layout
from checker.prose import Reading
from checker.reports import Report, Section, Table
from checker.rows import is_figure
from checker.tables import BoundTable, loose_figures

Watchers = Mapping[Fact, Collection[str]]
"""The ids of the rules that watch a fact, by fact."""


@dataclass(frozen=True)
class PrintedFigure:
    """A figure of a table or of the prose, and the ids of the rules that watch it, in the order of the rules.

    bound: it is a fact: the layout knows the row and the column, or a sentence of it takes the figure from the text.
    """

    place: Place
    printed: str
    rules: tuple[str, ...] = ()
    bound: bool = True

    @property
    def in_prose(self) -> bool:
        """Whether it stands in the text and not in a table."""
        return self.place.start is not None


def printed_figures(bound: BoundReport, watchers: Watchers) -> Iterator[PrintedFigure]:
    """Every printed figure once: those of the tables, then those of the prose.

    Blanks are none, nor are years, dates, codes and ordinals, nor numbers of the text that are followed by what the
    layout does not know as a unit (24小时). A rough figure (50万元以上) is one that is no fact.
    """
    for table in bound.tables.values():
        for row, column in table.figures():
            fact = table.fact(row, column)
            if isinstance(fact, Fact):
                if not fact.blank:
                    yield PrintedFigure(fact.place, fact.printed, tuple(watchers.get(fact, ())))
            elif is_figure(cell := table.table.rows[row.index][row.columns[column]]):
                # it is printed, and of a unit nobody knows
                yield PrintedFigure(table.place(row, row.columns[column], column), cell, bound=False)
        yield from (PrintedFigure(place, printed, bound=False) for place, printed in table.loose())
    for other in bound.unbound:
        keys = key_columns(other, bound.layout)
        yield from (PrintedFigure(place, printed, bound=False) for place, printed in loose_figures(other, keys))
    yield from _in_prose(bound, watchers)


def _in_prose(bound: BoundReport, watchers: Watchers) -> Iterator[PrintedFigure]:
    taken: dict[str, list[tuple[int, int, Collection[str]]]] = {}
    for keyed in bound.slots.values():
        for _, fact in keyed:
            if fact.kind in (AMOUNT, RATIO, COUNT) and fact.place.start is not None and fact.place.end is not None:
                spans = taken.setdefault(fact.place.pointer, [])
                spans.append((fact.place.start, fact.place.end, watchers.get(fact, ())))
    for section in bound.report.sections:
        pointer = f"/sections/{section.index}/text"
        reading = bound.readings[section.index]
        shown = [token.figure for token in reading.tokens if _is_shown(token, reading)]
        starts = [figure.start for figure in shown]
        # a figure can be the fact of several slots, and what stands for a sentence (持平) may hold several
        inside: dict[int, list[Collection[str]]] = {}
        for start, end, ids in taken.get(pointer, ()):
            for at in range(bisect_left(starts, start), bisect_left(starts, end)):
                if shown[at].end <= end:
                    inside.setdefault(at, []).append(ids)
        for at, figure in enumerate(shown):
            place = Place(pointer, figure.start, figure.end, section=" ".join(section.heading[-2:]))
            rules = tuple(dict.fromkeys(rule for ids in inside.get(at, ()) for rule in ids))
            yield PrintedFigure(place, figure.printed, rules, at in inside)


def _is_shown(token: Token, reading: Reading) -> bool:
    """Whether a figure of the text is an amount, a percentage or a count, rough or without its unit though it be."""
    figure = token.figure
    return figure.kind in (AMOUNT, RATIO, COUNT) or bool(figure.unit) or reading.lacks_unit(token)


# --- as they are printed ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    """Printed columns that belong together: those that say which row it is, then those of its figures."""

    labels: tuple[int, ...]
    figures: tuple[int, ...]


@dataclass(frozen=True)
class TableCoverage:
    """A printed table: its groups of columns from left to right, the heading of each column of figures from the
    top down, and the figures by printed row and column."""

    table: Table
    groups: tuple[Group, ...]
    headings: Mapping[int, tuple[str, ...]]
    figures: Mapping[tuple[int, int], PrintedFigure]


@dataclass(frozen=True)
class SectionCoverage:
    """A section of the prose that states figures, and the figures."""

    section: Section
    figures: tuple[PrintedFigure, ...]


@dataclass(frozen=True)
class Coverage:
    """A report's figures as they are printed; figures: all of them in document order."""

    report: Report
    tables: tuple[TableCoverage, ...]
    sections: tuple[SectionCoverage, ...]
    figures: tuple[PrintedFigure, ...]


def coverage(bound: BoundReport, found: Sequence[PrintedFigure]) -> Coverage:
    """The figures of a report, table by table and section by section."""
    cells: dict[int, dict[tuple[int, int], PrintedFigure]] = {}
    stated: dict[int, list[PrintedFigure]] = {}
    for figure in found:
        _, what, index, *rest = figure.place.pointer.split("/")
        if what == "tables":
            cells.setdefault(int(index), {})[int(rest[1]), int(rest[2])] = figure
        else:
            stated.setdefault(int(index), []).append(figure)
    known = {table.table.index: table for table in bound.tables.values()}
    tables = tuple(
        _table(table, known.get(table.index), bound.layout, cells.get(table.index, {})) for table in bound.report.tables
    )
    sections = tuple(
        SectionCoverage(section, tuple(stated[section.index]))
        for section in bound.report.sections
        if section.index in stated
    )
    return Coverage(bound.report, tables, sections, tuple(found))


def _table(
    table: Table, bound: BoundTable | None, layout: Layout, found: dict[tuple[int, int], PrintedFigure]
) -> TableCoverage:
    paths, _ = heading_paths(table, layout.number_row)
    lines = {key(word) for word in layout.line_column}
    held = {column for _, column in found}
    if bound is not None:
        held |= {
            index
            for row in bound.rows
            for path, index in row.columns.items()
            if bound.spec.column(path).kind != TEXT
        }  # fmt: skip
    width = max(map(len, (*table.header, *table.rows)), default=0)
    # a column of line numbers says nothing that the label does not
    drawn = [i for i in range(width) if i in held or not (i < len(paths) and lines & set(paths[i][-1:]))]
    headings = {i: tuple(printed_path(table, i, paths[i])) if i < len(paths) else () for i in held}
    return TableCoverage(table, tuple(_groups(drawn, held)), headings, found)


def _groups(drawn: Sequence[int], held: Collection[int]) -> Iterator[Group]:
    """Runs of label columns, each with the run of figure columns to its right; remarks on the right edge are none."""
    labels: tuple[int, ...] = ()
    for has_figures, run in groupby(drawn, key=lambda index: index in held):
        if has_figures:
            yield Group(labels, tuple(run))
        else:
            labels = tuple(run)
