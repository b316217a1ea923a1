"""A sheet as one article: what stands above its tables as it is, and each row with the heads of its columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from itertools import takewhile

from store.article import Left
from store.reading.draft import Draft
from store.text.grid import HEAD_LENGTH, MOST_ROWS, Cell, Merged, looks_like_form, row_lines

from .columns import date_in, is_footer
from .heads import fill_gaps, find_heads, have_values
from .line import Line, Rest, Sheet

TITLE = 60
"""Characters that the title of a table may have."""
_SAYS = re.compile("[：:。]")
"""Stands in a unit or a note, such as 单位：万元, and in no title."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A sheet that is one article: its name, the SHA-256 of what it shows, and its draft. `rest` stood beside it."""

    name: str
    digest: str
    draft: Callable[[], Draft]
    rest: tuple[Rest, ...] = ()


def whole_of(lines: Sequence[Line], sheet: Sheet) -> Whole:
    """A sheet that is one article. Its digest follows from what its cells show and from what is left out."""
    shown = [[*line.cells.items()] for line in lines], [line.left for line in lines], sheet.above, sheet.below
    digest = sha256(repr(shown).encode("utf-8", "surrogatepass")).hexdigest()
    return Whole(sheet.name, digest, partial(_draft, lines, sheet))


def _draft(lines: Sequence[Line], sheet: Sheet) -> Draft:
    columns = sorted({column for line in lines for column in line.cells})
    text, left, added = [*sheet.above], [left for line in lines for left in line.left], Counter[str]()
    tables = [*_tables(lines, columns, sheet.first_day)]
    for table in tables:
        found = [*row_lines(table.rows, heads=table.heads)]
        text += [line for _, line in found]
        left += table.left
        added += _again(table, dict(found))
    above = tables[0].above if tables else []
    title = next(
        (line for line in (*sheet.above, *above) if len(line) <= TITLE and not _SAYS.search(line)), sheet.title
    )
    return Draft(
        text="\n".join([*text, *sheet.below]),
        title=title,
        raw=tuple(piece for line in lines for piece in line.raw),
        left=tuple(left),
        added=tuple(added.elements()),
    )


@dataclass(slots=True)
class _Table:
    """One table of a sheet: its rows, of which the first `heads` are the heads of its columns; None for a form.

    `own` is what the file has of each row. `above` are the lines over the heads.
    """

    rows: list[list[Cell]] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    heads: int | None = 0
    above: list[str] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


def _tables(lines: Sequence[Line], columns: Sequence[int], first_day: str) -> Iterator[_Table]:
    """The tables of a sheet, each with the lines above it as rows of their own before them."""
    table = _Table()
    named: list[Line] = []
    for block in _blocks(lines):
        if apart := _apart(block, columns, first_day):
            if table.rows:
                yield table
            yield from apart
            table, named = _Table(), []
            continue
        start, count = find_heads(block, columns)
        body = block
        if named and count and [line.cells for line in block[start : start + count]] == [one.cells for one in named]:
            table.left += [_again_said(line) for line in block[start : start + count]]
            body = [*block[:start], *block[start + count :]]
        elif count and (not named or start or have_values(block[start + count - 1], block[start + count :])):
            above = _Table(above=[_said(line) for line in block[:start]])
            for line in block[:start]:
                _add(above, line, [_said(line), *[Merged.LEFT] * (len(columns) - 1)])
            if table.rows:
                yield table
            if above.rows:
                yield above
            named = block[start : start + count]
            table, body = _Table(heads=count, above=above.above), block[start + count :]
            _add_all(table, named, columns)
            if count == 2 and fill_gaps(*named):
                table.rows[0] = _spread(*table.rows)
        if not named and not table.rows:
            table.above = _above(block)
        if len(named) == 1:
            table.left += [_again_said(line) for line in body if line.cells == named[0].cells]
            body = [line for line in body if line.cells != named[0].cells]
        _add_all(table, [_dated(line, named[-1], first_day, table.left) for line in body] if named else body, columns)
    if table.rows:
        yield table


def _spread(upper: Sequence[Cell], lower: Sequence[Cell]) -> list[Cell]:
    """The upper heads, each over the empty places behind it below which others stand."""
    places = zip(upper, lower, strict=True)
    return [Merged.LEFT if place and below and not cell else cell for place, (cell, below) in enumerate(places)]


def _again_said(line: Line) -> Left:
    """Heads that the sheet says again, as on its next page."""
    return Left("repeated", "\t".join(line.cells.values()))


def _apart(block: Sequence[Line], columns: Sequence[int], first_day: str) -> list[_Table]:
    """What stands by itself in a block: a form, or tables side by side; nothing where it is one table."""
    beside = _beside(block)
    if _are_tables(beside):
        return [table for part, used in beside for table in _tables(part, used, first_day)]
    if len(block) > MOST_ROWS:
        return []
    rows = [_row(line, columns, is_first=place == 0) for place, line in enumerate(block)]
    own = ["".join(line.cells.values()) for line in block]
    return [_Table(rows, own, heads=None, above=_above(block))] if looks_like_form(rows) else []


def _are_tables(beside: Sequence[tuple[Sequence[Line], Sequence[int]]]) -> bool:
    """Whether what stands side by side is no single table with an empty column.

    Each has heads, and then they are not equally long, or some have titles of their own, or the same names.
    """
    found = [find_heads(part, used) for part, used in beside] if len(beside) > 1 else []
    if not found or not all(count for _, count in found):
        return False
    names = [name for (part, _), (start, _) in zip(beside, found, strict=True) for name in part[start].cells.values()]
    return (
        any(start for start, _ in found[1:])
        or len({part[-1].number for part, _ in beside}) > 1
        or len({*names}) < len(names)
    )


def _beside(block: Sequence[Line]) -> list[tuple[list[Line], list[int]]]:
    """The parts of a block with an empty column between them, each with the columns that it uses."""
    used = {column for line in block for column in line.cells}
    for line in block:
        if len(line.cells) > 1:  # a line of one merged cell may be the title of all
            used.update(column for span in line.spans for column in range(span.left, span.right + 1))
    groups: list[list[int]] = []
    for column in sorted(used):
        if not groups or column > groups[-1][-1] + 1:
            groups.append([])
        groups[-1].append(column)
    if len(groups) < 2:
        return [([*block], group) for group in groups]
    return [([part for line in block if (part := _within(line, group)).cells], group) for group in groups]


def _within(line: Line, columns: Sequence[int]) -> Line:
    """What of a line is in some columns."""
    cells = {column: text for column, text in line.cells.items() if column in columns}
    return replace(line, cells=cells, spans=tuple(span for span in line.spans if span.left in columns))


def _above(block: Sequence[Line]) -> list[str]:
    """The lines of one cell at the top of a block."""
    return [_said(line) for line in takewhile(lambda line: len(line.cells) == 1, block)]


def _dated(line: Line, names: Line, first_day: str, left: list[Left]) -> Line:
    """A line with the dates that numbers stand for in columns of dates."""
    cells = dict(line.cells)
    for column, text in line.cells.items():
        day = None if column in line.days else date_in(names.text(column), text, first_day)
        if day:
            left.append(Left("metadata", text))
            cells[column] = day
    return replace(line, cells=cells)


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The filled lines without a blank one between them; a hidden one is none."""
    block: list[Line] = []
    number = 0
    for line in lines:
        if block and line.number > number + 1 and not any(not span.is_top for span in line.spans):
            yield block
            block = []
        number = line.number
        block += [line] if line.cells else []
    if block:
        yield block


def _add_all(table: _Table, lines: Sequence[Line], columns: Sequence[int]) -> None:
    """Add rows, in the columns that are used; a merged cell is in each place that it covers."""
    for line in lines:
        if _stands_alone(line, columns):
            _add(table, line, [_said(line), *[Merged.LEFT] * (len(columns) - 1)])
            continue
        _add(table, line, _row(line, columns))


def _row(line: Line, columns: Sequence[int], *, is_first: bool = True) -> list[Cell]:
    """A line as the row of a table, with what is in each of its columns; what reaches down into it, if it is first."""
    row: list[Cell] = [line.cells.get(column, "") for column in columns]
    for span in line.spans:
        covered = [place for place, column in enumerate(columns) if span.left <= column <= span.right]
        for nth, place in enumerate(covered):
            row[place] = Merged.LEFT if nth else span.text if span.is_top or is_first else Merged.ABOVE
    return row


def _add(table: _Table, line: Line, row: list[Cell]) -> None:
    table.rows.append(row)
    table.own.append("".join(line.cells.values()))


def _stands_alone(line: Line, columns: Sequence[int]) -> bool:
    """Whether a line is no row of a table: one cell over several columns, or a remark."""
    if len(line.cells) > 1 or len(columns) < 2 or any(not span.is_top for span in line.spans):
        return False
    ((column, text),) = line.cells.items()
    is_wide = any(span.left == column < span.right for span in line.spans)
    return is_wide or is_footer(text) or "。" in text or len(text) > HEAD_LENGTH


def _said(line: Line) -> str:
    return " ".join(" ".join(cell.split()) for _, cell in sorted(line.cells.items()))


def _again(table: _Table, found: dict[int, str]) -> Counter[str]:
    """What the lines of a table say more often than its cells: heads, and the marks between them."""
    more: Counter[str] = Counter()
    for number, line in found.items():
        more += Counter(line) - Counter(table.own[number])
    heads = "".join(own for number, own in enumerate(table.own) if number not in found)
    return more - Counter(heads)
