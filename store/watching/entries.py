"""Feeds, RSS and Atom of every version: the entries in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import feedparser

from store.reading.metadata import tidy
from store.text.dates import date_of

from .errors import NoFeed
from .fetching import Fetched

_FEEDS = {"application/rss+xml", "application/atom+xml", "application/rdf+xml"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed: what it says of its page, and what of the text it holds itself, as HTML.

    `key` names it in its feed, `mark` changes when the entry does; `published` is an ISO date.
    """

    key: str
    mark: str
    link: str | None
    title: str | None
    published: str | None
    author: str | None
    publisher: str | None
    content: str


def entries_of(fetched: Fetched) -> list[Entry]:
    """The entries of a feed, in its order. Raises NoFeed, with the feeds that a web page names."""
    named = {name: value for name, value in fetched.headers.items() if name in ("content-type", "content-language")}
    # A string would be opened as a file or address. Scripts and the like are taken out of the texts by default.
    found = feedparser.parse(BytesIO(fetched.content), response_headers={**named, "content-location": fetched.address})
    if not (found.get("version") or found["entries"]):
        raise NoFeed(url=fetched.address, found=", ".join(_feeds_on(fetched)) or "-")
    title = tidy(found["feed"].get("title"))
    entries: dict[str, Entry] = {}
    for entry in (_entry(one, title) for one in found["entries"]):
        entries.setdefault(entry.link or entry.key, entry)
    return [*{entry.key: entry for entry in entries.values()}.values()]


def _entry(found: dict[str, Any], feed_title: str | None) -> Entry:
    link = tidy(found.get("link"))
    link = link if link and link.lower().startswith(("http://", "https://")) else None
    contents = [str(one.get("value", "")) for one in found.get("content", [])]
    content = max([*contents, str(found.get("summary", ""))], key=len)
    title, updated = tidy(found.get("title")), dict.get(found, "updated")  # its own `get` says `published` for it
    # Where an entry says when it was changed, a count of comments in its text is no change.
    told = [link, title, found.get("published"), updated] + ([] if updated else [content])
    return Entry(
        key=tidy(found.get("id")) or link or _digest([title, content]),
        mark=_digest(told),
        link=link,
        title=title,
        published=_day(found.get("published") or updated),
        author=tidy(found.get("author")),
        publisher=tidy(found.get("source", {}).get("title")) or feed_title,
        content=content,
    )


def _digest(things: list[Any]) -> str:
    return sha256(repr(things).encode()).hexdigest()[:16]


def _day(moment: object) -> str | None:
    """The day of a moment, where it was written: in UTC the evening's news of the east would be of the day before."""
    written = tidy(moment) or ""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(written).date().isoformat()
        except ValueError:
            continue
    return date_of(written)


class _Links(HTMLParser):
    """The feeds that a page names in its head."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at the links only."""
        said = dict(attrs)
        if tag == "link" and (said.get("type") or "").lower() in _FEEDS and said.get("href"):
            self.found.append(said["href"] or "")


def _feeds_on(fetched: Fetched) -> list[str]:
    links = _Links()
    links.feed(fetched.content.decode("utf-8", errors="replace"))
    return [urljoin(fetched.address, link) for link in links.found[:5]]
