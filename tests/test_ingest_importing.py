"""One document from its file to report JSON and record."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from ingested import table

from checker.ingest.composing import doubt_text, json_text, place
from checker.ingest.documents import Origin
from checker.ingest.importing import Imported, Options, import_document
from checker.ingest.record import record_json, record_text
from checker.layouts import Layout
from checker.packs import read_pack
from checker.reports import parse_report

TEXT = "\n".join(
    [
        "2021年度某局部门决算", "", "目录", "一、收入决算表", "", "一、收入决算表", "",
        table("收入决算表", "合计\t\t3.O0\t3.00", "201\t一般公共服务支出\t1,000.00\tx"), "",
        table("水库情况表", "甲\t1\t2\t3", heading="乙\t丙\t丁\t戊\n"), "", "注：甲。", "", "二、收入决算情况说明", "乙。",
    ]
)  # fmt: skip


@pytest.fixture(scope="module")
def layouts() -> list[Layout]:
    return read_pack().layouts


def imported(layouts: list[Layout], folder: Path, text: str = TEXT, options: Options | None = None) -> Imported:
    path = folder / "某局.txt"
    path.write_text(text, "utf-8")
    return import_document(path, layouts, options or Options())


def value(found: Imported) -> Any:
    assert found.text is not None
    return json.loads(found.text)


def test_the_report_says_where_everything_stands(layouts: list[Layout], tmp_path: Path) -> None:
    found = imported(layouts, tmp_path, options=Options(region="430424"))
    report = value(found)
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    assert report["source"] == {"file": "某局.txt", "sha256": digest}
    assert (report["kind"], report["year"], report["region"], report["decimals"]) == ("部门决算", 2021, "430424", 2)
    first = report["tables"][0]
    assert first["source"] == {"line": 11, "last_line": 15}
    assert first["cells"]["0,2"] == {"source": {"line": 14}, "doubt": "有像数字的字母，核对原件"}
    assert first["cells"]["1,3"] == {"source": {"line": 15}}
    assert report["sections"][-1]["source"] == {"line": TEXT.split("\n").index("二、收入决算情况说明") + 1}
    assert parse_report(found.text or "", "a")[1] == []


def test_doubts_are_in_the_reader_s_language(layouts: list[Layout], tmp_path: Path) -> None:
    report = value(imported(layouts, tmp_path, options=Options(lang="en")))
    assert report["tables"][0]["cells"]["0,2"]["doubt"] == "letters that look like digits; check the original"
    assert doubt_text("in words of the reader's own", "zh") == "in words of the reader's own"


def test_the_record(layouts: list[Layout], tmp_path: Path) -> None:
    record = imported(layouts, tmp_path).record
    assert record is not None
    known, unknown = record.tables
    assert (known.name, known.rows, known.columns, known.doubts) == ("收入决算表", 2, 4, 1)
    assert (unknown.name, unknown.title) == ("", "水库情况表")
    assert "支出决算表" in record.missing
    assert [(cell.row, cell.column, cell.text) for cell in record.unparsable] == [(1, 3, "3.O0"), (2, 4, "x")]
    assert (record.contents, record.attachments) == (1, 0)
    assert record.unsure == 1 + 2 + 1


def test_the_record_in_words(layouts: list[Layout], tmp_path: Path) -> None:
    record = imported(layouts, tmp_path).record
    assert record is not None
    text = record_text(record, "zh")
    assert "某局.txt：部门决算 2021 某局" in text
    assert "认得的表 1 张，缺 8 张，不认得 1 张" in text
    assert "《收入决算表》 第 11–15 行，2 行 4 栏，1 格拿不准" in text
    assert "不认得《水库情况表》" in text
    assert "《收入决算表》第 1 行第 3 栏“3.O0”" in text
    assert "拿不准的 4 处，请核对" in text
    english = record_text(record, "en")
    assert "tables: 1 known, 8 missing, 1 unknown" in english
    assert "“收入决算表” lines 11–15, 2 rows, 4 columns, 1 cells unsure" in english


def test_the_record_as_data(layouts: list[Layout], tmp_path: Path) -> None:
    record = imported(layouts, tmp_path).record
    assert record is not None
    data = record_json(record, "zh")
    assert json.loads(json.dumps(data)) == data
    assert data["tables"][0]["name"] == "收入决算表"
    assert data["unparsable"][0]["source"] == {"line": 14}
    assert [problem["code"] for problem in data["problems"]] == ["D252"]


def test_what_is_no_report_says_so(layouts: list[Layout], tmp_path: Path) -> None:
    found = imported(layouts, tmp_path, "一封信。")
    assert found.text is None
    assert found.record is None
    assert [problem.code for problem in found.problems] == ["D250"]
    assert imported(layouts, tmp_path, "").problems[0].code == "D203"


def test_decimals_that_differ_between_tables_are_left_to_the_tables(layouts: list[Layout], tmp_path: Path) -> None:
    lines = [
        "2021年度某局部门决算",
        table("收入决算表", "合计\t\t3.00\t3.00"),
        "",
        table("支出决算表", "合计\t\t3.000\t3"),
    ]
    assert "decimals" not in value(imported(layouts, tmp_path, "\n".join(lines)))


def test_places() -> None:
    from decimal import Decimal

    box = (Decimal("1.5"), Decimal(2), Decimal(3), Decimal("4.25"))
    found = place(Origin(page=3, box=box, sheet="Z01", cell="B7", paragraph=2, line=9))
    assert found == {"page": 3, "sheet": "Z01", "cell": "B7", "paragraph": 2, "line": 9, "box": list(box)}
    assert place(Origin()) == {}
    assert json.loads(json_text({"source": found}))["source"]["box"] == [2, 2, 3, 4]


def test_the_json_is_what_json_makes_of_it(layouts: list[Layout], tmp_path: Path) -> None:
    report = value(imported(layouts, tmp_path))
    assert json.loads(json_text(report)) == report
    empty = {"format": "x", "tables": [], "sections": [], "attachments": []}
    assert json.loads(json_text(empty)) == empty
