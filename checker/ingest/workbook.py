"""Workbooks: .xlsx, .xls, .xlsb and .ods, each visible sheet a grid with its merged cells.

A number is written as the sheet shows it, as far as the format says how; in .xlsb with the digits that are stored.
"""

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from checker.ingest.archives import MOST_CELLS, refusal
from checker.ingest.cells import from_spans, one_line
from checker.ingest.documents import Document, Grid, GridCell, Origin
from checker.ingest.extras import needed
from checker.ingest.number_formats import number_formats, shown
from checker.ingest.old_formats import ods_texts, xls_formats
from checker.problems import Problem


def read_workbook(path: Path) -> Document:
    """A grid for each sheet that is shown, in order, each cell with its sheet and address."""
    name = str(path)
    with open(path, "rb") as file:
        is_archive = file.read(2) == b"PK"
    refused = refusal(path) if is_archive else None
    if refused is not None:
        return Document(name, (), remarks=(refused,))
    calamine = needed("python_calamine")
    try:
        book = calamine.CalamineWorkbook.from_path(name)
    except calamine.PasswordError:
        return Document(name, (), remarks=(Problem("D206", name),))
    except calamine.CalamineError:
        return Document(name, (), remarks=(Problem("D207", name, values={"form": path.suffix.lstrip(".").lower()}),))
    formats = number_formats(path) if is_archive else xls_formats(path)
    texts = ods_texts(path) if is_archive and not formats else {}
    blocks: list[Grid] = []
    remarks: list[Problem] = []
    with book:
        for sheet in book.sheets_metadata:
            if sheet.visible != calamine.SheetVisibleEnum.Visible or sheet.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            try:
                look = Look(sheet.name, formats.get(sheet.name, {}), texts.get(sheet.name, {}))
                grid = _sheet(book.get_sheet_by_name(sheet.name), look)
            except calamine.CalamineError:
                remarks.append(Problem("D219", name, values={"sheet": sheet.name}))
                continue
            if grid is not None:
                blocks.append(grid)
    return Document(name, tuple(blocks), remarks=tuple(remarks))


class Look(NamedTuple):
    """A sheet's name, and how it shows its numbers, by place from 0: their formats, or the very text."""

    sheet: str
    formats: Mapping[tuple[int, int], str]
    texts: Mapping[tuple[int, int], str]


def _sheet(sheet: Any, look: Look) -> Grid | None:
    if not sheet.height or not sheet.width or sheet.height * sheet.width > MOST_CELLS:
        return None
    rows = sheet.to_python(skip_empty_area=False)
    width = max((len(row) for row in rows), default=0)
    spans = _merged(sheet, len(rows), width)
    covered = {
        (r, c)
        for (top, left), (down, wide) in spans.items()
        for r in range(top, top + down)
        for c in range(left, left + wide)
        if (r, c) != (top, left)
    }
    made = from_spans([list(_cells(row, r, look, spans, covered)) for r, row in enumerate(rows)], MOST_CELLS)
    return None if made is None else Grid(made.rows, Origin(sheet=look.sheet))


def _merged(sheet: Any, height: int, width: int) -> dict[tuple[int, int], tuple[int, int]]:
    """The merged cells of a sheet, (rows, columns) each; none where they are more than the sheet has places."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    places = 0
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top < height and left < width:
            found[top, left] = min(bottom, height - 1) - top + 1, min(right, width - 1) - left + 1
            places += found[top, left][0] * found[top, left][1]
            if places > height * width:
                return {}
    return found


def _cells(
    row: list[Any],
    r: int,
    look: Look,
    spans: Mapping[tuple[int, int], tuple[int, int]],
    covered: set[tuple[int, int]],
) -> Iterator[tuple[int, GridCell]]:
    for c, value in enumerate(row):
        if (r, c) in covered:
            continue
        down, wide = spans.get((r, c), (1, 1))
        text = look.texts.get((r, c)) or printed(value, look.formats.get((r, c), ""))
        yield c, GridCell(one_line(text), Origin(sheet=look.sheet, cell=address(r, c)), down, wide)


def address(row: int, column: int) -> str:
    """The address of a cell, from 0 (1, 1 is B2)."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def printed(value: Any, code: str = "") -> str:
    """What a cell shows; code: its number format, empty where that is not known."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).upper()
    if isinstance(value, str):
        return value
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        return str(value)
    # a sheet stores a double; the shortest decimal that stands for it is what was typed
    return shown(Decimal(repr(value)), code)
