"""The command ``gouji import``: documents become report JSON, each with a record of what was read and how surely."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from checker.ingest.importing import Imported, Options
    from checker.ingest.record import ImportRecord
    from checker.layouts import Layout
    from checker.problems import Problem

UNREADABLE = 2
_FORMATS = ("text", "json")


@click.command(name="import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="DOCUMENT...")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="PATH",
              help="Folder for the results, or one .json file, instead of beside the documents. 结果放到哪里。")  # fmt: skip
@click.option("--rules", "rule_paths", multiple=True, type=click.Path(path_type=Path), metavar="PATH",
              help="Layout files or folders besides the shipped ones. 版式文件或文件夹。")  # fmt: skip
@click.option("--layout", "layout_name", default="", metavar="NAME", help="Use this layout. 指定版式。")
@click.option("--year", type=click.IntRange(1000, 9999), metavar="YEAR", help="The year, where the document is wrong or "
              "silent. 年度，原文没有写或写错时用。")  # fmt: skip
@click.option("--region", default="", metavar="CODE", help="The region's code or name. 行政区划。")
@click.option("--entity", default="", metavar="NAME", help="Who reports, where the document does not say. 单位名称。")
@click.option("--jobs", type=click.IntRange(min=1), default=None, metavar="N",
              help="Documents read at the same time; as many as there are processors. 同时读几份。")  # fmt: skip
@click.option("--record", "records", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
              help="Write the import record here too; .json as data, else as text; may be repeated. 导入记录另存。")  # fmt: skip
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True,
              help="Form of the record on standard output. 导入记录的格式。")  # fmt: skip
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", envvar="GOUJI_LANG", show_default=True,
              help="Language of the output. 输出的语言。")  # fmt: skip
def import_documents(
    paths: Sequence[Path],
    output: Path | None,
    rule_paths: Sequence[Path],
    layout_name: str,
    year: int | None,
    region: str,
    entity: str,
    jobs: int | None,
    records: Sequence[Path],
    form: str,
    lang: str,
) -> None:
    """Turn documents (Word, Excel, PDF, web pages, text) into report JSON.

    把公开的文档（Word、Excel、PDF、网页、纯文本）转成报告 JSON。

    A folder stands for all documents below it. Each result is written beside its document, or under -o. What could
    not be read, or not surely, is said in the record.

    \b
    Limits 限度: 200 MB a file (text 20 MB, a web page or .xls 50 MB); unpacked
      300 MB and 5000 parts; 2 million cells a sheet; a PDF 2000 pages and
      300000 objects
    Exit status 退出状态:
      0  every document became a report
      2  wrong use, or a document that could not be read, or whose name says
         another format than it is in (the others are still done)
    """
    from checker.ingest.files import documents, targets, write_report, write_whole
    from checker.ingest.importing import Options
    from checker.ingest.record import record_text
    from checker.packs import read_pack

    pack = read_pack(rule_paths)
    problems: list[Problem] = list(pack.problems) if rule_paths else []
    problems += _unknown_layout(layout_name, pack.layouts)
    files, found = documents(paths)
    problems += found
    if _names_a_file(output) and len(files) > 1:
        raise click.BadParameter("one .json file for several documents; name a folder", param_hint="-o")
    places = targets(files, paths, output)
    options = Options(layout_name, year, region, entity, lang)
    made: list[ImportRecord] = []
    notes: list[Problem] = []
    failed = 0
    for imported in _imported(files, pack.layouts, options, jobs):
        problems += imported.problems
        target, text = places[imported.path], imported.text
        unwritten = write_report(target, text, imported.path) if text is not None else None
        if unwritten is not None:
            problems.append(unwritten)
        failed += imported.text is None or unwritten is not None
        if imported.record is not None:
            made.append(imported.record)
            notes += [note for note in imported.record.problems if note not in imported.problems]
            if form == "text":
                click.echo(record_text(imported.record, lang) + "\n")
    whole = {True: _as_json(made, failed, [*problems, *notes], lang), False: _as_text(made, failed, lang)}
    click.echo(_total(len(files), failed, lang) if form == "text" else whole[True])
    for target in records:
        unwritten = write_whole(target, whole[target.suffix.lower() == ".json"] + "\n")
        problems += [unwritten] if unwritten is not None else []
    _tell([*notes, *problems], lang)
    if problems:
        raise SystemExit(UNREADABLE)


def _names_a_file(output: Path | None) -> bool:
    return output is not None and output.suffix == ".json" and not output.is_dir()


def _unknown_layout(name: str, layouts: "Sequence[Layout]") -> "list[Problem]":
    from checker.problems import Problem, listed, near_names

    known = [layout.name for layout in layouts]
    if not name or name in known:
        return []
    return [Problem("R231", "--layout", values={"word": name, "known": listed(known)}, near=near_names(name, known))]


# --- one after the other, or several at a time ---

_shared: Any = None


def _imported(
    files: Sequence[Path], layouts: "Sequence[Layout]", options: "Options", jobs: int | None
) -> "Iterator[Imported]":
    """What becomes of each document, in order; with a bar on a terminal."""
    workers = min(jobs or os.cpu_count() or 1, len(files))
    results = _in_turn(files, layouts, options) if workers < 2 else _together(files, layouts, options, workers)
    if len(files) < 2 or not sys.stderr.isatty():
        yield from results
        return
    with click.progressbar(results, length=len(files), file=sys.stderr, show_pos=True) as bar:
        yield from bar


def _in_turn(files: Sequence[Path], layouts: "Sequence[Layout]", options: "Options") -> "Iterator[Imported]":
    for file in files:
        yield _import_one(file, layouts, options)


def _together(
    files: Sequence[Path], layouts: "Sequence[Layout]", options: "Options", workers: int
) -> "Iterator[Imported]":
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    # forked workers share the layouts that are already read; where there is no fork each is given them
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    global _shared
    _shared = (layouts, options)
    with ProcessPoolExecutor(workers, multiprocessing.get_context(method), _take, (_shared,)) as pool:
        waiting = [pool.submit(_import_shared, file) for file in files]
        for file, one in zip(files, waiting, strict=True):
            try:
                yield one.result()
            except BrokenProcessPool:
                yield _broken(file)


def _take(shared: Any) -> None:
    global _shared
    _shared = shared


def _import_shared(file: Path) -> "Imported":
    return _import_one(file, *_shared)


def _import_one(file: Path, layouts: "Sequence[Layout]", options: "Options") -> "Imported":
    from checker.ingest.importing import import_document

    try:
        return import_document(file, layouts, options)
    except Exception:  # a document from anywhere must not take the others with it
        if os.environ.get("GOUJI_DEBUG"):
            raise
        return _broken(file)


def _broken(file: Path) -> "Imported":
    from checker.ingest.importing import Imported
    from checker.problems import Problem

    return Imported(file, None, None, (Problem("D220", str(file)),))


# --- what is said ---


def _total(documents: int, failed: int, lang: str) -> str:
    from checker.resources import table

    counts = {"documents": documents, "imported": documents - failed, "failed": failed}
    return str(table("ingest")["record"][lang]["total"].format(**counts))


def _as_text(records: "Sequence[ImportRecord]", failed: int, lang: str) -> str:
    from checker.ingest.record import record_text

    return "\n\n".join(
        [*(record_text(record, lang) for record in records), _total(len(records) + failed, failed, lang)]
    )


def _as_json(records: "Sequence[ImportRecord]", failed: int, problems: "Sequence[Problem]", lang: str) -> str:
    from checker.ingest.composing import json_default
    from checker.ingest.record import record_json
    from checker.render.problems import problem_json

    whole = {
        "format": "gouji/import-1",
        "documents": [record_json(record, lang) for record in records],
        "failed": failed,
        "errors": [problem_json(problem, lang) for problem in problems],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2, default=json_default)


def _tell(problems: "Sequence[Problem]", lang: str) -> None:
    if problems:
        from checker.render.problems import problem_text

        click.echo("\n\n".join(problem_text(problem, lang) for problem in problems), err=True)
