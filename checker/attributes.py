"""What is said of a table, a row or a text besides its figures and words: names, codes, units, notes, numbering, years."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from checker.amounts import ZERO, read_figure
from checker.binding import BoundReport
from checker.characters import key, ordinal
from checker.facts import AMOUNT, COUNT, TEXT, Fact, Place, Reason, text_fact
from checker.figures import OTHER, Figure, figures
from checker.layouts import CodingSpec
from checker.passages import lines, runs, term, years
from checker.resources import table as grammar_table
from checker.rows import Row
from checker.speech import Speech
from checker.tables import BoundTable


def of_table(bound: BoundReport, table: BoundTable, what: str) -> list[Fact] | Reason:
    """One fact, of the notes one for each; or why there is none."""
    printed, name = table.table, table.spec.name
    place = Place(f"/tables/{printed.index}", table=name)
    match what:
        case "name":
            return [text_fact(what, printed.title, Place(f"{place.pointer}/title", table=name))]
        case "unit":
            return [
                text_fact(what, table.unit, Place(f"{place.pointer}/unit" if printed.unit else "/unit", table=name))
            ]
        case "decimals":
            shown = [read_figure(printed.rows[row.index][row.columns[path]]) for row, path in table.figures()
                     if table.spec.column(path).kind == AMOUNT]  # fmt: skip
            most = max((figure.decimals for figure in shown if figure is not None), default=0)
            return [Fact(what, COUNT, ZERO + most, ZERO, "", ZERO + 1, str(most), place)]
        case "notes":
            below = [text_fact(what, note, Place(f"{place.pointer}/notes/{index}", table=name))
                     for index, note in enumerate(printed.notes)]  # fmt: skip
            return [*below, *(text_fact(what, section.text, Place(f"/sections/{section.index}/text"))
                              for section in bound.sections.get(table.spec.section, ()))]  # fmt: skip
        case "years":
            numbers = years_in(printed.title)
            if not numbers:
                return Reason("no_years", applies=False)
        case "lines":
            numbers = list(table.lines)
        case "serials":
            counted = [found for row in _in_order(table) if (found := ordinal(row.label)) is not None]
            numbers = [str(number) for form, number in counted if form == counted[0][0]]
        case _:
            numbers = [row.code for row in _in_order(table) if row.code]
    return [text_fact(what, "", place, tuple(numbers))] if numbers else Reason("no_numbers", {"table": name}, False)


def _in_order(table: BoundTable) -> list[Row]:
    """The printed rows as a reader goes: down one block of a side-by-side table, then down the next."""
    printed = (row for row in table.rows if row.index >= 0)
    return sorted(printed, key=lambda row: (min(row.columns.values(), default=0), row.index))


def years_in(title: str) -> list[str]:
    """The years a title names, as printed; also what a slip left of one (202年度)."""
    signs = "|".join(map(re.escape, grammar_table("characters")["years"]))
    return re.findall(rf"([0-9]+)(?={signs})", key(title))


def of_row(bound: BoundReport, table: BoundTable, rows: list[Row], what: str) -> list[Fact] | Reason:
    """One fact of the one row that was asked for, or why there is none."""
    row = rows[0]
    if row.index < 0:
        return Reason("row_missing", {"table": table.spec.name, "row": row.name})
    pointer = f"/tables/{table.table.index}/rows/{row.index}"
    place = Place(pointer, table=table.spec.name, row=row.name)
    if what == "name":
        return [text_fact(what, row.label, place)]
    coding = bound.layout.codings.get(table.spec.coding)
    if coding is None or not row.code:
        return Reason("row_without_code", {"row": row.name}, applies=False)
    if what == "code":
        return [text_fact(what, row.code, place)]
    if what == "official":
        names = coding.official(row.code, bound.report.year)
        return [text_fact(what, "", place, names)] if names else Reason("not_classified", {"row": row.name}, False)
    return _of_level(coding, row, what, place)


def _of_level(coding: CodingSpec, row: Row, what: str, place: Place) -> list[Fact] | Reason:
    if what == "level":
        levels = dict(zip(coding.lengths, coding.levels, strict=False))
        level = levels.get(len(row.code))
        return [text_fact(what, level, place)] if level else Reason("not_classified", {"row": row.name}, False)
    above = max((length for length in coding.lengths if length < len(row.code)), default=0)
    return [text_fact(what, row.code[:above], place)] if above else Reason("top_level", {"row": row.name}, False)


def of_texts(bound: BoundReport, said: list[Fact], what: str) -> list[Fact] | Reason:
    """What is said of texts, or of the entries of a list, one fact for each; or that nothing is."""
    found: list[Fact] = []
    if what == "serials":
        # the entries of a list stand beside each other; the lines of a text do with other lines between them
        listed = [member for fact in said for member in fact.members]
        counted = runs(listed, whole=True) if listed else [run for fact in said for run in runs(_lines(fact), False)]
        found = [text_fact(said[0].term, "", said[0].place, tuple(run)) for run in counted]
    else:
        for fact in said:
            for text in fact.members or (fact.text,):
                found += _of_text(bound, replace(fact, text=text), what)
    return found or Reason("nothing_of_text", {"what": what}, applies=False)


def of_headings(bound: BoundReport) -> list[Fact] | Reason:
    """The numbering of the headings: a list for each run of those that stand under the same one."""
    below: dict[tuple[str, ...], dict[str, None]] = {}
    for section in bound.report.sections:
        for depth, heading in enumerate(section.heading):
            below.setdefault(section.heading[:depth], {})[heading] = None
    found = [
        text_fact("headings", "", Place("/sections", section=" ".join(above[-2:])), tuple(run))
        for above, headings in below.items()
        for run in runs(headings, whole=True)
    ]
    return found or Reason("nothing_of_text", {"what": "serials"}, applies=False)


def _lines(fact: Fact) -> list[str]:
    return [fact.text[start:end] for start, end in lines(fact.text)]


def _of_text(bound: BoundReport, fact: Fact, what: str) -> Iterator[Fact]:
    match what:
        case "years":
            for start, end in years(fact.text):
                yield _part(fact, start, end, str(int(fact.text[start:end])))
        case "unit":
            for figure in _figures(fact.text, bound.layout.speech):
                if figure.kind == AMOUNT:
                    yield _part(fact, figure.start, figure.end, figure.unit)
        case "unitless":
            for figure in _without_unit(fact.text, bound.layout.speech):
                yield _part(fact, figure.start, figure.end, figure.printed)
        case "terms":
            for start, end in lines(fact.text):
                if name := term(fact.text[start:end]):
                    yield _part(fact, start, end, name)


@lru_cache(maxsize=256)
def _figures(text: str, speech: Speech) -> tuple[Figure, ...]:
    return tuple(figures(text, speech))


def _without_unit(text: str, speech: Speech) -> Iterator[Figure]:
    """The figures with decimals that have neither unit nor percent sign; the first of several that share one (5.06、
    6.63万元) have."""
    joints = {*grammar_table("prose")["list_separators"], *speech.conjunctions}
    found = _figures(text, speech)
    shares = False
    for figure, after in zip(reversed(found), [None, *reversed(found[1:])], strict=False):
        between = text[figure.end : after.start].strip() if after is not None else ""
        bare = figure.kind == OTHER and not figure.unit and figure.decimals > 0
        behind = key(text[figure.end : figure.end + 8])
        if not bare:
            shares = figure.kind != OTHER
        elif between in joints and shares:
            continue
        elif not speech.unit_words.at(behind, 0) and not behind[:1].isalnum():
            shares = False
            yield figure


def _part(fact: Fact, start: int, end: int, member: str) -> Fact:
    """A part of a text as a fact: where it stands, if the text does, and what it is called."""
    place, printed = fact.place, fact.text[start:end]
    if fact.place.pointer.endswith("/text"):
        base = fact.place.start or 0
        place = replace(fact.place, start=base + start, end=base + end)
    # what stands there is words, whatever it is called
    return replace(text_fact(fact.term, printed, place, (member,)), kind=TEXT)
