"""Tables as lines of text: each cell beside the head of its column, so that every row can be read alone.

The table

    街道      应装  已装
    花园街道  1620   111

reads 街道：花园街道；应装：1620；已装：111. A row is one line, and so one sentence, one passage and one quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import dropwhile
from typing import NamedTuple

from .forms import Cell, Merged, groups_of, looks_like_form, own_of, pairs_of

HEAD_LENGTH = 30
"""Characters that the head of a column may have."""
LONGEST = 300
"""Characters that a row may have behind its first cell: a longer line would be cut where a sentence is."""
BETWEEN = "；"
"""Stands between the cells of a row."""
_VALUE = re.compile(r"[-+−±<>≤≥约￥$]?\s*\d[\d,，.]*\s*(?:[%％‰]|[^\d\s年月日季]{0,4})")
_NAME = re.compile(r"[^\d：:；。]{2,12}[：:]")
_NAMED = re.compile(_NAME.pattern + r".")
_ENDED = re.compile(r"[。！？!?]$")
_YEAR = re.compile(r"(?:19|20)\d\d")


def table_lines(rows: Sequence[Sequence[Cell]], heads: int | None = None) -> list[str]:
    """The lines of a table, top to bottom. A row over its whole width is a line by itself.

    The first `heads` rows are the heads of the columns; where it is None, how the rows look tells. White space within a
    cell counts as one space, and empty cells are left out.
    """
    return [line for _, row in row_lines(rows, heads) for line in row.split("\n")]


def row_lines(rows: Sequence[Sequence[Cell]], heads: int | None = None) -> Iterator[tuple[int, str]]:
    """The lines of a table, each with the number of its row, from 0; heads and empty rows have none.

    A row of more than LONGEST characters is several lines in one text, each of which begins with its first cell.
    """
    whole = _filled(rows)
    if heads is None and looks_like_form(rows):
        yield from _form_lines(rows)
        return
    top = 0
    while top < len(whole) and heads is None and _is_wide(rows[top], whole[top]):
        yield top, next(filter(None, whole[top]))
        top += 1
    count = _heads(rows[top:], whole[top:]) if heads is None else min(heads, len(whole))
    if not any(map(any, whole[top + count :])):  # a table of heads alone
        count = 0
    labels = _labels(whole[top : top + count])
    empty = _empty(labels, [cells for cells in whole[top + count :] if not _by_itself([*filter(None, cells)])])
    for number in range(top + count, len(whole)):
        if line := _line(rows[number], whole[number], labels):
            yield number, _broken([*line, *empty])
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


def heads_of(rows: Sequence[Sequence[Cell]]) -> int:
    """How many rows at the top of a table look like the heads of its columns: none, one or two."""
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
    """How many rows at the top are heads: none, one, or with merged heads two."""
    if len(whole) < 2 or not _can_be_heads(whole[0]):
        return 0
    spreads = Merged.LEFT in rows[0] or Merged.ABOVE in rows[1]
    if spreads and len(whole) > 2 and _can_be_heads(whole[1]):
        return 2
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


class Labelled(NamedTuple):
    """A cell in a line of a table: the head of its column, if it has one, and its text at `start` to `end`."""

    label: str
    value: str
    start: int
    end: int


def cells_of(line: str) -> tuple[Labelled, ...]:
    """The cells of a line as `row_lines` writes it; none for a sentence, or a line with fewer than two heads."""
    if BETWEEN not in line or "。" in line:
        return ()
    cells: list[Labelled] = []
    place = 0
    for piece in line.split(BETWEEN):
        label, mark, value = piece.partition("：")
        labelled = bool(mark and label.strip() and value.strip() and len(label) <= HEAD_LENGTH)
        start = place + len(label) + 1 if labelled else place
        text = piece[start - place :]
        cells.append(Labelled(label if labelled else "", text.strip(), start, place + len(piece)))
        place += len(piece) + len(BETWEEN)
    labels = [cell.label for cell in cells if cell.label]
    return tuple(cells) if len(set(labels)) == len(labels) >= min(2, len(cells) - 1) else ()
