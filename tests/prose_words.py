"""The words that the tests of prose speak in: those of a county's final accounts."""

from decimal import Decimal

from checker.prose import Pattern, Speech, compile_pattern

SPEECH = Speech(
    units={
        "元": Decimal(1),
        "千元": Decimal(1000),
        "万元": Decimal(10000),
        "百万元": Decimal(1000000),
        "亿元": Decimal(100000000),
        "$": Decimal(1),
    },
    measures=frozenset(
        ["人", "人次", "个", "辆", "台", "批次", "场", "次", "项", "辆（台）", "台（套）", "份", "persons"]
    ),
    up=frozenset(["增加", "增长", "上升", "提高", "大于", "高于", "多"]),
    down=frozenset(["减少", "下降", "降低", "小于", "低于", "少"]),
    level=frozenset(["持平", "无变化", "无增减变化", "一致", "相同", "等于"]),
    fillers=frozenset(["为", "共", "计", "共计", "约", "是", "了", "达", "达到", "合计"]),
    conjunctions=frozenset(["和", "及", "以及"]),
    list_tails=frozenset(["等"]),
    hedges=frozenset(["基本"]),
    names=frozenset(["社会保障和就业支出", "税金及附加费用", "办公费"]),
)

TYPES = {
    "金额": "amount",
    "百分比": "ratio",
    "数量": "count",
    "文字": "text",
    "名单": "list",
    "日期": "date",
    "年度": "year",
    "名称": "name",
}


def pattern(text: str) -> Pattern:
    """A pattern without mistakes, compiled."""
    compiled, faults = compile_pattern(text, SPEECH, TYPES)
    assert faults == []
    assert compiled is not None
    return compiled
