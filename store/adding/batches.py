"""Articles on their way into the library: one batch is embedded while the one before is written."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

from store.index.rows import Embedded, Entry

BATCH = 1000
"""Passages, or articles, embedded and written together."""


class Shelf(Protocol):
    """What of the library is used here."""

    def vectors(self, entries: Sequence[Entry]) -> Embedded:
        """The vectors of all passages of articles, in order."""

    def write(self, entries: Sequence[Entry], vectors: Embedded) -> None:
        """Write new or changed articles."""


class Batches:
    """Batches of new or changed articles, numbered from 1. `written` is the number of the last that is in the library.

    What goes wrong while one is written is raised by the call that follows.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._waiting: list[Entry] = []
        self._writing: tuple[int, list[Entry], Future[None]] | None = None
        self._number = 1
        self.written = 0

    def put(self, entry: Entry) -> int:
        """Take an article along; returns the number of its batch."""
        number = self._number
        self._waiting.append(entry)
        if max(len(self._waiting), sum(len(one.passages) for one in self._waiting)) >= BATCH:
            self._send()
        return number

    def holds(self, article_id: str) -> bool:
        """Whether an article waits, or is being written."""
        writing = self._writing[1] if self._writing else []
        return any(entry.article.id == article_id for entry in (*self._waiting, *writing))

    @property
    def waiting(self) -> int:
        """How many articles are not written yet."""
        return len(self._waiting) + (len(self._writing[1]) if self._writing else 0)

    def _send(self) -> None:
        vectors = self._shelf.vectors(self._waiting)
        self._settle()
        future = self._writer.submit(self._shelf.write, self._waiting, vectors)
        self._writing = (self._number, self._waiting, future)
        self._waiting = []
        self._number += 1

    def _settle(self) -> None:
        """Wait for the batch that is being written."""
        if self._writing:
            number, _, future = self._writing
            self._writing = None
            future.result()
            self.written = number

    def flush(self) -> None:
        """Have everything written."""
        if self._waiting:
            self._send()
        self._settle()

    def close(self) -> None:
        """Finish what is being written; what waits is given up."""
        self._writer.shutdown()
