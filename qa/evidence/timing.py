"""Sentences that tell of the time that a question asks about come first; of what is asked as it is now, the newest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from qa.question.time import AskedTime
from qa.thresholds import ANOTHER_TIME, OLDER_ANSWER, TIME_WEIGHT
from store.passage import Passage
from store.text.dates import Day
from store.text.periods.period import Period, months_of, year_of

from .moments import Moment, moments
from .sources import Sentence

REPORTED = timedelta(days=3)
"""How long after something its reports come out: an article of January 2 may tell of December 31."""


def is_dated(passage: Passage) -> bool:
    """Whether it is known on which day the article of a passage came out."""
    return _day(passage.published) is not None


def in_time(ranked: Sequence[Sentence], time: AskedTime) -> list[Sentence]:
    """Ranked sentences with those first that are of the time that is asked about; scores still fall along them.

    Where some are of that time, the others lose TIME_WEIGHT of their scores; of those that are of another time,
    ANOTHER_TIME is what is left of the odds that they answer. Where the newest is asked for, so do those of articles
    that are older than another whose words answer as well.
    """
    if not (time.periods or time.newest):
        return [*ranked]
    found = [*ranked]
    if time.periods:
        fits = [_fits(sentence, time.periods) for sentence in found]
        if any(fits):
            found = [one if fit else _less(one, sure=fit is False) for one, fit in zip(found, fits, strict=True)]
    if time.newest:
        found = [_less(one, sure=True) if _is_outdated(one, ranked) else one for one in found]
    return sorted(found, key=lambda sentence: -sentence.score)


def _fits(sentence: Sentence, periods: Sequence[Period]) -> bool | None:
    """Whether a sentence tells of a time: one of its own dates is in it or, if it has none, the day on which its
    article came out is. None where nobody can tell: a later article may tell of it, and so may one of no known day.
    """
    published = _day(sentence.passage.published)
    if own := _told(sentence.text, sentence.passage.published):
        return any(one.overlaps(period) for one in own for period in periods)
    if published is None:
        return None
    if any(period.first <= published and published - REPORTED <= period.last for period in periods):
        return True
    return None if any(period.last < published for period in periods) else False


def _is_outdated(sentence: Sentence, ranked: Sequence[Sentence]) -> bool:
    """Whether another article, which came out later, has words that answer nearly as likely."""
    own = _day(sentence.passage.published)
    if own is None or not sentence.exact:
        return False
    return any(
        later is not None and later > own and other.exact and other.answers >= OLDER_ANSWER * sentence.answers
        for other in ranked
        for later in [_day(other.passage.published)]
    )


def _less(sentence: Sentence, *, sure: bool) -> Sentence:
    if not sure:
        return replace(sentence, score=max(0.0, sentence.score - TIME_WEIGHT))
    odds = ANOTHER_TIME * sentence.answers / max(1 - sentence.answers, 1e-6)
    return replace(sentence, score=max(0.0, sentence.score - TIME_WEIGHT), answers=odds / (1 + odds))


@lru_cache(maxsize=4096)
def _told(text: str, published: str | None) -> tuple[Period, ...]:
    """The days of the dates of a sentence, those without a year in the year in which its article came out."""
    return tuple(_periods(moments(text, published), _day(published)))


def _periods(found: Sequence[Moment], published: date | None) -> Iterator[Period]:
    for one in found:
        if one.resolved and "/" in one.resolved.date:
            yield Period(*map(date.fromisoformat, one.resolved.date.split("/")))
            continue
        with suppress(ValueError):  # of a day that does not exist
            if period := _of_day(one.day, published):
                yield period


def _of_day(day: Day, published: date | None) -> Period | None:
    year = day.year or (published.year if published else None)
    if year is None or not 1 <= year <= 9999:
        return None
    if day.month is None:
        return year_of(year)
    if day.day is None:
        return months_of(year, day.month, day.month)
    on = date(year, day.month, day.day)
    return Period(on, on)


def _day(published: str | None) -> date | None:
    with suppress(ValueError):  # of a date without a year, or of a year alone
        return date.fromisoformat(published or "")
    return None
