"""The stretches of time that a text speaks of, when it is said on a day: 去年上半年, 2023年以来, 最近三个月, 国庆期间.

Where an article must be read with care, a question can be taken at its word: what it leaves out is what is nearest to
the day on which it is asked. What words mean that stand in articles is for `store.text.resolution`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from store.text.found import Found
from store.text.scripts import fold
from store.text.tables import Table

from .period import Period
from .ways import WAYS, Told

_WORDS = Table(__package__, "periods")
_SHORT = timedelta(days=31)
"""The longest time before which 前 means shortly before."""
_TITLE = re.compile("《[^《》]*》")
_SHORTLY = re.compile(_WORDS.pattern("shortly_before"))
_JOINER = re.compile(_WORDS.pattern("joiner"))
_SINCE = re.compile(f"的?(?:{_WORDS.either('since')})")
_UNTIL = re.compile(f"的?(?:{_WORDS.either('until')})")
_AFTER_DAY = re.compile(_WORDS.pattern("after_day"))
_UP_TO = re.compile(f"(?:{_WORDS.either('up_to')})$")
_FROM = re.compile(f"(?:{_WORDS.either('from_on')})$")


def told(text: str, on: date) -> list[Found[Told]]:
    """The stretches of time that a text speaks of when it is said on the day `on`, in order, at its offsets.

    What stands in the title of a book or a document is no time that is asked for.
    """
    folded = fold(text)
    taken: list[tuple[int, int]] = [match.span() for match in _TITLE.finditer(folded)]
    found: list[Found[Told]] = []
    for way in WAYS:
        for one in way(folded, on):
            if all(one.end <= start or one.start >= end for start, end in taken):
                found.append(one)
                taken.append((one.start, one.end))
    return [*_bounded(folded, _joined(folded, sorted(found)), on)]


def _joined(folded: str, found: Sequence[Found[Told]]) -> list[Found[Told]]:
    """The stretches, with one for those between which 至 stands, 2021年至2023年, and without those of which the next
    one is a part: 2021年 of 2021年1至2月.
    """
    joined: list[Found[Told]] = [*found[:1]]
    for before, one in pairwise(found):
        start, _, last = joined[-1]
        is_span = _JOINER.fullmatch(folded, before.end, one.start) and last.period.first <= one.value.period.first
        if before.end == one.start and before.value.grain == "year" and one.value.period in last.period:
            joined[-1] = Found(start, one.end, one.value)
        elif is_span:
            period = Period(last.period.first, max(last.period.last, one.value.period.last))
            joined[-1] = Found(start, one.end, Told(period, is_relative=last.is_relative or one.value.is_relative))
        else:
            joined.append(one)
    return joined


def _bounded(folded: str, found: Sequence[Found[Told]], on: date) -> Iterator[Found[Told]]:
    """The stretches, open on the side on which 以来 or 以前 opens them."""
    for start, end, one in found:
        since = _SINCE.match(folded, end) or (_AFTER_DAY.match(folded, end) if one.grain == "day" else None)
        until = _UNTIL.match(folded, end)
        up_to, begin = _UP_TO.search(folded, 0, start), _FROM.search(folded, 0, start)
        first, last = one.period.first, one.period.last
        if since:
            opened = Period(first, on if first <= on else last)
            yield Found(begin.start() if begin else start, since.end(), replace(one, period=opened, side="since"))
        elif last - first < _SHORT and (shortly := _SHORTLY.match(folded, end)):
            before = Period(first - _SHORT, last if "后" in shortly[0] else first - timedelta(days=1))
            yield Found(start, shortly.end(), replace(one, period=before, exact=None))
        elif until:
            opened = Period(date.min, first - timedelta(days=1))
            yield Found(start, until.end(), replace(one, period=opened, side="until", exact=None))
        elif up_to:
            yield Found(up_to.start(), end, replace(one, side="until", exact=None))
        else:
            yield Found(start, end, one)
