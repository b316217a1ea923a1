"""What the reader makes of the hits: the exact words that may answer a question, and how likely they do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from store.passage import Hit, Passage
from store.span_reader import Reader, Reading

from .datelines import asks_published, without_datelines
from .wording import in_its_words, whole_date

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
    The day on which an article came out is not read as an answer, unless that may be asked for.
    """
    if reader is None or not hits:
        return []
    found = []
    for hit, reading in zip(hits, _readings(question, hits, reader), strict=True):
        passage, head = hit.passage, len(_head(hit.passage))
        for span in reading.spans:
            words = passage.text[max(span.start - head, 0) : max(span.end - head, 0)]
            if said := words.strip(_EDGES):
                at = max(span.start - head, 0) + words.index(said)
                start, end = whole_date(passage.text, passage.published, (at, at + len(said)))
                likely = reading.answers * math.exp(span.score - reading.spans[0].score)
                found.append(PointedWords(passage, passage.start + start, passage.start + end, likely))
    return sorted(found, key=lambda exact: -exact.answers)


def _readings(question: str, hits: Sequence[Hit], reader: Reader) -> list[Reading]:
    """What the reader makes of each hit, of the question in its words for a date."""
    is_asked = asks_published(question)
    by_question: dict[str, list[tuple[int, str]]] = {}
    for place, passage in enumerate(hit.passage for hit in hits):
        text = passage.text if is_asked else without_datelines(passage)
        asked = in_its_words(question, text, passage.published)
        by_question.setdefault(asked, []).append((place, _head(passage) + text))
    found = {
        place: reading
        for asked, shown in by_question.items()
        for (place, _), reading in zip(shown, reader.read(asked, [text for _, text in shown]), strict=True)
    }
    return [found[place] for place in range(len(hits))]


def _head(passage: Passage) -> str:
    """What a passage from further down is about: its article's title. The reader was trained on such texts."""
    return f"《{passage.title}》" if passage.start else ""
