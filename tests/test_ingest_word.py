from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from checker.ingest.documents import Grid, Paragraph
from checker.ingest.word import read_word
from checker.ingest.word_lists import counted


def element(text: str) -> Any:
    name = text[1 : min(text.index(c) for c in " >/" if c in text[1:])]
    return parse_xml(text.replace(f"<{name}", f"<{name} {nsdecls('w')}", 1))


def read(document: Any, tmp_path: Path) -> list[object]:
    path = tmp_path / "a.docx"
    document.save(str(path))
    found = read_word(path)
    assert not found.remarks
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text if cell else None for cell in row] for row in block.rows]
        for block in found.blocks
    ]  # fmt: skip


def add(document: Any, text: str) -> None:
    body = document.element.body
    body.insert(len(body) - 1, element(text))


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def test_merged_cells_across_and_down(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "项目"
    table.cell(0, 2).merge(table.cell(1, 2)).text = "金额"
    for (r, c), text in {(1, 0): "编码", (1, 1): "名称", (2, 0): "201", (2, 1): "甲", (2, 2): "1.00"}.items():
        table.cell(r, c).text = text
    assert read(document, tmp_path) == [[["项目", None, "金额"], ["编码", "名称", None], ["201", "甲", "1.00"]]]


def test_rows_that_begin_late_and_irregular_merges(tmp_path: Path) -> None:
    document = docx.Document()
    wide = '<w:gridSpan w:val="2"/>'
    rows = (
        f"<w:tr>{cell('甲')}{cell('乙')}{cell('丙')}</w:tr>"
        f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("丁")}{cell("戊")}</w:tr>'
        f"<w:tr>{cell('己', wide)}{cell('庚', '<w:vMerge/>')}</w:tr>"
    )
    add(document, f"<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>")
    assert read(document, tmp_path) == [[["甲", "乙", "丙"], ["", "丁", "戊"], ["己", None, "庚"]]]


def test_what_was_deleted_or_hidden_is_not_read_and_what_was_put_in_is(tmp_path: Path) -> None:
    document = docx.Document()
    add(
        document,
        "<w:p><w:r><w:t>甲</w:t></w:r><w:del><w:r><w:delText>乙</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>丙</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>丁</w:t></w:r>"
        '<w:hyperlink><w:r><w:t>戊</w:t></w:r></w:hyperlink><w:r><w:br w:type="page"/><w:t>己</w:t></w:r></w:p>',
    )
    assert read(document, tmp_path) == ["甲丙戊己"]


def test_line_breaks_controls_and_text_boxes(tmp_path: Path) -> None:
    document = docx.Document()
    add(document, "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>")
    add(document, "<w:sdt><w:sdtContent><w:p><w:r><w:t>丙</w:t></w:r></w:p></w:sdtContent></w:sdt>")
    add(
        document,
        "<w:p><w:r><w:t>丁</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>戊</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>",
    )
    assert read(document, tmp_path) == ["甲", "乙", "丙", "丁", "戊"]


def test_symbols(tmp_path: Path) -> None:
    document = docx.Document()
    codes = "".join(f'<w:sym w:font="Wingdings" w:char="{code}"/>' for code in ("00B7", "F06C", "D800", "x", ""))
    add(document, f"<w:p><w:r><w:t>甲</w:t>{codes}</w:r></w:p>")
    assert read(document, tmp_path) == ["甲·\uf06c"]


def test_a_table_of_one_cell_is_a_frame_and_a_table_in_a_cell_is_its_text(tmp_path: Path) -> None:
    document = docx.Document()
    frame = document.add_table(1, 1)
    frame.cell(0, 0).text = "一段文字"
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "甲"
    outer.cell(0, 1).add_table(1, 1).cell(0, 0).text = "乙"
    assert read(document, tmp_path) == ["一段文字", [["甲", "乙"]]]


def test_headings_centring_and_size(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("标题", 2)
    line = document.add_paragraph()
    line.alignment = 1
    line.add_run("表名").font.size = docx.shared.Pt(16)
    path = tmp_path / "a.docx"
    document.save(str(path))
    first, second = read_word(path).blocks
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert first.level == 2
    assert (second.centred, second.size, second.level) == (True, 16, None)
    assert second.origin.paragraph == 2


def numbered(document: Any, form: str, text: str) -> Any:
    root = document.part.numbering_part.element
    root.insert(
        0,
        element(
            f'<w:abstractNum w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
            '<w:lvlText w:val="%1.%2 "/></w:lvl></w:abstractNum>'
        ),
    )
    root.append(element('<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))

    def line(said: str, level: int = 0) -> None:
        paragraph = document.add_paragraph(said)
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = 77

    return line


def test_numbers_that_word_puts_there_are_part_of_the_text(tmp_path: Path) -> None:
    document = docx.Document()
    line = numbered(document, "chineseCountingThousand", "（%1）")
    line("收入")
    line("其中", 1)
    line("其中", 1)
    line("支出")
    line("其中", 1)
    assert read(document, tmp_path) == ["（一）收入", "一.1 其中", "一.2 其中", "（二）支出", "二.1 其中"]


def test_a_style_may_hold_the_number_and_its_level(tmp_path: Path) -> None:
    document = docx.Document()
    numbered(document, "chineseCountingThousand", "%1、")
    level = next(one for one in document.part.numbering_part.element.iter("{*}lvl") if one.values()[0] == "1")
    level.insert(1, element('<w:pStyle w:val="Heading2"/>'))
    for style in ("Heading 1", "Heading 2"):
        properties = document.styles[style].element.get_or_add_pPr()
        properties.append(element('<w:numPr><w:numId w:val="77"/></w:numPr>'))
    for text, style in (("收入", 1), ("其中", 2), ("支出", 1)):
        document.add_heading(text, style)
    assert read(document, tmp_path) == ["一、收入", "一.1 其中", "二、支出"]


def test_bullets_are_no_numbers(tmp_path: Path) -> None:
    document = docx.Document()
    numbered(document, "bullet", "•")("甲")
    assert read(document, tmp_path) == ["甲"]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (1, "chineseCounting", "一"), (10, "chineseCounting", "十"), (11, "japaneseCounting", "十一"),
        (20, "chineseCountingThousand", "二十"), (35, "chineseCountingThousand", "三十五"),
        (101, "chineseCounting", "一百零一"), (110, "chineseCounting", "一百一十"), (7, "decimal", "7"),
        (7, "decimalZero", "07"), (4, "upperRoman", "IV"), (4, "lowerRoman", "iv"), (28, "lowerLetter", "bb"),
        (3, "decimalEnclosedCircle", "③"), (12, "decimalFullWidth", "１２"), (5, "unheardOf", "5"),
    ],
)  # fmt: skip
def test_formats_of_numbers(number: int, form: str, text: str) -> None:
    assert counted(number, form) == text


def test_grids_say_where_they_stand(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("甲")
    document.add_table(1, 2).cell(0, 1).text = "乙"
    path = tmp_path / "a.docx"
    document.save(str(path))
    grid = read_word(path).blocks[1]
    assert isinstance(grid, Grid)
    assert grid.rows[0][1] is not None
    assert (grid.origin.paragraph, grid.rows[0][1].origin.cell) == (2, "1,2")
