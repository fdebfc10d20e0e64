from pathlib import Path

import pytest

from checker.ingest.documents import Grid, Origin, Paragraph
from checker.ingest.text import blocks_of, read_text


def blocks(text: str) -> list[Paragraph | Grid]:
    return list(blocks_of(text))


def rows(grid: Paragraph | Grid) -> list[list[str]]:
    assert isinstance(grid, Grid)
    return [[cell.text if cell else "" for cell in row] for row in grid.rows]


def test_lines_are_paragraphs_with_their_line() -> None:
    assert blocks("一、甲\n\n  乙。\r\n丙") == [
        Paragraph("一、甲", Origin(line=1)),
        Paragraph("乙。", Origin(line=3)),
        Paragraph("丙", Origin(line=4)),
    ]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("- 一、部门职责", "一、部门职责"),
        ("● 甲", "甲"),
        ("- 4 -", "- 4 -"),
        ("-5.00", "-5.00"),
        ("[附件.xls](#)", "附件.xls"),
        ("![图](a.png)", "图"),
        ("**收入**合计", "收入合计"),
        ("a__b__c", "abc"),
        ("5*3**2", "5*3**2"),
    ],
)
def test_signs_of_markdown_are_taken_off(line: str, text: str) -> None:
    assert [block.text for block in blocks(line) if isinstance(block, Paragraph)] == [text]


def test_headings_of_markdown_have_a_level() -> None:
    assert blocks("## 二、收入 ##") == [Paragraph("二、收入", Origin(line=1), level=2)]


def test_lines_with_tabs_are_one_grid_until_a_blank_line() -> None:
    first, second = blocks("项目\t金额\n甲\t1.00\n\n乙\t2.00\n丙\t\n")
    assert rows(first) == [["项目", "金额"], ["甲", "1.00"]]
    assert rows(second) == [["乙", "2.00"], ["丙", ""]]
    assert isinstance(second, Grid)
    assert second.rows[1][0] is not None
    assert second.rows[1][0].origin == Origin(line=5)


def test_short_rows_are_filled_up_and_blank_rows_kept() -> None:
    (grid,) = blocks("项目\t金额\t备注\n\t\t\n甲\t1.00\n")
    assert rows(grid) == [["项目", "金额", "备注"], ["", "", ""], ["甲", "1.00", ""]]


def test_a_line_set_off_by_a_tab_is_no_grid_but_a_row_cut_off_by_a_page_is() -> None:
    assert blocks("\t公开01表") == [Paragraph("公开01表", Origin(line=1))]
    *_, last = blocks("编码\t名称\n208\t社会保障和就\n\n\t业支出\n")
    assert rows(last) == [["", "业支出"]]


def test_tables_of_markdown() -> None:
    (grid,) = blocks("| 项目 | 金额 |\n|:---|---:|\n| 甲\\|乙 | 1.00 |\n")
    assert rows(grid) == [["项目", "金额"], ["甲|乙", "1.00"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("收入支出决算总表\n金额单位：万元\n".encode(encoding))
    document = read_text(path)
    assert document.file == str(path)
    assert document.blocks == (
        Paragraph("收入支出决算总表", Origin(line=1)),
        Paragraph("金额单位：万元", Origin(line=2)),
    )


def test_more_cells_than_any_table_has_are_refused() -> None:
    with pytest.raises(ValueError, match="cells"):
        blocks("\t" * 2000 + "a\n" + "a\tb\n" * 2000)
