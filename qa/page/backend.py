"""What the chat page asks of the assistant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from qa.answer import Answer
from store.article import Article

from .status import Status


class Backend(Protocol):
    """The assistant, as the page needs it. `history` is (question, answer text) pairs, oldest first."""

    def stream(self, question: str, history: Sequence[tuple[str, str]]) -> Iterator[Answer]:
        """Growing answers. Raises YuanwenError."""

    def article(self, article_id: str) -> Article | None:
        """The article, or None if the library does not hold it."""

    def story(self, article_id: str) -> Sequence[Article]:
        """The articles that tell the same story as this one."""

    def status(self) -> Status:
        """How far the preparation is; asked about once a second until settled."""

    def note_wrong(self, question: str, history: Sequence[tuple[str, str]], answer: Answer) -> None:
        """Keep a question whose answer a reader calls wrong, once. Raises YuanwenError."""
