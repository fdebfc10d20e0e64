"""What a file is by its first bytes, whatever its name ends with; and the reader for it."""

import zipfile
from collections.abc import Callable
from pathlib import Path

from checker.ingest.documents import Document
from checker.ingest.extras import PACKAGES, LibraryMissing
from checker.problems import Problem

ENDINGS = {
    ".docx": "docx", ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls", ".xlsb": "xlsb", ".ods": "ods", ".pdf": "pdf",
    ".html": "html", ".htm": "html", ".mht": "unknown", ".txt": "text", ".md": "text", ".doc": "doc", ".wps": "doc", ".et": "et",
    ".rtf": "rtf", ".png": "picture", ".jpg": "picture", ".jpeg": "picture", ".tif": "picture", ".tiff": "picture", ".bmp": "picture",
}  # fmt: skip
"""The format each ending of a file name stands for."""

READ_IN_FOLDERS = frozenset(ending for ending, form in ENDINGS.items() if form not in ("picture", "unknown", "rtf"))
"""Endings of the files that a folder stands for."""

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_BYTES = 200_000_000
_MOST_PLAIN = {"text": 20_000_000, "html": 50_000_000, "xls": 50_000_000}
"""Bytes a file may have; fewer where all of it is read at once."""
_SAME = {"doc": {"doc", "docx", "rtf"}, "et": {"et", "xls", "xlsx"}, "rtf": {"rtf"}}
"""Formats that a name of another is often given to and rightly so: WPS writes .wps and .et in several forms."""


def form_of(path: Path) -> str:
    """The format of a file by what is in it: a key of ``formats`` in grammar/ingest.yaml, ``encrypted`` or ``empty``."""
    with open(path, "rb") as file:
        head = file.read(4096)
    if not head.strip():
        return "empty"
    if head.startswith(b"%PDF") or b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _in_archive(path)
    if head.startswith(_OLE):
        return _in_compound_file(path)
    if head.startswith(_PICTURES):
        return "picture"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    return _in_text(head)


def _in_archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        return "damaged"
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "xl/workbook.xml" in names:
        return "xlsx"
    return "ods" if b"spreadsheet" in kind else "unknown"


def _in_compound_file(path: Path) -> str:
    """What an OLE compound file is by the names of its streams (MS-CFB: UTF-16, in the directory)."""
    data = path.read_bytes()[:_MOST_BYTES]
    for name, form in (
        ("EncryptedPackage", "encrypted"), ("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"),
        ("WpsContent", "doc"), ("WPS", "doc"), ("ET", "et"),
    ):  # fmt: skip
        if name.encode("utf-16-le") + b"\0\0" in data:
            return form
    return "unknown"


def _in_text(head: bytes) -> str:
    start = head.lower()
    for encoded in (start, start.replace(b"\0", b"")):
        if any(mark in encoded for mark in (b"<html", b"<!doctype html", b"<table", b"<body", b"<head>")):
            return "html"
    has_mark = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return "text" if has_mark or b"\0" not in head else "unknown"


def read_document(path: Path) -> Document:
    """A document of any format. Where it cannot be read it has no blocks, and its remarks say why.

    A name that says another format than the file is in is remarked, and the file read for what it is.
    """
    name = str(path)
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            return _unread(name, "D209", size=str(-(-size // 1_000_000)), most=str(_MOST_BYTES // 1_000_000))
        form = form_of(path)
        most = _MOST_PLAIN.get(form, _MOST_BYTES)
        if size > most:
            return _unread(name, "D209", size=str(-(-size // 1_000_000)), most=str(most // 1_000_000))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return _unread(name, "D201")
    except OSError as error:
        return _unread(name, "D202", reason=error.strerror or "")
    named = ENDINGS.get(path.suffix.lower(), "unknown")
    refusal = {"empty": "D203", "encrypted": "D206", "damaged": "D207", "picture": "D208"}.get(form)
    if refusal:
        return _unread(name, refusal, form=named)
    if form == "unknown" and named != "unknown":
        return _unread(name, "D207", form=named)
    reader = _reader(form)
    if form == "unknown" or reader is None or (form == "text" and named == "unknown"):
        return _unread(name, "D204", ending=path.suffix or path.name)
    try:
        found = reader(path)
    except LibraryMissing as missing:
        return _unread(name, "D212", form=form, package=missing.package)
    except ImportError as missing:
        module = missing.name or ""
        return _unread(name, "D212", form=form, package=PACKAGES.get(module, module))
    except (OSError, MemoryError, RecursionError, ValueError, KeyError, IndexError, zipfile.BadZipFile):
        return _unread(name, "D207", form=form)
    if named != form and form not in _SAME.get(named, ()):
        remark = Problem("D205", name, values={"ending": path.suffix, "form": form})
        return Document(found.file, found.blocks, found.pages, (remark, *found.remarks))
    return found


def _unread(name: str, code: str, **values: str) -> Document:
    return Document(name, (), remarks=(Problem(code, name, values=values),))


def _reader(form: str) -> Callable[[Path], Document] | None:
    """The reader for a format; each is imported only when a document asks for it."""
    if form == "text":
        from checker.ingest.text import read_text

        return read_text
    if form == "html":
        from checker.ingest.html import read_html

        return read_html
    if form == "docx":
        from checker.ingest.word import read_word

        return read_word
    if form in ("xlsx", "xls", "xlsb", "ods"):
        from checker.ingest.workbook import read_workbook

        return read_workbook
    if form == "pdf":
        from checker.ingest.pdf import read_pdf

        return read_pdf
    if form in ("doc", "et", "rtf"):
        from checker.ingest.office import read_by_office

        return read_by_office
    return None
