"""The catalogue of lessons: for every problem code a file that provokes it, and the text gouji prints, in both languages.

``pytest --update`` writes the texts and the list in tests/problems/README.md anew; the change is then read line by line.
Where a case needs more than its file, CODE.args says how gouji is called.
"""

import re
import shlex
import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner
from pdf_bytes import write_refused_pdfs
from refused_documents import circumstances, write_refused

from checker.cli import main
from checker.problems import Problem, codes, lesson, near_names
from checker.render.problems import display_width, problem_json, problem_text
from checker.render.rules import explanation
from checker.reports import read_report
from checker.resources import data_folder
from checker.yamlfiles import read_yaml

FOLDER = Path(__file__).parent / "problems"
CALLS = {".yaml": "rules lint {}", ".json": "check {}"}
# a file that can only stand in a folder made for it: too big to keep, or one nobody can open
ENDLESS = ("Y103.yaml", "D103.json", "D202.docx")
# codes that come with others: what is a mistake in one place is one in another
COMPANY = {
    "D199": {"D118", "D114", "D140"},
    "R137": {"R101"},
    "Y130": {"Y156"},
    "Y147": {"Y115", "R203"},
    "D219": {"D250"},
    **{code: {"D250"} for code in ("D311", "D312", "D313", "D314", "D315")},
}
# the exit status where it is not 2: what is told of a document that became a report is no failure
STATUS = {"R222": 1, "D251": 0, "D252": 0, "D253": 0, "D254": 0}
LESSON = re.compile(r"^(?:错误|error) ([A-Z]\d{3}) ")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the cases, and the files that cannot be kept."""
    made = tmp_path_factory.mktemp("problems") / "problems"
    shutil.copytree(FOLDER, made)
    (made / "Y109.yaml").write_bytes(b"#" * 5_000_001)
    write_refused(made)
    write_refused_pdfs(made)
    for name in ENDLESS:
        (made / name).symlink_to(name)
    return made


def printed(code: str, folder: Path, lang: str) -> list[str]:
    """The lessons gouji prints for a case, one text each."""
    if code in ("D102", "Y102"):  # the command line takes a folder for the files below it
        found = read_report("D108")[1] if code == "D102" else read_yaml("R230")[1]
        return [problem_text(problem, lang) for problem in found]
    called = f"{command(code, folder)} --lang {lang}"
    with ExitStack() as stack:
        for circumstance in circumstances(code):
            stack.enter_context(circumstance)
        result = CliRunner().invoke(main, shlex.split(called))
    assert result.exit_code == STATUS.get(code, 2), result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return re.split(r"\n\n(?=(?:错误|error) [A-Z]\d{3})", result.stderr.rstrip("\n"))


def command(code: str, folder: Path) -> str:
    said = folder / f"{code}.args"
    if said.is_file():
        return said.read_text("utf-8").strip()
    suffix = next(
        suffix for suffix in CALLS if (folder / f"{code}{suffix}").is_symlink() or (folder / f"{code}{suffix}").exists()
    )
    return CALLS[suffix].format(f"{code}{suffix}")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", codes())
def test_a_lesson_reads_as_it_should(
    code: str, lang: str, folder: Path, update: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    lessons = printed(code, folder, lang)
    told = [found[1] for text in lessons if (found := LESSON.match(text))]
    assert code in told
    assert set(told) <= {code, *COMPANY.get(code, ())}
    own = [text for text in lessons if text.split()[1] == code]
    expected = FOLDER / f"{code}.{lang}.txt"
    if update:
        expected.write_text("\n\n".join(own) + "\n", "utf-8")
    assert expected.read_text("utf-8") == "\n\n".join(own) + "\n"


def test_every_file_of_the_catalogue_belongs_to_a_code() -> None:
    stems = {path.name.split(".")[0] for path in FOLDER.iterdir()} - {"README"}
    assert stems <= set(codes())


def test_a_code_stands_for_one_lesson() -> None:
    texts = [path.read_text("utf-8") for path in (data_folder("grammar") / "messages").glob("*.yaml")]
    found = [code for text in texts for code in re.findall(r"(?m)^([A-Z]\d{3}):", text)]
    assert sorted(found) == codes()


def test_the_list_of_lessons_is_current(update: bool) -> None:
    path = FOLDER / "README.md"
    head, mark = path.read_text("utf-8").partition("<!-- generated -->\n")[:2]
    lines = ["| code | 标题 | title |", "|---|---|---|"]
    for code in codes():
        titles = [lesson(Problem(code, "", values=Anything()), lang).title for lang in ("zh", "en")]
        lines.append(f"| [{code}]({code}.zh.txt) | {titles[0]} | {titles[1]} |")
    whole = head + mark + "\n".join(lines) + "\n"
    if update:
        path.write_text(whole, "utf-8")
    assert path.read_text("utf-8") == whole


class Anything(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "…"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", codes())
def test_every_code_can_be_explained(code: str, lang: str) -> None:
    text = explanation(code, [], [], lang)
    assert text is not None
    assert text.startswith(code)
    assert "{" not in text.replace("{ }", "").replace("{{", "") or code.startswith(("D", "Y"))


# --- how a lesson is laid out -----------------------------------------------------------------------------------------


def excerpt(source: str, column: int, end_column: int) -> tuple[str, str]:
    problem = Problem("R101", "甲.yaml", 7, column, end_column, source, {"word": "…"})
    lines = problem_text(problem, "zh").splitlines()
    return lines[3], lines[4]


@pytest.mark.parametrize(
    ("source", "column", "end_column"),
    [
        ("断言: 人员经废＋公用经费", 5, 9),
        ("assertion: wages + rents", 12, 17),
        ("a 人b员c 经废", 8, 10),
        ("\t断言: 经废", 6, 8),
        ("「三公」经废", 1, 7),
        ("𠘨𠘨 経e\u0301费", 4, 7),
        ("ａｂｃ 经废", 5, 7),
    ],
)
def test_the_caret_stands_under_the_characters(source: str, column: int, end_column: int) -> None:
    shown, under = excerpt(source, column, end_column)
    before = shown[: shown.index("|") + 2] + source[: column - 1].replace("\t", " ")
    marked = source[column - 1 : end_column - 1]
    assert under.index("^") == display_width(before)
    assert under.count("^") == max(1, display_width(marked))


def test_the_caret_after_the_end_of_a_line() -> None:
    shown, under = excerpt("断言: 甲＝", 7, 8)
    assert under.index("^") == display_width(shown)
    assert under.count("^") == 1


def test_a_long_line_is_cut_around_its_caret() -> None:
    shown, under = excerpt("甲" * 300 + "乙" + "丙" * 300, 301, 302)
    assert shown.count("…") == 2
    assert shown[shown.index("乙") - 1] == "甲"
    assert under.index("^") == display_width(shown[: shown.index("乙")])


def test_no_character_of_a_file_steers_the_terminal() -> None:
    problem = Problem("R101", "甲.yaml", 1, 1, 2, "\x1b[31m甲\x07\u202e", {"word": "\x1b[0m\n"})
    text = problem_text(problem, "zh")
    assert all(character == "\n" or character.isprintable() for character in text)
    assert len(text.splitlines()) == 7


def test_a_lesson_as_json() -> None:
    problem = Problem("R101", "甲.yaml", 7, 7, 11, "断言: 人员经废", {"word": "人员经废"}, ("人员经费",))
    assert problem_json(problem, "en") == {
        "code": "R101",
        "title": "unknown name",
        "message": "There is no name “人员经废”. The nearest: “人员经费”.",
        "advice": lesson(problem, "en").advice,
        "file": "甲.yaml",
        "line": 7,
        "column": 7,
        "end_column": 11,
    }


# --- the nearest name -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("公用经费用", ["公用经费"]),
        ("基本之出", ["基本支出"]),
        ("三工经费", ["“三公”经费", "工会经费"]),
        ("⼈员经废", ["人员经费"]),
        ("火星", []),
    ],
)
def test_near_names(word: str, nearest: list[str]) -> None:
    assert list(near_names(word, ["工会经费", "“三公”经费", "公用经费", "人员经费", "基本支出"], cutoff=0.7)) == nearest


def test_near_names_are_few_and_in_order() -> None:
    names = ["上年结转", "上年结转和结余", "年初结转和结余", "年末结转和结余", "本年结转和结余"]
    assert near_names("上年接转和结余", names)[0] == "上年结转和结余"
    assert len(near_names("上年接转和结余", names)) == 3
    assert near_names("结转上年", names, cutoff=0.5)[0] == "上年结转"


def test_messages_name_no_python() -> None:
    words = re.compile(r"\b(dict|str|int|float|bool|NoneType|Decimal|Traceback|Error|None|lark|token)\b")
    for code in codes():
        for lang in ("zh", "en"):
            assert not words.search(" ".join(lesson(Problem(code, "", values=Anything()), lang))), code
