"""The assistant behind the chat page: it answers as soon as it can, while the rest is being prepared."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from qa import llm as llms
from qa.answer import Answer
from qa.assistant import Assistant
from qa.settings import Settings
from store.article import Article, article_id
from store.errors import YuanwenError
from store.index.connection import is_url
from store.library import Library
from store.models.cache import Progress
from store.reading import find

from .feedback import note_wrong
from .status import Stage, Status

SAMPLE = Path(__file__).parent.parent / "sample"
"""The sample library: `articles`, and `questions.jsonl` about them."""


class Preparation:
    """Opens the library and fetches and loads the models in a thread of its own, in the order they are needed.

    Once the library is there, questions are answered by extraction, and by the language model as soon as it is loaded.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._assistant: Assistant | None = None
        self._articles = 0
        self._sample = False
        self._status = Status("embedding", llm=settings.llm)
        self._thread = threading.Thread(target=self._prepare, daemon=True, name="preparation")

    def start(self) -> None:
        """Begin to prepare; returns at once."""
        self._thread.start()

    def wait(self) -> Status:
        """The status once nothing more will change."""
        self._thread.join()
        return self._status

    def stream(self, question: str, history: Sequence[tuple[str, str]]) -> Iterator[Answer]:
        """Growing answers, written by whatever is ready. Raises YuanwenError, also the one that preparing ended in."""
        if self._assistant is None:
            raise self._status.error or RuntimeError("asked before the library was open")
        yield from self._assistant.stream(question, history)

    def article(self, article_id: str) -> Article | None:
        """One article, or None."""
        return self._assistant.article(article_id) if self._assistant else None

    def story(self, article_id: str) -> Sequence[Article]:
        """The articles that tell the same story as this one."""
        return self._assistant.library.story(article_id) if self._assistant else ()

    def note_wrong(self, question: str, history: Sequence[tuple[str, str]], answer: Answer) -> None:
        """Keep a question whose answer is wrong among the drafts. Raises QuestionsError or QuestionsNotWritable."""
        note_wrong(self._settings.drafts, question, history, answer)

    def status(self) -> Status:
        """How far the preparation is."""
        return self._status

    def _prepare(self) -> None:
        try:
            library = self._open()
            assistant = Assistant(library, None, self._settings)
            if assistant.reader:
                assistant.reader.load()
            self._assistant = assistant
            self._connect(assistant)
        except YuanwenError as error:
            self._say("failed", error=error)

    def _open(self) -> Library:
        settings = self._settings

        def fetched(progress: Progress) -> None:
            self._say("embedding", progress.done, progress.total)

        library = Library(settings.library, settings.embedding, settings.models, progress=fetched)
        library.embedding.load()
        if library.count()[0] == 0 and not is_url(settings.library):
            self._say("library")
            library.add([SAMPLE / "articles"], lambda done, total: self._say("library", done, total))
        ids = [article_id(str(file.resolve())) for file in find(SAMPLE / "articles")]
        self._articles = library.count()[0]
        self._sample = self._articles == len(ids) and all(library.article(known) for known in ids)
        return library

    def _connect(self, assistant: Assistant) -> None:
        self._say("loading")
        assistant.llm = llms.connect(
            self._settings, lambda progress: self._say("fetching", progress.done, progress.total)
        )
        self._say("loading")
        assistant.warm()
        self._say("ready")

    def _say(self, stage: Stage, done: int = 0, total: int = 0, error: YuanwenError | None = None) -> None:
        self._status = Status(
            stage=stage,
            done=done,
            total=total,
            articles=self._articles,
            sample=self._sample,
            llm=self._settings.llm,
            answering=self._assistant is not None,
            error=error,
        )
