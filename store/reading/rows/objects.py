"""JSON: lists of objects, and JSON Lines."""

from __future__ import annotations

import json
import re
from typing import BinaryIO

from store.errors import ArticleError, UnreadableFile
from store.reading.encoding import detect, lines

from .columns import fields
from .parts import Row, Rows


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
