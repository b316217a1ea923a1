"""Articles, passages and failures in Chroma: what goes in, and what comes out again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from store.article import Article
from store.errors import LibraryDamaged
from store.passage import Passage
from store.report import Card, Failure

from .connection import told
from .database import PAGE, Database, paged
from .embedding import Vectors
from .rows import (
    Entry,
    Known,
    Whole,
    article_row,
    failure_row,
    passage_id,
    passage_row,
    record_row,
    state_id,
    text_of,
    to_article,
    to_card,
    to_failure,
    to_known,
    to_passage,
)


class Index(Database):
    """One library's articles, passages and failures, read and written."""

    def known(self) -> dict[str, Known]:
        """What adding must know of every article, by id."""
        return {row_id: to_known(row) for row_id, row in self._rows(self._articles)}

    def cards(self) -> list[Card]:
        """The report card of every article, in order of source."""
        found = [to_card(row_id, row) for row_id, row in self._rows(self._articles)]
        return sorted(found, key=lambda card: card.source)

    def failures(self) -> list[Failure]:
        """What could not be read, in order of path."""
        return sorted((to_failure(row) for _, row in self._rows(self._failures)), key=lambda failure: failure.path)

    def articles(self, ids: Collection[str] | None = None) -> list[Article]:
        """Every article, or those of `ids` that are there, in order of source; their changes stay here."""
        pages = self._pages(self._articles, ["metadatas", "documents"]) if ids is None else self._picked(ids)
        found = [to_article(row_id, row, text) for page in pages for row_id, row, text, _ in self._whole(page)]
        return sorted(found, key=lambda article: article.source)

    def article(self, article_id: str) -> Article | None:
        """One article with its changes, or None."""
        for page in self._picked([article_id]):
            for found in self._whole(page):
                return to_article(found.row_id, found.row, found.text, found.record)
        return None

    @told
    def _picked(self, ids: Collection[str]) -> list[Any]:
        return [self._articles.get(ids=page, include=["metadatas", "documents"]) for page in paged(ids)]

    @told
    def _whole(self, page: Any) -> list[Whole]:
        """The articles on a page. One from before there were records has its text as the row's document."""
        if not page["ids"]:
            return []
        rows = [*zip(page["ids"], page["metadatas"], page["documents"], strict=True)]
        states = [state_id(row_id, row["digest"]) for row_id, row, _ in rows]
        kept: Any = self._records.get(ids=states, include=["metadatas"])
        records = dict(zip(kept["ids"], kept["metadatas"], strict=True))
        found = []
        for (row_id, row, document), state in zip(rows, states, strict=True):
            if state not in records and document is None:
                raise LibraryDamaged(path=self.library, reason=f"no text of {row_id}")
            record = records.get(state, {})
            found.append(Whole(row_id, row, text_of(record) if record else document, record))
        return found

    @told
    def tellers(self, roots: Collection[str]) -> dict[str, list[str]]:
        """Who tells each of these stories: the ids of the articles by the id of the first one, that one first."""
        found: dict[str, list[str]] = {}
        for page in paged(roots):
            there: Any = self._articles.get(ids=page, include=[])
            found |= {root: [root] if root in there["ids"] else [] for root in page}
            told_again: Any = {"story": {"$in": page}}
            others: Any = self._articles.get(where=told_again, include=["metadatas"])
            rows = zip(others["ids"], others["metadatas"], strict=True)
            for row_id, row in sorted(rows, key=lambda pair: str(pair[1]["source"])):
                found[row["story"]].append(row_id)
        return found

    @told
    def digests(self, ids: Collection[str]) -> dict[str, str]:
        """The digests of those of these articles that are there."""
        pages: list[Any] = [self._articles.get(ids=page, include=["metadatas"]) for page in paged(ids)]
        rows = (row for page in pages for row in zip(page["ids"], page["metadatas"], strict=True))
        return {row_id: str(row["digest"]) for row_id, row in rows}

    @told
    def nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The `k` nearest passages: (passage id, cosine similarity), best first."""
        if not (k := min(k, self._passages.count())):
            return []
        found: Any = self._passages.query(query_embeddings=vector[np.newaxis], n_results=k, include=["distances"])
        return [(row, 1.0 - distance) for row, distance in zip(found["ids"][0], found["distances"][0], strict=True)]

    @told
    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Vectors]]:
        """The passages of these ids with their vectors; only those of the articles as they are now."""
        if not ids:
            return {}
        found: Any = self._passages.get(ids=[*ids], include=["metadatas", "documents", "embeddings"])
        current = self.digests({metadata["article_id"] for metadata in found["metadatas"]})
        return {
            row_id: (to_passage(text, metadata), vector)
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

    @told
    def passage_ids(self, article_ids: Collection[str]) -> set[str]:
        """The ids of all passages of these articles, also of earlier states of them."""
        pages = [self._passages.get(where=_of(page), include=[]) for page in paged(article_ids)]
        return {row_id for page in pages for row_id in page["ids"]}

    @told
    def write(self, entries: Sequence[Entry], vectors: Vectors) -> None:
        """Put articles in place of what their sources held before; `vectors` has a row for each of their passages.

        The article's row is what counts: passages of another digest than its own are not found, so a write that
        breaks off leaves the old state or the new one, never a mixture.
        """
        articles = [entry.article for entry in entries]
        self._put_passages(entries, vectors)
        states = [state_id(article.id, article.digest) for article in articles]
        _put(self._records, states, [record_row(article) for article in articles])
        rows = [article_row(entry.article, entry.signature) for entry in entries]
        _put(self._articles, [article.id for article in articles], rows)
        self._drop({article.id for article in articles}, but={*states})

    @told
    def retell(self, entries: Sequence[Entry], vectors: Vectors) -> None:
        """Give articles that are there some more of their passages, and the stories that they now tell."""
        self._put_passages(entries, vectors)
        for start in range(0, len(entries), PAGE):
            articles = [entry.article for entry in entries[start : start + PAGE]]
            stories: Any = [{"story": article.story} for article in articles]
            self._articles.update(ids=[article.id for article in articles], metadatas=stories)

    @told
    def sign(self, signatures: Mapping[str, str]) -> None:
        """Keep the signatures of articles that have none."""
        for page in paged(signatures):
            self._articles.update(ids=page, metadatas=[{"signature": signatures[row_id]} for row_id in page])

    @told
    def remove(self, ids: Collection[str]) -> None:
        """Take articles out. Their rows go first: passages without one are not found."""
        for page in paged(ids):
            self._articles.delete(ids=page)
        self._drop(ids, but=set())

    @told
    def set_aside(self, failures: Sequence[Failure]) -> None:
        """Keep what could not be read, and why."""
        rows = dict(failure_row(failure) for failure in failures)
        _put(self._failures, [*rows], [*rows.values()])

    @told
    def forget(self, failures: Sequence[Failure]) -> None:
        """Keep these no longer."""
        for page in paged([failure_row(failure)[0] for failure in failures]):
            self._failures.delete(ids=page)

    def _put_passages(self, entries: Sequence[Entry], vectors: Vectors) -> None:
        rows = [(passage, entry.article.digest) for entry in entries for passage in entry.passages]
        for start in range(0, len(rows), PAGE):
            batch = rows[start : start + PAGE]
            self._passages.upsert(
                ids=[passage_id(digest, passage) for passage, digest in batch],
                embeddings=np.asarray(vectors[start : start + PAGE]),
                documents=[passage.text for passage, _ in batch],
                metadatas=[passage_row(passage, digest) for passage, digest in batch],
            )

    def _drop(self, ids: Collection[str], but: set[str]) -> None:
        """Delete the passages and the records of articles, except those of the states `but`."""
        for page in paged([row for row in self.passage_ids(ids) if row.rpartition("-")[0] not in but]):
            self._passages.delete(ids=page)
        for page in paged(ids):
            kept = self._records.get(where=_of(page), include=[])["ids"]
            if stale := [row for row in kept if row not in but]:
                self._records.delete(ids=stale)


def _of(article_ids: list[str]) -> Any:
    return {"article_id": {"$in": article_ids}}


def _put(collection: Any, ids: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(ids), PAGE):
        batch = slice(start, start + PAGE)
        vectors = np.ones((len(ids[batch]), 1), dtype=np.float32)
        collection.upsert(ids=[*ids[batch]], embeddings=vectors, metadatas=[*rows[batch]])
