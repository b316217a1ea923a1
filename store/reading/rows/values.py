"""Values of JSON as text: lists, objects, and lists of objects as people would read them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from store.text.grid import BETWEEN, table_lines

from .columns import fields

_HAN = re.compile("[\u3400-\u9fff]")
_ENDS = re.compile("[。！？!?；;]|\n")
_DEEPEST = 60
"""How deep objects may lie in one another and still be read as text."""


class Spoken(NamedTuple):
    """A value as text, and what in it is for machines: each with the names that it stands under."""

    text: str
    left: tuple[tuple[str, object], ...] = ()


def leaves(value: object) -> Iterator[str]:
    """Every text and number in a value, in order; nothing for null."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping):
            waiting.extend(reversed([*one.values()]))
        elif isinstance(one, list | tuple):
            waiting.extend(reversed(one))
        elif one is not None:
            yield scalar(one)


def names_in(text: str, value: object) -> list[str]:
    """The characters that `said` and `spoken` write beside the texts and numbers of a value."""
    if isinstance(value, str):
        return [*text.replace(value, "", 1)]
    return [*(Counter(text) - Counter("".join(leaves(value)))).elements()]


def scalar(value: object) -> str:
    """A text, a number or a truth value as JSON writes it; "" for null."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def said(value: object) -> str:
    """A value on one line, with the names of what is in it: 编号：3；类别：要闻."""
    if isinstance(value, Mapping):
        return BETWEEN.join(f"{name}：{said(one)}" for name, one in value.items() if one not in (None, "", [], {}))
    if isinstance(value, list | tuple):
        return "、".join(filter(None, map(said, value)))
    return scalar(value)


def spoken(value: object, name: str, depth: int = 0) -> Spoken:
    """The text in a column called `name`: each item of a list is a paragraph, and each value of an object too.

    In objects, what has a name in Chinese or is Chinese itself is text; the rest is for machines.
    """
    if depth > _DEEPEST:
        return Spoken("", ((f"{name}：{'；'.join(leaves(value))}", value),))
    if isinstance(value, Mapping):
        return _object(value, name, depth)
    if not isinstance(value, list | tuple):
        return Spoken(scalar(value))
    if len(value) > 1 and all(isinstance(one, list | tuple) for one in value):
        rows = [[scalar(cell) if not isinstance(cell, Mapping | list) else said(cell) for cell in one] for one in value]
        if all(map(any, rows)):
            width = max(map(len, rows))
            return Spoken("\n".join(table_lines([[*row, *[""] * (width - len(row))] for row in rows])))
    return _joined([spoken(one, name, depth + 1) for one in value])


def _object(value: Mapping[str, object], name: str, depth: int) -> Spoken:
    known = fields(value).get("text")
    if known is not None:
        text = spoken(value[known], name, depth + 1)
        rest = {key: one for key, one in value.items() if key != known and one not in (None, "", [], {})}
        return _joined([text, Spoken("", ((f"{name}：{said(rest)}", rest),) if rest else ())])
    if _is_row(value):
        return Spoken(said(value))
    return _joined([_item(key, one, name, depth) for key, one in value.items()])


def _is_row(value: Mapping[str, object]) -> bool:
    """Whether an object is like the row of a table: names in Chinese, and values that are no sentences."""
    return all(
        _HAN.search(key) and not isinstance(one, Mapping | list) and not _ENDS.search(scalar(one))
        for key, one in value.items()
    )


def _item(key: str, value: object, name: str, depth: int) -> Spoken:
    if isinstance(value, Mapping | list):
        found = spoken(value, name, depth + 1)
        if not _HAN.search(key):
            return found
        return Spoken("\n".join(filter(None, [key, found.text])), found.left) if found.text else found
    text = scalar(value)
    if not text:
        return Spoken("")
    if _HAN.search(key):
        return Spoken(text if _ENDS.search(text) else f"{key}：{text}")
    return Spoken(text) if _HAN.search(text) else Spoken("", ((f"{name}：{key}：{text}", value),))


def _joined(found: list[Spoken]) -> Spoken:
    return Spoken("\n".join(one.text for one in found if one.text), tuple(left for one in found for left in one.left))
