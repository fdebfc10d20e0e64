"""The fast reader and the exact reader accept the same reports, and read them alike."""

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from checker.report_faults import CELL_KEY, examine, report_schema
from checker.report_proof import sound_value
from checker.reports import parse_report

WORDS = st.text(max_size=5)
NAMES = st.sampled_from(["部门决算", "某局", "a"])
AMOUNTS = (
    st.sampled_from(["", "109.00", "—", "甲"])
    | st.integers(-10, 10**6)
    | st.integers(-(10**6), 10**6).map(lambda cents: cents / 100)
)
SOURCES = st.dictionaries(WORDS, st.integers() | WORDS | st.lists(st.integers(), max_size=3), max_size=2)
DECIMALS = st.integers(0, 8)


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    width = draw(st.integers(1, 3))
    row = st.lists(AMOUNTS, min_size=width, max_size=width)
    rows = draw(st.lists(row, max_size=3))
    optional = {
        "id": WORDS,
        "unit": WORDS,
        "decimals": DECIMALS,
        "notes": st.lists(WORDS, max_size=2),
        "source": SOURCES,
    }
    if rows:
        cell = st.builds("{},{}".format, st.integers(0, len(rows) - 1), st.integers(0, width - 1))
        remark = st.fixed_dictionaries({}, optional={"source": SOURCES, "doubt": WORDS})
        optional["cells"] = st.dictionaries(cell, remark, max_size=2)
    required = {"title": WORDS, "header": st.lists(row, max_size=2), "rows": st.just(rows)}
    return draw(st.fixed_dictionaries(required, optional=optional))


SECTIONS = st.fixed_dictionaries({"heading": st.lists(WORDS, max_size=3), "text": WORDS}, optional={"source": SOURCES})
REPORTS = st.fixed_dictionaries(
    {
        "format": st.just("gouji/report-1"),
        "kind": NAMES,
        "entity": st.fixed_dictionaries({"name": NAMES}, optional={"code": WORDS, "parent": WORDS}),
        "tables": st.lists(tables(), max_size=2),
    },
    optional={
        "year": st.integers(1000, 9999),
        "region": WORDS,
        "layout": WORDS,
        "decimals": DECIMALS,
        "contents": st.lists(WORDS, max_size=2),
        "sections": st.lists(SECTIONS, max_size=2),
        "attachments": st.lists(WORDS, max_size=2),
        "source": SOURCES,
    },
)
OTHER_VALUES: list[Any] = [
    *(None, True, "", " ", "x", 0, -1, 1, 8, 9, 999, 1000, 10000, 2021, 0.5, float("nan"), 10**60),
    *(
        [],
        [[]],
        {},
        [""],
        ["", ""],
        [["", ""]],
        [None],
        {"x": 1},
        {"name": "某局"},
        {"0,0": {}},
        "\x00",
        "\ud83d",
        "𠘨",
    ),
]
ADDED: list[Any] = ["x", 1, {}]
OTHER_KEYS = [
    *("format", "kind", "name", "code", "year", "decimals", "title", "header", "rows", "cells", "source", "doubt"),
    *(
        "0,0",
        "1,1",
        "0,2",
        "2,0",
        "0,00",
        "9,9",
        "0，0",
        "0,0\n",
        "x",
        "",
        "Title",
        "text",
        "heading",
        "unit",
        "id",
        "notes",
    ),
]


def containers(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from containers(inner)


@st.composite
def changed(draw: st.DrawFn) -> str:
    """The JSON text of a report with one or two things dropped, renamed, put in place of others, or put in."""
    report = copy.deepcopy(draw(REPORTS))
    for _ in range(draw(st.integers(1, 2))):
        place = draw(st.sampled_from(list(containers(report))))
        value = copy.deepcopy(draw(st.sampled_from(OTHER_VALUES) | AMOUNTS))
        change = draw(st.sampled_from(["drop", "rename", "retype", "insert"]))
        if isinstance(place, dict):
            key = draw(st.sampled_from(sorted(place))) if place else "x"
            other = draw(st.sampled_from(OTHER_KEYS))
            if change in ("drop", "rename") and place:
                dropped = place.pop(key)
                if change == "rename":
                    place[other] = dropped
            else:
                place[key if change == "retype" else other] = value
        else:
            at = draw(st.integers(0, len(place)))
            place[at : at + (change != "insert")] = [] if change == "drop" else [value]
    text = json.dumps(report, ensure_ascii=draw(st.booleans()))
    if draw(st.booleans()):
        key = draw(st.sampled_from(re.findall(r'"[a-z]+": ', text) or ['"x": ']))
        text = text.replace(key, key + '1, "x": ' if draw(st.booleans()) else f"{key}0, {key}", 1)
    return text


@settings(max_examples=100, deadline=None)
@given(REPORTS, st.booleans())
def test_a_sound_report_is_proved_sound_and_read_alike(report: dict[str, Any], ensure_ascii: bool) -> None:
    text = json.dumps(report, ensure_ascii=ensure_ascii)
    value, problems = examine(text, "report.json")
    assert problems == []
    assert sound_value(text) == value
    assert parse_report(text, "report.json")[0] is not None


def same_decision(text: str) -> bool:
    """Whether the report is sound; both readers must say so, and give the same value."""
    value, problems = examine(text, "report.json")
    proved = sound_value(text)
    assert (proved is not None) == (problems == []), text
    assert proved is None or proved == value
    return not problems


@settings(max_examples=200, deadline=None)
@given(changed())
def test_both_readers_decide_alike(text: str) -> None:
    same_decision(text)


FULL: dict[str, Any] = {
    "format": "gouji/report-1",
    "kind": "部门决算",
    "year": 2021,
    "region": "430424",
    "entity": {"name": "某局", "code": "101", "parent": "1"},
    "layout": "甲",
    "decimals": 2,
    "tables": [
        {
            "id": "公开01表",
            "title": "甲表",
            "unit": "万元",
            "decimals": 2,
            "header": [["项目", "金额"], ["栏次", 1]],
            "rows": [["合计", 109.5], ["其中", ""]],
            "notes": ["注"],
            "source": {"page": 11, "box": [1, 2]},
            "cells": {"0,1": {"source": {"box": [1]}, "doubt": "模糊"}},
        },
        {"title": "乙表", "header": [], "rows": [["甲"]]},
    ],
    "contents": ["一、"],
    "sections": [{"heading": ["一、"], "text": "文", "source": {"page": 1}}],
    "attachments": ["甲.xls"],
    "source": {"file": "甲.docx"},
}


def variants(place: dict[str, Any] | list[Any]) -> Iterator[Any]:
    """A container with one member put in place of another, dropped, renamed or added."""
    if isinstance(place, list):
        yield from ([*place[:at], value, *place[at + 1 :]] for at in range(len(place)) for value in OTHER_VALUES)
        yield from (place[1:], place[:-1], [*place, *place], [*place, []], [*place, [""]], [*place, ""])
        return
    for key in place:
        yield from ({**place, key: value} for value in OTHER_VALUES)
        rest = {other: value for other, value in place.items() if other != key}
        yield rest
        yield from ({**rest, name: place[key]} for name in OTHER_KEYS)
    yield from ({**place, name: value} for name in OTHER_KEYS if name not in place for value in ADDED)


def test_both_readers_decide_alike_on_every_single_change() -> None:
    report = copy.deepcopy(FULL)
    decisions = [same_decision(json.dumps(report))]
    for place in list(containers(report)):
        before = copy.copy(place)
        for changed_place in [*variants(before), before]:
            place.clear()
            place.extend(changed_place) if isinstance(place, list) else place.update(changed_place)
            decisions.append(same_decision(json.dumps(report)))
    assert decisions[0]
    assert decisions[-1]
    assert decisions.count(True) > 300
    assert decisions.count(False) > 2000


def test_what_the_fast_reader_leaves_to_the_exact_one() -> None:
    head = '{"format": "gouji/report-1", "kind": "k", "entity": {"name": "n"}, "tables": [], '
    for rest in (
        '"year": 2021.0}',
        '"year": 2.021e3}',
        '"decimals": -0}',
        '"source": {"a": ' + "[" * 90 + "]" * 90 + "}}",
    ):
        assert sound_value(head + rest) is None
        report, problems = parse_report(head + rest, "report.json")
        assert problems == []
        assert report is not None


def test_the_schema_is_one_that_editors_read() -> None:
    from jsonschema import Draft7Validator

    schema = report_schema()
    Draft7Validator.check_schema(schema)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    example = Path(__file__).parent.parent / "examples" / "hengdong-2021" / "report.json"
    Draft7Validator(schema).validate(json.loads(example.read_text("utf-8")))


def test_every_part_of_the_schema_is_explained_in_both_languages() -> None:
    parts = [report_schema(), *report_schema()["definitions"].values()]
    parts += [member for part in parts for member in part.get("properties", {}).values() if "$ref" not in member]
    for part in parts:
        assert re.search(r"[\u4e00-\u9fff].* · [a-z]", part["title"])


def test_every_demand_of_the_schema_can_be_explained() -> None:
    """A keyword without a lesson of its own would refuse nothing: the exact reader goes by the lessons."""
    explained = {"additionalProperties", "required", "const", "type", "minimum", "maximum", "pattern", "minItems"}
    structure = {"properties", "patternProperties", "items", "$ref", "definitions", "title", "description", "$schema"}

    def keywords(schema: dict[str, Any]) -> set[str]:
        inner = [schema["items"]] if "items" in schema else []
        for name in ("properties", "patternProperties", "definitions"):
            inner += schema.get(name, {}).values()
        return set(schema).union(*map(keywords, inner))

    assert keywords(report_schema()) <= explained | structure
    cells = report_schema()["definitions"]["table"]["properties"]["cells"]
    assert list(cells["patternProperties"]) == [f"^{CELL_KEY.pattern}$"]


def test_only_a_source_may_hold_what_it_likes() -> None:
    parts = {"report": report_schema(), **report_schema()["definitions"]}
    objects = {name for name, part in parts.items() if part.get("type") == "object"}
    closed = {name for name, part in parts.items() if part.get("additionalProperties") is False}
    assert objects - closed == {"source"}
