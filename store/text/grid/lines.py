"""The rows of a table as lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile

from .cells import Cell, Merged, filled, is_wide
from .forms import groups_of, looks_like_form, own_of, pairs_of
from .heads import heads_among, is_value, period

LONGEST = 300
"""Characters that a row may have behind its first cell: a longer line would be cut where a sentence is."""
BETWEEN = "；"
"""Stands between the cells of a row."""
_NAME = re.compile(r"[^\d：:；。]{2,12}[：:]")
_NAMED = re.compile(_NAME.pattern + r".")
_ENDED = re.compile(r"[。！？!?]$")


def table_lines(rows: Sequence[Sequence[Cell]], heads: int | None = None) -> list[str]:
    """The lines of a table, top to bottom. A row over its whole width is a line by itself.

    The first `heads` rows are the heads of the columns; where it is None, how the rows look tells. White space within a
    cell counts as one space, and empty cells are left out.
    """
    return [line for _, row in row_lines(rows, heads) for line in row.split("\n")]


def row_lines(rows: Sequence[Sequence[Cell]], heads: int | None = None) -> Iterator[tuple[int, str]]:
    """The lines of a table, each with the number of its row, from 0; heads and empty rows have none.

    A row of more than LONGEST characters is several lines in one text, each of which begins with its first cell; so is
    a row of a table that was folded, whose heads stand there twice or more often.
    """
    whole = filled(rows)
    if heads is None and looks_like_form(rows):
        yield from _form_lines(rows)
        return
    top = 0
    while top < len(whole) and heads is None and is_wide(rows[top], whole[top]):
        yield top, next(filter(None, whole[top]))
        top += 1
    count = heads_among(rows[top:], whole[top:]) if heads is None else min(heads, len(whole))
    if not any(map(any, whole[top + count :])):  # a table of heads alone
        count = 0
    labels = _labels(whole[top : top + count])
    empty = _empty(labels, [cells for cells in whole[top + count :] if not _by_itself([*filter(None, cells)])])
    for number in range(top + count, len(whole)):
        if lines := _said(rows[number], whole[number], labels):
            lines[-1] += empty
            yield number, "\n".join(map(_broken, lines))
            empty = []


def _form_lines(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[int, str]]:
    """The lines of a form: a row's names with their values, or a name with each line of the table beside it."""
    for start, end in groups_of(rows):
        if end == start + 1:
            pairs = pairs_of(own_of(rows[start]))
            if said := BETWEEN.join(line for pair in pairs for line in table_lines([pair], 0)):
                yield start, said
            continue
        name, *rest = rows[start]
        inner = len(rows[start]) - len([*dropwhile(lambda cell: cell is Merged.LEFT, rest)])
        for number, line in row_lines([row[inner:] for row in rows[start:end]]):
            yield start + number, f"{name}{BETWEEN}{line}"


def _labels(heads: Sequence[Sequence[str]]) -> list[str]:
    """What each column is called: its heads from top to bottom, each said once."""
    width = max(map(len, heads), default=0)
    columns = ([row[place] for row in heads if place < len(row)] for place in range(width))
    return ["".join(dict.fromkeys(filter(None, column))) for column in columns]


def _empty(labels: Sequence[str], body: Sequence[Sequence[str]]) -> list[str]:
    """The heads of columns without a cell, which the first row says so that they are not lost."""
    held = {place for row in body for place, cell in enumerate(row) if cell}
    return [f"{label}：" for place, label in enumerate(labels) if label and place not in held]


def _said(row: Sequence[Cell], cells: Sequence[str], labels: Sequence[str]) -> list[list[str]]:
    """The lines of a row, as their cells: one, but of a folded table one for each time that its heads stand there."""
    width = period(labels)
    if width == len(labels) or is_wide(row, cells):
        line = _line(row, cells, labels)
        return [line] if line else []
    last = len(labels) - width
    parts = [slice(start, start + width if start < last else None) for start in range(0, last + 1, width)]
    return [line for part in parts if (line := _line(row[part], cells[part], labels[part]))]


def _line(row: Sequence[Cell], cells: Sequence[str], labels: Sequence[str]) -> list[str]:
    """What a row says, cell by cell."""
    if is_wide(row, cells):
        only = next(place for place, cell in enumerate(row) if cell and not isinstance(cell, Merged))
        rest = row[only + 1 :]
        covers = bool(rest) and all(isinstance(cell, Merged) for cell in rest)
        if covers or not labels:
            return [cells[only]]
    if not labels:
        kept = [cell for cell, raw in zip(cells, row, strict=True) if cell and raw is not Merged.LEFT]
        pair = len(row) == len(kept) == 2 and not kept[0].endswith(("：", ":"))
        return ["".join(kept) if _ENDED.search(kept[0]) else "：".join(kept)] if pair else kept
    own = [cell for cell, raw in zip(cells, row, strict=True) if cell and not isinstance(raw, Merged)]
    if own and (alone := _by_itself(own)):
        return alone
    named = [*labels, *[""] * (len(cells) - len(labels))]
    return [
        f"{label}：{cell}" if label and label != cell else cell
        for place, (label, cell) in enumerate(zip(named, cells, strict=False))
        if cell and not (row[place] is Merged.LEFT and label == named[place - 1])  # merged as its head is
    ]


def _by_itself(cells: Sequence[str]) -> list[str]:
    """What a row says that needs no heads, such as 制表：苏某 | 审核：林某 under a table; nothing for any other."""
    if all(map(_NAMED.match, cells)):
        return [*cells]
    others = any(is_value(cell) or _NAME.fullmatch(cell) for cell in cells[1::2])
    return ["".join(pair) for pair in pairs_of(cells)] if all(map(_NAME.fullmatch, cells[::2])) and not others else []


def _broken(cells: Sequence[str]) -> str:
    """The cells of a row as a line; as several where they are too many for a sentence."""
    lines, length = [[*cells[:1]]], 0
    for cell in cells[1:]:
        if length + len(cell) > LONGEST and len(lines[-1]) > 1:
            lines.append([cells[0]])
            length = 0
        lines[-1].append(cell)
        length += len(cell) + len(BETWEEN)
    return "\n".join(BETWEEN.join(line) for line in lines)
