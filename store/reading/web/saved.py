"""Pages that a browser saved with all that they need in one file (.mht, .mhtml): a message of several parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from typing import Literal

from store.article import Left
from store.errors import ArticleError, EmptyFile, ScriptedPage
from store.reading.draft import Draft

from .page import read_html
from .strings import strings
from .tree import page_text

_PAGES = {"text/html", "application/xhtml+xml"}

Said = Literal["Address", "Title", "Published", "Author", "Publisher"]
"""What a message says of its page where a feed, and not the page itself, has told it."""


def header_of(said: Said) -> str:
    """The header of a message that says this of its page."""
    return f"X-Yuanwen-{said}"


def read_mhtml(content: bytes, source: str) -> tuple[Draft, str]:
    """The article of a saved page, and its encoding.

    The first of its pages that holds a text is read; those in the frames of it are left out. A file that is no message
    is read as a page. Raises what `read_html` raises.
    """
    message = message_from_bytes(content)
    pages = _pages(message)
    if not pages and "content-type" not in message:
        return read_html(content, source)
    failed: ArticleError = EmptyFile(path=source)
    for page in pages:
        try:
            draft, encoding = read_html(_bytes(page), source, page.get_content_charset())
        except (EmptyFile, ScriptedPage) as error:
            failed = error
            continue
        frames = list(_texts([other for other in pages if other is not page], source))
        address = page["content-location"] or message["snapshot-content-location"]
        return replace(
            draft,
            url=_said(message, "Address") or draft.url or (address if str(address).startswith("http") else None),
            title=draft.title or _said(message, "Title"),
            published=draft.published or _said(message, "Published"),
            author=draft.author or _said(message, "Author"),
            publisher=draft.publisher or _said(message, "Publisher"),
            raw=(*(draft.raw or ()), *frames),
            left=(*draft.left, *(Left("frame", text) for text in frames)),
        ), encoding
    raise failed


def _said(message: Message, what: Said) -> str | None:
    """What the message says of its page, if it does."""
    value = message[header_of(what)]
    return str(make_header(decode_header(value))) if value else None


def _pages(message: Message) -> list[Message]:
    """The pages in a message, the one that it begins with first."""
    start = message.get_param("start")
    pages = [part for part in message.walk() if part.get_content_type() in _PAGES]
    return sorted(pages, key=lambda part: start is None or part["content-id"] != start)


def _bytes(page: Message) -> bytes:
    found = page.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _texts(pages: list[Message], source: str) -> Iterator[str]:
    """The texts in pages that are not read."""
    for page in pages:
        try:
            yield from strings(page_text(_bytes(page), source, page.get_content_charset())[0])
        except ArticleError:  # it holds no text
            continue
