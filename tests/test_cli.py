"""The command: exit status, where output goes, several inputs, languages, colour."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from mutations import EXAMPLE, LAYOUTS, ROOT, Value, example, put

from checker.packs import read_pack

ANSI = "\x1b["


def run(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a user calls it."""
    variables = {
        k: v for k, v in os.environ.items() if not k.startswith("GOUJI_") and k not in ("NO_COLOR", "FORCE_COLOR")
    }
    return subprocess.run(
        [sys.executable, "-m", "checker", *map(str, arguments)],
        cwd=cwd or ROOT,
        env={**variables, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def write(folder: Path, name: str, value: Value) -> Path:
    path = folder / name
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), "utf-8")
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.json"
    path.write_text('{"format": ', "utf-8")
    return path


# --- exit status ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "status"), [("error", 1), ("warning", 1), ("notice", 1), ("never", 0)])
def test_findings_at_or_above_the_level_asked_for(level: str, status: int) -> None:
    assert run("check", EXAMPLE, "--fail-on", level).returncode == status


@pytest.mark.parametrize(("level", "status"), [("error", 0), ("warning", 0), ("notice", 1), ("never", 0)])
def test_notices_alone_fail_only_when_asked_for(level: str, status: int, tmp_path: Path) -> None:
    pack = tmp_path / "rules.yaml"
    pack.write_text(
        "规则集: 一条\n适用: {报表: 部门决算}\n规则:\n"
        "- 编号: A-1\n  名称: 大于\n  级别: 提示\n  依据: 算术\n  断言: 人员经费 < 公用经费\n",
        "utf-8",
    )
    done = run("check", EXAMPLE, "--rules", pack, "--fail-on", level)
    assert done.returncode == status, done.stderr


def test_an_input_that_cannot_be_read_is_2_and_the_others_are_reported(broken: Path) -> None:
    done = run("check", EXAMPLE, broken, EXAMPLE.parent / "nowhere.json")
    assert done.returncode == 2
    assert "WZ-016" in done.stdout
    assert done.stdout.splitlines()[-1] == "2 个输入没有读成"
    assert f" --> {broken}:1:" in done.stderr
    assert "没有这个文件" in done.stderr
    assert run("check", broken, EXAMPLE, "--fail-on", "never").returncode == 2


def test_a_faulty_context_report_or_rule_file_is_2_and_the_check_goes_on(broken: Path, tmp_path: Path) -> None:
    done = run("check", EXAMPLE, "--with", broken)
    assert (done.returncode, "WZ-016" in done.stdout) == (2, True)
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text(
        "规则集: 甲\n规则:\n- 编号: A-1\n  断言: 人员经费用 = 公用经费\n- 编号: A-2\n  断言: 人员经费 > 公用经费\n",
        "utf-8",
    )
    done = run("check", EXAMPLE, "--rules", faulty)
    assert done.returncode == 2
    assert "人员经费用" in done.stderr
    assert "1 条规则" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "x.json", "--frobnicate"],
        ["check", "x.json", "--fail-on", "sometimes"],
        ["check", "x.json", "--jobs", "0"],
        ["check", "x.json", "--format", "papyrus"],
        ["check", "x.json", "--format", "json", "--format", "text"],
        ["frobnicate"],
    ],
)
def test_wrong_use_is_2_and_says_so_on_standard_error(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert not done.stdout
    assert "Error" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_layout_is_2_and_names_the_nearest_once() -> None:
    done = run("check", EXAMPLE, "--layout", "部门决")
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "错误 R231 没有这个版式",
        " --> --layout",
        "没有名叫“部门决”的版式。最接近的是“部门决算”、“上海市部门决算”。",
        "怎么改：已有的版式：部门决算、部门决算2019、部门决算2018、上海市部门决算。",
    ]
    assert "没有名叫“部门决”的版式，这份报告没有检查。" in done.stdout
    assert done.stdout.splitlines()[-1] == "1 份报告没有版式可用，一条规则也没有检查"
    assert "JBZC-001" not in done.stdout


def test_a_report_no_layout_is_for_is_one_lesson(tmp_path: Path) -> None:
    done = run("check", write(tmp_path, "x.json", {**example(), "kind": "企业年报"}), EXAMPLE)
    assert done.returncode == 2
    assert done.stderr.splitlines()[2:] == [
        "没有适合这份报告的版式，没有检查它（报表“企业年报”，年度 2021）。",
        "怎么改：核对报告的 kind 和 year；新的报表或年度先做一个版式，用 --rules 一起交来。",
    ]
    assert "没有读成" not in done.stdout
    value = {**example(), "kind": "企业年报"}
    del value["year"]
    done = run("check", write(tmp_path, "x.json", value), "--lang", "en")
    assert "(kind “企业年报”, year: not stated)." in done.stderr


def test_a_report_that_asks_for_an_unknown_layout_is_one_lesson(tmp_path: Path) -> None:
    path = write(tmp_path, "x.json", {**example(), "layout": "部门结算"})
    done = run("check", path)
    assert done.returncode == 2
    place, text, advice = done.stderr.splitlines()[1:]
    line, column = map(int, place.removeprefix(f" --> {path}:").split(":"))
    assert path.read_text("utf-8").splitlines()[line - 1][column - 1 :].startswith('"部门结算"')
    assert text == "没有报告指定的版式“部门结算”，这份报告没有检查（位置 /layout）。最接近的是“部门决算”。"
    assert advice.startswith("怎么改：已有的版式：部门决算、部门决算2019、部门决算2018、上海市部门决算。")


def test_a_layout_with_a_mistake_is_the_only_lesson(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    (layout,) = (tmp_path / "rules").rglob("部门决算.yaml")
    layout.write_text(layout.read_text("utf-8").replace("年度: 2019-\n", "年度: 甲\n"), "utf-8")
    for more in ((), ("--layout", "部门决算")):
        done = run("check", EXAMPLE, "--rules", tmp_path / "rules", *more)
        assert done.returncode == 2
        assert [line.split()[1] for line in done.stderr.splitlines() if line.startswith("错误")] == ["L104"]


def test_no_rules_is_not_nothing_to_look_at(tmp_path: Path) -> None:
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text("规则集: 甲\n规则:\n- 编号: A-1\n  断言: 人员经费用 = 公用经费\n", "utf-8")
    done = run("check", EXAMPLE, "--rules", faulty)
    assert done.returncode == 2
    assert "没有检查：没有一条可用的规则" in done.stdout
    assert "没有需要看的问题" not in done.stdout


def test_two_copies_of_a_report_have_the_same_ids_and_the_report_tells_them_apart(tmp_path: Path) -> None:
    copies = [shutil.copy(EXAMPLE, tmp_path / name) for name in ("a.json", "b.json")]
    found = json.loads(run("check", *copies, "--format", "json").stdout)["findings"]
    ids = {str(path): [f["id"] for f in found if f["report"] == str(path)] for path in copies}
    assert ids[str(copies[0])] == ids[str(copies[1])]
    assert ids[str(copies[0])] == [
        f["id"] for f in json.loads(run("check", EXAMPLE, "--format", "json").stdout)["findings"]
    ]
    assert len({(f["report"], f["id"]) for f in found}) == len(found) == 2 * len(ids[str(copies[0])]) > 0


# --- inputs -----------------------------------------------------------------------------------------------------------


def test_a_folder_stands_for_the_reports_below_it_in_order(tmp_path: Path) -> None:
    for name in ("b/二.json", "a/一.json", "b/一.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(EXAMPLE, tmp_path / name)
    (tmp_path / "b" / "readme.txt").write_text("", "utf-8")
    done = run("check", tmp_path)
    heads = [
        line.split()[0] for line in done.stdout.splitlines() if line.startswith(str(tmp_path)) and " 部门决算" in line
    ]
    assert [str(Path(head).relative_to(tmp_path)) for head in heads] == ["a/一.json", "b/一.json", "b/二.json"]


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    done = run("check", tmp_path)
    assert done.returncode == 2
    assert "没有报告" in done.stderr


def test_a_file_named_twice_is_checked_once(tmp_path: Path) -> None:
    path = shutil.copy(EXAMPLE, tmp_path / "a.json")
    once, twice = run("check", path), run("check", path, tmp_path, tmp_path / "." / "a.json")
    assert twice.stdout == once.stdout


def test_several_jobs_write_the_same_bytes_as_one(tmp_path: Path, broken: Path) -> None:
    for number in range(5):
        value = put(example(), 2, 1 + number, 2, f"{number}.00")
        write(tmp_path, f"r{number}.json", value)
    for form in ("text", "json"):
        one, four = (run("check", tmp_path, "--format", form, "--jobs", jobs) for jobs in ("1", "4"))
        assert one.stdout == four.stdout
        assert one.stderr == four.stderr
        assert one.returncode == four.returncode == 2


# --- outputs ----------------------------------------------------------------------------------------------------------


def test_output_into_a_file_is_the_same_as_to_the_terminal(tmp_path: Path) -> None:
    target = tmp_path / "findings.txt"
    done = run("check", EXAMPLE, "-o", target)
    assert (done.stdout, done.returncode) == ("", 1)
    assert target.read_text("utf-8") == run("check", EXAMPLE).stdout
    assert [path.name for path in tmp_path.iterdir()] == ["findings.txt"]


def test_several_formats_at_once(tmp_path: Path) -> None:
    target = tmp_path / "findings.json"
    done = run("check", EXAMPLE, "--format", f"json={target}", "--format", "text")
    assert done.stdout == run("check", EXAMPLE).stdout
    document = json.loads(target.read_text("utf-8"))
    assert document["format"] == "gouji/findings-1"
    assert document["summary"]["reports"] == 1


@pytest.mark.parametrize("target", ["no/such/folder/x.txt", "folder"])
def test_a_place_that_cannot_be_written_to_is_said_and_leaves_nothing_behind(target: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    done = run("check", EXAMPLE, "-o", tmp_path / target)
    assert done.returncode == 2
    assert target in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.rglob("*")] == ["folder"]


def test_the_json_carries_the_same_errors_as_standard_error(broken: Path) -> None:
    done = run("check", EXAMPLE, broken, "--format", "json")
    (error,) = json.loads(done.stdout)["errors"]
    assert error["file"] == str(broken)
    assert error["message"] in done.stderr
    assert f"{error['code']} {error['title']}" in done.stderr


def test_every_verdict_is_listed_when_asked_for() -> None:
    document = json.loads(run("check", EXAMPLE, "--format", "json", "--verdicts", "all").stdout)
    assert len(document["findings"]) == document["summary"]["places"]


def test_a_reader_that_stops_early_is_no_error_of_ours() -> None:
    command = f'"{sys.executable}" -m checker check "{EXAMPLE}" --format json | head -c 10'
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )
    assert done.stdout == b'{\n "format'
    assert done.stderr == b""


# --- language and colour ----------------------------------------------------------------------------------------------


def test_no_colour_goes_into_a_pipe_or_a_file(tmp_path: Path) -> None:
    target = tmp_path / "x.txt"
    assert ANSI not in run("check", EXAMPLE, "-o", target).stdout + target.read_text("utf-8")
    assert ANSI not in run("check", EXAMPLE).stdout


def on_terminal(*arguments: str | Path, **environment: str) -> str:
    """What the command writes to a terminal."""
    pty = pytest.importorskip("pty")
    variables = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")}
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "checker", *map(str, arguments)],
        cwd=ROOT,
        env={**variables, "PYTHONPATH": str(ROOT), "TERM": "xterm", **environment},
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    written = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        written += piece
    child.wait()
    os.close(ours)
    return written.decode("utf-8").replace("\r\n", "\n")


def test_colour_is_for_terminals_and_no_color_turns_it_off() -> None:
    coloured = on_terminal("check", EXAMPLE)
    assert ANSI in coloured
    plain = on_terminal("check", EXAMPLE, NO_COLOR="1")
    assert plain == run("check", EXAMPLE).stdout
    # colour is decoration: without it nothing is lost
    stripped = coloured
    for code in {part.split("m")[0] for part in coloured.split(ANSI)[1:]}:
        stripped = stripped.replace(f"{ANSI}{code}m", "")
    assert stripped == plain


def has_chinese(text: str) -> bool:
    return any("\u3400" <= character <= "\u9fff" for character in text)


def test_in_english_nothing_of_ours_is_chinese() -> None:
    report = LAYOUTS / "english" / "report.json"
    done = run("check", report, "--rules", LAYOUTS / "english", "--lang", "en", "--verdicts", "all")
    assert done.returncode == 0, done.stderr
    assert not has_chinese(done.stdout)
    assert "《" not in done.stdout
    assert "、" not in done.stdout


def test_in_english_remarks_and_reasons_are_english_around_the_report_s_own_words(tmp_path: Path) -> None:
    value = example()
    del value["tables"][8], value["tables"][0]["rows"][5]
    value["tables"][2]["rows"][2][0] = "20138"
    document = json.loads(run("check", write(tmp_path, "x.json", value), "--lang", "en", "--format", "json").stdout)
    for finding in document["findings"]:
        if finding["rule"].startswith("layout."):
            assert not has_chinese(finding["title"])
            assert "“" in finding["message"]
            assert "《" not in finding["message"]


def test_the_language_can_be_set_for_good() -> None:
    assert run("check", EXAMPLE, GOUJI_LANG="en").stdout == run("check", EXAMPLE, "--lang", "en").stdout


# --- the other commands -----------------------------------------------------------------------------------------------


def test_version_and_help() -> None:
    assert run("--version").stdout.startswith("gouji")
    for command in ([], ["check"], ["rules"], ["rules", "lint"], ["rules", "test"], ["rules", "explain"], ["schema"]):
        done = run(*command, "--help")
        assert done.returncode == 0
        assert "Usage" in done.stdout


@pytest.mark.parametrize("kind", ["report", "rules", "layout", "findings"])
def test_schemas_are_printed_whole(kind: str) -> None:
    document = json.loads(run("schema", kind).stdout)
    assert document["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_rules_are_linted_tried_listed_and_explained() -> None:
    assert run("rules", "lint").returncode == 0
    assert run("rules", "test").returncode == 0
    listed = run("rules", "list").stdout
    assert "JBZC-001" in listed
    explained = run("rules", "explain", "JBZC-001").stdout
    assert "人员经费 + 公用经费 = 基本支出" in explained
    assert run("rules", "explain", "layout.missing-row").returncode == 0
    unknown = run("rules", "explain", "JBZC-00")
    assert unknown.returncode == 2
    assert "JBZC-00" in unknown.stderr


RULES = """\
规则集: 甲
规则:
- 编号: A-1
  名称: 相加
  依据: 算术
  断言: 人员经费 + 公用经费 = 基本支出
  容差: 0.05万元
  提示: 【左边】，【基本支出】。
  说明: 加起来。
  示例:
  - {人员经费: 1.00, 公用经费: 2.00, 基本支出: 3.04, 结果: 尾差}
  - 其余: 空
    结果: 一致
- 编号: A-2
  名称: 类等于款之和
  对象: 《一般公共预算财政拨款基本支出决算明细表》每个上级科目、每个金额栏
  断言: 本级 = 下级合计
  尾差上限: 0.02万元
  示例:
  - 本级: 5.07
    下级合计: [2.5, 2.5]
    结果: 不一致
  - {本级: 5.00, 下级合计: {办公费: 2.00, 电费: 3.00}, 结果: 一致}
- 编号: A-3
  名称: 分毫不差
  断言: 人员经费 = 公用经费
  精确: 是
"""


def test_an_explanation_shows_the_tolerance_the_message_and_each_example(tmp_path: Path) -> None:
    pack = tmp_path / "rules.yaml"
    pack.write_text(RULES, "utf-8")

    def explained(identity: str, *more: str) -> list[str]:
        return run("rules", "explain", identity, "--rules", pack, *more).stdout.splitlines()

    assert explained("A-1") == [
        "A-1  [错误] 相加",
        "  断言  人员经费 + 公用经费 = 基本支出",
        "  容差  0.05万元",
        "  提示  【左边】，【基本支出】。",
        "  说明  加起来。",
        "  依据  算术",
        "  示例  人员经费: 1.00、公用经费: 2.00、基本支出: 3.04 → 尾差",
        "        其余: 空 → 一致",
        f"  出处  {pack}:3",
    ]
    assert explained("A-2")[3:-1] == [
        "  尾差上限  0.02万元",
        "  示例      本级: 5.07、下级合计: [2.5, 2.5] → 不一致",
        "            本级: 5.00、下级合计: {办公费: 2.00, 电费: 3.00} → 一致",
    ]
    assert explained("A-2", "--lang", "en")[3:-1] == [
        "  rounding cap  0.02万元",
        "  examples      本级: 5.07, 下级合计: [2.5, 2.5] → violated",
        "                本级: 5.00, 下级合计: {办公费: 2.00, 电费: 3.00} → holds",
    ]
    assert explained("A-3")[1:-1] == ["  断言  人员经费 = 公用经费", "  精确  是"]


def test_the_summary_says_how_rules_on_request_are_run_and_only_of_those(tmp_path: Path) -> None:
    pack = tmp_path / "rules.yaml"

    def write_pack(group: str) -> None:
        rules = "- {编号: A-1, 断言: 人员经费 > 公用经费}\n- {编号: A-2, 断言: 人员经费 < 公用经费}\n"
        pack.write_text(f"规则集: 甲\n分组: {group}\n选查: 是\n规则:\n{rules}", "utf-8")

    def told(*arguments: str) -> list[str]:
        check, coverage = (
            [
                line
                for line in run(*command, EXAMPLE, "--rules", pack, *arguments).stdout.splitlines()
                if line.startswith(("没有运行", "switched off"))
            ]
            for command in (("check",), ("rules", "coverage"))
        )
        assert check == coverage
        return check

    write_pack("合理性")
    assert told() == ["没有运行：分组“合理性”2 条规则（--group 合理性 运行）"]
    assert told("--lang", "en") == ["switched off: group “合理性” (2 rules; run with --group 合理性)"]
    assert told("--group", "合理性") == []
    # who leaves rules out knows how to run them
    assert told("--without", " 合理性") == ["没有运行：分组“合理性”2 条规则"]
    # a name with a space in it is one word of a command only in quotes
    write_pack("较松 的")
    assert told() == ['没有运行：分组“较松 的”2 条规则（--group "较松 的" 运行）']


def test_an_id_near_none_offers_none() -> None:
    assert run("rules", "explain", "zzzz").stderr == "没有编号“zzzz”。\n"
    assert run("rules", "explain", "zzzz", "--lang", "en").stderr == "There is no id “zzzz”.\n"
    near = run("rules", "explain", "KB-01").stderr
    assert near == "没有编号“KB-01”。最接近的是“KB-001”、“KB-010”、“KB-011”。\n"
    near = run("rules", "explain", "layout.missing-rows", "--lang", "en").stderr
    assert near.startswith("There is no id “layout.missing-rows”. The nearest: “layout.missing-row”")


def test_what_was_given_is_listed_and_counted(tmp_path: Path) -> None:
    pack = tmp_path / "rules.yaml"
    pack.write_text("规则集: 甲\n规则:\n- 编号: A-1\n  名称: 大于\n  断言: 人员经费 > 公用经费\n", "utf-8")
    assert run("rules", "list", "--rules", pack).stdout == "A-1  错误    大于\n"
    assert run("rules", "list", pack).stdout == run("rules", "list", "--rules", pack).stdout
    assert run("rules", "lint", pack).stdout == "1 条规则，没有写错的地方\n"
    assert run("rules", "lint", pack, "--lang", "en").stdout == "1 rule: nothing wrong\n"
    layout = LAYOUTS / "vertical.yaml"
    assert run("rules", "lint", layout).stdout == "1 个版式，没有写错的地方\n"
    assert run("rules", "lint", layout, pack, "--lang", "en").stdout == "1 rule, 1 layout: nothing wrong\n"
    two = run("rules", "lint", layout, LAYOUTS / "classes-24.yaml", "--lang", "en").stdout
    assert two == "2 layouts: nothing wrong\n"
    rules = len(read_pack().rules)
    assert run("rules", "lint").stdout == f"{rules} 条规则、4 个版式，没有写错的地方\n"
    assert run("rules", "test", pack, "--lang", "en").stdout == "0 examples of 1 rule: as stated\n"
