"""What really goes wrong in published accounts is found, what rounding does is a 尾差, and what only looks wrong is not
accused: an example of every class, planted in made-up reports (``defects/``)."""

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from mutations import findings

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"
Value = dict[str, Any]


def listed(name: str) -> list[Value]:
    found: list[Value] = yaml.safe_load((HERE / "defects" / f"{name}.yaml").read_text("utf-8"))
    return found


CLASSES, ROUNDING, TRAPS = listed("classes"), listed("rounding"), listed("traps")


@cache
def base(unit: str) -> str:
    """A made-up report that ties, as JSON text; the one in 万元 once its planted defects are mended."""
    if unit == "元":
        return (EXAMPLES / "yunxi-culture-2022" / "report.json").read_text("utf-8")
    folder = EXAMPLES / "yunxi-forestry-2023"
    report = json.loads((folder / "report.json").read_text("utf-8"))
    for defect in yaml.safe_load((folder / "defects.yaml").read_text("utf-8"))["defects"]:
        for change in defect["changes"]:
            _mend(report, change)
    return json.dumps(report, ensure_ascii=False)


def _mend(report: Value, change: Value) -> None:
    *above, last = change["pointer"].split("/")[1:]
    place: Any = report
    for part in above:
        place = place[int(part)] if isinstance(place, list) else place[part]
    at = int(last) if isinstance(place, list) else last
    if change["old"] is None:
        assert place.pop(at) == change["new"]
    elif isinstance(place[at], str) and len(place[at]) > len(change["new"]):
        assert place[at].count(change["new"]) == 1
        place[at] = place[at].replace(change["new"], change["old"])
    else:
        assert place[at] == change["new"]
        place[at] = change["old"]


def report(unit: str) -> Value:
    value: Value = json.loads(base(unit))
    return value


@cache
def before(unit: str) -> tuple[Value, ...]:
    return tuple(findings(report(unit))["findings"])


Place = tuple[str, int, int]
"""A pointer, and of a text the characters in it; of a note or a whole table the title of the table."""


def changed(unit: str, changes: list[Any]) -> tuple[Value, list[Place]]:
    """The report with the changes, and where they are."""
    value, places = report(unit), []
    for change in changes:
        match change:
            case [int(table), "gone"]:
                places.append((value["tables"].pop(table)["title"], 0, 0))
            case [int(table), "note", int(note), str(text)]:
                value["tables"][table]["notes"][note] = text
                places.append((value["tables"][table]["title"], 0, 0))
            case [int(section), "heading", str(old), str(new)]:
                places.append((f"/sections/{section}/heading", 0, 0))
                for one in value["sections"]:
                    one["heading"] = [new if part == old else part for part in one["heading"]]
            case ["contents", str(text)]:
                value["contents"].append(text)
                places.append(("/contents", 0, 0))
            case [int(section), str(old), str(new)]:
                text = value["sections"][section]["text"]
                assert text.count(old) == 1, (old, text.count(old))
                start = text.index(old)
                value["sections"][section]["text"] = text.replace(old, new)
                places.append((f"/sections/{section}/text", start, start + len(new)))
            case [int(table), int(row), int(column), str(text)]:
                assert value["tables"][table]["rows"][row][column] is not None
                value["tables"][table]["rows"][row][column] = text
                places.append((f"/tables/{table}/rows/{row}/{column}", 0, 0))
            case _:
                raise AssertionError(change)
    return value, places


def new(unit: str, value: Value, *verdicts: str) -> list[Value]:
    """The findings that the report as it was does not have."""
    known = [(f["rule"], f["scope"], f["verdict"], f["message"]) for f in before(unit)]
    found = [f for f in findings(value)["findings"] if f["verdict"] in verdicts]
    return [f for f in found if (f["rule"], f["scope"], f["verdict"], f["message"]) not in known]


def touches(finding: Value, place: Place) -> bool:
    """Whether a finding names the place, the row it is in, or words of the text that was changed."""
    pointer, start, end = place
    if not pointer.startswith("/"):
        return pointer in finding["scope"]
    for evidence in finding["evidence"]:
        here = evidence["pointer"]
        if here == pointer and "start" in evidence and start < end:
            if evidence["start"] < end and evidence["end"] > start:
                return True
        elif pointer == here or pointer.startswith(here + "/") or here.startswith(pointer + "/"):
            return True
    return False


@pytest.mark.parametrize("one", CLASSES, ids=lambda one: one["class"])
def test_what_goes_wrong_is_found(one: Value) -> None:
    value, places = changed(one["report"], one["change"])
    found = new(one["report"], value, "violated")
    if "found" in one:
        assert set(one["found"]) <= {f["rule"] for f in found}
    else:
        assert any(touches(finding, place) for finding in found for place in places), [f["message"] for f in found]


@pytest.mark.parametrize("one", ROUNDING, ids=lambda one: one["class"])
def test_what_rounding_does_is_no_error(one: Value) -> None:
    value, places = changed(one["report"], one["change"])
    assert [f["message"] for f in new(one["report"], value, "violated")] == []
    found = new(one["report"], value, "rounding")
    assert any(touches(finding, place) for finding in found for place in places)
    assert {f["severity"] for f in found} == {"notice"}


@pytest.mark.parametrize("one", TRAPS, ids=lambda one: one["trap"])
def test_what_only_looks_wrong_is_not_accused(one: Value) -> None:
    value = report(one["report"])
    for place in one.get("at", ()):
        if len(place) == 2:
            assert place[1] in value["sections"][place[0]]["text"]
        else:
            assert value["tables"][place[0]]["rows"][place[1]][place[2]] == place[3]
    assert one.get("at") or one.get("change")
    value, _ = changed(one["report"], copy.deepcopy(one.get("change", [])))
    assert [f["message"] for f in findings(value)["findings"] if f["verdict"] == "violated"] == []


def test_the_reports_to_plant_in_are_accused_of_nothing() -> None:
    for unit in ("元", "万元"):
        assert [f["message"] for f in before(unit) if f["verdict"] == "violated"] == []
