"""The marks by which YAML reads a line: indentation, list marks, colons, quotation marks, brackets, remarks."""

import re
import unicodedata

from checker.characters import plain

LIST_MARK = re.compile(r"-(?=[ \t]|$)")
COLON = re.compile(r":(?=[ \t]|$)")
DOCUMENT_MARK = re.compile(r"(?:---|\.\.\.)(?=[ \t]|$)|%(?:YAML|TAG)[ \t]")
_SIGNS = "+<=>≤≥≠≈"
_TOUCHES = re.compile(r"[^\s#!]")
_SET_OFF = re.compile(r"[ \t]#(?=[ \t])")
_SPACE = re.compile(r"\s*")
_REMARK = re.compile(r"(?:^|[ \t])#")
BLOCK_HEADER = re.compile(r"[|>][-+1-9]{0,2}[ \t]*(?:#.*)?$")
_DOUBLE = re.compile(r'"(?:[^"\\]++|\\.)*+"')
_SINGLE = re.compile(r"'(?:[^']++|'')*+'")
HANDLED_AS_EVENT = re.compile(r"(?:[&*][A-Za-z0-9_-]+|![A-Za-z0-9!_-]*)(?=[ \t]|$)")
PIECES = re.compile(
    r"""(?P<quoted>"(?:[^"\\]++|\\.)*+"|'(?:[^']++|'')*+')|(?P<bracket>[\[\]{}])|(?P<comma>,)"""
    r"""|(?P<colon>:(?=[\s,\[\]{}]|$))|(?P<skip>\s+(?:#.*)?)|(?P<plain>(?:[^\s\[\]{},:]|:(?![\s,\[\]{}]|$))++)"""
)


def content_end(text: str, start: int) -> int:
    """Where what a line says ends: before white space and a remark."""
    found = None if text.startswith("#", start) else _REMARK.search(text, start)
    if found and cuts_text(text[start : found.start()], text[found.end() :]):
        found = None
    end = start if text.startswith("#", start) else found.start() if found else len(text)
    return max(start, len(text[:end].rstrip()))


def cuts_text(before: str, after: str) -> bool:
    """Whether what stands after a ``#`` can be no remark: a pair is cut in two, or it goes on calculating.

    A remark is set off by a space; what touches its ``#`` and adds or compares is the rest of an assertion.
    """
    if _cuts_pair(before, after):
        return True
    return bool(_TOUCHES.match(after)) and any(sign in _SIGNS for sign in plain(after)[0])


def after_cut(text: str, at: int, before: str) -> int:
    """Where what a ``#`` at a place cut off from the text before it ends: at the end of the line, or before a remark."""
    found = _SET_OFF.search(text, at)
    end = found.start() if found and not _cuts_pair(before + text[at : found.start()], text[found.end() :]) else None
    return len(text[:end].rstrip())


def _cuts_pair(before: str, after: str) -> bool:
    """Whether a pair of brackets or quotation marks opens in one text and closes in the other."""

    def unpaired(text: str, opening: tuple[str, str], closing: tuple[str, str]) -> int:
        depth = 0
        for category in map(unicodedata.category, text):
            depth = depth + 1 if category in opening else max(depth - 1, 0) if category in closing else depth
        return depth

    opens, closes = ("Ps", "Pi"), ("Pe", "Pf")
    if unpaired(before, opens, closes) and unpaired(after[::-1], closes, opens):
        return True
    return before.count('"') % 2 == 1 and after.count('"') % 2 == 1


def indent_of(text: str) -> int:
    """The column (from 0) of the first character that is not white space."""
    return len(text) - len(text.lstrip())


def skip(text: str, at: int) -> int:
    """The place after the white space at a place."""
    found = _SPACE.match(text, at)
    return found.end() if found else at


def after_quote(text: str, at: int) -> int | None:
    """The place after a quoted text that closes on its line."""
    found = (_DOUBLE if text[at] == '"' else _SINGLE).match(text, at)
    return found.end() if found else None


def _after_brackets(text: str, at: int) -> int | None:
    """The place after a bracketed list or block that closes on its line."""
    depth = 0
    for piece in PIECES.finditer(text, at):
        if piece.lastgroup == "bracket":
            depth += 1 if piece.group() in "[{" else -1
            if depth == 0:
                return piece.end()
    return None


def closed_end(text: str, at: int) -> int | None:
    """The place after a quotation or bracket that opens and closes on the line; None for anything else."""
    if text.startswith(('"', "'"), at):
        return after_quote(text, at)
    return _after_brackets(text, at) if text.startswith(("[", "{"), at) else None


def name_colon(text: str, at: int) -> int | None:
    """The colon after the name that begins at a place; None when no name does."""
    if text.startswith(('"', "'", "[", "{"), at):
        end = closed_end(text, at)
        found = COLON.match(text, skip(text, end)) if end is not None else None
    else:
        found = COLON.search(text, at, content_end(text, at))
    return found.start() if found else None


def is_dash(character: str) -> bool:
    """Whether a character is a hyphen, dash or minus of any width."""
    return character == "\u2212" or unicodedata.category(character) == "Pd"


def is_special(text: str, at: int) -> bool:
    """Whether a character here makes YAML expect something else than text (what it reads as an event is left to it)."""
    first = text[at]
    if first in "*&!":
        return not HANDLED_AS_EVENT.match(text, at)
    return first in "%@`|>,]}" or (first in "?:" and (at + 1 == len(text) or text[at + 1] in " \t"))
