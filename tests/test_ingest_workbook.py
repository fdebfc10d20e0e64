import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from checker.ingest.documents import Grid
from checker.ingest.workbook import address, printed, read_workbook


def rows(grid: Any) -> list[list[str | None]]:
    assert isinstance(grid, Grid)
    return [[cell.text if cell else None for cell in row] for row in grid.rows]


def test_sheets_are_grids_with_merged_cells_and_addresses(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("收入")
    sheet.merge_range(1, 1, 1, 2, "项目")
    sheet.write(2, 1, "甲\n乙")
    sheet.write(2, 2, 1.5, book.add_format({"num_format": "0.00"}))
    hidden = book.add_worksheet("草稿")
    hidden.write(0, 0, "不看")
    hidden.hide()
    book.add_worksheet("空")
    book.close()
    document = read_workbook(path)
    (grid,) = document.blocks
    assert rows(grid) == [["", "", ""], ["", "项目", None], ["", "甲乙", "1.50"]]
    assert isinstance(grid, Grid)
    assert grid.origin.sheet == "收入"
    assert grid.rows[2][2] is not None
    assert (grid.rows[2][2].origin.sheet, grid.rows[2][2].origin.cell) == ("收入", "C3")


def test_formulas_are_their_values(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("一").write_formula(0, 0, "=1+2", book.add_format({"num_format": "0.00"}), 3)
    book.close()
    assert rows(read_workbook(path).blocks[0]) == [["3.00"]]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("5.0", "5.0"), (109.0, "109"), (0.1, "0.1"), (None, ""), (True, "TRUE"), (7, "7"),
        (datetime.datetime(2021, 12, 31), "2021-12-31"), (datetime.date(2021, 12, 31), "2021-12-31"),
    ],
)  # fmt: skip
def test_values_without_a_format(value: object, text: str) -> None:
    assert printed(value) == text


@pytest.mark.parametrize(
    ("place", "name"), [((0, 0), "A1"), ((1, 25), "Z2"), ((9, 26), "AA10"), ((0, 701), "ZZ1"), ((0, 702), "AAA1")]
)
def test_addresses(place: tuple[int, int], name: str) -> None:
    assert address(*place) == name
