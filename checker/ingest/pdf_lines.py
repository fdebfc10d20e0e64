"""Glyphs become lines, and lines text: the order is that of the page, blanks are those a reader sees.

A *piece* is what was painted in one go and touches: the part of a line that is certainly one. Pieces that stand side by
side make a line, even when digits stand a little higher than the words beside them.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from checker.ingest.pdf_page import Glyph

_NEIGHBOURS = 200  # pieces of a line looked at; no printed line has as many
_SOFT_HYPHEN = "\xad"
_FIGURE = re.compile(r"[-+(−–—]?\d[\d,]*(?:\.\d+)?\)?%?")


class Piece(NamedTuple):
    """Glyphs painted one after the other without a gap, without blanks at the ends. ended: a blank follows."""

    glyphs: tuple[Glyph, ...]
    left: int
    right: int
    base: int
    size: int
    ended: bool

    @property
    def top(self) -> int:
        """The upper edge of its em square."""
        return self.base - self.size * 88 // 100

    @property
    def bottom(self) -> int:
        """The lower edge of its em square."""
        return self.base + self.size * 12 // 100

    @property
    def middle(self) -> int:
        """The height half-way up its characters."""
        return self.base - self.size * 38 // 100


class Line(NamedTuple):
    """Pieces that stand side by side, from left to right; base and size are those of its widest piece."""

    pieces: tuple[Piece, ...]
    left: int
    right: int
    top: int
    bottom: int
    base: int
    size: int

    @property
    def ended(self) -> bool:
        """Whether a blank follows the last character, as word processors write it at the end of a paragraph."""
        return self.pieces[-1].ended


def pieces(glyphs: Iterable[Glyph]) -> list[Piece]:
    """What was painted in one go, in that order; blanks alone are left out."""
    found = []
    for run in _runs(glyphs):
        first = next((i for i, glyph in enumerate(run) if not glyph.blank), None)
        if first is None:
            continue
        last = max(i for i, glyph in enumerate(run) if not glyph.blank)
        found.append(piece(run[first : last + 1], ended=last + 1 < len(run)))
    return found


def piece(glyphs: Sequence[Glyph], ended: bool = False) -> Piece:
    """One piece of glyphs that stand together; at least one, the first and last not blank."""
    big = max(glyphs, key=lambda glyph: glyph.size)
    left, right = min(glyph.left for glyph in glyphs), max(glyph.right for glyph in glyphs)
    return Piece(tuple(glyphs), left, right, big.base, big.size, ended)


def _runs(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    run: list[Glyph] = []
    blank = 0
    for glyph in glyphs:
        if run and not (blank <= 2 * run[-1].size and _goes_on(run[-1], glyph)):
            yield run
            run, blank = [], 0
        blank = blank + glyph.right - glyph.left if glyph.blank else 0
        run.append(glyph)
    if run:
        yield run


def _goes_on(last: Glyph, glyph: Glyph) -> bool:
    em = max(last.size, glyph.size)
    if glyph.stroke != last.stroke and (last.right - glyph.left) * 100 > 10 * em and last.text[-1].isalnum():
        return False  # painted over the one before; only full-width punctuation may be closed up by half an em
    return (
        abs(glyph.base - last.base) * 100 <= 12 * em
        and glyph.left >= last.left
        and -60 * em <= (glyph.left - last.right) * 100 <= 50 * em
    )


def lines(parts: Iterable[Piece]) -> list[Line]:
    """The lines that pieces make, from top to bottom."""
    found: list[list[Piece]] = []
    widest: list[Piece] = []
    for part in sorted(parts, key=lambda part: (part.base, part.left)):
        # from the lowest line up: only the last few can be level with it
        for index in range(len(found) - 1, max(-1, len(found) - 4), -1):
            if _level(widest[index], part) and not any(_over(part, other) for other in found[index][-_NEIGHBOURS:]):
                found[index].append(part)
                widest[index] = max(widest[index], part, key=lambda p: (p.right - p.left, p.size))
                break
        else:
            found.append([part])
            widest.append(part)
    return sorted((_line(parts) for parts in found), key=lambda line: (line.base, line.left))


def _level(one: Piece, other: Piece) -> bool:
    return abs(one.base - other.base) * 100 < 45 * min(one.size, other.size)


def _over(part: Piece, other: Piece) -> bool:
    """Whether a piece lies over another one: they are two lines that stand too close, or over one another."""
    shared = (min(part.right, other.right) - max(part.left, other.left)) * 100
    em = min(part.size, other.size)
    return shared > 80 * em or (shared > 30 * em and abs(part.base - other.base) * 100 > 12 * em)


def _line(parts: list[Piece]) -> Line:
    parts.sort(key=lambda part: (part.left, part.right))
    widest = max(parts, key=lambda part: (part.right - part.left, part.size))
    return Line(
        tuple(parts),
        parts[0].left,
        max(part.right for part in parts),
        min(part.top for part in parts),
        max(part.bottom for part in parts),
        widest.base,
        widest.size,
    )


# --- text -------------------------------------------------------------------------------------------------------------


@cache
def wide(character: str) -> bool:
    """Whether a character is set without blanks beside it: ideographs, full-width forms, their punctuation."""
    return unicodedata.east_asian_width(character) in "WFA"


def is_figure(text: str) -> bool:
    """Whether a text is one figure and nothing else."""
    return bool(_FIGURE.fullmatch(text.replace(" ", "")))


def spell(line: Line, in_cell: bool) -> str:
    """The text of a line. in_cell: blanks between wide characters are taken for justification."""
    glyphs = sorted((g for part in line.pieces for g in part.glyphs), key=lambda g: (g.left, g.order))
    seen = [glyph for glyph in glyphs if not glyph.blank]
    gaps = [after.left - before.right for before, after in itertools.pairwise(seen)]
    blanks = _blanks_between(glyphs)
    spread = _spread(seen, gaps, line.size) if in_cell else False
    parts = [seen[0].text]
    for number, (before, after) in enumerate(itertools.pairwise(seen)):
        if not spread and _parted(before, after, gaps[number], blanks[number], in_cell):
            parts.append(" ")
        parts.append(after.text)
    return "".join(parts)


def _blanks_between(glyphs: Sequence[Glyph]) -> list[bool]:
    """For each pair of neighbouring visible glyphs, whether a blank was painted between them."""
    found = []
    blank = False
    for glyph in glyphs[1:]:
        if glyph.blank:
            blank = True
        else:
            found.append(blank)
            blank = False
    return found


def _spread(seen: Sequence[Glyph], gaps: Sequence[int], em: int) -> bool:
    """Whether the characters of a cell are spread over its width: every one or two apart from the next."""
    if not gaps or max(gaps) * 100 < 15 * em:
        return False
    even = min(gaps) * 100 >= 15 * em and (max(gaps) - min(gaps)) * 100 <= 30 * em
    if len(gaps) >= 2 and even:
        return True
    runs, length = [], 1
    for gap in gaps:
        if gap * 100 >= 25 * em:
            runs.append(length)
            length = 0
        length += 1
    return all(wide(glyph.text[0]) for glyph in seen) and max(*runs, length) <= 2


def _parted(before: Glyph, after: Glyph, gap: int, blank: bool, in_cell: bool) -> bool:
    em = max(before.size, after.size)
    if not (wide(before.text[-1]) or wide(after.text[0])):
        return gap * 100 >= 25 * em or (blank and gap * 100 >= 10 * em)
    if in_cell:
        return gap * 100 >= 150 * em
    return gap * 100 >= 90 * em or (blank and gap * 100 >= 20 * em)


def join(before: str, after: str) -> str:
    """Two lines of one paragraph or cell as one text: a blank only between words of letters or digits."""
    if not before or not after:
        return before + after
    if before.endswith(_SOFT_HYPHEN) and before[-2:-1].isalpha() and after[0].isalpha():
        return before[:-1] + after
    if wide(before[-1]) or wide(after[0]) or before[-1] in "-/" or after[0] in ",.;:%)":
        return before + after
    return f"{before} {after}"


def printed(text: str) -> str:
    """The text as it is seen: a soft hyphen that was painted is a hyphen (fonts often give both one glyph)."""
    return text.replace(_SOFT_HYPHEN, "-")
