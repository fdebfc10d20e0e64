"""What is said of a table or a row besides its figures, each asked by a rule of its own."""

from pathlib import Path
from typing import Any

import pytest
from mutations import Value, checked, example, pack_of
from test_tables import small

from checker.characters import ordinal
from checker.findings import Checked
from checker.layouts import CodingSpec, FormerName

HEAD = "规则集: 试\n适用: {报表: 部门决算}\n规则:\n"


@pytest.fixture
def ask(tmp_path: Path) -> Any:
    def asked(value: Value, assertion: str, scope: str = "", **more: Any) -> Checked:
        where = f"对象: {scope}, " if scope else ""
        file = tmp_path / "rules.yaml"
        file.write_text(f'{HEAD}- {{编号: A-1, {where}断言: "{assertion}"}}\n', "utf-8")
        pack_of.cache_clear()
        return checked(value, pack=pack_of(file), every=True, **more)

    return asked


def verdicts(found: Checked) -> dict[str, str]:
    return {f.instance.row.name: f.verdict for f in found.findings if f.instance and f.instance.row}


ROWS = [
    ["合计", "", "3.00"],
    ["201", "一般公共服务支出", "1.00"],
    ["2013701", "行政运行", "1.00"],
    ["208", "卫生健康支出", "2.00"],
    ["20177", "新设事务", ""],
]
EACH = "《支出决算表》每一行"


def test_a_row_s_name_is_among_the_names_of_its_code(ask: Any) -> None:
    found = verdicts(ask(small(ROWS), "本行的规范名称 包含 本行的名称", EACH))
    assert found == {
        "合计": "not_applicable",
        "201 一般公共服务支出": "holds",
        "2013701 行政运行": "holds",
        "208 卫生健康支出": "violated",
        "20177 新设事务": "not_applicable",
    }


@pytest.mark.parametrize(("year", "names"), [
    (2018, ("旧名",)), (2019, ("中名",)), (2020, ("今名", "今名一")), (None, ("今名", "今名一")),
])  # fmt: skip
def test_names_are_those_of_the_year(year: int | None, names: tuple[str, ...]) -> None:
    former = (FormerName("207", "旧名", ((2007, 2018),)), FormerName("207", "中名", ((2019, 2019),)))
    coding = CodingSpec("功能科目", (3, 5, 7), ("类", "款", "项"), {"207": ("今名", "今名一")}, former)
    assert coding.official("207", year) == names
    assert coding.official("208", year) == ()


def test_a_parent_code_is_the_code_of_the_level_above(ask: Any) -> None:
    found = verdicts(ask(small(ROWS), "《支出决算表》的编码 包含 本行的上级编码", EACH))
    assert {name: found[name] for name in ("201 一般公共服务支出", "2013701 行政运行")} == {
        "201 一般公共服务支出": "not_applicable",
        "2013701 行政运行": "violated",
    }
    (finding,) = (f for f in ask(small(ROWS[:3]), "《支出决算表》的编码 包含 本行的上级编码", EACH).findings
                  if f.verdict == "violated")  # fmt: skip
    assert finding.outcome.missing == ("20137",)


def test_a_level_goes_by_the_length_of_the_code(ask: Any) -> None:
    found = verdicts(ask(small(ROWS), "本行的级次 = “项”", EACH))
    assert found["2013701 行政运行"] == "holds"
    assert found["201 一般公共服务支出"] == "violated"


@pytest.mark.parametrize(("codes", "odd"), [
    (["201", "20137", "2013701", "208"], ()),
    (["201", "2013701", "20137", "208"], ("20137",)),
    (["208", "201"], ("201",)),
    (["201", "201"], ()),
])  # fmt: skip
def test_codes_are_in_order_digit_by_digit(ask: Any, codes: list[str], odd: tuple[str, ...]) -> None:
    found = ask(small([[code, "甲", "1.00"] for code in codes]), "《支出决算表》的编码 由小到大")
    assert lines_of(found) == [("violated" if odd else "holds", odd)]


def lines_of(found: Checked) -> list[tuple[str, tuple[str, ...]]]:
    return [(f.verdict, f.outcome.extra) for f in found.findings if f.rule_id == "A-1"]


def test_line_numbers_go_down_one_block_and_then_the_next(ask: Any) -> None:
    value = example()
    said = "《收入支出决算总表》的行次 连续"
    assert lines_of(ask(value, said)) == [("holds", ())]
    # a row that may be missing and is blank: nothing else would tell
    assert value["tables"][0]["rows"].pop(23)[3] == "二十四、债务还本支出"
    assert lines_of(ask(value, said)) == [("violated", ("25", "56"))]


def test_a_line_number_that_cannot_be_read_is_not_taken_for_a_gap(ask: Any) -> None:
    value = example()
    value["tables"][0]["rows"][10][1] = "ll"
    assert lines_of(ask(value, "《收入支出决算总表》的行次 连续")) == [("holds", ())]


def test_serial_numbers_may_begin_anew_but_not_skip(ask: Any) -> None:
    value = example()
    said = "《财政拨款收入支出决算总表》的序号 连续"
    assert lines_of(ask(value, said)) == [("holds", ())]
    row = next(row for row in value["tables"][3]["rows"] if "十九、住房保障支出" in row)
    row[row.index("十九、住房保障支出")] = "二十、住房保障支出"
    assert lines_of(ask(value, said)) == [("violated", ("20",))]


@pytest.mark.parametrize(("label", "number"), [
    ("一、外交支出", ("#、", 1)),
    ("十、甲", ("#、", 10)),
    ("二十六、甲", ("#、", 26)),
    ("三十、甲", ("#、", 30)),
    ("一百零二、甲", ("#、", 102)),
    ("12. 甲", ("#.", 12)),
    ("（三）甲", ("(#)", 3)),
    ("本年收入合计", None),
])  # fmt: skip
def test_an_ordinal_is_a_number_and_its_form(label: str, number: tuple[str, int] | None) -> None:
    assert ordinal(label) == number


def test_the_unit_the_notes_and_the_decimals_of_a_table(ask: Any) -> None:
    value = example()
    value["tables"][1]["unit"] = "元"
    value["tables"][1]["notes"] = ["注：本表反映收入。"]
    assert lines_of(ask(value, "《收入决算表》的单位 = “元”"))[0][0] == "holds"
    assert lines_of(ask(value, "《支出决算表》的单位 = 《收入决算表》的单位"))[0][0] == "violated"
    assert lines_of(ask(value, "《收入决算表》的说明 包含 “反映收入”"))[0][0] == "holds"
    assert lines_of(ask(value, "《收入决算表》的说明 包含 “反映支出”"))[0][0] == "violated"
    assert lines_of(ask(value, "《收入决算表》的小数位 = 2"))[0][0] == "holds"
    assert lines_of(ask(value, "《收入决算表》的名称 = “收入决算表”"))[0][0] == "holds"


def test_what_the_report_lacks_cannot_be_judged(ask: Any) -> None:
    value = example()
    value["tables"].pop(1)
    assert lines_of(ask(value, "《收入决算表》的单位 = “万元”")) == [("undecidable", ())]
    assert lines_of(ask(value, "《收入支出决算总表》[收入·总计]的名称 = “总计”")) == [("holds", ())]


@pytest.mark.parametrize(("title", "verdict"), [
    ("支出决算表", "not_applicable"),
    ("2021年度支出决算表", "holds"),
    ("２０２１年度支出决算表", "holds"),
    ("2020年度支出决算表", "violated"),
    ("202年度支出决算表", "violated"),
])  # fmt: skip
def test_the_year_in_a_title_is_the_report_s(ask: Any, title: str, verdict: str) -> None:
    value = small([["合计", "", "3.00"]])
    value["tables"][0]["title"] = title
    assert lines_of(ask(value, "《支出决算表》的年度 包含 本年度"))[0][0] == verdict


def test_a_code_that_stands_twice_is_named(ask: Any) -> None:
    value = small([[code, "甲", "1.00"] for code in ("201", "202", "201", "203", "202")])
    assert lines_of(ask(value, "《支出决算表》的编码 不重复")) == [("violated", ("201", "202"))]
    assert lines_of(ask(small([["201", "甲", "1.00"]]), "《支出决算表》的编码 不重复")) == [("holds", ())]


def prose(text: str, *, contents: tuple[str, ...] = (), heading: str = "一、收入支出决算总体情况说明") -> Value:
    value = example()
    value["sections"] = [{"heading": ["第三部分", heading], "text": text}]
    value["contents"] = list(contents)
    return value


@pytest.mark.parametrize(("text", "assertion", "verdict", "extra"), [
    ("2021年度收入5万元，比2020年增加。", "全文的年度 只有 本年度", "violated", ("2020",)),
    ("2021年度收入5万元。", "全文的年度 只有 本年度", "holds", ()),
    ("收入5万元。", "全文的年度 只有 本年度", "not_applicable", ()),
    ("收入5万元、3元，增长5%。", "收支总体说明的单位 只有 《支出决算表》的单位", "violated", ("元",)),
    ("收入5.06，支出3.01万元。", "收支总体说明的无单位数 不存在", "violated", ()),
    ("收入、支出各为5.06、3.01万元，增长5.1、3%，是上年的1.5倍。", "收支总体说明的无单位数 不存在", "holds", ()),
    ("1、甲\n2、乙\n4、丙", "收支总体说明的序号 连续", "violated", ("4",)),
    ("甲：指甲。\n乙：指乙。\n甲：指丙。", "收支总体说明的词条 不重复", "violated", ("甲",)),
    ("收入（5万元。", "收支总体说明 标点成对", "violated", ("收入（5万元。",)),
    ("收入5万元。。", "全文 没有写成 “。。”", "violated", ("。。",)),
    ("没有安排任何支出。", "全文 不包含 “没有…支出”", "violated", ("没有安排任何支出",)),
])  # fmt: skip
def test_what_is_said_of_a_text(ask: Any, text: str, assertion: str, verdict: str, extra: tuple[str, ...]) -> None:
    (finding,) = ask(prose(text), assertion).findings
    assert finding.verdict == verdict
    assert finding.outcome.extra == extra
    if extra and "序号" not in assertion:
        # what is told is where it is said to be
        places = [fact.place for fact in finding.outcome.facts]
        found = {text[p.start : p.end] for p in places if p.start is not None and p.end is not None}
        assert any(one in extra[0] or extra[0] in one for one in found), found


def test_contents_and_headings_are_counted_by_level(ask: Any) -> None:
    contents = ("第一部分 甲", "一、子", "二、丑", "第二部分 乙", "一、寅", "三、卯")
    (finding,) = ask(prose("甲", contents=contents), "目录的序号 连续").findings
    assert (finding.verdict, finding.outcome.extra) == ("violated", ("三",))
    value = prose("甲", heading="二、丑")
    (finding,) = ask(value, "正文标题的序号 连续").findings
    assert finding.verdict == "not_applicable"  # one heading by itself says nothing
    value["sections"].append({"heading": ["第三部分", "四、卯"], "text": ""})
    (finding,) = ask(value, "正文标题的序号 连续").findings
    assert set(finding.outcome.extra) == {"二", "四"}


def test_a_sentence_and_a_term_are_looked_at_one_by_one(ask: Any) -> None:
    found = ask(prose("甲5万元；乙3万元。\n丙。"), "本句 包含 “万元”", "每一句").findings
    assert [(f.instance.member.text, f.verdict) for f in found] == [
        ("甲5万元", "holds"), ("乙3万元", "holds"), ("丙", "violated")
    ]  # fmt: skip
    assert found[2].instance.names()[-1] == ("entry", "丙")
    named = ask(
        prose("甲：指甲乙。\n说明\n乙：指丁。", heading="名词解释"),
        "其余正文 包含 本条 或 各表文字 包含 本条",
        "名词解释 每个词条",
    )
    assert [f.instance.member.text for f in named.findings] == ["甲", "乙"]
    assert [f.verdict for f in ask(prose("甲"), "本句 包含 “甲”", "支出说明 每一句").findings] == ["not_applicable"]


def test_the_rest_is_every_section_but_the_one_looked_at(ask: Any) -> None:
    value = prose("甲")
    value["sections"].append({"heading": ["第三部分", "二、收入决算情况说明"], "text": "乙"})
    answers = {
        a: ask(value, a, "收支总体说明").findings[0].verdict for a in ("其余正文 包含 “甲”", "其余正文 包含 “乙”")
    }
    assert list(answers.values()) == ["violated", "holds"]


def test_sections_stand_one_behind_another(ask: Any) -> None:
    value = prose("甲")
    value["sections"].append({"heading": ["第四部分 名词解释"], "text": "乙"})
    assert ask(value, "名词解释 后于 收支总体说明").findings[0].verdict == "holds"
    assert ask(value, "收支总体说明 后于 名词解释").findings[0].verdict == "violated"
    assert ask(value, "名词解释 后于 附件").findings[0].verdict == "not_applicable"
