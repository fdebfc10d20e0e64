"""One document from its file to report JSON and import record; what cannot be read is said, never guessed."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.ingest.composing import json_text, report_value
from checker.ingest.formats import read_document
from checker.ingest.recognition import recognise
from checker.ingest.record import ImportRecord, record_of
from checker.layouts import Layout
from checker.problems import Problem, listed
from checker.reports import parse_report


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller knows better than the document says, and the language of doubts."""

    layout: str = ""
    year: int | None = None
    region: str = ""
    entity: str = ""
    lang: str = "zh"


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a document: text is its report JSON, None where there is none, and problems say why.

    A document that was read may have problems as well: the name of the file says another format than it is in.
    """

    path: Path
    text: str | None
    record: ImportRecord | None
    problems: tuple[Problem, ...]


def import_document(path: Path, layouts: Sequence[Layout], options: Options = Options()) -> Imported:
    """The report of a document."""
    document = read_document(path)
    if not document.blocks:
        return Imported(path, None, None, document.remarks or (Problem("D203", str(path)),))
    found = recognise(document, layouts, options.layout, options.year, options.entity)
    if found is None:
        kinds = listed(dict.fromkeys(layout.kind for layout in layouts))
        problem = Problem("D250", str(path), values={"kinds": kinds})
        return Imported(path, None, None, (*document.remarks, problem))
    value = report_value(
        kind=found.layout.kind,
        year=found.year,
        region=options.region,
        entity=found.entity,
        tables=found.tables,
        prose=found.prose,
        source={"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()},
        lang=options.lang,
    )
    text = json_text(value)
    report, faults = parse_report(text, str(path))
    if report is None:
        return Imported(path, None, None, (*document.remarks, *faults))
    record = record_of(str(path), found, report, (*document.remarks, *found.problems))
    return Imported(path, text, record, document.remarks)
