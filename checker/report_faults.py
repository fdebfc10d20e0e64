"""Why a text is not a report: everything that is wrong with it at once, each thing with its place.

This is the exact reader. It is slow to start (the JSON Schema library takes longer to import than a report to read)
and is asked only when the fast one in ``checker.reports`` is in doubt.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from checker.json_text import Node, Scan, scan
from checker.json_tokens import MOST_FAULTS, Fault
from checker.json_values import as_numbers, pointer_to, shortened, without_surrogates
from checker.positions import Lines
from checker.problems import Problem, near_names

CELL_KEY = re.compile(r"(0|[1-9][0-9]{0,8}),(0|[1-9][0-9]{0,8})")

_REPORT_FORMAT = re.compile(r"gouji/report-([1-9][0-9]{0,8})")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_TYPE_CODES = {"string": "D145", "array": "D146", "object": "D147", "integer": "D148"}


@cache
def report_schema() -> Any:
    """The JSON Schema (draft-07) of reports. Callers do not change it."""
    return json.loads((Path(__file__).parent / "schemas" / "report.schema.json").read_text("utf-8"))


@cache
def _validator() -> Any:
    from jsonschema import Draft7Validator

    return Draft7Validator(report_schema())


def examine(text: str, path: str) -> tuple[Any, list[Problem]]:
    """The value of a report's JSON text, its numbers as ``Number``, and all its problems in the order of the text.

    A problem's source is its whole line, however long, so that columns mean the same everywhere; rendering cuts it.
    The problems of one line share it. Lone surrogates in it are ``?``.
    """
    printable = without_surrogates(text)
    scanned = scan(printable)
    faults = [
        *scanned.faults,
        *(Fault("D133", m.start(), m.end(), "", {"found": f"U+{ord(m[0]):04X}"}) for m in _SURROGATES.finditer(text)),
    ]
    if scanned.whole:
        faulty = {fault.start for fault in faults}
        faults += (fault for fault in _shape_faults(scanned, printable) if fault.start not in faulty)
    faults.sort(key=lambda fault: fault.start)
    lines = Lines(printable)
    problems = [problem_of(fault, lines, path) for fault in faults[:MOST_FAULTS]]
    if len(faults) > MOST_FAULTS or len(scanned.faults) == MOST_FAULTS:
        problems.append(Problem("D199", path, values={"shown": str(MOST_FAULTS)}))
    return scanned.value, problems


def problem_of(fault: Fault, lines: Lines, path: str) -> Problem:
    """A fault as a problem of the file; the values in it are those of the message, ``pointer`` among them."""
    line, column = lines.place(fault.start)
    end_line, end_column = lines.place(fault.end)
    values = {"pointer": shortened(fault.pointer, 200), **fault.values}
    if fault.other >= 0:
        values["other_line"] = str(lines.place(fault.other)[0])
    end_column = end_column if end_line == line else column + 1
    return Problem(fault.code, path, line, column, end_column, lines.line(line), values, fault.near)


def _shape_faults(scanned: Scan, text: str) -> Iterator[Fault]:
    """What keeps a JSON value from being a report."""
    value = as_numbers(scanned.value)
    root = scanned.root
    if not isinstance(value, dict) or not value.keys() & {"format", "tables"}:
        yield Fault("D140", root.start, root.start + 1, "", {"found": _quoted(root, text)})
        return
    form = value.get("format")
    version = _REPORT_FORMAT.fullmatch(form) if isinstance(form, str) else None
    if version and int(version[1]) > 1:
        yield _fault("D142", root.members["format"], "/format", found=version[0])
        return
    # a key that is missing several times over is complained of once
    found: dict[tuple[str, str], Fault] = {}
    for error in islice(_validator().iter_errors(value), 10 * MOST_FAULTS):
        pointer, node = "", root
        for step in error.absolute_path:
            pointer, node = pointer_to(pointer, step), node.members[step]
        for fault in _schema_faults(error, pointer, node, text):
            found.setdefault((fault.code, fault.pointer), fault)
    yield from found.values()
    tables = value.get("tables")
    for index, table in enumerate(tables if isinstance(tables, list) else ()):
        if isinstance(table, dict):
            yield from _grid_faults(table, index, root.members["tables"].members[index])


def _schema_faults(error: Any, pointer: str, node: Node, text: str) -> Iterator[Fault]:
    """One complaint of the schema, in our codes."""
    schema, instance = error.schema, error.instance
    found = _quoted(node, text)
    match error.validator:
        case "additionalProperties" if "properties" in schema:
            for key, near in _unknown_keys(instance, schema):
                values = {"key": shortened(key), "known": ", ".join(schema["properties"])}
                yield Fault("D143", *node.members[key].key, pointer_to(pointer, key), values, near)
        case "required":
            misspelt = {name for _, near in _unknown_keys(instance, schema) for name in near}
            for key in schema["required"]:
                if key not in instance and key not in misspelt:
                    yield Fault("D144", node.start, node.start + 1, pointer_to(pointer, key), {"key": key})
        case "const":
            yield _fault("D141", node, pointer, found=found, wanted=schema["const"])
        case "type":
            yield _fault(_TYPE_CODES.get(str(schema["type"]), "D149"), node, pointer, found=found)
        case "minimum" | "maximum":
            limits = {"least": str(schema["minimum"]), "most": str(schema["maximum"])}
            yield _fault("D150", node, pointer, found=found, **limits)
        case "pattern":
            yield _fault("D151", node, pointer)
        case "minItems":
            yield _fault("D152", node, pointer)


def _unknown_keys(instance: dict[str, Any], schema: Any) -> list[tuple[str, tuple[str, ...]]]:
    """The keys that an object should not have, each with the nearest known one."""
    known = schema["properties"]
    unknown = [key for key in instance if key not in known][:MOST_FAULTS]
    return [(key, near_names(key, known, most=1) if len(key) <= 40 else ()) for key in unknown]


def _grid_faults(table: dict[str, Any], index: int, node: Node) -> Iterator[Fault]:
    """What the schema cannot say: all rows of a table are equally wide, and remarks on cells point to a cell."""
    header: Any = table.get("header")
    rows: Any = table.get("rows")
    cells = table.get("cells")
    if not _is_grid(header) or not _is_grid(rows):
        return
    pointer = f"/tables/{index}"
    names = (table.get("title"), table.get("id"))
    title = shortened(next((name for name in names if isinstance(name, str) and name.strip()), str(index + 1)))
    uneven = list(_uneven(header, "D153", f"{pointer}/header", node.members["header"], title, header[:1]))
    yield from uneven
    if not uneven:
        code = "D154" if header else "D155"
        yield from _uneven(rows, code, f"{pointer}/rows", node.members["rows"], title, header[:1] or rows[:1])
    for key in cells if isinstance(cells, dict) else ():
        place = pointer_to(f"{pointer}/cells", key)
        span = node.members["cells"].members[key].key
        cell = CELL_KEY.fullmatch(key)
        if not cell:
            yield Fault("D156", *span, place, {"key": shortened(key), "title": title})
        elif int(cell[1]) >= len(rows) or int(cell[2]) >= len(rows[int(cell[1])]):
            size = {"rows": str(len(rows)), "columns": str(max(map(len, rows), default=0))}
            yield Fault("D157", *span, place, {"key": key, "title": title, **size})


def _uneven(
    grid: list[list[Any]], code: str, pointer: str, node: Node, title: str, model: list[list[Any]]
) -> Iterator[Fault]:
    """The rows that are not as wide as the model, a list of one row, or none when there is nothing to compare."""
    for index, row in enumerate(grid):
        if len(row) != len(model[0]):
            counts = {"row": str(index + 1), "found": str(len(row)), "wanted": str(len(model[0]))}
            yield _fault(code, node.members[index], f"{pointer}/{index}", title=title, **counts)


def _is_grid(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, list) for row in value)


def _fault(code: str, node: Node, pointer: str, **values: str) -> Fault:
    return Fault(code, node.start, node.end, pointer, values)


def _quoted(node: Node, text: str) -> str:
    return shortened(text[node.start : min(node.end, node.start + 99)])
