"""How a sheet shows its numbers: the number formats of .xlsx (ECMA-376 part 1, 18.8.30 and 18.8.31).

Only what decides the figure is followed: decimals, thousands separators, percent, what stands for nought and for
negative numbers. Colours, widths and conditions are not.
"""

import re
import zipfile
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: '#,##0;-#,##0;"-"', 42: '#,##0;-#,##0;"-"',
    43: '#,##0.00;-#,##0.00;"-"', 44: '#,##0.00;-#,##0.00;"-"',
}  # fmt: skip
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SECTION = re.compile(r'(?:"[^"]*"|\\.|[^;"\\])*')
_DROPPED = re.compile(r"\[[^\]]*\]|[_*].")
_DIGITS = re.compile(r"[0#?][0#?,]*(?:\.[0#?]*)?|\.[0#?]+")
_EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
_MOST_DIGITS = 15
"""Decimal digits a double holds for certain (IEEE 754)."""


class Shape(NamedTuple):
    """One part of a number format: what stands in front and behind, decimals at least and at most, digits in front of
    the point at least, separators, percent; digits: whether it shows the number at all."""

    front: str
    back: str
    least: int
    most: int
    whole: int
    grouped: bool
    percent: bool
    digits: bool


def shown(number: Decimal, code: str) -> str:
    """A number as a format shows it; with the digits that are stored where there is no format."""
    if not number.is_finite():
        return str(number)
    if len(number.as_tuple().digits) > _MOST_DIGITS:
        # 0.1 + 0.2 is shown as 0.3
        number = Context(prec=_MOST_DIGITS, rounding=ROUND_HALF_UP).plus(number)
    shapes = _shapes(code)
    if not shapes:
        return f"{_EXACT.normalize(number):f}"
    place = 0 if number > 0 or len(shapes) == 1 else 1 if number < 0 else 2 if len(shapes) > 2 else 0
    shape = shapes[place]
    if not shape.digits:
        return (shape.front + shape.back).strip()
    signed = number < 0 and place == 0
    text = _figure(abs(number), shape)
    return f"{'-' if signed and text.strip('0.,%') else ''}{shape.front}{text}{shape.back}".strip()


def _figure(number: Decimal, shape: Shape) -> str:
    if shape.percent:
        number = _EXACT.multiply(number, Decimal(100))
    number = number.quantize(Decimal((0, (1,), -shape.most)), context=_EXACT)
    text = f"{number:,f}" if shape.grouped else f"{number:f}"
    while shape.most > shape.least and text.endswith("0") and len(text.partition(".")[2]) > shape.least:
        text = text[:-1]
    front, point, behind = text.removesuffix(".").partition(".")
    return front.zfill(shape.whole) + point + behind


@lru_cache(maxsize=1024)
def _shapes(code: str) -> tuple[Shape, ...]:
    """The parts of a format: for positive numbers, for negative ones, for nought; none for General."""
    if not code or code.strip().lower() == "general" or len(code) > 255:
        return ()
    parts = [found for found in _SECTION.findall(code) if found] if ";" not in code else _split(code)
    return tuple(_shape(part) for part in parts[:3])


def _split(code: str) -> list[str]:
    parts, at = [], 0
    while at <= len(code):
        found = _SECTION.match(code, at)
        end = found.end() if found else at
        parts.append(code[at:end])
        at = end + 1
    return parts


def _shape(part: str) -> Shape:
    bare = _DROPPED.sub("", part)
    found = _DIGITS.search(re.sub(r'"[^"]*"|\\.', lambda m: "\x00" * len(m.group()), bare))
    if found is None or not set("0#") & set(found.group()):
        # a place for a digit that may be blank (?) shows no nought
        return Shape(_literal(bare), "", 0, 0, 0, False, False, "general" in bare.lower())
    digits, decimals = found.group().partition(".")[::2]
    rest = bare[: found.start()] + bare[found.end() :]
    percent = "%" in re.sub(r'"[^"]*"', "", rest)
    return Shape(
        _literal(bare[: found.start()]),
        _literal(bare[found.end() :]),
        decimals.count("0"),
        min(len(decimals.replace(",", "")), 30),
        min(digits.count("0"), 30),
        "," in digits.rstrip(","),
        percent,
        True,
    )


def _literal(text: str) -> str:
    """The characters a format prints as they are."""
    return re.sub(r'"([^"]*)"|\\(.)', lambda m: m[1] if m[1] is not None else m[2], text).replace("?", "")


def number_formats(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """The number format of each cell of a workbook that has one, by sheet and place from 0; empty where the file is no
    .xlsx. The archive must have been looked at before (``archives.refusal``)."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" not in names or "xl/styles.xml" not in names:
            return {}
        try:
            codes = _codes(archive)
            return {sheet: _cells(archive, part, codes) for sheet, part in _sheets(archive).items() if part in names}
        except (ElementTree.ParseError, KeyError, ValueError):
            return {}


def _codes(archive: zipfile.ZipFile) -> list[str]:
    """The number format of each cell style."""
    root = ElementTree.fromstring(archive.read("xl/styles.xml"))
    own = {
        int(found.get("numFmtId", "0")): found.get("formatCode", "")
        for found in root.iterfind(f"{_MAIN}numFmts/{_MAIN}numFmt")
    }
    styles = root.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")
    ids = [int(style.get("numFmtId", "0")) for style in styles]
    return [own.get(number) or _BUILT_IN.get(number, "") for number in ids]


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of the archive each sheet is in, by its name."""
    root = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {found.get("Id", ""): found.get("Target", "") for found in root}
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    found: dict[str, str] = {}
    for sheet in book.iterfind(f"{_MAIN}sheets/{_MAIN}sheet"):
        target = targets.get(sheet.get(f"{_OFFICE}id", ""), "")
        found[sheet.get("name", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    return found


def _cells(archive: zipfile.ZipFile, part: str, codes: list[str]) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    with archive.open(part) as stream:
        for _, element in ElementTree.iterparse(stream):
            if element.tag == f"{_MAIN}c":
                style = int(element.get("s", "0"))
                code = codes[style] if 0 <= style < len(codes) else ""
                at = _place(element.get("r", "")) if code else None
                if at is not None:
                    found[at] = code
            elif element.tag == f"{_MAIN}row":
                element.clear()
    return found


def _place(address: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", address)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - 64
    return int(found[2]) - 1, column - 1
