"""Findings as an auditor writes them: statement, both sides, difference against tolerance, evidence, basis."""

from collections.abc import Callable, Sequence

from checker.evaluation import HOLDS, NOT_APPLICABLE, ROUNDING, UNDECIDABLE, VERDICTS, VIOLATED
from checker.findings import SEVERITIES, Checked, Finding, summary
from checker.render.problems import display_width
from checker.render.wording import (
    Numbers,
    basis,
    equation,
    evidence,
    figure_text,
    numbers,
    phrase,
    reason_text,
    statement,
    title,
    words,
)
from checker.rules import Rule

Paint = Callable[[str, str], str]
"""Colours a text by a role: ``error``, ``warning``, ``notice``, ``dim``, ``bold``; plain output leaves it alone."""

_MARKS = {VIOLATED: "✗", ROUNDING: "≈", UNDECIDABLE: "?", HOLDS: "✓", NOT_APPLICABLE: "-"}


def plain(text: str, role: str) -> str:
    """No colour."""
    return text


def report_text(checked: Checked, lang: str, paint: Paint = plain) -> str:
    """The findings of one report, under its name."""
    report = checked.report
    year = f" {report.year}" if report.year else ""
    lines = [paint(f"{report.path}  {report.entity.name}{year} {report.kind}", "bold")]
    if not checked.findings:
        lines.append(phrase("none_found", lang))
    for finding in checked.findings:
        lines += ["", *_finding_lines(finding, lang, paint)]
    return "\n".join(lines)


def _finding_lines(finding: Finding, lang: str, paint: Paint) -> list[str]:
    verdict = words("verdicts", finding.verdict, lang)
    severity = words("severities", finding.severity, lang)
    doubt = f" [{phrase('doubt', lang)}]" if finding.doubtful else ""
    head = paint(f"{_MARKS[finding.verdict]} {verdict} [{severity}]{doubt}", finding.severity)
    lines = [f"{head} {finding.rule_id} {title(finding, lang)}"]
    said = statement(finding, lang)
    if said != title(finding, lang) and (finding.outcome is None or finding.outcome.reason is None):
        lines.append(f"  {said}")
    labelled = list(_labelled(finding, lang))
    width = max((display_width(label) for label, _ in labelled), default=0)
    for label, text in labelled:
        lines.append(f"  {paint(label, 'dim')}{' ' * (width - display_width(label))}  {text}")
    return lines


def _labelled(finding: Finding, lang: str) -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    outcome = finding.outcome
    if finding.instance is not None and finding.instance.title():
        lines.append((phrase("place", lang), finding.instance.title()))
    if outcome is not None and outcome.reason is not None:
        lines.append((phrase("reason", lang), reason_text(outcome.reason, lang)))
    if outcome is not None and outcome.comparison is not None:
        shown = numbers(outcome.comparison)
        unit = f" {shown.unit}" if shown.unit else ""
        left = equation(outcome.comparison.left, outcome.comparison.left_node, lang)
        right = equation(outcome.comparison.right, outcome.comparison.right_node, lang)
        wide = max(display_width(left), display_width(right))
        for name, text, number in (("left", left, shown.left), ("right", right, shown.right)):
            gap = " " * (min(wide, 60) - display_width(text))
            lines.append((phrase(name, lang), f"{text}{gap} = {number}{unit}"))
        lines.append((phrase("difference", lang), _difference(shown, finding, lang)))
    for name, names in (("missing", outcome.missing), ("extra", outcome.extra)) if outcome is not None else ():
        if names:
            lines.append((phrase(name, lang), "、".join(names)))
    places = list(_places(finding, lang))
    lines += [(phrase("evidence", lang) if index == 0 else "", place) for index, place in enumerate(places)]
    lines.append((phrase("basis", lang), basis(finding, lang)))
    return lines


def _difference(shown: Numbers, finding: Finding, lang: str) -> str:
    unit = f" {shown.unit}" if shown.unit else ""
    values = {"difference": shown.difference + unit, "tolerance": shown.tolerance + unit}
    if not shown.tolerance:
        return phrase("strict", lang, **values)
    return phrase("beyond" if finding.verdict == VIOLATED else "within", lang, **values)


def _places(finding: Finding, lang: str) -> list[str]:
    path = finding.report.path
    found = []
    for item in evidence(finding):
        text = figure_text(item.fact, lang)
        text = text if len(text) <= 40 else text[:39] + "…"
        found.append(f"{path}:{item.line}:{item.column} {item.where(lang)} {text}".rstrip())
    if not found and finding.remark is not None:
        line, column = finding.report.locate(finding.remark.place.pointer)
        found.append(f"{path}:{line}:{column}")
    return found


def summary_text(checked: Sequence[Checked], rules: Sequence[Rule], unread: int, lang: str) -> str:
    """The counts, which add up: every place a rule looked at has one verdict; every finding one severity."""
    counted = summary(checked)
    join = phrase("join", lang)
    verdicts = join.join(f"{words('verdicts', v, lang)} {counted['verdicts'][v]}" for v in VERDICTS)
    places = sum(one.places for one in checked)
    lines = [phrase("totals", lang, reports=len(checked), rules=len(rules), places=places, verdicts=verdicts)]
    severities = join.join(f"{words('severities', s, lang)} {counted['severities'][s]}" for s in SEVERITIES)
    count = sum(counted["severities"].values())
    lines.append(phrase("severities", lang, findings=count, severities=severities))
    remarks = sum(finding.remark is not None for one in checked for finding in one.findings)
    if remarks:
        lines[-1] += phrase("of_which_remarks", lang, count=remarks)
    unwatched = sum(len(one.unwatched) for one in checked)
    if unwatched:
        lines.append(phrase("unwatched", lang, count=unwatched))
    lines += _not_run(checked, rules, lang)
    if unread:
        lines.append(phrase("unread", lang, count=unread))
    return "\n".join(lines)


def _not_run(checked: Sequence[Checked], rules: Sequence[Rule], lang: str) -> list[str]:
    """Rules that came to no answer anywhere, each with why: nothing is silently left out."""
    lines = []
    for rule in rules:
        entries = [one.ledger[rule.id] for one in checked if rule.id in one.ledger]
        if entries and all(not (e.counts[HOLDS] + e.counts[ROUNDING] + e.counts[VIOLATED]) for e in entries):
            reasons = dict.fromkeys(
                f"{words('verdicts', verdict, lang)}（{reason_text(reason, lang)}）"
                if lang == "zh"
                else f"{words('verdicts', verdict, lang)} ({reason_text(reason, lang)})"
                for entry in entries
                for verdict, reason, _ in entry.reasons
            )
            lines.append(f"  {rule.id} {rule.title}: {'、'.join(list(reasons)[:3])}")
    return [phrase("not_run", lang), *lines] if lines else []
