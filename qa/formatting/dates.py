"""Dates as people read them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from store.errors import Language
from store.text.resolution.resolved import ResolvedDate

from .texts import joined, text

_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?")
_WITHOUT_YEAR = re.compile(r"--(\d\d)-(\d\d)")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def readable(published: str | None, language: Language) -> str | None:
    """A date of publication for readers: one without a year (`--11-28`) as 11月28日 or 28 November, others as they are.

    ISO 8601 writes the missing year as the first of the two hyphens, which nobody reads.
    """
    match = _WITHOUT_YEAR.fullmatch(published or "")
    if not match or not 1 <= int(match[1]) <= 12:
        return published
    month, day = int(match[1]), int(match[2])
    return f"{month}月{day}日" if language == "zh" else f"{day} {_MONTHS[month - 1]}"


def resolution(resolved: Iterable[ResolvedDate], language: Language) -> str:
    """What words of a quote mean, in brackets of ours: （昨日即2023年6月30日，按文章日期2023年7月1日推算）.

    Empty where nothing is resolved.
    """
    by_basis: dict[str | None, list[str]] = {}
    for one in resolved:
        said = text("answers.resolved", language, words=one.words, date=in_words(one.date, language))
        by_basis.setdefault(one.basis, []).append(said)
    parts = [
        text("answers.worked_out", language, what=joined(said, language), basis=in_words(basis, language))
        if basis
        else text("answers.converted", language, what=joined(said, language))
        for basis, said in by_basis.items()
    ]
    if not parts:
        return ""
    return text("answers.ours", language, what=text("punctuation.semicolon", language).join(parts))


def in_words(date: str, language: Language) -> str:
    """An ISO date, as exact as it is, or the first and the last day with a slash between them, for readers."""
    return text("answers.to", language).join(_in_words(part, language) for part in date.split("/"))


def _in_words(date: str, language: Language) -> str:
    match = _ISO.fullmatch(date)
    if not match:
        return date
    year, month, day = (int(part) if part else None for part in match.group("year", "month", "day"))
    if language == "zh":
        return "".join(f"{part}{mark}" for part, mark in ((year, "年"), (month, "月"), (day, "日")) if part)
    return " ".join(str(part) for part in (day, _MONTHS[month - 1] if month else None, year) if part)
