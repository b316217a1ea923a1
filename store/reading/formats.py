"""The formats that can be read, by suffix."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial, wraps
from hashlib import sha256
from typing import BinaryIO

from store.errors import ArticleError, FormatsMissing

from .draft import Draft, Part
from .office.word import read_docx
from .pdf.document import read_pdf
from .plain import read_markdown, read_text
from .rows.objects import read_json, read_jsonl
from .rows.parts import Rows, parts_of_rows
from .rows.sheets import read_csv, read_xlsx
from .web.page import read_html
from .web.saved import read_mhtml

Reader = Callable[[bytes, str], tuple[Draft, str]]
"""Bytes and source in, a draft and its encoding out."""


def _with_formats(read: Reader) -> Reader:
    """A reader whose libraries are an extra; those of Office documents tell of it themselves."""

    @wraps(read)
    def reading(content: bytes, source: str) -> tuple[Draft, str]:
        try:
            return read(content, source)
        except ModuleNotFoundError as error:
            raise FormatsMissing(path=source) from error

    return reading


ARTICLES: dict[str, Reader] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": _with_formats(read_html),
    ".htm": _with_formats(read_html),
    ".shtml": _with_formats(read_html),
    ".xhtml": _with_formats(read_html),
    ".mhtml": _with_formats(read_mhtml),
    ".mht": _with_formats(read_mhtml),
    ".pdf": _with_formats(read_pdf),
    ".docx": read_docx,
}
"""Readers of files that hold one article."""

COLLECTIONS: dict[str, Callable[[BinaryIO, str], Rows]] = {
    ".jsonl": read_jsonl,
    ".json": read_json,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".xlsx": read_xlsx,
}
"""Readers of files that hold an article a row."""

SUFFIXES = (*ARTICLES, *COLLECTIONS)


def parts_of(stream: BinaryIO, suffix: str, source: str) -> Iterator[Part | ArticleError]:
    """The articles in an open file of a known suffix."""
    if suffix in COLLECTIONS:
        yield from parts_of_rows(COLLECTIONS[suffix](stream, source), source)
        return
    stream.seek(0)
    content = stream.read()
    yield Part(source, sha256(content).hexdigest(), partial(ARTICLES[suffix], content, source))
