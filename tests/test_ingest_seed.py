"""The published document the example was typed from, imported: the same report, cell for cell, and the same findings.

The document lies beside the repository, not in it; without it there is nothing to compare.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from checker.findings import check
from checker.ingest.importing import Options, import_document
from checker.packs import read_pack
from checker.reports import Report, parse_report

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "hengdong-2021" / "report.json"
SEEDS = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
OMITTED = "（此处略去原文所附的工作总结。）"

pytestmark = pytest.mark.skipif(not SEEDS, reason="the published document is not at hand")


@pytest.fixture(scope="module")
def made() -> Any:
    imported = import_document(SEEDS[0], read_pack().layouts, Options(region="430424"))
    assert imported.text is not None
    assert not imported.problems
    assert imported.record is not None
    return json.loads(imported.text), imported.record


@pytest.fixture(scope="module")
def typed() -> Any:
    return json.loads(EXAMPLE.read_text("utf-8"))


def with_omission(text: str, typed: str) -> str:
    """A text without what the example leaves out: from where that begins to the line that follows it."""
    if OMITTED not in typed:
        return text
    before, after = typed.split(OMITTED)
    assert text.startswith(before.rstrip("\n"))
    assert text.endswith(after)
    return typed


@pytest.mark.parametrize("key", ["format", "kind", "year", "region", "entity", "decimals", "contents", "attachments"])
def test_what_it_says_of_itself(made: Any, typed: Any, key: str) -> None:
    assert made[0][key] == typed[key]


def test_the_tables_cell_for_cell(made: Any, typed: Any) -> None:
    for mine, theirs in zip(made[0]["tables"], typed["tables"], strict=True):
        assert {k: v for k, v in mine.items() if k not in ("source", "cells")} == theirs


def test_the_sections(made: Any, typed: Any) -> None:
    for mine, theirs in zip(made[0]["sections"], typed["sections"], strict=True):
        assert mine["heading"] == theirs["heading"]
        assert with_omission(mine["text"], theirs["text"]) == theirs["text"]


def test_every_cell_says_where_it_stands(made: Any) -> None:
    lines = SEEDS[0].read_text("utf-8").split("\n")
    for table in made[0]["tables"]:
        for r, row in enumerate(table["rows"]):
            for c, text in enumerate(row):
                if text:
                    line = table["cells"][f"{r},{c}"]["source"]["line"]
                    assert text in lines[line - 1].split("\t")


def test_nothing_is_in_doubt_and_the_joins_are_told(made: Any) -> None:
    record = made[1]
    assert record.unsure == 0
    assert record.missing == ()
    assert record.unparsable == ()
    joined = {table.title: (table.parts, table.moved) for table in record.tables if table.parts > 1}
    assert joined == {
        "收入支出决算总表": (2, 0),
        "收入决算表": (2, 1),
        "财政拨款收入支出决算总表": (2, 1),
        "一般公共预算财政拨款支出决算表": (2, 1),
        "一般公共预算财政拨款基本支出决算明细表": (2, 1),
    }


def told(report: Report) -> list[tuple[object, ...]]:
    pack = read_pack()
    checked = check(report, pack.rules, pack.layouts)
    return [
        (f.rule.id if f.rule else f.remark.rule if f.remark else "", f.verdict, f.severity, str(f.instance.names() if f.instance else ""))
        for f in checked.findings
    ]  # fmt: skip


def test_the_same_findings(made: Any, typed: Any) -> None:
    whole = dict(made[0])
    for mine, theirs in zip(whole["sections"], typed["sections"], strict=True):
        mine["text"] = with_omission(mine["text"], theirs["text"])
    one, _ = parse_report(json.dumps(whole, ensure_ascii=False), "imported")
    other, _ = parse_report(json.dumps(typed, ensure_ascii=False), "typed")
    assert one is not None
    assert other is not None
    assert told(one) == told(other)
    assert told(one)
