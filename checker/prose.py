"""Sentence patterns against the prose of a report: for each slot the typed value and the characters it stands at.

The search explores pairs of step and place depth first in the order of preference (earliest start; optional parts
taken; gaps and texts shortest) and enters no pair twice, because what can follow depends on the pair alone. Its work
is bounded by steps × characters, whatever the text; open runs and gaps do not go character by character but from one
place that can end them to the next. Remembering in place of backtracking is the idea of packrat parsing (B. Ford,
2002).
"""

from bisect import bisect_left
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from checker.facts import LIST
from checker.figures import Figure, figures
from checker.notation import PatternFault
from checker.patterns import ANY_ORDER, NAME, Pattern, SlotInfo, Step, compile_pattern
from checker.readings import Reading
from checker.speech import Speech

__all__ = ["Figure", "Lack", "Match", "Pattern", "PatternFault", "Reading", "SlotInfo", "SlotValue", "Speech"]
__all__ += ["compile_pattern", "figures", "match", "matches"]

_Path = tuple[Any, int, int, int, Any] | None
"""What was taken on the way, last first: the way before, the step's number, the places it took (-1: not yet), and the
parts in any order that it is among: those around it, and which of these it has passed, one bit for each."""


MOST_FILLERS = 4
"""Filler words in a row that a figure slot passes over."""


@dataclass(frozen=True, slots=True)
class SlotValue:
    """What stands in a slot. ``printed`` is ``text[start:end]``.

    kind: of figures their own; text, list (one value for each name) or name; of 【变动＝0】 the slot's type or
    ``constant``; value: with the sign of the direction word (减少 1.18 is -1.18), or the text as printed; unit: as the
    layout writes it, empty for words and constants; sign: -1 for less, 1 for more, 0 for a constant of 0; turn: in
    which repetition of its [ ]* it stands.
    """

    kind: str
    value: Decimal | str
    decimals: int
    unit: str
    sign: int
    start: int
    end: int
    printed: str
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Lack:
    """What a slot lacks where its figure should stand, at the characters [start, end): the ``unit`` (万元 or %) behind a
    number, or the ``number`` in front of its unit. unit: the one that should stand there, or does."""

    slot: str
    what: str
    unit: str
    start: int
    end: int
    printed: str


@dataclass(frozen=True, slots=True)
class Match:
    """A sentence found at the characters [start, end) of the text; slots of parts not taken have no entry.

    lacks: what is left out of the sentence; a figure without unit is in ``values`` as well, in the unit it must have.
    """

    start: int
    end: int
    values: dict[str, list[SlotValue]]
    lacks: tuple[Lack, ...] = ()


def match(
    pattern: Pattern, text: str | Reading, start: int = 0, end: int | None = None, again: bool = False
) -> Match | None:
    """The first match in a text, or in its characters [start, end); None if there is none.

    again: figures that belong to a fact already (Reading.claimed) may be taken once more.
    """
    return next(_all(pattern, text, start, end, again), None)


def matches(
    pattern: Pattern, text: str | Reading, start: int = 0, end: int | None = None, again: bool = False
) -> list[Match]:
    """All matches that do not overlap, in order.

    text: a Reading where many patterns meet one text; it must have been made with the pattern's own speech.
    """
    return list(_all(pattern, text, start, end, again))


def _all(pattern: Pattern, text: str | Reading, start: int, end: int | None, again: bool) -> Iterator[Match]:
    reading = Reading(text, pattern.speech) if isinstance(text, str) else text
    if reading.speech is not pattern.speech:
        raise ValueError("a Reading serves the patterns of its own speech")
    low, high = reading.places(start, end)
    if any(reading.text.find(word, low, high) < 0 for word in pattern.required):
        return
    search = _Search(pattern, reading, low, high, frozenset() if again else reading.claimed)
    place, fresh = low, True
    while (place := search.next_start(place, fresh)) < high:
        found = search.run(place)
        if found:
            yield _match(pattern, reading, place, *found)
        place, fresh = max(place + 1, found[0] if found else 0), bool(found)


class _Search:
    """One pattern at work between two places of a text."""

    def __init__(self, pattern: Pattern, reading: Reading, low: int, high: int, claimed: AbstractSet[int]) -> None:
        self.claimed = claimed
        self.steps, self.first = pattern.steps, pattern.first
        self.reading, self.speech = reading, pattern.speech
        self.low, self.high = low, high
        # step numbers from ``size`` on stand for open runs that have passed one place that could end them
        self.size = len(pattern.steps)
        self.seen: list[bytearray | None] = [None] * (2 * self.size)
        self.pending: list[tuple[int, int, _Path]] = []
        self.places: dict[tuple[int, int | None], list[int]] = {}

    def next_start(self, place: int, fresh: bool) -> int:
        """The next place from one on at which the pattern may begin; fresh: no open run can have passed it yet."""
        return self._next(self.first, place, None, fresh)

    def _next(self, step: Step, place: int, depth: int | None, fresh: bool) -> int:
        """The next place from one on at which one of the step's entries may begin; beyond the text if none does."""
        nearest = len(self.reading.text) + 1
        for _, entry in step.entries:
            if fresh and self.steps[entry].what == "open":
                return place
            places = self.places.get((entry, depth))
            if places is None:
                places = self.places[entry, depth] = self.reading.occurrences(self.steps[entry], depth)
            following = bisect_left(places, place)
            if following < len(places) and places[following] < nearest:
                nearest = places[following]
        return nearest

    def run(self, start: int) -> tuple[int, _Path] | None:
        """Where the preferred match that begins at a place ends, and the way to it."""
        pending: list[tuple[int, int, _Path]] = [(self.first.next, start, None)]
        self.pending = pending
        all_seen, low, size, steps, effort = self.seen, self.low, self.size, self.steps, 0
        while pending:
            number, place, path = pending.pop()
            seen = all_seen[number]
            if seen is None:
                seen = all_seen[number] = bytearray(self.high - low + 1)
            if seen[place - low]:
                continue
            seen[place - low] = 1
            effort += 1
            if number == 0:
                self._forget(place)
                self.reading.effort += effort
                return place, path
            if number >= size:
                self._resume(number - size, place, path)
            else:
                self._take(number, steps[number], place, path)
        self.reading.effort += effort
        return None

    def _forget(self, place: int) -> None:
        """The pairs on the way to a match did not fail; only those where it ends can be met again."""
        for seen in self.seen:
            if seen is not None:
                seen[place - self.low] = 0

    def _go(self, number: int, place: int, path: _Path) -> None:
        self.pending.append((number, place, path))

    def _take(self, number: int, step: Step, place: int, path: _Path) -> None:
        """Goes on behind one step, or does not where it does not fit."""
        text, high, what = self.reading.text, self.high, step.what
        if what == "literal":
            if text.startswith(step.text, place, high):
                self._go(step.next, place + len(step.text), path)
        elif what == "split":
            self.pending += [(way, place, path) for way in reversed(step.ways)]
        elif what == "punctuation":
            self._go(step.next, self.reading.after_punctuation(place, high), path)
        elif what == "joint":
            self._go(step.next, self.reading.after_joint(place, high), path)
        elif what == "filler":
            self._go(step.next, self.speech.filler_words.skip(text, place, high, 1), path)
        elif what == "figure":
            begin = self.speech.filler_words.skip(text, place, high, MOST_FILLERS)
            end = self._figure_end(begin, step)
            if begin < end <= high:
                self._go(step.next, end, _on(path, number, begin, end))
        elif what == "year":
            for end in reversed(self.reading.years(step, place)):
                if end <= high:
                    self._go(step.next, end, path)
        elif step.words is not None:
            word = step.words.at(text, place, high)
            hedged = step.words is self.speech.levels and self.speech.hedge_words.before(text, place)
            if word and not hedged:
                self._go(step.next, place + len(word), _on(path, number, place, place + len(word)))
        elif what == "open":
            self._begin(number, step, place, path)
        elif what == "gap":
            self._skip(number, step, place, path)
        elif noted := self._noted(number, place, path):
            self._go(step.next, place, noted)

    def _figure_end(self, place: int, step: Step) -> int:
        """Where the figure ends that stands at a place, or the unit whose number is left out; the place if neither."""
        token = self.reading.token_at.get(place)
        if token is None:
            return self.reading.blank_end(place, step.kinds)
        return token.end if place not in self.claimed and self.reading.unit_of(token, step.kinds)[0] else place

    def _noted(self, number: int, place: int, path: _Path) -> _Path:
        """The way with a note on it; None where it would pass one of the parts in any order twice.

        What can follow depends on the parts passed as well, yet only the first way to a step and place is tried, which
        is the preferred one: so n parts cost n times what one costs, and not every set of them.
        """
        step, around = self.steps[number], _around(path)
        if step.what == "enter":
            around = (around, 0)
        elif step.what == "leave":
            around = around[0]
        elif step.what == "once":
            if around[1] >> step.slot & 1:
                return None
            around = (around[0], around[1] | 1 << step.slot)
        return path, number, place, place, around

    def _skip(self, number: int, step: Step, place: int, path: _Path) -> None:
        """Begins a gap. It stays in its line, but what follows may stand in the next where nothing is passed over."""
        if step.can_end:
            self._go(step.next, place, path)
        self._advance(number, step, place, path, fresh=True)
        behind = self.reading.after_punctuation(place, self.high)
        if self.reading.begins_line(behind):
            self._end_run(number, step, behind, path)

    def _begin(self, number: int, step: Step, place: int, path: _Path) -> None:
        """Begins a text, a list (behind the punctuation in front of it) or a name."""
        if step.text == NAME:
            start, fits = place, not self.reading.opens(place)
        else:
            start = self.reading.after_punctuation(place, self.high)
            fits = start == place or self.reading.run_end(step.text, place) >= start
        if fits and start < self._limit(step, start):
            self._advance(number, step, start + 1, _on(path, number, start, -1))

    def _limit(self, step: Step, place: int) -> int:
        """How far an open run that is at a place can reach; a gap at the end of a line not into the next."""
        if step.what == "open":
            return min(self.reading.run_end(step.text, place), self.high)
        if place > self.low and self.reading.begins_line(place):
            return place
        return min(self.reading.line_end(place), self.high)

    def _advance(self, number: int, step: Step, place: int, path: _Path, fresh: bool = False) -> None:
        """Takes an open run to the next place from one on that can end it, at last to its limit."""
        is_open, is_name = step.what == "open", step.text == NAME
        limit = self._limit(step, place - 1 if is_open else place)
        at = self._next(step, place, self.reading.depth(place - 1) if is_name else None, fresh)
        if at < limit:
            self._go(number + self.size, at, path)
            return
        if not is_open:
            return
        ended = _on(path, number, -1, limit)
        if not is_name:  # what follows may stand in the next sentence
            self._go(step.next, self.reading.after_punctuation(limit, self.high), ended)
        self._go(step.next, limit, ended)
        if at == limit:
            self._end_run(number, step, at, path)

    def _resume(self, number: int, place: int, path: _Path) -> None:
        """Ends an open run here, or else takes it further."""
        step = self.steps[number]
        self._advance(number, step, place + 1, path)
        self._end_run(number, step, place, path)

    def _end_run(self, number: int, step: Step, place: int, path: _Path) -> None:
        if step.what == "open":
            path = _on(path, number, -1, place)
        for notes, entry in reversed(step.entries):
            way = path
            for note in notes:
                way = self._noted(note, place, way)
                if way is None:
                    break
            else:
                self._go(entry, place, way)


def _on(path: _Path, number: int, start: int, end: int) -> _Path:
    """The way with one step more on it."""
    return path, number, start, end, _around(path)


def _around(path: _Path) -> Any:
    return path[4] if path else None


class _Taken:
    """Makes the values of a match from what was taken on the way."""

    def __init__(self, pattern: Pattern, reading: Reading, start: int, end: int) -> None:
        self.pattern, self.reading = pattern, reading
        self.values: dict[str, list[SlotValue]] = {}
        self.turns: dict[int, int] = {}
        self.direction = (0, 0)
        self.lacks: list[Lack] = []
        self.before = ""
        # a constant is said by the words of its own alternative, one outside of any by the whole sentence
        self.parts: list[tuple[int, list[tuple[Step, int]]]] = [(start, [])]
        self.end = end
        self.begun = 0

    def take(self, number: int, start: int, end: int) -> None:
        """Takes account of one thing more, in order of place."""
        step = self.pattern.steps[number]
        if step.what == "words":
            self._direct(step, start, end)
        elif step.what == "figure":
            self._figure(step, start, end)
        elif step.what in ANY_ORDER:
            return
        elif step.what == "turn":
            self.turns[step.group] = self.turns.get(step.group, 0) + 1
        elif step.what == "open part":
            self.parts.append((start, []))
        elif step.what == "close part":
            self.close(end)
        elif step.what == "constant":
            self.parts[-1][1].append((step, self._turn(step)))
        elif end < 0:
            self.begun = start
        else:
            self._open(step, self.begun, end)

    def close(self, end: int) -> None:
        """Gives the constants of an alternative that ends here their place."""
        begin, constants = self.parts.pop()
        start, stop = self.reading.folded.span(begin, end)
        for step, turn in constants:
            value = step.value or Decimal(0)
            places = -int(value.as_tuple().exponent)
            sign = 0 if value.is_zero() else -1 if value.is_signed() else 1
            self._add(
                step, SlotValue(step.text, value, places, "", sign, start, stop, self._printed(start, stop), turn)
            )

    def _direct(self, step: Step, start: int, end: int) -> None:
        if step.words is self.pattern.speech.directions:
            self.direction, self.before = (step.words.meanings[self.reading.text[start:end]], end), ""

    def _figure(self, step: Step, start: int, end: int) -> None:
        token = self.reading.token_at.get(start)
        if token is None:
            span = self.reading.folded.span(start, end)
            self._lack(step, "number", self._printed(*span), *span)
            return
        figure = token.figure
        kind, unit = self.reading.unit_of(token, step.kinds)
        if figure.bare and figure.value:
            self._lack(step, "unit", unit, figure.start, figure.end)
        sign = self._sign(start, kind)
        self.direction, self.before = (sign, token.end), kind
        value = figure.value.copy_negate() if sign < 0 and figure.value else figure.value
        self._add(
            step,
            SlotValue(
                kind,
                value,
                figure.decimals,
                unit,
                (sign or 1) * figure.sign,
                figure.start,
                figure.end,
                figure.printed,
                self._turn(step),
            ),
        )

    def _sign(self, start: int, kind: str) -> int:
        """The sign of the direction word in front of a figure, or of the list of figures of its kind that it stands in;
        0 where there is none."""
        (direction, place), speech, text = self.direction, self.reading.speech, self.reading.text
        if self.before:
            mark = self.reading.after_list_mark(place)
            mark = mark if mark > place else place + len(speech.conjunction_words.at(text, place))
            if self.before != kind or mark == place:
                return 0
            place = mark
        return direction if speech.filler_words.skip(text, place, start, 2 * MOST_FILLERS) == start else 0

    def _lack(self, step: Step, what: str, unit: str, start: int, end: int) -> None:
        name = self.pattern.slots[step.slot].name
        self.lacks.append(Lack(name, what, unit, start, end, self._printed(start, end)))

    def _open(self, step: Step, start: int, end: int) -> None:
        end = self.reading.trimmed(start, end)
        for first, last in self.reading.members(start, end) if step.text == LIST else [(start, end)]:
            begin, stop = self.reading.span(first, last)
            printed = self._printed(begin, stop)
            self._add(step, SlotValue(step.text, printed, 0, "", 1, begin, stop, printed, self._turn(step)))

    def _add(self, step: Step, value: SlotValue) -> None:
        self.values.setdefault(self.pattern.slots[step.slot].name, []).append(value)

    def _turn(self, step: Step) -> int:
        return max(0, self.turns.get(step.group, 0) - 1)

    def _printed(self, start: int, end: int) -> str:
        return self.reading.original[start:end]


def _match(pattern: Pattern, reading: Reading, start: int, end: int, path: _Path) -> Match:
    way = []
    while path is not None:
        path, *taken = path
        way.append(taken)
    values = _Taken(pattern, reading, start, end)
    for number, begin, stop, _ in reversed(way):
        values.take(number, begin, stop)
    values.close(end)
    first, last = reading.folded.span(start, end)
    return Match(first, last, values.values, tuple(values.lacks))
