"""Layout files: what one says, how one extends another, and every mistake with its place."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from mutations import checked, example, shipped

from checker.cli import main
from checker.facts import AMOUNT, COUNT, RATIO, TEXT
from checker.layoutfiles import is_layout_file, read_layouts, read_years
from checker.layouts import Layout
from checker.packs import Pack, read_pack
from checker.problems import Problem, lesson
from checker.resources import data_folder
from checker.rules import read_rules
from checker.yamlfiles import parse_yaml

HEAD = "版式: 甲\n报表: 甲表\n单位: 万元\n金额单位: {元: 1, 万元: 10000}\n"
CODING = '科目体系:\n- {名称: 科目, 位数: [3, 5], 级次: [类, 款], 科目: {"201": 一般公共服务支出, "20101": [人大事务, 人大]}}\n'
TABLE = "表:\n- {名称: 支出表, 列: [合计]}\n"
SECTION = "章节: [{名称: 说明}]\n"


def read(*texts: str) -> tuple[list[Layout], list[Problem]]:
    files = [parse_yaml(text, f"{index}.yaml") for index, text in enumerate(texts)]
    layouts, problems = read_layouts([file for file, _ in files])
    return layouts, [*(p for _, found in files for p in found), *problems]


def only(*texts: str) -> Layout:
    layouts, problems = read(*texts)
    assert problems == []
    return layouts[-1]


# --- what is read -----------------------------------------------------------------------------------------------------


def test_a_table() -> None:
    layout = only(
        HEAD
        + CODING
        + """\
表:
- 名称: 支出表
  别名: [支出决算表, 支出情况表]
  编号: 公开03表
  编码列: 科目编码
  名称列: 科目名称
  科目体系: 科目
  合计行: {合计: 全部, 人员小计: ["201"]}
  列:
  - {名称: 科目名称, 类型: 文字}
  - {名称: 小计, 别名: [合计]}
  - 名称: 本年
    列: [基本支出, {名称: 占比, 类型: 百分比}, {名称: 人数, 类型: 数量, 可缺: 是}]
"""
    )
    table = layout.tables["支出表"]
    assert table.numbers == ("公开03表",)
    assert layout.table_titled("二、支出 情况表") is table
    assert layout.table_titled("支出") is None
    assert (table.coding, table.required) == ("科目", True)
    assert [(column.path, column.kind) for column in table.columns] == [
        *[(("科目名称",), TEXT), (("小计",), AMOUNT), (("本年", "基本支出"), AMOUNT)],
        *[(("本年", "占比"), RATIO), (("本年", "人数"), COUNT)],
    ]
    assert table.column(("本年", "人数")).optional
    total, staff = table.totals
    assert (total.name, total.codes, staff.codes) == ("合计", (), ("201",))
    assert staff.covers("20101")
    assert not staff.covers("208")


def test_the_tree_of_rows() -> None:
    layout = only(
        HEAD
        + """\
表:
- 名称: 收支表
  行:
  - 名称: 总计
    别名: [收入总计]
    合计在后: 是
    分项:
    - 本年收入
    - {名称: 年初结转, 其中: [基本支出结转], 可缺: 是}
  列: [金额]
"""
    )
    rows = layout.tables["收支表"].rows
    assert [(row.path, row.exhaustive, row.optional) for row in rows] == [
        (("总计", "本年收入"), True, False),
        (("总计", "年初结转"), True, True),
        (("总计", "年初结转", "基本支出结转"), False, False),
        (("总计",), True, False),
    ]
    assert rows[0].parent is rows[1].parent
    assert [meaning.what for meaning in layout.meanings("收入总计")] == ["row"]


def test_a_layout_that_extends_another_says_only_what_differs() -> None:
    base = (
        HEAD
        + SECTION
        + """\
表:
- {名称: 支出表, 编码列: 编码, 名称列: 名称, 合计行: [合计, 总计], 列: [合计, 基本支出]}
词汇:
  全部支出: 《支出表》[合计, 合计]
  结余: 《支出表》[合计, 基本支出]
"""
    )
    own = """\
版式: 乙
继承: 甲
年度: 2022-
无: [说明]
表:
- {名称: 支出表, 别名: [支出决算表]}
- {名称: 收入表, 列: [合计]}
词汇:
  全部支出: 《支出决算表》[总计, 合计]
"""
    layout = only(base, own)
    assert (layout.name, layout.kind, layout.unit, layout.years) == ("乙", "甲表", "万元", ((2022, 9999),))
    assert list(layout.tables) == ["支出表", "收入表"]
    assert layout.table_titled("支出决算表") is layout.tables["支出表"]
    assert layout.tables["支出表"].columns == only(base).tables["支出表"].columns
    assert (list(layout.sections), layout.absent) == ([], frozenset({"说明"}))
    assert layout.terms == {"结余": "《支出表》[合计, 基本支出]", "全部支出": "《支出决算表》[总计, 合计]"}


TWO_TABLES = """\
表:
- {名称: 支出表, 别名: 支出决算表, 编号: 公开03表, 名称列: 项目, 列: [合计], 行: [基本支出, 项目支出]}
- {名称: 收入表, 列: [金额], 名称列: 项目, 行: [本年收入]}
章节: [{名称: 说明}]
语句:
- {章节: 说明, 句式: 支出【说明支出】}
"""
TERMS = """\
词汇:
  基本: 《支出决算表》[基本支出, 合计]
  甲: 《公开03表》[项目支出, 合计] + 说明支出
  基本一半: 基本 ÷ 2
  收入: 《收入表》[本年收入, 金额]
"""


def test_terms_about_what_a_layout_lacks_are_no_mistakes() -> None:
    own = "版式: 乙\n继承: 甲\n无: [支出表, 说明]\n"
    layout = only(HEAD + TWO_TABLES + TERMS, own)
    assert list(layout.tables) == ["收入表"]
    assert layout.absent == {"支出表", "支出决算表", "公开03表", "说明"}
    text = "规则集: 甲\n规则:\n" + "".join(
        f"- {{编号: A-{number}, 断言: {claim}}}\n"
        for number, claim in enumerate(["收入 ＝ 基本", "收入 ＝ 基本一半", "收入 ＝ 甲", "收入 ≥ 0"])
    )
    rules, problems = read_rules([parse_yaml(text, "rules.yaml")[0]], [*read(HEAD + TWO_TABLES + TERMS)[0], layout])
    assert problems == []
    value = {
        **{"format": "gouji/report-1", "kind": "甲表", "layout": "乙", "entity": {"name": "某局"}},
        "tables": [{"title": "收入表", "header": [["项目", "金额"]], "rows": [["本年收入", "1.00"]]}],
    }
    found = checked(value, pack=Pack([layout], rules, []))
    reasons = {name: [(verdict, r.values["name"]) for verdict, r, _ in e.reasons] for name, e in found.ledger.items()}
    assert reasons == {
        "A-0": [("not_applicable", "基本")],
        "A-1": [("not_applicable", "基本")],
        "A-2": [("not_applicable", "《公开03表》[项目支出, 合计]")],
        "A-3": [],
    }


@pytest.mark.parametrize("wrong", ["[基本支出, 合记]", "[基夲支出, 合计]", "[本年收入, 合计]"])
def test_a_mistake_in_a_term_is_told_also_where_its_table_is_lacking(wrong: str) -> None:
    text = TERMS.replace("[基本支出, 合计]", wrong)
    for base, own in [("", "无: [支出表]\n"), ("无: [支出表]\n", "")]:
        _, problems = read(HEAD + TWO_TABLES + text + base, "版式: 乙\n继承: 甲\n" + own)
        # where it stands, and where another term says its name
        assert {(problem.file, problem.line) for problem in problems} == {("0.yaml", 12), ("0.yaml", 14)}


def test_a_term_that_is_lost_does_not_make_its_name_mean_another_thing() -> None:
    """人员经费 is also a slot of the prose: without its table it is neither."""
    own = "版式: 乙\n继承: 部门决算\n无: [一般公共预算财政拨款基本支出决算明细表]\n"
    layout = only(SHIPPED, own)
    text = "规则集: 甲\n规则:\n- {编号: A-1, 断言: 人员经费 ＝ 公用经费}\n"
    rules, _ = read_rules([parse_yaml(text, "rules.yaml")[0]], shipped().layouts)
    found = checked({**example(), "layout": "乙"}, pack=Pack([layout], rules, []))
    assert [(verdict, r.values) for verdict, r, _ in found.ledger["A-1"].reasons] == [
        ("not_applicable", {"name": "人员经费"})
    ]


def test_a_layout_that_extends_a_faulty_one_is_left_out_too() -> None:
    assert read(HEAD + "年度: 甲\n" + TABLE, "版式: 乙\n继承: 甲\n", "版式: 丙\n继承: 乙\n")[0] == []


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2021", (2021, 2021)),
        ("2017-2024", (2017, 2024)),
        ("2017-", (2017, 9999)),
        ("2017－2024", (2017, 2024)),
        ("2017—2024", (2017, 2024)),
        ("2017至2024", (2017, 2024)),
        (" 2021 ", (2021, 2021)),
        ("2021年", None),
        ("二〇二一", None),
        ("21", None),
        ("2024-2017", None),
        ("-2021", None),
        ("", None),
    ],
)
def test_years(text: str, years: tuple[int, int] | None) -> None:
    assert read_years(text) == years


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        ("版式: 甲\n", True),
        ("layout: x\n", True),
        ("报表: 甲\n表: []\n", True),
        ("规则集: 甲\n规则: []\n", False),
        ("rules: []\n", False),
        ("适用: {报表: 甲}\n规则: []\n", False),
        ("甲: 乙\n", False),
        ("[]\n", False),
        ("", False),
    ],
)
def test_which_files_are_layouts(text: str, layout: bool) -> None:
    assert is_layout_file(parse_yaml(text, "x.yaml")[0]) is layout


# --- what is told -----------------------------------------------------------------------------------------------------

SENTENCE = "语句:\n- {章节: 说明, 句式: %s}\n"


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "end_column", "near"),
    [
        (HEAD.replace("报表: 甲表", "继承: 丙"), "L102", 2, 5, 6, "甲"),
        (HEAD.replace("报表: 甲表", "继承: 甲"), "L103", 2, 5, 6, ""),
        (HEAD + "年度: 二〇二一\n", "L104", 5, 5, 9, ""),
        (HEAD + "年度: [2021, 2024-2017]\n", "L104", 5, 12, 21, ""),
        (HEAD.replace("10000", "一万"), "L105", 4, 18, 20, ""),
        (HEAD + TABLE + "键: [{名称: 类, 表: 支出袁, 由: [类]}]\n", "L106", 7, 16, 19, "支出表"),
        (HEAD + TABLE + "词汇: {全部支出: []}\n", "L107", 7, 6, 10, ""),
        (HEAD + CODING + TABLE.replace("列:", "科目体系: 科木, 列:"), "L108", 8, 19, 21, "科目"),
        (HEAD + TABLE + SECTION + (SENTENCE % "甲【乙】").replace("说明", "说朋"), "L110", 9, 8, 10, "说明"),
        (HEAD + TABLE + SECTION + (SENTENCE % "甲【乙】").replace("句式", "每: 项, 句式"), "L111", 9, 15, 16, ""),
        (HEAD + CODING.replace("[3, 5]", "[三, 5]"), "R204", 6, 17, 18, ""),
        (HEAD + "词尾类型: {占比: 百份比}\n", "R204", 5, 12, 15, "百分比"),
        (HEAD + TABLE + "词汇:\n  全部支出: 《支出袁》[合计]\n", "R130", 8, 9, 14, "支出表"),
        (HEAD + TABLE + "词汇: {全部支出: 全部之出 ＋ 合计}\n", "R101", 7, 12, 16, "全部支出"),
        (HEAD + TABLE + "词汇: {全部支出: 全部支出}\n", "R136", 7, 12, 16, ""),
        (HEAD + TABLE + SECTION + SENTENCE % "甲【乙：金饿】", "L203", 9, 17, 23, "金额"),
        (HEAD + "表: [{名称: 支出表, 列: 合计}]\n", "Y153", 5, 18, 20, ""),
        (HEAD + "表: [{名称: 支出表, 行: 合计, 列: [合计]}]\n", "Y153", 5, 18, 20, ""),
        (HEAD + "表: [{名称: 支出表, 列: [{类型: 金额}]}]\n", "R203", 5, 19, 27, ""),
        (HEAD + "表: [{名称: 支出表, 列: [合计], 必备: 也许}]\n", "R204", 5, 28, 30, ""),
    ],
)
def test_a_mistake_and_its_place(text: str, code: str, line: int, column: int, end_column: int, near: str) -> None:
    layouts, problems = read(text)
    assert layouts == []
    (problem,) = problems
    assert (problem.code, problem.file, problem.line, problem.column, problem.end_column) == (
        *(code, "0.yaml", line, column, end_column),
    )
    assert problem.near[:1] == ((near,) if near else ())
    assert all(lesson(problem, lang).text for lang in ("zh", "en"))


TABLES = "表:\n- {名称: 支出表, 别名: [支出决算表, 总表], 列: [合计]}\n- {名称: 收入表, 列: [合计]}\n"


@pytest.mark.parametrize(
    ("text", "places", "word", "tables"),
    [
        # the name of another table, written before or after it
        (TABLES.replace("总表", "收入表"), [(6, 25)], "收入表", ("支出表", "收入表")),
        (TABLES.replace("收入表,", "收入表, 别名: 支出表,"), [(7, 17)], "支出表", ("收入表", "支出表")),
        # another table's other title, and in another spelling
        (TABLES.replace("收入表,", "收入表, 别名: 支出决算表,"), [(7, 17)], "支出决算表", ("收入表", "支出表")),
        (TABLES.replace("收入表,", "收入表, 别名: 二、总 表,"), [(7, 17)], "二、总 表", ("收入表", "支出表")),
        # twice in one table does no harm
        (TABLES.replace("总表", "支出决算表"), [], "", ()),
        (TABLES.replace("总表", "支出表"), [], "", ()),
        # a table the layout has not cannot take a title away
        (TABLES.replace("总表", "收入表") + "无: [收入表]\n", [], "", ()),
    ],
)
def test_a_title_of_two_tables(
    text: str, places: list[tuple[int, int]], word: str, tables: tuple[str, str] | tuple[()]
) -> None:
    _, problems = read(HEAD + text)
    assert [(p.code, p.line, p.column) for p in problems] == [("L112", *place) for place in places]
    for problem in problems:
        values = dict(problem.values)
        assert (values["word"], values["table"], values["other"]) == (word, *tables)
        said = f"“{word}”既是《{tables[0]}》的名称或别名，又是《{tables[1]}》的名称或别名：印着它的表分不清是哪一张。"
        assert lesson(problem, "zh").text == said


def test_a_title_of_two_tables_is_told_in_the_layout_that_brings_it_in() -> None:
    own = "版式: 乙\n继承: 甲\n表:\n- {名称: 总表, 列: [合计]}\n"
    _, (problem,) = read(HEAD + TABLES, own)
    assert (problem.code, problem.file, problem.line, problem.column) == ("L112", "1.yaml", 4, 8)
    own = "版式: 乙\n继承: 甲\n表:\n- {名称: 基金表, 别名: 收入表, 列: [合计]}\n"
    _, (problem,) = read(HEAD + TABLES, own)
    assert (problem.code, problem.file, problem.line, problem.column) == ("L112", "1.yaml", 4, 17)


PARTS = """\
表:
- 名称: 支出表
  编码列: 科目编码
  名称列: 科目名称
  说明章节: 支出说明
  列: [{名称: 科目名称, 类型: 文字}, 合计]
章节: [{名称: 支出说明}, {名称: 收入说明}]
键: [{名称: 类, 表: 支出表, 由: [大类, 类]}]
语句:
- {章节: 支出说明, 句式: 变动的原因是【变动原因：文字】。}
- {章节: 支出说明, 范围: 变动原因, 句式: 增加【增加额】, 多次: 是}
- {章节: 收入说明, 每: 类, 句式: 【大类：名称】里的【类：名称】收入【类收入】}
"""


def test_the_names_a_layout_refers_to() -> None:
    assert only(HEAD + PARTS).name == "甲"


@pytest.mark.parametrize(
    ("right", "wrong", "line", "column", "near", "text"),
    [
        ("说明章节: 支出说明", "说明章节: 支出情况", 9, 9, "支出说明", "“说明章节”写的是“支出情况”，各章节里没有它。"),
        (
            "范围: 变动原因",
            "范围: 变化原因",
            15,
            18,
            "变动原因",
            "“范围”写的是“变化原因”，同一章节其他句式的空位里没有它。",
        ),
        # a slot of the sentence itself, or of another section, is none of those
        (
            "范围: 变动原因",
            "范围: 增加额",
            15,
            18,
            "变动原因",
            "“范围”写的是“增加额”，同一章节其他句式的空位里没有它。",
        ),
        (
            "由: [大类, 类]",
            "由: [大类, 类别]",
            12,
            29,
            "类",
            "“由”写的是“类别”，说到这个键的句式的空位里没有它。",
        ),
        (
            "名称列: 科目名称",
            "名称列: 科目明称",
            8,
            8,
            "科目名称",
            "“名称列”写的是“科目明称”，这张表的文字栏里没有它。",
        ),
        (
            "编码列: 科目编码\n  名称列: 科目名称",
            "编码列: 科目名秤",
            7,
            8,
            "科目名称",
            "“编码列”写的是“科目名秤”，这张表的文字栏里没有它。",
        ),
    ],
)
def test_a_name_the_layout_does_not_have(right: str, wrong: str, line: int, column: int, near: str, text: str) -> None:
    assert right in PARTS
    layouts, (problem,) = read(HEAD + PARTS.replace(right, wrong))
    assert layouts == []
    assert (problem.code, problem.line, problem.column, problem.near[0]) == ("L113", line, column, near)
    assert lesson(problem, "zh").text.startswith(f"{text}最接近的是“{near}”")


def test_the_heading_of_a_key_column_is_as_printed_where_no_text_column_is_like_it() -> None:
    # nothing is known of headings: they need not be columns of the table
    assert only(HEAD + PARTS.replace("编码列: 科目编码", "编码列: [支出经济分类科目编码, 科目名称编码]")).name == "甲"
    assert only(HEAD + "表: [{名称: 支出表, 名称列: 项目, 列: [合计]}]\n").name == "甲"


def test_a_name_the_layout_does_not_have_is_told_in_the_language_of_the_file() -> None:
    own = "layout: b\nextends: 甲\ntables:\n- {name: 收入表, explained in: 收入情况, columns: [合计]}\n"
    _, (problem,) = read(HEAD + PARTS, own)
    said = "“explained in” says “收入情况”, which is none of the sections. The nearest: “收入说明”"
    assert lesson(problem, "en").text.startswith(said)


def test_of_many_type_words_at_most_five_are_offered() -> None:
    def near(word: str) -> tuple[str, ...]:
        _, (problem,) = read(HEAD + TABLE + SECTION + SENTENCE % f"甲【乙：{word}】")
        assert problem.code == "L203"
        return problem.near

    assert near("火星") == ("金额", "百分比", "数量", "文字", "名单")
    assert near("zzzzz") == ("amount", "percentage", "count", "text", "list")
    assert near("金饿") == ("金额",)


def test_two_layouts_of_one_name() -> None:
    layouts, (problem,) = read(HEAD + TABLE, HEAD + TABLE)
    assert [layout.name for layout in layouts] == ["甲"]
    assert (problem.code, problem.file, problem.line, problem.column) == ("L101", "1.yaml", 1, 5)


def test_a_mistake_in_what_is_inherited_is_told_where_it_stands_and_once() -> None:
    base = HEAD + TABLE + SECTION + SENTENCE % "甲【乙：金饿】"
    _, problems = read(base, "版式: 乙\n继承: 甲\n", "版式: 丙\n继承: 乙\n")
    assert [(problem.code, problem.file, problem.line) for problem in problems] == [("L203", "0.yaml", 9)]


def test_every_mistake_of_a_file_is_told() -> None:
    text = (
        HEAD.replace("10000", "一万")
        + "年度: 甲\n表:\n- {名称: 支出表, 列: [合计], 科目体系: 丁}\n词汇: {戊戊: 己己己}\n"
    )
    assert [problem.code for problem in read(text)[1]] == ["L105", "L108", "L104", "R101"]


def test_the_command_tells_the_mistakes_of_a_layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("版式.yaml").write_text(HEAD + TABLE + "词汇:\n  全部支出: 《支出袁》[合计]\n", "utf-8")
    result = CliRunner().invoke(main, ["rules", "lint", "版式.yaml"])
    assert result.exit_code == 2
    assert " --> 版式.yaml:8:9\n" in result.stderr
    assert "版式里没有《支出袁》这张表。最接近的是“支出表”。" in result.stderr


def test_a_mistake_in_a_layout_is_told_and_not_one_for_every_rule(tmp_path: Path) -> None:
    path = tmp_path / "部门决算.yaml"
    path.write_text(SHIPPED.replace("小数位: 2", "小数位: 二"), "utf-8")
    pack = read_pack([path])
    assert [problem.code for problem in pack.problems] == ["R204"]
    assert pack.layouts == []
    other = tmp_path / "规则.yaml"
    other.write_text("规则集: 甲\n规则:\n- {编号: A, 断言: 人员经费＋公用经废＝基本支出}\n", "utf-8")
    assert [problem.code for problem in read_pack([path, other]).problems] == ["R204", "R101"]
    path.write_text("版式: 部门决算\n继承: 没有的\n", "utf-8")
    assert [problem.code for problem in read_pack([path]).problems] == ["L102"]


def test_the_shipped_layout_is_sound() -> None:
    assert shipped().problems == []
    assert [layout.name for layout in shipped().layouts] == [
        "部门决算",
        "部门决算2019",
        "部门决算2018",
        "上海市部门决算",
    ]


# --- any file at all --------------------------------------------------------------------------------------------------

SHIPPED = (data_folder("rules") / "版式" / "部门决算.yaml").read_text("utf-8")
LINES = SHIPPED.splitlines(keepends=True)
PIECES = st.one_of(
    st.sampled_from(LINES),
    st.sampled_from(
        ["表:\n", "- ", "  ", "{", "}", "[", "]", "行:\n", "列: [合计]\n", "词汇: {甲: 乙}\n", "无: [甲]\n"]
    ),
    st.text(max_size=5),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_text_at_all_gives_layouts_or_lessons_within_it(text: str) -> None:
    layouts, problems = read(HEAD + text)
    lines = (HEAD + text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert layouts or problems
    for problem in problems:
        assert all(lesson(problem, lang).text for lang in ("zh", "en"))
        assert 0 <= problem.line <= len(lines)
