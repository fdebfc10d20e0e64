"""What the names of a rule refer to once a layout has been asked: leaves of an assertion, with their types."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from checker.assertions import Span

NUMBER = "number"  # a bare number without unit
ANY = "any"  # a slot whose figures the layout gives no type
CLAIM, TABLE, SECTION, ROW = "claim", "table", "section", "row"


@dataclass(frozen=True, slots=True)
class Pick:
    """One way to say a row or a column.

    ``path`` names it in the layout; ``code``, ``below``, ``line``, ``number``, ``text`` look it up in the report;
    ``here`` is the scope's own; ``only`` is the single one there is.
    """

    how: str
    value: str = ""
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A leaf of a resolved assertion.

    what: ``cell``, ``row`` (a row as such, for 存在), ``slot`` (in prose), ``words`` (a list of the layout), ``literal``,
    ``table``, ``section``, ``attribute`` (what path[0] says of a table, or of a row where there is one), or the name of a thing the scope looks at (``level``, ``children``, ``member`` …);
    kind: its type; many: whether it can be several facts; text: as the rule says it, canonically;
    of: the text, list or section an attribute is asked of; key: the kind of key a slot's facts carry; absent: the layout says the report has no such thing; also: ``text`` in
    the other spelling of the language.
    """

    what: str
    kind: str
    text: str
    many: bool = False
    table: str = ""
    row: Pick | None = None
    column: Pick | None = None
    path: tuple[str, ...] = ()
    key: str = ""
    members: tuple[str, ...] = ()
    value: Decimal = Decimal(0)
    unit: str = ""
    absent: bool = False
    of: "Reference | None" = None
    also: str = field(default="", compare=False, repr=False)
    span: Span = field(default=(0, 0), compare=False, repr=False)

    def spellings(self) -> tuple[str, ...]:
        """How a message or an example may call it."""
        return (self.text, self.also) if self.also else (self.text,)


Kind: TypeAlias = str
