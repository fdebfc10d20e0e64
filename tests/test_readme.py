"""The README is true: its commands are run, its blocks are what the program prints, and its Chinese twin says the same.

``pytest tests/test_readme.py --update`` writes the generated blocks anew.
"""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pages import README, blocks

from checker.cli import main
from checker.resources import table

ROOT = Path(__file__).parent.parent
TWIN, RULES = ROOT / "README.zh.md", ROOT / "rules" / "README.md"
EXAMPLE = "examples/hengdong-2021/report.json"
SHOWN = "WZ-016"


def commands() -> list[str]:
    """The command lines of the README: set up and check the example, set up and run the tests."""
    return [block.text.strip() for block in blocks(README) if block.language == "sh"]


def gouji(*arguments: str, columns: int = 100) -> Result:
    return CliRunner(env={"COLUMNS": str(columns)}).invoke(main, [*arguments], prog_name="gouji")


@pytest.fixture
def in_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


# --- generated blocks --------------------------------------------------------------------------------------------


def paragraphs() -> list[str]:
    return gouji("check", EXAMPLE).output.strip().split("\n\n")


def finding() -> str:
    return fenced(next(text for text in paragraphs() if SHOWN in text))


def summary() -> str:
    return fenced(paragraphs()[-1])


def help_text() -> str:
    return fenced("$ gouji check --help\n" + gouji("check", "--help").output.rstrip())


def fenced(text: str) -> str:
    return f"```text\n{text}\n```"


GENERATED = [
    (README, "finding", finding),
    (README, "summary", summary),
    (README, "help", help_text),
    (TWIN, "finding", finding),
    (TWIN, "summary", summary),
    (TWIN, "help", help_text),
]


@pytest.mark.usefixtures("in_root")
@pytest.mark.parametrize(("path", "name", "generate"), GENERATED, ids=[f"{p.name}-{n}" for p, n, _ in GENERATED])
def test_a_generated_block_is_what_the_program_prints(
    path: Path, name: str, generate: Callable[[], str], update: bool
) -> None:
    text = path.read_text("utf-8")
    pattern = re.compile(rf"(?<=^<!-- generated: {name} -->\n)(.*?)(?=^<!-- end -->$)", re.M | re.S)
    assert len(pattern.findall(text)) == 1
    if update:
        path.write_text(pattern.sub(lambda _: generate() + "\n", text), "utf-8")
        return
    # another release of click may wrap the lines of the help elsewhere
    squeezed = str.split if name == "help" else str.strip
    assert squeezed(pattern.findall(text)[0]) == squeezed(generate())


def test_every_generated_block_is_checked() -> None:
    for path in (README, TWIN, RULES):
        marked = re.findall(r"<!-- generated: (\w+) -->", path.read_text("utf-8"))
        assert marked == [name for mine, name, _ in GENERATED if mine == path]


# --- the twin ----------------------------------------------------------------------------------------------------


def outside_blocks(path: Path) -> str:
    return re.sub(r"^```.*?^```$", "", path.read_text("utf-8"), flags=re.M | re.S)


def shape(path: Path) -> Iterator[tuple[str, int]]:
    """Headings with their levels, and table rows with their columns, in order."""
    for line in outside_blocks(path).splitlines():
        if heading := re.match(r"#+(?= )", line):
            yield "heading", len(heading[0])
        elif line.startswith("|"):
            yield "row", line.count("|")


def test_the_twins_have_the_same_headings_and_tables() -> None:
    assert list(shape(README)) == list(shape(TWIN))


def test_the_twins_have_the_same_code_blocks() -> None:
    assert blocks(README) == blocks(TWIN)


def test_the_twins_have_the_same_links_and_name_the_same_things() -> None:
    def links(path: Path) -> list[str]:
        found = re.findall(r"\]\(([^)]+)\)", outside_blocks(path))
        return sorted("the twin" if link in ("README.md", "README.zh.md") else link for link in found)

    def named(path: Path) -> set[str]:
        return set(re.findall(r"`([^`\n]+)`", outside_blocks(path)))

    assert links(README) == links(TWIN)
    assert named(README) == named(TWIN)


@pytest.mark.parametrize("path", [README, TWIN, RULES, ROOT / "CHANGELOG.md", ROOT / "benchmarks" / "README.md"])
def test_a_link_into_the_repository_leads_somewhere(path: Path) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", outside_blocks(path)):
        assert link.startswith("https://") or (path.parent / link).exists(), link


@pytest.mark.parametrize("path", [README, TWIN])
def test_the_table_of_verdicts_has_them_all(path: Path) -> None:
    rows = re.findall(r"^\| (\w+) \| `(\w+)` \|", outside_blocks(path), re.M)
    assert rows == [(names["zh"], code) for code, names in table("words")["verdicts"].items()]


# --- what it says is so ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("in_root")
def test_what_stops_the_example_is_the_one_error_named() -> None:
    errors = [text for text in paragraphs() if re.match(r"\S+ 不一致 \[错误\]", text)]
    assert len(errors) == 1
    assert "JG-003" in errors[0]
    assert gouji("check", EXAMPLE).exit_code == 1


def test_without_it_only_warnings_are_left_and_they_stop_nothing_unless_asked(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    text = (ROOT / EXAMPLE).read_text("utf-8").replace("报告框架可参考", "报告框架见").replace("至少将", "应将")
    report.write_text(text, "utf-8")
    assert gouji("check", str(report)).exit_code == 0
    assert gouji("check", str(report), "--fail-on", "warning").exit_code == 1


@pytest.mark.usefixtures("in_root")
def test_the_figures_nobody_watched_are_counted_in_text_and_named_in_json() -> None:
    unwatched = json.loads(gouji("check", EXAMPLE, "--format", "json").output)["unwatched"]
    assert paragraphs()[-1].splitlines()[2] == f"没有规则看到的数字 {len(unwatched)} 个"


def test_the_rule_shown_passes_its_examples_and_checks_the_example(tmp_path: Path) -> None:
    (shown,) = [block.text for block in blocks(README) if block.language == "yaml" and "断言" in block.text]
    file = tmp_path / "shown.yaml"
    file.write_text(shown, "utf-8")
    tested = gouji("rules", "test", str(file))
    assert tested.output == "1 条规则的 2 个示例，结果都与所写的一致\n"
    checked = gouji("check", "--rules", str(file), str(ROOT / EXAMPLE))
    assert checked.exit_code == 0
    assert "1 条规则，检查 1 处：一致 1 " in checked.output


def test_continuous_integration_runs_the_readme_s_line() -> None:
    assert f"\n{commands()[1]} || failed=1\n" in (ROOT / ".ci" / "run").read_text("utf-8")


@pytest.mark.installs
def test_the_commands_run_as_they_stand(repository: Path, environment: dict[str, str], tmp_path: Path) -> None:
    """On a fresh clone, one after the other, word for word.

    The second is held to the other tests of this page, by a variable, as nothing else can hold a line that is run as it
    stands: all tests would come round to this one again. .ci/run is where the same line runs with all of them.
    """
    clone = tmp_path / "gouji"
    subprocess.run(["git", "clone", "-q", repository, clone], env=environment, check=True)

    def run(command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-c", command], cwd=clone, env={**environment, **variables}, capture_output=True, encoding="utf-8"
        )

    check, test = commands()
    checked = run(check)
    assert checked.returncode == 1, checked.stderr
    assert blocks(README)[0].text in checked.stdout
    tested = run(test, PYTEST_ADDOPTS="-m 'not installs' tests/test_readme.py")
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert re.search(r"^\d+ passed", tested.stdout, re.M)
