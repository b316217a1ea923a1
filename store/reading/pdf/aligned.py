"""Tables without ruling lines: rows of a page whose cells stand below one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from store.text.grid import Cell, heads_of, is_value

from .pieces import Box, Grid, Line, Piece, around

FEWEST = 3
"""Rows, with that of the heads, and columns of a table that is read with heads: two columns may be two signatures."""
NEAR = 0.5
"""Times the size of its characters by which the sides of cells in one column differ at most."""

LETTERS = 1.5
"""Characters that the cells of a row have at least, on average."""


def with_tables(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of pages in order of reading, with a table in place of rows that make one with clear heads.

    Rows at the top of a page go on with the table at the foot of the page before. Other rows are marked as such: each
    stays a line of its own, its cells in order.
    """
    found: list[list[Line]] = []
    last: Grid | None = None
    for lines in pages:
        found.append([*_with_tables(lines, last)])
        last = found[-1][-1].table if found[-1] else None
    return found


def _with_tables(lines: Sequence[Line], before: Grid | None) -> Iterator[Line]:
    place = 0
    for are_rows, group in groupby(zip(lines, _rows(lines), strict=True), key=lambda pair: pair[1]):
        held = [line for line, _ in group]
        beside = [*lines[max(0, place - 1) : place], *lines[place + len(held) :][:1]]
        columns = before.columns if before and not place else ()
        place += len(held)
        if not are_rows:
            yield from held
        elif table := _table(held, beside, columns):
            yield table
        else:
            yield from (line._replace(is_row=True) for line in held)


def _rows(lines: Sequence[Line]) -> list[bool]:
    """Of each line, whether it is a row: it has two wide gaps, or a cell in one column with the line above or below."""
    pairs = [False, *(are_aligned(line, below) for line, below in pairwise(lines)), False]
    aligned = [above or below for above, below in pairwise(pairs)]
    return [near or (len(line.pieces) > 2 and _has_cells(line)) for line, near in zip(lines, aligned, strict=False)]


def _has_cells(line: Line) -> bool:
    """Whether the pieces of a line are more than its letters, spaced out."""
    return len(line.pieces) > 1 and sum(len(piece.text) for piece in line.pieces) >= LETTERS * len(line.pieces)


def are_aligned(line: Line, below: Line) -> bool:
    """Whether two lines have cells in one column beside the first."""
    if line.column != below.column or line.table or below.table or not (_has_cells(line) or _has_cells(below)):
        return False
    return any(_share_side(one, other) for one in line.pieces[1:] for other in below.pieces[1:])


def _share_side(one: Piece, other: Piece) -> bool:
    """Whether the left, the right or the middle of two pieces is at one place."""
    left, right = one.box.left - other.box.left, one.box.right - other.box.right
    return min(abs(left), abs(right), abs(left + right) / 2) < NEAR * max(one.size, other.size)


def _table(rows: Sequence[Line], beside: Sequence[Line], before: tuple[float, ...]) -> Line | None:
    """The table that rows make, if it is clear: each cell has its column, and numbers stand below words.

    `before` are the sides of the columns of the table that may go on here.
    """
    columns = _columns([piece for row in rows for piece in row.pieces])
    # A line behind the first column may be the rest of a cell in the row above it or below it.
    if len(columns) < FEWEST or any(line.box.left > columns[0].right and not line.table for line in beside):
        return None
    cells: list[list[Cell]] = []
    for row in rows:
        inside = [[piece.text for piece in row.pieces if column.holds(piece.box)] for column in columns]
        if any(len(texts) > 1 for texts in inside):
            return None
        cells.append(["".join(texts) for texts in inside])
    sides = tuple(side for column in columns for side in (column.left, column.right))
    if not _has_heads(cells):
        if not _are_below(sides, before):
            return None
        sides = before
    return Line((Piece("", around([row.box for row in rows]), 0.0, Grid(cells, sides)),), rows[0].column)


def _are_below(sides: Sequence[float], before: Sequence[float]) -> bool:
    """Whether each column overlaps the one at its place in another table, and none beside it."""
    spans, others = ([*zip(found[::2], found[1::2], strict=False)] for found in (sides, before))
    return len(sides) == len(before) and all(
        (left < end and start < right) == (number == place)
        for number, (left, right) in enumerate(spans)
        for place, (start, end) in enumerate(others)
    )


def _has_heads(cells: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first row are words over all columns, and numbers stand in one below."""
    if len(cells) < FEWEST or not all(cells[0]) or heads_of(cells) != 1:
        return False
    return any(all(is_value(str(row[place])) for row in cells[1:] if row[place]) for place in range(len(cells[0])))


def _columns(pieces: Sequence[Piece]) -> list[Box]:
    """The columns of a table, from left to right: pieces that stand below one another are in one."""
    columns: list[list[Box]] = []
    right = float("-inf")
    for box in sorted(piece.box for piece in pieces):
        if box.left >= right:
            columns.append([])
        columns[-1].append(box)
        right = max(right, box.right)
    return [around(boxes) for boxes in columns]
