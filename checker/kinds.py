"""The types of an assertion: amount, percentage, count, date, text, list, and what may stand beside what.

Checked once, when a rule is read, so that evaluation never meets an amount where a percentage belongs: an amount is
never multiplied by an amount, and a bare number other than 0 never meets an amount or a percentage.
"""

from dataclasses import dataclass, field
from typing import Any

from checker.assertions import (
    Arithmetic,
    Both,
    Call,
    Compared,
    Conditional,
    Either,
    Negated,
    Negative,
    Shifted,
    Span,
    Tested,
)
from checker.facts import AMOUNT, COUNT, DATE, LIST, RATIO, TEXT
from checker.lexer import Fault
from checker.references import ANY, CLAIM, NUMBER, ROW, SECTION, TABLE, Reference

FIGURES = frozenset({AMOUNT, RATIO, COUNT, NUMBER, ANY})
_PLACES = frozenset({TABLE, ROW, SECTION})
_WORDS = frozenset({TEXT, LIST})
_SUBJECTS = {
    "empty": frozenset({TABLE, ROW, SECTION, TEXT, LIST, *FIGURES}),
    "blank": frozenset({TABLE, ROW, *FIGURES}),
    "noted": frozenset({TABLE}),
    "present": frozenset({TABLE, ROW, SECTION, TEXT, LIST, DATE, *FIGURES}),
    "contains": frozenset({TEXT, LIST, SECTION}),
    "lacks": frozenset({TEXT, LIST, SECTION}),
    "begins": frozenset({TEXT}),
    "only": frozenset({LIST}),
    "unwritten": frozenset({TEXT, LIST, SECTION}),
    "unmistaken": frozenset({TEXT, LIST, SECTION}),
    "after": frozenset({SECTION}),
    "balanced": frozenset({TEXT, LIST, SECTION}),
    "same": frozenset({LIST}),
    "distinct": frozenset({LIST}),
    "rising": frozenset({LIST}),
    "consecutive": frozenset({LIST}),
}
_ARGUMENTS = {"share": (2, 2), "growth": (2, 2), "same": (2, 2), "abs": (1, 1), "round": (1, 2)}
_MOST_PLACES = 10


def kind_of(node: Any) -> tuple[str, list[Fault]]:
    """The type of a resolved expression, and every place where types do not fit."""
    types = _Types()
    return types.kind(node), types.faults


def compared_kinds(node: Any) -> set[str]:
    """The types of the figures a resolved assertion compares; empty where one has no type of its own."""
    found: set[str] = set()
    if isinstance(node, Compared):
        kinds = [kind_of(operand)[0] for operand in node.operands]
        return set() if ANY in kinds else {kind for kind in kinds if kind in (AMOUNT, RATIO, COUNT)}
    for name in getattr(node, "__dataclass_fields__", ()):
        inner = getattr(node, name)
        for part in inner if isinstance(inner, tuple) else (inner,):
            if hasattr(part, "__dataclass_fields__"):
                found |= compared_kinds(part)
    return found


def claim_faults(node: Any) -> list[Fault]:
    """Where the types of a resolved assertion do not fit; an assertion must say something that can hold or not."""
    types = _Types()
    types.claim(node)
    return types.faults


def _is_said(node: Any) -> bool:
    """Whether a leaf is written out in the rule itself: a figure or a quoted text."""
    return isinstance(node, Reference) and (node.what == "literal" or (node.what == "words" and node.kind == TEXT))


def _is_listed(node: Any) -> bool:
    """Whether the members of an expression can be told: a leaf the report gives, or the names 非零项 gives."""
    if isinstance(node, Call):
        return node.function == "nonzero"
    return isinstance(node, Reference) and not _is_said(node)


def _is_several(node: Any) -> bool:
    if isinstance(node, Shifted):
        return node.to == "units" or _is_several(node.operand)
    return isinstance(node, Reference) and node.many and node.what != "children"


@dataclass
class _Types:
    """The types of a resolved assertion; the first fault of each part is enough. Each part is looked at once."""

    faults: list[Fault] = field(default_factory=list)

    def fault(self, code: str, span: Span, **values: str) -> str:
        self.faults.append(Fault(code, *span, tuple(values.items())))
        return ANY

    def kind(self, node: Any) -> str:
        match node:
            case Reference(kind=kind):
                return kind
            case Shifted(to, operand):
                kind = self.kind(operand)
                if kind not in FIGURES:
                    return self.fault("R151", node.span, kind=kind, prefix=to)
                return kind
            case Negative(operand):
                return self.figure(operand)
            case Arithmetic():
                return self.arithmetic(node)
            case Call():
                return self.call(node)
            case Compared():
                self.compared(node)
            case Tested():
                self.tested(node)
            case Conditional(first, second):
                self.claim(first)
                self.claim(second)
            case Negated(operand):
                self.claim(operand)
            case Both(operands) | Either(operands):
                for operand in operands:
                    self.claim(operand)
            case _:
                raise TypeError(node)
        return CLAIM

    def claim(self, node: Any) -> None:
        before = len(self.faults)
        kind = self.kind(node)
        if kind != CLAIM and len(self.faults) == before:
            self.fault("R140", node.span, kind=kind)

    def figure(self, node: Any, many: bool = False) -> str:
        """The type of something that must be a figure: one, unless a list of them is what is wanted."""
        kind = self.kind(node)
        if kind not in FIGURES:
            return self.no_figure(node, kind)
        if _is_several(node) and not many:
            return self.fault("R142", node.span)
        return kind

    def no_figure(self, node: Any, kind: str) -> str:
        if kind in _PLACES:
            return self.fault("R149", node.span, kind=kind)
        return self.fault("R148" if _is_said(node) else "R141", node.span, kind=kind)

    def arithmetic(self, node: Arithmetic) -> str:
        left, right = self.figure(node.left), self.figure(node.right)
        if ANY in (left, right):
            return ANY
        if node.operator in "+-":
            return self.alike(node.left, left, node.right, right, node.span)
        if node.operator == "*":
            if left == AMOUNT and right == AMOUNT:
                return self.fault("R143", node.span)
            return next((k for k in (AMOUNT, COUNT, RATIO) if k in (left, right)), NUMBER)
        if left == right:
            return RATIO if left != NUMBER else NUMBER
        if right == AMOUNT:
            return self.fault("R144", node.span, left=left, right=right)
        return left if left != NUMBER else right

    def alike(self, left_node: Any, left: str, right_node: Any, right: str, span: Span) -> str:
        """The common type of two figures that are added or compared; 0 is of every type."""
        if ANY in (left, right):
            return right if left == ANY else left
        for one, kind, other in ((left_node, left, right), (right_node, right, left)):
            if kind == NUMBER and other in (AMOUNT, RATIO):
                if isinstance(one, Reference) and one.what == "literal" and one.value == 0:
                    return other
                return self.fault("R145", one.span, kind=other)
        if left != right and NUMBER not in (left, right):
            return self.fault("R144", span, left=left, right=right)
        return left if left != NUMBER else right

    def compared(self, node: Compared) -> None:
        operands: list[Any] = list(node.operands)
        kinds = [self.operand(operand) for operand in operands]
        for at, operator in enumerate(node.operators):
            self.comparable(operator, operands[at], kinds[at], operands[at + 1], kinds[at + 1])

    def operand(self, node: Any) -> str:
        """The type of a side of a comparison: a figure, or a text, a list or a date as it stands in the report."""
        kind = self.kind(node)
        if kind in FIGURES:
            return self.fault("R142", node.span) if _is_several(node) else kind
        return self.no_figure(node, kind) if kind in _PLACES or kind == CLAIM else kind

    def comparable(self, operator: str, left: Any, first: str, right: Any, second: str) -> None:
        span = (left.span[0], right.span[1])
        if ANY in (first, second):
            return
        if first in FIGURES and second in FIGURES:
            self.alike(left, first, right, second, span)
        elif first != second:
            said = [node for node in (left, right) if _is_said(node) and node.kind == TEXT]
            if said and (first in FIGURES or second in FIGURES):
                self.fault("R148", said[0].span, kind=TEXT)
            else:
                self.fault("R144", span, left=first, right=second)
        elif first in _WORDS and operator not in ("=", "!="):
            self.fault("R150", span, kind=first)

    def call(self, node: Call) -> str:
        arguments: list[Any] = list(node.arguments)
        least, most = _ARGUMENTS.get(node.function, (1, len(arguments)))
        if not least <= len(arguments) <= most:
            wanted = str(most) if least == most else f"{least}–{most}"
            return self.fault("R146", node.span, function=node.function, count=str(len(arguments)), wanted=wanted)
        if node.function == "count":
            for argument in arguments:
                self.listed(argument, node, frozenset({*FIGURES, *_WORDS}))
            return COUNT
        if node.function == "nonzero":
            for argument in arguments:
                self.listed(argument, node, FIGURES)
            return LIST
        if node.function == "round":
            return self.rounded(arguments)
        many = node.function in ("sum", "max", "min")
        kinds = [self.figure(argument, many) for argument in arguments]
        common = kinds[0]
        for argument, kind in zip(arguments[1:], kinds[1:], strict=True):
            common = self.alike(arguments[0], common, argument, kind, node.span)
        return RATIO if node.function in ("share", "growth") else common

    def listed(self, argument: Any, node: Call, allowed: frozenset[str]) -> None:
        """An argument whose members are asked for: a leaf, not a result that was calculated."""
        kind = self.kind(argument)
        if kind not in allowed or not _is_listed(argument):
            self.fault("R152", argument.span, function=node.function, kind=kind)

    def rounded(self, arguments: list[Any]) -> str:
        kind = self.figure(arguments[0])
        for places in arguments[1:]:
            sound = isinstance(places, Reference) and places.what == "literal" and self.kind(places) == NUMBER
            if not sound or places.value not in range(_MOST_PLACES + 1):
                self.fault("R153", places.span, most=str(_MOST_PLACES))
        return kind

    def tested(self, node: Tested) -> None:
        before = len(self.faults)
        subject, wanted = self.kind(node.subject), node.object
        span: Span = node.subject.span
        lists = node.predicate == "same" and _is_listed(node.subject)
        if len(self.faults) > before:
            pass
        elif subject not in _SUBJECTS[node.predicate]:
            self.fault("R147", span, kind=subject, predicate=node.predicate)
        elif not lists and (not isinstance(node.subject, Reference) or _is_said(node.subject)):
            self.fault("R154", span, predicate=node.predicate)
        if wanted is None:
            return
        before = len(self.faults)
        kind = self.kind(wanted)
        words = isinstance(wanted, Reference) or _is_listed(wanted)
        allowed = {"same": {LIST}, "after": {SECTION}}.get(node.predicate, _WORDS)
        sound = kind in allowed and words
        if not sound and len(self.faults) == before:
            self.fault("R147", wanted.span, kind=kind, predicate=node.predicate)
