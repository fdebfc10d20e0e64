"""The generator of reports: its accounts balance, its prints fit, and a clean report is accused of nothing."""

import copy
import json
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import generator
import jsonschema
import pytest
from generator import BUDGETS, CAPITAL, FUND, GENERAL, OWN, Style, generate, keep_accounts
from mutations import ROOT, checked, example
from planting import KINDS, NoPlace, Planted, plant

Value = dict[str, Any]
ZERO = Decimal(0)

SCHEMA = json.loads((ROOT / "checker" / "schemas" / "report.schema.json").read_text("utf-8"))


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", "")) if text not in ("", "—") else ZERO


class Book:
    """The figures of a report in 元, by table, row and place in the row; nothing of the checker reads them."""

    def __init__(self, report: Value):
        self.tables = {table["id"][2:4]: table["rows"] for table in report["tables"]}

    def coded(self, table: str) -> dict[str, list[Decimal]]:
        return {row[0]: [number(cell) for cell in row[2:]] for row in self.tables[table]}

    def economic(self) -> dict[str, Decimal]:
        rows = self.tables["06"]
        return {row[c]: number(row[c + 2]) for row in rows[:-1] for c in (0, 3, 6) if row[c]}

    def people(self) -> tuple[Decimal, Decimal]:
        return number(self.tables["06"][-1][2]), number(self.tables["06"][-1][8])

    def left(self, table: str) -> list[tuple[str, Decimal]]:
        return [(row[0].partition("、")[2] or row[0], number(row[2])) for row in self.tables[table]]

    def right(self, table: str) -> list[tuple[str, list[Decimal]]]:
        return [(row[3].partition("、")[2] or row[3], [number(cell) for cell in row[5:]]) for row in self.tables[table]]


def summed(rows: list[list[Decimal]]) -> list[Decimal]:
    return [sum(column, ZERO) for column in zip(*rows, strict=True)]


SEEDS = range(36)


@pytest.fixture(scope="module")
def books() -> list[Book]:
    return [Book(generate(seed, unit="元", year=2021, aliases=False)) for seed in SEEDS]


def test_what_comes_in_goes_out_or_stays() -> None:
    for seed in SEEDS:
        accounts = keep_accounts(seed, 1 + seed, BUDGETS)
        for budget in BUDGETS:
            for flow in accounts.flows[budget].values():
                amounts = [
                    flow.opening,
                    *flow.income.values(),
                    flow.used,
                    *flow.spending.values(),
                    flow.allotted,
                    flow.closing,
                ]
                assert min(amounts) >= 0
                assert flow.opening + flow.received + flow.used == flow.spent + flow.allotted + flow.closing
                assert budget == OWN or not (flow.used or flow.allotted)


def test_rows_add_up_across(books: list[Book]) -> None:
    for book in books:
        for first, *parts in [*book.coded("02").values(), *book.coded("03").values()]:
            assert first == sum(parts)
        for first, basic, project in [*book.coded("05").values(), *book.coded("09").values()]:
            assert first == basic + project
        for opening, income, spent, basic, project, closing in book.coded("08").values():
            assert spent == basic + project
            assert opening + income - spent == closing
        for _, (total, *budgets) in book.right("04"):
            assert total == sum(budgets)


def test_levels_add_up(books: list[Book]) -> None:
    for book in books:
        for table in ("02", "03", "05", "08", "09"):
            rows = book.coded(table)
            nothing = [ZERO] * len(rows["合计"])
            for code, amounts in rows.items():
                own = "" if code == "合计" else code
                below = [a for c, a in rows.items() if len(c) == (len(own) + 2 if own else 3) and c.startswith(own)]
                assert len(own) == 7 or amounts == summed([nothing, *below]), (table, code)
        economic = book.economic()
        for code in economic:
            if len(code) == 3:
                assert economic[code] == sum(v for c, v in economic.items() if len(c) == 5 and c.startswith(code))
        people, public = book.people()
        assert people == economic["301"] + economic["303"]
        assert public == economic["302"] + economic["307"] + economic["310"] + economic["399"]


def test_parents_come_first_and_codes_rise(books: list[Book]) -> None:
    for book in books:
        for table in ("02", "03", "05", "08", "09"):
            codes = [row[0] for row in book.tables[table] if row[0] != "合计"]
            assert codes == sorted(set(codes))
            assert all(len(code) == 3 or code[:-2] in codes for code in codes)
            assert all(len(code) == 7 or any(c.startswith(code) and len(c) == 7 for c in codes) for code in codes)


def test_the_summaries_add_up_and_balance(books: list[Book]) -> None:
    for book in books:
        left, right = book.left("01"), [(name, amounts[0]) for name, amounts in book.right("01")]
        *parts, received, used, opening, _, total = [amount for _, amount in left]
        assert received == sum(parts)
        assert total == received + used + opening
        *classes, spent, allotted, closing, _, other = [amount for _, amount in right]
        assert spent == sum(classes)
        assert total == other == spent + allotted + closing

        budgets = 3 if "国有资本经营财政拨款" in dict(book.left("04")) else 2
        amounts = [amount for _, amount in book.left("04")]
        openings, total = amounts[-1 - budgets : -1], amounts[-1]
        assert amounts[-3 - budgets] == sum(amounts[:budgets])
        assert amounts[-2 - budgets] == sum(openings)
        assert total == amounts[-3 - budgets] + amounts[-2 - budgets]
        rows = [values for _, values in book.right("04")]
        spent_row, closing_row, foot = rows[-3 - budgets], rows[-2 - budgets], rows[-1]
        assert spent_row == summed(rows[: -3 - budgets])
        assert foot == summed([spent_row, closing_row])
        assert foot[0] == total
        # every budget by itself: received and carried over = spent and left
        assert foot[1:] == summed([amounts[:budgets], openings])


def test_tables_agree(books: list[Book]) -> None:
    for book in books:
        income, spending, general, fund, capital = (book.coded(table) for table in ("02", "03", "05", "08", "09"))
        first, fourth = book.left("01"), book.left("04")
        budgets = 3 if "国有资本经营财政拨款" in dict(fourth) else 2
        one = dict(first)
        assert [amount for _, amount in first[:budgets]] == [amount for _, amount in fourth[:budgets]]
        own = [one[name] for name in ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")]
        assert income["合计"] == [one["本年收入合计"], sum(amount for _, amount in fourth[:budgets]), *own]
        right, budget_right = dict(book.right("01")), dict(book.right("04"))
        assert right["本年支出合计"][0] == spending["合计"][0]
        codes = {row[1]: row[0] for row in book.tables["03"] if len(row[0]) == 3}
        classes = [name for name in right if name.endswith("支出")]
        assert set(codes) <= set(classes)
        for name in classes:
            code = codes.get(name, "")
            total, *by_budget = budget_right[name]
            assert right[name][0] == spending.get(code, [ZERO])[0]
            assert total <= right[name][0]
            assert by_budget[0] == general.get(code, [ZERO])[0]
            assert by_budget[1] == fund.get(code, [ZERO] * 6)[2]
            assert budgets < 3 or by_budget[2] == capital.get(code, [ZERO])[0]
        spent, closing = budget_right["本年支出合计"], budget_right["年末财政拨款结转和结余"]
        assert spent[1] == general["合计"][0]
        openings = [amount for _, amount in fourth[-1 - budgets : -1]]
        assert fund["合计"][:3] == [openings[1], fourth[1][1], spent[2]]
        assert fund["合计"][5] == closing[2]
        assert budgets < 3 or spent[3] == capital["合计"][0]
        assert general["合计"][1] == sum(book.people())
        for code, amounts in general.items():
            assert all(a <= b for a, b in zip(amounts, spending[code], strict=False))
        assert one["年初结转和结余"] >= sum(openings)
        # what was spent beyond what came in was carried over or taken from the reserve
        carried = one["年初结转和结余"] + one["使用非财政拨款结余"] - right["结余分配"][0] - right["年末结转和结余"][0]
        assert spending["合计"][0] - income["合计"][0] == carried


def test_the_three_public_expenses_hold(books: list[Book]) -> None:
    for book in books:
        (row,) = book.tables["07"]
        planned, outturn = ([number(cell) for cell in part] for part in (row[:6], row[6:]))
        for total, abroad, cars, purchase, running, reception in (planned, outturn):
            assert cars == purchase + running
            assert total == abroad + cars + reception
        assert all(spent <= plan for spent, plan in zip(outturn, planned, strict=True))
        economic = book.economic()
        basic = [economic[code] for code in ("30212", "31013", "30231", "30217")]
        spent = [outturn[i] for i in (1, 3, 4, 5)]
        assert all(a >= b for a, b in zip(spent, basic, strict=True))
        assert sum(spent) - sum(basic) <= book.coded("05")["合计"][2]


# --- printing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "unit", "printed"),
    [
        (4_999, "万元", "0.00"),
        (5_000, "万元", "0.01"),
        (15_000, "万元", "0.02"),
        (123_456_789_012, "万元", "123456.79"),
        (-5_000, "万元", "-0.01"),
        (123_456, "元", "1234.56"),
        (5, "元", "0.05"),
    ],
)
def test_figures_are_rounded_half_up_from_the_exact_amount(amount: int, unit: str, printed: str) -> None:
    assert Style(unit=unit).figure(amount) == printed


def test_separators_and_what_stands_for_nothing() -> None:
    assert Style(unit="元", separators=True).figure(123_456_789) == "1,234,567.89"
    assert [Style(zero=zero).figure(0) for zero in ("", "0.00", "—")] == ["", "0.00", "—"]


def test_each_figure_is_rounded_by_itself_so_sums_are_off_now_and_then() -> None:
    off = 0
    for seed in range(12):
        exact, rounded = (generate(seed, unit=unit, separators=False) for unit in ("元", "万元"))
        for table, other in zip(exact["tables"], rounded["tables"], strict=True):
            for row, cells in zip(table["rows"], other["rows"], strict=True):
                for cell, printed in zip(row, cells, strict=True):
                    if "." in cell:
                        wanted = (Decimal(cell) / 10_000).quantize(Decimal("0.01"), ROUND_HALF_UP)
                        assert printed == str(wanted)
                    else:
                        assert printed == cell
        off += any(first != sum(parts) for first, *parts in Book(rounded).coded("03").values())
    assert off >= 3


def test_the_same_seed_is_the_same_report() -> None:
    for seed in (0, 1, 17):
        assert generate(seed) == generate(seed)
        assert plant(generate(seed), "digit-changed", seed) == plant(generate(seed), "digit-changed", seed)
    assert generate(1) != generate(2)


def test_a_given_option_leaves_the_others_as_drawn() -> None:
    for seed in range(10):
        drawn, given = generate(seed), generate(seed, year=2020)
        assert [table["unit"] for table in drawn["tables"]] == [table["unit"] for table in given["tables"]]
        assert given["year"] == 2020


@pytest.mark.parametrize("size", [1, 2, 10, 150, 600])
def test_reports_of_any_size(size: int) -> None:
    report = generate(3, size=size, budgets=(GENERAL,))
    listed = {row[0] for table in report["tables"][1:3] for row in table["rows"] if len(row[0]) == 7}
    # an item whose carry-over lay untouched is in neither table
    assert size * 19 // 20 <= len(listed) <= size


@pytest.mark.parametrize("budgets", [(), (OWN,), (FUND,), (CAPITAL,), BUDGETS])
def test_empty_tables_say_so(budgets: tuple[str, ...]) -> None:
    report = generate(5, budgets=budgets, zero="", unit="万元", size=8)
    tables = {table["id"][2:4]: table for table in report["tables"]}
    of = {"05": GENERAL, "06": GENERAL, "07": GENERAL, "08": FUND, "09": CAPITAL}
    for number_, budget in of.items():
        empty = not any("." in cell for row in tables[number_]["rows"] for cell in row)
        assert budget not in budgets or not empty or number_ == "07"
        assert empty == any("本表无数据" in note for note in tables[number_]["notes"])


def test_the_form_of_24_classes_has_no_place_for_state_capital() -> None:
    with pytest.raises(ValueError, match="24"):
        generate(0, budgets=BUDGETS, classes=24)
    rows = {classes: len(generate(0, budgets=(GENERAL,), classes=classes)["tables"][0]["rows"]) for classes in (24, 26)}
    assert rows == {24: 29, 26: 31}


# --- the checker ------------------------------------------------------------------------------------------------------


def accused(report: Value) -> list[tuple[str, object]]:
    return [
        (finding.rule_id, finding.remark or (finding.instance and finding.instance.parts()))
        for finding in checked(report).findings
        if finding.verdict == "violated"
    ]


@pytest.mark.parametrize("seed", range(100, 115))
def test_a_clean_report_fits_the_schema_and_is_accused_of_nothing(seed: int) -> None:
    report = generate(seed)
    jsonschema.validate(report, SCHEMA)
    done = checked(report)
    assert done.has_layout
    assert accused(report) == []


@pytest.mark.parametrize(
    "options",
    [
        {"unit": "元", "separators": True, "zero": "0.00"},
        {"unit": "万元", "zero": "—", "total_last": True},
        {"classes": 24, "year": 2019, "budgets": (GENERAL, FUND, OWN)},
        {"aliases": True, "budgets": BUDGETS, "year": 2023},
        {"size": 250, "budgets": BUDGETS},
        {"budgets": ()},
    ],
    ids=str,
)
def test_no_option_makes_a_clean_report_look_wrong(options: Value) -> None:
    for seed in (200, 201):
        assert accused(generate(seed, **options)) == []


# --- planted defects --------------------------------------------------------------------------------------------------


def at(report: Value, pointer: str) -> Any:
    found: Any = report
    for part in pointer.split("/")[1:]:
        found = found[int(part) if isinstance(found, list) else part]
    return found


def undone(report: Value, planted: Planted) -> Value:
    """The report as it was, by the truth alone."""
    value = copy.deepcopy(report)
    for change in reversed(planted.changes):
        above, _, last = change.pointer.rpartition("/")
        holder = at(value, above)
        key: Any = int(last) if isinstance(holder, list) else last
        if change.new is None:
            holder.insert(key, change.old)
        elif change.old is None:
            assert holder.pop(key) == change.new
        else:
            assert holder[key] == change.new
            holder[key] = change.old
    return value


def plantings(kind: str) -> Iterator[tuple[Value, Value, Planted]]:
    for seed in range(12):
        report = generate(seed, budgets=(GENERAL, OWN) if seed % 2 else (GENERAL, FUND))
        before = copy.deepcopy(report)
        try:
            changed, planted = plant(report, kind, seed)
        except NoPlace:
            continue
        assert report == before
        yield report, changed, planted


@pytest.mark.parametrize("kind", KINDS)
def test_the_truth_about_a_defect_is_the_whole_of_it(kind: str) -> None:
    found = 0
    for report, changed, planted in plantings(kind):
        found += 1
        assert changed != report
        assert planted.kind == kind
        assert planted.changes
        for change in planted.changes:
            assert change.old != change.new
            if change.new is None:
                assert at(report, change.pointer) == change.old
            else:
                assert at(changed, change.pointer) == change.new
        assert undone(changed, planted) == report
        titles = [table["title"] for table in report["tables"]]
        assert planted.tables
        assert set(planted.tables) <= set(titles)
        jsonschema.validate(changed, SCHEMA)
    assert found >= 4


@pytest.mark.parametrize("kind", KINDS)
def test_a_real_report_can_be_planted_too(kind: str) -> None:
    try:
        changed, planted = plant(example(), kind, 1)
    except NoPlace:
        # it has no cars
        assert kind == "purchase-running-swapped"
        return
    assert undone(changed, planted) == example()


def test_a_subtotal_is_wrong_alike_in_two_tables() -> None:
    for _, changed, planted in plantings("subtotal-alike"):
        one, other = planted.changes
        assert len(planted.tables) == 2
        assert one.new == other.new
        assert at(changed, one.pointer.rpartition("/")[0])[0] == at(changed, other.pointer.rpartition("/")[0])[0]


def test_a_shifted_column_keeps_its_figures() -> None:
    for _, _, planted in plantings("column-shifted"):
        assert sorted(change.old for change in planted.changes) == sorted(change.new for change in planted.changes)
        assert len({change.pointer.rpartition("/")[2] for change in planted.changes}) == 1


def test_the_command_writes_reports_and_what_was_planted(tmp_path: Path) -> None:
    generator.main(["--count", "3", "--seed", "5", "--out", str(tmp_path / "clean"), "--size", "4"])
    written = sorted(path.name for path in (tmp_path / "clean").iterdir())
    assert written == ["report-00005.json", "report-00006.json", "report-00007.json"]
    assert json.loads((tmp_path / "clean" / written[0]).read_text("utf-8")) == generate(5, size=4)
    generator.main(["--count", "1", "--out", str(tmp_path / "planted"), "--plant", "digit-changed"])
    truth = json.loads((tmp_path / "planted" / "report-00000.planted").read_text("utf-8"))
    changed = json.loads((tmp_path / "planted" / "report-00000.json").read_text("utf-8"))
    assert truth["kind"] == "digit-changed"
    assert at(changed, truth["changes"][0]["pointer"]) == truth["changes"][0]["new"]
