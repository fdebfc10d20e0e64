"""A JSON text taken apart: its value, the place of every value in it, and everything that is wrong with it as JSON.

One linear pass with a stack of its own: nesting cannot exhaust it, it does not end at the first fault, and it knows
the places; the decoder of the standard library does none of these. What passes is RFC 8259 without duplicate keys and
lone surrogates, with numbers and nesting of a sane size.
"""

import unicodedata
from typing import Any, NamedTuple, NoReturn

from checker.json_tokens import CLOSERS, Fault, Stop, Tokens, shown
from checker.json_values import shortened

DEEPEST = 100

_NO_KEY = (0, 0)
_NO_MEMBERS: dict[str | int, "Node"] = {}


class Node:
    """The place of one value: ``text[start:end]``, the span of the key in front of it, and the nodes within it.

    members: by key in an object, by index in a list. A tree and not a table of pointers, because the pointers of a
    stranger's file may together be far longer than the file.
    """

    __slots__ = ("end", "key", "members", "start")

    def __init__(self, start: int, key: tuple[int, int], members: dict[str | int, "Node"]) -> None:
        self.start = start
        self.end = start
        self.key = key
        self.members = members


class Scan(NamedTuple):
    """What ``scan`` finds: the value, the root of its places, and the faults in the order of the text.

    ``whole`` is false when the value is not what its writer meant, so that it should not be judged any further.
    """

    value: Any
    root: Node
    faults: list[Fault]
    whole: bool


def scan(text: str) -> Scan:
    """A JSON text taken apart, with its first MOST_FAULTS faults."""
    scanner = _Scanner(text)
    try:
        scanner.read()
    except Stop:
        whole = False
    else:
        # from D130 on the text is JSON and only what it says is refused
        whole = all(fault.code >= "D130" for fault in scanner.tokens.faults)
    return Scan(scanner.value, scanner.root, scanner.tokens.faults, whole)


class _Open(NamedTuple):
    """An object or a list whose end has not been reached."""

    container: Any
    node: Node
    closer: str


class _Scanner:
    def __init__(self, text: str) -> None:
        self.tokens = Tokens(text)
        self.value: Any = None
        self.root = Node(0, _NO_KEY, {})
        self.stack: list[_Open] = []

    def read(self) -> None:
        self.value, self.root = self.one_value(_NO_KEY)
        while self.stack:
            self.step(self.stack[-1])
        if self.tokens.peek():
            self.tokens.stop("D123", self.tokens.at, self.tokens.at + 1)

    def step(self, inner: _Open) -> None:
        """One member of the innermost container, or its end."""
        tokens = self.tokens
        ended = tokens.at
        mark = tokens.peek()
        at = tokens.at
        if mark == "":
            self.stop_at_end()
        elif mark in "]}":
            if mark != inner.closer:
                tokens.stop("D121", at, at + 1, {"found": mark, "wanted": inner.closer}, other=inner.node.start)
            tokens.take(mark)
            inner.node.end = tokens.at
            self.stack.pop()
            tokens.path.pop()
        elif mark == ",":
            tokens.take(mark)
            following = tokens.peek()
            if not inner.node.members or (following and following in ",]}"):
                tokens.fault("D114", at, at + 1)
            else:
                self.member(inner)
        else:
            if inner.node.members:
                self.missing_comma(mark, ended)
            self.member(inner)

    def missing_comma(self, mark: str, ended: int) -> None:
        """Where a comma or the end was due and something else stands: put up with it where the meaning is plain."""
        tokens = self.tokens
        character = tokens.text[tokens.at]
        if tokens.is_value_ahead(mark):
            tokens.fault("D112", ended, ended)
        elif character > "\x7f" and unicodedata.category(character)[0] == "P":
            tokens.fault("D118", tokens.at, tokens.at + 1, {"found": character, "wanted": ","})
            tokens.at += 1
        else:
            tokens.stop_after_string("D128", tokens.at, tokens.at + 1, {"found": shown(character)})

    def member(self, inner: _Open) -> None:
        """An item of a list, or a key and its value; nothing where the container or the text ends."""
        tokens = self.tokens
        if tokens.peek() in ("", "]", "}"):
            return
        container, places = inner.container, inner.node.members
        if isinstance(container, list):
            tokens.path[-1] = index = len(container)
            value, places[index] = self.one_value(_NO_KEY)
            container.append(value)
            return
        start = tokens.at
        tokens.path[-1] = None
        tokens.path[-1] = key = tokens.key()
        span = (start, tokens.at)
        if key in container:
            span = places[key].key
            tokens.fault("D130", start, tokens.at, {"key": shortened(key)}, other=span[0])
        self.colon(key)
        container[key], places[key] = self.one_value(span)

    def colon(self, key: str) -> None:
        tokens = self.tokens
        ended = tokens.at
        mark = tokens.peek()
        if mark == ":":
            tokens.take(mark)
        elif mark == "":
            self.stop_at_end()
        elif tokens.is_value_ahead(mark):
            tokens.fault("D113", ended, ended, {"key": shortened(key)})
        else:
            tokens.stop_after_string("D113", ended, ended, {"key": shortened(key)})

    def one_value(self, key: tuple[int, int]) -> tuple[Any, Node]:
        """A scalar, or a container just opened: its members follow step by step. key: the span of its key."""
        tokens = self.tokens
        mark = tokens.peek()
        start = tokens.at
        value: Any
        if mark in CLOSERS:
            if len(self.stack) >= DEEPEST:
                tokens.stop("D134", start, start + 1, {"most": str(DEEPEST)})
            tokens.take(mark)
            value, node = ({} if mark == "{" else []), Node(start, key, {})
            self.stack.append(_Open(value, node, CLOSERS[mark]))
            tokens.path.append(None)
        elif mark == "":
            self.stop_at_end()
        else:
            value = tokens.string() if mark == '"' else tokens.word(mark)
            node = Node(start, key, _NO_MEMBERS)
        node.end = tokens.at
        return value, node

    def stop_at_end(self) -> NoReturn:
        at = self.tokens.at
        if not self.stack:
            self.tokens.stop("D107", at, at)
        _, node, closer = self.stack[-1]
        opener = "{" if closer == "}" else "["
        self.tokens.stop("D122", at, at, {"found": opener, "wanted": closer}, other=node.start)
