"""Records of rule and layout files: keys in both languages, what stands behind each, how one extends another."""

import jsonschema
import pytest
import yaml
from mutations import shipped

from checker.problems import Problem, lesson
from checker.records import Record, fields, meaning, merged, read_record, schema, shown, spellings
from checker.resources import data_folder, table
from checker.yaml_nodes import Block, Scalar
from checker.yamlfiles import parse_yaml


def read(text: str, kind: str) -> tuple[Record | None, list[Problem]]:
    file, problems = parse_yaml(text, "x.yaml")
    assert file.root is not None
    return read_record(file, file.root, kind, problems), problems


def only(text: str, kind: str) -> Record:
    record, problems = read(text, kind)
    assert problems == []
    assert record is not None
    return record


def told(text: str, kind: str) -> list[tuple[str, int, int, str]]:
    """Code, line, column and lesson of each problem."""
    return [(p.code, p.line, p.column, lesson(p, "zh").text) for p in read(text, kind)[1]]


# --- values -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["编号: A\n断言: 甲 = 乙\n", "id: A\nassertion: 甲 = 乙\n", "ＩＤ: A\nAssertion: 甲 = 乙\n"]
)
def test_keys_in_either_language_and_any_width(text: str) -> None:
    record = only(text, "rule")
    assert (record.text("id"), record.text("assertion")) == ("A", "甲 = 乙")
    assert record.text("why", "没有") == "没有"


def test_kinds_of_values() -> None:
    record = only(
        """\
版式: 甲
小数位: 2
年度: 2021
量词: [人, 辆]
金额单位: {元: 1, 万元: 10000}
方向词: {增: [增加, 增长]}
表:
- {名称: 乙, 必备: 否, 列: [丙]}
""",
        "layout_file",
    )
    assert record.values["decimals"] == 2
    assert record.texts("years") == ("2021",)
    assert record.texts("measures") == ("人", "辆")
    assert {label.text: values[0].text for label, values in record.values["units"].items()} == {
        "元": "1",
        "万元": "10000",
    }
    assert record.values["directions"].texts("up") == ("增加", "增长")
    (inner,) = record.records("tables")
    assert (inner.text("name"), inner.flag("required", True), inner.flag("exact", True)) == ("乙", False, True)
    assert record.records("sections") == ()


@pytest.mark.parametrize(("typed", "flag"), [("是", True), ("yes", True), ("True", True), ("否", False), ("no", False)])
def test_yes_and_no(typed: str, flag: bool) -> None:
    assert only(f"编号: A\n断言: 甲\n精确: {typed}\n", "rule").flag("exact", not flag) is flag


def test_the_place_of_a_key() -> None:
    record = only("规则集: 甲\nrules: []\n", "rule_file")
    label = record.label("rules")
    assert isinstance(label, Scalar)
    assert (label.text, label.line, label.column) == ("rules", 2, 1)
    assert record.label("applies") is record.node
    assert isinstance(record.node, Block)


# --- what is told -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "problem"),
    [
        ("编号: A\n断言: 甲\n及别: 错误\n", "rule", ("R201", 3, 1, "规则里没有“及别”这个项目。最接近的是“级别”。")),
        ("编号: A\n断言: 甲\n火星: 错误\n", "rule", ("R201", 3, 1, "规则里没有“火星”这个项目。")),
        (
            "id: A\nassertion: 甲\nmesage: 甲\n",
            "rule",
            ("R201", 3, 1, "规则里没有“mesage”这个项目。最接近的是“message”。"),
        ),
        ("编号: A\n断言: 甲\nid: B\n", "rule", ("R202", 3, 1, "“id”和前面的“编号”是同一个项目。")),
        ("编号: A\n", "rule", ("R203", 1, 1, "这里少了“断言”。")),
        ("id: A\n", "rule", ("R203", 1, 1, "这里少了“assertion”。")),
        ("编号: A\n断言: 甲\n精确: 也许\n", "rule", ("R204", 3, 5, "“精确”不能是“也许”。")),
        ("编号: A\n断言: 甲\n级别: 警吿\n", "rule", ("R204", 3, 5, "“级别”不能是“警吿”。最接近的是“警告”。")),
        ("版式: 甲\n小数位: 二\n", "layout_file", ("R204", 2, 6, "“小数位”不能是“二”。")),
        ("版式: 甲\n小数位: 1000\n", "layout_file", ("R204", 2, 6, "“小数位”不能是“1000”。")),
        ("编号: A\n断言:\n", "rule", ("R205", 2, 1, "“断言”后面没有内容。")),
        ("编号: A\n断言: ''\n", "rule", ("R205", 2, 1, "“断言”后面没有内容。")),
    ],
)
def test_what_is_wrong_with_a_record(text: str, kind: str, problem: tuple[str, int, int, str]) -> None:
    assert told(text, kind) == [problem]


@pytest.mark.parametrize(
    ("text", "kind", "code", "line", "column"),
    [
        ("编号: A\n断言: [甲, 乙]\n", "rule", "Y151", 2, 5),
        ("编号: A\n断言:\n  甲: 乙\n", "rule", "Y152", 3, 3),
        ("编号: A\n断言: 甲\n覆盖: {甲: 乙}\n", "rule", "Y154", 3, 5),
        ("编号: A\n断言: 甲\n覆盖: [甲, [乙]]\n", "rule", "Y151", 3, 9),
        ("编号: A\n断言: 甲\n适用: 部门决算\n", "rule", "Y155", 3, 5),
        ("规则集: 甲\n规则: 乙\n", "rule_file", "Y153", 2, 5),
        ("规则集: 甲\n规则: {编号: A}\n", "rule_file", "Y154", 2, 5),
        ("规则集: 甲\n规则: [甲]\n", "rule_file", "Y155", 2, 6),
        ("版式: 甲\n金额单位: 元\n", "layout_file", "Y155", 2, 7),
        ("版式: 甲\n金额单位: [元]\n", "layout_file", "Y156", 2, 7),
    ],
)
def test_another_kind_of_content_than_expected(text: str, kind: str, code: str, line: int, column: int) -> None:
    assert [(c, at, of) for c, at, of, _ in told(text, kind)] == [(code, line, column)]


def test_what_stands_in_a_line_told_already_is_not_told_twice() -> None:
    file, problems = parse_yaml("编号: A\n断言: 甲\n示例: - {甲: 乙}\n覆盖：[甲, [乙]]\n", "x.yaml")
    assert file.root is not None
    before = [(p.code, p.line) for p in problems]
    read_record(file, file.root, "rule", problems)
    assert [(p.code, p.line) for p in problems] == before == [("Y128", 3), ("Y115", 4)]


def test_the_rest_of_a_record_is_read_whatever_is_wrong() -> None:
    record, problems = read("编号: A\n断言: 甲\n及别: 错误\n精确: 也许\n依据: 预算法\n", "rule")
    assert record is not None
    assert (record.text("basis"), record.flag("exact", False)) == ("预算法", False)
    assert len(problems) == 2


# --- words of closed groups -------------------------------------------------------------------------------------------


def test_words_and_their_meaning() -> None:
    assert meaning("severity", "警告") == meaning("severity", " Warning ") == "warning"
    assert meaning("verdict", "无法判断") == "undecidable"
    assert meaning("severity", "严重") is None
    assert spellings("severity", "en") == ["error", "warning", "notice"]
    assert shown("rule", "scope") == "对象"
    assert shown("rule", "scope", "en") == "scope"


def test_no_two_keys_of_a_record_are_spelt_alike() -> None:
    for kind in table("keys")["records"]:
        said = [word for field in fields(kind).values() for word in {field["zh"], field["en"]}]
        assert len(set(said)) == len(said), kind


# --- extending --------------------------------------------------------------------------------------------------------


def test_a_record_that_extends_another() -> None:
    base = only(
        "版式: 甲\n单位: 元\n量词: [人]\n金额单位: {元: 1, 万元: 9}\n表:\n- {名称: 乙, 列: [丙]}\n", "layout_file"
    )
    own = only(
        "版式: 丁\n量词: [辆, 人]\n金额单位: {万元: 10000}\n表:\n- {名称: 乙, 必备: 否, 列: [戊]}\n- {名称: 己, 列: [丙]}\n",
        "layout_file",
    )
    whole = merged(base, own)
    assert (whole.text("name"), whole.text("unit"), whole.texts("measures")) == ("丁", "元", ("人", "辆"))
    assert {k.text: v[0].text for k, v in whole.values["units"].items()} == {"元": "1", "万元": "10000"}
    first, second = whole.records("tables")
    assert (first.text("name"), first.flag("required", True), second.text("name")) == ("乙", False, "己")
    assert whole.node is own.node


# --- schemas ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["rule_file", "layout_file"])
def test_schemas_accept_what_is_shipped_and_refuse_what_is_wrong(kind: str) -> None:
    document = schema(kind)
    jsonschema.Draft7Validator.check_schema(document)
    assert document["$schema"] == "http://json-schema.org/draft-07/schema#"
    validator = jsonschema.Draft7Validator(document)
    folder = data_folder("rules")
    paths = sorted((folder / "版式").glob("*.yaml") if kind == "layout_file" else folder.glob("*.yaml"))
    assert paths
    for path in paths:
        value = yaml.safe_load(path.read_text("utf-8"))
        assert list(validator.iter_errors(value)) == []
        assert not validator.is_valid({**value, "及别": "1"})
    assert not validator.is_valid([])
    assert not validator.is_valid({})


def test_the_schema_says_in_both_languages_what_a_key_is_for() -> None:
    severity = schema("rule_file")["definitions"]["rule"]["properties"]["级别"]
    assert severity["title"] == "级别 · severity"
    assert severity["description"].startswith("错误、警告、提示")
    assert severity["enum"] == ["错误", "error", "警告", "warning", "提示", "notice"]
    assert shipped().rules
