"""How well the prose of other provinces and years is judged: the cases of prose_cases/, made into reports and checked.

    python tests/prose_scores.py            every relation that was missed, with its sentence, and the score
    python tests/prose_scores.py 重庆        the cases of the files whose name holds this word

A relation is *judged* where a rule came to an answer about its figure together with something else that takes part.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # for a checkout that is not installed

from mutations import shipped
from prose_reports import BASIC, FALSE, OFF_BY_ROUNDING, SILENT, TRUE, Case, Relation, Span, cases

from checker.binding import BoundReport
from checker.evaluation import HOLDS, ROUNDING, VIOLATED
from checker.facts import RATIO
from checker.findings import ERROR, WARNING, Finding, bound_report, check_bound
from checker.reports import parse_report

ANSWERS = (HOLDS, ROUNDING, VIOLATED)
# kinds of relations between amounts: a share that has the two figures among others does not compare them
OF_AMOUNTS = ("文表", "合计", "变动", "原因", "重复")
AGAINST_TABLE = "文表"
# a figure of a sentence against that of a table, or two of each joined by 且; more is another claim
MOST_STATED = 2
# tables that print the same figure as well
SAME = {
    "收入决算表": ("收入支出决算总表",),
    "支出决算表": ("收入支出决算总表",),
    "一般公共预算财政拨款支出决算表": ("财政拨款收入支出决算总表", BASIC),
    "政府性基金预算财政拨款收入支出决算表": ("财政拨款收入支出决算总表",),
    "国有资本经营预算财政拨款支出决算表": ("财政拨款收入支出决算总表",),
}

# how a relation came off; SILENT ones count apart
FOUND, PASSED, MISSED, ALARM, QUIET, NOISE = "found", "passed", "missed", "false alarm", "quiet", "noise"

# --- scoring ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Score:
    """How one relation came off. graded: the verdict of the rules on it, where one was given."""

    case: Case
    relation: Relation
    result: str
    graded: str = ""


@dataclass(frozen=True)
class Stray:
    """A 不一致 about figures of the prose none of which is wrong."""

    case: Case
    rule: str
    severity: str
    said: str


def _spans(finding: Finding) -> list[Span]:
    found = []
    for fact in finding.outcome.facts if finding.outcome is not None else ():
        place = fact.place
        if place.pointer.startswith("/sections/") and place.start is not None and place.end is not None:
            found.append(Span(int(place.pointer.split("/")[2]), place.start, place.end))
    return found


def _meets(one: Span, other: Span) -> bool:
    return one.section == other.section and one.start < other.end and other.start < one.end


def _covers(finding: Finding, partner: Span | str) -> bool:
    if isinstance(partner, Span):
        return any(_meets(span, partner) for span in _spans(finding))
    wanted = (partner, *SAME.get(partner, ()))
    prefixes = tuple(f"/tables/{table.index}/" for table in finding.report.tables if table.title in wanted)
    facts = finding.outcome.facts if finding.outcome is not None else ()
    return any(fact.place.pointer.startswith(prefixes) for fact in facts)


def _has_percentage(finding: Finding) -> bool:
    facts = finding.outcome.facts if finding.outcome is not None else ()
    return any(fact.kind == RATIO for fact in facts)


def _judged(relation: Relation, findings: Sequence[Finding]) -> list[Finding]:
    """The findings that answer whether a relation holds; of amounts, those that look at amounts alone."""
    return [
        finding
        for finding in findings
        if finding.verdict in ANSWERS
        and not (relation.kind in OF_AMOUNTS and _has_percentage(finding))
        and not (relation.kind == AGAINST_TABLE and len(_spans(finding)) > MOST_STATED)
        and any(_covers(finding, figure) for figure in relation.figures)
        and (not relation.partners or any(_covers(finding, partner) for partner in relation.partners))
    ]


@cache
def bound_of(case: Case) -> BoundReport:
    """A case as its layout sees it."""
    report, problems = parse_report(json.dumps(case.report, ensure_ascii=False), case.name)
    assert report is not None, [(problem.code, dict(problem.values)) for problem in problems]
    bound = bound_report(report, shipped().layouts)
    assert bound is not None
    return bound


@cache
def findings_of(case: Case) -> list[Finding]:
    """Every verdict of the shipped pack on a case."""
    return check_bound(bound_of(case), shipped().rules, every_verdict=True).findings


def why_missed(case: Case, relation: Relation) -> str:
    """What it takes to judge a relation: a title, a sentence pattern, or a rule."""
    bound, figure = bound_of(case), relation.figures[0]
    if not any(section.index == figure.section for known in bound.sections.values() for section in known):
        return "标题没有认出来"
    pointer = f"/sections/{figure.section}/text"
    for keyed in bound.slots.values():
        for _, fact in keyed:
            place = fact.place
            if place.pointer == pointer and place.start is not None and place.end is not None:
                if _meets(figure, Span(figure.section, place.start, place.end)):
                    return "取到了数，没有规则判"
    return "没有句式取到它"


def _result(relation: Relation, findings: Sequence[Finding], wrong: Sequence[Span]) -> tuple[str, str]:
    judged = _judged(relation, findings)
    verdicts = {finding.verdict for finding in judged}
    if relation.truth == FALSE:
        # whatever rule tells of it: a finding that shows the wrong figure is what the reviewer needs
        told = any(f.verdict == VIOLATED and any(_covers(f, span) for span in relation.figures) for f in findings)
        return (FOUND, VIOLATED) if told else (MISSED, next(iter(verdicts), ""))
    accused = [f for f in judged if f.verdict == VIOLATED and not any(_covers(f, span) for span in wrong)]
    if relation.truth == SILENT:
        loud = [f for f in accused if f.severity in (ERROR, WARNING)]
        worst = ALARM if any(f.severity == ERROR for f in loud) else NOISE
        return (worst if loud else QUIET), next(iter(verdicts), "")
    if any(finding.severity == ERROR for finding in accused):
        return ALARM, VIOLATED
    graded = ROUNDING if ROUNDING in verdicts and HOLDS not in verdicts else next(iter(verdicts), "")
    return (PASSED if judged else MISSED), graded


def _stray(case: Case, findings: Sequence[Finding], wrong: Sequence[Span]) -> Iterator[Stray]:
    for finding in findings:
        if finding.verdict == VIOLATED and _spans(finding) and not any(_covers(finding, span) for span in wrong):
            figures = "、".join(_words(case, span) for span in _spans(finding))
            yield Stray(case, finding.rule_id, finding.severity, figures)


def _words(case: Case, span: Span) -> str:
    return str(case.report["sections"][span.section]["text"][span.start : span.end])


def _wrong(case: Case) -> list[Span]:
    """Where the text of a case is wrong."""
    return [span for relation in case.relations if relation.truth == FALSE for span in relation.figures]


def score_of(case: Case, relation: Relation) -> Score:
    """How one relation of a case comes off with the shipped pack."""
    return Score(case, relation, *_result(relation, findings_of(case), _wrong(case)))


@cache
def scores() -> tuple[tuple[Score, ...], tuple[Stray, ...]]:
    """Every relation's score, and the accusations that no wrong figure explains."""
    scored = tuple(score_of(case, relation) for case in cases() for relation in case.relations)
    strays = tuple(stray for case in cases() for stray in _stray(case, findings_of(case), _wrong(case)))
    return scored, strays


def rate(scored: Sequence[Score], truths: Sequence[str], result: str) -> tuple[int, int]:
    """How many relations of some truths there are with a result, and how many in all."""
    of_these = [score for score in scored if score.relation.truth in truths]
    return sum(score.result == result for score in of_these), len(of_these)


# --- telling ----------------------------------------------------------------------------------------------------------


def told(scored: Sequence[Score], strays: Sequence[Stray]) -> str:
    """The score for people: what was missed or wrongly accused with its sentence, then the counts."""
    lines: list[str] = []
    for result, title in ((ALARM, "误报"), (NOISE, "多余的警告"), (MISSED, "没有查到")):
        for score in scored:
            if score.result == result:
                relation = score.relation
                why = f"：{why_missed(score.case, relation)}" if result == MISSED else ""
                lines.append(
                    f"{title}　{score.case.file} {score.case.name}｜{relation.about}（应为{relation.truth}）{why}"
                )
                lines.append(f"　　{relation.sentence}")
    for stray in strays:
        lines.append(f"无错的数被指　{stray.case.file} {stray.case.name}｜{stray.rule} {stray.severity}　{stray.said}")
    for score in scored:
        if score.result == PASSED and (score.graded == ROUNDING) != (score.relation.truth == OFF_BY_ROUNDING):
            lines.append(f"分寸不同　{score.case.file} {score.case.name}｜{score.relation.about}：{score.graded}")
    lines += ["", *_counts(scored), *_summary(scored, strays)]
    return "\n".join(lines)


def _counts(scored: Sequence[Score]) -> Iterator[str]:
    """A line for each kind of relation and for each file: how many there are, judged, missed."""
    for title, of in (("类别", lambda s: s.relation.kind), ("文件", lambda s: s.case.file)):
        groups: dict[str, Counter[str]] = {}
        for score in scored:
            groups.setdefault(of(score), Counter())[score.result] += 1
        yield title
        for name, count in groups.items():
            shown = "　".join(f"{result} {count[result]}" for result in (FOUND, PASSED, QUIET, MISSED, ALARM, NOISE))
            yield f"　{name}　共 {count.total()}　{shown}"


def _summary(scored: Sequence[Score], strays: Sequence[Stray]) -> Iterator[str]:
    yield f"{len({(s.case.file, s.case.name) for s in scored})} 个用例，{len(scored)} 个关系"
    for truths, result, title in (
        ((FALSE,), FOUND, "不一致的，查到"),
        ((TRUE, OFF_BY_ROUNDING), PASSED, "一致和尾差的，判过"),
        ((SILENT,), QUIET, "不适用的，没有出声"),
    ):
        count, whole = rate(scored, truths, result)
        yield f"{title} {count}/{whole}"
    missed = Counter(why_missed(score.case, score.relation) for score in scored if score.result == MISSED)
    yield "　".join(f"{why} {count}" for why, count in missed.most_common())
    yield f"误报 {sum(s.result == ALARM for s in scored)}，错误级别的无据指责 {sum(s.severity == ERROR for s in strays)}"


if __name__ == "__main__":
    wanted = sys.argv[1:]
    every, loose = scores()
    chosen = [s for s in every if not wanted or any(w in s.case.file for w in wanted)]
    print(told(chosen, [s for s in loose if not wanted or any(w in s.case.file for w in wanted)]))
