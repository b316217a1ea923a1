"""Columns of a collection: which one holds what, by the names people give them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from functools import cache

from store.text.scripts import simplified
from store.text.tables import Table

_DATES = Table("store.reading", "metadata").words("dates")
"""What the name of a column of dates ends with."""
_WORDS = Table(__package__, "columns")
NAMES = _WORDS.lists("names")
"""Column names for each field, most telling first; case, spaces, underscores and script make no difference."""
_FOOTER = re.compile(rf"[（(【\[*]*\s*(?:{_WORDS.either('footers')})(?:\s*[0-9]?\s*[:：、.）)】\]]|\s|$)")
_UNNAMED = re.compile(rf"(?:{_WORDS.either('unnamed')})?\s*\d*", re.IGNORECASE)
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?")
"""A number of days since the beginning of 1900, from 1954 on."""


@cache
def plain(name: str) -> str:
    """The name of a column as the tables have it."""
    return re.sub(r"[\s_\-:：]", "", simplified(name).lstrip("\ufeff")).lower()


def fields(columns: Iterable[object]) -> dict[str, str]:
    """Which column holds which field: {"text": "正文", …}; a field that no column holds is left out."""
    known: dict[str, str] = {}
    for column in columns:
        known.setdefault(plain(str(column)), str(column))
    found = {field: next((known[name] for name in names if name in known), None) for field, names in NAMES.items()}
    return {field: column for field, column in found.items() if column is not None}


def identifies(column: str) -> bool:
    """Whether a column says which document a row is: 文号, 发文机关."""
    return plain(column) in _WORDS.words("identification")


def is_footer(text: str) -> bool:
    """Whether a line that begins so stands under a table: 合计, 注：…."""
    return _FOOTER.match(text) is not None


def is_unnamed(sheet: str) -> bool:
    """Whether a sheet has the name that its program gave it."""
    return _UNNAMED.fullmatch(sheet.strip()) is not None


def date_in(column: str, value: str, first_day: str) -> str | None:
    """The ISO date of a number of days since `first_day` in a column of dates: 45139 is 2023-08-01. Else None."""
    value = value.strip()
    name = plain(column)
    if not (_SERIAL.fullmatch(value) and (name in NAMES["published"] or name.endswith(_DATES))):
        return None
    day = datetime.date.fromisoformat(first_day) + datetime.timedelta(days=int(float(value)))
    return day.isoformat()


def unique(names: Sequence[str]) -> list[str]:
    """The names with a number behind each that was there before: 备注, 备注 2."""
    seen: set[str] = set()
    out: list[str] = []
    for name in names:
        found, count = name, 1
        while found in seen:
            count += 1
            found = f"{name} {count}"
        seen.add(found)
        out.append(found)
    return out


def is_again(name: str, column: str) -> bool:
    """Whether `unique` made a name of that of a column which was there before."""
    return re.fullmatch(rf"{re.escape(column)} \d+", name) is not None
