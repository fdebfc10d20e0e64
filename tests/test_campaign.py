"""The campaign over changed tables in its short form: whatever is changed is told, by a finding that names it."""

import json
from random import Random

import pytest
from campaign import FOUND, campaign, moved
from generator import generate
from mutations import EXAMPLE, Value

from checker.amounts import read_figure


def reports() -> list[Value]:
    return [json.loads(EXAMPLE.read_text("utf-8")), generate(2, size=6), generate(11, size=4, unit="元")]


@pytest.mark.parametrize("report", reports(), ids=lambda report: str(report["entity"]["name"]))
def test_what_is_changed_in_the_tables_is_told(report: Value, capsys: pytest.CaptureFixture[str]) -> None:
    counts = campaign(report, Random(5), 14)
    missed = {what: dict(counted) for what, counted in counts.items() if set(counted) != {FOUND}}
    assert missed == {}, capsys.readouterr().out
    assert {"figure", "row"} <= set(counts)


def test_a_figure_is_moved_further_than_rounding_goes() -> None:
    rng = Random(1)
    for text in ("0.01", "5.06", "1,234.56", "-3.00", ""):
        before, after = read_figure(text), read_figure(moved(text, rng))
        assert before is not None
        assert after is not None
        assert abs(after.value - before.value) >= 5
