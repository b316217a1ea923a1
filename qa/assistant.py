"""The one path from a question to its answer, which the page, the commands, the evaluation and scripts share."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import prompts
from qa.answering.composing import completed, composed
from qa.answering.compound import merged
from qa.answering.confidence import confidence
from qa.answering.extractive import extract, told_apart
from qa.answering.mentions import PASSAGES, mentions, told
from qa.answering.refusal import nearest
from qa.answering.writing import Writer
from qa.evidence.authorship import authors, signatures
from qa.evidence.given import articles_of, hits_of
from qa.evidence.pointing import point
from qa.evidence.ranking import rank, relevant
from qa.evidence.selection import select
from qa.evidence.sources import Evidence, Sentence
from qa.question.compound import split
from qa.question.followup import History, standalone
from qa.question.language import in_language, language_of
from qa.question.listing import Asked, asked_for
from qa.question.translation import glossary, same_rank
from store.article import Article
from store.library import Added, Library
from store.models.cache import Progress
from store.passage import Hit
from store.span_reader import Reader

from . import llm as llms
from .answer import Answer, Claim, Seconds
from .settings import NO_READER, Settings, load

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

ArticleOf = Callable[[str], Article | None]
"""Gives an article by its id."""


class Assistant:
    """Answers questions about the articles of a library."""

    def __init__(
        self,
        library: Library,
        llm: llms.LLM | None,
        settings: Settings,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """`llm` is None for answers without a model; `clock` tells seconds. `open` is the usual way."""
        self.library = library
        self.llm = llm
        self.settings = settings
        self.reader = Reader(settings.reader_folder) if settings.reader != NO_READER else None
        self._clock = clock

    @classmethod
    def open(
        cls,
        library: str | Path | Settings | None = None,
        *,
        create: bool = True,
        progress: Callable[[Progress], None] | None = None,
        **settings: Any,
    ) -> Assistant:
        """Open a library (a folder, or the address of a Chroma server) with a language model.

        `settings` are those of `Settings`, by name; or give a whole `Settings` in place of the library. A model that
        is not here yet is fetched first, and `progress` told how far that is. Without `create`, a library that is not
        there is an error. Raises a YuanwenError.
        """
        if isinstance(library, Settings):
            chosen = library
        else:
            chosen = load(**({"library": str(library)} if library else {}), **settings)
        llms.check(chosen)
        opened = Library(chosen.library, chosen.embedding, chosen.models, create=create, progress=progress)
        return cls(opened, llms.connect(chosen, progress), chosen)

    def add(self, paths: Iterable[str | Path]) -> list[Added]:
        """Read files, or all articles in folders, into the library; one entry a file."""
        return self.library.add(paths)

    def search(self, question: str, k: int = 8) -> list[Hit]:
        """The `k` passages that fit best, best first."""
        return self.library.search(question, k, self.settings.lexical_weight)

    def article(self, article_id: str) -> Article | None:
        """One article of the library, or None."""
        return self.library.article(article_id)

    def ask(self, question: str, history: History = (), sources: Sequence[str] | None = None) -> Answer:
        """The answer to `question`. With `sources`, from these texts alone: nothing is stored, and a citation's number
        is the text's place in the list. Raises an LLMError.
        """
        *_, last = self.stream(question, history, sources)
        return last

    def stream(self, question: str, history: History = (), sources: Sequence[str] | None = None) -> Iterator[Answer]:
        """The answer as it grows; each one is valid, and the last is complete. Raises an LLMError."""
        started = self._clock()
        asked = standalone(question, history)
        given = articles_of(sources) if sources is not None else None
        if self.llm and language_of(question) == "en":
            # The articles are Chinese, and so is what can be checked.
            names = glossary(asked, self.search(asked, self.settings.top_k) if given is None else hits_of(given))
            chinese = self.llm.say(prompts.to_chinese(asked, names), max_tokens=self.settings.answer_tokens)
            asked = same_rank(asked, chinese) or asked
        answer = Answer(question, asked=asked, llm=self.llm.name if self.llm else llms.EXTRACTIVE)
        searched = first = 0.0
        for growing in self._in_parts(answer, history, given):
            took = self._clock() - started
            searched = searched or took
            first = first or (took if growing.text or growing.complete else 0.0)
            yield replace(growing, seconds=Seconds(searched, first or took, took))

    def _in_parts(self, answer: Answer, history: History, given: Mapping[int, Article] | None) -> Iterator[Answer]:
        """The answer to a question, or to what it asks of several things one after the other."""
        parts = split(answer.asked)
        if len(parts) == 1:
            yield from self._found(answer, history, given)
            return
        language = language_of(answer.question)
        done: list[Answer] = []
        for asked in parts:
            question = answer.question if language == "en" else in_language(asked, language)
            part = replace(answer, question=question, asked=asked)
            for growing in self._found(part, (), given):
                part = growing
                complete = growing.complete and asked == parts[-1]
                yield merged(answer, [*done, growing], numbered=given is not None, complete=complete)
            done.append(part)

    def _found(self, answer: Answer, history: History, given: Mapping[int, Article] | None) -> Iterator[Answer]:
        """The answer to one question: first with what was found, then as it is written, then judged."""
        asked = answer.asked
        article_of = self.article if given is None else {article.id: article for article in given.values()}.get
        if about := asked_for(asked):
            yield from self._mentioning(about, answer, given, article_of)
            return
        hits = self.search(asked, self.settings.top_k) if given is None else hits_of(given)
        if not answer.question.strip():
            hits = []
        ranked = rank(asked, hits, self.library.embedding, point(asked, hits, self.reader))
        worth_asking = relevant(asked, ranked)
        wrote = authors(asked, hits, article_of) if worth_asking else []
        signed = signatures(asked, wrote)
        evidence = self._evidence(signed or [*wrote, *ranked], given)
        answer = replace(answer, hits=tuple(hits))
        yield answer
        if not worth_asking:
            answers: Iterable[Answer] = [self._complete(answer, [])]
        elif signed:  # a model can only misread the line that says so
            answers = [self._complete(replace(answer, llm=llms.EXTRACTIVE), extract(asked, evidence))]
        elif self.llm is None:
            answers = [self._complete(answer, told_apart(asked, extract(asked, evidence), evidence))]
        else:
            answers = Writer(self.llm, self.settings).write(answer, history, evidence)
        for growing in answers:
            yield self._judged(growing, evidence, article_of) if growing.complete else growing

    def _mentioning(
        self, about: Asked, answer: Answer, given: Mapping[int, Article] | None, article_of: ArticleOf
    ) -> Iterator[Answer]:
        """The answer to which articles speak of something: first with what was found, then those that do."""
        hits = self.search(about.what, PASSAGES) if given is None else hits_of(given)
        answer = replace(answer, hits=tuple(hits), llm=llms.EXTRACTIVE)
        yield answer
        articles = map(article_of, dict.fromkeys(hit.passage.article_id for hit in hits))
        found = mentions(about, [article for article in articles if article])
        evidence = self._evidence(found, given, quoted=True)
        claims = told(about, answer.question, evidence)
        whole = self._complete(answer, claims)
        if claims:
            lines = [claim.marked for claim in claims]
            if len({sentence.passage.article_id for sentence in found}) > len(claims):
                lines.append(prompts.MORE[language_of(answer.question)].format(number=len(claims)))
            whole = replace(whole, text="\n".join(lines))
        yield self._judged(whole, evidence, article_of)

    def _judged(self, answer: Answer, evidence: Evidence, article_of: ArticleOf) -> Answer:
        """The complete answer with how sure it is and, of a refusal, what is nearest."""
        near = nearest(answer.asked, answer.hits, article_of) if answer.refused else ()
        sure = answer.confidence or confidence(answer.asked, answer.claims, evidence)
        return replace(answer, confidence=round(sure, 4), nearest=near)

    def _evidence(
        self, ranked: Sequence[Sentence], given: Mapping[int, Article] | None, *, quoted: bool = False
    ) -> Evidence:
        """The evidence among ranked sentences, with its articles: those given, by number, or the library's. What is
        only `quoted` has no budget, for no model reads it.
        """
        tokens = sys.maxsize if quoted else self.settings.evidence_tokens
        if given is None:
            chosen = select(ranked, tokens)
            articles = {source.passage.article_id: self.article(source.passage.article_id) for source in chosen}
        else:
            numbers = {article.id: number for number, article in given.items()}
            chosen = select(ranked, tokens, numbers)
            articles = {article.id: article for article in given.values()}
        found = [(source, articles[source.passage.article_id]) for source in chosen]
        return Evidence(
            tuple(
                replace(source, article=article.text, changes=article.report.changes) if article else source
                for source, article in found
            )
        )

    def _complete(self, answer: Answer, claims: Sequence[Claim]) -> Answer:
        return completed(composed(answer, claims, mark=self.settings.unsupported == "mark"))

    def warm(self) -> None:
        """Let a local model read what every prompt begins with, so that the first question need not wait for it."""
        if self.llm and self.llm.local:
            for _ in self.llm.stream(prompts.answer("", ""), max_tokens=1):
                pass

    def as_runnable(self) -> Runnable[str, Answer]:
        """This assistant as a LangChain runnable: a question in, its answer out."""
        from langchain_core.runnables import RunnableLambda

        return RunnableLambda(self.ask)
