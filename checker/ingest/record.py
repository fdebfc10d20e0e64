"""The import record: what was read of a document, what was not, what was joined, and how sure all that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from checker.amounts import read_figure
from checker.binding import bind
from checker.facts import TEXT
from checker.ingest.cells import text_at
from checker.ingest.composing import place
from checker.ingest.documents import Origin
from checker.ingest.recognition import Recognised
from checker.ingest.tabling import Printed
from checker.problems import Problem
from checker.reports import Report
from checker.resources import table

_MOST_CELLS = 8
"""Unreadable cells that are listed one by one for a reader."""


@dataclass(frozen=True, slots=True)
class TableRead:
    """One table that was read: name is that of the layout, empty where no layout knows the title."""

    title: str
    name: str
    rows: int
    columns: int
    parts: int
    moved: int
    doubts: int
    first: Origin
    last: Origin


@dataclass(frozen=True, slots=True)
class CellRead:
    """A cell that should hold a figure and does not: row and column from 1 below the heading."""

    table: str
    row: int
    column: int
    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """What became of one document; figures: cells that hold one; unnumbered: headings told by their title alone."""

    file: str
    kind: str
    year: int | None
    entity: str
    layout: str
    tables: tuple[TableRead, ...]
    missing: tuple[str, ...]
    cells: int
    figures: int
    unparsable: tuple[CellRead, ...]
    contents: int
    sections: int
    attachments: int
    unnumbered: tuple[str, ...]
    paragraphs_joined: int
    lines_dropped: int
    problems: tuple[Problem, ...]

    @property
    def unsure(self) -> int:
        """How many places a person should look at: doubted cells, unreadable ones, and problems told."""
        return sum(one.doubts for one in self.tables) + len(self.unparsable) + len(self.problems)


def record_of(file: str, found: Recognised, report: Report, problems: Sequence[Problem]) -> ImportRecord:
    """The record of a document that became a report."""
    bound = bind(report, found.layout)
    texts = [text_at(cell) for one in found.tables for row in one.rows for cell in row]
    figures = [figure for text in texts if (figure := read_figure(text)) is not None and not figure.blank]
    return ImportRecord(
        file=file,
        kind=report.kind,
        year=found.year,
        entity=found.entity,
        layout=found.layout.name,
        tables=tuple(map(_table, found.tables)),
        missing=tuple(s.name for s in found.layout.tables.values() if s.required and s.name not in bound.tables),
        cells=sum(bool(text.strip()) for text in texts),
        figures=len(figures),
        unparsable=tuple(_unparsable(bound.tables.values(), found.tables)),
        contents=len(found.prose.contents),
        sections=len(found.prose.sections),
        attachments=len(found.prose.attachments),
        unnumbered=tuple(found.prose.unnumbered),
        paragraphs_joined=found.mended.joined,
        lines_dropped=found.mended.dropped,
        problems=tuple(problems),
    )


def _table(one: Printed) -> TableRead:
    doubted = {
        (r, c) for r, row in enumerate(one.rows) for c, cell in enumerate(row) if cell is not None and cell.doubt
    }
    return TableRead(
        one.title,
        one.spec.name if one.spec is not None else "",
        len(one.rows),
        one.width,
        one.parts,
        one.moved,
        len(doubted | set(one.doubts)),
        one.origin,
        one.last,
    )


def _unparsable(tables: Any, printed: Sequence[Printed]) -> list[CellRead]:
    found: list[CellRead] = []
    for bound in tables:
        seen: set[tuple[int, int]] = set()
        for row, column in bound.figures():
            at = row.index, row.columns[column]
            text = bound.table.rows[at[0]][at[1]]
            if at in seen or bound.spec.column(column).kind == TEXT or read_figure(text) is not None:
                continue
            seen.add(at)
            cell = printed[bound.table.index].rows[at[0]][at[1]]
            origin = cell.origin if cell is not None else Origin()
            found.append(CellRead(bound.table.title, at[0] + 1, at[1] + 1, text, origin))
    return found


# --- as data ---


def record_json(record: ImportRecord, lang: str) -> dict[str, Any]:
    """The record as data for JSON."""
    from checker.render.problems import problem_json

    return {
        "file": record.file,
        "kind": record.kind,
        "year": record.year,
        "entity": record.entity,
        "layout": record.layout,
        "tables": [
            {
                "title": one.title, "name": one.name, "rows": one.rows, "columns": one.columns, "parts": one.parts,
                "moved": one.moved, "doubts": one.doubts, "source": place(one.first), "last": place(one.last),
            }
            for one in record.tables
        ],
        "missing": list(record.missing),
        "cells": record.cells,
        "figures": record.figures,
        "unparsable": [
            {"table": one.table, "row": one.row, "column": one.column, "text": one.text, "source": place(one.origin)}
            for one in record.unparsable
        ],
        "contents": record.contents,
        "sections": record.sections,
        "attachments": record.attachments,
        "unnumbered": list(record.unnumbered),
        "paragraphs_joined": record.paragraphs_joined,
        "lines_dropped": record.lines_dropped,
        "unsure": record.unsure,
        "problems": [problem_json(problem, lang) for problem in record.problems],
    }  # fmt: skip


# --- in words ---


def record_text(record: ImportRecord, lang: str) -> str:
    """The record for a reader, a few lines a document."""
    say = table("ingest")["record"][lang]
    known = [one for one in record.tables if one.name]
    unknown = [one for one in record.tables if not one.name]
    lines = [
        say["heading"].format(file=record.file, kind=record.kind, year=record.year or "", entity=record.entity).rstrip(),
        "  " + say["layout"].format(layout=record.layout),
        "  " + say["tables"].format(
            found=len(known), missing=len(record.missing), unknown=len(unknown), cells=record.cells, figures=record.figures
        ),
    ]  # fmt: skip
    lines += [_table_text(one, say, "table") for one in known]
    lines += [_table_text(one, say, "unknown_table") for one in unknown]
    if record.missing:
        names = say["names"].join(say["name"].format(name=name) for name in record.missing)
        lines.append("  " + say["missing"].format(names=names))
    if record.unparsable:
        lines.append("  " + say["unparsable"].format(count=len(record.unparsable)))
        for cell in record.unparsable[:_MOST_CELLS]:
            said = {"table": cell.table, "row": cell.row, "column": cell.column, "text": cell.text}
            lines.append("  " + say["cell"].format(**said))
        if len(record.unparsable) > _MOST_CELLS:
            lines.append("  " + say["more"].format(count=len(record.unparsable) - _MOST_CELLS))
    counts = {"contents": record.contents, "sections": record.sections, "attachments": record.attachments}
    lines.append("  " + say["sections"].format(**counts))
    if record.unnumbered:
        lines.append("  " + say["unnumbered"].format(names=say["names"].join(record.unnumbered)))
    if record.paragraphs_joined or record.lines_dropped:
        lines.append("  " + say["mended"].format(paragraphs=record.paragraphs_joined, furniture=record.lines_dropped))
    lines.append("  " + (say["unsure"].format(count=record.unsure) if record.unsure else say["sure"]))
    return "\n".join(lines)


def _table_text(one: TableRead, say: dict[str, str], form: str) -> str:
    joined = say["parts"].format(count=one.parts) if one.parts > 1 else ""
    joined += say["moved"].format(count=one.moved) if one.moved else ""
    doubts = say["doubtful"].format(count=one.doubts) if one.doubts else ""
    said = say[form].format(
        title=one.title or say["untitled"], place=_place_text(one, say), rows=one.rows, columns=one.columns,
        joined=joined, doubts=doubts,
    )  # fmt: skip
    return said.replace(" ，", "，").replace(" ,", ",")


def _place_text(one: TableRead, say: dict[str, str]) -> str:
    if one.first.page is not None:
        form = "page" if one.last.page == one.first.page else "pages"
        return say[form].format(first=one.first.page, last=one.last.page)
    if one.first.sheet:
        return say["sheet"].format(sheet=one.first.sheet)
    if one.first.line is not None:
        return say["line"].format(first=one.first.line, last=one.last.line)
    return ""
