"""Which figures are watched, drawn: each table as it is printed, with the number of rules in place of each figure."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from checker.amounts import read_figure
from checker.coverage import Coverage, Group, PrintedFigure, TableCoverage
from checker.packs import Pack
from checker.render.problems import display_width, visible
from checker.render.text import Paint, plain, switched_off_text
from checker.render.wording import phrase, place_text

BLANK, UNWATCHED, OTHER = "·", "0!", "?"
"""What stands for a blank cell, for a figure no rule watches, and for what is no figure."""

_GAP = "  "
_BETWEEN = "  │ "
_SHORT = 8
"""Display columns a heading may take; a longer one, and one that others of its group end in too, is numbered."""
_LEAST_CELL, _LEAST_LABEL, _LONGEST_LABEL, _LEAST_PLACE = 4, 12, 48, 24
_CUT = "…"
_FRONT, _BEHIND = 12, 4
"""Characters of the sentence that are shown around a figure of the text."""


def coverage_text(one: Coverage, lang: str, width: int, paint: Paint = plain) -> str:
    """A report's tables as grids, then its sections, no line wider than ``width`` display columns."""
    report = one.report
    year = f" {report.year}" if report.year else ""
    lines = [paint(visible(f"{report.path}  {report.entity.name}{year} {report.kind}"), "bold")]
    lines.append(phrase("coverage_key", lang, unwatched=UNWATCHED, blank=BLANK, other=OTHER))
    for table in one.tables:
        title = phrase("table", lang, name=_flat(table.table.title))
        lines += ["", paint(f"{title}  {_counts(list(table.figures.values()), lang)}", "bold")]
        lines += _grid(table, width, paint)
    if one.sections:
        lines += ["", *_sections(one, lang, width, paint)]
    return "\n".join(lines)


def total_text(drawn: Sequence[Coverage], pack: Pack, lang: str, width: int, on_request: Collection[str] = ()) -> str:
    """All figures of all reports counted, and those that no rule watches, each with its place in its file.

    on_request: those of the groups left out that run when asked for.
    """
    figures = [figure for one in drawn for figure in one.figures]
    watched = sum(bool(figure.rules) for figure in figures)
    values = {"figures": len(figures), "watched": watched, "unwatched": len(figures) - watched}
    lines = [phrase("coverage_total", lang, reports=len(drawn), rules=len(pack.rules), **values)]
    if pack.switched_off:
        lines.append(switched_off_text(pack.switched_off, lang, on_request))
    for in_prose, name in ((False, "coverage_tables"), (True, "coverage_prose")):
        own = [figure for figure in figures if figure.in_prose is in_prose]
        if own:
            lines.append(phrase("coverage_part", lang, part=phrase(name, lang), **_numbers(own)))
    rows = [_listed(one, figure, lang) for one in drawn for figure in one.figures if not figure.rules]
    if rows:
        lines.append(phrase("coverage_unwatched", lang))
    place, printed, state = (max((display_width(row[column]) for row in rows), default=0) for column in range(3))
    room = max(width - place - printed - state - 4 * len(_GAP), _LEAST_PLACE)
    for at, figure, taken, where in rows:
        line = _GAP.join((_left(at, place), _right(figure, printed), _left(taken, state), _ending(where, room)))
        lines.append(f"{_GAP}{line}".rstrip())
    return "\n".join(lines)


def _numbers(figures: Sequence[PrintedFigure]) -> dict[str, int]:
    """How many figures there are, how many of them rules watch, and of the others how many are facts and are not."""
    watched = sum(bool(figure.rules) for figure in figures)
    unbound = sum(not figure.bound and not figure.rules for figure in figures)
    left = len(figures) - watched - unbound
    return {"figures": len(figures), "watched": watched, "bound": left, "unbound": unbound}


def _listed(one: Coverage, figure: PrintedFigure, lang: str) -> tuple[str, str, str, str]:
    """Where a figure stands in its file, the figure, whether it is a fact, and where a reader finds it."""
    line, column = one.report.locate(figure.place.pointer, figure.place.start)
    state = phrase("coverage_bound" if figure.bound else "coverage_unbound", lang)
    where = place_text(figure.place, lang)
    if figure.place.start is not None and figure.place.end is not None:
        text = one.report.sections[int(figure.place.pointer.split("/")[2])].text
        where += " " + text[max(0, figure.place.start - _FRONT) : figure.place.end + _BEHIND]
    return f"{one.report.path}:{line}:{column}", _flat(figure.printed), state, _flat(where)


def _counts(figures: Sequence[PrintedFigure], lang: str) -> str:
    watched = sum(bool(figure.rules) for figure in figures)
    if not figures:
        return phrase("coverage_none", lang)
    return phrase("coverage_counts", lang, figures=len(figures), watched=watched)


def _sections(one: Coverage, lang: str, width: int, paint: Paint) -> Iterator[str]:
    """How many figures each section states, how many of them are watched, how many are not, and of those no facts."""
    heads = [phrase(f"coverage_{name}", lang) for name in ("figures", "watched", "left", "unbound")]
    wide = [max(display_width(head), _LEAST_CELL) for head in heads]
    room = width - len(_GAP) - sum(len(_GAP) + one for one in wide)
    names = [
        _heading(list(map(_flat, s.section.heading[-2:])), room) or phrase("coverage_untitled", lang)
        for s in one.sections
    ]
    room = max(map(display_width, names))
    title = phrase("coverage_prose", lang)
    room = max(room, display_width(title) - len(_GAP))
    above = "".join(_GAP + _right(head, own) for head, own in zip(heads, wide, strict=True))
    yield paint(_left(title, room + len(_GAP)), "bold") + above
    for name, section in zip(names, one.sections, strict=True):
        found = _numbers(section.figures)
        counts = [found["figures"], found["watched"], found["bound"] + found["unbound"], found["unbound"]]
        told = [_right(str(count) if count else BLANK, own) for count, own in zip(counts, wide, strict=True)]
        yield _GAP + _left(name, room) + "".join(_GAP + text for text in told)


def _heading(names: Sequence[str], width: int) -> str:
    """The last headings of a section; where there is no room for all, the outer one is cut first."""
    if not names:
        return ""
    *outer, last = names
    left = width - display_width(last) - 1
    if outer and left >= _LEAST_CELL:
        return f"{_cut(outer[0], left)} {last}"
    return _cut(last, width)


# --- a table ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Part:
    """Columns drawn side by side: the label of each row, then the columns with what stands above each."""

    labels: tuple[str, ...]
    columns: tuple[tuple[int, str], ...]

    @property
    def longest(self) -> int:
        """Display columns the labels would like to take."""
        return min(max(map(display_width, self.labels), default=0), _LONGEST_LABEL)

    @property
    def cells(self) -> int:
        """Display columns the figures take, with a gap before each."""
        return sum(len(_GAP) + _wide(heading) for _, heading in self.columns)


def _wide(heading: str) -> int:
    return max(display_width(heading), _LEAST_CELL)


def _grid(table: TableCoverage, width: int, paint: Paint) -> Iterator[str]:
    """The lines of a table: as many grids, one below another, as it takes to draw all its columns, then the headings
    that are too long to stand above theirs."""
    above, legend = _headings(table)
    parts = [part for group in table.groups for part in _parts(table, group, above, width)]
    for number, band in enumerate(_bands(parts, width)):
        if number:
            yield ""
        yield from _band(table, band, width, paint)
    line = ""
    for entry in legend:
        if line and display_width(line + _GAP + entry) > width:
            yield line
            line = ""
        line += _GAP + _cut(entry, width - len(_GAP))
    if line:
        yield line


def _headings(table: TableCoverage) -> tuple[dict[int, str], list[str]]:
    """What stands above each column of figures, and what the numbers among it stand for."""
    above: dict[int, str] = {}
    legend: list[str] = []
    for group in table.groups:
        lowest = Counter(table.headings[index][-1:] for index in group.figures)
        for index in group.figures:
            last = table.headings[index][-1:]
            if last and lowest[last] == 1 and display_width(last[0]) <= _SHORT:
                above[index] = _flat(last[0])
                continue
            above[index] = f"[{len(above) + 1}]"
            heading = _flat("·".join(table.headings[index]))
            legend += [f"{above[index]} {heading}"] if heading else []
    return above, legend


def _parts(table: TableCoverage, group: Group, above: dict[int, str], width: int) -> Iterator[_Part]:
    """A group of columns; more than one part where its figures do not fit beside a label."""
    labels = tuple(_label(cells, group) for cells in table.table.rows)
    columns: list[tuple[int, str]] = []
    for index in group.figures:
        part = _Part(labels, (*columns, (index, above[index])))
        if columns and part.cells + min(part.longest, _LEAST_LABEL) > width - len(_GAP):
            yield _Part(labels, tuple(columns))
            columns = []
        columns.append((index, above[index]))
    yield _Part(labels, tuple(columns))


def _label(cells: Sequence[str], group: Group) -> str:
    return " ".join(filter(None, (_flat(cells[index]) for index in group.labels)))


def _bands(parts: Sequence[_Part], width: int) -> Iterator[list[_Part]]:
    """Parts that fit side by side."""
    band: list[_Part] = []
    taken = 0
    for part in parts:
        need = part.cells + min(part.longest, _LEAST_LABEL) + len(_BETWEEN)
        if band and taken + need > width:
            yield band
            band, taken = [], 0
        band.append(part)
        taken += need
    if band:
        yield band


def _band(table: TableCoverage, band: Sequence[_Part], width: int, paint: Paint) -> Iterator[str]:
    room = width - len(_GAP) - sum(part.cells for part in band) - len(_BETWEEN) * (len(band) - 1)
    widths = _shared([part.longest for part in band], room)
    above = [[_right(heading, _wide(heading)) for _, heading in part.columns] for part in band]
    yield _line(["" for _ in band], above, widths)
    for row, cells in enumerate(table.table.rows):
        labels = [part.labels[row] for part in band]
        marks = [[_mark(table, row, index, cells[index]) for index, _ in part.columns] for part in band]
        if any(labels) or any(mark != BLANK for own in marks for mark in own):
            drawn = [
                [_cell(mark, _wide(heading), paint) for mark, (_, heading) in zip(own, part.columns, strict=True)]
                for own, part in zip(marks, band, strict=True)
            ]
            yield _line(labels, drawn, widths)


def _shared(wanted: Sequence[int], room: int) -> list[int]:
    """The widths of the labels: what each would like, and where there is not room for all an equal share for the long."""
    widths = [0] * len(wanted)
    left = list(range(len(wanted)))
    while left:
        share = max(room // len(left), 1)
        content = [index for index in left if wanted[index] <= share]
        for index in content or left:
            widths[index] = min(wanted[index], share)
            room -= widths[index]
        left = [index for index in left if index not in content] if content else []
    return widths


def _line(labels: Sequence[str], cells: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
    parts = [
        _left(_cut(label, width), width) + "".join(_GAP + cell for cell in own)
        for label, own, width in zip(labels, cells, widths, strict=True)
    ]
    return (_GAP + _BETWEEN.join(parts)).rstrip()


def _mark(table: TableCoverage, row: int, column: int, cell: str) -> str:
    figure = table.figures.get((row, column))
    if figure is not None:
        return str(len(figure.rules)) if figure.rules else UNWATCHED
    read = read_figure(cell)
    return BLANK if read is not None and read.blank else OTHER


def _cell(mark: str, width: int, paint: Paint) -> str:
    # the digits of numbers stand under each other, the mark beside them
    text = mark if mark == UNWATCHED else f"{mark} "
    roles = {UNWATCHED: "warning", BLANK: "dim", OTHER: "warning"}
    padding = " " * max(0, width - display_width(text))
    return padding + (paint(text, roles[mark]) if mark in roles else text)


# --- text of a width --------------------------------------------------------------------------------------------------


def _flat(text: str) -> str:
    """A text on one line, without what would steer a terminal."""
    return visible(" ".join(text.split()))


def _cut(text: str, width: int) -> str:
    """A text that takes at most ``width`` display columns."""
    if display_width(text) <= width:
        return text
    kept, taken = "", display_width(_CUT)
    for character in text:
        taken += display_width(character)
        if taken > width:
            break
        kept += character
    return kept + _CUT


def _ending(text: str, width: int) -> str:
    """A text cut at its beginning: of a place, the end tells more."""
    return text if display_width(text) <= width else _cut(text[::-1], width)[::-1]


def _left(text: str, width: int) -> str:
    return text + " " * max(0, width - display_width(text))


def _right(text: str, width: int) -> str:
    return " " * max(0, width - display_width(text)) + text
