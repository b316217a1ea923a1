"""A date or a time as a cell shows it: days since a first day, under a format code."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from store.reading.rows.line import FIRST_DAY
from store.text.tables import Table

from .tokens import Token

LEAP = 60
"""The number of February 29 of 1900, which there never was: earlier days are numbered one too low."""
END = 2_957_000
"""A number of days, late in the year 9995, from which on there are none."""
_DAY = 86_400
_NAMES = Table(__package__, "formats")


def moment(number: Decimal, first_day: str) -> datetime.datetime | None:
    """The time of a number of days since `first_day`, to the millisecond; None where there is none."""
    if not 0 <= number < END:
        return None
    early = first_day == FIRST_DAY and 0 < number < LEAP
    try:
        start = datetime.datetime.fromisoformat(first_day)
        return start + datetime.timedelta(milliseconds=round(number * _DAY * 1000), days=early)
    except OverflowError:
        return None


def shown_date(time: datetime.datetime, number: Decimal, tokens: Sequence[Token], chinese: bool) -> str:
    """A time under one section of a format code; `number` is its days, `chinese` whether the section says so."""
    dates = [token.text for token in tokens if token.kind == "date"]
    if not any("." in text for text in dates):
        time = (time + datetime.timedelta(milliseconds=500)).replace(microsecond=0)
    halved = any(token.kind == "half" for token in tokens)
    out: list[str] = []
    place = -1
    for token in tokens:
        if token.kind == "half":
            out.append(_NAMES.lists("halves")[token.text][time.hour >= 12])
        elif token.kind == "date":
            place += 1
            before = dates[place - 1] if place else ""
            after = dates[place + 1] if place + 1 < len(dates) else ""
            minutes = before.strip("[]")[:1] == "h" or after[:1] == "s"
            hour = (time.hour % 12 or 12) if halved else time.hour
            out.append(
                _length(number, token.text)
                if token.text[0] == "["
                else _name(time, token.text, chinese)
                or _number(time, token.text, hour, time.minute if minutes else time.month)
            )
        elif token.kind != "general":
            out.append(token.text)
    return "".join(out)


def _length(number: Decimal, text: str) -> str:
    """How long a time is, in hours, minutes or seconds: [h]."""
    return str(round(number * _DAY) // {"h": 3600, "m": 60, "s": 1}[text[1]]).zfill(len(text) - 2)


def _name(time: datetime.datetime, text: str, chinese: bool) -> str | None:
    """The name of a weekday or a month; None for a piece that writes a number."""
    if text[0] not in "amd" or len(text) < 3:
        return None
    if text[0] == "m":
        own = _NAMES.lists("chinese_months") if chinese else {}
        name = (own.get(text) or _NAMES.lists("months")[text[:4]])[time.month - 1]
        return name[0] if len(text) == 5 else name
    own = _NAMES.lists("chinese_weekdays") if chinese else {}
    text = "aaaa" if chinese and len(text) > 3 else text[:4]
    return (own.get(text) or _NAMES.lists("weekdays")[text])[time.weekday()]


def _number(time: datetime.datetime, text: str, hour: int, month: int) -> str:
    """What a piece of a code writes in digits; `month` are the minutes where the piece means them."""
    if text[0] in "yeb":
        year = time.year + 543 * (text[0] == "b")
        return f"{year % 100:02d}" if text in ("y", "yy", "b", "bb") else str(year)
    if text[0] == "g":
        return ""
    if text[0] == "s":
        whole, _, places = text.partition(".")
        rest = f".{time.microsecond:06d}"[: len(places) + 1] if places else ""
        return str(time.second).zfill(len(whole)) + rest
    return str({"d": time.day, "h": hour, "m": month}[text[0]]).zfill(min(len(text), 2))
