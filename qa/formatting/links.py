"""The addresses of articles, which stay the same: a citation's link opens its sentence."""

from __future__ import annotations

import re
from urllib.parse import quote


def article_link(article_id: str, start: int | None = None, end: int | None = None) -> str:
    """The address of an article relative to the chat page, at the sentence [start:end) if given."""
    place = "" if start is None or end is None else f"?start={start}&end={end}#quote"
    return f"article/{quote(article_id, safe='')}{place}"


def file_name(source: str) -> str:
    """The last part of a path or URL."""
    return re.split(r"[/\\]", source.rstrip("/\\"))[-1]
