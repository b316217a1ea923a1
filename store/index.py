"""Articles and passages in Chroma, embedded or on a server. The only file that imports chromadb."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import urlsplit

import numpy as np

from .article import Article
from .embedding import Vectors
from .errors import LibraryDamaged, LibraryMissing, LibraryNotWritable, LibraryUnreachable
from .passage import Passage
from .rows import article_row, passage_id, passage_row, to_article, to_passage

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

Encode = Callable[[Sequence[Passage]], Vectors]

ARTICLES, PASSAGES, NEXT = "articles", "passages", "passages-next"
_COSINE: Any = {"hnsw": {"space": "cosine"}}

PAGE = 1000
"""Rows read from or written to Chroma at a time; its embedded form allows 5,461."""


def is_url(library: str | Path) -> bool:
    """Whether a library is the address of a Chroma server rather than a folder."""
    return str(library).startswith(("http://", "https://"))


P = ParamSpec("P")
R = TypeVar("R")


def _told(method: Callable[Concatenate[Index, P], R]) -> Callable[Concatenate[Index, P], R]:
    """`method`, which tells what went wrong in Chroma, or on the way to its server, as a LibraryError."""

    @wraps(method)
    def telling(self: Index, /, *args: P.args, **kwargs: P.kwargs) -> R:
        from chromadb.errors import ChromaError
        from httpx import TransportError

        try:
            return method(self, *args, **kwargs)
        except (ChromaError, TransportError) as error:
            raise _trouble(self.library, error) from error

    return telling


class Index:
    """The collections `articles` and `passages` of one library.

    `articles` holds the texts; its vectors are a constant, since Chroma wants one. `passages` remembers in its
    metadata the embedding model that made its vectors and the revision, which changes with every write.

    Every method raises LibraryUnreachable when a server stops answering, LibraryDamaged when Chroma reports an error.
    """

    @_told
    def __init__(self, library: str | Path, embedding: str, *, create: bool = True) -> None:
        """Open or make the library.

        Raises LibraryMissing (nothing there and not `create`), LibraryNotWritable, LibraryDamaged or
        LibraryUnreachable.
        """
        self.library = library
        self._client = _connect(library, create=create)
        names = {collection.name for collection in self._client.list_collections()}
        if NEXT in names and PASSAGES not in names:  # re-embedding broke off between its last two steps
            self._client.get_collection(NEXT, embedding_function=None).modify(name=PASSAGES)
        elif not create and not {ARTICLES, PASSAGES} <= names:
            raise LibraryMissing(path=self.library)
        self._articles = self._client.get_or_create_collection(ARTICLES, embedding_function=None)
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

    @_told
    def revision(self) -> str:
        """The state of the library, as the database has it now."""
        current = self._client.get_collection(PASSAGES, embedding_function=None)
        return str((current.metadata or {}).get("revision", ""))

    @_told
    def renew(self) -> str:
        """Mark the library as changed; returns the new revision. Done before a write and after it."""
        revision = uuid.uuid4().hex
        self._passages.modify(metadata={"embedding": self.embedding, "revision": revision})
        return revision

    def digests(self) -> dict[str, str]:
        """The digest of every article, by id."""
        return {
            row_id: str(metadata["digest"])
            for page in self._pages(self._articles, ["metadatas"])
            for row_id, metadata in zip(page["ids"], page["metadatas"], strict=True)
        }

    def articles(self) -> list[Article]:
        """Every article, in order of source."""
        found = [
            to_article(row_id, text, metadata)
            for page in self._pages(self._articles, ["metadatas", "documents"])
            for row_id, text, metadata in zip(page["ids"], page["documents"], page["metadatas"], strict=True)
        ]
        return sorted(found, key=lambda article: article.source)

    @_told
    def article(self, article_id: str) -> Article | None:
        """One article, or None."""
        found: Any = self._articles.get(ids=[article_id], include=["metadatas", "documents"])
        if not found["ids"]:
            return None
        return to_article(article_id, found["documents"][0], found["metadatas"][0])

    @_told
    def write(self, article: Article, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Put an article in place of what its source held before. `vectors` has shape (len(passages), dimensions).

        The article's row is what counts: passages of another digest than its own are not found, so a write that
        breaks off leaves the old state or the new one, never a mixture.
        """
        for start in range(0, len(passages), PAGE):
            batch = passages[start : start + PAGE]
            self._passages.upsert(
                ids=[passage_id(article.digest, passage) for passage in batch],
                embeddings=np.asarray(vectors[start : start + PAGE]),
                documents=[passage.text for passage in batch],
                metadatas=[passage_row(passage, article.digest) for passage in batch],
            )
        self._articles.upsert(
            ids=[article.id],
            embeddings=np.ones((1, 1), dtype=np.float32),
            documents=[article.text],
            metadatas=[article_row(article)],
        )
        stale: Any = {"$and": [{"article_id": article.id}, {"digest": {"$ne": article.digest}}]}
        self._passages.delete(where=stale)

    @_told
    def nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The `k` nearest passages: (passage id, cosine similarity), best first."""
        if not (k := min(k, self._passages.count())):
            return []
        found: Any = self._passages.query(query_embeddings=vector[np.newaxis], n_results=k, include=["distances"])
        return [(row, 1.0 - distance) for row, distance in zip(found["ids"][0], found["distances"][0], strict=True)]

    @_told
    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Vectors]]:
        """The passages of these ids with their vectors; only those of the articles as they are now."""
        if not ids:
            return {}
        found: Any = self._passages.get(ids=list(ids), include=["metadatas", "documents", "embeddings"])
        wanted = sorted({str(metadata["article_id"]) for metadata in found["metadatas"]})
        rows: Any = self._articles.get(ids=wanted, include=["metadatas"])
        current = {row_id: row["digest"] for row_id, row in zip(rows["ids"], rows["metadatas"], strict=True)}
        return {
            row_id: (to_passage(text, metadata), np.asarray(vector, dtype=np.float32))
            for row_id, text, metadata, vector in zip(
                found["ids"], found["documents"], found["metadatas"], found["embeddings"], strict=True
            )
            if current.get(metadata["article_id"]) == metadata["digest"]
        }

    def all_passages(self) -> Iterator[list[tuple[str, Passage]]]:
        """Every passage with its id, a page at a time."""
        for page in self._pages(self._passages, ["metadatas", "documents"]):
            rows = zip(page["ids"], page["documents"], page["metadatas"], strict=True)
            yield [(row_id, to_passage(text, metadata)) for row_id, text, metadata in rows]

    def _pages(self, collection: Collection, include: list[Any]) -> Iterator[Any]:
        offset = 0
        while (page := self._page(collection, include, offset))["ids"]:
            yield page
            offset += PAGE

    @_told
    def _page(self, collection: Collection, include: list[Any], offset: int) -> Any:
        return collection.get(limit=PAGE, offset=offset, include=include)

    @_told
    def count(self) -> tuple[int, int]:
        """How many articles and passages there are."""
        return self._articles.count(), self._passages.count()

    @_told
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


def _connect(library: str | Path, *, create: bool) -> ClientAPI:
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings
    from chromadb.errors import ChromaError

    settings = Settings(anonymized_telemetry=False)
    if is_url(library):
        address = urlsplit(str(library))
        secure = address.scheme == "https"
        try:
            port = address.port or (443 if secure else 8000)
            return chromadb.HttpClient(address.hostname or "", port, ssl=secure, settings=settings)
        except (ValueError, ChromaError) as error:
            raise _trouble(library, error) from error
    folder = Path(library)
    if not create and not (folder / "chroma.sqlite3").exists():
        raise LibraryMissing(path=library)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".write-{uuid.uuid4().hex}"
        probe.touch()
        probe.unlink()
        return chromadb.PersistentClient(folder, settings=settings)
    except OSError as error:
        raise LibraryNotWritable(path=library, reason=error.strerror) from error
    except ChromaError as error:
        SharedSystemClient.clear_system_cache()  # it keeps what failed to start, and would hand it out again
        raise _trouble(library, error) from error


def _trouble(library: str | Path, error: Exception) -> LibraryUnreachable | LibraryDamaged:
    reason = (str(error).splitlines() or [type(error).__name__])[0]
    return (LibraryUnreachable if is_url(library) else LibraryDamaged)(path=library, reason=reason)
