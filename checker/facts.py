"""What a report says, one figure at a time, each with the place it was printed at."""

from dataclasses import dataclass, field
from decimal import Decimal

from checker.amounts import ZERO

AMOUNT, RATIO, COUNT, DATE, TEXT, LIST = "amount", "ratio", "count", "date", "text", "list"


# none of these is frozen, though nobody changes one: thousands are made for a report, and freezing takes most of the time
@dataclass(slots=True, unsafe_hash=True)
class Place:
    """Where a fact is printed: the JSON pointer, in prose the characters [start, end) of the section's text.

    table, row, column: as a reader finds them; section: the heading path, joined.
    """

    pointer: str
    start: int | None = None
    end: int | None = None
    table: str = ""
    row: str = ""
    column: str = ""
    section: str = ""


@dataclass(slots=True, eq=False)
class Fact:
    """One printed thing. Two facts are the same only if they are the same print (identity, not value).

    value: amounts in the base money unit, ratios as plain numbers, counts as they are; half: half a unit of the
    printed precision in the same measure (0 for blank cells, counts, exact tables); factor: base units in one
    ``unit``; text, members: for texts and lists; keys: what the fact is about (科目编码, item …).
    """

    term: str
    kind: str
    value: Decimal
    half: Decimal
    unit: str
    factor: Decimal
    printed: str
    place: Place
    decimals: int = 0
    blank: bool = False
    text: str = ""
    members: tuple[str, ...] = ()
    doubt: str = ""


@dataclass(slots=True)
class Reason:
    """Why something could not be judged: a code of grammar/words.yaml (reasons), and its values.

    applies is False where there is nothing to judge at all, so that the verdict is 不适用 and not 无法判断.
    """

    code: str
    values: dict[str, str] = field(default_factory=dict)
    applies: bool = True


@dataclass(frozen=True, slots=True)
class Remark:
    """What binding noticed: a reserved rule id, the values of its sentence, and the place in the report."""

    rule: str
    values: dict[str, str]
    place: Place
    violated: bool = False
    severity: str = "warning"


def text_fact(term: str, text: str, place: Place, members: tuple[str, ...] = ()) -> Fact:
    """A fact that is words: a label, a heading, a list of names."""
    kind = LIST if members else TEXT
    return Fact(term, kind, ZERO, ZERO, "", Decimal(1), text, place, text=text, members=members)
