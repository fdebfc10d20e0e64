"""Printed tables seen through their layout: what is renamed, dropped, repeated or written otherwise is said, and accuses
nobody of anything else. The laws range over every row, heading and table of the example report."""

import copy
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from mutations import (
    FORM,
    Value,
    checked,
    every_heading,
    every_label,
    every_row,
    example,
    findings,
    new,
    put,
    report_of,
    shipped,
    violated,
)

from checker.binding import bind
from checker.facts import Fact, Reason
from checker.tables import BoundTable

DETAIL = "一般公共预算财政拨款基本支出决算明细表"
PRINTED = re.compile(r"\d+\.\d\d")
NUMBERS = {0: "收入支出决算总表", 1: "收入决算表", 2: "支出决算表", 4: "一般公共预算财政拨款支出决算表"}


def bound_table(value: Value, name: str) -> BoundTable:
    (layout,) = (layout for layout in shipped().layouts if layout.name == "部门决算")
    return bind(report_of(value), layout).tables[name]


def small(rows: list[list[str]], **more: object) -> Value:
    """A report of nothing but one 支出决算表."""
    header = ["功能分类科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"]
    header += ["上缴上级支出", "经营支出", "对附属单位补助支出"]
    cells = [[*row, *[""] * (8 - len(row))] for row in rows]
    table = {"title": "支出决算表", "unit": "万元", "header": [header], "rows": cells, **more}
    return {
        "format": "gouji/report-1",
        "kind": "部门决算",
        "year": 2021,
        "entity": {"name": "某单位"},
        "tables": [table],
    }


def remarks(value: Value) -> list[tuple[str, dict[str, str]]]:
    return [(f.remark.rule, f.remark.values) for f in checked(value).findings if f.remark is not None]


WITHOUT_PARTNER = {"ZC-026", "ZC-029"}

# --- laws over the example --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("table", "row"), list(every_row())[::2])
def test_a_dropped_row_is_said_and_accuses_only_the_sum_it_is_missing_from(table: int, row: int) -> None:
    value = example()
    cells = value["tables"][table]["rows"].pop(row)
    found = new(value)
    assert found
    accused = violated(found)
    if table == 6:
        # the only row of a table: without it the table is empty, and nothing says why
        assert accused == [("KB-001", "《一般公共预算财政拨款“三公”经费支出决算表》")]
    elif len(cells[0]) == 7 and any(
        len(r[0]) == 7 and r[0][:5] == cells[0][:5] for r in value["tables"][table]["rows"]
    ):
        assert {rule for rule, _ in accused} - WITHOUT_PARTNER == {"ZC-011"}
        sums = [scope for rule, scope in accused if rule == "ZC-011"]
        assert all(scope.startswith(f"《{NUMBERS[table]}》 {cells[0][:5]} ") for scope in sums)
    else:
        assert {rule for rule, _ in accused} <= WITHOUT_PARTNER
    # the item is still in the other of the two tables of income and spending, which is asked about it
    partner = {1: "支出决算表", 2: "收入决算表"}.get(table, "")
    assert [scope for rule, scope in accused if rule in WITHOUT_PARTNER] in (
        [], [f"《{partner}》 {cells[0]} {cells[1]}"],
    )  # fmt: skip


@pytest.mark.parametrize(("table", "row", "column", "label"), list(every_label())[::3])
def test_a_renamed_row_is_said_and_accuses_nobody_but_its_list_in_the_prose(
    table: int, row: int, column: int, label: str
) -> None:
    found = new(put(example(), table, row, column, "甲乙丙"))
    assert found
    assert {rule for rule, _ in violated(found)} <= ({"WZ-013", "WZ-014"} if table == 5 else set())


@pytest.mark.parametrize(("table", "row"), list(every_row())[::3])
def test_a_repeated_row_is_said_and_adds_up_to_no_accusation(table: int, row: int) -> None:
    value = example()
    rows = value["tables"][table]["rows"]
    rows.insert(row, list(rows[row]))
    found = new(value)
    assert found
    assert violated(found) == []
    assert any(
        f["rule"] in ("layout.repeated-row", "layout.line-numbers") or f["verdict"] == "undecidable" for f in found
    )


def names_the_column(table: int, row: int, heading: str) -> bool:
    """Whether a heading cell is the lowest over its column, numbers aside."""
    header = [cells for cells in example()["tables"][table]["header"] if not cells[-1].isdigit()]
    return row == len(header) - 1 and heading in header[row]


@pytest.mark.parametrize(("table", "row", "heading"), list(every_heading())[::2])
def test_a_renamed_heading_accuses_nobody_and_is_said_where_it_names_the_column(
    table: int, row: int, heading: str
) -> None:
    value = example()
    for cells in value["tables"][table]["header"][: row + 1]:
        cells[:] = ["甲乙丙" if cell == heading else cell for cell in cells]
    found = new(value)
    assert violated(found) == []
    if names_the_column(table, row, heading):
        assert {"layout.unknown-column", "layout.missing-column"} & {f["rule"] for f in found}


@pytest.mark.parametrize("table", range(9))
@pytest.mark.parametrize("change", ["drop", "repeat"])
def test_a_dropped_or_repeated_column_accuses_nobody(table: int, change: str) -> None:
    for column in range(len(example()["tables"][table]["header"][0])):
        value = example()
        for cells in (*value["tables"][table]["header"], *value["tables"][table]["rows"]):
            if change == "drop":
                cells.pop(column)
            else:
                cells.insert(column, cells[column])
        assert violated(new(value)) == [], column


@pytest.mark.parametrize("table", range(9))
def test_a_dropped_heading_row_accuses_nobody(table: int) -> None:
    for row in range(len(example()["tables"][table]["header"])):
        value = example()
        value["tables"][table]["header"].pop(row)
        assert violated(new(value)) == [], row


@pytest.mark.parametrize("table", range(9))
@pytest.mark.parametrize("change", ["drop", "rename"])
def test_a_table_that_is_dropped_or_renamed_is_said_once_as_missing(table: int, change: str) -> None:
    value = example()
    name = value["tables"][table]["title"]
    if change == "drop":
        value["tables"].pop(table)
    else:
        value["tables"][table]["title"] = "甲乙丙"
    found = new(value)
    assert [f["message"] for f in found if f["rule"] == "layout.missing-table"] == [f"报告里没有《{name}》。"]
    assert {rule for rule, _ in violated(found)} == {"KB-003", "JG-002"}
    if change == "rename":
        assert [f["message"] for f in found if f["rule"] == "layout.unknown-table"] == [
            "版式里没有《甲乙丙》这张表，没有检查它。"
        ]


@pytest.mark.parametrize("table", range(9))
def test_a_repeated_table_is_said_and_the_first_one_holds(table: int) -> None:
    value = example()
    value["tables"].insert(table + 1, copy.deepcopy(value["tables"][table]))
    found = [f for f in new(value) if f["rule"] not in FORM]
    assert [f["rule"] for f in found] == ["layout.repeated-table"]
    assert found[0]["message"].endswith("不止一张，只检查了第一张。")


@pytest.mark.parametrize("table", range(9))
def test_a_table_without_heading_is_not_taken_for_empty(table: int) -> None:
    value = example()
    value["tables"][table]["header"] = []
    accused = violated(new(value))
    assert accused == []


@pytest.mark.parametrize("table", range(8))
def test_an_unknown_unit_is_said_and_nothing_is_compared_with_it(table: int) -> None:
    value = example()
    value["tables"][table]["unit"] = "美元"
    found = new(value)
    assert any(f["rule"] == "layout.unknown-unit" for f in found)
    assert violated(found) == []


# --- the same report written otherwise --------------------------------------------------------------------------------


def each_cell(change: Callable[[str], str]) -> Value:
    value = example()
    for table in value["tables"]:
        table["rows"] = [[change(cell) for cell in cells] for cells in table["rows"]]
    return value


def in_unit(unit: str, factor: str, decimals: int) -> Value:
    """The tables restated in another money unit; the prose stays as it is."""
    value = each_cell(
        lambda cell: f"{Decimal(cell) * Decimal(factor):.{decimals}f}" if PRINTED.fullmatch(cell) else cell
    )
    value["decimals"] = decimals
    for table in value["tables"]:
        table["unit"] = unit
    return value


def without_numbers() -> Value:
    value = example()
    for table in value["tables"]:
        table["header"] = [cells for cells in table["header"] if not all(c.isdigit() or c == "栏次" for c in cells)]
    return value


def without_lines() -> Value:
    value = example()
    for table in value["tables"]:
        dropped = [i for i in range(len(table["header"][0])) if any(cells[i] == "行次" for cells in table["header"])]
        for cells in (*table["header"], *table["rows"]):
            for index in reversed(dropped):
                cells.pop(index)
    return value


def with_total_last() -> Value:
    value = example()
    for table in value["tables"]:
        if table["rows"][0][0] == "合计":
            table["rows"].append(table["rows"].pop(0))
    return value


def with_flat_headings() -> Value:
    value = without_numbers()
    for number, table in enumerate(value["tables"]):
        header = table["header"]
        # where the lowest headings alone would not tell columns apart, one cell says all of them
        joined = ["".join(dict.fromkeys(cells[i] for cells in header)) for i in range(len(header[0]))]
        table["header"] = [joined if number == 6 else [*header[-1][:2], *joined[2:]] if number == 7 else header[-1]]
    return value


def with_three_code_columns(style: str) -> Value:
    value = example()
    for table in value["tables"]:
        if table["header"][1][0] != "功能分类科目编码":
            continue
        for cells in table["header"]:
            cells[0:1] = [cells[0]] * 3
        if style == "headed":
            table["header"].append(["类", "款", "项", *[""] * (len(table["header"][0]) - 3)])
        for cells in table["rows"]:
            code = cells[0]
            if not code.isdigit():
                cells[0:1] = [code, "", ""]
            elif style == "cumulative":
                cells[0:1] = [code if len(code) == length else "" for length in (3, 5, 7)]
            else:
                cells[0:1] = [code[:3], code[3:5], code[5:7]]
    return value


def with_json_numbers() -> Value:
    value = example()
    for table in value["tables"]:
        table["rows"] = [[float(c) if PRINTED.fullmatch(c) else c for c in cells] for cells in table["rows"]]
    return value


def shuffled() -> Value:
    value = example()
    value["tables"].reverse()
    return value


def with_numbers_of_another_province() -> Value:
    value = example()
    for table in value["tables"]:
        table["id"] = "公开99表"
    return value


RADICALS = str.maketrans("人金支一工用车行", "⼈⾦⽀⼀⼯⽤⻋⾏")
WIDE = str.maketrans({**{str(d): chr(0xFF10 + d) for d in range(10)}, ".": "．"})
OTHERWISE: dict[str, Callable[[], Value]] = {
    "dashes for blanks": lambda: each_cell(lambda cell: cell or "—"),
    "hyphens for blanks": lambda: each_cell(lambda cell: cell or "-"),
    "full-width digits": lambda: each_cell(lambda cell: cell.translate(WIDE)),
    "blanks inside words and around figures": lambda: each_cell(
        lambda cell: f" {cell} " if PRINTED.fullmatch(cell) else " ".join(cell)
    ),
    "radicals from a PDF font": lambda: each_cell(lambda cell: cell.translate(RADICALS)),
    "tables in another order": shuffled,
    "numbers of another province": with_numbers_of_another_province,
    "no 栏次": without_numbers,
    "no 行次": without_lines,
    "合计 last": with_total_last,
    "flat headings": with_flat_headings,
    "codes in three columns": lambda: with_three_code_columns("parts"),
    "codes in three headed columns": lambda: with_three_code_columns("headed"),
    "codes in three cumulative columns": lambda: with_three_code_columns("cumulative"),
    "JSON numbers": with_json_numbers,
    "zeros dropped": lambda: each_cell(lambda c: c.rstrip("0").rstrip(".") if PRINTED.fullmatch(c) else c),
    "亿元": lambda: in_unit("亿元", "0.0001", 6),
    "百万元": lambda: in_unit("百万元", "0.01", 4),
    "千元": lambda: in_unit("千元", "10", 1),
}


@pytest.mark.parametrize("how", OTHERWISE)
def test_the_same_report_written_otherwise_gives_the_same_verdicts(how: str) -> None:
    before, after = findings(example()), findings(OTHERWISE[how]())

    def of(document: Value) -> dict[str, tuple[str, str]]:
        return {f["id"]: (f["verdict"], f["severity"]) for f in document["findings"] if f["rule"] not in FORM}

    assert of(after) == of(before)
    # no 行次, nothing to say of it; how many decimals there may be hangs on the unit
    of_the_writing = FORM | {"WZ-099"}
    ledgers = [
        {r: {v: n for v, n in entry.items() if v != "reasons"} for r, entry in found["ledger"].items()}
        for found in (before, after)
    ]
    for ledger in ledgers:
        for rule in of_the_writing:
            del ledger[rule]
    assert ledgers[0] == ledgers[1]


def test_in_yuan_to_the_cent_nothing_is_rounded_so_a_rounding_difference_is_none() -> None:
    document = findings(in_unit("元", "10000", 2))
    changed = {f["rule"]: f["verdict"] for f in document["findings"] if f["rule"] in ("JBZC-002", "WZ-005", "WZ-016")}
    assert changed == {"JBZC-002": "violated", "WZ-005": "rounding", "WZ-016": "violated"}
    (wrong,) = (f for f in document["findings"] if f["rule"] == "JBZC-002")
    assert (wrong["left"], wrong["right"], wrong["unit"]) == ("50600.00", "50500.00", "元")
    # prose in 万元 meets tables in 元 without a special case
    entry = document["ledger"]
    assert entry["WZ-001"] == entry["WZ-002"] == {"holds": 1}
    assert entry["WZ-011"] == {"holds": 4}


# --- what a cell says -------------------------------------------------------------------------------------------------


def test_a_spanning_total_takes_its_amount_from_the_last_block_and_keeps_its_place() -> None:
    table = bound_table(example(), DETAIL)
    (row,) = table.by_path["公用经费合计",]
    fact = table.fact(row, ("决算数",))
    assert isinstance(fact, Fact)
    assert fact.printed == "5.06"
    assert fact.place.pointer == "/tables/5/rows/28/8"


def test_a_total_whose_label_stands_in_an_amount_column_is_still_that_total() -> None:
    value = example()
    cells = value["tables"][5]["rows"][-1]
    cells[3], cells[5] = "", cells[3]
    assert new(value) == []


def test_a_spanning_label_whose_last_column_is_lost_has_no_amount_rather_than_none() -> None:
    value = example()
    for cells in (*value["tables"][5]["header"], *value["tables"][5]["rows"]):
        cells.pop(8)
    table = bound_table(value, DETAIL)
    (row,) = table.by_path["公用经费合计",]
    fact = table.fact(row, ("决算数",))
    assert isinstance(fact, Reason)
    assert fact.code == "column_missing"


def test_blank_is_zero_without_width_and_printed_zero_has_width() -> None:
    table = bound_table(small([["合计", "", "0.00", "", ""]], decimals=2), "支出决算表")
    zero, blank = (table.fact(table.rows[0], (name,)) for name in ("本年支出合计", "基本支出"))
    assert isinstance(zero, Fact)
    assert isinstance(blank, Fact)
    assert (zero.value, zero.half, zero.blank) == (0, 50, False)
    assert (blank.value, blank.half, blank.blank) == (0, 0, True)


def test_precision_is_declared_or_the_most_the_table_prints() -> None:
    rows = [["合计", "", "1200", "1200.5", "0.25"]]
    assert bound_table(small(rows), "支出决算表").decimals == 2
    assert bound_table(small(rows, decimals=1), "支出决算表").decimals == 1
    value = small(rows)
    value["decimals"] = 4
    assert bound_table(value, "支出决算表").decimals == 4


def test_digits_beyond_the_declared_are_a_notice_and_block_nothing() -> None:
    value = small([["合计", "", "12.505", "12.505"]], decimals=2)
    found = [f for f in findings(value)["findings"] if f["rule"] == "layout.extra-digits"]
    assert [(f["severity"], f["message"]) for f in found] == [
        ("notice", "《支出决算表》的“12.505”小数位多于声明的 2 位。")
    ]
    assert findings(value)["ledger"]["ZC-010"] == {"holds": 1}


def test_words_in_an_amount_column_are_said_and_make_the_row_undecidable() -> None:
    value = small([["合计", "", "12.50", "12,50", ""]])
    document = findings(value)
    assert [f["message"] for f in document["findings"] if f["rule"] == "layout.unreadable"] == [
        "《支出决算表》“合计”的“12,50”不是数字。"
    ]
    assert document["ledger"]["ZC-010"]["undecidable"] == 1


def test_a_doubt_of_the_importer_goes_with_the_fact() -> None:
    value = small([["合计", "", "12.50", "12.50"]], cells={"0,2": {"doubt": "模糊"}})
    table = bound_table(value, "支出决算表")
    fact = table.fact(table.rows[0], ("本年支出合计",))
    assert isinstance(fact, Fact)
    assert fact.doubt == "模糊"


def test_figures_outside_known_rows_and_columns_are_listed() -> None:
    value = small([["合计", "", "1.00"], ["小计", "", "2.00"], ["", "", "3.00"]])
    table = bound_table(value, "支出决算表")
    assert [(place.pointer, text) for place, text in table.loose()] == [
        ("/tables/0/rows/1/2", "2.00"),
        ("/tables/0/rows/2/2", "3.00"),
    ]
    assert ("layout.unlabelled", {"table": "支出决算表", "text": "3.00"}) in remarks(value)
