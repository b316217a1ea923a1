"""When a text says that it was published: an ISO date, or `--MM-DD` where no year is given; a year is never guessed."""

from __future__ import annotations

import re

from store.text.dates import dates
from store.text.relative import WEEKDAY
from store.text.tables import Table

HEAD, TAIL = 5, 4
"""Lines at the beginning and the end of a text in which a date line may stand."""
DATELINE = 200
REPUBLIC = 1911
"""The year before the first of the Republic's, by which Taiwan counts."""
SHORT = 60
"""Most characters of a line that says only where an article comes from, and when."""

_WORDS = Table(__package__, "metadata")

_UPDATED = re.compile(_WORDS.pattern("updated"))
_DATE = f"(?:{_WORDS.either('dates')})"
_OF_DATE = f"(?:{_WORDS.either('of_date')})(?:{_DATE}|{_WORDS.pattern('on')})?"
_LABELLED = rf"(?:(?P<of_date>{_OF_DATE})|(?:^|[\s(（|｜\[【]){_DATE})\s*[:：]"
_LABEL = re.compile(rf"{_LABELLED}\s*$")
_ONLY_LABEL = re.compile(rf"\s*[(（\[【]?{_LABELLED}")
_CLOCK = r"\d{1,2}[:：时]\d{2}(?:[:：分]\d{2})?\S{0,6}"
_WEEKDAY = rf"(?:[(（]?{WEEKDAY}[)）]?|[(（][一二三四五六日][)）])"
_LUNAR = rf"[(（]?(?:{Table('store.text', 'calendar').either('calendars')})[^\s。，,]{{2,14}}[)）]?"
_ISSUE = rf"(?:{_WORDS.either('issue')})"
_TIME = rf"(?:[\s|｜/／]*(?:{_WEEKDAY}|{_LUNAR}|{_ISSUE}|T?{_CLOCK}))*"
_BY = (
    rf"(?:{_WORDS.pattern('reporter')}\s*[:：]?|(?:{_WORDS.either('by')})\s*[:：/／])\s*[\u3400-\u9fff·、 /／]{{2,16}}?"
)
_FROM = rf"[\u3400-\u9fffA-Za-z·]{{1,20}}(?:{_WORDS.either('publishers')})"
_BEFORE_ALONE = re.compile(
    rf"[\s(（【\[|｜]*(?:{_OF_DATE}\s*)?(?:(?:{_FROM}|{_BY}|{_WEEKDAY}|{_ISSUE})[\s,，|｜/／]*){{0,3}}[(（【\[]?"
)
_AFTER_ALONE = re.compile(
    rf"(?:{_TIME}\s*[)）】\]]*\s*(?:(?:来源|作者|记者|编辑|责编|{_WORDS.either('tools')}|[|｜]).*|{_FROM})?"
    rf"|\s*(?:{_WORDS.either('behind_date')}))"
)
_SOMEBODY = re.compile(r"[^\s\d，。：；,:;]{2,12}(?:[\s|｜/／]+[^\s\d，。：；,:;]{2,12})?[\s|｜/／]+")
_TO_THE_MINUTE = re.compile(rf"\s*T?{_CLOCK}(?:\s.*)?")
_OF_EVENT = re.compile(rf"\s*{_WEEKDAY}?\s*(?:{_WORDS.either('of_event')})")
_YEAR_OF_REPUBLIC = re.compile(r"(?<![\d国])1[0-2]\d(?=年\d{1,2}月|([-/.])\d{1,2}\1\d{1,2}(?![-/.\d]))")
_WIRE = re.compile(r"\s*(?:[(（][^()（）]{0,40}[)）])?\s*(?:[电讯]|消息|报[道导讯])")
_REPORTER = re.compile(r"[讯电道息][(（【][^()（）】]{0,60}$")
_BRACKET = re.compile(r"[(（][^()（）。\d—–~-]{0,16}$")


def published(text: str) -> str | None:
    """The date on which `text`, in Simplified characters, says that it was published.

    In this order: behind a label, in a line of its own, in a dateline (新华社北京2月18日电), and in brackets at the
    very end. A date with which the lead begins is one of what is told: of 3,998 news articles that say no other, it was
    the day on which 1,299 came out.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    ends = [line for line in [*lines[:HEAD], *lines[max(HEAD, len(lines) - TAIL) :]] if len(line) < 120]
    if sum(map(_is_byline, ends)) > 1:  # a timetable
        ends = [line for line in ends if not _is_byline(line)]
    found = next((found for line in ends if (found := stated(line))), None)
    return found or _dateline(text) or _last(text.rstrip())


def stated(line: str) -> str | None:
    """The date that a line, in Simplified characters, is there to state: 发布时间：2024-02-18, 2024年2月18日 星期日, or
    东莞日报 2024年2月18日. That of an update only where there is no other. 113年2月18日 is of the Republic.
    """
    line = _YEAR_OF_REPUBLIC.sub(lambda year: str(REPUBLIC + int(year[0])), line)
    updated = None
    for start, end, found in dates(line):
        before, after = line[:start], line[end:]
        alone = bool(_BEFORE_ALONE.fullmatch(before) and _AFTER_ALONE.fullmatch(after)) or _is_byline(line)
        label = _LABEL.search(before)
        if alone or (label and (label["of_date"] or not _OF_EVENT.match(after))):
            if not (label and _UPDATED.search(label[0])):
                return found
            updated = updated or found
    return updated


def _is_byline(line: str) -> bool:
    """Whether a line holds a name and a date to the minute, and nothing else: 南方+ 2024-02-18 10:00."""
    found = next(dates(line), None) if len(line) < SHORT else None
    return bool(found and _SOMEBODY.fullmatch(line[: found.start]) and _TO_THE_MINUTE.fullmatch(line[found.end :]))


def is_labelled(line: str) -> bool:
    """Whether a short line, in Simplified characters, begins with the label of a date, whatever stands behind it."""
    return len(line) < SHORT and _ONLY_LABEL.match(line) is not None


def _dateline(text: str) -> str | None:
    for start, end, found in dates(text[:DATELINE]):
        before, after = text[:start], text[end : end + 50]
        wired = _WIRE.match(after) and not re.search(r"[。！？，,]|据", before.rsplit("\n", 1)[-1][-24:])
        if wired or (_REPORTER.search(before) and re.match(r"\s*[)）】]", after)):
            return found
    return None


def _last(text: str) -> str | None:
    offset = max(0, len(text) - 60)
    for start, end, found in dates(text[offset:]):
        if re.fullmatch(r"\s*[电讯]?\s*[)）]\W*", text[offset + end :]) and _BRACKET.search(text[: offset + start]):
            return found
    return None
