"""How the code is put together: imports point one way, words are data, nothing runs what a file says."""

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from mutations import ROOT

from checker.resources import table

PACKAGE = ROOT / "checker"
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))
IDEOGRAPH = re.compile(r"[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff]")


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.ImportFrom(module=str(module)):
            yield module
        case ast.Import(names=names):
            yield from (alias.name for alias in names)


def at_the_top(path: Path) -> set[str]:
    """The modules of the project a module needs to be imported at all."""
    found = {name for node in tree_of(path).body for name in imported(node)}
    return {name for name in found if name.startswith("checker")}


def anywhere(path: Path) -> set[str]:
    return {name for node in ast.walk(tree_of(path)) for name in imported(node)}


def test_imports_point_one_way() -> None:
    needs = {name_of(path): at_the_top(path) for path in MODULES}
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


# read → bind → facts → evaluate → findings → render: no step reaches back
STEPS = [
    {"amounts", "characters", "problems", "resources", "facts", "folding"},
    {"reports", "language", "assertions", "lexer", "patterns", "speech", "figures", "prose"},
    {"layouts", "references"},
    {"headings", "rows", "placing", "tables", "sections", "binding"},
    {"quantities", "evaluation", "lookups", "scopes"},
    {"halfspaces", "slips"},
    {"edits"},
    {"localising"},
    {"accounts", "shifts"},
    {"needed", "neighbours"},
    {"culprits"},
    {"findings", "coverage"},
    {"render"},
    {"ingest"},
    {"ingest_cli"},
    {"cli"},
]

# inside ingest/: the neutral model → readers → joining → tables and prose → report JSON → record → one document
INGEST = [
    {"documents", "extras", "encodings", "archives", "number_formats", "old_formats"},
    {"cells", "word_lists", "pdf_page", "pdf_limits"},
    {"pdf_lines", "pdf_ruled"},
    {"pdf_cells", "pdf_paragraphs", "pdf_aligned"},
    {"pdf_rows", "pdf_flow", "pdf_turned"},
    {"text", "html", "word", "workbook", "pdf"},
    {"office"},
    {"captions", "numbered"},
    {"joining", "titles", "heading_rows", "seams", "anchoring"},
    {"pieces"},
    {"tabling", "sectioning"},
    {"composing", "recognition"},
    {"record", "formats"},
    {"importing", "files"},
]


@pytest.mark.parametrize("step", range(len(STEPS)))
def test_no_step_reaches_for_a_later_one(step: int) -> None:
    no_step_reaches_for_a_later_one(PACKAGE, "checker", STEPS, step)


@pytest.mark.parametrize("step", range(len(INGEST)))
def test_no_step_of_an_import_reaches_for_a_later_one(step: int) -> None:
    no_step_reaches_for_a_later_one(PACKAGE / "ingest", "checker.ingest", INGEST, step)


def no_step_reaches_for_a_later_one(place: Path, package: str, steps: list[set[str]], step: int) -> None:
    later = {f"{package}.{name}" for names in steps[step + 1 :] for name in names}
    # what a rule compares is judged without the layout, and bound facts without the rules
    for name in steps[step]:
        folder = place / name
        files = list(folder.glob("*.py")) if folder.is_dir() else [place / f"{name}.py"]
        for path in files:
            reached = {n for n in at_the_top(path) if any(n == other or n.startswith(f"{other}.") for other in later)}
            assert not reached, f"{name} → {reached}"


@pytest.mark.parametrize(
    ("library", "users"),
    [
        ("lark", {"checker.language"}),
        ("jsonschema", {"checker.report_faults"}),
        ("click", {"checker.cli", "checker.ingest_cli"}),
        ("docx", {"checker.ingest.word"}),
        ("pdfplumber", {"checker.ingest.pdf", "checker.ingest.pdf_page"}),
        ("python_calamine", {"checker.ingest.workbook"}),
        ("charset_normalizer", {"checker.ingest.encodings"}),
    ],
)
def test_a_library_has_one_user(library: str, users: set[str]) -> None:
    using = {name_of(p) for p in MODULES if any(n.split(".")[0] == library for n in anywhere(p))}
    assert using <= users


def test_heavy_libraries_wait_for_the_command_that_needs_them() -> None:
    heavy = {"lark", "jsonschema", "yaml", "checker"} - {"checker"}
    assert not {n.split(".")[0] for n in at_the_top_of_any("cli")} & heavy
    assert at_the_top(PACKAGE / "cli.py") == {"checker"}


def at_the_top_of_any(module: str) -> set[str]:
    return {name for node in tree_of(PACKAGE / f"{module}.py").body for name in imported(node)}


# --- words are data ---------------------------------------------------------------------------------------------------


def documentation(tree: ast.Module) -> set[int]:
    """The string nodes that document something: docstrings, and strings that stand alone."""
    return {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}


def help_texts(tree: ast.Module) -> set[int]:
    """What ``--help`` says, in both languages at once."""
    return {
        id(inner)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg in ("help", "short_help", "epilog")
        for inner in ast.walk(keyword.value)
    }


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_chinese_stands_in_the_code(path: Path) -> None:
    tree = tree_of(path)
    allowed = documentation(tree) | help_texts(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in allowed:
            assert not IDEOGRAPH.search(node.value), f"{path.name}:{node.lineno} {node.value!r}"
        for name in (getattr(node, "id", ""), getattr(node, "name", ""), getattr(node, "arg", "")):
            assert not (isinstance(name, str) and IDEOGRAPH.search(name)), f"{path.name}: {name}"


def test_every_word_the_output_uses_is_there() -> None:
    """Codes of reasons and remarks in the code are those of the table, no more and no fewer."""
    source = "\n".join(path.read_text("utf-8") for path in MODULES)
    words = table("words")
    for rule in words["remarks"]:
        assert f'"{rule}"' in source, rule
    for rule in set(re.findall(r'"(layout\.[a-z-]+)"', source)):
        assert rule in words["remarks"], rule
    reasons = set(re.findall(r'Reason\(\s*"([a-z_]+)"', source))
    known = set(words["reasons"])
    assert reasons <= known
    # those that are put together or chosen between
    chosen = {code for code in known if f'"{code}"' in source or code.startswith("no_")}
    assert known == reasons | chosen


# --- safety -----------------------------------------------------------------------------------------------------------

FORBIDDEN = {"eval", "exec", "compile", "__import__", "float", "complex"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_is_run_and_no_amount_meets_a_binary_float(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in FORBIDDEN, f"{path.name}:{node.lineno}"
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            # a share of likeness between names is no amount
            assert is_cutoff(path, node), f"{path.name}:{node.lineno}"


def is_cutoff(path: Path, number: ast.Constant) -> bool:
    """Whether a number says how alike two names must be: it is written on a line that speaks of likeness."""
    line = path.read_text("utf-8").splitlines()[number.lineno - 1]
    return bool(re.search(r"cutoff|near|alike|_SAME_TABLE|_SAME_HEADING", line))


def test_the_grammar_and_tables_say_nothing_of_any_family_of_reports() -> None:
    for name in ("words", "keywords", "keys", "prose", "characters", "ingest"):
        written = (ROOT / "grammar" / f"{name}.yaml").read_text("utf-8")
        values = "\n".join(
            line.partition(" #")[0] for line in written.splitlines() if not line.lstrip().startswith("#")
        )
        for word in ("财政拨款", "三公", "公用经费"):
            assert word not in values, f"{name}: {word}"


# --- documentation ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_public_thing_says_what_it_is(path: Path) -> None:
    if path.stem == "__main__":
        assert ast.get_docstring(tree_of(path))
        return
    module = importlib.import_module(name_of(path))
    assert module.__doc__
    for name, thing in vars(module).items():
        if name.startswith("_") or getattr(thing, "__module__", None) != module.__name__:
            continue
        if not (inspect.isclass(thing) or inspect.isfunction(thing)):
            continue
        if inspect.isclass(thing) and issubclass(thing, tuple) and not thing.__doc__:
            pytest.fail(f"{name} says nothing of itself")
        assert thing.__doc__, f"{module.__name__}.{name}"
        assert not thing.__doc__.startswith(f"{name}("), f"{module.__name__}.{name} has no docstring of its own"
