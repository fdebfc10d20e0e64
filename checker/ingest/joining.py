"""Pages put together again: page numbers and running heads dropped, paragraphs cut by a page break joined.

Tables that go on after a page break are joined where it is known which table is which (``continuing``).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from checker.characters import key, numbering
from checker.ingest.captions import begins_as_caption, is_note, is_page_number
from checker.ingest.documents import Document, Grid, Paragraph
from checker.ingest.numbered import number_of
from checker.resources import table

Block = Paragraph | Grid
_FEWEST_HEADS = 3
"""Pages a line must stand at the edge of to be a running head."""
_LONGEST_FRONT = 100
_SHORTEST_LINE = 20
"""Characters below which a line that is not whole is no running text that goes on."""


@dataclass(frozen=True, slots=True)
class Mended:
    """The blocks of a document without its pages; how many paragraphs were joined and lines dropped for it."""

    blocks: tuple[Block, ...]
    joined: int
    dropped: int


def mended(document: Document) -> Mended:
    """A document as if it had been printed on one long page."""
    kept = _without_furniture(document.blocks)
    blocks: list[Block] = []
    joined = 0
    for block in kept:
        last = blocks[-1] if blocks else None
        if isinstance(block, Paragraph) and isinstance(last, Paragraph) and _goes_on(last, block):
            blocks[-1] = replace(last, text=_glued(last.text, block.text))
            joined += 1
        else:
            blocks.append(block)
    return Mended(tuple(blocks), joined, len(document.blocks) - len(kept))


def _without_furniture(blocks: Sequence[Block]) -> list[Block]:
    heads = _running_heads(blocks)
    edges = {id(block) for block in _edges(blocks)}
    numbers = {id(block) for block in blocks if isinstance(block, Paragraph) and is_page_number(block.text)}
    paged = any(block.origin.page is not None for block in blocks)
    kept: list[Block] = []
    for place, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            # a lone figure is a page number only where others count on with it
            is_number = id(block) in numbers and (len(numbers) > 1 or not key(block.text).isdigit())
            if is_number and (not paged or id(block) in edges):
                continue
            if id(block) in edges and place and key(block.text) in heads:
                continue
        kept.append(block)
    return kept


def _edges(blocks: Sequence[Block]) -> list[Paragraph]:
    """The paragraphs that stand first or last on their page, and those next to page numbers there."""
    found: list[Paragraph] = []
    by_page: dict[int, list[Block]] = {}
    for block in blocks:
        if block.origin.page is not None:
            by_page.setdefault(block.origin.page, []).append(block)
    for page in by_page.values():
        for side in (page, page[::-1]):
            for block in side[:2]:
                if not isinstance(block, Paragraph):
                    break
                found.append(block)
                if not is_page_number(block.text):
                    break
    return found


def _running_heads(blocks: Sequence[Block]) -> set[str]:
    """The keys of lines that stand at the edge of several pages and say nothing of a table."""
    counts: Counter[str] = Counter()
    pages: dict[str, set[int | None]] = {}
    for block in _edges(blocks):
        short = key(block.text)
        pages.setdefault(short, set()).add(block.origin.page)
    for short, where in pages.items():
        counts[short] = len(where)
    return {short for short, count in counts.items() if count >= _FEWEST_HEADS and _says_nothing(short)}


def _says_nothing(line: str) -> bool:
    return not begins_as_caption(line) and not is_note(line) and number_of(line) is None


def _goes_on(before: Paragraph, after: Paragraph) -> bool:
    """Whether a paragraph is the rest of the one before it: that one is running text and stops within a sentence."""
    words = table("ingest")
    text, rest = before.text.rstrip(), after.text.lstrip()
    if len(text) < _SHORTEST_LINE or not rest or text[-1] in words["sentence_ends"] or _begins(after):
        return False
    if before.level is not None or before.centred:
        return False
    if number_of(text) and not any(mark in text for mark in words["sentence_marks"]):
        return False
    return any(mark in text for mark in (*words["sentence_marks"], ",", "，"))


def _begins(paragraph: Paragraph) -> bool:
    """Whether a paragraph is the beginning of something."""
    line = paragraph.text
    front = numbering(line[:_LONGEST_FRONT])
    # 2021年 in front is no numbering: a sentence may go on with it
    if front and not any(word in front for word in table("characters")["years"]):
        return True
    return paragraph.level is not None or paragraph.centred or is_note(line) or begins_as_caption(line)


def _glued(before: str, after: str) -> str:
    """Two halves of a text; a blank between two words of letters."""
    before, after = before.rstrip(), after.lstrip()
    is_word = before[-1:].isascii() and after[:1].isascii() and before[-1:].isalpha() and after[:1].isalpha()
    return f"{before} {after}" if is_word else before + after
