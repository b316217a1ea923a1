"""Values that a claim states and its quotes don't: amounts, dates, names, quotations, document numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from qa.answer import Finding
from qa.chinese.facts import Fact, Kind, root
from store.text import units
from store.text.amount import Amount
from store.text.dates import Day
from store.text.relative import relative_days, resolve
from store.text.resolution.resolved import resolved_dates
from store.text.scripts import fold
from store.text.sentences import Span

from .alignment import aligned
from .base import Aim, Case


@dataclass(frozen=True, slots=True)
class Values:
    """Each value of this kind must stand in the quotes, or in what is granted; and where claim and quote run alike, at
    the same place.
    """

    name: Kind
    aim: Aim = "said"

    def find(self, case: Case) -> Iterator[Finding]:
        """The values of the claim that the quotes don't have, each with what the quote has in its place."""
        yield from (finding for finding in _differences(case) if finding.check == self.name)


@lru_cache(maxsize=64)
def _differences(case: Case) -> tuple[Finding, ...]:
    """What all kinds together find: they share the alignment, which is most of the work."""
    misplaced = aligned(case).misplaced
    there = {one.said.fact: (one.quote, one.quoted) for one in misplaced}
    found: dict[Span, Finding] = {}
    for fact in case.compared.facts:
        if fact in there or not _stated(fact, case):
            place = _counterpart(fact, case)
            if fact in there and (token := there[fact][1]):
                place = there[fact][0], (token.start, token.end)
            number, quoted = place or (None, None)
            span = fact.start, fact.end
            found.setdefault(span, case.finding(fact.kind, span, number, quoted))
    return tuple(found.values())


def _counterpart(fact: Fact, case: Case) -> tuple[int, Span] | None:
    """Where a quote has another value of the kind: of amounts only one of the same unit, and first one that the claim
    does not state elsewhere. None where it has none, or of names, for no name stands for another.
    """
    if fact.kind not in ("amount", "date", "document"):
        return None
    others = [
        (number, other)
        for number, quote in enumerate(case.quotes)
        for other in quote.facts
        if other.kind == fact.kind and not fact.agrees(other) and _comparable(fact, other)
    ]
    stated = {one.value for one in case.compared.facts}
    others.sort(key=lambda item: item[1].value in stated)
    return (others[0][0], (others[0][1].start, others[0][1].end)) if others else None


def _comparable(fact: Fact, other: Fact) -> bool:
    if isinstance(fact.value, Amount) and isinstance(other.value, Amount):
        mine, theirs = fact.value, other.value
        same = units.alike(mine.unit, theirs.unit) if mine.unit and theirs.unit else mine.unit == theirs.unit
        return same and mine.ordinal == theirs.ordinal
    return True


def _stated(fact: Fact, case: Case) -> bool:
    """Whether the quotes, or what is granted, state a value."""
    words, held = fold(case.claim.text[fact.start : fact.end]), _held(case)
    granted = _granted(case)
    if isinstance(fact.value, Day):
        if _stands(words, held):
            return True
        # The year may stand elsewhere than the day, but each must stand somewhere.
        said = [other.value for other in granted if isinstance(other.value, Day) and fact.agrees(other)]
        return all(any(part in day.parts() for day in said) for part in fact.value.parts())
    return any(fact.agrees(other) for other in granted) or (isinstance(fact.value, str) and root(fact.value) in held)


@lru_cache(maxsize=64)
def _held(case: Case) -> str:
    return "\n".join(text.folded for text in (*case.quotes, case.granted))


@lru_cache(maxsize=64)
def _granted(case: Case) -> Sequence[Fact]:
    """The facts of the quotes and of what is granted; and the dates that 昨日 means in an article of a known day."""
    found = [fact for text in (*case.quotes, case.granted) for fact in text.facts]
    for quote, published in zip(case.quotes, case.published, strict=False):
        found += [Fact("date", one.day, one.start, one.end) for one in resolved_dates(quote.text, published)]
        if published and not published.startswith("--"):
            for said in relative_days(quote.folded):
                with suppress(OverflowError):  # of a day that the calendar does not reach
                    on = date.fromisoformat(published)
                    found.append(Fact("date", resolve(said.value, on).day, said.start, said.end))
    return found


def _stands(words: str, held: str) -> bool:
    """Whether these very words stand in a text, not as a part of a longer number: 〔2022〕11号 ends in no date."""
    return re.search(rf"(?<![\d.,]){re.escape(words)}(?![\d万亿])", held) is not None
