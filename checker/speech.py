"""The words a family of reports uses in its prose: data of its layout, made ready to be looked up."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from checker.facts import AMOUNT, COUNT, RATIO
from checker.folding import Words, fold
from checker.resources import table

NO_UNIT = "no unit"


@dataclass(frozen=True, eq=False)
class Speech:
    """The words a family of reports uses in its prose.

    units: money units with their base units (万元: 10000); measures: measure words of counts; up, down, level: words
    for the direction of a change; fillers: small words that may stand in front of a figure or be left out;
    conjunctions: words that join the last two names of a list; list_tails: words that close a list (等) and are no part
    of its last name; name_tails: words the name of a row may do without where a text names it (支出); hedges: words that make a level word claim nothing (基本持平); names: names that are whole though
    a conjunction stands in them (社会保障和就业支出).
    """

    units: Mapping[str, Decimal]
    measures: frozenset[str] = frozenset()
    up: frozenset[str] = frozenset()
    down: frozenset[str] = frozenset()
    level: frozenset[str] = frozenset()
    fillers: frozenset[str] = frozenset()
    conjunctions: frozenset[str] = frozenset()
    list_tails: frozenset[str] = frozenset()
    name_tails: frozenset[str] = frozenset()
    hedges: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    @cached_property
    def unit_words(self) -> Words[tuple[str, str]]:
        """What may stand behind a number: kind of figure and unit as the layout writes it."""
        meanings = {word: (NO_UNIT, word) for word in table("prose")["not_units"]}
        meanings |= {word: (COUNT, word) for word in sorted(self.measures)}
        meanings |= {word: (AMOUNT, word) for word in self.units}
        return Words(meanings | {word: (RATIO, word) for word in table("characters")["percents"]})

    @cached_property
    def signs(self) -> Words[str]:
        """Money units written in front of the number: those that are currency signs and not words."""
        return Words({word: word for word in self.units if not any(c.isalnum() for c in word)})

    @cached_property
    def directions(self) -> Words[int]:
        """Direction words: 1 for more, -1 for less."""
        return Words({**dict.fromkeys(sorted(self.up), 1), **dict.fromkeys(sorted(self.down), -1)})

    @cached_property
    def levels(self) -> Words[int]:
        """Words for no change."""
        return Words(dict.fromkeys(sorted(self.level), 0))

    @cached_property
    def filler_words(self) -> Words[None]:
        """Small words that may stand in front of a figure."""
        return Words(dict.fromkeys(sorted(self.fillers)))

    @cached_property
    def conjunction_words(self) -> Words[None]:
        """Words that join the last two names of a list."""
        return Words(dict.fromkeys(sorted(self.conjunctions)))

    @cached_property
    def list_tail_words(self) -> Words[None]:
        """Words that close a list."""
        return Words(dict.fromkeys(sorted(self.list_tails)))

    @cached_property
    def joined_names(self) -> Words[None]:
        """The names that a conjunction would take apart."""
        joints = self.conjunction_words.meanings
        return Words({name: None for name in sorted(self.names) if any(joint in fold(name).text for joint in joints)})

    @cached_property
    def hedge_words(self) -> Words[None]:
        """Words that take the claim from a level word behind them."""
        return Words(dict.fromkeys(sorted(self.hedges)))
