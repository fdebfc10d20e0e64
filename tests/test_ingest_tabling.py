"""Which grid is which table, joined over page breaks; what stands in a grid besides its table."""

from collections.abc import Sequence

from ingested import HEADING, document, layout, table

from checker.ingest.cells import from_spans, from_texts, texts
from checker.ingest.documents import Document, Grid, GridCell, Origin, Paragraph
from checker.ingest.pieces import pieces_of
from checker.ingest.tabling import Printed, tables_of

LAYOUT = layout()
TOTAL, FIRST, SECOND = "合计\t\t3.00\t3.00", "201\t一般公共服务支出\t1.00\t1.00", "208\t社会保障和就业支出\t2.00\t2.00"


def read(*lines: str) -> tuple[list[Printed], list[str]]:
    tables, rest = tables_of(document(*lines).blocks, LAYOUT, "某局")
    return tables, [line.text for line in rest]


def rows(one: Printed) -> list[str]:
    return ["\t".join(texts(row)) for row in one.rows]


def test_a_table_with_what_is_said_of_it() -> None:
    (one,), rest = read("第二部分 决算表", table("收入决算表", TOTAL, FIRST), "注：甲。", "第三部分 说明", "一段文字。")
    assert one.spec is LAYOUT.tables["收入决算表"]
    assert (one.title, one.unit, one.entity, one.notes) == ("收入决算表", "万元", "某局", ["注：甲。"])
    assert one.header[0] == ("项目", "项目", "本年收入合计", "财政拨款收入")
    assert rows(one) == [TOTAL, FIRST]
    assert rest == ["第二部分 决算表", "第三部分 说明", "一段文字。"]


def test_notes_that_count_on_and_the_word_of_an_empty_table() -> None:
    (one,), rest = read(table("收入决算表", "合计\t\t\t"), "注：1. 甲。", "2. 乙。", "4. 丁。")
    assert one.notes == ["注：1. 甲。", "2. 乙。"]
    assert rest == ["4. 丁。"]
    (one,), rest = read(table("收入决算表", "合计\t\t\t"), "本单位没有收入，故本表无数据。", "下一段。")
    assert one.notes == ["本单位没有收入，故本表无数据。"]
    (one,), rest = read(table("收入决算表", TOTAL), "本单位没有收入，故本表无数据。")
    assert one.notes == []
    assert rest == ["本单位没有收入，故本表无数据。"]


def joined(*between: str) -> list[Printed]:
    return read(table("收入决算表", TOTAL, FIRST), *between)[0]


def test_parts_of_a_table_are_joined() -> None:
    for between in (
        ["", SECOND],
        ["", HEADING + SECOND],
        ["", "续表", "公开02表", HEADING + SECOND],
        ["", "收入决算表（续）", "金额单位：万元", HEADING + SECOND],
        ["", "收入决算表", HEADING + SECOND],
        ["", "续表", SECOND],
        # the number row is not printed again
        ["", "\n".join(HEADING.split("\n")[:2]), SECOND],
    ):
        (one,) = joined(*between)
        assert rows(one) == [TOTAL, FIRST, SECOND], between
        assert one.parts == 2


def test_headings_printed_again_inside_a_table_are_no_rows_of_it() -> None:
    (one,), _ = read(table("收入决算表", TOTAL, FIRST) + "\n" + HEADING + SECOND)
    assert rows(one) == [TOTAL, FIRST, SECOND]
    assert one.parts == 2


def test_what_is_another_table_is_not_joined() -> None:
    for between in (
        ["一段文字。", SECOND],
        ["", "支出决算表", HEADING + SECOND],
        ["", "水库情况表", "甲\t1\t2\t3"],
        ["", "项目\t数量\n甲\t1"],
        # the same form filled in by another
        ["", "收入决算表", HEADING + "合计\t\t4.00\t4.00"],
    ):
        tables = joined(*between)
        assert rows(tables[0]) == [TOTAL, FIRST], between
        assert len(tables) == 2


def test_a_page_that_ends_within_the_heading() -> None:
    first, *others = HEADING.split("\n")
    (one,), _ = read(f"收入决算表\n{first}", "", "\n".join(others) + TOTAL)
    assert rows(one) == [TOTAL]
    assert len(one.header) == 3


def test_blank_rows_at_a_page_break_go() -> None:
    (one,) = joined("\t\t\t", "", "\t\t\t\n" + SECOND)
    assert rows(one) == [TOTAL, FIRST, SECOND]


def test_a_row_cut_in_two_is_one_again_where_its_name_is_known() -> None:
    (one,), _ = read(table("收入决算表", TOTAL, "208\t社会保障和就\t2.00\t2.00"), "", "\t业支出\t\t\n" + FIRST)
    assert rows(one) == [TOTAL, SECOND, FIRST]
    assert one.doubts == {}


def test_a_row_that_may_be_cut_in_two_is_doubted() -> None:
    (one,), _ = read(table("收入决算表", TOTAL, "208\t社会保障和就\t2.00\t2.00"), "", "\t业支山\t\t\n" + FIRST)
    assert rows(one)[2] == "\t业支山\t\t"
    assert one.doubts == {(2, 1): "cut_row"}


def test_rows_of_another_width_come_under_their_columns() -> None:
    (one,) = joined("", "208\t社会保障和就业支出\t2.00\t2.00\t")
    assert rows(one) == [TOTAL, FIRST, SECOND]
    assert (one.parts, one.moved) == (2, 1)


def test_figures_for_which_there_is_no_column_are_kept_and_doubted() -> None:
    (one,) = joined("", "208\t社会保障和就业支出\t2.00\t2.00\t9.00")
    assert rows(one) == [TOTAL + "\t", FIRST + "\t", "208\t社会保障和就业支出\t2.00\t2.00\t9.00"]
    assert all(len(row) == 5 for row in one.header)
    assert one.doubts == {(2, c): "columns" for c in range(5)}


def test_headings_are_the_same_over_more_columns() -> None:
    wide = "项目\t\t本年收入合计\t\t财政拨款收入\n功能分类科目编码\t科目名称\t\t\t\n"
    (one,) = joined("", wide + "208\t社会保障和就业支出\t2.00\t\t2.00")
    assert rows(one) == [TOTAL, FIRST, SECOND]
    assert (one.parts, one.moved) == (2, 1)


def test_letters_and_glyphs_that_look_like_digits_are_doubted() -> None:
    (one,), _ = read(
        table("收入决算表", "合计\t\t3.O0\t3.00", "201\t一般公共服务支出\t1\ue0010\tl.00", "202\tO\tx\t1O3x")
    )
    assert one.doubts == {(0, 2): "look_alike", (1, 2): "private_use", (1, 3): "look_alike"}


def sheet(*lines: Sequence[str]) -> Grid:
    made = from_texts(lines, [Origin(sheet="Z02", line=n) for n, _ in enumerate(lines, 1)])
    return Grid(made.rows, Origin(sheet="Z02"))


def test_a_sheet_holds_title_notes_and_other_tables() -> None:
    grid = sheet(
        ("", "", "", ""),
        ("收入决算表", "", "", ""),
        ("部门：某局", "", "", "单位：万元"),
        ("功能分类科目编码", "科目名称", "本年收入合计", "财政拨款收入"),
        ("合计", "", "3.00", "3.00"),
        ("注：甲。", "", "", ""),
        ("支出决算表", "", "", ""),
        ("功能分类科目编码", "科目名称", "本年支出合计", ""),
        ("合计", "", "3.00", ""),
        ("本单位没有别的支出。", "", "", ""),
    )
    told = [
        piece.text if isinstance(piece, Paragraph) else ["|".join(texts(row)) for row in piece.rows]
        for piece in pieces_of(grid, LAYOUT, "")
    ]
    assert told == [
        "收入决算表", "部门：某局", "单位：万元",
        ["功能分类科目编码|科目名称|本年收入合计|财政拨款收入", "合计||3.00|3.00"],
        "注：甲。", "支出决算表",
        ["功能分类科目编码|科目名称|本年支出合计", "合计||3.00"],
        "本单位没有别的支出。",
    ]  # fmt: skip


def test_a_sheet_is_told_by_its_name_where_it_has_no_title() -> None:
    grid = Grid(
        sheet(("功能分类科目编码", "科目名称", "本年收入合计"), ("合计", "", "3.00")).rows, Origin(sheet="2 收入决算表")
    )
    assert tables_of([grid], LAYOUT)[0][0].spec is None
    named = Grid(grid.rows, Origin(sheet="收入决算表"))
    assert tables_of([named], LAYOUT)[0][0].spec is LAYOUT.tables["收入决算表"]


def test_the_blank_row_of_a_form_with_one_row_is_there_though_a_sheet_does_not_say_so() -> None:
    name = "一般公共预算财政拨款“三公”经费支出决算表"
    grid = Grid(
        sheet((name, "", ""), ("预算数", "", ""), ("合计", "公务接待费", "小计"), ("1", "2", "3")).rows,
        Origin(sheet="a"),
    )
    (one,), _ = tables_of([grid], LAYOUT)
    assert rows(one) == ["\t\t"]


def test_a_blank_grid_is_nothing() -> None:
    assert tables_of(Document("a", (sheet(("", "")),)).blocks, LAYOUT) == ([], [])


def test_the_title_row_of_a_table_of_words_is_no_row_of_it() -> None:
    made = from_spans(
        [
            [(0, GridCell("收入决算表", columns=3))],
            [(0, GridCell("部门：某局")), (2, GridCell("单位：万元"))],
            [(0, GridCell("功能分类科目编码")), (1, GridCell("科目名称")), (2, GridCell("本年收入合计"))],
            [(0, GridCell("合计", columns=2)), (2, GridCell("3.00"))],
            [(0, GridCell("注：甲。", columns=3))],
        ]
    )
    assert made is not None
    (one,), _ = tables_of([made], LAYOUT)
    assert (one.title, one.unit, one.entity, one.notes) == ("收入决算表", "万元", "某局", ["注：甲。"])
    assert rows(one) == ["合计\t\t3.00"]


def test_a_contents_list_set_in_columns_is_no_table() -> None:
    tables, rest = read("目录", "一、收入决算表\t3", "二、支出决算表\t4", "", table("收入决算表", TOTAL))
    assert [one.title for one in tables] == ["收入决算表"]
    assert rest == ["目录", "一、收入决算表\t3", "二、支出决算表\t4"]
