"""Articles, passages and failures in Chroma: what goes in, and what comes out again to be read elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from store.encoding.embedding import Vectors
from store.report import Failure

from .connection import told
from .database import PAGE, Database, paged
from .rows import (
    Entry,
    Stored,
    article_row,
    failure_row,
    passage_id,
    passage_row,
    record_of,
    record_row,
    state_id,
)

_TOGETHER = 200  # articles of which all passages are read at once


class Index(Database):
    """One library's articles, passages and failures, written, and read as they are stored."""

    @told
    def states(self) -> dict[str, tuple[str, str | None]]:
        """The digest and the story of every article, by id."""
        return {row_id: (row["digest"], row.get("story")) for row_id, row in self._rows(self._articles)}

    @told
    def failures(self) -> list[tuple[str, dict[str, Any]]]:
        """What could not be read: the id and the row of each."""
        return [*self._rows(self._failures)]

    def stored(self, ids: Collection[str]) -> Iterator[Stored]:
        """Those of these articles that are there, each with the passages of its present state."""
        for page in paged(ids, _TOGETHER):
            yield from self._stored(page)

    @told
    def _stored(self, ids: list[str]) -> list[Stored]:
        """The same, of a page. Read again where a writer has changed a server's articles meanwhile."""
        found: Any = self._articles.get(ids=ids, include=["metadatas", "documents"])
        while True:
            stored = self._with_passages(found)
            now: Any = self._articles.get(ids=ids, include=["metadatas", "documents"])
            if _digests(now) == _digests(found):
                return stored
            found = now

    def _with_passages(self, found: Any) -> list[Stored]:
        states = [state_id(row_id, row["digest"]) for row_id, row in zip(found["ids"], found["metadatas"], strict=True)]
        kept: Any = self._records.get(ids=states, include=["metadatas"]) if states else {"ids": [], "metadatas": []}
        records = dict(zip(kept["ids"], kept["metadatas"], strict=True))
        passages = self._passages_of(found["ids"])
        stored = []
        for row_id, row, state, document in zip(
            found["ids"], found["metadatas"], states, found["documents"], strict=True
        ):
            record = records.get(state) or record_of(row_id, document or "")
            mine = sorted(passages.get((row_id, row["digest"]), []), key=lambda one: int(one[1]["number"]))
            vectors = np.array([vector for _, _, vector in mine], np.float32)
            stored.append(Stored(row_id, row, record, [(name, known) for name, known, _ in mine], vectors))
        return stored

    def _passages_of(self, ids: list[str]) -> dict[tuple[str, str], list[tuple[str, dict[str, Any], Vectors]]]:
        """The passages of articles by the id and the digest of each: their ids, rows and vectors."""
        found: dict[tuple[str, str], list[tuple[str, dict[str, Any], Vectors]]] = {}
        if ids:
            page: Any = self._passages.get(where=_of(ids), include=["metadatas", "embeddings"])
            for row_id, row, vector in zip(page["ids"], page["metadatas"], page["embeddings"], strict=True):
                found.setdefault((row["article_id"], row["digest"]), []).append((row_id, row, vector))
        return found

    @told
    def write(self, entries: Sequence[Entry], vectors: Vectors, replaced: Collection[str]) -> None:
        """Put articles in place of what their sources held before; `vectors` has a row for each of their passages.

        The article's row is what counts: passages of another digest than its own are not found, so a write that
        breaks off leaves the old state or the new one, never a mixture. `replaced` are those that were there.
        """
        articles = [entry.article for entry in entries]
        self._put_passages(entries, vectors)
        states = [state_id(article.id, article.digest) for article in articles]
        _put(self._records, states, [record_row(article) for article in articles])
        rows = [article_row(entry.article, entry.signature) for entry in entries]
        _put(self._articles, [article.id for article in articles], rows)
        if replaced:
            self._drop(replaced, but={*states})

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
    def tidy(self, ids: Collection[str]) -> None:
        """Delete what broken-off changes to these articles have left: all that is not of their present states."""
        for page in paged(ids):
            there: Any = self._articles.get(ids=page, include=["metadatas"])
            rows = zip(there["ids"], there["metadatas"], strict=True)
            self._drop(page, but={state_id(row_id, row["digest"]) for row_id, row in rows})

    @told
    def sweep(self) -> None:
        """Delete all that is not of the present state of an article, as versions without a journal have left it."""
        states = {state_id(row_id, row["digest"]) for row_id, row in self._rows(self._articles)}
        for collection, state in ((self._passages, _state_of), (self._records, str)):
            for stale in paged([row_id for row_id in self._ids(collection) if state(row_id) not in states]):
                collection.delete(ids=stale)

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
                metadatas=[passage_row(passage, digest) for passage, digest in batch],
            )

    def _drop(self, ids: Collection[str], but: set[str]) -> None:
        """Delete the passages and the records of articles, except those of the states `but`."""
        for page in paged(ids):
            for collection, state in ((self._passages, _state_of), (self._records, str)):
                kept = collection.get(where=_of(page), include=[])["ids"]
                for stale in paged([row for row in kept if state(row) not in but]):
                    collection.delete(ids=stale)


def _state_of(passage: str) -> str:
    return passage.rpartition("-")[0]


def _digests(found: Any) -> dict[str, str]:
    return {row_id: row["digest"] for row_id, row in zip(found["ids"], found["metadatas"], strict=True)}


def _of(article_ids: list[str]) -> Any:
    return {"article_id": {"$in": article_ids}}


def _put(collection: Any, ids: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(ids), PAGE):
        batch = slice(start, start + PAGE)
        vectors = np.ones((len(ids[batch]), 1), dtype=np.float32)
        collection.upsert(ids=[*ids[batch]], embeddings=vectors, metadatas=[*rows[batch]])
