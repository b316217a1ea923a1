"""When a question asks about: the periods that it names, those that articles must be from, and whether it wants news.

A time in a question is a preference: an article of another year may tell of this one. It excludes only where the
question says so: 只看2024年的文章, 2023年以来发布的, 不要2023年以前的.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qa.chinese.tables import table
from store.search.scope import EVERYTHING, Period, Scope
from store.text.dates import YEAR
from store.text.found import Found
from store.text.periods.told import told
from store.text.periods.ways import Told
from store.text.relative import relative_days
from store.text.scripts import fold
from store.text.sentences import Span

_WORDS = table("times")
_NEWEST = re.compile(_WORDS.either("newest"))
_ONLY = re.compile(f"(?:{_WORDS.pattern('only')})$")
_WITHOUT = re.compile(f"(?:{_WORDS.pattern('without')})$")
_PUBLISHED = re.compile(f"(?:{_WORDS.pattern('published')})")
_TEXTS = re.compile(f"(?:{_WORDS.pattern('texts')})")
_DOCUMENTS = re.compile(f"(?:{_WORDS.pattern('documents')})")
_CLOSES = re.compile(_WORDS.pattern("closes"))
_ENDS = re.compile(r"$|[\s，,。．.;；:：?？!！、)）]")


@dataclass(frozen=True, slots=True)
class AskedTime:
    """When a question asks about.

    `periods` are preferred, `scope` has the days between which articles must have come out, and `newest` says that the
    question asks how things are now: of several articles that say it, the newest counts.
    """

    periods: tuple[Period, ...] = ()
    scope: Scope = EVERYTHING
    newest: bool = False


def asked_time(question: str, asked_on: date) -> AskedTime:
    """When a question asks about that is asked on a day: 去年 counts from there."""
    folded = fold(question)
    periods: list[Period] = []
    since: date | None = None
    until: date | None = None
    for one in told(question, asked_on):
        scope = _excluding(folded, one)
        if scope is None:
            periods.append(one.value.period)
            continue
        since = max(filter(None, (since, scope[0])), default=None)
        until = min(filter(None, (until, scope[1])), default=None)
    limits = Scope(since.isoformat() if since else None, until.isoformat() if until else None)
    return AskedTime(tuple(dict.fromkeys(periods)), limits, _NEWEST.search(folded) is not None)


def names_year(question: str) -> bool:
    """Whether a question names a year, by its number or by another one: 2023年, 去年."""
    return bool(_years(question))


def without_years(question: str) -> str:
    """A question without the years that it names."""
    for start, end in reversed(_years(question)):
        question = question[:start] + question[end:]
    return question


def _years(question: str) -> list[Span]:
    folded = fold(question)
    relative = [(start, end) for start, end, day in relative_days(folded) if day.unit == "year"]
    return sorted([*(year.span() for year in YEAR.finditer(folded)), *relative])


def in_absolute_dates(question: str, asked_on: date) -> str:
    """A question with absolute dates in the place of relative ones, where one date says the same: 2023年 for 去年."""
    for start, end, one in reversed(_exact(question, asked_on)):
        question = question[:start] + (one.exact or "") + question[end:]
    return question


def _exact(question: str, asked_on: date) -> Sequence[Found[Told]]:
    return [one for one in told(question, asked_on) if one.value.is_relative and one.value.exact]


Limits = tuple[date | None, date | None]


def _excluding(folded: str, one: Found[Told]) -> Limits | None:
    """The first and the last day on which articles may have come out, where the question says so; None elsewhere.

    A hole in time is none that a search can have: 不要2023年的 excludes nothing.
    """
    period, side = one.value.period, one.value.side
    limits: Limits = (None if side == "until" else period.first, None if side == "since" else period.last)
    before = folded[: one.start]
    published = _PUBLISHED.match(folded, one.end)
    closed = _CLOSES.match(folded, published.end() if published else one.end)
    end = closed.end() if closed else one.end
    of_texts = _TEXTS.match(folded, end) is not None
    of_any = of_texts or any(pattern.match(folded, end) for pattern in (_DOCUMENTS, _ENDS))
    if _WITHOUT.search(before):
        if not of_any or side == "in":
            return None
        if side == "until":
            return period.last + timedelta(days=1), None
        return None, period.first - timedelta(days=1)
    if (_ONLY.search(before) and of_any) or (published and of_texts):
        return limits
    # Whatever came out since a day is told of only by articles that came out since then.
    return limits if published and side == "since" else None
