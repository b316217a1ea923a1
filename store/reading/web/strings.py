"""Every piece of text in a web page, whether it is read or not: what the account of the page starts from.

It is told from the characters of the page, without its tree, so that what the parser overlooks shows as lost.
"""

from __future__ import annotations

import re
from html import unescape

# The repeats are possessive, so that a page of unclosed tags takes no longer than another.
_TOKEN = re.compile(
    r"(?P<text>[^<]++)|<!--.*?(?:-->|\Z)"
    r"""|<(?P<end>/?)(?P<tag>[a-zA-Z][^\s/>]*+)(?:[^>=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|=)*+>?"""
    r"|<[!?/][^>]*+>?|(?P<less><)",
    re.DOTALL,
)
_UNSEEN = frozenset(["script", "style", "title", "iframe", "noembed", "noframes"])


def strings(page: str) -> tuple[str, ...]:
    """The lines of text between the tags of a page, in order. Scripts, styles, titles and frames hold none."""
    found: list[str] = []
    place = 0
    parts: list[str] = []
    while match := _TOKEN.match(page, place):
        place = match.end()
        text = match["text"] or match["less"]
        if text:
            parts.append(text)
            continue
        found += _lines(parts)
        parts.clear()
        tag = (match["tag"] or "").lower()
        if tag in _UNSEEN and not match["end"]:
            end = re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE).search(page, place)
            place = end.start() if end else len(page)
    return (*found, *_lines(parts))


def _lines(parts: list[str]) -> list[str]:
    """The lines of a text that is in several parts, with its entities resolved."""
    return [line for line in unescape("".join(parts)).split("\n") if line and not line.isspace()] if parts else []
