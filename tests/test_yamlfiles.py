"""Rule and layout files as typed: what is right is left alone, and any text is read or refused in good order."""

import pytest
import test_yaml_contents
import test_yaml_events
import test_yaml_flow
import test_yaml_fullwidth
import test_yaml_kinds
import test_yaml_lines
import test_yaml_mending
import test_yaml_structure
from hypothesis import given, settings
from hypothesis import strategies as st
from yaml_words import RULES, found, from_disk, in_words, nodes, said

from checker.problems import codes, lesson
from checker.resources import table
from checker.yaml_nodes import Node, Scalar, YamlFile, place
from checker.yamlfiles import MOST_PROBLEMS, parse_yaml

SOUND = {
    "a remark": (
        "甲: 乙 #3 号\n丙: '丁' # 戊\n己: #\n庚: # 说明\n  辛: 壬\n",
        {"甲": "乙", "丙": "丁", "己": "", "庚": {"辛": "壬"}},
    ),
    "addresses on two lines": (
        "甲:\n  http://a\n  http://b\n乙: {http://c}\n",
        {"甲": "http://a http://b", "乙": {"http://c": ""}},
    ),
    "characters YAML leaves alone": (
        "断言: “三公”经费＝【甲】－「乙」：丙，（-1），a:b，x#y，50%，https://x\n",
        {"断言": "“三公”经费＝【甲】－「乙」：丙，（-1），a:b，x#y，50%，https://x"},
    ),
    "sentences with full-width colons": ("- 其中：甲【甲】\n- 其中：乙【乙】\n", ["其中：甲【甲】", "其中：乙【乙】"]),
    "a text on several lines": ("断言: 甲\n  － 乙\n  - 丙\n", {"断言": "甲 － 乙 - 丙"}),
    "a dash alone": ("空白:\n- —\n- －\n- '-'\n", {"空白": ["—", "－", "-"]}),
    "invisible lines": ("甲: 乙\n \t \n　　\n丙: 丁\n", {"甲": "乙", "丙": "丁"}),
    "a byte order mark, and line ends of all kinds": (
        "\ufeff甲: 乙\r\n丙: 丁\r戊: 己",
        {"甲": "乙", "丙": "丁", "戊": "己"},
    ),
    "document marks around": ("%YAML 1.1\n---\n甲: 乙\n...\n", {"甲": "乙"}),
    "brackets on several lines": (
        "甲: [乙,\n# 说明 [\n  丙\n]\n丁: {戊: 己}\n",
        {"甲": ["乙", "丙"], "丁": {"戊": "己"}},
    ),
}


@pytest.mark.parametrize(("text", "content"), SOUND.values(), ids=SOUND)
def test_what_is_right_is_left_alone(either_loader, text, content):
    file, problems = parse_yaml(text, "x")
    assert (problems, said(file.root), file.reported) == ([], content, frozenset())


@pytest.mark.parametrize("text", [text for text, _ in SOUND.values()], ids=SOUND)
def test_what_is_right_is_left_alone_beside_a_mistake(either_loader, text):
    body = text.removeprefix("\ufeff").removeprefix("%YAML 1.1\n---\n").removesuffix("...\n")
    lines = [
        f"  {line}" if line.strip() else line for line in body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ]
    whole = "\n".join(["上:", *lines, "错：1", "下: x"])
    assert found(whole) == [("Y115", len(lines) + 2, 2, 3)]


@pytest.mark.parametrize("text", ["", "\n\n", "# 只有备注\n", "---\n", "\ufeff"])
def test_an_empty_file(either_loader, tmp_path, text):
    path = tmp_path / "规则.yaml"
    path.write_text(text, "utf-8")
    assert from_disk(path)[::2] == (
        ("Y107", 0, 0, 0),
        "文件是空的：文件里没有内容，或者只有 # 开头的备注。写上内容再检查；不需要这个文件就把它删掉。",
    )


def test_too_many_mistakes():
    file, problems = parse_yaml("规则:\n" + "- 编号：甲\n  名称: 乙\n" * 60, "x")
    assert len(problems) == MOST_PROBLEMS + 1
    assert [each.line for each in problems[:3]] == [2, 4, 6]
    assert in_words(problems[-1]) == (
        "错误太多：这个文件里的错误太多，后面的没有列出来。请先改好已经列出的，再检查一次。"
    )
    assert len(said(file.root)["规则"]) == 60


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "- " * 100_000,
        "".join(" " * depth + "a:\n" for depth in range(300)),
        '"' * 100_000,
        "'\n" * 20_000,
        "a: [\n b\n" * 10_000,
        "a: {b：1, " + "c：1, " * 20_000 + "}",
        "a: 【" + " #" * 50_000,
        " " * 50_000 + "a: 1\n" + "b: 2\n" * 10_000,
        "".join("\t" * (1 + depth % 300) + "a:\n" for depth in range(10_000)),
        "a: &a [*a, *a]\n" * 5_000,
        "a: {b" + " " * 100_000 + "}\nc：1",
        "a: ｛b" + " " * 100_000 + "：1｝",
        "a: {" + "b[c], " * 20_000 + "}",
        "a: b" + " #1＋" * 20_000,
    ],
    ids=[
        "brackets",
        "marks",
        "deep",
        "quotes",
        "single",
        "lists",
        "colons",
        "hashes",
        "indent",
        "tabs",
        "anchors",
        "spaces",
        "wide",
        "names",
        "signs",
    ],
)
def test_hostile_files_are_refused_in_good_time(text):
    # a test runs against the clock only in that quadratic work on these would not end within the patience of a run
    _, problems = parse_yaml(text, "x")
    assert len(problems) <= MOST_PROBLEMS + 1


MISTAKES = [
    case
    for module in (
        test_yaml_contents,
        test_yaml_events,
        test_yaml_flow,
        test_yaml_fullwidth,
        test_yaml_lines,
        test_yaml_mending,
        test_yaml_structure,
    )
    for case in module.MISTAKES.values()
]
FROM_DISK = {"Y101", "Y102", "Y103", "Y104", "Y105", "Y106", "Y107", "Y109", "Y147"}


def test_every_code_has_a_case():
    cases = {expected[0] for _, expected, _ in MISTAKES} | {
        place_of[0] for _, _, place_of, _ in test_yaml_kinds.KINDS.values()
    }
    assert cases | FROM_DISK == set(table("messages/files"))
    assert cases | FROM_DISK <= set(codes())


@pytest.mark.parametrize("code", sorted(table("messages/files")))
def test_no_lesson_is_cut_short(code):
    """YAML ends a text at a space and ``#``; so would it in this project's own words."""
    for words in table("messages/files")[code].values():
        assert set(words) == {"title", "text", "advice"}
        assert words["text"].endswith(("。", "."))
        assert words["advice"].endswith(("。", ".", "{suggestion}"))


@pytest.mark.parametrize("text", [*(text for text, *_ in MISTAKES), RULES])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words_have_all_their_values(text, lang):
    for each in parse_yaml(text, "x")[1]:
        words = lesson(each, lang)
        assert words.title
        assert words.text
        assert words.advice
        assert "{}" not in words.text + words.advice


PARTS = [
    "规则", "编号", "甲", "𠘨", "-5", ": ", ":", "：", "\n", "\n", "\n  ", "\n- ", "\n\t", "　", "－ ", '"', "'", "{",
    "}", "[", "]", ", ", "，", " #", "&a", "*a", "!a", "%", "@", "`", "|", ">", "|\n", "\\", "---\n", "...\n",
    "<<: ", "? ", "“", "”", "\r", "\ufeff", "\u2028", "\x00", "\ud800",
]  # fmt: skip  # fmt: skip


texts = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PARTS), max_size=40).map("".join))


@settings(max_examples=500, deadline=None)
@given(texts)
def test_any_text_is_read_or_refused_with_places_inside_it(text):
    file, problems = parse_yaml(text, "x")
    assert file.root is not None or problems
    for each in problems:
        assert 0 <= each.line <= len(file.lines)
        assert each.source == (file.lines[each.line - 1] if each.line else "")
        assert not each.line or 1 <= each.column <= len(each.source) + 1
        assert not each.line or each.column < each.end_column <= max(len(each.source), each.column) + 1
    for node in nodes(file.root):
        check_place(file, node)


def check_place(file: YamlFile, node: Node) -> None:
    assert 1 <= node.line <= len(file.lines)
    assert 1 <= node.column <= node.end_column <= len(file.lines[node.line - 1]) + 1
    for index in range(len(node.text) + 1 if isinstance(node, Scalar) else 0):
        line, column = place(node, index)
        assert 1 <= line <= len(file.lines)
        assert 1 <= column <= len(file.lines[line - 1]) + 1


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join), st.integers(0, len(RULES)))
def test_a_spoilt_file_still_gives_places_inside_it(part, at):
    file, _ = parse_yaml(RULES[:at] + part + RULES[at:], "x")
    for node in nodes(file.root):
        check_place(file, node)


ONE_LINE = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff"), max_size=30
)


@settings(max_examples=300, deadline=None)
@given(ONE_LINE)
def test_a_text_in_single_quotes_is_read_as_it_is(text):
    """What the lessons recommend holds for every text."""
    line = "断言: '" + text.replace("'", "''") + "'"
    file, problems = parse_yaml(line + "\n", "x")
    assert problems == []
    assertion = file.root.get("断言")
    assert assertion.text == text
    assert [line[place(assertion, index)[1] - 1] for index in range(len(text))] == list(text)
