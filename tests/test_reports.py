"""Reading a report, and every lesson about a file that is none."""

import json
import pickle
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from checker.problems import Problem, lesson
from checker.reports import Entity, Report, parse_report, read_report
from checker.resources import table

EXAMPLE = Path(__file__).parent.parent / "examples" / "hengdong-2021" / "report.json"
HEAD = '{"format": "gouji/report-1", "kind": "部门决算", "entity": {"name": "某局"}, '
SMALL = HEAD + '"tables": [{"title": "甲表", "header": [["项目", "金额"]], "rows": [["合计", "109.00"]]}]}'


def read(text: str) -> Report:
    report, problems = parse_report(text, "report.json")
    assert problems == []
    assert report is not None
    return report


def with_table(**changes: str) -> str:
    """A small report whose table has JSON put in place of what it says, or added; None takes it out."""
    members = {"title": '"甲表"', "header": '[["项目", "金额"]]', "rows": '[["合计", "109.00"]]', **changes}
    return HEAD + '"tables": [{' + ", ".join(f'"{key}": {value}' for key, value in members.items() if value) + "}]}"


def with_key(key: str, value: str) -> str:
    return SMALL[:-1] + f', "{key}": {value}}}'


# --- what is read -----------------------------------------------------------------------------------------------------


def test_everything_a_report_can_say() -> None:
    text = """{"format": "gouji/report-1", "kind": "部门决算", "year": 2021, "region": "430424",
      "entity": {"name": "某局", "code": "101", "parent": "某县"}, "layout": "甲版式", "decimals": 2,
      "tables": [{"id": "公开05表", "title": "甲表", "unit": "万元", "decimals": 4,
        "header": [["项目", "金额"], ["栏次", "1"]], "rows": [["合计", "1,234.50"], ["其中", ""]], "notes": ["注：无"],
        "source": {"page": 11}, "cells": {"1,0": {"source": {"box": [1, 2.5]}, "doubt": "模糊"}, "0,1": {}}}],
      "contents": ["一、甲"], "sections": [{"heading": ["第一部分", "一、甲"], "text": "正文", "source": {"page": 16}}],
      "attachments": ["附件.xls"], "source": {"file": "甲.docx"}}"""
    report = read(text)
    assert (report.path, report.kind, report.year, report.region) == ("report.json", "部门决算", 2021, "430424")
    assert report.entity == Entity("某局", "101", "某县")
    assert (report.layout, report.decimals, report.contents) == ("甲版式", 2, ("一、甲",))
    assert (report.attachments, report.source, report.text) == (("附件.xls",), {"file": "甲.docx"}, text)
    (printed,) = report.tables
    assert (printed.index, printed.id, printed.title, printed.unit) == (0, "公开05表", "甲表", "万元")
    assert (printed.decimals, printed.notes, printed.source) == (4, ("注：无",), {"page": 11})
    assert printed.header == (("项目", "金额"), ("栏次", "1"))
    assert printed.rows == (("合计", "1,234.50"), ("其中", ""))
    assert printed.cells == {(1, 0): {"source": {"box": [1, Decimal("2.5")]}, "doubt": "模糊"}, (0, 1): {}}
    (section,) = report.sections
    assert (section.index, section.heading, section.text) == (0, ("第一部分", "一、甲"), "正文")
    assert section.source == {"page": 16}
    assert report.name == "某局 2021"


def test_what_is_not_said_is_empty() -> None:
    report = read(SMALL)
    assert (report.year, report.decimals, report.region, report.layout) == (None, None, "", "")
    assert (report.contents, report.sections, report.attachments, report.source) == ((), (), (), {})
    assert report.entity == Entity("某局", "", "")
    assert (report.tables[0].id, report.tables[0].unit, report.tables[0].decimals) == ("", "", None)
    assert (report.tables[0].notes, report.tables[0].source, report.tables[0].cells) == ((), {}, {})
    assert report.name == "某局"


@pytest.mark.parametrize(
    "literal", ["109.00", "1E+2", "-0", "-0.50", "0.1000000000000000055511151231257827", "1e-7", "9" * 60]
)
def test_a_number_keeps_every_digit(literal: str) -> None:
    rows = read(with_table(rows=f'[["合计", {literal}]]')).tables[0].rows
    assert rows == (("合计", literal),)
    assert type(rows[0][1]) is str


def test_numbers_may_stand_in_the_header() -> None:
    assert read(with_table(header='[["栏次", 1]]')).tables[0].header == (("栏次", "1"),)


def test_text_is_kept_as_printed() -> None:
    cells = "— ⼈员经费① １．５ \\u00a0\\n"
    assert read(with_table(rows=f'[["{cells}", ""]]')).tables[0].rows[0][0] == "— ⼈员经费① １．５ \u00a0\n"


def test_a_table_may_have_no_rows_no_header_or_neither() -> None:
    assert read(with_table(rows="[]")).tables[0].rows == ()
    assert read(with_table(header="[]")).tables[0].header == ()
    assert read(with_table(header="[]", rows="[]")).tables[0].rows == ()
    assert read(HEAD + '"tables": []}').tables == ()


def test_a_whole_number_may_be_written_with_a_point() -> None:
    assert read(with_key("year", "2021.0")).year == 2021
    assert read(with_key("decimals", "-0")).decimals == 0


def test_a_report_can_be_sent_to_another_process() -> None:
    report = read(with_table(cells='{"0,1": {"doubt": "模糊"}}'))
    report.locate("/tables")
    assert pickle.loads(pickle.dumps(report)) == report


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_with_or_without_a_byte_order_mark(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "决算.json"
    path.write_bytes((mark + SMALL).encode())
    report, problems = read_report(path)
    assert problems == []
    assert report is not None
    assert (report.path, report.text) == (str(path), SMALL)
    assert report.locate("/kind") == (1, SMALL.index('"部门决算"') + 1)


def test_the_example() -> None:
    report, problems = read_report(EXAMPLE)
    assert problems == []
    assert report is not None
    raw = json.loads(EXAMPLE.read_text("utf-8"))
    assert [list(map(list, printed.rows)) for printed in report.tables] == [each["rows"] for each in raw["tables"]]
    assert [section.text for section in report.sections] == [each["text"] for each in raw["sections"]]
    line, column = report.locate("/tables/8/rows/0/0")
    assert (
        EXAMPLE.read_text("utf-8").splitlines()[line - 1][column - 1 :].startswith('"' + raw["tables"][8]["rows"][0][0])
    )


def test_reading_a_sound_report_does_not_wait_for_the_schema_library() -> None:
    program = f"import sys; from checker.reports import read_report; assert read_report({str(EXAMPLE)!r})[0]; "
    program += "sys.exit('jsonschema' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=EXAMPLE.parents[2], check=False).returncode == 0


def test_a_report_on_one_long_line_is_read() -> None:
    rows = json.dumps([["项目", "1.00"]] * 20_000, ensure_ascii=False)
    assert len(read(with_table(rows=rows)).tables[0].rows) == 20_000


# --- what is refused --------------------------------------------------------------------------------------------------

NESTED = '{"source": ' + "[" * 99
# code, text with the place between ⟦ ⟧, words of the Chinese text
FAULTS = [
    ("D107", "", "没有内容"),
    ("D107", " \n\t", "没有内容"),
    ("D110", '{"a": ⟦}⟧', "现在是“}”"),
    ("D110", '{"a": ⟦)⟧}', "现在是“)”"),
    ("D110", "⟦\x00⟧", "现在是“U+0000”"),
    ("D111", "{⟦[⟧1]: 2}", "现在是“[”"),
    ("D112", '["甲"⟦⟧ "乙"]', "缺少逗号"),
    ("D112", '["甲"⟦⟧ 1]', "缺少逗号"),
    ("D112", "[[1]⟦⟧ [2]]", "缺少逗号"),
    ("D112", '{\n  "a": 1⟦⟧\n  "b": 2\n}', "缺少逗号"),
    ("D113", '{"年度"⟦⟧ 2021}', "“年度”之后缺少冒号"),
    ("D113", '{"年度"⟦⟧ = 2021}', "“年度”之后缺少冒号"),
    ("D114", "[1⟦,⟧]", "最后一项之后不写逗号"),
    ("D114", '{"a": 1⟦,⟧ }', "最后一项之后不写逗号"),
    ("D114", "[1⟦,⟧, 2]", "前面或后面没有内容"),
    ("D114", "[⟦,⟧ 1]", "前面或后面没有内容"),
    ("D115", '{"a": ⟦"部门决算,⟧\n"b": 1}', "到行末都没有收尾的引号"),
    ("D115", "{⟦'a: 1}⟧", "到行末都没有收尾的引号"),
    ("D116", "{⟦'a'⟧: 1}", "用了单引号 ''"),
    ("D117", "{⟦“年度”⟧: 1}", "用了中文引号 “”"),
    ("D117", "[⟦「甲」⟧]", "用了中文引号 「」"),
    ("D117", '["甲⟦”⟧,\n"乙"]', "用了中文引号 ”"),
    ("D117", '["甲⟦”⟧, "乙"]', "用了中文引号 ”"),
    ("D117", '{"年度⟦”⟧: "2021"}', "用了中文引号 ”"),
    ("D118", '{"a"⟦：⟧ 1}', "用了全角标点“：”，要用英文的“:”"),
    ("D118", "[1⟦，⟧ 2]", "用了全角标点“，”，要用英文的“,”"),
    ("D118", "[1⟦、⟧ 2]", "用了全角标点“、”，要用英文的“,”"),
    ("D118", "⟦［⟧1]", "用了全角标点“［”，要用英文的“[”"),
    ("D119", "[1,⟦\u3000⟧2]", "U+3000"),
    ("D119", "[1,⟦\u200b⟧2]", "U+200B"),
    ("D120", "[1 ⟦// 一⟧\n]", "不能写批注"),
    ("D120", "⟦# 一⟧\n[1]", "不能写批注"),
    ("D120", "[1 ⟦/* 一 */⟧]", "不能写批注"),
    ("D121", '{"a":\n [1, 2⟦}⟧', "第 2 行打开的括号要用“]”收尾"),
    ("D122", '{"a":\n {"b": 1}⟦⟧', "第 1 行打开的“{”还没有收尾"),
    ("D122", '{"a"⟦⟧', "第 1 行打开的“{”还没有收尾"),
    ("D122", "[1, ⟦⟧", "第 1 行打开的“[”还没有收尾"),
    ("D123", "[1]⟦]⟧", "到这里之前已经完整"),
    ("D124", "{⟦年度⟧: 1}", "“年度”没有加引号"),
    ("D124", "[⟦True⟧]", "最接近的是“true”"),
    ("D125", "[⟦01⟧]", "“01”不是 JSON 的数字"),
    ("D125", "[⟦+1⟧]", "“+1”不是 JSON 的数字"),
    ("D125", "[⟦.5⟧]", "“.5”不是 JSON 的数字"),
    ("D125", "[⟦109.00万元⟧]", "“109.00万元”不是 JSON 的数字"),
    ("D126", '["C:⟦\\决⟧算"]', "“\\决”没有意义"),
    ("D126", '["⟦\\u⟧12"]', "“\\u”没有意义"),
    ("D127", '["甲⟦\t⟧乙"]', "控制字符 U+0009"),
    ("D128", "[1 ⟦;⟧ 2]", "现在是“;”"),
    ("D129", '["所谓⟦"⟧三公"经费"]', "文字在这个引号处就结束了"),
    ("D129", '{"所谓⟦"⟧三公": 1}', "文字在这个引号处就结束了"),
    ("D130", SMALL[:-1] + ',\n ⟦"kind"⟧: "预算"}', "“kind”在第 1 行已经写过，同一处不能写两次（位置 /kind）"),
    ("D130", with_key("source", '{"甲/乙~": 1, ⟦"甲\\/乙~"⟧: 1}'), "位置 /source/甲~1乙~0"),
    ("D131", with_table(rows='[["合计", ⟦NaN⟧]]'), "“NaN”不是数字（位置 /tables/0/rows/0/1）"),
    ("D131", with_table(rows='[["合计", ⟦-Infinity⟧]]'), "“-Infinity”不是数字"),
    ("D132", with_table(rows=f'[["合计", ⟦{"1" * 61}⟧]]'), "超过 60 位（位置 /tables/0/rows/0/1）"),
    ("D132", with_table(rows='[["合计", ⟦1e999999999⟧]]'), "“1e999999999”写全了超过 60 位"),
    ("D133", with_table(rows='[["合⟦\\ud83d⟧计", ""]]'), "\\ud83d 只是半个字符（位置 /tables/0/rows/0/0）"),
    ("D133", with_table(rows='[["合\\\\\\ud83d\\ude00⟦\\ude00⟧", ""]]'), "\\ude00 只是半个字符"),
    ("D133", with_table(rows='[["合⟦\ud83d⟧计", ""]]'), "U+D83D 只是半个字符"),
    ("D134", NESTED + "⟦[⟧" + "]" * 100 + "}", "超过 100 层"),
    ("D140", "⟦[⟧1]", "不是报表数据"),
    ("D140", '⟦{⟧"name": "gouji", "version": 1}', '开头是 {"name": "gouji", "version": 1}'),
    ("D140", "⟦1⟧", "不是报表数据"),
    ("D141", SMALL.replace('"gouji/report-1"', '⟦"gouji/findings-1"⟧'), '写的是 "gouji/findings-1"'),
    ("D141", SMALL.replace('"gouji/report-1"', "⟦1⟧"), '报表数据应写 "gouji/report-1"'),
    ("D142", SMALL.replace('"gouji/report-1"', '⟦"gouji/report-2"⟧')[:-1] + ', "new": 1}', "gouji/report-2，比"),
    ("D143", SMALL.replace('"kind"', '⟦"knid"⟧'), "不认识“knid”（位置 /knid）"),
    ("D143", with_table(titel="1").replace('"titel"', '⟦"titel"⟧'), "最接近的是“title”"),
    ("D143", with_key("source", "{}")[:-1] + ', ⟦"备注"⟧: 1}', "不认识“备注”"),
    ("D143", SMALL.replace('{"name"', '{⟦"a/b"⟧: 1, "name"'), "位置 /entity/a~1b"),
    ("D143", with_table(cells='{"0,1": {⟦"doubts"⟧: "1"}}'), "位置 /tables/0/cells/0,1/doubts"),
    ("D144", SMALL.replace('"kind": "部门决算", ', "").replace("{", "⟦{⟧", 1), "必填的“kind”（位置 /kind）"),
    ("D144", SMALL.replace('{"name": "某局"}', "⟦{⟧}"), "必填的“name”（位置 /entity/name）"),
    ("D144", with_table(rows="").replace('{"title"', '⟦{⟧"title"'), "必填的“rows”（位置 /tables/0/rows）"),
    ("D144", with_key("sections", '[⟦{⟧"heading": []}]'), "必填的“text”（位置 /sections/0/text）"),
    ("D145", with_table(title="⟦2021⟧"), "加引号的文字（位置 /tables/0/title），现在是 2021"),
    ("D145", with_table(notes="[⟦null⟧]"), "现在是 null"),
    ("D145", with_key("region", "⟦430424⟧"), "现在是 430424"),
    ("D145", with_key("contents", '[⟦[⟧\n"一、"]]'), "（位置 /contents/0）"),
    ("D146", with_key("attachments", '⟦"附件.xls"⟧'), '方括号括起的列表（位置 /attachments），现在是 "附件.xls"'),
    ("D146", with_table(rows='[⟦"合计"⟧]'), "（位置 /tables/0/rows/0）"),
    ("D147", SMALL.replace('{"name": "某局"}', '⟦"某局"⟧'), '花括号括起的一组项目（位置 /entity），现在是 "某局"'),
    ("D147", with_table(source="⟦11⟧"), "（位置 /tables/0/source）"),
    ("D147", with_table(cells='{"0,0": ⟦"模糊"⟧}'), "（位置 /tables/0/cells/0,0）"),
    ("D148", with_key("year", '⟦"2021"⟧'), '不加引号的整数（位置 /year），现在是 "2021"'),
    ("D148", with_key("year", "⟦2021.5⟧"), "现在是 2021.5"),
    ("D148", with_key("decimals", "⟦true⟧"), "现在是 true"),
    ("D149", with_table(rows='[["合计", ⟦null⟧]]'), "一个数字（位置 /tables/0/rows/0/1），现在是 null"),
    ("D149", with_table(header='[["项目", ⟦["金额"]⟧]]'), '现在是 ["金额"]'),
    ("D150", with_key("decimals", "⟦9⟧"), "0 到 8 之间的整数（位置 /decimals），现在是 9"),
    ("D150", with_table(decimals="⟦-1⟧"), "现在是 -1"),
    ("D150", with_key("year", "⟦21⟧"), "1000 到 9999 之间"),
    ("D151", SMALL.replace('"某局"', '⟦" "⟧'), "不能为空（位置 /entity/name）"),
    ("D152", with_table(header="[]", rows="[⟦[]⟧]"), "这一行是空的（位置 /tables/0/rows/0）"),
    ("D153", with_table(header='[["项目", "金额"], ⟦["1"]⟧]'), "表“甲表”的表头第 2 行有 1 格，第一行有 2 格"),
    ("D154", with_table(rows='[["甲", ""], ⟦["乙", "", "1"]⟧]'), "表“甲表”第 2 行有 3 格，表头有 2 格"),
    ("D154", with_table(title='""', id='"公开01表"', rows='[⟦["乙"]⟧]'), "表“公开01表”第 1 行"),
    ("D154", with_table(title='""', rows='[⟦["乙"]⟧]'), "表“1”第 1 行"),
    ("D155", with_table(header="[]", rows='[["甲", ""], ⟦["乙"]⟧]'), "第 2 行有 1 格，第一行有 2 格"),
    ("D156", with_table(cells='{⟦"1，2"⟧: {}}'), "“1，2”不是“行,列”"),
    ("D156", with_table(cells='{⟦"00,1"⟧: {}}'), "（位置 /tables/0/cells/00,1）"),
    ("D156", with_table(cells='{⟦"0,1\\n"⟧: {}}'), "不是“行,列”"),
    ("D157", with_table(cells='{⟦"1,0"⟧: {}}'), "写了“1,0”，但这张表只有 1 行 2 列"),
    ("D157", with_table(cells='{⟦"0,2"⟧: {}}'), "写了“0,2”"),
    ("D157", with_table(rows="[]", cells='{⟦"0,0"⟧: {}}'), "只有 0 行 0 列"),
]


@pytest.mark.parametrize(("code", "marked", "words"), FAULTS)
def test_a_fault_its_place_and_its_words(code: str, marked: str, words: str) -> None:
    text = marked.replace("⟦", "").replace("⟧", "")
    report, problems = parse_report(text, "report.json")
    assert report is None
    assert [problem.code for problem in problems] == [code]
    (problem,) = problems
    assert problem.file == "report.json"
    assert words in lesson(problem, "zh").text
    if "⟦" in marked:
        before = marked[: marked.index("⟦")]
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        length = marked.index("⟧") - marked.index("⟦") - 1
        assert (problem.line, problem.column, problem.end_column) == (line, column, column + length)
        place = text.split("\n")[line - 1][column - 1 : column - 1 + length]
        assert caret(problem) == place.replace("\ud83d", "?")


def caret(problem: Problem) -> str:
    """What a renderer underlines."""
    return problem.source[problem.column - 1 : problem.end_column - 1]


@pytest.mark.parametrize(("code", "marked", "words"), FAULTS)
def test_the_lesson_is_in_plain_words(code: str, marked: str, words: str) -> None:
    for problem in parse_report(marked.replace("⟦", "").replace("⟧", ""), "report.json")[1]:
        for lang in ("zh", "en"):
            title, text, advice = lesson(problem, lang)
            assert all((title, text, advice))
            assert not re.search(r"\b(dict|str|int|float|bool|NoneType|Decimal|Traceback)\b", title + text + advice)


def test_every_code_has_a_case() -> None:
    of_the_file = {"D101", "D102", "D103", "D104", "D105", "D106", "D108", "D109", "D158", "D199"}
    assert {code for code, _, _ in FAULTS} | of_the_file == set(table("messages/reports"))


def test_all_problems_of_a_file_in_the_order_of_the_text() -> None:
    text = (
        with_table(title="1", unit="2", rows='[["甲", null], ["乙"], [NaN, ""]]')[:-1]
        + ', "yaer": "2021", "kind": "1"}'
    )
    codes = [problem.code for problem in parse_report(text, "report.json")[1]]
    assert codes == ["D145", "D149", "D154", "D131", "D145", "D143", "D130"]


def test_all_slips_of_typing_at_once() -> None:
    text = '｛\n“format”：\'gouji/report-1\'，\n"kind" "部门决算"\n"tables": [1 2,],\n}'
    found = [(problem.code, problem.line) for problem in parse_report(text, "report.json")[1]]
    assert found == [
        *(("D118", 1), ("D117", 2), ("D118", 2), ("D116", 2), ("D118", 2)),
        *(("D113", 3), ("D112", 3), ("D112", 4), ("D114", 4), ("D114", 4)),
    ]


def test_a_misspelt_key_is_not_complained_of_as_missing() -> None:
    problems = parse_report(SMALL.replace('"tables"', '"tabels"'), "report.json")[1]
    assert [(problem.code, problem.near) for problem in problems] == [("D143", ("tables",))]


def test_an_unknown_key_with_nothing_near() -> None:
    (problem,) = parse_report(with_key("备注", "1"), "report.json")[1]
    assert problem.near == ()
    assert "这里可以写：format, kind, year" in lesson(problem, "zh").text


def test_the_second_of_two_equal_keys_and_the_line_of_the_first() -> None:
    text = SMALL.replace(', "kind"', ',\n"kind"')[:-1] + ',\n"kind": "预算", \n"kind": "预算"}'
    problems = parse_report(text, "report.json")[1]
    assert [(problem.code, problem.line, problem.values["other_line"]) for problem in problems] == [
        ("D130", 3, "2"),
        ("D130", 4, "2"),
    ]


def test_the_problems_of_a_long_line_share_it() -> None:
    text = with_table(rows="[" + '["甲", ""], ' * 1000 + '["乙"], ["丙"]]')
    first, second = parse_report(text, "report.json")[1]
    assert (caret(first), caret(second)) == ('["乙"]', '["丙"]')
    assert first.source == text
    assert first.source is second.source


def test_a_long_value_is_cut_in_the_message() -> None:
    (problem,) = parse_report(with_key("year", '"' + "二" * 1000 + '"'), "report.json")[1]
    assert problem.values["found"] == '"' + "二" * 38 + "…"


@pytest.mark.parametrize(
    "text",
    [with_table(rows="[" + ",".join(["[null, 1]"] * 500) + "]"), "[" + "，" * 500 + "]", "{" + "“甲”：1，" * 500],
    ids=["shape", "typing", "unfinished"],
)
def test_no_more_than_a_hundred_problems(text: str) -> None:
    problems = parse_report(text, "report.json")[1]
    assert len(problems) == 101
    assert problems[-1] == Problem("D199", "report.json", values={"shown": "100"})
    assert lesson(problems[-1], "zh").text == "这个文件的错误太多，只列出前 100 处。"


def test_line_breaks_of_every_system() -> None:
    for line_break in ("\n", "\r\n", "\r"):
        text = SMALL[:-1].replace(', "', f',{line_break}"') + f',{line_break}  "x": 1}}'
        (problem,) = parse_report(text, "report.json")[1]
        assert (problem.line, problem.column, problem.source) == (SMALL.count(', "') + 2, 3, '  "x": 1}')


# --- files that cannot be read ----------------------------------------------------------------------------------------


def only_problem(path: Path | str) -> Problem:
    report, (problem,) = read_report(path)
    assert report is None
    assert problem.file == str(path)
    assert all(lesson(problem, lang).advice for lang in ("zh", "en"))
    return problem


def written(folder: Path, data: bytes) -> Path:
    path = folder / "report.json"
    path.write_bytes(data)
    return path


def test_no_such_file(tmp_path: Path) -> None:
    assert only_problem(tmp_path / "无.json").code == "D101"
    assert only_problem(written(tmp_path, b"") / "x.json").code == "D101"
    assert only_problem("a\0b").code == "D101"


def test_a_folder(tmp_path: Path) -> None:
    assert only_problem(tmp_path).code == "D102"


def test_a_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    problem = only_problem(written(tmp_path, b""))
    assert problem.code == "D103"
    assert "系统说：Permission denied" in lesson(problem, "zh").text


def test_a_broken_byte_and_its_place(tmp_path: Path) -> None:
    data = SMALL.replace(', "', ',\n"').encode()
    at = data.index("合计".encode()) + 4
    problem = only_problem(written(tmp_path, data[:at] + b"\xff" + data[at + 1 :]))
    assert problem.code == "D104"
    assert (problem.line, problem.source[problem.column - 1]) == (
        SMALL[: SMALL.index("合计")].count(', "') + 1,
        "\ufffd",
    )
    assert problem.source[problem.column - 2] == "合"
    assert "（字节 E8）" in lesson(problem, "zh").text


@pytest.mark.parametrize("encoding", ["gb18030", "gbk"])
def test_an_old_chinese_encoding(tmp_path: Path, encoding: str) -> None:
    problem = only_problem(written(tmp_path, SMALL.encode(encoding)))
    assert problem.code == "D105"
    assert "GB18030" in lesson(problem, "zh").text


def test_the_encoding_that_notepad_calls_unicode(tmp_path: Path) -> None:
    assert only_problem(written(tmp_path, SMALL.encode("utf-16"))).code == "D106"


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \r\n"])
def test_an_empty_file(tmp_path: Path, data: bytes) -> None:
    assert only_problem(written(tmp_path, data)).code == "D107"


# --- files from strangers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_000_000,
        '{"a":' * 200_000,
        '"' + "\\" * 1_000_000,
        "[" + '"' + "a" * 1_000_000,
        "[" + '"\\d",' * 200_000,
        "[" + "1 " * 500_000,
        "[" + "'a " * 500_000,
        "/*" * 500_000,
        "[" + "“" * 1_000_000,
        '{"source": {"' + "k" * 200_000 + '": [' + "0," * 200_000 + "0]}}",
        '{"tables": [], "' + "k" * 1_000_000 + '": ' + "9" * 1_000_000 + "}",
        with_key("source", '{"x": ' + "9" * 100_000 + "}"),
        with_table(cells='{"' + "9" * 10_000 + ',1": {}}'),
    ],
    ids=lambda text: f"{text[:12]}…",
)
def test_hostile_text_is_refused_soon(text: str) -> None:
    """Quadratic work on these would take hours; the test then does not end."""
    report, problems = parse_report(text, "report.json")
    assert report is None
    assert problems
    assert len({id(problem.source) for problem in problems if problem.line}) == 1, (
        "a long line is not held more than once"
    )
    for problem in problems:
        assert all(len(value) < 300 for value in problem.values.values())
