"""A text read once for many patterns: its figures, where sentences and names end, and where words occur.

What is found is kept, each list in order of place, so that a pattern can ask for the next occurrence from any place on.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cache, cached_property
from typing import Any, NamedTuple

from checker.characters import closing_quotes
from checker.facts import AMOUNT, COUNT, LIST, RATIO, TEXT
from checker.figures import YEAR, Figure, Token, tokens
from checker.folding import NEW_LINE, fold
from checker.patterns import NAME, Step, punctuation, year_words
from checker.resources import table
from checker.speech import Speech


class _Marks(NamedTuple):
    """Marks of running text, as compared: runs of punctuation, ends of sentences and lists, brackets."""

    run: re.Pattern[str]
    ends: re.Pattern[str]
    list_ends: re.Pattern[str]
    separators: frozenset[str]
    closing: dict[str, str]


@cache
def _marks() -> _Marks:
    data: dict[str, Any] = table("prose")

    def any_of(marks: str) -> str:
        return "[" + re.escape("".join(sorted(set(fold(marks).text)))) + "]"

    return _Marks(
        re.compile(any_of(data["punctuation"]) + "+"),
        re.compile(any_of(data["sentence_ends"])),
        re.compile(any_of(data["sentence_ends"] + data["list_ends"])),
        frozenset(fold(data["list_separators"]).text),
        {fold(pair[0]).text: fold(pair[1]).text for pair in data["brackets"]},
    )


class Reading:
    """A text made ready for patterns. Places are those of the folded text; ``effort`` counts the matcher's steps.

    year: of the report the text stands in; None where it is not known, and then no year in digits is its own.
    claimed: the places of figures that belong to a fact already.
    """

    def __init__(self, original: str, speech: Speech, year: int | None = None) -> None:
        self.speech = speech
        self.year = year
        self.claimed: set[int] = set()
        self.folded = fold(original)
        self.text = self.folded.text
        self.original = original
        self.effort = 0
        self._occurrences: dict[object, list[int]] = {}
        self._by_depth: dict[object, dict[int, list[int]]] = {}

    @cached_property
    def tokens(self) -> list[Token]:
        """The figures in order, with their places."""
        return tokens(self.folded, self.speech)

    @cached_property
    def token_at(self) -> dict[int, Token]:
        """Each figure by the place it begins at."""
        return {token.start: token for token in self.tokens}

    @property
    def figures(self) -> list[Figure]:
        """Every figure of the text in order, those that are no amounts included."""
        return [token.figure for token in self.tokens]

    def claim(self, start: int, end: int) -> None:
        """Takes note that the figures among the original characters [start, end) belong to a fact."""
        low, high = self.places(start, end)
        at = bisect_left(self.tokens, low, key=lambda token: token.start)
        while at < len(self.tokens) and self.tokens[at].start < high:
            self.claimed.add(self.tokens[at].start)
            at += 1

    def unit_of(self, token: Token, kinds: tuple[str, ...]) -> tuple[str, str]:
        """The kind and the unit of a figure in a slot of these kinds; both empty where it does not fit.

        A number without a unit fits where nothing follows it that could say what it is: a percentage where only that
        is asked for, else an amount in the unit that the sentence, or else the text, counts in.
        """
        figure = token.figure
        if figure.kind in kinds:
            return figure.kind, figure.unit
        if not figure.bare or not self._stands_alone(token.end):
            return "", ""
        if kinds == (RATIO,):
            return RATIO, self._percent
        # a whole number may as well be a code or a count
        if AMOUNT not in kinds or (figure.value and figure.printed.isdecimal()):
            return "", ""
        # nothing is nothing in any unit
        unit = self._money(token.start) or ("" if figure.value else next(iter(self.speech.units), ""))
        return (AMOUNT, unit) if unit else ("", "")

    def lacks_unit(self, token: Token) -> bool:
        """Whether a figure is one that seems to have lost its unit: decimals or separators, and nothing behind."""
        written = token.figure.bare and self._stands_alone(token.end)
        return written and (token.figure.decimals > 0 or not token.figure.printed.isdecimal())

    def _stands_alone(self, place: int) -> bool:
        """Whether nothing but punctuation, a bracket, a new line or the end of the text stands at a place."""
        following = self.text[place : place + 1]
        ends = punctuation() | set(_marks().closing.values())
        return not following or following in ends or self.folded.kinds.get(place) == NEW_LINE

    @cached_property
    def _percent(self) -> str:
        percents: dict[str, str] = table("characters")["percents"]
        return next(iter(percents))

    @cached_property
    def _amounts(self) -> tuple[list[int], list[str], str]:
        """The places of the amounts and their units, and the unit most of them have."""
        found = [token for token in self.tokens if token.figure.kind == AMOUNT]
        units = Counter(token.figure.unit for token in found)
        most = units.most_common(1)[0][0] if units else ""
        return [token.start for token in found], [token.figure.unit for token in found], most

    def _money(self, place: int) -> str:
        """The unit of the amount before a place in its sentence, else of the one behind it there, else of most."""
        places, units, most = self._amounts
        behind = bisect_left(places, place)
        ends = self._ends(TEXT)
        begin = max(ends[at - 1] if (at := bisect_left(ends, place)) else -1, self._line_begin(place))
        if behind and places[behind - 1] > begin:
            return units[behind - 1]
        if behind < len(places) and places[behind] < self.run_end(TEXT, place):
            return units[behind]
        return most

    def _line_begin(self, place: int) -> int:
        following = bisect_right(self.folded.lines, place)
        return self.folded.lines[following - 1] - 1 if following else -1

    def blank_end(self, place: int, kinds: tuple[str, ...]) -> int:
        """Where a unit ends that stands at a place without a number in front (占%); the place itself if none does."""
        if kinds == (COUNT,) or self.text[place - 1 : place].isdecimal():
            return place
        word = self.speech.unit_words.at(self.text, place)
        kind = self.speech.unit_words.meanings[word][0] if word else ""
        return (
            place + len(word)
            if kind in kinds and kind in (AMOUNT, RATIO) and self._stands_alone(place + len(word))
            else place
        )

    def years(self, step: Step, place: int) -> list[int]:
        """Where a year ends that stands at a place: a word for it, the year in digits, or what the pattern has."""
        found: list[int] = []
        word = year_words().at(self.text, place)
        if word and year_words().meanings[word] == step.offset:
            found.append(place + len(word))
        token = self.token_at.get(place)
        if token and token.figure.kind == YEAR:
            own = None if self.year is None else self.year + step.offset
            if token.figure.value in (own, step.value):
                found.append(token.end)
        if self.text.startswith(step.text, place):
            found.append(place + len(step.text))
        return list(dict.fromkeys(found))

    def places(self, start: int, end: int | None) -> tuple[int, int]:
        """The places that original characters [start, end) take; end None is the end of the text."""
        origins = self.folded.origins
        return bisect_left(origins, start), len(origins) if end is None else bisect_left(origins, end)

    @cached_property
    def _runs(self) -> tuple[list[int], list[int]]:
        """Where the runs of punctuation begin and end."""
        runs = [found.span() for found in _marks().run.finditer(self.text)]
        return [begin for begin, _ in runs], [end for _, end in runs]

    def after_punctuation(self, place: int, limit: int) -> int:
        """Where the run of punctuation that holds a place ends, at the limit at last; elsewhere the place itself."""
        begins, ends = self._runs
        run = bisect_right(begins, place) - 1
        return min(ends[run], limit) if run >= 0 and ends[run] > place else place

    def after_list_mark(self, place: int) -> int:
        """Where the mark between two members of a list ends, the place itself if none stands there."""
        return place + 1 if self.text[place : place + 1] in _marks().separators else place

    def after_joint(self, place: int, limit: int) -> int:
        """The place behind what joins two members of a list (、 和 以及), which may be nothing."""
        place = self.after_punctuation(place, limit)
        return place + len(self.speech.conjunction_words.at(self.text, place, limit))

    def line_end(self, place: int) -> int:
        """Where the line goes on to that holds a place: the beginning of the next, or the end of the text."""
        following = bisect_right(self.folded.lines, place)
        return self.folded.lines[following] if following < len(self.folded.lines) else len(self.text)

    def begins_line(self, place: int) -> bool:
        """Whether a new line begins at a place."""
        return self.line_end(place - 1) == place < len(self.text)

    def _ends(self, kind: str) -> list[int]:
        """The places of the marks that end a text or a list."""
        ends = _marks().list_ends if kind == LIST else _marks().ends
        if ends not in self._occurrences:
            self._occurrences[ends] = [found.start() for found in ends.finditer(self.text)]
        return self._occurrences[ends]

    def run_end(self, kind: str, place: int) -> int:
        """How far a text, a list or a name that begins at a place can reach."""
        if kind == NAME:
            return self._names[0][place] if place < len(self.text) else place
        ends = self._ends(kind)
        following = bisect_left(ends, place)
        return min(ends[following] if following < len(ends) else len(self.text), self.line_end(place))

    def beginnings(self, kind: str) -> list[int]:
        """The places at which an open run begins that is part of no longer one: what ends this one ends the longer."""
        if kind not in self._occurrences:
            if kind == NAME:
                marks = {*punctuation(), *_marks().closing, *_marks().closing.values()}
                begins = [place + 1 for place, character in enumerate(self.text) if character in marks]
                begins = [place for place in {0, *begins, *self.folded.lines} if self.run_end(kind, place) > place]
            else:
                begins = [0, *(place + 1 for place in self._ends(kind)), *self.folded.lines]
            self._occurrences[kind] = sorted(begins)
        return self._occurrences[kind]

    def depth(self, place: int) -> int:
        """How many brackets are open in front of a place."""
        return self._names[1][place] if place < len(self.text) else 0

    def opens(self, place: int) -> bool:
        """Whether a bracket opens at a place."""
        return self.text[place : place + 1] in _marks().closing

    @cached_property
    def _pairs(self) -> dict[int, int]:
        """The brackets of each line that belong together: opening place to closing place."""
        closing, pairs, pending = _marks().closing, {}, list[int]()
        marks = re.compile("[" + re.escape("".join([*closing, *closing.values()])) + "]")
        line = -1
        for found in marks.finditer(self.text):
            place, mark = found.start(), found.group()
            if (end := self.line_end(place)) != line:
                line, pending = end, []
            if mark in closing:
                pending.append(place)
            elif pending and closing[self.text[pending[-1]]] == mark:
                pairs[pending.pop()] = place
        return pairs

    @cached_property
    def _names(self) -> tuple[list[int], list[int]]:
        """For each place, how far a name that begins there can reach, and how many brackets are open before it."""
        size, brackets, marks = len(self.text), _marks().closing, punctuation()
        stops = marks | set(brackets.values())
        reach = list(range(size + 1))
        lines = {*self.folded.lines, size}
        for place in range(size - 1, -1, -1):
            character = self.text[place]
            closing = self._pairs.get(place)
            if character in stops or (character in brackets and closing is None):
                continue
            following = (place if closing is None else closing) + 1
            reach[place] = following if following in lines else reach[following]
        change = [0] * (size + 2)
        for opening, close in self._pairs.items():
            change[opening + 1] += 1
            change[close + 1] -= 1
        depth, depths = 0, []
        for place in range(size):
            depth += change[place]
            depths.append(depth)
        return reach, depths

    def occurrences(self, step: Step, depth: int | None = None) -> list[int]:
        """The places in order at which a step that ends an open run may begin.

        Of punctuation, where its runs begin; of an open run, where one begins that is part of no longer one. depth:
        only places with so many brackets open; None where brackets do not matter.
        """
        key = (step.what, step.text, step.kinds, step.words, step.offset)
        if key not in self._occurrences:
            self._occurrences[key] = self._find(step)
        if depth is None:
            return self._occurrences[key]
        if key not in self._by_depth:
            levels = self._by_depth.setdefault(key, {})
            for place in self._occurrences[key]:
                levels.setdefault(self.depth(place), []).append(place)
        return self._by_depth[key].get(depth, [])

    def _find(self, step: Step) -> list[int]:
        if step.what == "figure":
            return [token.start for token in self.tokens if self.unit_of(token, step.kinds)[0]]
        if step.what == "year":
            either = "|".join(map(re.escape, [*year_words().meanings, step.text]))
            found = {found.start() for found in re.finditer(f"(?={either})", self.text)}
            found |= {token.start for token in self.tokens if token.figure.kind == YEAR}
            return sorted(place for place in found if self.years(step, place))
        if step.what == "punctuation":
            return self._runs[0]
        if step.what == "open":
            return self.beginnings(step.text)
        if step.words is not None:
            words = "|".join(re.escape(word) for word in step.words.meanings)
            return [found.start() for found in re.finditer(f"(?={words})", self.text)] if words else []
        places, place = [], self.text.find(step.text)
        while place >= 0:
            places.append(place)
            place = self.text.find(step.text, place + 1)
        return places

    def trimmed(self, start: int, end: int) -> int:
        """The end of a stretch without the punctuation at its end."""
        while end > start and self.text[end - 1] in punctuation():
            end -= 1
        return end

    def members(self, start: int, end: int) -> list[tuple[int, int]]:
        """The names of a list, as places: parted by separators and conjunctions; brackets and known names are kept."""
        speech, text, members = self.speech, self.text, list[tuple[int, int]]()
        begin = place = start
        while place < end:
            closing = self._pairs.get(place, end)
            joint = 1 if text[place] in _marks().separators else 0
            if closing < end:
                place = closing + 1
            elif name := speech.joined_names.at(text, place, end):
                place += len(name)
            elif joint := joint or len(speech.conjunction_words.at(text, place, end)):
                members.append((begin, place))
                begin = place = place + joint
            else:
                place += 1
        if tail := speech.list_tail_words.before(text, end):
            end = max(begin, end - len(tail))
        stretches = [(first, self.trimmed(first, last)) for first, last in [*members, (begin, end)]]
        return [(first, last) for first, last in stretches if first < last]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original characters of a stretch of words, with the quotation marks that belong to it."""
        first, last = self.folded.span(start, end)
        quotes = {opening: closing for opening, closing in closing_quotes().items() if opening != closing}
        opening = self.original[first - 1 : first]
        if opening in quotes and quotes[opening] in self.original[first : last + 1]:
            first -= 1
        closing = self.original[last : last + 1]
        if any(quotes.get(mark) == closing for mark in self.original[first:last]):
            last += 1
        return first, last
