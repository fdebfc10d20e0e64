"""Laws of importing: whatever a document holds, it becomes a report that can be read, or it is said why not."""

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.ingest.composing import json_text, report_value
from checker.ingest.documents import Document, Grid, GridCell, Origin, Paragraph
from checker.ingest.formats import read_document
from checker.ingest.recognition import recognise
from checker.ingest.text import blocks_of
from checker.packs import read_pack
from checker.reports import parse_report

LAYOUTS = read_pack().layouts
WORDS = [
    "", " ", "收入决算表", "支出决算表（续）", "续表", "公开02表", "部门：某局", "金额单位：万元", "单位：元", "注：甲。", "2. 乙。", "目录",
    "第一部分 概况", "第二部分 决算表", "一、收入决算情况说明", "二、支出", "（一）甲", "（一）甲。", "- 3 -", "12", "2021年度某局部门决算",
    "项目", "功能分类科目编码", "科目名称", "栏次", "行次", "合计", "总计", "本年收入合计", "财政拨款收入", "1", "2", "3", "201",
    "20137", "一般公共服务支出", "社会保障和就", "业支出", "3.00", "1,234.50", "—", "3.O0", "\ue000", "附件：甲.docx", "预算数", "决算数",
    "本单位没有收入，故本表无数据。", "某段文字，很长很长很长很长很长很长很长很长很长，没有结束", "(((", "：：：", "。", "1.", "表1", "⾦额单位：万元",
]  # fmt: skip

words = st.sampled_from(WORDS) | st.text(max_size=6)
cells = st.builds(GridCell, words, st.builds(Origin, page=st.integers(1, 3)), st.integers(1, 3), st.integers(1, 3))
paragraphs = st.builds(
    Paragraph, words, st.builds(Origin, page=st.none() | st.integers(1, 3)), st.booleans(), st.none(), st.none() | st.integers(1, 4)
)  # fmt: skip


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """A grid with spans of any size, right or wrong."""
    width, height = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    rows = draw(st.lists(st.tuples(*[cells | st.none()] * width), min_size=height, max_size=height))
    return Grid(
        tuple(rows), Origin(page=draw(st.none() | st.integers(1, 3)), sheet=draw(st.sampled_from(["", "收入决算表"])))
    )


def reported(document: Document) -> bool:
    """Whether a document becomes a report; it fails where that report cannot be read."""
    found = recognise(document, LAYOUTS)
    if found is None:
        return False
    value = report_value(
        kind=found.layout.kind, year=found.year, region="", entity=found.entity, tables=found.tables,
        prose=found.prose, source={}, lang="zh",
    )  # fmt: skip
    text = json_text(value)
    assert json.loads(text) == json.loads(json.dumps(value))
    report, problems = parse_report(text, "a.json")
    assert report is not None, problems
    return True


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(paragraphs | grids(), max_size=12))
def test_any_blocks_become_a_report_that_can_be_read(blocks: list[Paragraph | Grid]) -> None:
    title = Paragraph("2021年度某局部门决算")
    assert reported(Document("a", (title, *blocks)))


@given(st.lists(st.lists(words, max_size=5).map("\t".join), max_size=15).map("\n".join))
def test_any_text_does(text: str) -> None:
    blocks = tuple(blocks_of(f"2021年度某局部门决算\n\n{text}"))
    assert reported(Document("a", blocks))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(
    st.sampled_from([".docx", ".xlsx", ".xls", ".ods", ".html", ".txt", ".doc", ".png", ""]),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"<table><tr>", b"{\\rtf", b"\xff\xfe"]),
    st.binary(max_size=300),
)  # fmt: skip
def test_any_bytes_are_read_or_said_to_be_none(tmp_path: Path, ending: str, head: bytes, rest: bytes) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(head + rest)
    document = read_document(path)
    assert document.blocks or document.remarks or not rest.strip() or head.startswith(b"<")
