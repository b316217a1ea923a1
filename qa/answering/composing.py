"""From checked claims to the answer: which are kept, in which language, and when it is the refusal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import prompts
from qa.answer import Answer, Citation, Claim
from qa.checks.grounding import ground
from qa.evidence.sources import Evidence
from qa.formatting.answers import joined
from qa.question.language import in_language, language_of

from .reply import sentences_of


def claims_of(reply: str, asked: str, evidence: Evidence, language: prompts.Language) -> list[Claim]:
    """The claims of a reply, checked. A model's word that the articles don't say is none."""
    sentences = [sentence for sentence in sentences_of(reply) if not sentence.says_nothing]
    grounded = [ground(sentence.text, sentence.numbers, asked, evidence) for sentence in sentences]
    return [claim_in_language(claim, language) for claim in grounded]


def claim_in_language(claim: Claim, language: prompts.Language) -> Claim:
    """A claim in the script of a language, character for character, with its exact words and those of its findings."""
    text = in_language(claim.text, language, source="\n".join(citation.passage.text for citation in claim.citations))
    exact = text[: len(claim.exact)]  # with which it begins
    findings = tuple(replace(finding, says=text[slice(*finding.span)]) for finding in claim.findings)
    return replace(claim, text=text, exact=exact, findings=findings)


def composed(answer: Answer, claims: Sequence[Claim], tail: str = "", *, mark: bool = False) -> Answer:
    """The answer with the claims that hold, and behind them the sentence being written.

    What no source says is withheld; with `mark` it stays in its place beside a claim that holds, under its verdict.
    """
    holding = [claim for claim in claims if claim.verdict != "unsupported"]
    kept = tuple(claims) if mark and holding else tuple(holding)
    withheld = tuple(claim for claim in claims if claim not in kept) or answer.withheld
    text = joined(kept, language_of(answer.question))
    return replace(answer, text=text + tail, claims=kept, withheld=withheld)


def as_sides(claims: Sequence[Claim], others: Sequence[Claim]) -> list[Claim]:
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


def renumbered(claims: Sequence[Claim], numbers: dict[str, int], *, numbered: bool) -> Iterator[Claim]:
    """Claims of several searches with one number for each article, by `numbers`, which grow; where they are `numbered`
    by the texts that were given, as they are.
    """

    def number(citation: Citation) -> int:
        return citation.number if numbered else numbers.setdefault(citation.passage.article_id, len(numbers) + 1)

    for claim in claims:
        yield replace(claim, citations=tuple(replace(c, number=number(c)) for c in claim.citations))
