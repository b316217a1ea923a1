"""Answers without a language model: the best sentences of the articles, quoted and cited."""

from __future__ import annotations

from store.folding import in_script, is_chinese, script_of

from .answer import Claim
from .evidence import Evidence
from .grounding import other_years, quote

SENTENCES = 3
"""Most sentences quoted."""
WORTH = 0.7
"""Share of the best sentence's score that another needs to be quoted beside it."""


def extract(question: str, evidence: Evidence) -> list[Claim]:
    """The sentences that fit the question best, as claims that quote them; none when they speak of other years.

    A claim's text is in the question's script, its quote in the article's own. A question in another language gets
    the sentences as they are.
    """
    sources = {sentence: source for source in evidence.sources for sentence in source.sentences}
    best = [sentence for sentence in evidence.best() if not other_years(question, sentence.text)]
    chosen = [sentence for sentence in best if sentence.score >= WORTH * best[0].score][:SENTENCES]
    script = script_of(question) if is_chinese(question) else None
    return [
        Claim(
            in_script(sentence.text, script) if script else sentence.text,
            (quote(sources[sentence], sentence),),
        )
        for sentence in chosen
    ]
