"""Content of another kind than expected: a text for a list, braces for a text."""

from typing import Literal

from checker.problems import Problem
from checker.yaml_fullwidth import begins_wide, bracket_fault, colon_fault
from checker.yaml_lines import Fault, Line, edited, moved, quoting
from checker.yaml_nodes import Block, Entries, Node, Scalar, YamlFile, line_text, place, problem

_WRONG_KINDS = {
    ("text", Entries): "Y152",
    ("text", Block): "Y152",
    ("list", Scalar): "Y153",
    ("list", Block): "Y154",
    ("mapping", Scalar): "Y155",
    ("mapping", Entries): "Y156",
}


def _typed_wide(node: Scalar, expected: Literal["text", "list", "mapping"]) -> Fault | None:
    """The full-width marks that made a text of a list or block."""
    if begins_wide(node.text, 0) and not node.runs:
        return bracket_fault(node.text, 0, len(node.text))
    fault = colon_fault(node.text, 0) if expected == "mapping" else None
    # a name is on the first line of a text, and so is its colon
    return fault if fault and place(node, fault.start)[0] == node.line else None


def wrong_kind(file: YamlFile, node: Node, expected: Literal["text", "list", "mapping"]) -> Problem:
    """The problem of finding another kind of content than expected; the caller has seen that it is another kind."""
    if isinstance(node, Scalar):
        if not node.text:
            return problem(file, "Y157", node)
        fault = _typed_wide(node, expected) if node.plain else None
        if fault:
            edits = [moved(edit, node.column - 1) for edit in fault.edits]
            mended = edited(Line(line_text(file, node.line)), edits).text.strip()
            return problem(file, fault.code, node, fault.start, fault.end, suggestion=mended)
    elif expected == "text" and node.flow:
        typed = line_text(file, node.line)
        if typed[node.end_column - 2] in "]}":
            quoted = edited(Line(typed), quoting(typed, node.column - 1, node.end_column - 1))
            return problem(file, "Y151", node, suggestion=quoted.text.strip())
    return problem(file, _WRONG_KINDS[expected, type(node)], node)
