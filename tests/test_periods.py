"""The times that a question speaks of, counted from the day on which it is asked."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import DateWrong, SpanReversed
from qa.question.asking import asking
from qa.question.time import asked_time, in_absolute_dates, names_year, without_years
from store.search.scope import Scope
from store.text.periods.told import told

ON = date(2024, 10, 30)
"""A Wednesday."""

TIMES = """
    2024年|2024-01-01|2024-12-31  去年|2023-01-01|2023-12-31  前年|2022-01-01|2022-12-31  2023年度|2023-01-01|2023-12-31
    去年上半年|2023-01-01|2023-06-30  今年第二季度|2024-04-01|2024-06-30  2024年Q1|2024-01-01|2024-03-31
    前三季度|2024-01-01|2024-09-30  2024年前5个月|2024-01-01|2024-05-31  上半年|2024-01-01|2024-06-30
    年底|2024-10-01|2024-12-31  2024年初|2024-01-01|2024-03-31  去年12月|2023-12-01|2023-12-31
    12月|2023-12-01|2023-12-31  3月中旬|2024-03-11|2024-03-20  上个月底|2024-09-21|2024-09-30
    昨天|2024-10-29|2024-10-29  上周|2024-10-21|2024-10-27  上週五|2024-10-25|2024-10-25  周五|2024-10-25|2024-10-25
    三天前|2024-10-27|2024-10-27  五个月前|2024-05-01|2024-05-31  五年前|2019-01-01|2019-12-31
    半年前|2024-04-01|2024-04-30  几个月前|2024-01-31|2024-08-31  三年前的今天|2021-10-30|2021-10-30
    四年前九月初|2020-09-01|2020-09-10  五年前三月|2019-03-01|2019-03-31  五年前的双十一|2019-11-01|2019-11-11
    最近三天|2024-10-28|2024-10-30  最近一个月|2024-10-01|2024-10-30  近一年来|2023-10-31|2024-10-30
    最近半年|2024-05-01|2024-10-30  過去三個月|2024-07-31|2024-10-30  未来两周|2024-10-30|2024-11-12
    2023年以来|2023-01-01|2024-10-30  今年以来|2024-01-01|2024-10-30  2023年以前|0001-01-01|2022-12-31
    截至2023年底|2023-10-01|2023-12-31  2021年至2023年|2021-01-01|2023-12-31  2021年1至2月|2021-01-01|2021-02-28
    去年底到今年初|2023-10-01|2024-03-31  国庆期间|2024-10-01|2024-10-07  去年国庆|2023-10-01|2023-10-07
    2024年春节|2024-02-08|2024-02-17  2023年除夕|2023-01-21|2023-01-21  今年中秋|2024-09-15|2024-09-19
    五一假期|2024-05-01|2024-05-05  春节前|2024-01-08|2024-02-07  90年代|1990-01-01|1999-12-31
    上世纪八十年代|1980-01-01|1989-12-31  民國112年|2023-01-01|2023-12-31  2024/3/5|2024-03-05|2024-03-05
    2024-03|2024-03-01|2024-03-31  农历八月十五|2024-09-17|2024-09-17  8月2日|2024-08-02|2024-08-02
"""


@pytest.mark.parametrize("row", TIMES.split())
def test_times(row: str) -> None:
    """A time is the days that it means on the day of asking, with the words for it."""
    words, first, last = row.split("|")
    (one,) = told(f"{words}的产值是多少？", ON)
    assert (one.value.period.first.isoformat(), one.value.period.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "《去年在山谷》讲了什么",
            "李国庆是谁",
            "同一月份",
            "产值是多少",
            "清明上河图",
            "第一季节目",
            "这一天",
            "四季常青",
        ),
        "会议召开当年，上半年产值",
    ],
)
def test_no_times(text: str) -> None:
    """Titles, names, and words that lean on another event are no times that are asked for."""
    assert told(text, ON) == []


@given(st.dates(date(1902, 1, 1), date(2098, 12, 31)), st.sampled_from([row.split("|")[0] for row in TIMES.split()]))
def test_any_day_of_asking(on: date, words: str) -> None:
    """On whatever day it is asked, a time begins before it ends, and its words are where they are said to be."""
    text = f"请问{words}的产值"
    for start, end, one in told(text, on):
        assert one.period.first <= one.period.last
        assert 2 <= start < end <= 2 + len(words) + 1


@given(st.text("去今前年月日周天最近上下半季度初底国庆一二三0123456789个至到以来前后《》", max_size=24))
def test_any_text(text: str) -> None:
    """Whatever is written, times are found in order, apart from each other, and not backwards."""
    found = told(text, ON)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(one.value.period.first <= one.value.period.last for one in found)


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.sampled_from(["去年", "昨天", "上个月", "前年", "五年前"]))
def test_absolute_dates_mean_the_same(on: date, words: str) -> None:
    """A relative date and the absolute one in its place are the same days."""
    (relative,) = asked_time(f"{words}的产值", on).periods
    assert asked_time(in_absolute_dates(f"{words}的产值", on), on).periods == (relative,)


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("只看2024年的文章，产值是多少？", "2024-01-01", "2024-12-31"),
        ("只看最近一个月的新闻", "2024-10-01", "2024-10-30"),
        ("僅限去年的報道，誰主持？", "2023-01-01", "2023-12-31"),
        ("2023年以来发布的政策有哪些？", "2023-01-01", None),
        ("2023年发表的文章里怎么说？", "2023-01-01", "2023-12-31"),
        ("产值是多少？不要2023年以前的", "2023-01-01", None),
        ("排除2022年以后的报道", None, "2021-12-31"),
        ("2023年发布的政策有哪些？", None, None),
        ("2024年的报道怎么说？", None, None),
        ("只要2024年的数据", None, None),
        ("不要2023年的文章", None, None),
    ],
)
def test_exclusion(question: str, since: str | None, until: str | None) -> None:
    """A time excludes other articles only where the question says so."""
    found = asked_time(question, ON)
    assert (found.scope.since, found.scope.until) == (since, until)


def test_excluded_time_is_not_preferred() -> None:
    """What articles are from is no time that is asked about."""
    found = asked_time("只看2024年的文章，去年的产值是多少？", ON)
    assert [period.first.year for period in found.periods] == [2023]


@pytest.mark.parametrize(
    "question", ["现任区长是谁？", "現任區長是誰？", "目前有几家？", "最新的规定", "最近的会议", "the current mayor"]
)
def test_newest(question: str) -> None:
    """现任 and its like ask for the newest."""
    assert asked_time(question, ON).newest


@pytest.mark.parametrize("question", ["区长是谁？", "出现在哪里？", "最近三个月的会议"])
def test_not_newest(question: str) -> None:
    """Other questions do not."""
    assert not asked_time(question, ON).newest


def test_beside_a_question() -> None:
    """A year or a month is the days from its first to its last, and the scope of the question narrows it."""
    beside = asking("2024-10-30", since="2022", until="2024-09", publisher="东山日报")
    assert beside.scope == Scope("2022-01-01", "2024-09-30", "东山日报")
    assert beside.time("只看2023年以后的文章，产值多少？").scope.since == "2023-01-01"


def test_follow_up_has_its_own_time() -> None:
    """A question that leans on another keeps the time that it says, and else has that of the other."""
    beside = asking("2024-10-30")
    assert [p.first.year for p in beside.time("产值多少？ 那去年呢？", "那去年呢？").periods] == [2023]
    assert [p.first.year for p in beside.time("2021年产值多少？ 那人口呢？", "那人口呢？").periods] == [2021]
    assert names_year("那去年呢？")
    assert without_years("2021年和去年的产值") == "年和的产值"


@pytest.mark.parametrize("value", ["2024-02-30", "2024-13", "昨天", "0000", "", "去年5月"])
def test_impossible_dates(value: str) -> None:
    """What is no date is an error that names the flag, the value and the way to write it."""
    with pytest.raises(DateWrong, match=f"--since {value}.*2024-10-30"):
        asking(since=value)


def test_impossible_bounds() -> None:
    """The day of asking is a whole one, and a time does not end before it begins."""
    with pytest.raises(DateWrong, match="--asked-on 2024-10"):
        asking("2024-10")
    with pytest.raises(SpanReversed, match=r"2024.*2023"):
        asking(since="2024", until="2023")


@pytest.mark.parametrize(
    ("scope", "within"),
    [
        (Scope(since="2024-01-01"), True),
        (Scope(since="2024-06-01"), False),
        (Scope(until="2024-05-01"), True),
        (Scope(publisher="東山日報"), True),
        (Scope(publisher="西山日报"), False),
        (Scope(within="/news/east"), True),
        (Scope(within="/news/ea"), False),
        (Scope(within="/news/east/a.csv"), True),
    ],
)
def test_scope_admits(scope: Scope, *, within: bool) -> None:
    """An article lies within a scope by its date, its publisher in either script, and its place."""
    assert scope.admits("2024-05-01", "东山日报", "/news/east/a.csv#3") is within
    assert not Scope(since="2024-01-01").admits("--05-01", None, "a")
