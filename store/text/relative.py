"""Days that a text gives by the day on which it says so: 昨日, 下周一, 上月, 去年, 三天前; and which days those are."""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple, get_args

from . import units
from .dates import Day
from .found import Found
from .numerals import NUMERALS, number
from .pattern import han
from .tables import Table, any_of, either

_WORDS = Table(__package__, "calendar")

WEEKDAY = f"(?:{either(units.aliases('周'))})[{''.join(_WORDS.numbers('weekdays'))}]"
"""A regular expression of a day of the week."""
Precision = Literal["day", "week", "month", "quarter", "year"]
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_UNITS: dict[str, Precision] = {"天": "day", "周": "week", "星期": "week", "个月": "month", "年": "year"}


@dataclass(frozen=True, slots=True)
class Relative:
    """So many of a unit of time before (below zero) or after the one in which it is said, in these words.

    `weekday` is a day of that week, 0 a Monday and 6 a Sunday; `weekend` are its last two. `counted` tells 三天前,
    which may count from another day than 前天 does.
    """

    words: str
    unit: Precision
    offset: int
    weekday: int | None = None
    weekend: bool = False
    counted: bool = False


class Resolved(NamedTuple):
    """What of a date is certain, how exact it is, and its first and its last day."""

    day: Day
    precision: Precision
    first: datetime.date
    last: datetime.date


def relative_days(text: str) -> list[Found[Relative]]:
    """The relative days of a folded text, in order. They are no amounts, and no dates until they are resolved.

    三天前 is one too, though 三天 is an amount.
    """
    return [Found(*match.span(), _read(match)) for match in _pattern().finditer(text)]


def resolve(relative: Relative, on: datetime.date, rest: Day | None = None) -> Resolved:
    """The days that a relative day is when it is said on the day `on`.

    `rest` is the date right after it that says more: 12月5日 of 去年12月5日. ValueError for a day that does not exist,
    OverflowError for one that the calendar does not reach.
    """
    if relative.unit in _MONTHS:
        return _resolved_month(relative, on, rest or Day())
    first = on + datetime.timedelta(days=relative.offset * (7 if relative.unit == "week" else 1))
    if relative.unit == "day":
        return _resolved(first, first, "day")
    monday = first - datetime.timedelta(days=first.weekday())
    if relative.weekday is not None:
        day = monday + datetime.timedelta(days=relative.weekday)
        return _resolved(day, day, "day")
    sunday = monday + datetime.timedelta(days=6)
    return _resolved(monday + datetime.timedelta(days=5 if relative.weekend else 0), sunday, "week")


def _resolved_month(relative: Relative, on: datetime.date, rest: Day) -> Resolved:
    """The year, quarter or month, or what `rest` says of it."""
    length = _MONTHS[relative.unit]
    months = 12 * on.year + on.month - 1
    months = months - months % length + relative.offset * length
    year, month = divmod(months, 12)
    precision: Precision = relative.unit
    if rest.month and relative.unit == "year":
        month, length, precision = rest.month - 1, 1, "month"
    if rest.day and length == 1:
        day = datetime.date(year, month + 1, rest.day)
        return _resolved(day, day, "day")
    last_year, last_month = divmod(12 * year + month + length - 1, 12)
    last = datetime.date(last_year, last_month + 1, monthrange(last_year, last_month + 1)[1])
    return _resolved(datetime.date(year, month + 1, 1), last, precision)


def _resolved(first: datetime.date, last: datetime.date, precision: Precision) -> Resolved:
    same_year = first.year == last.year
    same_month = same_year and first.month == last.month
    day = Day(
        first.year if same_year else None,
        first.month if same_month else None,
        first.day if first == last else None,
    )
    return Resolved(day, precision, first, last)


def _read(match: re.Match[str]) -> Relative:
    said = match.groupdict()
    if said["count"]:
        count = int(number(said["count"]))
        return Relative(match[0], _UNITS[said["of"]], -count if said["way"] == "前" else count, counted=True)
    unit = next(unit for unit in get_args(Precision) if said[unit])
    offset = _relative()[unit][said[unit]]
    weekday = _WORDS.numbers("weekdays").get(said["weekday"])
    return Relative(match[0], unit, offset, weekday, weekend=said["weekday"] == "末")


@cache
def _relative() -> dict[str, dict[str, int]]:
    """For each unit the words of relative days, each with how many of the unit it is away."""
    relative = {
        unit: {word: int(offset) for offset, words in section.items() for word in words}
        for unit, section in _WORDS.sections("relative").items()
    }
    relative["week"] |= dict.fromkeys(units.aliases("周"), 0)
    return relative


@cache
def _pattern() -> re.Pattern[str]:
    """A group for each unit, with the word of it; `count`, `of` and `way` of 三天前; `weekday`."""
    unless_before, unless_after = _WORDS.mapping("no_relative_behind"), _WORDS.mapping("no_relative_before")
    days = "".join(day for day in _WORDS.numbers("weekdays") if day != "天")  # 星期天, but not 周天
    weekdays = f"(?:[{days}末]|(?<=[期拜])天)(?!{_WORDS.pattern('not_after_weekday')})"

    def expression(word: str) -> str:
        before = f"(?<![{unless_before[word]}]{word})" if word in unless_before else ""
        after = f"(?![{unless_after[word]}])" if word in unless_after else ""
        return word + before + after + (f"(?={weekdays})" if word in units.aliases("周") else "")

    words = "|".join(
        f"(?P<{unit}>{any_of({word: expression(word) for word in words})})" for unit, words in _relative().items()
    )
    begin = "".join({word[0] for words in _relative().values() for word in words})
    not_after = rf"[期沿后]|[{NUMERALS}\d](?![十一二\d]?\s?月)"
    of = rf"(?P<of>{'|'.join(_UNITS)})(?:[之以](?=[前后]))?(?P<way>[前后])(?!{not_after})"
    count = rf"(?<![\d年月第这当同])(?<!\d\.)(?P<count>\d{{1,3}}|{han()})\s?{of}"
    return re.compile(rf"(?=[{begin}])(?:{words})(?P<weekday>(?<=[周期拜]){weekdays})?|{count}")
