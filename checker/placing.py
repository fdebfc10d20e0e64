"""Which listed row a printed row is, by code or by label; and the tree that rows make.

What does not fit is remarked, never guessed. A row the layout promises and nobody printed is there all the same, so
that what rests on it is 无法判断 and not silently left out.
"""

from collections import Counter
from dataclasses import dataclass, replace

from checker.characters import bare_key
from checker.facts import Remark
from checker.headings import SEVERAL, Block, remark
from checker.layouts import CodingSpec, Layout, RowSpec, TableSpec
from checker.problems import near_names
from checker.reports import Table
from checker.rows import Row, name_by_rows, printed_rows


def rows_of(table: Table, spec: TableSpec, layout: Layout, blocks: list[Block], remarks: list[Remark]) -> list[Row]:
    """The rows of a printed table in printed order, block after block, then those that are missing."""
    if not spec.coding:
        name_by_rows(table, spec, blocks)
    taken: set[tuple[int, int]] = set()
    printed = [
        (block, row)
        for order, block in enumerate(blocks)
        for row in printed_rows(table, spec, block, blocks[order + 1 :], taken, remarks)
    ]
    if spec.coding:
        return _coded([row for _, row in printed], spec, layout.codings[spec.coding], table, blocks, remarks)
    if spec.single_row:
        if not printed:
            remarks.append(remark("layout.no-rows", table, "/rows", table=spec.name))
        return [row for _, row in printed]
    return _Listed(table, spec, remarks).rows(blocks, printed)


def _coded(
    printed: list[Row], spec: TableSpec, coding: CodingSpec, table: Table, blocks: list[Block], remarks: list[Remark]
) -> list[Row]:
    """Rows keyed by code: parents are the nearest printed ancestors, totals stand above what they cover."""
    rows: list[Row] = []
    by_code: dict[str, Row] = {}
    tops: dict[str, Row] = {}
    if not any(block.codes for block in blocks):
        # said once by the missing column, not again for each row
        printed = [row for row in printed if _total_of(row, spec)]
    for row in printed:
        total = _total_of(row, spec)
        pointer = f"/rows/{row.index}/0"
        if not row.code and not total:
            near = near_names(row.label, [name for t in spec.totals for name in t.all_names])
            values = {"table": spec.name, "row": row.label, "near": SEVERAL.join(near)}
            remarks.append(remark("layout.unknown-row", table, pointer, **values))
            continue
        row.path, row.total = (row.code or total,), not row.code
        known = by_code if row.code else tops
        if row.path[0] in known:
            remarks.append(remark("layout.repeated-row", table, pointer, table=spec.name, row=row.name))
        elif row.code:
            _remark_code(row, coding, spec, table, remarks)
        known.setdefault(row.path[0], row)
        rows.append(row)
    missing: list[str] = []
    for promised in (*(t.name for t in spec.totals), *spec.promised):
        if promised not in by_code and promised not in tops:
            row = _promised(promised, coding)
            rows.append(row)
            (by_code if row.code else tops)[promised] = row
            missing.append(row.name)
    if any(block.codes for block in blocks):
        _remark_rows(missing, spec, table, remarks)
    for row in rows:
        if row.code:
            above = next((tops[t.name] for t in spec.totals if t.covers(row.code)), None)
            row.parent = _ancestor(row.code, coding, by_code) or above
        if row.parent is not None:
            row.parent.children.append(row)
    for row in rows:
        row.children = (by_code if row.code else tops)[row.path[0]].children
    return rows


MOST_ROWS = 5
"""Missing rows of a table that are told one by one; more are one story."""


def _remark_rows(missing: list[str], spec: TableSpec, table: Table, remarks: list[Remark]) -> None:
    """Rows the layout promises and nobody printed. A form that prints rows the layout does not know, or lacks many of
    those it knows, may be another form, and which codes a form lists differs: then nobody is accused."""
    tables = {said.values.get("table") for said in remarks if said.rule in ("layout.unknown-row", "layout.no-rows")}
    sure = len(missing) <= MOST_ROWS and spec.name not in tables
    for rows in [[name] for name in missing] if len(missing) <= MOST_ROWS else [missing]:
        said = remark("layout.missing-row", table, "/rows", table=spec.name, row=SEVERAL.join(rows))
        is_listed = not spec.coding or rows[0] in {total.name for total in spec.totals}
        remarks.append(replace(said, violated=sure and is_listed))


def _total_of(row: Row, spec: TableSpec) -> str:
    """The name of the total a row without code is, or nothing."""
    short = bare_key(row.label)
    return next((t.name for t in spec.totals if not row.code and short in map(bare_key, t.all_names)), "")


def _promised(name: str, coding: CodingSpec) -> Row:
    """A row the layout promises and the table does not print."""
    if name.isdigit():
        return Row((name,), coding.names.get(name, ("",))[0], -1, {}, name)
    return Row((name,), "", -1, {}, total=True)


def _remark_code(row: Row, coding: CodingSpec, spec: TableSpec, table: Table, remarks: list[Remark]) -> None:
    """A code of unusual length; where no name is printed the classification's stands in."""
    pointer, known = f"/rows/{row.index}/0", coding.names.get(row.code)
    if len(row.code) not in coding.lengths:
        lengths = SEVERAL.join(map(str, coding.lengths))
        remarks.append(remark("layout.code-length", table, pointer, table=spec.name, row=row.name, lengths=lengths))
    if known and row.label and bare_key(row.label) not in map(bare_key, known):
        row.called = known[0]
    if known and not row.label:
        row.label = known[0]


def _ancestor(code: str, coding: CodingSpec, by_code: dict[str, Row]) -> Row | None:
    for length in range(min(len(code) - 1, max(coding.lengths, default=0)), 0, -1):
        parent = by_code.get(code[:length])
        if parent is not None:
            return parent
    return None


@dataclass(frozen=True)
class _Listed:
    """Rows the layout lists: printed labels are laid against the list in order, so repeated labels find their own."""

    table: Table
    spec: TableSpec
    remarks: list[Remark]

    def rows(self, blocks: list[Block], printed: list[tuple[Block, Row]]) -> list[Row]:
        found: list[Row] = []
        placed: dict[int, Row] = {}
        silent: set[str] = set()
        for name, mine in self._by_block(blocks, printed).items():
            expected = [r for r in self.spec.rows if not name or r.path[0] == name]
            if not self._place(mine, expected, placed, found):
                silent.add(name)
                self._say("layout.no-rows", "/rows", table=self.spec.name, block=name)
        missing: list[str] = []
        for spec in self.spec.rows:
            if id(spec) not in placed:
                row = placed[id(spec)] = Row(spec.path, spec.path[-1], -1, {}, spec=spec)
                if not spec.optional:
                    found.append(row)
                    missing += [] if silent & {"", spec.path[0]} else [short_name(spec, self.spec)]
        _remark_rows(missing, self.spec, self.table, self.remarks)
        for row in found:
            if row.spec is not None and row.spec.parent is not None:
                row.parent = placed[id(row.spec.parent)]
                row.parent.children.append(row)
        for row in found:
            if row.spec is not None:
                row.children = placed[id(row.spec)].children
        return found

    def _by_block(self, blocks: list[Block], printed: list[tuple[Block, Row]]) -> dict[str, list[Row]]:
        """The printed rows by the block of the layout they are in."""
        if not self.spec.blocks:
            return {"": [row for _, row in printed]}
        return {b.name: [row for block, row in printed if block.name == b.name] for b in self.spec.blocks}

    def _place(self, mine: list[Row], expected: list[RowSpec], placed: dict[int, Row], found: list[Row]) -> bool:
        """Lays printed rows against expected ones; says those that find no place; whether any was expected and found."""
        specs = _align([bare_key(row.label) for row in mine], expected)
        if expected and not any(specs):
            return False
        for row, spec in zip(mine, specs, strict=True):
            if spec is not None:
                row.spec, row.path = spec, spec.path
                placed[id(spec)] = row
                found.append(row)
                continue
            pointer, label = f"/rows/{row.index}/0", bare_key(row.label)
            if any(label in spec.names for spec in expected):
                # two rows of one name cannot be told apart: both stand, so that what rests on the name is 无法判断
                alike = (other.spec for other in reversed(found) if other.spec and label in other.spec.names)
                row.spec = next(alike, next(spec for spec in expected if label in spec.names))
                row.path = row.spec.path
                placed.setdefault(id(row.spec), row)
                found.append(row)
                self._say("layout.repeated-row", pointer, violated=True, table=self.spec.name, row=row.label)
            else:
                near = SEVERAL.join(near_names(row.label, [spec.path[-1] for spec in expected]))
                self._say("layout.unknown-row", pointer, table=self.spec.name, row=row.label, near=near)
        return True

    def _say(self, rule: str, pointer: str, violated: bool = False, **values: str) -> None:
        self.remarks.append(replace(remark(rule, self.table, pointer, **values), violated=violated))


def short_name(spec: RowSpec, table: TableSpec) -> str:
    """A listed row by as few of its names as tell it apart in its table."""
    *above, last = spec.path
    for before in ([], above[:1], above[-1:]):
        alike = [row for row in table.rows if row.path[-1] == last and set(before) <= set(row.path[:-1])]
        if len(alike) == 1:
            return "·".join((*before, last))
    return "·".join(spec.path)


def _align(labels: list[str], expected: list[RowSpec]) -> list[RowSpec | None]:
    """For each printed label the listed row it is: the longest common subsequence (Wagner and Fischer, 1974)."""
    height, width = len(labels), len(expected)
    best = [[0] * (width + 1) for _ in range(height + 1)]
    for i in range(height - 1, -1, -1):
        for j in range(width - 1, -1, -1):
            if labels[i] in expected[j].names:
                best[i][j] = best[i + 1][j + 1] + 1
            else:
                best[i][j] = max(best[i + 1][j], best[i][j + 1])
    found: list[RowSpec | None] = [None] * height
    i = j = 0
    while i < height and j < width:
        if labels[i] in expected[j].names:
            found[i] = expected[j]
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    taken = {id(spec) for spec in found if spec}
    times = Counter(labels)
    for index, label in enumerate(labels):
        if found[index] is None:
            # a row out of its order is still that row, where its label is printed once and listed once
            free = [spec for spec in expected if label in spec.names and id(spec) not in taken]
            if len(free) == 1 and times[label] == 1:
                found[index] = free[0]
                taken.add(id(free[0]))
    return found
