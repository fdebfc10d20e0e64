"""Names looked up in a layout, their types, and the four identities everybody writes first."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutations import example, report_of, shipped

from checker.assertions import Scope
from checker.binding import bind
from checker.evaluation import VERDICTS, Tolerance, evaluate
from checker.findings import check
from checker.headings import SEVERAL
from checker.language import parse, parse_scope
from checker.layoutfiles import read_layouts
from checker.layouts import Layout, lexicon
from checker.lexer import Fault
from checker.references import Reference
from checker.resolution import Surroundings, resolve, surroundings
from checker.rules import Rule, read_rules
from checker.scopes import instances
from checker.yamlfiles import parse_yaml


@cache
def main_layout() -> Layout:
    return shipped().layouts[0]


@cache
def layout(text: str) -> Layout:
    file, problems = parse_yaml(text, "版式.yaml")
    (found,), more = read_layouts([file])
    assert [*problems, *more] == []
    return found


def resolved(text: str, scope: str = "", world: Layout | None = None) -> tuple[Any, list[Fault]]:
    world = world or main_layout()
    looked_at, faults = parse_scope(scope, world.lexicon) if scope else (Scope(), [])
    assert faults == []
    assert looked_at is not None
    around, scope_faults = surroundings(looked_at, world)
    assertion, faults = parse(text, world.lexicon)
    assert faults == []
    assert assertion is not None
    reference, found = resolve(assertion, around)
    return reference, [*scope_faults, *found]


def told(text: str, scope: str = "", world: Layout | None = None) -> list[tuple[str, str]]:
    """Code and characters of each fault, in the assertion or in the scope."""
    return [(f.code, (text + scope)[f.start : f.end]) for f in resolved(text, scope, world)[1]]


def only(text: str, scope: str = "", world: Layout | None = None) -> Fault:
    (fault,) = resolved(text, scope, world)[1]
    return fault


def leaves(text: str, scope: str = "") -> list[Reference]:
    tree, faults = resolved(text, scope)
    assert faults == []

    def inside(node: Any) -> list[Reference]:
        if isinstance(node, Reference):
            return [node]
        parts = [getattr(node, name) for name in getattr(node, "__dataclass_fields__", ())]
        return [
            leaf for part in parts for each in (part if isinstance(part, tuple) else (part,)) for leaf in inside(each)
        ]

    return inside(tree)


# --- what a name means ------------------------------------------------------------------------------------------------


def test_inside_a_scope_a_name_is_first_its_own_column_or_row_then_a_term_then_a_slot() -> None:
    term, slot = leaves("基本支出 = 支出合计")
    assert (term.what, term.table, slot.what) == ("cell", "一般公共预算财政拨款支出决算表", "slot")
    own, *_ = leaves("基本支出 = 0", "《支出决算表》每一行")
    assert (own.table, own.row.how, own.column.path) == ("", "here", ("基本支出",))  # type: ignore[union-attr]
    other, *_ = leaves("人员经费 = 0", "《支出决算表》每一行")
    assert other.table == "一般公共预算财政拨款基本支出决算明细表"
    alias, *_ = leaves("合计 = 基本支出 + 项目支出", "《一般公共预算财政拨款支出决算表》每一行")
    assert alias.column.path == ("小计",)  # type: ignore[union-attr]
    row, *_ = leaves("本年收入合计 = 0", "《收入支出决算总表》每个金额栏")
    assert (row.row.path[-1], row.column.how) == ("本年收入合计", "here")  # type: ignore[union-attr]


def test_the_name_of_the_only_row_is_not_needed() -> None:
    cell, *_ = leaves("决算数·合计 = 0", "《一般公共预算财政拨款“三公”经费支出决算表》")
    assert (cell.row.how, cell.column.path) == ("only", ("决算数", "合计"))  # type: ignore[union-attr]
    cell, *_ = leaves("《一般公共预算财政拨款“三公”经费支出决算表》[决算数·公务接待费] = 0")
    assert (cell.row.how, cell.column.path) == ("only", ("决算数", "公务接待费"))  # type: ignore[union-attr]


def test_the_name_of_the_only_amount_column_is_not_needed() -> None:
    cell, *_ = leaves("《收入支出决算总表》[支出·总计] = 0")
    assert cell.column.path == ("金额",)  # type: ignore[union-attr]
    assert cell.row.path == ("支出", "总计")  # type: ignore[union-attr]


def test_the_shortest_unique_tail_will_do() -> None:
    long, short = leaves("《收入支出决算总表》[支出·总计·本年支出合计] = 《收入支出决算总表》[本年支出合计]")
    assert long.row == short.row or long.row.path == short.row.path  # type: ignore[union-attr]
    fault = only("《收入支出决算总表》[总计] = 0")
    assert fault.code == "R132"
    assert dict(fault.values)["ways"].split(SEVERAL) == [
        "《收入支出决算总表》[收入·总计]",
        "《收入支出决算总表》[支出·总计]",
    ]


@pytest.mark.parametrize("typed", ["公开03表", "支出决算表", "《支出决算表》", "《 支出决算表》", "《公开03表》"])
def test_a_table_by_title_or_by_the_number_its_layout_prints(typed: str) -> None:
    cell, *_ = leaves(f"{typed}[201, 基本支出] = 0")
    assert cell.table == "支出决算表"


@pytest.mark.parametrize(
    ("row", "how"),
    [
        ("201", "code"),
        ("201*", "below"),
        ("行次 3", "line"),
        ("“行政运行”", "text"),
        ("一般公共服务支出", "text"),
        ("合计", "path"),
    ],
)
def test_ways_to_say_a_row(row: str, how: str) -> None:
    cell, *_ = leaves(f"合计(《支出决算表》[{row}, 基本支出]) = 0")
    assert cell.row.how == how  # type: ignore[union-attr]
    assert cell.many == (how == "below")


def test_a_title_variant_is_the_table() -> None:
    assert told("《财政拨款“三公”经费支出决算表》[决算数·合计] = 0") == []
    assert told("《财政拨款三公经费支出决算表》[决算数·合计] = 0") == []


@pytest.mark.parametrize(
    ("text", "scope", "code", "where"),
    [
        ("合计 = 人员经费 + 公用经费", "", "R131", "合计"),
        ("本年支出合计 = 基本支出", "", "R131", "本年支出合计"),
        ("类 = 0", "", "R131", "类"),
        ("财政拨款支出 = 0", "", "R132", "财政拨款支出"),
        ("合计 = 0", "《一般公共预算财政拨款“三公”经费支出决算表》", "R132", "合计"),
        ("《支出决策表》[合计, 基本支出] = 0", "", "R130", "《支出决策表》"),
        ("《支出决策表》 为空", "", "R130", "《支出决策表》"),
        ("支出说明[合计] = 0", "", "R130", "支出说明"),
        ("本行[合计] = 0", "", "R130", "本行"),
        ("本表 为空", "", "R133", "本表"),
        ("本行 存在", "《支出决算表》", "R133", "本行"),
        ("本格 ≥ 0", "《支出决算表》每一行", "R133", "本格"),
        ("本级 = 0", "《支出决算表》每个上级科目", "R133", "本级"),
        ("下级合计 = 0", "《支出决算表》每一行 每个金额栏", "R133", "下级合计"),
        ("本节 存在", "", "R133", "本节"),
        ("本节 存在", "每条目录", "R133", "本节"),
        ("本条 包含 “一”", "每个必备章节", "R133", "本条"),
        ("《支出决算表》[本项, 基本支出] = 0", "", "R133", "本项"),
        ("《支出决算表》[本行, 基本支出] = 0", "", "R133", "本行"),
        ("《支出决算表》[合计, 本栏] = 0", "《支出决算表》每一行", "R133", "本栏"),
        ("本栏 = 0", "", "R133", "本栏"),
        ("本栏 = 0", "《支出决算表》每个金额栏", "R158", "本栏"),
        ("本项 = 0", "每个项", "R158", "本项"),
        ("《支出决算表》[办公费, 基本支出] = 0", "", "R134", "办公费"),
        ("《支出决算表》[基本支出] = 0", "", "R156", "基本支出"),
        ("《支出决算表》[基本支出, 201] = 0", "", "R156", "基本支出"),
        ("《支出决算表》[201, 小计] = 0", "", "R139", "小计"),
        ("《支出决算表》[201, “基本支出”] = 0", "", "R139", "“基本支出”"),
        ("《支出决算表》[201, 3] = 0", "", "R139", "3"),
        ("《收入支出决算总表》[201] = 0", "", "R138", "201"),
        ("《支出决算表》[20, 基本支出] = 0", "", "R157", "20"),
        ("《支出决算表》[20137011, 基本支出] = 0", "", "R157", "20137011"),
        ("《支出决算表》[3辆, 基本支出] = 0", "", "R157", "3辆"),
        ("合计(《支出决算表》[2013701*, 基本支出]) = 0", "", "R157", "2013701*"),
        ("《一般公共预算财政拨款“三公”经费支出决算表》[决算数, 合计] = 0", "", "R155", "决算数, 合计"),
        ("小计 = 0", "《支出决算表》、《一般公共预算财政拨款支出决算表》每一行", "R131", "小计"),
        (
            "小计 = 0",
            "《一般公共预算财政拨款支出决算表》、《政府性基金预算财政拨款收入支出决算表》每一行",
            "R132",
            "小计",
        ),
    ],
)
def test_a_name_that_means_nothing_here_is_told(text: str, scope: str, code: str, where: str) -> None:
    assert told(text, scope)[0] == (code, where)


@pytest.mark.parametrize(
    ("scope", "code", "where"),
    [
        ("《支出决策表》每一行", "R130", "《支出决策表》"),
        ("《支出决算表》、《收入决策表》每一行", "R130", "《收入决策表》"),
        ("每一行 每个金额栏", "R123", "每一行"),
        ("每个金额栏", "R123", "每个金额栏"),
        ("《收入支出决算总表》每个类", "R124", "每个类"),
        ("《支出决算表》每个基本支出", "R124", "每个基本支出"),
    ],
)
def test_a_scope_that_means_nothing_is_told(scope: str, code: str, where: str) -> None:
    looked_at, faults = parse_scope(scope, main_layout().lexicon)
    assert looked_at is not None, faults
    (fault,) = surroundings(looked_at, main_layout())[1]
    assert (fault.code, scope[fault.start : fault.end]) == (code, where)


@pytest.mark.parametrize(
    ("text", "scope", "nearest"),
    [
        ("《支出决策表》[合计, 基本支出] = 0", "", "支出决算表"),
        ("《支出决算表》[201, 项目支出合计] = 0", "", "项目支出"),
        ("《支出决算表》[20137011, 基本支出] = 0", "", "2013701"),
        ("《一般公共预算财政拨款“三公”经费支出决算表》[决算数, 公务接待费] = 0", "", "决算数·公务接待费"),
        ("因公出国（境）费 = “三公经费”", "", "“三公”经费"),
        ("“人员经费” + 公用经费 = 基本支出", "", "人员经费"),
    ],
)
def test_the_nearest_right_thing_is_offered(text: str, scope: str, nearest: str) -> None:
    if "项目支出合计" in text:
        text = text.replace("项目支出合计", "“项目支出合计”")
    assert only(text, scope).near[0] == nearest


def test_what_a_word_of_the_scope_needs_is_said() -> None:
    assert dict(only("本级 = 0", "《支出决算表》每一行").values)["needs"] == "每个上级科目 每个金额栏"
    assert dict(only("本表 为空").values)["needs"] == "每张表"
    assert dict(only("本条 包含 “一”").values)["needs"] == "每个目录"
    assert dict(only("《支出决算表》[本项, 基本支出] = 0").values)["needs_en"] == "each 项"


# --- other layouts ----------------------------------------------------------------------------------------------------

SMALL = """
版式: 小表
报表: 小报表
单位: 万元
小数位: 2
金额单位: {元: 1, 万元: 10000}
量词: [人, 辆]
词尾类型: {占比: 百分比, 人数: 数量, 日期: 日期}
科目体系:
- 名称: 功能科目
  位数: [3, 5]
  级次: [类, 款]
  科目: {"201": 一般公共服务支出, "20101": 人大事务}
表:
- 名称: 基本支出表
  编码列: 科目编码
  名称列: 科目名称
  科目体系: 功能科目
  合计行: 合计
  列: [{名称: 科目名称, 类型: 文字}, 合计, 人员经费, 公用经费]
- 名称: 人数表
  名称列: 项目
  行: [编制人数, 实有人数]
  列: [{名称: 人数, 类型: 数量}]
章节:
- {名称: 说明}
语句:
- {章节: 说明, 句式: 共有车辆【车辆数：数量】，占【车辆占比】，人均【人均支出】，截至【截至日期：日期】，自【开始日期：日期】}
- {章节: 说明, 句式: 包括【车辆名单：名单】。原因是【原因：文字】}
词汇:
  基本支出: 《基本支出表》[合计, 合计]
  绕回: 绕回 + 基本支出
"""


def small(text: str) -> Layout:
    return layout(SMALL.replace("  绕回: 绕回 + 基本支出\n", text))


def test_a_row_of_a_vertical_table_adds_up_across() -> None:
    text = "合计=人员经费+公用经费"
    assert told(text, "《基本支出表》每一行", small("")) == []
    assert told(text, "", small(""))[0] == ("R131", "合计")
    file, _ = parse_yaml(f"规则集: 甲\n规则:\n- {{编号: A, 对象: 《基本支出表》每一行, 断言: {text}}}\n", "r.yaml")
    rules, problems = read_rules([file], [small("")])
    assert problems == []
    header = [["科目编码", "科目名称", "合计", "人员经费", "公用经费"]]
    rows = [["合计", "", "107.01", "101.95", "5.06"], ["201", "一般公共服务支出", "107.01", "101.95", "5.16"]]
    table = {"title": "基本支出表", "unit": "万元", "header": header, "rows": rows, "notes": []}
    report = report_of(
        {"format": "gouji/report-1", "kind": "小报表", "year": 2021, "entity": {"name": "甲"}, "tables": [table]}
    )
    done = check(report, rules, [small("")], every_verdict=True)
    assert [(f.verdict, f.instance.row.name) for f in done.findings if f.rule] == [  # type: ignore[union-attr]
        *[("holds", "合计"), ("violated", "201 一般公共服务支出")],
    ]


def test_a_term_that_is_defined_by_itself() -> None:
    file, _ = parse_yaml(SMALL, "版式.yaml")
    layouts, problems = read_layouts([file])
    assert layouts == []
    assert [(p.code, p.line, p.column) for p in problems] == [("R136", 32, 7)]


def test_a_rule_needs_one_layout_that_knows_its_names() -> None:
    other = layout("版式: 别的\n报表: 别的\n单位: 元\n金额单位: {元: 1}\n表: []\n")
    file, _ = parse_yaml("规则集: 甲\n规则:\n- {编号: A, 断言: 人员经费 + 公用经费 = 基本支出}\n", "r.yaml")
    (rule,), problems = read_rules([file], [other, main_layout()])
    assert problems == []
    assert [f.code for f in rule.resolved(other).faults] == ["R135", "R135", "R135"]
    assert rule.resolved(main_layout()).is_sound
    assert lexicon([other, main_layout()]).names["人员经费"] == "人员经费"


def test_a_scope_over_nothing_but_absent_tables_does_not_apply() -> None:
    from dataclasses import replace

    name = "国有资本经营预算财政拨款支出决算表"
    tables = {n: t for n, t in main_layout().tables.items() if n != name}
    without = replace(main_layout(), absent=frozenset({name}), tables=tables)
    file, _ = parse_yaml(f"规则集: 甲\n规则:\n- {{编号: A, 对象: 《{name}》每一行, 断言: 合计 = 基本支出}}\n", "r.yaml")
    rules, problems = read_rules([file], [main_layout()])
    assert problems == []
    done = check(report_of(example()), rules, [without])
    assert dict(done.ledger["A"].counts) == {"not_applicable": 1}


# --- types ------------------------------------------------------------------------------------------------------------

FIGURES = {
    "amount": "人员经费",
    "ratio": "基本支出占比",
    "count": "个数(年初预算)",
    "number": "2",
    "zero": "0",
}
SUMS = {
    ("amount", "amount"): "amount",
    ("ratio", "ratio"): "ratio",
    ("count", "count"): "count",
    ("number", "number"): "number",
    ("amount", "zero"): "amount",
    ("ratio", "zero"): "ratio",
    ("count", "zero"): "count",
    ("count", "number"): "count",
    ("number", "zero"): "number",
    ("zero", "zero"): "number",
}
PRODUCTS = {("amount", "amount"): "R143"}
QUOTIENTS = {
    ("amount", "amount"): "ratio",
    ("amount", "ratio"): "amount",
    ("amount", "count"): "amount",
    ("amount", "number"): "amount",
    ("ratio", "amount"): "R144",
    ("ratio", "ratio"): "ratio",
    ("ratio", "count"): "ratio",
    ("ratio", "number"): "ratio",
    ("count", "amount"): "R144",
    ("count", "ratio"): "count",
    ("count", "count"): "ratio",
    ("count", "number"): "count",
    ("number", "amount"): "R144",
    ("number", "ratio"): "ratio",
    ("number", "count"): "count",
    ("number", "number"): "number",
}


def kind_or_code(text: str) -> str:
    from checker.resolution import resolve_number

    assertion, faults = parse(text, main_layout().lexicon)
    assert assertion is not None, faults
    _, kind, found = resolve_number(assertion, Surroundings(main_layout()))
    return found[0].code if found else kind


@pytest.mark.parametrize("left", FIGURES)
@pytest.mark.parametrize("right", FIGURES)
def test_what_may_be_added_and_compared(left: str, right: str) -> None:
    expected = SUMS.get((left, right)) or SUMS.get((right, left))
    bare = "number" in (left, right) or "zero" in (left, right)
    code = "R145" if bare else "R144"
    for operator in "+-":
        assert kind_or_code(f"{FIGURES[left]} {operator} {FIGURES[right]}") == (expected or code)
    for operator in ("=", "≠", "<", "≤", ">", "≥"):
        assert [c for c, _ in told(f"{FIGURES[left]} {operator} {FIGURES[right]}")] == ([] if expected else [code])
    for function in ("合计", "最大", "最小"):
        assert kind_or_code(f"{function}({FIGURES[left]}, {FIGURES[right]})") == (expected or code)
    for function in ("占比", "增长率"):
        assert kind_or_code(f"{function}({FIGURES[left]}, {FIGURES[right]})") == ("ratio" if expected else code)


@pytest.mark.parametrize("left", ["amount", "ratio", "count", "number"])
@pytest.mark.parametrize("right", ["amount", "ratio", "count", "number"])
def test_what_may_be_multiplied_and_divided(left: str, right: str) -> None:
    order = ["amount", "count", "ratio", "number"]
    product = PRODUCTS.get((left, right)) or min(left, right, key=order.index)
    assert kind_or_code(f"{FIGURES[left]} * {FIGURES[right]}") == product
    assert kind_or_code(f"{FIGURES[left]} / {FIGURES[right]}") == QUOTIENTS[left, right]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("-人员经费", "amount"),
        ("上年 人员经费", "amount"),
        ("上年 (人员经费 + 公用经费)", "amount"),
        ("绝对值(基本支出占比 - 1%)", "ratio"),
        ("四舍五入(人员经费, 2)", "amount"),
        ("四舍五入(人员经费)", "amount"),
        ("合计(各单位 人员经费)", "amount"),
        ("合计(年初预算)", "amount"),
        ("最大(年初预算)", "amount"),
        ("个数(人员经费项目)", "count"),
        ("个数(非零项(《支出决算表》[201*, 基本支出]))", "count"),
        ("50万元", "amount"),
        ("30%", "ratio"),
        ("3人", "count"),
        ("人员经费 / 3人", "amount"),
        ("人员经费 × 30%", "amount"),
        ("2 * 3", "number"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert kind_or_code(text) == kind


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("人员经费 > 50", "R145", "50"),
        ("50 < 人员经费", "R145", "50"),
        ("人员经费 + 50 = 0", "R145", "50"),
        ("基本支出占比 > 30", "R145", "30"),
        ("人员经费 = 2 * 3", "R145", "2 * 3"),
        ("合计(人员经费, 50) = 0", "R145", "50"),
        ("人员经费 × 公用经费 = 0", "R143", "人员经费 × 公用经费"),
        ("人员经费 = 30%", "R144", "人员经费 = 30%"),
        ("30% / 人员经费 = 0", "R144", "30% / 人员经费"),
        ("人员经费项目 = 人员经费", "R144", "人员经费项目 = 人员经费"),
        ("全文 = 人员经费项目", "R144", "全文 = 人员经费项目"),
        ("人员经费 = “三公”", "R148", "“三公”"),
        ("人员经费 + “三公” = 0", "R148", "“三公”"),
        ("人员经费项目 + 1 = 0", "R141", "人员经费项目"),
        ("(人员经费 = 0) + 1万元 = 0", "R141", "(人员经费 = 0)"),
        ("(人员经费 = 0) = (公用经费 = 0)", "R141", "(人员经费 = 0)"),
        ("《支出决算表》 = 0", "R149", "《支出决算表》"),
        ("《支出决算表》[201] = 0", "R149", "《支出决算表》[201]"),
        ("支出说明 = 0", "R149", "支出说明"),
        ("人员经费", "R140", "人员经费"),
        ("人员经费 + 公用经费", "R140", "人员经费 + 公用经费"),
        ("若 人员经费，则 公用经费 = 0", "R140", "人员经费"),
        ("人员经费 且 公用经费 = 0", "R140", "人员经费"),
        ("非 《支出决算表》", "R140", "《支出决算表》"),
        ("年初预算 = 0", "R142", "年初预算"),
        ("合计(年初预算) = 年初预算 + 1万元", "R142", "年初预算"),
        ("各单位 人员经费 = 0", "R142", "各单位 人员经费"),
        ("上年 年初预算 = 0", "R142", "上年 年初预算"),
        ("绝对值(年初预算) = 0", "R142", "年初预算"),
        ("占比(人员经费) = 0", "R146", "占比(人员经费)"),
        ("占比(人员经费, 公用经费, 基本支出) = 0", "R146", "占比(人员经费, 公用经费, 基本支出)"),
        ("绝对值(人员经费, 公用经费) = 0", "R146", "绝对值(人员经费, 公用经费)"),
        ("名单相同(人员经费项目)", "R146", "名单相同(人员经费项目)"),
        ("人员经费 有说明", "R147", "人员经费"),
        ("人员经费 包含 “甲”", "R147", "人员经费"),
        ("全文 包含 人员经费", "R147", "人员经费"),
        ("全文 全为空白", "R147", "全文"),
        ("目录 开头是 “甲”", "R147", "目录"),
        ("名单相同(人员经费, 人员经费项目)", "R147", "人员经费"),
        ("名单相同(人员经费项目, “甲”)", "R147", "“甲”"),
        ("人员经费项目 > 公用经费项目", "R150", "人员经费项目 > 公用经费项目"),
        ("上年 人员经费项目 = 公用经费项目", "R151", "上年 人员经费项目"),
        ("上年 《支出决算表》 为空", "R151", "上年 《支出决算表》"),
        ("上年 (人员经费 = 0) 且 公用经费 = 0", "R151", "上年 (人员经费 = 0)"),
        ("个数(人员经费 + 公用经费) = 1", "R152", "人员经费 + 公用经费"),
        ("个数(《支出决算表》) = 1", "R152", "《支出决算表》"),
        ("个数(50万元) = 1", "R152", "50万元"),
        ("个数(各单位 人员经费) = 1", "R152", "各单位 人员经费"),
        ("名单相同(人员经费项目, 非零项(人员经费 + 公用经费))", "R152", "人员经费 + 公用经费"),
        ("四舍五入(人员经费, 11) = 0", "R153", "11"),
        ("四舍五入(人员经费, 1.5) = 0", "R153", "1.5"),
        ("四舍五入(人员经费, 公用经费) = 0", "R153", "公用经费"),
        ("四舍五入(人员经费, 2%) = 0", "R153", "2%"),
        ("人员经费 + 公用经费 为空", "R154", "人员经费 + 公用经费"),
        ("合计(年初预算) 存在", "R154", "合计(年初预算)"),
        ("上年 人员经费 存在", "R154", "上年 人员经费"),
        ("50万元 存在", "R154", "50万元"),
        ("“甲” 包含 “乙”", "R154", "“甲”"),
        ("非零项(人员经费) 包含 “乙”", "R154", "非零项(人员经费)"),
    ],
)
def test_types_that_do_not_fit(text: str, code: str, where: str) -> None:
    assert told(text)[0] == (code, where)


@pytest.mark.parametrize(
    "text",
    [
        "人员经费 > 50万元",
        "人员经费 ≥ 0 且 基本支出占比 ≤ 100%",
        "个数(年初预算) ≥ 2",
        "全文 不包含 范本用语",
        "全文 不包含 “XX”",
        "正文标题 包含 目录",
        "目录 = 正文标题",
        "名单相同(人员经费项目, 非零项(《支出决算表》[201*, 基本支出]))",
        "《支出决算表》 为空 或 《支出决算表》[201] 全为空白 或 支出说明 存在 或 人员经费项目 存在",
        "人员经费 存在 且 基本支出占比 为空",
        "支出说明 包含 “支出”",
        "若 《支出决算表》 有说明，则 非 人员经费 = 0",
    ],
)
def test_types_that_fit(text: str) -> None:
    assert told(text) == []


def test_each_mistake_in_types_is_told_once() -> None:
    assert [code for code, _ in told("(人员经费 × 公用经费 = 0) 且 人员经费 + 50 = 0")] == ["R143", "R145"]


def test_dates() -> None:
    world = small("")
    assert told("截至日期 = 开始日期", "", world) == []
    assert told("截至日期 ≥ 开始日期", "", world) == []
    assert [code for code, _ in told("截至日期 = 基本支出", "", world)] == ["R144"]
    assert [code for code, _ in told("截至日期 - 开始日期 = 1", "", world)] == ["R141", "R141"]
    assert told("基本支出 / 车辆数 ≤ 10万元 且 《人数表》[编制人数] ≥ 《人数表》[实有人数]", "", world) == []


# --- the identities of the issue --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("assertion", "verdict"),
    [
        ("非财政拨款结余=0", "holds"),
        ("上年结转和结余=0", "violated"),
        ("因公出国（境）费+公务接待费=“三公”经费", "holds"),
        ("人员经费＋公用经费＝基本支出", "holds"),
    ],
)
def test_the_named_identities_on_the_example(assertion: str, verdict: str) -> None:
    done = check(report_of(example()), [rule(assertion)], shipped().layouts, every_verdict=True)
    (found,) = [finding for finding in done.findings if finding.rule is not None]
    assert found.verdict == verdict
    if verdict == "violated":
        assert found.outcome is not None
        assert found.outcome.comparison is not None
        assert found.outcome.comparison.difference == 200  # 0.02 万元


def rule(assertion: str) -> Rule:
    file, faults = parse_yaml(f"规则集: 甲\n规则:\n- 编号: A\n  断言: {assertion}\n", "r.yaml")
    (found,), problems = read_rules([file], shipped().layouts)
    assert [*faults, *problems] == []
    return found


@pytest.mark.parametrize(
    ("assertion", "run", "nearest"),
    [
        ("非财政拨款节余=0", "非财政拨款节余", "非财政拨款结余"),
        ("非财政拔款结余=0", "非财政拔款结余", "非财政拨款结余"),
        ("非财政拨款结佘=0", "非财政拨款结佘", "非财政拨款结余"),
        ("财政拨款结余=0", "财政拨款结余", "非财政拨款结余"),
        ("非财政款结余=0", "非财政款结余", "非财政拨款结余"),
        ("上年结转和节余=0", "上年结转和节余", "上年结转和结余"),
        ("上年结转结余=0", "上年结转结余", "上年结转和结余"),
        ("上年接转和结余=0", "上年接转和结余", "上年结转和结余"),
        ("上年结余和结转=0", "上年结余和结转", "上年结转和结余"),
        ("因公出国（镜）费+公务接待费=“三公”经费", "因公出国（镜）费", "因公出国（境）费"),
        ("因公出国境费+公务接待费=“三公”经费", "因公出国境费", "因公出国（境）费"),
        ("因公出国（境费+公务接待费=“三公”经费", "因公出国（境费", "因公出国（境）费"),
        ("因公岀国（境）费+公务接待费=“三公”经费", "因公岀国（境）费", "因公出国（境）费"),
        ("因公出国（境）费+公务招待费=“三公”经费", "公务招待费", "公务接待费"),
        ("因公出国（境）费+公务接待费=“三公”经废", "“三公”经废", "“三公”经费"),
        ("因公出国（境）费+公务接待费=“三工”经费", "“三工”经费", "“三公”经费"),
        ("因公出国（境）费+公务接待费=三公”经费", "三公”经费", "“三公”经费"),
        ("人员经废＋公用经费＝基本支出", "人员经废", "人员经费"),
        ("人员经费用＋公用经费＝基本支出", "人员经费用", "人员经费"),
        ("人员经费＋公用经废＝基本支出", "公用经废", "公用经费"),
        ("人员经费＋公用经费＝基本之出", "基本之出", "基本支出"),
        ("人员经费＋公用经费＝基夲支出", "基夲支出", "基本支出"),
        ("人员经费加公用经费等于基本支岀", "基本支岀", "基本支出"),
        ("合讣=人员经费+公用经费", "合讣", "合计"),
    ],
)
def test_their_misspelt_neighbours_are_told_with_the_nearest_name(assertion: str, run: str, nearest: str) -> None:
    result, faults = parse(assertion, main_layout().lexicon)
    assert result is None
    (fault,) = faults
    assert (fault.code, assertion[fault.start : fault.end], fault.near[0]) == ("R101", run, nearest)


# --- whatever is sound can be judged ----------------------------------------------------------------------------------

LEAVES = [
    *("人员经费", "基本支出", "支出合计", "基本支出占比", "年初预算", "完成率", "人员经费项目", "收支总计原因金额"),
    *("本表", "本行", "本格", "本级", "下级合计", "本节", "本条", "全文", "目录", "正文标题", "附件清单", "范本用语"),
    *(
        "0",
        "2",
        "50万元",
        "30%",
        "3人",
        "“甲”",
        "《支出决算表》",
        "《支出决算表》[201]",
        "《支出决算表》[201, 基本支出]",
    ),
    *(
        "《支出决算表》[201*, 基本支出]",
        "《支出决算表》[本行, 基本支出]",
        "《支出决算表》[本项, 基本支出]",
        "合计",
        "小计",
    ),
    *(
        "《支出决算表》[行次 3, 栏次 2]",
        "本年支出合计",
        "支出说明",
        "《收入支出决算总表》[收入·总计]",
        "收支总计变动原因",
    ),
]
LOOKED_AT = [
    *(
        "",
        "每张表",
        "每张表 每一行 每个金额栏",
        "《支出决算表》每一行",
        "《支出决算表》每个上级科目 每个金额栏",
        "每条目录",
    ),
    *("每个必备章节", "每个项", "《支出决算表》每个项", "支出说明", "《支出决算表》、《收入决算表》每个末级科目"),
    *(
        "《一般公共预算财政拨款“三公”经费支出决算表》",
        "每个范本用语",
        "《收入支出决算总表》每个金额栏",
        "每个人员经费项目",
    ),
]


def figure(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    functions = st.sampled_from(
        ["合计", "个数", "最大", "最小", "绝对值", "四舍五入", "占比", "增长率", "非零项", "名单相同"]
    )
    return st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda parts: f"({' '.join(parts)})"),
        st.tuples(functions, st.lists(inner, min_size=1, max_size=2)).map(lambda c: f"{c[0]}({', '.join(c[1])})"),
        st.tuples(st.sampled_from(["上年 ", "各单位 ", "-"]), inner).map("".join),
    )


EXPRESSIONS = st.recursive(st.sampled_from(LEAVES), figure, max_leaves=4)
RELATIONS = st.sampled_from(["=", "≠", "<", "≥", "包含", "不包含", "开头是"])
CLAIMS = st.one_of(
    st.tuples(EXPRESSIONS, RELATIONS, EXPRESSIONS).map(" ".join),
    st.tuples(EXPRESSIONS, st.sampled_from(["为空", "全为空白", "有说明", "存在"])).map(" ".join),
    st.tuples(st.sampled_from(LEAVES), st.sampled_from(LEAVES)).map(lambda lists: f"名单相同({lists[0]}, {lists[1]})"),
)
SENTENCES = st.one_of(
    CLAIMS,
    st.tuples(CLAIMS, st.sampled_from(["且", "或"]), CLAIMS).map(lambda c: f"({c[0]}) {c[1]} 非 ({c[2]})"),
    st.tuples(CLAIMS, CLAIMS).map(lambda c: f"若 {c[0]}，则 {c[1]}"),
)


@settings(max_examples=600, deadline=None)
@given(SENTENCES, st.sampled_from(LOOKED_AT))
def test_what_the_types_let_through_can_be_judged(text: str, scope: str) -> None:
    assertion, _ = parse(text, main_layout().lexicon)
    if assertion is None:
        return
    looked_at = parse_scope(scope, main_layout().lexicon)[0] if scope else Scope()
    assert looked_at is not None
    around, faults = surroundings(looked_at, main_layout())
    assert faults == []
    tree, faults = resolve(assertion, around)
    for fault in faults:
        assert 0 <= fault.start <= fault.end <= len(text)
    if not faults:
        places = [place for place in instances(looked_at, bound()) if place.missing is None]
        assert all(evaluate(tree, place, Tolerance()).verdict in VERDICTS for place in places[:4])


@cache
def bound() -> Any:
    return bind(report_of(example()), main_layout())


def test_the_shipped_pack_has_not_a_single_fault() -> None:
    assert shipped().problems == []
    assert all(rule.resolved(main_layout()).is_sound for rule in shipped().rules)
    assert Path(shipped().rules[0].file.path).is_file()
