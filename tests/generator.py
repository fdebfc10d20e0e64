"""Consistent reports of the county form in any number: exact accounts first, then the nine tables printed from them.

    generate(7)                          the report of seed 7, its options drawn from the seed
    generate(7, size=300, unit="元")     the same seed, some options given
    python tests/generator.py --count 100 --seed 0 --out DIR [--size N] [--plant KIND]

The accounts are kept in whole 分, so that every identity between the tables holds exactly; each printed figure is
rounded by itself, half up, so that tables in 万元 show the 尾差 that offices' tables show. Forms, headings and notes are
those of the example report.
"""

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from planting import KINDS, NoPlace, plant

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "hengdong-2021" / "report.json"

Value = dict[str, Any]
Sums = dict[str, int]

GENERAL, FUND, CAPITAL, OWN = "一般公共预算", "政府性基金", "国有资本经营", "非财政"
FISCAL = (GENERAL, FUND, CAPITAL)
BUDGETS = (*FISCAL, OWN)
GRANT = "财政拨款收入"
OWN_INCOME = ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
BASIC, PROJECT, UPWARD, TRADE, DOWNWARD = "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"
SPENDING = (BASIC, PROJECT, UPWARD, TRADE, DOWNWARD)
ABROAD, PURCHASE, RUNNING, RECEPTION = "因公出国（境）费", "公务用车购置费", "公务用车运行费", "公务接待费"
GUEST_CODES = {ABROAD: "30212", PURCHASE: "31013", RUNNING: "30231", RECEPTION: "30217"}
# the item that pays a contribution, and the economic code it is paid under
PAIRED = {"2080505": "30108", "2080506": "30109", "2101101": "30110", "2101103": "30111", "2210201": "30113"}

# 01, 02, 03, 50 and 99 have the names they have everywhere; others say theirs
_USUAL = {"01": "行政运行", "02": "一般行政管理事务", "03": "机关服务", "50": "事业运行"}
_CODES = """
201 一般公共服务支出
20101 人大事务 01 02 03 50 99 04=人大会议
20102 政协事务 01 02 03 50 99 04=政协会议
20103 政府办公厅（室）及相关机构事务 01 02 03 50 99 08=信访事务
20104 发展与改革事务 01 02 03 50 99
20105 统计信息事务 01 02 03 50 99 07=专项普查活动
20106 财政事务 01 02 03 50 99 07=信息化建设
20107 税收事务 01 02 03 50 99
20108 审计事务 01 02 03 50 99 04=审计业务
20111 纪检监察事务 01 02 03 50 99
20113 商贸事务 01 02 03 50 99 08=招商引资
20114 知识产权事务 01 02 03 50 99
20123 民族事务 01 02 03 50 99
20126 档案事务 01 02 03 99 04=档案馆
20128 民主党派及工商联事务 01 02 03 50 99
20129 群众团体事务 01 02 03 50 99
20131 党委办公厅（室）及相关机构事务 01 02 03 50 99
20132 组织事务 01 02 03 50 99
20133 宣传事务 01 02 03 50 99
20134 统战事务 01 02 03 50 99
20136 其他共产党事务支出 01 02 03 50 99
20137 网信事务 01 02 03 50 99
20138 市场监督管理事务 01 02 03 50 99
203 国防支出
20306 国防动员 01=兵役征集 03=人民防空 07=民兵 99
204 公共安全支出
20402 公安 01 02 03 50 99 19=信息化建设 20=执法办案
20406 司法 01 02 03 50 99 04=基层司法业务 05=普法宣传
205 教育支出
20501 教育管理事务 01 02 03 99
20502 普通教育 01=学前教育 02=小学教育 03=初中教育 04=高中教育 05=高等教育 99
20507 特殊教育 01=特殊学校教育 99
20508 进修及培训 01=教师进修 02=干部教育 03=培训支出 99
20509 教育费附加安排的支出 01=农村中小学校舍建设 02=农村中小学教学设施 99
206 科学技术支出
20601 科学技术管理事务 01 02 03 99
20607 科学技术普及 01=机构运行 02=科普活动 99
207 文化旅游体育与传媒支出
20701 文化和旅游 01 02 03 04=图书馆 05=文化展示及纪念机构 07=艺术表演团体 09=群众文化 99
20702 文物 01 02 03 04=文物保护 05=博物馆 99
20703 体育 01 02 03 07=体育场馆 08=群众体育 99
208 社会保障和就业支出
20801 人力资源和社会保障管理事务 01 02 03 05=劳动保障监察 06=就业管理事务 09=社会保险经办机构 99
20802 民政管理事务 01 02 03 06=社会组织管理 07=行政区划和地名管理 08=基层政权建设和社区治理 99
20805 行政事业单位养老支出 01=行政单位离退休 02=事业单位离退休 \
05=机关事业单位基本养老保险缴费支出 06=机关事业单位职业年金缴费支出 99
20808 抚恤 01=死亡抚恤 02=伤残抚恤 05=义务兵优待 99=其他优抚支出
20810 社会福利 01=儿童福利 02=老年福利 04=殡葬 05=社会福利事业单位 99
20811 残疾人事业 01 02 03 04=残疾人康复 05=残疾人就业 07=残疾人生活和护理补贴 99
20819 最低生活保障 01=城市最低生活保障金支出 02=农村最低生活保障金支出
20820 临时救助 01=临时救助支出 02=流浪乞讨人员救助支出
20821 特困人员救助供养 01=城市特困人员救助供养支出 02=农村特困人员救助供养支出
20828 退役军人管理事务 01 02 03 50 04=拥军优属
210 卫生健康支出
21001 卫生健康管理事务 01 02 03 99
21002 公立医院 01=综合医院 02=中医（民族）医院 99
21003 基层医疗卫生机构 01=城市社区卫生机构 02=乡镇卫生院 99
21004 公共卫生 01=疾病预防控制机构 02=卫生监督机构 03=妇幼保健机构 08=基本公共卫生服务 09=重大公共卫生服务 99
21007 计划生育事务 16=计划生育机构 17=计划生育服务 99
21011 行政事业单位医疗 01=行政单位医疗 02=事业单位医疗 03=公务员医疗补助 99
211 节能环保支出
21101 环境保护管理事务 01 02 03 99
21103 污染防治 01=大气 02=水体 99
21104 自然生态保护 01=生态保护 02=农村环境保护
212 城乡社区支出
21201 城乡社区管理事务 01 02 03 04=城管执法 99
21203 城乡社区公共设施 03=小城镇基础设施建设 99
21208 国有土地使用权出让收入安排的支出 01=征地和拆迁补偿支出 02=土地开发支出 03=城市建设支出 \
04=农村基础设施建设支出 99
213 农林水支出
21301 农业农村 01 02 03 04=事业运行 06=科技转化与推广服务 08=病虫害控制 09=农产品质量安全 22=农业生产发展 99
21302 林业和草原 01 02 03 04=事业机构 05=森林资源培育 07=森林资源管理 99
21303 水利 01 02 03 05=水利工程建设 06=水利工程运行与维护 14=防汛 15=抗旱 16=农村水利 99
214 交通运输支出
21401 公路水路运输 01 02 03 04=公路建设 06=公路养护 12=公路运输管理 99
215 资源勘探工业信息等支出
21505 工业和信息产业监管 01 02 03 99
216 商业服务业等支出
21602 商业流通事务 01 02 03 50 99
220 自然资源海洋气象等支出
22001 自然资源事务 01 02 03 50 99 04=自然资源规划及管理 06=自然资源利用与保护
22005 气象事务 01 02 03 04=气象事业机构 99
221 住房保障支出
22101 保障性安居工程支出 03=棚户区改造 05=农村危房改造 06=公共租赁住房 99
22102 住房改革支出 01=住房公积金 02=提租补贴 03=购房补贴
222 粮油物资储备支出
22201 粮油物资事务 01 02 03 50 99
223 国有资本经营预算支出
22301 解决历史遗留问题及改革成本支出 05=国有企业退休人员社会化管理补助支出 07=国有企业改革成本支出 99
224 灾害防治及应急管理支出
22401 应急管理事务 01 02 03 50 06=安全监管 09=应急管理 99=其他应急管理支出
22406 自然灾害防治 01=地质灾害防治
229 其他支出
22960 彩票公益金安排的支出 02=用于社会福利的彩票公益金支出 03=用于体育事业的彩票公益金支出 \
04=用于教育事业的彩票公益金支出 06=用于残疾人事业的彩票公益金支出
232 债务付息支出
23203 地方政府一般债务付息支出 01=地方政府一般债券付息支出
234 抗疫特别国债安排的支出
23401 基础设施建设 01=公共卫生体系建设
"""
_OF_FUND, _OF_CAPITAL = ("21208", "22960", "234"), "223"


@cache
def names() -> dict[str, str]:
    """The functional codes of the accounts, 类, 款 and 项, with their names."""
    known: dict[str, str] = {}
    for line in _CODES.strip().splitlines():
        code, name, *items = line.split()
        known[code] = name
        for item in items:
            number, _, own = item.partition("=")
            known[code + number] = (
                own or _USUAL.get(number) or f"其他{name.removesuffix('支出').removeprefix('其他')}支出"
            )
    return known


def _made_up() -> Iterator[tuple[str, str]]:
    """Codes without end for reports larger than the list: under 款 no list has, told by their names."""
    for block in range(60, 99):
        for head in ("201", "205", "208", "210", "213"):
            for item in range(1, 99):
                yield f"{head}{block}{item:02}", f"专项事务{block}{item:02}"


# --- the accounts -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Flow:
    """One item's money in one budget, in 分: opening + income + used = spending + allotted + closing."""

    opening: int = 0
    income: Sums = field(default_factory=dict)
    used: int = 0
    spending: Sums = field(default_factory=dict)
    allotted: int = 0
    closing: int = 0

    @property
    def received(self) -> int:
        return sum(self.income.values())

    @property
    def spent(self) -> int:
        return sum(self.spending.values())


@dataclass(slots=True)
class Accounts:
    """A unit's year in 分: the flows by budget and item, basic spending by economic code, the three public expenses."""

    names: dict[str, str]
    flows: dict[str, dict[str, Flow]]
    economic: Sums
    planned: Sums
    outturn: Sums

    def total(self, budgets: Iterable[str], of: Callable[[Flow], int], prefix: str = "") -> int:
        """What some budgets have together of something, of the items under a code."""
        return sum(of(flow) for b in budgets for code, flow in self.flows[b].items() if code.startswith(prefix))


# 100 元 print as 0.01 万元: a table that has something does not look empty
_LEAST = 10_000


def _amount(rng: Random, low: float = 3.0, high: float = 6.5) -> int:
    """An amount of 10**low to 10**high 元, some of them round."""
    exact = int(10 ** (rng.uniform(low, high) + 2))
    coarse = rng.choice((1, 1, 1, 10_000, 1_000_000))
    return max(exact // coarse * coarse, _LEAST)


def _parts(rng: Random, total: int, count: int) -> list[int]:
    """A total in parts, none of them negative."""
    weights = [rng.randint(1, 100) for _ in range(count)]
    parts = [total * weight // sum(weights) for weight in weights]
    parts[0] += total - sum(parts)
    return parts


def _chosen_items(rng: Random, size: int, budgets: Sequence[str], year_2020s: bool) -> dict[str, list[str]]:
    """The items of each budget; non-fiscal money goes to some of those of the general budget, or to all without one."""
    known = [code for code in names() if len(code) == 7]
    fund = [code for code in known if code.startswith(_OF_FUND) and (year_2020s or not code.startswith("234"))]
    capital = [code for code in known if code.startswith(_OF_CAPITAL)]
    usual = [code for code in known if not code.startswith((*_OF_FUND, _OF_CAPITAL))]
    some = max(1, size // 12)
    chosen = {
        FUND: rng.sample(fund, min(some, len(fund))) if FUND in budgets else [],
        CAPITAL: rng.sample(capital, min(some, len(capital))) if CAPITAL in budgets else [],
        GENERAL: [],
        OWN: [],
    }
    if GENERAL in budgets or OWN in budgets:
        office = rng.choice([code for code in usual if names()[code] == "行政运行"])
        near = [code for code in usual if code[:5] == office[:5] and code != office]
        wanted = [
            office,
            *list(PAIRED)[: rng.randint(2, 5)],
            *rng.sample(near, len(near)),
            *rng.sample(usual, len(usual)),
        ]
        wanted = list(dict.fromkeys(wanted))
        count = max(1, size - len(chosen[FUND]) - len(chosen[CAPITAL]))
        for code, _ in _made_up():
            if len(wanted) >= count:
                break
            wanted.append(code)
        items = wanted[:count]
        chosen[GENERAL] = items if GENERAL in budgets else []
        if OWN in budgets:
            chosen[OWN] = rng.sample(items, max(1, len(items) // 4)) if GENERAL in budgets else items
    return chosen


def keep_accounts(seed: int, size: int, budgets: Sequence[str], year_2020s: bool = True) -> Accounts:
    """The accounts of a unit with about ``size`` items, of the budgets named."""
    rng = Random(f"accounts {seed}")
    items = _chosen_items(rng, size, budgets, year_2020s)
    economic = _economic(rng, items[GENERAL])
    basic = _basic(rng, items[GENERAL], economic)
    flows: dict[str, dict[str, Flow]] = {GENERAL: {}, FUND: {}, CAPITAL: {}, OWN: {}}
    for code in items[GENERAL]:
        spending = {BASIC: basic[code]} if code in basic else {}
        if code not in basic or (code not in PAIRED and rng.random() < 0.2):
            spending[PROJECT] = _amount(rng)
        flows[GENERAL][code] = _fiscal(rng, spending, may_wait=code not in basic)
    for budget in (FUND, CAPITAL):
        for number, code in enumerate(items[budget]):
            spending = {PROJECT: _amount(rng)} | ({BASIC: _amount(rng)} if rng.random() < 0.1 else {})
            flows[budget][code] = _fiscal(rng, spending, may_wait=number > 0)
    flows[OWN] = {code: _own(rng) for code in items[OWN]}
    projects = sum(flow.spending.get(PROJECT, 0) for flow in flows[GENERAL].values())
    outturn = {}
    for name, code in GUEST_CODES.items():
        more = projects // 8 if rng.random() < 0.4 and projects >= 8 * _LEAST else 0
        outturn[name] = economic.get(code, 0) + (min(more, _amount(rng, 2.0, 4.5)) if more else 0)
    planned = {name: spent + (_amount(rng, 2, 4) if rng.random() < 0.4 else 0) for name, spent in outturn.items()}
    made_up = dict(_made_up()) if size > 200 else {}
    known = names() | {code: name for code, name in made_up.items() if any(code in flows[b] for b in BUDGETS)}
    known |= {code[:5]: f"专项事务{code[3:5]}" for code in known if len(code) == 7 and code[:5] not in known}
    none = dict.fromkeys(GUEST_CODES, 0)
    return Accounts(known, flows, economic, *((planned, outturn) if items[GENERAL] else (none, none)))


def _economic(rng: Random, items: Sequence[str]) -> Sums:
    """The basic spending of the general budget by economic code; contributions only where an item pays them."""
    if not items:
        return {}
    scale = 0.5 if len(items) > 20 else 0.0
    spent = {code: _amount(rng, 4.3 + scale, 6.3 + scale) for code in ("30101", "30102", "30103", "30107")}
    if rng.random() < 0.5:
        del spent["30107"]
    wages = sum(spent.values())
    for item, permille in zip(PAIRED, (160, 80, 80, 30, 115), strict=True):
        if item in items:
            spent[PAIRED[item]] = wages * rng.randint(permille // 2, permille) // 1000
    for code in _economic_codes():
        chance = {"301": 0.3, "302": 0.5, "303": 0.2, "310": 0.08}.get(code[:3], 0.03)
        if len(code) == 5 and code not in spent and code not in PAIRED.values() and rng.random() < chance:
            spent[code] = _amount(rng, 2.0, 5.0)
    return spent


def _economic_codes() -> list[str]:
    return [row[column] for row in forms()["公开06表"]["rows"][:-1] for column in (0, 3, 6) if row[column]]


def _basic(rng: Random, items: Sequence[str], economic: Sums) -> Sums:
    """Basic spending by item: each contribution to its own, the rest among the offices; the first always has some."""
    basic = {item: economic[code] for item, code in PAIRED.items() if item in items}
    offices = [code for code in items if code not in PAIRED and (code == items[0] or code.endswith(("01", "50")))]
    if offices:
        basic |= dict(
            zip(offices, _parts(rng, sum(economic.values()) - sum(basic.values()), len(offices)), strict=True)
        )
    return basic


def _fiscal(rng: Random, spending: Sums, may_wait: bool) -> Flow:
    """Money of a budget: what is spent comes of this year's grant and of what was carried over."""
    if may_wait and rng.random() < 0.06:
        opening, income = rng.choice(((0, _amount(rng)), (_amount(rng), 0), (_amount(rng), _amount(rng))))
        return Flow(opening=opening, income={GRANT: income}, closing=opening + income)
    closing = _amount(rng, 0.0, 5.0) if rng.random() < 0.25 else 0
    need = sum(spending.values()) + closing
    opening = rng.choice((0, 0, 0, need, min(need, _amount(rng, 0.0, 5.0)), rng.randint(0, need)))
    if need - opening < _LEAST:
        opening = need
    return Flow(opening=opening, income={GRANT: need - opening}, spending=spending, closing=closing)


def _own(rng: Random) -> Flow:
    """Money that is no grant."""
    kinds = [k for k, chance in zip(SPENDING, (0.6, 0.5, 0.1, 0.15, 0.1), strict=True) if rng.random() < chance]
    spending = {kind: _amount(rng) for kind in kinds or [BASIC]}
    closing, allotted = (_amount(rng, 2.0, 5.0) if rng.random() < chance else 0 for chance in (0.3, 0.2))
    need = sum(spending.values()) + closing + allotted
    opening = min(need, _amount(rng, 2.0, 5.5)) if rng.random() < 0.4 else 0
    used = min(need - opening, _amount(rng, 2.0, 5.0)) if rng.random() < 0.2 else 0
    if need - opening - used < _LEAST:
        opening = need - used
    sources = rng.sample(OWN_INCOME, rng.randint(1, 3))
    income = dict(zip(sources, _parts(rng, need - opening - used, len(sources)), strict=True))
    return Flow(opening, income, used, spending, allotted, closing)


# --- printing ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Style:
    """How an office prints: the unit, what stands for nothing, the form of the tables."""

    unit: str = "万元"
    separators: bool = False
    zero: str = ""
    classes: int = 26
    total_last: bool = False
    aliases: bool = False
    year: int = 2021

    def figure(self, amount: int) -> str:
        """An amount of 分 as it is printed, rounded half up."""
        if not amount:
            return self.zero
        hundredths = amount if self.unit == "元" else (2 * abs(amount) + 10_000) // 20_000 * (1 if amount > 0 else -1)
        whole, cents = divmod(abs(hundredths), 100)
        return f"{'-' if hundredths < 0 else ''}{whole:{',' if self.separators else ''}}.{cents:02}"


@cache
def _example() -> Value:
    value: Value = json.loads(EXAMPLE.read_text("utf-8"))
    return value


def forms() -> dict[str, Value]:
    """The printed tables of the example report by their numbers."""
    return {table["id"]: table for table in _example()["tables"]}


Rows = list[list[str]]

# words other offices use for those of the example's form
_ALIASES = {
    "公开01表": {"金额": "决算数", "年初结转和结余": "上年结转和结余"},
    "公开04表": {"金额": "决算数", "年初财政拨款结转和结余": "上年财政拨款结转和结余"},
    "公开06表": {"决算数": "金额", "科目编码": "经济分类科目编码", "title": "一般公共预算财政拨款基本支出决算表"},
    "公开07表": {"公务用车购置及运行费": "公务用车购置及运行维护费", "公务用车运行费": "公务用车运行维护费"},
}
_CODED_ALIASES = {"功能分类科目编码": "支出功能分类科目编码"}


def _table(number: str, rows: Rows, style: Style, width: int | None = None) -> Value:
    """A table on its form; one without any figure stays blank and says so."""
    form = forms()[number]
    spoken, tail = (
        "注：" + form["notes"][0].removeprefix("注：").split("。本表金额")[0],
        form["notes"][0].rpartition("本表金额")[2],
    )
    empty = not any(_is_figure(cell, style) for row in rows for cell in row)
    if empty:
        spoken = "注：本单位本年度没有相关收入，也没有安排相关支出，故本表无数据"
        rows = [["" if cell == style.zero else cell for cell in row] for row in rows]
    elif "无数据" in spoken:
        spoken = "注：本表反映部门本年度" + form["title"].removesuffix("决算表") + "情况"
    notes = [spoken + "。" + (f"本表金额{tail}" if style.unit == "万元" and not empty else "")]
    header = [row[:width] for row in form["header"]]
    title = form["title"]
    if style.aliases:
        words = _ALIASES.get(number, _CODED_ALIASES)
        title = words.get("title", title)
        header, rows = ([[words.get(cell, cell) for cell in row] for row in part] for part in (header, rows))
        rows = [_totals_named(row) for row in rows]
    return {"id": number, "title": title, "unit": style.unit, "header": header, "rows": rows, "notes": notes}


def _totals_named(row: list[str]) -> list[str]:
    """收入总计 and 支出总计 for the two 总计 of a row."""
    ends = iter(("收入总计", "支出总计"))
    return [next(ends) if cell == "总计" else cell for cell in row]


def _is_figure(cell: str, style: Style) -> bool:
    return "." in cell and cell != style.zero


def _coded(
    number: str, accounts: Accounts, budgets: Sequence[str], of: Sequence[Callable[[Flow], int]], style: Style
) -> Value:
    """A table by functional code: each item that has something, under its 款 and 类, and the total."""
    sums: dict[str, list[int]] = {"": [0] * len(of)}
    for budget in budgets:
        for code, flow in accounts.flows[budget].items():
            amounts = [pick(flow) for pick in of]
            if any(amounts):
                for prefix in ("", code[:3], code[:5], code):
                    known = sums.setdefault(prefix, [0] * len(of))
                    sums[prefix] = [a + b for a, b in zip(known, amounts, strict=True)]
    rows = [
        [code or "合计", _name(code, accounts, style) if code else "", *map(style.figure, sums[code])]
        for code in sorted(sums)
    ]
    return _table(number, rows[1:] + rows[:1] if style.total_last else rows, style)


def _name(code: str, accounts: Accounts, style: Style) -> str:
    """What a code was called in the year: these two had other names until 2019."""
    before = {"20805": "行政事业单位离退休", "215": "资源勘探信息等支出"} if style.year < 2020 else {}
    return before.get(code, accounts.names[code])


def _spending(*kinds: str) -> Callable[[Flow], int]:
    return lambda flow: sum(flow.spending.get(kind, 0) for kind in kinds)


def _income(*kinds: str) -> Callable[[Flow], int]:
    return lambda flow: sum(flow.income.get(kind, 0) for kind in kinds)


@cache
def _classes(count: int) -> list[tuple[str, str]]:
    """The classes 01 and 04 list, as code and label; the form of 24 has neither 223 nor 234."""
    labels = [row[3] for row in forms()["公开01表"]["rows"][:26]]
    by_name = {name: code for code, name in names().items() if len(code) == 3}
    rest = {"外交支出": "202", "金融支出": "217", "援助其他地区支出": "219", "债务还本支出": "231"}
    ordinals = [label.partition("、")[0] for label in labels]
    named = [label.partition("、")[2] for label in labels]
    shown = [name for name in named if count == 26 or name[:2] not in ("国有", "抗疫")]
    return [((by_name | rest)[name], f"{ordinals[i]}、{name}") for i, name in enumerate(shown)]


def _numbered(left: Sequence[str], width: int) -> list[str]:
    ordinals = [label.partition("、")[0] for _, label in _classes(26)]
    return [f"{ordinals[i]}、{name}" for i, name in enumerate(left)] + [""] * (width - len(left))


def _summary(accounts: Accounts, style: Style) -> Value:
    """01: all money."""
    sources = ["一般公共预算财政拨款收入", "政府性基金预算财政拨款收入", "国有资本经营预算财政拨款收入"]
    shown = FISCAL if style.classes == 26 else FISCAL[:2]
    income = [accounts.total([budget], lambda flow: flow.received) for budget in shown]
    income += [accounts.total([OWN], _income(kind)) for kind in OWN_INCOME]
    classes = _classes(style.classes)
    spent = [accounts.total(BUDGETS, lambda flow: flow.spent, code) for code, _ in classes]
    used, allotted, opening, closing = (
        accounts.total(BUDGETS, pick)
        for pick in (lambda f: f.used, lambda f: f.allotted, lambda f: f.opening, lambda f: f.closing)
    )
    reserve = "使用非财政拨款结余（含专用结余）" if style.year > 2021 else "使用非财政拨款结余"
    left = [
        *_numbered([*sources[: len(shown)], *OWN_INCOME], len(classes)),
        "本年收入合计",
        reserve,
        "年初结转和结余",
        "",
        "总计",
    ]
    right = [*(label for _, label in classes), "本年支出合计", "结余分配", "年末结转和结余", "", "总计"]
    figures = [*map(style.figure, income), *[""] * (len(classes) - len(income)), style.figure(sum(income))]
    figures += [style.figure(used), style.figure(opening), "", style.figure(sum(income) + used + opening)]
    others = [*map(style.figure, spent), style.figure(sum(spent)), style.figure(allotted), style.figure(closing)]
    others += ["", style.figure(sum(spent) + allotted + closing)]
    high = len(left)
    rows = [[left[i], str(i + 1), figures[i], right[i], str(high + i + 1), others[i]] for i in range(high)]
    return _table("公开01表", rows, style)


def _fiscal_summary(accounts: Accounts, style: Style) -> Value:
    """04: the money of the budgets."""
    shown = FISCAL if style.classes == 26 else FISCAL[:2]
    classes = _classes(style.classes)
    titles = [f"{budget}预算财政拨款" if budget != GENERAL else f"{budget}财政拨款" for budget in shown]
    sources = [title.replace("经营预算", "经营") for title in titles]
    income = [accounts.total([budget], lambda flow: flow.received) for budget in shown]
    opening = [accounts.total([budget], lambda flow: flow.opening) for budget in shown]
    left = [*_numbered(sources, len(classes)), "本年收入合计", "年初财政拨款结转和结余", *titles, "总计"]
    figures = [*map(style.figure, income), *[""] * (len(classes) - len(shown)), style.figure(sum(income))]
    figures += [*map(style.figure, [sum(opening), *opening]), style.figure(sum(income) + sum(opening))]

    def line(*picked: tuple[Callable[[Flow], int], str]) -> list[str]:
        by_budget = [sum(accounts.total([b], pick, code) for pick, code in picked) for b in shown]
        return [style.figure(sum(by_budget)), *map(style.figure, by_budget)]

    def spent(flow: Flow) -> int:
        return flow.spent

    def closing(flow: Flow) -> int:
        return flow.closing

    right = [(label, line((spent, code))) for code, label in classes]
    right += [("本年支出合计", line((spent, ""))), ("年末财政拨款结转和结余", line((closing, "")))]
    right += [("", [""] * (1 + len(shown))) for _ in shown]
    right += [("总计", line((spent, ""), (closing, "")))]
    high = len(left)
    rows = [[left[i], str(i + 1), figures[i], right[i][0], str(high + i + 1), *right[i][1]] for i in range(high)]
    return _table("公开04表", rows, style, 6 + len(shown))


def _economic_table(accounts: Accounts, style: Style) -> Value:
    """06: basic spending of the general budget by economic code, in three blocks side by side."""
    spent = {code: sum(v for c, v in accounts.economic.items() if c.startswith(code)) for code in _economic_codes()}
    people = sum(v for code, v in accounts.economic.items() if code.startswith(("301", "303")))
    rows = [list(row) for row in forms()["公开06表"]["rows"]]
    for row in rows[:-1]:
        for column in (0, 3, 6):
            row[column + 2] = style.figure(spent[row[column]]) if row[column] else ""
    rows[-1][2], rows[-1][8] = style.figure(people), style.figure(sum(accounts.economic.values()) - people)
    return _table("公开06表", rows, style)


def _guests(accounts: Accounts, style: Style) -> Value:
    """07: one row, six figures planned and six spent."""
    row: list[int] = []
    for sums in (accounts.planned, accounts.outturn):
        cars = sums[PURCHASE] + sums[RUNNING]
        row += [sum(sums.values()), sums[ABROAD], cars, sums[PURCHASE], sums[RUNNING], sums[RECEPTION]]
    return _table("公开07表", [[style.figure(amount) for amount in row]], style)


def _tables(accounts: Accounts, style: Style) -> list[Value]:
    spent = _spending(*SPENDING)
    split = (spent, _spending(BASIC), _spending(PROJECT))
    by_source = [_income(GRANT, *OWN_INCOME), _income(GRANT), *(_income(kind) for kind in OWN_INCOME)]
    fund = (lambda flow: flow.opening, _income(GRANT), *split, lambda flow: flow.closing)
    return [
        _summary(accounts, style),
        _coded("公开02表", accounts, BUDGETS, by_source, style),
        _coded("公开03表", accounts, BUDGETS, [spent, *(_spending(kind) for kind in SPENDING)], style),
        _fiscal_summary(accounts, style),
        _coded("公开05表", accounts, [GENERAL], split, style),
        _economic_table(accounts, style),
        _guests(accounts, style),
        _coded("公开08表", accounts, [FUND], fund, style),
        _coded("公开09表", accounts, [CAPITAL], split, style),
    ]


# --- reports ----------------------------------------------------------------------------------------------------------

_COMBINATIONS = ((GENERAL,), (GENERAL, OWN), (GENERAL, FUND), (GENERAL, FUND, OWN), BUDGETS, (GENERAL, CAPITAL), (OWN,))


def generate(
    seed: int,
    *,
    size: int | None = None,
    unit: str | None = None,
    separators: bool | None = None,
    zero: str | None = None,
    budgets: Sequence[str] | None = None,
    classes: int | None = None,
    total_last: bool | None = None,
    aliases: bool | None = None,
    year: int | None = None,
) -> Value:
    """A report whose accounts are right; what is not given is drawn from the seed.

    size: about how many 项. unit: 万元 or 元. zero: what stands where nothing is ("", "0.00" or "—"). budgets: some of
    BUDGETS. aliases: other offices' words in headings and labels. classes: 26, or 24 for the form without 国有资本经营 and 抗疫特别国债 (it cannot hold the budget CAPITAL).
    """
    rng = Random(f"options {seed}")
    drawn_size = int(10 ** rng.uniform(0.0, 1.9))
    drawn_unit, drawn_zero = rng.choice(("万元", "万元", "元")), rng.choice(("", "", "0.00", "—"))
    drawn_budgets, drawn_classes = rng.choice(_COMBINATIONS), rng.choice((26, 26, 24))
    drawn_separators, drawn_last, drawn_year = rng.random() < 0.3, rng.random() < 0.2, rng.randint(2019, 2024)
    drawn_aliases = rng.random() < 0.25
    if budgets is None:
        budgets = [b for b in drawn_budgets if b != CAPITAL or classes != 24]
    if CAPITAL in budgets and classes == 24:
        raise ValueError("the form of 24 classes has no place for 国有资本经营")
    style = Style(
        unit=drawn_unit if unit is None else unit,
        separators=drawn_separators if separators is None else separators,
        zero=drawn_zero if zero is None else zero,
        classes=classes or (26 if CAPITAL in budgets else drawn_classes),
        total_last=drawn_last if total_last is None else total_last,
        aliases=drawn_aliases if aliases is None else aliases,
        year=year or drawn_year,
    )
    if style.unit not in ("万元", "元"):
        raise ValueError(f"no such unit: {style.unit}")
    accounts = keep_accounts(seed, size or drawn_size, budgets, style.classes == 26)
    return print_report(accounts, style, f"样本单位{seed}")


def print_report(accounts: Accounts, style: Style, name: str) -> Value:
    """The tables and notes of some accounts as an office prints them; a report of nothing but these promises no prose."""
    return {
        "format": "gouji/report-1",
        "kind": "部门决算",
        "year": style.year,
        "entity": {"name": name},
        "decimals": 2,
        "tables": _tables(accounts, style),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes reports, and beside each planted one what was planted."""
    parser = argparse.ArgumentParser(
        description="Consistent reports, or reports with one planted defect, as JSON files."
    )
    parser.add_argument("--count", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0, help="of the first report; the others count on from it")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--size", type=int)
    parser.add_argument("--plant", choices=[*KINDS, "all"], help="all: the kinds in turn")
    given = parser.parse_args(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(range(given.seed, given.seed + given.count)):
        report = generate(seed, size=given.size)
        if given.plant:
            kind = list(KINDS)[number % len(KINDS)] if given.plant == "all" else given.plant
            try:
                report, planted = plant(report, kind, seed)
            except NoPlace:
                print(f"seed {seed}: no place for {kind}")
                continue
            _write(given.out / f"report-{seed:05}.planted", planted.as_json())
        _write(given.out / f"report-{seed:05}.json", report)


def _write(path: Path, value: Value) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
