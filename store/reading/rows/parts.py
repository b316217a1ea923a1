"""Rows as articles: read row by row, so that the size of their file doesn't matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import NamedTuple

from store.errors import ArticleError, EmptyFile, MissingColumn
from store.reading.draft import Draft, Part

from .columns import NAMES, digest_of, draft_of, fields

ID_LENGTH = 200
"""Characters up to which an id names its row; a longer one is no name."""


class Row(NamedTuple):
    """One row: its number from 1, and its columns."""

    number: int
    columns: dict[str, object]


Rows = Iterator[Row | ArticleError]


def parts_of_rows(rows: Rows, source: str) -> Iterator[Part | ArticleError]:
    """One Part for each row. Raises MissingColumn when the first row has no text column, EmptyFile without a row."""
    rows = _begun(rows)
    first = next(rows, None)
    if first is None:
        raise EmptyFile(path=source)
    if isinstance(first, Row) and "text" not in fields(first.columns):
        raise _missing(source, first)
    seen: set[str] = set()
    held: tuple[tuple[str, ...], dict[str, str]] = ((), {})
    for row in chain([first], rows):
        if isinstance(row, ArticleError):
            yield row
            continue
        if held[0] != (names := tuple(row.columns)):
            held = names, fields(names)
        place = f"{source}#{_name(row, held[1], seen)}"
        if "text" not in held[1]:
            yield _missing(place, row)
            continue
        yield Part(place, digest_of(row.columns), partial(_drafted, row.columns, held[1]))


def _drafted(columns: dict[str, object], held: dict[str, str]) -> tuple[Draft, str]:
    return draft_of(columns, held), "utf-8"


def _begun(rows: Rows) -> Rows:
    """The rows of a file that breaks off, and then why; an error at its very beginning is the whole file's."""
    begun = False
    try:
        for row in rows:
            begun = True
            yield row
    except ArticleError as error:
        if not begun:
            raise
        yield error


def _name(row: Row, held: dict[str, str], seen: set[str]) -> str:
    """What a row is called: its id, or its number where it has none of its own."""
    given = row.columns.get(held["id"]) if "id" in held else None
    name = re.sub("[\ud800-\udfff]", "\ufffd", str(given)).strip() if given is not None else ""
    if not name.isprintable() or not name or len(name) > ID_LENGTH or name in seen:
        name = str(row.number)
    while name in seen:  # another row has this number as its id
        name += "'"
    seen.add(name)
    return name


def _missing(place: str, row: Row) -> MissingColumn:
    found = "、".join(name[:30] for name in list(row.columns)[:12]) or "–"
    return MissingColumn(path=place, found=found, known="、".join(NAMES["text"]))
