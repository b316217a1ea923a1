"""Chroma as this process has it open, opened again where another process has written meanwhile."""

from __future__ import annotations

import os
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .chroma import Index
from .connection import Place, is_url
from .lock import folder_lock

_LAST = ".opened"  # which process has opened a library last
_PROCESS = uuid.uuid4().hex
_GUARD = threading.Lock()


class Opening:
    """A library in a folder: all that use it in this process share this. Only for whoever holds the folder's lock.

    Chroma's embedded form keeps its vector index in memory, and does not see what another process writes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index: Index | None = None
        self._users = 0

    def open(self, library: Place, embedding: str, *, create: bool = False) -> Index:
        """The library as it is now. Raises a LibraryError."""
        file, me = self._folder / _LAST, f"{_PROCESS}-{os.getpid()}"
        if not file.exists() or file.read_text() != me:
            self.close()
            file.write_text(me)
        if self._index is None:
            self._index = Index(library, embedding, create=create)
        return self._index

    def close(self) -> None:
        """Let go of Chroma's files and memory."""
        index, self._index = self._index, None
        if index is not None:
            index.close()

    def rest(self) -> None:
        """The same, unless more changes are to come."""
        if not self._users:
            self.close()

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Keep it open between changes: many are to come. For this nobody need hold the lock."""
        with _GUARD:
            self._users += 1
        try:
            yield
        finally:
            with _GUARD:
                self._users -= 1
            with folder_lock(self._folder):
                self.rest()


_OPENINGS: dict[Path, Opening] = {}


def opening(library: Place) -> Opening | None:
    """What this process shares of a library in a folder; None for one on a server."""
    if is_url(library):
        return None
    folder = Path(str(library)).resolve()
    with _GUARD:
        return _OPENINGS.setdefault(folder, Opening(folder))
