"""How much goes unseen when one thing in the tables of a report is changed: ``python tests/campaign.py --help``.

A figure moved beyond any rounding, a blank given a figure, a note, a row or a table taken away: each time the changed
report is checked alone, and what was changed must be told by a finding that the untouched report does not have. Of a
figure that is a finding which names it among its operands, unless it is among the figures no rule looks at.
"""

import argparse
import copy
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from generator import generate
from mutations import EXAMPLE, checked

from checker.amounts import read_figure
from checker.findings import Checked

Value = dict[str, Any]

FOUND, UNWATCHED, MISSED = "found", "unwatched", "missed"
GONE, CANNOT = "told without naming it", "cannot be judged"


def told(found: Checked) -> dict[tuple[str, str, str], set[str]]:
    """What a check says: rule, place and verdict, with the pointers of the operands."""
    said: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for finding in found.findings:
        place = "·".join(finding.instance.parts()) if finding.instance is not None else ""
        facts = finding.outcome.facts if finding.outcome is not None else ()
        named = {fact.place.pointer for fact in facts}
        if finding.remark is not None:
            named = {place := finding.remark.place.pointer}
        said[finding.rule_id, place, finding.verdict] |= named
    return said


def figures(report: Value) -> Iterator[tuple[int, int, int, str]]:
    """Every amount of the tables, and every blank in a column that has one: table, row, column, text."""
    for index, table in enumerate(report["tables"]):
        amounts = [
            {j for j, cell in enumerate(cells) if "." in cell and read_figure(cell) is not None}
            for cells in table["rows"]
        ]
        columns = set().union(*amounts) if amounts else set()
        for row, cells in enumerate(table["rows"]):
            for column in sorted(columns):
                if column in amounts[row] or not cells[column].strip():
                    yield index, row, column, cells[column]


def moved(text: str, rng: Random) -> str:
    """Another figure of as many decimals, further away than any sum of rounded figures can explain."""
    figure = read_figure(text)
    value = figure.value if figure is not None else Decimal(0)
    step = Decimal(rng.randint(500, 99999)).scaleb(-2)
    return f"{value + step if rng.random() < 0.5 or value < step else value - step:.2f}"


def of_a_figure(report: Value, place: tuple[int, int, int, str], before: Any, rng: Random) -> tuple[str, str]:
    """What became of one changed figure, and its pointer."""
    table, row, column, text = place
    value = copy.deepcopy(report)
    value["tables"][table]["rows"][row][column] = moved(text, rng)
    pointer = f"/tables/{table}/rows/{row}/{column}"
    after = checked(value)
    fresh = {key: pointers for key, pointers in told(after).items() if key not in before}
    # a figure in a row without a name is told by what binding remarks: nobody can say which row it belongs to
    telling = {key: p for key, p in fresh.items() if key[2] == "violated" or key[0].startswith("layout.")}
    if any(pointer in pointers for pointers in telling.values()):
        return FOUND, pointer
    if any(unwatched.place.pointer == pointer for unwatched in after.unwatched):
        return UNWATCHED, pointer
    if any(key[2] == "violated" for key in fresh):
        return GONE, pointer
    return (CANNOT if fresh else MISSED), pointer


def removals(report: Value) -> Iterator[tuple[str, str, Value]]:
    """The report without one note, one row, one table: what it was, its pointer, the report."""
    for index, table in enumerate(report["tables"]):
        value = copy.deepcopy(report)
        value["tables"].pop(index)
        yield "table", f"/tables/{index}", value
        if table.get("notes"):
            value = copy.deepcopy(report)
            value["tables"][index]["notes"] = []
            yield "note", f"/tables/{index}/notes", value
        for row, cells in enumerate(table["rows"]):
            if any(cell.strip() for cell in cells):
                value = copy.deepcopy(report)
                value["tables"][index]["rows"].pop(row)
                yield "row", f"/tables/{index}/rows/{row}", value


def campaign(report: Value, rng: Random, most: int) -> dict[str, Counter[str]]:
    """How often what was changed was found, by what it was; prints what was not."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    before = set(told(checked(report)))
    places = list(figures(report))
    for place in rng.sample(places, min(most, len(places))):
        what = "figure" if place[3].strip() else "blank"
        result, pointer = of_a_figure(report, place, before, rng)
        counts[what][result] += 1
        if result != FOUND:
            print(f"  {what} {result}: {report['tables'][place[0]]['title']} {pointer}")
    taken = list(removals(report))
    for what, pointer, value in rng.sample(taken, min(most, len(taken))):
        fresh = [key for key in told(checked(value)) if key not in before]
        result = FOUND if fresh else MISSED
        counts[what][result] += 1
        if result != FOUND:
            print(f"  {what} {result}: {report['tables'][int(pointer.split('/')[2])]['title']} {pointer}")
    return counts


def main() -> None:
    """Runs the campaign over the example report and generated ones, and prints the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=5, help="generated reports, besides the example")
    parser.add_argument("--most", type=int, default=400, help="figures, and removals, of each report")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    rng = Random(chosen.seed)
    total: dict[str, Counter[str]] = defaultdict(Counter)
    example = json.loads(EXAMPLE.read_text("utf-8"))
    for report in (example, *(generate(chosen.seed + n, size=6) for n in range(chosen.reports))):
        print(report["entity"]["name"], report["year"])
        for what, counted in campaign(report, rng, chosen.most).items():
            total[what] += counted
    for what, counted in total.items():
        print(what, dict(counted))


if __name__ == "__main__":
    main()
