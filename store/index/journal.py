"""The journal of a library in Chroma: which articles each change is about, and whether it was completed.

A change that broke off is found by the next writer; a replica reads here what it has not seen yet.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .connection import Place, told

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection as Rows

KEPT = 1000
"""Changes that are remembered. A replica that lacks more of them compares all articles."""
EVERYTHING = "*"
"""Stands for all articles: every vector has changed."""


class Entry(NamedTuple):
    """One change: its number, the articles it is about by id, whether it is about failures, and whether it is done."""

    number: int
    articles: tuple[str, ...]
    failures: bool
    done: bool = False


class Journal:
    """The changes of a library, numbered from 1. Every method raises LibraryUnreachable or LibraryDamaged."""

    def __init__(self, rows: Rows, library: Place) -> None:
        self._rows = rows
        self.library = library

    @property
    def library_id(self) -> str:
        """What tells the library from one that was made later in its place."""
        return str(self._rows.id)

    @told
    def put(self, entry: Entry) -> None:
        """Say that a change is about to be made, or that it is done; then what was long ago is forgotten."""
        row: Any = {"number": entry.number, "articles": json.dumps(entry.articles)}
        row |= {"failures": entry.failures, "done": entry.done}
        self._rows.upsert(ids=[f"{entry.number:012}"], embeddings=np.ones((1, 1), np.float32), metadatas=[row])
        if entry.done and entry.number % KEPT == 0:
            long_ago: Any = {"number": {"$lte": entry.number - KEPT}}
            self._rows.delete(where=long_ago)

    def pending(self) -> list[Entry]:
        """The changes that were begun and not completed, in order."""
        return self._read({"done": False})

    def since(self, number: int) -> list[Entry]:
        """The changes after that of a number, in order."""
        after: Any = {"$gt": number}
        return self._read({"number": after})

    def completed(self, number: int) -> list[Entry]:
        """The changes after that of a number, in order, up to one that is still being made."""
        found = self.since(number)
        return found[: next((place for place, entry in enumerate(found) if not entry.done), len(found))]

    @told
    def last(self) -> int:
        """The number of the last change; 0 where there was none."""
        found: Any = self._rows.get(include=[])
        return max((int(row_id) for row_id in found["ids"]), default=0)

    def last_completed(self) -> int:
        """The number of the last change that is done; 0 where there was none."""
        pending = self.pending()
        return pending[0].number - 1 if pending else self.last()

    @told
    def _read(self, where: Any) -> list[Entry]:
        found: Any = self._rows.get(where=where, include=["metadatas"])
        return sorted(_entry(row) for row in found["metadatas"])


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(row["number"], tuple(json.loads(row["articles"])), row["failures"], row["done"])
