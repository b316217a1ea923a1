"""Days that are told from the day of writing: 去年 is not 今年, nor 下周二 下周一."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qa.answer import Finding
from store.text.found import Found
from store.text.relative import Relative, relative_days

from .base import Aim, Case, Parsed


@dataclass(frozen=True, slots=True)
class RelativeDays:
    """A claim must not say another such day than its quotes, where these say one of the same precision."""

    name: str = "relative_day"
    aim: Aim = "said"

    def find(self, case: Case) -> Iterator[Finding]:
        """The days of the claim that no quote says, with the first one that a quote says instead."""
        quoted = [(number, day) for number, quote in enumerate(case.quotes) for day in _days(quote)]
        granted = [_told(day.value) for day in _days(case.granted)]
        known = {*granted, *(_told(day.value) for _, day in quoted)}
        for said in _days(case.compared):
            others = [(number, day) for number, day in quoted if day.value.unit == said.value.unit]
            if others and _told(said.value) not in known:
                number, other = others[0]
                yield case.finding(self.name, (said.start, said.end), number, (other.start, other.end))


def _days(text: Parsed) -> list[Found[Relative]]:
    return relative_days(text.folded)


def _told(day: Relative) -> tuple[object, ...]:
    """What is compared: not the words, for 去年 and 上年 are one."""
    return day.unit, day.offset, day.weekday, day.weekend
