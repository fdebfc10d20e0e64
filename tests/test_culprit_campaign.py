"""The campaign over wrong figures in its short form: the figure that was changed is the one that is blamed."""

from random import Random

from culprit_campaign import AMONG, FIRST, ONLY, UNTOLD, changes, names, shifted
from generator import generate
from mutations import checked, example


def test_the_changed_figure_is_blamed() -> None:
    counts = []
    for report, most in ((example(), 16), (generate(2, size=5), 16)):
        for kind, value, pointer, at in changes(report, Random(7), most):
            counts.append((kind, names(checked(value), pointer, at)))
    missed = [(kind, result) for kind, result in counts if result not in (ONLY, FIRST, AMONG, UNTOLD)]
    assert missed == []
    results = [result for _, result in counts]
    assert results.count(ONLY) > len(results) // 2


def test_a_shifted_column_is_one_story() -> None:
    told = [shifted(report, seed) for report in (example(), generate(2, size=6)) for seed in range(3)]
    assert False not in told
    assert True in told
