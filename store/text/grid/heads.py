"""Which rows at the top of a table are the heads of its columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from .cells import Cell, Merged, filled

HEAD_LENGTH = 30
"""Characters that the head of a column may have."""
_VALUE = re.compile(r"[-+−±<>≤≥约￥$]?\s*\d[\d,，.]*\s*(?:[%％‰]|[^\d\s年月日季]{0,4})")
_YEAR = re.compile(r"(?:19|20)\d\d")


def heads_of(rows: Sequence[Sequence[Cell]]) -> int:
    """How many rows at the top of a table look like the heads of its columns."""
    return heads_among(rows, filled(rows))


def heads_among(rows: Sequence[Sequence[Cell]], whole: Sequence[Sequence[str]]) -> int:
    """How many rows at the top are heads: none, one, or with merged heads two and more.

    `whole` has the text in each place.
    """
    if len(whole) < 2 or not _can_be_heads(whole[0]):
        return 0
    count = 1
    while count + 1 < len(whole) and _goes_on(rows[count - 1], rows[count]) and _can_be_heads(whole[count]):
        count += 1
    if count > 1:
        return count
    names = {place: whole[0][place] for place, raw in enumerate(rows[0]) if not isinstance(raw, Merged)}
    if not may_name(names, [dict(enumerate(row)) for row in whole[1:]]):
        return 0
    if len(whole[0]) == 2 and re.search(r"\d", whole[0][1]) and not _YEAR.match(whole[0][1]):
        return 0  # 工期：18个月
    # Of two columns the first usually names what the second says: only values below a word show that it is a head.
    below = [row for row in whole[1:] if len(row) > 1]
    return 1 if len(whole[0]) > 2 or any(is_value(row[1]) for row in below) or are_listed(below) else 0


def may_name(names: Mapping[int, str], rows: Sequence[Mapping[int, str]]) -> bool:
    """Whether the cells of a row, by column, can name what is in the `rows` below.

    A name may stand twice where all of them come again in their order, as for a list in two halves, or where each is
    above numbers: 资产 | 期末余额 | 负债 | 期末余额.
    """
    own = [names[column] for column in sorted(names)]
    again = [column for column, name in names.items() if own.count(name) > 1]
    length = len(set(own))
    if again and length > 1 and own == own[:length] * (len(own) // length):
        return True
    return all(any(is_value(row.get(column, "")) for row in rows) for column in again)


def are_listed(rows: Sequence[Sequence[str]]) -> bool:
    """Whether each row of two cells is a question with its answer, or a number with what it counts."""
    return bool(rows) and all(row[1] and (row[0].endswith(("？", "?")) or is_value(row[0])) for row in rows)


def _goes_on(heads: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether the row below heads has heads too: it parts what is merged, and no other column has a new one."""
    columns = [*zip(heads, below, strict=False)]
    single = [
        (head, cell)
        for (head, cell), (after, _) in pairwise([*columns, ("", "")])
        if head and Merged.LEFT not in (head, after)
    ]
    parts = any(head is Merged.LEFT and cell is not Merged.LEFT for head, cell in columns) or (
        Merged.ABOVE in below and single
    )
    new = [cell for head, cell in single if cell not in {head, Merged.ABOVE, ""}]
    return bool(parts) and not (new and len(new) == len(single))


def period(heads: Sequence[str]) -> int:
    """After how many heads, two or more, the same ones come again; of heads that do not, their number."""
    for width in range(2, len(heads) // 2 + 1):
        if [*heads[:width]] * (len(heads) // width) == [*heads]:
            return width
    return len(heads)


def _can_be_heads(cells: Sequence[str]) -> bool:
    return (
        len(cells) > 1
        and all(cells[1:])
        and not any(is_value(cell) or len(cell) > HEAD_LENGTH or "。" in cell for cell in cells)
    )


def is_value(cell: str) -> bool:
    """Whether a cell holds a number, with or without its unit, and no year."""
    return bool(_VALUE.fullmatch(cell) and not _YEAR.fullmatch(cell))
