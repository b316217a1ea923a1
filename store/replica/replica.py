"""A replica of a library: a SQLite file, a file of vectors and an index of words, which change together."""

from __future__ import annotations

import shutil
import time
import zlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import numpy as np

from store.encoding.embedding import Vectors
from store.errors import LibraryDamaged
from store.index.chroma import Index
from store.index.connection import Place
from store.search.lexical import Lexical

from .file import FORMAT, ReplicaFile
from .vectors import VectorFile
from .view import View
from .writing import REMAINS, Changing

EMBEDDING, DIMENSIONS, VECTORS, REVISION = "embedding", "dimensions", "vectors", "revision"
WORDS, LIBRARY = "words", "library"
SMALL = 30_000
"""Passages up to which the words of removed texts are taken out for good, by making the index of words again.

1,000 of 300 characters take 0.6 CPU-seconds. In a larger library single words stay, without their order, until the
index merges the file that they are in.
"""
_TOGETHER = 1000  # passages whose words are read at a time


class Replica:
    """The replica in `folder` of the library at a place.

    A change is first written to the vectors and the words, then committed to the SQLite file, and only then are words
    taken out: whoever reads sees the SQLite file's state, and finds all of it. That file also names the vectors and the
    words that belong to it, since a replica that is made anew has others.
    """

    def __init__(self, folder: Path, library: Place) -> None:
        self.folder = folder
        self._file = ReplicaFile(folder, library)
        self._vectors = lru_cache(maxsize=2)(VectorFile)
        self._lexical = lru_cache(maxsize=2)(Lexical)
        self._checked: tuple[int, Path] | None = None  # the files that were found to be current

    def lexical(self, view: View) -> Lexical:
        """The index of words."""
        return self._lexical(self._words(view))

    def _words(self, view: View) -> Path:
        return self.folder / view.about(WORDS)

    @property
    def is_current(self) -> bool:
        """Whether it is there, whole, and in the format of this version."""
        mark = self._file.mark
        if not self._checked or self._checked[0] != mark or not self._checked[1].exists():
            words = self._whole_words() if self._file.is_current else None
            self._checked = (mark, words) if words else None
        return self._checked is not None

    def _whole_words(self) -> Path | None:
        """Where the words are, if none are missing. Others may have written more of them meanwhile."""
        try:
            with self.view() as view:
                words, (_, passages) = self._words(view), view.count()
        except LibraryDamaged:
            return None
        return words if Lexical.is_there(words) and self._lexical(words).count >= passages else None

    @contextmanager
    def view(self) -> Iterator[View]:
        """One state of the library. Raises LibraryDamaged."""
        with self._file.reading() as connection:
            yield View(connection)

    def cosines(self, view: View, query: Vectors) -> Vectors:
        """The similarity of a query with the vector of each row: float32, shape (rows,); -1 where no passage is."""
        if not view.rows:
            return query[:0]
        file = self._vectors(self.folder / view.about(VECTORS), int(view.about(DIMENSIONS)))
        cosines = file.cosines(query, view.rows)
        cosines[view.free()] = -1
        return cosines

    def vectors(self, view: View, rows: Sequence[int]) -> Vectors:
        """The vectors in these rows: float32, shape (rows, dimensions). Raises OSError or ValueError if any lack."""
        if not rows:
            return np.zeros((0, 0), np.float32)
        return self._vectors(self.folder / view.about(VECTORS), int(view.about(DIMENSIONS))).read(rows)

    def update(self, index: Index, ids: Collection[str], revision: int, *, failures: bool) -> None:
        """Take over what these articles, and with `failures` the files that could not be read, are in Chroma now."""
        with self._changing() as changing:
            there = set()
            with self._readable():
                for stored in index.stored(ids):
                    there.add(stored.article_id)
                    changing.put(stored)
            changing.drop([article_id for article_id in ids if article_id not in there])
            if failures:
                changing.failures(index.failures())
            changing.say(REVISION, revision)
        self.tidy()

    @property
    def is_sound(self) -> bool:
        """Whether it is current, and SQLite finds its file whole."""
        return self.is_current and self._file.is_whole

    def discard(self) -> None:
        """Begin anew with an empty file, whatever is there."""
        self._checked = None
        self._file.make()

    def rebuild(self, index: Index, revision: int) -> None:
        """Make it anew from all that is in Chroma."""
        if not self.is_current:
            self._file.make()
        self._checked = None
        self._lexical.cache_clear()  # its files may have been lost while it was open
        words = _named("words")
        with self._changing(words) as changing:
            changing.clear()
            with self._readable():
                for stored in index.stored(index.states().keys()):
                    changing.put(stored)
                    changing.say(REMAINS, 1)  # for all that is known: what was removed before, nobody has noted
            changing.failures(index.failures())
            about = {"format": FORMAT, WORDS: words, EMBEDDING: index.embedding, LIBRARY: index.journal.library_id}
            for name, value in about.items():
                changing.say(name, value)
            changing.say(REVISION, revision)
        self._drop_others()

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """Tell of rows that cannot be read. Raises LibraryDamaged."""
        try:
            yield
        except (ValueError, LookupError, TypeError, zlib.error) as error:
            raise LibraryDamaged(path=self._file.library, reason=str(error)) from error

    @contextmanager
    def _changing(self, words: str = "") -> Iterator[Changing]:
        """A change of what is there, or with the name of new `words` of everything."""
        with self._file.writing() as connection:
            lexical = self._lexical(self.folder / (words or View(connection).about(WORDS)))
            with lexical.writing() as writer:
                changing = Changing(connection, writer, self._vectors, self.folder)
                yield changing
                changing.finish()

    def tidy(self) -> None:
        """Take out the words of passages that are gone, and those that a broken-off change has left."""
        with self.view() as view:
            lexical, gone, (_, passages) = self.lexical(view), view.listed(), view.count()
            free, rows = view.free(), view.rows
        if gone:
            with lexical.writing() as words:
                words.remove(gone)
            with self._file.writing() as connection:
                connection.execute("update free set listed = 0")
        if lexical.count > passages:
            with lexical.writing() as words:
                words.remove([int(row) for row in free])
                words.remove_from(rows)

    def purge(self) -> None:
        """Leave nothing of removed texts in the files, but for single words where there are more than SMALL."""
        words = _named("words")
        with self._file.writing() as connection:
            view = View(connection)
            if view.about(VECTORS) and view.rows:
                file = self._vectors(self.folder / view.about(VECTORS), int(view.about(DIMENSIONS)))
                file.erase(view.free(), view.rows)
            if view.count()[1] <= SMALL:
                with self._lexical(self.folder / words).writing() as writer:
                    rows = [row for _, row in view.ids()]
                    for start in range(0, len(rows), _TOGETHER):
                        writer.add(view.passages(rows[start : start + _TOGETHER]).items())
                connection.execute("update free set listed = 0")
                connection.execute("update about set value = ? where name = ?", (words, WORDS))
        self._file.vacuum()
        self._drop_others()
        with self._file.writing() as connection:
            connection.execute("delete from about where name = ?", (REMAINS,))

    def _drop_others(self) -> None:
        """Delete the vectors and the words that belong to no state any more."""
        with self.view() as view:
            kept = {view.about(VECTORS), view.about(WORDS)}
        for old in [*self.folder.glob("vectors*"), *self.folder.glob("words*")]:
            if old.name not in kept:
                shutil.rmtree(old) if old.is_dir() else old.unlink()


def _named(kind: str) -> str:
    return f"{kind}-{time.time_ns()}"
