"""Words and marks in running text: where a word stands, how texts are cut into sentences, what is out of order in them.

Everything here takes time in proportion to the text, whatever stands in it.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from checker.characters import closing_quotes, key, numbering, ordinal
from checker.resources import table

Span = tuple[int, int]
LEAST_NAME = 8
"""Letters a name must have before a word that is nearly the same counts as a slip of it: 林业局 and 农业局 are two."""
LONGEST_TERM = 40


@cache
def _gaps() -> tuple[str, ...]:
    signs: list[str] = table("prose")["pattern"]["gap"]
    return tuple(signs)


@lru_cache(maxsize=4096)
def _parts(word: str) -> tuple[str, ...]:
    """What a word is made of around its gaps (没有…支出), as keys; a gap at either end gives an empty part."""
    for sign in _gaps():
        word = word.replace(sign, "\0")
    return tuple(map(key, word.split("\0")))


class _Flat(NamedTuple):
    """A text as its key, and for each of its characters the index it came from."""

    text: str
    origins: list[int]

    def span(self, start: int, end: int) -> Span:
        """The characters of the text itself that a stretch of the key came from."""
        return self.origins[start], self.origins[end - 1] + 1


@lru_cache(maxsize=1024)
def _flat(text: str) -> _Flat:
    letters = [(simple, index) for index, character in enumerate(text) for simple in key(character)]
    return _Flat("".join(simple for simple, _ in letters), [index for _, index in letters])


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a word that begins or ends in a figure or a Latin letter stops there: 20年度 is not in 2020年度."""
    return not (
        _goes_on(text[max(0, start - 2) : start][::-1], text[start]) or _goes_on(text[end : end + 2], text[end - 1])
    )


def _goes_on(outside: str, edge: str) -> bool:
    if edge.isascii() and edge.isalpha():
        return outside[:1].isascii() and outside[:1].isalpha()
    if not edge.isdecimal():
        return False
    return outside[:1].isdecimal() or (outside[:1] in (".", ",") and outside[1:].isdecimal())


def _next(text: str, part: str, start: int, end: int) -> int:
    """The next place of a part as a whole word; −1 when there is none."""
    place = text.find(part, start, end)
    while place >= 0 and not _is_whole(text, place, place + len(part)):
        place = text.find(part, place + 1, end)
    return place


def holds(text: str, word: str) -> bool:
    """Whether a word stands in a text, compared as keys are; ``…`` in it is a gap within one sentence."""
    parts = _parts(word)
    if len(parts) == 1:
        short = key(text)
        return bool(parts[0]) and _next(short, parts[0], 0, len(short)) >= 0
    return all(part in key(text) for part in parts) and next(_gapped(text, parts), None) is not None


def candidates(texts: tuple[str, ...], words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that may stand in one of several texts: their parts do. Most words of a long list are in none."""
    joined = _joined(texts)
    whole, gapped = _sorted(words)
    found = [word for word, short in whole if short in joined]
    return (*found, *(word for word, parts in gapped if all(part in joined for part in parts)))


@lru_cache(maxsize=512)
def _sorted(words: tuple[str, ...]) -> tuple[list[tuple[str, str]], list[tuple[str, tuple[str, ...]]]]:
    """Words without a gap, each with its key, and words with one, each with its parts."""
    known = [(word, _parts(word)) for word in dict.fromkeys(words)]
    whole = [(word, parts[0]) for word, parts in known if len(parts) == 1]
    return whole, [(word, parts) for word, parts in known if len(parts) > 1]


@lru_cache(maxsize=64)
def _joined(texts: tuple[str, ...]) -> str:
    return "\n".join(map(key, texts))


def begins(text: str, word: str) -> bool:
    """Whether a text begins with a word."""
    return key(text).startswith(key(word))


def places(text: str, word: str) -> list[Span]:
    """Where a word stands in a text, as [start, end) of the text itself, without overlaps."""
    parts = _parts(word)
    if len(parts) > 1:
        return list(_gapped(text, parts))
    flat, found, place = _flat(text), [], 0
    while parts[0] and (place := _next(flat.text, parts[0], place, len(flat.text))) >= 0:
        found.append(flat.span(place, place + len(parts[0])))
        place += len(parts[0])
    return found


def _gapped(text: str, parts: tuple[str, ...]) -> Iterator[Span]:
    for first, last in sentences(text):
        flat = _flat(text[first:last])
        place = 0
        while (found := _in_order(flat.text, parts, place)) is not None:
            start, end = flat.span(*found)
            yield first + start, first + end
            place = found[1]


def _in_order(text: str, parts: tuple[str, ...], place: int) -> Span | None:
    """Where all parts stand one after another; what the earliest places do not give, no later ones can."""
    start = -1
    for part in parts:
        found = _next(text, part, place, len(text)) if part else place
        if found < 0:
            return None
        start = found if start < 0 else start
        place = found + len(part)
    return (start, place) if place > start else None


def is_like(name: str, word: str) -> bool:
    """Whether a name is a word with gaps, from end to end (…评价报告.docx)."""
    parts, short = _parts(word), key(name)
    if len(parts) < 2 or not short.startswith(parts[0]) or not short.endswith(parts[-1]):
        return False
    place, end = len(parts[0]), len(short) - len(parts[-1])
    for part in parts[1:-1]:
        place = short.find(part, place, end) + len(part)
        if place < len(part):
            return False
    return place <= end


def has_gap(word: str) -> bool:
    """Whether a word has a gap in it."""
    return len(_parts(word)) > 1


def spelt(text: str, word: str) -> list[Span]:
    """Where a word stands in a text exactly as it is written: width, quotation marks and white space count."""
    found, place = [], text.find(word) if word else -1
    while place >= 0:
        found.append((place, place + len(word)))
        place = text.find(word, place + len(word))
    return found


@cache
def _sentence_marks() -> re.Pattern[str]:
    prose = table("prose")
    marks = re.escape(prose["sentence_ends"] + prose["list_ends"])
    return re.compile(rf"[{marks}]+|[\n\r]+")


def sentences(text: str) -> Iterator[Span]:
    """The sentences of a text, and the parts a semicolon cuts them into, as [start, end) without the mark behind."""
    start = 0
    for mark in (*_sentence_marks().finditer(text), None):
        end = mark.start() if mark else len(text)
        inner = text[start:end]
        if inner.strip():
            yield start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip())
        start = mark.end() if mark else end


def lines(text: str) -> Iterator[Span]:
    """The lines of a text that are not blank."""
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield start, start + len(line.rstrip())
        start += len(line)


def term(line: str) -> str:
    """The term a line of explanations explains: what stands before its first colon, without numbering; else nothing."""
    name, *rest = re.split("[:：]", line, maxsplit=1)
    if not rest or not rest[0].strip() or len(name) > LONGEST_TERM or _sentence_marks().search(name):
        return ""
    while front := numbering(name):
        # numbering is folded; it ends where what stands in front folds to it
        name = name[next(end for end in range(1, len(name) + 1) if len(key(name[:end])) >= len(front)) :]
    return name.strip()


@cache
def _year() -> re.Pattern[str]:
    signs = "|".join(map(re.escape, table("characters")["years"]))
    return re.compile(rf"(?<![0-9０-９])(?<![0-9][.,])((?:19|20|21)[0-9]{{2}})(?=\s*(?:{signs}))")


def years(text: str) -> list[Span]:
    """Where the years of a text are printed, in four figures before the sign of a year (2021年度)."""
    return [found.span(1) for found in _year().finditer(text)]


def runs(names: Iterable[str], whole: bool) -> list[list[str]]:
    """The numbering of some lines as it is printed less the mark behind it, a list for each run of lines that stand side by side.

    A numbering of another form begins a run below; one of a form above ends it. whole: the lines are all there are, so
    a run begins with one ("0" stands in front of it), and a line without numbering may have lost it ("").
    """
    finished: list[list[str]] = []
    open_runs: list[tuple[str, list[str]]] = []
    lost = False
    marks = ":" + table("prose")["list_separators"]
    signs = "".join(table("characters")["years"])
    for name in names:
        counted = ordinal(name)
        if counted is None or any(sign in counted[0] for sign in signs):
            lost = True
            if whole and open_runs:
                open_runs[-1][1].append("")
            continue
        # 第一部分： and 第二部分 stand side by side
        form = counted[0].rstrip(":")
        if form not in (known for known, _ in open_runs):
            run: list[str] = ([""] if lost else ["0"]) if whole else []
            finished.append(run)
            open_runs.append((form, run))
        while open_runs[-1][0] != form:
            open_runs.pop()
        open_runs[-1][1].append(numbering(name).rstrip(marks))
        lost = False
    # one number by itself says nothing: the others may have been lost, or left out
    return [run for run in finished if sum(name not in ("", "0") for name in run) > 1]


_NO_LETTER = re.compile(r"[^\w\s]")
_NEAR = 3
"""So many marks that are still open may be the odd ones where a closing mark fits one further out."""


@cache
def _pairs() -> tuple[dict[str, str], dict[str, str]]:
    """Opening marks and closing marks, each with its partner; what opens and closes alike is in neither."""
    pairs = [*table("prose")["brackets"], *(f"{a}{b}" for a, b in closing_quotes().items() if a != b)]
    # brackets pair whatever their width
    opening = {key(a) or a: key(b) or b for a, b in pairs}
    return opening, {b: a for a, b in opening.items()}


def unpaired(text: str) -> list[Span]:
    """The brackets and quotation marks without a partner; the closing bracket of a numbering (1）) needs none."""
    opening, closing = _pairs()
    waiting: list[tuple[str, int]] = []
    odd: list[int] = []
    for sign in _NO_LETTER.finditer(text):
        at, mark = sign.start(), key(sign.group()) or sign.group()
        if mark in opening:
            waiting.append((mark, at))
        elif mark in closing:
            if waiting and waiting[-1][0] == closing[mark]:
                waiting.pop()
            elif any(one == closing[mark] for one, _ in waiting[-_NEAR:]):
                while waiting[-1][0] != closing[mark]:
                    odd.append(waiting.pop()[1])
                waiting.pop()
            elif not (_closes_number(text, at) or _is_apostrophe(text, at)):
                odd.append(at)
    return [(at, at + 1) for at in sorted([*odd, *(at for _, at in waiting)])]


def _closes_number(text: str, at: int) -> bool:
    """Whether what stands before a closing bracket, back to the mark or line before it, is a numeral."""
    numerals = "".join(table("characters")["numerals"])
    start = at
    while start > 0 and at - start < 4 and key(text[start - 1]) and key(text[start - 1]) in numerals:
        start -= 1
    return start < at and (start == 0 or not text[start - 1].isalnum())


def _is_apostrophe(text: str, at: int) -> bool:
    """Whether a quotation mark stands behind a Latin letter."""
    before = text[at - 1 : at]
    return not key(text[at]) and before.isascii() and before.isalpha()


def around(text: str, span: Span, width: int = 6) -> str:
    """A stretch of text with a little of its sentence on either side, so that a reader finds it."""
    start, end = span
    before = text[max(0, start - width) : start].splitlines()
    behind = text[end : end + width].splitlines()
    return (before[-1] if before else "") + text[start:end] + (behind[0] if behind else "")


def misspelt(text: str, name: str) -> list[Span]:
    """Where a text has a name but for one letter: another, one more or one less, in the latter half of the name.

    The front of a name says the region; an office of the same kind elsewhere is no slip. Short names are left alone.
    """
    wanted = key(name)
    if len(wanted) < LEAST_NAME:
        return []
    half = (len(wanted) + 1) // 2
    front, back = wanted[:half], wanted[half:]
    short = key(text)
    if front not in short:
        return []
    flat, found, place = _flat(text), [], 0
    while (place := flat.text.find(front, place)) >= 0:
        begin = place + half
        length = _nearly(flat.text[begin : begin + len(back) + 1], back)
        if length:
            found.append(flat.span(place, begin + length))
        place = begin
    return found


def _nearly(text: str, wanted: str) -> int:
    """How much of the beginning of a text is a word but for one letter; 0 when it is the word itself, or none."""
    if text.startswith(wanted):
        return 0
    same = next((i for i, (a, b) in enumerate(zip(text, wanted, strict=False)) if a != b), min(len(text), len(wanted)))
    if same >= len(wanted) - 1:
        # another last letter is another name; what breaks off is a short form
        return 0
    rest = wanted[same + 1 :]
    if text[same + 1 : same + 1 + len(rest)] == rest:
        return len(wanted)
    if text[same + 1 : same + 1 + len(wanted) - same] == wanted[same:]:
        return len(wanted) + 1
    if text[same : same + len(rest)] == rest:
        return len(wanted) - 1
    return 0
