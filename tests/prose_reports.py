"""The cases of prose_cases/ as reports: made-up stretches of the prose of other provinces and years, with their relations.

A case has the text of a few sections, the rows of the tables that matter, and its relations. Each names in plain words
what is compared (查), of which kind (类), the figure it is about (数: 【…】 in a quotation that stands in the text once; of
several, each will do), what else takes part (与: figures, 《tables》), how the figure follows from others (算, see
prose_truth), and the verdict it deserves (真). Every figure is made up.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import yaml
from mutations import EXAMPLE

CASES = Path(__file__).parent / "prose_cases"
TRUE, OFF_BY_ROUNDING, FALSE, SILENT = "一致", "尾差", "不一致", "不适用"
TRUTHS = (TRUE, OFF_BY_ROUNDING, FALSE, SILENT)

BASIC = "一般公共预算财政拨款基本支出决算明细表"
_CODED = ["功能分类科目编码", "科目名称"]
# the heading row of each table; what a merged cell covers is repeated
LISTED: dict[str, list[list[str]]] = {
    "收入决算表": [
        ["项目", "项目", *(income := ["本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"])],
        [*_CODED, *income],
    ],
    "支出决算表": [
        ["项目", "项目", *(spending := ["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"])],
        [*_CODED, *spending],
    ],
    "一般公共预算财政拨款支出决算表": [
        ["项目", "项目", "本年支出", "本年支出", "本年支出"],
        [*_CODED, "小计", "基本支出", "项目支出"],
    ],
    "政府性基金预算财政拨款收入支出决算表": [
        ["项目", "项目", "年初结转和结余", "本年收入", "本年支出", "本年支出", "本年支出", "年末结转和结余"],
        [*_CODED, "年初结转和结余", "本年收入", "小计", "基本支出", "项目支出", "年末结转和结余"],
    ],
    "国有资本经营预算财政拨款支出决算表": [
        ["项目", "项目", "本年支出", "本年支出", "本年支出"],
        [*_CODED, "合计", "基本支出", "项目支出"],
    ],
    "一般公共预算财政拨款“三公”经费支出决算表": [
        ["预算数"] * 6 + ["决算数"] * 6,
        ["合计", "因公出国（境）费", *["公务用车购置及运行费"] * 3, "公务接待费"] * 2,
        ["合计", "因公出国（境）费", "小计", "公务用车购置费", "公务用车运行费", "公务接待费"] * 2,
    ],
}  # fmt: skip
# a table without figures says so, from the year there is one
EMPTY = {"政府性基金预算财政拨款收入支出决算表": 2015, "国有资本经营预算财政拨款支出决算表": 2020}
TOTALS = {"收入支出决算总表": 1, "财政拨款收入支出决算总表": 4}
_SPENT = ["合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"]

Value = dict[str, Any]


@dataclass(frozen=True)
class Span:
    """Characters [start, end) of a section's text."""

    section: int
    start: int
    end: int


@dataclass(frozen=True)
class Relation:
    """One claim of a text. figures: where what it is about stands, in other words of the same claim too; partners:
    places in the text, and titles of tables, one of which takes part besides; expression: what the figure must equal,
    for prose_truth; empty where words decide."""

    about: str
    kind: str
    figures: tuple[Span, ...]
    stated: str
    partners: tuple[Span | str, ...]
    expression: str
    truth: str
    sentence: str


@dataclass(frozen=True, eq=False)
class Case:
    """A made-up stretch of a report with its relations; places: decimals of its amounts, in its unit."""

    file: str
    name: str
    report: Value
    places: int
    relations: tuple[Relation, ...]


# --- reading ----------------------------------------------------------------------------------------------------------


def _marked(quotation: str, texts: Sequence[str]) -> Span:
    """Where the 【marked】 words of a quotation stand; the quotation stands in the texts once."""
    head, mark, rest = quotation.partition("【")
    word, close, tail = rest.partition("】")
    plain = head + word + tail
    places = [(i, text.find(plain)) for i, text in enumerate(texts) if plain in text]
    if not (mark and close and word):
        raise ValueError(f"nothing is marked: {quotation}")
    if sum(text.count(plain) for text in texts) != 1:
        raise ValueError(f"must stand in the text once: {quotation}")
    section, at = places[0]
    return Span(section, at + len(head), at + len(head) + len(word))


def _partner(text: str, texts: Sequence[str]) -> Span | str:
    return text[1:-1] if text.startswith("《") else _marked(text, texts)


def _sentence(span: Span, texts: Sequence[str]) -> str:
    """The sentence around a figure, the figure marked; of an item also its line above."""
    text = texts[span.section]
    begin = max(text.rfind(mark, 0, span.start) for mark in "。\n") + 1
    ends = [place for mark in "。\n" if (place := text.find(mark, span.end)) >= 0]
    end = min(ends, default=len(text))
    return f"{text[begin : span.start]}【{text[span.start : span.end]}】{text[span.end : end]}"


def _relation(value: Value, texts: Sequence[str]) -> Relation:
    given = value["数"]
    figures = tuple(_marked(text, texts) for text in ([given] if isinstance(given, str) else given))
    figure = figures[0]
    return Relation(
        value["查"],
        value["类"],
        figures,
        texts[figure.section][figure.start : figure.end],
        tuple(_partner(text, texts) for text in value.get("与", ())),
        value.get("算", ""),
        value["真"],
        _sentence(figure, texts),
    )


def _sections(parts: Sequence[Value]) -> Iterator[Value]:
    """The sections of a case, each below the headings above it, which have no text of their own."""
    seen: set[tuple[str, ...]] = set()
    for part in parts:
        path = tuple(part["题"])
        for length in range(1, len(path)):
            if path[:length] not in seen:
                seen.add(path[:length])
                yield {"heading": list(path[:length]), "text": ""}
        seen.add(path)
        yield {"heading": list(path), "text": part["文"].strip()}


def _case(file: str, head: Value, value: Value) -> Case:
    known = {"名称", "年度", "单位", "小数位", "正文", "表", "关系"}
    if odd := set(value) - known:
        raise ValueError(f"{file} {value['名称']}: {odd}")
    unit = value.get("单位", head.get("单位", "万元"))
    year = int(value.get("年度", head["年度"]))
    places = int(value.get("小数位", head.get("小数位", "2")))
    sections = list(_sections(value["正文"]))
    texts = [section["text"] for section in sections]
    tables = value.get("表", {})
    tables = tables | _others(tables, texts, year)
    report = {
        "format": "gouji/report-1",
        "kind": "部门决算",
        "year": year,
        "entity": {"name": head["部门"]},
        "decimals": places,
        "tables": [_table(title, unit, rows) for title, rows in tables.items()],
        "sections": sections,
    }
    try:
        relations = tuple(_relation(one, texts) for one in value["关系"])
    except (KeyError, ValueError) as problem:
        raise ValueError(f"{file} {value['名称']}: {problem}") from problem
    return Case(file, value["名称"], report, places, relations)


@cache
def cases() -> tuple[Case, ...]:
    """Every case, file by file."""
    found = []
    for path in sorted(CASES.glob("*.yaml")):
        # every scalar is text: 3.10 is not 3.1
        whole = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
        found += [_case(path.stem, whole, value) for value in whole["用例"]]
    return tuple(found)


# --- tables -----------------------------------------------------------------------------------------------------------


def _table(title: str, unit: str, rows: Any) -> Value:
    if title in TOTALS:
        header, body = _side_by_side(rows, TOTALS[title])
    elif title == BASIC:
        header, body = _economic(rows)
    else:
        header = LISTED[title]
        body = [[*row, *[""] * (len(header[-1]) - len(row))] for row in rows or [["合计"]]]
    notes = [] if rows else ["注：本部门没有相关收入和支出，故本表无数据。"]
    return {"title": title, "unit": unit, "header": header, "rows": body, "notes": notes}


def _side_by_side(sides: Value, width: int) -> tuple[list[list[str]], list[list[str]]]:
    """Income on the left, spending on the right: label and figure, or label and the figures of the three budgets."""
    spent = _SPENT[:width] if width > 1 else ["金额"]
    header = [["收入"] * 2 + ["支出"] * (1 + width), ["项目", "金额", "项目", *spent]]
    body = []
    for left, right in zip_longest(sides.get("收入", {}).items(), sides.get("支出", {}).items()):
        label, figures = right or ("", [])
        figures = [figures] if isinstance(figures, str) else figures
        body.append([*(left or ("", "")), label, *figures, *[""] * (width - len(figures))])
    return header, body


def _economic(blocks: Value) -> tuple[list[list[str]], list[list[str]]]:
    """The form of the example report, in which every item is printed, with the figures of the case; the two totals
    alone where the case has no more."""
    form = next(table for table in json.loads(EXAMPLE.read_text("utf-8"))["tables"] if table["title"] == BASIC)
    figures = {code: amount for side in ("人员", "公用") for code, _, amount in blocks.get(side, ())}
    rows = [list(row) for row in form["rows"]]
    for row in rows[:-1]:
        for at in range(0, len(row), 3):
            row[at + 2] = figures.pop(row[at], "")
    if figures:
        raise ValueError(f"no such item: {figures}")
    rows[-1] = ["人员经费合计", "", blocks["人员经费合计"], "公用经费合计", *[""] * 4, blocks["公用经费合计"]]
    return form["header"], rows if set(blocks) & {"人员", "公用"} else rows[-1:]


def _others(given: Value, texts: Sequence[str], year: int) -> Value:
    """The empty tables of the budgets a case does not speak of."""
    said = json.dumps([given, texts], ensure_ascii=False)
    if not given or any(word in said for word in ("政府性基金", "国有资本")):
        return {}
    return {title: [] for title, since in EMPTY.items() if year >= since}
