"""Rules × bound reports → findings, a ledger in which every place a rule looked at is counted, and what no rule saw."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from checker.accounts import Judgement
from checker.binding import BoundReport, bind, choose_layout, relate
from checker.characters import key
from checker.coverage import PrintedFigure, printed_figures
from checker.culprits import Cause, Explanation, causes
from checker.evaluation import (
    HOLDS,
    NOT_APPLICABLE,
    ROUNDING,
    UNDECIDABLE,
    VERDICTS,
    VIOLATED,
    Comparison,
    Outcome,
    evaluate,
)
from checker.facts import AMOUNT, COUNT, RATIO, Fact, Place, Reason, Remark
from checker.kinds import kind_of
from checker.layouts import Layout
from checker.lookups import Instance
from checker.quantities import Linear, Quantity, facts, value
from checker.references import ANY
from checker.reports import Report
from checker.rules import Resolved, Rule
from checker.scopes import instances

ERROR, WARNING, NOTICE = "error", "warning", "notice"
SEVERITIES = (ERROR, WARNING, NOTICE)


@dataclass(frozen=True)
class Finding:
    """A verdict worth a reader's time.

    severity: 不一致 carries the rule's, 尾差 is a notice, 无法判断 at most a warning. outcome holds the numbers; for a
    remark of binding, ``remark`` holds its sentence and there is no rule. places: at how many places of the rule nothing
    could be judged for one and the same reason; it is said once, and ``instance`` is the first of them. story: of what is
    violated, the cause it shares with other findings, and the figures that may be wrong.
    """

    id: str
    report: Report
    severity: str
    verdict: str
    rule: Rule | None = None
    instance: Instance | None = None
    outcome: Outcome | None = None
    remark: Remark | None = None
    places: int = 1
    story: "Story | None" = None

    @property
    def rule_id(self) -> str:
        """The id of the rule, or the reserved id of a remark."""
        return self.rule.id if self.rule is not None else self.remark.rule if self.remark is not None else ""

    @property
    def doubtful(self) -> bool:
        """Whether it rests on a reading the importer was not sure of (待核对)."""
        return self.outcome is not None and any(fact.doubt for fact in self.outcome.facts)

    def source(self, fact: Fact) -> Report:
        """The report a fact is printed in: the one that is judged, or one of those around it."""
        bound = self.instance.bound if self.instance is not None else None
        around = [bound.prior, *bound.units] if bound is not None else []
        return next((other.report for other in around if other is not None and other.prints(fact)), self.report)

    def relation(self, fact: Fact) -> str:
        """What the report a fact is printed in is to the one that is judged: ``prior``, ``units``, or empty."""
        source = self.source(fact)
        if source is self.report or self.instance is None:
            return ""
        prior = self.instance.bound.prior
        return "prior" if prior is not None and source is prior.report else "units"


@dataclass(frozen=True)
class Story:
    """What several findings of a report have in common: an id that they share, how many they are, and the equally good
    explanations, the likeliest first."""

    id: str
    count: int
    explanations: tuple[Explanation, ...]


@dataclass
class Entry:
    """A rule's line of the ledger: how many places ended in each verdict, and why what was not judged was not."""

    counts: Counter[str] = field(default_factory=Counter)
    reasons: list[tuple[str, Reason, int]] = field(default_factory=list)

    def add(self, verdict: str, reason: Reason | None) -> None:
        """Counts one place."""
        self.counts[verdict] += 1
        if reason is None or verdict not in (UNDECIDABLE, NOT_APPLICABLE):
            return
        for index, (mine, known, count) in enumerate(self.reasons):
            if mine == verdict and known == reason:
                self.reasons[index] = (mine, known, count + 1)
                return
        self.reasons.append((verdict, reason, 1))


@dataclass
class Checked:
    """One report, checked. figures: every printed figure with the rules that watch it, in document order."""

    report: Report
    findings: list[Finding]
    ledger: dict[str, Entry]
    figures: list[PrintedFigure]
    places: int = 0
    has_layout: bool = True

    @property
    def unwatched(self) -> list[PrintedFigure]:
        """The printed figures that no equality came to an answer about."""
        return [figure for figure in self.figures if not figure.rules]


def check(
    report: Report,
    rules: Sequence[Rule],
    layouts: list[Layout],
    layout_name: str = "",
    context: Sequence[Report] = (),
    every_verdict: bool = False,
) -> Checked:
    """Judges one report by every rule.

    context: last year's report, the units' reports; read, not judged. every_verdict: 一致 and 不适用 become findings
    too. Findings come in document order: by the first place each looks at, then by rule.
    """
    bound = bound_report(report, layouts, layout_name, context)
    if bound is None:
        return _without_layout(report, rules, layout_name)
    return check_bound(bound, rules, every_verdict)


def bound_report(
    report: Report, layouts: list[Layout], layout_name: str = "", context: Sequence[Report] = ()
) -> BoundReport | None:
    """The report as its layout sees it, with the reports around it; None where no layout fits."""
    layout = choose_layout(report, layouts, layout_name)
    if layout is None:
        return None
    bound = bind(report, layout)
    relate(bound, context, layouts, layout_name)
    return bound


def check_bound(bound: BoundReport, rules: Sequence[Rule], every_verdict: bool = False) -> Checked:
    """Judges a report that is bound; as ``check`` does."""
    report = bound.report
    findings: list[Finding] = []
    ledger: dict[str, Entry] = {}
    watchers: dict[Fact, dict[str, None]] = {}
    judgements: list[Judgement] = []
    for rule in rules:
        entry = ledger[rule.id] = Entry()
        own: list[Finding] = []
        for instance, outcome in judged(rule, bound):
            entry.add(outcome.verdict, outcome.reason)
            judgements.append(Judgement(rule, instance, outcome))
            for fact in outcome.watched:
                watchers.setdefault(fact, {})[rule.id] = None
            if every_verdict or outcome.verdict in (ROUNDING, VIOLATED, UNDECIDABLE):
                own.append(_finding(rule, bound, instance, outcome))
        findings += own if every_verdict else _said_once(own, bound)
    remarks = [_remark_finding(report, remark) for remark in bound.remarks]
    printed = sorted(printed_figures(bound, watchers), key=lambda figure: _place_order(figure.place))
    places = sum(entry.counts.total() for entry in ledger.values())
    ordered = sorted([*remarks, *findings], key=_document_order)
    told = _with_stories(_told_apart(ordered), causes(bound, judgements))
    return Checked(report, told, ledger, printed, places)


def _with_stories(findings: list[Finding], found: Sequence[Cause]) -> list[Finding]:
    """The findings with the causes they share."""
    members: list[list[str]] = [[] for _ in found]
    cause_of = {identity: index for index, cause in enumerate(found) for identity in cause.outcomes}
    indices = [cause_of.get(id(finding.outcome)) for finding in findings]
    for finding, index in zip(findings, indices, strict=True):
        if index is not None:
            members[index].append(finding.id)
    # the same cause has the same id, whatever the order of rows and rules
    names = ["s-" + hashlib.sha256("\x1f".join(sorted(own)).encode()).hexdigest()[:10] for own in members]
    stories = [
        Story(name, len(own), cause.explanations) for name, own, cause in zip(names, members, found, strict=True)
    ]
    return [
        finding if index is None else replace(finding, story=stories[index])
        for finding, index in zip(findings, indices, strict=True)
    ]


def _said_once(findings: list[Finding], bound: BoundReport) -> list[Finding]:
    """One finding where a rule could not judge several places for one and the same reason: a missing section is told
    once, not once for each row that is explained there. The ledger counts every place."""
    kept: list[Finding] = []
    first: dict[tuple[str, ...], int] = {}
    for finding in findings:
        outcome = finding.outcome
        if (
            finding.verdict != UNDECIDABLE
            or outcome is None
            or outcome.reason is None
            or outcome.comparison is not None
        ):
            kept.append(finding)
            continue
        reason = (outcome.reason.code, *(f"{name}={text}" for name, text in sorted(outcome.reason.values.items())))
        if reason in first:
            known = kept[first[reason]]
            kept[first[reason]] = replace(
                known, id=_identity(bound.report, finding.rule_id, *reason), places=known.places + 1
            )
        else:
            first[reason] = len(kept)
            kept.append(finding)
    return kept


def _told_apart(findings: list[Finding]) -> list[Finding]:
    """Findings that say the same of places that are called the same get ids of their own, in document order."""
    seen: Counter[str] = Counter()
    found = []
    for finding in findings:
        seen[finding.id] += 1
        number = seen[finding.id]
        found.append(finding if number == 1 else replace(finding, id=f"{finding.id}-{number}"))
    return found


def judged(rule: Rule, bound: BoundReport) -> Iterator[tuple[Instance | None, Outcome]]:
    """Each place the rule looks at with its outcome; one 不适用 or 无法判断 where it looks at none."""
    report = bound.report
    if not rule.applies.to(report.kind, report.year, report.region):
        yield None, Outcome(NOT_APPLICABLE, Reason("out_of_scope", applies=False))
        return
    resolved = rule.resolved(bound.layout)
    if not resolved.is_sound:
        yield None, _unresolved(resolved)
        return
    found = False
    for instance in instances(rule.scope, bound):
        found = True
        if instance.missing is not None:
            verdict = UNDECIDABLE if instance.missing.applies else NOT_APPLICABLE
            yield instance, Outcome(verdict, instance.missing)
        else:
            yield instance, evaluate(resolved.assertion, instance, resolved.tolerance)
    if not found:
        yield None, Outcome(NOT_APPLICABLE, Reason("no_such_place", applies=False))


def _unresolved(resolved: Resolved) -> Outcome:
    """A rule that another layout understands: it does not apply where this layout says it lacks the thing."""
    layout = resolved.layout
    tables = resolved.rule.scope.tables or ()
    looked_at = tables if all(name in layout.absent for name in tables) else ()
    named = [dict(fault.values).get("name", "") for fault in (*resolved.scope_faults, *resolved.faults)]
    for name in (*looked_at, *named):
        if name in layout.absent:
            return Outcome(NOT_APPLICABLE, Reason("layout_lacks", {"name": name}, applies=False))
    return Outcome(UNDECIDABLE, Reason("name_unknown", {"layout": layout.name}))


def _finding(rule: Rule, bound: BoundReport, instance: Instance | None, outcome: Outcome) -> Finding:
    severity = {VIOLATED: rule.severity, UNDECIDABLE: WARNING if rule.severity != NOTICE else NOTICE}
    parts = instance.parts() if instance is not None else ()
    return Finding(
        id=_identity(bound.report, rule.id, *parts),
        report=bound.report,
        severity=severity.get(outcome.verdict, NOTICE),
        verdict=outcome.verdict,
        rule=rule,
        instance=instance,
        outcome=outcome,
    )


def _remark_finding(report: Report, remark: Remark) -> Finding:
    verdict = VIOLATED if remark.violated else UNDECIDABLE
    parts = [remark.values[name] for name in sorted(remark.values) if name != "near"]
    return Finding(_identity(report, remark.rule, *parts), report, remark.severity, verdict, remark=remark)


def _identity(report: Report, *parts: str) -> str:
    """The same finding in the same report has the same id, whatever the order of rows and rules."""
    about = [report.kind, report.entity.code or key(report.entity.name), str(report.year or "")]
    return hashlib.sha256("\x1f".join((*about, *map(key, parts))).encode()).hexdigest()[:12]


def _without_layout(report: Report, rules: Sequence[Rule], layout_name: str) -> Checked:
    wanted = layout_name or report.layout
    if wanted:
        place = Place("" if layout_name else "/layout")
        remark = Remark("layout.unknown-layout", {"layout": wanted}, place)
        reason = Reason("layout_unknown", {"layout": wanted})
    else:
        values = {"kind": report.kind, "year": str(report.year or "")}
        remark = Remark("layout.unknown-layout", values, Place("/kind"))
        reason = Reason("no_layout", {"kind": report.kind})
    ledger = {rule.id: Entry() for rule in rules}
    for entry in ledger.values():
        entry.add(UNDECIDABLE, reason)
    return Checked(report, [_remark_finding(report, remark)], ledger, [], len(ledger), has_layout=False)


def _pointer_order(pointer: str) -> tuple[tuple[int, int, str], ...]:
    groups = ("tables", "contents", "sections", "attachments")
    parts = pointer.split("/")[1:]
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, groups.index(part) if part in groups else 9, part)
        for part in parts
    )


def _place_order(place: Place) -> tuple[tuple[tuple[int, int, str], ...], int]:
    return _pointer_order(place.pointer), place.start or 0


def _document_order(finding: Finding) -> tuple[object, ...]:
    # what is left alike stays in the order it was met in
    return *_place_order(first_place(finding)), finding.rule_id


def first_place(finding: Finding) -> Place:
    """Where a reader should look first: the right side of the decisive comparison, else the first thing seen."""
    if finding.remark is not None:
        return finding.remark.place
    outcome, instance = finding.outcome, finding.instance
    own = [fact for fact in outcome.facts if finding.source(fact) is finding.report] if outcome is not None else []
    if outcome is not None and outcome.comparison is not None:
        for side in (outcome.comparison.left, outcome.comparison.right):
            alone = [fact for fact in facts(side).values() if fact in own and fact.place.pointer]
            if len(facts(side)) == 1 and alone:
                return alone[0].place
    if own:
        return own[0].place
    if instance is not None and instance.table in instance.bound.tables:
        return Place(f"/tables/{instance.bound.tables[instance.table].table.index}", table=instance.table)
    if instance is not None and instance.bound.sections.get(instance.section):
        return Place(f"/sections/{instance.bound.sections[instance.section][0].index}")
    return Place("")


# --- the numbers of a finding, in a unit a reader knows -----------------------------------------------------------


@dataclass(frozen=True)
class Measure:
    """The unit numbers of a comparison are shown in: its name, its base units, its decimals."""

    unit: str
    factor: Fraction
    places: int


def measure(comparison: Comparison) -> Measure:
    """The unit of what is compared: percent for ratios, for amounts and counts that of the first printed figure."""
    kinds = {kind_of(node)[0] for node in (comparison.left_node, comparison.right_node)}
    sides = (comparison.left, comparison.right)
    singles = [s.single() for s in sides if isinstance(s, Linear)]
    inner = [fact for side in sides for fact in facts(side).values()]
    known = [fact for fact in (*singles, *inner) if fact is not None and not (fact.blank and not fact.unit)]
    if RATIO in kinds or not kinds & {AMOUNT, COUNT, ANY}:
        own = next((fact for fact in known if fact.kind == RATIO), None)
        if own is not None:
            return Measure(own.unit, Fraction(own.factor), max(f.decimals for f in known if f.kind == RATIO))
        return Measure("%", Fraction(1, 100), 2) if RATIO in kinds else Measure("", Fraction(1), 0)
    wanted = AMOUNT if AMOUNT in kinds else COUNT if COUNT in kinds else known[0].kind if known else COUNT
    shown = next((fact for fact in known if fact.kind == wanted), None)
    if shown is None:
        return Measure("", Fraction(1), 0)
    same = [fact.decimals for fact in known if fact.unit == shown.unit and not fact.blank]
    return Measure(shown.unit, Fraction(shown.factor), max(same, default=shown.decimals))


def side_value(side: Quantity) -> Fraction:
    """A side at the printed figures, in base units."""
    return value(side)


def summary(checked: Sequence[Checked]) -> Mapping[str, Counter[str]]:
    """How many findings have each verdict and each severity, and how many places ended in each verdict."""
    places: Counter[str] = Counter(dict.fromkeys(VERDICTS, 0))
    severities: Counter[str] = Counter(dict.fromkeys(SEVERITIES, 0))
    for one in checked:
        for entry in one.ledger.values():
            places.update(entry.counts)
        severities.update(
            finding.severity for finding in one.findings if finding.verdict not in (HOLDS, NOT_APPLICABLE)
        )
    return {"verdicts": places, "severities": severities}
