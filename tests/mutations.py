"""The example report changed in one place at a time, and what a check says of it that it did not say before."""

import copy
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from checker.figures import figures
from checker.findings import Checked, check
from checker.packs import Pack, read_pack, switched
from checker.render.json import finding_json, findings_json
from checker.reports import Report, parse_report

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "hengdong-2021" / "report.json"
LAYOUTS = ROOT / "tests" / "layouts"
PRINTED = re.compile(r"-?\d+(\.\d+)?")

Value = dict[str, Any]


@cache
def shipped() -> Pack:
    pack = switched(read_pack())
    assert not pack.problems
    return pack


@cache
def pack_of(*paths: Path) -> Pack:
    pack = switched(read_pack(paths))
    assert not pack.problems, [(p.code, p.file, p.line, dict(p.values)) for p in pack.problems]
    return pack


@cache
def _example() -> Value:
    value: Value = json.loads(EXAMPLE.read_text("utf-8"))
    return value


def example() -> Value:
    """The example report, to be changed."""
    return copy.deepcopy(_example())


def report_of(value: Value, path: str = "report.json") -> Report:
    report, problems = parse_report(json.dumps(value, ensure_ascii=False, indent=1), path)
    assert report is not None, problems
    return report


def checked(value: Value, *context: Value, pack: Pack | None = None, layout: str = "", every: bool = False) -> Checked:
    pack = pack or shipped()
    others = [report_of(other, f"context-{index}.json") for index, other in enumerate(context)]
    return check(report_of(value), pack.rules, pack.layouts, layout, others, every)


def findings(value: Value, *context: Value, pack: Pack | None = None, lang: str = "zh", **options: Any) -> Value:
    """The findings JSON of one report."""
    pack = pack or shipped()
    done = checked(value, *context, pack=pack, **options)
    document: Value = json.loads(findings_json([done], pack.rules, [], lang, options.get("every", False)))
    return document


@cache
def _known() -> frozenset[str]:
    return frozenset(finding["id"] for finding in findings(example())["findings"])


def new(value: Value) -> list[Value]:
    """The findings a changed example has and the example itself does not."""
    return [finding_json(finding, "zh") for finding in checked(value).findings if finding.id not in _known()]


def lost(value: Value) -> set[str]:
    """The ids of the findings the example has and a changed example does not."""
    return _known() - {finding.id for finding in checked(value).findings}


def said(found: list[Value]) -> list[tuple[str, str]]:
    return [(finding["verdict"], finding["rule"]) for finding in found]


# rules that speak of codes, names, numbering, notes and units, and so tell of a changed label or row as such
FORM = frozenset(
    {"ZB-008", "ZB-009", "ZC-020", "ZC-021", "ZC-022", "ZC-023", "ZC-024", "ZC-025", "ZC-036", "ZC-037"}
    | {"ZC-038", "ZC-039", "ZC-040", "JBZC-003", "JBZC-004"}
    | {"KB-008", "KB-009", "DW-001", "DW-002", "DW-003", "DW-005", "DW-007", "JG-022", "YY-007", "YY-014"}
    # an item of the text that the table has not, and the reverse
    | {"WZ-087", "WZ-088", "BD-074", "BD-075", "BD-076"}
)


def violated(found: list[Value]) -> list[tuple[str, str]]:
    """Which figures are accused: rule and place of every 不一致, remarks of binding and rules of form left out."""
    return [
        (finding["rule"], finding["scope"])
        for finding in found
        if finding["verdict"] == "violated"
        and not finding["rule"].startswith("layout.")
        and finding["rule"] not in FORM
    ]


def every_row() -> Iterator[tuple[int, int]]:
    for number, table in enumerate(_example()["tables"]):
        for row in range(len(table["rows"])):
            yield number, row


def every_heading() -> Iterator[tuple[int, int, str]]:
    """Every distinct heading cell: table, heading row, text."""
    for number, table in enumerate(_example()["tables"]):
        for row, cells in enumerate(table["header"]):
            for cell in dict.fromkeys(cells):
                yield number, row, cell


def every_label() -> Iterator[tuple[int, int, int, str]]:
    """Every body cell that is words: table, row, column, text."""
    for number, table in enumerate(_example()["tables"]):
        for row, cells in enumerate(table["rows"]):
            for column, cell in enumerate(cells):
                if cell and not PRINTED.fullmatch(cell):
                    yield number, row, column, cell


def every_cell_figure() -> Iterator[tuple[int, int, int, str]]:
    """Every printed amount of the tables."""
    for number, table in enumerate(_example()["tables"]):
        for row, cells in enumerate(table["rows"]):
            for column, cell in enumerate(cells):
                if re.fullmatch(r"\d+\.\d\d", cell):
                    yield number, row, column, cell


def every_blank() -> Iterator[tuple[int, int, int]]:
    """Every blank cell that stands under the heading of an amount."""
    keys = {"行次", "科目编码", "科目名称", "功能分类科目编码", "项目"}
    for number, table in enumerate(_example()["tables"]):
        for row, cells in enumerate(table["rows"]):
            for column, cell in enumerate(cells):
                if not cell and not keys & {heading[column] for heading in table["header"][1:]}:
                    yield number, row, column


def every_prose_figure() -> Iterator[tuple[int, int, int, str]]:
    """Every amount and percentage of the prose: section, start, end, text."""
    (layout,) = (layout for layout in shipped().layouts if layout.name == "部门决算")
    for number, section in enumerate(_example()["sections"]):
        for figure in figures(section["text"], layout.speech):
            if figure.kind in ("amount", "ratio"):
                yield number, figure.start, figure.end, figure.printed


def put(value: Value, table: int, row: int, column: int, text: str) -> Value:
    value["tables"][table]["rows"][row][column] = text
    return value
