"""Full-width marks typed where YAML wants plain ones: what an input method makes of colons, commas and brackets."""

import re
from dataclasses import dataclass, field

from checker.characters import plain
from checker.yaml_lines import Edit, Fault
from checker.yaml_marks import after_quote, closed_end, skip

MOST_OF_A_NAME = 30
_IN_NAMES = "_-()/."
_OPENING = ("[", "{")
# all that count as square brackets or braces, so that a long line without any is soon done with
_WIDE = re.compile("[\ufe37\ufe38\ufe47\ufe48\ufe5b\ufe5c\uff3b\uff3d\uff5b\uff5d]")
_CLOSING = {"]": "[", "}": "{"}


def colon_fault(text: str, start: int) -> Fault | None:
    """A name followed by a full-width colon, or by a colon without a space: what only people read as a name."""
    for at in range(start, min(len(text), start + MOST_OF_A_NAME)):
        if text.startswith("://", at):
            return None
        if plain(text[at])[0] == ":" and at > start:
            after = skip(text, at + 1)
            return Fault("Y116" if text[at] == ":" else "Y115", at, at + 1, ((at, after, ": "),))
        if not (text[at].isalnum() or plain(text[at])[0] in _IN_NAMES):
            return None
    return None


def cut_name_fault(text: str, start: int, colon: int) -> Fault | None:
    """The mistake by which YAML takes a colon inside brackets or quotation marks for that of the name before them."""
    fault = colon_fault(text, start)
    if fault is None or fault.start >= colon:
        return None
    opening = skip(text, fault.end)
    if text.startswith(("'", '"'), opening):
        end = closed_end(text, opening)
        return fault if opening < colon and (end is None or end > colon) else None
    return fault if opens_past(text, opening, colon) else None


def opens_past(text: str, start: int, end: int) -> bool:
    """Whether a bracket of any width stands at a place and is still open at another."""
    depth = 0
    for at in range(start, end):
        mark = plain(text[at])[0]
        depth += (mark in _OPENING) - (mark in _CLOSING)
        if depth == 0:
            return False
    return depth > 0


def begins_wide(text: str, at: int) -> bool:
    """Whether a full-width bracket opens at a place."""
    return _WIDE.match(text, at) is not None and plain(text[at])[0] in _OPENING


@dataclass(slots=True)
class _Group:
    """A bracket that was opened: whether it begins a list or block (else it is part of a text), and the marks in it."""

    at: int
    mark: str
    begins: bool
    wide: bool
    edits: list[Edit] = field(default_factory=list)
    split: bool = False  # a plain comma or colon stands in it, at which YAML takes it apart


def bracket_fault(text: str, start: int, end: int) -> Fault | None:
    """Full-width brackets of the list or block that stands from ``start`` to ``end``, and the marks between them.

    None when it does not fill the place, or when YAML reads it as it is meant: within plain brackets, full-width ones
    that nothing takes apart are text.
    """
    if not _WIDE.search(text, start, end):
        return None
    edits: list[Edit] = []
    opened: list[_Group] = []
    at = item = start  # item: where what stands between two marks begins
    while at < end and (opened or at == start):
        typed, mark, after = text[at], plain(text[at])[0], at + 1
        if at == item and typed in ("'", '"'):
            after = after_quote(text, at) or after
        elif mark in _OPENING:
            opened.append(_Group(at, mark, at == item, typed != mark))
            if at == item:
                item = after = skip(text, after)
        elif mark in _CLOSING:
            if not opened or opened[-1].mark != _CLOSING[mark]:
                return None
            edits += _made_plain(text, opened.pop(), at, text[start] in _OPENING)
        elif opened and opened[-1].begins and _separates(text, at, item, opened[-1]):
            item = after = skip(text, after)
        at = after
    brackets = [edit[0] for edit in edits if edit[2] in _OPENING or edit[2] in _CLOSING]
    if opened or at != end or not brackets:
        return None
    return Fault("Y133", min(brackets), min(brackets) + 1, tuple(sorted(edits)))


def _separates(text: str, at: int, item: int, group: _Group) -> bool:
    """Whether a comma or colon ends a part of a list or block; a full-width one does between full-width brackets."""
    mark = plain(text[at])[0]
    if mark not in (",", ":"):
        return False
    after = skip(text, at + 1)
    if text[at] == "," or (text[at] == ":" and (after > at + 1 or after == len(text))):
        group.split = True
        return True
    if not group.wide:
        return False
    named = colon_fault(text, item) if group.mark == "{" else None
    if named and named.start == at:
        group.edits += named.edits
        return True
    # in a block a comma separates only what has a name after it: texts hold commas too
    if mark == "," and (group.mark == "[" or text.startswith(("'", '"'), after) or colon_fault(text, after)):
        group.edits.append((at, after, ", "))
        return True
    return False


def _made_plain(text: str, group: _Group, close: int, if_misread: bool) -> list[Edit]:
    """The edits for a pair of brackets, of which one at least is full-width, and for the marks between them."""
    closing = plain(text[close])[0]
    both = [(group.at, group.at + 1, group.mark), (close, close + 1, closing)]
    edits = [edit for edit in both if text[edit[0]] != edit[2]]
    if not group.begins or not edits or (if_misread and len(edits) == 2 and not group.split):
        return []
    return [*edits, *group.edits]
