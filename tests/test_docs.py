"""The pages about rules, layouts and reports are true: every example is run, every answer quoted is the program's own.

A page is read from its top, and its fenced blocks are run in order in a folder of their own:

    ```yaml rules         rules without the head of a file, which is put in front: they and their examples are right
    ```yaml NAME.yaml     a file, which is right together with the files before it
    ```yaml +NAME.yaml    more lines for that file
    ```json NAME.json     a report that can be read
    ```console 1          commands, on lines that begin with $, and what they print; 1 is the status of the last
    ```text               behind any of the first four: it is wrong, and this is what the program says about it

``pytest tests/test_docs.py --update`` writes what the program says, and the generated tables, anew.
"""

import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from catalogue import named_tables, parts, rule_catalogue
from click.testing import CliRunner, Result

from checker.cli import main
from checker.language import parse, parse_scope
from checker.layouts import Layout
from checker.packs import read_pack
from checker.patterns import compile_pattern
from checker.prose import Reading, SlotValue, match
from checker.records import fields
from checker.resolution import Surroundings, resolve_number, surroundings
from checker.resources import data_folder, table

ROOT = Path(__file__).parent.parent
LANGUAGE = ROOT / "grammar" / "README.md"
RULES, LAYOUTS, REPORTS = (ROOT / "docs" / name for name in ("规则指南.md", "版式指南.md", "report-json.md"))
CATALOGUE = ROOT / "docs" / "规则目录.md"
PAGES = [LANGUAGE, RULES, LAYOUTS, REPORTS]
HEAD = "规则集: 我的规则\n适用: {报表: 部门决算}\n规则:\n"
FRAGMENT = "我的规则.yaml"


# --- a page, run -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Block:
    """A fenced block: the words after its fence, its text, and the line of the page it begins in."""

    words: tuple[str, ...]
    text: str
    line: int


def read(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def blocks(page: str) -> list[Block]:
    return [
        Block(tuple(found[1].split()), found[2], page.count("\n", 0, found.start()) + 1)
        for found in re.finditer(r"^```([^\n]*)\n(.*?)^```$", page, re.M | re.S)
    ]


def gouji(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "100"}).invoke(main, arguments, prog_name="gouji")


def said(text: str) -> str:
    """What the program printed, without blanks at the ends of lines and without the place of the shipped pack."""
    text = text.replace(f"{data_folder('rules').resolve()}/", "rules/")
    return "".join(f"{line.rstrip()}\n" for line in text.strip().splitlines())


def run(command: str) -> tuple[str, int]:
    """What a command of a page prints, and its status. A page can say ``gouji …`` and ``gouji … > FILE``."""
    name, *words = shlex.split(command)
    assert name == "gouji", command
    target = words[words.index(">") + 1] if ">" in words else None
    result = gouji(*words[: words.index(">") if target else len(words)])
    assert result.exception is None or isinstance(result.exception, SystemExit), command
    if target:
        Path(target).write_text(result.stdout, "utf-8")
    return ("" if target else result.output), result.exit_code


def session(block: Block) -> str:
    """The block as it should be: its commands, each with what it prints."""
    parts, status = [], 0
    for line in block.text.splitlines():
        if line.startswith("$ "):
            output, status = run(line[2:])
            parts.append(f"{line}\n{said(output)}")
    expected = int(block.words[1]) if len(block.words) > 1 else 0
    assert status == expected, f"line {block.line}: status {status}\n{parts[-1]}"
    return "".join(parts)


def put(block: Block) -> tuple[Path, str | None]:
    """Writes the file a block states; gives its path and what was there before."""
    name = block.words[1]
    path = Path(FRAGMENT if name == "rules" else name.removeprefix("+"))
    before = path.read_text("utf-8") if path.exists() else None
    head = HEAD if name == "rules" else (before or "") if name.startswith("+") else ""
    path.write_text(head + block.text, "utf-8")
    return path, before


def judged(block: Block, path: Path) -> Result:
    """What the program says to a file, together with the files before it; to rules without a head by themselves."""
    together = sorted(map(str, Path().glob("*.yaml")))
    if block.words[0] == "json":
        return gouji(
            "check", str(path), "--fail-on", "never", *(word for name in together for word in ("--rules", name))
        )
    return gouji("rules", "test", *([str(path)] if block.words[1] == "rules" else together))


def corrected(page: str) -> Iterator[tuple[Block, str]]:
    """Every block that quotes the program, with what it really says. Files that are wrong or no files do not stay."""
    found = blocks(page)
    for block, following in zip(found, [*found[1:], Block((), "", 0)], strict=True):
        match block.words:
            case ("console", *_):
                yield block, session(block)
            case ("yaml" | "json", _):
                path, before = put(block)
                result = judged(block, path)
                wrong = following.words == ("text",)
                assert (result.exit_code != 0) == wrong, f"line {block.line}\n{result.output}"
                if wrong:
                    yield following, said(result.stderr)
                if wrong or block.words[1] == "rules":
                    path.unlink() if before is None else path.write_text(before, "utf-8")
            case ("text",):
                pass
            case _:
                pytest.fail(f"line {block.line}: no test knows how to run a block {block.words}")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    (tmp_path / "rules").symlink_to(data_folder("rules"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
@pytest.mark.usefixtures("folder")
def test_every_block_of_a_page_says_what_the_program_says(path: Path, update: bool) -> None:
    page = read(path)
    answers = list(corrected(page))
    if update:
        lines = page.splitlines(keepends=True)
        for block, answer in reversed(answers):
            lines[block.line : block.line + block.text.count("\n")] = [answer]
        path.write_text("".join(lines), "utf-8")
        return
    for block, answer in answers:
        assert block.text == answer, f"{path.name}, line {block.line}"


@pytest.mark.usefixtures("folder")
def test_a_wrong_page_is_noticed() -> None:
    """The blocks above are only worth something if each kind of mistake in a page is seen."""
    right = "```yaml rules\n- 编号: A\n  断言: 人员经费 > 0\n```\n"
    assert list(corrected(right)) == []
    with pytest.raises(AssertionError, match="没有“人员经废”"):
        list(corrected(right.replace("费", "废")))
    [(_, answer)] = corrected(right.replace("费", "废") + "```text\n…\n```\n")
    assert answer.startswith("错误 R101 ")
    with pytest.raises(AssertionError, match="1 条规则"):
        list(corrected(right + "```text\n…\n```\n"))
    with pytest.raises(AssertionError, match="status 2"):
        list(corrected("```console\n$ gouji rules lint nothing.yaml\n```\n"))


# --- generated tables --------------------------------------------------------------------------------------------


def code(words: list[str]) -> str:
    return " ".join(f"`{word}`" for word in words)


KEYWORD_GROUPS = {
    "comparisons": "between two operands",
    "arithmetic": "between two operands",
    "logic": "between claims",
    "functions": "before a bracket",
    "predicates": "after an operand",
    "opposites": "after an operand, denying it",
    "prefixes": "before an operand",
    "here": "what the scope looks at",
    "attributes": "behind a table, a row or a text",
    "scopes": "in a scope (对象)",
    "links": "between the parts of a scope",
    "numbers": "a figure as a word",
    "selectors": "in square brackets",
}


def keyword_tables() -> str:
    lines = ["| where | word | Chinese | English |", "|---|---|---|---|"]
    for group, words in table("keywords").items():
        for word, spellings in words.items():
            where = KEYWORD_GROUPS[group]
            lines.append(f"| {where} | {word} | {code(spellings['zh'])} | {code(spellings['en'])} |")
    return "\n".join(lines)


SHAPES = {
    "text": "文字",
    "flag": "是、否",
    "number": "整数",
    "texts": "一个或几个",
    "names": "一组“名称: 内容”",
    "rows": "行的列表",
    "columns": "列的列表",
    "totals": "一个或几个，或一组“名称: 编码”",
    "examples": "示例的列表",
}


def shape(field: dict[str, Any]) -> str:
    """What stands behind a key, in the words of the guides."""
    kind, _, of = field["kind"].partition(":")
    if of:
        title = table("keys")["records"][of]["title"]["zh"]
        return f"“{title}”的列表" if kind == "records" else f"“{title}”"
    if "values" in field:
        return "、".join(words["zh"][0] for words in table("keys")["values"][field["values"]].values())
    return SHAPES[kind]


def key_tables(*records: str) -> str:
    """The keys of some records, a table each."""
    parts = []
    for record in records:
        lines = [f"**{table('keys')['records'][record]['title']['zh']}**", ""]
        lines += ["| 项目 | 英文 | 写什么 | 说明 |", "|---|---|---|---|"]
        for field in fields(record).values():
            must = {True: "（必写）", "whole": "（必写，继承来的也算）"}.get(field.get("required", False), "")
            told = field.get("help", {}).get("zh", "")
            lines.append(f"| `{field['zh']}`{must} | `{field['en']}` | {shape(field)} | {told} |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


RULE_RECORDS = ("rule_file", "applies", "rule")
LAYOUT_RECORDS = tuple(name for name in table("keys")["records"] if name not in RULE_RECORDS)
GENERATED: list[tuple[Path, str, Callable[[], str]]] = [
    (LANGUAGE, "keywords", keyword_tables),
    (RULES, "keys", lambda: key_tables(*RULE_RECORDS)),
    (LAYOUTS, "keys", lambda: key_tables(*LAYOUT_RECORDS)),
    (CATALOGUE, "catalogue", lambda: rule_catalogue(read_pack(), CATALOGUE)),
]


@pytest.mark.parametrize(("path", "name", "generate"), GENERATED, ids=[f"{p.stem}-{n}" for p, n, _ in GENERATED])
def test_a_generated_table_is_fresh(path: Path, name: str, generate: Callable[[], str], update: bool) -> None:
    page = read(path)
    pattern = re.compile(rf"(?<=^<!-- generated: {name} -->\n)(.*?)(?=^<!-- end -->$)", re.M | re.S)
    assert len(pattern.findall(page)) == 1
    if update:
        path.write_text(pattern.sub(lambda _: f"\n{generate()}\n\n", page), "utf-8")
        return
    assert pattern.findall(page)[0].strip() == generate()


def test_the_catalogue_has_every_rule_and_every_number_at_least_once() -> None:
    pack = read_pack()
    listed = [rule for _, rules in parts(pack) for rule in rules]
    assert {rule.id for rule in listed} == {rule.id for rule in pack.rules}
    # once for each table it names; once where it names none
    for rule in pack.rules:
        assert listed.count(rule) == max(1, len(named_tables(rule, pack.layouts))), rule.id
    page = read(CATALOGUE)
    for number in {number for rule in pack.rules for number in rule.covers}:
        assert f"\n| {number} | " in page, number


def test_a_rule_is_listed_under_the_tables_its_words_lead_to() -> None:
    pack = read_pack()
    under = {rule.id: named_tables(rule, pack.layouts) for rule in pack.rules}
    assert under["ZB-002"] == ["收入支出决算总表"]
    # 人员经费 is a cell of a table by the layout's vocabulary, and no table is written
    assert under["JBZC-001"][0] == "一般公共预算财政拨款基本支出决算明细表"
    assert under["JG-003"] == []
    headings = [heading for heading, rules in parts(pack) if any(rule.id == "KB-001" for rule in rules)]
    assert headings == ["每一张表"]


# --- tables that say how something is written ---------------------------------------------------------------------


def rows(page: Path, heading: str) -> list[list[str]]:
    """The rows of the tables of a page whose first heading is this, cell by cell as they are typed."""
    found = []
    for block in re.findall(rf"^\| {re.escape(heading)} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", read(page), re.M):
        for line in block.splitlines():
            found.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    assert found, f"{page.name} has no table that begins with {heading}"
    return found


def coded(cell: str) -> list[str]:
    """What a cell shows as code."""
    return [one.replace(r"\|", "|") for one in re.findall(r"`([^`]+)`", cell)]


@pytest.fixture(scope="module")
def layout() -> Layout:
    return next(known for known in read_pack().layouts if known.name == "部门决算")


def test_what_is_written_reads_as_its_bracketed_form(layout: Layout) -> None:
    for written, meant in rows(LANGUAGE, "written"):
        [(one, faults), (other, more)] = [parse(coded(cell)[0], layout.lexicon) for cell in (written, meant)]
        assert (faults, more) == ([], []), written
        assert one == other, written


def test_other_ways_of_typing_are_the_same_assertion(layout: Layout) -> None:
    for written, others in rows(RULES, "写成"):
        first, faults = parse(coded(written)[0], layout.lexicon)
        assert faults == [], written
        for other in coded(others):
            assert parse(other, layout.lexicon) == (first, []), other


@pytest.mark.parametrize(("page", "heading"), [(LANGUAGE, "operand"), (RULES, "名称")])
def test_every_operand_shown_is_found(page: Path, heading: str, layout: Layout) -> None:
    around = Surroundings(layout, (layout.tables["支出决算表"],), row=True, key="项", member=True, sentence=True)
    for written in (one for cells in rows(page, heading) for one in coded(cells[0])):
        expression, faults = parse(written, layout.lexicon)
        assert expression is not None, (written, faults)
        assert resolve_number(expression, around)[2] == [], written


@pytest.mark.usefixtures("folder")
def test_every_assertion_shown_is_right() -> None:
    shown = [one for cells in rows(RULES, "断言") for one in coded(cells[0])]
    assert refusals(shown) == dict.fromkeys(shown, "")


@pytest.mark.usefixtures("folder")
def test_types_are_refused_as_the_page_says() -> None:
    shown = {coded(written)[0]: answer.replace("fits", "") for written, answer, _ in rows(LANGUAGE, "assertion")}
    assert refusals(list(shown)) == shown


def refusals(assertions: list[str]) -> dict[str, str]:
    """The codes of what is wrong with each of some assertions, as rules of two lines in one file."""
    text = "".join(f"- 编号: A-{number}\n  断言: '{one}'\n" for number, one in enumerate(assertions))
    Path(FRAGMENT).write_text(HEAD + text, "utf-8")
    found: dict[str, str] = dict.fromkeys(assertions, "")
    for error, line in re.findall(r"^错误 (\w+).*\n --> .*?:(\d+):", gouji("rules", "lint", FRAGMENT).output, re.M):
        found[assertions[(int(line) - HEAD.count("\n")) // 2 - 1]] += error
    return found


@pytest.mark.parametrize(("page", "heading"), [(LANGUAGE, "scope"), (RULES, "对象")])
def test_every_scope_shown_is_right(page: Path, heading: str, layout: Layout) -> None:
    for written in (one for cells in rows(page, heading) for one in coded(cells[0])):
        scope, faults = parse_scope(written, layout.lexicon)
        assert scope is not None, (written, faults)
        assert surroundings(scope, layout)[1] == [], written


def test_patterns_read_what_the_page_says(layout: Layout) -> None:
    """A row holds a pattern, a sentence, and its slots as name = value; no slots: the sentence does not match."""
    types = {word: kind for kind in table("keys")["values"]["kind"] for word in words_of(kind)}
    for written, sentence, expected in rows(LAYOUTS, "句式"):
        pattern, faults = compile_pattern(coded(written)[0], layout.speech, types, layout.kind_endings)
        assert pattern is not None, (written, faults)
        found = match(pattern, Reading(sentence, layout.speech, 2021))
        values = {} if found is None else found.values
        shown = "；".join(f"{name} = {'、'.join(map(told, each))}" for name, each in values.items())
        assert shown == expected.replace("（对不上）", ""), written


def told(value: SlotValue) -> str:
    return value.value if isinstance(value.value, str) else f"{value.value}{value.unit}"


def words_of(kind: str) -> list[str]:
    words = table("keys")["values"]["kind"][kind]
    return [*words["zh"], *words["en"]]


# --- nothing is left out ------------------------------------------------------------------------------------------


def by_hand(path: Path) -> str:
    """A page without its generated tables."""
    return re.sub(r"^<!-- generated: .*?^<!-- end -->$", "", read(path), flags=re.M | re.S)


@pytest.mark.parametrize(("page", "records"), [(RULES, RULE_RECORDS), (LAYOUTS, LAYOUT_RECORDS)])
def test_every_key_is_explained(page: Path, records: tuple[str, ...]) -> None:
    text = by_hand(page)
    for record in records:
        for field in fields(record).values():
            assert f"`{field['zh']}`" in text, f"{record}: {field['zh']}"


def test_every_word_of_the_language_is_shown_in_the_guide() -> None:
    text = by_hand(RULES)
    for group, words in table("keywords").items():
        for word, spellings in words.items():
            assert any(spelling in text for spelling in spellings["zh"]), f"{group}: {word}"


@pytest.mark.parametrize("path", [*PAGES, CATALOGUE], ids=lambda path: path.stem)
def test_a_link_leads_somewhere(path: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", re.sub(r"^```.*?^```$", "", read(path), flags=re.M | re.S)):
        assert link.startswith("https://") or (path.parent / link).exists(), link
