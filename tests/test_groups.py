"""Groups of rules: what a file and a rule say of them, and what becomes of a report when one is switched off."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result
from mutations import EXAMPLE, ROOT, shipped

from checker.cli import main
from checker.packs import Pack, read_pack, switched
from checker.rules import Rule, read_rules
from checker.yamlfiles import parse_yaml

FILE = """\
规则集: 甲
分组: 勾稽
规则:
- {编号: A-1, 名称: 相加, 断言: 人员经费 + 公用经费 = 基本支出}
- {编号: A-2, 名称: 人员多, 分组: 合理性, 断言: 人员经费 > 公用经费}
- {编号: A-3, 名称: 接待少, 分组: 合理性, 断言: 人员经费 < 公用经费}
"""
ENGLISH = """\
rule set: one
group: ties
rules:
- {id: B-1, assertion: 人员经费 + 公用经费 = 基本支出}
- {id: B-2, group: Plausibility, assertion: 人员经费 > 公用经费}
"""
UNGROUPED = "规则集: 乙\n规则:\n- {编号: C-1, 名称: 相加, 断言: 人员经费 + 公用经费 = 基本支出}\n"


def read(text: str) -> list[Rule]:
    file, faults = parse_yaml(text, "规则.yaml")
    rules, problems = read_rules([file], shipped().layouts)
    assert not faults
    assert not problems
    return rules


def pack(*texts: str) -> Pack:
    return Pack(shipped().layouts, [rule for text in texts for rule in read(text)], [])


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.yaml"
    path.write_text(FILE, "utf-8")
    return path


def gouji(*arguments: Any) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


# --- what is read -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        (FILE, {"A-1": "勾稽", "A-2": "合理性", "A-3": "合理性"}),
        (ENGLISH, {"B-1": "ties", "B-2": "Plausibility"}),
        (UNGROUPED, {"C-1": ""}),
    ],
)
def test_a_rule_s_own_group_stands_before_its_file_s(text: str, groups: dict[str, str]) -> None:
    assert {rule.id: rule.group for rule in read(text)} == groups


def test_a_list_of_rules_shows_the_groups_in_a_column_where_there_are_any(rules: Path, tmp_path: Path) -> None:
    assert gouji("rules", "list", rules).output.splitlines() == [
        "A-1  错误    勾稽    相加",
        "A-2  错误    合理性  人员多",
        "A-3  错误    合理性  接待少",
    ]
    rules.write_text(UNGROUPED, "utf-8")
    assert gouji("rules", "list", rules).output == "C-1  错误    相加\n"


def test_an_explanation_names_the_group(rules: Path) -> None:
    assert "  分组  合理性\n" in gouji("rules", "explain", "A-2", "--rules", rules).output
    english = gouji("rules", "explain", "A-2", "--rules", rules, "--lang", "en").output.splitlines()
    assert [line.split() for line in english if line.split()[0] == "group"] == [["group", "合理性"]]
    rules.write_text(UNGROUPED, "utf-8")
    assert "分组" not in gouji("rules", "explain", "C-1", "--rules", rules).output


# --- what is switched off ---------------------------------------------------------------------------------------------


def test_the_rules_of_a_group_are_left_out_and_named() -> None:
    left = switched(pack(FILE, UNGROUPED), ["合理性"])
    assert [rule.id for rule in left.rules] == ["A-1", "C-1"]
    assert left.switched_off == {"合理性": ("A-2", "A-3")}
    assert left.problems == []


def test_a_group_is_found_however_it_is_typed_and_once() -> None:
    left = switched(pack(ENGLISH), ["ＰＬＡＵＳＩＢＩＬＩＴＹ", " plausibility "])
    assert left.switched_off == {"Plausibility": ("B-2",)}
    assert [rule.id for rule in left.rules] == ["B-1"]


def test_a_group_on_request_runs_where_it_is_asked_for() -> None:
    whole = pack(FILE, UNGROUPED.replace("规则集: 乙\n", "规则集: 乙\n选查: 是\n"))
    assert [rule.id for rule in switched(whole).rules] == ["A-1", "A-2", "A-3"]
    # without a name of its own the group is called as the rule set
    assert switched(whole).switched_off == {"乙": ("C-1",)}
    asked = switched(whole, ["合理性"], ["乙"])
    assert [rule.id for rule in asked.rules] == ["A-1", "C-1"]
    # what is left out is left out, asked for or not
    assert switched(whole, ["乙"], ["乙"]).switched_off == {"乙": ("C-1",)}
    (problem,) = switched(whole, on=["丙"]).problems
    assert (problem.code, problem.file) == ("R232", "--group")


def test_several_groups_can_go() -> None:
    left = switched(pack(FILE), ["合理性", "勾稽"])
    assert left.rules == []
    assert left.switched_off == {"合理性": ("A-2", "A-3"), "勾稽": ("A-1",)}


def test_without_groups_the_pack_stays_as_it_is() -> None:
    whole = pack(FILE)
    assert switched(whole, []) == replace(whole, problems=[])


def test_an_unknown_group_is_a_lesson_and_leaves_every_rule_in() -> None:
    left = switched(pack(FILE), ["合理", "勾稽"])
    (problem,) = left.problems
    assert (problem.code, problem.file, problem.near) == ("R232", "--without", ("合理性",))
    assert [rule.id for rule in left.rules] == ["A-2", "A-3"]


def test_where_no_rule_has_a_group_the_lesson_says_so(rules: Path) -> None:
    rules.write_text(UNGROUPED, "utf-8")
    done = gouji("check", EXAMPLE, "--rules", rules, "--without", "合理性")
    assert done.exit_code == 2
    assert done.stderr.splitlines()[2:] == [
        "没有一条规则属于分组“合理性”。",
        "怎么改：已有的分组：没有。",
    ]
    # an option is no input that could not be read
    assert "没有读成" not in done.stdout
    assert "1 份报告，1 条规则" in done.stdout


def test_where_no_rule_could_be_read_a_group_is_no_second_lesson(rules: Path) -> None:
    rules.write_text("规则集: 甲\n规则:\n- {编号: A-1, 断言: 火星 = 1}\n", "utf-8")
    done = gouji("check", EXAMPLE, "--rules", rules, "--without", "合理性")
    assert done.exit_code == 2
    assert "R232" not in done.stderr


def test_the_summary_tells_what_was_switched_off_in_one_line(rules: Path) -> None:
    whole = gouji("check", EXAMPLE, "--rules", rules)
    assert whole.exit_code == 1
    assert "没有运行" not in whole.stdout
    done = gouji("check", EXAMPLE, "--rules", rules, "--without", "合理性")
    assert done.exit_code == 0
    assert "1 份报告，1 条规则，检查 1 处：一致 1" in done.stdout
    assert done.stdout.splitlines().count("没有运行：分组“合理性”2 条规则") == 1
    assert "A-3" not in done.stdout
    both = gouji("check", EXAMPLE, "--rules", rules, "--without", "合理性", "--without", "勾稽", "--lang", "en")
    assert "switched off: group “勾稽” (1 rule), group “合理性” (2 rules)\n" in both.stdout
    assert "nothing was checked" in both.stdout


def test_the_json_names_the_rules_and_only_where_some_were_switched_off(rules: Path) -> None:
    schema = json.loads((ROOT / "checker" / "schemas" / "findings.schema.json").read_text("utf-8"))
    done = json.loads(gouji("check", EXAMPLE, "--rules", rules, "--format", "json", "--without", "合理性").stdout)
    jsonschema.Draft7Validator(schema).validate(done)
    assert done["switched_off"] == {"合理性": ["A-2", "A-3"]}
    assert list(done["ledger"]) == ["A-1"]
    assert done["summary"]["rules"] == 1
    assert "switched_off" not in json.loads(gouji("check", EXAMPLE, "--rules", rules, "--format", "json").stdout)


def test_several_jobs_leave_the_same_rules_out(rules: Path, tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(EXAMPLE.read_text("utf-8"), "utf-8")
    options = (tmp_path, "--rules", rules, "--without", "合理性")
    assert gouji("check", *options, "--jobs", 2).stdout == gouji("check", *options).stdout


def test_coverage_is_that_of_the_rules_that_are_left(rules: Path) -> None:
    whole = gouji("rules", "coverage", EXAMPLE, "--rules", rules)
    done = gouji("rules", "coverage", EXAMPLE, "--rules", rules, "--without", "勾稽")
    assert (whole.exit_code, done.exit_code) == (0, 0)
    assert "有规则看到 3 个，没有" in whole.stdout
    assert "有规则看到 0 个，没有" in done.stdout
    assert "没有运行：分组“勾稽”1 条规则\n" in done.stdout
    assert "没有运行" not in whole.stdout
    wrong = gouji("rules", "coverage", EXAMPLE, "--rules", rules, "--without", "勾")
    assert wrong.exit_code == 2
    assert "R232" in wrong.stderr


def test_a_shipped_layout_goes_with_its_base_where_the_user_s_file_took_that_one_s_place(tmp_path: Path) -> None:
    own = (
        (ROOT / "rules" / "版式" / "部门决算.yaml")
        .read_text("utf-8")
        .replace("版式: 部门决算\n", "版式: 我的决算\n", 1)
    )
    (tmp_path / "部门决算.yaml").write_text(own, "utf-8")
    made = read_pack([tmp_path])
    assert made.problems == []
    assert [layout.name for layout in made.layouts] == ["我的决算"]
    assert {layout.name for layout in read_pack().layouts} > {"部门决算"}
