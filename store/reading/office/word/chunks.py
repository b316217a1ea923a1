"""Files that Word shows as if their text stood in the document: web pages that programs save as .docx are such."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import PurePosixPath

from store.reading.draft import Draft
from store.reading.plain import read_text
from store.reading.web.page import read_html

_PAGES = (".html", ".htm", ".xhtml")
_ARCHIVES = (".mht", ".mhtml")


def read_chunk(content: bytes, part: str, source: str) -> Draft | None:
    """The draft of a web page or a text within a document; None for a file of another kind. Raises an ArticleError."""
    suffix = PurePosixPath(part).suffix
    if suffix in _ARCHIVES:
        found = message_from_bytes(content, policy=policy.default).get_body(("html", "plain"))
        payload = found.get_payload(decode=True) if found is not None else None
        if found is None or not isinstance(payload, bytes):
            return None
        content, suffix = payload, ".html" if found.get_content_subtype() == "html" else ".txt"
    if suffix in _PAGES:
        return read_html(content, source)[0]
    return read_text(content, source)[0] if suffix == ".txt" else None
