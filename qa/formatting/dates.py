"""Dates as people read them."""

from __future__ import annotations

import re

from store.errors import Language

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
