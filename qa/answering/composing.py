"""From checked claims to the answer: which are kept, in which language, and when it is the refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import prompts
from qa.answer import Answer, Claim
from qa.checks.grounding import ground
from qa.evidence.sources import Evidence
from qa.formatting.answers import joined
from qa.question.language import in_language, language_of

from .reply import written


def claims_of(reply: str, asked: str, evidence: Evidence, language: prompts.Language) -> list[Claim]:
    """The claims of a reply, checked. A model's word that the articles don't say is none."""
    grounded = [ground(sentence, asked, evidence) for sentence in written(reply) if not sentence.says_nothing]
    return [replace(claim, text=in_language(claim.text, language)) for claim in grounded]


def composed(answer: Answer, claims: Sequence[Claim], tail: str = "", *, mark: bool = False) -> Answer:
    """The answer with the claims that hold, and behind them the sentence being written.

    What no source says is withheld; with `mark` it stays in its place beside a claim that holds, under its verdict.
    """
    holding = [claim for claim in claims if claim.verdict != "unsupported"]
    kept = tuple(claims) if mark and holding else tuple(holding)
    withheld = tuple(claim for claim in claims if claim not in kept) or answer.withheld
    text = joined(kept, language_of(answer.question))
    return replace(answer, text=text + tail, claims=kept, withheld=withheld)


def opposed(claims: Sequence[Claim], others: Sequence[Claim]) -> list[Claim]:
    """Claims beside what other sources say instead, as sides, the newest article's first and those of no date last."""
    if not others:
        return [*claims]
    sides = [replace(claim, side=True) for claim in (*claims, *others) if claim.verdict != "unsupported"]
    # A date without a year, --11-28, tells nothing of which is newer.
    dated = sorted(sides, key=lambda side: side.citations[0].passage.published or "", reverse=True)
    return [*dated, *(claim for claim in claims if claim.verdict == "unsupported")]


def completed(answer: Answer) -> Answer:
    """The finished answer; without a single claim that holds it is the refusal."""
    finished = replace(answer, complete=True)
    return finished if finished.claims else replace(finished, text=prompts.REFUSAL[language_of(answer.question)])
