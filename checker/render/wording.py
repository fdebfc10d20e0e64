"""Findings in words: the sentence, the two sides with their numbers, in the reader's language."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from string import Formatter
from typing import Any

from checker.assertions import Shifted
from checker.characters import key
from checker.evaluation import ROUNDING, Comparison
from checker.facts import LIST, TEXT, Fact, Place, Reason, Remark
from checker.findings import Finding, Measure, measure
from checker.headings import SEVERAL
from checker.lookups import Instance
from checker.quantities import Linear, Mixed, Quantity, decimal_text, facts, value
from checker.references import Reference
from checker.resources import table
from checker.rules import Rule, message_words, parts_of, slots


def words(group: str, word: str, lang: str) -> Any:
    """One entry of grammar/words.yaml."""
    return table("words")[group][word][lang]


def phrase(called: str, lang: str, /, **values: object) -> str:
    """A phrase of the text output, with its values put in."""
    text: str = table("words")["text"][lang][called]
    return text.format(**values) if values else text


def counted(what: str, count: int, lang: str) -> str:
    """How many of a thing there are: 43 条规则, 1 rule, 43 rules."""
    forms: list[str] = words("counts", what, lang)
    return forms[0 if count == 1 else -1].format(count=count)


def reason_text(reason: Reason, lang: str) -> str:
    """Why something could not be judged or does not apply."""
    text: str = words("reasons", reason.code, lang)
    return text.format(**reason.values)


def reason_of(finding: Finding, lang: str) -> str:
    """Why a finding's rule could not judge, and at how many places."""
    assert finding.outcome is not None and finding.outcome.reason is not None
    text = reason_text(finding.outcome.reason, lang)
    return text + (phrase("places", lang, count=finding.places) if finding.places > 1 else "")


def title(finding: Finding, lang: str) -> str:
    """What was checked."""
    if finding.rule is not None:
        return finding.rule.title
    assert finding.remark is not None
    return str(words("remarks", finding.remark.rule, lang)["title"])


def place_of(finding: Finding, lang: str) -> str:
    """The place the rule looked at, as a reader finds it; empty where it is the whole report."""
    names = finding.instance.names() if finding.instance is not None and finding.places == 1 else ()
    return " ".join(phrase(kind, lang, name=name) if kind in ("table", "entry") else name for kind, name in names)


def _place_said(finding: Finding, lang: str) -> str:
    """The place as a sentence says it."""
    names = finding.instance.names() if finding.instance is not None and finding.places == 1 else ()
    return "".join(phrase(f"said_{kind}", lang, name=name) for kind, name in names).strip()


def joined(names: Iterable[str], lang: str) -> str:
    """Names of a list, as the reader's language joins them."""
    return phrase("names", lang).join(names)


def basis(finding: Finding, lang: str) -> str:
    """The document or the arithmetic the rule rests on, and whether that is sure."""
    if finding.rule is None:
        return str(words("remarks", "layout.basis", lang)["text"])
    doubt = phrase("basis_uncertain", lang) if finding.rule.certainty == "uncertain" else ""
    return finding.rule.basis + doubt


@dataclass(frozen=True)
class Numbers:
    """The two sides of a comparison, their difference and what was allowed, as decimal text in one unit.

    grouped: whether its figures are printed with thousands separators, so that a reader gets all numbers alike.
    """

    left: str
    right: str
    difference: str
    tolerance: str
    unit: str
    grouped: bool = False

    def shown(self, name: str) -> str:
        """One of the numbers for a reader."""
        number: str = getattr(self, name)
        return f"{Decimal(number):,}" if self.grouped and number else number


def numbers(comparison: Comparison) -> Numbers:
    """The numbers that decided, in the unit of the figures compared.

    Sides that are not printed figures get two places more. Difference and tolerance get as many as it takes to see
    that the one is not 0 and on which side of the other it lies.
    """
    shown = measure(comparison)
    left, right = _places(comparison.left, shown), _places(comparison.right, shown)
    gap = comparison.difference / shown.factor
    allowed = None if comparison.tolerance is None else comparison.tolerance / shown.factor
    places = max(left, right)
    while places < _MOST_PLACES and gap and not _tells(gap, allowed, places):
        places += 1
    return Numbers(
        decimal_text(value(comparison.left) / shown.factor, left),
        decimal_text(value(comparison.right) / shown.factor, right),
        decimal_text(gap, places),
        "" if allowed is None else _short(allowed, places + 1),
        shown.unit,
        any("," in fact.printed for side in (comparison.left, comparison.right) for fact in facts(side).values()),
    )


_MOST_PLACES = 12


def _tells(gap: Fraction, allowed: Fraction | None, places: int) -> bool:
    """Whether a difference shown to so many places is not 0, and larger than what is allowed only if it really is."""
    near = abs(Fraction(decimal_text(gap, places)))
    if allowed is None:
        return near > 0
    return near > 0 and (near > Fraction(decimal_text(allowed, places + 1))) == (abs(gap) > allowed)


def _places(side: Quantity, shown: Measure) -> int:
    if isinstance(side, Linear):
        same = [f.decimals for f in facts(side).values() if f.factor == shown.factor and not f.blank]
        return max([shown.places, *same])
    if isinstance(side, Mixed) and side.operation in _NO_FINER:
        return max(_places(part, shown) for part in side.parts)
    return shown.places + 2


_NO_FINER = ("abs", "max", "min", "sum", "+", "-")
"""Operations whose result has no more decimals than what they work on."""


def _short(number: Fraction, places: int) -> str:
    text = decimal_text(number, places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def figure_text(fact: Fact, lang: str, signed: bool = True) -> str:
    """A figure as printed, with its unit; a text as it is, a list by its members; a blank is said to be one.

    signed: with the minus sign that a direction word gives it (减少 1.18万元 is -1.18万元).
    """
    if fact.blank:
        return phrase("blank", lang)
    if fact.kind == LIST and not fact.printed:
        return joined(fact.members, lang)
    printed = fact.printed.strip()
    if signed and fact.value < 0 and fact.place.start is not None and printed[:1].isdigit():
        printed = f"-{printed}"
    if fact.kind in (TEXT, LIST) or not fact.unit or fact.unit in printed:
        return printed
    return with_unit(printed, fact.unit)


def with_unit(number: str, unit: str) -> str:
    """A number and its unit: 5.06万元, 92.49%, 5.0 GBP, £5.0."""
    if unit and all(unicodedata.category(character) == "Sc" for character in unit):
        return f"-{unit}{number[1:]}" if number.startswith("-") else unit + number
    is_glued = not unit or unit in table("characters")["percents"] or unicodedata.east_asian_width(unit[0]) in "WF"
    return number + ("" if is_glued else " ") + unit


def shown(number: str, unit: str) -> str:
    """A number that was worked out, and its unit: apart, but for a percent sign."""
    is_glued = not unit or unit in table("characters")["percents"]
    return number + ("" if is_glued else " ") + unit


def statement(finding: Finding, lang: str) -> str:
    """One sentence a reader can act on: the rule's own, with its numbers put in, or the rule's title and its reason."""
    if finding.remark is not None:
        return _remark_text(finding.remark, lang)
    assert finding.rule is not None and finding.outcome is not None
    if finding.outcome.reason is not None:
        return reason_of(finding, lang)
    if finding.verdict == ROUNDING and finding.outcome.comparison is not None:
        return _rounding_text(finding.rule, numbers(finding.outcome.comparison), lang)
    if not finding.rule.message or finding.verdict == "holds":
        return finding.rule.title
    return fill(finding, lang)


def _rounding_text(rule: Rule, said: Numbers, lang: str) -> str:
    """The sentence of a 尾差, whatever the rule's own message is: that one asks for a correction, and none is due."""
    numbers_said = {name: with_unit(said.shown(name), said.unit) for name in ("left", "right")}
    difference = with_unit(said.shown("difference").lstrip("-"), said.unit)
    form = "rounding" if rule.tolerance is None else "rounding_rule"
    return phrase(form, lang, title=rule.title, difference=difference, **numbers_said)


def _remark_text(remark: Remark, lang: str) -> str:
    """The sentence of a remark; a clause whose values are not all there is left out."""
    form = words("remarks", remark.rule, lang)
    values = {name: joined(value.split(SEVERAL), lang) for name, value in remark.values.items()}
    if values.get("near"):
        kind = "table" if remark.rule == "layout.unknown-table" else "entry"
        values["near"] = joined((phrase(kind, lang, name=n) for n in remark.values["near"].split(SEVERAL)), lang)
    for name, clause in form.items():
        if name not in ("title", "text"):
            fields = [field for _, field, _, _ in Formatter().parse(clause) if field]
            values[name] = clause.format(**values) if all(remark.values.get(field) for field in fields) else ""
    return str(form["text"].format(**values))


def fill(finding: Finding, lang: str) -> str:
    """The rule's message with values in its slots."""
    rule, outcome, instance = finding.rule, finding.outcome, finding.instance
    assert rule is not None and outcome is not None
    known = message_words()
    text, end = "", 0
    by_name: dict[str, str] = {}
    if instance is not None:
        places: dict[int, tuple[Reference, list[Instance]]] = {}
        for leaf, place in looked_up(rule.resolved(instance.bound.layout).assertion, instance):
            places.setdefault(id(leaf), (leaf, []))[1].append(place)
        # a name said of both years is this year's
        for leaf, where in sorted(places.values(), key=lambda one: one[1][0] is instance):
            said = _leaf_text(leaf, where, lang)
            by_name.update(dict.fromkeys(map(key, leaf.spellings()), said) if said else {})
    counted = numbers(outcome.comparison) if outcome.comparison is not None else None
    for name, start, stop in slots(rule.message):
        text += rule.message[end : start - 1]
        end = stop + 1
        text += by_name.get(key(name)) or _message_word(known.get(key(name), ""), finding, counted, lang)
    return text + rule.message[end:]


def _leaf_text(leaf: Reference, places: list[Instance], lang: str) -> str:
    """What a leaf of the assertion stands for, at all the places it is looked up at; empty where it is no fact."""
    if leaf.what == "table":
        return phrase("table", lang, name=leaf.table or places[0].table)
    if leaf.what in ("literal", "words", "row"):
        return ""
    known = [found for place in places if not isinstance(found := place.facts(leaf), Reason)]
    all_facts = [fact for found in known for fact in found]
    figures = [figure_text(fact, lang) for fact in all_facts if not fact.blank]
    return joined(figures or [figure_text(fact, lang) for fact in all_facts[:1]], lang)


def looked_up(node: Any, instance: Instance | None) -> Iterator[tuple[Reference, Instance]]:
    """The leaves of an expression, each with the place it is looked up at: this report's, last year's, each unit's."""
    if instance is None:
        return
    if isinstance(node, Reference):
        yield node, instance
    elif isinstance(node, Shifted):
        found = instance.shifted(node.to)
        for place in () if isinstance(found, Reason) else found:
            if isinstance(place, Instance):
                yield from looked_up(node.operand, place)
    else:
        for part in parts_of(node):
            yield from looked_up(part, instance)


def _message_word(word: str, finding: Finding, counted: Numbers | None, lang: str) -> str:
    outcome = finding.outcome
    assert outcome is not None
    match word:
        case "place":
            return _place_said(finding, lang)
        case "missing":
            return joined(outcome.missing, lang) or phrase("none", lang)
        case "extra":
            return joined(outcome.extra, lang) or phrase("none", lang)
        case "left" | "right" | "difference" | "tolerance" if counted is not None:
            number = counted.shown(word)
            return with_unit(number.lstrip("-") if word == "difference" else number, counted.unit)
    return ""


def place_text(place: Place, lang: str) -> str:
    """Where something is printed: table, row and column, or section; empty where it is in neither."""
    if place.table:
        parts = [phrase("table", lang, name=place.table), place.row, place.column]
        return " ".join(part for part in parts if part)
    return place.section
