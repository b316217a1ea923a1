"""Question and text in the same words for one date, and the date of a sentence that a question asks for.

The reader has learned from texts that say a date as it is: of 2022年 it looks for 2022年, where an article says 去年.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from qa.chinese.facts import facts
from qa.chinese.tables import table
from qa.question.answer_form import asks_when
from store.text.dates import Day, days
from store.text.relative import relative_days
from store.text.resolution.resolved import resolved_dates
from store.text.scripts import fold
from store.text.segmenter import terms
from store.text.sentences import Span

_HOUR = re.compile(table("times").either("hours"))


def in_its_words(question: str, text: str, published: str | None) -> str:
    """A question with its dates in the words for them of a text, which came out on a day: 去年 for 2022年."""
    folded = fold(text)
    for fact in reversed(facts(question)):
        if (
            isinstance(fact.value, Day)
            and (fact.value.year or fact.value.day)
            and fold(question[fact.start : fact.end]) not in folded
        ):
            words = next(_words_for(fact.value, text, published), None)
            if words:
                question = question[: fact.start] + words + question[fact.end :]
    return question


def _words_for(day: Day, text: str, published: str | None) -> Iterator[str]:
    """The words of a text that mean just this date."""
    yield from (one.words for one in resolved_dates(text, published) if _is_meant(day, one.day))
    yield from (text[start:end] for start, end, value in days(fold(text)) if value == day)


def _is_meant(day: Day, told: Day) -> bool:
    """Whether a date that is told is the one asked for, in which the year may be missing."""
    return told == (day if day.year else replace(day, year=told.year))


def whole_date(text: str, published: str | None, span: Span) -> Span:
    """The span of words with what they lack of a resolved date at their beginning: 110年 with 民国, 上午 with 昨日."""
    start, end = span
    for one in resolved_dates(text, published):
        if one.start < start < one.end:
            return one.start, end
    if _HOUR.match(fold(text), start):
        return next(((one.start, end) for one in relative_days(fold(text)) if one.end == start), span)
    return span


def date_asked(question: str, text: str, published: str | None, pointed: Span) -> Span:
    """Of a sentence with a resolved date, the date that a question asks for that wants one: the one at which the reader
    points or after which more is said that the question names. Other words for other questions: `pointed` as it is.
    """
    if not (asks_when(question) and resolved_dates(text, published)):
        return pointed
    times = _times(text, published)
    asked = set(terms(question))
    ends = [*(start for start, _ in times[1:]), len(text)]
    shared = [len(asked.intersection(terms(text[start:end]))) for (start, _), end in zip(times, ends, strict=True)]
    before = [place for place, (start, _) in enumerate(times) if start < pointed[1]]
    own = before[-1] if before else 0
    best = max(range(len(times)), key=lambda place: (shared[place], place == own))
    start, end = times[best]
    return pointed if start < pointed[1] and pointed[0] < end else (start, end)


def _times(text: str, published: str | None) -> list[Span]:
    """The dates of a sentence, resolved or not, with the hours behind them, in order."""
    folded = fold(text)
    found = [(one.start, one.end) for one in resolved_dates(text, published)]
    for one in (*days(folded), *relative_days(folded)):
        if all(one.end <= start or one.start >= end for start, end in found):
            found.append((one.start, one.end))
    with_hours = ((start, hour.end() if (hour := _HOUR.match(folded, end)) else end) for start, end in found)
    return sorted(with_hours)
