"""The Chinese calendar: which solar day a day of it is."""

from __future__ import annotations

import datetime

LAST = 30
"""Asked for as a day, the last one of a month, which has 29 or 30."""


def solar(year: int, month: int, day: int, *, leap: bool = False) -> datetime.date | None:
    """The solar day of a day of the Chinese calendar, of its years 1900 to 2100; None for one that it has not.

    `day` LAST is the last one of a month of 29 days too. `leap` is of the month that is put in behind the one of the
    same number.
    """
    from borax.calendars.lunardate import LunarDate

    for one in (day, 29) if day == LAST else (day,):
        try:
            found = LunarDate(year, month, one, int(leap)).to_solar_date()
        except ValueError:
            continue
        return datetime.date(found.year, found.month, found.day)
    return None
