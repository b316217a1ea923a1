"""Rows as articles: read row by row, so that the size of their file doesn't matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

from store.errors import ArticleError, EmptyFile, MissingColumn, UnreadableFile
from store.reading.draft import Draft, Part

from .columns import NAMES, fields
from .drafts import Row, draft_of
from .line import Rest
from .whole import Whole

ID_LENGTH = 200
"""Characters up to which an id names its row; a longer one is no name."""
LOOK = 100
"""Rows at the beginning of which one at least must have a column for the text."""


Rows = Iterator[Row | Whole | ArticleError]


def parts_of_rows(rows: Rows, source: str) -> Iterator[Part | ArticleError]:
    """One Part for each row, and for each sheet that is one article.

    Raises MissingColumn when none of the first rows has a column for the text, EmptyFile without a row.
    """
    rows = _begun(rows)
    begin: list[Row | Whole | ArticleError] = []
    for row in rows:
        begin.append(row)
        if not isinstance(row, Row) or "text" in fields(row.columns) or len(begin) == LOOK:
            break
    if not begin:
        raise EmptyFile(path=source)
    if all(isinstance(row, Row) and "text" not in fields(row.columns) for row in begin):
        raise _missing(source, next(row for row in begin if isinstance(row, Row)))
    seen: set[str] = set()
    held: tuple[tuple[str, ...], dict[str, str]] = ((), {})
    first: str | None = None
    for row in chain(begin, rows):
        if isinstance(row, ArticleError):
            yield row
            continue
        if isinstance(row, Whole):
            yield Part(f"{source}#{_unique(row.name, seen)}", row.digest, partial(_whole, row))
            continue
        if held[0] != (names := tuple(row.columns)):
            held = names, fields(names)
        first = row.sheet if first is None else first
        place = f"{source}#{_name(row, held[1], seen, '' if row.sheet == first else f'{row.sheet}#')}"
        if "text" not in held[1]:
            yield _missing(place, row)
            continue
        yield Part(place, row.digest, partial(_drafted, row, held[1], place))


def _drafted(row: Row, held: dict[str, str], source: str) -> tuple[Draft, str]:
    return draft_of(row, held, source), "utf-8"


def _whole(whole: Whole) -> tuple[Draft, str]:
    draft = whole.draft()
    raw = (piece for rest in whole.rest for piece in rest.raw)
    left = (one for rest in whole.rest for one in rest.left)
    return replace(draft, raw=(*(draft.raw or ()), *raw), left=(*draft.left, *left)), "utf-8"


def settled(items: Iterable[Row | Whole | Rest | ArticleError], source: str) -> Rows:
    """What stands beside articles goes with the one that it belongs to, or else with the last.

    Raises UnreadableFile when there is nothing but hidden text.
    """
    held: Row | Whole | None = None
    rest: list[Rest] = []
    try:
        for item in items:
            if isinstance(item, Rest):
                if item.is_behind and held is not None:
                    held = _with(held, [item])
                else:
                    rest.append(item)
                continue
            if held is not None:
                yield held
                held = None
            if isinstance(item, ArticleError):
                yield item
                continue
            held = _with(item, rest)
            rest = []
    except ArticleError:
        if held is not None:
            yield _with(held, rest)
        raise
    if held is not None:
        yield _with(held, rest)
    elif any(left.reason == "hidden" for one in rest for left in one.left):
        raise UnreadableFile(path=source, reason="all of its text is hidden / 其中的文字全部处于隐藏状态")


def _with(item: Row | Whole, rest: Sequence[Rest]) -> Row | Whole:
    return replace(item, rest=(*item.rest, *rest)) if rest else item


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


def _name(row: Row, held: dict[str, str], seen: set[str], before: str) -> str:
    """What a row is called: its id, or its number where it has none of its own, behind that of its sheet."""
    given = row.columns.get(held["id"]) if "id" in held else None
    name = re.sub("[\ud800-\udfff]", "\ufffd", str(given)).strip() if given is not None else ""
    if not name.isprintable() or not name or len(name) > ID_LENGTH or before + name in seen:
        name = str(row.number)
    return _unique(before + name, seen)


def _unique(name: str, seen: set[str]) -> str:
    """A name that nothing else in the file has: another row may have this number as its id."""
    while name in seen:
        name += "'"
    seen.add(name)
    return name


def _missing(place: str, row: Row) -> MissingColumn:
    found = "、".join(name[:30] for name in list(row.columns)[:12]) or "–"
    return MissingColumn(path=place, found=found, known="、".join(NAMES["text"]))
