"""Which characters count as which: keys for matching names, and text for the lexer, with places kept.

Stored text is never changed; what is made here is only compared. The tables are in
``grammar/characters.yaml``; the ideas behind them in Unicode Standard Annex 15 (NFKC) and in the
Unicode property Equivalent_Unified_Ideograph.
"""

import re
import unicodedata
from functools import cache, lru_cache

from checker.resources import table

LONGEST_NUMERAL = 9
"""Characters of a numeral that counts; what is longer numbers nothing."""


@cache
def _single(character: str) -> str:
    """What one character counts as; several characters where NFKC takes it apart."""
    known = _fixed().get(character)
    return unicodedata.normalize("NFKC", character) if known is None else known


@cache
def _fixed() -> dict[str, str]:
    characters = table("characters")
    fixed = {**characters["operators"], **characters["radicals"]}
    fixed.update(dict.fromkeys(characters["invisible"], ""))
    return fixed


@cache
def _quote_marks() -> frozenset[str]:
    return frozenset("".join(table("characters")["quotes"]))


@cache
def closing_quotes() -> dict[str, str]:
    """Each opening quotation mark with the mark that closes it."""
    return {pair[0]: pair[1] for pair in table("characters")["quotes"]}


def plain(text: str) -> tuple[str, list[int]]:
    """The text as the lexer reads it, and for each of its characters the index it came from.

    Quotation marks all become ``"``; the list has one entry more than the text: the length of the original.
    """
    quotes = _quote_marks()
    characters: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(text):
        for simple in '"' if character in quotes else _single(character):
            characters.append(simple)
            origins.append(index)
    origins.append(len(text))
    return "".join(characters), origins


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """What a printed name is compared by: width, radicals, quotation marks and all white space set aside."""
    quotes = _quote_marks()
    simple = "".join("" if character in quotes else _single(character) for character in text)
    return "".join(simple.split()).casefold()


@cache
def _ordinal() -> re.Pattern[str]:
    characters = table("characters")
    numeral = "(?:" + "|".join(f"[{re.escape(group)}]+" for group in characters["numerals"]) + ")"
    forms = (re.escape(form).replace(r"\#", numeral).replace("#", numeral) for form in characters["ordinals"])
    # a numeral and a full stop before another digit is a decimal fraction, not numbering
    return re.compile("|".join(form + r"(?!\d)" if form.endswith(".") else form for form in forms))


@lru_cache(maxsize=65536)
def bare_key(text: str) -> str:
    """The key of a heading or a row label without the numbering and the year in front (一、 （二） 3. 第四部分 2021年度)."""
    whole = key(text)
    while (found := _ordinal().match(whole)) and found.end() < len(whole):
        whole = whole[found.end() :]
    return whole


def numbering(text: str) -> str:
    """The numbering in front of a heading, as a key; empty when there is none."""
    whole = key(text)
    found = _ordinal().match(whole)
    return found.group() if found else ""


def ordinal(text: str) -> tuple[str, int] | None:
    """The numbering in front of a row label as (its form with # for the numeral, the number); None without one."""
    front = numbering(text)
    words, figures = table("characters")["numerals"]
    numeral = "".join(c for c in front if c in words or c in figures)
    if not numeral or numeral not in front or len(numeral) > LONGEST_NUMERAL:
        return None
    number = int(numeral) if all(c in figures for c in numeral) else _counted([words.index(c) for c in numeral])
    return front.replace(numeral, "#"), number


def _counted(places: list[int]) -> int:
    """A numeral by the places of its words in the table: one to nine, ten, a hundred, nought (二十六 is 1, 9, 5)."""
    total = digit = 0
    for place in places:
        if place in (9, 10):
            total += max(digit, 1) * 10 ** (place - 8)
            digit = 0
        else:
            digit = place + 1 if place < 9 else 0
    return total + digit
