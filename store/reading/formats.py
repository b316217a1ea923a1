"""The formats that can be read, by suffix."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial, wraps
from hashlib import sha256
from typing import BinaryIO

from store.errors import ArticleError, FormatsMissing, OtherFormat

from .draft import Draft, Part
from .office.convert import SLIDES, TEXTS, converted
from .office.word.document import read_docx
from .pdf.document import read_pdf
from .plain import read_markdown, read_text
from .rows.objects import read_json, read_jsonl
from .rows.parts import Rows, parts_of_rows
from .rows.separated import read_csv
from .rows.sheets import read_xlsx
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


def _read_old_text(content: bytes, source: str) -> tuple[Draft, str]:
    """A text document that LibreOffice makes a Word document of."""
    return read_docx(converted(content, source, ".docx"), source)


def _read_slides(content: bytes, source: str) -> tuple[Draft, str]:
    """A presentation that LibreOffice prints."""
    return read_pdf(converted(content, source, ".pdf"), source)


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
    **dict.fromkeys((".docx", ".docm", ".dotx", ".dotm"), read_docx),
    **dict.fromkeys(TEXTS, _read_old_text),
    **dict.fromkeys(SLIDES, _with_formats(_read_slides)),
}
"""Readers of files that hold one article."""

COLLECTIONS: dict[str, Callable[[BinaryIO, str], Rows]] = {
    ".jsonl": read_jsonl,
    ".json": read_json,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".xlsx": read_xlsx,
    ".xlsm": read_xlsx,
}
"""Readers of files that may hold many articles: one a row, or one a sheet."""

SUFFIXES = (*ARTICLES, *COLLECTIONS)

OTHERS = {
    **dict.fromkeys((".xls", ".xlsb", ".et", ".ods", ".numbers"), ".xlsx"),
    **dict.fromkeys((".pages", ".wpd", ".one"), ".docx"),
    **dict.fromkeys((".key", ".ofd", ".caj", ".xps", ".djvu"), ".pdf"),
    **dict.fromkeys((".epub", ".mobi", ".azw3"), ".html"),
    **dict.fromkeys((".rar", ".7z", ".tar", ".gz", ".tgz"), ".zip"),
}
"""Files that hold articles and cannot be read: what each is to be saved as. One in a folder is told of."""


def parts_of(stream: BinaryIO, suffix: str, source: str) -> Iterator[Part | ArticleError]:
    """The articles in an open file of a known suffix. Raises OtherFormat for a kind that only others can read."""
    if suffix in OTHERS:
        raise OtherFormat(path=source, suffix=suffix, wanted=OTHERS[suffix])
    if suffix in COLLECTIONS:
        yield from parts_of_rows(COLLECTIONS[suffix](stream, source), source)
        return
    stream.seek(0)
    content = stream.read()
    yield Part(source, sha256(content).hexdigest(), partial(ARTICLES[suffix], content, source))
