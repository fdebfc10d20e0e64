"""Sentence patterns (句式): the sentence as it stands in the document, with slots, made into steps for the matcher.

    支出合计【支出合计】，其中：基本支出【基本支出】[，占【基本支出占比：百分比】]

【name】 or 【name：type】 is a slot, [ ] an optional part, [a|b] alternatives, [a&b] parts in any order, [ ]* a
repeated part, … a gap, and 【name＝0】 gives a slot a value in an alternative that prints none (持平). White space,
widths and quotation marks do not count; a run of punctuation stands for any run, or none; a direction word stands for
either direction and gives its sign to the figure slots behind it; a word for a year stands for the year; filler words
in front of a slot may be missing.

The steps are a nondeterministic automaton after K. Thompson (1968) over whole words and figures, see ``prose``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from checker.facts import AMOUNT, COUNT, DATE, LIST, RATIO, TEXT
from checker.figures import YEAR
from checker.folding import Words, fold
from checker.notation import Part, PatternFault, read_notation
from checker.resources import table
from checker.speech import Speech

NAME, CONSTANT = "name", "constant"
OPEN_KINDS = (TEXT, LIST, NAME)
FIGURE_KINDS = (AMOUNT, RATIO, COUNT)
KINDS = (*FIGURE_KINDS, DATE, YEAR, *OPEN_KINDS)
"""What a type word can stand for."""


@dataclass(frozen=True, slots=True)
class SlotInfo:
    """A slot of a pattern. kind: of its type word, None where any amount, percentage or count will do.

    signed: a direction word stands in front of it; repeated: it may have several values.
    """

    name: str
    kind: str | None
    signed: bool = False
    repeated: bool = False


class Step(NamedTuple):
    """One step of a compiled pattern.

    what: ``literal`` and ``words`` (a direction or level word), ``year`` and ``figure`` hold on to the text;
    ``punctuation``, ``filler`` and ``joint`` (of two figures of a list) may be nothing; ``open`` (text, list, name) and ``gap`` run to one of their
    ``entries``; ``split`` tries its ``ways`` in order; ``open part``, ``close part``, ``turn`` and ``constant`` only
    take note, as do ``enter``, ``once`` (the part of that number, which is passed once only) and ``leave`` of parts in
    any order; ``end``. offset: of a year from the report's.
    entries: the steps that can end an open run, each with the notes to take on the way; can_end: none is needed.
    """

    what: str
    next: int = -1
    text: str = ""
    kinds: tuple[str, ...] = ()
    words: Words[int] | None = None
    slot: int = -1
    group: int = -1
    value: Decimal | None = None
    offset: int = 0
    ways: tuple[int, ...] = ()
    entries: tuple[tuple[tuple[int, ...], int], ...] = ()
    can_end: bool = False


HOLDS = ("literal", "words", "year", "figure")
ANY_ORDER = ("enter", "once", "leave")
_NOTES = ("open part", "close part", "turn", "constant", *ANY_ORDER)


@dataclass(frozen=True, eq=False)
class Pattern:
    """A compiled pattern: its text as typed, its slots in order of first mention, its steps and the words it uses.

    first: what it may begin with, like the entries of an open run; required: literal text it cannot do without.
    """

    text: str
    slots: tuple[SlotInfo, ...]
    steps: tuple[Step, ...] = field(repr=False)
    first: Step = field(repr=False)
    required: tuple[str, ...] = field(repr=False)
    speech: Speech = field(repr=False)


@cache
def punctuation() -> frozenset[str]:
    """The marks that may differ or be missing, as compared."""
    return frozenset(fold(table("prose")["punctuation"]).text)


@cache
def year_words() -> Words[int]:
    """Words for the report's year and those around it, each with how far it lies off."""
    years: dict[int, list[str]] = table("prose")["years"]
    return Words({word: offset for offset, words in years.items() for word in words})


@cache
def _year_signs() -> Words[None]:
    """What stands behind the digits of a year."""
    return Words({form.removeprefix("Y"): None for form in table("prose")["forms"]["year"]})


def year_at(text: str, at: int) -> Step | None:
    """The step for a year at a place of literal text: a word for one, or digits (2021年度), which mean the report's."""
    if word := year_words().at(text, at):
        return Step("year", text=word, offset=year_words().meanings[word])
    digits = text[at : at + 4]
    sign = _year_signs().at(text, at + 4)
    end = at + 4 + len(sign)
    if (
        not sign
        or len(digits) < 4
        or not digits.isdecimal()
        or text[at - 1 : at].isdecimal()
        or text[end : end + 1].isdecimal()
    ):
        return None
    return Step("year", text=text[at:end], value=Decimal(digits))


# ----------------------------------------------------------------------------------------------- making words


def _words(text: str, speech: Speech, slot: Part | None, keep: bool) -> list[Step]:
    """The steps of a stretch of literal text.

    slot: the one right behind it, in front of which filler words may be missing; keep: unless nothing else is there.
    A stretch that is nothing but filler words is ``maybe``: it may be missing, but where it stands it is met.
    """
    steps: list[Step] = []
    folded = fold(text).text
    at = 0
    while at < len(folded):
        step, length = _word(folded, at, speech, slot)
        last = steps[-1] if steps else Step("")
        if step.what == last.what == "literal":
            steps[-1] = last._replace(text=last.text + step.text)
        elif step.what != "punctuation" or last.what != "punctuation":
            steps.append(step)
        at += length
    if slot and steps and steps[-1].what == "literal":
        last, rest = steps[-1], _without_fillers(steps[-1].text, speech)
        if rest and rest != last.text:
            steps[-1:] = [last._replace(text=rest), *([Step("filler")] if slot.kind in OPEN_KINDS else [])]
        elif not rest and not (keep and len(steps) == 1):
            steps[-1] = last._replace(what="maybe")
    return steps


def _all_words(parts: Sequence[Part], speech: Speech, keep: bool, first: bool = False) -> dict[int, list[Step]]:
    """The steps of every stretch of literal text, by its place in the pattern.

    first: the parts are the whole pattern, whose first words are always kept.
    """
    found: dict[int, list[Step]] = {}
    for index, part in enumerate(parts):
        if part.what == "words":
            before, behind = parts[index - 1] if index else part, parts[index + 1] if index + 1 < len(parts) else part
            slot = behind if behind.what == "slot" and behind.value is None else None
            if not keep and _is_figure(before) and _is_figure(behind) and _joins(fold(part.text).text, speech):
                found[part.start] = [Step("joint")]
            else:
                found[part.start] = _words(part.text, speech, slot, keep or (first and index == 0))
        for way in part.ways:
            found |= _all_words(way, speech, keep)
    return found


def _is_figure(part: Part) -> bool:
    return part.what == "slot" and part.value is None and part.kind not in (*OPEN_KINDS, DATE, YEAR)


def _joins(text: str, speech: Speech) -> bool:
    """Whether words do no more than join two members of a list: a mark, a conjunction, or both."""
    marks = fold(table("prose")["list_separators"]).text
    return text in speech.conjunction_words.meanings or text in marks or text[1:] in speech.conjunction_words.meanings


def _word(text: str, at: int, speech: Speech, slot: Part | None) -> tuple[Step, int]:
    """The step for what stands at a place of literal text, and how long that is."""
    character = text[at]
    if year := year_at(text, at):
        return year, len(year.text)
    decimal = character in ".," and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()
    if character in punctuation() and not decimal:
        return Step("punctuation"), 1
    for words in (speech.directions, speech.levels):
        word = words.at(text, at)
        # a single character (多, 少) is a direction only right before a figure; elsewhere it is part of some word
        before_figure = slot is not None and slot.kind not in OPEN_KINDS
        if len(word) > 1 or (word and before_figure and not _without_fillers(text[at + 1 :], speech)):
            hedged = words is speech.levels and speech.hedge_words.before(text, at)
            return (Step("literal", text=word) if hedged else Step("words", words=words)), len(word)
    return Step("literal", text=character), 1


def _without_fillers(text: str, speech: Speech) -> str:
    while word := speech.filler_words.before(text, len(text)):
        text = text[: -len(word)]
    return text


# ----------------------------------------------------------------------------------------------- making steps


class _Builder:
    """Lays the steps of a pattern from its end to its beginning, so that each knows the next."""

    def __init__(self, words: Mapping[int, list[Step]], endings: Mapping[str, str]) -> None:
        self.words = words
        self.endings = endings
        self.steps: list[Step] = [Step("end")]
        self.places: dict[int, Part] = {}
        self.slots: dict[str, SlotInfo] = {}

    def lay(self, step: Step) -> int:
        """One more step; gives its number."""
        self.steps.append(step)
        return len(self.steps) - 1

    def register(self, parts: Sequence[Part], repeated: bool = False) -> None:
        """Takes note of the slots in order of mention."""
        for part in parts:
            if part.what == "slot":
                known = self.slots.get(part.text, SlotInfo(part.text, None))
                many = repeated or known.repeated or part.kind == LIST
                self.slots[part.text] = SlotInfo(part.text, known.kind or part.kind, False, many)
            for way in part.ways:
                self.register(way, repeated or part.repeated)

    def sequence(self, parts: Sequence[Part], following: int, group: int) -> int:
        """The number of the first step of some parts in a row, all laid; group: the repeated part they are in."""
        for part in reversed(parts):
            if part.what == "words":
                for step in reversed(self.words[part.start]):
                    following = self._word(step, following)
            elif part.what == "slot":
                following = self._slot(part, following, group)
            elif part.what == "gap":
                following = self.lay(Step("gap", following))
            else:
                following = self._group(part, following, group)
        return following

    def _word(self, step: Step, following: int) -> int:
        if step.what != "maybe":
            return self.lay(step._replace(next=following))
        literal = self.lay(step._replace(what="literal", next=following))
        return self.lay(Step("split", ways=(literal, following)))

    def _slot(self, part: Part, following: int, group: int) -> int:
        slot = list(self.slots).index(part.text)
        if part.value is not None:
            step = Step("constant", following, part.kind or self.slots[part.text].kind or CONSTANT, value=part.value)
        elif part.kind in OPEN_KINDS:
            step = Step("open", following, part.kind or "")
        else:
            kind = part.kind or next((kind for end, kind in self.endings.items() if part.text.endswith(end)), None)
            step = Step("figure", following, kinds=FIGURE_KINDS if kind is None or kind in OPEN_KINDS else (kind,))
        number = self.lay(step._replace(slot=slot, group=group))
        self.places[number] = part
        return number

    def _group(self, part: Part, following: int, group: int) -> int:
        if part.unordered:
            return self._unordered(part, following, group)
        loop = self.lay(Step("split")) if part.repeated else -1
        behind, inside = (loop, loop) if part.repeated else (following, group)
        ways = [self._way(way, behind, inside, loop) for way in part.ways if way]
        split = Step("split", ways=(*ways, following) if part.may_be_missing else tuple(ways))
        if not part.repeated:
            return self.lay(split)
        self.steps[loop] = split
        return loop

    def _unordered(self, part: Part, following: int, group: int) -> int:
        """Parts in any order are a loop in which none is passed twice, so that n parts take n ways and not n!."""
        leave = self.lay(Step("leave", following))
        loop = self.lay(Step("split"))
        ways = []
        for index, way in enumerate(part.ways):
            first = self.lay(Step("punctuation", self._way(way, loop, group, -1)))
            ways.append(self.lay(Step("once", first, slot=index)))
        self.steps[loop] = Step("split", ways=(*ways, leave))
        return self.lay(Step("enter", loop))

    def _way(self, way: Sequence[Part], following: int, group: int, turn: int) -> int:
        constant = any(part.value is not None for part in way)
        end = self.lay(Step("close part", following)) if constant else following
        first = self.sequence(way, end, group)
        first = self.lay(Step("open part", first)) if constant else first
        return self.lay(Step("turn", first, group=turn)) if turn >= 0 else first


class _Reached(NamedTuple):
    """What can come next: the steps, each with the notes on the way, and whether the pattern may end instead."""

    entries: tuple[tuple[tuple[int, ...], int], ...]
    can_end: bool


def _reach(steps: Sequence[Step], start: int, from_gap: bool) -> _Reached:
    """The steps that hold on to the text and can come next, in order of preference.

    Punctuation may be nothing, except where nothing else ends an open run before another one begins.
    """
    entries: list[tuple[tuple[int, ...], int]] = []
    can_end, seen = False, set()
    pending: list[tuple[int, tuple[int, ...], tuple[tuple[int, ...], int] | None]] = [(start, (), None)]
    while pending:
        number, notes, mark = pending.pop()
        if number in seen:
            continue
        seen.add(number)
        step = steps[number]
        if step.what == "end":
            can_end = True
        elif step.what == "split":
            pending += [(way, notes, mark) for way in reversed(step.ways)]
        elif step.what in _NOTES:
            pending.append((step.next, (*notes, number), mark))
        elif step.what in ("punctuation", "filler", "gap", "joint"):
            is_mark = step.what == "punctuation" and mark is None
            pending.append((step.next, notes, (notes, number) if is_mark else mark))
        else:
            entries.append(mark if mark and step.what == "open" else (notes, number))
    return _Reached(tuple(dict.fromkeys(entries)), can_end)


def _signed(steps: Sequence[Step], speech: Speech) -> set[int]:
    """The slots that can stand right behind a direction word, or in a list of figures that begins there."""
    found: set[int] = set()
    pending = [(step.next, False) for step in steps if step.what == "words" and step.words is speech.directions]
    seen: set[tuple[int, bool]] = set()
    while pending:
        number, listed = pending.pop()
        if (number, listed) in seen:
            continue
        seen.add((number, listed))
        step = steps[number]
        if step.what == "figure":
            found.add(step.slot)
            pending.append((step.next, True))
        elif step.what == "split":
            pending += [(way, listed) for way in step.ways]
        elif (
            step.what in (*_NOTES, "filler")
            or (step.what == "literal" and not _without_fillers(step.text, speech))
            or (
                listed
                and (step.what in ("punctuation", "gap", "joint") or step.text in speech.conjunction_words.meanings)
            )
        ):
            pending.append((step.next, listed))
    return found


def _holds(parts: Sequence[Part], words: Mapping[int, list[Step]]) -> bool:
    """Whether every way through some parts passes words that hold on to the text."""
    for part in parts:
        if part.what == "words" and any(step.what in HOLDS for step in words[part.start]):
            return True
        if part.ways and not part.may_be_missing and all(_holds(way, words) for way in part.ways):
            return True
    return False


def compile_pattern(
    text: str, speech: Speech, types: Mapping[str, str], endings: Mapping[str, str] | None = None
) -> tuple[Pattern | None, list[PatternFault]]:
    """A pattern ready to match, or every mistake that keeps it from being one, in order of place.

    types: type word → kind, one of KINDS; endings: the kinds of figures that slots without a type word take, by how
    their names end, the first that fits.
    """
    parts, faults = read_notation(text, types)
    while parts and parts[0].what == "gap":
        parts = parts[1:]  # a sentence is looked for everywhere as it is
    words = _all_words(parts, speech, keep=False, first=True)
    if not _holds(parts, words):
        words = _all_words(parts, speech, keep=True)
    if not _holds(parts, words) and not any(fault.code == "L211" for fault in faults):
        faults.append(PatternFault("L206", 0, len(text), {"written": text}))
    builder = _Builder(words, endings or {})
    builder.register(parts)
    start = builder.sequence(parts, 0, -1)
    faults += _know_ends(builder, text)
    if faults:
        return None, sorted(faults, key=lambda fault: (fault.start, fault.end, fault.code))
    steps = tuple(builder.steps)
    signed = _signed(steps, speech)
    slots = tuple(replace(slot, signed=index in signed) for index, slot in enumerate(builder.slots.values()))
    first = Step("start", start, entries=_reach(steps, start, True).entries)
    own = [step for part in parts for step in words.get(part.start, ()) if part.what == "words"]
    required = tuple(dict.fromkeys(step.text for step in own if step.what == "literal"))
    return Pattern(text, slots, steps, first, required, speech), []


def _know_ends(builder: _Builder, text: str) -> list[PatternFault]:
    """Gives open runs and gaps what can end them; two open runs with nothing between are a mistake."""
    faults: list[PatternFault] = []
    for number, step in enumerate(builder.steps):
        if step.what not in ("open", "gap"):
            continue
        reached = _reach(builder.steps, step.next, step.what == "gap")
        builder.steps[number] = step._replace(entries=reached.entries, can_end=reached.can_end)
        for _, entry in reached.entries if step.what == "open" else ():
            if builder.steps[entry].what == "open":
                first, second = builder.places[number], builder.places[entry]
                start, end = min(first.start, second.start), max(first.end, second.end)
                values = {"written": text[start:end], "first": first.text, "second": second.text}
                faults.append(PatternFault("L208", start, end, values))
    return faults
