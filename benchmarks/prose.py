"""How the time for hostile prose grows with its length, through every sentence pattern of the shipped layouts.

    python benchmarks/prose.py

Processor time of reading a text of 250 000, 500 000 and 1 000 000 characters and searching it for each pattern, as
ratios to the first: in proportion is 2 and 4. The words a pattern cannot do without stand at the end of each text,
without them it would not so much as begin. The test suite counts the steps instead (tests/test_prose.py).
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from checker.packs import read_pack
from checker.prose import Pattern, Reading, Speech, matches

SIZES = (250_000, 500_000, 1_000_000)
HOSTILE = {
    "digits": "1",
    "digits apart": "1 ",
    "separators": "1,111",
    "brackets that open": "（",
    "brackets in brackets": "（甲（乙",
    "punctuation": "，",
    "directions": "增加减少",
    "changes": "增加1万元、下降1%，",
    "items": "一般公共（类）网信（款）行政（项）",
    "years": "本年度上年2021年",
    "lines": "支出\n",
    "no units": "占1.0，占%，",
}


def sentences() -> tuple[Speech, list[Pattern]]:
    """The patterns of the shipped layout that has most, and the words they are read with."""
    layout = max(read_pack().layouts, key=lambda layout: len(layout.sentences))
    return layout.speech, [*(p for s in layout.sentences for p in s.patterns), *layout.no_data]


def seconds(text: str, speech: Speech, patterns: list[Pattern]) -> float:
    """Processor seconds for one text."""
    before = time.process_time()
    reading = Reading(text, speech, 2021)
    for pattern in patterns:
        matches(pattern, reading)
    return time.process_time() - before


def main() -> None:
    """Prints a Markdown table: seconds for the longest text, and the ratios."""
    speech, patterns = sentences()
    tail = "。\n" + "。".join("。".join(reversed(pattern.required)) for pattern in patterns)
    near = ["1万元，占1%".join(pattern.required[:-1]) for pattern in patterns]
    print(f"| text ({len(patterns)} patterns) | seconds for {SIZES[-1]} | × for twice | × for four times |")
    print("|---|---:|---:|---:|")
    for name, piece in {**HOSTILE, "near-matches of every pattern": "。".join(near) + "。"}.items():
        times = [seconds(piece * (size // len(piece)) + tail, speech, patterns) for size in SIZES]
        first, second, third = times
        print(f"| {name} | {third:.1f} | {second / first:.1f} | {third / first:.1f} |", flush=True)


if __name__ == "__main__":
    main()
