"""Which sentences become evidence, in a token budget; and which of them the language model gets to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qa.question.answer_form import of_another_kind
from qa.thresholds import CROWDING, FOCUSED, OFFERED, TOKENS_PER_CHARACTER

from .sources import Evidence, Sentence, Source


def focused(question: str, evidence: Evidence) -> Evidence:
    """The evidence without the sentences that fit far worse than one of which the reader is sure, if there is any."""
    best = evidence.best()
    sure = any(s.exact and s.answers >= FOCUSED and not of_another_kind(question, s.pointed) for s in best)
    if not sure:
        return evidence
    kept = {sentence for sentence in best if sentence.score >= OFFERED * best[0].score}
    sources = (
        replace(source, sentences=tuple(sentence for sentence in source.sentences if sentence in kept))
        for source in evidence.sources
    )
    return Evidence(tuple(source for source in sources if source.sentences))


LEAST = 3
"""Sentences that are offered whatever their score."""


SOURCES = 5
"""Most sources offered: each costs a heading of its own."""


def select(ranked: Sequence[Sentence], tokens: int, numbers: Mapping[str, int] | None = None) -> tuple[Source, ...]:
    """The best sentences that fit into about `tokens` tokens, grouped by article, best article first.

    Sentences that fit far worse than the best are left out: they only distract. A sentence counts for less with every
    one already taken from its article, so that one article never crowds out the others. Sources are numbered in order,
    or by article id as `numbers` says.
    """
    room = tokens / TOKENS_PER_CHARACTER
    taken: dict[str, list[Sentence]] = {}
    waiting = [s for place, s in enumerate(ranked) if place < LEAST or s.score >= OFFERED * ranked[0].score]
    while waiting:
        best = max(waiting, key=lambda s: s.score * CROWDING ** len(taken.get(s.passage.article_id, ())))
        waiting.remove(best)
        article = best.passage.article_id
        heading = 0 if article in taken else len(best.passage.title) + 10
        if len(best.text) + heading > room or (article not in taken and len(taken) == SOURCES):
            continue
        taken.setdefault(article, []).append(best)
        room -= len(best.text) + heading
    return tuple(
        Source(numbers[article] if numbers else place, tuple(sorted(chosen, key=lambda sentence: sentence.start)))
        for place, (article, chosen) in enumerate(taken.items(), start=1)
    )
