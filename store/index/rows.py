"""Articles and passages as Chroma keeps them: one row each, flat, and without None, which it hasn't."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from hashlib import sha256
from typing import Any, NamedTuple

from store.article import Account, Article, Left, Report
from store.encoding.embedding import Vectors
from store.errors import restored
from store.passage import Passage
from store.report import Card, Failure
from store.text.edits import Change

_APART = {"id", "text", "report"}


class Known(NamedTuple):
    """What adding must know of each article that is there."""

    source: str
    digest: str
    story: str | None
    signature: str


def known_of(row: Mapping[str, Any]) -> Known:
    """The same of a row. Raises KeyError where that lacks what every row has."""
    return Known(row["source"], row["digest"], row.get("story"), row.get("signature") or "")


class Entry(NamedTuple):
    """An article to be written, its signature, and the passages of it to be indexed.

    `leans` has the ids and digests of those whose passages make some of its own superfluous.
    """

    article: Article
    signature: str
    passages: Sequence[Passage]
    leans: Mapping[str, str] = {}


class Embedded(NamedTuple):
    """Vectors, float32, a row a passage, and the name of the embedding model that made them."""

    vectors: Vectors
    model: str


class Stored(NamedTuple):
    """An article as Chroma keeps it: its rows, and its passages by id with their rows and their vectors.

    `vectors` are float32, shape (len(passages), dimensions).
    """

    article_id: str
    row: dict[str, Any]
    record: dict[str, Any]
    passages: Sequence[tuple[str, dict[str, Any]]]
    vectors: Vectors


def passage_id(digest: str, passage: Passage) -> str:
    """The id of a passage: it names the article, the state of its file and the place in it."""
    return f"{state_id(passage.article_id, digest)}-{passage.number}"


def state_id(article_id: str, digest: str) -> str:
    """The id of one state of an article."""
    return f"{article_id}-{digest[:8]}"


def article_row(article: Article, signature: str) -> dict[str, Any]:
    """What is known about an article, beside its id; its text and its changes have a record of their own.

    What is not known is None, which takes away what an earlier state of the article has left in its row.
    """
    report = article.report
    return {field.name: getattr(article, field.name) for field in fields(article) if field.name not in _APART} | {
        "encoding": report.encoding,
        "characters": report.characters,
        "length": len(article.text),
        "signature": signature,
        "counts": json.dumps(report.counts, ensure_ascii=False) if report.counts else None,
        "suspicions": json.dumps(report.suspicions, ensure_ascii=False) if report.suspicions else None,
        "read": report.account.read,
        "missing": report.account.missing,
        "reasons": json.dumps(dict(report.account.reasons)) if report.account.reasons else None,
    }


def to_article(row_id: str, row: dict[str, Any], text: str, record: Mapping[str, Any] | None = None) -> Article:
    """The article of a row, with its changes and what was left out if its record is given.

    Rows made before there were counts, accounts, authors or stories have none.
    """
    known = {field.name: row[field.name] for field in fields(Article) if field.name in row}
    return Article(id=row_id, text=text, report=_report(row, record or {}), **known)


def _report(row: dict[str, Any], record: Mapping[str, Any]) -> Report:
    counts, reasons, suspicions = (
        json.loads(row.get(name, none)) for name, none in (("counts", "{}"), ("reasons", "{}"), ("suspicions", "[]"))
    )
    left, lost = _unpacked(record["account"]) if record.get("account") else ((), ())
    account = Account(
        row.get("read", 0), reasons, row.get("missing", 0), tuple(Left(*one) for one in left), tuple(lost)
    )
    return Report(
        row["encoding"], row["characters"], changes_of(record), tuple(suspicions), tuple(counts.items()), account
    )


def to_card(row_id: str, row: dict[str, Any]) -> Card:
    """The report card of a row."""
    report = _report(row, {})
    return Card(
        id=row_id,
        source=row["source"],
        title=row["title"],
        publisher=row.get("publisher"),
        published=row.get("published"),
        story=row.get("story"),
        encoding=report.encoding,
        characters=row.get("length", report.characters),
        counts=report.counts,
        suspicions=report.suspicions,
        account=report.account,
    )


def record_row(article: Article) -> dict[str, Any]:
    """The text of an article, all that was changed to get it and all that was left out, packed.

    Chroma indexes what it can read.
    """
    changes, account = article.report.changes, article.report.account
    apart = [[(one.reason, one.text) for one in account.left], account.lost]
    return {
        "article_id": article.id,
        "text": _packed(article.text),
        "changes": _packed(changes) if changes else None,
        "account": _packed(apart) if any(apart) else None,
    }


def record_of(article_id: str, text: str) -> dict[str, Any]:
    """The record of an article that was added when the text was in its row, and its changes were not kept."""
    return {"article_id": article_id, "text": _packed(text)}


def text_of(record: dict[str, Any]) -> str:
    """The text of a record."""
    return str(_unpacked(record["text"]))


def changes_of(record: Mapping[str, Any]) -> tuple[Change, ...]:
    """The changes of a record."""
    return tuple(Change(*change) for change in _unpacked(record["changes"])) if record.get("changes") else ()


def _packed(thing: object) -> str:
    # Lone surrogates, which a broken page may hold and a bad byte is kept as, must come back as they were.
    plain = json.dumps(thing, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return base64.b85encode(zlib.compress(plain)).decode()


def _unpacked(packed: str) -> Any:
    return json.loads(zlib.decompress(base64.b85decode(packed)).decode("utf-8", "surrogatepass"))


def failure_row(failure: Failure) -> tuple[str, dict[str, Any]]:
    """The id and the row of a failure. Its paths may hold what is no character, so they are kept escaped."""
    row_id = sha256(failure.path.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    details = {name: value if isinstance(value, int) else str(value) for name, value in failure.error.details.items()}
    kept = {"path": failure.path, "file": failure.file, "error": type(failure.error).__name__, "details": details}
    return row_id, {"failure": json.dumps(kept)}


def to_failure(row: dict[str, Any]) -> Failure:
    """The failure of a row."""
    kept = json.loads(row["failure"])
    return Failure(kept["path"], kept["file"], restored(kept["error"], kept["details"]))


def passage_row(passage: Passage, digest: str) -> dict[str, Any]:
    """The place of a passage in its article, and the state of the file that it is of. Its text is the article's."""
    return {name: getattr(passage, name) for name in ("article_id", "number", "start", "end")} | {"digest": digest}
