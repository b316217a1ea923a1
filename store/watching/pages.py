"""Fetched pages as files: what is in the library can be read again, and its page looked at, without the network."""

from __future__ import annotations

import os
import re
import tempfile
from email.message import EmailMessage
from hashlib import sha256
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from store.reading.web.saved import Said, header_of

from .entries import Entry
from .fetching import Fetched


def place_of(entry: Entry, feed: str, folder: Path) -> Path:
    """The file for an entry's page in `folder`: the same for the same address, whatever feed names it."""
    address = entry.link or f"{feed}#{entry.key}"
    host = re.sub(r"[^\w.-]", "_", urlsplit(address).hostname or "_")
    return folder / host / f"{sha256(address.encode()).hexdigest()[:16]}.mhtml"


def page(fetched: Fetched, entry: Entry) -> bytes:
    """A fetched page as a saved one, with its address; what the entry says of it counts where the page says nothing."""
    charset = re.search(r"charset\s*=\s*[\"']?([\w-]+)", fetched.headers.get("content-type", ""), re.IGNORECASE)
    said: dict[Said, str | None] = {
        "Address": fetched.address,
        "Title": entry.title,
        "Published": entry.published,
        "Author": entry.author,
    }
    return _saved(fetched.content, charset[1] if charset else None, said)


def own_page(entry: Entry) -> bytes:
    """A page of what the feed itself holds of an entry."""
    title = escape(entry.title or "")
    content = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>\n{entry.content}</body></html>"
    said: dict[Said, str | None] = {
        "Address": entry.link,
        "Title": entry.title,
        "Published": entry.published,
        "Author": entry.author,
        "Publisher": entry.publisher,
    }
    return _saved(content.encode(), "utf-8", said)


def _saved(content: bytes, charset: str | None, said: dict[Said, str | None]) -> bytes:
    """A page as browsers save it in one file (RFC 2557). The same page makes the same bytes."""
    message = EmailMessage()
    for what, value in said.items():
        if value:
            message[header_of(what)] = " ".join(value.split())
    message.set_content(content, maintype="text", subtype="html", cte="base64")
    if charset:
        message.set_param("charset", charset)
    return message.as_bytes()


def write(path: Path, content: bytes) -> None:
    """Put a file in its place at once: whatever happens, either the old one or the new one is there, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
