import pytest
from ingested import document, layout

from checker.ingest.documents import Origin, Paragraph
from checker.ingest.sectioning import Prose, prose_of, usual_year, without_year, year_of

LAYOUT = layout()


def prose(*lines: str) -> Prose:
    return prose_of([block for block in document(*lines).blocks if isinstance(block, Paragraph)], LAYOUT)


def sections(*lines: str) -> dict[str, str]:
    return {" › ".join(part.heading): part.text for part in prose(*lines).sections}


def test_headings_go_from_parts_down_to_brackets() -> None:
    assert sections(
        "第一部分 概况", "一、职责", "甲。", "（一）内设机构", "乙。", "1、丙", "丁。", "(二) 下属单位", "戊。", "二、其他", "第二部分 说明", "己。",
    ) == {
        "第一部分 概况": "",
        "第一部分 概况 › 一、职责": "甲。",
        "第一部分 概况 › 一、职责 › （一）内设机构": "乙。\n1、丙\n丁。",
        "第一部分 概况 › 一、职责 › (二) 下属单位": "戊。",
        "第一部分 概况 › 二、其他": "",
        "第二部分 说明": "己。",
    }  # fmt: skip


def test_sentences_with_a_number_are_text() -> None:
    assert sections("一、职责", "（一）负责日常工作。", "（二）负责甲；", "二、甲乙，丙。", "二、机构") == {
        "一、职责": "（一）负责日常工作。\n（二）负责甲；\n二、甲乙，丙。",
        "二、机构": "",
    }


def test_a_list_in_the_form_of_headings_is_text() -> None:
    assert sections("一、职责", "（一）管理甲", "（二）管理乙", "（三）管理丙", "二、机构", "丁。") == {
        "一、职责": "（一）管理甲\n（二）管理乙\n（三）管理丙",
        "二、机构": "丁。",
    }


def test_a_numbering_that_begins_anew_is_text_until_the_outer_one_goes_on() -> None:
    assert sections(
        "一、甲", "二、绩效情况", "综述。", "一、项目结果", "（一）舆论工作", "乙。", "二、又一项", "三、采购情况", "丙。",
    ) == {
        "一、甲": "",
        "二、绩效情况": "综述。\n一、项目结果\n（一）舆论工作\n乙。\n二、又一项",
        "三、采购情况": "丙。",
    }  # fmt: skip


def test_a_number_that_was_left_out_does_no_harm() -> None:
    assert list(sections("七、甲", "乙。", "九、丙")) == ["七、甲", "九、丙"]


def test_headings_that_lost_their_number_are_told_by_title() -> None:
    found = prose(
        "目录", "第一部分 概况", "一、主要职责", "二、特别事项", "第二部分 说明", "第一部分 概况", "主要职责", "甲。", "特别事项", "乙。",
        "第二部分 说明", "收入决算情况说明", "丙。",
    )  # fmt: skip
    assert {" › ".join(part.heading): part.text for part in found.sections} == {
        "第一部分 概况": "",
        "第一部分 概况 › 主要职责": "甲。",
        "第一部分 概况 › 特别事项": "乙。",
        "第二部分 说明": "",
        "第二部分 说明 › 收入决算情况说明": "丙。",
    }
    assert found.unnumbered == ["主要职责", "特别事项", "收入决算情况说明"]


def test_a_centred_line_much_like_a_known_heading_is_one() -> None:
    lines = [
        Paragraph(text)
        for text in (
            "目录",
            "第一部分 概况",
            "第二部分 某区规划和自然资源局2024年度部门决算表",
            "第一部分 概况",
            "甲。",
        )
    ]
    title = "某规划和自然资源局2024年度部门决算表"
    found = prose_of([*lines, Paragraph(title, Origin(), centred=True), Paragraph("乙。")], LAYOUT)
    assert [part.heading for part in found.sections] == [("第一部分 概况",), (title,)]
    assert found.unnumbered == [title]
    # but a line of text is text
    assert len(prose_of([*lines, Paragraph(title), Paragraph("乙。")], LAYOUT).sections) == 1


@pytest.mark.parametrize(
    "entry",
    ["一、部门职责......12", "一、部门职责……………12", "一、部门职责\t12", "一、部门职责 PAGEREF _Toc123 \\h 12", "- 一、部门职责", "一、部门职责    - 12 -"],
)  # fmt: skip
def test_lines_of_the_contents_list_lose_leaders_and_pages(entry: str) -> None:
    lines = ("目 录", "第一部分 概况", entry.removeprefix("- "), "第一部分 概况", "甲。")
    found = prose_of([Paragraph(line) for line in lines], LAYOUT)
    assert found.contents == ["第一部分 概况", "一、部门职责"]
    assert [part.heading for part in found.sections] == [("第一部分 概况",)]


def test_a_contents_list_without_a_body_heading_ends_at_text() -> None:
    found = prose("目录", "第一部分 概况", "第二部分 说明", "这里是正文，说了许多话。", "再说一句。")
    assert found.contents == ["第一部分 概况", "第二部分 说明"]
    assert found.sections[0].text == "这里是正文，说了许多话。\n再说一句。"


def test_the_title_may_be_printed_on_several_lines() -> None:
    found = prose("某县统计局", "2023年度部门决算", "目录", "第一部分 概况", "第一部分 概况", "甲。")
    assert found.title == "某县统计局2023年度部门决算"
    assert found.sections[0].heading == ("某县统计局2023年度部门决算",)
    assert prose("某县统计局2023年度部门决算", "第一部分 概况").title == "某县统计局2023年度部门决算"
    assert prose("一段文字，不是标题。", "第一部分 概况").title == ""


def test_what_a_page_says_of_itself_before_its_title_is_no_part_of_it() -> None:
    lines = [
        Paragraph("首页"),
        Paragraph("某局2021年度部门决算", level=1),
        Paragraph("目录"),
        *map(Paragraph, ["一、甲", "一、甲"]),
    ]
    found = prose_of(lines, LAYOUT)
    assert found.title == "某局2021年度部门决算"
    assert [(part.heading, part.text) for part in found.sections] == [
        ((), "首页"),
        ((found.title,), ""),
        (("一、甲",), ""),
    ]


def test_text_before_any_heading_is_kept() -> None:
    assert sections("开头的话，没有标题。", "一、甲") == {"": "开头的话，没有标题。", "一、甲": ""}


def test_attachments() -> None:
    found = prose(
        "第五部分 附件",
        "[2021年自评表.xls](#)",
        "图片 1.jpg",
        "附件2：绩效报告",
        "说明文字。",
        "第六部分 其他",
        "附件3：甲.docx",
        "乙.docx",
    )
    assert found.attachments == ["2021年自评表.xls", "图片 1.jpg", "附件2：绩效报告", "附件3：甲.docx"]
    assert [part.text for part in found.sections] == ["说明文字。", "乙.docx"]


@pytest.mark.parametrize(
    ("texts", "year"),
    [
        (["2021年度某局部门决算"], 2021), (["某局２０２１年度"], 2021), (["二〇二一年度"], 2021), (["二零二三年"], 2023),
        (["甲", "2019 年"], 2019), (["20210年"], None), (["一百二十年"], None), (["3021年"], None), ([], None),
    ],
)  # fmt: skip
def test_the_year(texts: list[str], year: int | None) -> None:
    assert year_of(texts) == year


@pytest.mark.parametrize(
    ("texts", "year"),
    [
        (["2021年度", "2021 年，比2020年", "2021年"], 2021),
        (["2021年", "2021年"], None),
        (["2021年2020年"] * 3, None),
        ([], None),
    ],
)
def test_the_usual_year(texts: list[str], year: int | None) -> None:
    assert usual_year(texts) == year


def test_years_are_taken_out() -> None:
    assert without_year("2021年度某局") == "某局"
    assert without_year("某局二〇二一年") == "某局"


def test_long_lines_cost_no_more_than_they_are_long() -> None:
    blanks = " " * 200_000
    found = prose("目录", "第一部分 概况", f"一、甲{blanks}乙", "第一部分 概况", f"一、{blanks}丙", "**" * 100_000)
    assert found.sections[-1].lines
