from pathlib import Path

import pytest

from checker.ingest.files import documents, targets, write_report, write_whole


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("甲.docx", "乙/丙.PDF", "乙/丙.html", "~$甲.docx", ".丁.txt", "读我.json", "图.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    return tmp_path


def names(paths: list[Path], folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in paths]


def test_a_folder_stands_for_the_documents_below_it(folder: Path) -> None:
    found, problems = documents([folder, folder / "甲.docx"])
    assert names(found, folder) == ["乙/丙.PDF", "乙/丙.html", "甲.docx"]
    assert problems == []


def test_what_is_named_is_taken_whatever_it_is(folder: Path) -> None:
    assert documents([folder / "图.png", folder / "无.doc"])[0] == [folder / "图.png", folder / "无.doc"]


def test_a_folder_without_documents_is_told(folder: Path) -> None:
    (folder / "空").mkdir()
    found, problems = documents([folder / "空"])
    assert found == []
    assert [problem.code for problem in problems] == ["D216"]


def test_results_stand_beside_their_documents_or_below_the_output(folder: Path) -> None:
    files, _ = documents([folder])
    beside = targets(files, [folder], None)
    assert names(list(beside.values()), folder) == ["乙/丙.PDF.json", "乙/丙.html.json", "甲.json"]
    below = targets(files, [folder], folder / "出")
    assert names(list(below.values()), folder) == ["出/乙/丙.PDF.json", "出/乙/丙.html.json", "出/甲.json"]
    single = [folder / "甲.docx"]
    assert targets(single, single, folder / "出")[single[0]] == folder / "出" / "甲.json"
    assert targets(single, single, folder / "某.json")[single[0]] == folder / "某.json"


def test_only_an_earlier_report_of_the_same_document_is_written_over(folder: Path) -> None:
    target = folder / "甲.json"
    assert write_report(target, '{"source": {"file": "甲.docx"}}', folder / "甲.docx") is None
    assert write_report(target, '{"source": {"file": "甲.docx"}, "year": 2}', folder / "甲.docx") is None
    for other in ('{"source": {"file": "乙.docx"}}', '{"source": "甲.docx"}', "[]", "no json", ""):
        target.write_text(other, "utf-8")
        problem = write_report(target, "{}", folder / "甲.docx")
        assert problem is not None
        assert problem.code == "D222"
        assert target.read_text("utf-8") == other


def test_a_file_is_whole_or_not_there(folder: Path) -> None:
    target = folder / "出" / "甲.json"
    assert write_whole(target, "一") is None
    assert write_whole(target, "二") is None
    assert target.read_text("utf-8") == "二"
    assert [path.name for path in target.parent.iterdir()] == ["甲.json"]
    problem = write_whole(folder / "甲.docx" / "x.json", "一")
    assert problem is not None
    assert problem.code == "D221"
