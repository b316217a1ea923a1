"""Two ways of finding passages, fused into one ranking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from store.passage import Hit
from store.text.scripts import bare
from store.thresholds import LEXICAL_WEIGHT

CANDIDATES = 50
"""Passages taken from each leg before fusion."""


def fuse(
    dense: Mapping[str, float], lexical: Mapping[str, float], weight: float = LEXICAL_WEIGHT
) -> list[tuple[str, float]]:
    """One ranking of passage ids from cosine similarities and BM25 scores, best first.

    Linear fusion (Bruch et al., "An Analysis of Fusion Functions for Hybrid Retrieval", TOIS 2023): each leg is
    scaled to 0..1 over the candidates, and the lexical one counts `weight`, the other the rest. A passage that a leg
    did not find gets 0 there.
    """
    near, said = _scaled(dense), _scaled(lexical)
    rows = dense.keys() | lexical.keys()
    fused = {row: (1 - weight) * near.get(row, 0.0) + weight * said.get(row, 0.0) for row in rows}
    return sorted(fused.items(), key=lambda item: (-item[1], item[0]))


def _scaled(scores: Mapping[str, float]) -> dict[str, float]:
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    return {row: (score - low) / (high - low) if high > low else 1.0 for row, score in scores.items()}


def distinct(hits: Iterable[Hit]) -> Iterator[Hit]:
    """The hits without those that say, in whatever script, what a better one has said."""
    said: set[str] = set()
    for hit in hits:
        text = bare(hit.passage.text) or hit.passage.text
        if text not in said:
            said.add(text)
            yield hit
