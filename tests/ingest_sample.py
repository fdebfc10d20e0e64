"""Compares the tables of a PDF with what a person reads in them, cell for cell.

    python tests/ingest_sample.py DOCUMENT.pdf EXPECTED.json

EXPECTED.json: ``{"tables": [{"title": …, "header": [[…]], "rows": [[…]]}]}``, merged cells once and blank elsewhere.
Prints every cell that differs and how many there are; the exit status is 0 when none does.
"""

import json
import sys
from pathlib import Path

from checker.characters import key
from checker.ingest.documents import Document, Grid, Paragraph
from checker.ingest.pdf import read_pdf

Table = list[list[str]]


def texts(grid: Grid) -> Table:
    """The texts of a grid; blank where a span reaches."""
    return [[cell.text if cell else "" for cell in row] for row in grid.rows]


def joined(document: Document) -> dict[str, Table]:
    """Tables by the key of the title above them; those cut by page breaks put together again."""
    found: dict[str, Table] = {}
    lines: list[str] = []
    table: Table = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            if not block.text.strip("-— ").isdigit():
                lines.append(key(block.text))
            continue
        rows = texts(block)
        if table and not lines and len(rows[0]) == len(table[0]):
            repeated = next((n for n in range(len(rows), 0, -1) if rows[:n] == table[:n]), 0)
            table += rows[repeated:]
        else:
            table = rows
            # the title stands above the line that names the unit
            found.update((line, table) for line in lines[-4:])
        lines = []
    return found


def differences(document: Document, expected: list[dict[str, object]]) -> tuple[int, list[str]]:
    """How many cells were compared, and what differs."""
    tables = joined(document)
    said, count = [], 0
    for table in expected:
        title = str(table["title"])
        wanted = [*table["header"], *table["rows"]]  # type: ignore[misc]
        found = tables.get(key(title))
        if found is None:
            said.append(f"{title}: no such table")
            continue
        if [len(row) for row in found] != [len(row) for row in wanted]:
            said.append(f"{title}: {len(found)} rows of {len(found[0])}, not {len(wanted)} of {len(wanted[0])}")
        for y, (row, good) in enumerate(zip(found, wanted, strict=False)):
            for x, (cell, right) in enumerate(zip(row, good, strict=False)):
                count += 1
                if cell != right:
                    said.append(f"{title} [{y}, {x}]: {cell!r}, not {right!r}")
    return count, said


def main(document: str, expected: str) -> int:
    tables = json.loads(Path(expected).read_text("utf-8"))["tables"]
    count, said = differences(read_pdf(Path(document)), tables)
    print(*said, f"{count} cells compared, {len(said)} differences", sep="\n")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
