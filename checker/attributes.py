"""What is said of a table or a row besides its figures: names, codes, units, notes, numbering."""

import re

from checker.amounts import ZERO, read_figure
from checker.binding import BoundReport
from checker.characters import key, ordinal
from checker.facts import AMOUNT, COUNT, Fact, Place, Reason, text_fact
from checker.layouts import CodingSpec
from checker.resources import table as grammar_table
from checker.rows import Row
from checker.tables import BoundTable


def of_table(bound: BoundReport, table: BoundTable, what: str) -> list[Fact] | Reason:
    """One fact, of the notes one for each; or why there is none."""
    printed, name = table.table, table.spec.name
    place = Place(f"/tables/{printed.index}", table=name)
    # as a reader goes: down one block of a side-by-side table, then down the next
    printed_rows = (row for row in table.rows if row.index >= 0)
    rows = sorted(printed_rows, key=lambda row: (min(row.columns.values(), default=0), row.index))
    match what:
        case "name":
            return [text_fact(what, printed.title, Place(f"{place.pointer}/title", table=name))]
        case "unit":
            return [
                text_fact(what, table.unit, Place(f"{place.pointer}/unit" if printed.unit else "/unit", table=name))
            ]
        case "decimals":
            shown = [read_figure(printed.rows[row.index][row.columns[path]]) for row, path in table.figures()
                     if table.spec.column(path).kind == AMOUNT]  # fmt: skip
            most = max((figure.decimals for figure in shown if figure is not None), default=0)
            return [Fact(what, COUNT, ZERO + most, ZERO, "", ZERO + 1, str(most), place)]
        case "notes":
            below = [text_fact(what, note, Place(f"{place.pointer}/notes/{index}", table=name))
                     for index, note in enumerate(printed.notes)]  # fmt: skip
            return [*below, *(text_fact(what, section.text, Place(f"/sections/{section.index}/text"))
                              for section in bound.sections.get(table.spec.section, ()))]  # fmt: skip
        case "years":
            numbers = years_in(printed.title)
            if not numbers:
                return Reason("no_years", applies=False)
        case "lines":
            numbers = list(table.lines)
        case "serials":
            counted = [found for row in rows if (found := ordinal(row.label)) is not None]
            numbers = [str(number) for form, number in counted if form == counted[0][0]]
        case _:
            numbers = [row.code for row in rows if row.code]
    return [text_fact(what, "", place, tuple(numbers))] if numbers else Reason("no_numbers", {"table": name}, False)


def years_in(title: str) -> list[str]:
    """The years a title names, as printed; also what a slip left of one (202年度)."""
    signs = "|".join(map(re.escape, grammar_table("characters")["years"]))
    return re.findall(rf"([0-9]+)(?={signs})", key(title))


def of_row(bound: BoundReport, table: BoundTable, rows: list[Row], what: str) -> list[Fact] | Reason:
    """One fact of the one row that was asked for, or why there is none."""
    row = rows[0]
    if row.index < 0:
        return Reason("row_missing", {"table": table.spec.name, "row": row.name})
    pointer = f"/tables/{table.table.index}/rows/{row.index}"
    place = Place(pointer, table=table.spec.name, row=row.name)
    if what == "name":
        return [text_fact(what, row.label, place)]
    coding = bound.layout.codings.get(table.spec.coding)
    if coding is None or not row.code:
        return Reason("row_without_code", {"row": row.name}, applies=False)
    if what == "code":
        return [text_fact(what, row.code, place)]
    if what == "official":
        names = coding.official(row.code, bound.report.year)
        return [text_fact(what, "", place, names)] if names else Reason("not_classified", {"row": row.name}, False)
    return _of_level(coding, row, what, place)


def _of_level(coding: CodingSpec, row: Row, what: str, place: Place) -> list[Fact] | Reason:
    if what == "level":
        levels = dict(zip(coding.lengths, coding.levels, strict=False))
        level = levels.get(len(row.code))
        return [text_fact(what, level, place)] if level else Reason("not_classified", {"row": row.name}, False)
    above = max((length for length in coding.lengths if length < len(row.code)), default=0)
    return [text_fact(what, row.code[:above], place)] if above else Reason("top_level", {"row": row.name}, False)
