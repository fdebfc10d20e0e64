"""The pre-commit hooks, for real: the README's configuration in another repository, with commits and a push."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from pages import README, blocks

pytestmark = pytest.mark.installs
BAD = (Path(__file__).parent.parent / "examples" / "hengdong-2021" / "report.json").read_text("utf-8")
# the same report without the template's instruction, the only error in it
GOOD = BAD.replace("报告框架可参考", "报告框架见").replace("至少将", "应将")
RULE = next(block.text for block in blocks(README) if "断言" in block.text)


@dataclass(frozen=True)
class Repository:
    """A repository of reports and rules."""

    folder: Path
    environment: dict[str, str]

    def git(self, *arguments: str) -> tuple[bool, str]:
        """Whether git did it, and all that it and the hooks said."""
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        return done.returncode == 0, done.stdout

    def commit(self, files: dict[str, str], *options: str) -> tuple[bool, str]:
        """Writes files and commits them alone."""
        self.git("reset", "-q")
        for name, text in files.items():
            (self.folder / name).parent.mkdir(exist_ok=True)
            (self.folder / name).write_text(text, "utf-8")
        self.git("add", *files)
        return self.git("commit", "-m", "files", *options)


@pytest.fixture(scope="module")
def hook_environment(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """pre-commit keeps what it installs away from the user's, and installs it once for all tests here."""
    return {**environment, "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit"))}


@pytest.fixture
def data(repository: Path, hook_environment: dict[str, str], tmp_path: Path) -> Repository:
    """A repository with the README's configuration, this repository in the place of its address, and a remote."""
    data = Repository(tmp_path / "data", hook_environment)
    remote = tmp_path / "remote.git"
    for options, folder in ((["--bare"], remote), (["-b", "main"], data.folder)):
        subprocess.run(["git", "init", "-q", *options, str(folder)], env=hook_environment, check=True)
    assert data.git("remote", "add", "origin", str(remote))[0]
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=repository, check=True, capture_output=True, text=True)
    (shown,) = [block.text for block in blocks(README) if "hooks:" in block.text]
    placed = re.sub(r"(?<=repo: ).*", str(repository), shown)
    placed = re.sub(r"(?<=rev: ).*", commit.stdout.strip(), placed)
    assert data.commit({".pre-commit-config.yaml": placed})[0]
    manifest = str(repository / ".pre-commit-hooks.yaml")
    for arguments in (["validate-manifest", manifest], ["install", "-t", "pre-commit", "-t", "pre-push"]):
        command = [sys.executable, "-m", "pre_commit", *arguments]
        subprocess.run(command, cwd=data.folder, env=hook_environment, check=True)
    return data


def ended(said: str) -> dict[str, str]:
    """How each hook ended, by its name."""
    return dict(re.findall(r"^(gouji [^.]*?)\.{3,}(?:\(no files to check\))?(Passed|Failed|Skipped)$", said, re.M))


EACH, SET, RULES = "gouji check (each report)", "gouji check (the whole set)", "gouji rules test (lint and test)"


def test_a_bad_report_is_refused_and_its_finding_shown_a_good_one_is_taken(data: Repository) -> None:
    done, said = data.commit({"data/甲局.json": BAD})
    assert not done
    assert ended(said) == {EACH: "Failed", RULES: "Skipped"}
    assert "✗ 不一致 [错误] JG-003 正文没有残留范本的填写说明" in said
    assert "data/甲局.json:407:1340 " in said
    assert data.git("log", "--oneline")[1].count("\n") == 1

    done, said = data.commit({"data/甲局.json": GOOD})
    assert done, said
    assert ended(said) == {EACH: "Passed", RULES: "Skipped"}


def test_a_report_that_cannot_be_read_is_refused_with_the_reason(data: Repository) -> None:
    done, said = data.commit({"data/甲局.json": GOOD.replace('"tables"', '"tabels"', 1)})
    assert not done
    assert "“tables”" in said
    assert "Traceback" not in said


def test_only_the_reports_of_the_commit_are_checked(data: Repository) -> None:
    assert data.commit({"data/甲局.json": BAD}, "--no-verify")[0]
    done, said = data.commit({"data/乙局.json": GOOD})
    assert done, said
    assert ended(said)[EACH] == "Passed"


def test_files_that_are_neither_reports_nor_rules_are_left_alone(data: Repository) -> None:
    other = {
        "package.json": "{}",
        "data/说明.md": "无",
        "data/表.yaml": "无: 无",
        "rules/说明.md": "无",
        "ci.yaml": "无: 无",
    }
    done, said = data.commit(other)
    assert done, said
    assert ended(said) == {EACH: "Skipped", RULES: "Skipped"}


def test_a_rule_with_a_mistake_or_a_wrong_example_is_refused_a_sound_one_is_taken(data: Repository) -> None:
    mistaken = RULE.replace("断言: 决算数·公务接待费", "断言: 决算数·公务招待费")
    done, said = data.commit({"rules/本县.yml": mistaken})
    assert not done
    assert ended(said) == {EACH: "Skipped", RULES: "Failed"}
    assert "rules/本县.yml:9:" in said
    assert "最接近的是“决算数·公务接待费”" in said

    wrong = RULE.replace("结果: 一致", "结果: 不一致")
    done, said = data.commit({"rules/本县.yml": wrong})
    assert not done
    assert "rules/本县.yml:12:" in said

    done, said = data.commit({"rules/本县.yml": RULE})
    assert done, said
    assert ended(said) == {EACH: "Skipped", RULES: "Passed"}


def test_the_whole_set_is_checked_once_before_a_push(data: Repository) -> None:
    assert data.commit({"data/甲局.json": BAD, "data/乙局.json": GOOD}, "--no-verify")[0]
    done, said = data.git("push", "-q", "origin", "main")
    assert not done
    assert ended(said)[SET] == "Failed"
    # the hook for single files runs before a push too; the set is one call over both reports
    own = said[said.index(SET) :]
    assert re.findall(r"^(\d) 份报告", own, re.M) == ["2"]
    assert "JG-003" in own

    assert data.commit({"data/甲局.json": GOOD})[0]
    done, said = data.git("push", "-q", "origin", "main")
    assert done, said
    assert ended(said)[SET] == "Passed"
