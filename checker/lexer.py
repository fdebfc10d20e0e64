"""Words of a rule: the longest match over the known names and the keywords together.

Chinese has no word breaks, and official names contain brackets, quotation marks and words that are also
keywords, so no ordinary terminal can tell 合计 the row from 合计 the function, or 非财政拨款结余 from 非 and a name.
The rules, in order: the longest match wins; a name wins over a keyword of equal length; a function word counts
only before ``(``; a word glued to what follows is accepted only where the whole run is near no known name.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from checker.characters import closing_quotes, plain
from checker.problems import near_names
from checker.resources import table


class Word(NamedTuple):
    """One word: its terminal in the grammar, its canonical value, and its span in the text as typed."""

    kind: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fault:
    """A mistake in a rule's text: problem code, span as typed, values for the message, nearest names."""

    code: str
    start: int
    end: int
    values: tuple[tuple[str, str], ...] = ()
    near: tuple[str, ...] = ()


def _folded(text: str) -> tuple[str, list[int]]:
    """Plain text in lower case with runs of white space made one blank, none beside a path's dot."""
    simple, origins = plain(text)
    characters: list[str] = []
    places: list[int] = []
    for character, origin in zip(simple, origins, strict=False):
        character = " " if character.isspace() else character
        if character == " " and characters and characters[-1] in " ·":
            continue
        if character == "·" and characters and characters[-1] == " ":
            characters.pop()
            places.pop()
        lower = character.lower()
        characters.append(lower if len(lower) == 1 else character)
        places.append(origin)
    places.append(len(text))
    return "".join(characters), places


def folded(name: str) -> str:
    """What a name is looked up by when a rule is read."""
    return _folded(name)[0].strip()


class Lexicon:
    """The closed world a rule is read against: names, money units and measure words.

    names: every name of the loaded layouts as it is shown; aliases map a spelling to such a name.
    """

    def __init__(self, names: Iterable[str], units: Iterable[str] = (), aliases: Iterable[tuple[str, str]] = ()):
        self.names: dict[str, str] = {}
        for shown in names:
            self._add(shown, shown)
        for spelling, shown in aliases:
            self._add(spelling, shown)
        self._by_first = _by_first(self.names)
        percents = table("characters")["percents"]
        self._units = sorted({*(folded(u) for u in units), *percents}, key=len, reverse=True)

    def _add(self, spelling: str, shown: str) -> None:
        short = folded(spelling)
        self.names.setdefault(short, shown)
        self.names.setdefault(short.replace('"', ""), shown)
        self.names.setdefault(short.replace(" ", ""), shown)

    def longest(self, text: str, start: int) -> str | None:
        """The longest known name at a place of folded text, as it is spelt there."""
        for spelling in self._by_first.get(text[start], ()):
            if text.startswith(spelling, start) and _ends_word(text, start + len(spelling)):
                return spelling
        return None

    def unit(self, text: str, start: int) -> str:
        """The unit or measure word at a place of folded text; empty when there is none."""
        for unit in self._units:
            if text.startswith(unit, start) and _ends_word(text, start + len(unit)):
                return unit
        return ""


def _by_first(words: Iterable[str]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if word:
            grouped[word[0]].append(word)
    return {first: sorted(group, key=len, reverse=True) for first, group in grouped.items()}


def _ends_word(text: str, end: int) -> bool:
    """Latin words end where letters end; Chinese words end anywhere."""
    before = text[end - 1]
    return not (before.isascii() and before.isalpha()) or not (
        end < len(text) and text[end].isascii() and text[end].isalnum()
    )


_TERMINALS = {
    ("logic", "if"): "IF",
    ("logic", "then"): "THEN",
    ("logic", "or"): "OR",
    ("logic", "and"): "AND",
    ("logic", "not"): "NOT",
    ("arithmetic", "+"): "PLUS",
    ("arithmetic", "-"): "MINUS",
    ("arithmetic", "*"): "TIMES",
    ("arithmetic", "/"): "OVER",
    ("predicates", "contains"): "RELATION",
    ("predicates", "lacks"): "RELATION",
    ("predicates", "begins"): "RELATION",
    ("selectors", "line"): "LINE",
    ("selectors", "number"): "COLUMN",
}
_GROUPS = {
    "comparisons": "COMPARISON",
    "functions": "FUNCTION",
    "predicates": "PREDICATE",
    "prefixes": "PREFIX",
    "here": "HERE",
}
_ASSERTION_GROUPS = ("comparisons", "arithmetic", "logic", "functions", "predicates", "prefixes", "here", "selectors")
_AFTER_OPERAND = {"THEN", "OR", "AND", "COMPARISON", "PLUS", "MINUS", "TIMES", "OVER", "PREDICATE", "RELATION"}
_GLUE = {"NOT", "PREFIX", "IF", "THEN"}
_MARKS = {",": "COMMA", "、": "COMMA", "(": "OPEN", ")": "CLOSE", "[": "LEFT", "]": "RIGHT"}
_DELIMITERS = frozenset("+-*/=<>!,;()[]、。；\"《》 ")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?")


@cache
def _keywords(scope: bool) -> tuple[dict[str, list[str]], dict[str, tuple[str, str]]]:
    """Keyword spellings by first character, and each spelling's terminal and canonical word."""
    meaning: dict[str, tuple[str, str]] = {}
    for group, words in table("keywords").items():
        if group not in (("scopes", "here") if scope else _ASSERTION_GROUPS):
            continue
        for word, spellings in words.items():
            terminal = word.upper() if group == "scopes" else _TERMINALS.get((group, word)) or _GROUPS[group]
            for spelling in (*spellings["zh"], *spellings["en"]):
                meaning[folded(spelling)] = (terminal, word)
    return _by_first(meaning), meaning


def keyword_spellings() -> list[str]:
    """Every spelling of every keyword that can stand in an assertion: offered beside names when one is misspelt."""
    return sorted(_keywords(False)[1])


class _Reading:
    """One pass over one text; collects words and faults."""

    def __init__(self, text: str, lexicon: Lexicon, scope: bool):
        self.original = text
        self.text, self.places = _folded(text)
        self.lexicon = lexicon
        self.by_first, self.meaning = _keywords(scope)
        self.scope = scope
        self.words: list[Word] = []
        self.faults: list[Fault] = []

    def word(self, kind: str, value: str, start: int, end: int) -> None:
        self.words.append(Word(kind, value, *self.span(start, end)))

    def span(self, start: int, end: int) -> tuple[int, int]:
        # the end is the place after the last character itself: white space that was folded away stays outside
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]

    def fault(self, code: str, start: int, end: int, near: tuple[str, ...] = (), **values: str) -> None:
        first, last = self.span(start, end)
        values.setdefault("word", self.original[first:last])
        self.faults.append(Fault(code, first, last, tuple(values.items()), near))

    def keyword(self, start: int) -> str | None:
        for spelling in self.by_first.get(self.text[start], ()):
            end = start + len(spelling)
            if self.text.startswith(spelling, start) and _ends_word(self.text, end):
                if self.meaning[spelling][0] == "FUNCTION" and self.text[end : end + 2].lstrip()[:1] != "(":
                    continue
                return spelling
        return None

    def run(self) -> None:
        place = 0
        while place < len(self.text):
            character = self.text[place]
            if character == " ":
                place += 1
            elif character in "。；;" and not self.text[place:].strip(" 。；;"):
                return
            else:
                place = self.step(place)

    def step(self, place: int) -> int:
        text = self.text
        name = self.lexicon.longest(text, place)
        keyword = self.keyword(place)
        number = _NUMBER.match(text, place)
        closed = self.quoted(place)
        lengths = (len(name or ""), len(keyword or ""), len(number.group()) if number else 0, closed - place)
        longest = max(lengths)
        if text[place] == "《":
            return self.title(place)
        if not longest:
            mark = _MARKS.get(text[place])
            if mark:
                self.word(mark, text[place], place, place + 1)
                return place + 1
            if text[place] == '"':
                self.fault("R103", place, len(text))
                return len(text)
            return self.unknown(place)
        end = place + longest
        if keyword and lengths[1] == longest and (lengths[0] < longest or self.meaning[keyword][0] == "FUNCTION"):
            terminal, word = self.meaning[keyword]
            if terminal in _GLUE and self.is_near_name(place, end):
                return self.unknown(place)
            self.word(terminal, word, place, end)
            return end
        if name and lengths[0] == longest:
            if not self.ends_operand(end):
                return self.unknown(place)
            self.word("NAME", self.lexicon.names[name], place, end)
            return end
        if number and lengths[2] == longest:
            return self.number(place, end)
        if not self.ends_operand(end):
            return self.unknown(place)
        first, last = self.span(place + 1, end - 1)
        self.word("TEXT", self.original[first:last] if end - place > 2 else "", place, end)
        return end

    def quoted(self, place: int) -> int:
        """Where quoted text that begins here ends (after its closing mark); ``place`` itself when none does."""
        if self.text[place] != '"':
            return place
        closing = closing_quotes().get(self.original[self.places[place]])
        for end in range(place + 1, len(self.text)):
            if self.text[end] == '"' and self.original[self.places[end]] == closing:
                return end + 1
        return place

    def title(self, place: int) -> int:
        end = self.text.find("》", place)
        if end < 0:
            self.fault("R104", place, len(self.text))
            return len(self.text)
        self.word("TABLE", self.original[self.places[place] + 1 : self.places[end]], place, end + 1)
        return end + 1

    def number(self, place: int, end: int) -> int:
        value = self.text[place:end].replace(",", "")
        after = end + (self.text[end : end + 1] == " ")
        unit = self.lexicon.unit(self.text, after)
        stop = after + len(unit) if unit else end
        if not unit and not self.ends_operand(end):
            piece = self.piece_end(end)
            near = near_names(self.text[end:piece], self.lexicon._units)
            self.fault("R105", end, piece, near, number=value)
            self.word("NUMBER", value, place, piece)
            return piece
        self.word("NUMBER", value + " " + unit if unit else value, place, stop)
        return stop

    def ends_operand(self, end: int) -> bool:
        """Whether a name, figure or text may end here: before a mark or a word that stands after an operand."""
        if end >= len(self.text) or self.text[end] in _DELIMITERS and self.text[end] != '"':
            return True
        keyword = self.keyword(end)
        if self.scope:
            return keyword is not None
        return keyword is not None and self.meaning[keyword][0] in _AFTER_OPERAND

    def piece_end(self, start: int) -> int:
        """Where a run that is no known name ends."""
        end, text = start, self.text
        while end < len(text):
            if text[end] == '"':
                closed = self.quoted(end)
                end = closed if closed > end else end + 1
            elif text[end] == "(" and end > start:
                closed = text.find(")", end)
                inside = text[end + 1 : closed]
                if closed < 0 or inside in self.lexicon.names or any(c in _DELIMITERS for c in inside):
                    break
                end = closed + 1
            elif text[end] in _DELIMITERS:
                break
            elif end > start and self.resumes(end):
                break
            else:
                end += 1
        return max(end, start + 1)

    def resumes(self, place: int) -> bool:
        """Whether the language goes on here: a word that stands after an operand, and then something known."""
        keyword = self.keyword(place)
        if not keyword:
            return False
        terminal = self.meaning[keyword][0]
        if self.scope:
            return True
        after = place + len(keyword)
        if terminal == "PREDICATE":
            return after >= len(self.text) or self.text[after] in _DELIMITERS or self.keyword(after) is not None
        if terminal not in _AFTER_OPERAND:
            return False
        rest = self.text[after:].lstrip()
        if not rest:
            return False
        after = len(self.text) - len(rest)
        return (
            rest[0] in "(《\"-"
            or rest[0].isdigit()
            or self.lexicon.longest(self.text, after) is not None
            or self.keyword(after) is not None
            or len(keyword) > 1
        )

    def is_near_name(self, start: int, end: int) -> bool:
        """Whether a word glued to what follows makes, with it, a run that is nearly a known name."""
        if end >= len(self.text) or self.text[end] in _DELIMITERS:
            return False
        run = self.text[start : self.piece_end(end)]
        head = self.text[start:end]
        return bool(self.near(run, [name for name in self.lexicon.names if head in name], cutoff=0.75))

    @staticmethod
    def near(word: str, names: Sequence[str], cutoff: float) -> tuple[str, ...]:
        return near_names(word, names, cutoff=cutoff)

    def unknown(self, place: int) -> int:
        """A run that is no known name; a keyword glued in front belongs to it where that makes it nearer a name."""
        end = self.piece_end(place)
        start = place
        shown = sorted(set(self.lexicon.names.values()))
        near = near_names(self.text[start:end], shown)
        if self.words and self.words[-1].kind in _GLUE and self.words[-1].end == self.places[place]:
            glued = self.words[-1]
            head = self.places.index(glued.start)
            wider = near_names(self.text[head:end], shown, cutoff=0.75)
            if wider:
                self.words.pop()
                start, near = head, wider
        if not near:
            near = near_names(self.text[start:end], keyword_spellings(), cutoff=0.7)
        if self.text[end : end + 1] == "(" and not self.scope:
            functions = [s for s, (kind, _) in self.meaning.items() if kind == "FUNCTION"]
            self.fault("R102", start, end, near_names(self.text[start:end], functions, cutoff=0.5))
        else:
            self.fault("R101", start, end, near)
        # reading goes on as if a name stood here, so that other mistakes are seen too
        self.word("NAME", "", start, end)
        return end


def words(text: str, lexicon: Lexicon, scope: bool = False) -> tuple[list[Word], list[Fault]]:
    """The words of an assertion (or of a scope), and every run that is none; a faulty run stands as an empty name."""
    reading = _Reading(text, lexicon, scope)
    reading.run()
    return reading.words, reading.faults
