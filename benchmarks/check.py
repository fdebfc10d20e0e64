"""How long one report takes by the whole pack, once everything is loaded, beside a loop and beside reading its JSON.

    python benchmarks/check.py

Ratios to the loop say the same on a slow and on a fast machine. The cases take turns, and of each the least of several
runs is taken: what a run takes more than that, something else on the machine took. ``--profile`` lists instead where a
check spends its time.
"""

import argparse
import cProfile
import json
import pstats
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from checker.findings import bound_report, check, check_bound  # noqa: E402
from checker.packs import read_pack  # noqa: E402
from checker.reports import parse_report  # noqa: E402

EXAMPLE = ROOT / "examples" / "hengdong-2021" / "report.json"
RUNS, ROUNDS = 25, 100_000
PROFILED = 40


def loop() -> int:
    """What everything is compared with: so many additions, one after another."""
    total = 0
    for number in range(ROUNDS):
        total += number
    return total


def cases(path: Path) -> dict[str, Callable[[], Any]]:
    """The steps of checking one report with the shipped pack, each ready to run."""
    text = path.read_text("utf-8")
    report, _ = parse_report(text, str(path))
    pack = read_pack()
    bound = bound_report(report, pack.layouts) if report is not None else None
    if report is None or bound is None:
        raise ValueError(f"{path} is no report that a shipped layout is for")
    return {
        f"a loop of {ROUNDS} additions": loop,
        "json.loads (the report)": partial(json.loads, text),
        "read it and prove it sound": partial(parse_report, text, str(path)),
        "bind it to its layout": partial(bound_report, report, pack.layouts),
        f"judge it by {len(pack.rules)} rules": partial(check_bound, bound, pack.rules),
        "check it, bound and judged": partial(check, report, pack.rules, pack.layouts),
    }


def least(steps: Mapping[str, Callable[[], Any]]) -> dict[str, float]:
    """Processor seconds of each step, the least of its runs."""
    found = dict.fromkeys(steps, float("inf"))
    for _ in range(RUNS):
        for name, step in steps.items():
            before = time.process_time()
            step()
            found[name] = min(found[name], time.process_time() - before)
    return found


def main() -> None:
    """Prints a Markdown table: milliseconds of processor time, and times the loop; or a profile."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("report", nargs="?", type=Path, default=EXAMPLE)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    steps = cases(options.report)
    if options.profile:
        profile = cProfile.Profile()
        profile.runcall(lambda: [list(steps.values())[-1]() for _ in range(RUNS)])
        pstats.Stats(profile).sort_stats("tottime").print_stats(PROFILED)
        return
    found = least(steps)
    unit = next(iter(found.values()))
    print("| step | milliseconds | × loop |\n|---|---:|---:|")
    for name, seconds in found.items():
        print(f"| {name} | {1000 * seconds:.1f} | {seconds / unit:.1f} |")


if __name__ == "__main__":
    main()
