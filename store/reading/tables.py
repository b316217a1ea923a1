"""Files that hold many articles, a row each: read row by row, so that their size doesn't matter."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import BinaryIO, NamedTuple

from store.errors import ArticleError, EmptyFile, MissingColumn, UnreadableFile

from .columns import NAMES, digest_of, draft_of, fields
from .draft import Draft, Part
from .encoding import detect, lines
from .office import opened

ID_LENGTH = 200
"""Characters up to which an id names its row; a longer one is no name."""
FIELD_LENGTH = 2**31 - 1
"""Characters that a field of a CSV file may have: a long article exceeds the 131,072 of Python's own limit."""


class Row(NamedTuple):
    """One row: its number from 1, and its columns."""

    number: int
    columns: dict[str, object]


Rows = Iterator[Row | ArticleError]


def parts_of(rows: Rows, source: str) -> Iterator[Part | ArticleError]:
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


def read_jsonl(stream: BinaryIO, source: str) -> Rows:
    """JSON Lines: a line that is none is told by its number, and the others go on."""
    for number, line in enumerate(lines(stream, detect(stream, source)), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield UnreadableFile(
                path=f"{source}#{number}", reason=f"line {number} is no JSON: {error} / 第 {number} 行不是 JSON"
            )
            continue
        yield _object(row, number, source)


def _object(row: object, number: int, source: str) -> Row | ArticleError:
    if isinstance(row, dict):
        return Row(number, row)
    reason = f"row {number} is no object with columns / 第 {number} 项不是带字段的对象"
    return UnreadableFile(path=f"{source}#{number}", reason=reason)


class _Utf8:
    """The lines of a file as ijson wants them: read() gives UTF-8."""

    def __init__(self, stream: BinaryIO, source: str) -> None:
        self._lines = lines(stream, detect(stream, source))

    def read(self, _size: int = -1) -> bytes:
        line = next(self._lines, "") if _size else ""
        return re.sub("[\ud800-\udfff]", "\ufffd", line).encode()


def read_json(stream: BinaryIO, source: str) -> Rows:
    """A JSON list of objects; also one object, or one that holds the list under some name."""
    import ijson

    begin = next((line.strip()[:1] for line in lines(stream, detect(stream, source)) if line.strip()), "")
    number = 0
    try:
        found = ijson.items(_Utf8(stream, source), "item" if begin == "[" else "", use_float=True)
        for number, row in enumerate(found if begin == "[" else _listed(next(found)), start=1):
            yield _object(row, number, source)
    except (ijson.JSONError, ValueError) as error:
        reason = f"after object {number}: {error} / 第 {number} 项之后有误"
        raise UnreadableFile(path=source, reason=reason) from error


def _listed(whole: object) -> list[object]:
    """The list that an object with no text of its own holds, such as {"articles": […]}, else the object itself."""
    if not isinstance(whole, dict) or "text" in fields(whole):
        return [whole]
    return max((value for value in whole.values() if isinstance(value, list)), key=len, default=[whole])


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
