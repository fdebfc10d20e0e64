"""The command as it is called: exit status, where the output goes, the languages, the schemas it prints."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from jsonschema import Draft7Validator

from checker.cli import main
from checker.layoutfiles import is_layout_file
from checker.resources import data_folder, table
from checker.yamlfiles import read_yaml

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "hengdong-2021" / "report.json"
TEXT = EXAMPLE.read_text("utf-8")
# the one finding at error level of the example is the sentence of a template
NO_ERRORS = TEXT[: TEXT.index("报告框架可参考")] + TEXT[TEXT.index('"', TEXT.index("报告框架可参考")) :]
CHINESE = re.compile(r"[\u3400-\u9fff]")
CODES = "\x1b["


def gouji(*words: str | Path, **settings: str) -> Result:
    return CliRunner(env={"GOUJI_LANG": "", **settings}).invoke(main, [str(word) for word in words])


def command(*words: str | Path, **settings: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, its output piped."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii", **settings}
    return subprocess.run(
        [sys.executable, "-m", "checker", *map(str, words)], env=environment, capture_output=True, check=False
    )


def changed(*pairs: tuple[str, str]) -> str:
    text = TEXT
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return put(tmp_path, "good.json", NO_ERRORS)


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    return put(tmp_path, "bad.json", changed(('"基本工资", "40.06"', '"基本工资", "40.60"')))


@pytest.fixture
def unreadable(tmp_path: Path) -> Path:
    return put(tmp_path, "unreadable.json", "{")


@pytest.fixture
def unknown(tmp_path: Path) -> Path:
    return put(tmp_path, "unknown.json", changed(('"kind": "部门决算"', '"kind": "天气预报"')))


# --- exit status -------------------------------------------------------------------------------------------------


def test_status_0_without_findings_at_error_level(good: Path) -> None:
    result = gouji("check", good)
    assert result.exit_code == 0
    assert "警告 4 · 提示 3" in result.stdout


def test_status_1_with_findings_at_error_level(bad: Path, good: Path) -> None:
    assert gouji("check", bad).exit_code == 1
    assert gouji("check", good, bad).exit_code == 1


@pytest.mark.parametrize(("level", "status"), [("error", 0), ("warning", 1), ("notice", 1), ("never", 0)])
def test_fail_on_says_what_counts(good: Path, level: str, status: int) -> None:
    assert gouji("check", good, "--fail-on", level).exit_code == status


def test_never_still_tells_unreadable_inputs_from_findings(bad: Path, unreadable: Path) -> None:
    assert gouji("check", bad, "--fail-on", "never").exit_code == 0
    assert gouji("check", bad, unreadable, "--fail-on", "never").exit_code == 2


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_an_unreadable_input_does_not_keep_the_others_from_being_reported(
    good: Path, bad: Path, unreadable: Path, jobs: str
) -> None:
    result = gouji("check", good, unreadable, bad, "--jobs", jobs)
    assert result.exit_code == 2
    assert result.stderr.startswith("错误 D122 文件不完整\n")
    assert "good.json  " in result.stdout
    assert "bad.json  " in result.stdout
    assert "2 份报告" in result.stdout
    assert result.stdout.endswith("1 个输入没有读成\n")


def test_a_report_no_layout_fits_is_status_2(unknown: Path, good: Path) -> None:
    result = gouji("check", unknown, good, "--fail-on", "never")
    assert result.exit_code == 2
    assert result.stderr == ""
    assert "没有适合“天气预报”2021 年的版式，这份报告没有检查。" in result.stdout
    assert "2 份报告" in result.stdout


def test_a_mistake_in_a_rule_file_is_status_2(good: Path, tmp_path: Path) -> None:
    rules = put(tmp_path, "rules.yaml", "规则集: 甲\n规则:\n- 编号: A-1\n  断语: 1 = 1\n")
    result = gouji("check", good, "--rules", rules)
    assert result.exit_code == 2
    assert "断言" in result.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--nope"], "--nope"),
        (["--format", "pdf"], "'pdf': text, json"),
        (["--format", "text", "--format", "json"], "FORMAT=FILE"),
        (["--jobs", "0"], "--jobs"),
        (["--fail-on", "fatal"], "--fail-on"),
        (["--lang", "fr"], "--lang"),
        (["--layout", "天书"], "天书"),
    ],
)
def test_wrong_use_is_status_2_and_says_what_is_wrong(good: Path, words: list[str], told: str) -> None:
    result = gouji("check", good, *words)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "Traceback" not in result.output


def test_no_path_is_wrong_use() -> None:
    assert gouji("check").exit_code == 2


def test_the_status_of_the_process_is_that_of_the_command(good: Path, bad: Path, unreadable: Path) -> None:
    assert [command("check", path).returncode for path in (good, bad, unreadable)] == [0, 1, 2]


# --- inputs ------------------------------------------------------------------------------------------------------


def test_a_folder_stands_for_the_reports_below_it(tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    put(tmp_path, "z.json", NO_ERRORS)
    put(tmp_path / "b" / "c", "a.json", NO_ERRORS)
    put(tmp_path / "b", "note.txt", "no report")
    result = gouji("check", tmp_path, "--format", "json")
    assert result.exit_code == 0
    named = dict.fromkeys(finding["report"] for finding in json.loads(result.stdout)["findings"])
    assert list(named) == [str(tmp_path / "b" / "c" / "a.json"), str(tmp_path / "z.json")]


def test_a_folder_without_reports_is_told(tmp_path: Path) -> None:
    result = gouji("check", tmp_path)
    assert result.exit_code == 2
    assert result.stderr == (
        f"错误 D108 文件夹里没有报告\n --> {tmp_path}\n"
        f"“{tmp_path}”里没有报告文件（.json）。\n怎么改：检查路径，或把报告文件放进这个文件夹。\n"
    )


def test_a_file_that_is_not_there_is_told(good: Path, tmp_path: Path) -> None:
    result = gouji("check", tmp_path / "none.json", good)
    assert result.exit_code == 2
    assert result.stderr.startswith("错误 D101 找不到文件\n")
    assert "1 份报告" in result.stdout


def test_a_context_report_is_read_but_not_judged(good: Path, bad: Path, unreadable: Path) -> None:
    assert gouji("check", good, "--with", bad).exit_code == 0
    assert gouji("check", good, "--with", unreadable).exit_code == 2


# --- outputs -----------------------------------------------------------------------------------------------------


def test_output_goes_to_a_file(bad: Path, tmp_path: Path) -> None:
    target = tmp_path / "findings.txt"
    result = gouji("check", bad, "-o", target)
    assert (result.exit_code, result.stdout) == (1, "")
    assert target.read_text("utf-8") == gouji("check", bad).stdout


def test_an_output_takes_the_place_of_the_one_before(bad: Path, tmp_path: Path) -> None:
    target = put(tmp_path, "findings.txt", "old")
    gouji("check", bad, "-o", target)
    assert target.read_text("utf-8").startswith(f"{bad}  ")


def test_two_outputs_of_one_run(bad: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "findings.json", tmp_path / "findings.txt"
    result = gouji("check", bad, "--format", f"json={one}", "--format", f"text={other}")
    assert (result.exit_code, result.stdout) == (1, "")
    assert one.read_text("utf-8") == gouji("check", bad, "--format", "json").stdout
    assert other.read_text("utf-8") == gouji("check", bad).stdout


def test_one_output_into_a_file_and_one_to_the_terminal(bad: Path, tmp_path: Path) -> None:
    one = tmp_path / "findings.json"
    result = gouji("check", bad, "--format", f"json={one}", "--format", "text")
    assert json.loads(one.read_text("utf-8"))["format"] == "gouji/findings-1"
    assert result.stdout == gouji("check", bad).stdout


@pytest.mark.parametrize("target", ["none/findings.txt", "folder"])
def test_a_place_that_cannot_be_written_to_is_wrong_use_and_leaves_nothing(good: Path, target: str) -> None:
    (good.parent / "folder").mkdir()
    before = sorted(good.parent.rglob("*"))
    result = gouji("check", good, "-o", good.parent / target)
    assert result.exit_code == 2
    assert target in result.stderr
    assert "Traceback" not in result.output
    assert sorted(good.parent.rglob("*")) == before


def test_any_number_of_jobs_gives_the_same_bytes(tmp_path: Path) -> None:
    alterations = [
        ('"基本工资", "40.06"', '"基本工资", "40.60"'),
        ('"印刷费", "1.57"', '"印刷费", "7.51"'),
        ('"2210201", "住房公积金", "6.95", "6.95"', '"2210201", "住房公积金", "6.59", "6.95"'),
        ('"title": "收入决算表"', '"title": "收入决算总表"'),
        ("二、机构设置", "二、机构设置情况"),
        ('"year": 2021', '"year": 2020'),
    ]
    for number, pair in enumerate(alterations):
        put(tmp_path, f"{number}.json", changed(pair))
    for form in ("text", "json"):
        one, four = (command("check", tmp_path, "--format", form, "--jobs", jobs) for jobs in ("1", "4"))
        assert one.returncode == four.returncode == 1
        assert one.stdout == four.stdout
        assert one.stderr == four.stderr
        assert one.stdout.count(b".json") > len(alterations)


def test_piped_output_is_utf8_without_colour(bad: Path) -> None:
    for settings in ({}, {"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}):
        printed = command("check", bad, **settings).stdout.decode("utf-8")
        assert CODES not in printed
        assert "不一致 [错误] JBZC-002" in printed


def test_colour_is_for_terminals_that_want_it(bad: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from checker.cli import _paint

    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert _paint("word", "error") == "\x1b[31mword\x1b[0m"
    monkeypatch.setenv("NO_COLOR", "1")
    assert _paint("word", "error") == "word"


def own_words(text: str, report: str) -> str:
    """An output without what the rules, layouts and the report say in their own language: labels and sentences of ours."""
    value = json.loads(report)
    kept = []
    for line in text.splitlines():
        label = re.match(r"  (?:left|right|place|evidence|basis|difference|reason|missing|extra)  ", line)
        head = re.match(r"[✗≈?✓-] [a-z ]+ \[[a-z]+\] \S+ ", line)
        if found := label or head:
            kept.append(found[0])
        elif line.startswith(("reports ", "findings ", "figures ", "rules ", "inputs ")):
            kept.append(line)
        else:
            # sentences of rules, names of rows, the name of the report
            assert line.startswith("  ") or not line or value["entity"]["name"] in line, line
    return "\n".join(kept)


def test_english_output_has_no_chinese_labels(bad: Path, unreadable: Path) -> None:
    result = gouji("check", bad, unreadable, "--lang", "en")
    shown = own_words(result.stdout, bad.read_text("utf-8"))
    assert "✗ violated [error] JBZC-002 " in shown
    assert "inputs that could not be read: 1" in shown
    assert not CHINESE.search(shown)
    assert not CHINESE.search(result.stderr)
    chinese = gouji("check", bad).stdout
    for group in ("verdicts", "severities"):
        for word in table("words")[group].values():
            assert f"[{word['zh']}]" not in result.stdout
            assert not re.search(f"^. {word['zh']} ", result.stdout, re.M)
    assert re.search("^✗ 不一致 \\[错误\\]", chinese, re.M)


def test_the_language_can_be_set_by_the_environment(bad: Path) -> None:
    assert gouji("check", bad, GOUJI_LANG="en").stdout == gouji("check", bad, "--lang", "en").stdout


# --- findings JSON -----------------------------------------------------------------------------------------------


def printed_schema(kind: str) -> dict[str, Any]:
    result = gouji("schema", kind)
    assert result.exit_code == 0
    read: dict[str, Any] = json.loads(result.stdout)
    return read


def refused(kind: str, value: object) -> list[str]:
    found = Draft7Validator(printed_schema(kind)).iter_errors(value)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in found]


@pytest.mark.parametrize("words", [[], ["--verdicts", "all"], ["--lang", "en"], ["--jobs", "2"]])
def test_findings_json_is_as_its_schema_says(
    good: Path, bad: Path, unknown: Path, unreadable: Path, words: list[str]
) -> None:
    result = gouji("check", good, bad, unknown, unreadable, "--format", "json", *words)
    assert result.exit_code == 2
    document = json.loads(result.stdout)
    assert refused("findings", document) == []
    assert document["summary"]["reports"] == 3
    assert [error["code"] for error in document["errors"]] == ["D122"]


def test_findings_json_without_any_report_is_as_its_schema_says(unreadable: Path) -> None:
    assert refused("findings", json.loads(gouji("check", unreadable, "--format", "json").stdout)) == []


def test_the_ledger_is_by_rule_over_all_reports_and_adds_up(good: Path, bad: Path, unknown: Path) -> None:
    one = json.loads(gouji("check", good, "--format", "json").stdout)
    all_three = json.loads(gouji("check", good, bad, unknown, "--format", "json").stdout)
    ledger = all_three["ledger"]
    assert list(ledger) == list(one["ledger"])
    assert len(ledger) == all_three["summary"]["rules"]
    verdicts = all_three["summary"]["verdicts"]
    for verdict, count in verdicts.items():
        assert sum(entry.get(verdict, 0) for entry in ledger.values()) == count
    assert sum(verdicts.values()) == all_three["summary"]["places"]
    # the two reports that are judged have the same reasons, and each is told once
    (mine,) = one["ledger"]["ZB-004"]["reasons"]
    assert ledger["ZB-004"]["reasons"] == [
        {**mine, "count": 2 * mine["count"]},
        {"verdict": "undecidable", "reason": "没有适合“天气预报”的版式", "count": 1},
    ]
    for entry in ledger.values():
        told = sum(reason["count"] for reason in entry.get("reasons", []))
        assert told == entry.get("undecidable", 0) + entry.get("not_applicable", 0)


def test_every_verdict_is_listed_on_demand(good: Path) -> None:
    document = json.loads(gouji("check", good, "--format", "json", "--verdicts", "all").stdout)
    listed = [finding["verdict"] for finding in document["findings"] if not finding["rule"].startswith("layout.")]
    assert {verdict: listed.count(verdict) for verdict in document["summary"]["verdicts"]} == (
        document["summary"]["verdicts"]
    )


# --- schemas -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["report", "rules", "layout", "findings"])
def test_a_schema_is_valid_draft_07(kind: str) -> None:
    read = printed_schema(kind)
    assert read["$schema"] == "http://json-schema.org/draft-07/schema#"
    Draft7Validator.check_schema(read)


def pack_files(layouts: bool) -> list[Path]:
    files = sorted(data_folder("rules").rglob("*.yaml"))
    return [path for path in files if is_layout_file(read_yaml(path)[0]) == layouts]


def loaded(path: Path) -> Any:
    """A file with every scalar as the text that was typed, as gouji reads it."""
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)


def test_the_schema_of_rules_accepts_the_shipped_pack() -> None:
    files = pack_files(layouts=False)
    assert files
    for path in files:
        assert refused("rules", loaded(path)) == [], path.name


def test_the_schema_of_layouts_accepts_the_shipped_layouts() -> None:
    files = pack_files(layouts=True)
    assert files
    for path in files:
        assert refused("layout", yaml.safe_load(path.read_text("utf-8"))) == [], path.name


def test_the_schema_of_rules_refuses_a_wrong_key() -> None:
    value = loaded(pack_files(layouts=False)[0])
    value["规则"][0]["断语"] = "1 = 1"
    assert any("断语" in message for message in refused("rules", value))


def test_the_schema_of_reports_accepts_the_example() -> None:
    assert refused("report", json.loads(TEXT)) == []


def test_there_is_no_other_schema() -> None:
    assert gouji("schema", "waiver").exit_code == 2


# --- rules -------------------------------------------------------------------------------------------------------


def test_rules_are_listed() -> None:
    result = gouji("rules", "list")
    assert result.exit_code == 0
    assert "JBZC-001" in result.stdout
    assert "人员经费加公用经费等于基本支出" in result.stdout


def test_a_rule_is_explained() -> None:
    result = gouji("rules", "explain", "JBZC-001")
    assert result.exit_code == 0
    assert result.stdout.startswith("JBZC-001  [错误] 人员经费加公用经费等于基本支出\n")
    assert "断言  人员经费 + 公用经费 = 基本支出" in result.stdout


def test_reserved_ids_and_problem_codes_are_explained() -> None:
    assert gouji("rules", "explain", "layout.missing-table").stdout == "layout.missing-table  缺少应有的表\n"
    assert gouji("rules", "explain", "D108").stdout.startswith("D108  文件夹里没有报告\n")


def test_an_unknown_id_is_answered_with_near_ones() -> None:
    result = gouji("rules", "explain", "JBZC-01")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "JBZC-001" in result.stderr


def test_the_shipped_pack_is_clean() -> None:
    result = gouji("rules", "lint")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "没有写错的地方" in result.stdout


def test_the_examples_of_the_shipped_pack_give_what_they_state() -> None:
    result = gouji("rules", "test")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "结果都与所写的一致" in result.stdout


def test_an_example_with_another_verdict_is_status_1(tmp_path: Path) -> None:
    rules = put(
        tmp_path,
        "rules.yaml",
        "规则集: 甲\n适用: {报表: 部门决算}\n规则:\n- 编号: A-1\n  名称: 甲\n  断言: 人员经费 + 公用经费 = 基本支出\n"
        "  示例:\n  - {人员经费: 1.00, 公用经费: 1.00, 基本支出: 9.00, 结果: 一致}\n",
    )
    assert gouji("rules", "lint", rules).exit_code == 0
    result = gouji("rules", "test", rules)
    assert result.exit_code == 1
    assert "不一致" in result.stderr


@pytest.mark.parametrize("name", ["list", "lint", "test"])
def test_rules_of_a_file_that_is_not_there_are_status_2(name: str, tmp_path: Path) -> None:
    assert gouji("rules", name, tmp_path / "none.yaml").exit_code == 2


def test_the_version_is_told() -> None:
    result = gouji("--version")
    assert (result.exit_code, result.stdout.startswith("gouji, version ")) == (0, True)
