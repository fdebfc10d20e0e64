import pytest
from ingested import layout

from checker.ingest.documents import Paragraph
from checker.ingest.titles import above, ends_as_title, spec_of

LAYOUT = layout()


def said(*lines: str, centred: bool = False) -> tuple[str, str, str, str, str, bool, int]:
    found = above([Paragraph(line, centred=centred) for line in lines], LAYOUT, "某局")
    name = found.spec.name if found.spec else ""
    return found.title, name, found.number, found.unit, found.entity, found.goes_on, found.lines


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["收入决算表", "公开02表", "部门：某局", "金额单位：万元"], ("收入决算表", "收入决算表", "公开02表", "万元", "某局", False, 4)),
        (["公开02表", "二、收入决算表", "2021年度"], ("二、收入决算表", "收入决算表", "公开02表", "", "", False, 3)),
        (["附件2：某局2021年度收入决算表（公开02表）"], ("附件2：某局2021年度收入决算表", "收入决算表", "公开02表", "", "", False, 1)),
        (["收入决算表（续）"], ("收入决算表", "收入决算表", "", "", "", True, 1)),
        (["续表", "单位：元"], ("", "", "", "元", "", True, 2)),
        (["一般公共预算财政拨款“三公”经费支出", "决算表"], ("一般公共预算财政拨款“三公”经费支出决算表", "一般公共预算财政拨款“三公”经费支出决算表", "", "", "", False, 2)),
        (["一段文字。", "收入决算表"], ("收入决算表", "收入决算表", "", "", "", False, 1)),
        (["水库蓄水情况表", "单位：万元"], ("水库蓄水情况表", "", "", "万元", "", False, 2)),
        (["（一）收入情况"], ("（一）收入情况", "", "", "", "", False, 0)),
        (["一段文字，说了很多。"], ("", "", "", "", "", False, 0)),
        (["部门：", "单位：万元"], ("", "", "", "万元", "", False, 2)),
        ([], ("", "", "", "", "", False, 0)),
    ],
)  # fmt: skip
def test_what_lines_say_of_the_grid_below(lines: list[str], wanted: tuple[object, ...]) -> None:
    assert said(*lines) == wanted


def test_a_title_is_whole_never_a_part() -> None:
    assert spec_of("财政拨款收入支出决算总表", LAYOUT) is LAYOUT.tables["财政拨款收入支出决算总表"]
    assert spec_of("某局收入决算表", LAYOUT) is None
    assert spec_of("某局收入决算表", LAYOUT, "某局") is LAYOUT.tables["收入决算表"]


def test_a_centred_line_is_a_title_though_it_ends_otherwise() -> None:
    assert said("蓄水情况", centred=True)[0] == "蓄水情况"
    assert said("蓄水情况", centred=True)[-1] == 1


def test_endings_of_titles() -> None:
    assert ends_as_title("蓄水情况表")
    assert not ends_as_title("见下表，共三张表。")
    assert not ends_as_title("蓄水情况")
