"""Findings as an auditor writes them: statement, both sides, difference against tolerance, evidence, basis."""

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal

from checker.evaluation import HOLDS, NOT_APPLICABLE, ROUNDING, UNDECIDABLE, VERDICTS, VIOLATED
from checker.facts import Reason
from checker.findings import NOTICE, SEVERITIES, Checked, Finding, first_place, summary
from checker.render.culprits import culprit_places, likely
from checker.render.equations import sides
from checker.render.evidence import evidence
from checker.render.problems import display_width
from checker.render.wording import (
    Numbers,
    basis,
    counted,
    joined,
    numbers,
    phrase,
    place_of,
    reason_of,
    reason_text,
    shown,
    statement,
    title,
    words,
)
from checker.resources import table
from checker.rules import Rule

WIDEST = 96
"""Display columns an equation fills before it goes on in the next line."""
_FIGURE = 24
MOST_SHOWN = 40
"""Characters shown of a text."""
MOST_OF_ONE_CAUSE = 3
"""Findings with one cause that are shown in full; more than these have a line each, under what they have in common."""
MOST_ROUNDING = 3
"""尾差 of one report that are shown in full; more than these are listed at its end, a line each."""

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
    unchecked = _nothing_checked(checked, lang)
    if unchecked or not checked.findings:
        lines.append(unchecked or phrase("none_found", lang))
    rounding = [finding for finding in checked.findings if finding.verdict == ROUNDING]
    listed = rounding if len(rounding) > MOST_ROUNDING else []
    shown_in_full = [finding for finding in checked.findings if not listed or finding.verdict != ROUNDING]
    for together in _by_reason(shown_in_full, lang):
        if len(together) == 1:
            own = _finding_lines(together[0], lang, paint)
        else:
            own = (_story_lines if together[0].story else _group_lines)(together, lang, paint)
        lines += ["", *own]
    if listed:
        lines += ["", *_rounding_lines(listed, lang, paint)]
    return "\n".join(lines)


def _nothing_checked(checked: Checked, lang: str) -> str:
    """That no rule looked at anything, and why; empty where one did. Of a report without layout a finding says so."""
    if not checked.ledger:
        return phrase("no_rules", lang)
    if any(entry.counts[verdict] for entry in checked.ledger.values() for verdict in VERDICTS[:-1]):
        return ""
    return phrase("none_applies", lang, rules=counted("rules", len(checked.ledger), lang))


def _by_reason(findings: Sequence[Finding], lang: str) -> list[list[Finding]]:
    """The findings in order; those of rules that could not judge for one reason together, at the first of them, and
    many with one cause that is known."""
    together: dict[str, list[Finding]] = {}
    for finding in findings:
        outcome, story = finding.outcome, finding.story
        called = f"\0{finding.id}"  # no reason reads so
        if story is not None and story.count > MOST_OF_ONE_CAUSE:
            called = f"\0{story.id}"
        if finding.verdict == UNDECIDABLE and outcome is not None and outcome.reason is not None:
            # one that was compared, or rests on a doubtful figure, has more to show than its reason
            if outcome.comparison is None and not finding.doubtful:
                called = reason_text(outcome.reason, lang)
        together.setdefault(called, []).append(finding)
    return list(together.values())


def _group_lines(together: list[Finding], lang: str, paint: Paint) -> list[str]:
    """Several rules that could not judge for one reason: the reason, the rules, and where they would have looked."""
    outcome = together[0].outcome
    assert outcome is not None and outcome.reason is not None
    worst = min((finding.severity for finding in together), key=SEVERITIES.index)
    verdict, severity = words("verdicts", UNDECIDABLE, lang), words("severities", worst, lang)
    head = paint(f"{_MARKS[UNDECIDABLE]} {verdict} [{severity}]", worst)
    places = phrase("places", lang, count=sum(finding.places for finding in together))
    rules = {f.rule_id: "" if f.severity == worst else f" [{words('severities', f.severity, lang)}]" for f in together}
    join = phrase("names", lang)
    *before, last = (rule + milder for rule, milder in rules.items())
    listed = {
        "rules": _broken([rule + join.rstrip() for rule in before] + [last], join[len(join.rstrip()) :]),
        "place": dict.fromkeys(filter(None, (place_of(finding, lang) for finding in together))),
        "evidence": dict.fromkeys(place for finding in together for place in _places(finding, lang)),
    }
    labelled = [
        (phrase(name, lang) if index == 0 else "", text)
        for name, texts in listed.items()
        for index, text in enumerate(texts)
    ]
    return [f"{head} {reason_text(outcome.reason, lang)}{places}", *_columns(labelled, paint)]


def _story_lines(together: list[Finding], lang: str, paint: Paint) -> list[str]:
    """Many findings with one cause: the figures that may be wrong and where they stand, then each rule's sentence."""
    worst = min((finding.severity for finding in together), key=SEVERITIES.index)
    verdict, severity = words("verdicts", VIOLATED, lang), words("severities", worst, lang)
    doubt = f" [{phrase('doubt', lang)}]" if any(finding.doubtful for finding in together) else ""
    head = paint(f"{_MARKS[VIOLATED]} {verdict} [{severity}]{doubt}", worst)
    places = _aligned(culprit_places(together[0], lang))
    where = [(phrase("evidence", lang) if index == 0 else "", place) for index, place in enumerate(places)]
    return [
        f"{head} {phrase('story', lang, count=len(together))}",
        *_columns([*_likely(together[0], lang), *where], paint),
        *_table([(finding.rule_id, statement(finding, lang)) for finding in together]),
    ]


def _likely(finding: Finding, lang: str) -> list[tuple[str, str]]:
    """The figures that may be wrong, the likeliest answer first."""
    told = likely(finding, lang)
    return [
        (phrase("likely_or" if index else "likely", lang) if line == 0 else "", text)
        for index, pieces in enumerate(told)
        for line, text in enumerate(_broken(pieces, ""))
    ]


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(display_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    padded = [[_padded(text, width) for text, width in zip(row, widths, strict=True)] for row in rows]
    return ["  " + "  ".join(row).rstrip() for row in padded]


def _finding_lines(finding: Finding, lang: str, paint: Paint) -> list[str]:
    verdict = words("verdicts", finding.verdict, lang)
    severity = words("severities", finding.severity, lang)
    doubt = f" [{phrase('doubt', lang)}]" if finding.doubtful else ""
    head = paint(f"{_MARKS[finding.verdict]} {verdict} [{severity}]{doubt}", finding.severity)
    lines = [f"{head} {finding.rule_id} {title(finding, lang)}"]
    said = statement(finding, lang)
    if said != title(finding, lang) and (finding.outcome is None or finding.outcome.reason is None):
        lines.append(f"  {said}")
    return [*lines, *_columns(list(_labelled(finding, lang)), paint)]


def _rounding_lines(together: list[Finding], lang: str, paint: Paint) -> list[str]:
    """Many 尾差: that nothing is to be done, then of each the rule, the place, both sides and the difference."""
    verdict, severity = words("verdicts", ROUNDING, lang), words("severities", NOTICE, lang)
    head = paint(f"{_MARKS[ROUNDING]} {verdict} [{severity}]", NOTICE)
    rows = [_rounding_row(finding, lang) for finding in together]
    return [f"{head} {phrase('rounding_many', lang, count=len(rows))}", *_table(rows)]


def _rounding_row(finding: Finding, lang: str) -> tuple[str, ...]:
    assert finding.outcome is not None and finding.outcome.comparison is not None
    figures = numbers(finding.outcome.comparison)
    said = [
        f"{phrase(name, lang)} {shown(figures.shown(name), figures.unit)}" for name in ("left", "right", "difference")
    ]
    doubt = f"[{phrase('doubt', lang)}]" if finding.doubtful else ""
    # a rule that looks at the report as a whole has no place, and is told by what it checks
    return finding.rule_id, place_of(finding, lang) or title(finding, lang), *said, doubt


def _columns(labelled: list[tuple[str, str]], paint: Paint) -> list[str]:
    width = max((display_width(label) for label, _ in labelled), default=0)
    return [f"  {paint(label, 'dim')}{' ' * (width - display_width(label))}  {text}" for label, text in labelled]


def _labelled(finding: Finding, lang: str) -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    outcome = finding.outcome
    if place_of(finding, lang):
        lines.append((phrase("place", lang), place_of(finding, lang)))
    if outcome is not None and outcome.reason is not None:
        lines.append((phrase("reason", lang), reason_of(finding, lang)))
    if outcome is not None and outcome.comparison is not None:
        figures = numbers(outcome.comparison)
        for name, pieces in zip(("left", "right"), sides(finding, lang), strict=True):
            broken = _broken(pieces)
            lines += [(phrase(name, lang) if index == 0 else "", text) for index, text in enumerate(broken)]
        lines.append((phrase("difference", lang), _difference(figures, finding, lang)))
    lines += _likely(finding, lang)
    for name, names in (("missing", outcome.missing), ("extra", outcome.extra)) if outcome is not None else ():
        # what the sentence has said already is not said again
        if names and joined(names, lang) not in statement(finding, lang):
            lines.append((phrase(name, lang), joined(names, lang)))
    places = list(_places(finding, lang))
    lines += [(phrase("evidence", lang) if index == 0 else "", place) for index, place in enumerate(places)]
    if basis(finding, lang):
        lines.append((phrase("basis", lang), basis(finding, lang)))
    return lines


def _broken(pieces: list[str], glue: str = " ") -> list[str]:
    """Pieces of an equation on as many lines as they need; a piece is never broken."""
    lines: list[str] = []
    for piece in pieces:
        if lines and display_width(lines[-1] + glue + piece) <= WIDEST:
            lines[-1] += glue + piece
        else:
            lines.append(piece)
    return lines


def _difference(figures: Numbers, finding: Finding, lang: str) -> str:
    values = {
        "difference": shown(figures.shown("difference"), figures.unit),
        "tolerance": shown(figures.shown("tolerance"), figures.unit),
    }
    if not figures.tolerance:
        return phrase("strict", lang, **values)
    if abs(Decimal(figures.difference)) > Decimal(figures.tolerance):
        return phrase("beyond" if Decimal(figures.tolerance) else "beyond_exact", lang, **values)
    stated = finding.rule is not None and finding.rule.tolerance is not None
    return phrase("within_rule" if stated else "within", lang, **values)


def _places(finding: Finding, lang: str) -> list[str]:
    """Each operand on a line: where it stands in the file, what it says, where it stands in the document."""
    rows = []
    for item in evidence(finding):
        text = " ".join(item.said(lang).split())
        text = text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"
        doubt = f" [{phrase('doubt', lang)}: {item.fact.doubt}]" if item.fact.doubt else ""
        rows.append((f"{item.report.path}:{item.line}:{item.column}", text, item.where(lang) + doubt))
    place = first_place(finding)
    if not rows and place.pointer:
        line, column = finding.report.locate(place.pointer, place.start)
        return [f"{finding.report.path}:{line}:{column}"]
    return _aligned(rows)


def _aligned(rows: list[tuple[str, str, str]]) -> list[str]:
    """Place in the file, text, place in the document: figures stand under each other; a text is as long as it is."""
    first = max((display_width(row[0]) for row in rows), default=0)
    second = max((width for row in rows if (width := display_width(row[1])) <= _FIGURE), default=0)
    gap = "  " if any(row[1] for row in rows) else ""
    return [f"{_padded(a, first)}  {_padded(b, second)}{gap}{c}".rstrip() for a, b, c in rows]


def _padded(text: str, width: int) -> str:
    return text + " " * max(0, width - display_width(text))


def summary_text(
    checked: Sequence[Checked],
    rules: Sequence[Rule],
    unread: int,
    lang: str,
    switched_off: Mapping[str, Sequence[str]] | None = None,
    on_request: Collection[str] = (),
) -> str:
    """The counts, which add up: every place a rule looked at has one verdict; every finding one severity.

    switched_off: the ids of the rules that did not run, by group; on_request: those of the groups that run when asked for.
    """
    totals = summary(checked)
    join = phrase("join", lang)
    verdicts = join.join(f"{words('verdicts', v, lang)} {totals['verdicts'][v]}" for v in VERDICTS)
    places = sum(one.places for one in checked)
    lines = [phrase("totals", lang, reports=len(checked), rules=len(rules), places=places, verdicts=verdicts)]
    severities = join.join(f"{words('severities', s, lang)} {totals['severities'][s]}" for s in SEVERITIES)
    count = sum(totals["severities"].values())
    lines.append(phrase("severities", lang, findings=count, severities=severities))
    remarks = sum(finding.remark is not None for one in checked for finding in one.findings)
    if remarks:
        lines[-1] += phrase("of_which_remarks", lang, count=remarks)
    unwatched = sum(len(one.unwatched) for one in checked)
    if unwatched:
        lines.append(phrase("unwatched", lang, count=unwatched))
    if switched_off:
        lines.append(switched_off_text(switched_off, lang, on_request))
    without = sum(not one.has_layout for one in checked)
    if without:
        lines.append(phrase("no_layout", lang, count=without))
    lines += _not_run([one for one in checked if one.has_layout], rules, lang)
    if unread:
        lines.append(phrase("unread", lang, count=unread))
    return "\n".join(lines)


def switched_off_text(switched_off: Mapping[str, Sequence[str]], lang: str, on_request: Collection[str] = ()) -> str:
    """The groups of rules that did not run, how many rules each is, and how to run those that run on request."""
    groups = []
    for group, identities in switched_off.items():
        rules = counted("rules", len(identities), lang)
        # a name with a space in it is one word of a command only in quotes
        word = f'"{group}"' if any(map(str.isspace, group)) else group
        form = "on_request_group" if group in on_request else "switched_off_group"
        groups.append(phrase(form, lang, group=group, rules=rules, word=word))
    return phrase("switched_off", lang, groups=joined(groups, lang))


def _not_run(checked: Sequence[Checked], rules: Sequence[Rule], lang: str) -> list[str]:
    """Rules that came to no answer anywhere, each with why: nothing is silently left out. Those that do not apply are
    together where they do not for one reason."""
    alone: list[str] = []
    together: dict[str, list[str]] = {}
    for rule in rules:
        entries = [one.ledger[rule.id] for one in checked if rule.id in one.ledger]
        if not entries or any(e.counts[HOLDS] + e.counts[ROUNDING] + e.counts[VIOLATED] for e in entries):
            continue
        told = [(verdict, reason) for entry in entries for verdict, reason, _ in entry.reasons]
        if all(verdict == NOT_APPLICABLE for verdict, _ in told):
            why = joined(list(dict.fromkeys(_said_shortly(v, reason, lang) for v, reason in told))[:3], lang)
            together.setdefault(why, []).append(rule.id)
        else:
            reasons = dict.fromkeys(_said(verdict, reason_text(reason, lang), lang) for verdict, reason in told)
            alone.append(f"  {rule.id} {rule.title}: {joined(list(reasons)[:3], lang)}")
    join = phrase("names", lang)
    glue = join[len(join.rstrip()) :]
    for why, identities in sorted(together.items(), key=lambda one: -len(one[1])):
        label = phrase("not_run_group", lang, why=why, rules=counted("rules", len(identities), lang))
        *before, last = identities
        pieces = [*(identity + join.rstrip() for identity in before), last]
        first, *others = _broken([label + pieces[0], *pieces[1:]], glue)
        alone += [first, *("    " + line for line in others)]
    return [phrase("not_run", lang), *alone] if alone else []


def _said(verdict: str, reason: str, lang: str) -> str:
    return phrase("not_run_reason", lang, verdict=words("verdicts", verdict, lang), reason=reason)


def _said_shortly(verdict: str, reason: Reason, lang: str) -> str:
    """Why a rule does not apply, without the names that differ from rule to rule."""
    short = table("words")["short_reasons"].get(reason.code)
    return _said(verdict, short[lang] if short else reason_text(reason, lang), lang)
