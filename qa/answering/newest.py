"""How things are now: the newest article that says it comes first, with its date; what others say stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from qa.answer import AsOf, Claim
from qa.evidence.sources import Evidence
from store.text.dates import YEAR, dates
from store.text.scripts import fold

LEAD = 200
"""Characters at the beginning of an article in which the day stands that it tells of."""


def newest_first(claims: Sequence[Claim], evidence: Evidence, asked_on: date) -> list[Claim]:
    """The claims with the day that each is as of, the newest first.

    Where sources disagree, the newest article's claim is the answer, and the others are sides. An article that writes
    its days without a year was written for readers of that year: beside one from before the year of asking it counts as
    the newer, beside one of that year as the older.
    """
    kept = [_dated(claim, evidence) for claim in claims if claim.verdict != "unsupported"]
    rest = [claim for claim in claims if claim.verdict == "unsupported"]
    if not any(claim.side for claim in kept):
        return [*kept, *rest]
    ordered = sorted(kept, key=lambda claim: _age(claim, asked_on))
    newest = next(claim for claim in ordered if claim.side)
    others = [replace(claim, side=True) for claim in ordered if claim is not newest]
    return [replace(newest, side=False), *others, *rest]


def _age(claim: Claim, asked_on: date) -> str:
    """What sorts claims by their dates, the newest first: of the digits of a date what is lacking to 9."""
    said = claim.as_of.date if claim.as_of else ""
    whole = said if said[:4].isdigit() else f"{asked_on.year - 1}-12-31"
    return "".join(str(9 - int(digit)) if digit.isdigit() else digit for digit in f"{whole}-00-00"[:10])


def _dated(claim: Claim, evidence: Evidence) -> Claim:
    passage = claim.citations[0].passage
    article = next((one.article for one in evidence.sources if one.passage.article_id == passage.article_id), "")
    return replace(claim, as_of=as_of(passage.published, article or passage.text))


def as_of(published: str | None, text: str) -> AsOf:
    """From when an article is: the day on which it came out, else the first day that its lead tells of, else the latest
    year that it names.
    """
    if published and not published.startswith("--"):
        return AsOf(published)
    lead = published or next((found.value for found in dates(text[:LEAD])), "")
    if lead:
        return AsOf(lead, "told")
    return AsOf(max(YEAR.findall(fold(text)), default=""), "named")
