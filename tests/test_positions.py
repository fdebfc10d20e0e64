"""Places: of values by pointer, of characters of their text, in every way a JSON text can be written."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.json_values import pointer_to
from checker.positions import Lines, Positions

TEXT = """{
  "甲": [10, "二\\n三\\u5143\\ud83d\\ude00四\\"", {}],
  "a/b": {"m~n": true, "": "𠘨x", "0": null}
}"""


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("", (1, 1)),
        ("/甲", (2, 8)),
        ("/甲/0", (2, 9)),
        ("/甲/1", (2, 13)),
        ("/甲/2", (2, 42)),
        ("/a~1b", (3, 10)),
        ("/a~1b/m~0n", (3, 18)),
        ("/a~1b/", (3, 28)),
        ("/a~1b/0", (3, 39)),
    ],
)
def test_the_place_of_a_value(pointer: str, place: tuple[int, int]) -> None:
    assert Positions(TEXT).locate(pointer) == place


@pytest.mark.parametrize(
    "pointer", ["/乙", "/甲/3", "/甲/-", "/甲/00", "/甲/0/0", "甲", "/a~1b/1", "/甲/" + "9" * 5000]
)
def test_a_pointer_to_nothing(pointer: str) -> None:
    with pytest.raises(KeyError):
        Positions(TEXT).locate(pointer)


@pytest.mark.parametrize(("offset", "column"), [(0, 14), (1, 15), (2, 17), (3, 18), (4, 24), (5, 36), (6, 37), (7, 39)])
def test_the_place_of_a_character_behind_escapes(offset: int, column: int) -> None:
    assert Positions(TEXT).locate("/甲/1", offset) == (2, column)


def test_a_character_outside_the_basic_plane_counts_once() -> None:
    assert Positions(TEXT).locate("/a~1b/", 1) == (3, 30)


def test_the_characters_of_a_number() -> None:
    assert Positions(TEXT).locate("/甲/0", 1) == (2, 10)
    assert Positions(TEXT).locate("/甲/0", 2) == (2, 11)


@pytest.mark.parametrize(("pointer", "offset"), [("/甲/1", 8), ("/甲/1", -1), ("/甲/0", 3)])
def test_a_character_that_is_not_there(pointer: str, offset: int) -> None:
    with pytest.raises(IndexError):
        Positions(TEXT).locate(pointer, offset)


def test_lines_of_every_system() -> None:
    lines = Lines("甲\n乙\r\n丙\r丁\n")
    assert [lines.place(index) for index in range(9)] == [
        *((1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (3, 1), (3, 2), (4, 1), (4, 2)),
    ]
    assert [lines.line(number) for number in range(1, 6)] == ["甲", "乙", "丙", "丁", ""]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)
FORMS = st.fixed_dictionaries({"ensure_ascii": st.booleans(), "indent": st.sampled_from([None, 0, 2, "\t"])})


def values(value: Any, pointer: str = "") -> list[tuple[str, Any]]:
    found = [(pointer, value)]
    for step, inner in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        found += values(inner, pointer_to(pointer, step))
    return found


@given(JSON, FORMS)
def test_what_stands_at_a_place_is_the_value(value: Any, form: dict[str, Any]) -> None:
    text = json.dumps(value, **form)
    positions, lines = Positions(text), text.split("\n")
    for pointer, inner in values(value):
        line, column = positions.locate(pointer)
        rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        assert json.JSONDecoder().raw_decode(rest)[0] == inner
        if isinstance(inner, str):
            starts = [positions.locate(pointer, offset) for offset in range(len(inner) + 1)]
            pieces = [text_between(lines, start, end) for start, end in pairwise(starts)]
            assert [json.loads(f'"{piece}"') for piece in pieces] == list(inner)


def text_between(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    assert start[0] == end[0], "a JSON string is on one line"
    return lines[start[0] - 1][start[1] - 1 : end[1] - 1]
