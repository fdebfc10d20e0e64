"""Documents that are not read, for the catalogue of lessons: too large to keep, made to harm, or read where something
is missing."""

import os
import shutil
import sys
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from unittest import mock

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def stream_name(name: str) -> bytes:
    return name.encode("utf-16-le").ljust(64, b"\0")


def archive(path: Path, **parts: str) -> None:
    """An archive of parts, by their names with _ for / and __ for a full stop."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", ".").replace("_", "/"), text)


def write_refused(folder: Path) -> None:
    """Writes every document of the catalogue that cannot be kept in it."""
    (folder / "D203.docx").write_bytes(b"")
    (folder / "D206.xlsx").write_bytes(COMPOUND + stream_name("EncryptedPackage"))
    (folder / "D207.docx").write_bytes(b"PK\x03\x04 what is left of a download")
    (folder / "D208.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
    with open(folder / "D209.docx", "wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(200_000_001)  # a hole: nothing is stored
    with zipfile.ZipFile(folder / "D210.docx", "w") as made:
        made.writestr("word/document.xml", "<w/>")
        for n in range(5_001):
            made.writestr(f"word/{n}.xml", "")
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    bomb = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "ha">{entities}]><w>&e9;</w>'
    archive(folder / "D211.docx", word_document__xml=bomb)
    (folder / "D213.doc").write_bytes(COMPOUND + stream_name("WordDocument"))
    (folder / "D214.doc").write_bytes(COMPOUND + stream_name("WordDocument"))
    (folder / "D216").mkdir(exist_ok=True)
    (folder / "D217.txt").write_bytes("\ufeff收入支出决算总表".encode("utf-16-le") + b"\0")
    sheet = (
        f'<worksheet xmlns="{NAMESPACE}"><sheetData><row><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    archive(folder / "D218.xlsx", xl_workbook__xml="<workbook/>", xl_worksheets_sheet1__xml=sheet)
    write_workbook_with_a_broken_sheet(folder / "D219.xlsx")


def write_workbook_with_a_broken_sheet(path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    for name in ("收入", "支出"):
        book.add_worksheet(name).write_string(0, 0, "某局")
    book.close()
    whole = zipfile.ZipFile(path)
    parts = {name: whole.read(name) for name in whole.namelist()}
    with zipfile.ZipFile(path, "w") as made:
        for name, data in parts.items():
            made.writestr(name, data[: len(data) // 2] if name.endswith("sheet2.xml") else data)


def circumstances(code: str) -> Iterator[AbstractContextManager[object]]:
    """What must be so around a call for its lesson to be told."""
    if code == "D212":
        yield mock.patch.dict(sys.modules, {"python_calamine": None})
    if code == "D213":
        yield mock.patch.dict(os.environ, {"GOUJI_SOFFICE": "/nowhere/soffice"})
    if code == "D214":
        yield mock.patch.dict(os.environ, {"GOUJI_SOFFICE": shutil.which("false") or ""})
    if code == "D220":
        yield mock.patch("checker.ingest.importing.read_document", side_effect=AssertionError)
