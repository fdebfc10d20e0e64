"""What the tests of YAML files share: nodes as plain values, problems as places and words, a file full of mistakes."""

from pathlib import Path

from checker.problems import lesson
from checker.yaml_nodes import Block, Entries, Node
from checker.yamlfiles import parse_yaml, read_yaml


def said(node: Node | None):
    """A node as plain Python values, for comparison."""
    if isinstance(node, Entries):
        return [said(item) for item in node.items]
    if isinstance(node, Block):
        return {name.text: said(value) for name, value in node.pairs}
    return None if node is None else node.text


def nodes(node: Node | None):
    if node is None:
        return
    yield node
    for part in node.items if isinstance(node, Entries) else node.pairs if isinstance(node, Block) else ():
        for inner in part if isinstance(part, tuple) else (part,):
            yield from nodes(inner)


def found(text: str) -> list[tuple[str, int, int, int]]:
    return [(each.code, each.line, each.column, each.end_column) for each in parse_yaml(text, "规则.yaml")[1]]


def in_words(each) -> str:
    words = lesson(each, "zh")
    return f"{words.title}：{words.text}{words.advice}"


QUOTE = "整句用英文单引号括起来："


RULES = """\
规则集：基本支出
适用: {报表: 部门决算, 年度: 2017-}
规则:
- 编号: JBZC-001
\t级别: 错误
  断言: "三公"经费＝人员经费
  提示: {差额}超过【人员经费】: 请核对 # 备注
  示例:
  - {人员经费: 101.95, 公用经费：5.06, 结果: 一致}
  - {人员经费: 101.95，公用经费: 5.06，结果: 一致}
－ 编号:KB-001
　　对象: 每张表
-编号: ZC-010
  名称 支出决算表
    断言: 本级＝下级合计
"""


def check_mistake(text: str, expected: tuple[str, int, int, int], words: str) -> None:
    """One mistake, at its place and in these words."""
    file, problems = parse_yaml(text, "规则.yaml")
    assert found(text) == [expected]
    assert in_words(problems[0]) == words
    assert problems[0].source == text.split("\n")[expected[1] - 1]
    assert expected[1] in file.reported


def check_variant(text: str, expected: list[tuple[str, int, int, int]], content: object) -> None:
    """Some mistakes, in any order, and what is read all the same."""
    file, _ = parse_yaml(text, "x")
    assert sorted(found(text)) == sorted(expected)
    assert said(file.root) == content
    assert file.reported >= {line for _, line, _, _ in expected}


def from_disk(path: Path) -> tuple[tuple[str, int, int, int], str, str]:
    """The only problem of a file that cannot be read: code and place, source, words."""
    file, problems = read_yaml(path)
    (only,) = problems
    assert (file.root, file.path, only.file) == (None, str(path), str(path))
    return (only.code, only.line, only.column, only.end_column), only.source, in_words(only)


def as_the_lessons_say(text: str) -> str:
    """A file with each line as its lesson shows it, indented as it was."""
    lines = text.split("\n")
    for each in parse_yaml(text, "x")[1]:
        typed = lines[each.line - 1]
        lines[each.line - 1] = typed[: len(typed) - len(typed.lstrip())] + each.values["suggestion"]
    return "\n".join(lines)
