"""The figures that may be wrong, in words, and as JSON: what each would have to read, and the slip that explains it."""

from decimal import Decimal
from typing import Any

from checker.amounts import EXACT
from checker.culprits import Culprit, Explanation
from checker.facts import Fact
from checker.findings import Finding
from checker.render.wording import figure_text, phrase, place_text, with_unit, words
from checker.slips import MISSING_ROW, SHIFTED

MOST_TOLD = 3
"""Equally good answers that are told in words; the JSON has them all."""
_MOST_CHANGES = 6
_MOST_PLACES = 12


def explanations(finding: Finding) -> tuple[Explanation, ...]:
    """The equally good answers to a finding, the likeliest first."""
    return finding.story.explanations if finding.story is not None else ()


def likely(finding: Finding, lang: str) -> list[list[str]]:
    """The answers in words, the likeliest first, and how many there are besides; each in pieces that stay whole."""
    found = explanations(finding)
    told = [explained(one, lang) for one in found[:MOST_TOLD]]
    more = len(found) - len(told)
    return [*told, *([[phrase("likely_more", lang, count=more)]] if more else [])]


def culprit_places(finding: Finding, lang: str) -> list[tuple[str, str, str]]:
    """The figures of the likeliest answer: where each stands in the file, what is printed, where in the document."""
    found = []
    for culprit in explanations(finding)[0].culprits[:_MOST_PLACES]:
        fact = culprit.fact
        line, column = finding.report.locate(fact.place.pointer, fact.place.start)
        found.append(
            (f"{finding.report.path}:{line}:{column}", figure_text(fact, lang, signed=False), _place(fact, lang))
        )
    return found


def explained(answer: Explanation, lang: str) -> list[str]:
    """One answer in words, in pieces."""
    first = answer.culprits[0]
    if answer.slip == MISSING_ROW:
        return [phrase("likely_row", lang, place=_place(first.fact, lang), row=answer.row)]
    if answer.slip == SHIFTED:
        return _shift(answer, lang)
    told = [_needed(culprit, lang) for culprit in answer.culprits]
    return _joined(told, phrase("likely_join", lang), _slip(answer.slip, first, lang))


def _joined(pieces: list[str], between: str, after: str = "") -> list[str]:
    *others, last = pieces
    return [*(piece + between for piece in others), last + after]


def _shift(answer: Explanation, lang: str) -> list[str]:
    first, last = answer.culprits[0].fact.place, answer.culprits[-1].fact.place
    columns = dict.fromkeys(culprit.fact.place.column for culprit in answer.culprits)
    changes = [
        phrase(
            "likely_change",
            lang,
            place=" ".join(
                filter(None, (culprit.fact.place.row, culprit.fact.place.column if len(columns) > 1 else ""))
            ),
            printed=figure_text(culprit.fact, lang),
            needed=_amount(culprit.fact, culprit.needed),
        )
        for culprit in answer.culprits[:_MOST_CHANGES]
    ]
    column = phrase("names", lang).join(columns)
    head = phrase(
        "likely_down" if answer.by > 0 else "likely_up",
        lang,
        column=f"{phrase('table', lang, name=first.table)} {column}",
        first=first.row,
        last=last.row,
        by=abs(answer.by),
    )
    left_out = "…" if len(answer.culprits) > _MOST_CHANGES else ""
    return [head, *_joined(changes, phrase("names", lang), left_out)]


def _needed(culprit: Culprit, lang: str) -> str:
    form = "likely_needed"
    if culprit.least is None and culprit.most is not None:
        form = "likely_most"
    elif culprit.most is None and culprit.least is not None:
        form = "likely_least"
    figure = f"{_place(culprit.fact, lang)} {figure_text(culprit.fact, lang)}".strip()
    return phrase(form, lang, figure=figure, needed=_amount(culprit.fact, culprit.needed))


def _slip(code: str, culprit: Culprit, lang: str) -> str:
    if not code:
        return ""
    like = _place(culprit.like, lang) if culprit.like is not None else ""
    return phrase("likely_slip", lang, slip=words("slips", code, lang).format(like=like))


def _place(fact: Fact, lang: str) -> str:
    return place_text(fact.place, lang) or fact.term


def _amount(fact: Fact, amount: Decimal | None) -> str:
    """An amount as the figure would print it: with separators where it has them, and its unit."""
    number = _plain(fact, amount) or ""
    return with_unit(f"{Decimal(number):,}" if "," in fact.printed and number else number, fact.unit)


def _plain(fact: Fact, amount: Decimal | None) -> str | None:
    """An amount in the unit of a figure, with as many decimals."""
    return None if amount is None else f"{EXACT.divide(amount, fact.factor):.{fact.decimals}f}"


def culprits_json(finding: Finding, lang: str) -> list[dict[str, Any]]:
    """Every figure of every answer; figures of one answer have one number and change together."""
    found = explanations(finding)
    return [
        _entry(finding, culprit, explanation, number, len(found), lang)
        for number, explanation in enumerate(found, 1)
        for culprit in explanation.culprits
    ]


def _entry(
    finding: Finding, culprit: Culprit, answer: Explanation, number: int, answers: int, lang: str
) -> dict[str, Any]:
    fact = culprit.fact
    line, column = finding.report.locate(fact.place.pointer, fact.place.start)
    entry: dict[str, Any] = {
        "answer": number,
        "answers": answers,
        "term": fact.term,
        "where": _place(fact, lang),
        "printed": fact.printed,
        "needed": _plain(fact, culprit.needed),
        "least": _plain(fact, culprit.least),
        "most": _plain(fact, culprit.most),
        "unit": fact.unit or None,
        "pointer": fact.place.pointer,
        "line": line,
        "column": column,
        "slip": answer.slip or culprit.slip or None,
        "said": "".join(explained(answer, lang)),
    }
    if fact.place.start is not None:
        entry["start"], entry["end"] = fact.place.start, fact.place.end
    return entry
