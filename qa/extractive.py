"""Answers without a language model: the best sentences of the articles, quoted and cited."""

from __future__ import annotations

from dataclasses import replace

from store.folding import in_script, is_chinese, script_of

from .answer import Claim
from .evidence import Evidence
from .grounding import beside, elsewhere, quote

SENTENCES = 3
"""Most sentences quoted."""
WORTH = 0.6
"""Share of the best sentence's score that another needs to be quoted beside it."""


def extract(question: str, evidence: Evidence) -> list[Claim]:
    """The sentences that fit the question best, as claims that quote them; those beside the question are unsupported.

    A claim's text is in the question's script, its quote in the article's own. A question in another language gets
    the sentences as they are.
    """
    sources = {sentence: source for source in evidence.sources for sentence in source.sentences}
    script = script_of(question) if is_chinese(question) else None
    claims = [
        Claim(in_script(sentence.text, script) if script else sentence.text, (quote(sources[sentence], sentence),))
        for sentence in evidence.best()
        if sentence.score >= WORTH * evidence.best()[0].score and not elsewhere(question, sentence.text)
    ]
    judged = [replace(c, verdict="unsupported") if beside(question, c, evidence) else c for c in claims]
    kept = [claim for claim in judged if claim.verdict == "supported"][:SENTENCES]
    return kept + [claim for claim in judged if claim.verdict == "unsupported"]
