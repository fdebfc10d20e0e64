"""What a line near a table says of it: number, unit, who reports, the date; whether it is a note or goes on.

The words are data (grammar/ingest.yaml); units come from the layout.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from checker.characters import key
from checker.resources import table

_DIGITS = r"[0-9０-９](?:\s?[0-9０-９])*"
_NUMBER = rf"{_DIGITS}(?:\s*[-－–—]\s*{_DIGITS})*"
_COLON = r"\s*[:：]\s*"
_LONGEST = 400
"""Characters of a line that may say something of a table; what is longer is text."""
_RADICALS = range(0x2E80, 0x2FE0)
"""The blocks CJK Radicals Supplement and Kangxi Radicals."""
_EDGE = " \t\u3000\xa0()（）[]【】,，;；"


@dataclass(frozen=True, slots=True)
class Caption:
    """What a line says of a table; rest: what else stands in the line."""

    number: str = ""
    unit: str = ""
    entity: str = ""
    rest: str = ""

    @property
    def is_pure(self) -> bool:
        """Whether the line says something of a table and nothing else."""
        return bool(self.number or self.unit or self.entity) and not self.rest


@cache
def _loose(form: str) -> str:
    """A pattern for a word or form in which blanks may stand anywhere and # is a number."""
    return r"\s*".join(_NUMBER if c == "#" else _either_width(c) for c in form if not c.isspace())


def _either_width(character: str) -> str:
    # full-width forms of ASCII stand 0xFEE0 above it
    wide = chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else ""
    return f"[{re.escape(character)}{wide}]" if wide else re.escape(character)


@cache
def _labels() -> re.Pattern[str]:
    words = table("ingest")
    labels = sorted({*words["unit_labels"], *words["entity_labels"]}, key=len, reverse=True)
    numbers = "|".join(_loose(form) for form in sorted(words["table_numbers"], key=len, reverse=True))
    named = "|".join(_loose(label) for label in labels)
    # a number stands alone: 表1 inside a sentence is none
    return re.compile(rf"(?P<label>{named}){_COLON}|(?<!\w)(?P<number>{numbers})(?![\d.])", re.IGNORECASE)


def _ordinary(line: str) -> str:
    """A line whose radicals are ordinary characters, place by place."""
    return "".join(key(c) if ord(c) in _RADICALS and len(key(c)) == 1 else c for c in line)


def caption(line: str, units: Collection[str]) -> Caption:
    """What a line says of a table."""
    if len(line) > _LONGEST:
        return Caption(rest=line)
    number = unit = entity = ""
    rest: list[str] = []
    found = list(_labels().finditer(_ordinary(line)))
    if not found:
        return Caption(rest=line.strip())
    entity_labels = {key(word) for word in table("ingest")["entity_labels"]}
    rest.append(line[: found[0].start()])
    by_key = {key(name): name for name in units}
    for index, mark in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(line)
        value = line[mark.end() : end]
        if mark["number"]:
            number = number or mark["number"].strip()
            rest.append(value)
        elif (bare := key(value.strip(_EDGE))) in by_key:
            unit = unit or by_key[bare]
        elif key(mark["label"]) in entity_labels:
            # a date or a page may follow, set off by blanks
            name, *others = re.split(r"\s{2,}|[\t\u3000]", value.strip(_EDGE))
            entity = entity or name
            rest += [other for other in others if not is_date(other) and not is_page_number(other)]
        else:
            # a unit may be followed by something else (万元 第1页)
            known = next((name for k, name in by_key.items() if bare.startswith(k)), "")
            unit = unit or known
            rest.append("" if known else value)
    return Caption(number, unit, entity, " ".join(filter(None, (piece.strip(_EDGE) for piece in rest))))


def is_label(line: str) -> bool:
    """Whether a line is a label without a value (部门：)."""
    short = _ordinary(line[:_LONGEST].strip())
    found = _labels().match(short)
    return found is not None and bool(found["label"]) and not short[found.end() :].strip(_EDGE)


def begins_as_caption(line: str) -> bool:
    """Whether a line begins with a label or the number of a table, whatever unit or name follows."""
    return bool(_labels().match(_ordinary(line[:_LONGEST]).strip()))


@cache
def _whole(group: str) -> re.Pattern[str]:
    return re.compile("|".join(_loose(form) for form in table("ingest")[group]), re.IGNORECASE)


def is_page_number(line: str) -> bool:
    """Whether a line is a page number and no more."""
    return bool(_whole("page_numbers").fullmatch(_ordinary(line[:_LONGEST]).strip(" \t\u3000\xa0")))


def is_date(line: str) -> bool:
    """Whether a line is a date or a year and no more."""
    return bool(_whole("dates").fullmatch(_ordinary(line[:_LONGEST]).strip(_EDGE)))


@cache
def _note() -> re.Pattern[str]:
    labels = "|".join(_loose(label) for label in table("ingest")["note_labels"])
    label = rf"(?:{labels})\s*(?:{_NUMBER})?\s*"
    return re.compile(rf"[(（【\[]?\s*{label}[)）】\]]?{_COLON}|{label}[.．、]", re.IGNORECASE)


def without_label(line: str) -> str:
    """A note without the word that says it is one."""
    short = line.strip()
    found = _note().match(_ordinary(short[:_LONGEST]))
    return short[found.end() :].strip() if found else short


def is_note(line: str) -> bool:
    """Whether a line begins as a note below a table does."""
    return bool(_note().match(_ordinary(line[:_LONGEST]).strip()))


@cache
def _going_on() -> re.Pattern[str]:
    words = "|".join(_loose(word) for word in sorted(table("ingest")["continued"], key=len, reverse=True))
    marked = rf"[(（【\[]\s*(?:{words})\s*\w{{0,3}}\s*[)）】\]]"
    front = rf"^\s*(?:{marked}|(?:{words})\s*(?:[:：]\s*|$|\s+))"
    return re.compile(rf"{front}|{marked}\s*$", re.IGNORECASE)


def without_mark(line: str) -> tuple[str, bool]:
    """A line without the mark of a table that goes on (续表), and whether it had one."""
    short, found = line.strip(), False
    if len(short) > _LONGEST:
        return short, False
    while (mark := _going_on().search(_ordinary(short))) is not None:
        short, found = (short[: mark.start()] + short[mark.end() :]).strip(), True
    return short, found


def most_common(values: Iterable[str]) -> str:
    """The text that comes up most often, the first of several; compared as keys. Empty where there is none."""
    counts: dict[str, int] = {}
    first: dict[str, str] = {}
    for value in filter(None, values):
        counts[key(value)] = counts.get(key(value), 0) + 1
        first.setdefault(key(value), value)
    best = max(counts, key=lambda k: counts[k], default="")
    return first.get(best, "")
