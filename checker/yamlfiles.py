"""Rule and layout files as they were typed: YAML read as text with places, and its mistakes as lessons.

Every scalar is text (``0201`` and ``no`` stay what they are), every place is that of the file as typed, and all of a
file's mistakes are reported at once. YAML itself stops at the first one, so a file it refuses, or reads as something
nobody can have meant, is gone through line by line (``yaml_mending``): each mistake found there is repaired in memory, and
the repaired line is what the lesson shows. What is still refused is left out, up to ``MOST_REPAIRS`` times.
Anchors, aliases, tags and merge keys are refused: a file from a stranger must be safe to read.
"""

from pathlib import Path

from checker.problems import Problem
from checker.yaml_bytes import MOST_BYTES, read_text, too_big
from checker.yaml_events import build
from checker.yaml_kinds import wrong_kind
from checker.yaml_lines import Line, Sheet, problem_at, without_foreign
from checker.yaml_mending import blamed, leave_out, mend
from checker.yaml_nodes import Scalar, YamlFile

MOST_REPAIRS = 20
MOST_PROBLEMS = 50


def read_yaml(path: Path | str) -> tuple[YamlFile, list[Problem]]:
    """A file from disk, and everything that is wrong with it as YAML, in file order. Raises nothing."""
    text = read_text(path)
    return (YamlFile(str(path)), [text]) if isinstance(text, Problem) else parse_yaml(text, str(path))


def parse_yaml(text: str, path: str) -> tuple[YamlFile, list[Problem]]:
    """A file from its text, and everything that is wrong with it as YAML, in file order. Raises nothing."""
    if len(text) > MOST_BYTES:
        return YamlFile(path), [too_big(path)]
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    typed = tuple(text.removesuffix("\n").split("\n"))
    # white space alone on a line means nothing to anybody, whichever kind it is; YAML's marks may lie below the last
    sheet = Sheet(path, typed, [*(Line(line if line.strip() else "") for line in typed), Line("")])
    problems = without_foreign(sheet)
    built = build(sheet)
    if built.error or built.doubtful or isinstance(built.root, Scalar):
        mended = mend(sheet)
        problems += mended
        built = build(sheet) if mended else built
    for _ in range(MOST_REPAIRS):
        if not built.error or (culprit := blamed(sheet, built.error)) is None:
            break
        if culprit[0] + 1 not in sheet.reported:
            problems.append(problem_at(sheet, "Y130", *culprit))
        leave_out(sheet, culprit[0])
        built = build(sheet)
    problems += [found for found in built.problems if found.line not in sheet.reported]
    if built.error or len(problems) > MOST_PROBLEMS:
        problems = [*sorted(problems, key=_order)[:MOST_PROBLEMS], Problem("Y147", path)]
    elif built.root is None and not problems:
        problems.append(Problem("Y107", path))
    elif isinstance(built.root, Scalar) and not problems:
        problems.append(wrong_kind(YamlFile(path, typed), built.root, "mapping"))
    sheet.reported.update(found.line for found in problems if found.line)
    root = None if built.error else built.root
    return YamlFile(path, typed, root, frozenset(sheet.reported)), sorted(problems, key=_order)


def _order(found: Problem) -> tuple[bool, int, int]:
    return not found.line, found.line, found.column
