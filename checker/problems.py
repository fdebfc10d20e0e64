"""Faults in our input: a rule file, a layout, a report that cannot be read. Data only; ``render`` gives it form.

A *problem* is about what was handed to us; a *finding* is about a report that was read and judged.
The wording is in ``grammar/messages``; a code is never reused.
"""

import difflib
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from checker.characters import key
from checker.resources import data_folder, table


@dataclass(frozen=True)
class Problem:
    """One fault: its code, its place (lines and columns count characters from 1, 0 = the whole file), its values."""

    code: str
    file: str
    line: int = 0
    column: int = 0
    end_column: int = 0
    source: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    near: tuple[str, ...] = ()


class Lesson(NamedTuple):
    """A problem in words: its name, what is the matter, and what to do (empty when the text says it)."""

    title: str
    text: str
    advice: str


@cache
def _messages() -> dict[str, dict[str, dict[str, str]]]:
    merged: dict[str, dict[str, dict[str, str]]] = {}
    for path in sorted((data_folder("grammar") / "messages").glob("*.yaml")):
        merged.update(table(f"messages/{path.stem}"))
    return merged


def codes() -> list[str]:
    """Every problem code there is, in order."""
    return sorted(_messages())


_AND = "\x1f"


def listed(words: Iterable[str]) -> str:
    """Several words as one value of a message; each language joins them in its own way."""
    return _AND.join(words)


class _InWords(string.Formatter):
    """Puts values into a message. ``{kind:kinds}`` stands for the reader's word for a value: group ``kinds`` of
    grammar/words.yaml, or a group of keywords; several groups are joined by ``|``."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.join: str = table("words")["near"][lang]["join"]

    def format_field(self, value: Any, format_spec: str) -> str:
        for group in filter(None, format_spec.split("|")):
            words = table("words").get(group) or table("keywords")[group]
            if value in words:
                found = words[value][self.lang]
                return str(found if isinstance(found, str) else found[0])
        return str(value).replace(_AND, self.join)


def lesson(problem: Problem, lang: str) -> Lesson:
    """The problem in the reader's language, with the nearest known names where there are any."""
    message = _messages()[problem.code][lang]
    put = _InWords(lang).vformat
    text = put(message["text"], (), problem.values)
    text += nearest(problem.near, lang)
    return Lesson(message["title"], text, put(message.get("advice", ""), (), problem.values))


def nearest(names: Iterable[str], lang: str) -> str:
    """A sentence that offers the nearest known names, to go on from another one; empty where there are none."""
    phrases = table("words")["near"][lang]
    quoted = phrases["join"].join(phrases["quote"].format(name) for name in names)
    return str(phrases["some"].format(names=quoted)) if quoted else ""


def near_names(word: str, names: Iterable[str], most: int = 3, cutoff: float = 0.6) -> tuple[str, ...]:
    """The known names most like a word, best first; empty when nothing is near."""
    by_key: dict[str, str] = {}
    for name in names:
        by_key.setdefault(key(name), name)
    wanted = key(word)
    # of names that share as many characters the one that takes fewer changes is nearer: 三工经费 is no 工会经费
    close = difflib.get_close_matches(wanted, by_key, n=4 * most, cutoff=cutoff)
    shared = {k: difflib.SequenceMatcher(None, k, wanted).ratio() for k in close}
    return tuple(by_key[k] for k in sorted(close, key=lambda k: (-shared[k], _changes(k, wanted), k))[:most])


def _changes(one: str, other: str) -> int:
    """How many characters must be put in, taken out, changed or swapped with a neighbour (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, character in enumerate(one, 1):
        now = [row]
        for column, wanted in enumerate(other, 1):
            best = min(last[column] + 1, now[-1] + 1, last[column - 1] + (character != wanted))
            if row > 1 and column > 1 and character == other[column - 2] and wanted == one[row - 2]:
                best = min(best, before[column - 2] + 1)
            now.append(best)
        before, last = last, now
    return last[-1]
