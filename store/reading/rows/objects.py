"""JSON: lists of objects, and JSON Lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from store.article import Left
from store.errors import ArticleError, UnreadableFile
from store.reading.encoding import detect, lines

from .columns import fields
from .drafts import Row
from .line import Rest
from .parts import Rows, settled
from .values import scalar

DEEPEST = 200
"""How deep lists and objects may lie in one another."""
_MARKS = re.compile(r'"(?:[^"\\]|\\.)*"|[][{}]')


def read_jsonl(stream: BinaryIO, source: str) -> Rows:
    """JSON Lines: a line that is none is told by its number, and the others go on."""
    for number, line in enumerate(lines(stream, detect(stream, source)), start=1):
        if not line.strip():
            continue
        try:
            _Depth().add(line)
            row = json.loads(line)
        except ValueError as error:
            said = getattr(error, "msg", error)  # without its line, which is always 1
            reason = f"line {number} is no JSON: {said} / 第 {number} 行不是 JSON"
            yield UnreadableFile(path=f"{source}#{number}", reason=reason)
            continue
        yield _object(row, number, source)


def _object(row: object, number: int, source: str) -> Row | ArticleError:
    if isinstance(row, dict):
        return Row(number, row if "text" in fields(row) else _unwrapped(row))
    reason = f"row {number} is no object with columns / 第 {number} 项不是带字段的对象"
    return UnreadableFile(path=f"{source}#{number}", reason=reason)


def _unwrapped(row: dict[str, object]) -> dict[str, object]:
    """The columns of an object within an object, such as {"_id": …, "_source": {…}}, and beside them the outer ones."""
    for name, value in row.items():
        inner = value
        if isinstance(inner, dict) and "text" not in fields(inner):
            inner = _unwrapped(inner)
        if isinstance(inner, dict) and "text" in fields(inner):
            outer = {f"{key}'" if key in inner else key: one for key, one in row.items() if key != name}
            return {**inner, **outer}
    return row


class _Depth:
    """How deep the lists and objects of a text lie in one another."""

    def __init__(self) -> None:
        self._depth = 0

    def add(self, line: str) -> None:
        """Go on through a line. Raises ValueError beyond DEEPEST: such values would take all memory."""
        for mark in _MARKS.findall(line):
            self._depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(mark, 0)
            if self._depth > DEEPEST:
                raise ValueError(f"more than {DEEPEST} levels / 嵌套超过 {DEEPEST} 层")


class _Utf8:
    """The lines of a file as ijson wants them: read() gives UTF-8."""

    def __init__(self, stream: BinaryIO, source: str) -> None:
        self._lines = lines(stream, detect(stream, source))
        self._depth = _Depth()

    def read(self, _size: int = -1) -> bytes:
        line = next(self._lines, "") if _size else ""
        self._depth.add(line)
        return re.sub("[\ud800-\udfff]", "\ufffd", line).encode()


def read_json(stream: BinaryIO, source: str) -> Rows:
    """A JSON list of objects; also one object, or one that holds lists of them under some names."""
    begin = next((line.strip()[:1] for line in lines(stream, detect(stream, source)) if line.strip()), "")
    if begin == "[":
        yield from (_object(row, number, source) for number, row in enumerate(_values(stream, source, "item"), start=1))
        return
    whole = next(_values(stream, source, ""))
    if isinstance(whole, dict) and "text" not in fields(whole) and _holds_rows(whole):
        yield from settled(_inside(whole, source), source)
    else:
        yield _object(whole, 1, source)


def _values(stream: BinaryIO, source: str, place: str) -> Iterator[object]:
    """The values at a place in a file, one at a time. Raises UnreadableFile where it is no JSON."""
    import ijson

    number = 0
    try:
        for value in ijson.items(_Utf8(stream, source), place, use_float=True):
            number += 1
            yield value
    except (ijson.JSONError, ValueError) as error:
        reason = f"after object {number}: {_cause(error)} / 第 {number} 项之后有误"
        raise UnreadableFile(path=source, reason=reason) from error


def _cause(error: Exception) -> str:
    """What is wrong, without the picture of the place that follows in further lines."""
    said = error.args[0] if error.args else ""
    return (said.decode(errors="replace") if isinstance(said, bytes) else str(said)).split("\n")[0].strip()


def _holds_rows(whole: object) -> bool:
    """Whether there is an object with a text anywhere in a value."""
    waiting = [whole]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if "text" in fields(one):
                return True
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return False


def _inside(whole: dict[str, object], source: str) -> Iterator[Row | Rest | ArticleError]:
    """The objects with a text in a value, in order; where a list has one of them, all that it holds are rows."""
    number = 0
    waiting: list[tuple[str, object, bool]] = [("", whole, False)]
    while waiting:
        name, value, is_row = waiting.pop()
        if is_row or (isinstance(value, dict) and "text" in fields(value)):
            number += 1
            yield _object(value, number, source)
        elif isinstance(value, dict):
            waiting.extend((key, one, False) for key, one in reversed(value.items()))
        elif isinstance(value, list):
            are_rows = any(isinstance(one, dict) and "text" in fields(one) for one in value)
            waiting.extend((name, one, are_rows) for one in reversed(value))
        elif text := scalar(value):
            yield Rest((Left("column", f"{name}：{text}"),), (f"{name}：", text))
