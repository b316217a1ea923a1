"""When that happens of which words of a sentence tell: the date that stands before them, as it is said or resolved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from qa.answer import Citation
from qa.chinese.facts import facts
from qa.chinese.tables import table
from qa.question.answer_form import asks_when
from store.text.dates import Day
from store.text.resolution.resolved import ResolvedDate, resolved_dates
from store.text.scripts import fold
from store.text.sentences import Span

TOLD = 3
"""Most dates told beside a claim."""
_WORDS = table("times")
_COMPARED_BEFORE = re.compile(f"(?:{_WORDS.either('compares_before')})$")
_COMPARED_AFTER = re.compile(_WORDS.either("compares_after"))
_CLAUSE = re.compile("[，；。,;]")


class Moment(NamedTuple):
    """A date in a sentence, at offsets into it; `resolved` where it is said by another one."""

    start: int
    end: int
    day: Day
    resolved: ResolvedDate | None = None


@lru_cache(maxsize=4096)
def moments(text: str, published: str | None) -> tuple[Moment, ...]:
    """The years, and the days, that a sentence of an article tells of, in order; none that it only compares with."""
    found = [Moment(one.start, one.end, one.day, one) for one in resolved_dates(text, published)]
    said = (fact for fact in facts(text) if isinstance(fact.value, Day) and _is_certain(fact.value))
    taken = [(one.start, one.end) for one in found]
    for fact in said:
        if isinstance(fact.value, Day) and all(fact.end <= start or fact.start >= end for start, end in taken):
            found.append(Moment(fact.start, fact.end, fact.value))
    folded = fold(text)
    return tuple(
        sorted(
            one
            for one in found
            if not (_COMPARED_BEFORE.search(folded[: one.start]) or _COMPARED_AFTER.match(folded, one.end))
        )
    )


def _is_certain(day: Day) -> bool:
    """Whether a date says its year, or its month and its day, of our calendar."""
    return not day.lunar and bool(day.year or (day.month and day.day))


def governing(text: str, published: str | None, span: Span) -> Moment | None:
    """The date of what the words at a span of a sentence tell: the one in them, the last one before them, or the first
    one behind them in their clause.
    """
    known = moments(text, published)
    before = [one for one in known if one.start < span[1]]
    if before:
        return before[-1]
    end = _CLAUSE.search(text, span[1])
    return next((one for one in known if not end or one.start < end.start()), None)


def dates_in(text: str) -> list[Day]:
    """The dates that a text states, as much of each as it says."""
    return [fact.value for fact in facts(text) if isinstance(fact.value, Day)]


def differs(asked: Day, told: Day) -> bool:
    """Whether two dates of one calendar cannot be the same: a part of one is another in the other."""
    mine, theirs = dict(asked.parts()), dict(told.parts())
    return asked.lunar == told.lunar and any(mine[part] != theirs[part] for part in mine.keys() & theirs.keys())


def told_beside(
    question: str, claim: str, citations: Sequence[Citation], pointed: Span | None = None
) -> tuple[ResolvedDate, ...]:
    """The resolved dates of a claim's quotes that the question asks for: when something was, or what was in a year.

    `pointed` are the words that answer, in the first quote; without them, the claim must have the words.
    """
    asked, is_when, said = [day for day in dates_in(question) if day.year], asks_when(question), fold(claim)
    found: list[ResolvedDate] = []
    for number, citation in enumerate(citations):
        if number == 0 and pointed and is_when and pointed != (0, len(citation.quote)):
            moment = governing(citation.quote, citation.passage.published, pointed)
            found += [moment.resolved] if moment and moment.resolved else []
            continue
        for one in citation.resolved:
            is_asked = any(day.year == one.day.year and not differs(day, one.day) for day in asked)
            if (is_when or is_asked) and fold(one.words) in said:
                found.append(one)
    return tuple({(one.words, one.date): one for one in found}.values())[:TOLD]
