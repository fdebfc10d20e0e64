"""A report written out as a document of each format by real writers, as an office would lay it out.

Headings are merged where cells repeat, titles, numbers and units stand above the tables, notes below; a table can be
cut after any of its rows, as a page break does it, with its headings printed again or not.
"""

import html
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

Json = dict[str, Any]


class Span(NamedTuple):
    row: int
    column: int
    rows: int
    columns: int
    text: str


def spans(header: Sequence[Sequence[str]]) -> list[Span]:
    """The merged cells of heading rows whose merged cells are repeated: as wide as the heading above them allows."""
    taken: set[tuple[int, int]] = set()
    found: list[Span] = []
    for r, row in enumerate(header):
        for c, text in enumerate(row):
            if (r, c) in taken:
                continue
            wide = 1
            while (
                c + wide < len(row)
                and row[c + wide] == text
                and (r, c + wide) not in taken
                and text
                and (not r or header[r - 1][c + wide] == header[r - 1][c])
            ):
                wide += 1
            down = 1
            while r + down < len(header) and text and all(header[r + down][c + n] == text for n in range(wide)):
                down += 1
            taken |= {(r + i, c + n) for i in range(down) for n in range(wide)}
            found.append(Span(r, c, down, wide, text))
    return found


def parts(table: Json, cuts: Mapping[str, int], again: bool) -> Iterator[tuple[list[list[str]], list[list[str]]]]:
    """A table as (heading rows, rows), more than once where it is cut."""
    at = cuts.get(table["title"])
    if at is None:
        yield table["header"], table["rows"]
        return
    yield table["header"], table["rows"][:at]
    yield table["header"] if again else [], table["rows"][at:]


def lines_of(report: Json) -> Iterator[tuple[str, Any]]:
    """What a report says in order: ("title" | "contents" | "heading" | "text" | "tables" | "attachment", …)."""
    place = _tables_part(report)
    for n, section in enumerate(report["sections"]):
        heading = section["heading"]
        if not n:
            # a report that begins with its first part is given a cover
            is_cover = not heading[0].startswith("第")
            yield "title", heading[0] if is_cover else f"{report['year']}年度{report['entity']['name']}{report['kind']}"
            if "contents" in report:
                yield "contents", report["contents"]
        if n or not is_cover:
            yield "heading", (len(heading), heading[-1])
        yield from (("text", line) for line in section["text"].split("\n") if line)
        if n == place:
            yield from (("table", table) for table in report["tables"])
    yield from (("attachment", name) for name in report.get("attachments", ()))


def _tables_part(report: Json) -> int:
    """The section the tables stand in: the first part after the title that has neither text nor sections of its own,
    else the last section."""
    parts = [section["heading"] for section in report["sections"]]
    for n, section in enumerate(report["sections"][1:], 1):
        below = [other for other in parts if len(other) > 1 and other[0] == section["heading"][0]]
        if len(section["heading"]) == 1 and not section["text"] and not below:
            return n
    return len(parts) - 1


def above(table: Json, entity: str) -> list[str]:
    return [table["title"], table.get("id", ""), f"部门：{entity}", f"金额单位：{table['unit']}"]


# --- text ---


def as_text(report: Json, cuts: Mapping[str, int] = {}, again: bool = False, lose: Sequence[str] = ()) -> str:
    """lose: titles of tables whose rows after the cut have lost their last column, which is blank there."""
    lines: list[str] = []
    for kind, said in lines_of(report):
        if kind == "contents":
            lines += ["目 录", "", *said, ""]
        elif kind == "heading":
            lines += [said[1], ""]
        elif kind == "table":
            lines += [line for caption in above(said, report["entity"]["name"]) for line in (caption, "")]
            for n, (header, rows) in enumerate(parts(said, cuts, again)):
                shown = [_unmerged(header, r) for r in range(len(header))]
                body = [row[:-1] if n and said["title"] in lose else row for row in rows]
                lines += ["\t".join(row) for row in (*shown, *body)] + [""]
            lines += [line for note in said.get("notes", ()) for line in (note, "")]
        else:
            lines += [said, ""]
    return "\n".join(lines)


def _unmerged(header: Sequence[Sequence[str]], r: int) -> list[str]:
    first = {(span.row, span.column) for span in spans(header)}
    return [text if (r, c) in first else "" for c, text in enumerate(header[r])]


# --- HTML ---


def as_html(report: Json, cuts: Mapping[str, int] = {}, again: bool = True, charset: str = "utf-8") -> bytes:
    """A page whose text is laid out by a table, as pages of offices often are."""
    body: list[str] = []
    for kind, said in lines_of(report):
        match kind:
            case "title":
                body.append(f"<h1>{html.escape(said)}</h1>")
            case "contents":
                body.append("<p>目录</p>" + "".join(f"<p>{html.escape(line)}</p>" for line in said))
            case "heading":
                body.append(f"<p><b>{html.escape(said[1])}</b></p>")
            case "table":
                body += [f"<p>{html.escape(line)}</p>" for line in above(said, report["entity"]["name"])]
                for header, rows in parts(said, cuts, again):
                    body.append(_html_table(header, rows))
                body += [f"<p>{html.escape(note)}</p>" for note in said.get("notes", ())]
            case _:
                body.append(f"<p>{html.escape(said)}</p>")
    page = (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>公开</title><style>p {{}}</style></head><body>'
        f"<table><tr><td>首页</td><td><div>{''.join(body)}</div></td></tr></table></body></html>"
    )
    return page.encode("gb18030" if charset.startswith("gb") else charset)


def _html_table(header: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]) -> str:
    starts = {(span.row, span.column): span for span in spans(header)}
    lines = []
    for r in range(len(header)):
        cells = "".join(
            f'<th rowspan="{s.rows}" colspan="{s.columns}">{html.escape(s.text)}</th>'
            for c in range(len(header[0]))
            if (s := starts.get((r, c))) is not None
        )
        lines.append(f"<tr>{cells}</tr>")
    for row in rows:
        lines.append("<tr>" + "".join(f"<td>{html.escape(cell) or '&nbsp;'}</td>" for cell in row) + "</tr>")
    return f"<table border=1>{''.join(lines)}</table>"


# --- Word ---


def write_docx(
    report: Json, path: Path, cuts: Mapping[str, int] = {}, again: bool = True, numbered: bool = False
) -> None:
    """numbered: headings of the second level get their number from Word, and have none in their text."""
    import docx

    document = docx.Document()
    counter = _numbering(document) if numbered else None
    for kind, said in lines_of(report):
        match kind:
            case "contents":
                document.add_paragraph("目录")
                for line in said:
                    document.add_paragraph(f"{line}\t1")
            case "heading":
                level, text = said
                if counter is not None and level == 2:
                    counter.add(document.add_paragraph(text.partition("、")[2]))
                    continue
                if counter is not None and level == 1:
                    counter.restart()
                document.add_paragraph(text)
            case "table":
                for line in above(said, report["entity"]["name"]):
                    document.add_paragraph(line)
                for n, (header, rows) in enumerate(parts(said, cuts, again)):
                    if n:
                        document.add_page_break()
                    _docx_table(document, header, rows)
                for note in said.get("notes", ()):
                    document.add_paragraph(note)
            case _:
                document.add_paragraph(said)
    document.save(str(path))


def _docx_table(document: Any, header: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]) -> None:
    width = len((header or rows)[0])
    made = document.add_table(rows=len(header) + len(rows), cols=width)
    for span in spans(header):
        cell = made.cell(span.row, span.column)
        if span.rows > 1 or span.columns > 1:
            cell = cell.merge(made.cell(span.row + span.rows - 1, span.column + span.columns - 1))
        cell.text = span.text
    for r, row in enumerate(rows):
        cells = made.rows[len(header) + r].cells
        for cell, text in zip(cells, row, strict=True):
            if text:
                cell.text = text


class _numbering:
    """A list of Word's that counts 一、 二、 三、, and starts anew when told to."""

    def __init__(self, document: Any) -> None:
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        self.root = document.part.numbering_part.element
        self.parse = lambda text: parse_xml(text.replace("<w:", "<w:", 1).replace(" ", f" {nsdecls('w')} ", 1))
        abstract = (
            '<w:abstractNum w:abstractNumId="990"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            '<w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        )
        self.root.insert(0, self.parse(abstract))
        self.number = 990
        self.restart()

    def restart(self) -> None:
        self.number += 1
        self.root.append(
            self.parse(
                f'<w:num w:numId="{self.number}"><w:abstractNumId w:val="990"/><w:lvlOverride w:ilvl="0">'
                '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            )
        )

    def add(self, paragraph: Any) -> None:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = self.number


# --- Excel ---


def write_xlsx(report: Json, path: Path, numbers: bool = True) -> None:
    """A sheet for each table, titles above and notes below it; figures as numbers with a format, or as text."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    formats = {
        (grouped, places): book.add_format({"num_format": ("#,##0" if grouped else "0") + "." + "0" * places})
        for grouped in (False, True)
        for places in range(1, 5)
    }
    plain = book.add_format({"align": "center"})
    for n, table in enumerate(report["tables"], 1):
        sheet = book.add_worksheet(f"Z{n:02d}")
        header, width = table["header"], len(table["header"][0])
        title, number, entity, unit = above(table, report["entity"]["name"])
        sheet.merge_range(0, 0, 0, width - 1, title, plain)
        sheet.write_string(1, width - 1, number)
        sheet.write_string(2, 0, entity)
        sheet.write_string(2, width - 1, unit)
        top = 3
        for span in spans(header):
            if span.rows > 1 or span.columns > 1:
                end = (top + span.row + span.rows - 1, span.column + span.columns - 1)
                sheet.merge_range(top + span.row, span.column, *end, span.text, plain)
            else:
                sheet.write_string(top + span.row, span.column, span.text)
        for r, row in enumerate(table["rows"], top + len(header)):
            for c, text in enumerate(row):
                if not text:
                    continue
                if numbers and "." in text:
                    form = formats["," in text, len(text.partition(".")[2])]
                    sheet.write_number(r, c, float(text.replace(",", "")), form)
                else:
                    sheet.write_string(r, c, text)
        for r, note in enumerate(table.get("notes", ()), top + len(header) + len(table["rows"])):
            sheet.merge_range(r, 0, r, width - 1, note, plain)
    book.close()


def write_xls(report: Json, path: Path) -> None:
    """The same in the format of Excel 97, figures as numbers with a format."""
    import xlwt

    book = xlwt.Workbook()
    for n, table in enumerate(report["tables"], 1):
        sheet, width = book.add_sheet(f"Z{n:02d}"), len(table["header"][0])
        title, number, entity, unit = above(table, report["entity"]["name"])
        sheet.write_merge(0, 0, 0, width - 1, title)
        sheet.write(1, width - 1, number)
        sheet.write(2, 0, entity)
        sheet.write(2, width - 1, unit)
        for s in spans(table["header"]):
            sheet.write_merge(3 + s.row, 2 + s.row + s.rows, s.column, s.column + s.columns - 1, s.text)
        top = 3 + len(table["header"])
        for r, row in enumerate(table["rows"], top):
            for c, text in enumerate(row):
                if "." in text:
                    form = ("#,##0." if "," in text else "0.") + "0" * len(text.partition(".")[2])
                    sheet.write(r, c, float(text.replace(",", "")), xlwt.easyxf(num_format_str=form))
                elif text:
                    sheet.write(r, c, text)
        for r, note in enumerate(table.get("notes", ()), top + len(table["rows"])):
            sheet.write(r, 0, note)
    book.save(str(path))


def write_ods(report: Json, path: Path) -> None:
    """The same as a spreadsheet of OpenDocument, figures as numbers with the text they are shown as."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import CoveredTableCell, Table, TableCell, TableRow
    from odf.text import P

    def row_of(cells: Sequence[Span | None]) -> Any:
        row = TableRow()
        for cell in cells:
            if cell is None:
                row.addElement(CoveredTableCell())
                continue
            kind: Json = {"valuetype": "string"}
            if "." in cell.text and cell.text.replace(",", "").replace(".", "").isdigit():
                kind = {"valuetype": "float", "value": cell.text.replace(",", "")}
            if cell.rows > 1 or cell.columns > 1:
                kind |= {"numberrowsspanned": cell.rows, "numbercolumnsspanned": cell.columns}
            made = TableCell(**kind)
            if cell.text:
                made.addElement(P(text=cell.text))
            row.addElement(made)
        return row

    document = OpenDocumentSpreadsheet()
    for n, table in enumerate(report["tables"], 1):
        sheet, width = Table(name=f"Z{n:02d}"), len(table["header"][0])
        for line in above(table, report["entity"]["name"]):
            sheet.addElement(row_of([Span(0, 0, 1, width, line), *[None] * (width - 1)]))
        heading: list[list[Span | None]] = [[None] * width for _ in table["header"]]
        for span in spans(table["header"]):
            heading[span.row][span.column] = span
        for cells in heading:
            sheet.addElement(row_of(cells))
        for row in table["rows"]:
            sheet.addElement(row_of([Span(0, 0, 1, 1, text) for text in row]))
        for note in table.get("notes", ()):
            sheet.addElement(row_of([Span(0, 0, 1, 1, note)]))
        document.spreadsheet.addElement(sheet)
    document.save(str(path))
