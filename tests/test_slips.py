"""Slips between the figure that is printed and the one that should be."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutations import ROOT

from checker.resources import table
from checker.slips import STRONGEST, keystroke, slip


@pytest.mark.parametrize(
    ("printed", "needed", "named"),
    [
        ("78.98", "79.88", "digits_exchanged"),
        ("1.2", "2.1", "digits_exchanged"),
        ("0.98", "9.08", "digits_exchanged"),
        ("156.80", "156.90", "digit_wrong"),
        ("16.80", "156.80", "digit_dropped"),
        ("1568.80", "156.80", "digit_added"),
        ("-109.00", "109.00", "sign"),
        ("2160100", "216.01", "unit"),
        ("216.01", "2160100", "unit"),
        ("21601", "216.01", "magnitude"),
        ("216.01", "21.60", "digit_added"),
        ("216.01", "412.57", ""),
        ("0.01", "0.05", ""),
        ("0", "5.06", ""),
        ("5.06", "0", ""),
        ("5.06", "5.06", ""),
        ("-5.06", "5.16", ""),
        ("146.76", "167.64", ""),
    ],
)
def test_a_slip_has_its_name(printed: str, needed: str, named: str) -> None:
    assert slip(Decimal(printed), Decimal(needed), 2) == named


def test_figures_of_few_digits_are_one_keystroke_from_most_others() -> None:
    assert slip(Decimal("0.12"), Decimal("0.15"), 2) == ""
    assert slip(Decimal("0.12"), Decimal("0.21"), 2) == "digits_exchanged"


digits = st.text("0123456789", min_size=3, max_size=9)


@given(digits, st.data())
def test_one_keystroke_undone_is_a_keystroke(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != text[at]]))
    assert keystroke(text[:at] + other + text[at + 1 :], text) == "digit_wrong"
    assert keystroke(text[:at] + text[at + 1 :], text) == "digit_dropped"
    assert keystroke(text[:at] + other + text[at:], text) == "digit_added"


def test_every_slip_has_words_and_a_rank() -> None:
    said = table("words")["slips"]
    assert set(said) == set(STRONGEST) - {""}
    assert all(set(words) == {"zh", "en"} for words in said.values())
    schema = (ROOT / "checker" / "schemas" / "findings.schema.json").read_text("utf-8")
    assert all(f'"{name}"' in schema for name in said)
