"""What stands on a page: pieces of lines, in coordinates in which text runs to the right and down the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from store.text.forms import Cell

GAP = 1.1
"""Times its size that a gap within a line must have to part it: columns of a table or of the page."""

ASIDE = -1
"""The number of the column of what runs in another direction than the rest of its page."""

Direction = Literal["right", "down", "up", "left"]
"""Where text runs: down in vertical writing and on pages turned to the right, up on those turned to the left."""


class Box(NamedTuple):
    """A rectangle, in points from the bottom left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def size(self) -> float:
        """From bottom to top: of a character, the size of its font."""
        return self.top - self.bottom

    def beside(self, other: Box) -> bool:
        """Whether the two stand in one row: they share half the height of the lower one."""
        shared = min(self.top, other.top) - max(self.bottom, other.bottom)
        return shared > 0.5 * min(self.size, other.size)

    def holds(self, other: Box) -> bool:
        """Whether the middle of the other is inside."""
        x, y = (other.left + other.right) / 2, (other.bottom + other.top) / 2
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    def turned(self, direction: Direction) -> Box:
        """The same in coordinates in which text of a direction runs to the right."""
        left, bottom, right, top = self
        match direction:
            case "down":
                return Box(-top, left, -bottom, right)
            case "up":
                return Box(bottom, -right, top, -left)
            case "left":
                return Box(-right, -top, -left, -bottom)
            case _:
                return self


class Glyph(NamedTuple):
    """A character and its place; white space has no place of its own."""

    text: str
    box: Box | None


class Grid(NamedTuple):
    """The cells of a table by rows, and the places of its upright lines."""

    rows: list[list[Cell]]
    columns: tuple[float, ...]


class Piece(NamedTuple):
    """A part of a line without a wide gap in it; or a table, with an empty text."""

    text: str
    box: Box
    size: float
    table: Grid | None = None


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all."""
    left, bottom, right, top = zip(*boxes, strict=True)
    return Box(min(left), min(bottom), max(right), max(top))


def direction_of(run: Sequence[Glyph]) -> Direction | None:
    """Where a run of characters goes; None when that does not show."""
    boxes = [glyph.box for glyph in run if glyph.box]
    if len(boxes) < 2:
        return None
    first, last = boxes[0], boxes[-1]
    across = (last.left + last.right - first.left - first.right) / 2
    up = (last.bottom + last.top - first.bottom - first.top) / 2
    if abs(across) >= abs(up):
        return "right" if across >= 0 else "left"
    return "up" if up > 0 else "down"


def main_direction(runs: Sequence[Sequence[Glyph]]) -> Direction:
    """Where most characters of a page go."""
    found = Counter[Direction]()
    for run in runs:
        if direction := direction_of(run):
            found[direction] += len(run)
    return found.most_common(1)[0][0] if found else "right"


def pieces_of(run: Sequence[Glyph], direction: Direction) -> Iterator[Piece]:
    """The pieces of a run: it is parted at wide gaps, and where it goes back or to another line."""
    held: list[tuple[str, Box]] = []
    space = ""
    for text, box in run:
        if box is None:
            space = " " if held else ""
            continue
        if direction != "right":
            box = box.turned(direction)  # noqa: PLW2901
        if held and _parts(held[-1][1], box):
            yield _piece(held)
            held, space = [], ""
        held.append((space + text, box))
        space = ""
    if held:
        yield _piece(held)


def _parts(before: Box, box: Box) -> bool:
    """Whether a new piece begins with the character in `box`."""
    size = box.top - box.bottom
    if before.bottom == box.bottom and before.top == box.top:  # as most are; this is asked for each character
        return not -size < box.left - before.right < GAP * size
    size = max(before.size, size)
    return not -size < box.left - before.right < GAP * size or not before.beside(box)


def _piece(held: Sequence[tuple[str, Box]]) -> Piece:
    boxes = [box for _, box in held]
    return Piece("".join(text for text, _ in held), around(boxes), boxes[len(boxes) // 2].size)


class Line(NamedTuple):
    """Pieces of one row, from left to right, and the number of the column that they are in on their page."""

    pieces: tuple[Piece, ...]
    column: int = 0

    @property
    def text(self) -> str:
        """Its text; wide gaps are two spaces."""
        return "  ".join(piece.text for piece in self.pieces)

    @property
    def table(self) -> Grid | None:
        """The table that it is, if it is one."""
        return self.pieces[0].table

    @property
    def box(self) -> Box:
        """Where it stands."""
        return around([piece.box for piece in self.pieces])

    @property
    def size(self) -> float:
        """Of its characters, in points."""
        return max(self.pieces, key=lambda piece: len(piece.text)).size


def lines_of(pieces: Sequence[Piece], column: int) -> list[Line]:
    """Pieces of a column in order of reading, as lines: those beside one another are one."""
    lines: list[list[Piece]] = [[piece] for piece in pieces[:1]]
    for before, piece in pairwise(pieces):
        goes_on = before.box.beside(piece.box) and piece.box.left >= before.box.right - piece.size
        if goes_on and not (before.table or piece.table):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [Line(tuple(line), column) for line in lines]
