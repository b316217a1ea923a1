"""A small backend for the tests of the page, which answers on cue, and a server for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import uvicorn

import prompts
from qa.answer import Answer, Citation, Claim, Seconds
from qa.answering.refusal import nearest
from qa.errors import LLMTimedOut
from qa.evaluation.errors import QuestionsNotWritable
from qa.page.backend import Backend
from qa.page.server import listen
from qa.page.status import Status
from qa.page.ui import app
from store.article import Article
from store.passage import Hit, split
from store.reading import read
from store.text.sentences import sentences

from .markup import HOSTILE

SAMPLE = Path(__file__).parent.parent / "qa" / "sample" / "articles"


class Clerk:
    """A backend over the sample articles: "fail", "refuse" and "long" get what they say, others an answer."""

    def __init__(self) -> None:
        self.articles = {article.id: article for article in map(read, sorted(SAMPLE.glob("*.txt")))}
        self.histories: list[list[tuple[str, str]]] = []
        self.noted: list[tuple[str, list[tuple[str, str]], str]] = []
        self.closed = threading.Event()

    def article(self, article_id: str) -> Article | None:
        """One of the sample articles."""
        return self.articles.get(article_id)

    def story(self, article_id: str) -> Sequence[Article]:
        """All of them, as if they told the same."""
        return list(self.articles.values()) if article_id in self.articles else []

    def status(self, *, sampling: bool = False) -> Status:  # noqa: ARG002  its articles are the samples for everybody
        """Ready from the start."""
        return Status("ready", articles=len(self.articles), sample=True, llm="clerk", answering=True)

    def show_samples(self) -> None:
        """They are shown already."""

    def note_wrong(self, question: str, history: Sequence[tuple[str, str]], answer: Answer) -> None:
        """Remember what was called wrong; "refuse" cannot be."""
        if question == "refuse":
            raise QuestionsNotWritable(path="drafts.jsonl", reason="No space left on device")
        self.noted.append((question, list(history), answer.text))

    def stream(
        self,
        question: str,
        history: Sequence[tuple[str, str]],
        *,
        sampling: bool = False,  # noqa: ARG002  its articles are the samples for everybody
    ) -> Iterator[Answer]:
        """The answer, character by character."""
        self.histories.append(list(history))
        self.closed.clear()
        hits = tuple(Hit(split(article)[0], 1.0) for article in self.articles.values())
        answer = Answer(question, hits=hits, llm="clerk", seconds=Seconds(total=1))
        try:
            yield from self._written(answer, self._claim())
        finally:
            self.closed.set()

    def _written(self, answer: Answer, claim: Claim) -> Iterator[Answer]:
        yield answer
        if answer.question == "fail":
            raise LLMTimedOut(llm="clerk", seconds=60)
        if answer.question == "refuse":
            near = nearest("2019年的火星基地？", answer.hits, self.articles.get)
            yield replace(answer, text=prompts.REFUSAL["zh-Hans"], nearest=near, complete=True)
            return
        said = claim.text * (1000 if answer.question == "long" else 1)
        for length in range(len(said)):
            time.sleep(0.01)
            yield replace(answer, text=said[:length])
        hostile = Claim(f"{HOSTILE}![](http://example.com/a.png)", (), "unsupported")
        text = f"{said}[1]{hostile.text}"
        yield replace(answer, text=text, claims=(replace(claim, text=said), hostile), complete=True)

    def _claim(self) -> Claim:
        for article in self.articles.values():
            place = article.text.find("韋皓")
            if place >= 0:
                start, end = next(span for span in sentences(article.text) if span[0] <= place < span[1])
                passage = next(part for part in split(article) if part.start <= place < part.end)
                return Claim("会议由韦皓主持。", (Citation(1, passage, article.text[start:end], start, end),))
        raise LookupError("韋皓 is in none of the sample articles")


@contextmanager
def served(backend: Backend) -> Iterator[str]:
    """The address of the page over a backend, on a free port of this machine."""
    with listen("127.0.0.1", 0) as listener:
        config = uvicorn.Config(app(backend), log_level="warning", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        server.should_exit = True
        thread.join()
