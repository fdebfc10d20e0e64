"""How long gouji takes to start and to check one report, in processor time, beside a bare start of Python.

    python benchmarks/start.py

Ratios to the bare start say the same on a slow and on a fast machine. The least of several runs is taken: what a run
takes more than that, something else on the machine took.
"""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
RUNS = 15
GOUJI = ("-m", "checker")
CASES = {
    "python -c pass": ("-c", "pass"),
    "gouji --version": (*GOUJI, "--version"),
    "gouji check (the example)": (*GOUJI, "check", "examples/hengdong-2021/report.json"),
    "gouji rules test (the pack)": (*GOUJI, "rules", "test"),
}


def processor_seconds(arguments: tuple[str, ...], compiled: str) -> float:
    """User and system time of one run of Python, with whatever it starts.

    compiled: a folder for compiled modules, so that they are compiled once, as an installed program's are.

    Raises RuntimeError where the run ended otherwise than 0, or 1 for findings: its time would mean nothing.
    """
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": compiled}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1) or b"Traceback" in done.stderr:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def main() -> None:
    """Prints a Markdown table: seconds, and times a bare start."""
    with tempfile.TemporaryDirectory() as compiled:
        for arguments in CASES.values():
            processor_seconds(arguments, compiled)
        least = {
            name: min(processor_seconds(arguments, compiled) for _ in range(RUNS)) for name, arguments in CASES.items()
        }
    bare = next(iter(least.values()))
    print("| command | processor seconds | × bare start |\n|---|---:|---:|")
    for name, seconds in least.items():
        print(f"| `{name}` | {seconds:.3f} | {seconds / bare:.1f} |")


if __name__ == "__main__":
    main()
