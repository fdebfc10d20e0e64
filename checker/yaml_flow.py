"""What is wrong between brackets: a list ``[…]`` or block ``{…}`` in the line it begins on."""

import re

from checker.characters import plain
from checker.yaml_fullwidth import colon_fault
from checker.yaml_lines import Edit, Fault, Line, Said, double_quoting, goes_deeper, quoting, requoting
from checker.yaml_marks import PIECES, after_quote, content_end, indent_of, is_special, skip


def brackets(lines: list[Line], number: int, start: int, owner: int) -> Fault | Said:
    """The first mistake in the list or block that a bracket opens; else where reading goes on after it.

    owner: the column of the name or list mark it belongs to, which lines below must not reach.
    """
    text = lines[number].text
    opened: list[tuple[int, int, str]] = []
    for index in range(number, len(lines)):
        source = lines[index].text
        below = source.lstrip() if index > number else ""
        if below.startswith("#"):
            continue
        if below and indent_of(source) <= owner and not below.startswith(("]", "}")):
            break
        for piece in PIECES.finditer(source, start if index == number else 0):
            character = piece.group()
            if piece.lastgroup != "bracket":
                continue
            if character in "[{":
                opened.append((index, piece.start(), "]" if character == "[" else "}"))
            elif character != opened[-1][2]:
                edit = (piece.start(), piece.end(), opened[-1][2])
                return _unclosed(number, opened, (edit,) if index == number else ())
            else:
                opened.pop()
                if not opened:
                    return _after_closing(lines, number, start, index, piece.end())
    end = content_end(text, start)
    closing = "".join(closer for _, _, closer in reversed(opened))
    return _unclosed(number, opened, () if goes_deeper(lines, number, owner) else ((end, end, closing),))


def _unclosed(number: int, opened: list[tuple[int, int, str]], edits: tuple[Edit, ...]) -> Fault:
    _, column, _ = opened[-1] if opened[-1][0] == number else opened[0]
    return Fault("Y122" if edits else "Y131", column, column + 1, edits)


def _after_closing(lines: list[Line], number: int, start: int, index: int, close: int) -> Fault | Said:
    text = lines[index].text
    after = skip(text, close)
    if after < len(text) and text[after] != "#":
        if index > number:
            return Fault("Y131", start, start + 1)
        return Fault("Y124", start, close, tuple(quoting(text, start, content_end(text, start))))
    return (_piece_fault(text, start, close) if index == number else None) or ("whole", index + 1)


def _piece_fault(text: str, start: int, close: int) -> Fault | None:
    """A mistake between the brackets of a list or block on one line."""
    begin: int | None = None
    quoted = colon_seen = False
    opened: list[str] = []
    for piece in PIECES.finditer(text, start, close):
        kind, at = piece.lastgroup, piece.start()
        if kind in ("bracket", "comma"):
            is_name = opened[-1:] == ["{"] and not (quoted or colon_seen)
            if begin is not None and (fault := _part_fault(text, begin, piece, is_name, close)):
                return fault
            if piece.group() in "[{":
                opened.append(piece.group())
            elif kind == "bracket":
                opened.pop()
            begin, colon_seen = None, False
        elif kind == "colon" and colon_seen and begin is not None:
            comma = next((i for i in range(at, begin, -1) if text[i] != "," and plain(text[i])[0] == ","), None)
            if comma is not None:
                return Fault("Y119", comma, comma + 1, ((comma, skip(text, comma + 1), ", "),))
            return Fault("Y126", at, at + 1, tuple(quoting(text, begin, _piece_end(text, at, close))))
        elif kind == "colon":
            begin, colon_seen = None, True
        elif kind != "skip" and begin is None:
            begin, quoted = at, kind == "quoted"
            if not quoted and text[at] in "\"'":
                end = _piece_end(text, at, close)
                return Fault("Y121", at, at + 1, requoting(text, at, end, end))
            if not quoted and is_special(text, at):
                return Fault("Y125", at, at + 1, tuple(quoting(text, at, _piece_end(text, at, close))))
        elif kind != "skip" and quoted and not (kind == "plain" and piece.group().startswith(":")):
            if plain(text[at])[0] == ":" and not colon_seen:
                return Fault("Y115", at, at + 1, ((at, skip(text, at + 1), ": "),))
            end = after_quote(text, begin or start) or at
            return Fault("Y123", begin or start, end, tuple(quoting(text, begin or start, _piece_end(text, at, close))))
    return None


def _part_fault(text: str, begin: int, mark: re.Match[str], is_name: bool, close: int) -> Fault | None:
    """A mistake in what stands from ``begin`` to a mark: a colon not seen as one, or a bracket inside a name or text."""
    fault = colon_fault(text, begin) if is_name else None
    if fault and fault.start < mark.start():
        return fault
    return _unquoted_fault(text, begin, close) if mark.group() in "[{" else None


def _unquoted_fault(text: str, begin: int, close: int) -> Fault:
    """A name or text with brackets in it, which between brackets must stand in quotation marks."""
    depth, end = 0, close
    for piece in PIECES.finditer(text, begin, close):
        kind = piece.lastgroup
        ends = kind in ("comma", "colon") or piece.group() in ("]", "}") or plain(text[piece.start()])[0] == ":"
        if depth == 0 and ends:
            end = piece.start()
            break
        if kind == "bracket":
            depth += 1 if piece.group() in "[{" else -1
    end = len(text[:end].rstrip())
    return Fault("Y132", begin, end, tuple(double_quoting(text, begin, end)))


def _piece_end(text: str, at: int, close: int) -> int:
    end = next((p.start() for p in PIECES.finditer(text, at, close) if p.lastgroup in ("bracket", "comma")), close)
    return len(text[:end].rstrip())
