"""The collections of a library in Chroma: opened, paged through, and embedded anew."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.errors import LibraryMissing
from store.passage import Passage

from .connection import connect, told
from .embedding import Vectors
from .rows import to_passage

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection as Rows

Encode = Callable[[Sequence[Passage]], Vectors]

ARTICLES, PASSAGES, NEXT, RECORDS, FAILURES = "articles", "passages", "passages-next", "records", "failures"
_COSINE: Any = {"hnsw": {"space": "cosine"}}

PAGE = 1000
"""Rows read from or written to Chroma at a time; its embedded form allows 5,461."""


def paged(ids: Collection[str]) -> Iterator[list[str]]:
    """Ids, a page at a time."""
    wanted = [*ids]
    for start in range(0, len(wanted), PAGE):
        yield wanted[start : start + PAGE]


class Database:
    """The collections of one library.

    `articles` holds what is known of each article, and `records` its text and changes, packed: as documents they would
    go through Chroma's full-text index, which is not used here and takes most of the time and space. `passages`
    remembers in its metadata the embedding model that made its vectors and the revision, which changes with every
    write. `failures` holds the files that could not be read. All but `passages` have a constant for a vector, since
    Chroma wants one.

    Every method raises LibraryUnreachable when a server stops answering, LibraryDamaged when Chroma reports an error.
    """

    @told
    def __init__(self, library: str | Path, embedding: str, *, create: bool = True) -> None:
        """Open or make the library.

        Raises LibraryMissing (nothing there and not `create`), LibraryNotWritable, LibraryDamaged or
        LibraryUnreachable.
        """
        self.library = library
        self._client = connect(library, create=create)
        names = {collection.name for collection in self._client.list_collections()}
        if NEXT in names and PASSAGES not in names:  # re-embedding broke off between its last two steps
            self._client.get_collection(NEXT, embedding_function=None).modify(name=PASSAGES)
        elif not create and not {ARTICLES, PASSAGES} <= names:
            raise LibraryMissing(path=self.library)
        self._articles, self._records, self._failures = (
            self._client.get_or_create_collection(name, embedding_function=None)
            for name in (ARTICLES, RECORDS, FAILURES)
        )
        self._passages = self._client.get_or_create_collection(
            PASSAGES,
            embedding_function=None,
            metadata={"embedding": embedding, "revision": uuid.uuid4().hex},
            configuration=_COSINE,
        )

    @property
    def embedding(self) -> str:
        """The name of the embedding model that made the vectors."""
        return str((self._passages.metadata or {}).get("embedding", ""))

    @told
    def revision(self) -> str:
        """The state of the library, as the database has it now."""
        current = self._client.get_collection(PASSAGES, embedding_function=None)
        return str((current.metadata or {}).get("revision", ""))

    @told
    def renew(self) -> str:
        """Mark the library as changed; returns the new revision. Done before a write and after it."""
        revision = uuid.uuid4().hex
        self._passages.modify(metadata={"embedding": self.embedding, "revision": revision})
        return revision

    @told
    def count(self) -> tuple[int, int]:
        """How many articles and passages there are."""
        return self._articles.count(), self._passages.count()

    def _rows(self, collection: Rows) -> Iterator[tuple[str, dict[str, Any]]]:
        """The id and the metadata of every row."""
        for page in self._pages(collection, ["metadatas"]):
            yield from zip(page["ids"], page["metadatas"], strict=True)

    def _pages(self, collection: Rows, include: list[Any]) -> Iterator[Any]:
        offset = 0
        while (page := self._page(collection, include, offset))["ids"]:
            yield page
            offset += PAGE

    @told
    def _page(self, collection: Rows, include: list[Any], offset: int) -> Any:
        return collection.get(limit=PAGE, offset=offset, include=include)

    @told
    def reembed(self, embedding: str, encode: Encode, progress: Callable[[int, int], None] | None = None) -> int:
        """Give every passage a new vector, in a new collection that then takes the old one's place."""
        if NEXT in {collection.name for collection in self._client.list_collections()}:
            self._client.delete_collection(NEXT)  # left by a run that broke off
        new = self._client.create_collection(
            NEXT,
            embedding_function=None,
            metadata={"embedding": embedding, "revision": self.revision()},
            configuration=_COSINE,
        )
        done, total = 0, self._passages.count()
        for page in self._pages(self._passages, ["metadatas", "documents"]):
            rows = zip(page["documents"], page["metadatas"], strict=True)
            vectors = encode([to_passage(text, metadata) for text, metadata in rows])
            new.add(page["ids"], vectors, page["metadatas"], page["documents"])
            done += len(page["ids"])
            if progress:
                progress(done, total)
        self._client.delete_collection(PASSAGES)
        new.modify(name=PASSAGES)
        self._passages = new
        return done
