"""The one path from a question to its answer, which the page, the commands, the evaluation and scripts share."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import prompts
from qa.answering.checking import checked, claimed
from qa.answering.composing import renumbered
from qa.answering.compound import merged
from qa.answering.inquiry import Inquiry
from qa.answering.strategy import answered
from qa.evidence.given import articles_of
from qa.question.asking import Asking, Beside, asking
from qa.question.compound import split
from qa.question.followup import History, standalone
from qa.question.language import in_language, language_of
from qa.question.translation import glossary, same_rank
from store.article import Article
from store.library import Added, Library
from store.models.cache import Progress
from store.passage import Hit
from store.span_reader import Reader

from . import llm as llms
from .answer import Answer, Checked, Seconds
from .opening import opened_library
from .settings import NO_READER, Settings, load

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
        self.reader = Reader(settings.reader_folder, settings.engine) if settings.reader != NO_READER else None
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
        opened = opened_library(chosen, create=create, progress=progress)
        return cls(opened, llms.connect(chosen, progress), chosen)

    def add(self, paths: Iterable[str | Path]) -> list[Added]:
        """Read files, or all articles in folders, into the library; one entry a file."""
        return self.library.add(paths)

    def search(self, question: str, k: int = 8, **beside: Unpack[Beside]) -> list[Hit]:
        """The `k` passages that fit best, best first. What is said `beside` the question is as in `ask`."""
        time = asking(**beside).time(question)
        return self.library.search(question, k, self.settings.lexical_weight, scope=time.scope, periods=time.periods)

    def article(self, article_id: str) -> Article | None:
        """One article of the library, or None."""
        return self.library.article(article_id)

    def ask(
        self,
        question: str,
        history: History = (),
        sources: Sequence[str] | None = None,
        **beside: Unpack[Beside],
    ) -> Answer:
        """The answer to `question`. With `sources`, from these texts alone: nothing is stored, and a citation's number
        is the text's place in the list.

        去年 and 上周 count from `asked_on`, an ISO date, by default today. Only articles answer that came out from
        `since` to `until` (days, months or years, both included), are of a `publisher`, and lie `within` a folder, a
        file of many articles, or an address. Raises an LLMError, DateWrong and SpanReversed.
        """
        *_, last = self.stream(question, history, sources, **beside)
        return last

    def stream(
        self,
        question: str,
        history: History = (),
        sources: Sequence[str] | None = None,
        **beside: Unpack[Beside],
    ) -> Iterator[Answer]:
        """The answer as it grows; each one is valid, and the last is complete. As `ask`."""
        return self._growing(question, history, sources, asking(**beside))

    def _growing(
        self, question: str, history: History, sources: Sequence[str] | None, beside: Asking
    ) -> Iterator[Answer]:
        started = self._clock()
        asked = standalone(question, history)
        given = articles_of(sources) if sources is not None else None
        if self.llm and language_of(question) == "en":
            # The articles are Chinese, and so is what can be checked.
            names = glossary(asked, self.inquiry(Answer(question, asked=asked), (), given, beside).hits)
            chinese = self.llm.say(prompts.to_chinese(asked, names), max_tokens=self.settings.answer_tokens)
            asked = same_rank(asked, chinese) or asked
        answer = Answer(question, asked=asked, llm=self.llm.name if self.llm else llms.EXTRACTIVE)
        searched = first = 0.0
        for growing in self._in_parts(answer, history, given, beside):
            took = self._clock() - started
            searched = searched or took
            first = first or (took if growing.text or growing.complete else 0.0)
            yield replace(growing, seconds=Seconds(searched, first or took, took))

    def check(self, text: str, sources: Sequence[str] | None = None) -> Checked:
        """Each sentence of a text as a claim, with its verdict, its quotes and what the checks find.

        These are the checks that answers go through. The text is compared with the library or, with `sources`, with
        these texts alone: nothing is stored, and a citation's number is the text's place in the list.
        """
        given = articles_of(sources) if sources is not None else None
        # The reader says how likely words answer a question, and a sentence asks none.
        looked_up = (replace(self.inquiry(Answer(one, asked=one), (), given), reader=None) for one in claimed(text))
        claims = [checked(inquiry.asked, inquiry) for inquiry in looked_up]
        return Checked(text, tuple(renumbered(claims, {}, numbered=given is not None)))

    def _in_parts(
        self, answer: Answer, history: History, given: Mapping[int, Article] | None, beside: Asking
    ) -> Iterator[Answer]:
        """The answer to a question, or to what it asks of several things one after the other."""
        parts = split(answer.asked)
        if len(parts) == 1:
            yield from answered(self.inquiry(answer, history, given, beside).in_absolute_dates())
            return
        language = language_of(answer.question)
        done: list[Answer] = []
        for asked in parts:
            question = answer.question if language == "en" else in_language(asked, language)
            part = replace(answer, question=question, asked=asked)
            for growing in answered(self.inquiry(part, (), given, beside).in_absolute_dates()):
                part = growing
                complete = growing.complete and asked == parts[-1]
                yield merged(answer, [*done, growing], numbered=given is not None, complete=complete)
            done.append(part)

    def inquiry(
        self,
        answer: Answer,
        history: History = (),
        given: Mapping[int, Article] | None = None,
        beside: Asking | None = None,
    ) -> Inquiry:
        """What a question is answered with: its evidence in the library or, by number, in the articles `given`; and
        what is said `beside` it.
        """
        beside = beside or asking()
        return Inquiry(answer, history, given, self.library, self.reader, self.llm, self.settings, beside)

    def warm(self) -> None:
        """Let a local model read what every prompt begins with, so that the first question need not wait for it."""
        if self.llm and self.llm.local:
            for _ in self.llm.stream(prompts.answer("", ""), max_tokens=1):
                pass

    def as_runnable(self) -> Runnable[str, Answer]:
        """This assistant as a LangChain runnable: a question in, its answer out."""
        from langchain_core.runnables import RunnableLambda

        return RunnableLambda(self.ask)
