"""A library that any number of processes share: Chroma, which one of them writes to, and the replica that all read."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from hashlib import sha256
from pathlib import Path

import numpy as np

from store.encoding.embedding import Vectors
from store.errors import LibraryMissing
from store.index.chroma import Index
from store.index.connection import Place, holds_library, telling, vacuum
from store.index.journal import EVERYTHING, Entry
from store.index.lock import REEMBEDDER, folder_lock, is_held, is_leased, server_lease, sole
from store.index.opening import opening
from store.search.ranking import Ground
from store.search.scope import Scope

from .replica import EMBEDDING, LIBRARY, Replica
from .view import View

_BEFORE = "lexical"  # the folder of an index of words from before there were replicas


class Live:
    """The library at a place. What is read comes from its `replica`, which `locked` and `fresh` keep up to date."""

    def __init__(self, library: Place, embedding: str, cache: Path, *, create: bool) -> None:
        """Open the library, or make it with this embedding model. Raises a LibraryError."""
        self.library = library
        self._made_with = embedding
        self._mutex = threading.RLock()
        self._is_pulled = False
        self._opening = opening(library)
        self._server: Index | None = None
        self._locked: Index | None = None  # what may be changed now
        if self._opening:
            self._folder = Path(str(library))
            self.replica = Replica(self._folder / "replica", library)
            if not (there := holds_library(self._folder)) and not create:
                raise LibraryMissing(path=library)
            if create and not (there and self.replica.is_current):
                self._make(create=True)
        else:
            self._folder = cache.parent / "replicas" / sha256(str(library).encode()).hexdigest()[:12]
            self.replica = Replica(self._folder, library)
            self._server = Index(library, embedding, create=create)

    def _make(self, *, create: bool = False) -> None:
        with self.locked(create=create):
            pass  # to lock it is to bring the replica up to date

    @property
    def embedding(self) -> str:
        """The name of the embedding model that made the vectors."""
        with self.fresh() as view:
            found = view.about(EMBEDDING)
        if found != self._made_with and self._opening:
            with self.locked(), self.view() as view:  # perhaps a re-embedding broke off at its end
                return view.about(EMBEDDING)
        return found

    def ground(self, view: View, query: Vectors, scope: Scope) -> Ground:
        """What is searched with the vector of a query. Raises OSError or ValueError where a later state is there."""
        lexical, cosines = self.replica.lexical(view), self.replica.cosines(view, query)
        allowed = np.array(lexical.within(scope), np.int64) if scope else np.arange(len(cosines))
        return Ground(lexical, cosines, allowed[allowed < len(cosines)], view.passages, scope)

    @contextmanager
    def view(self) -> Iterator[View]:
        """The state that the replica has. Raises LibraryDamaged."""
        with self.replica.view() as view:
            yield view

    @contextmanager
    def fresh(self) -> Iterator[View]:
        """The state that the library has now. Raises a LibraryError."""
        if self._server:
            self._pull(self._server)
        elif not self.replica.is_current:
            self._make()
        with self.replica.view() as view:
            yield view

    @contextmanager
    def locked(self, *, create: bool = False) -> Iterator[Index]:
        """The library for one writer at a time, what broke off before completed. Raises a LibraryError."""
        with self._alone(create=create) as index:
            self._catch_up(index)
            self._locked = index
            try:
                yield index
            finally:
                self._locked = None

    @contextmanager
    def raw(self) -> Iterator[Index]:
        """Chroma for one at a time, what broke off before completed there: the replica is not looked at.

        Raises a LibraryError.
        """
        with self._alone() as index:
            for entry in index.journal.pending():
                index.tidy(entry.articles)
            yield index

    @contextmanager
    def repairing(self) -> Iterator[Index]:
        """The same for changes to anything, after which all replicas are made anew. Raises a LibraryError."""
        with self.raw() as index:
            entry = Entry(index.journal.last() + 1, (EVERYTHING,), failures=True)
            index.journal.put(entry)
            yield index
            if not self.replica.is_sound:
                self.replica.discard()
            self.replica.rebuild(index, entry.number)
            for begun in index.journal.pending():
                index.journal.put(begun._replace(done=True))

    @contextmanager
    def _alone(self, *, create: bool = False) -> Iterator[Index]:
        """Chroma, with the lock, and without what an embedding anew has left that broke off."""
        with self._mutex, ExitStack() as held:
            if self._server:
                held.enter_context(telling(self.library))
                held.enter_context(server_lease(self._server.client, str(self.library)))
            held.enter_context(folder_lock(self._folder))
            index = self._open(held, create=create)
            if index.mend() and not self._is_reembedding(index):
                index.give_up()
            yield index

    def _open(self, held: ExitStack, *, create: bool) -> Index:
        if self._server:
            return self._server
        if not self._opening:
            raise RuntimeError("the library is not open")
        held.callback(self._opening.rest)
        return self._opening.open(self.library, self._made_with, create=create)

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Keep Chroma open between changes: many are to come."""
        with self._opening.busy() if self._opening else nullcontext():
            yield

    @contextmanager
    def closed(self) -> Iterator[None]:
        """The lock on a library in a folder, with Chroma closed, whose files are to be exchanged."""
        with self._mutex, folder_lock(self._folder):
            if self._opening:
                self._opening.close()
            yield

    @contextmanager
    def change(self, ids: Collection[str], *, failures: bool = False) -> Iterator[None]:
        """A change of these articles, by whoever has the library locked: it is in the journal before it begins."""
        if (index := self._locked) is None:
            raise RuntimeError("a change without the lock")
        with self.view() as view:
            entry = Entry(view.revision + 1, tuple(sorted({*ids})), failures)
        index.journal.put(entry)
        yield
        self._take_over(index, [entry])
        index.journal.put(entry._replace(done=True))

    def _catch_up(self, index: Index) -> None:
        """Complete the changes that broke off, and bring the replica up to date."""
        pending = index.journal.pending()
        for entry in pending:
            index.tidy(entry.articles)
        last = index.journal.last()
        if not self.belongs(index) or self._revision() > last:  # the library is another, or an older copy of it
            self.replica.rebuild(index, last)
            shutil.rmtree(self._folder / _BEFORE, ignore_errors=True)
        else:
            self._follow(index, index.journal.since(self._revision()))
        if pending:
            self.replica.tidy()
        for entry in pending:
            index.journal.put(entry._replace(done=True))

    def belongs(self, index: Index) -> bool:
        """Whether the replica is one of this library, with the vectors that it has."""
        if not self.replica.is_current:
            return False
        with self.view() as view:
            return (view.about(LIBRARY), view.about(EMBEDDING)) == (index.journal.library_id, index.embedding)

    def _revision(self) -> int:
        with self.view() as view:
            return view.revision

    def _follow(self, index: Index, entries: list[Entry]) -> None:
        """Do to the replica what these changes have done, and those that the journal has forgotten."""
        if entries:
            self._take_over(index, entries, missed=entries[0].number > self._revision() + 1)

    def _take_over(self, index: Index, entries: list[Entry], *, missed: bool = False) -> None:
        """Do to the replica what these changes did. Where some were `missed`, all articles are compared."""
        ids = {article_id for entry in entries for article_id in entry.articles}
        last = entries[-1].number
        if EVERYTHING in ids:
            index.refresh()
            self.replica.rebuild(index, last)
            return
        if missed:
            with self.view() as view:
                here, there = view.states(), index.states()
            ids |= {row_id for row_id in here.keys() | there.keys() if here.get(row_id) != there.get(row_id)}
        failures = missed or any(entry.failures for entry in entries)
        self.replica.update(index, ids, last, failures=failures)

    def _pull(self, index: Index) -> None:
        """Bring the replica of a library on a server up to date with what has been completed there."""
        if self._is_pulled and self.belongs(index) and not index.journal.completed(self._revision()):
            return
        with telling(self.library), folder_lock(self._folder):
            index.refresh()
            last = index.journal.last_completed()
            if not self.belongs(index) or self._revision() > last:
                self.replica.rebuild(index, last)
            else:
                self._follow(index, index.journal.completed(self._revision()))
        self._is_pulled = True

    @contextmanager
    def reembedding(self) -> Iterator[None]:
        """Hold what only one process does at a time. Raises LibraryNotWritable while another has it."""
        if self._server:
            with telling(self.library), server_lease(self._server.client, str(self.library), REEMBEDDER, 0):
                yield
        else:
            with sole(self._reembedding, self.library):
                yield

    @property
    def _reembedding(self) -> Path:
        return self.replica.folder / ".reembedding"

    def _is_reembedding(self, index: Index) -> bool:
        return is_leased(index.client, REEMBEDDER) if self._server else is_held(self._reembedding)

    def purge(self) -> None:
        """Leave nothing of removed texts in the files."""
        with self.locked() as index:
            index.sweep()
            if self._opening:
                for soon in (True, False):
                    self._opening.open(self.library, self._made_with).settle(soon=soon)
                    self._opening.close()
                vacuum(self._folder)
            self.replica.purge()
