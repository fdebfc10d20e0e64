"""Words of a rule: the longest match over the known names and the keywords together.

Chinese has no word breaks, and official names contain brackets, quotation marks and words that are also
keywords, so no ordinary terminal can tell 合计 the row from 合计 the function, or 非财政拨款结余 from 非 and a name.
The rules, in order: the longest match wins; a name wins over a keyword of equal length; a function word counts
only before ``(``; a word glued to what follows is accepted only where the whole run is near no known name.

A mistake is told over its whole run, and reading goes on behind it, so that others are found too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from checker.amounts import MOST_DIGITS
from checker.characters import closing_quotes
from checker.lexicon import AFTER_OPERAND, folded_with_places, has_word_breaks, keywords
from checker.lexicon import Lexicon as Lexicon
from checker.problems import near_names


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


_GLUE = {"NOT", "PREFIX", "IF", "THEN", "EACH"}
_OPERAND_ENDS = {"NAME", "NUMBER", "TEXT", "TABLE", "HERE", "CLOSE", "RIGHT", "ATTRIBUTE"}
_MARKS = {
    **dict.fromkeys(",、;。", "COMMA"),
    "(": "OPEN",
    ")": "CLOSE",
    # an input method types 【 】 for the square brackets of a place in a table
    **dict.fromkeys("[【〔", "LEFT"),
    **dict.fromkeys("]】〕", "RIGHT"),
}
_DELIMITERS = frozenset('+-*/=<>!"《》 ').union(_MARKS)
_STOPS = " 。;."
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?")
_MOST_FAULTS, _MOST_SEARCHES = 20, 40
_LONGEST_SPLIT = 60


class _Reading:
    """One pass over one text; collects words and faults."""

    def __init__(self, text: str, lexicon: Lexicon, scope: bool):
        self.original = text
        self.text, self.places = folded_with_places(text)
        self.lexicon = lexicon
        self.keywords = keywords(scope)
        self.scope = scope
        self.closings = self._closings()
        self.words: list[Word] = []
        self.faults: list[Fault] = []
        self.searches = _MOST_SEARCHES

    def _closings(self) -> dict[int, int]:
        """For each quotation mark that opens here the place after the one that closes it, where there is one."""
        closing = closing_quotes()
        next_of: dict[str, int] = {}
        found: dict[int, int] = {}
        for place in range(len(self.text) - 1, -1, -1):
            if self.text[place] == '"':
                mark = self.original[self.places[place]]
                # this row's name: what begins a keyword opens no text
                keyword = self.keywords.longest(self.text, place) or ""
                if closing.get(mark) in next_of and self.keywords.terminal(keyword) != "ATTRIBUTE":
                    found[place] = next_of[closing[mark]] + 1
                next_of[mark] = place
        return found

    # --- what is found ----------------------------------------------------------------------------------------

    def word(self, kind: str, value: str, start: int, end: int) -> int:
        self.words.append(Word(kind, value, *self.span(start, end)))
        return end

    def span(self, start: int, end: int) -> tuple[int, int]:
        # the end is the place after the last character itself: white space that was folded away stays outside
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]

    def fault(self, code: str, start: int, end: int, near: tuple[str, ...] = (), **values: str) -> None:
        first, last = self.span(start, end)
        values.setdefault("word", self.original[first:last])
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(Fault(code, first, last, tuple(values.items()), near))

    def near(self, word: str, names: Sequence[str], cutoff: float = 0.6) -> tuple[str, ...]:
        """The names nearest to a word; none any more after many, so that a text full of mistakes takes no time."""
        self.searches -= 1
        return near_names(word, names, cutoff=cutoff) if self.searches >= 0 else ()

    def near_known(self, start: int, end: int, cutoff: float = 0.6) -> tuple[str, ...]:
        """The known names nearest to a run; paths only where it is a path, or where nothing else is near."""
        run = self.text[start:end]
        cutoff = 0.5 if len(run) == 2 else cutoff  # one character of two is half of them
        if "·" not in run and (near := self.near(run, self.lexicon.last_names, cutoff)):
            return near
        return self.near(run, self.lexicon.shown, cutoff)

    # --- one word after another -------------------------------------------------------------------------------

    def run(self) -> None:
        place = 0
        while place < len(self.text) and not self.is_end(place):
            place = place + 1 if self.text[place] == " " else self.step(place)

    def is_end(self, place: int) -> bool:
        """Whether nothing but a full stop or a semicolon follows."""
        return self.text[place] in _STOPS and not self.text[place:].strip(_STOPS)

    def step(self, place: int) -> int:
        """Reads the word at a place; gives the place behind it."""
        text = self.text
        if text[place] == "《":
            return self.title(place)
        name, keyword = self.lexicon.longest(text, place) or "", self.keywords.longest(text, place) or ""
        number, quoted = _NUMBER.match(text, place), self.closings.get(place, place) - place
        figure = len(number.group()) if number else 0
        longest = max(len(name), len(keyword), figure, quoted)
        end = place + longest
        if not longest:
            return self.mark(place)
        if len(keyword) == longest and (len(name) < longest or self.keywords.terminal(keyword) == "FUNCTION"):
            return self.keyword(keyword, place, end)
        if figure == longest and len(name) < longest:
            return self.number(place, end)
        if not self.ends_operand(end):
            return self.unknown(place)
        if len(name) == longest:
            return self.word("NAME", self.lexicon.names[name], place, end)
        return self.word("TEXT", self.original[self.places[place] + 1 : self.places[end - 1]], place, end)

    def mark(self, place: int) -> int:
        """Reads a mark at a place where no word is; or else what is no word at all."""
        character = self.text[place]
        if character in _MARKS:
            return self.word(_MARKS[character], character, place, place + 1)
        if character == "》" or self.is_stray(place):
            self.fault("R112", place, place + 1)
            return place + 1
        if character == '"':
            self.fault("R103", place, place + 1)
            return len(self.text)
        return self.unknown(place)

    def is_stray(self, place: int) -> bool:
        """Whether a quotation mark stands here that can only close."""
        return self.text[place] == '"' and self.original[self.places[place]] not in closing_quotes()

    def keyword(self, spelling: str, place: int, end: int) -> int:
        terminal, word = self.keywords.meaning[spelling]
        near = self.names_near_glued(place, end) if terminal in _GLUE else ()
        if near and (name := self.lexicon.longest(self.text, end)) and self.ends_operand(end + len(name)):
            shown, stop = self.lexicon.names[name], end + len(name)
            self.fault("R128", place, stop, near, keyword=self.text[place:end], name=shown)
            return self.word("NAME", "", place, stop)
        if near or (terminal == "NUMBER" and not self.ends_operand(end)):
            return self.unknown(place)
        return self.word(terminal, word, place, end)

    def title(self, place: int) -> int:
        end = self.text.find("》", place)
        if end < 0:
            self.fault("R104", place, place + 1)
            return len(self.text)
        return self.word("TABLE", self.original[self.places[place] + 1 : self.places[end]], place, end + 1)

    def number(self, place: int, end: int) -> int:
        value = self.text[place:end].replace(",", "")
        if len(value) > MOST_DIGITS:
            self.fault("R109", place, end, most=str(MOST_DIGITS))
            value = value[:MOST_DIGITS]
        after = end + (self.text[end : end + 1] == " ")
        unit = self.lexicon.unit(self.text, after) if after < len(self.text) else ""
        if unit:
            return self.word("NUMBER", f"{value} {self.lexicon.units[unit]}", place, after + len(unit))
        if not self.ends_operand(end) and not self.is_known(end):
            piece = self.piece_end(end)
            if any(
                len(self.lexicon.longest(self.text, at) or "") > 1
                for at in range(end, min(piece, end + _LONGEST_SPLIT))
            ):
                self.fault("R108", end, piece)
                return self.word("NUMBER", value, place, piece)
            self.fault(
                "R105",
                end,
                piece,
                self.near(self.text[end:piece], list(self.lexicon.units.values()), 0.5),
                number=value,
            )
            return self.word("NUMBER", value, place, piece)
        return self.word("NUMBER", value, place, end)

    # --- where a run ends -------------------------------------------------------------------------------------

    def is_known(self, place: int) -> bool:
        """Whether a name or a keyword begins here."""
        return bool(self.lexicon.longest(self.text, place) or self.keywords.longest(self.text, place))

    def ends_operand(self, end: int) -> bool:
        """Whether a name, figure or text may end here: before a mark or a word that stands after an operand."""
        text = self.text
        if end >= len(text) or self.is_end(end):
            return True
        if text[end] == " ":
            return not self.goes_on(end)
        if text[end] == '"':
            # what is said of a name stands right behind it: 名词解释's terms
            return self.is_stray(end) or self.keywords.terminal(self.keywords.longest(text, end) or "") == "ATTRIBUTE"
        return text[end] in _DELIMITERS or self.resumes(end)

    def goes_on(self, blank: int) -> bool:
        """Whether a run of Latin words goes on behind a blank: with a letter that begins no keyword."""
        if not has_word_breaks(self.text[blank - 1]) or not has_word_breaks(self.text[blank + 1 : blank + 2] or " "):
            return False
        return self.keywords.longest(self.text, blank + 1) is None

    def resumes(self, place: int) -> bool:
        """Whether the language goes on here: a word that stands after an operand, and then something known."""
        keyword = self.keywords.longest(self.text, place)
        if not keyword:
            return False
        terminal, after = self.keywords.terminal(keyword), place + len(keyword)
        if self.scope:
            return True
        if terminal in ("PREDICATE", "ATTRIBUTE"):
            at_end = after >= len(self.text) or self.text[after] in _DELIMITERS
            return at_end or self.is_end(after) or self.keywords.longest(self.text, after) is not None
        if terminal not in AFTER_OPERAND:
            return False
        after += self.text[after : after + 1] == " "
        if after >= len(self.text):
            return len(keyword) > 1
        if len(keyword) > 1 or self.text[after] in '(《"-' or self.text[after].isdigit() or self.is_known(after):
            return True
        end = after
        while end < len(self.text) and self.text[end] not in _DELIMITERS and end < after + self.lexicon.longest_name:
            end += 1
        return bool(self.near_known(after, end))

    def piece_end(self, start: int, most: int | None = None) -> int:
        """Where a run that is no known name ends; not much further than ``most`` characters."""
        end, text = start, self.text
        limit = len(text) if most is None else min(len(text), start + most)
        while end < limit:
            if text[end] == '"':
                end = self.closings.get(end, end + 1)
            elif text[end] == "(" and end > start:
                closed = text.find(")", end, end + _LONGEST_SPLIT)
                inside = text[end + 1 : closed]
                if closed < 0 or inside in self.lexicon.names or any(c in _DELIMITERS for c in inside):
                    break
                end = closed + 1
            elif text[end] == " " and end > start and self.goes_on(end):
                end += 1
            elif text[end] in _DELIMITERS or self.is_end(end) or (end > start and self.resumes(end)):
                break
            else:
                end += 1
        return max(end, start + 1)

    # --- runs that are no known name --------------------------------------------------------------------------

    def names_near_glued(self, start: int, end: int) -> tuple[str, ...]:
        """The known names that a word glued to what follows makes, with it, nearly one of."""
        if self.scope or self.searches <= 0 or end >= len(self.text) or self.text[end] in _DELIMITERS:
            return ()
        return self.near_with(start, end, self.piece_end(end, 2 * self.lexicon.longest_name), 0.75)

    def near_with(self, start: int, end: int, stop: int, cutoff: float) -> tuple[str, ...]:
        """The known names nearest to a run among those that have its first word in them."""
        return self.near(self.text[start:stop], self.lexicon.names_with(self.text[start:end]), cutoff)

    def unknown(self, place: int) -> int:
        """A run that is no known name, told over its whole length."""
        if end := self.spaced_name(place):
            return end
        start, end = place, self.piece_end(place)
        functions = self.keywords.spellings("FUNCTION")
        if self.text[start:end] in self.keywords.meaning and self.keywords.terminal(self.text[start:end]) == "FUNCTION":
            self.fault("R107", start, end, before=self.text[start:end])
        elif parts := self.known_parts(start, end):
            self.fault("R106", start, end, first=parts[0], rest=parts[1])
        elif self.text[end : end + 1] == "(" and not self.scope:
            end = self.before_bracket(start, end, functions)
        else:
            start = self.misspelt(start, end)
        # reading goes on as if a name stood here, so that other mistakes are seen too
        return self.word("NAME", "", start, end)

    def spaced_name(self, place: int) -> int:
        """Where a known name typed with blanks inside ends (人员 经费); 0 where there is none."""
        stop = min(len(self.text), place + 2 * self.lexicon.longest_name)
        letters = [at for at in range(place, stop) if self.text[at] != " "]
        name = self.lexicon.longest("".join(self.text[at] for at in letters), 0)
        if name is None:
            return 0
        end = letters[len(name) - 1] + 1
        if end - place == len(name) or not self.ends_operand(end):
            return 0
        return self.word("NAME", self.lexicon.names[name], place, end)

    def known_parts(self, start: int, end: int) -> tuple[str, str] | None:
        """The first of the known names a run is made of, and the rest; None unless it is names and nothing else."""
        at, parts = start, list[str]()
        while at < end <= start + _LONGEST_SPLIT:
            name = self.lexicon.longest(self.text, at)
            if name is None or len(name) < 2 or at + len(name) > end:
                return None
            parts.append(self.lexicon.names[name])
            at += len(name)
            at += self.text[at : at + 1] == " " and at < end
        return (parts[0], "".join(parts[1:])) if len(parts) > 1 else None

    def before_bracket(self, start: int, end: int, functions: list[str]) -> int:
        """A run before an opening bracket: a name whose bracket is not closed, else a function nobody knows."""
        near = self.near(self.text[start:end], functions, 0.5)
        inside = self.text[end + 1 : end + 2]
        stop = self.piece_end(end + 1) if inside and inside not in _DELIMITERS else end + 1
        stop += self.text[stop : stop + 1] == ")"
        if not near and (names := self.near_known(start, stop, 0.75)):
            self.fault("R101", start, stop, names)
            return stop
        self.fault("R102", start, end, near)
        return end

    def misspelt(self, start: int, end: int) -> int:
        """Tells a run near a known name, or near none; gives its start: a keyword glued in front may belong to it."""
        near = self.near_known(start, end)
        last = self.words[-1] if self.words else None
        if last is not None and last.kind in _GLUE and last.end == self.places[start]:
            head = self.places.index(last.start)
            scopes = self.near(self.text[head:end], self.keywords.spellings(), 0.7) if self.scope else ()
            wider = scopes or self.near_with(head, start, end, 0.6)
            if wider:
                self.words.pop()
                start, near = head, wider
            if scopes:
                self.fault("R127", start, end, scopes)
                return start
        elif not near and last is not None and last.kind in _OPERAND_ENDS and not self.scope:
            operators = self.keywords.spellings(*AFTER_OPERAND)
            self.fault("R108", start, end, self.near(self.text[start:end], operators, 0.5))
            return start
        code = "R101"
        if not near:
            near = self.near(self.text[start:end], self.keywords.spellings(), 0.6 if self.scope else 0.7)
            code = "R127" if self.scope else "R101"
        self.fault(code, start, end, near)
        return start


def _without_links(found: list[Word]) -> list[Word]:
    """The words of a scope without what only joins its parts: 《支出决算表》的每一行，每个金额栏."""
    steps = {"ROWS", "COLUMNS", "PARENTS", "LEAVES", "SECTIONS", "SENTENCES", "TERMS", "EACH"}
    following = [*(word.kind for word in found), ""][1:]
    return [
        w for w, after in zip(found, following, strict=True) if not (w.kind in ("COMMA", "LINK") and after in steps)
    ]


def words(text: str, lexicon: Lexicon, scope: bool = False) -> tuple[list[Word], list[Fault]]:
    """The words of an assertion (or of a scope), and every run that is none; a faulty run stands as an empty name."""
    reading = _Reading(text, lexicon, scope)
    reading.run()
    return _without_links(reading.words) if scope else reading.words, reading.faults
