"""Whether a paragraph is a heading by its numbering, and at which level; the forms are data (grammar/ingest.yaml)."""

from functools import cache

from checker.characters import bare_key, key, numbering, ordinal
from checker.resources import table

_LONGEST = 100
"""Characters of a line that are looked at for its number."""


@cache
def _levels() -> dict[str, tuple[int, str]]:
    return {key(level["form"]): (depth, level["numerals"]) for depth, level in enumerate(table("ingest")["levels"], 1)}


def number_of(line: str) -> tuple[int, int] | None:
    """The level and number of a line that begins as a heading does; None where it does not."""
    found = ordinal(line[:_LONGEST])
    if found is None:
        return None
    form, number = found
    level = _levels().get(form)
    if level is None:
        return None
    depth, numerals = level
    in_words = not any(character.isdecimal() for character in numbering(line[:_LONGEST]))
    return (depth, number) if numerals == "any" or in_words else None


def reads_as_heading(line: str) -> bool:
    """Whether a line is short, says more than its number, and is no sentence."""
    words = table("ingest")
    short = line.strip()
    if not short or len(short) > words["longest_heading"] or short[-1] in words["heading_ends"]:
        return False
    return not any(mark in short for mark in words["sentence_marks"]) and bare_key(short) != numbering(short)


def deepest() -> int:
    """How many levels of headings there are."""
    return len(_levels())
