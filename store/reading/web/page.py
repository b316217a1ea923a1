"""Web pages: the lines of their article, what is left out of it and why, and what pages say about themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from store.article import Left, Reason
from store.errors import EmptyFile, ScriptedPage
from store.reading.draft import Draft
from store.text.tables import Table

from .boxes import Lines, bare
from .head import Head, head_of
from .lines import lines_of
from .region import reasons
from .strings import strings
from .tree import DECLARATION, page_text, tree_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

GUESSED = 2_000_000
"""Characters of the longest page in which metadata are guessed: that takes longer than the reading."""
NOTICE_LENGTH = 100
"""Characters of the longest text that only asks for patience or for scripts."""
_SAVED_FROM = re.compile(r"<!--\s*(?:saved from url=\(\d+\))?\s*(https?://[^\s>]+?)\s*-->")


def read_html(content: bytes, source: str, charset: str | None = None) -> tuple[Draft, str]:
    """The article of a web page, and its encoding. `charset` is what is declared outside of the page.

    Raises BinaryFile, EmptyFile for a page without a text, ScriptedPage where scripts, frames or another page hold it.
    """
    text, encoding = page_text(content, source, charset)
    tree = tree_of(text, source)
    head, page = head_of(tree, guess=len(text) <= GUESSED), lines_of(tree)
    why = reasons(page)
    article = "\n".join(line.text for line, reason in zip(page.lines, why, strict=True) if reason is None)
    if not article or (len(article) <= NOTICE_LENGTH and _notice().search(article)):
        raise (ScriptedPage if _is_elsewhere(tree) else EmptyFile)(path=source)
    saved = _SAVED_FROM.search(text[:DECLARATION])
    draft = Draft(
        text=article,
        title=head.title,
        publisher=head.publisher,
        published=head.published,
        url=head.url or (saved[1] if saved else None),
        author=head.author,
        editor=head.editor,
        raw=strings(text),
        left=(*page.left, *_left(page, why, head)),
        added=tuple(page.added),
    )
    return draft, encoding


def _left(page: Lines, why: Sequence[Reason | None], head: Head) -> list[Left]:
    """The lines that are not of the article. Those that the metadata repeat are left for that reason."""
    told = {bare(text) for text in (head.title, *head.labels) if text}
    return [
        Left("metadata" if bare(line.text) in told else reason, line.text)
        for line, reason in zip(page.lines, why, strict=True)
        if reason
    ]


def _is_elsewhere(tree: HtmlElement) -> bool:
    """Whether a page lets scripts, frames or another page bring its text."""
    if next(tree.iter("script", "frame", "iframe"), None) is not None:
        return True
    return any((meta.get("http-equiv") or "").lower() == "refresh" for meta in tree.iter("meta"))


@cache
def _notice() -> re.Pattern[str]:
    return re.compile(Table(__package__, "page").either("notices"), re.IGNORECASE)
