"""What strategies need for one question: search, ranked sentences, evidence, and how an answer is finished."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property

from qa.answer import Answer, Bounds, Claim
from qa.evidence.authorship import authors, signatures
from qa.evidence.given import hits_of
from qa.evidence.pointing import point
from qa.evidence.ranking import rank, relevant
from qa.evidence.selection import select
from qa.evidence.sources import Evidence, Sentence
from qa.evidence.timing import in_time, is_dated
from qa.llm import LLM
from qa.question.asking import Asking
from qa.question.followup import History
from qa.question.time import AskedTime, in_absolute_dates
from qa.settings import Settings
from store.article import Article
from store.library import Library
from store.passage import Hit
from store.span_reader import Reader

from .composing import completed, composed
from .confidence import confidence
from .refusal import nearest

ALIKE = 0.4
"""The likeness of two names, by `difflib`, from which one may be meant by the other: 东莞日报 and 东莞时报."""


@dataclass(frozen=True)
class Inquiry:
    """A question with all that a strategy needs to answer it. What it finds is found once, when it is asked for.

    `answer` is the answer as far as it is: the question, what was asked, and what is to answer. `given` are the only
    articles to look in, by number; None for the library. `beside` is what was said beside the question.
    """

    answer: Answer
    history: History
    given: Mapping[int, Article] | None
    library: Library
    reader: Reader | None
    llm: LLM | None
    settings: Settings
    beside: Asking

    @property
    def asked(self) -> str:
        """The question, made independent of what came before it, in Chinese."""
        return self.answer.asked

    @cached_property
    def time(self) -> AskedTime:
        """When the question asks about, and from when articles may be."""
        return self.beside.time(self.asked, self.answer.question)

    def in_absolute_dates(self) -> Inquiry:
        """The same with 2023年 for 去年, as far as there is a day to count from: somebody has named the day of asking,
        or an article found has one. Else 今年 may be the same in the question and in articles of no known day.
        """
        asked = in_absolute_dates(self.asked, self.beside.on)
        if asked == self.asked or not (self.beside.is_dated or any(is_dated(hit.passage) for hit in self.hits)):
            return self
        return replace(self, answer=replace(self.answer, asked=asked))

    def search(self, query: str, k: int) -> list[Hit]:
        """The `k` passages of the library that fit best, or all that were given, within the scope."""
        scope = self.time.scope
        if self.given is None:
            return self.library.search(query, k, self.settings.lexical_weight, scope=scope, periods=self.time.periods)
        return hits_of(self.given, scope)

    def article(self, article_id: str) -> Article | None:
        """One article by its id, or None."""
        if self.given is None:
            return self.library.article(article_id)
        return next((article for article in self.given.values() if article.id == article_id), None)

    @cached_property
    def hits(self) -> list[Hit]:
        """The passages found for the question."""
        return self.search(self.asked, self.settings.top_k) if self.answer.question.strip() else []

    @cached_property
    def ranked(self) -> list[Sentence]:
        """Their sentences, those that fit the question best first."""
        pointed = point(self.asked, self.hits, self.reader)
        return in_time(rank(self.asked, self.hits, pointed), self.time)

    @cached_property
    def is_relevant(self) -> bool:
        """Whether the best sentences, or those that sign an article, have anything to do with the question."""
        return relevant(self.asked, [*self.authors, *self.ranked])

    @cached_property
    def authors(self) -> list[Sentence]:
        """The sentences that name who wrote the articles, where that is asked."""
        return authors(self.asked, self.hits, self.article)

    @cached_property
    def signatures(self) -> list[Sentence]:
        """Those of them that alone answer the question."""
        return signatures(self.asked, self.authors)

    def evidence(self, ranked: Sequence[Sentence], *, unlimited: bool = False) -> Evidence:
        """The evidence among ranked sentences, with the articles' texts. What no model reads is `unlimited`: it has no
        token budget.
        """
        numbers = None if self.given is None else {article.id: number for number, article in self.given.items()}
        chosen = select(ranked, sys.maxsize if unlimited else self.settings.evidence_tokens, numbers)
        found = [(source, self.article(source.passage.article_id)) for source in chosen]
        return Evidence(
            tuple(
                replace(source, article=article.text, changes=article.report.changes) if article else source
                for source, article in found
            )
        )

    def with_hits(self, hits: Sequence[Hit]) -> Answer:
        """The answer as far as it is, with what was found."""
        return replace(self.answer, hits=tuple(hits))

    def complete(self, answer: Answer, claims: Sequence[Claim]) -> Answer:
        """The finished answer with these claims; the refusal where none holds."""
        return completed(composed(answer, claims, mark=self.settings.unsupported == "mark"))

    def judged(self, answer: Answer, evidence: Evidence) -> Answer:
        """A finished answer with its confidence and, for a refusal, the nearest articles."""
        near = nearest(answer.asked, answer.hits, self.article) if answer.refused else ()
        sure = answer.confidence or confidence(answer.asked, answer.claims, evidence)
        empty = self._bounds() if answer.refused and not answer.hits else None
        return replace(answer, confidence=round(sure, 4), nearest=near, bounds=empty)

    def _bounds(self) -> Bounds | None:
        """The bounds within which nothing was found, with the publishers whose names are like the one asked for."""
        scope = self.time.scope
        if not scope:
            return None
        articles = self.library.report().cards if self.given is None else self.given.values()
        names = {article.publisher for article in articles if article.publisher} if scope.publisher else ()
        near = get_close_matches(scope.publisher or "", sorted(names), cutoff=ALIKE)
        return Bounds(scope.since, scope.until, scope.publisher, scope.within, tuple(near))
