import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.ingest.cells import from_spans, from_texts, one_line, owners, part, texts, trimmed
from checker.ingest.documents import Grid, GridCell, Origin


def cell(text: str, rows: int = 1, columns: int = 1) -> GridCell:
    return GridCell(text, rows=rows, columns=columns)


def made(*rows: list[tuple[int, GridCell]]) -> Grid:
    grid = from_spans(rows)
    assert grid is not None
    return grid


def test_spans_cover_the_places_they_reach() -> None:
    grid = made([(0, cell("项目", 1, 2)), (2, cell("金额", 2))], [(0, cell("编码")), (1, cell("名称"))])
    assert [texts(row) for row in grid.rows] == [["项目", "", "金额"], ["编码", "名称", ""]]
    assert grid.rows[0][1] is None
    assert grid.rows[1][2] is None
    full = owners(grid.rows)
    assert full[0][1] is full[0][0]
    assert full[1][2] is full[0][2]


def test_a_cell_whose_place_is_taken_goes_to_the_next() -> None:
    grid = made([(0, cell("甲", 2)), (0, cell("乙"))], [(0, cell("丙"))])
    assert [texts(row) for row in grid.rows] == [["甲", "乙"], ["", "丙"]]


def test_a_span_ends_with_the_grid() -> None:
    assert made([(0, cell("甲", 9))]).rows == ((cell("甲"),),)


def test_more_cells_than_allowed_are_none() -> None:
    assert from_spans([[(0, cell("甲", 1000, 1000))]]) is None
    assert from_spans([]) is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("功能分类\n科目编码", "功能分类科目编码"),
        ("1,234\n.56", "1,234.56"),
        ("general public\r\nservices", "general public services"),
        (" 合 计 \n", "合 计"),
        ("本年\u3000\n\u3000支出", "本年支出"),
    ],
)
def test_the_lines_of_a_cell_are_one(text: str, line: str) -> None:
    assert one_line(text) == line


def grid_of(*rows: str) -> Grid:
    return from_texts([row.split("|") for row in rows], [Origin(line=n) for n in range(1, len(rows) + 1)])


def test_edges_are_cut_off_as_far_as_asked() -> None:
    grid = grid_of("||", "|甲|", "||")
    assert trimmed(grid) == Grid(((GridCell("甲", Origin(line=2)),),), Origin(line=1))
    kept = trimmed(grid, columns=False, below=False)
    assert kept is not None
    assert [texts(row) for row in kept.rows] == [["", "甲", ""], ["", "", ""]]
    assert trimmed(grid_of("|", "|")) is None


def test_a_part_keeps_what_spans_into_it() -> None:
    grid = made([(0, cell("甲", 3, 2)), (2, cell("乙"))], [(2, cell("丙"))], [(2, cell("丁"))])
    below = part(grid.rows, 1, 3, 1)
    assert [texts(row) for row in below] == [["甲", "丙"], ["", "丁"]]
    assert below[0][0] is not None
    assert (below[0][0].rows, below[0][0].columns) == (2, 1)


@given(
    st.lists(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), min_size=1, max_size=4), min_size=1, max_size=4),
    st.data(),
)
def test_every_place_of_a_part_belongs_to_one_cell(sizes: list[list[tuple[int, int]]], data: st.DataObject) -> None:
    """Law: each place of a grid or a part of it is a cell's own or in its span, and spans stay inside."""
    grid = from_spans([[(0, cell("x", down, wide)) for down, wide in row] for row in sizes])
    assert grid is not None
    height, width = len(grid.rows), len(grid.rows[0])
    top = data.draw(st.integers(0, height - 1))
    left = data.draw(st.integers(0, width - 1))
    for rows in (grid.rows, part(grid.rows, top, height, left)):
        owned = [[0] * len(rows[0]) for _ in rows]
        for r, row in enumerate(rows):
            for c, one in enumerate(row):
                for down in range(one.rows if one is not None else 0):
                    for right in range(one.columns if one is not None else 0):
                        owned[r + down][c + right] += 1
        assert all(count == 1 for line in owned for count in line)
