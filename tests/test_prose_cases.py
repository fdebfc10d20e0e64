"""The sentences of other provinces and years: what holds there is passed, what does not is found, and no more.

``python tests/prose_scores.py`` tells what is missed, sentence by sentence.
"""

import re
import unicodedata
from dataclasses import replace

import pytest
from prose_reports import FALSE, OFF_BY_ROUNDING, SILENT, TRUE, TRUTHS, Case, Relation, cases
from prose_scores import ALARM, FOUND, MISSED, NOISE, PASSED, QUIET, findings_of, rate, score_of, scores, told
from prose_truth import verdict

from checker.findings import ERROR

FOUND_OF_100 = 90
"""Of 100 relations that do not hold, how many must be found."""
PASSED_OF_100 = 90
"""Of 100 relations that hold, at the printed figures or within rounding, how many must be judged."""

EVERY = [(case, relation) for case in cases() for relation in case.relations]
# a count stands with its measure word
_STATED = re.compile(r"(\d[\d,]*(?:\.\d+)?%?)([一-龥]*)")


def _name(value: object) -> str:
    if isinstance(value, Case):
        return f"{value.file}-{value.name}"
    return value.about if isinstance(value, Relation) else ""


def test_there_are_sixty_cases_of_twelve_provinces_and_every_verdict_is_among_them() -> None:
    assert len(cases()) >= 60
    assert len({case.file for case in cases()}) >= 12
    assert len(EVERY) >= 190
    assert {relation.truth for _, relation in EVERY} == set(TRUTHS)
    shares = {truth: sum(r.truth == truth for _, r in EVERY) / len(EVERY) for truth in TRUTHS}
    assert shares[FALSE] > 0.15
    assert shares[TRUE] > 0.5
    assert len({(case.file, case.name) for case in cases()}) == len(cases())


@pytest.mark.parametrize(("case", "relation"), EVERY, ids=_name)
def test_the_verdict_a_case_gives_is_the_one_arithmetic_gives(case: Case, relation: Relation) -> None:
    if not relation.expression:
        assert relation.truth in (SILENT, FALSE, TRUE)
        return
    stated = _STATED.fullmatch(unicodedata.normalize("NFKC", relation.stated).replace(" ", ""))
    assert stated, relation.stated
    figure = stated[1] + ("#" if stated[2] and not stated[2].endswith("元") else "")
    assert verdict(figure, relation.expression, case.places) == relation.truth


@pytest.mark.parametrize(
    ("stated", "expression", "truth"),
    [
        ("49.54%", "107.01/216.01", TRUE),
        ("92.49%", "199.8/216.01", OFF_BY_ROUNDING),
        ("92.48%", "199.8/216.01", FALSE),
        ("56.72%", "6.63/(5.06+6.63)", TRUE),
        ("56.65%", "6.63/(5.06+6.63)", FALSE),  # rounding each figure twice would excuse it
        ("326.71", "326.72", OFF_BY_ROUNDING),
        ("326.70", "326.72", FALSE),
        ("2,159,873.00", "215.99万", TRUE),
        ("7#", "0#+1#+2#+1#+2#", FALSE),
        ("1,000.00", "-(2-1,002)", TRUE),
        ("100%", "5.00/5.00", TRUE),
    ],
)
def test_the_arithmetic_beside_the_checker(stated: str, expression: str, truth: str) -> None:
    assert verdict(stated, expression, 2) == truth


@pytest.mark.parametrize("expression", ["1+", "(1+2", "1 2", "1+x"])
def test_what_is_no_expression_is_refused(expression: str) -> None:
    with pytest.raises((ValueError, IndexError, KeyError)):
        verdict("1.00", expression, 2)


@pytest.mark.parametrize("case", cases(), ids=_name)
def test_the_tables_of_a_case_tie(case: Case) -> None:
    """What is found in a case is in its sentences: no rule finds fault with figures of its tables alone."""
    for finding in findings_of(case):
        facts = finding.outcome.facts if finding.outcome is not None else ()
        printed = [fact.place.pointer for fact in facts if not fact.blank]
        if finding.verdict == "violated" and finding.severity == ERROR and printed:
            assert not all(pointer.startswith("/tables/") for pointer in printed), (finding.rule_id, printed)


@pytest.mark.parametrize(
    ("name", "about", "result", "with_truth"),
    [
        ("总体与项级完成率，项名在上一行", "行政运行的决算与表", PASSED, {TRUE: PASSED, SILENT: QUIET, FALSE: MISSED}),
        ("总体与项级完成率，项名在上一行", "档案馆的完成率", FOUND, {TRUE: ALARM, SILENT: ALARM, FALSE: FOUND}),
    ],
)
def test_a_score_is_what_the_rules_said_against_what_is_true(
    name: str, about: str, result: str, with_truth: dict[str, str]
) -> None:
    """The same answers of the rules, had the relation deserved another verdict."""
    case = next(case for case in cases() if case.name == name)
    relation = next(one for one in case.relations if one.about.startswith(about))
    assert score_of(case, relation).result == result
    others = [one for one in case.relations if one is not relation]
    for truth, wanted in with_truth.items():
        doctored = replace(relation, truth=truth)
        assert score_of(replace(case, relations=(*others, doctored)), doctored).result == wanted, truth


def test_no_sentence_that_holds_is_accused() -> None:
    scored, strays = scores()
    accused = [score for score in scored if score.result == ALARM]
    accusing = [stray for stray in strays if stray.severity == ERROR]
    assert not accused, told(accused, [])
    assert not accusing, told([], accusing)


def test_traps_stay_silent() -> None:
    noise = [score for score in scores()[0] if score.result == NOISE]
    assert not noise, told(noise, [])


def test_what_does_not_hold_is_found_and_what_holds_is_judged() -> None:
    scored, strays = scores()
    found, wrong = rate(scored, (FALSE,), FOUND)
    passed, right = rate(scored, (TRUE, OFF_BY_ROUNDING), PASSED)
    enough = found * 100 >= FOUND_OF_100 * wrong and passed * 100 >= PASSED_OF_100 * right
    assert enough, told(scored, strays)
