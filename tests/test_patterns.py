"""Sentence patterns made into steps: their slots, and what their words stand for."""

from prose_words import pattern

from checker.patterns import SlotInfo
from checker.prose import match


def test_the_slots_of_a_pattern_in_order_of_mention() -> None:
    compiled = pattern(
        "支出合计【合计】，比上年增加了【变动：金额】[，其中【项：名称】【额】，]*主要包括【名单：名单】"
    )
    assert compiled.slots == (
        SlotInfo("合计", None),
        SlotInfo("变动", "amount", signed=True),
        SlotInfo("项", "name", repeated=True),
        SlotInfo("额", None, repeated=True),
        SlotInfo("名单", "list", repeated=True),
    )


def test_a_slot_of_several_alternatives_is_one_slot_and_takes_the_type_it_is_given_once() -> None:
    compiled = pattern("与上年[相比[增加|减少]【变动：金额】，[增长|下降]【比】|持平【变动＝0】【比：百分比＝0】]")
    assert compiled.slots == (SlotInfo("变动", "amount", signed=True), SlotInfo("比", "ratio", signed=True))


def test_only_a_slot_right_behind_a_direction_word_is_signed() -> None:
    assert [slot.signed for slot in pattern("增长率为【甲】，增加[了]【乙】，增加额外的【丙】").slots] == [
        False,
        True,
        False,
    ]


def found(text: str, prose: str) -> bool:
    return match(pattern(text), prose) is not None


def test_a_direction_word_stands_for_either_direction() -> None:
    assert found("支出增加【甲】", "支出下降5万元")
    assert found("决算数大于预算数", "决算数低于预算数")
    assert not found("支出增加【甲】", "支出变动5万元")


def test_a_single_character_is_a_direction_only_before_a_figure() -> None:
    assert found("比上年多【甲】", "比上年少了5万元")
    assert not found("多种经营【甲】", "少种经营5万元")


def test_a_level_word_stands_for_any_level_word_but_claims_nothing_behind_a_hedge() -> None:
    assert found("与上年持平", "与上年相同")
    assert not found("与上年…持平", "与上年基本持平")
    assert found("与上年基本持平", "与上年基本持平")


def test_filler_words_before_a_slot_may_be_missing_or_more() -> None:
    for prose in ("支出决算5万元", "支出决算为5万元", "支出决算共计约为5万元"):
        assert found("支出决算为【甲】", prose)
        assert found("支出决算【甲】", prose)
    assert found("原因是【甲：文字】", "原因追加了费用")


def test_filler_words_are_kept_where_nothing_else_holds_on() -> None:
    assert not found("合计【甲】，占【乙】", "收入5万元，占3%")
    assert found("合计【甲】，占【乙】", "收入合计5万元，占3%")
    assert not found("【甲】合计【乙】", "1人，收入5万元")
    assert found("收入【甲】，达到【乙】", "收入5万元，6万元")


def test_a_name_before_a_filler_word_does_not_take_it() -> None:
    values = match(pattern("【项：名称】为【额】，占【比】"), "收入为5万元，占3%").values
    assert values["项"][0].printed == "收入"


def test_a_gap_in_front_of_the_first_words_changes_nothing() -> None:
    for text in ("…合计【甲】", "合计【甲】"):
        found = match(pattern(text), "收入5万元\n，合计6万元")
        assert (found.start, found.values["甲"][0].printed) == (7, "6万元")
