"""Values in text files, with commas, tabs, semicolons or pipes between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import PurePath
from typing import BinaryIO

from store.article import Left
from store.errors import EmptyFile, UnreadableFile
from store.reading.encoding import detect, lines

from .columns import fields
from .layout import items
from .line import Line, Rest, Sheet
from .parts import Rows, settled

FIELD_LENGTH = 2**31 - 1
"""Characters that a field may have: a long article exceeds the 131,072 of Python's own limit."""
MARKS = ",\t;|"
"""What may stand between values, the most usual first."""
SAMPLE = 60
"""Lines by which the mark between values is told."""
_LINE = re.compile(r"[^\r\n]*(?:\r?\n|\r(?!\n))|[^\r\n]+")
_SAID = re.compile(r'\s*"?sep=(.)"?[\s,;|]*', re.IGNORECASE)


def read_csv(stream: BinaryIO, source: str) -> Rows:
    """The rows of a file of values, or its one article. Raises UnreadableFile or EmptyFile."""
    found = _unbroken(lines(stream, detect(stream, source)))
    sample = [*islice(found, SAMPLE)]
    first = next((place for place, line in enumerate(sample) if line.strip("\ufeff \r\n\t")), None)
    if first is None:
        raise EmptyFile(path=source)
    sample = sample[first:]
    stated = _SAID.fullmatch(sample[0].lstrip("\ufeff"))
    mark = stated[1] if stated else _mark(sample)
    sheet = Sheet(PurePath(source).stem, PurePath(source).stem, rest=_stated(sample[0] if stated else ""), between=mark)
    table = _lines(chain(sample[1 if stated else 0 :], found), mark, source)
    yield from settled(items(table, sheet), source)


def _unbroken(found: Iterable[str]) -> Iterator[str]:
    """The lines, also of a file in which a carriage return alone ends them."""
    for line in found:
        yield from _LINE.findall(line) if "\r" in line else (line,)


def _stated(line: str) -> Rest:
    """The line that says what stands between values."""
    return Rest((Left("metadata", line.strip("\ufeff \r\n")),), (line.strip("\ufeff \r\n"),)) if line else Rest((), ())


def _mark(sample: list[str]) -> str:
    """What stands between the values of a file: what gives the names of columns, and as many values in most lines."""
    return max(MARKS, key=lambda mark: _fit(sample, mark))


def _fit(sample: list[str], mark: str) -> tuple[int, float, int]:
    rows = [row for row in _reader(sample, mark) if any(row)]
    known = max(len(found) if "text" in (found := fields(row)) else 0 for row in rows) if rows else 0
    width, count = Counter(map(len, rows)).most_common(1)[0] if rows else (1, 0)
    return known, count / len(rows) if width > 1 else 0.0, width


def _reader(lines: Iterable[str], mark: str) -> Iterator[list[str]]:
    import csv

    csv.field_size_limit(FIELD_LENGTH)
    return csv.reader(lines, delimiter=mark, skipinitialspace=mark != " ")


def _lines(found: Iterable[str], mark: str, source: str) -> Iterator[Line]:
    """The filled lines of a file; a value in quotes may be several lines of the file."""
    import csv

    taken: list[str] = []

    def noted() -> Iterator[str]:
        for line in found:
            taken.append(line)
            yield line

    pieces = re.compile(rf'"(?:[^"]|"")*"|[^{re.escape(mark)}\r\n]+')
    number = 0
    try:
        for number, row in enumerate(_reader(noted(), mark), start=1):
            if any(row):
                raw = (piece.strip('"').replace('""', '"') for piece in pieces.findall("".join(taken)))
                cells = {column: cell.lstrip("\ufeff") for column, cell in enumerate(row) if cell.strip("\ufeff ")}
                yield Line(number, cells, tuple(piece.lstrip("\ufeff") for piece in raw))
            taken.clear()
    except csv.Error as error:
        reason = f"row {number + 1}: {error} / 第 {number + 1} 行有误"
        raise UnreadableFile(path=source, reason=reason) from error
