"""Forms: tables in whose rows names and values take turns, such as 姓名 | 王某 | 性别 | 男."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from store.text.scripts import simplified
from store.text.tables import Table

from .cells import Cell, Merged

NAME_LENGTH = 12
"""Characters that a name in a form may have."""
FEWEST = 2
"""Pairs that one row at least has: with one in each, the table is read the same way without being a form."""
MOST_ROWS = 300
"""Rows that a form may have: a longer table is a list, and need not be looked through."""
_NAMES = re.compile(Table(__package__, "forms").either("form_names"))
_UNIT = re.compile(r"[（(][^（）()]*[）)]$")


def looks_like_form(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether in each row of a table names and values take turns, tables beside a name aside."""
    if len(rows) > MOST_ROWS:
        return False
    outside = [row for start, end in groups_of(rows) if end == start + 1 for row in rows[start:end]]
    is_wide = any(Merged.LEFT in row and len(own_of(row)) == 2 for row in outside)
    known = (len(outside) > 1 or len(rows) == 1) and _is_form([*map(own_of, outside)], is_wide)
    return known or _shows_form(rows)


def _is_form(rows: Sequence[Sequence[str]], has_wide_values: bool) -> bool:
    """Whether in each row names and values take turns; a picture may have a place behind the last value.

    `rows` have each cell once, `has_wide_values` says that a row is a name and one cell over all other columns: heads
    of columns have a place each, values in forms need not.
    """
    inside = [pairs_of(row) for row in rows if len(row) > 1]
    names = [name for row in inside for name, _ in row]
    values = [value for row in inside for _, value in row]
    if max(map(len, inside), default=0) < FEWEST or not all(0 < len(name) <= NAME_LENGTH for name in names):
        return False
    if any(map(str.isdigit, "".join(names))) or any(_is_name(value) for _, value in inside[0]):
        return False
    is_known = sum(map(_is_name, names)) >= len(names) * (1 / 2 if has_wide_values else 2 / 3)
    return is_known and sum(map(_is_name, values)) < len(values) / 2


def _shows_form(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the cells of a table show that it is a form, whatever its names: values are as wide as they need."""
    whole = [row for row in rows if len(own_of(row)) > 1]
    inside = [own_of(row) for row in whole]
    names = [name for row in inside for name in row[::2]]
    if max(map(len, inside), default=0) < 2 * FEWEST or any(len(row) % 2 for row in inside):
        return False
    if len(set(names)) < len(names) or not all(0 < len(name) <= NAME_LENGTH for name in names):
        return False
    wide = [len(row) > 3 and Merged.LEFT in row[2:] and len(own_of(row)) == 2 for row in whole]
    # A head over all columns but the first may be that of a group; numbers in the places of values show a form.
    numbers = any(re.search(r"\d", cell) for row in inside if len(row) > 2 for cell in row[1::2])
    shown = (wide[0] and numbers) or (sum(wide) > 1 and sum(wide) >= len(wide) / 2)
    return shown and not any(re.search(r"\d", name) for name in names)


def groups_of(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[int, int]]:
    """The rows of a form from where to where: one by one, or all beside a first cell that reaches over them."""
    start = 0
    while start < len(rows):
        end = start + 1
        while end < len(rows) and rows[end][:1] == [Merged.ABOVE]:
            end += 1
        if any(len(own_of(row)) < 3 for row in rows[start:end]):  # 地址 | … beside 联系方式: no table
            yield from ((row, row + 1) for row in range(start, end))
        else:
            yield start, end
        start = end


def own_of(row: Sequence[Cell]) -> list[str]:
    """The text of the cells of a row, each once, up to the last that is filled."""
    own = [" ".join(cell.split()) for cell in row if not isinstance(cell, Merged)]
    while own and not own[-1]:
        own.pop()
    return own


def pairs_of(row: Sequence[str]) -> list[tuple[str, str]]:
    """The cells of a row of a form two by two: a name, and its value."""
    return [pair for pair in zip_longest(row[::2], row[1::2], fillvalue="") if any(pair)]


def _is_name(cell: str) -> bool:
    bare = _UNIT.sub("", simplified("".join(cell.split())).rstrip("：:"))
    return _NAMES.fullmatch(bare) is not None
