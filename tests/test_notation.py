"""The notation of sentence patterns, and every mistake that can be made in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prose_words import SPEECH, TYPES

from checker.notation import DEEPEST, MOST_CHARACTERS, PatternFault, read_notation
from checker.patterns import compile_pattern
from checker.problems import Problem, codes, lesson


def kinds(text: str) -> list[str]:
    parts, faults = read_notation(text, TYPES)
    assert faults == []
    return [part.what for part in parts]


def test_words_slots_gaps_and_brackets() -> None:
    assert kinds("支出合计【支出合计】……占【占比：百分比】[，其中…]") == [
        "words",
        "slot",
        "gap",
        "words",
        "slot",
        "group",
    ]


@pytest.mark.parametrize("text", ["甲{乙:金额}", "甲｛乙：金额｝", "甲【乙：金额】", "甲【 乙 ： 金 额 】"])
def test_a_slot_is_written_with_any_of_its_brackets(text: str) -> None:
    slot = read_notation(text, TYPES)[0][1]
    assert (slot.text, slot.kind, slot.value) == ("乙", "amount", None)


@pytest.mark.parametrize("text", ["甲[乙|丙]*", "甲［乙｜丙］＊", "甲〔乙|丙〕 *"])
def test_a_group_is_written_with_any_of_its_brackets(text: str) -> None:
    group = read_notation(text, TYPES)[0][1]
    assert [[part.text for part in way] for way in group.ways] == [["乙"], ["丙"]]
    assert group.repeated


def test_a_constant_slot_has_a_number() -> None:
    for text, value in {"甲[【乙＝0】]": "0", "甲[【乙：百分比=１００.５】]": "100.5", "甲[【乙=-1】]": "-1"}.items():
        assert str(read_notation(text, TYPES)[0][1].ways[0][0].value) == value


def test_the_place_of_each_part_is_where_it_is_typed() -> None:
    text = "甲【乙】[丙]*…"
    assert [text[part.start : part.end] for part in read_notation(text, TYPES)[0]] == ["甲", "【乙】", "[丙]*", "…"]


def faults(text: str) -> list[PatternFault]:
    compiled, found = compile_pattern(text, SPEECH, TYPES)
    assert compiled is None
    return found


def told(text: str, lang: str = "zh") -> str:
    """The one mistake of a pattern: code, what is marked, and the lesson."""
    (fault,) = faults(text)
    words = lesson(Problem(fault.code, "版式.yaml", values=fault.values, near=fault.near), lang)
    return f"{fault.code} {text[fault.start : fault.end]} | {words.text} | {words.advice}"


def test_a_slot_that_is_not_closed() -> None:
    expected = (
        "L201 【 | “【”开了一个空位，后面没有与它配对的结束符号。 | 空位写成【名称】，名称中不能再有【，也不能换行。"
    )
    assert told("支出合计【支出合计，占比") == expected
    assert told("支出合计【支出\n合计】".replace("】", "")) == expected
    assert told("支出合计【支出合计，占【占比】") == expected


def test_a_slot_without_a_name() -> None:
    expected = "L202 【】 | 空位“【】”里没有写名称。 | 在括号里写上它的名称，例如【支出合计】。"
    assert told("支出合计【】") == expected
    assert told("支出合计【 ：金额】").startswith("L202 【 ：金额】")


def test_an_unknown_slot_type() -> None:
    assert told("支出合计【支出合计：金颔】") == (
        "L203 【支出合计：金颔】 | 空位【支出合计】的类型“金颔”不认识。最接近的是“金额”。"
        " | 冒号后面写类型；不写类型，就取该处的金额、百分比或数量。"
    )
    assert "“金额”、“百分比”" in told("支出合计【支出合计：钱】")


def test_a_bracket_that_is_not_closed() -> None:
    expected = "L204 [ | “[”开了一个可省略或可选择的部分，后面没有与它配对的“]”。 | 在这一部分的末尾补上“]”。"
    assert told("支出合计【支出合计】[，占【占比】") == expected


def test_a_stray_sign() -> None:
    rest = "没有与它配对的开头。 | 去掉它，或在前面补上配对的开头；“|”和“&”只用在方括号里，隔开几种说法、几个不分先后的部分。"
    for sign in "]】}|&":
        assert told(f"支出合计{sign}【支出合计】") == f"L205 {sign} | 这里的“{sign}”{rest}"


def test_a_pattern_without_fixed_words() -> None:
    for text in (
        "【甲】",
        "",
        "【甲】，【乙】",
        "[支出合计]【甲】",
        "[支出合计|]【甲】",
        "[支出合计【甲】]*",
        "…【甲】",
    ):
        assert told(text) == (
            f"L206 {text} | 句式“{text}”里没有一段必定出现的文字，在原文中无从定位。"
            " | 把空位前后一定会出现的文字照原文写进来；方括号里可省略的文字不算。"
        )


def test_a_slot_name_used_twice() -> None:
    expected = (
        "L207 【甲】 | 名称“甲”在同一句里用了两次，分不清取哪一个。"
        " | 改用两个不同的名称；同一名称只能用在“[甲|乙]”的不同说法里，或放进可重复的“[ ]*”里一次。"
    )
    assert told("收入【甲】，支出【甲】") == expected
    assert told("收入【甲】[，支出【甲】]") == expected
    assert told("[收入【甲】|总收入]，支出【甲】") == expected


def test_the_same_name_in_two_alternatives_is_no_mistake() -> None:
    assert compile_pattern("与上年相比[增加【甲】|持平【甲＝0】]", SPEECH, TYPES)[1] == []


def test_nothing_between_two_text_slots() -> None:
    expected = (
        "L208 【甲：文字】【乙：名单】 | 空位【甲】和【乙】取的都是文字，两者之间没有一定出现的文字或标点，"
        "分不清到哪里为止。 | 在两个空位之间写上原文中的文字或标点。"
    )
    assert told("原因【甲：文字】【乙：名单】") == expected
    assert [fault.code for fault in faults("原因【甲：文字】[因为]【乙：文字】")] == ["L208"]
    assert compile_pattern("原因【甲：名称】、【乙：名称】", SPEECH, TYPES)[1] == []


def test_no_number_behind_the_equals_sign() -> None:
    expected = "L209 【甲＝零】 | 空位【甲】的等号后面写的是“零”，不是一个数。 | 写成【甲＝0】这样的数，不带单位。"
    assert told("持平【甲＝零】") == expected
    for number in ("", "1.", ".5", "--1", "0万元", "1e5", "9" * 61):
        assert told(f"持平【甲＝{number}】").startswith("L209")


def test_empty_brackets() -> None:
    assert told("支出合计[]【甲】") == "L210 [] | “[]”里没有任何内容。 | 写上可省略的文字，或去掉这对方括号。"
    assert told("支出合计[|]*【甲】").startswith("L210 [|]* ")


def test_a_pattern_too_long_or_too_deep() -> None:
    rest = "一个句式最多4000个字，方括号最多套16层；这一句超过了。 | 拆成几个句式来写。"
    assert told("支" * (MOST_CHARACTERS + 1)) == f"L211 {'支' * (MOST_CHARACTERS + 1)} | {rest}"
    assert told("支" + "[" * (DEEPEST + 1) + "出" + "]" * (DEEPEST + 1)) == f"L211 [ | {rest}"
    assert compile_pattern("支" + "[" * DEEPEST + "出" + "]" * DEEPEST, SPEECH, TYPES)[1] == []
    assert faults("[" * MOST_CHARACTERS)[0].code == "L211"


def test_all_mistakes_come_at_once_in_order() -> None:
    found = faults("【】合计【甲：钱】|【乙＝一】[")
    assert [fault.code for fault in found] == ["L202", "L203", "L205", "L209", "L204"]


def test_the_two_signs_between_parts_are_not_mixed() -> None:
    expected = (
        "L214 | | 同一对方括号里，前面用的是另一种符号，这里又用了“|”。 | “[甲|乙]”是几种说法取一种，“[甲&乙]”是几个部分"
        "不分先后；两样都要时，里面再套一对方括号：[甲&[乙|丙]]。"
    )
    assert told("支出[基本【甲】&项目【乙】|其他【丙】]") == expected
    assert [fault.code for fault in faults("支出[基本【甲】|项目【乙】＆其他【丙】")] == ["L204", "L214"]
    assert [fault.code for fault in faults("支出[基本【甲】|项目【乙】＆其他【丙】]")] == ["L214"]


def test_parts_in_any_order_do_not_repeat_and_none_is_empty() -> None:
    assert told("支出[基本【甲】&项目【乙】]*") == (
        "L215 [基本【甲】&项目【乙】]* | “[基本【甲】&项目【乙】]*”里的部分不分先后，每个最多出现一次，后面不能再加“*”。"
        " | 去掉“*”；要重复的是其中一个部分时，把“*”写在那个部分自己的方括号后面。"
    )
    assert told("支出[基本【甲】&]") == (
        "L216 [基本【甲】&] | “[基本【甲】&]”里有一个“&”前面或后面什么也没有写。"
        " | 把多余的“&”去掉；不分先后的部分本来就可以不出现，不用留空。"
    )
    assert [fault.code for fault in faults("支出[&]")] == ["L210"]
    assert [fault.code for fault in faults("支出[基本【甲】&项目【甲】]")] == ["L207"]


def test_every_code_is_explained_in_both_languages() -> None:
    values = dict.fromkeys(["written", "name", "type", "value", "first", "second", "most", "deepest"], "某")
    for code in (code for code in codes() if code.startswith("L2")):
        for lang in ("zh", "en"):
            words = lesson(Problem(code, "", values=values), lang)
            assert words.title
            assert words.text
            assert words.advice


@given(st.text(alphabet="【】{}[]［］〔〕|｜&＆*＊…...：＝0甲乙金额文字名单，。为增加持平 \n", max_size=60))
def test_a_pattern_compiles_or_its_mistakes_are_told(text: str) -> None:
    compiled, found = compile_pattern(text, SPEECH, TYPES)
    assert (compiled is None) == bool(found)
    for fault in found:
        assert 0 <= fault.start <= fault.end <= len(text)
        assert lesson(Problem(fault.code, "", values=fault.values, near=fault.near), "zh").text
    assert found == sorted(found, key=lambda fault: (fault.start, fault.end, fault.code))
