"""Which documents are imported and where their reports go; a result is written whole or not at all."""

import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from checker.ingest.formats import READ_IN_FOLDERS
from checker.problems import Problem

ENDING = ".json"


def documents(paths: Sequence[Path]) -> tuple[list[Path], list[Problem]]:
    """The documents behind some paths, in order and each once: a folder stands for those below it."""
    found: list[Path] = []
    problems: list[Problem] = []
    for path in paths:
        if not os.path.isdir(path):
            found.append(path)
            continue
        inside = sorted(p for p in path.rglob("*") if _is_document(p))
        if not inside:
            problems.append(Problem("D216", str(path), values={"word": str(path)}))
        found += inside
    return list({os.path.realpath(file): file for file in reversed(found)}.values())[::-1], problems


def _is_document(path: Path) -> bool:
    # ~$ marks what Word and WPS put beside a document that is open
    return path.suffix.lower() in READ_IN_FOLDERS and not path.name.startswith(("~$", ".")) and path.is_file()


def targets(files: Sequence[Path], given: Sequence[Path], output: Path | None) -> dict[Path, Path]:
    """Where the report of each document goes: beside it, or under the output as it stood under the folder given.

    An output that ends with .json is the file itself where there is one document. Documents that differ only in
    their ending keep it (决算.docx.json).
    """
    if output is not None and len(files) == 1 and output.suffix == ENDING and not output.is_dir():
        return {files[0]: output}
    folders = [path for path in given if path.is_dir()]
    wanted = {file: _place(file, folders, output) for file in files}
    stems: dict[Path, int] = {}
    for file, folder in wanted.items():
        stems[folder / file.stem] = stems.get(folder / file.stem, 0) + 1
    return {
        file: folder / ((file.stem if stems[folder / file.stem] == 1 else file.name) + ENDING)
        for file, folder in wanted.items()
    }


def _place(file: Path, folders: Sequence[Path], output: Path | None) -> Path:
    if output is None:
        return file.parent
    above = next((folder for folder in folders if file.is_relative_to(folder)), None)
    return output if above is None else output / file.parent.relative_to(above)


def write_report(target: Path, text: str, document: Path) -> Problem | None:
    """Writes the report of a document, over an earlier one of the same document but nothing else; why not, else."""
    if os.path.exists(target) and not _is_report_of(target, document):
        return Problem("D222", str(target), values={"target": str(target)})
    return write_whole(target, text)


def _is_report_of(target: Path, document: Path) -> bool:
    try:
        held = json.loads(target.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    source = held.get("source") if isinstance(held, dict) else None
    return isinstance(source, dict) and source.get("file") == document.name


def write_whole(target: Path, text: str) -> Problem | None:
    """Writes a file that is whole or not there at all; why not, where it cannot be written."""
    name = ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with open(handle, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(text)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, target)
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        return Problem("D221", str(target), values={"target": str(target), "reason": error.strerror or ""})
    return None
