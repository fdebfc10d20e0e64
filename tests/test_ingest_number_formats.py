from decimal import Decimal
from pathlib import Path

import pytest

from checker.ingest.number_formats import number_formats, shown


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        ("109", "", "109"), ("109", "General", "109"), ("0.1", "General", "0.1"), ("109", "0.00", "109.00"),
        ("1234.5", "#,##0.00", "1,234.50"), ("1234567.891", "#,##0.0", "1,234,567.9"), ("-5", "0.00", "-5.00"),
        ("0.125", "0.00", "0.13"), ("-0.001", "0.00", "0.00"), ("0.4954", "0.00%", "49.54%"), ("0.5", "0%", "50%"),
        ("1.5", "0.##", "1.5"), ("1", "0.##", "1"), ("5", "000", "005"), ("2080505", "0000000", "2080505"), ("12.5", "0.00_ ", "12.50"),
        ("0", '#,##0.00;-#,##0.00;"-"', "-"), ("0", "0.00;-0.00;", ""), ("-1.5", "0.00;(0.00)", "(1.50)"),
        ("-1.5", "#,##0.00;[Red]-#,##0.00", "-1.50"), ("1.5", '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', "¥1.50"),
        ("0", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"), ("3", '0"人"', "3人"), ("2", "\\A0", "A2"),
        ("0.30000000000000004", "", "0.3"), ("215.98999999999998", "", "215.99"), ("1E+20", "0.00", "100000000000000000000.00"),
    ],
)  # fmt: skip
def test_a_number_as_a_format_shows_it(number: str, code: str, text: str) -> None:
    assert shown(Decimal(number), code) == text


@pytest.mark.parametrize("number", ["NaN", "Infinity"])
def test_what_is_no_number_is_left_as_it_is(number: str) -> None:
    assert shown(Decimal(number), "0.00") == number


def test_the_format_of_each_cell(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("表一")
    sheet.write_number(1, 2, 1.5, book.add_format({"num_format": "0.000"}))
    sheet.write_number(0, 0, 1.5, book.add_format({"num_format": 4}))
    sheet.write_number(0, 1, 1.5)
    book.close()
    assert number_formats(path) == {"表一": {(1, 2): "0.000", (0, 0): "#,##0.00"}}
