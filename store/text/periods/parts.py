"""Parts of a year or a month behind it, and the feasts that are in it: 上半年, 第二季度, 年底, 国庆期间."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from store.text.numerals import number
from store.text.resolution.lunar import solar
from store.text.tables import Table

from .period import Period, months_of

_WORDS = Table(__package__, "periods")
BETWEEN = re.compile(f"(?:{_WORDS.pattern('between')})?")
"""What may stand between a year and a part of it."""
_PARTS, _ALONE = (tuple(part.items()) for part in (_WORDS.mapping("parts"), _WORDS.mapping("alone")))
_PARTS_OF_MONTH = tuple(_WORDS.mapping("parts_of_month").items())
_HOLIDAYS, _FEASTS = tuple(_WORDS.mapping("holidays").items()), tuple(_WORDS.mapping("feasts").items())
_QUARTER = re.compile(_WORDS.pattern("quarter"))
_QUARTERS_UNTIL = re.compile(_WORDS.pattern("quarters_until"))
_MONTHS_UNTIL = re.compile(_WORDS.pattern("months_until"))

Part = tuple[int, Period]
"""Where the words of a part end, and when it is."""


def part_of_year(text: str, start: int, year: int, *, alone: bool = False) -> Part | None:
    """The part of a year that is named at `start` of a folded text; `alone` takes those that need no year before."""
    for match, first, last in _months(text, start, alone=alone):
        return match.end(), months_of(year, first, last)
    for feast in (_holiday, _feast):
        if found := feast(text, start, year):
            return found
    return None


def _months(text: str, start: int, *, alone: bool) -> Iterator[tuple[re.Match[str], int, int]]:
    if match := _QUARTER.match(text, start):
        quarter = int(number(match[1] or match[2]))
        yield match, 3 * quarter - 2, 3 * quarter
    if match := _QUARTERS_UNTIL.match(text, start):
        yield match, 1, 3 * int(number(match[1]))
    if (match := _MONTHS_UNTIL.match(text, start)) and 1 <= number(match[1]) <= 12:
        yield match, 1, int(number(match[1]))
    for expression, months in _compiled(_ALONE if alone else _PARTS):
        if match := expression.match(text, start):
            first, last = map(int, months.split("-"))
            yield match, first, last


def part_of_month(text: str, start: int, month: date) -> Part | None:
    """The part of the month of a day that is named at `start` of a folded text."""
    for expression, days in _compiled(_PARTS_OF_MONTH):
        if match := expression.match(text, start):
            first, last = map(int, days.split("-"))
            last = min(last, monthrange(month.year, month.month)[1])
            return match.end(), Period(month.replace(day=first), month.replace(day=last))
    return None


def _holiday(text: str, start: int, year: int) -> Part | None:
    for expression, days in _compiled(_HOLIDAYS):
        if match := expression.match(text, start):
            (first, day), (last, end) = (map(int, one.split("-")) for one in days.split("/"))
            return match.end(), Period(date(year - (first > last), first, day), date(year, last, end))
    return None


def _feast(text: str, start: int, year: int) -> Part | None:
    """A feast of the Chinese calendar that begins in a solar year: 2024年除夕 ends the Chinese year of 2023."""
    for expression, days in _compiled(_FEASTS):
        if match := expression.match(text, start):
            named, before, after = days.split("/")
            month, day = map(int, named.split("-"))
            found = (solar(of, month, day) for of in (year - 1, year))
            if on := next((one for one in found if one and one.year == year), None):
                return match.end(), Period(on - timedelta(days=int(before)), on + timedelta(days=int(after)))
    return None


def _compiled(section: tuple[tuple[str, str], ...]) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(words), range_) for words, range_ in section]  # which re keeps


@cache
def beginning() -> re.Pattern[str]:
    """Where the name of a part may begin that needs no year before it."""
    words = [name for name, _ in (*_ALONE, *_HOLIDAYS, *_FEASTS)]
    return re.compile("|".join([_QUARTER.pattern, _QUARTERS_UNTIL.pattern, *words]))
