"""The assistant behind the chat page: it answers as soon as it can, while the rest is being prepared."""

from __future__ import annotations

import shlex
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from qa import llm as llms
from qa.answer import Answer
from qa.assistant import Assistant
from qa.opening import opened_library
from qa.settings import Settings
from store.article import Article
from store.errors import LibraryMissing, YuanwenError
from store.library import Library
from store.models.cache import Progress

from . import sample
from .display import EXAMPLES
from .feedback import note_wrong
from .status import Stage, Status


@dataclass(frozen=True, slots=True)
class _Step:
    """What is being prepared, how far it is, and what it ended in."""

    stage: Stage
    done: int = 0
    total: int = 0
    error: YuanwenError | None = None


_LOOK = 0.2  # seconds between two looks at whether the library is open


class Preparation:
    """Opens a library and fetches and loads the models in a thread of its own, in the order they are needed.

    Once the library is there, questions are answered by extraction, and by the language model as soon as it is loaded.
    While the user's library holds nothing, the samples, which are a library of their own, can stand in for it: where
    no library was named they do from the start, else for readers who ask for them (`sampling`).
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._own: Assistant | None = None
        self._samples: Assistant | None = None
        self._llm: llms.LLM | None = None
        self._loaded = False
        self._step = _Step("embedding")
        self._sampling: _Step | None = None
        self._opening = threading.Lock()
        self._thread = threading.Thread(target=self._prepare, daemon=True, name="preparation")

    def start(self) -> None:
        """Begin to prepare; returns at once."""
        self._thread.start()

    def wait(self) -> Status:
        """The status once nothing more will change by itself."""
        self._thread.join()
        return self.status()

    def opened(self) -> Library | None:
        """The library that questions are asked of, as soon as it is open; None where it cannot be opened."""
        while not self._loaded and self._step.stage != "failed":
            self._thread.join(_LOOK)
        assistant = self._opened() or self._samples
        return assistant.library if assistant else None

    def stream(self, question: str, history: Sequence[tuple[str, str]], *, sampling: bool = False) -> Iterator[Answer]:
        """Growing answers, written by whatever is ready. Raises YuanwenError, also the one that preparing ended in."""
        assistant, _ = self._chosen(sampling=sampling)
        if assistant is None or not self._loaded:
            raise self._step.error or RuntimeError("asked before the library was open")
        assistant.llm = self._llm
        yield from assistant.stream(question, history)

    def article(self, article_id: str) -> Article | None:
        """One article, of the user's or of the samples, or None."""
        found = (assistant.article(article_id) for assistant in self._assistants)
        return next((article for article in found if article), None)

    def story(self, article_id: str) -> Sequence[Article]:
        """The articles that tell the same story as this one."""
        found = (assistant.library.story(article_id) for assistant in self._assistants)
        return next((story for story in found if story), ())

    def note_wrong(self, question: str, history: Sequence[tuple[str, str]], answer: Answer) -> None:
        """Keep a question whose answer is wrong among the drafts. Raises QuestionsError or QuestionsNotWritable."""
        note_wrong(self.settings.drafts, question, history, answer)

    def show_samples(self) -> None:
        """Begin to make the library of the samples, unless it is there or being made; returns at once."""
        with self._opening:
            if self._samples or (self._sampling and not self._sampling.error):
                return
            self._sampling = _Step("library")
        threading.Thread(target=self._try_samples, daemon=True, name="samples").start()

    def status(self, *, sampling: bool = False) -> Status:
        """How far the preparation is, and what the user's library holds now."""
        step, articles, shown = self._step, 0, None
        try:
            shown, articles = self._chosen(sampling=sampling)
            if sampling and not articles and self._sampling:
                step, shown = self._sampling, None
            is_sample = shown is not None and (shown is self._samples or sample.held_by(shown.library))
        except YuanwenError as error:  # of a library that came, went or broke meanwhile: the page tells it, and goes on
            step, is_sample = _Step("failed", error=error), False
        return Status(
            stage=step.stage,
            done=step.done,
            total=step.total,
            articles=articles,
            sample=is_sample,
            library=shlex.quote(self.settings.library) if self.settings.library_named else "",
            llm=self.settings.llm,
            answering=self._loaded and shown is not None,
            error=step.error,
        )

    @property
    def _assistants(self) -> list[Assistant]:
        return [assistant for assistant in (self._own, self._samples) if assistant]

    def _chosen(self, *, sampling: bool) -> tuple[Assistant | None, int]:
        """Who answers, and the articles there are: the user's once there are any, else samples where they are wanted.

        Raises a LibraryError.
        """
        own = self._opened()
        articles = own.library.count()[0] if own else 0
        wanted = sampling or not self.settings.library_named
        if articles or not (wanted and self._samples):
            return own, articles
        return self._samples, self._samples.library.count()[0]

    def _opened(self) -> Assistant | None:
        """The user's library, once preparing has begun; one that was not named may be made at any time, by `add`."""
        with self._opening:
            if self._own is None and self._loaded:
                self._own = self._assistant(create=False)
            return self._own

    def _assistant(self, *, create: bool) -> Assistant | None:
        settings = self.settings
        fetched = partial(self._fetched, "embedding")
        try:
            library = opened_library(settings, create=create, progress=fetched)
        except LibraryMissing:
            return None
        return Assistant(library, None, settings)

    def _prepare(self) -> None:
        try:
            self._own = self._assistant(create=self.settings.library_named)
            assistant = self._own
            if not self.settings.library_named and not (assistant and assistant.library.count()[0]):
                assistant = self._make_samples()
            if assistant is not None:
                self._warm(assistant)
            self._loaded = True
            self._connect()
        except YuanwenError as error:
            self._step = _Step("failed", error=error)

    def _make_samples(self) -> Assistant:
        def added(done: int, total: int) -> None:
            self._sampling = _Step("library", done, total)
            if not self._loaded:
                self._step = self._sampling

        library = sample.opened(self.settings, partial(self._fetched, "embedding"), added)
        self._samples = Assistant(library, None, self.settings)
        return self._samples

    def _try_samples(self) -> None:
        try:
            self._make_samples()
        except YuanwenError as error:
            self._sampling = _Step("failed", error=error)

    def _warm(self, assistant: Assistant) -> None:
        """Load what answering takes, so that the first question does not wait for it."""
        assistant.library.embedding.load()
        if assistant.reader:
            assistant.reader.load()
        assistant.ask(EXAMPLES[0])

    def _connect(self) -> None:
        self._step = _Step("loading")
        self._llm = llms.connect(self.settings, partial(self._fetched, "fetching"))
        self._step = _Step("loading")
        for assistant in self._assistants[:1]:
            Assistant(assistant.library, self._llm, self.settings).warm()
        self._step = _Step("ready")

    def _fetched(self, stage: Stage, progress: Progress) -> None:
        self._step = _Step(stage, progress.done, progress.total)
