"""Plain text and Markdown: a line is a paragraph, lines with tabs or bars are the rows of a table.

A blank line inside a table is taken as the end of a grid; whether the table goes on after it is for joining to say.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from checker.ingest.cells import from_texts
from checker.ingest.documents import Document, Grid, Origin, Paragraph
from checker.ingest.encodings import decoded
from checker.problems import Problem
from checker.resources import table

_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_LONGEST_MARKED = 10_000
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}")
_BAR = re.compile(r"(?<!\\)\|")
_BAR_RULE = re.compile(r"\s*:?-+:?\s*")


def read_text(path: Path) -> Document:
    """The paragraphs and grids of a text file, each with its line."""
    text = decoded(path.read_bytes())
    if text is None:
        return Document(str(path), (), remarks=(Problem("D217", str(path)),))
    return Document(str(path), tuple(blocks_of(text)))


def blocks_of(text: str) -> Iterator[Paragraph | Grid]:
    """The blocks of a text, in order. Markdown's links, emphasis, list signs and heading signs are taken off."""
    rows: list[tuple[int, list[str]]] = []
    width = 0
    for number, line in enumerate(re.split(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]", text), 1):
        cells = _cells(line)
        if cells is None and rows and "\t" in line and line.count("\t") + 1 == len(rows[-1][1]):
            cells = line.split("\t")  # a blank row
        if cells is not None:
            rows.append((number, cells))
            continue
        yield from _grid(rows, width)
        width = len(rows[-1][1]) if len(rows) > 1 else width
        rows = []
        if line.strip() and not _RULE.fullmatch(line):
            yield _paragraph(line, number)
    yield from _grid(rows, width)


def _cells(line: str) -> list[str] | None:
    """The cells of a line that is a row of a table; None where it is none."""
    if "\t" in line:
        # white space in front of a paragraph is no cell
        return line.split("\t") if line.strip() and (line.rstrip().count("\t") or line.endswith("\t")) else None
    short = line.strip()
    if short.startswith("|") and short.count("|") > 1:
        return [cell.replace("\\|", "|") for cell in _BAR.split(short.removeprefix("|").removesuffix("|"))]
    return None


def _grid(rows: list[tuple[int, list[str]]], width: int) -> Iterator[Paragraph | Grid]:
    """The rows as a grid; a lone one with a single cell is a line, unless it is as wide as the grid before it."""
    kept = [(number, cells) for number, cells in rows if not all(map(_BAR_RULE.fullmatch, cells))]
    if len(kept) == 1 and len(kept[0][1]) != width and sum(bool(cell.strip()) for cell in kept[0][1]) == 1:
        # a line that is set off by a tab
        number, cells = kept[0]
        yield _paragraph("".join(cells), number)
    elif kept:
        texts = [[_plain(cell) for cell in cells] for _, cells in kept]
        yield from_texts(texts, [Origin(line=number) for number, _ in kept])


def _paragraph(line: str, number: int) -> Paragraph:
    short = line.strip()
    heading = _HEADING.fullmatch(short)
    if heading:
        return Paragraph(_plain(heading[2]), Origin(line=number), level=len(heading[1]))
    bullets = table("ingest")["bullets"]
    # - 4 - is a page number and no item of a list
    if short[0] in bullets and short[1:2].isspace() and short[-1] not in bullets:
        short = short[1:]
    return Paragraph(_plain(short), Origin(line=number))


def _plain(text: str) -> str:
    text = _LINK.sub(r"\1", text) if "](" in text else text
    if len(text) < _LONGEST_MARKED and ("**" in text or "__" in text):
        text = _EMPHASIS.sub(r"\2", text)
    return text.strip()
