"""The types of an assertion: amount, percentage, count, text, list, and what may stand beside what.

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
    spelling,
)
from checker.facts import AMOUNT, COUNT, LIST, RATIO, TEXT
from checker.lexer import Fault
from checker.references import ANY, CLAIM, NUMBER, ROW, SECTION, TABLE, Reference

NUMERIC = {AMOUNT, RATIO, COUNT, NUMBER, ANY}
_WORDS = {TEXT, LIST}


def kind_of(node: Any) -> tuple[str, list[Fault]]:
    """The type of a resolved expression, and every place where types do not fit."""
    types = _Types()
    return types.kind(node), types.faults


def claim_faults(node: Any) -> list[Fault]:
    """Where the types of a resolved assertion do not fit; an assertion must say something that can hold or not."""
    types = _Types()
    kind = types.kind(node)
    if not types.faults and kind != CLAIM:
        types.fault("R140", node.span, kind=kind)
    return types.faults


@dataclass
class _Types:
    """The types of a resolved assertion; the first fault of each part is enough."""

    faults: list[Fault] = field(default_factory=list)

    def fault(self, code: str, span: Span, **values: str) -> str:
        self.faults.append(Fault(code, *span, tuple(values.items())))
        return ANY

    def kind(self, node: Any) -> str:
        match node:
            case Reference(kind=kind):
                return kind
            case Shifted(_, operand):
                return self.kind(operand)
            case Negative(operand):
                return self.figure(operand)
            case Arithmetic():
                return self.arithmetic(node)
            case Call():
                return self.call(node)
            case Compared(operands):
                for left, right in zip(operands, operands[1:], strict=False):
                    self.comparable(left, right)
                return CLAIM
            case Tested():
                return self.tested(node)
            case Conditional(first, second):
                self.claim(first), self.claim(second)
                return CLAIM
            case Negated(operand):
                self.claim(operand)
                return CLAIM
            case Both(operands) | Either(operands):
                for operand in operands:
                    self.claim(operand)
                return CLAIM
        raise TypeError(node)

    def claim(self, node: Any) -> None:
        kind = self.kind(node)
        if kind not in (CLAIM, ANY) or (kind == ANY and isinstance(node, Reference)):
            self.fault("R140", node.span, kind=kind)

    def figure(self, node: Any, many: bool = False) -> str:
        """The type of something that must be a figure: one, unless a list of them is what is wanted."""
        kind = self.kind(node)
        if kind not in NUMERIC:
            return self.fault("R141", node.span, kind=kind)
        inner = node.operand if isinstance(node, Shifted) else node
        plural = (isinstance(inner, Reference) and inner.many and inner.what != "children") or (
            isinstance(node, Shifted) and node.to == "units"
        )
        if plural and not many:
            return self.fault("R142", node.span, name=inner.text if isinstance(inner, Reference) else "")
        return kind

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
            if kind == NUMBER and other != NUMBER and other != COUNT:
                if isinstance(one, Reference) and one.what == "literal" and one.value == 0:
                    return other
                return self.fault("R145", one.span, kind=other, text=one.text if isinstance(one, Reference) else "")
        if left != right and NUMBER not in (left, right):
            return self.fault("R144", span, left=left, right=right)
        return left if left != NUMBER else right

    def comparable(self, left: Any, right: Any) -> None:
        first, second = self.kind(left), self.kind(right)
        if first in _WORDS or second in _WORDS:
            if first != second and ANY not in (first, second):
                self.fault("R144", (left.span[0], right.span[1]), left=first, right=second)
            return
        first, second = self.figure(left), self.figure(right)
        if first in NUMERIC and second in NUMERIC:
            self.alike(left, first, right, second, (left.span[0], right.span[1]))

    def call(self, node: Call) -> str:
        wanted = {"share": (2, 2), "growth": (2, 2), "abs": (1, 1), "round": (1, 2), "nonzero": (1, 99)}
        least, most = wanted.get(node.function, (1, 99))
        if not least <= len(node.arguments) <= most:
            word = spelling("functions", node.function)
            return self.fault("R146", node.span, word=word, count=str(len(node.arguments)), wanted=str(most))
        if node.function == "count":
            for argument in node.arguments:
                self.kind(argument)
            return COUNT
        if node.function == "nonzero":
            for argument in node.arguments:
                self.figure(argument, many=True)
            return LIST
        if node.function == "round":
            return self.figure(node.arguments[0])
        many = node.function in ("sum", "max", "min")
        kinds = [self.figure(argument, many) for argument in node.arguments]
        common = kinds[0]
        for argument, kind in zip(node.arguments[1:], kinds[1:], strict=True):
            common = self.alike(node.arguments[0], common, argument, kind, node.span)
        return RATIO if node.function in ("share", "growth") else common

    def tested(self, node: Tested) -> str:
        word = spelling("predicates", node.predicate) if node.predicate != "same" else spelling("functions", "same")
        subject = self.kind(node.subject)
        allowed = {
            "empty": {TABLE, ROW, SECTION, TEXT, AMOUNT, ANY, LIST},
            "blank": {TABLE, ROW, AMOUNT, ANY},
            "noted": {TABLE},
            "present": {TABLE, ROW, SECTION, AMOUNT, RATIO, COUNT, TEXT, LIST, ANY},
            "contains": {TEXT, LIST, SECTION},
            "lacks": {TEXT, LIST, SECTION},
            "begins": {TEXT},
            "same": {LIST},
        }[node.predicate]
        if subject not in allowed:
            return self.fault("R147", node.subject.span, kind=subject, word=word)  # type: ignore[union-attr]
        if node.object is not None and self.kind(node.object) not in _WORDS:
            return self.fault("R147", node.object.span, kind=self.kind(node.object), word=word)
        return CLAIM
