"""The one path from a question to its answer, which the page, the commands, the evaluation and scripts share."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import prompts
from store.article import Article
from store.folding import simplified
from store.library import Added, Library
from store.models import Progress
from store.reader import Reader
from store.search import Hit

from . import llm as llms
from .answer import Answer, Claim, Seconds, Tokens
from .authorship import authors
from .citations import unfinished
from .composing import claims_of, completed, composed, in_language, language_of
from .confidence import confidence
from .evidence import Evidence, Sentence, rank, relevant, select
from .exact import point
from .extractive import extract
from .facts import quantities
from .followup import History, standalone
from .given import articles_of, hits_of
from .nearest import nearest
from .settings import NO_READER, Settings, load
from .verification import ANSWERS, likelihood

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable


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
        if self.llm and language_of(question) == "en":
            # The articles are Chinese, and so is what can be checked.
            asked = self.llm.say(prompts.to_chinese(asked), max_tokens=self.settings.answer_tokens) or asked
        given = articles_of(sources) if sources is not None else None
        hits = self.search(asked, self.settings.top_k) if given is None else hits_of(given)
        if not question.strip():
            hits = []
        article_of = self.article if given is None else {article.id: article for article in given.values()}.get
        ranked = rank(asked, hits, self.library.embedding, point(asked, hits, self.reader))
        if worth_asking := relevant(asked, ranked):
            ranked = [*authors(asked, hits, article_of), *ranked]
        evidence = self._evidence(ranked, given)
        found = self._clock() - started
        answer = Answer(question, asked=asked, hits=tuple(hits), llm=self.llm.name if self.llm else llms.EXTRACTIVE)
        yield replace(answer, seconds=Seconds(found, found, found))
        if not worth_asking:
            answers: Iterable[Answer] = [self._complete(answer, [])]
        elif self.llm is None:
            answers = [self._complete(answer, extract(asked, evidence))]
        else:
            answers = self._written(answer, self.llm, asked, history, evidence)
        first = 0.0
        for answer in answers:
            took = self._clock() - started
            first = first or took
            timed = replace(answer, seconds=Seconds(found, first, took))
            yield self._judged(timed, evidence, article_of) if timed.complete else timed

    def _judged(self, answer: Answer, evidence: Evidence, article_of: Callable[[str], Article | None]) -> Answer:
        """The complete answer with how sure it is and, of a refusal, what is nearest."""
        near = nearest(answer.asked, answer.hits, article_of) if answer.refused else ()
        sure = answer.confidence or confidence(answer.asked, answer.claims, evidence)
        return replace(answer, confidence=round(sure, 4), nearest=near)

    def _evidence(self, ranked: Sequence[Sentence], given: Mapping[int, Article] | None) -> Evidence:
        """The evidence among ranked sentences, with its articles: those given, by number, or the library's."""
        if given is None:
            chosen = select(ranked, self.settings.evidence_tokens)
            articles = {source.passage.article_id: self.article(source.passage.article_id) for source in chosen}
        else:
            numbers = {article.id: number for number, article in given.items()}
            chosen = select(ranked, self.settings.evidence_tokens, numbers)
            articles = {article.id: article for article in given.values()}
        found = [(source, articles[source.passage.article_id]) for source in chosen]
        return Evidence(
            tuple(
                replace(source, article=article.text, changes=article.report.changes) if article else source
                for source, article in found
            )
        )

    def _written(
        self, answer: Answer, llm: llms.LLM, asked: str, history: History, evidence: Evidence
    ) -> Iterator[Answer]:
        """The answer as a language model writes it, each sentence checked once it is there."""
        language = language_of(answer.question)
        if language == "en":
            messages = prompts.answer(evidence.prompt(), asked)
        else:
            # The model reads one script throughout: Traditional costs it more tokens, and more mistakes.
            leaning = history[-1:] if asked != answer.question else ()
            earlier = [(simplified(question), simplified(text)) for question, text in leaning]
            messages = prompts.answer(evidence.prompt(), simplified(answer.question), earlier)
        reply, tokens = "", Tokens()
        for piece in llm.stream(messages, max_tokens=self.settings.answer_tokens):
            reply += piece.text
            tokens = Tokens(piece.prompt_tokens, piece.answer_tokens)
            if piece.text and language != "en":
                done, tail = unfinished(reply)
                yield self._composed(answer, claims_of(done, asked, evidence, language), in_language(tail, language))
        answer = self._composed(replace(answer, tokens=tokens), claims_of(reply, asked, evidence, language))
        answer = self._verified(answer, evidence, llm)
        if language == "en":
            yield from self._in_english(answer, llm)
        else:
            yield self._complete(answer, answer.claims)

    def _verified(self, answer: Answer, evidence: Evidence, llm: llms.LLM) -> Answer:
        """The written answer as a second look leaves it: with how sure it is, or without its claims."""
        if self.settings.verify == "never" or (self.settings.verify == "local" and not llm.local):
            return answer
        likely = likelihood(answer.asked, answer.claims, evidence, llm)
        if likely is None:
            return answer
        if likely >= ANSWERS:
            return replace(answer, confidence=likely)
        return self._composed(answer, [replace(claim, verdict="unsupported") for claim in answer.claims])

    def _in_english(self, answer: Answer, llm: llms.LLM) -> Iterator[Answer]:
        """The checked claims said in English, each with the Chinese that was checked, since names are lost otherwise.

        Nobody checked the translation itself, so a translated claim is supported in part at best. One whose numbers the
        translation changes stays in Chinese.
        """
        said: list[Claim] = []
        for claim in answer.claims:
            english = ""
            for piece in llm.stream(prompts.to_english(claim.text), max_tokens=self.settings.answer_tokens):
                english += piece.text
                yield self._composed(answer, said, english)
            kept = english.strip() and quantities(english) == quantities(claim.text)
            both = f"{english.strip()} ({claim.text})"
            said.append(replace(claim, text=both, verdict="partly") if kept else claim)
        yield self._complete(answer, said)

    def _composed(self, answer: Answer, claims: Sequence[Claim], tail: str = "") -> Answer:
        return composed(answer, claims, tail, mark=self.settings.unsupported == "mark")

    def _complete(self, answer: Answer, claims: Sequence[Claim]) -> Answer:
        return completed(self._composed(answer, claims))

    def warm(self) -> None:
        """Let a local model read what every prompt begins with, so that the first question need not wait for it."""
        if self.llm and self.llm.local:
            for _ in self.llm.stream(prompts.answer("", ""), max_tokens=1):
                pass

    def as_runnable(self) -> Runnable[str, Answer]:
        """This assistant as a LangChain runnable: a question in, its answer out."""
        from langchain_core.runnables import RunnableLambda

        return RunnableLambda(self.ask)
