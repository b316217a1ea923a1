"""Amounts and dates through all checks: another form of a value is no contradiction, and another value is one."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qa.checks.base import case
from qa.checks.table import examine

from .figures import days_in_ways, ways

SENTENCE = "白山市去年投入{}用于修路。"
whole = st.one_of(st.integers(2, 99), st.integers(2, 10**6), st.integers(2, 10**6).map(lambda value: value * 10**6))
days = st.dates(datetime.date(1912, 1, 1), datetime.date(2099, 12, 31))


def found(claim: str, quote: str) -> list[tuple[str, str]]:
    """The checks that find something wrong with a claim beside a quote, and what they find it in."""
    return [(finding.check, finding.says) for finding in examine(case(claim, [quote]), "said")]


SAME = [
    ("白山市投入一万二千元。", "白山市投入12000元。"),
    ("公司亏损−5亿元。", "公司亏损-5亿元。"),
    ("当地气温零下5度。", "当地气温-5℃。"),
    ("秦朝建立于公元前221年。", "公元前221年，秦朝建立。"),
    ("五成企业受到影响。", "50%的企业受到影响。"),
    ("近一成企业受到影响。", "近10%的企业受到影响。"),
    ("大会在十一月二十八日召开。", "大会在11月28日召开。"),
    ("该校成立于民国112年。", "该校成立于2023年。"),
    ("第Ⅱ期工程已经完工。", "第二期工程已经完工。"),
    ("白山市投入１２３亿元。", "白山市投入123亿元。"),
    ("营收157.56 亿元。", "营收157.56亿元。"),
    ("企业共有1 736 家。", "企业共有1736家。"),
    ("水温达到100摄氏度。", "水温达到100℃。"),
    ("学校捐出300本图书。", "学校捐出三百本图书。"),
    ("公司亏损3亿元。", "公司净利润-3亿元。"),
    ("公司净利润-3亿元。", "公司亏损3亿元。"),
    ("产量同比下降5%。", "产量同比-5%。"),
    ("产量同比-5%。", "产量同比下降5%。"),
    ("新路全长0.5公里。", "新路全长500米。"),
    ("该项目投资5千万元。", "该项目投资5000万元。"),
    ("白山市有5名代表参加。", "白山市有5人参加。"),
    ("二季度营收5亿元。", "第二季度营收5亿元。"),
]
"""Claims beside quotes that say the same in another form."""

CHANGED = [
    ("白山市投入一万三千元。", "白山市投入12000元。"),
    ("当地气温5度。", "当地气温零下5度。"),
    ("秦朝建立于221年。", "秦朝建立于公元前221年。"),
    ("六成企业受到影响。", "50%的企业受到影响。"),
    ("大会在十一月二十七日召开。", "大会在11月28日召开。"),
    ("该校成立于民国111年。", "该校成立于2023年。"),
    ("第Ⅲ期工程已经完工。", "第二期工程已经完工。"),
    ("营收157.56万元。", "营收157.56 亿元。"),
    ("水温达到90摄氏度。", "水温达到100℃。"),
    ("学校捐出400本图书。", "学校捐出300本图书。"),
    ("公司净利润3亿元。", "公司净利润-3亿元。"),
    ("产量同比增长5%。", "产量同比-5%。"),
    ("新路全长500公里。", "新路全长500米。"),
    ("合同金额5亿美元。", "合同金额5亿韩元。"),
    ("农历七月七日开幕。", "7月7日开幕。"),
]
"""Claims beside quotes that say another value, sign, unit or scale."""


@pytest.mark.parametrize(("claim", "quote"), SAME)
def test_the_same_value_in_another_form_stands(claim: str, quote: str) -> None:
    """A claim that says the value of its quote in another form is not contradicted."""
    assert found(claim, quote) == []


@pytest.mark.parametrize(("claim", "quote"), CHANGED)
def test_another_value_is_found(claim: str, quote: str) -> None:
    """A value, a sign, a scale or a unit that the quote does not state is contradicted."""
    assert found(claim, quote)


@pytest.mark.parametrize("said", ["下周一", "昨日", "去年", "本月", "下个月", "上一季度"])
def test_a_relative_day_refutes_nothing(said: str) -> None:
    """A relative day contradicts no quote: which day it is depends on when it is said."""
    assert found(f"大会将在{said}召开。", "大会将在11月28日召开。") == []
    assert found("大会将在11月28日召开。", f"大会将在11月28日、也就是{said}召开。") == []


@given(whole, st.sampled_from(["元", "人", "家", "吨", "公里", "项"]), st.data())
def test_any_form_of_an_amount_stands(value: int, unit: str, data: st.DataObject) -> None:
    """No form of an amount contradicts another form of it."""
    said, quoted = (data.draw(st.sampled_from(ways(value, unit))) for _ in range(2))
    assert found(SENTENCE.format(said), SENTENCE.format(quoted)) == []


@given(whole, whole, st.sampled_from(["元", "人", "家", "吨", "公里", "项"]), st.data())
def test_another_amount_is_found(value: int, other: int, unit: str, data: st.DataObject) -> None:
    """Another number is contradicted, however either is written."""
    assume(value != other)
    said, quoted = (data.draw(st.sampled_from(ways(number, unit))) for number in (value, other))
    assert found(SENTENCE.format(said), SENTENCE.format(quoted))


@given(whole, st.sampled_from(["元", "%", "℃"]), st.sampled_from(["-", "−", "负"]), st.data())
def test_another_sign_is_found(value: int, unit: str, minus: str, data: st.DataObject) -> None:
    """A number below zero is contradicted by the one above, and the other way round, where no word tells of a loss."""
    said, quoted = (data.draw(st.sampled_from(ways(value, unit))) for _ in range(2))
    below, above = f"读数为{minus}{said}。", f"读数为{quoted}。"
    assert found(below, above)
    assert found(above, below)


@given(st.integers(2, 9999), st.permutations(["", "万", "亿", "万亿"]))
def test_another_scale_is_found(value: int, scales: list[str]) -> None:
    """Another scale is contradicted: 万 for 亿."""
    said, quoted = (SENTENCE.format(f"{value}{scale}元") for scale in scales[:2])
    assert found(said, quoted)


@given(whole, st.permutations(["元", "美元", "人", "吨", "公里", "小时", "%", "岁"]), st.data())
def test_another_unit_is_found(value: int, units: list[str], data: st.DataObject) -> None:
    """A unit into which that of the quote cannot be converted is contradicted."""
    said, quoted = (data.draw(st.sampled_from(ways(value, unit))) for unit in units[:2])
    assert found(SENTENCE.format(said), SENTENCE.format(quoted))


@given(days, st.data())
def test_any_form_of_a_day_stands(day: datetime.date, data: st.DataObject) -> None:
    """No form of a day contradicts another form of it."""
    said, quoted = (data.draw(st.sampled_from(days_in_ways(day))) for _ in range(2))
    assert found(f"白山市于{said}通车。", f"白山市于{quoted}通车。") == []


@given(days, days, st.data())
def test_another_day_is_found(day: datetime.date, other: datetime.date, data: st.DataObject) -> None:
    """Another day is contradicted, however either is written."""
    assume(day != other)
    said, quoted = (data.draw(st.sampled_from(days_in_ways(date))) for date in (day, other))
    assert found(f"白山市于{said}通车。", f"白山市于{quoted}通车。")
