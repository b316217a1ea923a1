"""The library as watching uses it: one change at a time, which ends when the watching is to end."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING

from store.article import Article
from store.report import Failure

if TYPE_CHECKING:
    from store.adding.run import Added
    from store.library import Library


class Stopped(Exception):
    """The watching is to end. What was written stays, and the next start goes on from there."""


@dataclass(frozen=True, slots=True)
class From:
    """What a library has from one folder: the ids of the articles by source, and the files that were set aside."""

    articles: dict[str, str]
    failures: tuple[Failure, ...]


class Shelf:
    """A library that several threads change, one after the other."""

    def __init__(self, library: Library, stop: Event) -> None:
        self._library = library
        self._stop = stop
        self._writing = Lock()

    def add(self, files: Sequence[Path]) -> list[Added]:
        """Add files as `Library.add` does. Raises Stopped as soon as `stop` is set, and LibraryError."""
        with self._writing:
            return self._library.add(files, self._check)

    def remove(self, ids: Collection[str], failures: Collection[Failure]) -> list[Article]:
        """Take articles out, and set files aside no longer; returns the articles that were there."""
        with self._writing:
            self._check()
            removed = self._library.remove(ids) if ids else []
            if failures:
                self._library.forget(failures)
            return removed

    def of(self, folder: str) -> From:
        """What came from files under a folder, which is given with all links in its path resolved."""
        inside = folder.rstrip(os.sep) + os.sep
        with self._library.state() as now:
            failures = (failure for failure in now.failures() if failure.file.startswith(inside))
            return From(now.under(inside), tuple(failures))

    def purge(self) -> None:
        """Leave nothing of removed texts in the library's files."""
        with self._writing:
            self._library.purge()

    def _check(self, _done: int = 0, _total: int = 0) -> None:
        if self._stop.is_set():
            raise Stopped
