"""Days that are told from the day of writing: 去年 is not 今年, nor 下周二 下周一; and of 2023 it is 2022."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.answer import Finding
from qa.chinese.tables import table
from qa.evidence.moments import Moment, dates_in, differs, governing, moments
from store.text.dates import Day
from store.text.found import Found
from store.text.numerals import number
from store.text.relative import Relative, relative_days
from store.text.resolution.resolved import ResolvedDate
from store.text.sentences import Span

from .base import Aim, Case, Parsed

_PART_OF_YEAR = re.compile(table("times").pattern("part_of_year"))
_QUARTER = re.compile(table("times").pattern("quarter"))
_WHOLE_YEAR = table("times").pattern("whole_year")


@dataclass(frozen=True, slots=True)
class RelativeDays:
    """A claim must not say another such day than its quotes, where these say one of the same precision."""

    name: str = "relative_day"
    aim: Aim = "said"

    def find(self, case: Case) -> Iterator[Finding]:
        """The days of the claim that no quote says, with the first one that a quote says instead."""
        quoted = [(number, day) for number, quote in enumerate(case.quotes) for day in _days(quote)]
        granted = [_told(day.value) for day in _days(case.granted)]
        known = {*granted, *(_told(day.value) for _, day in quoted)}
        for said in _days(case.compared):
            others = [(number, day) for number, day in quoted if day.value.unit == said.value.unit]
            if others and _told(said.value) not in known:
                number, other = others[0]
                yield case.finding(self.name, (said.start, said.end), number, (other.start, other.end))


def _days(text: Parsed) -> list[Found[Relative]]:
    return relative_days(text.folded)


def _told(day: Relative) -> tuple[object, ...]:
    """What is compared: not the words, for 去年 and 上年 are one."""
    return day.unit, day.offset, day.weekday, day.weekend


@dataclass(frozen=True, slots=True)
class AnotherTime:
    """What a quote tells of a resolved date does not answer a question, nor support a claim, about another one: 去年 in
    an article of 2023 is not 2023. Nor is what it tells of half a year an answer for the whole one.
    """

    name: str = "time"
    aim: Aim = "said"

    def find(self, case: Case) -> Iterator[Finding]:
        """The dates of the quotes, where what answers stands beside none that fits."""
        for span, asked, told in _answers(case):
            wrong = [(number, one) for number, one in told if one and _is_another(case, number, one, asked)]
            if wrong and len(wrong) == len(told):
                number, one = wrong[0]
                quote, place = case.quotes[number].text, (one.start, one.end)
                words = "、".join(filter(None, (_written(day) for day in asked)))
                says = case.claim.text[slice(*span)]
                yield Finding(self.name, "off-topic", says, span, quote[slice(*place)], place, quote, asked=words)


Told = tuple[int, Moment | None]
"""The number of a quote, and the date of what is told at a place in it."""


def _answers(case: Case) -> Iterator[tuple[Span, list[Day], list[Told]]]:
    """What answers, at its place in the claim, with the dates that it is to be of, and those of the places where the
    quotes say it: the words that the reader points at, or else each amount that the question has not. Of a sentence
    that is quoted as a whole, any of its dates will do.
    """
    asked = _dates(case.question.text)
    if case.pointed and case.quotes:
        quote = case.quotes[0].text
        words = quote[slice(*case.pointed)]
        start = max(case.claim.text.find(words), 0)
        is_whole = words == quote
        told: list[Told] = [(0, one) for one in moments(quote, _published(case, 0))] if is_whole else []
        yield (start, start + len(words)), asked, told or [(0, _governing(case, 0, case.pointed))]
        return
    known = [fact.value for fact in case.question.facts]
    for fact in case.compared.facts:
        if fact.kind == "amount" and fact.value not in known:
            own = governing(case.claim.text, None, (fact.start, fact.end))
            places = [
                (number, _governing(case, number, (other.start, other.end)))
                for number, quote in enumerate(case.quotes)
                for other in quote.facts
                if other.kind == "amount" and fact.agrees(other)
            ]
            yield (fact.start, fact.end), [own.day] if own else asked, places


def _dates(text: str) -> list[Day]:
    """The years, and the days with their months, in a text."""
    return [day for day in dates_in(text) if (day.year or (day.month and day.day)) and not day.lunar]


def _governing(case: Case, number: int, span: Span) -> Moment | None:
    return governing(case.quotes[number].text, _published(case, number), span)


def _published(case: Case, number: int) -> str | None:
    return case.published[number] if number < len(case.published) else None


def _is_another(case: Case, number: int, told: Moment, asked: list[Day]) -> bool:
    """Whether a date of a quote is another one than all that are asked for, or a part of a year that is asked for."""
    if not asked:
        return False
    if told.resolved and (all(differs(day, told.day) for day in asked) or _is_another_quarter(case, told.resolved)):
        return True
    is_whole = _WHOLE_YEAR in case.question.folded and all(day.month is None for day in asked)
    is_part = told.day.month or _PART_OF_YEAR.match(case.quotes[number].folded, told.end)
    return is_whole and bool(is_part)


def _is_another_quarter(case: Case, told: ResolvedDate) -> bool:
    """Whether a question names quarters, and another one is told: 上季度 is not the first quarter in July."""
    if told.precision != "quarter":
        return False
    asked = {int(number(match[1])) for match in _QUARTER.finditer(case.question.folded)}
    month = int(told.date[5:7])
    return bool(asked) and (month - 1) // 3 + 1 not in asked


def _written(day: Day) -> str:
    return "".join(f"{part}{mark}" for part, mark in ((day.year, "年"), (day.month, "月"), (day.day, "日")) if part)
