"""Problems in words: name, place, the line with a caret under it, what is the matter, what to do."""

from unicodedata import category, combining, east_asian_width

from checker.problems import Problem, lesson
from checker.resources import table

_WIDEST = 100
_CUT = "…"


def display_width(text: str) -> int:
    """Columns a text takes on a terminal: wide and full-width characters two, combining ones none (UAX 11)."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def problem_text(problem: Problem, lang: str) -> str:
    """A problem as a person reads it; the caret stands under the right characters whatever their width."""
    said = lesson(problem, lang)
    form = table("words")["problem"][lang]
    lines = [f"{form['error']} {problem.code} {said.title}"]
    place = problem.file
    if problem.line:
        place += f":{problem.line}:{problem.column}"
    lines.append(f" --> {visible(place)}")
    if problem.line and problem.source.strip():
        lines += _excerpt(problem)
    lines.append(visible(said.text))
    if said.advice:
        lines.append(form["advice"] + visible(said.advice))
    return "\n".join(lines)


def visible(text: str) -> str:
    """A text without characters that would steer a terminal: it may quote any file at all."""
    return "".join(
        character if character.isprintable() or category(character) == "Zs" else "\N{REPLACEMENT CHARACTER}"
        for character in text
    )


def _excerpt(problem: Problem) -> list[str]:
    start, end = problem.column - 1, max(problem.end_column - 1, problem.column)
    text = visible(problem.source.replace("\t", " "))
    cut = max(0, start - _WIDEST // 2)
    head = _CUT if cut else ""
    shown = head + text[cut : cut + _WIDEST]
    start, end = start - cut + len(head), end - cut + len(head)
    end = min(max(end, start + 1), len(shown) + 1)
    shown += _CUT if cut + _WIDEST < len(text) else ""
    number = str(problem.line)
    gutter = " " * (len(number) + 2) + "|"
    under = " " * display_width(shown[:start]) + "^" * max(1, display_width(shown[start:end]))
    return [gutter, f" {number} | {shown}", f"{gutter} {under}"]


def problem_json(problem: Problem, lang: str) -> dict[str, object]:
    """A problem as an entry of ``errors`` in the findings JSON."""
    said = lesson(problem, lang)
    return {
        "code": problem.code,
        "title": said.title,
        "message": said.text,
        "advice": said.advice,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "end_column": problem.end_column,
    }
