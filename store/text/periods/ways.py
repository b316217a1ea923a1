"""The ways in which a text names a stretch of time: by counting back, by another day, by its date, by its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Literal

from store.text.dates import YEAR, YEARS, Day, days
from store.text.found import Found
from store.text.numerals import number
from store.text.pattern import han
from store.text.relative import Relative, relative_days, resolve
from store.text.resolution.resolved import resolved_dates
from store.text.tables import Table

from .parts import BETWEEN, beginning, part_of_month, part_of_year
from .period import Period, leading, months_of, shifted, trailing, year_of

_WORDS = Table(__package__, "periods")
_FEW = 3
"""How many 近几年 are."""
_SAME_DAY = re.compile(_WORDS.pattern("same_day"))
_HALF_YEAR_AGO = re.compile(_WORDS.pattern("half_year_ago"))
_FEW_AGO = re.compile(_WORDS.pattern("few_ago"))
_DECADE = re.compile(_WORDS.pattern("decade"))
_ISO_MONTH = re.compile(r"(?<![\d.])((?:19|20)\d\d)[-/](0?[1-9]|1[0-2])(?![-/.\d])")
_ANCHORED = re.compile(_WORDS.pattern("anchored"))

Side = Literal["in", "since", "until"]
Grain = Literal["day", "week", "month", "year", "span"]


@dataclass(frozen=True, slots=True)
class Told:
    """A stretch of time, as the words for it say: all of it (`in`), all from its first day on (`since`), or all up to
    its last day (`until`). 2023年以来 ends with the day of asking, 2023年以前 begins with the calendar; 截至2023年底
    is the end of 2023.

    `exact` writes it as an absolute date, 2023年5月, where one can: that is what the words mean on another day too.
    `is_relative` says that they mean something else then.
    """

    period: Period
    grain: Grain = "span"
    side: Side = "in"
    exact: str | None = None
    is_relative: bool = False


@cache
def _counted() -> re.Pattern[str]:
    """最近三个月, 近一年来, 三天来, 最近半年, 未来两周."""
    units = "|".join(_WORDS.mapping("units"))
    count = rf"(?P<count>\d{{1,3}}|{han()}|{_WORDS.pattern('few')})\s?(?P<unit>{units})"
    half = "(?P<half>半年|半个月)"
    back, on = _WORDS.either("trailing"), _WORDS.either("leading")
    behind = _WORDS.pattern("needs_behind")
    return re.compile(
        rf"(?:(?P<back>{back})|(?P<on>{on}))(?:{count}|{half})(?![前后])(?:{behind})?"
        rf"|(?<![\d第])(?P<bare>\d{{1,3}}|{han()})\s?(?P<bare_unit>{units})(?:{behind})"
    )


def _recent(folded: str, on: date) -> Iterator[Found[Told]]:
    """So much time that ends, or begins, with the day of asking."""
    for match in _HALF_YEAR_AGO.finditer(folded):
        month = shifted(on, -6)
        yield Found(*match.span(), Told(months_of(month.year, month.month, month.month), is_relative=True))
    for match in _FEW_AGO.finditer(folded):
        unit = _WORDS.mapping("units")[match[1]]
        few, most = (trailing(on, count, unit).first for count in (2, 9))
        yield Found(*match.span(), Told(Period(most, few), is_relative=True))
    for match in _counted().finditer(folded):
        words, said = match["count"] or match["bare"], match["unit"] or match["bare_unit"]
        unit = _WORDS.mapping("units").get(said or "", "month")
        if match["half"]:
            count, unit = (6.0, "month") if match["half"] == "半年" else (15.0, "day")
        else:
            count = _FEW if words == _WORDS.pattern("few") else number(words)
        if unit == "quarter":
            count, unit = 3 * count, "month"
        period = _within(leading if match["on"] else trailing, on, count, unit)
        if period and count >= 1:
            yield Found(*match.span(), Told(period, is_relative=True))


def _within(way: Callable[[date, float, str], Period], on: date, count: float, unit: str) -> Period | None:
    try:
        return way(on, count, unit)
    except (ValueError, OverflowError):  # farther than the calendar reaches
        return None


def _decades(folded: str, _: date) -> Iterator[Found[Told]]:
    for match in _DECADE.finditer(folded):
        if match[3]:
            first = int(match[3])
        else:
            century = number(match[1]) if match[1] and not match[1].startswith("上") else 20
            first = 100 * (int(century) - 1) + int(number(match[2]))
        yield Found(*match.span(), Told(Period(date(first, 1, 1), date(first + 9, 12, 31))))


def _relative(folded: str, on: date) -> Iterator[Found[Told]]:
    """去年, 上周五, 三天前, with what says more of them right behind: 去年12月, 三年前的今天."""
    said = days(folded)
    for start, end, relative in relative_days(folded):
        if (same := _SAME_DAY.match(folded, end)) and relative.unit in ("year", "month"):
            day = shifted(on, relative.offset * (12 if relative.unit == "year" else 1))
            yield Found(start, same.end(), _day(day))
            continue
        more = next((one for one in said if one.start in (end, end + (folded[end : end + 1] == "的"))), None)
        finer = more and _is_finer(relative, more.value)
        try:
            meant = resolve(relative, on, more.value if more and finer else None)
        except (ValueError, OverflowError):
            continue
        first, last = meant.first, meant.last
        if relative.weekday is not None and not relative.offset and relative.words[0] not in "本这" and first > on:
            first = last = first - timedelta(days=7)  # of a day of the week alone, the last one
        grain: Grain = "span" if meant.precision == "quarter" else meant.precision
        whole = Told(Period(first, last), grain, is_relative=True)
        yield _with_part(folded, start, more.end if more and finer else end, whole)


def _is_finer(relative: Relative, day: Day) -> bool:
    """Whether a date says more of a relative year or month: 3月5日 of 去年, 5日 of 上月."""
    if day.lunar or day.year:
        return False
    return (relative.unit == "year" and bool(day.month)) or (relative.unit == "month" and not day.month)


def _stated(folded: str, on: date) -> Iterator[Found[Told]]:
    """Dates that are said as they are; one without a year is the last one that has begun."""
    for start, end, day in days(folded):
        if not day.lunar and (day.year or day.month) and (period := _period_of(day, on)):
            grain: Grain = "day" if day.day else "month" if day.month else "year"
            yield _with_part(folded, start, end, Told(period, grain))


def _period_of(day: Day, on: date) -> Period | None:
    if day.year is not None and day.year not in YEARS:
        return None
    try:
        if day.year and not day.month:
            return year_of(day.year)
        month = day.month or on.month
        if day.day is None:
            year = day.year or (on.year if month <= on.month else on.year - 1)
            return months_of(year, month, month)
        one = date(day.year or on.year, month, day.day)
        if day.year is None and one > on:
            one = one.replace(year=one.year - 1) if day.month else shifted(one, -1)
        return Period(one, one)
    except ValueError:  # of a day that does not exist
        return None


def _converted(text: str, on: date) -> Iterator[Found[Told]]:
    """Days of the Chinese calendar, where their year is sure."""
    for one in resolved_dates(text, on.isoformat()):
        if one.day.day and one.precision == "day":
            day = date.fromisoformat(one.date)
            yield Found(one.start, one.end, _day(day))


def _alone(folded: str, on: date) -> Iterator[Found[Told]]:
    """Parts of a year without a year, the last that has begun: 上半年, 国庆期间."""
    for match in () if _ANCHORED.search(folded) else beginning().finditer(folded):
        for year in (on.year, on.year - 1):
            part = part_of_year(folded, match.start(), year, alone=True)
            if part and part[1].first <= on:
                yield Found(match.start(), part[0], Told(part[1], is_relative=True))
                break


def _bare(folded: str, _: date) -> Iterator[Found[Told]]:
    """Months as ISO 8601 writes them, and years without 年, set apart from what stands around them."""
    for match in _ISO_MONTH.finditer(folded):
        month = Told(months_of(int(match[1]), int(match[2]), int(match[2])), "month")
        yield Found(*match.span(), replace(month, exact=_written(month)))
    for match in YEAR.finditer(folded):
        yield Found(*match.span(), Told(year_of(int(match[0])), "year"))


def _with_part(folded: str, start: int, end: int, whole: Told) -> Found[Told]:
    """A year or a month, or the part of it that is named behind it: 去年上半年, 2023年底, 3月中旬."""
    behind = BETWEEN.match(folded, end)
    at = behind.end() if behind else end
    part = None
    if whole.grain == "year" and whole.period == year_of(whole.period.first.year):
        # 2023年底 has its 年 in the words of the year.
        part = part_of_year(folded, at, whole.period.first.year)
    elif whole.grain == "month" and whole.period.first.day == 1:
        part = part_of_month(folded, at, whole.period.first)
    if part:
        return Found(start, part[0], replace(whole, period=part[1], grain="span"))
    return Found(start, end, replace(whole, exact=_written(whole)))


def _written(one: Told) -> str | None:
    """A day, month or year as an absolute date."""
    first = one.period.first
    written = {
        "year": f"{first.year}年",
        "month": f"{first.year}年{first.month}月",
        "day": f"{first.year}年{first.month}月{first.day}日",
    }
    return written.get(one.grain)


def _day(day: date) -> Told:
    one = Told(Period(day, day), "day", is_relative=True)
    return replace(one, exact=_written(one))


WAYS = (_recent, _decades, _relative, _stated, _converted, _alone, _bare)
"""Each finds stretches in a folded text that is said on a day. Where two find the same words, the earlier is right."""
