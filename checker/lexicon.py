"""The closed world a rule is read against: the known names, the units, and the keywords of grammar/keywords.yaml."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache, cached_property, lru_cache

from checker.characters import plain
from checker.resources import table


def folded_with_places(text: str) -> tuple[str, list[int]]:
    """Plain text in lower case with runs of white space made one blank, none beside a path's dot; places as typed."""
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


@lru_cache(maxsize=1 << 14)
def folded(name: str) -> str:
    """What a name is looked up by when a rule is read."""
    return folded_with_places(name)[0].strip()


def has_word_breaks(character: str) -> bool:
    """Whether a letter belongs to a script that sets its words apart; Chinese does not."""
    return character.isalpha() and (character.islower() or character.isupper())


def begins_word(text: str, start: int) -> bool:
    """Whether a word can begin here: not inside a Latin word; Chinese words begin anywhere."""
    return start == 0 or not (has_word_breaks(text[start - 1]) and has_word_breaks(text[start]))


def ends_word(text: str, end: int) -> bool:
    """Whether a word can end here: not inside a Latin word; Chinese words end anywhere."""
    if end >= len(text) or not has_word_breaks(text[end - 1]):
        return True
    return not (has_word_breaks(text[end]) or text[end].isdecimal())


class Lexicon:
    """The names of the loaded layouts, money units and measure words.

    names: every name as it is shown; aliases map a spelling to such a name.
    """

    def __init__(self, names: Iterable[str], units: Iterable[str] = (), aliases: Iterable[tuple[str, str]] = ()):
        self.names: dict[str, str] = {}
        for shown in names:
            self._add(shown, shown)
        for spelling, shown in aliases:
            self._add(spelling, shown)
        self._by_first = _by_first(self.names)
        measures = [*units, *table("characters")["percents"]]
        self.units = {folded(unit): unit for unit in sorted(measures, key=len, reverse=True)}

    def _add(self, spelling: str, shown: str) -> None:
        short = folded(spelling)
        self.names.setdefault(short, shown)
        self.names.setdefault(short.replace('"', ""), shown)
        self.names.setdefault(short.replace(" ", ""), shown)

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """Every name as it is shown, in order."""
        return tuple(sorted(set(self.names.values())))

    @cached_property
    def last_names(self) -> tuple[str, ...]:
        """The names that are not paths (甲·乙): what a misspelt name without a dot is compared with."""
        return tuple(name for name in self.shown if "·" not in name)

    def names_with(self, word: str) -> list[str]:
        """The names that have a word, as it stands in folded text, in them."""
        return [shown for spelling, shown in self.names.items() if word in spelling]

    @cached_property
    def longest_name(self) -> int:
        """How many characters the longest name has."""
        return max(map(len, self.names), default=0)

    def longest(self, text: str, start: int) -> str | None:
        """The longest known name at a place of folded text, as it is spelt there."""
        for spelling in self._by_first.get(text[start : start + 1], ()):
            if text.startswith(spelling, start) and ends_word(text, start + len(spelling)):
                return spelling
        return None

    def unit(self, text: str, start: int) -> str:
        """The unit or measure word at a place of folded text; empty when there is none."""
        for unit in self.units:
            if text.startswith(unit, start) and ends_word(text, start + len(unit)):
                return unit
        return ""


def _by_first(words: Iterable[str]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if word:
            grouped[word[0]].append(word)
    return {first: sorted(group, key=len, reverse=True) for first, group in grouped.items()}


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
    ("predicates", "only"): "RELATION",
    ("predicates", "unwritten"): "RELATION",
    ("predicates", "unmistaken"): "RELATION",
    ("predicates", "after"): "RELATION",
    ("selectors", "line"): "LINE",
    ("selectors", "number"): "COLUMN",
}
_GROUPS = {
    "comparisons": "COMPARISON",
    "functions": "FUNCTION",
    "predicates": "PREDICATE",
    "opposites": "PREDICATE",
    "attributes": "ATTRIBUTE",
    "prefixes": "PREFIX",
    "here": "HERE",
    "numbers": "NUMBER",
    "links": "LINK",
}
_ASSERTION = (
    *("comparisons", "arithmetic", "logic", "functions", "predicates", "opposites", "attributes", "prefixes"),
    *("here", "selectors", "numbers"),
)
_SCOPE = ("scopes", "here", "links")
NOT = "not "
"""Stands before the canonical word of a predicate that is denied (不为空)."""
AFTER_OPERAND = frozenset(
    {"THEN", "OR", "AND", "COMPARISON", "PLUS", "MINUS", "TIMES", "OVER", "PREDICATE", "RELATION", "ATTRIBUTE"},
)
"""Terminals of the words that can stand right behind an operand."""


class Keywords:
    """The keywords of assertions, or of scopes, by spelling: terminal and canonical word of each."""

    def __init__(self, scope: bool) -> None:
        self.meaning: dict[str, tuple[str, str]] = {}
        self.shown: dict[str, str] = {}
        for group, words in table("keywords").items():
            if group not in (_SCOPE if scope else _ASSERTION):
                continue
            for word, spellings in words.items():
                terminal = word.upper() if group == "scopes" else _TERMINALS.get((group, word)) or _GROUPS[group]
                word = NOT + word if group == "opposites" else word
                for spelling in (*spellings["zh"], *spellings["en"]):
                    self.meaning[folded(spelling)] = (terminal, word)
                    self.shown[folded(spelling)] = spelling
        self._by_first = _by_first(self.meaning)

    def terminal(self, spelling: str) -> str:
        """The terminal of a spelling; empty when it is no keyword."""
        return self.meaning.get(spelling, ("", ""))[0]

    def spellings(self, *terminals: str) -> list[str]:
        """The spellings of some terminals, of all when none is named, as they are shown."""
        return [self.shown[s] for s, (kind, _) in self.meaning.items() if not terminals or kind in terminals]

    def longest(self, text: str, start: int) -> str | None:
        """The longest keyword at a place of folded text, as it is spelt there; a function only before a bracket."""
        if not begins_word(text, start):
            return None
        for spelling in self._by_first.get(text[start : start + 1], ()):
            end = start + len(spelling)
            if text.startswith(spelling, start) and ends_word(text, end):
                if self.terminal(spelling) == "FUNCTION" and text[end : end + 2].lstrip()[:1] != "(":
                    continue
                return spelling
        return None


@cache
def keywords(scope: bool = False) -> Keywords:
    """The keywords an assertion is made of; with ``scope``, those of a scope."""
    return Keywords(scope)
