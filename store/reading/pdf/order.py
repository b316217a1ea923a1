"""The order in which the pieces of a page are read: column by column, from top to bottom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from .pieces import Line, Piece, around, lines_of

LEAST = 4
"""Lines that each of two columns must have."""
NARROWEST = 8.0
"""Times the size of its characters that a column must be wide: the columns of tables and lists are narrower."""
FILLED = 0.7
"""The part of its column's width that at least half of the lines must fill: cells of a table don't."""

RISE = 2.0
"""Times the size of its characters that a piece must be higher than the one before it to begin another column."""
CELL_LENGTH = 12
"""Characters of such pieces: those of tables, not of text."""


def in_order(pieces: Sequence[Piece]) -> list[Line]:
    """The lines of a page, column by column; what goes over several columns stands between them."""
    return [line for number, column in enumerate(_columns(pieces)) for line in lines_of(column, number)]


def _columns(pieces: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    parts = _bands(pieces)
    if len(parts) > 1:
        for part in parts:
            yield from _columns(part)
    elif pieces:
        yield pieces if _is_in_order(pieces) else _sorted(pieces)


def _is_in_order(pieces: Sequence[Piece]) -> bool:
    """Whether each piece is below the one before it, or to the right of it: then the file has them in order."""
    return all(
        (after.box.left >= before.box.right - before.size and not _is_next_column(before, after))
        or (after.box.top < before.box.top and not after.box.beside(before.box))
        for before, after in pairwise(pieces)
    )


def _is_next_column(before: Piece, after: Piece) -> bool:
    """Whether a file goes from the foot of one column of a table to the head of the next."""
    rise = after.box.bottom - before.box.top
    return rise > RISE * before.size and max(len(before.text), len(after.text)) <= CELL_LENGTH


def _sorted(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces row by row."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -(piece.box.top + piece.box.bottom)):
        if rows and any(piece.box.beside(other.box) for other in rows[-1]):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [piece for row in rows for piece in sorted(row, key=lambda piece: piece.box.left)]


def _bands(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces in parts that are read one after the other; one part when there are no columns side by side."""
    starts = Counter(round(piece.box.left) for piece in pieces)
    cuts = [_cut(pieces, start - 1) for start, count in sorted(starts.items()) if count >= LEAST / 2]
    most = max((within for _, within in cuts), default=0)
    # Of gutters that part about as much the first one is it: headings over several columns begin to the left.
    return next((parts for parts, within in cuts if within and within >= most / 2), [[*pieces]])


def _cut(pieces: Sequence[Piece], gutter: float) -> tuple[list[list[Piece]], int]:
    """The parts that a gutter cuts a page into, and how many pieces stand in columns beside it."""
    sides = [
        -1 if piece.box.right <= gutter - piece.size / 2 else 1 if piece.box.left >= gutter else 0 for piece in pieces
    ]
    if sides.count(1) < LEAST or sides.count(-1) < LEAST:
        return [], 0
    across = sorted((piece.box.top for piece, side in zip(pieces, sides, strict=True) if not side), reverse=True)
    parts: list[list[Piece]] = []
    within = 0
    limits = [float("inf"), *across, float("-inf")]
    for upper, lower in pairwise(limits):
        band = [
            (piece, side) for piece, side in zip(pieces, sides, strict=True) if side and lower < piece.box.top <= upper
        ]
        left, right = ([piece for piece, side in band if side == wanted] for wanted in (-1, 1))
        if all(_is_column(side) or len(_bands(side)) > 1 for side in (left, right)):
            parts += [left, right]
            within += len(band)
        elif band:
            parts.append([piece for piece, _ in band])
        over = [piece for piece, side in zip(pieces, sides, strict=True) if not side and piece.box.top == lower]
        if over:
            parts.append(over)
    return parts if within else [], within


def _is_column(pieces: Sequence[Piece]) -> bool:
    """Whether pieces look like lines of a column of text."""
    if len(pieces) < LEAST:
        return False
    widths = [piece.box.width for piece in pieces]
    size = median(piece.size for piece in pieces)
    return max(widths) >= NARROWEST * size and median(widths) >= FILLED * around([piece.box for piece in pieces]).width
