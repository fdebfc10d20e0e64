"""Whole runs, from a report to all that is printed: the example, and copies of it with a few small edits.

``pytest tests/test_golden.py --update`` writes the expected files anew; the change is then read line by line.
"""

from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.cli import main

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden"
EXAMPLE = ROOT / "examples" / "hengdong-2021" / "report.json"
LAYOUTS = ROOT / "tests" / "layouts"
# case → exit status
CASES = {
    "example": 1,
    "broken-sum": 1,
    "missing-table-and-row": 1,
    "clean": 0,
    "wrong-figures": 1,
    "missing-parts": 1,
    "doubts-and-units": 1,
    "shanghai": 0,
    "english": 0,
}
# reports that are kept elsewhere, with the rules they are checked by
ARGUMENTS = {
    "example": [EXAMPLE],
    "shanghai": [LAYOUTS / "shanghai" / "report.json"],
    "english": [LAYOUTS / "english" / "report.json", "--rules", LAYOUTS / "english"],
}
FORMS = {
    "findings.zh.txt": ("--lang", "zh"),
    "findings.en.txt": ("--lang", "en"),
    "findings.json": ("--format", "json"),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", CASES)
def test_a_whole_run_prints_what_was_read_and_found_right(
    case: str, form: str, update: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    given = ARGUMENTS.get(case, [GOLDEN / case / "report.json"])
    arguments = [part.relative_to(ROOT).as_posix() if isinstance(part, Path) else part for part in given]
    result = CliRunner().invoke(main, ["check", *arguments, *FORMS[form]])
    assert (result.stderr, result.exit_code) == ("", CASES[case])
    expected = GOLDEN / case / form
    if update:
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(result.stdout, "utf-8", newline="\n")
    assert result.stdout == expected.read_text("utf-8")


def test_every_case_that_is_kept_is_run() -> None:
    assert {folder.name for folder in GOLDEN.iterdir() if folder.is_dir()} == set(CASES)
