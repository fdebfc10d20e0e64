"""What every reader makes of a document: paragraphs and grids in reading order, each with its place in the source.

Nothing here knows what a document is about. A reader leaves text as printed; joining and recognition come after it.
"""

from dataclasses import dataclass
from decimal import Decimal

from checker.problems import Problem


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something stands in the source; whatever the format does not have is left empty.

    page, paragraph, line: counted from 1; box: left, top, right, bottom in points from the page's top left corner;
    sheet: the name of a worksheet; cell: an address in it such as B7.
    """

    page: int | None = None
    box: tuple[Decimal, Decimal, Decimal, Decimal] | None = None
    sheet: str = ""
    cell: str = ""
    paragraph: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as printed, the soft line breaks joined as far as the format knows them.

    size: of the type, in points, where known; level: of a heading, from 1, where the format states one.
    """

    text: str
    origin: Origin = Origin()
    centred: bool = False
    size: Decimal | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a grid, at its upper left place.

    rows, columns: how many it spans; doubt: why the reading is unsure, a name of ``grammar/ingest.yaml`` or words of
    the reader's own; empty where it is sure.
    """

    text: str
    origin: Origin = Origin()
    rows: int = 1
    columns: int = 1
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as printed: rows of equal length, None where the span of a cell to the left or above reaches."""

    rows: tuple[tuple[GridCell | None, ...], ...]
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True)
class Document:
    """One document: what it holds in reading order.

    file: as it was asked for; pages: how many, where the format has pages; remarks: what the reader could not do.
    """

    file: str
    blocks: tuple[Paragraph | Grid, ...]
    pages: int | None = None
    remarks: tuple[Problem, ...] = ()
