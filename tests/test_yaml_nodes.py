"""What a file holds: names with what belongs to each, and problems placed at what it says."""

from yaml_words import said

from checker.yaml_nodes import Block, problem
from checker.yamlfiles import parse_yaml


def test_a_block_keeps_its_order_and_answers_by_name():
    file, _ = parse_yaml("乙: 1\n甲: [2, 3]\n", "x")
    assert isinstance(file.root, Block)
    assert [name.text for name, _ in file.root.pairs] == ["乙", "甲"]
    assert said(file.root.get("甲")) == ["2", "3"]
    assert file.root.get("丙") is None


def test_a_problem_at_part_of_a_text():
    file, _ = parse_yaml("规则:\n- 断言: 人员经费＋公用经费用＝基本支出\n", "规则.yaml")
    assertion = file.root.get("规则").items[0].get("断言")
    made = problem(file, "Y130", assertion, 5, 10, near=["公用经费"], word="公用经费用")
    assert (made.code, made.file, made.line, made.column, made.end_column) == ("Y130", "规则.yaml", 2, 12, 17)
    assert made.source == "- 断言: 人员经费＋公用经费用＝基本支出"
    assert made.source[made.column - 1 : made.end_column - 1] == "公用经费用"
    assert (made.values, made.near) == ({"word": "公用经费用"}, ("公用经费",))


def test_a_problem_over_two_lines_ends_with_the_first():
    file, _ = parse_yaml("断言: 人员经费\n    ＋公用经费\n", "x")
    made = problem(file, "Y130", file.root.get("断言"), 2, 8)
    assert (made.line, made.column, made.end_column) == (1, 7, 9)


def test_a_problem_at_nothing_is_one_column_wide():
    file, _ = parse_yaml("断言:\n提示: ''\n", "x")
    made = problem(file, "Y157", file.root.get("断言"))
    assert (made.line, made.column, made.end_column) == (1, 4, 5)
    made = problem(file, "Y157", file.root.get("提示"))
    assert (made.line, made.column, made.end_column) == (2, 6, 7)


def test_a_problem_at_a_block_marks_its_first_name():
    file, _ = parse_yaml("规则:\n  编号: x\n", "x")
    made = problem(file, "Y154", file.root.get("规则"))
    assert (made.line, made.column, made.end_column, made.source) == (2, 3, 5, "  编号: x")
