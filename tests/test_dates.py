"""Dates: the same day, however it is written; relative days; and what is none."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from store.text.dates import Day, date_of, dates, days
from store.text.numbers import amounts
from store.text.relative import Relative, relative_days, resolve
from store.text.scripts import fold

from .figures import days_in_ways, numerals


def found(text: str) -> list[Day]:
    """The dates in a text."""
    return [one.value for one in days(fold(text))]


def the(text: str) -> Day:
    """The one date in a text."""
    (one,) = found(text)
    return one


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年11月28日", Day(2024, 11, 28)),
        ("2024 年 11 月", Day(2024, 11)),
        ("2024年", Day(2024)),
        ("二〇二四年十一月二十八日", Day(2024, 11, 28)),
        ("二○二四年二月", Day(2024, 2)),
        ("二零二四年", Day(2024)),
        ("2024-11-28", Day(2024, 11, 28)),
        ("2024-11-28T10:00", Day(2024, 11, 28)),
        ("2024.2.18", Day(2024, 2, 18)),
        ("2024/2/18", Day(2024, 2, 18)),
        ("２０２４年２月１８日", Day(2024, 2, 18)),
        ("2024年2月18", Day(2024, 2, 18)),
        ("2024年2月18家企业", Day(2024, 2)),
        ("2024年8月18举行", Day(2024, 8, 18)),
        ("2024年6月一审", Day(2024, 6)),
        ("二〇二四年二月十八", Day(2024, 2, 18)),
        ("二0二四年二月十八日", Day(2024, 2, 18)),
        ("11月28日上午", Day(None, 11, 28)),
        ("11月28号", Day(None, 11, 28)),
        ("十一月二十八日", Day(None, 11, 28)),
        ("28日,会议召开", Day(None, None, 28)),
        ("25日报道", Day(None, None, 25)),
        ("二十八日上午", Day(None, None, 28)),
        ("3月份", Day(None, 3)),
        ("民國112年", Day(2023)),
        ("民国元年", Day(1912)),
        ("民国112年8月5日", Day(2023, 8, 5)),
        ("中华民国元年", Day(1912)),
        ("民國112.7.9", Day(2023, 7, 9)),
        ("昭和50/7/1", Day(1975, 7, 1)),
        ("23年7月1日", Day(2023, 7, 1)),
        ("98年7月1日", Day(1998, 7, 1)),
        ("嘉靖23年7月1日", Day(None, 7, 1)),
        ("光绪三十一年", Day(1905)),
        ("公元前221年", Day(-221)),
        ("公元前二二一年", Day(-221)),
        ("公元25年", Day(25)),
        ("2月29日", Day(None, 2, 29)),
    ],
)
def test_days(text: str, day: Day) -> None:
    """A date has as many parts as are said."""
    assert the(text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("农历八月十五", Day(None, 8, 15, lunar=True)),
        ("農曆8月15日", Day(None, 8, 15, lunar=True)),
        ("正月初一", Day(None, 1, 1, lunar=True)),
        ("腊月廿三", Day(None, 12, 23, lunar=True)),
        ("八月初三", Day(None, 8, 3, lunar=True)),
        ("三月三", Day(None, 3, 3, lunar=True)),
        ("闰二月初二", Day(None, 2, 2, lunar=True)),
        ("农历癸卯年七月初七", Day(None, 7, 7, lunar=True)),
        ("农历二〇二三年八月十五", Day(2023, 8, 15, lunar=True)),
        ("大年初六", Day(None, 1, 6, lunar=True)),
    ],
)
def test_days_of_the_chinese_calendar(text: str, day: Day) -> None:
    """They are kept apart from the solar ones, which they never agree with."""
    assert the(text) == day
    assert not the(text).agrees(Day(day.year, day.month, day.day))


NO_DATES = """
    为期3个月 6号线 2号楼 13月40日 3日内 三日内 近5日 第三日 5000年文明 1000年历史 1000多年 五月天
    3726.3亿 2023.8.16.1 5.12地震 一日三餐 3日元 三号文件 7-7 十月怀胎
"""


@pytest.mark.parametrize("text", NO_DATES.split())
def test_no_dates(text: str) -> None:
    """How long something takes, and what a number names, is no date; nor is a day that does not exist."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("7月1日至5日", Day(None, 7, 1), Day(None, 7, 5)),
        ("10月1日-7日", Day(None, 10, 1), Day(None, 10, 7)),
        ("7月25-27日", Day(None, 7, 25), Day(None, 7, 27)),
        ("7月25日、26日", Day(None, 7, 25), Day(None, 7, 26)),
        ("7月25、26日", Day(None, 7, 25), Day(None, 7, 26)),
        ("25至27日", Day(None, None, 25), Day(None, None, 27)),
        ("1-5月", Day(None, 1), Day(None, 5)),
        ("2020年1月至5月", Day(2020, 1), Day(2020, 5)),
        ("2020-2023年", Day(2020), Day(2023)),
        ("二〇二〇年至二〇二三年", Day(2020), Day(2023)),
        ("2023年12月28日至1月3日", Day(2023, 12, 28), Day(None, 1, 3)),
    ],
)
def test_spans_of_time(text: str, first: Day, last: Day) -> None:
    """The end has the year and the month of the beginning, unless it is in the next one."""
    assert found(text) == [first, last]


def test_months_of_a_year() -> None:
    """Both months of 2023年1-5月 are of that year; a number of a list before a date is none."""
    assert found("2023年1-5月") == [Day(2023), Day(2023, 1), Day(2023, 5)]
    assert found("2023年7、8月") == [Day(2023), Day(2023, 7), Day(2023, 8)]
    assert found("1、8月16日") == [Day(None, 8, 16)]


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (Day(2024, 11, 28), Day(None, 11, 28), True),
        (Day(2024, 11, 28), Day(2023, 11, 28), False),
        (Day(None, 11, 28), Day(None, 11, 27), False),
        (Day(2024), Day(None, 11, 28), False),
        (Day(-221), Day(221), False),
    ],
)
def test_agrees(one: Day, other: Day, *, agree: bool) -> None:
    """Two dates agree where they share a part and none differs."""
    assert one.agrees(other) is other.agrees(one) is agree


def test_places() -> None:
    """A date stands where its parts stand, and is no amount."""
    text = fold("他於2024年2月18日出席，為期3個月")
    (day,) = days(text)
    assert text[day.start : day.end] == "2024年2月18日"
    assert [text[one.start : one.end] for one in amounts(text, [(day.start, day.end)])] == ["3个月"]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("发布时间：2024-02-18 10:00", ["2024-02-18"]),
        ("2024 / 2 / 18", ["2024-02-18"]),
        ("二○二四年二月十八日", ["2024-02-18"]),
        ("二〇二四年二月廿八日", ["2024-02-28"]),
        ("2月18日", ["--02-18"]),
        ("2024年2月", []),
        ("2024年2月30日", []),
        ("农历2月18日", []),
    ],
)
def test_dates(text: str, iso: list[str]) -> None:
    """In ISO form, without a year where none is given."""
    assert [one.value for one in dates(text)] == iso


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("20240218", "2024-02-18"),
        ("Sun, 18 Feb 2024 10:00:00 GMT", "2024-02-18"),
        ("2024-02-18T10:00:00+08:00", "2024-02-18"),
        (datetime.date(2024, 2, 18), "2024-02-18"),
        ("某日", None),
        (None, None),
    ],
)
def test_date_of(value: object, iso: str | None) -> None:
    """The date of a value of markup, however it is written."""
    assert date_of(value) == iso


ON = datetime.date(2024, 10, 30)
"""A Wednesday."""


@pytest.mark.parametrize(
    ("text", "precision", "first", "last"),
    [
        ("昨日", "day", "2024-10-29", "2024-10-29"),
        ("今天", "day", "2024-10-30", "2024-10-30"),
        ("大前天", "day", "2024-10-27", "2024-10-27"),
        ("下周一", "day", "2024-11-04", "2024-11-04"),
        ("本週三", "day", "2024-10-30", "2024-10-30"),
        ("上上周五", "day", "2024-10-18", "2024-10-18"),
        ("周三", "day", "2024-10-30", "2024-10-30"),
        ("星期天", "day", "2024-11-03", "2024-11-03"),
        ("上周", "week", "2024-10-21", "2024-10-27"),
        ("上周一共", "week", "2024-10-21", "2024-10-27"),
        ("下周末", "week", "2024-11-09", "2024-11-10"),
        ("上个月", "month", "2024-09-01", "2024-09-30"),
        ("3个月前", "month", "2024-07-01", "2024-07-31"),
        ("上季度", "quarter", "2024-07-01", "2024-09-30"),
        ("去年", "year", "2023-01-01", "2023-12-31"),
        ("两年后", "year", "2026-01-01", "2026-12-31"),
        ("三天前", "day", "2024-10-27", "2024-10-27"),
    ],
)
def test_relative_days(text: str, precision: str, first: str, last: str) -> None:
    """They are found unresolved, and resolved by the day on which they are said."""
    (one,) = relative_days(fold(text))
    resolved = resolve(one.value, ON)
    assert (resolved.precision, str(resolved.first), str(resolved.last)) == (precision, first, last)
    assert resolved.day.agrees(Day(resolved.first.year, resolved.first.month, resolved.first.day))


def test_relative_day_with_a_date() -> None:
    """What a date right after it says is of that year or month."""
    (last_year,) = relative_days("去年12月5日")
    assert last_year.value == Relative("去年", "year", -1)
    assert resolve(last_year.value, ON, Day(None, 12, 5)).day == Day(2023, 12, 5)
    assert resolve(last_year.value, ON, Day(None, 12)).last == datetime.date(2023, 12, 31)
    assert resolve(Relative("上月", "month", -1), ON, Day(None, None, 15)).day == Day(2024, 9, 15)
    with pytest.raises(ValueError, match="day"):
        resolve(Relative("上月", "month", -1), ON, Day(None, None, 31))


NOT_RELATIVE = "每周三次 一周三次 以前年度 此前日本 后天培养 28日前 2023年前 过去年均"


@pytest.mark.parametrize("text", NOT_RELATIVE.split())
def test_no_relative_days(text: str) -> None:
    """Words that only look like them are none."""
    assert relative_days(text) == []


RELATIVE = "下周一 昨日 去年 上月 本周三 今年 周五 星期二 前年 明天 上季度"


@pytest.mark.parametrize("text", RELATIVE.split())
def test_relative_days_are_no_amounts(text: str) -> None:
    """Nor are they dates."""
    assert not amounts(text)
    assert not days(text)


calendar = st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31))


@given(calendar)
def test_the_same_day_in_another_form_agrees(day: datetime.date) -> None:
    """Each way to write a day gives the same day."""
    assert {the(f"于{written}，") for written in days_in_ways(day)} == {Day(day.year, day.month, day.day)}
    assert {one.value for written in days_in_ways(day) for one in dates(written)} == {day.isoformat()}


@given(calendar, calendar, st.data())
def test_another_day_differs(day: datetime.date, other: datetime.date, data: st.DataObject) -> None:
    """Another day is not the same, however either is written."""
    assume(day != other)
    one, two = (data.draw(st.sampled_from(days_in_ways(date))) for date in (day, other))
    assert not the(f"于{one}，").agrees(the(f"于{two}，"))


@given(numerals)
def test_any_text_is_read(text: str) -> None:
    """Dates stand in order, apart from each other, and have months and days, whatever the text is."""
    read = days(fold(text))
    ends = [place for one in read for place in (one.start, one.end)]
    assert ends == sorted(ends)
    assert all(one.value.is_plausible for one in read)
    assert all(resolve(one.value, ON).first for one in relative_days(fold(text)) if abs(one.value.offset) < 1000)
