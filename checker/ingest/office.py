"""Old formats (.doc, .wps, .et, .rtf) by way of an installed LibreOffice; without one it is said plainly."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from checker.ingest.documents import Document
from checker.problems import Problem

PROGRAMS = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_SECONDS = 180


def program() -> str | None:
    """The LibreOffice of this machine; None where there is none."""
    named = os.environ.get("GOUJI_SOFFICE", "")
    found = [named] if named else [shutil.which(name) or "" for name in PROGRAMS]
    places = [*found, *_USUAL_PLACES] if not named else found
    return next((place for place in places if place and Path(place).is_file()), None)


def read_by_office(path: Path) -> Document:
    """What LibreOffice makes of a document, read as that."""
    name = str(path)
    soffice = program()
    if soffice is None:
        return Document(name, (), remarks=(Problem("D213", name),))
    from checker.ingest.formats import form_of

    wanted = "xlsx" if form_of(path) == "et" or path.suffix.lower() == ".et" else "docx"
    with tempfile.TemporaryDirectory(prefix="gouji-") as folder:
        made = _converted(soffice, path, Path(folder), wanted)
        if made is None:
            return Document(name, (), remarks=(Problem("D214", name),))
        from checker.ingest.word import read_word
        from checker.ingest.workbook import read_workbook

        found = read_workbook(made) if wanted == "xlsx" else read_word(made)
    return Document(name, found.blocks, found.pages, tuple(replace(one, file=name) for one in found.remarks))


def _converted(soffice: str, path: Path, folder: Path, wanted: str) -> Path | None:
    """The document in the wanted format, in a folder; None where LibreOffice made none."""
    # a profile of its own: a LibreOffice that is open would take the call and do nothing
    profile = (folder / "profile").resolve().as_uri()
    source = folder / f"source{path.suffix.lower()}"
    shutil.copyfile(path, source)
    command = [
        soffice, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", wanted,
        "--outdir", str(folder / "made"), str(source),
    ]  # fmt: skip
    try:
        subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    made = folder / "made" / f"source.{wanted}"
    return made if made.is_file() else None
