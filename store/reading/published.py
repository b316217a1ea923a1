"""When a text says that it was published: an ISO date, or `--MM-DD` where no year is given; a year is never guessed."""

from __future__ import annotations

import re

from store.text.dates import PUBLISHED, dates, days
from store.text.relative import WEEKDAY
from store.text.scripts import fold

HEAD, TAIL = 5, 4
"""Lines at the beginning and the end of a text in which a date line may stand."""
LEAD = 80
"""Characters within which a sentence of the lead begins, such as 2月18日,…"""
DATELINE = 200

_LABEL = re.compile(r"(?:(?:发[布表]|刊[发登]|更新)(?:时间|日期)?|(?:^|[\s(（|｜\[【])(?:时间|日期))\s*[:：]\s*$")
_TIME = rf"(?:\s*[(（]?{WEEKDAY}[)）]?)?(?:[\sT]*\d{{1,2}}[:：时]\d{{2}}(?:[:：分]\d{{2}})?\S{{0,6}})?"
_BEFORE_ALONE = re.compile(r"[\s(（【\[]*")
_AFTER_ALONE = re.compile(rf"{_TIME}\s*[)）】\]]*\s*(?:(?:来源|作者|记者|编辑|责编|[|｜]).*)?")
_WIRE = re.compile(r"\s*(?:[(（][^()（）]{0,40}[)）])?\s*(?:[电讯]|消息|报[道导讯])")
_REPORTER = re.compile(r"[讯电道息][(（【][^()（）】]{0,60}$")
_BRACKET = re.compile(r"[(（][^()（）。]{0,16}$")
_SENTENCE = re.compile(r"(?:^|[。！？!?】\n])\s*[“”\"]?$")
_NOT_A_DAY = re.compile(r"\s*(?:[至到\-—–~～、]|以[来前后]|起|前|之[前后]|后|为|是|的|[(（]?农历)")


def published(text: str) -> str | None:
    """The date on which `text`, in Simplified characters, says that it was published.

    In this order: behind a label, in a line of its own, in a dateline (新华社北京2月18日电), in brackets at the very
    end, and as the first words of the lead. There a year counts only if the text speaks of none that is later:
    else it is the date of what is told.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    ends = [line for line in [*lines[:HEAD], *lines[max(HEAD, len(lines) - TAIL) :]] if len(line) < 120]
    found = next((found for line in ends if (found := stated(line))), None)
    return found or _dateline(text) or _last(text.rstrip()) or _lead(text)


def stated(line: str) -> str | None:
    """The date that a line, in Simplified characters, is there to state: 发布时间：2024-02-18, or 2024年2月18日."""
    for start, end, found in dates(line):
        alone = _BEFORE_ALONE.fullmatch(line[:start]) and _AFTER_ALONE.fullmatch(line[end:])
        if alone or _LABEL.search(line[:start]):
            return found
    return None


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


def _lead(text: str) -> str | None:
    text = text.lstrip()
    for start, end, found in dates(text[: LEAD + 20]):
        if start < LEAD and _SENTENCE.search(text[:start]) and not _NOT_A_DAY.match(text[end:]):
            return None if not found.startswith("--") and _later(text, found) else found
    return None


def _later(text: str, found: str) -> bool:
    """Whether `text` speaks of a day or year later than `found`; a day without a year is taken to be of its year."""
    years = [day.value.year for day in days(fold(text)) if day.value.year in PUBLISHED]
    told = (day.value.replace("-", found[:4], 1) if day.value.startswith("--") else day.value for day in dates(text))
    return any(year and year > int(found[:4]) for year in years) or any(day > found for day in told)
