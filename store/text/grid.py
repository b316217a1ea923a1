"""Tables as lines of text: each cell beside the head of its column, so that every row can be read alone.

The table

    街道      应装  已装
    花园街道  1620   111

reads 街道：花园街道；应装：1620；已装：111. A row is one line, and so one sentence, one passage and one quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import pairwise, zip_longest

from .scripts import simplified
from .tables import Table

HEAD_LENGTH = 30
"""Characters that the head of a column may have."""
NAME_LENGTH = 12
"""Characters that the name of a value in a form may have, where only its place shows that it is one."""
LONGEST = 300
"""Characters that a row may have behind its first cell: a longer line would be cut where a sentence is."""
BETWEEN = "；"
"""Stands between the cells of a row."""


class Merged(Enum):
    """A place that a merged cell covers: the cell to its left, or the one above it, is in this place too."""

    LEFT = "left"
    ABOVE = "above"


Cell = str | Merged
_VALUE = re.compile(r"[-+−±<>≤≥约￥$]?\s*\d[\d,，.]*\s*(?:[%％‰]|[^\d\s年月日季]{0,4})")
_FORM_NAMES = re.compile(Table(__package__, "grid").either("form_names"))
_YEAR = re.compile(r"(?:19|20)\d\d")


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
    whole = _filled(rows)
    if heads is None and _is_form(rows):
        for number, row in enumerate(rows):
            own = _own(row)
            pairs = zip_longest(own[::2], own[1::2], fillvalue="")
            if said := BETWEEN.join(line for pair in pairs for line in table_lines([pair], 0)):
                yield number, said
        return
    top = 0
    while top < len(whole) and heads is None and _is_wide(rows[top], whole[top]):
        yield top, next(filter(None, whole[top]))
        top += 1
    count = _heads(rows[top:], whole[top:]) if heads is None else min(heads, len(whole))
    if not any(map(any, whole[top + count :])):  # a table of heads alone
        count = 0
    labels = _labels(whole[top : top + count])
    empty = _empty(labels, whole[top + count :])
    for number in range(top + count, len(whole)):
        if lines := _said(rows[number], whole[number], labels):
            lines[-1] += empty
            yield number, "\n".join(map(_broken, lines))
            empty = []


def _is_form(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether in each row names and values take turns."""
    inside = [own for row in rows if len(own := _own(row)) > 1]
    names = [cell for row in inside for cell in row[::2]]
    values = [cell for row in inside for cell in row[1::2]]
    if max(map(len, inside), default=0) < 4 or any(len(row) % 2 for row in inside):
        return False
    if all(map(_is_name, names)) and sum(map(_is_name, values)) < len(values) / 2:
        return True
    wide = [len(row) > 3 and Merged.LEFT in row[2:] and len(_own(row)) == 2 for row in rows if len(_own(row)) > 1]
    are_names = len(set(names)) == len(names) and all(0 < len(name) <= NAME_LENGTH for name in names)
    if not are_names or any(re.search(r"\d", name) for name in names):
        return False
    # A head over all columns but the first may be that of a group; numbers in the places of values show a form.
    numbers = any(re.search(r"\d", cell) for row in inside if len(row) > 2 for cell in row[1::2])
    return (wide[0] and numbers) or (sum(wide) > 1 and sum(wide) >= len(wide) / 2)


def _own(row: Sequence[Cell]) -> list[str]:
    """The text of the cells of a row, each once."""
    return [" ".join(cell.split()) for cell in row if not isinstance(cell, Merged)]


def _is_name(cell: str) -> bool:
    return _FORM_NAMES.fullmatch(simplified("".join(cell.split())).rstrip("：:")) is not None


def heads_of(rows: Sequence[Sequence[Cell]]) -> int:
    """How many rows at the top of a table look like the heads of its columns."""
    return _heads(rows, _filled(rows))


def _filled(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """The text in each place, that of merged cells in all that they cover; empty rows are empty lists of text."""
    filled: list[list[str]] = []
    for row in rows:
        cells: list[str] = []
        for place, cell in enumerate(row):
            if cell is Merged.LEFT:
                cells.append(cells[-1] if cells else "")
            elif cell is Merged.ABOVE:
                cells.append(filled[-1][place] if filled and place < len(filled[-1]) else "")
            else:
                cells.append(" ".join(str(cell).split()))
        filled.append(cells)
    return filled


def _is_wide(row: Sequence[Cell], cells: Sequence[str]) -> bool:
    """Whether one merged cell covers the row, or only one of several places holds text."""
    return (
        Merged.ABOVE not in row
        and len(row) > 1
        and len([cell for cell in row if cell and not isinstance(cell, Merged)]) == 1
        and any(cells)
    )


def _heads(rows: Sequence[Sequence[Cell]], whole: Sequence[Sequence[str]]) -> int:
    """How many rows at the top are heads: none, one, or with merged heads two and more."""
    if len(whole) < 2 or not _can_be_heads(whole[0]):
        return 0
    count = 1
    while count + 1 < len(whole) and _goes_on(rows[count - 1], rows[count]) and _can_be_heads(whole[count]):
        count += 1
    if count > 1:
        return count
    names = [cell for cell, raw in zip(whole[0], rows[0], strict=True) if not isinstance(raw, Merged)]
    if len(set(names)) < _period(names):
        return 0
    if len(whole[0]) == 2 and re.search(r"\d", whole[0][1]) and not _YEAR.match(whole[0][1]):
        return 0  # 工期：18个月
    # Of two columns the first usually names what the second says: only values below a word show that it is a head.
    return 1 if len(whole[0]) > 2 or any(is_value(row[1]) for row in whole[1:] if len(row) > 1) else 0


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


def _period(heads: Sequence[str]) -> int:
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


def _labels(heads: Sequence[Sequence[str]]) -> list[str]:
    """What each column is called: its heads from top to bottom, each said once."""
    width = max(map(len, heads), default=0)
    columns = ([row[place] for row in heads if place < len(row)] for place in range(width))
    return ["".join(dict.fromkeys(filter(None, column))) for column in columns]


def _empty(labels: Sequence[str], body: Sequence[Sequence[str]]) -> list[str]:
    """The heads of columns without a cell, which the first row says so that they are not lost."""
    filled = {place for row in body for place, cell in enumerate(row) if cell}
    return [f"{label}：" for place, label in enumerate(labels) if label and place not in filled]


def _said(row: Sequence[Cell], cells: Sequence[str], labels: Sequence[str]) -> list[list[str]]:
    """The lines of a row, as their cells: one, but of a folded table one for each time that its heads stand there."""
    width = _period(labels)
    if width == len(labels) or _is_wide(row, cells):
        line = _line(row, cells, labels)
        return [line] if line else []
    last = len(labels) - width
    parts = [slice(start, start + width if start < last else None) for start in range(0, last + 1, width)]
    return [line for part in parts if (line := _line(row[part], cells[part], labels[part]))]


def _line(row: Sequence[Cell], cells: Sequence[str], labels: Sequence[str]) -> list[str]:
    """What a row says, cell by cell."""
    if _is_wide(row, cells):
        only = next(place for place, cell in enumerate(row) if cell and not isinstance(cell, Merged))
        rest = row[only + 1 :]
        covers = bool(rest) and all(isinstance(cell, Merged) for cell in rest)
        if covers or not labels:
            return [cells[only]]
    if not labels:
        kept = [cell for cell, raw in zip(cells, row, strict=True) if cell and raw is not Merged.LEFT]
        pair = len(row) == len(kept) == 2 and not kept[0].endswith(("：", ":"))
        return ["：".join(kept)] if pair else kept
    named = [*labels, *[""] * (len(cells) - len(labels))]
    return [
        f"{label}：{cell}" if label and label != cell else cell
        for place, (label, cell) in enumerate(zip(named, cells, strict=False))
        if cell and not (row[place] is Merged.LEFT and label == named[place - 1])  # merged as its head is
    ]


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
