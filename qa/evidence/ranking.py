"""The sentences of the hits, ranked by how well they fit the question; and whether any is relevant."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from qa.thresholds import NOVELTY_WEIGHT, READER_WEIGHT, RELEVANT_LIKELIHOOD, RELEVANT_TERMS
from store.passage import Hit
from store.text.scripts import is_chinese
from store.text.segmenter import terms
from store.text.sentences import sentences

from .datelines import asks_published, is_dateline
from .pointing import PointedWords
from .rows import looked_up
from .sources import Sentence
from .wording import date_asked

KEPT = 24
"""Most sentences ranked for one question."""


class Weights(NamedTuple):
    """What the reader and the novelty of a sentence count in the ranking."""

    reader: float = READER_WEIGHT
    novelty: float = NOVELTY_WEIGHT


WEIGHTS = Weights()


def rank(
    question: str, hits: Sequence[Hit], exact: Sequence[PointedWords] = (), weights: Weights = WEIGHTS
) -> list[Sentence]:
    """The sentences of the hits that may matter, with their scores, best first.

    The score is the mean of two views, each 0 to 1: the share of the question's terms that the sentence holds, rare
    ones counting more; and the score of the passage around it. What the reader says of the sentence comes on top. No
    sentence is embedded: that took most of a question's time, and the reader tells better which one answers. A line
    that only says when its article came out is left out, unless that is asked.
    """
    found = looked_up(question, [_read(sentence, exact, question) for hit in hits for sentence in _sentences(hit)])
    if not asks_published(question):
        telling = [sentence for sentence in found if not is_dateline(sentence.text, sentence.passage.published)]
        found = telling or found
    lexical = coverage(question, [sentence.text for sentence in found])
    scored = [
        replace(sentence, score=(sentence.score + held) / 2 + weights.reader * sentence.answers)
        for sentence, held in zip(found, lexical, strict=True)
    ]
    best = sorted(scored, key=lambda sentence: -sentence.score)[:KEPT]
    return complementary(question, best, weights.novelty)


def _sentences(hit: Hit) -> Iterator[Sentence]:
    passage = hit.passage
    for start, end in sentences(passage.text):
        yield Sentence(passage, passage.start + start, passage.start + end, passage.text[start:end], hit.score)


def _read(sentence: Sentence, exact: Sequence[PointedWords], question: str) -> Sentence:
    """A sentence with the likeliest words that begin in it or, where a time is asked for, its date that is meant."""
    for words in exact:
        if words.passage.article_id == sentence.passage.article_id and sentence.start <= words.start < sentence.end:
            within = words.start - sentence.start, min(words.end, sentence.end) - sentence.start
            start, end = date_asked(question, sentence.text, sentence.passage.published, within)
            return replace(sentence, exact=(sentence.start + start, sentence.start + end), answers=words.answers)
    return sentence


def coverage(question: str, texts: Sequence[str]) -> list[float]:
    """For each text the share (0 to 1) of the question's terms in it, weighted by their rarity among the texts."""
    weight, held = _weighed(question, texts)
    total = sum(weight.values()) or 1.0
    return [sum(weight[term] for term in found) / total for found in held]


def complementary(question: str, scored: Sequence[Sentence], novelty: float) -> list[Sentence]:
    """Sentences in an order where each also brings what those before it leave open; scores fall along it.

    Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998) with novelty counted in the question's terms: the
    sentence that names the meeting is best followed by the one that says who led it.
    """
    weight, held = _weighed(question, [sentence.text for sentence in scored])
    open_terms = set().union(*held)
    waiting = list(range(len(scored)))
    ordered: list[Sentence] = []
    while waiting:
        left = sum(weight[term] for term in open_terms) or 1.0
        gains = {i: scored[i].score + novelty * sum(weight[t] for t in held[i] & open_terms) / left for i in waiting}
        best = max(waiting, key=gains.__getitem__)
        waiting.remove(best)
        open_terms -= held[best]
        score = min(gains[best], ordered[-1].score) if ordered else gains[best]
        ordered.append(replace(scored[best], score=score))
    return ordered


def _weighed(question: str, texts: Sequence[str]) -> tuple[dict[str, float], list[set[str]]]:
    """The question's terms with their weight, by rarity among the texts, and those that each text holds."""
    asked = set(terms(question))
    held = [set(terms(text)) & asked for text in texts]
    frequency = Counter(term for found in held for term in found)
    return {term: math.log(1 + len(texts) / (1 + frequency[term])) for term in asked}, held


def relevant(question: str, ranked: Sequence[Sentence]) -> bool:
    """Whether the best sentences have anything to do with the question, so that a model is worth asking.

    The reader says so of one of them, or they hold enough of its terms. Words can't be compared across languages, so
    that sentences for a question in another one are left to whoever reads them.
    """
    if not ranked or not is_chinese(question):
        return bool(ranked)
    if any(sentence.answers >= RELEVANT_LIKELIHOOD for sentence in ranked):
        return True
    asked = set(terms(question))
    held = {term for sentence in ranked[:8] for term in terms(f"{sentence.passage.title} {sentence.text}")}
    return len(asked & held) >= RELEVANT_TERMS * len(asked)
