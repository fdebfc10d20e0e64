"""The fast reader: it proves that a text is a report, or says nothing. It never refuses; see ``checker.report_faults``.

The decoder of the standard library does the work, with hooks that keep every digit; then one look at the shape, which
agrees with ``schemas/report.schema.json`` (a test says so) and takes the names of the keys from there.
"""

import json
from functools import cache
from itertools import chain
from typing import Any

from checker.json_values import Number, has_lone_surrogate, is_number_too_long
from checker.report_faults import CELL_KEY, report_schema

_FLAT = 20
_TEXT = {str}
_CELL = {str, Number}


class _Doubt(Exception):
    """The fast reader is not sure."""


def _number(literal: str) -> Number:
    if (len(literal) > 20 or "e" in literal or "E" in literal) and is_number_too_long(literal):
        raise _Doubt
    return Number(literal)


def _constant(name: str) -> Any:
    raise _Doubt


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _Doubt
    return members


_DECODER = json.JSONDecoder(parse_float=_number, parse_int=_number, parse_constant=_constant, object_pairs_hook=_object)


def sound_value(text: str) -> dict[str, Any] | None:
    """What a report's JSON text holds, its numbers as ``Number``; None when it is not certain to be a report."""
    try:
        text.encode("utf-8")
        value = None if has_lone_surrogate(text) else _DECODER.decode(text)
    except (_Doubt, ValueError, RecursionError):
        return None
    return value if _is_sound(value) else None


@cache
def _keys() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """The known and the required keys of each kind of object in a report."""
    schema = report_schema()
    kinds = {"report": schema, **schema["definitions"]}
    return {
        name: (frozenset(kind["properties"]), frozenset(kind.get("required", ())))
        for name, kind in kinds.items()
        if "properties" in kind
    }


def _is_object(value: Any, kind: str) -> bool:
    known, required = _keys()[kind]
    return type(value) is dict and required <= value.keys() <= known


def _is_sound(value: Any) -> bool:
    """Whether this is certainly a report; when not, it may be one still."""
    return (
        _is_object(value, "report")
        and value["format"] == report_schema()["properties"]["format"]["const"]
        and _is_name(value["kind"])
        and _is_whole(value.get("year", Number("2000")), 1000, 9999)
        and type(value.get("region", "")) is str
        and _is_sound_entity(value["entity"])
        and type(value.get("layout", "")) is str
        and _is_whole(value.get("decimals", Number("0")), 0, 8)
        and type(value["tables"]) is list
        and all(map(_is_sound_table, value["tables"]))
        and _are_texts(value.get("contents", []))
        and type(value.get("sections", [])) is list
        and all(map(_is_sound_section, value.get("sections", [])))
        and _are_texts(value.get("attachments", []))
        and _is_sound_source(value.get("source", {}))
    )


def _is_sound_entity(value: Any) -> bool:
    return _is_object(value, "entity") and set(map(type, value.values())) <= _TEXT and _is_name(value["name"])


def _is_sound_section(value: Any) -> bool:
    return (
        _is_object(value, "section")
        and _are_texts(value["heading"])
        and type(value["text"]) is str
        and _is_sound_source(value.get("source", {}))
    )


def _is_sound_table(value: Any) -> bool:
    if not _is_object(value, "table"):
        return False
    header, rows = value["header"], value["rows"]
    return (
        type(value.get("id", "")) is str
        and type(value["title"]) is str
        and type(value.get("unit", "")) is str
        and _is_whole(value.get("decimals", Number("0")), 0, 8)
        and type(header) is list
        and type(rows) is list
        and _is_sound_grid(header + rows)
        and _are_texts(value.get("notes", []))
        and _is_sound_source(value.get("source", {}))
        and ("cells" not in value or _are_sound_cells(value["cells"], rows))
    )


def _is_sound_grid(rows: list[Any]) -> bool:
    if not rows:
        return True
    if set(map(type, rows)) != {list}:
        return False
    widths = set(map(len, rows))
    return len(widths) == 1 and 0 not in widths and set(map(type, chain.from_iterable(rows))) <= _CELL


def _are_sound_cells(value: Any, rows: list[list[Any]]) -> bool:
    if type(value) is not dict:
        return False
    for key, remark in value.items():
        found = CELL_KEY.fullmatch(key)
        if not found or int(found[1]) >= len(rows) or int(found[2]) >= len(rows[0]):
            return False
        if not (
            _is_object(remark, "cell_remark")
            and type(remark.get("doubt", "")) is str
            and _is_sound_source(remark.get("source", {}))
        ):
            return False
    return True


def _is_sound_source(value: Any) -> bool:
    return type(value) is dict and _is_flat(value, _FLAT)


def _is_flat(value: Any, room: int) -> bool:
    """Whether a value is nested so little that its depth needs no counting."""
    if type(value) is not dict and type(value) is not list:
        return True
    members = value.values() if type(value) is dict else value
    return room > 0 and all(_is_flat(member, room - 1) for member in members)


def _is_name(value: Any) -> bool:
    return type(value) is str and bool(value.strip())


def _is_whole(value: Any, least: int, most: int) -> bool:
    return type(value) is Number and value.isdigit() and len(value) <= 4 and least <= int(value) <= most


def _are_texts(value: Any) -> bool:
    return type(value) is list and set(map(type, value)) <= _TEXT
