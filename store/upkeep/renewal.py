"""What is damaged in Chroma made anew, from the replica where that has it."""

from __future__ import annotations

import shutil
import sqlite3
import uuid
from collections.abc import Collection, Mapping
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from store.encoding.embedding import Embedding, Vectors
from store.index.chroma import Index
from store.index.connection import Place, is_url
from store.index.database import PAGE, paged
from store.index.raw import RawRows
from store.passage import Passage
from store.replica.live import Live

from .moving import BATCH, LibrarySource, copy, opened

_DATABASE = "chroma.sqlite3"


class Renewal:
    """Makes rows of a library anew, for whoever is repairing it."""

    def __init__(self, live: Live, index: Index, embedding: Embedding) -> None:
        self._live = live
        self._index = index
        self._embedding = embedding
        self._has_replica = live.replica.is_sound and live.belongs(index)

    def restore(self, ids: Collection[str]) -> set[str]:
        """Write these articles as the replica has them; returns the ids of those that it has."""
        restored = set[str]()
        if not self._has_replica:
            return restored
        raw = RawRows(self._index)
        for page in paged(ids, BATCH):
            with suppress(OSError, ValueError), self._live.view() as view:
                entries, places = view.entries(page), view.places(page)
                vectors = self._live.replica.vectors(
                    view, [row for entry in entries for row in places[entry.article.id]]
                )
                there = {entry.article.id for entry in entries}
                raw.drop("passages", raw.passage_ids(there))
                self._index.write(entries, vectors, there)
                restored |= there
        return restored

    def embed_again(self, article_ids: Collection[str]) -> None:
        """Give every passage of these articles a vector in place of all that there are, which cannot be read."""
        raw = RawRows(self._index)
        rows = [(row_id, row) for row_id, row in raw.rows("passages") if row.get("article_id") in article_ids]
        self._index.start_over(self._index.embedding)
        for start in range(0, len(rows), PAGE):
            page = dict(rows[start : start + PAGE])
            kept = self._kept(page)
            made = self._made({row_id: row for row_id, row in page.items() if row_id not in kept}, raw)
            vectors = kept | made
            self._index.embed_again([*vectors], np.array([*vectors.values()], np.float32))
        self._index.switch()

    def _kept(self, ids: Collection[str]) -> dict[str, Vectors]:
        """The vectors that the replica has of these passages."""
        if not self._has_replica:
            return {}
        with suppress(OSError, ValueError), self._live.view() as view:
            rows = view.rows_of(ids)
            return dict(zip(rows, self._live.replica.vectors(view, [*rows.values()]), strict=True))
        return {}

    def _made(self, rows: Mapping[str, dict[str, Any]], raw: RawRows) -> dict[str, Vectors]:
        """Vectors that the model makes of these passages."""
        articles = {article.id: article for article in raw.texts({str(row["article_id"]) for row in rows.values()})}
        texts = dict[str, str]()
        for row_id, row in rows.items():
            article, start, end = articles[row["article_id"]], row.get("start") or 0, row.get("end") or 0
            passage = Passage(article.id, 0, article.text[start:end], start, end, article.source, article.title)
            texts[row_id] = passage.findable
        return dict(zip(texts, self._embedding.passages([*texts.values()]), strict=True)) if texts else {}


def damage_of(library: Place) -> str:
    """What SQLite finds wrong with the database of a library in a folder; empty where that is nothing."""
    if is_url(library):
        return ""
    file = Path(str(library)).resolve() / _DATABASE
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=60)) as database:
            (said,) = database.execute("pragma quick_check(1)").fetchone()
            tables = database.execute("select 1 from sqlite_master where name = 'collections'").fetchall()
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter where a damaged name is in the message
        return f"{file}: {error}"
    if said == "ok":
        return "" if tables else f"{file}: empty"
    return f"{file}: {said.splitlines()[-1]}"


def renew_database(live: Live, library: Place, cache: Path) -> None:
    """Make Chroma's files of a library in a folder anew from its replica; the old ones are kept in a folder within."""
    folder = Path(str(library))
    kept, made = folder / f"damaged-{datetime.now():%Y%m%d-%H%M%S}", folder / f".mending-{uuid.uuid4().hex}"
    with live.closed():
        source = LibrarySource(library, cache)
        copy(source, opened(source, made, cache))
        kept.mkdir()
        _exchange(folder, made, kept)
    shutil.rmtree(made)


def _exchange(folder: Path, made: Path, kept: Path) -> None:
    """Put what was made in place of what is in a folder, which is kept. At any moment there is a database."""
    old = [path for path in folder.iterdir() if _is_uuid(path.name)]
    for new in made.iterdir():
        if _is_uuid(new.name):
            new.rename(folder / new.name)
    shutil.copy2(folder / _DATABASE, kept)
    for log in folder.glob(f"{_DATABASE}-*"):
        log.rename(kept / log.name)
    (made / _DATABASE).replace(folder / _DATABASE)
    for path in (*old, folder / "replica"):
        path.rename(kept / path.name)
    (made / "replica").rename(folder / "replica")


def _is_uuid(name: str) -> bool:
    with suppress(ValueError):
        return str(uuid.UUID(name)) == name
    return False
