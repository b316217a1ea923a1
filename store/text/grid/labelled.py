"""The lines of tables, as `row_lines` writes them, read back as cells."""

from __future__ import annotations

from typing import NamedTuple

from .heads import HEAD_LENGTH
from .lines import BETWEEN


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
