"""Tables with ruling lines: the cells that the lines of a page make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite

from store.text.forms import Cell, Merged

from .pieces import Box, around

THIN = 3.0
"""Points: a rectangle that is thinner is a line."""
NEAR = 3.0
"""Points within which lines meet, or are one."""
LEAST = 6.0
"""Points that a cell measures at least."""
MOST = 3000
"""Lines that the tables of a page have together: a drawing has more."""
LARGEST = 5000
"""Cells of a table."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table: the places of its lines from left to right and from top to bottom, and the walls between cells.

    `below[row][column]` is whether a line parts a place from the one below, `right` the same of the one to its right.
    """

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    below: tuple[tuple[bool, ...], ...]
    right: tuple[tuple[bool, ...], ...]

    @property
    def box(self) -> Box:
        """Where it stands."""
        return Box(self.columns[0], self.rows[-1], self.columns[-1], self.rows[0])

    def cell(self, box: Box) -> tuple[int, int]:
        """The row and the column of the cell that the middle of a box is in: of merged cells the first."""
        across, up = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        row = max(0, sum(up < place for place in self.rows[:-1]) - 1)
        column = max(0, sum(across > place for place in self.columns[:-1]) - 1)
        return self._first(row, column)

    def _first(self, row: int, column: int) -> tuple[int, int]:
        while column and not self.right[row][column - 1]:
            column -= 1
        while row and not self.below[row - 1][column]:
            row -= 1
        while column and not self.right[row][column - 1]:
            column -= 1
        return row, column

    def filled(self, texts: dict[tuple[int, int], str]) -> list[list[Cell]]:
        """The rows of the table, with the text of each cell by its place."""
        return [
            [self._cell(row, column, texts) for column in range(len(self.columns) - 1)]
            for row in range(len(self.rows) - 1)
        ]

    def _cell(self, row: int, column: int, texts: dict[tuple[int, int], str]) -> Cell:
        first = self._first(row, column)
        if first == (row, column):
            return texts.get(first, "")
        return Merged.LEFT if first[1] < column and not self.right[row][column - 1] else Merged.ABOVE


def tables(boxes: Sequence[Box]) -> Iterator[Ruled]:
    """The tables that thin and empty boxes make: two rows or more, of two cells or more."""
    boxes = [*dict.fromkeys(Box(*map(round, box)) for box in boxes if all(map(isfinite, box)))][: MOST + 1]
    flat = [box for box in boxes if box.size <= THIN and box.width > LEAST]
    upright = [box for box in boxes if box.width <= THIN and box.size > LEAST]
    if len(flat) < 2 or not upright or len(boxes) > MOST:
        return
    for group in _meeting([*flat, *upright]):
        if table := _table([box for box in group if box.size <= THIN], [box for box in group if box.size > THIN]):
            yield table


def _meeting(boxes: list[Box]) -> Iterator[list[Box]]:
    """The boxes in groups that hang together, from the top of the page."""
    import numpy as np

    order = sorted(boxes, key=lambda box: -box.top)
    left, bottom, right, top = np.array(order).T
    alone = np.ones(len(order), dtype=bool)
    while alone.any():
        group = [int(alone.argmax())]
        alone[group] = False
        for one in group:  # which grows on the way
            box = order[one]
            across = (left <= box.right + NEAR) & (right >= box.left - NEAR)
            met = np.flatnonzero(alone & across & (bottom <= box.top + NEAR) & (top >= box.bottom - NEAR))
            alone[met] = False
            group += met.tolist()
        yield [order[one] for one in group]


def _table(flat: list[Box], upright: list[Box]) -> Ruled | None:
    """The table of lines that meet, if they make two rows of two cells. Open sides count as closed."""
    if len(flat) < 2 or not upright:
        return None
    whole = around([*flat, *upright])
    columns = _places([*((box.left + box.right) / 2 for box in upright), whole.left, whole.right])
    rows = _places([*((box.bottom + box.top) / 2 for box in flat), whole.bottom, whole.top])[::-1]
    if len(columns) < 3 or len(rows) < 3 or len(columns) * len(rows) > LARGEST:
        return None
    below = tuple(
        tuple(_is_ruled(flat, (left + right) / 2, lower, 0) for left, right in pairwise(columns)) for lower in rows[1:]
    )
    right = tuple(
        tuple(_is_ruled(upright, place, (upper + lower) / 2, 1) for place in columns[1:])
        for upper, lower in pairwise(rows)
    )
    return Ruled(tuple(columns), tuple(rows), below, right)


def _places(values: Iterable[float]) -> list[float]:
    """Values in ascending order, those that are near one another as one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > LEAST / 2:
            places.append(value)
    return places


def _is_ruled(lines: Sequence[Box], across: float, up: float, axis: int) -> bool:
    """Whether a line goes through a point: a flat one (axis 0), or an upright one (axis 1)."""
    wide, high = (0.0, NEAR) if axis == 0 else (NEAR, 0.0)
    return any(
        line.left - wide <= across <= line.right + wide and line.bottom - high <= up <= line.top + high
        for line in lines
    )
