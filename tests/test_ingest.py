"""A report written out by real writers and read back: the same values, headings and heading paths."""

import json
from pathlib import Path
from typing import Any

import pytest
from documents import as_html, as_text, write_docx, write_ods, write_xls, write_xlsx

from checker.ingest.importing import Imported, import_document
from checker.packs import Pack, read_pack

EXAMPLE = Path(__file__).parent.parent / "examples" / "hengdong-2021" / "report.json"
OMITTED = "（此处略去原文所附的工作总结。）"
CUTS = {
    "收入支出决算总表": 20,
    "收入决算表": 5,
    "财政拨款收入支出决算总表": 17,
    "一般公共预算财政拨款基本支出决算明细表": 14,
}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read_pack()


@pytest.fixture(scope="module")
def example() -> Any:
    report = json.loads(EXAMPLE.read_text("utf-8"))
    for section in report["sections"]:
        section["text"] = "\n".join(line for line in section["text"].split("\n") if line != OMITTED)
    return report


def read(path: Path, pack: Pack) -> Any:
    imported: Imported = import_document(path, pack.layouts)
    assert imported.text is not None, imported.problems
    assert not imported.problems
    return json.loads(imported.text)


def plain(report: Any) -> Any:
    """A report without what the source adds and no reader can know."""
    kept = {k: v for k, v in report.items() if k not in ("source", "region")}
    kept["tables"] = [{k: v for k, v in t.items() if k not in ("source", "cells")} for t in report["tables"]]
    kept["sections"] = [{k: v for k, v in s.items() if k != "source"} for s in report.get("sections", [])]
    return kept


def tables(report: Any) -> Any:
    return {table["title"]: table for table in plain(report)["tables"]}


@pytest.mark.parametrize("again", [False, True])
def test_text(pack: Pack, example: Any, tmp_path: Path, again: bool) -> None:
    path = tmp_path / "report.txt"
    path.write_text(as_text(example, CUTS, again), "utf-8")
    assert plain(read(path, pack)) == plain(example)


def test_text_whose_columns_are_lost_at_a_page_break(pack: Pack, example: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(as_text(example, CUTS, lose=["收入决算表", "财政拨款收入支出决算总表"]), "utf-8")
    assert plain(read(path, pack)) == plain(example)


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
@pytest.mark.parametrize("again", [False, True])
def test_html(pack: Pack, example: Any, tmp_path: Path, charset: str, again: bool) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(as_html(example, CUTS, again, charset))
    found = plain(read(path, pack))
    assert found["tables"] == plain(example)["tables"]
    rest = plain(example)
    assert {k: v for k, v in found.items() if k != "sections"} == {k: v for k, v in rest.items() if k != "sections"}
    # the page's own menu is the first thing it says
    assert found["sections"] == [{"heading": [], "text": "首页"}, *rest["sections"]]


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("numbered", [False, True])
def test_word(pack: Pack, example: Any, tmp_path: Path, again: bool, numbered: bool) -> None:
    path = tmp_path / "report.docx"
    write_docx(example, path, CUTS, again, numbered)
    assert plain(read(path, pack)) == plain(example)


@pytest.mark.parametrize("numbers", [False, True])
def test_excel(pack: Pack, example: Any, tmp_path: Path, numbers: bool) -> None:
    path = tmp_path / "report.xlsx"
    write_xlsx(example, path, numbers)
    found = read(path, pack)
    assert tables(found) == tables(example)
    assert found["entity"] == example["entity"]


@pytest.mark.parametrize(("ending", "write"), [("xls", write_xls), ("ods", write_ods)])
def test_other_spreadsheets(pack: Pack, example: Any, tmp_path: Path, ending: str, write: Any) -> None:
    path = tmp_path / f"report.{ending}"
    write(example, path)
    assert tables(read(path, pack)) == tables(example)


def test_what_was_changed_is_seen(pack: Pack, example: Any, tmp_path: Path) -> None:
    """The comparison itself: a single figure that differs is found."""
    path = tmp_path / "report.docx"
    write_docx(example, path, CUTS)
    found = read(path, pack)
    found["tables"][3]["rows"][20][5] = "0.01"
    assert tables(found) != tables(example)
