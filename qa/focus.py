"""Where the reader is sure of a sentence, what else the language model gets to read."""

from __future__ import annotations

from dataclasses import replace

from .asking import of_another_kind
from .evidence import WORTH, Evidence

SURE = 0.8
"""How likely a sentence must answer for others to be kept from the model unless they fit nearly as well. A small model
takes the wrong one of three: of 70 questions of RGB with one positive passage its reply was right to 54 so, to 49 with
all sentences. From 0.4 on it answers as many, and more of those that the passages don't answer."""


def in_focus(question: str, evidence: Evidence) -> Evidence:
    """The evidence without the sentences that fit far worse than one of which the reader is sure, if there is any."""
    best = evidence.best()
    sure = any(s.exact and s.answers >= SURE and not of_another_kind(question, s.pointed) for s in best)
    if not sure:
        return evidence
    kept = {sentence for sentence in best if sentence.score >= WORTH * best[0].score}
    sources = (
        replace(source, sentences=tuple(sentence for sentence in source.sentences if sentence in kept))
        for source in evidence.sources
    )
    return Evidence(tuple(source for source in sources if source.sentences))
