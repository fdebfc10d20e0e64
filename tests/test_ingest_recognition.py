from dataclasses import replace

import pytest
from ingested import document, table

from checker.ingest.recognition import Recognised, recognise
from checker.layouts import Layout
from checker.packs import read_pack

TOTAL = "合计\t\t3.00\t3.00"


@pytest.fixture(scope="module")
def layouts() -> list[Layout]:
    return read_pack().layouts


def found(layouts: list[Layout], *lines: str, **known: object) -> Recognised:
    made = recognise(document(*lines), layouts, **known)  # type: ignore[arg-type]
    assert made is not None
    return made


def test_whose_it_is_and_of_which_year(layouts: list[Layout]) -> None:
    one = found(layouts, "2021年度某县某局部门决算", table("收入决算表", TOTAL))
    assert (one.entity, one.year, one.layout.name) == ("某局", 2021, "部门决算")
    assert one.problems == []


@pytest.mark.parametrize(
    "title", ["2021年度某县某局部门决算", "某县某局2021年度部门决算公开", "某县某局二〇二一年部门决算"]
)
def test_who_reports_may_stand_in_the_title_alone(layouts: list[Layout], title: str) -> None:
    one = found(layouts, title, table("收入决算表", TOTAL).replace("部门：某局\n", ""))
    assert (one.entity, one.year) == ("某县某局", 2021)


def test_what_the_caller_knows_better(layouts: list[Layout]) -> None:
    one = found(
        layouts,
        "2021年度某局部门决算",
        table("收入决算表", TOTAL),
        year=2020,
        entity="另一局",
        layout_name="部门决算2019",
    )
    assert (one.entity, one.year, one.layout.name) == ("另一局", 2020, "部门决算2019")


def test_what_is_not_stated_is_told(layouts: list[Layout]) -> None:
    one = found(layouts, table("收入决算表", TOTAL).replace("部门：某局\n", ""))
    assert [problem.code for problem in one.problems] == ["D253", "D254"]
    assert (one.entity, one.year) == ("某文件", None)


@pytest.mark.parametrize(("year", "name"), [(2018, "部门决算2018"), (2019, "部门决算2019"), (2021, "部门决算")])
def test_the_layout_is_that_of_the_year(layouts: list[Layout], year: int, name: str) -> None:
    assert found(layouts, f"{year}年度某局部门决算", table("收入决算表", TOTAL)).layout.name == name


def test_a_layout_that_knows_more_tables_comes_first(layouts: list[Layout]) -> None:
    tables = [table(title, TOTAL) for title in ("收入决算表", "国有资本经营预算财政拨款支出决算表")]
    assert found(layouts, "2019年度某局部门决算", *tables).layout.name == "部门决算"


def test_what_no_layout_knows_is_none(layouts: list[Layout]) -> None:
    assert recognise(document("一封信，和账目无关。", "甲\t1\n乙\t2"), layouts) is None
    assert recognise(document("2021年度某局部门决算", table("收入决算表", TOTAL)), layouts, "没有的版式") is None


def test_an_unknown_title_comes_with_the_nearest_that_is_missing(layouts: list[Layout]) -> None:
    one = found(layouts, "2021年度某局部门决算", table("收入决算表", TOTAL), "", table("支出决算明细表", TOTAL))
    (problem,) = one.problems
    assert problem.code == "D251"
    assert dict(problem.values) == {"title": "支出决算明细表", "layout": "部门决算", "near": "支出决算表"}


def test_a_table_like_no_other_is_told_as_that(layouts: list[Layout]) -> None:
    one = found(layouts, "2021年度某局部门决算", table("收入决算表", TOTAL), "", "水库蓄水量一览表\n甲\t乙\n丙\t1")
    assert [(problem.code, problem.values["title"]) for problem in one.problems] == [("D252", "水库蓄水量一览表")]


def test_a_title_of_radicals_is_the_title(layouts: list[Layout]) -> None:
    one = found(layouts, "2021年度某局部门决算", table("收⼊决算表", TOTAL))
    assert one.tables[0].title == "收⼊决算表"
    assert one.tables[0].spec is not None
    assert one.tables[0].spec.name == "收入决算表"


def test_nothing_is_lost_when_layouts_are_given_in_another_order(layouts: list[Layout]) -> None:
    turned = [replace(layout) for layout in reversed(layouts)]
    assert found(turned, "2021年度某局部门决算", table("收入决算表", TOTAL)).layout.name == "部门决算"
