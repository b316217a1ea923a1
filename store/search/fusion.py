"""How well a passage fits a query: what its vector says and what its words say, fused into one score.

A linear combination (Bruch et al., "An Analysis of Fusion Functions for Hybrid Retrieval", TOIS 2023) of two views that
mean the same in any library: how far the cosine lies above that of all passages, in standard deviations; and which
share of what the query says the passage holds, each term counted by its rarity.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import log

import numpy as np
from numpy.typing import NDArray

from store.passage import Passage
from store.text.scripts import fold

OUTSTANDING = 5.0
"""Standard deviations above the mean that count as much as holding all that a query says."""
BM25 = 0.25
"""What the BM25 score counts of all that words say."""
_SENTENCE_END = re.compile(r"[。!?;\n]")


def nearness(cosines: NDArray[np.float32], rows: Sequence[int]) -> dict[int, float]:
    """By row how far its cosine stands out among `cosines`, those of all passages: 0 is average, 1 outstanding."""
    if not rows:
        return {}
    mean, deviation = float(cosines.mean()), float(cosines.std()) or 1.0
    return {row: (float(cosines[row]) - mean) / deviation / OUTSTANDING for row in rows}


def rarity(having: int, count: int) -> float:
    """How much a term tells that so many of `count` passages have: its inverse document frequency, as in BM25."""
    return log(1 + (count - having + 0.5) / (having + 0.5))


def coverage(sought: Mapping[str, float], passage: Passage) -> float:
    """The share of what is sought, terms with their weights, that a passage and its title hold: 0 to 1.

    One half is that of all of it, the other that of its best sentence: words that stand together belong together.
    """
    whole = sum(sought.values())
    if not whole:
        return 0.0
    text = folded(passage)
    present = held(sought, text)
    near = max(sum(held(present, sentence).values()) for sentence in _SENTENCE_END.split(text))
    return (sum(present.values()) + near) / 2 / whole


def held(terms: Mapping[str, float], text: str) -> dict[str, float]:
    """Those of the terms that stand in a folded text."""
    return {term: weight for term, weight in terms.items() if term in text}


def folded(passage: Passage) -> str:
    """What a passage is found by, folded."""
    return _folded(passage.findable)


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return fold(text)  # the same passages come up for many questions


def worded(sought: Mapping[str, float], found: Mapping[int, Passage], scores: Mapping[int, float]) -> dict[int, float]:
    """By row how well the words of a passage fit, 0 to 1: by what it covers, and by its BM25 score beside the best one.

    Among very many passages BM25 tells more of those that hold the same terms: how often, and in how long a text. The
    last terms that a passage lacks count less than the first ones: where many hold nearly all, vectors tell more.
    """
    best = max(scores.values(), default=0.0) or 1.0
    lacking = {
        row: 1 - (1 - BM25) * coverage(sought, passage) - BM25 * scores.get(row, 0.0) / best
        for row, passage in found.items()
    }
    return {row: 1 - lack**2 for row, lack in lacking.items()}


def fuse(
    said: Mapping[int, float], near: Mapping[int, float], gains: Mapping[int, float], weight: float
) -> list[tuple[int, float]]:
    """One ranking of rows, best first: what words say counts `weight`, what vectors say the rest, `gains` besides."""
    scores = {row: (1 - weight) * near[row] + weight * fits + gains.get(row, 0.0) for row, fits in said.items()}
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))
