"""The heads of a table: which lines of a sheet name its columns, told by how they look."""

from __future__ import annotations

import re
from collections.abc import Sequence

from store.text.grid import HEAD_LENGTH, are_listed, is_value, may_name

from .line import Line

MOST = 4
"""Lines that may name the columns of a table together."""
_SAYS = re.compile(r"[：:]\s*\S|。")


def find_heads(lines: Sequence[Line], columns: Sequence[int]) -> tuple[int, int]:
    """Where the heads begin in a block of lines, and how many lines they take; (0, 0) where there are none.

    `columns` are those that the sheet uses. Above the heads stand lines that leave most columns empty, such as a title.
    """
    for start, line in enumerate(lines[:-1]):
        if _is_short(line, columns):
            continue
        if not _can_be_heads(line, lines[start + 1 :]):
            break
        count = 1
        while count < MOST and start + count + 1 < len(lines) and _go_on(*lines[start + count - 1 : start + count + 1]):
            count += 1
        return (start, count) if _are_named(lines[start : start + count], lines[start + count :]) else (0, 0)
    return 0, 0


def have_values(line: Line, rows: Sequence[Line]) -> bool:
    """Whether numbers or dates stand below the names in a line, which is what tells heads from a row of words."""
    return any(column in row.days or is_value(row.text(column)) for row in rows for column in line.cells)


def _is_short(line: Line, columns: Sequence[int]) -> bool:
    """Whether a line leaves most columns empty, or is one merged cell."""
    places = {*line.filled()}
    covered = {column for span in line.spans for column in columns if span.left <= column <= span.right}
    return len(places) < 2 or len(places | covered) * 2 <= len(columns)


def _can_be_heads(line: Line, rows: Sequence[Line]) -> bool:
    return len(line.filled()) > 1 and _have_other_values(line, rows) and _are_names(line)


def _have_other_values(line: Line, rows: Sequence[Line]) -> bool:
    """Whether the dates in a line can name columns: no date begins it, and numbers stand below each."""
    return min(line.filled()) not in line.days and all(
        any(is_value(row.text(column)) for row in rows) and not any(column in row.days for row in rows)
        for column in line.days
    )


def _are_names(line: Line) -> bool:
    cells = [" ".join(cell.split()) for cell in line.filled().values()]
    return not any(is_value(cell) or len(cell) > HEAD_LENGTH or _SAYS.search(cell) for cell in cells)


def _go_on(upper: Line, lower: Line) -> bool:
    """Whether a line names columns together with the one above it: merged cells join them, or spread over its names."""
    if not lower.cells or lower.days or not _are_names(lower):
        return False
    if any(not span.is_top for span in lower.spans):
        return True
    wide = [span for span in upper.spans if span.right > span.left]
    return fill_gaps(upper, lower) or any(
        sum(span.left <= column <= span.right for column in lower.cells) > 1 for span in wide
    )


def fill_gaps(upper: Line, lower: Line) -> bool:
    """Whether the upper heads were merged cells once, and are now followed by empty ones, over names that come again.

    So a text file has them: 镇 | 2020年 | | 2021年 | over | 户数 | 人数 | 户数 | 人数.
    """
    names = [*lower.cells.values()]
    return bool(
        not upper.spans
        and upper.cells
        and lower.cells
        and min(upper.cells) < min(lower.cells)
        and lower.cells.keys() - upper.cells.keys()
        and len({*names}) < len(names)
    )


def _are_named(heads: Sequence[Line], rows: Sequence[Line]) -> bool:
    """Whether lines that can be heads are so: of two columns only with values or answers below them."""
    if len(heads) > 1:
        return True
    names = heads[0].filled()
    if not may_name(names, [row.cells for row in rows]):
        return False
    first, *_, last = sorted(names)
    return (
        len(names) > 2
        or any(is_value(row.text(last)) or row.days for row in rows)
        or are_listed([[row.text(first), row.text(last)] for row in rows])
    )
