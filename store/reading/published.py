"""When a text says that it was published: an ISO date, or `--MM-DD` where no year is given; a year is never guessed."""

from __future__ import annotations

import re

from store.text.dates import dates
from store.text.relative import WEEKDAY
from store.text.tables import Table

HEAD, TAIL = 5, 4
"""Lines at the beginning and the end of a text in which a date line may stand."""
DATELINE = 200
SHORT = 60
"""Most characters of a line that says only where an article comes from, and when."""

_WORDS = Table(__package__, "metadata")

_DATE = f"(?:{_WORDS.either('dates')})"
_OF_DATE = f"(?:{_WORDS.either('of_date')})(?:{_DATE}|{_WORDS.pattern('on')})?"
_LABELLED = rf"(?:{_OF_DATE}|(?:^|[\s(（|｜\[【]){_DATE})\s*[:：]"
_LABEL = re.compile(rf"{_LABELLED}\s*$")
_ONLY_LABEL = re.compile(rf"\s*[(（\[【]?{_LABELLED}")
_CLOCK = r"\d{1,2}[:：时]\d{2}(?:[:：分]\d{2})?\S{0,6}"
_WEEKDAY = rf"[(（]?{WEEKDAY}[)）]?"
_LUNAR = rf"[(（]?(?:{Table('store.text', 'calendar').either('calendars')})[^\s。，,]{{2,14}}[)）]?"
_ISSUE = rf"(?:{_WORDS.either('issue')})"
_TIME = rf"(?:[\s|｜/／]*(?:{_WEEKDAY}|{_LUNAR}|{_ISSUE}|T?{_CLOCK}))*"
_BY = rf"(?:{_WORDS.pattern('reporter')}\s*[:：]?|(?:{_WORDS.either('by')})\s*[:：/／])\s*[\u3400-\u9fff·、 ]{{2,16}}?"
_FROM = rf"[\u3400-\u9fffA-Za-z·]{{1,20}}(?:{_WORDS.either('publishers')})"
_BEFORE_ALONE = re.compile(
    rf"[\s(（【\[|｜]*(?:{_OF_DATE}\s*)?(?:(?:{_FROM}|{_BY}|{_WEEKDAY}|{_ISSUE})[\s,，|｜/／]*){{0,3}}[(（【\[]?"
)
_AFTER_ALONE = re.compile(
    rf"(?:{_TIME}\s*[)）】\]]*\s*(?:(?:来源|作者|记者|编辑|责编|{_WORDS.either('tools')}|[|｜]).*|{_FROM})?"
    rf"|\s*(?:{_WORDS.either('behind_date')}))"
)
_WIRE = re.compile(r"\s*(?:[(（][^()（）]{0,40}[)）])?\s*(?:[电讯]|消息|报[道导讯])")
_REPORTER = re.compile(r"[讯电道息][(（【][^()（）】]{0,60}$")
_BRACKET = re.compile(r"[(（][^()（）。]{0,16}$")


def published(text: str) -> str | None:
    """The date on which `text`, in Simplified characters, says that it was published.

    In this order: behind a label, in a line of its own, in a dateline (新华社北京2月18日电), and in brackets at the
    very end. A date with which the lead begins is one of what is told: of 3,998 news articles that say no other, it was
    the day on which 1,299 came out.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    ends = [line for line in [*lines[:HEAD], *lines[max(HEAD, len(lines) - TAIL) :]] if len(line) < 120]
    found = next((found for line in ends if (found := stated(line))), None)
    return found or _dateline(text) or _last(text.rstrip())


def stated(line: str) -> str | None:
    """The date that a line, in Simplified characters, is there to state: 发布时间：2024-02-18, 2024年2月18日 星期日, or
    东莞日报 2024年2月18日.
    """
    for start, end, found in dates(line):
        alone = _BEFORE_ALONE.fullmatch(line[:start]) and _AFTER_ALONE.fullmatch(line[end:])
        if alone or _LABEL.search(line[:start]):
            return found
    return None


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
