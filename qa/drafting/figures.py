"""The dates and amounts of a text that a question can ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from qa.chinese.tables import table
from store.text import units
from store.text.amount import Amount
from store.text.dates import Day, days
from store.text.found import Found
from store.text.numbers import amounts
from store.text.scripts import fold

DATE = "\ue000+"
"""A regular expression of a date in a text that `with_dates_marked` gives."""
HOUR = f"(?:{table('times').either('hours')})?"

_WHOLE = frozenset("年月日号")
"""What a date ends in that one asks for."""
_JOINED = re.compile(r"[.第—\-~至到]$")
_NOT_EXACT = re.compile("[多余几]|左右|以[上下内]")
_NOT_COUNTED = frozenset(table("times").words("units"))


class Figure(NamedTuple):
    """An amount in digits, where it stands, and the unit as the text writes it."""

    start: int
    end: int
    unit: str


def dates(text: str) -> list[Found[Day]]:
    """The dates that say a year, or both a month and a day; not those of the Chinese calendar."""
    return [
        found
        for found in days(fold(text))
        if (found.value.year or (found.value.month and found.value.day))
        and not found.value.lunar
        and text[found.end - 1] in _WHOLE
    ]


def with_dates_marked(text: str) -> str:
    """A text with a mark for each character of its dates, so that a regular expression can tell where they stand."""
    for start, end, _ in dates(text):
        text = text[:start] + DATE[0] * (end - start) + text[end:]
    return text


def figures(text: str) -> Iterator[Figure]:
    """The exact amounts in digits, with what they count; no end of a range, and nothing that is numbered."""
    folded = fold(text)
    for start, end, amount in amounts(folded, [found[:2] for found in days(folded)]):
        unit = text[end - len(amount.unit) : end]
        is_exact = amount.bound not in ("from", "to") and not _JOINED.search(folded[:start])
        is_exact = is_exact and not _NOT_EXACT.search(folded[start:end]) and not _NOT_EXACT.match(folded, end)
        if folded[start].isdecimal() and is_exact and _is_asked(amount, fold(unit)):
            yield Figure(start, end, unit)


def _is_asked(amount: Amount, unit: str) -> bool:
    """Whether one asks how many of a unit there are."""
    is_named = unit == amount.unit and unit in units.names() and (not unit.isascii() or unit == "%")
    return is_named and unit not in _NOT_COUNTED and not units.is_numbering(unit)


def has_amount(text: str) -> bool:
    """Whether digits are left in a text without its dates, hours and ordinals."""
    folded = fold(text)
    taken = [found[:2] for found in days(folded)]
    numbered = [
        (start, end)
        for start, end, amount in amounts(folded, taken)
        if amount.ordinal or amount.unit in _NOT_COUNTED or units.is_numbering(amount.unit)
    ]
    for start, end in (*taken, *numbered):
        folded = folded[:start] + " " * (end - start) + folded[end:]
    return bool(re.search(r"\d", folded))


def which_day(day: Day) -> str:
    """How one asks for a date, as exactly as it is given."""
    return "哪一天" if day.day else "哪个月" if day.month else "哪一年"
