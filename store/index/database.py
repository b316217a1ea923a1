"""The collections of a library in Chroma: opened, closed, paged through, and embedded anew."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from store.encoding.embedding import Vectors
from store.errors import LibraryMissing

from .connection import Place, connect, telling, told
from .journal import Journal

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection as Rows

ARTICLES, PASSAGES, NEXT = "articles", "passages", "passages-next"
RECORDS, FAILURES, CHANGES = "records", "failures", "changes"
_COSINE: Any = {"hnsw": {"space": "cosine"}}
_SOON, _USUALLY = {"sync_threshold": 2, "batch_size": 2}, {"sync_threshold": 1000, "batch_size": 100}
_NOBODY = ["-1", "-2", "-3"]  # ids that no row has

PAGE = 1000
"""Rows read from or written to Chroma at a time; its embedded form allows 5,461."""


def paged(ids: Collection[str], size: int = PAGE) -> Iterator[list[str]]:
    """Ids, a page at a time."""
    wanted = [*ids]
    for start in range(0, len(wanted), size):
        yield wanted[start : start + size]


class Database:
    """The collections of one library.

    `articles` holds what is known of each article, and `records` its text and changes, packed: as documents they would
    go through Chroma's full-text index, which is not used here and takes most of the time and space. `passages` has the
    vector of each passage and its place in the text; it remembers in its metadata the embedding model. `failures` holds
    the files that could not be read, `changes` the journal. All but `passages` have a constant for a vector, since
    Chroma wants one.

    Of a library in a folder only the process that holds its lock may have this open: Chroma's embedded form keeps its
    vector index in memory and writes its files in place.

    Every method raises LibraryUnreachable when a server stops answering, LibraryDamaged when Chroma reports an error.
    """

    def __init__(self, library: Place, embedding: str, *, create: bool = True) -> None:
        """Open or make the library.

        Raises LibraryMissing (nothing there and not `create`), LibraryNotWritable, LibraryDamaged or
        LibraryUnreachable.
        """
        self.library = library
        with telling(library):
            self._open(embedding, create=create)

    def _open(self, embedding: str, *, create: bool) -> None:
        self.client = connect(self.library, create=create)
        names = self._names()
        if not create and not (ARTICLES in names and names & {PASSAGES, NEXT}):
            raise LibraryMissing(path=self.library)
        self._articles, self._records, self._failures, self._changes = (
            self.client.get_or_create_collection(name, embedding_function=None)
            for name in (ARTICLES, RECORDS, FAILURES, CHANGES)
        )
        self.journal = Journal(self._changes, self.library)
        self._passages = self._vectors() or self.client.get_or_create_collection(
            PASSAGES, embedding_function=None, metadata={"embedding": embedding}, configuration=_COSINE
        )

    def _names(self) -> set[str]:
        return {collection.name for collection in self.client.list_collections()}

    def _vectors(self) -> Rows | None:
        """The collection of passages that counts; None where none was ever made.

        On a server a re-embedding may just be putting the new one in place: there is one or the other at any time.
        """
        from chromadb.errors import NotFoundError

        while there := {PASSAGES, NEXT} & self._names():
            with suppress(NotFoundError):
                return self.client.get_collection(PASSAGES if PASSAGES in there else NEXT, embedding_function=None)
        return None

    @told
    def refresh(self) -> None:
        """See the collections that are there now: somebody may have put new vectors in place of all old ones."""
        self._passages = self._vectors() or self._passages

    @told
    def mend(self) -> bool:
        """Complete a re-embedding that broke off between its last two steps; returns whether one has left vectors.

        Only for whoever holds the lock.
        """
        self.refresh()
        if self._passages.name == NEXT:
            self._passages.modify(name=PASSAGES)
        return NEXT in self._names()

    @told
    def give_up(self) -> None:
        """Delete the vectors that a re-embedding has left."""
        self.client.delete_collection(NEXT)

    @told
    def settle(self, *, soon: bool) -> None:
        """Have Chroma's embedded form write what it holds in memory to its files `soon`, or as usual.

        What waits for that stays in its queue, with all that it says, and no vacuum takes it out. The number of waiting
        changes at which it writes is read when the library is opened, and looked at when something is deleted.
        """
        configuration: Any = {"hnsw": _SOON if soon else _USUALLY}
        for collection in (self._articles, self._records, self._failures, self._passages, self._changes):
            if not soon:
                collection.delete(ids=_NOBODY)
            collection.modify(configuration=configuration)

    def close(self) -> None:
        """Let go of the files. Nothing else may be called afterwards."""
        client: Any = self.client  # close is missing from its type
        client.close()

    @property
    def embedding(self) -> str:
        """The name of the embedding model that made the vectors."""
        return str((self._passages.metadata or {}).get("embedding", ""))

    def _rows(self, collection: Rows) -> Iterator[tuple[str, dict[str, Any]]]:
        """The id and the metadata of every row. Others may change a server's rows meanwhile: no other row is missed."""
        for ids in paged(self._ids(collection)):
            page = self._page(collection, ids)
            yield from zip(page["ids"], page["metadatas"], strict=True)

    @told
    def _ids(self, collection: Rows) -> list[str]:
        return [*collection.get(include=[])["ids"]]

    @told
    def _page(self, collection: Rows, ids: list[str]) -> Any:
        return collection.get(ids=ids, include=["metadatas"])

    @told
    def start_over(self, embedding: str) -> None:
        """Make room for the vectors of another model; what an earlier try has left is deleted."""
        if NEXT in self._names():
            self.client.delete_collection(NEXT)
        self.client.create_collection(
            NEXT, embedding_function=None, metadata={"embedding": embedding}, configuration=_COSINE
        )

    @told
    def embed_again(self, ids: list[str], vectors: Vectors) -> None:
        """Give passages new vectors, beside the old ones."""
        there: Any = self._passages.get(ids=ids, include=["metadatas"])
        rows = dict(zip(there["ids"], there["metadatas"], strict=True))
        kept = [place for place, row_id in enumerate(ids) if row_id in rows]
        if kept:
            new = self.client.get_collection(NEXT, embedding_function=None)
            found = [ids[place] for place in kept]
            new.upsert(ids=found, embeddings=vectors[kept], metadatas=[rows[row_id] for row_id in found])

    @told
    def new_ids(self) -> set[str]:
        """The ids of all passages that have new vectors."""
        new = self.client.get_collection(NEXT, embedding_function=None)
        return {*self._ids(new)}

    @told
    def drop_new(self, ids: Collection[str]) -> None:
        """Forget the new vectors of passages that are gone."""
        new = self.client.get_collection(NEXT, embedding_function=None)
        for page in paged(ids):
            new.delete(ids=page)

    @told
    def switch(self) -> None:
        """Put the new vectors in place of the old ones."""
        new = self.client.get_collection(NEXT, embedding_function=None)
        self.client.delete_collection(PASSAGES)
        new.modify(name=PASSAGES)
        self._passages = self.client.get_collection(PASSAGES, embedding_function=None)
