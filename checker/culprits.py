"""The likely culprits of a report: which figures, changed, would make what is violated hold, and what each should read.

Everything a rule compared is kept, also what held: a figure that other sums confirm is no culprit. Three questions are
asked, the one that explains most first: does a table lack a row that another has; does a column stand some rows off; and
which figures are the fewest that would have to change (``localising``). Every answer is put to the rules themselves once
more, and slips get their names. What cannot be answered within the bounds of the search is left without an answer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product

from checker.accounts import Accounts, Judgement, is_violated
from checker.amounts import EXACT
from checker.binding import BoundReport
from checker.edits import Tie
from checker.facts import Fact
from checker.halfspaces import interval
from checker.localising import Answer, blocks, singles, stories
from checker.needed import Needed, chosen, values
from checker.neighbours import copied_from, missing_rows
from checker.shifts import EVIDENCE, FEWEST, Shift, shift
from checker.slips import COPIED, LEFT_BLANK, MISSING_ROW, NEIGHBOURS, SHIFTED, STRONGEST, TOO_MUCH, WRONG, slip

MOST_ANSWERS = 60
"""Equally good answers that are put to the rules; a cause with more than these has no answer worth reading."""


@dataclass(frozen=True, slots=True)
class Culprit:
    """A figure that may be wrong, and what it would have to read.

    needed, least, most: in base units, as they would be printed; the ends of what would do, None where there is none. Of a
    total that lacks a row nothing is needed. slip: a code of ``slips``, empty where none fits; like: the figure it is a copy of.
    """

    fact: Fact
    needed: Decimal | None
    least: Decimal | None = None
    most: Decimal | None = None
    slip: str = ""
    like: Fact | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One answer: the figures that change together, and the slip that explains them as a whole, if any.

    by: of a shifted column, how many rows down (or, below 0, up) it stands too far; row: the name of a missing row.
    """

    culprits: tuple[Culprit, ...]
    slip: str = ""
    by: int = 0
    row: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """What several violated comparisons have in common: the outcomes, by identity, and the equally good explanations,
    the likeliest first."""

    outcomes: tuple[int, ...]
    explanations: tuple[Explanation, ...]


def causes(bound: BoundReport, judgements: Sequence[Judgement]) -> list[Cause]:
    """The causes of what is violated in a report."""
    if not any(map(is_violated, judgements)):
        return []
    accounts = Accounts(bound, judgements)
    found = [*_missing(accounts, exactly=True), *_shifted(accounts), *_wrong(accounts)]
    # questions that the answers to errors leave open; a limit that is not kept accuses no figure in particular
    for tie in accounts.known.violated:
        tie.required = not tie.required and accounts.is_identity(tie) and tie.number not in accounts.told
    # and where several figures would do, a question stays one
    asked = [cause for cause in _wrong(accounts) if len(cause.explanations) == 1 or _is_slip(cause)]
    return _joined([*found, *asked])


def _is_slip(cause: Cause) -> bool:
    return any(one.slip and STRONGEST.index(one.slip) < STRONGEST.index("") for one in cause.explanations)


def _cause(accounts: Accounts, ties: Iterable[int], explanations: Iterable[Explanation]) -> Cause:
    """A cause; its ties ask for nothing more."""
    own = sorted(ties)
    for number in own:
        accounts.tie_of[number].required = False
    accounts.told.update(own)
    return Cause(tuple(dict.fromkeys(id(accounts.of_tie[number].outcome) for number in own)), tuple(explanations))


def _joined(found: list[Cause]) -> list[Cause]:
    """Causes that are one: a figure wrong alike in several tables, two figures each of which stands where the other
    belongs."""
    joined: list[Cause] = []
    for cause in found:
        for index, other in enumerate(joined):
            one = _both(other, cause) or _one_of(other, cause)
            if one:
                joined[index] = Cause(tuple(dict.fromkeys((*other.outcomes, *cause.outcomes))), tuple(one))
                break
        else:
            joined.append(cause)
    return joined


def _both(first: Cause, second: Cause) -> list[Explanation]:
    """What mends one finding that has two causes: a rule of several comparisons; nothing for two findings."""
    if set(first.outcomes).isdisjoint(second.outcomes):
        return []
    pairs = list(product(first.explanations, second.explanations))
    return [Explanation((*one.culprits, *other.culprits)) for one, other in pairs[:MOST_ANSWERS]]


def _one_of(first: Cause, second: Cause) -> list[Explanation]:
    """The explanation of two causes that are one."""
    if len(first.explanations) != 1 or len(second.explanations) != 1:
        return []
    (one,), (other,) = first.explanations, second.explanations
    if len(other.culprits) != 1 or one.slip in (SHIFTED, MISSING_ROW, NEIGHBOURS):
        return []
    known, new = one.culprits[0], other.culprits[0]
    if len(one.culprits) == 1 and _near(known.fact, new.fact) and known.fact.value != new.fact.value:
        if known.needed == new.fact.value and new.needed == known.fact.value:
            return [Explanation((known, new), NEIGHBOURS)]
    is_alike = (known.fact.value, known.needed, one.slip) == (new.fact.value, new.needed, other.slip)
    if is_alike and STRONGEST.index(one.slip) <= STRONGEST.index(WRONG):
        return [Explanation((*one.culprits, new), one.slip)]
    return []


def _near(one: Fact, other: Fact) -> bool:
    """Whether two figures stand in one row or column of a table."""
    first, second = one.place, other.place
    return (
        bool(first.table) and first.table == second.table and (first.row == second.row or first.column == second.column)
    )


# --- the fewest figures ---------------------------------------------------------------------------------------------


def _wrong(accounts: Accounts) -> Iterator[Cause]:
    for story in stories(accounts.known):
        told = _explanations(accounts, story.answers, story.ties)
        if told:
            yield _cause(accounts, story.ties, told)
    yield from _missing(accounts, exactly=False)


def _explanations(accounts: Accounts, answers: Sequence[Answer], ties: Iterable[int]) -> list[Explanation]:
    """The answers that stand the test of the rules, the likeliest first."""
    if len(answers) > MOST_ANSWERS:
        return []
    told = [explanation(accounts, answer, ties) for answer in answers]
    return sorted((one for one in told if one is not None), key=_rank)


def explanation(accounts: Accounts, answer: Answer, ties: Iterable[int]) -> Explanation | None:
    """An answer as a reader is told it; None where no printable values stand the test of the rules."""
    story = frozenset(ties)
    found: Explanation | None = None
    for wanted in values(accounts, answer):
        told = _told(accounts, wanted)
        # a value that is not the likeliest is worth telling only for a slip that it would explain
        if found is not None and STRONGEST.index(told.slip) >= STRONGEST.index(""):
            continue
        if accounts.holds({figure: one.value for figure, one in wanted.items()}, story):
            found = told
            if found.slip:
                break
    return found


def _told(accounts: Accounts, wanted: Mapping[int, Needed]) -> Explanation:
    found = (_culprit(accounts, figure, one) for figure, one in wanted.items())
    culprits = tuple(sorted(found, key=lambda culprit: _document_order(culprit.fact)))
    if len(culprits) == 1:
        return Explanation(culprits, culprits[0].slip)
    if len(culprits) == 2 and culprits[0].needed == culprits[1].fact.value:
        if culprits[1].needed == culprits[0].fact.value:
            return Explanation(culprits, NEIGHBOURS)
    return Explanation(culprits, max((culprit.slip for culprit in culprits), key=STRONGEST.index))


def _culprit(accounts: Accounts, figure: int, wanted: Needed) -> Culprit:
    fact = accounts.figures.facts[figure]
    if fact.blank:
        named = LEFT_BLANK
    elif not wanted.value:
        named = TOO_MUCH
    else:
        named = slip(EXACT.divide(fact.value, fact.factor), EXACT.divide(wanted.value, fact.factor), fact.decimals)
    like = None
    if not fact.blank and STRONGEST.index(named) > STRONGEST.index(COPIED):
        like, copy = copied_from(accounts.bound, fact)
        named = copy or named
    return Culprit(fact, wanted.value, wanted.least, wanted.most, named, like)


def _rank(told: Explanation) -> tuple[object, ...]:
    """What comes first among equally good answers: a known slip, then what is printed, then the document's order."""
    blanks = sum(culprit.fact.blank for culprit in told.culprits)
    return STRONGEST.index(told.slip), blanks, [_document_order(culprit.fact) for culprit in told.culprits]


# --- a row that is not there ----------------------------------------------------------------------------------------


def _missing(accounts: Accounts, exactly: bool) -> Iterator[Cause]:
    """Totals that lack a row below them which another table has: exactly what is printed for it there, or (where nothing
    else explains them) some amount, if it is the only such row."""
    open_ties = [tie for tie in accounts.known.violated if tie.violated and tie.required]
    sums = [(accounts.of_tie[tie.number], tie) for tie in open_ties]
    for parent, row, found in missing_rows(accounts.bound, sums, exactly):
        alone = [a for a in singles(accounts.known, found) if {t.number for t in found} <= a.explains]
        lacking = Explanation((Culprit(parent, None),), MISSING_ROW, row=row)
        others = _explanations(accounts, alone, [tie.number for tie in found])
        yield _cause(accounts, (tie.number for tie in found), [lacking, *others])


# --- a column that stands off ---------------------------------------------------------------------------------------


def _shifted(accounts: Accounts) -> Iterator[Cause]:
    """Columns that tie once they are moved, while no single figure explains what is wrong with them."""
    while True:
        open_ties = [tie for tie in accounts.known.violated if tie.violated and tie.required]
        if len(open_ties) < EVIDENCE:
            return
        wanted = [tie for block in blocks(open_ties, accounts.known.weights) for tie in _unexplained(accounts, block)]
        found = _best_shift(accounts, wanted)
        if found is None:
            return
        yield found


def _unexplained(accounts: Accounts, block: list[Tie]) -> list[Tie]:
    """A block of ties, or nothing where one or two figures explain it: that is no shift."""
    alone = [answer.explains for answer in singles(accounts.known, block)]
    own = {tie.number for tie in block}
    first = max(alone, key=len, default=frozenset())
    return [] if any(own <= first | other for other in alone) else block


def _best_shift(accounts: Accounts, wanted: Sequence[Tie]) -> Cause | None:
    tried: list[tuple[int, int, int, Shift, Explanation]] = []
    numbers = frozenset(tie.number for tie in wanted)
    for columns in accounts.suspects(wanted, FEWEST):
        moved = shift(accounts.known, columns, lambda f: Fraction(accounts.figures.facts[f].value), numbers)
        told = _shift_told(accounts, moved) if moved is not None else None
        if moved is not None and told is not None:
            tried.append((-len(moved.explains), len(told.culprits), len(tried), moved, told))
    if not tried:
        return None
    *_, moved, told = min(tried, key=lambda one: one[:3])
    return _cause(accounts, moved.explains, [told])


def _shift_told(accounts: Accounts, moved: Shift) -> Explanation | None:
    """A shift with what every figure would have to read; None where the rules do not agree."""
    facts = accounts.figures.facts
    wanted = {figure: EXACT.add(facts[figure].value, _decimal(change)) for figure, change in moved.changes.items()}
    ends: dict[int, Fraction] = {}
    for figure, step in reversed(moved.solved.steps):
        ends[figure] = chosen(facts[figure], interval(step, figure, ends))
        wanted[figure] = EXACT.add(facts[figure].value, _decimal(ends[figure]))
    if not accounts.holds(wanted, moved.explains):
        return None
    culprits = [Culprit(facts[f], wanted[f], wanted[f], wanted[f], SHIFTED) for f in wanted]
    moving = sorted((c for c in culprits if c.needed != c.fact.value), key=lambda c: _document_order(c.fact))
    return Explanation(tuple(moving), SHIFTED, by=moved.by)


def _document_order(fact: Fact) -> tuple[object, ...]:
    _, kind, *path = fact.place.pointer.split("/")
    return kind != "tables", [int(part) for part in path if part.isdecimal()], fact.place.start or 0


def _decimal(change: Fraction) -> Decimal:
    """A difference of printed figures as a decimal, which it is."""
    return EXACT.divide(Decimal(change.numerator), Decimal(change.denominator))
