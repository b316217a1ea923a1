"""What is said beside a question: the day on which it is asked, and which articles may answer it."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict

from qa.errors import DateWrong, SpanReversed
from store.search.scope import EVERYTHING, Scope
from store.text.dates import days
from store.text.periods.period import Period, months_of, year_of
from store.text.scripts import fold

from .time import AskedTime, asked_time

_SHORT = re.compile(r"(\d{4})(?:[-/](\d{1,2}))?")
"""A year, or a month of one."""
_WHEN: dict[str, str] = {"asked_on": "--asked-on", "since": "--since", "until": "--until"}


@dataclass(frozen=True, slots=True)
class Asking:
    """The day on which a question is asked, from which 去年 counts, and the articles that may answer it.

    `is_dated` says that somebody has named the day; else it is today.
    """

    on: date
    scope: Scope = EVERYTHING
    is_dated: bool = False

    def time(self, asked: str, written: str = "") -> AskedTime:
        """When a question asks about, within the scope. A question that leans on an earlier one has the time that it
        says itself, as it is `written`, else that of both, `asked`.
        """
        whole = asked_time(asked, self.on)
        own = asked_time(written, self.on)
        return replace(
            whole,
            periods=own.periods or whole.periods,
            scope=self.scope.narrowed(whole.scope.since, whole.scope.until),
            newest=own.newest or whole.newest,
        )


class Beside(TypedDict, total=False):
    """What can be said beside a question; `Assistant.ask` says what each is."""

    asked_on: str | date | None
    since: str | date | None
    until: str | date | None
    publisher: str | None
    within: str | None


def asking(
    asked_on: str | date | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
    publisher: str | None = None,
    within: str | None = None,
) -> Asking:
    """What is said beside a question, as a whole. Raises DateWrong and SpanReversed."""
    on = _days("asked_on", asked_on)
    if on and on.first != on.last:
        raise DateWrong(option=_WHEN["asked_on"], value=asked_on, example="2024-10-30")
    first, last = _days("since", since), _days("until", until)
    if first and last and last.last < first.first:
        raise SpanReversed(since=since, until=until)
    scope = Scope(
        since=first.first.isoformat() if first else None,
        until=last.last.isoformat() if last else None,
        publisher=publisher or None,
        within=_place(within) if within else None,
    )
    return Asking(on.first if on else date.today(), scope, is_dated=on is not None)


def _days(name: str, value: str | date | None) -> Period | None:
    """The days of a date: of a year or a month its first and its last."""
    if value is None:
        return None
    if isinstance(value, date):
        return Period(value, value)
    said = fold(value).strip()
    with suppress(ValueError):  # of a day that does not exist
        if short := _SHORT.fullmatch(said):
            of, nth = int(short[1]), int(short[2] or 0)
            return months_of(of, nth, nth) if short[2] else year_of(of)
        found = [one.value for one in days(said) if (one.start, one.end) == (0, len(said))]
        if found and found[0].year and not found[0].lunar:
            year, month, day = found[0].year, found[0].month, found[0].day
            if month and day:
                return Period(date(year, month, day), date(year, month, day))
            return months_of(year, month, month) if month else year_of(year)
    raise DateWrong(option=_WHEN[name], value=value, example="2024-10-30")


def _place(within: str) -> str:
    return within if "://" in within else os.path.realpath(within)
