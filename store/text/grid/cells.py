"""The cells of tables, and what stands in each place."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum


class Merged(Enum):
    """A place that a merged cell covers: the cell to its left, or the one above it, is in this place too."""

    LEFT = "left"
    ABOVE = "above"


Cell = str | Merged


def filled(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """The text in each place, that of merged cells in all that they cover; empty rows are empty lists of text."""
    places: list[list[str]] = []
    for row in rows:
        cells: list[str] = []
        for place, cell in enumerate(row):
            if cell is Merged.LEFT:
                cells.append(cells[-1] if cells else "")
            elif cell is Merged.ABOVE:
                cells.append(places[-1][place] if places and place < len(places[-1]) else "")
            else:
                cells.append(" ".join(str(cell).split()))
        places.append(cells)
    return places


def is_wide(row: Sequence[Cell], cells: Sequence[str]) -> bool:
    """Whether one merged cell covers the row, or only one of several places holds text."""
    return (
        Merged.ABOVE not in row
        and len(row) > 1
        and len([cell for cell in row if cell and not isinstance(cell, Merged)]) == 1
        and any(cells)
    )
