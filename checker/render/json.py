"""Findings as JSON, ``gouji/findings-1``: the form other programs read. Numbers are decimal text."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from checker import __version__
from checker.coverage import PrintedFigure
from checker.evaluation import VERDICTS
from checker.facts import LIST, TEXT
from checker.findings import SEVERITIES, Checked, Finding, summary
from checker.problems import Problem
from checker.render.culprits import culprits_json
from checker.render.evidence import Evidence, evidence
from checker.render.problems import problem_json
from checker.render.wording import basis, joined, numbers, place_of, reason_text, statement, title
from checker.reports import Report
from checker.rules import Rule

FORMAT = "gouji/findings-1"


def findings_json(
    checked: Sequence[Checked],
    rules: Sequence[Rule],
    problems: Sequence[Problem],
    lang: str,
    every_verdict: bool,
    switched_off: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """The whole findings report as JSON text; switched_off, where rules were left out on purpose: their ids by group."""
    counted = summary(checked)
    document: dict[str, Any] = {
        "format": FORMAT,
        "version": __version__,
        "summary": {
            "reports": len(checked),
            "rules": len(rules),
            "places": sum(one.places for one in checked),
            "verdicts": {verdict: counted["verdicts"][verdict] for verdict in VERDICTS},
            "severities": {severity: counted["severities"][severity] for severity in SEVERITIES},
            "errors": len(problems),
        },
        "findings": [finding_json(finding, lang) for one in checked for finding in one.findings],
        "ledger": _ledger(checked, lang),
        "unwatched": [_unwatched(one.report, item) for one in checked for item in one.unwatched],
        "errors": [problem_json(problem, lang) for problem in problems],
    }
    if switched_off:
        document["switched_off"] = {group: list(identities) for group, identities in switched_off.items()}
    return json.dumps(document, ensure_ascii=False, indent=1)


def finding_json(finding: Finding, lang: str) -> dict[str, Any]:
    """One finding. left, right, difference and tolerance are in ``unit``; null where nothing is compared."""
    outcome = finding.outcome
    entry: dict[str, Any] = {
        "id": finding.id,
        "rule": finding.rule_id,
        "title": title(finding, lang),
        "severity": finding.severity,
        "verdict": finding.verdict,
        "message": statement(finding, lang),
        "report": finding.report.path,
        "scope": place_of(finding, lang),
        "basis": basis(finding, lang),
        "left": None,
        "right": None,
        "difference": None,
        "tolerance": None,
        "unit": None,
    }
    if outcome is not None and outcome.comparison is not None:
        shown = numbers(outcome.comparison)
        entry.update(
            left=shown.left,
            right=shown.right,
            difference=shown.difference,
            tolerance=shown.tolerance or None,
            unit=shown.unit or None,
        )
    if outcome is not None and outcome.reason is not None:
        entry["reason"] = reason_text(outcome.reason, lang)
        entry["places"] = finding.places
    if outcome is not None and (outcome.missing or outcome.extra):
        entry["missing"], entry["extra"] = list(outcome.missing), list(outcome.extra)
    entry["doubtful"] = finding.doubtful
    entry["evidence"] = [_evidence(item, finding.report, lang) for item in evidence(finding)]
    if finding.remark is not None:
        pointer = finding.remark.place.pointer
        line, column = finding.report.locate(pointer)
        entry["evidence"] = [
            {
                "term": finding.remark.rule,
                "value": None,
                "unit": None,
                "pointer": pointer,
                "line": line,
                "column": column,
            }
        ]
    entry["culprits"] = culprits_json(finding, lang)
    if finding.story is not None:
        entry["story"] = finding.story.id
    return entry


def _evidence(item: Evidence, report: Report, lang: str) -> dict[str, Any]:
    fact = item.fact
    entry: dict[str, Any] = {
        "term": fact.term,
        "where": item.where(lang),
        "value": _value(item, lang),
        "printed": fact.printed,
        "unit": fact.unit or None,
        "pointer": fact.place.pointer,
        "line": item.line,
        "column": item.column,
    }
    if item.whole:
        del entry["printed"]
    if fact.place.start is not None:
        entry["start"], entry["end"] = fact.place.start, fact.place.end
    if item.report is not report:
        entry["report"] = item.report.path
    if fact.doubt:
        entry["doubt"] = fact.doubt
    return entry


def _value(item: Evidence, lang: str) -> str | None:
    """The number in its unit, the text, or the members of a list; null where a list as a whole has none to show."""
    fact = item.fact
    if item.whole:
        return item.said(lang) or None
    if fact.kind in (TEXT, LIST):
        return fact.text or joined(fact.members, lang)
    return decimal_text_of(fact.value / fact.factor)


def decimal_text_of(number: Any) -> str:
    """An exact decimal as text, without exponent."""
    return f"{number:f}"


def _ledger(checked: Sequence[Checked], lang: str) -> dict[str, Any]:
    """Rule id → over all reports together, how many places ended in each verdict, and why what was not judged was not."""
    counts: dict[str, Counter[str]] = {}
    reasons: dict[str, Counter[tuple[str, str]]] = {}
    for one in checked:
        for rule, entry in one.ledger.items():
            counts.setdefault(rule, Counter()).update(entry.counts)
            told = reasons.setdefault(rule, Counter())
            for verdict, reason, count in entry.reasons:
                told[verdict, reason_text(reason, lang)] += count
    return {rule: _entry(counts[rule], reasons[rule]) for rule in counts}


def _entry(counts: Counter[str], reasons: Counter[tuple[str, str]]) -> dict[str, Any]:
    entry: dict[str, Any] = {verdict: counts[verdict] for verdict in VERDICTS if counts[verdict]}
    if reasons:
        entry["reasons"] = [
            {"verdict": verdict, "reason": reason, "count": count} for (verdict, reason), count in reasons.items()
        ]
    return entry


def _unwatched(report: Report, item: PrintedFigure) -> dict[str, Any]:
    line, column = report.locate(item.place.pointer, item.place.start)
    entry: dict[str, Any] = {
        "pointer": item.place.pointer,
        "value": item.printed,
        "bound": item.bound,
        "line": line,
        "column": column,
    }
    if item.place.start is not None:
        entry["start"], entry["end"] = item.place.start, item.place.end
    return {"report": report.path, **entry}
