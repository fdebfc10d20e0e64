"""What a finding rests on: each operand with what it says and where it is printed."""

from collections.abc import Iterator
from dataclasses import dataclass

from checker.assertions import spelling
from checker.characters import bare_key
from checker.facts import Fact
from checker.findings import Finding
from checker.quantities import Linear
from checker.render.wording import figure_text, joined, place_text
from checker.reports import Report
from checker.resources import table


@dataclass(frozen=True)
class Evidence:
    """One operand: what it is, what it says, and where it stands in which file.

    odd: of a list as a whole, the members that break the rule.
    """

    fact: Fact
    report: Report
    line: int
    column: int
    odd: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it is a list that is printed nowhere as one text, such as the codes of a table."""
        return _is_whole(self.fact)

    def said(self, lang: str) -> str:
        """What it says, as printed; of a list as a whole the members that break the rule, or nothing."""
        return joined(self.odd, lang) if self.whole else figure_text(self.fact, lang, signed=False)

    def where(self, lang: str) -> str:
        """Table, row and column, or section, or which list."""
        place = place_text(self.fact.place, lang)
        lists = table("keywords")["here"]
        return place or (spelling("here", self.fact.term, lang) if self.fact.term in lists else self.fact.term)


def _is_whole(fact: Fact) -> bool:
    return bool(fact.members) and fact.place.start is None and not fact.printed


def evidence(finding: Finding) -> Iterator[Evidence]:
    """The operands of a finding with their places; blanks only where they are all there is on a side."""
    if finding.outcome is None:
        return
    # of a list as a whole there is nothing to see where one of its entries, or another's, is at hand
    whole = [fact for fact in finding.outcome.facts if _is_whole(fact)]
    shown = [fact for fact in finding.outcome.facts if not fact.blank and fact not in whole]
    shown = shown or whole
    comparison = finding.outcome.comparison
    alone = []
    if comparison is not None:
        for side in (comparison.left, comparison.right):
            single = side.single() if isinstance(side, Linear) else None
            alone += [single] if single is not None and single.blank else []
    elif not shown:
        alone = [fact for fact in finding.outcome.facts if fact.blank]
    odd = {bare_key(name) for name in (*finding.outcome.extra, *finding.outcome.missing)}
    for fact in (*shown, *alone):
        if fact.place.pointer:
            report = finding.source(fact)
            line, column = report.locate(fact.place.pointer, fact.place.start)
            breaking = tuple(dict.fromkeys(name for name in fact.members if bare_key(name) in odd))
            yield Evidence(fact, report, line, column, breaking)
