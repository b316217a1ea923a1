"""Articles and passages in Chroma, embedded or on a server. The only file that imports chromadb."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from .article import Article, Report
from .embedding import Vectors
from .errors import LibraryDamaged, LibraryMissing, LibraryNotWritable, LibraryUnreachable
from .passage import Passage

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

ARTICLES, PASSAGES, NEXT = "articles", "passages", "passages-next"
_COSINE: Any = {"hnsw": {"space": "cosine"}}

PAGE = 1000
"""Rows read from or written to Chroma at a time; its embedded form allows 5,461."""


def is_url(library: str | Path) -> bool:
    """Whether a library is the address of a Chroma server rather than a folder."""
    return str(library).startswith(("http://", "https://"))


class Index:
    """The collections `articles` and `passages` of one library.

    `articles` holds the texts; its vectors are a constant, since Chroma wants one. `passages` remembers in its
    metadata the embedding model that made its vectors and the revision, which changes with every write.
    """

    def __init__(self, library: str | Path, embedding: str, *, create: bool = True) -> None:
        """Open or make the library.

        Raises LibraryMissing (nothing there and not `create`), LibraryNotWritable, LibraryDamaged or
        LibraryUnreachable.
        """
        from chromadb.errors import ChromaError, NotFoundError

        self.library = library
        client = _connect(library, create=create)
        metadata = {"embedding": embedding, "revision": _new_revision()}
        try:
            if create:
                self._articles = client.get_or_create_collection(ARTICLES, embedding_function=None)
                self._passages = client.get_or_create_collection(
                    PASSAGES, embedding_function=None, metadata=metadata, configuration=_COSINE
                )
            else:
                self._articles = client.get_collection(ARTICLES, embedding_function=None)
                self._passages = client.get_collection(PASSAGES, embedding_function=None)
        except NotFoundError as error:
            raise LibraryMissing(path=library) from error
        except ChromaError as error:
            raise _trouble(library, str(error)) from error
        self._client = client

    @property
    def embedding(self) -> str:
        """The name of the embedding model that made the vectors."""
        return str((self._passages.metadata or {}).get("embedding", ""))

    def revision(self) -> str:
        """The state of the library, as the database has it now."""
        current = self._client.get_collection(PASSAGES, embedding_function=None)
        return str((current.metadata or {}).get("revision", ""))

    def renew(self) -> str:
        """Mark the library as changed; returns the new revision. Done before a write, so a broken-off one shows."""
        revision = _new_revision()
        self._passages.modify(metadata={"embedding": self.embedding, "revision": revision})
        return revision

    def digests(self) -> dict[str, str]:
        """The digest of every article, by id."""
        return {
            row_id: str(metadata["digest"])
            for page in _pages(self._articles, ["metadatas"])
            for row_id, metadata in zip(page["ids"], page["metadatas"], strict=True)
        }

    def articles(self) -> list[Article]:
        """Every article, in order of source."""
        found = [
            _article(row_id, text, metadata)
            for page in _pages(self._articles, ["metadatas", "documents"])
            for row_id, text, metadata in zip(page["ids"], page["documents"], page["metadatas"], strict=True)
        ]
        return sorted(found, key=lambda article: article.source)

    def article(self, article_id: str) -> Article | None:
        """One article, or None."""
        found: Any = self._articles.get(ids=[article_id], include=["metadatas", "documents"])
        if not found["ids"]:
            return None
        return _article(article_id, found["documents"][0], found["metadatas"][0])

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
                metadatas=[_passage_row(passage, article.digest) for passage in batch],
            )
        self._articles.upsert(
            ids=[article.id],
            embeddings=np.ones((1, 1), dtype=np.float32),
            documents=[article.text],
            metadatas=[_article_row(article)],
        )
        stale: Any = {"$and": [{"article_id": article.id}, {"digest": {"$ne": article.digest}}]}
        self._passages.delete(where=stale)

    def nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The `k` nearest passages: (passage id, cosine similarity), best first."""
        if self._passages.count() == 0:
            return []
        found: Any = self._passages.query(
            query_embeddings=vector[np.newaxis], n_results=min(k, self._passages.count()), include=["distances"]
        )
        return [(row, 1.0 - distance) for row, distance in zip(found["ids"][0], found["distances"][0], strict=True)]

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Vectors]]:
        """The passages of these ids with their vectors; only those of the articles as they are now."""
        if not ids:
            return {}
        found: Any = self._passages.get(ids=list(ids), include=["metadatas", "documents", "embeddings"])
        wanted = sorted({str(metadata["article_id"]) for metadata in found["metadatas"]})
        rows: Any = self._articles.get(ids=wanted, include=["metadatas"])
        current = {row_id: row["digest"] for row_id, row in zip(rows["ids"], rows["metadatas"], strict=True)}
        return {
            row_id: (_passage(text, metadata), np.asarray(vector, dtype=np.float32))
            for row_id, text, metadata, vector in zip(
                found["ids"], found["documents"], found["metadatas"], found["embeddings"], strict=True
            )
            if current.get(metadata["article_id"]) == metadata["digest"]
        }

    def all_passages(self) -> Iterator[list[tuple[str, Passage]]]:
        """Every passage with its id, a page at a time."""
        for page in _pages(self._passages, ["metadatas", "documents"]):
            rows = zip(page["ids"], page["documents"], page["metadatas"], strict=True)
            yield [(row_id, _passage(text, metadata)) for row_id, text, metadata in rows]

    def count(self) -> tuple[int, int]:
        """How many articles and passages there are."""
        return self._articles.count(), self._passages.count()

    def reembed(
        self,
        embedding: str,
        encode: Callable[[Sequence[Passage]], Vectors],
        progress: Callable[[int, int], None] | None = None,
    ) -> int:
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
        for page in _pages(self._passages, ["metadatas", "documents"]):
            rows = zip(page["documents"], page["metadatas"], strict=True)
            vectors = encode([_passage(text, metadata) for text, metadata in rows])
            new.add(page["ids"], vectors, page["metadatas"], page["documents"])
            done += len(page["ids"])
            if progress:
                progress(done, total)
        self._client.delete_collection(PASSAGES)
        new.modify(name=PASSAGES)
        self._passages = new
        return done


def passage_id(digest: str, passage: Passage) -> str:
    """The id of a passage: it names the article, the state of its file and the place in it."""
    return f"{passage.article_id}-{digest[:8]}-{passage.number}"


def _connect(library: str | Path, *, create: bool) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings
    from chromadb.errors import ChromaError

    settings = Settings(anonymized_telemetry=False)
    if is_url(library):
        address = urlsplit(str(library))
        port = address.port or (443 if address.scheme == "https" else 8000)
        try:
            return chromadb.HttpClient(
                host=address.hostname or "", port=port, ssl=address.scheme == "https", settings=settings
            )
        except (ValueError, ChromaError) as error:
            raise LibraryUnreachable(path=library, reason=str(error)) from error
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
        raise LibraryDamaged(path=library, reason=str(error)) from error


def _trouble(library: str | Path, reason: str) -> LibraryUnreachable | LibraryDamaged:
    return (LibraryUnreachable if is_url(library) else LibraryDamaged)(path=library, reason=reason)


def _new_revision() -> str:
    return uuid.uuid4().hex


def _pages(collection: Collection, include: list[Any]) -> Iterator[Any]:
    offset = 0
    while (page := collection.get(limit=PAGE, offset=offset, include=include))["ids"]:
        yield page
        offset += PAGE


def _row(thing: Article | Passage, *without: str) -> dict[str, Any]:
    """The fields of an article or passage as Chroma keeps them: beside the text, and without None, which it hasn't."""
    values = {field.name: getattr(thing, field.name) for field in fields(thing) if field.name not in without}
    return {name: value for name, value in values.items() if value is not None}


def _article_row(article: Article) -> dict[str, Any]:
    report = article.report
    return _row(article, "id", "text", "report") | {
        "encoding": report.encoding,
        "characters": report.characters,
    }


def _article(row_id: str, text: str, row: dict[str, Any]) -> Article:
    known = dict(row)
    report = Report(known.pop("encoding"), known.pop("characters"))
    return Article(id=row_id, text=text, report=report, **known)


def _passage_row(passage: Passage, digest: str) -> dict[str, Any]:
    return _row(passage, "text") | {"digest": digest}


def _passage(text: str, row: dict[str, Any]) -> Passage:
    return Passage(text=text, **{name: value for name, value in row.items() if name != "digest"})
