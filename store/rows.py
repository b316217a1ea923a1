"""Articles and passages as Chroma keeps them: one row each, flat, and without None, which it hasn't."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from .article import Article, Report
from .passage import Passage


def passage_id(digest: str, passage: Passage) -> str:
    """The id of a passage: it names the article, the state of its file and the place in it."""
    return f"{passage.article_id}-{digest[:8]}-{passage.number}"


def article_row(article: Article) -> dict[str, Any]:
    """What is known about an article, beside its id and text. The changes that repair made are not kept."""
    report = article.report
    return _row(article, "id", "text", "report") | {
        "encoding": report.encoding,
        "characters": report.characters,
    }


def to_article(row_id: str, text: str, row: dict[str, Any]) -> Article:
    """The article of a row."""
    known = dict(row)
    report = Report(known.pop("encoding"), known.pop("characters"))
    return Article(id=row_id, text=text, report=report, **known)


def passage_row(passage: Passage, digest: str) -> dict[str, Any]:
    """What is known about a passage, beside its text, and the state of the file that it is of."""
    return _row(passage, "text") | {"digest": digest}


def to_passage(text: str, row: dict[str, Any]) -> Passage:
    """The passage of a row."""
    return Passage(text=text, **{name: value for name, value in row.items() if name != "digest"})


def _row(thing: Article | Passage, *without: str) -> dict[str, Any]:
    values = {field.name: getattr(thing, field.name) for field in fields(thing) if field.name not in without}
    return {name: value for name, value in values.items() if value is not None}
