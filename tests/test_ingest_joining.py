from checker.ingest.documents import Document, Grid, GridCell, Origin, Paragraph
from checker.ingest.joining import mended

LONG = "根据预算绩效管理要求，我部门组织对一般公共预算项目支出全面开展绩效自评，努力净化网络空"


def lines(*texts: str) -> Document:
    return Document("a", tuple(Paragraph(text, Origin(line=n)) for n, text in enumerate(texts, 1)))


def told(document: Document) -> list[str]:
    return [block.text for block in mended(document).blocks if isinstance(block, Paragraph)]


def test_a_paragraph_that_stops_within_a_sentence_goes_on() -> None:
    found = mended(lines(LONG, "间，推进工作。", "下一段。"))
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == [
        LONG + "间，推进工作。",
        "下一段。",
    ]
    assert (found.joined, found.dropped) == (1, 0)


def test_a_page_number_between_its_halves_is_dropped() -> None:
    found = mended(lines(LONG, "- 3 -", "间，推进工作。", "- 4 -"))
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == [LONG + "间，推进工作。"]
    assert (found.joined, found.dropped) == (1, 2)


def test_what_begins_anew_is_not_joined() -> None:
    for begins in ("（二）支出情况", "2、项目", "注：甲", "金额单位：万元", "第三部分 说明"):
        assert told(lines(LONG, begins)) == [LONG, begins]
    assert told(lines(LONG, "2021年度继续推进。")) == [LONG + "2021年度继续推进。"]


def test_headings_short_lines_and_whole_sentences_are_not_gone_on_with() -> None:
    for line in (
        "（一）财政拨款支出决算总体情况",
        "收入决算表，支出决算表",
        LONG + "间。",
        LONG + "间：",
        "1、一般公共服务支出（类）网信事务（款）行政运行（项）",
    ):
        assert told(lines(line, "年初预算为85.45万元。")) == [line, "年初预算为85.45万元。"]


def test_halves_of_english_words_keep_their_blank() -> None:
    text = "The department spent less than planned, because several projects were put off until the"
    assert told(lines(text, "following year.")) == [f"{text} following year."]


def test_a_lone_figure_is_no_page_number() -> None:
    assert told(lines("甲。", "12")) == ["甲。", "12"]
    assert told(lines("甲。", "12", "乙。", "13")) == ["甲。", "乙。"]


def page(number: int, *blocks: str) -> list[Paragraph]:
    return [Paragraph(text, Origin(page=number)) for text in blocks]


def test_running_heads_are_dropped_from_the_edges_of_pages() -> None:
    pages = [page(n, "某局2021年度部门决算", f"第{n}页的内容。", str(n)) for n in range(1, 5)]
    found = mended(Document("a", tuple(block for blocks in pages for block in blocks)))
    texts = [block.text for block in found.blocks if isinstance(block, Paragraph)]
    # the title of the first page is the title
    assert texts == ["某局2021年度部门决算", *(f"第{n}页的内容。" for n in range(1, 5))]
    assert found.dropped == 7


def test_lines_that_say_something_of_a_table_are_no_running_heads() -> None:
    grid = Grid(((GridCell("1.00"),),))
    blocks = [block for n in range(1, 5) for block in (*page(n, "部门：某局", "单位：万元"), grid)]
    assert mended(Document("a", tuple(blocks))).dropped == 0


def test_figures_inside_a_page_are_kept() -> None:
    blocks = [block for n in (1, 2) for block in page(n, "甲。", str(n), "乙。")]
    assert told(Document("a", tuple(blocks))) == ["甲。", "1", "乙。", "甲。", "2", "乙。"]
