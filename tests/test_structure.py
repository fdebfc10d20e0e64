"""What holds of all of ``checker/``: imports point one way, words are data, figures are exact, files are small."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "checker"
FILES = sorted(PACKAGE.rglob("*.py"))
WORDS = re.compile(r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff]")
PUNCTUATION = re.compile(r"[\u3000-\u3004\u3008-\u303f\uff00-\uffef]")
# punctuation of the rule language and of its canonical form that is still written out; it is to become data
PUNCTUATED = {"assertions", "cli", "examples", "lexer", "render.rules", "resolution", "rules", "tables"}
# how near two names must be is no amount; in these modules no number but an exact one may be
EXACT = {"amounts", "evaluation", "facts", "figures", "findings", "prose", "quantities", "readings", "rows", "scopes",
         "sections", "tables", "render.equations", "render.json", "render.text", "render.wording"}  # fmt: skip
MOST_LINES = 450
LONGER = {
    "yamlfiles": "reading and the lessons about mistakes are still in one file",
    "evaluation": "every operator and function of the language with what it means for figures",
    "resolution": "every kind of name with the mistakes it can be",
    "scopes": "every kind of place a rule can look at",
}


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__") or "checker"


MODULES = [name_of(path) for path in FILES]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), path.name)


def imported(path: Path) -> set[str]:
    """Every module a file imports, wherever in it: ours by their name in the package, others by their first name."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative import"
            assert node.module is not None
            # from checker.render import text names a module, from checker.facts import Fact does not
            inside = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if name.removeprefix("checker.") in MODULES else node.module for name in inside]
        for name in names:
            ours, _, rest = name.partition(".")
            found.add((rest or ours) if ours == "checker" else ours)
    return found


IMPORTS = {name_of(path): imported(path) for path in FILES}


def users(module: str) -> set[str]:
    return {name for name, found in IMPORTS.items() if module in found}


def reached(module: str) -> set[str]:
    """All modules of the package a module needs, directly or through others."""
    found: set[str] = set()
    ahead = [module]
    while ahead:
        for name in IMPORTS.get(ahead.pop(), set()) & set(MODULES):
            if name not in found:
                found.add(name)
                ahead.append(name)
    return found


@pytest.mark.parametrize("module", MODULES)
def test_no_module_needs_itself(module: str) -> None:
    assert module not in reached(module)


def test_only_the_command_line_renders() -> None:
    renderers = {name for name in MODULES if name.startswith("render.")}
    assert renderers
    for name in renderers:
        assert {user for user in users(name) if not user.startswith("render")} <= {"cli"}, name


def test_only_the_module_that_starts_the_program_imports_the_command_line() -> None:
    assert users("cli") == {"__main__"}


@pytest.mark.parametrize(
    ("library", "modules"),
    [
        ("lark", {"language"}),
        ("yaml", {"resources", "yamlfiles"}),
        ("jsonschema", {"report_faults"}),
        ("click", {"cli"}),
    ],
)
def test_a_library_is_used_in_few_places(library: str, modules: set[str]) -> None:
    assert users(library)
    assert users(library) <= modules


@pytest.mark.parametrize(
    ("module", "beyond"),
    [
        # a report is read before anything is known of layouts and rules
        ("reports", {"layouts", "rules", "binding", "evaluation", "findings", "language"}),
        # layouts are bound without knowing the rules
        ("binding", {"rules", "evaluation", "findings", "language", "scopes"}),
        # what numbers mean does not depend on where they were printed
        ("evaluation", {"layouts", "reports", "binding", "rules", "findings", "scopes", "language"}),
        ("quantities", {"layouts", "reports", "assertions"}),
        # rules are read without any report
        ("rules", {"reports", "binding", "scopes", "findings"}),
        ("language", {"layouts", "reports", "rules", "evaluation"}),
        ("findings", {"cli", "packs", "yamlfiles"}),
        # problems are about input files, findings about reports
        ("problems", {"findings", "facts", "rules", "reports"}),
    ],
)
def test_no_step_reaches_back(module: str, beyond: set[str]) -> None:
    assert module in MODULES
    assert beyond <= set(MODULES)
    needed = reached(module) if module != "findings" else IMPORTS[module]
    assert needed & beyond == set()


def spoken(node: ast.AST) -> set[int]:
    """The docstrings in a tree, also those below an attribute or a constant: plain text that is a statement."""
    return {
        id(inner.value)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Expr) and isinstance(inner.value, ast.Constant) and isinstance(inner.value.value, str)
    }


def helps(path: Path) -> set[int]:
    """The texts of ``help=``: on the command line they are in both languages at once."""
    given = (node for node in ast.walk(tree(path)) if isinstance(node, ast.keyword) and node.arg == "help")
    return {id(inner) for node in given for inner in ast.walk(node)} if name_of(path) == "cli" else set()


def written(path: Path, characters: re.Pattern[str]) -> list[tuple[int, str]]:
    """Texts of a file with such characters, and their lines, docstrings and the command line's help aside."""
    allowed = spoken(tree(path)) | helps(path)
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if characters.search(node.value) and id(node) not in allowed
    ]


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_words_are_data(path: Path) -> None:
    assert written(path, WORDS) == []
    assert not any(not node.id.isascii() for node in ast.walk(tree(path)) if isinstance(node, ast.Name))


def test_punctuation_is_data_but_where_it_is_known_not_to_be() -> None:
    assert {name_of(path) for path in FILES if written(path, PUNCTUATION)} <= PUNCTUATED


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_nothing_is_executed_and_no_figure_is_binary(path: Path) -> None:
    called = {
        node.func.id for node in ast.walk(tree(path)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert called & {"eval", "exec", "compile", "float", "__import__"} == set()
    if name_of(path) in EXACT:
        assert [n.lineno for n in ast.walk(tree(path)) if isinstance(n, ast.Constant) and type(n.value) is float] == []


def test_the_modules_that_must_be_exact_are_there() -> None:
    assert set(MODULES) >= EXACT


def public(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    found = [node for node in tree(path).body if isinstance(node, kinds) and not node.name.startswith("_")]
    for owner in [node for node in found if isinstance(node, ast.ClassDef)]:
        found += [node for node in owner.body if isinstance(node, kinds) and not node.name.startswith("_")]
    return found


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_what_is_public_says_what_it_is(path: Path) -> None:
    assert path.name == "__main__.py" or ast.get_docstring(tree(path))
    silent = [node.name for node in public(path) if not ast.get_docstring(node)]
    assert silent == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_files_are_small_but_for_those_with_a_reason(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= MOST_LINES or LONGER.get(name_of(path))


def test_reasons_are_for_files_that_are_long() -> None:
    for name in LONGER:
        path = PACKAGE.joinpath(*name.split(".")).with_suffix(".py")
        # one that has become small needs its reason no more
        assert not path.exists() or len(path.read_text("utf-8").splitlines()) > MOST_LINES, name
