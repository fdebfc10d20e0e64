"""The outline of ruled tables: which lines bound it, its rows and columns, and how far each cell reaches.

Cells are told by the borders that are missing between the fields of the table, which gives the exact spans of merged
headings and also reads tables that are open at the sides. Lines are brought together table by table and not over the
whole page, as pdfplumber does, where the strokes of a diagram or a bar code draw the borders of a table aside.
"""

import bisect
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from checker.ingest.pdf_page import POINT, Rule, TooMuch

# lines that leave a gap of at most this touch (pdfplumber's default)
_SNAP = 3 * POINT
# dots of a dotted border are at most this far apart, and so many at least make a line
_DOTS_APART = 5 * POINT
_FEWEST_DOTS = 5
# no column of a table is narrower and no row lower: what is nearer belongs to one border drawn in two places
_NARROWEST = 5 * POINT
_LOWEST = 4 * POINT
# what lines reach beyond the last border is an empty column or row from here on
_ROOM = 12 * POINT
# a border is there when it covers this share of a cell's side, in hundredths
_COVERS = 60
_MOST_CROSSINGS = 4_000_000
_MOST_FIELDS = 100_000
_MOST_TABLES = 200


class Area(NamedTuple):
    """A cell: the field at its upper left and how many rows and columns it spans."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    doubt: str = ""


class Outline(NamedTuple):
    """A ruled table: xs, ys: where its columns and rows begin and end; areas: its cells, row by row."""

    xs: tuple[int, ...]
    ys: tuple[int, ...]
    areas: tuple[Area, ...]

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


def outlines(rules: Sequence[Rule], places: Sequence[tuple[int, int]]) -> list[Outline]:
    """The ruled tables of a page from top to bottom; places: where text stands, for a table may be open at a side.
    TooMuch where the lines are more than a printed page has."""
    found = []
    for across, down in _networks(_merged(rules)):
        outline = _outline(across, down, places)
        if outline and len(outline.areas) > 1:
            found.append(outline)
        if len(found) > _MOST_TABLES:
            raise TooMuch
    return sorted(_outermost(found), key=lambda outline: (outline.ys[0], outline.xs[0]))


def _outermost(found: list[Outline]) -> list[Outline]:
    """Without tables inside the cell of another: their text is that cell's."""

    def within(inner: Outline, outer: Outline) -> bool:
        a, b = inner.box, outer.box
        return inner is not outer and a[0] > b[0] and a[1] > b[1] and a[2] < b[2] and a[3] < b[3]

    return [one for one in found if not any(within(one, other) for other in found)]


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Lines in the same place as one, as far as they touch; dots that stand in a row as lines; without single dots."""
    lines: dict[tuple[bool, int], list[Rule]] = defaultdict(list)
    dots: dict[tuple[bool, int], list[Rule]] = defaultdict(list)
    for rule in rules:
        if rule.end - rule.start > _SNAP:
            lines[rule.across, rule.at].append(rule)
        else:
            dots[rule.across, rule.at].append(rule)
    merged = [line for own in lines.values() for line, _ in _joined(own, _SNAP)]
    for own in dots.values():
        merged.extend(line for line, count in _joined(own, _DOTS_APART) if count >= _FEWEST_DOTS)
    return merged


def _joined(rules: list[Rule], apart: int) -> list[tuple[Rule, int]]:
    """Lines at one height put together where no wider gap parts them, and of how many each is made."""
    found: list[tuple[Rule, int]] = []
    for rule in sorted(rules):
        last, count = found[-1] if found else (rule, 0)
        if count and rule.start - last.end <= apart:
            found[-1] = (last._replace(end=max(last.end, rule.end)), count + 1)
        else:
            found.append((rule, 1))
    return found


def _networks(rules: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that cross or touch one another: (those across, those down) of each network that has both."""
    across, down = [r for r in rules if r.across], [r for r in rules if not r.across]
    leader = list(range(len(across) + len(down)))

    def lead(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    down_order = sorted(range(len(down)), key=lambda i: down[i].at)
    places = [down[i].at for i in down_order]
    looked_at = 0
    for index, rule in enumerate(across):
        first = bisect.bisect_left(places, rule.start - _SNAP)
        last = bisect.bisect_right(places, rule.end + _SNAP)
        looked_at += last - first
        if looked_at > _MOST_CROSSINGS:
            raise TooMuch
        for other in down_order[first:last]:
            if down[other].start - _SNAP <= rule.at <= down[other].end + _SNAP:
                leader[lead(index)] = lead(len(across) + other)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for index, rule in enumerate([*across, *down]):
        groups[lead(index)][0 if rule.across else 1].append(rule)
    return [group for group in groups.values() if group[0] and group[1]]


def _outline(across: list[Rule], down: list[Rule], places: Sequence[tuple[int, int]]) -> Outline | None:
    left, right = min(rule.start for rule in across), max(rule.end for rule in across)
    top, bottom = min(rule.start for rule in down), max(rule.end for rule in down)
    texts = [(x, y) for x, y in places if left <= x <= right and top <= y <= bottom]
    xs = _places([rule.at for rule in down], _NARROWEST)
    ys = _places([rule.at for rule in across], _LOWEST)
    xs = _with_open_sides(xs, across, [x for x, _ in texts])
    ys = _with_open_sides(ys, down, [y for _, y in texts])
    # one column is a frame around text, or the lines behind a diagram
    if len(xs) < 3 or len(ys) < 2:
        return None
    if len(xs) * len(ys) > _MOST_FIELDS:
        raise TooMuch
    floor = _borders(across, ys, xs)
    wall = _borders(down, xs, ys)
    return Outline(xs, ys, tuple(_areas(len(ys) - 1, len(xs) - 1, floor, wall)))


def _places(values: Iterable[int], apart: int) -> tuple[int, ...]:
    groups: list[list[int]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= apart:
            groups[-1].append(value)
        else:
            groups.append([value])
    return tuple(sum(group) // len(group) for group in groups)


def _with_open_sides(places: tuple[int, ...], rules: list[Rule], texts: list[int]) -> tuple[int, ...]:
    """With the sides that have no border: where the lines towards them end, if text stands there, or if most of the
    lines end there and leave room for a column."""
    first, last = min(rule.start for rule in rules), max(rule.end for rule in rules)
    starting = {rule.at for rule in rules if rule.start - first <= _SNAP}
    ending = {rule.at for rule in rules if last - rule.end <= _SNAP}
    most = len({rule.at for rule in rules}) // 2
    before = any(first <= text < places[0] for text in texts) or (places[0] - first >= _ROOM and len(starting) > most)
    after = any(places[-1] < text <= last for text in texts) or (last - places[-1] >= _ROOM and len(ending) > most)
    return (*((first,) if before else ()), *places, *((last,) if after else ()))


def _borders(rules: list[Rule], places: tuple[int, ...], steps: tuple[int, ...]) -> set[tuple[int, int]]:
    """(place, step) for each field side that lines cover; the outer sides always count as there."""
    by_place: dict[int, list[Rule]] = defaultdict(list)
    for rule in rules:
        above = bisect.bisect_right(places, rule.at)
        place = min((i for i in (above - 1, above) if 0 <= i < len(places)), key=lambda i: abs(places[i] - rule.at))
        by_place[place].append(rule._replace(at=0))
    found = {(place, step) for place in (0, len(places) - 1) for step in range(len(steps) - 1)}
    for place, own in by_place.items():
        covered: dict[int, int] = defaultdict(int)
        for line, _ in _joined(own, 0):
            for step in range(max(0, bisect.bisect_right(steps, line.start) - 1), len(steps) - 1):
                if steps[step] >= line.end:
                    break
                covered[step] += min(line.end, steps[step + 1]) - max(line.start, steps[step])
        found |= {(place, n) for n, length in covered.items() if length * 100 >= _COVERS * (steps[n + 1] - steps[n])}
    return found


def _areas(rows: int, columns: int, floor: set[tuple[int, int]], wall: set[tuple[int, int]]) -> Iterable[Area]:
    """Fields without a border between them are one cell. What is no rectangle is taken row by row, and doubted."""
    taken: set[tuple[int, int]] = set()
    found: list[Area] = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            fields = _reach(row, column, rows, columns, floor, wall)
            taken |= fields
            found.extend(_rectangles(fields))
    return sorted(found)


def _reach(
    row: int, column: int, rows: int, columns: int, floor: set[tuple[int, int]], wall: set[tuple[int, int]]
) -> set[tuple[int, int]]:
    reached = {(row, column)}
    open_ = [(row, column)]
    while open_:
        y, x = open_.pop()
        steps = (
            (y, x + 1, (x + 1, y) in wall),
            (y, x - 1, (x, y) in wall),
            (y + 1, x, (y + 1, x) in floor),
            (y - 1, x, (y, x) in floor),
        )
        for to_row, to_column, shut in steps:
            inside = 0 <= to_row < rows and 0 <= to_column < columns
            if inside and not shut and (to_row, to_column) not in reached:
                reached.add((to_row, to_column))
                open_.append((to_row, to_column))
    return reached


def _rectangles(fields: set[tuple[int, int]]) -> Iterable[Area]:
    top, left = min(y for y, _ in fields), min(x for _, x in fields)
    high, broad = max(y for y, _ in fields) - top + 1, max(x for _, x in fields) - left + 1
    if high * broad == len(fields):
        yield Area(top, left, high, broad)
        return
    rest = set(fields)
    for y, x in sorted(fields):
        if (y, x) not in rest:
            continue
        width = 1
        while (y, x + width) in rest:
            width += 1
        height = 1
        while all((y + height, x + i) in rest for i in range(width)):
            height += 1
        rest -= {(y + j, x + i) for j in range(height) for i in range(width)}
        yield Area(y, x, height, width, "outline")
