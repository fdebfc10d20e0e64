"""Findings in words: the sentence, the two sides with their numbers, the evidence, in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from string import Formatter
from typing import Any

from checker.assertions import Arithmetic, Call, Negative
from checker.characters import key
from checker.evaluation import Comparison, Node
from checker.facts import AMOUNT, LIST, TEXT, Fact, Reason, Remark
from checker.findings import Finding, Measure, measure
from checker.quantities import Linear, Quantity, decimal_text, facts, value
from checker.references import Reference
from checker.resources import table
from checker.rules import leaves, message_words, slots


def words(group: str, word: str, lang: str) -> Any:
    """One entry of grammar/words.yaml."""
    return table("words")[group][word][lang]


def phrase(name: str, lang: str, **values: object) -> str:
    """A phrase of the text output, with its values put in."""
    text: str = table("words")["text"][lang][name]
    return text.format(**values) if values else text


def reason_text(reason: Reason, lang: str) -> str:
    """Why something could not be judged or does not apply."""
    text: str = words("reasons", reason.code, lang)
    return text.format(**reason.values)


def title(finding: Finding, lang: str) -> str:
    """What was checked."""
    if finding.rule is not None:
        return finding.rule.title
    assert finding.remark is not None
    return str(words("remarks", finding.remark.rule, lang)["title"])


def basis(finding: Finding, lang: str) -> str:
    """The document or the arithmetic the rule rests on, and whether that is sure."""
    if finding.rule is None:
        return str(words("remarks", "layout.basis", lang)["text"])
    doubt = phrase("basis_uncertain", lang) if finding.rule.certainty == "uncertain" else ""
    return finding.rule.basis + doubt


@dataclass(frozen=True)
class Numbers:
    """The two sides of a comparison, their difference and what was allowed, as decimal text in one unit."""

    left: str
    right: str
    difference: str
    tolerance: str
    unit: str


def numbers(comparison: Comparison) -> Numbers:
    """The numbers that decided, in the unit of the figures compared.

    Sides that are not printed figures get two places more, and so does a difference too small for the others.
    """
    shown = measure(comparison)

    def text(number: Fraction, places: int) -> str:
        return decimal_text(number / shown.factor, places)

    left, right = _places(comparison.left, shown), _places(comparison.right, shown)
    most = max(left, right)
    gap = comparison.difference / shown.factor
    while most < 12 and gap and not Fraction(decimal_text(gap, most)):
        most += 1
    tolerance = "" if comparison.tolerance is None else _short(comparison.tolerance / shown.factor, most + 3)
    return Numbers(
        text(value(comparison.left), left), text(value(comparison.right), right), decimal_text(gap, most), tolerance,
        shown.unit,
    )  # fmt: skip


def _places(side: Quantity, shown: Measure) -> int:
    if isinstance(side, Linear):
        return max(
            [shown.places, *(f.decimals for f in facts(side).values() if f.factor == shown.factor and not f.blank)]
        )
    return shown.places + 2


def _short(number: Fraction, places: int) -> str:
    text = decimal_text(number, places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def figure_text(fact: Fact, lang: str) -> str:
    """A figure as printed, with its unit; a blank is said to be one."""
    if fact.blank:
        return phrase("blank", lang)
    if fact.kind in (TEXT, LIST) or not fact.unit or fact.unit in fact.printed:
        return fact.printed.strip()
    return f"{fact.printed.strip()}{_spaced(fact.unit)}"


def _spaced(unit: str) -> str:
    return f" {unit}" if unit.isascii() and unit.isalpha() else unit


def statement(finding: Finding, lang: str) -> str:
    """One sentence a reader can act on: the rule's own, with its numbers put in, or the rule's title and its reason."""
    if finding.remark is not None:
        return _remark_text(finding.remark, lang)
    assert finding.rule is not None and finding.outcome is not None
    if finding.outcome.reason is not None:
        return reason_text(finding.outcome.reason, lang)
    if not finding.rule.message or finding.verdict == "holds":
        return finding.rule.title
    return fill(finding, lang)


def _remark_text(remark: Remark, lang: str) -> str:
    """The sentence of a remark; a clause whose values are not all there is left out."""
    form = words("remarks", remark.rule, lang)
    values = dict(remark.values)
    for name, clause in form.items():
        if name not in ("title", "text"):
            fields = [field for _, field, _, _ in Formatter().parse(clause) if field]
            there = all(remark.values.get(field) for field in fields)
            values[name] = clause.format(**remark.values) if there else ""
    return str(form["text"].format(**values))


def fill(finding: Finding, lang: str) -> str:
    """The rule's message with values in its slots."""
    rule, outcome, instance = finding.rule, finding.outcome, finding.instance
    assert rule is not None and outcome is not None
    known = message_words()
    text, end = "", 0
    by_name: dict[str, str] = {}
    if instance is not None:
        for leaf in leaves(rule.resolved(instance.bound.layout).assertion):
            found = instance.facts(leaf) if leaf.what not in ("literal", "words") else []
            if not isinstance(found, Reason) and found:
                by_name[key(leaf.text)] = "、".join(figure_text(fact, lang) for fact in found if not fact.blank) or (
                    figure_text(found[0], lang)
                )
    counted = numbers(outcome.comparison) if outcome.comparison is not None else None
    for name, start, stop in slots(rule.message):
        text += rule.message[end : start - 1]
        end = stop + 1
        text += by_name.get(key(name)) or _message_word(known.get(key(name), ""), finding, counted)
    return text + rule.message[end:]


def _message_word(word: str, finding: Finding, counted: Numbers | None) -> str:
    outcome = finding.outcome
    assert outcome is not None
    match word:
        case "place":
            return finding.instance.title() if finding.instance is not None else ""
        case "missing":
            return "、".join(outcome.missing)
        case "extra":
            return "、".join(outcome.extra)
        case "left" | "right" | "difference" | "tolerance" if counted is not None:
            number = {"left": counted.left, "right": counted.right, "tolerance": counted.tolerance}.get(
                word, counted.difference.lstrip("-")
            )
            return f"{number}{_spaced(counted.unit)}"
    return ""


def equation(side: Quantity, node: Node, lang: str) -> str:
    """A side as an auditor writes it: each figure with its name and value; blanks are left out of long sums."""
    known = list(facts(side).values()) or (list(side.facts.values()) if isinstance(side, Linear) else [])
    if isinstance(side, Linear):
        parts: list[str] = []
        for identity, coefficient in side.coefficients.items():
            fact = side.facts[identity]
            if fact.blank and len(side.coefficients) > 1:
                continue
            sign = "-" if coefficient < 0 else "+" if parts else ""
            factor = "" if abs(coefficient) == 1 else f"{abs(coefficient):f} × "
            parts.append(f"{sign} {factor}{_named(fact, lang)}".strip())
        if side.constant or not parts:
            constant = _literal(node, side)
            parts.append(f"+ {constant}" if parts else constant)
        return " ".join(parts)
    if isinstance(node, Call | Arithmetic | Negative | Reference):
        return _formula(node, known, lang)
    return " , ".join(_named(fact, lang) for fact in known)


def _literal(node: Node, side: Linear) -> str:
    literals = [leaf.text for leaf in leaves(node) if leaf.what == "literal"]
    return literals[0] if len(literals) == 1 and not side.coefficients else f"{side.constant:f}"


def _formula(node: Any, known: list[Fact], lang: str) -> str:
    from checker.assertions import spelling

    match node:
        case Reference(what="literal"):
            return node.text
        case Reference():
            mine = [fact for fact in known if _is_of(fact, node)]
            return " + ".join(_named(fact, lang) for fact in mine) or node.text
        case Negative(operand):
            return f"-{_formula(operand, known, lang)}"
        case Arithmetic(operator, left, right):
            inner = _formula(right, known, lang)
            if isinstance(right, Arithmetic):
                inner = f"({inner})"
            first = _formula(left, known, lang)
            if isinstance(left, Arithmetic) and operator in "*/" and left.operator in "+-":
                first = f"({first})"
            return f"{first} {operator.replace('*', '×').replace('/', '÷')} {inner}"
        case Call(function, arguments):
            return f"{spelling('functions', function, lang)}({', '.join(_formula(a, known, lang) for a in arguments)})"
        case _:
            return ""


def _is_of(fact: Fact, reference: Reference) -> bool:
    if reference.what == "slot":
        return fact.term == "·".join(reference.path)
    if reference.column is not None and reference.column.path:
        return fact.place.column == "·".join(reference.column.path)
    return key(reference.text) == key(fact.term) or (len(reference.text) > 0 and fact.text == reference.text)


def _named(fact: Fact, lang: str) -> str:
    name = fact.place.row or fact.place.column if fact.place.table else fact.term.rpartition("·")[2]
    return f"{name} {figure_text(fact, lang) if fact.blank or fact.kind != AMOUNT else fact.printed.strip()}".strip()


@dataclass(frozen=True)
class Evidence:
    """One operand: what it is, what it says, and where it stands in the file."""

    fact: Fact
    line: int
    column: int

    def where(self, lang: str) -> str:
        """Table, row and column, or section."""
        place = self.fact.place
        if not place.table:
            return place.section or self.fact.term
        parts = [f"《{place.table}》", place.row, place.column]
        return " ".join(part for part in parts if part)


def evidence(finding: Finding) -> Iterator[Evidence]:
    """The operands of a finding with their places; blanks only where they are all there is on a side."""
    if finding.outcome is None:
        return
    shown = [fact for fact in finding.outcome.facts if not fact.blank]
    comparison = finding.outcome.comparison
    alone = []
    if comparison is not None:
        for side in (comparison.left, comparison.right):
            single = side.single() if isinstance(side, Linear) else None
            alone += [single] if single is not None and single.blank else []
    elif not shown:
        alone = [fact for fact in finding.outcome.facts if fact.blank]
    for fact in (*shown, *alone):
        if fact.place.pointer:
            line, column = finding.report.locate(fact.place.pointer, fact.place.start)
            yield Evidence(fact, line, column)
