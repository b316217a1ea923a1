"""What 昨日, 民国112年 and 农历八月十五 mean: resolved where it is sure, and left alone where it is not."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.text.resolution.lunar import LAST, solar
from store.text.resolution.resolved import resolved_dates

ON = "2024-10-30"
"""A Wednesday."""


def found(text: str, published: str | None = ON) -> list[tuple[str, str]]:
    """The words of a text that are resolved, each with its date."""
    return [(one.words, one.date) for one in resolved_dates(text, published)]


@pytest.mark.parametrize(
    ("text", "words", "date", "precision"),
    [
        ("码头昨日恢复通航。", "昨日", "2024-10-29", "day"),
        ("碼頭前天恢復通航。", "前天", "2024-10-28", "day"),
        ("今晚有雨。", "今晚", "2024-10-30", "day"),
        ("上周五调试完毕。", "上周五", "2024-10-25", "day"),
        ("下週一開學。", "下週一", "2024-11-04", "day"),
        ("本周三开会。", "本周三", "2024-10-30", "day"),
        ("上周降雨两次。", "上周", "2024-10-21/2024-10-27", "week"),
        ("本月完工。", "本月", "2024-10", "month"),
        ("上个月完工。", "上个月", "2024-09", "month"),
        ("下月15日完工。", "下月15日", "2024-11-15", "day"),
        ("上季度增长。", "上季度", "2024-07-01/2024-09-30", "quarter"),
        ("去年共3万人。", "去年", "2023", "year"),
        ("今年上半年共3万人。", "今年", "2024", "year"),
        ("后年投用。", "后年", "2026", "year"),
        ("去年12月动工。", "去年12月", "2023-12", "month"),
        ("去年12月5日动工。", "去年12月5日", "2023-12-05", "day"),
        ("去年12月5日至8日举行。", "去年", "2023", "year"),
        ("昨日（10月29日）通航。", "昨日", "2024-10-29", "day"),
        ("局长说：“去年共3万人。”", "去年", "2023", "year"),
    ],
)
def test_days_of_writing(text: str, words: str, date: str, precision: str) -> None:
    """Words that are told from the day of writing mean a date, as exact as they are, which follows from that day."""
    (one,) = resolved_dates(text, ON)
    assert (one.words, one.date, one.precision, one.basis) == (words, date, precision, ON)
    assert text[one.start : one.end] == words


@pytest.mark.parametrize(
    ("text", "words", "date"),
    [
        ("今（30）日動工。", "今（30）日", "2024-10-30"),
        ("昨(29)晚降雨。", "昨(29)晚", "2024-10-29"),
        ("去（2023）年共3萬人。", "去（2023）年", "2023"),
        ("去（112）年共3萬人。", "去（112）年", "2023"),
        ("本（10）月完工。", "本（10）月", "2024-10"),
        ("113年7月9日啟用。", "113年7月9日", "2024-07-09"),
        ("一一二年七月，新橋啟用。", "一一二年七月", "2023-07"),
        ("112年度預算過關。", "112年度", "2023"),
    ],
)
def test_days_as_taiwan_writes_them(text: str, words: str, date: str) -> None:
    """A day with its number in brackets is that day, and a year of the Republic needs no name near its own time."""
    assert found(text) == [(words, date)]


@pytest.mark.parametrize(
    "text",
    [
        "昨（20）日動工。",
        "去（2020）年動工。",
        "歷時113年完工。",
        "113年7月9日启用。",
        "一百年動工。",
        "180年7月動工。",
    ],
)
def test_no_days_as_taiwan_writes_them(text: str) -> None:
    """With another number nothing is sure; nor is a year of three digits in Simplified, or far from its time."""
    assert found(text) == []


UNSURE = """
    次年动工 翌年动工 当年动工 同年动工 当日通航 前一年动工 三天前通航 两年后投用 周三开会 星期五开会 每周三开会
    比上年增长 2021年比去年同期增长 2019年他写道：“去年很好。” 他说：“昨天很好。” 昨天很好。”他说
    昨日（10月20日）通航 新华社10月28日电昨日通航 据晚报10月27日报道，昨日通航 直到今天 今天的中国 美好明天
    每年的今天 那年今日 《去年在马里恩巴》上映 今年2月30日 一周三次 过去年份
"""


@pytest.mark.parametrize("text", UNSURE.split())
def test_unsure_days(text: str) -> None:
    """Words that may count from another day than that of writing stay as they are."""
    assert found(text) == []


@pytest.mark.parametrize("published", [None, "--10-30", "2024"])
@pytest.mark.parametrize("text", ["昨日通航", "去年动工", "农历八月十五开放", "中秋节当天开放"])
def test_without_a_date(text: str, published: str | None) -> None:
    """Nothing follows from an article of no known day, nor from one of no known year."""
    assert found(text, published) == []


@pytest.mark.parametrize(
    ("text", "words", "date"),
    [
        ("民国110年动工", "民国110年", "2021"),
        ("中華民國一百一十二年七月九日完工", "中華民國一百一十二年七月九日", "2023-07-09"),
        ("民國元年創立", "民國元年", "1912"),
        ("民國112.7.9公告", "民國112.7.9", "2023-07-09"),
        ("光绪三年建", "光绪三年", "1877"),
        ("清康熙二十三年建", "康熙二十三年", "1684"),
        ("昭和50年建", "昭和50年", "1975"),
        ("令和元年五月建", "令和元年五月", "2019-05"),
    ],
)
def test_eras(text: str, words: str, date: str) -> None:
    """Years of an era are converted, whatever day the article is of."""
    assert found(text, None) == [(words, date)]
    assert resolved_dates(text, None)[0].basis is None


@pytest.mark.parametrize("text", ["光绪三十一年七月二十日建", "公元25年", "西元2023年", "2023年", "民国99年2月30日"])
def test_no_eras(text: str) -> None:
    """An emperor's months are not those of the solar calendar, and years of that need no conversion."""
    assert found(text, None) == []


@pytest.mark.parametrize(
    ("text", "published", "words", "date"),
    [
        ("农历九月初九登高", "2024-09-20", "农历九月初九", "2024-10-11"),
        ("農曆八月十五賞月", "2023-08-20", "農曆八月十五", "2023-09-29"),
        ("正月初六开集", "2024-01-20", "正月初六", "2024-02-15"),
        ("大年初六开集", "2024-02-08", "大年初六", "2024-02-15"),
        ("腊月廿八前完成", "2024-01-30", "腊月廿八", "2024-02-07"),
        ("闰二月初二开集", "2023-03-10", "闰二月初二", "2023-03-23"),
        ("二月初二开集", "2023-03-10", "二月初二", "2023-02-21"),
        ("农历癸卯年八月十五", "2023-02-01", "农历癸卯年八月十五", "2023-09-29"),
        ("农历2020年八月十五", "2023-02-01", "农历2020年八月十五", "2020-10-01"),
        ("农历正月初八（公历2月17日）", "2023-10-01", "农历正月初八", "2024-02-17"),
        ("除夕放电影", "2024-02-05", "除夕", "2024-02-09"),
        ("端午节当天赛龙舟", "2024-06-01", "端午节", "2024-06-10"),
        ("今年中秋节开放", "2024-03-01", "今年中秋节", "2024-09-17"),
        ("2023年春节开放", "2024-03-01", "2023年春节", "2023-01-22"),
        ("2024年除夕开放", "2024-03-01", "2024年除夕", "2024-02-09"),
    ],
)
def test_chinese_calendar(text: str, published: str, words: str, date: str) -> None:
    """Days and feasts of the Chinese calendar are those of their year, or the nearest ones to the article's day."""
    assert found(text, published) == [(words, date)]


@pytest.mark.parametrize(
    "text",
    [
        "每年农历三月三有歌会",
        "正月初八的灯会",
        "农历八月十五（公历9月30日）",
        "1949年的农历九月初九",
        "春节期间开放",
        "中秋前夕开放",
        "生于农历九月初一",
        "去年除夕开放",
        "闰五月初二",
    ],
)
def test_unsure_days_of_the_chinese_calendar(text: str) -> None:
    """A day of every year, of no known year, or of a date that does not fit is not resolved."""
    assert not [one for one in resolved_dates(text, "2024-08-20") if one.precision == "day"]


@pytest.mark.parametrize(
    ("year", "month", "day", "is_"),
    [
        (2023, 8, 15, "2023-09-29"),
        (1978, 8, 15, "1978-09-17"),
        (2023, 12, LAST, "2024-02-09"),
        (2024, 12, LAST, "2025-01-28"),
        (2023, 13, 1, None),
        (1800, 1, 1, None),
    ],
)
def test_solar(year: int, month: int, day: int, is_: str | None) -> None:
    """A day of the Chinese calendar is one of the solar calendar, or there is none."""
    there = solar(year, month, day)
    assert (there.isoformat() if there else None) == is_


@given(st.text("昨前去今明后上下本周月日年天正腊闰初一二三十〇农历民国元除夕中秋（）“”0123", max_size=30), st.dates())
def test_any_text_is_resolved(text: str, on: datetime.date) -> None:
    """Whatever the text is, what is resolved stands in order, apart from each other, at its place."""
    resolved = resolved_dates(text, on.isoformat())
    ends = [place for one in resolved for place in (one.start, one.end)]
    assert ends == sorted(ends)
    assert all(text[one.start : one.end] == one.words and one.date for one in resolved)
