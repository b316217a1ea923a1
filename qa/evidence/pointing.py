"""What the reader makes of the hits: the exact words that may answer a question, and how likely they do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from store.passage import Hit, Passage
from store.span_reader import Reader

_EDGES = " \t\n\u3000，。、；：,.;:！？!?"


@dataclass(frozen=True, slots=True)
class PointedWords:
    """Words of an article that may answer a question, at offsets into it, and how likely they do: 0 to 1."""

    passage: Passage
    start: int
    end: int
    answers: float


def point(question: str, hits: Sequence[Hit], reader: Reader | None) -> list[PointedWords]:
    """The words in the hits that may answer, the likeliest first; none without a reader.

    A passage's likelihood is that of its best words; others of it have less by the ratio of their odds to the best's.
    """
    if reader is None or not hits:
        return []
    found = []
    for hit, reading in zip(hits, reader.read(question, [_shown(hit.passage) for hit in hits]), strict=True):
        passage, head = hit.passage, len(_head(hit.passage))
        for span in reading.spans:
            words = passage.text[max(span.start - head, 0) : max(span.end - head, 0)]
            if said := words.strip(_EDGES):
                start = passage.start + max(span.start - head, 0) + words.index(said)
                likely = reading.answers * math.exp(span.score - reading.spans[0].score)
                found.append(PointedWords(passage, start, start + len(said), likely))
    return sorted(found, key=lambda exact: -exact.answers)


def _shown(passage: Passage) -> str:
    return _head(passage) + passage.text


def _head(passage: Passage) -> str:
    """What a passage from further down is about: its article's title. The reader was trained on such texts."""
    return f"《{passage.title}》" if passage.start else ""
