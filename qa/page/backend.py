"""What the chat page asks of the assistant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from qa.answer import Answer
from store.article import Article

from .status import Status


class Backend(Protocol):
    """The assistant, as the page needs it. `history` is (question, answer text) pairs, oldest first.

    `sampling` is for a reader who has asked for the sample articles, which are shown while the library is empty.
    """

    def stream(self, question: str, history: Sequence[tuple[str, str]], *, sampling: bool = False) -> Iterator[Answer]:
        """Growing answers. Raises YuanwenError."""

    def article(self, article_id: str) -> Article | None:
        """The article, or None if the library does not hold it."""

    def story(self, article_id: str) -> Sequence[Article]:
        """The articles that tell the same story as this one."""

    def status(self, *, sampling: bool = False) -> Status:
        """How far the preparation is; asked about every second until settled, and while articles are lacking."""

    def show_samples(self) -> None:
        """Have the sample articles ready for readers who ask for them; returns at once."""

    def note_wrong(self, question: str, history: Sequence[tuple[str, str]], answer: Answer) -> None:
        """Keep a question whose answer a reader calls wrong, once. Raises YuanwenError."""
