"""Workbooks: every sheet is read, as articles a row or as one article."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO

from store.article import Left
from store.reading.office.container import opened

from .book.cells import SheetLines
from .book.shapes import comments, drawn
from .book.workbook import SheetPart, Workbook, workbook
from .columns import is_unnamed
from .drafts import Row
from .layout import items
from .line import Rest, Sheet
from .parts import Rows, settled
from .whole import Whole


def read_xlsx(stream: BinaryIO, source: str) -> Rows:
    """The rows of the sheets whose columns hold articles, and the others as one article each, in the book's order.

    Nothing is computed, no macro is run and no other file is opened. What nobody sees is left out as hidden. Raises
    what `opened` raises.
    """
    with opened(stream, source):
        stream.seek(0)
        with workbook(stream) as book:
            yield from settled(_items(book, source), source)


def _items(book: Workbook, source: str) -> Iterator[Row | Whole | Rest]:
    for part in book.sheets:
        remarks = comments(book.package, part.path)
        lines = SheetLines(book, part, remarks)
        sheet = _sheet(book, part, lines, source)
        if part.is_hidden:
            yield Rest(tuple(Left("hidden", text) for text in (*sheet.above, *sheet.below)), ())
            yield from (Rest(line.left, line.raw) for line in lines)
            yield sheet.rest
        else:
            yield from items(lines, sheet)
        others = tuple(remark for row in remarks.values() for remark in row)
        yield Rest(tuple(Left("comment", remark) for remark in others), others, is_behind=not part.is_hidden)


def _sheet(book: Workbook, part: SheetPart, lines: SheetLines, source: str) -> Sheet:
    """What lies over a sheet, and what is printed around it."""
    found = drawn(book.package, part.path)
    top = lines.top() if found.texts else 0
    printed = tuple(
        str(one.text) for one in lines.frame.iterfind("{*}headerFooter/{*}*") if one.text and one.text.strip()
    )
    is_only = len(book.sheets) == 1
    return Sheet(
        part.name,
        PurePath(source).stem if is_only and is_unnamed(part.name) else part.name,
        book.first_day,
        tuple(text for row, text in found.texts if row < top),
        tuple(text for row, text in found.texts if row >= top),
        Rest((*found.left, *(Left("repeated", text) for text in printed)), (*found.raw, *printed)),
    )
