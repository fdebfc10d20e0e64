"""``gouji import`` as it is called: what is written, what is said, and the exit status."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from ingested import table
from refused_documents import write_refused

from checker.cli import main

GOOD = "2021年度某局部门决算\n\n" + table("收入决算表", "合计\t\t3.00\t3.00")


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(main, ["import", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "甲.txt").write_text(GOOD, "utf-8")
    (tmp_path / "乙.md").write_text(GOOD.replace("某局", "另一局"), "utf-8")
    return tmp_path


def test_a_document_becomes_a_report_beside_it(folder: Path) -> None:
    result = run(folder / "甲.txt")
    assert result.exit_code == 0
    assert "共 1 份：转成 1 份，没能转成 0 份" in result.stdout
    assert result.stderr == ""
    report = json.loads((folder / "甲.json").read_text("utf-8"))
    assert report["entity"] == {"name": "某局"}
    checked = CliRunner().invoke(main, ["check", str(folder / "甲.json"), "--fail-on", "never"])
    assert checked.exit_code == 0


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_folder_of_documents_in_order_whatever_the_jobs(folder: Path, jobs: int) -> None:
    result = run(folder, "-o", folder / "出", "--jobs", jobs)
    assert result.exit_code == 0
    heads = [line.rpartition("：")[2] for line in result.stdout.splitlines() if "：部门决算" in line]
    assert heads == ["部门决算 2021 另一局", "部门决算 2021 某局"]
    assert sorted(path.name for path in (folder / "出").iterdir()) == ["乙.json", "甲.json"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_cannot_be_read_is_listed_and_the_others_done(folder: Path, jobs: int) -> None:
    write_refused(folder)
    result = run(folder, "-o", folder / "出", "--jobs", jobs)
    assert result.exit_code == 2
    for code in ("D203", "D206", "D207", "D209", "D210", "D211", "D217", "D218"):
        assert f"错误 {code} " in result.stderr
    assert sorted(path.name for path in (folder / "出").iterdir()) == ["乙.json", "甲.json"]
    assert "转成 2 份，没能转成" in result.stdout


def test_the_record_as_json_and_into_files(folder: Path) -> None:
    result = run(
        folder / "甲.txt", "--format", "json", "--record", folder / "记录.json", "--record", folder / "记录.txt"
    )
    data = json.loads(result.stdout)
    assert data["format"] == "gouji/import-1"
    assert data["failed"] == 0
    assert data["documents"][0]["entity"] == "某局"
    assert json.loads((folder / "记录.json").read_text("utf-8")) == data
    assert (folder / "记录.txt").read_text("utf-8").startswith(str(folder / "甲.txt"))


def test_problems_are_in_the_json_too(folder: Path) -> None:
    (folder / "空.docx").write_bytes(b"")
    data = json.loads(run(folder / "空.docx", "--format", "json").stdout)
    assert data["failed"] == 1
    assert [error["code"] for error in data["errors"]] == ["D203"]


def test_what_the_caller_knows_better(folder: Path) -> None:
    run(folder / "甲.txt", "-o", folder / "某.json", "--year", 2020, "--region", "430424", "--entity", "某县某局")
    report = json.loads((folder / "某.json").read_text("utf-8"))
    assert (report["year"], report["region"], report["entity"]["name"]) == (2020, "430424", "某县某局")


def test_wrong_use(folder: Path) -> None:
    assert run(folder, "-o", folder / "一.json").exit_code == 2
    result = run(folder / "甲.txt", "--layout", "部门决箅")
    assert result.exit_code == 2
    assert "R231" in result.stderr
    assert run().exit_code == 2


def test_english(folder: Path) -> None:
    result = run(folder / "甲.txt", "--lang", "en")
    assert "documents: 1, imported: 1, not imported: 0" in result.stdout


def test_own_layouts(folder: Path) -> None:
    (folder / "蓄水.yaml").write_text(
        "版式: 蓄水\n报表: 蓄水公开\n表:\n- {名称: 蓄水表, 名称列: 项目, 列: [水量], 行: [甲, 乙]}\n", "utf-8"
    )
    (folder / "丙.txt").write_text(
        "2021年度某站蓄水公开\n\n蓄水表\n部门：某站\n项目\t水量\n甲\t1.0\n乙\t2.0\n", "utf-8"
    )
    result = run(folder / "丙.txt", "--rules", folder / "蓄水.yaml")
    assert result.exit_code == 0, result.stderr
    assert json.loads((folder / "丙.json").read_text("utf-8"))["kind"] == "蓄水公开"


def test_help_names_the_command_and_its_limits() -> None:
    assert "import" in CliRunner().invoke(main, ["--help"]).output
    assert "200 MB" in run("--help").output
