"""From the scores of tokens to the words that answer."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from store.text.sentences import sentences
from store.thresholds import CROSSING

LONGEST = 64
"""Tokens of an answer, at most: about 100 characters."""
KEPT = 5
"""Spans kept of a text."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a text that may answer, at offsets into it; `score` orders the spans of all texts of one question."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of a question and one text.

    `answers` is how likely the text answers the question, 0 to 1; `spans` are where, best first, none in another.
    They are given whether or not the text is likely to answer.
    """

    answers: float
    spans: tuple[Span, ...]


def best_spans(
    scores: NDArray[np.float32], offsets: Sequence[tuple[int, int]], first: int, last: int, text: str
) -> list[Span]:
    """The best spans of the tokens from `first` to before `last`, none overlapping a better one.

    `scores` are those of each token as start with each as end. A span's score is told from that of the first token of
    all with itself, which stands for "no answer here" (Devlin et al., BERT, NAACL 2019, section 4.3).
    """
    size = last - first
    if size <= 0:
        return []
    length = np.arange(size)[None, :] - np.arange(size)[:, None]
    begun = [start for start, _ in sentences(text)]
    starts, ends = ([bisect_right(begun, offsets[at][side] - side) for at in range(first, last)] for side in (0, 1))
    crossed = np.maximum(np.array(ends)[None, :] - np.array(starts)[:, None], 0)
    told = scores[first:last, first:last] - scores[0, 0] - CROSSING * crossed
    left = np.where((length >= 0) & (length < LONGEST), told, -np.inf)
    found: list[Span] = []
    while len(found) < KEPT and np.isfinite(best := float(left.max())):
        start, end = divmod(int(left.argmax()), size)
        found.append(Span(offsets[first + start][0], offsets[first + end][1], best))
        left[: end + 1, start:] = -np.inf  # everything that begins before its end and ends after its start
    return found
