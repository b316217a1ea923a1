"""From hits to evidence: the sentences that matter, by source, within a budget."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from store.article import Article
from store.edits import Change
from store.embedding import Embedding
from store.folding import is_chinese, simplified, terms
from store.passage import Passage, Span, sentences
from store.search import Hit

from .answer import Citation
from .exact import Exact

TOKENS_PER_CHARACTER = 0.7
"""Reckoned on the safe side: the sample articles take 0.56 to 0.59 in Qwen's vocabulary, in Simplified."""
NOVELTY = 0.25
"""What a sentence gains by holding all terms of the question that better ones leave open."""
EMBEDDED = 24
"""Sentences embedded for one question."""
WORTH, LEAST = 0.6, 3
"""Share of the best sentence's score that another needs to be offered, and how many are offered all the same."""
CROWDING = 0.95
"""What each sentence already taken from an article leaves of the score of its others."""
COSINE, HELD, FOREIGN_COSINE = 0.88, 0.3, 0.75
"""What makes evidence relevant: the best sentence's cosine similarity, or the share of the question's terms that the
best sentences hold. Chinese questions on the sample articles have cosines of 0.883 and more, unrelated ones 0.855 and
less, with at most 0.22 of their terms; between languages the cosines hardly tell (0.77 against 0.77)."""
READ = 1.0
"""What the reader's likelihood counts beside the mean of the other views of a sentence."""
LED = 800
"""Characters within which a line that ends in a colon leads to what follows."""
_LEADING = re.compile(r"^[^\n。，,；;]{4,40}[:：]$", re.MULTILINE)
SOURCES = 5
"""Most sources offered: each costs a heading of its own."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage, at offsets into its article.

    `score` says how well it fits the question, `cosine` how similar their vectors are. `exact` are the words in it, at
    offsets into the article, that the reader points at, and `answers` how likely they answer: 0 to 1.
    """

    passage: Passage
    start: int
    end: int
    text: str
    score: float = 0.0
    cosine: float = 0.0
    exact: Span | None = None
    answers: float = 0.0

    @property
    def pointed(self) -> str:
        """The words in it that the reader points at; empty without any."""
        return self.text[self.exact[0] - self.start : self.exact[1] - self.start] if self.exact else ""


@dataclass(frozen=True, slots=True)
class Source:
    """What is offered of one article under the number [n]: some of its sentences, in its own order.

    `article` is the whole text, to look up what the article is about, and `changes` are what repair did to it.
    """

    number: int
    sentences: tuple[Sentence, ...]
    article: str = ""
    changes: tuple[Change, ...] = ()

    @property
    def passage(self) -> Passage:
        """A passage of the article, for its title, publisher and date."""
        return self.sentences[0].passage

    def led(self, start: int, text: str) -> str:
        """A sentence at an offset of the article with the line above it that leads to it, as one that names who speaks:
        东莞市投资促进局局长陈顺娇:
        """
        above = [*_LEADING.finditer(self.article, max(start - LED, 0), start)]
        line = above[-1][0].strip() if above else ""
        return f"{line}{text}" if line and not _LEADING.fullmatch(text) else text

    def prompt(self) -> str:
        """The source as the language model reads it, in Simplified: a heading, then its sentences, the best one last.

        A date without a year is left out: it stands in the text, and above it was taken for the date that is asked.
        A small model leans on what it read last. Ordered so, it answered 23 of 26 questions; in the article's order 17.
        """
        passage = self.passage
        published = passage.published if passage.published and not passage.published.startswith("--") else None
        about = "，".join(part for part in (passage.publisher, published) if part)
        heading = f"[{self.number}] 《{passage.title}》" + (f"（{about}）" if about else "")
        ordered = sorted(self.sentences, key=lambda sentence: sentence.score)
        lines = [self.led(sentence.start, sentence.text) for sentence in ordered]
        return simplified("\n".join([heading, *lines]))


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sources offered for a question."""

    sources: tuple[Source, ...]

    def prompt(self) -> str:
        """All sources as the language model reads them, the best one last."""
        return "\n\n".join(source.prompt() for source in reversed(self.sources))

    def best(self) -> list[Sentence]:
        """The sentences of all sources, the one that fits best first."""
        found = [sentence for source in self.sources for sentence in source.sentences]
        return sorted(found, key=lambda sentence: -sentence.score)

    def quoted(self, citations: Iterable[Citation]) -> list[Sentence]:
        """The sentences that are cited, the one that fits best first."""
        cited = {(citation.passage.article_id, citation.start) for citation in citations}
        return [sentence for sentence in self.best() if (sentence.passage.article_id, sentence.start) in cited]


def whole(article: Article, span: Span) -> Sentence:
    """A sentence of an article, at its offsets, that no search found."""
    start, end = span
    text = article.text[start:end]
    about = article.source, article.title, article.publisher, article.published
    return Sentence(Passage(article.id, 0, text, start, end, *about), start, end, text)


def rank(question: str, hits: Sequence[Hit], embedding: Embedding, exact: Sequence[Exact] = ()) -> list[Sentence]:
    """The sentences of the hits that may matter, with their scores, best first.

    The score is the mean of three views, each 0 to 1: cosine similarity, scaled over the sentences; the share of the
    question's terms the sentence holds, rare ones counting more; and the score of the passage around it. What the
    reader says of the sentence comes on top. Only the EMBEDDED best but for the first view are embedded at all: that is
    most of the time this takes.
    """
    found = [_read(sentence, exact) for hit in hits for sentence in _sentences(hit)]
    if not found:
        return []
    lexical = coverage(question, [sentence.text for sentence in found])
    views = sorted(
        zip(found, lexical, strict=True), key=lambda view: -(view[0].score + view[1] + READ * view[0].answers)
    )[:EMBEDDED]
    cosines = embedding.sentences([sentence.text for sentence, _ in views]) @ embedding.query(question)
    low, high = float(cosines.min()), float(cosines.max())
    dense = (cosines - low) / (high - low) if high > low else np.ones_like(cosines)
    scored = [
        replace(
            sentence, score=(sentence.score + held + float(near)) / 3 + READ * sentence.answers, cosine=float(cosine)
        )
        for (sentence, held), near, cosine in zip(views, dense, cosines, strict=True)
    ]
    return complementary(question, scored)


def _sentences(hit: Hit) -> Iterator[Sentence]:
    passage = hit.passage
    for start, end in sentences(passage.text):
        yield Sentence(passage, passage.start + start, passage.start + end, passage.text[start:end], hit.score)


def _read(sentence: Sentence, exact: Sequence[Exact]) -> Sentence:
    """A sentence with the likeliest words that begin in it."""
    for words in exact:
        if words.passage.article_id == sentence.passage.article_id and sentence.start <= words.start < sentence.end:
            return replace(sentence, exact=(words.start, min(words.end, sentence.end)), answers=words.answers)
    return sentence


def coverage(question: str, texts: Sequence[str]) -> list[float]:
    """For each text the share (0 to 1) of the question's terms in it, weighted by their rarity among the texts."""
    weight, held = _weighed(question, texts)
    total = sum(weight.values()) or 1.0
    return [sum(weight[term] for term in found) / total for found in held]


def complementary(question: str, scored: Sequence[Sentence]) -> list[Sentence]:
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
        gains = {i: scored[i].score + NOVELTY * sum(weight[t] for t in held[i] & open_terms) / left for i in waiting}
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
    """Whether the best sentences have anything to do with the question, so that a model is worth asking."""
    if not ranked:
        return False
    cosine = max(sentence.cosine for sentence in ranked)
    if not is_chinese(question):
        return cosine >= FOREIGN_COSINE  # words can't be compared across languages
    asked = set(terms(question))
    held = {term for sentence in ranked[:8] for term in terms(f"{sentence.passage.title} {sentence.text}")}
    return cosine >= COSINE or len(asked & held) >= HELD * len(asked)


def select(ranked: Sequence[Sentence], tokens: int, numbers: Mapping[str, int] | None = None) -> tuple[Source, ...]:
    """The best sentences that fit into about `tokens` tokens, grouped by article, best article first.

    Sentences that fit far worse than the best are left out: they only distract. A sentence counts for less with every
    one already taken from its article, so that one article never crowds out the others. Sources are numbered in order,
    or by article id as `numbers` says.
    """
    room = tokens / TOKENS_PER_CHARACTER
    taken: dict[str, list[Sentence]] = {}
    waiting = [s for place, s in enumerate(ranked) if place < LEAST or s.score >= WORTH * ranked[0].score]
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
