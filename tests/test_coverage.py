"""Which printed figures are watched: every one once, with the rules that judged it, and how that is drawn."""

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from mutations import EXAMPLE, LAYOUTS, Value, checked, every_cell_figure, example, put, report_of, shipped

from checker.cli import main
from checker.coverage import Coverage, coverage
from checker.findings import bound_report, check_bound
from checker.packs import Pack
from checker.render.coverage import coverage_text, total_text
from checker.render.problems import display_width
from checker.reports import read_report
from checker.rules import read_rules
from checker.yamlfiles import parse_yaml


def rules_of(text: str) -> Pack:
    file, faults = parse_yaml(text, "规则.yaml")
    rules, problems = read_rules([file], shipped().layouts)
    assert not faults
    assert not problems
    return Pack(shipped().layouts, rules, [])


def covered(value: Value, pack: Pack | None = None) -> Coverage:
    pack = pack or shipped()
    bound = bound_report(report_of(value), pack.layouts)
    assert bound is not None
    return coverage(bound, check_bound(bound, pack.rules).figures)


def drawn(value: Value, pack: Pack | None = None, lang: str = "zh", width: int = 100) -> dict[str, list[str]]:
    """The lines of each table, and of the prose, by the first line."""
    blocks = coverage_text(covered(value, pack), lang, width).split("\n\n")
    return {block.splitlines()[0]: block.splitlines()[1:] for block in blocks}


def under(blocks: dict[str, list[str]], title: str) -> list[str]:
    (lines,) = [lines for head, lines in blocks.items() if head.startswith(title)]
    return lines


def gouji(*arguments: Any, **environment: str) -> Result:
    return CliRunner(env={"COLUMNS": "100", **environment}).invoke(main, ["rules", "coverage", *map(str, arguments)])


# --- which rules watch what -------------------------------------------------------------------------------------------


def test_every_figure_is_there_once_with_the_rules_whose_equalities_it_stood_in() -> None:
    done = checked(example(), every=True)
    expected: dict[tuple[str, int | None], dict[str, None]] = {}
    for finding in done.findings:
        for fact in finding.outcome.watched if finding.outcome else ():
            expected.setdefault((fact.place.pointer, fact.place.start), {})[finding.rule_id] = None
    found = {(figure.place.pointer, figure.place.start): figure.rules for figure in done.figures}
    assert len(found) == len(done.figures)
    for place, ids in found.items():
        assert set(ids) == set(expected.get(place, {})), place
    tables = {f"/tables/{t}/rows/{r}/{c}" for t, r, c, _ in every_cell_figure()}
    assert {pointer for pointer, _ in found if pointer.startswith("/tables/")} == tables
    # in the order of the rules
    order = [rule.id for rule in shipped().rules]
    for figure in done.figures:
        assert list(figure.rules) == sorted(figure.rules, key=order.index)


def test_only_what_ties_a_figure_watches_it() -> None:
    pack = rules_of(
        "规则集: 甲\n规则:\n"
        "- {编号: A-1, 断言: 人员经费 + 公用经费 = 基本支出}\n"
        "- {编号: A-2, 断言: 人员经费 > 0}\n"
        "- {编号: A-3, 断言: 若 人员经费 < 0，则 人员经费 = 公用经费}\n"
    )
    figures = [figure for figure in covered(example(), pack).figures if figure.rules]
    assert {figure.rules for figure in figures} == {("A-1",)}
    assert sorted(figure.printed for figure in figures) == ["101.95", "107.01", "5.06"]


def test_a_figure_of_an_unknown_unit_is_printed_and_watched_by_nobody() -> None:
    value = example()
    value["tables"][6]["unit"] = "两"
    (table,) = [t for t in covered(value).tables if t.table.index == 6]
    assert Counter(figure.printed for figure in table.figures.values()) == {"0.79": 4}
    assert not any(figure.rules for figure in table.figures.values())


def test_a_figure_that_several_facts_are_taken_from_counts_a_rule_once() -> None:
    for figure in covered(example()).figures:
        assert len(figure.rules) == len(set(figure.rules))


def test_tables_and_sections_hold_all_figures() -> None:
    one = covered(example())
    inside = [f for table in one.tables for f in table.figures.values()]
    inside += [f for section in one.sections for f in section.figures]
    assert sorted(map(id, inside)) == sorted(map(id, one.figures))
    assert [table.table.index for table in one.tables] == list(range(9))


def test_columns_that_stand_side_by_side_are_groups_and_line_numbers_are_left_out() -> None:
    first = covered(example()).tables[0]
    assert [(group.labels, group.figures) for group in first.groups] == [((0,), (2,)), ((3,), (5,))]
    assert first.headings == {2: ("收入", "金额"), 5: ("支出", "金额")}


def test_a_remark_to_the_right_of_the_figures_is_no_group() -> None:
    value = example()
    for row in value["tables"][2]["header"]:
        row.append("备注")
    for row in value["tables"][2]["rows"]:
        row.append("见说明")
    table = covered(value).tables[2]
    assert [(group.labels, group.figures) for group in table.groups] == [((0, 1), (2, 3, 4, 5, 6, 7))]


# --- how it is drawn --------------------------------------------------------------------------------------------------

TIES = (
    "规则集: 甲\n规则:\n- {编号: A-1, 对象: 《支出决算表》每一行, 断言: 本年支出合计 = 基本支出 + 项目支出}\n"
    "- {编号: A-2, 断言: '《支出决算表》[合计, 基本支出] = 人员经费 + 公用经费'}\n"
)


def small() -> Value:
    value = example()
    del value["tables"][2]["rows"][4:]
    put(value, 2, 3, 5, "5.00")
    return put(value, 2, 3, 6, "无")


def test_a_table_is_drawn_as_it_is_printed() -> None:
    blocks = drawn(small(), rules_of(TIES))
    assert "《支出决算表》  数字 12 个，有规则看到 11 个" in blocks
    assert under(blocks, "《支出决算表》") == [
        "                         [1]  基本支出  项目支出   [4]  经营支出   [6]",
        "  合计                    1         2         1     ·         ·     ·",
        "  201 一般公共服务支出    1         1         1     ·         ·     ·",
        "  20137 网信事务          1         1         1     ·         ·     ·",
        "  2013701 行政运行        1         1         ·     0!        ?     ·",
        "  [1] 本年支出合计  [4] 上缴上级支出  [6] 对附属单位补助支出",
    ]


def test_in_english_the_words_around_the_report_s_own_are_english() -> None:
    blocks = drawn(small(), rules_of(TIES), "en")
    assert "“支出决算表”  figures 12, watched 11" in blocks
    head = next(iter(blocks.values()))
    assert head == ["each cell: how many rules watch the figure; 0! none does, · blank, ? no figure"]
    assert any(
        line.startswith("prose ") and line.split()[1:] == ["figures", "watched", "unwatched", "unbound"]
        for line in blocks
    )


def test_blocks_side_by_side_stay_so_and_rows_without_anything_are_left_out() -> None:
    lines = under(drawn(example()), "《收入支出决算总表》")
    assert lines[0].split() == ["金额", "│", "金额"]
    assert lines[1].split()[0::2][0] == "一、一般公共预算财政拨款收入"
    # 行次 30 and 61 stand in a row with nothing else
    assert len(lines) == 1 + len(example()["tables"][0]["rows"]) - 1
    assert len({display_width(line.partition("│")[0]) for line in lines}) == 1


def test_headings_that_end_alike_are_numbered_and_explained_in_full() -> None:
    lines = under(drawn(example()), "《一般公共预算财政拨款“三公”经费支出决算表》")
    assert lines[0].split() == [f"[{number}]" for number in range(1, 13)]
    legend = " ".join(line.strip() for line in lines[2:])
    assert "[1] 预算数·合计 " in legend
    assert "[9] 决算数·公务用车购置及运行费·小计 " in legend
    assert re.findall(r"\[(\d+)\]", legend) == [str(number) for number in range(1, 13)]


def test_sections_count_what_is_watched_and_what_is_not() -> None:
    one = covered(example())
    lines = under(drawn(example()), "正文")
    assert len(lines) == len(one.sections)
    for line, section in zip(lines, one.sections, strict=True):
        counts = [0 if word == "·" else int(word) for word in line.split()[-4:]]
        watched = sum(bool(figure.rules) for figure in section.figures)
        unbound = sum(not figure.bound for figure in section.figures)
        assert counts == [len(section.figures), watched, len(section.figures) - watched, unbound]
        # where the heading is too long, its outer part is cut
        assert section.section.heading[-1] in line


def numbers(text: str) -> Counter[str]:
    """What the cells of all tables show; titles, headings, labels and legends hold none of it alone."""
    cells: Counter[str] = Counter()
    for line in text.splitlines():
        if line.startswith("  ") and not line.startswith("  ["):
            # a cell is a mark with two blanks before it; a code has more digits
            cells.update(re.findall(r"(?<=  )(\d{1,2}|0!)(?=\s|$)", line))
    return cells


@pytest.mark.parametrize("width", [80, 100, 120])
def test_no_cell_is_lost_at_any_width(width: int) -> None:
    one = covered({**example(), "sections": []})
    shown = numbers(coverage_text(one, "zh", width))
    assert shown == Counter(str(len(f.rules)) if f.rules else "0!" for f in one.figures)


def wide() -> Value:
    """A report of tables nobody would print."""
    value = example()
    strange = {
        "title": "很宽的表\x1b[31m",
        "header": [["项目", *(f"第{n}栏" if n % 3 else f"标题很长的第{n}栏" * 9 for n in range(60))]],
        "rows": [["名称\n很长" * 30, *(str(n) for n in range(60))], [""] * 61, ["短", *["-"] * 60]],
    }
    bare = {"title": "没有表头", "header": [], "rows": [["甲", "1.00"], ["乙", "2.00"]]}
    empty = {"title": "空", "header": [["项目", "金额"]], "rows": []}
    blocks = {"title": "很多块", "header": [["名", "数"] * 20], "rows": [["某个名称很长的科目", "1.00"] * 20]}
    value["tables"] += [strange, bare, empty, blocks]
    value["sections"].append({"heading": [], "text": "共计 5.00 万元"})
    value["sections"].append({"heading": ["标题" * 60, "更长的标题" * 60], "text": "共计 5.00 万元"})
    return value


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [80, 100, 120])
def test_no_line_of_a_drawing_is_wider_than_asked_for_and_none_steers_the_terminal(width: int, lang: str) -> None:
    for value in (example(), wide()):
        lines = coverage_text(covered(value), lang, width).splitlines()
        for line in lines:
            assert display_width(line) <= width, line
            assert line.isprintable()


def test_a_table_too_wide_for_one_grid_is_drawn_as_several_with_its_labels_again() -> None:
    value = wide()
    value["sections"] = []
    text = coverage_text(covered(value), "zh", 80)
    figures = covered(value).figures
    assert numbers(text)["0!"] == sum(not figure.rules for figure in figures)
    _, _, after = text.partition("《很宽的表")
    assert len(re.findall(r"^  短  ", after, re.M)) > 3
    assert "（标题以前）" in coverage_text(covered(wide()), "zh", 80)


def test_the_total_adds_up_and_each_unwatched_figure_stands_where_it_says() -> None:
    value = example()
    one = covered(value)
    pack = replace(shipped(), switched_off={})
    total, in_tables, in_prose, heading, *lines = total_text([one], pack, "zh", 200).splitlines()
    figures, watched, unwatched = map(int, re.findall(r"(\d+) 个", total))
    assert figures == len(one.figures) == watched + unwatched
    parts = [list(map(int, re.findall(r"(\d+) 个", line))) for line in (in_tables, in_prose)]
    assert (in_tables.partition("：")[0], in_prose.partition("：")[0]) == ("表", "正文")
    assert sum(part[0] for part in parts) == figures
    assert sum(part[1] for part in parts) == watched
    assert all(all_of == sum(rest) for all_of, *rest in parts)
    assert heading == "没有规则看到的数字"
    assert len(lines) == unwatched == len(checked(value).unwatched)
    source = one.report.text.splitlines()
    states: Counter[str] = Counter()
    for line in lines:
        place, printed, state, _ = line.strip().split(maxsplit=3)
        _, row, column = place.split(":")
        assert source[int(row) - 1][int(column) - 1 :].lstrip('"').startswith(printed), line
        states[state] += 1
    assert states == {"取到": parts[0][2] + parts[1][2], "没取到": parts[0][3] + parts[1][3]}


def stated(*texts: str) -> Value:
    """The example with other sections: the sentences as stated, under the heading of the spending."""
    value = example()
    value["sections"] = [{"heading": ["三、支出决算情况说明"], "text": text} for text in texts]
    return value


def test_figures_of_the_text_that_no_sentence_takes_are_told_from_those_no_rule_watches() -> None:
    text = "本年支出合计216.01万元，其中：基本支出107.01万元，占49.54%；项目支出109万元，占50.46%；上缴上级支出0万元，占0%。"
    text += "另有来宾130人次、招待3.20万元，单价50万元（含）以上设备0台（套），24小时值班；2021年1月1日第3次，财预〔2020〕10号，余1.05。"
    one = covered(stated(text))
    prose = {figure.printed: figure for figure in one.figures if figure.in_prose}
    assert [name for name, figure in prose.items() if figure.rules] == [
        "216.01万元",
        "107.01万元",
        "49.54%",
        "109万元",
        "50.46%",
        "0万元",
        "0%",
    ]
    assert [name for name, figure in prose.items() if not figure.rules and figure.bound] == []
    unbound = ["130人次", "3.20万元", "50万元", "0台（套）", "1.05"]
    assert [name for name, figure in prose.items() if not figure.bound] == unbound
    lines = total_text([one], replace(shipped(), switched_off={}), "zh", 200).splitlines()
    assert "正文：数字 12 个，有规则看到 7 个，取到而没有规则看到 0 个，没有取到 5 个" in lines
    (line,) = [line for line in lines if "3.20万元" in line and " 3.20万元  没取到  " in line]
    assert line.endswith("三、支出决算情况说明 另有来宾130人次、招待3.20万元，单价5")


def test_what_the_findings_list_as_unwatched_says_whether_it_is_a_fact() -> None:
    value = stated(
        "本年支出合计216.01万元，其中：基本支出107.01万元，占49.54%；项目支出109万元，占50.46%；另有3.20万元。"
    )
    done = [figure for figure in checked(value).unwatched if figure.in_prose]
    assert [(figure.printed, figure.bound) for figure in done] == [("3.20万元", False)]


def test_where_every_figure_is_watched_nothing_is_listed() -> None:
    value = {**example(), "sections": []}
    put(value, 8, 0, 2, "")
    one = covered(value)
    pack = replace(shipped(), switched_off={})
    assert total_text([one], pack, "zh", 100).splitlines() == [
        f"合计：1 份报告，{len(shipped().rules)} 条规则，数字 {len(one.figures)} 个，有规则看到 {len(one.figures)} 个，"
        "没有规则看到 0 个",
        f"表：数字 {len(one.figures)} 个，有规则看到 {len(one.figures)} 个，取到而没有规则看到 0 个，没有取到 0 个",
    ]


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_command_draws_and_is_content_with_whatever_is_unwatched() -> None:
    done = gouji(EXAMPLE)
    assert done.exit_code == 0
    assert done.stderr == ""
    titles = [table["title"] for table in example()["tables"]]
    assert re.findall(r"^《(.+?)》  ", done.stdout, re.M) == titles
    assert "合计：1 份报告，" in done.stdout
    report, _ = read_report(EXAMPLE)
    assert report is not None
    for figure in checked(example()).unwatched:
        line, column = report.locate(figure.place.pointer, figure.place.start)
        assert f"  {EXAMPLE}:{line}:{column} " in done.stdout


@pytest.mark.parametrize(("columns", "limit"), [("40", 80), ("90", 90), ("500", 120)])
def test_a_drawing_is_as_wide_as_the_terminal_within_reason(columns: str, limit: int, monkeypatch: Any) -> None:
    monkeypatch.chdir(EXAMPLE.parent)
    grids, _, _ = gouji("report.json", COLUMNS=columns).stdout.partition("合计：")
    widest = max(map(display_width, grids.splitlines()))
    assert limit - 20 < widest <= limit


def test_several_reports_are_drawn_one_after_another_and_counted_together(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps(example(), ensure_ascii=False), "utf-8")
    done = gouji(tmp_path)
    assert done.exit_code == 0
    assert done.stdout.index("a.json  ") < done.stdout.index("b.json  ")
    assert "合计：2 份报告，" in done.stdout


def test_last_year_s_report_is_read_and_not_drawn(tmp_path: Path) -> None:
    prior = tmp_path / "prior.json"
    prior.write_text(json.dumps({**example(), "year": 2020}, ensure_ascii=False), "utf-8")
    rules = tmp_path / "rules.yaml"
    rules.write_text("规则集: 甲\n规则:\n- {编号: A-1, 断言: 人员经费 = 上年 人员经费}\n", "utf-8")
    alone = gouji(EXAMPLE, "--rules", rules)
    assert "有规则看到 0 个，没有" in alone.stdout
    done = gouji(EXAMPLE, "--rules", rules, "--with", prior)
    assert done.exit_code == 0
    assert "有规则看到 1 个，没有" in done.stdout
    assert "prior.json" not in done.stdout


def test_what_cannot_be_read_is_a_lesson_and_the_others_are_drawn(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"format": ', "utf-8")
    alone = gouji(broken)
    assert (alone.exit_code, alone.stdout) == (2, "")
    assert re.match(r"错误 D\d{3} ", alone.stderr)
    both = gouji(broken, EXAMPLE)
    assert both.exit_code == 2
    assert "合计：1 份报告，" in both.stdout
    stranger = tmp_path / "stranger.json"
    stranger.write_text(json.dumps({**example(), "kind": "企业年报"}), "utf-8")
    assert (gouji(stranger).exit_code, gouji(stranger).stderr[:7]) == (2, "错误 D109")
    unknown = gouji(EXAMPLE, "--layout", "部门结算")
    assert unknown.exit_code == 2
    assert unknown.stderr.count("错误 ") == 1
    assert "R231" in unknown.stderr


def test_a_layout_by_name_and_rules_of_one_s_own() -> None:
    shanghai = LAYOUTS / "shanghai"
    done = gouji(shanghai / "report.json", "--lang", "en")
    assert done.exit_code == 0
    assert "total: reports 1 · rules " in done.stdout
    assert gouji(EXAMPLE, "--layout", "部门决算").stdout == gouji(EXAMPLE).stdout
