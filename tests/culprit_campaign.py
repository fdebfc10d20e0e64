"""How often the figure that was changed is the one that is blamed: ``python tests/culprit_campaign.py --help``.

One figure at a time of a table or a sentence is moved, loses a digit, has two digits exchanged, gets the wrong sign or
unit, or is blanked; the report is checked, and the changed figure should be the first culprit where the rules leave one
answer, and among the equally good ones everywhere. Columns are shifted, and should come out as one story.
"""

import argparse
import copy
import json
import re
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

from campaign import figures, moved
from generator import generate
from mutations import EXAMPLE, ROOT, checked
from planting import NoPlace, plant

from checker.findings import Checked
from checker.slips import SHIFTED

Value = dict[str, Any]

ONLY, FIRST, AMONG = "the only answer", "the first of several", "among several"
WRONG, NOTHING = "another figure alone is blamed", "no answer"
OTHERS = "not among several"
UNTOLD = "no comparison tells of it"

KINDS = (
    "digit-changed",
    "digit-dropped",
    "digits-transposed",
    "magnitude",
    "negative",
    "figure-blanked",
    "blank-filled",
)
_FIGURE = re.compile(r"\d+\.\d+")


def reports(count: int, seed: int = 0) -> Iterator[Value]:
    """The example reports without errors in their tables, and generated ones."""
    for path in (EXAMPLE, ROOT / "examples" / "yunxi-culture-2022" / "report.json"):
        yield json.loads(path.read_text("utf-8"))
    for number in range(count):
        yield generate(seed + number, size=4 + number % 6, unit="元" if number % 3 == 1 else "万元")


def changes(report: Value, rng: Random, most: int) -> Iterator[tuple[str, Value, str, int | None]]:
    """Copies of a report with one wrong figure: what was done, the report, the pointer, in prose the character."""
    places = list(figures(report))
    for table, row, column, text in rng.sample(places, min(most, len(places))):
        value = copy.deepcopy(report)
        value["tables"][table]["rows"][row][column] = moved(text, rng)
        yield "moved" if text.strip() else "filled", value, f"/tables/{table}/rows/{row}/{column}", None
    for kind in KINDS:
        for seed in range(most // 8):
            try:
                value, planted = plant(report, kind, rng.randrange(10_000) + seed)
            except NoPlace:
                break
            yield kind, value, planted.pointers[0], None
    said = [(index, hit) for index, s in enumerate(report.get("sections", ())) for hit in _FIGURE.finditer(s["text"])]
    for index, hit in rng.sample(said, min(most // 2, len(said))):
        value = copy.deepcopy(report)
        text, at = hit.string, hit.start()
        digit = rng.choice([d for d in "123456789" if d != text[at]])
        value["sections"][index]["text"] = text[:at] + digit + text[at + 1 :]
        yield "prose", value, f"/sections/{index}/text", at


def names(found: Checked, pointer: str, at: int | None) -> str:
    """What became of one wrong figure."""
    stories = {}
    told = False
    for finding in found.findings:
        outcome = finding.outcome
        if outcome is None or finding.verdict != "violated" or not outcome.ties or finding.severity != "error":
            continue
        if any(_is_at(fact.place.pointer, fact.place.start, fact.place.end, pointer, at) for fact in outcome.facts):
            told = True
            if finding.story is not None:
                stories[finding.story.id] = finding.story
    results = []
    for story in stories.values():
        places = [
            any(
                _is_at(c.fact.place.pointer, c.fact.place.start, c.fact.place.end, pointer, at)
                for c in explanation.culprits
            )
            for explanation in story.explanations
        ]
        if not any(places):
            results.append(WRONG if len(places) == 1 else OTHERS)
        else:
            results.append(ONLY if len(places) == 1 else FIRST if places[0] else AMONG)
    order = (ONLY, FIRST, AMONG, WRONG, OTHERS, NOTHING)
    return min(results, key=order.index) if results else NOTHING if told else UNTOLD


def _is_at(pointer: str, start: int | None, end: int | None, wanted: str, at: int | None) -> bool:
    return pointer == wanted and (at is None or (start is not None and end is not None and start <= at < end))


def shifted(report: Value, seed: int) -> bool | None:
    """Whether a shifted column is one story, all of it, besides what the report had before; None where none can be."""
    try:
        value, planted = plant(report, "column-shifted", seed)
    except NoPlace:
        return None
    before = {finding.id for finding in checked(report).findings}
    fresh = [f for f in checked(value).findings if f.id not in before and f.outcome is not None and f.outcome.ties]
    fresh = [finding for finding in fresh if finding.verdict == "violated" and finding.severity == "error"]
    stories = {finding.story.id if finding.story is not None else "" for finding in fresh}
    if not fresh:
        return None
    explanation = fresh[0].story.explanations[0] if fresh[0].story is not None else None
    # two figures that changed places are told as that
    wanted = explanation is not None and (explanation.slip == SHIFTED or len(planted.changes) < 3)
    return len(stories) == 1 and "" not in stories and wanted


def main() -> None:
    """Runs the campaign and prints the counts, by what was done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=4, help="generated reports, besides the examples")
    parser.add_argument("--most", type=int, default=40, help="figures moved in each report; of the rest a share of it")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    rng = Random(chosen.seed)
    total: Counter[str] = Counter()
    by_kind: dict[str, Counter[str]] = {}
    columns: Counter[bool | None] = Counter()
    for report in reports(chosen.reports, chosen.seed):
        print(report["entity"]["name"], report["year"])
        for kind, value, pointer, at in changes(report, rng, chosen.most):
            result = names(checked(value), pointer, at)
            total[result] += 1
            by_kind.setdefault(kind, Counter())[result] += 1
            if result in (WRONG, OTHERS, NOTHING):
                print(f"  {kind} {pointer} {'' if at is None else at}: {result}")
        for seed in range(chosen.most // 8):
            answer = shifted(report, seed)
            columns[answer] += 1
            if answer is False:
                print(f"  column-shifted {seed}: more than one story")
    for kind, counted in by_kind.items():
        print(kind, dict(counted))
    determined = total[ONLY] + total[WRONG]
    all_told = sum(total.values()) - total[UNTOLD]
    print(f"blamed first where the rules leave one answer: {total[ONLY]} of {determined}")
    print(f"among the equally good answers: {total[ONLY] + total[FIRST] + total[AMONG]} of {all_told}")
    print(f"shifted columns told as one story: {columns[True]} of {columns[True] + columns[False]}")


if __name__ == "__main__":
    main()
