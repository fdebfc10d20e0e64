"""Office files are archives of XML: what a stranger's archive may hold, looked at before anything reads it."""

import re
import zipfile
from pathlib import Path

from checker.problems import Problem

MOST_PARTS = 5_000
MOST_BYTES = 300_000_000
"""Bytes all parts of an archive may have together, unpacked; the largest published accounts have a tenth."""
MOST_CELLS = 2_000_000
"""Places a sheet may reach over."""
_PIECE = 1 << 20
_LAST_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
_MARKUP = (b"<!DOCTYPE", b"<!ENTITY")


def refusal(path: Path) -> Problem | None:
    """Why an archive is not read: it unpacks to too much, defines entities, reaches too far, is locked or damaged."""
    name = str(path)
    total = 0
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                return _too_much(name)
            for part in parts:
                if part.flag_bits & 1:
                    return Problem("D206", name)
                total += part.file_size
                if total > MOST_BYTES:
                    return _too_much(name)
            unpacked = 0
            for part in parts:
                # read to the end of the stream whatever size the directory states
                part.file_size = MOST_BYTES + 1
                found, size = _look(archive, part, name, MOST_BYTES - unpacked)
                unpacked += size
                if found is not None:
                    return found
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError, zlib_error()):
        return Problem("D207", name, values={"form": path.suffix.lstrip(".").lower()})
    return None


def zlib_error() -> type[Exception]:
    """What a damaged stream raises."""
    import zlib

    return zlib.error


def _look(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, most: int) -> tuple[Problem | None, int]:
    """Unpacks a part piece by piece, keeping none of it; its size, and why it is refused."""
    size, last_row, last_column = 0, 0, 0
    is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    is_sheet = is_xml and "/worksheets/" in part.filename
    tail = b""
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > most:
                return _too_much(name), size
            if not is_xml:
                continue
            text = tail + piece
            plain = text.replace(b"\0", b"") if b"\0" in text[:64] else text
            if any(mark in plain.upper() for mark in _MARKUP) and _declares(plain):
                return Problem("D211", name), size
            if is_sheet:
                for letters, digits in _LAST_CELL.findall(plain):
                    last_row, last_column = max(last_row, int(digits)), max(last_column, _column(letters))
                if last_row * last_column > MOST_CELLS:
                    return Problem("D218", name, values={"cells": str(last_row * last_column)}), size
            tail = text[-64:]
    return None, size


def _declares(text: bytes) -> bool:
    """Whether the markup stands outside text: in XML a < inside text is written otherwise, but for CDATA."""
    return b"<![CDATA[" not in text.upper()


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _too_much(name: str) -> Problem:
    return Problem("D210", name, values={"most": str(MOST_BYTES // 1_000_000)})
