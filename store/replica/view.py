"""One state of a library, read from its replica."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from store.article import Article
from store.index.rows import Entry, Known, text_of, to_article, to_card, to_failure
from store.passage import Passage
from store.report import Card, Failure

_AT_ONCE = 500  # values in one statement; SQLite allows 32,766
_PASSAGES = """
select passages.row, passages.article_id, number, text, start, "end", source, title, publisher, published
from (select row, id, article_id, number, text, start, "end" from passages where row in ({marks})) as passages
join (select id, source, json_extract(row, '$.title') as title, publisher, published from articles) as articles
on articles.id = passages.article_id
"""


class View:
    """What is in the library at one moment. Articles come without their changes, but for `article`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def about(self, name: str) -> str:
        """What is known of the library as a whole; empty when it is not."""
        found = self._connection.execute("select value from about where name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    @property
    def revision(self) -> int:
        """The number of the last change of the library that is in the replica."""
        return int(self.about("revision") or 0)

    @property
    def rows(self) -> int:
        """How many rows of the vectors are in use, or have been."""
        return int(self.about("rows") or 0)

    def count(self) -> tuple[int, int]:
        """How many articles and passages there are."""
        found = self._connection.execute("select (select count(*) from articles), (select count(*) from passages)")
        articles, passages = found.fetchone()
        return int(articles), int(passages)

    def known(self) -> dict[str, Known]:
        """What adding must know of every article, by id."""
        found = self._connection.execute("select id, source, digest, story, signature from articles")
        return {row["id"]: Known(row["source"], row["digest"], row["story"], row["signature"]) for row in found}

    def cards(self) -> list[Card]:
        """The report card of every article, in order of source."""
        found = self._connection.execute("select id, row from articles order by source")
        return [to_card(row["id"], json.loads(row["row"])) for row in found]

    def failures(self) -> list[Failure]:
        """What could not be read, in order of path."""
        found = self._connection.execute("select row from failures")
        return sorted((to_failure(json.loads(row["row"])) for row in found), key=lambda failure: failure.path)

    def articles(self, ids: Collection[str] | None = None) -> list[Article]:
        """Every article, or those of `ids` that are there, in order of source."""
        every = "select id, row, record from articles"
        chosen = f"{every} where id in ({{marks}})"
        found = [*self._connection.execute(every)] if ids is None else [*self._picked(chosen, ids)]
        return sorted((_article(row) for row in found), key=lambda article: article.source)

    def described(self, ids: Collection[str]) -> dict[str, Article]:
        """Those of these articles that are there, by id, without their texts."""
        found = self._picked("select id, row from articles where id in ({marks})", ids)
        return {row["id"]: to_article(row["id"], json.loads(row["row"]), "") for row in found}

    def article(self, article_id: str) -> Article | None:
        """One article with its changes, or None."""
        found = self._connection.execute("select id, row, record from articles where id = ?", (article_id,)).fetchone()
        return _article(found, whole=True) if found else None

    def entries(self, ids: Collection[str]) -> list[Entry]:
        """Those of these articles that are there, in this order, each with its changes and all its passages."""
        chosen = "select id, row, record, signature from articles where id in ({marks})"
        found = {row["id"]: row for row in self._picked(chosen, ids)}
        places = self.places(ids)
        passages = self.passages(place for of in places.values() for place in of)
        return [
            Entry(_article(found[one], whole=True), found[one]["signature"], [passages[place] for place in places[one]])
            for one in ids
            if one in found
        ]

    def places(self, ids: Collection[str]) -> dict[str, list[int]]:
        """The rows of the passages of each of these articles, in order."""
        found: dict[str, list[int]] = {one: [] for one in ids}
        chosen = "select article_id, row from passages where article_id in ({marks}) order by number"
        for row in self._picked(chosen, ids):
            found[row["article_id"]].append(row["row"])
        return found

    def kept(self, article_id: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """The row and the record of an article, as they came from Chroma."""
        found = self._connection.execute("select row, record from articles where id = ?", (article_id,)).fetchone()
        return (json.loads(found["row"]), json.loads(found["record"])) if found else None

    def failure_rows(self) -> dict[str, dict[str, Any]]:
        """The rows of the failures by id, as they came from Chroma."""
        return {row["id"]: json.loads(row["row"]) for row in self._connection.execute("select id, row from failures")}

    def under(self, beginning: str) -> dict[str, str]:
        """The ids of the articles whose sources begin so, by their sources."""
        found = self._connection.execute(
            "select source, id from articles where source >= ?1 and source < ?1 || char(1114111)", (beginning,)
        )
        return {row["source"]: row["id"] for row in found}

    def tellers(self, roots: Collection[str]) -> dict[str, list[str]]:
        """Who tells each of these stories: the ids of the articles by the id of the first one, that one first."""
        found: dict[str, list[str]] = {root: [] for root in roots}
        for row in self._picked("select id from articles where id in ({marks})", roots):
            found[row["id"]].append(row["id"])
        others = self._picked("select id, story, source from articles where story in ({marks})", roots)
        for row in sorted(others, key=lambda row: str(row["source"])):
            found[row["story"]].append(row["id"])
        return found

    def digests(self, ids: Collection[str]) -> dict[str, str]:
        """The digests of those of these articles that are there."""
        found = self._picked("select id, digest from articles where id in ({marks})", ids)
        return {row["id"]: row["digest"] for row in found}

    def states(self) -> dict[str, tuple[str, str | None]]:
        """The digest and the story of every article, by id."""
        found = self._connection.execute("select id, digest, story from articles")
        return {row["id"]: (row["digest"], row["story"]) for row in found}

    def passage_ids(self, article_ids: Collection[str]) -> set[str]:
        """The ids of all passages of these articles."""
        found = self._picked("select id from passages where article_id in ({marks})", article_ids)
        return {row["id"] for row in found}

    def passages(self, rows: Iterable[int]) -> dict[int, Passage]:
        """The passages in these rows; those rows are left out that hold none."""
        return {row["row"]: _passage(row) for row in self._picked(_PASSAGES, [*rows])}

    def identified(self, rows: Collection[int]) -> dict[str, Passage]:
        """The passages in these rows by their ids, in the same order."""
        found = self.passages(rows)
        ids = {
            row["row"]: row["id"] for row in self._picked("select row, id from passages where row in ({marks})", rows)
        }
        return {ids[row]: found[row] for row in rows if row in found}

    def rows_of(self, ids: Collection[str]) -> dict[str, int]:
        """The rows of those of these passages that are there, by id."""
        return {
            row["id"]: row["row"] for row in self._picked("select id, row from passages where id in ({marks})", ids)
        }

    def ids(self) -> Iterator[tuple[str, int]]:
        """The id and the row of every passage."""
        for row in self._connection.execute("select id, row from passages"):
            yield row["id"], row["row"]

    def free(self) -> NDArray[np.int64]:
        """The rows that hold no passage, or no longer."""
        return np.fromiter((row[0] for row in self._connection.execute("select row from free")), np.int64)

    def listed(self) -> list[int]:
        """The rows that hold no passage any more and are still among the words."""
        return [row[0] for row in self._connection.execute("select row from free where listed")]

    def _picked(self, statement: str, values: Collection[Any]) -> Iterator[sqlite3.Row]:
        wanted = [*values]
        for start in range(0, len(wanted), _AT_ONCE):
            page = wanted[start : start + _AT_ONCE]
            yield from self._connection.execute(statement.format(marks=", ".join("?" * len(page))), page)


def _article(row: sqlite3.Row, *, whole: bool = False) -> Article:
    record = json.loads(row["record"])
    return to_article(row["id"], json.loads(row["row"]), text_of(record), record if whole else None)


def _passage(row: sqlite3.Row) -> Passage:
    return Passage(**{name: value for name, value in dict(row).items() if name != "row"})
