"""One page of a PDF as it is seen: the visible glyphs and the ruled lines, turned the way they are read.

Lengths are whole hundredths of a point from the upper left corner of the page as it is read; ``Sheet.place`` leads
back to the page as it lies in the file. pdfplumber (MIT) takes the page apart; what it leaves out is added here:
how text is painted (render mode), and a bound on how much a page may hold.
"""

import itertools
import logging
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

import pdfplumber.page
from pdfminer.converter import PDFPageAggregator
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import stream_value

# pdfminer warns about every font and colour it does not know; nothing of it concerns the text
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)

POINT = 100
"""How many of our units a point has."""

# a page of a printed report holds one to five thousand glyphs and up to a few thousand pieces of ruled line
MOST_GLYPHS = 60_000
MOST_SHAPES = 60_000
# parts drawn again and again (forms), each of which may draw others
MOST_FORMS = 5_000
# bytes of the instructions that paint a page; a full page of small type has two hundred thousand
MOST_INSTRUCTIONS = 16 * 1024 * 1024

_THIN = 3 * POINT  # a filled rectangle no thicker than this is a ruled line; borders are 0.25 to 2.25 points
_SMALLEST = POINT // 2  # type below half a point cannot be seen
_UNSEEN = (3, 7)  # text render modes that paint nothing (ISO 32000-1, table 106)
_MOST_COPIES = 8  # of one character in one place, looked at to tell whether it was painted before
_UNKNOWN = "\ufffd"


class TooMuch(Exception):
    """A page that holds more than any printed page would."""


class Glyph(NamedTuple):
    """One printed character. top, bottom: of its em square; base: the line it stands on; order: as it was painted;
    turn: quarter turns against the page as it is read, -1 when it stands at a slant; stroke: which instruction to
    paint text it comes from, counted over the page."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    base: int
    size: int
    order: int
    turn: int
    stroke: int

    @property
    def blank(self) -> bool:
        """Whether it is a space of any kind."""
        return not self.text.strip()


class Rule(NamedTuple):
    """A ruled line; across: from left to right, at that height from start to end; otherwise from top to bottom."""

    across: bool
    at: int
    start: int
    end: int


class Sheet(NamedTuple):
    """What a page shows. turn: quarter turns clockwise by which the page was turned to be read;
    pictured: whether a picture takes up a good part of it."""

    number: int
    width: int
    height: int
    turn: int
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    pictured: bool

    def place(self, left: int, top: int, right: int, bottom: int) -> tuple[Decimal, Decimal, Decimal, Decimal]:
        """A box on the page as it lies in the file: left, top, right, bottom in points."""
        box = _turned_box((left, top, right, bottom), -self.turn % 4, self.width, self.height)
        x0, y0, x1, y1 = (Decimal(side).scaleb(-2) for side in box)
        return x0, y0, x1, y1


class _Device(PDFPageAggregator):
    """Collects what a page paints; leaves out unseen text, and stops at a page that paints too much."""

    def __init__(self, manager: Any) -> None:
        super().__init__(manager, laparams=None)
        self.unseen = False
        self.glyphs = self.shapes = self.forms = self.strokes = 0

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
        self.forms += 1
        if self.forms > MOST_FORMS:
            raise TooMuch
        super().begin_figure(name, bbox, matrix)

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self.unseen = textstate.render in _UNSEEN
        self.strokes += 1
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(self, *args: Any, **kwargs: Any) -> Any:
        advance = super().render_char(*args, **kwargs)
        self.glyphs += 1
        if self.unseen:
            self.cur_item._objs.pop()
        else:
            # pdfplumber hands on this attribute, which is meant for the number of marked content
            self.cur_item._objs[-1].mcid = self.strokes  # type: ignore[attr-defined]
        if self.glyphs > MOST_GLYPHS:
            raise TooMuch
        return advance

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        self.shapes += max(1, len(path) // 5)
        if self.shapes > MOST_SHAPES:
            raise TooMuch
        super().paint_path(gstate, stroke, fill, evenodd, path)


class _Page(pdfplumber.page.Page):
    @property
    def layout(self) -> Any:
        if not hasattr(self, "_layout"):
            if sum(len(stream_value(part).get_data()) for part in self.page_obj.contents) > MOST_INSTRUCTIONS:
                raise TooMuch
            device = _Device(self.pdf.rsrcmgr)
            PDFPageInterpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
            self._layout = device.get_result()
        return self._layout


def sheet(pdf: Any, page: Any, number: int) -> Sheet:
    """What a page of an opened PDF shows; TooMuch when it holds more than a printed page, any error when damaged."""
    opened = _Page(pdf, page, page_number=number)
    try:
        return _sheet(opened)
    finally:
        opened.close()


def _sheet(page: _Page) -> Sheet:
    left, top, right, bottom = map(_units, _shown(page))
    corner, width, height = (left, top), right - left, bottom - top
    grounds = [_box(o, corner) for o in page.rects if o["fill"] and not _white(o["non_stroking_color"])]
    grounds = [box for box in grounds if min(box[2] - box[0], box[3] - box[1]) > _THIN]
    marks = [mark for mark in _marks(page, corner, grounds) if _inside(mark, width, height)]
    turns = Counter(mark.turn for mark in marks if mark.turn >= 0 and mark.text.strip())
    turn = turns.most_common(1)[0][0] if turns else 0
    rules = [_turn_rule(rule, turn, width, height) for rule in _rules(page, corner)]
    glyphs = tuple(_once(_glyph(mark, turn, width, height) for mark in marks))
    if turn % 2:
        width, height = height, width
    return Sheet(page.page_number, width, height, turn, glyphs, tuple(rules), _pictured(page))


def _pictured(page: _Page) -> bool:
    whole = page.width * page.height
    return any((image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) * 4 >= whole for image in page.images)


def _shown(page: _Page) -> tuple[Any, Any, Any, Any]:
    """The part of the page that is shown: what is cropped is not seen."""
    whole, crop = page.bbox, page.cropbox
    x0, top, x1, bottom = max(whole[0], crop[0]), max(whole[1], crop[1]), min(whole[2], crop[2]), min(whole[3], crop[3])
    return (x0, top, x1, bottom) if x0 < x1 and top < bottom else whole


def _units(points: Decimal | int) -> int:
    return round(points * POINT)


def _box(shape: Any, corner: tuple[int, int]) -> tuple[int, int, int, int]:
    left, top, right, bottom = (_units(shape[side]) for side in ("x0", "top", "x1", "bottom"))
    return left - corner[0], top - corner[1], right - corner[0], bottom - corner[1]


def _white(colour: Any, ink: bool = False) -> bool:
    """Whether a colour is that of the paper; ink: a single number says how much ink, not how much light."""
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    if not parts or not all(isinstance(part, int | float) for part in parts):
        return False
    if len(parts) == 4 or ink:
        return all(part * 100 <= 1 for part in parts)
    return all(part * 100 >= 99 for part in parts)


# --- glyphs -----------------------------------------------------------------------------------------------------------


class _Mark(NamedTuple):
    """A character as it lies in the file: its box, and where it was set down."""

    text: str
    box: tuple[int, int, int, int]
    origin: tuple[int, int]
    size: int
    order: int
    turn: int
    stroke: int


def _marks(page: _Page, corner: tuple[int, int], grounds: list[tuple[int, int, int, int]]) -> Iterator[_Mark]:
    for order, char in enumerate(page.chars):
        left, top, right, bottom = box = _box(char, corner)
        text, size = _text(char["text"]), _units(char["size"])
        if not text or size < _SMALLEST:
            continue
        if _white(char["non_stroking_color"], ink=char.get("ncs") in ("Separation", "DeviceN")):
            x, y = (left + right) // 2, (top + bottom) // 2
            if not any(ground[0] <= x <= ground[2] and ground[1] <= y <= ground[3] for ground in grounds):
                continue
        a, b, _, _, e, f = char["matrix"]
        yield _Mark(
            text, box, (_units(e), bottom + _units(char["y0"]) - _units(f)), size, order, _direction(a, b), char["mcid"]
        )


def _glyph(mark: _Mark, turn: int, width: int, height: int) -> Glyph:
    """A character on the turned page. The box of a glyph hangs on its font's descent, which differs from font to font
    on one line; the line it stands on does not, so top and bottom are reckoned from there."""
    left, top, right, bottom = _turned_box(mark.box, turn, width, height)
    left_over = -1 if mark.turn < 0 else (mark.turn - turn) % 4
    base = bottom
    if left_over == 0:
        base = _turned(*mark.origin, turn, width, height)[1]
        top, bottom = base - mark.size * 88 // 100, base + mark.size * 12 // 100
    return Glyph(mark.text, left, top, right, bottom, base, mark.size, mark.order, left_over, mark.stroke)


def _text(printed: str) -> str:
    if printed.startswith("(cid:"):
        return _UNKNOWN  # the font does not say which character this is
    return "".join(c for c in printed if c >= " ").replace("\xa0", " ")


def _direction(a: Any, b: Any) -> int:
    """Quarter turns clockwise that bring text upright; -1 at a slant."""
    angle = math.degrees(math.atan2(b, a))
    quarter = round(angle / 90)
    return quarter % 4 if abs(angle - quarter * 90) < 3 else -1


def _inside(mark: _Mark, width: int, height: int) -> bool:
    left, top, right, bottom = mark.box
    return 0 <= left + right <= 2 * width and 0 <= top + bottom <= 2 * height


def _once(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    """Without the second copy of glyphs painted twice, a hair aside, to look bold. A single one among others that are
    no copies belongs to another text that lies over the first by chance."""
    all_ = list(glyphs)
    first = _first_copies(all_)
    for place, glyph in enumerate(all_):
        if first[place] is not None:
            # a text painted twice, or each glyph of it: copies follow one another, or every second is one
            near = (first[n] for n in range(max(place - 2, 0), place + 3) if n != place and n < len(all_))
            if any(other is not None for other in near) or not _continued(all_, place):
                continue
        yield glyph


def _continued(glyphs: list[Glyph], place: int) -> bool:
    """Whether the next glyph goes on where this one ends."""
    glyph, after = glyphs[place], glyphs[place + 1 : place + 2]
    return any(
        next_.base == glyph.base and abs(next_.left - glyph.right) * 100 <= 20 * glyph.size and not next_.blank
        for next_ in after
    )


def _first_copies(glyphs: list[Glyph]) -> list[int | None]:
    """For each glyph the number of the one painted before in the same place; None where there is none."""
    met: dict[tuple[str, int, int], list[int]] = {}
    found: list[int | None] = []
    for number, glyph in enumerate(glyphs):
        column, row = glyph.left // POINT, glyph.base // POINT
        reach = min(POINT, glyph.size * 15 // 100)
        near = (
            other
            for x in (column - 1, column, column + 1)
            for y in (row - 1, row, row + 1)
            for other in met.get((glyph.text, x, y), ())
        )
        copy = None if glyph.blank else next((n for n in near if _same_place(glyphs[n], glyph, reach)), None)
        found.append(copy)
        there = met.setdefault((glyph.text, column, row), [])
        if copy is None and len(there) < _MOST_COPIES:
            there.append(number)
    return found


def _same_place(one: Glyph, other: Glyph, reach: int) -> bool:
    return max(abs(one.left - other.left), abs(one.base - other.base), abs(one.size - other.size)) <= reach


# --- ruled lines ------------------------------------------------------------------------------------------------------


def _rules(page: _Page, corner: tuple[int, int]) -> list[Rule]:
    found: list[Rule] = []
    for shape in page.rects:
        found.extend(_of_rectangle(shape, *_box(shape, corner)))
    for shape in (*page.lines, *page.curves):
        if not (shape["stroke"] and not _white(shape["stroking_color"])):
            continue
        points = [(_units(x) - corner[0], _units(y) - corner[1]) for x, y in shape["pts"]]
        for start, end in itertools.pairwise(points):
            found.extend(_straight(*start, *end))
    return found


def _of_rectangle(shape: Any, left: int, top: int, right: int, bottom: int) -> Iterator[Rule]:
    stroked = shape["stroke"] and not _white(shape["stroking_color"])
    filled = shape["fill"] and not _white(shape["non_stroking_color"])
    wide, high = right - left, bottom - top
    if not (stroked or filled):
        return
    # a dot is part of a dotted border, which way it runs its neighbours say; alone it is too short to count
    if high <= _THIN:
        yield Rule(True, (top + bottom) // 2, left, right)
    if wide <= _THIN:
        yield Rule(False, (left + right) // 2, top, bottom)
    if stroked and high > _THIN and wide > _THIN:
        yield from (Rule(True, top, left, right), Rule(True, bottom, left, right))
        yield from (Rule(False, left, top, bottom), Rule(False, right, top, bottom))


def _straight(x0: int, y0: int, x1: int, y1: int) -> Iterator[Rule]:
    if abs(y1 - y0) <= POINT // 2 and x0 != x1:
        yield Rule(True, (y0 + y1) // 2, min(x0, x1), max(x0, x1))
    elif abs(x1 - x0) <= POINT // 2 and y0 != y1:
        yield Rule(False, (x0 + x1) // 2, min(y0, y1), max(y0, y1))


# --- turning ----------------------------------------------------------------------------------------------------------


def _turned(x: int, y: int, turn: int, width: int, height: int) -> tuple[int, int]:
    """A point of a page after quarter turns of the page clockwise; width and height are those before turning."""
    return ((x, y), (height - y, x), (width - x, height - y), (y, width - x))[turn]


def _turned_box(box: tuple[int, int, int, int], turn: int, width: int, height: int) -> tuple[int, int, int, int]:
    (x0, y0), (x1, y1) = (_turned(*corner, turn, width, height) for corner in (box[:2], box[2:]))
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _turn_rule(rule: Rule, turn: int, width: int, height: int) -> Rule:
    ends = (rule.start, rule.at, rule.end, rule.at) if rule.across else (rule.at, rule.start, rule.at, rule.end)
    left, top, right, bottom = _turned_box(ends, turn, width, height)
    return Rule(True, top, left, right) if top == bottom else Rule(False, left, top, bottom)


def uprighted(glyph: Glyph, sheet: Sheet) -> Glyph:
    """A glyph that stands sideways, on the page turned so that it stands upright; its base is that of its box."""
    box = (glyph.left, glyph.top, glyph.right, glyph.bottom)
    left, top, right, bottom = _turned_box(box, glyph.turn, sheet.width, sheet.height)
    base = bottom - (bottom - top) * 12 // 100
    return glyph._replace(left=left, top=top, right=right, bottom=bottom, base=base, turn=0)
