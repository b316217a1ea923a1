"""Changes to a replica: articles put in or taken out, each with its passages and their rows."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any

import numpy as np

from store.encoding.embedding import Vectors
from store.index.rows import Stored, text_of
from store.passage import Passage
from store.search.words import Writer

from .vectors import VectorFile

QUARANTINE = 60.0
"""Seconds for which the row of a passage that is gone is not given to another: somebody may be looking at it."""
REMAINS = "remains"
"""What says that files may still hold text that was removed."""
_TOGETHER = 2000  # vectors that wait to be written together

_ARTICLE = "insert or replace into articles values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_PASSAGE = "insert into passages values (?, ?, ?, ?, ?, ?, ?)"
_FREE = "select row from free where since < ? and not listed order by row limit ?"


class Changing:
    """One change to a replica, made by a connection within its transaction and a writer of words within its own."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        words: Writer,
        file: Callable[[Path, int], VectorFile],
        folder: Path,
    ) -> None:
        self._connection = connection
        self._words = words
        self._file = file
        self._folder = folder
        self._rows: list[int] = []
        self._vectors: list[Vectors] = []

    def say(self, name: str, value: str | int) -> None:
        """Remember something of the library as a whole."""
        self._connection.execute("insert or replace into about values (?, ?)", (name, str(value)))

    def _about(self, name: str) -> str:
        found = self._connection.execute("select value from about where name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def put(self, stored: Stored) -> None:
        """Put an article in place of what was there of it; passages of the same id keep their rows."""
        row, text = stored.row, text_of(stored.record)
        if self._digest(stored.article_id) not in (None, row["digest"]):
            self.say(REMAINS, 1)
        known = [row.get(name) for name in ("source", "digest", "story", "publisher", "published")]
        whole = [json.dumps(thing, ensure_ascii=False) for thing in (row, stored.record)]
        self._connection.execute(_ARTICLE, (stored.article_id, *known, row.get("signature") or "", *whole))
        found = self._connection.execute("select id, row from passages where article_id = ?", (stored.article_id,))
        there = dict(found.fetchall())
        kept = {name for name, _ in stored.passages}
        self._free([place for name, place in there.items() if name not in kept])
        new = [place for place, (name, _) in enumerate(stored.passages) if name not in there]
        rows = self._free_rows(len(new))
        passages = [_passage(stored, stored.passages[place][1], text) for place in new]
        for at, place, passage in zip(rows, new, passages, strict=True):
            about = passage.article_id, passage.number, passage.start, passage.end, passage.text
            self._connection.execute(_PASSAGE, (at, stored.passages[place][0], *about))
        self._words.remove(rows)  # what a broken-off change has left there
        self._words.add(zip(rows, passages, strict=True))
        self._rows += rows
        self._vectors += [*stored.vectors[new]] if new else []
        if len(self._rows) >= _TOGETHER:
            self._write()

    def drop(self, ids: Collection[str]) -> None:
        """Take articles out."""
        for article_id in ids:
            if self._digest(article_id):
                self.say(REMAINS, 1)
            self._connection.execute("delete from articles where id = ?", (article_id,))
            found = self._connection.execute("select row from passages where article_id = ?", (article_id,))
            self._free([row[0] for row in found.fetchall()])

    def _digest(self, article_id: str) -> str | None:
        found = self._connection.execute("select digest from articles where id = ?", (article_id,)).fetchone()
        return str(found[0]) if found else None

    def failures(self, rows: Iterable[tuple[str, dict[str, Any]]]) -> None:
        """Put these failures, each with its id and its row, in place of all that were there."""
        self._connection.execute("delete from failures")
        made = [(row_id, json.dumps(row)) for row_id, row in rows]
        self._connection.executemany("insert into failures values (?, ?)", made)

    def clear(self) -> None:
        """Forget everything, and begin another file of vectors."""
        for table in ("articles", "passages", "free", "failures"):
            self._connection.execute(f"delete from {table}")
        self._words.clear()
        self.say("rows", 0)
        self.say("vectors", f"vectors-{time.time_ns()}")
        self.say("dimensions", 0)

    def finish(self) -> None:
        """Write what still waits, and see it on disk."""
        self._write()
        if file := self._vector_file():
            file.sync()

    def _write(self) -> None:
        if not self._rows:
            return
        vectors = np.array(self._vectors, np.float32)
        if not int(self._about("dimensions") or 0):
            self.say("dimensions", vectors.shape[1])
        if file := self._vector_file():
            file.write(self._rows, vectors)
        self._rows, self._vectors = [], []

    def _vector_file(self) -> VectorFile | None:
        dimensions = int(self._about("dimensions") or 0)
        return self._file(self._folder / self._about("vectors"), dimensions) if dimensions else None

    def _free(self, rows: Collection[int]) -> None:
        self._connection.executemany("delete from passages where row = ?", [(row,) for row in rows])
        since = time.time()
        self._connection.executemany("insert or replace into free values (?, ?, 1)", [(row, since) for row in rows])

    def _free_rows(self, count: int) -> list[int]:
        """As many rows as are wanted: first those that have been free for long."""
        free = self._connection.execute(_FREE, (time.time() - QUARANTINE, count))
        rows = [row[0] for row in free.fetchall()]
        self._connection.executemany("delete from free where row = ?", [(row,) for row in rows])
        first = int(self._about("rows") or 0)
        if more := count - len(rows):
            self.say("rows", first + more)
        return [*rows, *range(first, first + more)]


def _passage(stored: Stored, known: dict[str, Any], text: str) -> Passage:
    start, end, row = known["start"], known["end"], stored.row
    about = row["source"], row["title"], row.get("publisher"), row.get("published")
    return Passage(stored.article_id, known["number"], text[start:end], start, end, *about)
