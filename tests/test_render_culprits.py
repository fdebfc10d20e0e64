"""The figures that may be wrong, as text and as JSON."""

import json
from functools import cache
from typing import Any

import jsonschema
import pytest
from mutations import ROOT, checked, example, findings, new, shipped

from checker.render.text import report_text

Value = dict[str, Any]


def wrong(text: str = "95.13") -> Value:
    value = example()
    value["tables"][4]["rows"][1][3] = text
    return value


@cache
def forestry() -> Value:
    value: Value = json.loads((ROOT / "examples" / "yunxi-forestry-2023" / "report.json").read_text("utf-8"))
    return value


def lines(value: Value, lang: str = "zh") -> list[str]:
    return report_text(checked(value), lang).splitlines()


def test_one_line_says_what_a_figure_should_read_and_why() -> None:
    assert any(
        line.strip()
        == "疑点  《一般公共预算财政拨款支出决算表》 201 一般公共服务支出 基本支出 -90.80万元 应为 90.80万元（正负号相反）"
        for line in lines(wrong("-90.80"))
    )
    assert any(
        " ".join(line.split())
        == "likely “一般公共预算财政拨款支出决算表” 201 一般公共服务支出 基本支出 -90.80万元 should read 90.80万元 (the sign)"
        for line in lines(wrong("-90.80"), "en")
    )


def test_of_many_equally_good_answers_three_are_told_and_the_others_counted() -> None:
    said = lines(forestry())
    start = next(i for i, line in enumerate(said) if "30111 公务员医疗补助缴费" in line and "疑点" in line)
    labels = [line.strip().split()[0] for line in said[start : start + 4]]
    assert labels == ["疑点", "或者", "或者", "或者"]
    assert said[start].endswith("应为 18.63万元（漏了一位数字）")
    assert said[start + 3].split(maxsplit=1)[1].endswith("种改法同样能使各处相符")


def test_many_findings_with_one_cause_are_one_block() -> None:
    said = lines(forestry())
    at = next(i for i, line in enumerate(said) if "出自同一原因" in line)
    block = said[at : said.index("", at)]
    assert block[0] == "✗ 不一致 [错误] 以下 6 项出自同一原因"
    assert "财政拨款收入 一栏" in block[1]
    assert "整体偏上 1 行；下移后各处相符" in block[1]
    assert "".join(line.strip() for line in block).count("应为") == 4
    assert [line.split()[0] for line in block[-6:]] == ["ZC-011", "SR-010", "ZC-011", "SR-010", "SR-010", "SR-010"]
    assert all("相差" in line for line in block[-6:])
    places = [line for line in block if "report.json:" in line]
    assert [line.split()[-4:] for line in places[:1]] == [
        ["《收入决算表》", "21011", "行政事业单位医疗", "财政拨款收入"]
    ]
    assert len(places) == 4


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_of_answer_has_words(lang: str) -> None:
    value = example()
    index = next(i for i, table in enumerate(value["tables"]) if table["title"] == "支出决算表")
    rows = value["tables"][index]["rows"]
    rows.pop(next(i for i, row in enumerate(rows) if row[0] == "2013702"))
    wanted = {"zh": "的下级可能缺一行“2013702", "en": "a row “2013702"}[lang]
    assert any(wanted in line for line in lines(value, lang))
    text = report_text(checked(forestry()), lang)
    assert {"zh": "两个数字互换了位置", "en": "two figures in each other's place"}[lang] in text
    assert {"zh": "预算数·", "en": "a copy of"}[lang] in text


def test_a_finding_lists_its_culprits_with_their_places() -> None:
    found = [finding for finding in new(wrong("-90.80")) if finding["culprits"]]
    assert found
    assert len({finding["story"] for finding in found}) == 1
    (entry,) = found[0]["culprits"]
    assert entry["line"] > 1
    assert entry["column"] > 1
    said = entry.pop("said")
    assert said.endswith("应为 90.80万元（正负号相反）")
    assert {name: entry[name] for name in entry if name not in ("line", "column", "least", "most", "term")} == {
        "answer": 1,
        "answers": 1,
        "where": "《一般公共预算财政拨款支出决算表》 201 一般公共服务支出 基本支出",
        "printed": "-90.80",
        "needed": "90.80",
        "unit": "万元",
        "pointer": "/tables/4/rows/1/3",
        "slip": "sign",
    }
    assert (entry["least"], entry["most"]) == ("90.80", "90.80") or entry["least"] <= "90.80" <= entry["most"]


def test_the_json_is_what_its_schema_says() -> None:
    schema = json.loads((ROOT / "checker" / "schemas" / "findings.schema.json").read_text("utf-8"))
    for value in (forestry(), wrong()):
        document = findings(value, pack=shipped())
        jsonschema.validate(document, schema)
        assert any(finding["culprits"] for finding in document["findings"])
        assert all(("story" in finding) == bool(finding["culprits"]) for finding in document["findings"])
