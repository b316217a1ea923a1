"""What a number measures: a claim may have the right number and give it to another measure, 产值 to GDP."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.chinese.facts import Amount, facts
from store.text.scripts import fold

_SAME = (
    ("gdp", "(?:地区|国内)?生产总值", "经济总量", "(?<![空字台洋域营间体])经济(?=增长|增速)"),
    ("增加值",),
    ("产值",),
    ("产量",),
    ("营收", "营业总?收入"),
    ("净利润?", "归母净利润?"),
    ("营业利润",),
    ("(?<!营业)(?<!净)利润(?:总额)?",),
    ("票房",),
    ("销量", "销售量"),
    ("销售额", "销售收入"),
    ("市值",),
    ("股价",),
    ("进出口(?:总[额值])?",),
    ("(?<!进)出口(?:总?[额值])?",),
    ("进口(?:总?[额值])?",),
    ("固定资产投资", "投资额"),
    ("消费品零售总额", "社零"),
    ("(?:可支配|工资性?|经营净|财产净|人均)收入",),
    ("税收",),
    ("人口",),
    ("资产",),
    ("负债",),
    ("死亡", "遇难", "身亡"),
    ("受伤", "伤者"),
    ("失踪", "失联"),
    ("确诊",),
    ("无症状",),
    ("治愈", "出院"),
)
"""Measures that are not to be taken for each other, each with its names."""
_MEASURE = re.compile("|".join(f"(?P<m{place}>{'|'.join(names)})" for place, names in enumerate(_SAME)))
_CLAUSE = re.compile("[，。；：！？,;:!?]")


def mismeasured(claim: str, quotes: Sequence[str]) -> Iterator[str]:
    """The amounts of a claim to which it gives a measure, where the quotes that have them give them only others."""
    held = [pair for quote in quotes for pair in _measured(fold(quote))]
    for amount, words, measure in _measured(fold(claim)):
        given = [other for value, _, other in held if value.agrees(amount)]
        if measure and given and all(given) and measure not in given:
            yield words


def _measured(text: str) -> Iterator[tuple[Amount, str, str | None]]:
    """The amounts of a text with the measure that is named last before each, in its clause."""
    for fact in facts(text):
        if isinstance(fact.value, Amount):
            clause = _CLAUSE.split(text[: fact.start])[-1]
            named = [match.lastgroup for match in _MEASURE.finditer(clause)]
            yield fact.value, text[fact.start : fact.end], named[-1] if named else None
