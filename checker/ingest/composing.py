"""The report JSON of a document: what was recognised, as printed, with the place of every cell in the source."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from checker.amounts import read_figure
from checker.ingest.cells import text_at
from checker.ingest.documents import Origin
from checker.ingest.sectioning import Prose
from checker.ingest.tabling import Printed
from checker.resources import data_folder, table

Json = dict[str, Any]


def report_value(
    *,
    kind: str,
    year: int | None,
    region: str,
    entity: str,
    tables: list[Printed],
    prose: Prose,
    source: Json,
    lang: str,
) -> Json:
    """The report as plain data, its keys in the order of docs/report-json.md."""
    found: Json = {"format": "gouji/report-1", "kind": kind}
    if year is not None:
        found["year"] = year
    if region:
        found["region"] = region
    found["entity"] = {"name": entity}
    decimals = _decimals(tables)
    if decimals is not None:
        found["decimals"] = decimals
    found["tables"] = [_table(one, lang) for one in tables]
    if prose.contents:
        found["contents"] = prose.contents
    found["sections"] = [
        {"heading": list(part.heading), "text": part.text, "source": place(part.origin)} for part in prose.sections
    ]
    if prose.attachments:
        found["attachments"] = prose.attachments
    found["source"] = source
    return found


def _decimals(tables: list[Printed]) -> int | None:
    """The decimals all tables with decimals print; None where they differ, or none has any."""
    found = {most for one in tables if one.spec is not None and (most := _most_decimals(one))}
    return found.pop() if len(found) == 1 else None


def _most_decimals(one: Printed) -> int:
    figures = (read_figure(text_at(cell)) for row in one.rows for cell in row)
    return max((figure.decimals for figure in figures if figure is not None and not figure.sign), default=0)


def _table(one: Printed, lang: str) -> Json:
    found: Json = {}
    if one.number:
        found["id"] = one.number
    found["title"] = one.title
    if one.unit:
        found["unit"] = one.unit
    found["header"] = [list(row) for row in one.header]
    found["rows"] = [[text_at(cell) for cell in row] for row in one.rows]
    if one.notes:
        found["notes"] = one.notes
    found["source"] = _span(one.origin, one.last)
    cells = {f"{r},{c}": remark for r, c, remark in _remarks(one, lang)}
    if cells:
        found["cells"] = cells
    return found


def _remarks(one: Printed, lang: str) -> Iterator[tuple[int, int, Json]]:
    for r, row in enumerate(one.rows):
        for c, cell in enumerate(row):
            if cell is None:
                continue
            remark: Json = {}
            where = place(cell.origin)
            if where:
                remark["source"] = where
            doubt = one.doubts.get((r, c)) or cell.doubt
            if doubt:
                remark["doubt"] = doubt_text(doubt, lang)
            if remark:
                yield r, c, remark


@cache
def _doubts() -> Mapping[str, Mapping[str, str]]:
    """The reasons of every ingest table: readers of difficult formats have some of their own."""
    names = sorted(path.stem for path in data_folder("grammar").glob("ingest*.yaml"))
    return {code: said for name in names for code, said in table(name).get("doubts", {}).items()}


def doubt_text(doubt: str, lang: str) -> str:
    """Why a reading is unsure, in words: a reason of grammar/ingest.yaml, or the reader's own words."""
    known = _doubts()
    return known[doubt][lang] if doubt in known else doubt


def place(origin: Origin) -> Json:
    """Where something stands in the source, as data; empty where it is not known."""
    found: Json = {}
    for name in ("page", "sheet", "cell", "paragraph", "line"):
        value = getattr(origin, name)
        if value not in (None, ""):
            found[name] = value
    if origin.box is not None:
        found["box"] = list(origin.box)
    return found


def _span(first: Origin, last: Origin) -> Json:
    found = place(first)
    end = place(last)
    for name in ("page", "line", "paragraph"):
        if name in found and end.get(name, found[name]) != found[name]:
            found[f"last_{name}"] = end[name]
    return found


# --- as text ---


def json_text(value: Json) -> str:
    """A report as JSON a person can read: a line for each row and each cell, blocks indented."""
    lines = ["{"]
    for name, held in value.items():
        if name == "tables":
            lines.append('  "tables": [')
            for one in held:
                lines += _table_lines(one)
                lines.append("    },")
            _no_comma(lines)
            lines.append("  ],")
        elif name in ("contents", "sections", "attachments") and held:
            lines.append(f'  "{name}": [')
            lines += [f"    {_short(item)}," for item in held]
            _no_comma(lines)
            lines.append("  ],")
        else:
            lines.append(f'  "{name}": {_short(held)},')
    _no_comma(lines)
    return "\n".join([*lines, "}"]) + "\n"


def _table_lines(one: Json) -> Iterator[str]:
    yield "    {"
    last = list(one)[-1]
    for name, held in one.items():
        end = "" if name == last else ","
        if name in ("header", "rows") and held:
            yield f'      "{name}": ['
            yield from (f"        {_short(row)}{',' if n < len(held) else ''}" for n, row in enumerate(held, 1))
            yield f"      ]{end}"
        elif name == "cells":
            yield '      "cells": {'
            yield from (
                f'        "{at}": {_short(remark)}{"," if n < len(held) else ""}'
                for n, (at, remark) in enumerate(held.items(), 1)
            )
            yield f"      }}{end}"
        else:
            yield f'      "{name}": {_short(held)}{end}'


def _no_comma(lines: list[str]) -> None:
    lines[-1] = lines[-1].removesuffix(",")


def _short(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=json_default)


def json_default(value: object) -> int:
    """A length in points, to the nearest point: a place to look at, not a measure."""
    if isinstance(value, Decimal):
        return int(value.to_integral_value())
    raise TypeError
