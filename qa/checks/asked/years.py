"""Years and quarters: what is said of one does not answer a question about another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.answer import Finding
from qa.checks.base import Aim, Case
from qa.chinese.tables import table
from qa.evidence.sources import Source
from store.text.dates import PUBLISHED, YEAR, days
from store.text.numbers import amounts
from store.text.relative import relative_days
from store.text.resolution.resolved import resolved_dates
from store.text.scripts import fold

_HALF = re.compile("[上下]半年")
_COMPARED = re.compile(table("times").either("compared").replace("YEAR", YEAR.pattern))
"""A year that another one is compared with."""


@dataclass(frozen=True, slots=True)
class OtherYear:
    """The claim must not be of another year or quarter than the question, nor its articles only of other years."""

    name: str = "year"
    aim: Aim = "asked"

    def find(self, case: Case) -> Iterator[Finding]:
        """The year that is asked about, with the years of the claim."""
        question, claim = case.question, case.claim
        if not (question.is_chinese and claim.is_chinese):
            return
        is_other = all(other_years(question.text, claim.text, day) for day in case.published or (None,))
        is_unresolved = any(tells_unresolved(claim.text, day) for day in case.published or (None,))
        if is_other or unknown_years(question.text, case.sources, unresolved=is_unresolved):
            said = YEAR.search(claim.folded)
            span = said.span() if said else (0, 0)
            asked = "、".join(_asked(question.text, claim.text))
            yield Finding(self.name, "off-topic", claim.text[slice(*span)], span, asked=asked)


def other_years(question: str, text: str, published: str | None = None) -> bool:
    """Whether the question names a year or a quarter and the text names only others, and not just to compare with.

    Beside years that are named, 去年 counts as the one that it is in an article `published` on this day.
    """
    plain = _COMPARED.sub("", fold(text))
    said = _years(plain)
    if said:
        said |= _resolved_years(text, published)
    found = ((_years(question), said), (_quarters(question), _quarters(plain)))
    return any(asked and told and not asked & told for asked, told in found)


def tells_unresolved(text: str, published: str | None) -> bool:
    """Whether a text tells of a year only by another one that nobody knows: 去年 in an article of no known day."""
    if _years(text):
        return False
    known = {one.start for one in resolved_dates(text, published)}
    told = (one for one in relative_days(fold(text)) if one.value.unit == "year" and not one.value.counted)
    return any(one.start not in known for one in told)


def unknown_years(question: str, sources: Sequence[Source], *, unresolved: bool = False) -> bool:
    """Whether the question names years, and the cited articles name others, or came out in others, but none of these.

    An article may say 去年 of the year before it came out, and 明年 of the one after. Where one names no year at all, a
    claim may be of any year, unless it tells of an `unresolved` one.
    """
    asked = _years(question)
    if not asked:
        return False
    known: set[str] = set()
    for source in sources:
        known |= _years(f"{source.passage.title} {source.article}")
        if published := YEAR.match(source.passage.published or ""):
            known |= {published[0], str(int(published[0]) - 1)}
            known |= _resolved_years(source.article, source.passage.published)
    return (bool(known) or unresolved) and not asked & known


def _asked(question: str, claim: str) -> list[str]:
    """The years that are asked about or, where the claim is about one of them, the quarters or halves."""
    years = sorted(_years(question))
    if years and not {*years} & _years(claim):
        return [f"{year}年" for year in years]
    named = {"上": "上半年", "下": "下半年"}
    return [named.get(quarter, f"{quarter}季度") for quarter in sorted(_quarters(question))]


@lru_cache(maxsize=256)
def _years(text: str) -> frozenset[str]:
    """The years that a text names, in whatever way: 2021年, 二〇二一年, 民国110年."""
    folded = fold(text)
    dated = (str(one.value.year) for one in days(folded) if one.value.year in PUBLISHED)
    return frozenset((*YEAR.findall(folded), *dated))


def _resolved_years(text: str, published: str | None) -> set[str]:
    """The years that words of a text mean in an article published on this day."""
    return {str(one.day.year) for one in resolved_dates(text, published) if one.day.year}


def _quarters(text: str) -> set[str]:
    folded = fold(text)
    quarters = (one.value.value for one in amounts(folded, ones=True) if one.value.unit == "季度")
    return {*_HALF.findall(folded), *(f"{number:g}季度" for number in quarters)}
