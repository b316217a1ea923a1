"""How sure is an answer? A number to order answers by, from what they quote."""

from __future__ import annotations

from collections.abc import Sequence

from qa.answer import Claim
from qa.evidence.sources import Evidence
from qa.thresholds import TERMS_IN_CONFIDENCE
from store.text.segmenter import terms


def confidence(question: str, claims: Sequence[Claim], evidence: Evidence) -> float:
    """How well the quoted sentences fit the question, 0 to 1; 0 without claims.

    A weighted mean of the likelihood that the reader gives the best one, and the share of the question's terms that
    they hold with their titles. It orders answers, and is no probability.
    """
    citations = [citation for claim in claims for citation in claim.citations]
    if not citations:
        return 0.0
    likely = max((sentence.answers for sentence in evidence.quoted(citations)), default=0.0)
    asked = set(terms(question))
    said = " ".join([*(citation.quote for citation in citations), *(citation.passage.title for citation in citations)])
    held = len(asked.intersection(terms(said))) / (len(asked) or 1)
    return round((1 - TERMS_IN_CONFIDENCE) * likely + TERMS_IN_CONFIDENCE * held, 4)
