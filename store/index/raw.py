"""The rows of a library as they lie in Chroma, whether they can be read or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any, Literal, NamedTuple

from store.article import Article
from store.encoding.embedding import Vectors

from .chroma import Index
from .connection import told
from .database import ARTICLES, FAILURES, PASSAGES, RECORDS, paged
from .rows import record_of, state_id, text_of, to_article

Kind = Literal["articles", "records", "passages", "failures"]
_NAMES: dict[Kind, str] = {"articles": ARTICLES, "records": RECORDS, "passages": PASSAGES, "failures": FAILURES}
_TOGETHER = 200  # articles of which all passages are read at once


class Kept(NamedTuple):
    """A passage as it is kept: its id, its metadata and its vector.

    `text` is None but in libraries of version 0.3.0 and before, where each passage has its text too.
    """

    row_id: str
    text: str | None
    row: dict[str, Any]
    vector: Vectors


class RawRows:
    """All rows of an index, for whoever has the library locked. Every method raises a LibraryError."""

    def __init__(self, index: Index) -> None:
        self.library = index.library
        self._client = index.client

    @told
    def rows(self, kind: Kind) -> list[tuple[str, dict[str, Any]]]:
        """The id and the metadata of every row of a kind."""
        collection, found = self._of_kind(kind), list[tuple[str, dict[str, Any]]]()
        for ids in paged(collection.get(include=[])["ids"]):
            page: Any = collection.get(ids=ids, include=["metadatas"])
            found += [(row_id, row or {}) for row_id, row in zip(page["ids"], page["metadatas"], strict=True)]
        return found

    def texts(self, ids: Collection[str]) -> Iterator[Article]:
        """Those of these articles that are there, with their changes: all must be readable."""
        for page in paged(ids, _TOGETHER):
            yield from self._texts(page)

    @told
    def _texts(self, ids: list[str]) -> list[Article]:
        found: Any = self._of_kind("articles").get(ids=ids, include=["metadatas", "documents"])
        rows = [*zip(found["ids"], found["metadatas"], found["documents"], strict=True)]
        states = [state_id(row_id, row["digest"]) for row_id, row, _ in rows]
        kept: Any = self._of_kind("records").get(ids=states or ["-"], include=["metadatas"])
        records = dict(zip(kept["ids"], kept["metadatas"], strict=True))
        articles = []
        for (row_id, row, document), state in zip(rows, states, strict=True):
            record = records.get(state) or record_of(row_id, document or "")
            articles.append(to_article(row_id, row, text_of(record), record))
        return articles

    def passages_of(self, ids: Collection[str]) -> defaultdict[str, list[Kept]]:
        """The passages of these articles by article, those of earlier states among them."""
        kept: defaultdict[str, list[Kept]] = defaultdict(list)
        for page in paged(ids, _TOGETHER):
            for one in self._passages(page):
                kept[one.row["article_id"]].append(one)
        return kept

    @told
    def _passages(self, ids: list[str]) -> list[Kept]:
        of: Any = {"article_id": {"$in": ids}}
        found: Any = self._of_kind("passages").get(where=of, include=["metadatas", "documents", "embeddings"])
        rows = zip(found["ids"], found["documents"], found["metadatas"], found["embeddings"], strict=True)
        return [Kept(*row) for row in rows]

    @told
    def passage_ids(self, article_ids: Collection[str]) -> list[str]:
        """The ids of all passages of these articles, those of earlier states among them."""
        found: list[str] = []
        for page in paged(article_ids):
            of: Any = {"article_id": {"$in": page}}
            found += self._of_kind("passages").get(where=of, include=[])["ids"]
        return found

    @told
    def without_document(self, ids: Collection[str]) -> list[str]:
        """Those of these articles whose row has no text, as is usual where there is a record."""
        pages: list[Any] = [self._of_kind("articles").get(ids=page, include=["documents"]) for page in paged(ids)]
        rows = (row for page in pages for row in zip(page["ids"], page["documents"], strict=True))
        return [row_id for row_id, document in rows if document is None]

    @told
    def drop(self, kind: Kind, ids: Collection[str]) -> None:
        """Delete rows of a kind."""
        for page in paged(ids):
            self._of_kind(kind).delete(ids=page)

    def _of_kind(self, kind: Kind) -> Any:
        return self._client.get_collection(_NAMES[kind], embedding_function=None)
