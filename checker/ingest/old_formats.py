"""How .xls and .ods show their numbers, which the reader of their values does not say.

Without the library for .xls, and where a file is odd, nothing is said: figures then have the digits that are stored.
"""

import io
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from checker.ingest.extras import LibraryMissing, needed

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_MOST_REPEATED = 20_000
_FURTHEST = 70_000


def xls_formats(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """The number format of each cell of a .xls that holds a number, by sheet and place from 0."""
    try:
        xlrd = needed("xlrd")
        # the library writes what it finds odd to standard output
        with xlrd.open_workbook(str(path), logfile=io.StringIO(), formatting_info=True, on_demand=True) as book:
            return {name: _formats(book, book.sheet_by_name(name), xlrd.XL_CELL_NUMBER) for name in book.sheet_names()}
    except LibraryMissing:
        return {}
    except Exception:  # an odd file is read all the same, without its formats
        return {}


def _formats(book: Any, sheet: Any, number: int) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    styles, formats = book.xf_list, book.format_map
    for r in range(sheet.nrows):
        for c, kind in enumerate(sheet.row_types(r)):
            if kind == number:
                form = formats.get(styles[sheet.cell_xf_index(r, c)].format_key)
                if form is not None:
                    found[r, c] = form.format_str
    return found


def ods_texts(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """What each number of a .ods is shown as, by sheet and place from 0. The archive must have been looked at before
    (``archives.refusal``)."""
    found: dict[str, dict[tuple[int, int], str]] = {}
    try:
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as stream:
            for event, element in ElementTree.iterparse(stream, ("start", "end")):
                if element.tag == f"{_TABLE}table" and event == "end":
                    found[element.get(f"{_TABLE}name", "")] = _shown(element)
                    element.clear()
    except (ElementTree.ParseError, KeyError, ValueError):
        return {}
    return found


def _shown(sheet: ElementTree.Element) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    r = 0
    for row in sheet.iter(f"{_TABLE}table-row"):
        again = _repeated(row, "number-rows-repeated")
        c = 0
        for cell in row:
            wide = _repeated(cell, "number-columns-repeated")
            said = cell.find(f"{_TEXT}p")
            if cell.get(f"{_OFFICE}value-type") in ("float", "percentage", "currency") and said is not None:
                text = "".join(said.itertext())
                places = min(again * wide, _MOST_REPEATED)
                found.update({(r + n // wide, c + n % wide): text for n in range(places)})
            c += wide
        r += again
        if r > _FURTHEST:
            break
    return found


def _repeated(element: ElementTree.Element, name: str) -> int:
    said = element.get(f"{_TABLE}{name}", "1")
    return int(said) if said.isascii() and said.isdigit() and 0 < len(said) < 8 and int(said) else 1
