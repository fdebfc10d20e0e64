"""Reports: one disclosed document as JSON, read into plain data, nothing lost and nothing interpreted.

The ordinary way is fast: ``checker.report_proof`` shows that nothing is wrong. Whatever it cannot show goes to
``checker.report_faults``, which decides and explains; a report that is cleared there is read all the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from checker.json_tokens import Fault
from checker.json_values import as_numbers
from checker.positions import Lines, Positions
from checker.problems import Problem
from checker.report_faults import examine, problem_of
from checker.report_proof import sound_value


@dataclass(frozen=True, slots=True)
class Table:
    """One table as printed. Cells are text: a JSON number is kept as the characters it was written with.

    header, rows: tuples of equally wide rows; cells: (row, column), from 0 in rows -> {"source": …, "doubt": …},
    either of which may be absent; decimals: None when the table does not say.
    """

    index: int
    id: str
    title: str
    unit: str
    decimals: int | None
    header: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    source: Mapping[str, Any]
    cells: Mapping[tuple[int, int], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Section:
    """The text under one heading; heading: from the outermost in, empty before any heading."""

    index: int
    heading: tuple[str, ...]
    text: str
    source: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entity:
    """Who disclosed the document; code and parent are empty when not given."""

    name: str
    code: str
    parent: str


@dataclass(frozen=True)
class Report:
    """One disclosed document. Text that was not given is empty; a year or decimals not given are None.

    path: as it was asked for; text: the JSON text, without a byte order mark.
    A ``source`` is as in the file, its numbers int or Decimal.
    """

    path: str
    kind: str
    year: int | None
    region: str
    entity: Entity
    layout: str
    decimals: int | None
    tables: tuple[Table, ...]
    contents: tuple[str, ...]
    sections: tuple[Section, ...]
    attachments: tuple[str, ...]
    source: Mapping[str, Any]
    text: str = field(repr=False)

    @property
    def name(self) -> str:
        """The entity, and the year where there is one."""
        return self.entity.name if self.year is None else f"{self.entity.name} {self.year}"

    @cached_property
    def _positions(self) -> Positions:
        return Positions(self.text)

    def locate(self, pointer: str, offset: int | None = None) -> tuple[int, int]:
        """Line and column, in characters from 1, of the value at an RFC 6901 pointer into the file.

        offset: of that character of the text there, as it is in the report: ``\\n`` or ``\\u5143`` in the file are one.
        Its length gives the place just after. Raises KeyError without such a value, IndexError beyond its text.
        """
        return self._positions.locate(pointer, offset)


def read_report(path: Path | str) -> tuple[Report | None, list[Problem]]:
    """The report in a file, or None and all that is wrong with the file. UTF-8, with or without a byte order mark."""
    name = str(path)
    try:
        data = Path(path).read_bytes()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None, [Problem("D101", name)]
    except OSError as error:
        if Path(path).is_dir():
            return None, [Problem("D102", name)]
        return None, [Problem("D103", name, values={"reason": error.strerror or ""})]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_encoding_problem(data, error.start, name)]
    return parse_report(text, name)


def parse_report(text: str, path: str) -> tuple[Report | None, list[Problem]]:
    """The report a JSON text holds, or None and all that is wrong with it; path: what to call it in problems."""
    text = text.removeprefix("\ufeff")
    if not text.strip():
        return None, [Problem("D107", path)]
    value = sound_value(text)
    if value is None:
        value, problems = examine(text, path)
        if problems:
            return None, problems
    return _report(value, text, path), []


def _encoding_problem(data: bytes, start: int, path: str) -> Problem:
    """What a file that is not UTF-8 is more likely to be."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Problem("D106", path)
    read = data.decode("utf-8", "replace")
    # broken UTF-8 often decodes as GB18030 too, but then most of its characters are still right
    if 2 * read.count("\ufffd") >= sum(character > "\x7f" for character in read):
        try:
            data.decode("gb18030")
        except UnicodeDecodeError:
            pass
        else:
            return Problem("D105", path)
    index = len(data[:start].decode("utf-8"))
    return problem_of(Fault("D104", index, index + 1, "", {"byte": f"{data[start]:02X}"}), Lines(read), path)


def _report(value: dict[str, Any], text: str, path: str) -> Report:
    entity = value["entity"]
    return Report(
        path=path,
        kind=value["kind"],
        year=as_numbers(value.get("year")),
        region=value.get("region", ""),
        entity=Entity(entity["name"], entity.get("code", ""), entity.get("parent", "")),
        layout=value.get("layout", ""),
        decimals=as_numbers(value.get("decimals")),
        tables=tuple(_table(index, table) for index, table in enumerate(value["tables"])),
        contents=tuple(value.get("contents", ())),
        sections=tuple(_section(index, section) for index, section in enumerate(value.get("sections", ()))),
        attachments=tuple(value.get("attachments", ())),
        source=as_numbers(value.get("source", {})),
        text=text,
    )


def _table(index: int, value: dict[str, Any]) -> Table:
    remarks = as_numbers(value.get("cells", {}))
    return Table(
        index=index,
        id=value.get("id", ""),
        title=value["title"],
        unit=value.get("unit", ""),
        decimals=as_numbers(value.get("decimals")),
        header=_grid(value["header"]),
        rows=_grid(value["rows"]),
        notes=tuple(value.get("notes", ())),
        source=as_numbers(value.get("source", {})),
        cells={(int(row), int(column)): remarks[f"{row},{column}"] for row, column in (k.split(",") for k in remarks)},
    )


def _grid(rows: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(str, row)) for row in rows)


def _section(index: int, value: dict[str, Any]) -> Section:
    return Section(index, tuple(value["heading"]), value["text"], as_numbers(value.get("source", {})))
