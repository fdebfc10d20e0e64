"""The made-up example reports: the one ties, and of the other exactly the defects that its list names are found."""

import copy
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from checker.cli import main

EXAMPLES = Path(__file__).parent.parent / "examples"
TIES = EXAMPLES / "yunxi-culture-2022"
PLANTED = EXAMPLES / "yunxi-forestry-2023"
TRUTH: dict[str, list[dict[str, Any]]] = yaml.safe_load((PLANTED / "defects.yaml").read_text("utf-8"))
DEFECTS = {defect["id"]: defect for defect in TRUTH["defects"]}
TRAPS = {trap["id"]: trap for trap in TRUTH["traps"]}

Value = Any


@cache
def report(folder: Path) -> Value:
    return json.loads((folder / "report.json").read_text("utf-8"))


@cache
def checked(path: Path) -> Value:
    result = CliRunner().invoke(main, ["check", str(path), "--format", "json"])
    assert result.stderr == ""
    return json.loads(result.stdout)


def violated(folder: Path) -> list[Value]:
    return [one for one in checked(folder / "report.json")["findings"] if one["verdict"] == "violated"]


def stands_at(value: Value, pointer: str) -> Value:
    for part in pointer.split("/")[1:]:
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


def parent(value: Value, pointer: str) -> tuple[Value, Any]:
    above, _, last = pointer.rpartition("/")
    holder = stands_at(value, above)
    return holder, int(last) if isinstance(holder, list) else last


def touches(evidence: Value, pointer: str, text: Any) -> bool:
    """Whether a finding's evidence is the place, or its row; in prose, some of the words."""
    if "start" not in evidence:
        return bool(pointer == evidence["pointer"] or pointer.startswith(evidence["pointer"] + "/"))
    start = stands_at(report(PLANTED), pointer).find(text) if evidence["pointer"] == pointer else -1
    return start >= 0 and bool(evidence["start"] < start + len(text) and start < evidence["end"])


def is_of(finding: Value, defect: Value) -> bool:
    return finding["rule"] in defect["found_by"] and (
        finding["scope"] in defect.get("places", ())
        or any(
            touches(evidence, change["pointer"], change["new"])
            for evidence in finding["evidence"]
            for change in defect["changes"]
        )
    )


def test_the_report_that_ties_has_no_finding_and_nothing_undecided() -> None:
    found = checked(TIES / "report.json")
    assert found["findings"] == []
    verdicts = found["summary"]["verdicts"]
    assert (verdicts["violated"], verdicts["undecidable"]) == (0, 0)
    assert verdicts["holds"] > 2000


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_found_by_the_rules_its_list_names(name: str) -> None:
    defect = DEFECTS[name]
    rules = {finding["rule"] for finding in violated(PLANTED) if is_of(finding, defect)}
    assert rules == set(defect["found_by"])
    assert bool(rules) != bool(defect.get("why"))


def test_nothing_is_found_beside_the_defects() -> None:
    stray = [
        (finding["rule"], finding["message"])
        for finding in violated(PLANTED)
        if not any(is_of(finding, defect) for defect in DEFECTS.values())
    ]
    assert stray == []
    assert checked(PLANTED / "report.json")["summary"]["verdicts"]["undecidable"] == 0


@pytest.mark.parametrize("name", [name for name, defect in DEFECTS.items() if not defect["found_by"]])
def test_no_rule_finds_a_defect_that_is_said_not_to_be_found(name: str) -> None:
    for finding in violated(PLANTED):
        for change in DEFECTS[name]["changes"]:
            assert not any(touches(evidence, change["pointer"], change["new"]) for evidence in finding["evidence"])


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_silent(name: str) -> None:
    for place in TRAPS[name]["places"]:
        assert place["text"] in stands_at(report(PLANTED), place["pointer"])
        for finding in violated(PLANTED):
            assert not any(touches(evidence, place["pointer"], place["text"]) for evidence in finding["evidence"])


def put_right(defective: Value) -> Value:
    """The report without its defects; each must be where the list says it is."""
    whole = copy.deepcopy(defective)
    for defect in TRUTH["defects"]:
        for change in defect["changes"]:
            holder, last = parent(whole, change["pointer"])
            if change["old"] is None:
                assert holder.pop(last) == change["new"]
            elif change["pointer"].startswith("/sections/") or "/notes/" in change["pointer"]:
                assert holder[last].count(change["new"]) == 1
                holder[last] = holder[last].replace(change["new"], change["old"])
            else:
                assert holder[last] == change["new"]
                holder[last] = change["old"]
    return whole


def test_the_report_ties_once_every_defect_is_put_right(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(json.dumps(put_right(report(PLANTED)), ensure_ascii=False), "utf-8")
    found = checked(path)
    assert {finding["verdict"] for finding in found["findings"]} == {"rounding"}
    assert found["summary"]["verdicts"]["violated"] == 0


def test_there_are_twenty_defects_and_the_readme_tells_the_same_of_them() -> None:
    assert len(DEFECTS) == len(TRUTH["defects"]) == 20
    lines = (PLANTED / "README.md").read_text("utf-8").splitlines()
    for name, defect in DEFECTS.items():
        told = [line for line in lines if line.startswith(f"| {name} |")]
        assert len(told) == 2, name
        for line in told:
            cells = line.split(" | ")
            assert re.findall("`(/[^`]+)`", cells[3]) == [change["pointer"] for change in defect["changes"]]
            assert defect.get("why") or re.findall(r"[A-Z]+-\d+", cells[5]) == defect["found_by"]
            assert not defect.get("why") or cells[5].startswith("—")
