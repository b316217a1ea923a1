"""The formats that can be read, by suffix."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from typing import BinaryIO

from store.errors import ArticleError

from . import tables
from .draft import Draft, Part
from .page import read_html
from .pdf import read_pdf
from .plain import read_markdown, read_text
from .word import read_docx

ARTICLES: dict[str, Callable[[bytes, str], tuple[Draft, str]]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
}
"""Readers of files that hold one article: bytes and source in, a draft and its encoding out."""

COLLECTIONS: dict[str, Callable[[BinaryIO, str], tables.Rows]] = {
    ".jsonl": tables.read_jsonl,
    ".json": tables.read_json,
    ".csv": tables.read_csv,
    ".tsv": tables.read_csv,
    ".xlsx": tables.read_xlsx,
}
"""Readers of files that hold an article a row."""

SUFFIXES = (*ARTICLES, *COLLECTIONS)


def parts_of(stream: BinaryIO, suffix: str, source: str) -> Iterator[Part | ArticleError]:
    """The articles in an open file of a known suffix."""
    if suffix in COLLECTIONS:
        yield from tables.parts_of(COLLECTIONS[suffix](stream, source), source)
        return
    stream.seek(0)
    content = stream.read()
    yield Part(source, sha256(content).hexdigest(), partial(ARTICLES[suffix], content, source))
