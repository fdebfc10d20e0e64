"""The blocks of all pages in reading order: paragraphs between tables, and those a page break cuts put together.

Where a line ends and how the next is indented is known only here, so a paragraph that goes on after a page break is
joined here; tables, page numbers and running heads are left to those who join them for every format.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from checker.characters import key
from checker.ingest.documents import Grid, Paragraph
from checker.ingest.pdf_page import Sheet
from checker.ingest.pdf_paragraphs import Margins, TextLine, goes_on, grouped, margins, page_margins, paragraph

# a line that stands first or last on this many pages is a running head
_FEWEST_HEADS = 3


class Leaf(NamedTuple):
    """One page taken apart. sheet: without what it shows; tables: by their upper edges; lines: outside of tables;
    aside: paragraphs set another way than the page, by their upper edges."""

    sheet: Sheet
    tables: list[tuple[int, Grid]]
    lines: list[TextLine]
    aside: list[tuple[int, Paragraph]]


@dataclass(slots=True, eq=False)
class _Group:
    """The lines of one paragraph on its first page, and on those after it."""

    lines: list[TextLine]
    rest: list[TextLine] = field(default_factory=list)


_Item = Grid | Paragraph | _Group


@dataclass(slots=True, eq=False)
class _Page:
    sheet: Sheet
    area: Margins | None
    items: list[_Item]


def blocks(leaves: Sequence[Leaf]) -> Iterator[Paragraph | Grid]:
    """The paragraphs and tables of a document in reading order."""
    by_width: dict[int, list[TextLine]] = defaultdict(list)
    for leaf in leaves:
        by_width[leaf.sheet.width].extend(leaf.lines)
    usual = {width: margins(lines, width) for width, lines in by_width.items()}
    pages = [_page(leaf, page_margins(leaf.lines, leaf.sheet.width, usual[leaf.sheet.width])) for leaf in leaves]
    _join_over_pages(pages)
    for page in pages:
        for item in page.items:
            yield paragraph(item.lines, page.sheet, page.area, item.rest) if isinstance(item, _Group) else item


def _page(leaf: Leaf, area: Margins | None) -> _Page:
    found: list[tuple[int, _Item]] = [*leaf.tables, *leaf.aside]
    for lines in _between(leaf.lines, sorted(top for top, _ in found)):
        found.extend((group[0].top, _Group(group)) for group in grouped(lines, area))
    found.sort(key=lambda place: place[0])
    return _Page(leaf.sheet, area, [item for _, item in found])


def _between(lines: Sequence[TextLine], tops: Sequence[int]) -> Iterator[list[TextLine]]:
    """Lines that follow one another without a table between them."""
    group: list[TextLine] = []
    for line in lines:
        if group and any(group[-1].top < top <= line.top for top in tops):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


# --- page breaks ------------------------------------------------------------------------------------------------------


def _join_over_pages(pages: Sequence[_Page]) -> None:
    """Moves the first lines of a page to the paragraph on the page before that goes on in them."""
    heads = _running_heads(pages)
    before: tuple[_Page, _Group] | None = None
    for page in pages:
        body = [item for item in page.items if not _is_furniture(item, heads)]
        if not body:
            continue  # a page with nothing but its number
        first, last = body[0], body[-1]
        if before and isinstance(first, _Group) and _goes_on_over(before, page, first):
            before[1].rest.extend(first.lines)
            page.items.remove(first)
            if last is first:
                continue
        before = (page, last) if isinstance(last, _Group) else None


def _goes_on_over(before: tuple[_Page, _Group], page: _Page, first: _Group) -> bool:
    area, other = before[0].area, page.area
    if area is None or other is None or before[0].sheet.width != page.sheet.width:
        return False
    last = (before[1].rest or before[1].lines)[-1]
    near = max(abs(area.left - other.left), abs(area.right - other.right)) <= last.size
    return near and goes_on([before[1].lines[0], last], first.lines[0], other)


def _is_furniture(item: _Item, heads: set[str]) -> bool:
    if not isinstance(item, _Group) or len(item.lines) > 1:
        return False
    (line,) = item.lines
    return _without_digits(line) in heads or (line.apart and len(line.text) <= 12)


def _running_heads(pages: Sequence[_Page]) -> set[str]:
    edges: Counter[str] = Counter()
    for page in pages:
        groups = [item for item in (page.items[:1] + page.items[-1:]) if isinstance(item, _Group)]
        edges.update({_without_digits(group.lines[0]) for group in groups if len(group.lines) == 1})
    return {text for text, count in edges.items() if count >= _FEWEST_HEADS}


def _without_digits(line: TextLine) -> str:
    return "".join(c for c in key(line.text[:100]) if not c.isdigit())
