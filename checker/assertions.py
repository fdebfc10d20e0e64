"""An assertion as data: what a rule says, before anyone asks where its names are found.

Spans are character indexes into the text as typed; they take no part in comparison, so that
``parse(write(a)) == a`` is a law.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from checker.resources import table

Span: TypeAlias = tuple[int, int]
NOWHERE: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class Number:
    """A figure written in the rule; ``unit`` is a money unit, a measure word, a percent sign or empty."""

    value: Decimal
    unit: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Text:
    """Quoted text."""

    value: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the layout as it is known there: a term, a row, a column, a table, a section, a list."""

    text: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class TableName:
    """A table by its title, 《…》."""

    title: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Here:
    """What the scope is looking at: ``table``, ``row``, ``level``, ``children`` … (grammar/keywords.yaml, here)."""

    what: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Selector:
    """A row or a column in square brackets.

    ``kind``: ``label`` (a name or quoted text), ``here`` (本行, 本栏, 本项), ``code``, ``below`` (201*: the lowest
    printed rows under a code), ``line`` (行次), ``number`` (栏次).
    """

    kind: str
    text: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Cell:
    """``表[行, 列]``; one selector where the table has one row or one amount column."""

    table: "TableName | Name | Here"
    selectors: tuple[Selector, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Attribute:
    """What is said of a table, a row or a text besides its figures and words: ``name``, ``code``, ``unit``, ``years`` …
    (grammar/keywords.yaml, attributes)."""

    of: "TableName | Name | Here | Cell | Attribute"
    what: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function word with its arguments: 合计(甲、乙)."""

    function: str
    arguments: tuple["Expression", ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Shifted:
    """The same thing in another report: ``prior`` (last year's) or ``units`` (each consolidated unit's)."""

    to: str
    operand: "Expression"
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Negative:
    """A minus sign in front."""

    operand: "Expression"
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``left operator right`` with one of ``+ - * /``."""

    operator: str
    left: "Expression"
    right: "Expression"
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison or a chain of them: ``A = B = C`` has three operands and two operators."""

    operands: tuple["Expression", ...]
    operators: tuple[str, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Tested:
    """A predicate after its subject (为空, 有说明) and, for 包含 and its like, before its object."""

    predicate: str
    subject: "Expression"
    object: "Expression | None" = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Negated:
    """非."""

    operand: "Expression"
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Both:
    """且 between two or more."""

    operands: tuple["Expression", ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Either:
    """或 between two or more."""

    operands: tuple["Expression", ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Conditional:
    """若 condition 则 claim."""

    condition: "Expression"
    claim: "Expression"
    span: Span = field(default=NOWHERE, compare=False, repr=False)


Expression: TypeAlias = (
    Number
    | Text
    | Name
    | TableName
    | Here
    | Cell
    | Attribute
    | Call
    | Shifted
    | Negative
    | Arithmetic
    | Compared
    | Tested
    | Negated
    | Both
    | Either
    | Conditional
)


@dataclass(frozen=True, slots=True)
class Each:
    """One step of a scope: ``rows``, ``columns``, ``parents``, ``leaves``, ``sections``, ``sentences``, ``terms``; ``each`` with a name of the
    layout; ``each_listed`` with a list every report has (目录 …)."""

    what: str
    name: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a rule looks at. ``tables`` is None without tables, empty for every table the layout requires.

    places: the span of each of the tables.
    """

    tables: tuple[str, ...] | None = None
    steps: tuple[Each, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)
    places: tuple[Span, ...] = field(default=(), compare=False, repr=False)


def spelling(group: str, word: str, lang: str = "zh") -> str:
    """The canonical spelling of a keyword."""
    first: str = table("keywords")[group][word][lang][0]
    return first


_TIGHTNESS = {Conditional: 0, Either: 1, Both: 2, Negated: 3, Compared: 4, Tested: 4, Negative: 7}


def _tightness(node: Expression) -> int:
    if isinstance(node, Arithmetic):
        return 5 if node.operator in "+-" else 6
    return _TIGHTNESS.get(type(node), 8)


def write(node: Expression, lang: str = "zh") -> str:
    """An assertion in canonical form; reading it back gives an equal assertion."""

    def part(inner: Expression, least: int) -> str:
        text = write(inner, lang)
        return text if _tightness(inner) >= least else f"({text})"

    def joined(operands: tuple[Expression, ...], word: str, least: int) -> str:
        return f" {spelling('logic', word, lang)} ".join(part(operand, least) for operand in operands)

    match node:
        case Number(value, unit):
            return f"{value:f}{' ' if unit.isascii() and unit.isalpha() else ''}{unit}"
        case Text(value):
            return _quoted(value)
        case Name(text):
            return text
        case TableName(title):
            return f"《{title}》"
        case Here(what):
            return spelling("here", what, lang)
        case Cell(of, selectors):
            return f"{write(of, lang)}[{', '.join(write_selector(s, lang) for s in selectors)}]"
        case Attribute(of, what):
            return f"{write(of, lang)}{spelling('attributes', what, lang)}"
        case Call(function, arguments):
            return f"{spelling('functions', function, lang)}({', '.join(part(a, 5) for a in arguments)})"
        case Shifted(to, operand):
            return f"{spelling('prefixes', to, lang)} {part(operand, 8)}"
        case Negative(operand):
            return f"-{part(operand, 7)}"
        case Arithmetic(operator, left, right):
            own = _tightness(node)
            return f"{part(left, own)} {spelling('arithmetic', operator, lang)} {part(right, own + 1)}"
        case Compared(operands, operators):
            text = part(operands[0], 5)
            for operator, operand in zip(operators, operands[1:], strict=True):
                text += f" {spelling('comparisons', operator, lang)} {part(operand, 5)}"
            return text
        case Tested(predicate, subject, target):
            text = f"{part(subject, 5)} {spelling('predicates', predicate, lang)}"
            return text if target is None else f"{text} {part(target, 5)}"
        case Negated(operand):
            return f"{spelling('logic', 'not', lang)} {part(operand, 3)}"
        case Both(operands):
            return joined(operands, "and", 3)
        case Either(operands):
            return joined(operands, "or", 2)
        case Conditional(condition, claim):
            first, second = spelling("logic", "if", lang), spelling("logic", "then", lang)
            return f"{first} {part(condition, 1)}, {second} {part(claim, 1)}"


def _quoted(value: str) -> str:
    # the mark that closed it as it was typed is not inside, so one pair at least will do
    opening, closing = next(pair for pair in table("characters")["quotes"] if pair[1] not in value)
    return f"{opening}{value}{closing}"


def write_selector(selector: Selector, lang: str = "zh") -> str:
    """A row or column as it stands between the square brackets."""
    match selector.kind:
        case "here":
            return spelling("here", selector.text, lang)
        case "below":
            return f"{selector.text}*"
        case "line" | "number":
            return f"{spelling('selectors', selector.kind, lang)} {selector.text}"
        case "text":
            return _quoted(selector.text)
        case _:
            return selector.text


def write_scope(scope: Scope, lang: str = "zh") -> str:
    """A scope in canonical form."""
    parts = []
    if scope.tables is not None:
        parts.append(
            "、".join(f"《{t}》" for t in scope.tables) if scope.tables else spelling("scopes", "tables", lang)
        )
    gap = " " if lang == "en" else ""
    for step in scope.steps:
        if step.what == "each_listed":
            parts.append(spelling("scopes", "each", lang) + gap + spelling("here", step.name, lang))
        else:
            parts.append(spelling("scopes", step.what, lang) + (gap + step.name if step.name else ""))
    return " ".join(parts)
