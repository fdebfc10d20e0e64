"""The two sides of a comparison as an auditor writes them: each figure with its name, then what they come to."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeAlias

from checker.assertions import Arithmetic, Call, Negative, Shifted, spelling
from checker.evaluation import Node
from checker.facts import Fact, Reason
from checker.findings import Finding, measure
from checker.quantities import Linear, Quantity, decimal_text, facts
from checker.references import Reference
from checker.render.wording import figure_text, looked_up, numbers, phrase, shown
from checker.rules import leaves, parts_of

Printed: TypeAlias = Callable[[Fact], str]
"""How a figure is written: with its unit, or without."""


def sides(finding: Finding, lang: str) -> tuple[list[str], list[str]]:
    """Both sides of the comparison that decided, in pieces that stay whole when a side is broken over lines.

    Figures in the unit the sides are shown in go without it; blanks are left out of long sums.
    """
    outcome = finding.outcome
    assert outcome is not None and outcome.comparison is not None
    comparison = outcome.comparison
    counted = numbers(comparison)
    named = _Names(finding, lang, counted.unit)
    return (
        named.side(comparison.left, comparison.left_node, counted.shown("left")),
        named.side(comparison.right, comparison.right_node, counted.shown("right")),
    )


class _Names:
    """What the figures of one comparison are called: as the rule calls them, else by what tells them apart."""

    def __init__(self, finding: Finding, lang: str, unit: str) -> None:
        assert finding.outcome is not None and finding.outcome.comparison is not None
        self.lang, self.unit = lang, unit
        comparison = finding.outcome.comparison
        scale = measure(comparison)
        self.factor, self.places = scale.factor, scale.places
        self.by_rule: dict[int, str] = {}
        for node in (comparison.left_node, comparison.right_node):
            for leaf, place in looked_up(node, finding.instance):
                found = place.facts(leaf) if leaf.what in ("cell", "slot") else []
                if not isinstance(found, Reason) and len(found) == 1 and "[" not in leaf.text:
                    self.by_rule[id(found[0])] = leaf.text.rpartition("·")[2] if leaf.what == "slot" else leaf.text
        known = [fact for side in (comparison.left, comparison.right) for fact in facts(side).values()]
        self.relations = {id(fact): finding.relation(fact) for fact in known}
        printed = [fact.place for fact in known]
        # prose counts as a place of its own: a figure of a table beside one of prose is called by its table
        self.has_tables = len({place.table for place in printed}) > 1
        self.has_rows = len({place.row for place in printed if place.table}) > 1

    def name(self, fact: Fact) -> str:
        """The name of a figure, with the word that says it is last year's (上年 基本支出)."""
        is_prior = self.relations.get(id(fact)) == "prior"
        return f"{spelling('prefixes', 'prior', self.lang)} {self.here(fact)}" if is_prior else self.here(fact)

    def here(self, fact: Fact) -> str:
        """The name of a figure within the report it is printed in."""
        place = fact.place
        if id(fact) in self.by_rule:
            return self.by_rule[id(fact)]
        if not place.table:
            return fact.term.rpartition("·")[2]
        if self.has_tables:
            return " ".join(filter(None, (phrase("table", self.lang, name=place.table), place.row, place.column)))
        return (place.row if self.has_rows else place.column) or place.row or place.column

    def printed(self, fact: Fact) -> str:
        """A figure with its unit."""
        return figure_text(fact, self.lang)

    def figure(self, fact: Fact) -> str:
        """A figure, without its unit where the side it is on is shown in that."""
        text = self.printed(fact)
        is_shown = bool(self.unit) and not fact.blank and fact.unit == self.unit
        return text.removeprefix(self.unit).removesuffix(self.unit).strip() if is_shown else text

    def named(self, fact: Fact, figure: str) -> str:
        return f"{self.name(fact)} {figure}".strip()

    def side(self, side: Quantity, node: Node, number: str) -> list[str]:
        total = f"= {number}{self.shown_unit()}"
        if not isinstance(side, Linear):
            known = list(facts(side).values())
            if isinstance(node, Call | Arithmetic | Negative | Reference | Shifted):
                is_bare = _is_of_one_unit(node)
                return [*self.formula(node, known, self.figure if is_bare else self.printed), total]
            return [*(self.named(fact, self.printed(fact)) for fact in known), total]
        terms = self.terms(side, node)
        printed = [side.facts[i] for i, c in side.coefficients.items() if not side.facts[i].blank and c == 1]
        if len(terms) == len(printed) == 1 and printed[0].unit == self.unit:
            return [terms[0] + self.shown_unit()]
        return [*(terms or [phrase("blanks", self.lang)]), total]

    def shown_unit(self) -> str:
        return shown("", self.unit)

    def terms(self, side: Linear, node: Node) -> list[str]:
        pieces: list[str] = []
        before = ""
        for identity, coefficient in side.coefficients.items():
            fact = side.facts[identity]
            if fact.blank and len(side.coefficients) > 1:
                continue
            sign = "-" if coefficient < 0 else "+" if pieces else ""
            factor = "" if abs(coefficient) == 1 else f"{abs(coefficient):f} × "
            # 原因金额 40 + 12.45: figures of one name in a row say it once
            is_same = self.name(fact) == before and not factor
            text = self.figure(fact) if is_same else self.named(fact, self.figure(fact))
            pieces.append(f"{sign} {factor}{text}".strip())
            before = self.name(fact)
        if side.constant or not side.coefficients:
            literals = [leaf.text for leaf in leaves(node) if leaf.what == "literal"]
            alone = len(literals) == 1 and not side.coefficients
            constant = literals[0] if alone else decimal_text(abs(Fraction(side.constant)) / self.factor, self.places)
            pieces.append(f"{'-' if side.constant < 0 else '+'} {constant}" if pieces else constant)
        return pieces

    def formula(self, node: Any, known: list[Fact], printed: Printed, to: str = "") -> list[str]:
        """A share, a quotient or a function with its figures put in, in pieces; printed: how each figure is written;
        to: the reports whose figures they are (``prior``, ``units``)."""
        match node:
            case Reference(what="literal"):
                return [node.text]
            case Reference():
                mine = [fact for fact in known if self.relations[id(fact)] == to and _is_of(fact, node, self)]
                terms = [self.named(fact, printed(fact)) for fact in mine]
                return [f"+ {term}" if index else term for index, term in enumerate(terms)] or [node.text]
            case Shifted(shift, operand):
                return self.formula(operand, known, printed, shift)
            case Negative(operand):
                return _around("-", self.formula(operand, known, printed, to))
            case Arithmetic(operator, left, right):
                first, second = (self.formula(operand, known, printed, to) for operand in (left, right))
                if isinstance(right, Arithmetic):
                    second = _around("(", second, ")")
                if isinstance(left, Arithmetic) and operator in "*/" and left.operator in "+-":
                    first = _around("(", first, ")")
                return [*first, *_around(f"{operator.replace('*', '×').replace('/', '÷')} ", second)]
            case Call(function, arguments):
                *before, last = (self.formula(argument, known, printed, to) for argument in arguments)
                inside = [piece for argument in before for piece in _around("", argument, ",")]
                return _around(f"{spelling('functions', function, self.lang)}(", [*inside, *last], ")")
            case _:
                return [""]


def _is_of_one_unit(node: Any) -> bool:
    """Whether an expression comes to something in the unit of its figures: it adds and chooses, and divides nothing."""
    match node:
        case Arithmetic(operator="*" | "/") | Call(function="share" | "growth"):
            return False
    return all(map(_is_of_one_unit, parts_of(node)))


def _around(before: str, pieces: list[str], after: str = "") -> list[str]:
    """Pieces with something put before the first and after the last of them."""
    *others, last = pieces
    first, *rest = [*others, last + after]
    return [before + first, *rest]


def _is_of(fact: Fact, reference: Reference, names: _Names) -> bool:
    """Whether a fact is one of those a leaf of the assertion stands for."""
    if reference.what == "slot":
        return fact.term == "·".join(reference.path)
    if reference.text in names.by_rule.values():
        return names.by_rule.get(id(fact)) == reference.text
    path = reference.column.path if reference.column is not None else ()
    return bool(path) and fact.place.column == "·".join(path)
