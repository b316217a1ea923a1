"""Days of the Chinese calendar in a text, and the feasts on them, as solar days: 农历八月十五, 除夕."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from store.text.dates import Day
from store.text.found import Found
from store.text.relative import relative_days
from store.text.tables import Table, either

from .lunar import LAST, solar

_WORDS = Table(__package__, "resolution")

NEAR = 100
"""Days within which a day without a year is taken for the nearest one: of 正月初八 in August nobody can tell."""
_EVERY_YEAR = re.compile(_WORDS.either("every_year"))
_OTHER_CALENDAR = re.compile(_WORDS.pattern("other_calendar"))
_NOT_THE_DAY = re.compile(_WORDS.either("not_the_day"))
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_CYCLE = {stem + branch: at for at, (stem, branch) in enumerate(zip(_STEMS * 6, _BRANCHES * 5, strict=True))}
_IN_CYCLE = re.compile(f"[{_STEMS}][{_BRANCHES}](?=年)")
LATE = 11
"""The first month of the Chinese calendar that may begin in the next solar year."""
FIRST = 1924
"""A first year of the cycle of sixty years."""


class SolarDays(NamedTuple):
    """The first and the last solar day of what is said, and the date from which its year follows, if it is not said."""

    first: datetime.date
    last: datetime.date
    basis: str | None


@dataclass(frozen=True, slots=True)
class _Said:
    """A month of the Chinese calendar, or a day of it; `year` is one of that calendar. `is_season` tells 春节, which
    without a year is a time of weeks.
    """

    month: int
    day: int | None
    leap: bool = False
    year: int | None = None
    is_season: bool = False

    def within(self, years: Sequence[int], basis: str | None) -> list[SolarDays]:
        """The solar days that it is in years of the Chinese calendar that have it."""
        found = []
        for year in years:
            first = solar(year, self.month, self.day or 1, leap=self.leap)
            last = first if self.day else solar(year, self.month, LAST, leap=self.leap)
            if first and last:
                found.append(SolarDays(first, last, basis))
        return found


def lunar_dates(folded: str, said: Sequence[Found[Day]], on: datetime.date | None) -> list[Found[SolarDays]]:
    """The days of the Chinese calendar in a folded text whose solar days are sure.

    `said` are the dates in it, `on` is the day on which it came out, if that is known.
    """
    found = []
    for start, end, day in (*_named(folded, said), *_feasts(folded)):
        of_year = _of_a_year(folded, said, start, day, on)
        began, candidates = of_year or (start, _near(day, on))
        if beside := _beside(folded, said, end):
            candidates = [one for one in candidates if beside.agrees(_day(one.first))]
        elif not of_year and on:
            is_any = day.is_season or _EVERY_YEAR.search(folded[:start]) or _names_another_year(said, start, on)
            candidates = [] if is_any else [one for one in candidates if abs((one.first - on).days) <= NEAR]
        if len(candidates) == 1:
            found.append(Found(began, end, candidates[0]))
    return found


def names_feast(folded: str) -> bool:
    """Whether a folded text names a feast as a day."""
    return any(not _NOT_THE_DAY.match(folded, match.end()) for match in _feast().finditer(folded))


def _near(day: _Said, on: datetime.date | None) -> list[SolarDays]:
    """The solar days of a day without a year around the day on which the text came out."""
    return day.within([on.year - 1, on.year, on.year + 1], on.isoformat()) if on else []


def _of_a_year(
    folded: str, said: Sequence[Found[Day]], start: int, day: _Said, on: datetime.date | None
) -> tuple[int, list[SolarDays]] | None:
    """Where the words for a day at `start` begin with its year, 2024年正月, and its solar days; None without a year."""
    basis = on.isoformat() if on else None
    if day.year:
        return start, day.within([day.year], None)
    if (cycle := _IN_CYCLE.search(folded, start, start + 6)) and on:
        year = FIRST + _CYCLE[cycle[0]]
        return start, day.within([year + 60 * round((on.year - year) / 60)], basis)
    for one in said:
        if one.end == start and one.value.year and not one.value.lunar and one.value.month is None:
            return one.start, _in_solar_year(day, one.value.year, None)
    for told in relative_days(folded) if on else ():
        if told.end == start and told.value.unit == "year" and not told.value.counted and on:
            # Some say 去年除夕 of the last day of last year's Chinese year, which is in this one.
            year = on.year + told.value.offset
            return told.start, _in_solar_year(day, year, basis) if day.month < LATE else []
    return None


def _in_solar_year(day: _Said, year: int, basis: str | None) -> list[SolarDays]:
    """The solar days of a day that begin in a solar year: 2024年除夕 ends the Chinese year that began in 2023."""
    return [one for one in day.within([year - 1, year], basis) if one.first.year == year]


def _named(folded: str, said: Sequence[Found[Day]]) -> Iterator[Found[_Said]]:
    """The dates that name a month of the Chinese calendar."""
    for start, end, day in said:
        if day.lunar and day.month:
            yield Found(start, end, _Said(day.month, day.day, "闰" in folded[start:end], day.year))


def _feasts(folded: str) -> Iterator[Found[_Said]]:
    """The feasts that are named, where the words mean the day itself."""
    days, seasons = _WORDS.mapping("feasts"), _WORDS.mapping("seasons")
    for match in _feast().finditer(folded):
        if not _NOT_THE_DAY.match(folded, match.end()):
            month, day = map(int, (days | seasons)[match[0]].split("-"))
            yield Found(*match.span(), _Said(month, day, is_season=match[0] in seasons))


@cache
def _feast() -> re.Pattern[str]:
    return re.compile(either([*_WORDS.mapping("feasts"), *_WORDS.mapping("seasons")]))


def _beside(folded: str, said: Sequence[Found[Day]], end: int) -> Day | None:
    """The solar day that is said right behind the words, as the same one: 农历八月十五（公历9月29日）."""
    between = _OTHER_CALENDAR.match(folded, end)
    if not (between and between.end() > end):
        return None
    same = (one.value for one in said if one.start in (between.end(), between.start(1)) and not one.value.lunar)
    return next((day for day in same if day.month and day.day), None)


def _names_another_year(said: Sequence[Found[Day]], start: int, on: datetime.date) -> bool:
    """Whether a year stands before `start` that is not the one in which the text came out."""
    return any(one.value.year not in (None, on.year) for one in said if one.end <= start)


def _day(date: datetime.date) -> Day:
    return Day(date.year, date.month, date.day)
