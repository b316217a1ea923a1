"""What words of a text mean that say a date by another one, or in another calendar.

Only what is sure is resolved: where the day of writing is not known, or the words may count from another day, they stay
as they are.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache

from store.text.dates import Day, days
from store.text.found import Found
from store.text.numerals import NUMERALS, number
from store.text.relative import Precision, Relative, Resolved, relative_days, resolve
from store.text.scripts import fold, script_of
from store.text.tables import Table, either

from .feasts import lunar_dates

_WORDS = Table(__package__, "resolution")
_CALENDAR = Table("store.text", "calendar")

_UNBOUND = frozenset(_WORDS.words("of_another"))
_VAGUE_BEFORE = re.compile(f"(?:{_WORDS.either('vague_before')})$")
_VAGUE_AFTER = re.compile(_WORDS.either("vague_after"))
_COMPARED_BEFORE = re.compile(f"(?:{_WORDS.either('compared_before')})$")
_COMPARED_AFTER = re.compile(_WORDS.either("compared_after"))
_WIRED = re.compile(_WORDS.pattern("wired"))
_NUMBERED = re.compile(_WORDS.pattern("numbered"))
_TENS = f"[{NUMERALS}十]"
_OF_THE_REPUBLIC = re.compile(
    rf"(?<![\d.{NUMERALS}〇零十百国])(?P<year>1\d\d|[一][{NUMERALS}〇零][{NUMERALS}〇零]|一百[{NUMERALS}〇零十]{{0,3}})\s?年"
    rf"(?:度|\s?(?P<month>\d{{1,2}}|{_TENS}{{1,2}})\s?月(?:\s?(?P<day>\d{{1,2}}|{_TENS}{{1,3}})\s?日)?)"
)
_SPAN_OF_YEARS = 30
"""Most years between a text and the years of the Republic that it may name so: year 117 of a Roman is none."""
_THIS = frozenset(_WORDS.characters("this"))
_SPAN = frozenset("-–—~至到、")
_OPENING, _CLOSING = "“‘「『", "”’」』"
_FINER: dict[Precision, str] = {"year": "month", "month": "day"}
"""What a date right behind a relative year or month begins with, which says more of it."""


@dataclass(frozen=True, slots=True)
class ResolvedDate:
    """Words of a text, at offsets into it, and the date that they mean.

    `date` is as exact as `precision`: a day 2023-06-30, a month 2023-06, a year 2022; of a week, a quarter and a month
    of the Chinese calendar the first and the last day, with a slash between them as in ISO 8601. `basis` is the date
    from which it follows, or None where the words hold all of it, as 民国112年. `day` is what of it can be compared.
    """

    words: str
    start: int
    end: int
    date: str
    precision: Precision
    basis: str | None
    day: Day


@lru_cache(maxsize=4096)
def resolved_dates(text: str, published: str | None) -> tuple[ResolvedDate, ...]:
    """The dates of a text that came out on a day, as far as they are resolved, in order.

    `text` is a sentence, or several. `published` is an ISO date or None; nothing follows from one without a year.
    """
    folded = fold(text)
    said, on = days(folded), _whole(published)
    found = _of_eras(folded, said)
    found += [
        Found(one.start, one.end, (_of_day(one.value.first, one.value.last), one.value.basis))
        for one in lunar_dates(folded, said, on)
    ]
    if on:
        told = [*_of_writing(folded, said, on), *_numbered(folded, on)]
        if script_of(text) == "hant" or _era().search(folded):
            told += _of_the_republic(folded, on)
        found += [Found(one.start, one.end, (one.value, published)) for one in told]
    made: list[ResolvedDate] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not made or one.start >= made[-1].end:  # 今年 is a part of 今年中秋
            made.append(_made(text, one))
    return tuple(made)


def _whole(published: str | None) -> datetime.date | None:
    """The day on which something came out, if all of it is known."""
    with suppress(ValueError):  # of a date without a year, or of a year alone
        return datetime.date.fromisoformat(published or "")
    return None


def _made(text: str, found: Found[tuple[Resolved, str | None]]) -> ResolvedDate:
    resolved, basis = found.value
    words = text[found.start : found.end]
    return ResolvedDate(words, found.start, found.end, _iso(resolved), resolved.precision, basis, resolved.day)


def _iso(resolved: Resolved) -> str:
    """A resolved date as ISO 8601 writes it, as exact as it is."""
    first = resolved.first.isoformat()
    if resolved.precision == "day":
        return first
    if resolved.precision == "year":
        return first[:4]
    if resolved.precision == "month" and resolved.day.month:
        return first[:7]
    return f"{first}/{resolved.last.isoformat()}"


def _of_day(first: datetime.date, last: datetime.date) -> Resolved:
    """The days from one to another: one day, or a month of the Chinese calendar."""
    if first == last:
        return Resolved(Day(first.year, first.month, first.day), "day", first, last)
    return Resolved(Day(first.year if first.year == last.year else None), "month", first, last)


def _of_eras(folded: str, said: Sequence[Found[Day]]) -> list[Found[tuple[Resolved, str | None]]]:
    """Dates in years of an era: 民国112年7月9日. Of an emperor's years only the year is one of the solar calendar."""
    solar = _CALENDAR.numbers("solar_eras")
    found: list[Found[tuple[Resolved, str | None]]] = []
    for start, end, day in said:
        named = _era().match(folded, start)
        if not (named and day.year and not day.lunar and day.year > 0):
            continue
        is_solar = day.year >= solar.get(named[0], datetime.MAXYEAR)
        if not (is_solar or day.month is None):
            continue
        with suppress(ValueError):  # of a day that does not exist
            whole = resolve(Relative("", "year", 0), datetime.date(day.year, 1, 1), Day(None, day.month, day.day))
            found.append(Found(start, end, (whole, None)))
    return found


@cache
def _era() -> re.Pattern[str]:
    """A name of an era that has a year of its own: not 公元."""
    return re.compile(either(name for name, before in _CALENDAR.numbers("eras").items() if before))


def _of_writing(folded: str, said: Sequence[Found[Day]], on: datetime.date) -> list[Found[Resolved]]:
    """Days told from the day on which the text was written: 昨日, 去年12月5日."""
    found = []
    for one in relative_days(folded):
        if _is_sure(folded, said, one, on):
            end, rest = _rest(folded, said, one)
            with suppress(ValueError, OverflowError):  # of a day that does not exist
                resolved = resolve(one.value, on, rest)
                if _confirmed(folded, said, end, resolved):
                    found.append(Found(one.start, end, resolved))
    return found


def _numbered(folded: str, on: datetime.date) -> Iterator[Found[Resolved]]:
    """Days that are told with their number, as Taiwanese papers do: 昨（14）日, 去（2022）年."""
    for match in _NUMBERED.finditer(folded):
        day, count, unit = match.groups()
        for one in relative_days(day + unit):
            resolved = resolve(one.value, on)
            if int(count) in _numbers(resolved):
                yield Found(*match.span(), resolved)


def _numbers(resolved: Resolved) -> tuple[int, ...]:
    """By what number a day, month or year may be called; a year also by that of the Republic."""
    first = resolved.first
    called = {"day": (first.day,), "month": (first.month,), "year": (first.year, first.year - _republic())}
    return called.get(resolved.precision, ())


def _of_the_republic(folded: str, on: datetime.date) -> Iterator[Found[Resolved]]:
    """Dates in years of the Republic without its name, 112年7月9日, of the time in which the text was written."""
    for match in _OF_THE_REPUBLIC.finditer(folded):
        year = _republic() + int(number(match["year"]))
        if abs(year - on.year) <= _SPAN_OF_YEARS:
            month, day = (int(number(match[part])) if match[part] else None for part in ("month", "day"))
            with suppress(ValueError):  # of a day that does not exist
                yield Found(
                    *match.span(), resolve(Relative("", "year", 0), datetime.date(year, 1, 1), Day(None, month, day))
                )


def _republic() -> int:
    """The year before the first one of the Republic."""
    return _CALENDAR.numbers("eras")["民国"]


def _is_sure(folded: str, said: Sequence[Found[Day]], one: Found[Relative], on: datetime.date) -> bool:
    """Whether a relative day is told from the day on which the text came out."""
    start, end, relative = one
    is_bare_weekday = relative.unit == "week" and relative.weekday is not None and not relative.offset
    is_bare_weekday = is_bare_weekday and relative.words[0] not in _THIS
    if relative.counted or is_bare_weekday or relative.words in _UNBOUND:
        return False
    before, after = folded[:start], folded[end:]
    if _VAGUE_BEFORE.search(before) or _VAGUE_AFTER.match(after) or before.count("《") > before.count("》"):
        return False
    if relative.unit in ("day", "week"):
        return not (_is_quoted(folded, start) or _is_of_another_day(folded, said, start, on))
    is_compared = _COMPARED_BEFORE.search(before) or _COMPARED_AFTER.match(after)
    return not ((is_compared or _is_quoted(folded, start)) and _is_of_another_year(said, start, on))


def _is_quoted(folded: str, start: int) -> bool:
    """Whether somebody says the words at `start`: the quotation may begin or end in another sentence."""
    before, after = folded[:start], folded[start:]
    if sum(map(before.count, _OPENING)) > sum(map(before.count, _CLOSING)):
        return True
    mark = re.search(f"[{_OPENING}{_CLOSING}]", after)
    return mark is not None and mark[0] in _CLOSING


def _is_of_another_day(folded: str, said: Sequence[Found[Day]], start: int, on: datetime.date) -> bool:
    """Whether what stands before `start` was written on another day than the text came out: 新华社6月28日电."""
    wired = (day.value for day in said if day.end <= start and _WIRED.match(folded, day.end))
    return any(day.day and not day.agrees(Day(on.year, on.month, on.day)) for day in wired)


def _is_of_another_year(said: Sequence[Found[Day]], start: int, on: datetime.date) -> bool:
    """Whether a year is named before `start` that is not the one in which the text came out."""
    return any(day.value.year not in (None, on.year) for day in said if day.end <= start)


def _rest(folded: str, said: Sequence[Found[Day]], one: Found[Relative]) -> tuple[int, Day | None]:
    """The date right behind a relative year or month that says more of it, and where the words end with it."""
    finer = _FINER.get(one.value.unit)
    for day in said:
        if day.start == one.end and not day.value.lunar and day.value.parts()[0][0] == finer:
            is_span = folded[day.end : day.end + 1] in _SPAN
            return (one.end, None) if is_span else (day.end, day.value)
    return one.end, None


def _confirmed(folded: str, said: Sequence[Found[Day]], end: int, resolved: Resolved) -> bool:
    """Whether no date in brackets right behind the words says another one: 昨日（6月29日）."""
    beside = next((day.value for day in said if day.start == end + 1 and folded[end] == "("), None)
    return beside is None or beside.lunar or beside.agrees(resolved.day)
