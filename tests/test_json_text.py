"""The law of the exact JSON reader: it accepts what JSON is, no more and no less, and reads the same values."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from checker.json_text import DEEPEST, scan
from checker.json_values import Number, as_numbers, has_lone_surrogate, is_number_too_long

TYPED = st.sampled_from(
    [
        *'"{}[]:,\\/\n\t \r0123456789.-+eEu',
        *"“”‘’：，、；［］｛｝\u3000\ufeff#';=甲a",
        "null",
        "true",
        "NaN",
        "\\u00e9",
        "\\ud83d",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """JSON with a few characters put in, taken out or changed."""
    text = json.dumps(draw(JSON), ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from([None, 1])))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(TYPED | st.just("")) + text[at + draw(st.integers(0, 2)) :]
    return text


class Refused(ValueError):
    """The text is JSON, but not of the kind that is accepted."""


def number(literal: str) -> Number:
    if is_number_too_long(literal):
        raise Refused
    return Number(literal)


def constant(name: str) -> None:
    raise Refused


def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise Refused
    return dict(pairs)


def by_the_library(text: str) -> tuple[bool, Any]:
    """The answer of the standard library, its leniencies taken away."""
    try:
        value = json.loads(
            text, parse_int=number, parse_float=number, parse_constant=constant, object_pairs_hook=members
        )
        return not has_lone_surrogate(text), value
    except ValueError:
        return False, None


@settings(max_examples=500, deadline=None)
@given(damaged())
def test_accepts_what_the_standard_library_accepts_and_reads_the_same(text: str) -> None:
    accepted, value = by_the_library(text)
    scanned = scan(text)
    assert (not scanned.faults) == accepted, scanned.faults
    if accepted:
        assert scanned.whole
        assert scanned.value == value


@given(st.text(TYPED.map(lambda piece: piece[0]), max_size=30) | st.text(max_size=30))
def test_any_text_at_all_ends_in_a_value_or_in_faults_within_it(text: str) -> None:
    scanned = scan(text)
    assert scanned.whole or scanned.faults
    for fault in scanned.faults:
        assert 0 <= fault.start <= fault.end <= len(text)


def test_the_deepest_nesting() -> None:
    assert scan("[" * DEEPEST + "]" * DEEPEST).faults == []
    assert [fault.code for fault in scan("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)).faults] == ["D134"]


def test_reading_goes_on_where_the_meaning_is_plain() -> None:
    scanned = scan("｛“甲”：［1，'二'，「三」、4,］,}")
    assert scanned.value == {"甲": ["1", "二", "三", "4"]}
    assert not scanned.whole
    assert [fault.code for fault in scanned.faults] == [
        *("D118", "D117", "D118", "D118", "D118", "D116", "D118", "D117", "D118", "D114", "D118", "D114"),
    ]


def test_a_fault_within_json_leaves_the_value_whole() -> None:
    scanned = scan('{"a": NaN, "a": 1}')
    assert scanned.whole
    assert [fault.code for fault in scanned.faults] == ["D131", "D130"]


def test_numbers() -> None:
    value = as_numbers(scan("[109.00, 1E+2, 0.5, 12345678901234567890123456789012345678901234567890.25]").value)
    assert [str(each) for each in value] == [
        *("109", "100", "0.5", "12345678901234567890123456789012345678901234567890.25"),
    ]
