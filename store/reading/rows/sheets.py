"""Spreadsheets: comma separated values and workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from store.errors import UnreadableFile
from store.reading.encoding import detect, lines
from store.reading.office.container import opened

from .columns import fields
from .parts import Row, Rows

FIELD_LENGTH = 2**31 - 1
"""Characters that a field of a CSV file may have: a long article exceeds the 131,072 of Python's own limit."""


def read_csv(stream: BinaryIO, source: str) -> Rows:
    """Comma or tab separated values under a line of column names."""
    import csv

    csv.field_size_limit(FIELD_LENGTH)
    found = lines(stream, detect(stream, source))
    head = next((line for line in found if line.strip()), "")
    table = csv.reader(chain([head], found), delimiter=max(",\t;|", key=head.count))
    try:
        names = [name.strip().lstrip("\ufeff") for name in next(table)]
        for number, row in enumerate((row for row in table if any(row)), start=1):
            yield Row(number, dict(zip(names, row, strict=False)))
    except csv.Error as error:
        reason = f"line {table.line_num}: {error} / 第 {table.line_num} 行有误"
        raise UnreadableFile(path=source, reason=reason) from error


def read_xlsx(stream: BinaryIO, source: str) -> Rows:
    """The first sheet of a workbook that has a text column, else the first sheet, under its first filled row."""
    with opened(stream, source):
        from openpyxl import load_workbook

        sheets = load_workbook(stream, read_only=True, data_only=True).worksheets
        headed = [(_header(_filled(sheet.values)), sheet) for sheet in sheets]
        headed.sort(key=lambda pair: ("text" not in fields(pair[0]), not pair[0]))
        for _, sheet in headed[:1]:
            rows = _filled(sheet.values)
            names = _header(rows)
            for number, row in enumerate(rows, start=1):
                yield Row(number, {name: cell for name, cell in zip(names, row, strict=False) if name})


def _filled(rows: Iterable[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    return (row for row in rows if any(cell is not None for cell in row))


def _header(rows: Iterator[tuple[object, ...]]) -> list[str]:
    return ["" if cell is None else str(cell).strip() for cell in next(rows, ())]
