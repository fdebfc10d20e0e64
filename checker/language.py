"""Text to assertion: the grammar of ``grammar/assertion.lark`` over the words of ``checker.lexer``.

The only importer of lark. Faults are returned, all of a text's at once: every run that is no known name, and the
first place where the words make no sentence.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken
from lark.lexer import Lexer

from checker.assertions import (
    Arithmetic,
    Attribute,
    Both,
    Call,
    Cell,
    Compared,
    Conditional,
    Each,
    Either,
    Expression,
    Here,
    Name,
    Negated,
    Negative,
    Number,
    Scope,
    Selector,
    Shifted,
    Span,
    TableName,
    Tested,
    Text,
)
from checker.lexer import Fault, Word, words
from checker.lexicon import NOT, Lexicon, folded, keywords
from checker.resources import data_folder

LONGEST = 5000
"""Characters an assertion may have; a longer text is refused before any work is done on it."""

DEEPEST, MOST_STEPS = 60, 150
"""Brackets that may stand inside one another, and steps from the whole of an assertion to any part of it."""


class _Words(Lexer):
    """Hands lark the words found by our own lexer (lark's documented way to bring a lexer)."""

    def __init__(self, lexer_conf: Any) -> None:
        pass

    def lex(self, data: list[Word]) -> Iterator[Token]:  # type: ignore[override]
        for word in data:
            yield Token(word.kind, word.value, start_pos=word.start, end_pos=word.end)


def _around(parts: list[Any]) -> Span:
    spans = [_span(part) for part in parts if part is not None]
    return min(start for start, _ in spans), max(end for _, end in spans)


def _span(part: Any) -> Span:
    if isinstance(part, Token):
        return part.start_pos or 0, part.end_pos or 0
    span: Span = part.span
    return span


class _Build(Transformer[Token, Any]):
    """Grammar rules to assertion nodes; method names are the aliases of the grammar."""

    def conditional(self, parts: list[Any]) -> Conditional:
        condition, claim = [part for part in parts if not isinstance(part, Token)]
        return Conditional(condition, claim, _around(parts))

    def either(self, parts: list[Any]) -> Either:
        return Either(tuple(parts[::2]), _around(parts))

    def both(self, parts: list[Any]) -> Both:
        return Both(tuple(parts[::2]), _around(parts))

    def negated(self, parts: list[Any]) -> Negated:
        return Negated(parts[1], _around(parts))

    def compared(self, parts: list[Any]) -> Compared:
        return Compared(tuple(parts[::2]), tuple(str(p) for p in parts[1::2]), _around(parts))

    def tested(self, parts: list[Any]) -> Tested | Negated:
        said = Tested(str(parts[1]).removeprefix(NOT), parts[0], None, _around(parts))
        return Negated(said, said.span) if parts[1].startswith(NOT) else said

    def related(self, parts: list[Any]) -> Tested:
        return Tested(str(parts[1]), parts[0], parts[2], _around(parts))

    def arithmetic(self, parts: list[Any]) -> Arithmetic:
        left, operator, right = parts
        return Arithmetic(str(operator), left, right, _around(parts))

    def negative(self, parts: list[Any]) -> Negative:
        return Negative(parts[1], _around(parts))

    def number(self, parts: list[Token]) -> Number:
        value, _, unit = parts[0].partition(" ")
        return Number(Decimal(value), unit, _span(parts[0]))

    def text(self, parts: list[Token]) -> Text:
        return Text(str(parts[0]), _span(parts[0]))

    def name(self, parts: list[Token]) -> Name:
        return Name(str(parts[0]), _span(parts[0]))

    def table(self, parts: list[Token]) -> TableName:
        return TableName(str(parts[0]), _span(parts[0]))

    def here(self, parts: list[Token]) -> Here:
        return Here(str(parts[0]), _span(parts[0]))

    def shifted(self, parts: list[Any]) -> Shifted:
        return Shifted(str(parts[0]), parts[1], _around(parts))

    def cell(self, parts: list[Any]) -> Cell:
        of: Any = {"TABLE": self.table, "NAME": self.name, "HERE": self.here}[parts[0].type](parts[:1])
        return Cell(of, tuple(part for part in parts if isinstance(part, Selector)), _around(parts))

    def attribute(self, parts: list[Any]) -> Attribute:
        return Attribute(parts[0], str(parts[1]), _around(parts))

    def call(self, parts: list[Any]) -> Call:
        return Call(str(parts[0]), tuple(p for p in parts[1:] if not isinstance(p, Token)), _around(parts))

    def bracketed(self, parts: list[Any]) -> Any:
        return replace(parts[1], span=_around(parts))

    def labelled(self, parts: list[Token]) -> Selector:
        kind = {"NAME": "label", "TEXT": "text", "HERE": "here"}[parts[0].type]
        return Selector(kind, str(parts[0]), _span(parts[0]))

    def coded(self, parts: list[Token]) -> Selector:
        return Selector("code", str(parts[0]), _span(parts[0]))

    def below(self, parts: list[Token]) -> Selector:
        return Selector("below", str(parts[0]), _around(parts))

    def lined(self, parts: list[Token]) -> Selector:
        return Selector("line", str(parts[1]), _around(parts))

    def numbered(self, parts: list[Token]) -> Selector:
        return Selector("number", str(parts[1]), _around(parts))

    def each(self, parts: list[Token]) -> Each:
        first, *rest = parts
        what = "each_listed" if rest and rest[0].type == "HERE" else first.type.lower()
        return Each(what, str(rest[0]) if rest else "", _around(parts))

    def table_names(self, parts: list[Token]) -> list[Token]:
        return [part for part in parts if part.type != "COMMA"]

    def scope(self, parts: list[Any]) -> Scope:
        steps = tuple(part for part in parts if isinstance(part, Each))
        named: list[Token] = parts[0] if isinstance(parts[0], list) else []
        tables = tuple(map(str, named)) if named else () if isinstance(parts[0], Token) else None
        return Scope(tables, steps, _around([*named, *parts[bool(named) :]]), tuple(map(_span, named)))


@cache
def _parser() -> Lark:
    grammar = (data_folder("grammar") / "assertion.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", lexer=_Words, start=["assertion", "scope"], transformer=_Build())


_OPERANDS = {"NUMBER", "TEXT", "NAME", "TABLE", "HERE", "FUNCTION", "PREFIX", "OPEN", "NOT"}
_BEFORE_OPERAND = {
    *("COMPARISON", "PLUS", "MINUS", "TIMES", "OVER", "AND", "OR", "RELATION", "NOT", "PREFIX", "IF", "THEN"),
    *("OPEN", "LEFT", "COMMA", "LINE", "COLUMN"),
}
_CLOSING = {"OPEN": "CLOSE", "LEFT": "RIGHT"}


def _brackets(found: list[Word], text: str) -> Fault | None:
    """The first bracket without its partner."""
    waiting: list[Word] = []
    for word in found:
        if word.kind in _CLOSING:
            waiting.append(word)
        elif word.kind in _CLOSING.values():
            if not waiting or _CLOSING[waiting[-1].kind] != word.kind:
                return Fault("R112", word.start, word.end, (("word", text[word.start : word.end]),))
            waiting.pop()
        if len(waiting) > DEEPEST:
            return Fault("R117", word.start, word.end, (("most", str(DEEPEST)),))
    if not waiting:
        return None
    last = waiting[-1]
    return Fault("R111", last.start, last.end, (("word", text[last.start : last.end]),))


def _syntax_fault(error: UnexpectedInput, found: list[Word], text: str, scope: bool) -> Fault:
    """What is the matter where the words make no sentence."""
    if not isinstance(error, UnexpectedToken):
        raise error
    token = error.token
    index = next((i for i, w in enumerate(found) if w.start == token.start_pos and w.kind == token.type), len(found))
    if [word.kind for word in found[index : index + 2]] == ["COMMA", "THEN"]:
        index += 1
    before = found[index - 1] if index else None
    at_end = index == len(found)
    start, end = (len(text.rstrip()), len(text.rstrip())) if at_end else (found[index].start, found[index].end)
    said = "" if before is None else text[before.start : before.end]
    if scope and at_end and before is not None:
        return Fault("R124", before.start, before.end, (("name", ""), ("known", "")))
    if scope:
        return Fault("R122", start, end, (("word", text[start:end]),))
    code = _syntax_code("" if at_end else found[index].kind, found, index, said)
    if code == "R119" and found[0].kind == "IF":
        start, end = found[0].start, found[0].end
    return Fault(code, start, end, (("word", text[start:end]), ("before", said)))


def _syntax_code(kind: str, found: list[Word], index: int, said: str) -> str:
    """Which lesson fits where the sentence breaks off at a word; ``said``: the word before it."""
    before = found[index - 1].kind if index else ""
    kinds = [word.kind for word in found]
    if kind in ("IF", "THEN") and (kind == "IF" or before != "IF"):
        return "R119" if "IF" not in kinds else "R115"
    waiting = _open_bracket(kinds[:index])
    if not waiting and before == "COMMA" and kinds[0] == "IF" and "THEN" not in kinds:
        return "R119"
    if kind == "LEFT" and (not before or before in _BEFORE_OPERAND):
        return "R126"
    if not before or before in _BEFORE_OPERAND:
        # something to calculate or compare with is missing after an operator, a bracket, or at the very beginning
        return "R113"
    if kinds[0] == "IF" and "THEN" not in kinds:
        return "R119"
    if waiting == "LEFT":
        return "R121"
    if kind == "COMMA":
        return "R116"
    if kind in _OPERANDS and keywords().terminal(folded(said)) == "FUNCTION":
        return "R107"
    if kind == "LEFT" and before == "RIGHT":
        return "R121"
    if (kind == "OPEN" and before in ("TABLE", "HERE")) or (kind in ("NAME", "NUMBER", "TEXT") and before == "TABLE"):
        return "R125"
    return "R114" if kind in _OPERANDS else "R120"


def _open_bracket(kinds: list[str]) -> str:
    """The innermost bracket that is open behind some words; empty when there is none."""
    waiting: list[str] = []
    for kind in kinds:
        if kind in _CLOSING:
            waiting.append(kind)
        elif waiting and kind == _CLOSING[waiting[-1]]:
            waiting.pop()
    return waiting[-1] if waiting else ""


def parse(text: str, lexicon: Lexicon) -> tuple[Expression | None, list[Fault]]:
    """The assertion a text says, or None with what is wrong; spans are character indexes into the text."""
    expression, faults = _read(text, lexicon, "assertion")
    return expression, faults


def parse_scope(text: str, lexicon: Lexicon) -> tuple[Scope | None, list[Fault]]:
    """The scope a text says, or None with what is wrong."""
    scope, faults = _read(text, lexicon, "scope")
    return scope, faults


def _read(text: str, lexicon: Lexicon, start: str) -> tuple[Any, list[Fault]]:
    if len(text) > LONGEST:
        return None, [Fault("R118", LONGEST, len(text), (("most", str(LONGEST)),))]
    scope = start == "scope"
    found, faults = words(text, lexicon, scope)
    if not found:
        return None, faults or [Fault("R122" if scope else "R110", 0, len(text), (("word", text),))]
    unpaired = _brackets(found, text)
    if unpaired:
        return None, [*faults, *([] if any(f.code in ("R103", "R104") for f in faults) else [unpaired])]
    try:
        result = _parser().parse(found, start=start)
    except UnexpectedInput as error:
        # a mistake in a word explains most broken sentences: say the sentence is broken only where words are right
        return None, faults or [_syntax_fault(error, found, text, scope)]
    if _is_too_deep(result):
        return None, [*faults, Fault("R117", 0, len(text), (("most", str(MOST_STEPS)),))]
    return (None if faults else result), faults


def _is_too_deep(result: Any) -> bool:
    """Whether any part is so far down that working on it would take too many calls inside one another."""
    level = [result]
    for _ in range(MOST_STEPS):
        inner = [getattr(node, name) for node in level for name in getattr(node, "__dataclass_fields__", ())]
        level = [part for value in inner for part in (value if isinstance(value, tuple) else (value,))]
        level = [part for part in level if hasattr(part, "__dataclass_fields__")]
        if not level:
            return False
    return True
