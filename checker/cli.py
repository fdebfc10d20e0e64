"""The command ``gouji``: how it is called, and its exit status. No decisions about reports are made here.

Heavy modules are imported by the commands that need them, so that ``gouji --version`` starts at once.
"""

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker import __version__

if TYPE_CHECKING:
    from checker.findings import Checked
    from checker.packs import Pack
    from checker.problems import Problem
    from checker.reports import Report

FOUND, UNREADABLE = 1, 2
_LEVELS = ("error", "warning", "notice", "never")
_FORMATS = ("text", "json")
_NARROWEST, _USUAL, _WIDEST = 80, 100, 120
"""Columns a drawing is made for: the terminal's, within reason."""

_lang = click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", envvar="GOUJI_LANG", show_default=True,
                     help="Language of the output. 输出的语言。")  # fmt: skip
_rules = click.option("--rules", "rule_paths", multiple=True, type=click.Path(path_type=Path), metavar="PATH",
                      help="Rule and layout files or folders, not the shipped pack. 规则文件或文件夹。")  # fmt: skip
_with = click.option("--with", "context_paths", multiple=True, type=click.Path(path_type=Path), metavar="PATH",
                     help="Context reports (last year's, the units'): read, not judged. 参照的报告，只读不查。")  # fmt: skip
_layout = click.option("--layout", "layout_name", default="", metavar="NAME", help="Use this layout. 指定版式。")
_without = click.option("--without", "left_out", multiple=True, metavar="GROUP",
                        help="Leave the rules of this group out; may be repeated. 不运行这个分组的规则。")  # fmt: skip
_group = click.option("--group", "wanted", multiple=True, metavar="GROUP",
                      help="Run the rules of this group too, which are run only on request; may be repeated. "
                      "也运行这个选查的分组。")  # fmt: skip


class _Commands(click.Group):
    """The commands of this module, and those that have one of their own, loaded when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), "import"])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name == "import":
            from checker.ingest_cli import import_documents

            return import_documents
        return super().get_command(ctx, cmd_name)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="gouji")
def main() -> None:
    """Checks that disclosed accounts tie: within a table, across tables, between tables and prose.

    检查公开的账目是否勾稽相符：表内、表间、文表之间。

    \b
    gouji check report.json                 one report, by the shipped rules
    gouji check data/ --format json -o findings.json
    """
    for stream in (sys.stdout, sys.stderr):
        # Chinese goes out as UTF-8 whatever the code page of the terminal is
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@_with
@_rules
@_without
@_group
@_layout
@click.option("--fail-on", type=click.Choice(_LEVELS), default="error", show_default=True,
              help="Exit 1 when there are findings at or above this. 有此级别及以上的发现时退出状态为 1。")  # fmt: skip
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, metavar="N",
              help="Reports checked at the same time. 同时检查几份。")  # fmt: skip
@_lang
@click.option("--format", "formats", multiple=True, metavar="FORMAT[=FILE]",
              help="text or json; with =FILE into a file; may be repeated. 输出格式。")  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
              help="Where the findings go instead of standard output. 输出到文件。")  # fmt: skip
@click.option("--verdicts", type=click.Choice(["all"]), help="List 一致 and 不适用 as well. 一致、不适用也列出。")
def check(
    paths: Sequence[Path],
    context_paths: Sequence[Path],
    rule_paths: Sequence[Path],
    left_out: Sequence[str],
    wanted: Sequence[str],
    layout_name: str,
    fail_on: str,
    jobs: int,
    lang: str,
    formats: Sequence[str],
    output: Path | None,
    verdicts: str | None,
) -> None:
    """Check report JSON files, or every .json file below a folder.

    检查报告（JSON 文件或文件夹）。

    \b
    Exit status 退出状态:
      0  nothing at or above --fail-on
      1  findings at or above --fail-on
      2  wrong use, or an input or rule file that could not be read, or a
         report no layout fits (the other inputs are still checked and reported)
    """
    outputs = _outputs(formats, output)
    pack = _pack_to_run(rule_paths, left_out, wanted)
    problems: list[Problem] = list(pack.problems)
    problems += _unknown_layout(layout_name, pack)
    context, found = _context(context_paths)
    problems += found
    files, found = _files(paths)
    problems += found
    checked: list[Checked] = []
    for one, found in _checked(files, pack, layout_name, context, verdicts == "all", jobs):
        problems += found
        if one is not None:
            checked.append(one)
    _tell(problems, lang)
    for form, target in outputs:
        _write(
            target,
            _rendered(form, checked, pack, problems, lang, verdicts == "all", target, _on_request(pack, left_out)),
        )
    if problems:
        raise SystemExit(UNREADABLE)
    if any(_is_at_or_above(finding.severity, fail_on) for one in checked for finding in one.findings
           if finding.verdict not in ("holds", "not_applicable")):  # fmt: skip
        raise SystemExit(FOUND)


def _is_at_or_above(severity: str, level: str) -> bool:
    return level != "never" and _LEVELS.index(severity) <= _LEVELS.index(level)


def _outputs(formats: Sequence[str], output: Path | None) -> list[tuple[str, Path | None]]:
    outputs: list[tuple[str, Path | None]] = []
    for given in formats or ("text",):
        form, _, target = given.partition("=")
        if form not in _FORMATS:
            raise click.BadParameter(f"{form!r}: {', '.join(_FORMATS)}", param_hint="--format")
        outputs.append((form, Path(target) if target else output))
    if len({target for _, target in outputs}) < len(outputs):
        raise click.BadParameter("two formats into one place; use FORMAT=FILE", param_hint="--format")
    return outputs


def _pack(paths: Sequence[Path]) -> "Pack":
    from checker.packs import read_pack

    return read_pack(paths)


def _pack_to_run(paths: Sequence[Path], left_out: Sequence[str], wanted: Sequence[str]) -> "Pack":
    """The pack less what is left out, and what nobody asked for."""
    from checker.packs import switched

    return switched(_pack(paths), left_out, wanted)


def _on_request(pack: "Pack", left_out: Sequence[str]) -> list[str]:
    """The groups that did not run because nobody asked for them, not because somebody left them out."""
    from checker.characters import key

    unwanted = set(map(key, left_out))
    return [group for group in pack.switched_off if key(group) not in unwanted]


def _unknown_layout(name: str, pack: "Pack") -> "list[Problem]":
    from checker.problems import Problem, listed, near_names

    known = [layout.name for layout in pack.layouts]
    # where no layout could be read the lessons about them have said it
    if not name or name in known or not known:
        return []
    return [Problem("R231", "--layout", values={"word": name, "known": listed(known)}, near=near_names(name, known))]


def _files(paths: Sequence[Path]) -> "tuple[list[Path], list[Problem]]":
    """The report files behind some paths, in order and each once: a folder stands for the .json files below it."""
    from checker.problems import Problem

    files: list[Path] = []
    problems: list[Problem] = []
    for path in paths:
        if os.path.isdir(path):
            inside = sorted(p for p in path.rglob("*.json") if p.is_file())
            if not inside:
                problems.append(Problem("D108", str(path), values={"word": str(path)}))
            files += inside
        else:
            files.append(path)
    return list({os.path.realpath(file): file for file in reversed(files)}.values())[::-1], problems


def _context(paths: Sequence[Path]) -> "tuple[list[Report], list[Problem]]":
    from checker.reports import read_report

    files, problems = _files(paths)
    reports = []
    for path in files:
        report, found = read_report(path)
        problems += found
        if report is not None:
            reports.append(report)
    return reports, problems


def _checked(
    files: Sequence[Path], pack: "Pack", layout_name: str, context: "list[Report]", every_verdict: bool, jobs: int
) -> "Any":
    if jobs == 1 or len(files) < 2:
        for path in files:
            yield _check_one(path, pack, layout_name, context, every_verdict)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # forked workers share the pack that is already read; where there is no fork each reads its own
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    global _shared
    _shared = (pack, layout_name, context, every_verdict)
    with ProcessPoolExecutor(jobs, multiprocessing.get_context(method)) as pool:
        yield from pool.map(_check_shared, files, chunksize=max(1, len(files) // (jobs * 8)))


_shared: Any = None


def _check_shared(path: Path) -> "tuple[Checked | None, list[Problem]]":
    return _check_one(path, *_shared)


def _check_one(
    path: Path, pack: "Pack", layout_name: str, context: "list[Report]", every_verdict: bool
) -> "tuple[Checked | None, list[Problem]]":
    from checker.findings import check as judge
    from checker.reports import read_report

    report, problems = read_report(path)
    if report is None:
        return None, problems
    checked = judge(report, pack.rules, pack.layouts, layout_name, context, every_verdict)
    if not checked.has_layout:
        problems = [*problems, *_layout_lesson(report, pack, layout_name)]
    return checked, problems


def _layout_lesson(report: "Report", pack: "Pack", layout_name: str) -> "list[Problem]":
    # a layout that was asked for and is not there, or one that could not be read, is a lesson told already
    if layout_name or not pack.layouts:
        return []
    return [_no_layout(report, [layout.name for layout in pack.layouts])]


def _no_layout(report: "Report", known: list[str]) -> "Problem":
    from checker.problems import Problem, listed, near_names

    if report.layout:
        line, column = report.locate("/layout")
        values = {"word": report.layout, "known": listed(known)}
        return Problem("D158", report.path, line, column, values=values, near=near_names(report.layout, known))
    return Problem("D109", report.path, values={"kind": report.kind, "year": str(report.year or "")})


def _tell(problems: "Sequence[Problem]", lang: str) -> None:
    if problems:
        from checker.render.problems import problem_text

        click.echo("\n\n".join(problem_text(problem, lang) for problem in problems), err=True)


def _rendered(
    form: str,
    checked: "Sequence[Checked]",
    pack: "Pack",
    problems: "Sequence[Problem]",
    lang: str,
    every_verdict: bool,
    target: Path | None,
    on_request: list[str],
) -> str:
    if form == "json":
        from checker.render.json import findings_json

        return findings_json(checked, pack.rules, problems, lang, every_verdict, pack.switched_off)
    from checker.render.text import plain, report_text, summary_text

    paint = _paint if target is None else plain
    parts = [report_text(one, lang, paint) for one in checked]
    # what was read and could not be checked is counted as that; an option is no input
    unread = {problem.file for problem in problems} - {one.report.path for one in checked} - _OPTIONS
    return "\n\n".join([*parts, summary_text(checked, pack.rules, len(unread), lang, pack.switched_off, on_request)])


_OPTIONS = {"--layout", "--without", "--group"}
"""Where a problem can stand that is no file."""
_COLOURS = {"error": "red", "warning": "yellow", "notice": "blue"}


def _paint(text: str, role: str) -> str:
    if os.environ.get("NO_COLOR") or not sys.stdout.isatty():
        return text
    if role == "bold":
        return click.style(text, bold=True)
    return click.style(text, dim=True) if role == "dim" else click.style(text, fg=_COLOURS[role])


def _write(target: Path | None, text: str) -> None:
    """To standard output, or to a file that is whole or not there at all."""
    if target is None:
        click.echo(text)
        return
    import tempfile

    try:
        name = ""
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, target)
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        # a place that cannot be written to is wrong use, and ends as such
        raise click.UsageError(f"{target}: {error.strerror}") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@main.group()
def rules() -> None:
    """Work on rule files. 规则文件。"""


def _told(paths: Sequence[Path], lang: str) -> "Pack":
    """The pack of some paths; its problems are told, and end the command with status 2."""
    pack = _pack(paths)
    if pack.problems:
        _tell(pack.problems, lang)
        raise SystemExit(UNREADABLE)
    return pack


def _tried(pack: "Pack", run: "Callable[[Any], Any]") -> "list[Problem]":
    from checker.rules import fitting

    problems: list[Problem] = []
    for rule in pack.rules:
        for layout in fitting(rule, pack.layouts):
            resolved = rule.resolved(layout)
            if resolved.is_sound:
                problems += run(resolved)
                break
    return problems


@rules.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@_lang
def lint(paths: Sequence[Path], lang: str) -> None:
    """Say everything that is wrong with rule files. 检查规则文件的写法。"""
    from checker.examples import try_examples

    pack = _pack(paths)
    problems = [*pack.problems, *_tried(pack, lambda resolved: try_examples(resolved)[1])]
    files = list(dict.fromkeys([*(rule.file.path for rule in pack.rules), *(problem.file for problem in problems)]))
    _tell(sorted(problems, key=lambda p: (files.index(p.file), p.line, p.column)), lang)
    if problems:
        raise SystemExit(UNREADABLE)
    from checker.render.wording import counted, joined, phrase

    # the shipped rules that a layout was tried with are not what was given
    given = [("rules", pack.given_rules), ("layouts", pack.given_layouts)]
    told = joined([counted(what, count, lang) for what, count in given if count], lang)
    click.echo(phrase("lint_clean", lang, counted=told))


@rules.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@_lang
def test(paths: Sequence[Path], lang: str) -> None:
    """Run the examples of rules. 运行规则自带的示例。

    \b
    Exit status: 0 all as stated, 1 an example gives another verdict, 2 a file with mistakes.
    """
    from checker.examples import failure, try_examples
    from checker.render.wording import counted, phrase

    pack = _told(paths, lang)
    failures: list[Problem] = []
    count = 0

    def run(resolved: Any) -> "list[Problem]":
        nonlocal count
        tried, problems = try_examples(resolved)
        count += len(tried)
        failures.extend(failure(one, lang) for one in tried if not one.is_right)
        return problems

    problems = _tried(pack, run)
    _tell([*problems, *failures], lang)
    if problems:
        raise SystemExit(UNREADABLE)
    if failures:
        raise SystemExit(FOUND)
    rules, examples = counted("rules", len(pack.rules), lang), counted("examples", count, lang)
    click.echo(phrase("test_clean", lang, rules=rules, examples=examples))


@rules.command(name="list")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@_rules
@_lang
def list_rules(paths: Sequence[Path], rule_paths: Sequence[Path], lang: str) -> None:
    """List rules: id, severity, title. 列出规则。"""
    from checker.render.rules import rule_list

    click.echo(rule_list(_told([*paths, *rule_paths], lang).rules, lang))


@rules.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="REPORT...")
@_with
@_rules
@_without
@_group
@_layout
@_lang
def coverage(
    paths: Sequence[Path],
    context_paths: Sequence[Path],
    rule_paths: Sequence[Path],
    left_out: Sequence[str],
    wanted: Sequence[str],
    layout_name: str,
    lang: str,
) -> None:
    """Draw which printed figures are watched by how many rules. 画出每个数字有几条规则看到。

    \b
    Exit status: 0, whatever is watched or not; 2 an input that could not be read.
    """
    from checker.coverage import coverage as covered
    from checker.findings import bound_report, check_bound
    from checker.render.coverage import coverage_text, total_text
    from checker.reports import read_report

    pack = _pack_to_run(rule_paths, left_out, wanted)
    context, found = _context(context_paths)
    files, unread = _files(paths)
    problems = [*pack.problems, *_unknown_layout(layout_name, pack), *found, *unread]
    drawn = []
    for path in files:
        report, found = read_report(path)
        problems += found
        bound = bound_report(report, pack.layouts, layout_name, context) if report is not None else None
        if bound is not None:
            drawn.append(covered(bound, check_bound(bound, pack.rules).figures))
        elif report is not None:
            problems += _layout_lesson(report, pack, layout_name)
    _tell(problems, lang)
    width = min(max(shutil.get_terminal_size((_USUAL, 0)).columns, _NARROWEST), _WIDEST)
    if drawn:
        parts = [coverage_text(one, lang, width, _paint) for one in drawn]
        click.echo("\n\n".join([*parts, total_text(drawn, pack, lang, width, _on_request(pack, left_out))]))
    if problems:
        raise SystemExit(UNREADABLE)


@rules.command()
@click.argument("rule_id", metavar="ID")
@_rules
@_lang
def explain(rule_id: str, rule_paths: Sequence[Path], lang: str) -> None:
    """Say what a rule checks, in plain words. 说明一条规则查什么。

    ID is a rule's id, a reserved id (layout.…) or the code of a problem (R101).
    """
    from checker.render.rules import explanation

    pack = _pack(rule_paths)
    text = explanation(rule_id, pack.rules, pack.layouts, lang)
    if text is None:
        from checker.problems import near_names, nearest
        from checker.render.rules import identities
        from checker.render.wording import phrase

        near = near_names(rule_id, identities(pack.rules))
        click.echo(phrase("no_rule", lang, word=rule_id) + nearest(near, lang), err=True)
        raise SystemExit(UNREADABLE)
    click.echo(text)


@main.command()
@click.argument("kind", type=click.Choice(["report", "rules", "layout", "findings"]))
def schema(kind: str) -> None:
    """Print a JSON Schema (draft-07). 输出 JSON Schema。"""
    import json

    if kind in ("report", "findings"):
        path = Path(__file__).parent / "schemas" / f"{kind}.schema.json"
        click.echo(path.read_text("utf-8").rstrip())
        return
    from checker.records import schema as record_schema

    document = record_schema("rule_file" if kind == "rules" else "layout_file")
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))
