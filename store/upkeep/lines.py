"""An article as one line of an export, and back: plain JSON with offsets in place of the texts of passages."""

from __future__ import annotations

import json
from typing import Any, TypeVar, get_args

from store.article import Account, Article, Left, Reason, Report, article_id
from store.index.rows import Entry
from store.passage import Passage
from store.text.edits import Change

T = TypeVar("T")

_TEXTS = ("id", "source", "title", "text", "digest")
_MAYBE = ("publisher", "published", "url", "author", "editor", "story")
_REASONS = get_args(Reason)


def as_line(entry: Entry) -> bytes:
    """An article with its report and its passages. Raises ValueError if a passage is not of its text."""
    article, report = entry.article, entry.article.report
    account = report.account
    for passage in entry.passages:
        if article.text[passage.start : passage.end] != passage.text:
            raise ValueError(f"passage {passage.number} of {article.source} is not of its text")
    return _encoded(
        {name: getattr(article, name) for name in (*_TEXTS, *_MAYBE)}
        | {
            "signature": entry.signature,
            "encoding": report.encoding,
            "characters": report.characters,
            "counts": report.counts,
            "suspicions": report.suspicions,
            "changes": report.changes,
            "read": account.read,
            "missing": account.missing,
            "reasons": dict(account.reasons),
            "left": [(one.reason, one.text) for one in account.left],
            "lost": account.lost,
            "passages": [(passage.number, passage.start, passage.end) for passage in entry.passages],
        }
    )


def _encoded(row: dict[str, Any]) -> bytes:
    try:
        return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:  # lone surrogates of a broken page, which only escapes can carry
        return json.dumps(row, separators=(",", ":")).encode()


def to_entry(line: bytes) -> Entry:
    """The article of a line. Raises ValueError, KeyError or TypeError where it is none."""
    row = json.loads(line)
    known = {name: _a(str, row[name]) for name in _TEXTS}
    known |= {name: _a(str, row[name]) for name in _MAYBE if row[name] is not None}
    if known["id"] != article_id(known["source"]):
        raise ValueError(f"{known['id']} is not the id of {known['source']}")
    article = Article(report=_report(row), **known)
    return Entry(article, _a(str, row["signature"]), [*_passages(article, row["passages"])])


def _report(row: dict[str, Any]) -> Report:
    account = Account(
        _a(int, row["read"]),
        {_a(str, reason): _a(int, count) for reason, count in row["reasons"].items()},
        _a(int, row["missing"]),
        tuple(Left(_reason(reason), _a(str, text)) for reason, text in row["left"]),
        _strings(row["lost"]),
    )
    return Report(
        _a(str, row["encoding"]),
        _a(int, row["characters"]),
        tuple(_change(*change) for change in row["changes"]),
        _strings(row["suspicions"]),
        tuple((_a(str, rule), _a(int, count)) for rule, count in row["counts"].items()),
        account,
    )


def _change(place: Any, before: Any, after: Any, rule: Any) -> Change:
    return Change(_a(int, place), _a(str, before), _a(str, after), _a(str, rule))


def _reason(name: Any) -> Reason:
    if name not in _REASONS:
        raise ValueError(f"{name} is no reason")
    reason: Reason = name
    return reason


def _passages(article: Article, spans: list[Any]) -> list[Passage]:
    found: list[Passage] = []
    for number, start, end in spans:
        if not 0 <= _a(int, start) < _a(int, end) <= len(article.text):
            raise ValueError(f"passage {number} of {article.source} is outside of its text")
        if _a(int, number) <= (found[-1].number if found else -1):
            raise ValueError(f"passage {number} of {article.source} is out of order")
        about = (article.source, article.title, article.publisher, article.published)
        found.append(Passage(article.id, number, article.text[start:end], start, end, *about))
    return found


def _strings(values: list[Any]) -> tuple[str, ...]:
    return tuple(_a(str, value) for value in values)


def _a(kind: type[T], value: Any) -> T:
    """The value, if it is of this type, which of an int no bool is."""
    if type(value) is not kind:
        raise ValueError(f"{value!r:.40} is no {kind.__name__}")
    return value
