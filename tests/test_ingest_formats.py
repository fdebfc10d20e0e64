"""What a file is by its bytes; what is refused, and within which limits."""

import shutil
import zipfile
from pathlib import Path

import pytest
from refused_documents import COMPOUND, archive, stream_name, write_refused

from checker.ingest import archives
from checker.ingest.formats import ENDINGS, READ_IN_FOLDERS, form_of, read_document
from checker.resources import table


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("refused")
    write_refused(folder)
    return folder


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"", "empty"), (b" \n", "empty"), (b"%PDF-1.7\n", "pdf"), (b"junk\n%PDF-1.4", "pdf"), (b"{\\rtf1", "rtf"),
        (b"\xff\xd8\xff\xe0", "picture"), (COMPOUND + stream_name("WordDocument"), "doc"),
        (COMPOUND + stream_name("Workbook"), "xls"), (COMPOUND + stream_name("EncryptedPackage"), "encrypted"),
        (COMPOUND, "unknown"), (b"<!DOCTYPE html><p>", "html"), (b"\xef\xbb\xbf<html>", "html"),
        ("\ufeff<html>".encode("utf-16-le"), "html"), ("收入决算表".encode("gb18030"), "text"), (b"a\0b", "unknown"),
        (b"PK\x03\x04...", "damaged"),
    ],
)  # fmt: skip
def test_the_format_is_told_by_the_bytes(data: bytes, form: str, tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(data)
    assert form_of(path) == form


@pytest.mark.parametrize(
    ("parts", "form"),
    [
        ({"word_document__xml": ""}, "docx"), ({"xl_workbook__xml": ""}, "xlsx"), ({"xl_workbook__bin": ""}, "xlsb"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "ods"), ({"a": ""}, "unknown"),
    ],
)  # fmt: skip
def test_the_format_of_an_archive_is_told_by_its_parts(parts: dict[str, str], form: str, tmp_path: Path) -> None:
    archive(tmp_path / "a", **parts)
    assert form_of(tmp_path / "a") == form


def test_every_format_has_a_name_for_readers() -> None:
    assert set(ENDINGS.values()) <= set(table("words")["formats"])
    assert {
        ".docx",
        ".xlsx",
        ".xls",
        ".xlsb",
        ".ods",
        ".pdf",
        ".html",
        ".txt",
        ".md",
        ".doc",
        ".wps",
        ".et",
    } <= READ_IN_FOLDERS


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("D203.docx", "D203"), ("D206.xlsx", "D206"), ("D207.docx", "D207"), ("D208.png", "D208"), ("D209.docx", "D209"),
        ("D210.docx", "D210"), ("D211.docx", "D211"), ("D217.txt", "D217"), ("D218.xlsx", "D218"), ("nowhere.docx", "D201"),
    ],
)  # fmt: skip
def test_what_is_not_read_says_why(refused: Path, name: str, code: str) -> None:
    document = read_document(refused / name)
    assert document.blocks == ()
    assert [problem.code for problem in document.remarks] == [code]


def test_a_name_that_says_another_format_is_told_and_the_file_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text("<html><table><tr><td>甲<td>1.00</table>", "utf-8")
    document = read_document(path)
    assert len(document.blocks) == 1
    (problem,) = document.remarks
    assert (problem.code, dict(problem.values)) == ("D205", {"ending": ".xls", "form": "html"})


def test_bytes_that_are_nothing_under_a_known_name_are_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"\1\2\0\3" * 100)
    (problem,) = read_document(path).remarks
    assert problem.code == "D207"


def test_a_truncated_document_is_damaged(tmp_path: Path) -> None:
    import docx

    whole = tmp_path / "a.docx"
    docx.Document().save(str(whole))
    for size in (100, 5000):
        part = tmp_path / f"{size}.docx"
        part.write_bytes(whole.read_bytes()[:size])
        assert [problem.code for problem in read_document(part).remarks] == ["D207"]
    # an archive whose parts are there and say nothing
    archive(tmp_path / "empty.docx", word_document__xml="<w/>")
    assert [problem.code for problem in read_document(tmp_path / "empty.docx").remarks] == ["D207"]


def test_what_an_archive_unpacks_to_is_measured_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 100_000)
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", "a" * 300_000)
    honest = archives.refusal(path)
    assert honest is not None
    assert honest.code == "D210"
    # the directory says the part has ten bytes
    data = path.read_bytes().replace((300_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    path.write_bytes(data)
    lying = archives.refusal(path)
    assert lying is not None
    assert lying.code in ("D210", "D207")


def test_a_sound_archive_is_not_refused(tmp_path: Path) -> None:
    import docx

    docx.Document().save(str(tmp_path / "a.docx"))
    assert archives.refusal(tmp_path / "a.docx") is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE w [<!ENTITY a "ha">]><w>&a;</w>'
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as made:
        made.writestr("word/document.xml", bomb.encode(encoding))
    found = archives.refusal(tmp_path / "a.docx")
    assert found is not None
    assert found.code == "D211"


def test_a_missing_library_is_told_with_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    import docx

    docx.Document().save(str(tmp_path / "a.docx"))
    monkeypatch.setitem(sys.modules, "docx", None)
    (problem,) = read_document(tmp_path / "a.docx").remarks
    assert problem.code == "D212"
    assert problem.values["package"] == "python-docx"


@pytest.mark.skipif(not shutil.which("sh"), reason="needs a shell for the stand-in")
def test_old_formats_go_through_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for LibreOffice: it copies a finished document to where it is told."""
    import docx

    made = docx.Document()
    made.add_paragraph("收入决算表")
    made.save(str(tmp_path / "made.docx"))
    program = tmp_path / "soffice"
    program.write_text(
        f'#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\nmkdir -p "$2"\ncp {tmp_path}/made.docx "$2/source.docx"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("GOUJI_SOFFICE", str(program))
    old = tmp_path / "a.wps"
    old.write_bytes(COMPOUND + stream_name("WordDocument"))
    document = read_document(old)
    assert document.file == str(old)
    assert [getattr(block, "text", "") for block in document.blocks] == ["收入决算表"]
    assert document.remarks == ()
    monkeypatch.setenv("GOUJI_SOFFICE", "/nowhere/soffice")
    assert [problem.code for problem in read_document(old).remarks] == ["D213"]
    program.write_text("#!/bin/sh\nexit 1\n")
    monkeypatch.setenv("GOUJI_SOFFICE", str(program))
    assert [problem.code for problem in read_document(old).remarks] == ["D214"]
