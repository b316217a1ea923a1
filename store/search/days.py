"""Days as terms of the lexical index: those that a passage tells of, and those that a period of a question holds."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from store.passage import Passage
from store.text.dates import Day, days, iso
from store.text.resolution.resolved import resolved_dates
from store.text.scripts import fold

from .scope import Period

_DAYS = 45
"""Longest period that is looked for day by day."""
_MONTHS, _YEARS = 24, 100
"""Longest period, in months, that is looked for month by month; and the longest, in years, that is looked for."""


def day_terms(passage: Passage) -> set[str]:
    """The day, the month and the year of each date of a passage: that of its article, and those that its text says.

    Dates without a year are of the year that was named before them, or else of that in which the article came out.
    """
    came_out = _day(passage.published)
    return {term for day in (came_out, *_told(passage, came_out)) for term in _terms(day)}


def days_told(passage: Passage) -> list[Period]:
    """The days that the text of a passage tells of, in order, each as a period; none of them twice."""
    terms = (term for day in _told(passage, _day(passage.published)) for term in _terms(day) if day.day)
    whole = dict.fromkeys(date.fromisoformat(term) for term in terms if len(term) == len("2024-10-30"))
    return [Period(day, day) for day in whole]


def _told(passage: Passage, came_out: Day) -> Iterator[Day]:
    yield from _said(passage.findable, came_out)
    yield from (one.day for one in resolved_dates(passage.text, passage.published) if not one.day.lunar)


def _day(published: str | None) -> Day:
    year, month, day = (int(part) if part else None for part in [*(published or "").split("-"), "", ""][:3])
    return Day(year, month, day)


def _said(text: str, before: Day) -> Iterator[Day]:
    """The dates that a text says, completed by those before them."""
    year, month = before.year, before.month
    for found in days(fold(text)):
        day = found.value
        if day.lunar:
            continue
        if day.year:
            year, month = day.year, day.month
        if day.month:
            month = day.month
        yield Day(year, month if day.month or day.day else None, day.day)


def _terms(day: Day) -> Iterator[str]:
    if not day.year or day.year < 1 or not _exists(day):
        return
    yield f"{day.year:04}"
    if day.month:
        yield f"{day.year:04}-{day.month:02}"
        if day.day:
            yield f"{day.year:04}-{day.month:02}-{day.day:02}"


def _exists(day: Day) -> bool:
    return day.day is None or day.month is None or iso(str(day.year), str(day.month), str(day.day)) is not None


def period_terms(period: Period) -> list[str]:
    """The terms of which a passage that tells of a period has one or more, from the first day to the last; none for a
    period of centuries, of which any passage may tell.
    """
    first, last = period.first, period.last
    if first == last:
        return [first.isoformat()]
    months = [*_months(first, last)]
    whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    years = [f"{year:04}" for year in range(first.year, last.year + 1)]
    if whole and first.month == 1 and last.month == 12:
        return years if len(years) <= _YEARS else []
    if (whole and len(months) <= _MONTHS) or _DAYS < (last - first).days < 31 * _MONTHS:
        return months
    if (last - first).days <= _DAYS:
        return [(first + timedelta(days=count)).isoformat() for count in range((last - first).days + 1)]
    return years if len(years) <= _YEARS else []


def _months(first: date, last: date) -> Iterator[str]:
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield f"{year:04}-{month:02}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
