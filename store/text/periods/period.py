"""A stretch of time, and how two of them are made into others."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time that a question speaks of, both days included: 2024年 is 1 January to 31 December."""

    first: date
    last: date

    def __contains__(self, other: Period) -> bool:
        return self.first <= other.first and other.last <= self.last

    def overlaps(self, other: Period) -> bool:
        """Whether they share a day."""
        return self.first <= other.last and other.first <= self.last


def year_of(year: int) -> Period:
    """A calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def months_of(year: int, first: int, last: int) -> Period:
    """The months from one to another of a year, 1 to 12; a `last` above 12 is in the next year."""
    over, month = divmod(last - 1, 12)
    end = year + over
    return Period(date(year, first, 1), date(end, month + 1, monthrange(end, month + 1)[1]))


def shifted(day: date, months: int) -> date:
    """The same day so many months later, or earlier below zero; of a month that has it not, its last day."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def trailing(on: date, count: float, unit: str) -> Period:
    """So many days, weeks, months or years up to a day, which is the last of them.

    Raises ValueError or OverflowError for one that the calendar does not reach.
    """
    if unit in ("day", "week"):
        return Period(on - timedelta(days=round(count * (7 if unit == "week" else 1)) - 1), on)
    return Period(shifted(on, -round(count * (12 if unit == "year" else 1))) + timedelta(days=1), on)


def leading(on: date, count: float, unit: str) -> Period:
    """So many days, weeks, months or years from a day on, as `trailing`."""
    if unit in ("day", "week"):
        return Period(on, on + timedelta(days=round(count * (7 if unit == "week" else 1)) - 1))
    return Period(on, shifted(on, round(count * (12 if unit == "year" else 1))) - timedelta(days=1))
