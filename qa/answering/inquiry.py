"""What strategies need for one question: search, ranked sentences, evidence, and how an answer is finished."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from qa.answer import Answer, Claim
from qa.evidence.authorship import authors, signatures
from qa.evidence.given import hits_of
from qa.evidence.pointing import point
from qa.evidence.ranking import rank, relevant
from qa.evidence.selection import select
from qa.evidence.sources import Evidence, Sentence
from qa.llm import LLM
from qa.question.followup import History
from qa.settings import Settings
from store.article import Article
from store.library import Library
from store.passage import Hit
from store.span_reader import Reader

from .composing import completed, composed
from .confidence import confidence
from .refusal import nearest


@dataclass(frozen=True)
class Inquiry:
    """A question with all that a strategy needs to answer it. What it finds is found once, when it is asked for.

    `answer` is the answer as far as it is: the question, what was asked, and what is to answer. `given` are the only
    articles to look in, by number; None for the library.
    """

    answer: Answer
    history: History
    given: Mapping[int, Article] | None
    library: Library
    reader: Reader | None
    llm: LLM | None
    settings: Settings

    @property
    def asked(self) -> str:
        """The question, made independent of what came before it, in Chinese."""
        return self.answer.asked

    def search(self, query: str, k: int) -> list[Hit]:
        """The `k` passages of the library that fit best, or all that were given."""
        if self.given is None:
            return self.library.search(query, k, self.settings.lexical_weight)
        return hits_of(self.given)

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
        return rank(self.asked, self.hits, self.library.embedding, pointed)

    @cached_property
    def is_relevant(self) -> bool:
        """Whether the best sentences have anything to do with the question."""
        return relevant(self.asked, self.ranked)

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
        return replace(answer, confidence=round(sure, 4), nearest=near)
