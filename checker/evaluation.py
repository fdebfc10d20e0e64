"""What an assertion comes to over facts: one of five verdicts, with the numbers that decide it.

The verdicts follow XBRL Calculations 1.1 (a printed figure is the closed interval of everything that rounds to it;
an identity is inconsistent only when the intervals do not meet), and depart from it in these places, each for a
reason:

* an identity that holds at the printed figures, or whose one side is one printed figure to which the other side
  rounds, is 一致; one that only holds within rounding is 尾差: reviewers treat the two differently;
* a blank is exactly 0 without width, because a blank cell is not a rounded amount;
* each fact counts once on both sides together, and quotients range over the corners of their distinct facts;
* the precision of a figure is declared, or the most its table prints, because writers drop trailing zeros;
* ≤ ≥ are judged at the printed figures first and within rounding second; < > ≠, and everything inside the condition
  of 若, inside 或 and inside 非, at the printed figures only.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Protocol, TypeAlias

from checker.amounts import MOST_DIGITS, rounds_to
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
    Tested,
)
from checker.characters import bare_key, key, ordinal
from checker.facts import Fact, Reason, text_fact
from checker.passages import around, begins, candidates, has_gap, holds, is_like, misspelt, places, spelt, unpaired
from checker.quantities import (
    Linear,
    Mixed,
    Quantity,
    ZeroDivision,
    apart,
    constant,
    difference_half,
    difference_range,
    divided,
    facts,
    negative,
    of_fact,
    over,
    plus,
    rounding,
    summed,
    times,
    total,
    value,
    written,
)
from checker.references import Reference
from checker.resources import table

HOLDS, ROUNDING, VIOLATED = "holds", "rounding", "violated"
UNDECIDABLE, NOT_APPLICABLE = "undecidable", "not_applicable"
VERDICTS = (HOLDS, ROUNDING, VIOLATED, UNDECIDABLE, NOT_APPLICABLE)

# 且 takes the first it meets of the one order, 或 of the other: what does not apply hides no 不一致 and makes none,
# and what a report lacks is told before what nobody promised
_WORST_FIRST = (VIOLATED, UNDECIDABLE, NOT_APPLICABLE, ROUNDING, HOLDS)
_BEST_FIRST = (HOLDS, ROUNDING, UNDECIDABLE, NOT_APPLICABLE, VIOLATED)

Node: TypeAlias = (
    Reference | Call | Shifted | Negative | Arithmetic | Compared | Tested | Negated | Both | Either | Conditional
)


class Lookup(Protocol):
    """Where an assertion finds its facts: a report at one place of a scope, or a rule's example."""

    def facts(self, reference: Reference) -> list[Fact] | Reason:
        """The facts a leaf stands for, or why there are none."""

    def test(self, predicate: str, subject: Reference) -> bool | Reason:
        """Whether a table, row, section or figure is empty, blank, noted or present."""

    def shifted(self, to: str) -> "Sequence[Lookup] | Reason":
        """The same place in last year's report (``prior``) or in each unit's (``units``)."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far an identity may miss. By default the rounding of its figures; ``fixed`` replaces that (容差), ``exact``
    allows nothing (精确), ``cap`` limits it. All in base units."""

    fixed: Fraction | None = None
    exact: bool = False
    cap: Fraction | None = None


PRINTED = Tolerance(exact=True)


# these two are not frozen, though nobody changes one: thousands are made for a report, and freezing takes most of the
# time
@dataclass(slots=True)
class Comparison:
    """Two sides and how they compare; apart: left − right at the printed figures, as it came out; setting: what the rule
    says of its tolerance."""

    operator: str
    left: Quantity
    right: Quantity
    left_node: Node
    right_node: Node
    apart: Decimal | Fraction
    setting: Tolerance

    @property
    def difference(self) -> Fraction:
        """left − right at the printed figures."""
        return Fraction(self.apart)

    @property
    def tolerance(self) -> Fraction | None:
        """How far the sides may lie apart; None where no tolerance applies. Worked out only where somebody asks."""
        if _is_strict(self.operator, self.setting):
            return None
        if self.operator != "=" and _holds(self.operator, self.left, self.right, self.apart):
            return None
        try:
            return _allowed(self.left, self.right, self.difference, self.setting)
        except ZeroDivision:
            return None


@dataclass(slots=True)
class Outcome:
    """A verdict, why (where nothing could be judged), what decided it, and the facts that were looked at.

    watched: the facts that stood in an equality which came to an answer; missing, extra: members that two lists do not
    share. ties: every comparison of numbers that the whole asks for, each with its own verdict; none of a condition, an
    alternative or a negation.
    """

    verdict: str
    reason: Reason | None = None
    comparison: Comparison | None = None
    facts: tuple[Fact, ...] = ()
    watched: tuple[Fact, ...] = ()
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    ties: tuple[tuple[Comparison, str], ...] = ()


@dataclass
class _Undecided(Exception):
    reason: Reason
    facts: tuple[Fact, ...] = field(default=())


def evaluate(assertion: Node, lookup: Lookup, tolerance: Tolerance) -> Outcome:
    """The verdict on an assertion; conditions, alternatives and negations are judged at the printed figures."""
    match assertion:
        case Compared():
            return _compared(assertion, lookup, tolerance)
        case Tested():
            try:
                outcome = _tested(assertion, lookup)
            except _Undecided as undecided:
                return _without_answer(undecided)
            return _without_accusing(outcome, outcome.facts)
        case Conditional(condition, claim):
            return _conditional(evaluate(condition, lookup, PRINTED), claim, lookup, tolerance)  # type: ignore[arg-type]
        case Both(operands):
            return _joined([evaluate(o, lookup, tolerance) for o in operands], worst=True)  # type: ignore[arg-type]
        case Either(operands):
            return _joined([evaluate(o, lookup, PRINTED) for o in operands], worst=False)  # type: ignore[arg-type]
        case Negated(operand):
            inner = evaluate(operand, lookup, PRINTED)  # type: ignore[arg-type]
            turned = {HOLDS: VIOLATED, ROUNDING: VIOLATED, VIOLATED: HOLDS}.get(inner.verdict, inner.verdict)
            return _without_accusing(Outcome(turned, inner.reason, inner.comparison, inner.facts), inner.facts)
        case _:
            raise TypeError(assertion)


def _without_accusing(outcome: Outcome, rests_on: Sequence[Fact]) -> Outcome:
    """不一致 that rests on a figure the importer doubted is 无法判断: the reading may be wrong, not the report."""
    if outcome.verdict != VIOLATED:
        return outcome
    doubtful = next((fact for fact in rests_on if fact.doubt), None)
    if doubtful is None:
        return outcome
    return replace(outcome, verdict=UNDECIDABLE, reason=Reason("doubtful", {"doubt": doubtful.doubt}), watched=())


def _without_answer(undecided: _Undecided) -> Outcome:
    verdict = UNDECIDABLE if undecided.reason.applies else NOT_APPLICABLE
    return Outcome(verdict, undecided.reason, facts=undecided.facts)


def _conditional(condition: Outcome, claim: Node, lookup: Lookup, tolerance: Tolerance) -> Outcome:
    if condition.verdict == VIOLATED:
        return Outcome(NOT_APPLICABLE, Reason("condition_false", applies=False), facts=condition.facts)
    if condition.verdict in (UNDECIDABLE, NOT_APPLICABLE):
        return Outcome(condition.verdict, condition.reason, facts=condition.facts)
    outcome = evaluate(claim, lookup, tolerance)
    both = tuple(dict.fromkeys((*outcome.facts, *condition.facts)))
    joined = Outcome(
        outcome.verdict, outcome.reason, outcome.comparison, both, outcome.watched, outcome.missing, outcome.extra
    )
    return _without_accusing(joined, condition.facts)


def _joined(outcomes: list[Outcome], worst: bool) -> Outcome:
    """One outcome for several: the decisive one's answer, with everything that was looked at."""
    order = _WORST_FIRST if worst else _BEST_FIRST
    decisive = min(outcomes, key=lambda outcome: order.index(outcome.verdict))
    seen = tuple(dict.fromkeys(fact for outcome in (decisive, *outcomes) for fact in outcome.facts))
    watched = tuple(dict.fromkeys(fact for outcome in outcomes for fact in outcome.watched))
    ties = tuple(tie for outcome in outcomes for tie in outcome.ties) if worst else ()
    return Outcome(
        decisive.verdict, decisive.reason, decisive.comparison, seen, watched, decisive.missing, decisive.extra, ties
    )


def _compared(node: Compared, lookup: Lookup, tolerance: Tolerance) -> Outcome:
    outcomes: list[Outcome] = []
    for left, operator, right in zip(node.operands, node.operators, node.operands[1:], strict=False):
        try:
            outcome = _pair(left, operator, right, lookup, tolerance)  # type: ignore[arg-type]
            outcomes.append(_without_accusing(outcome, outcome.facts))
        except _Undecided as undecided:
            outcomes.append(_without_answer(_foremost(undecided, (left, right), lookup)))  # type: ignore[arg-type]
    return outcomes[0] if len(outcomes) == 1 else _joined(outcomes, worst=True)


def _foremost(undecided: _Undecided, sides: Sequence[Node], lookup: Lookup) -> _Undecided:
    """Why a comparison has no answer, whichever side or summand is written first.

    What was promised and is lacking comes before what does not apply, and a divisor that is zero last.
    """
    lacking = [reason for side in sides for reason in _lacking(side, lookup)]
    if undecided.reason.code not in ("division_by_zero", "divisor_may_be_zero"):
        lacking.insert(0, undecided.reason)
    told = next((reason for reason in lacking if reason.applies), next(iter(lacking), undecided.reason))
    return _Undecided(told, undecided.facts)


def _lacking(node: Node, lookup: Lookup) -> Iterator[Reason]:
    """Why each leaf of an expression that has no facts has none."""
    match node:
        case Reference():
            found = lookup.facts(node)
            if isinstance(found, Reason):
                yield found
        case Shifted(to, operand):
            others = lookup.shifted(to)
            if isinstance(others, Reason):
                yield others
            else:
                yield from (reason for other in others for reason in _lacking(operand, other))  # type: ignore[arg-type]
        case Negative(operand):
            yield from _lacking(operand, lookup)  # type: ignore[arg-type]
        case Arithmetic(_, left, right):
            yield from (reason for side in (left, right) for reason in _lacking(side, lookup))  # type: ignore[arg-type]
        case Call(_, arguments):
            yield from (reason for argument in arguments for reason in _lacking(argument, lookup))  # type: ignore[arg-type]


def _pair(left: Node, operator: str, right: Node, lookup: Lookup, tolerance: Tolerance) -> Outcome:
    if _is_words(left) or _is_words(right):
        return _words_compared(left, operator, right, lookup)
    first, second = quantity(left, lookup), quantity(right, lookup)
    seen = _seen(first, second)
    try:
        difference = apart(first, second)
        verdict = compare(operator, first, second, difference, tolerance)
    except ZeroDivision as zero:
        code = "division_by_zero" if zero.certain else "divisor_may_be_zero"
        raise _Undecided(Reason(code), seen) from None
    comparison = Comparison(operator, first, second, left, right, difference, tolerance)
    # a sign or a limit says nothing about how a figure came about; an identity or a ratio does
    watched = seen if operator == "=" else tuple({**divided(first), **divided(second)}.values())
    return Outcome(verdict, None, comparison, seen, watched, ties=((comparison, verdict),))


def _seen(left: Quantity, right: Quantity) -> tuple[Fact, ...]:
    """The facts both sides depend on, and then those that cancelled."""
    if isinstance(left, Linear) and isinstance(right, Linear) and not left.cancelled and not right.cancelled:
        return tuple({**left.facts, **right.facts}.values())
    return tuple({**facts(left), **facts(right), **written(left), **written(right)}.values())


_SIGNS = {"!=": (-1, 1), "<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1)}
"""The signs of left − right with which what is not an equality holds."""


def _holds(operator: str, left: Quantity, right: Quantity, difference: Decimal | Fraction) -> bool:
    """Whether a comparison holds at the printed figures."""
    if operator == "=":
        return not difference or _rounds(left, right)
    return (difference > 0) - (difference < 0) in _SIGNS[operator]


def _is_strict(operator: str, tolerance: Tolerance) -> bool:
    """Whether only the printed figures count."""
    return tolerance.exact or operator in ("!=", "<", ">")


def compare(
    operator: str, left: Quantity, right: Quantity, difference: Decimal | Fraction, tolerance: Tolerance
) -> str:
    """The verdict on two sides; difference: left − right at the printed figures.

    Raises ZeroDivision where a divisor may be zero within its rounding and the answer hangs on it.
    """
    if _holds(operator, left, right, difference):
        return HOLDS
    if _is_strict(operator, tolerance):
        return VIOLATED
    exact = Fraction(difference)
    return ROUNDING if abs(exact) <= _allowed(left, right, exact, tolerance) else VIOLATED


def _allowed(left: Quantity, right: Quantity, difference: Fraction, tolerance: Tolerance) -> Fraction:
    """How far left − right may lie from 0, on the side it lies on, before rounding no longer explains it."""
    if tolerance.fixed is not None:
        return tolerance.fixed
    if isinstance(left, Linear) and isinstance(right, Linear):
        allowed = difference_half(left, right)
    else:
        low, high = difference_range(left, right)
        allowed = difference - low if difference > 0 else high - difference
    return allowed if tolerance.cap is None else min(allowed, tolerance.cap)


def _rounds(left: Quantity, right: Quantity) -> bool:
    """Whether one side is one printed figure and the other rounds to it; what stands on both sides is set aside."""
    if isinstance(left, Linear) and isinstance(right, Linear):
        shared = {i: c for i, c in left.coefficients.items() if right.coefficients.get(i) == c}
        if shared:
            both = Linear(shared, Decimal(0), left.facts)
            left, right = left.plus(both, Decimal(-1)), right.plus(both, Decimal(-1))
    for one, other in ((left, right), (right, left)):
        printed = one.single() if isinstance(one, Linear) else None
        if printed is not None and rounds_to(value(other), Fraction(printed.value), Fraction(printed.half)):
            return True
    return False


def quantity(node: Node, lookup: Lookup) -> Quantity:
    """What a numeric expression comes to; raises _Undecided with the reason when a figure is missing."""
    match node:
        case Reference():
            if node.what == "literal":
                return constant(node.value)
            found = _facts(node, lookup)
            if node.what == "children":
                return total([of_fact(fact) for fact in found])
            if len(found) != 1:
                raise _Undecided(Reason("not_one", {"name": node.text, "count": str(len(found))}), tuple(found))
            return of_fact(found[0])
        case Negative(operand):
            return negative(quantity(operand, lookup))  # type: ignore[arg-type]
        case Arithmetic("+" | "-"):
            return summed(_summands(node, lookup))
        case Arithmetic(operator, left, right):
            first, second = quantity(left, lookup), quantity(right, lookup)  # type: ignore[arg-type]
            return times(first, second) if operator == "*" else _over(first, second)
        case Call():
            return _call(node, lookup)
        case Shifted():
            found_quantities = _quantities(node, lookup)
            if len(found_quantities) != 1:
                raise _Undecided(Reason("not_one", {"name": node.to, "count": str(len(found_quantities))}))
            return found_quantities[0]
        case _:
            raise TypeError(node)


def _summands(node: Node, lookup: Lookup) -> list[tuple[int, Quantity]]:
    """The parts of a sum as they are written, each with its sign: A + B − C is one sum of three."""
    after: list[tuple[int, Node]] = []
    while isinstance(node, Arithmetic) and node.operator in ("+", "-"):
        after.append((1 if node.operator == "+" else -1, node.right))  # type: ignore[arg-type]
        node = node.left  # type: ignore[assignment]
    return [(sign, quantity(part, lookup)) for sign, part in ((1, node), *reversed(after))]


def _over(left: Quantity, right: Quantity) -> Quantity:
    try:
        return over(left, right)
    except ZeroDivision:
        seen = tuple({**facts(left), **facts(right), **written(right)}.values())
        raise _Undecided(Reason("division_by_zero"), seen) from None


def _call(node: Call, lookup: Lookup) -> Quantity:
    arguments: list[Node] = list(node.arguments)  # type: ignore[arg-type]
    match node.function:
        case "share":
            return _over(quantity(arguments[0], lookup), quantity(arguments[1], lookup))
        case "growth":
            now, before = quantity(arguments[0], lookup), quantity(arguments[1], lookup)
            return _over(plus(now, before, -1), before)
        case "abs":
            return Mixed("abs", (quantity(arguments[0], lookup),))
        case "round":
            places = int(value(quantity(arguments[1], lookup))) if len(arguments) > 1 else 0
            places = max(-MOST_DIGITS, min(MOST_DIGITS, places))
            return rounding(quantity(arguments[0], lookup), places)
        case "count":
            return constant(Decimal(sum(len(_members(argument, lookup)) for argument in arguments)))
        case _:
            parts = [q for argument in arguments for q in _quantities(argument, lookup)]
            if not parts:
                # nothing was found to add up; that is not a sum of 0
                name = next((leaf.text for leaf in arguments if isinstance(leaf, Reference)), node.function)
                raise _Undecided(Reason("nothing_there", {"name": name}))
            return total(parts) if node.function == "sum" else Mixed(node.function, tuple(parts))


def _quantities(node: Node, lookup: Lookup) -> list[Quantity]:
    """Every figure an argument stands for: a list of facts, each unit's figure, or the one it comes to."""
    match node:
        case Reference(many=True):
            return [of_fact(fact) for fact in _facts(node, lookup)]
        case Shifted(to, operand):
            others = lookup.shifted(to)
            if isinstance(others, Reason):
                raise _Undecided(others)
            return [q for other in others for q in _quantities(operand, other)]  # type: ignore[arg-type]
        case _:
            return [quantity(node, lookup)]


def _facts(reference: Reference, lookup: Lookup) -> list[Fact]:
    found = lookup.facts(reference)
    if isinstance(found, Reason):
        raise _Undecided(found)
    return found


def _is_words(node: Node) -> bool:
    return isinstance(node, Reference) and node.kind in ("text", "list", "date")


def _members(node: Node, lookup: Lookup) -> list[tuple[str, Fact | None]]:
    """The names an expression lists, each with the fact that says it."""
    match node:
        case Reference(what="words", members=members):
            return [(member, None) for member in members]
        case Call("nonzero", arguments):
            listed = [f for a in arguments for f in _facts(a, lookup)]  # type: ignore[arg-type]
            return [(fact.text, fact) for fact in listed if fact.value]
        case Reference():
            found = _facts(node, lookup)
            return [(member, fact) for fact in found for member in (fact.members or (fact.text,))]
        case _:
            raise TypeError(node)


def _words_compared(left: Node, operator: str, right: Node, lookup: Lookup) -> Outcome:
    """Texts compare by their keys: width, quotation marks and white space set aside."""
    first, second = _members(left, lookup), _members(right, lookup)
    equal = [key(text) for text, _ in first] == [key(text) for text, _ in second]
    seen = tuple(dict.fromkeys(fact for _, fact in (*first, *second) if fact is not None))
    return Outcome(HOLDS if equal == (operator == "=") else VIOLATED, facts=seen)


def _tested(node: Tested, lookup: Lookup) -> Outcome:
    match node.predicate:
        case "same":
            return _lists_compared(node, lookup)
        case "distinct" | "rising" | "consecutive":
            return _ordered(node, lookup)
        case "contains" | "lacks" | "begins":
            return _contained(node, lookup)
        case "only":
            return _only(node, lookup)
        case "unwritten" | "unmistaken" | "balanced":
            return _marked(node, lookup)
        case "after":
            return _after(node, lookup)
        case _:
            assert isinstance(node.subject, Reference)
            answer = lookup.test(node.predicate, node.subject)
            if isinstance(answer, Reason):
                raise _Undecided(answer)
            found = lookup.facts(node.subject) if node.predicate in ("empty", "blank") else []
            return Outcome(HOLDS if answer else VIOLATED, facts=() if isinstance(found, Reason) else tuple(found))


@lru_cache(maxsize=1024)
def _by_bare_key(names: tuple[str, ...]) -> Mapping[str, str]:
    """The names of a list, or the one that is a text, by what they are compared by."""
    return {bare_key(name): name for name in names}


def _listed(node: Node, lookup: Lookup) -> tuple[Mapping[str, str], dict[Fact, None]]:
    """The names an expression lists by what they are compared by, and the facts that say them."""
    if isinstance(node, Reference) and node.what != "words":
        found = _facts(node, lookup)
        if len(found) == 1:  # the codes of a table are asked for once for each of its rows
            return _by_bare_key(found[0].members or (found[0].text,)), {found[0]: None}
    members = _members(node, lookup)
    return {bare_key(name): name for name, _ in members}, {fact: None for _, fact in members if fact is not None}


def _lists_compared(node: Tested, lookup: Lookup) -> Outcome:
    left, first = _listed(node.subject, lookup)  # type: ignore[arg-type]
    right, second = _listed(node.object, lookup)  # type: ignore[arg-type]
    extra = tuple(name for short, name in left.items() if short not in right)
    missing = tuple(name for short, name in right.items() if short not in left)
    return Outcome(VIOLATED if extra or missing else HOLDS, facts=(*{**first, **second},), missing=missing, extra=extra)


def _ordered(node: Tested, lookup: Lookup) -> Outcome:
    """不重复: no member stands there twice; 由小到大: no member comes, letter by letter, before the one in front of it;
    连续: each is a number, and one more than the one in front of it or 1, where counting begins anew; each list is
    counted by itself. The members that break it are ``extra``."""
    members = _members(node.subject, lookup)  # type: ignore[arg-type]
    if node.predicate == "distinct":
        times = Counter(name for name, _ in members)
        odd = [(name, fact) for name, fact in members if times[name] > 1]
    elif node.predicate == "rising":
        odd = [after for before, after in pairwise(members) if after[0] < before[0]]
    else:
        pairs = ((before, after) for before, after in pairwise(members) if before[1] is after[1])
        odd = [after for before, after in pairs if _goes_on(before[0], after[0]) is False]
    seen = tuple(dict.fromkeys(fact for _, fact in odd or members if fact is not None))
    extra = tuple(dict.fromkeys(name for name, _ in odd))
    return Outcome(VIOLATED if odd else HOLDS, facts=seen, extra=extra)


def _goes_on(before: str, after: str) -> bool | None:
    """Whether a number follows another; None where one of them cannot be read, so that nothing can be said."""
    first, second = _counted(before), _counted(after)
    return None if first is None or second is None else second in (1, first + 1)


def _counted(text: str) -> int | None:
    """The number of a numeral (4, 四) or of a numbering (第四部分)."""
    if text.isdecimal():
        return int(text) if len(text) <= MOST_DIGITS else None
    mark: str = table("prose")["list_separators"][0]
    counted = (ordinal(text) or ordinal(text + mark)) if text else None
    return counted[1] if counted is not None else None


def _spot(fact: Fact, name: str, start: int, end: int) -> Fact:
    """A place in a text as a fact of its own; the text itself where it has no places inside."""
    if not fact.place.pointer.endswith("/text"):
        return fact
    base = fact.place.start or 0
    return text_fact(name, fact.text[start:end], replace(fact.place, start=base + start, end=base + end))


def _contained(node: Tested, lookup: Lookup) -> Outcome:
    """包含: a list has every name asked for; a text holds one of the words asked for. 不包含 is the opposite."""
    subject, target = node.subject, node.object
    if isinstance(subject, Reference) and subject.kind == "list":
        return _list_contains(node, lookup)
    wanted = _members(target, lookup)  # type: ignore[arg-type]
    texts = _facts(subject, lookup)  # type: ignore[arg-type]
    hits: list[tuple[str, Fact]] = []
    words = tuple(name for name, _ in wanted)
    if node.predicate != "begins":
        words = candidates(tuple(fact.text for fact in texts), words)
    for fact in texts:
        for word in words:
            if node.predicate == "begins":
                hits += [(word, fact)] if begins(fact.text, word) else []
            elif holds(fact.text, word):
                there = [_spot(fact, word, start, end) for start, end in places(fact.text, word)]
                # a word with a gap is told as it stands there
                hits += [(hit.text if has_gap(word) and hit is not fact else word, hit) for hit in there]
    found = bool(hits) != (node.predicate == "lacks")
    names = tuple(dict.fromkeys(word for word, _ in hits))
    seen = tuple(dict.fromkeys(fact for _, fact in hits)) or (tuple(texts) if len(texts) == 1 else ())
    return Outcome(HOLDS if found else VIOLATED, facts=seen, extra=names if node.predicate == "lacks" else ())


def _list_contains(node: Tested, lookup: Lookup) -> Outcome:
    """包含 and 不包含 of a list: names compare without their numbering, a word with gaps from end to end."""
    names, holding = _listed(node.subject, lookup)  # type: ignore[arg-type]
    wanted, said = _listed(node.object, lookup)  # type: ignore[arg-type]
    shared = tuple(
        word
        for short, word in wanted.items()
        if short in names or (has_gap(word) and any(is_like(name, word) for name in names.values()))
    )
    seen = (*{**holding, **said},)
    if node.predicate == "lacks":
        return Outcome(VIOLATED if shared else HOLDS, facts=seen, extra=shared)
    missing = tuple(word for word in wanted.values() if word not in shared)
    return Outcome(VIOLATED if missing else HOLDS, facts=seen, missing=missing)


def _only(node: Tested, lookup: Lookup) -> Outcome:
    """只有: every name of a list is among those asked for."""
    members = _members(node.subject, lookup)  # type: ignore[arg-type]
    known = {bare_key(name) for name, _ in _members(node.object, lookup)}  # type: ignore[arg-type]
    odd = [(name, fact) for name, fact in members if bare_key(name) not in known]
    seen = tuple(dict.fromkeys(fact for _, fact in odd or members if fact is not None))
    return Outcome(VIOLATED if odd else HOLDS, facts=seen, extra=tuple(dict.fromkeys(name for name, _ in odd)))


def _marked(node: Tested, lookup: Lookup) -> Outcome:
    """没有写成: no word stands there just as it is written; 没有写错: no name stands there but for a letter; 标点成对:
    no bracket or quotation mark is without its partner. What does is ``extra``, as it stands there."""
    wanted = [] if node.object is None else [name for name, _ in _members(node.object, lookup)]  # type: ignore[arg-type]
    odd: list[tuple[str, Fact]] = []
    texts = _facts(node.subject, lookup)  # type: ignore[arg-type]
    for fact in texts:
        for text in fact.members or (fact.text,):
            if node.predicate == "balanced":
                found = [(around(text, span), span) for span in unpaired(text)]
            else:
                look = spelt if node.predicate == "unwritten" else misspelt
                found = [(text[start:end], (start, end)) for word in wanted for start, end in look(text, word)]
            odd += [(said, _spot(fact, said, *span)) for said, span in found]
    seen = tuple(dict.fromkeys(fact for _, fact in odd)) or (tuple(texts) if len(texts) == 1 else ())
    return Outcome(VIOLATED if odd else HOLDS, facts=seen, extra=tuple(dict.fromkeys(said for said, _ in odd)))


def _after(node: Tested, lookup: Lookup) -> Outcome:
    """后于: all of one section stands behind all of another, in the order of the report."""
    later, earlier = (_facts(side, lookup) for side in (node.subject, node.object))  # type: ignore[arg-type]
    if not later or not earlier:
        name = next(side.text for side, found in ((node.subject, later), (node.object, earlier)) if not found)  # type: ignore[union-attr]
        raise _Undecided(Reason("section_missing", {"section": name}, applies=False))
    first, last = min(map(_order, later)), max(map(_order, earlier))
    return Outcome(HOLDS if first > last else VIOLATED, facts=(*later, *earlier))


def _order(fact: Fact) -> int:
    parts = fact.place.pointer.split("/")
    return int(parts[2]) if len(parts) > 2 and parts[2].isdecimal() else 0
