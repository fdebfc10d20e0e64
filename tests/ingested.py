"""Small documents made of text, for the tests of what follows reading."""

from checker.ingest.documents import Document
from checker.ingest.text import blocks_of
from checker.layouts import Layout
from checker.packs import read_pack

HEADING = "项目\t\t本年收入合计\t财政拨款收入\n功能分类科目编码\t科目名称\t\t\n栏次\t\t1\t2\n"
"""The heading of 收入决算表, less the columns that do not matter."""


def layout() -> Layout:
    return next(one for one in read_pack().layouts if one.name == "部门决算")


def document(*lines: str) -> Document:
    return Document("某文件.txt", tuple(blocks_of("\n".join(lines))))


def table(title: str, *rows: str, heading: str = HEADING) -> str:
    return f"{title}\n部门：某局\n金额单位：万元\n{heading}" + "\n".join(rows)
