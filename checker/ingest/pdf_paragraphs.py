"""Lines become paragraphs: a line goes on in the next when that one's first word would not have fitted any more.

Told by what a reader sees: how far a line reaches, how far the next is indented, how far below it stands, its size.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from checker.characters import numbering, ordinal
from checker.ingest.documents import Origin, Paragraph
from checker.ingest.pdf_lines import Line, join, printed, spell, wide
from checker.ingest.pdf_page import Sheet
from checker.resources import table

# hundredths of the size of the type: first lines are indented by two characters, set lines end within one of the margin
_INDENT = 100
_NEAR = 60
_DEEP = 320
_GAP = 200  # an empty stretch this wide inside a line sets its parts apart for good
_TAIL = 100  # characters at the end or the beginning of a line that say what it is
# hundredths of the usual distance between lines
_FAR = 160


class TextLine(NamedTuple):
    """A line outside of tables. first: how wide its first word is; apart: it is no running text (an entry of a
    contents list, a page number, parts set far apart)."""

    text: str
    left: int
    right: int
    top: int
    bottom: int
    base: int
    size: int
    ended: bool
    first: int
    apart: bool


class Margins(NamedTuple):
    """Where the lines of running text begin and end."""

    left: int
    right: int


def text_line(line: Line) -> TextLine:
    """What paragraphs are told by, of a line."""
    text = spell(line, in_cell=False)
    return TextLine(
        text,
        line.left,
        line.right,
        line.top,
        line.bottom,
        line.base,
        line.size,
        line.ended,
        _first_word(line),
        _apart(line, text),
    )


def _first_word(line: Line) -> int:
    glyphs = [glyph for part in line.pieces for glyph in part.glyphs]
    end = glyphs[0]
    for before, after in itertools.pairwise(glyphs):
        # what closes is never set at the start of a line
        closes = not after.text[0].isalnum() and wide(after.text[0]) and not after.blank
        narrow = not (wide(before.text[-1]) or wide(after.text[0]) or after.blank)
        if after.left - before.right > line.size // 2 or not (closes or narrow):
            break
        end = after
    return end.right - glyphs[0].left


@cache
def _leader() -> re.Pattern[str]:
    leaders = re.escape(table("ingest_pdf")["leaders"])
    return re.compile(rf"[{leaders}\s]{{3,}}\s*\(?\d{{1,4}}\)?$")


def _apart(line: Line, text: str) -> bool:
    gaps = (after.left - before.right for before, after in itertools.pairwise(line.pieces))
    if any(gap * 100 > _GAP * line.size for gap in gaps) or _leader().search(text[-_TAIL:]):
        return True
    around = table("ingest_pdf")["page_number"]
    rest = [c for c in text if c not in around]
    return len(rest) <= 4 and all(c.isdigit() for c in rest)


# --- margins ----------------------------------------------------------------------------------------------------------


def margins(lines: Sequence[TextLine], width: int) -> Margins | None:
    """The margins that lines of running text keep on pages of a width; None where there are too few to tell."""
    set_ = [line for line in lines if not line.apart]
    if len(set_) < 3:
        return None
    size = Counter(line.size for line in set_).most_common(1)[0][0]
    enough = max(2, len(set_) // 12)
    left = _kept((line.left for line in set_), size // 2, enough)
    right = _kept((-line.right for line in set_), size, enough)
    if left is None or right is None or (-right - left) * 2 < width:
        return None  # titles and notes alone
    return Margins(left, -right)


def _kept(places: Iterable[int], reach: int, enough: int) -> int | None:
    """The smallest place that enough lines come near to."""
    ordered = sorted(places)
    for index, place in enumerate(ordered[: len(ordered) - enough + 1]):
        if ordered[index + enough - 1] - place <= reach:
            return ordered[index + enough - 1]
    return None


def page_margins(lines: Sequence[TextLine], width: int, usual: Margins | None) -> Margins | None:
    """The margins of one page: its own where half of its lines reach them, else those of its like."""
    own = margins(lines, width)
    if own is None or usual is None:
        return own or usual
    size = max(line.size for line in lines)
    reaching = sum(abs(line.right - own.right) <= size for line in lines)
    return own if reaching >= 5 and reaching * 2 >= len(lines) else usual


# --- paragraphs -------------------------------------------------------------------------------------------------------


def grouped(lines: Sequence[TextLine], area: Margins | None) -> list[list[TextLine]]:
    """Lines that follow one another without a table between them, by the paragraphs they make."""
    pitch = _pitch(lines)
    groups: list[list[TextLine]] = []
    for line in lines:
        if groups and goes_on(groups[-1], line, area, pitch):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def goes_on(group: Sequence[TextLine], line: TextLine, area: Margins | None, pitch: int = 0) -> bool:
    """Whether a line is of the same paragraph as those before it; pitch: the usual distance from line to line."""
    return _goes_on(group[-1], line, area, pitch) and not _next_item(group[0], line)


def _pitch(lines: Sequence[TextLine]) -> int:
    steps = sorted(
        after.base - before.base
        for before, after in itertools.pairwise(lines)
        if _same_size(before, after) and after.base > before.base
    )
    return steps[len(steps) // 2] if steps else 0


def _same_size(one: TextLine, other: TextLine) -> bool:
    return abs(one.size - other.size) * 100 <= 12 * max(one.size, other.size)


def _goes_on(before: TextLine, after: TextLine, area: Margins | None, pitch: int) -> bool:
    if area is None or before.apart or after.apart or not _same_size(before, after):
        return False
    em = before.size
    step = after.base - before.base
    if step * 100 > _FAR * pitch and step > 2 * em:
        return False
    # set text may end up to two hanging marks beyond the margin
    full = area.right - before.right < after.first + em * _NEAR // 100
    if not full:
        return False
    if (before.left - after.left) * 100 > _DEEP * em:
        return False  # a title in the middle, or a line at the right
    if before.ended and wide(before.text[-1]):
        return False  # word processors write a blank where a paragraph ends
    ends = before.text[-1] in table("ingest_pdf")["sentence_ends"]
    if ends and numbering(after.text[:_TAIL]):
        return False
    if (after.left - area.left) * 100 > _INDENT * em:
        return _middle(after, area) and (after.left - area.left) > 3 * em and not ends
    return True


def _next_item(first: TextLine, after: TextLine) -> bool:
    """Whether a line begins with the number that follows that of the paragraph."""
    number, next_number = ordinal(first.text[:_TAIL]), ordinal(after.text[:_TAIL])
    return bool(number and next_number and number[0] == next_number[0] and number[1] + 1 == next_number[1])


def _middle(line: TextLine, area: Margins) -> bool:
    return abs((line.left - area.left) - (area.right - line.right)) <= line.size


def paragraph(
    lines: Sequence[TextLine], sheet: Sheet, area: Margins | None, rest: Sequence[TextLine] = ()
) -> Paragraph:
    """The paragraph that lines of one page make; rest: its lines on the pages after that one."""
    text = ""
    for line in (*lines, *rest):
        text = join(text, line.text)
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    top, bottom = min(line.top for line in lines), max(line.bottom for line in lines)
    size = Counter(line.size for line in lines).most_common(1)[0][0]
    return Paragraph(
        printed(text),
        Origin(page=sheet.number, box=sheet.place(left, top, right, bottom)),
        centred=len(lines) < 3 and not rest and _centred(lines[-1], sheet, area),
        size=Decimal(size).scaleb(-2),
    )


def _centred(line: TextLine, sheet: Sheet, area: Margins | None) -> bool:
    """Whether a line stands in the middle of the page or of the text, and plainly begins inside of both margins."""
    left, right = (area.left, area.right) if area else (0, sheet.width)
    inset = min(line.left - left, right - line.right)
    if inset < line.size:
        return False
    if area and abs(line.left - area.left - 2 * line.size) * 10 <= 3 * line.size:
        return False  # a first line, indented by two characters, may end as far before the margin by chance
    aside = 2 * line.size if inset >= 3 * line.size else line.size // 2
    return abs(line.left + line.right - sheet.width) <= aside or abs(line.left - left - right + line.right) <= aside
