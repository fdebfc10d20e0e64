"""Which table of a layout a line names, and what stands above a grid: title, number, unit, who reports."""

from collections.abc import Sequence
from dataclasses import dataclass

from checker.characters import bare_key, key
from checker.ingest.captions import Caption, caption, is_date, is_label, without_mark
from checker.ingest.documents import Paragraph
from checker.ingest.numbered import number_of, reads_as_heading
from checker.layouts import Layout, TableSpec
from checker.resources import table

_MOST_LINES = 12
"""Lines above a grid that may speak of it."""
_MOST_TITLE_LINES = 3


@dataclass(frozen=True, slots=True)
class Above:
    """What the lines above a grid say of it; lines: how many of them, from the grid upwards, say that and no more.

    spec: None where no layout knows the title; goes_on: marked as the rest of a table (续表).
    """

    title: str = ""
    spec: TableSpec | None = None
    number: str = ""
    unit: str = ""
    entity: str = ""
    goes_on: bool = False
    lines: int = 0


def spec_of(title: str, layout: Layout, entity: str = "") -> TableSpec | None:
    """The table a title names, with who reports or the year in front of it or not."""
    found = layout.table_titled(title)
    head = key(entity)
    short = bare_key(title)
    if found is None and head and short.startswith(head) and short != head:
        found = layout.table_titled(short[len(head) :])
    return found


def above(lines: Sequence[Paragraph], layout: Layout, entity: str = "") -> Above:
    """What the last of some lines say of the grid that follows them."""
    captions: list[Caption] = []
    at, title, goes_on, spec = len(lines), "", False, None
    while at and len(lines) - at < _MOST_LINES:
        line = lines[at - 1].text
        bare, marked = without_mark(line)
        if not bare or is_label(bare) or is_date(bare) or (said := caption(bare, layout.units)).is_pure:
            captions.append(caption(bare, layout.units))
            goes_on, at = goes_on or marked, at - 1
            continue
        if title:
            break
        found = _known(lines[:at], layout, entity)
        if found is None and said.rest and said.rest != bare and reads_as_heading(said.rest):
            # a title that shares its line with number or unit
            if (spec := spec_of(said.rest, layout, entity)) is not None:
                found = said.rest, spec, 1
        if found is None:
            title, marked, count = _unknown(lines[at - 1], bare if said.rest == bare else said.rest, marked)
            if count:
                captions.append(said)
                goes_on, at = goes_on or marked, at - count
            break
        title, spec, count = found
        captions.append(said)
        goes_on, at = goes_on or marked, at - count
    number, unit, who = (
        (next(filter(None, words), "") for words in zip(*((c.number, c.unit, c.entity) for c in captions), strict=True))
        if captions
        else ("", "", "")
    )
    return Above(title, spec, number, unit, who, goes_on, len(lines) - at)


def _known(lines: Sequence[Paragraph], layout: Layout, entity: str) -> tuple[str, TableSpec, int] | None:
    """The title that the last lines make together, and how many they are; None where no layout knows it."""
    for count in range(1, min(_MOST_TITLE_LINES, len(lines)) + 1):
        title = "".join(without_mark(line.text)[0] for line in lines[-count:])
        found = spec_of(title, layout, entity)
        if found is not None:
            return title, found, count
    return None


def ends_as_title(line: str) -> bool:
    """Whether a line is short and ends as titles of tables do."""
    return reads_as_heading(line) and any(key(line).endswith(key(end)) for end in table("ingest")["title_endings"])


def _unknown(line: Paragraph, bare: str, marked: bool) -> tuple[str, bool, int]:
    """A title no layout knows: (the title, whether it is marked as going on, how many lines it takes away)."""
    if not reads_as_heading(bare):
        return "", False, 0
    if ends_as_title(bare) or (line.centred and number_of(bare) is None):
        return bare, marked, 1
    # a heading of the text stays one, and names the table below it as well
    return bare, False, 0
