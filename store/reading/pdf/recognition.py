"""Pages that are pictures: their text, as far as it can be recognised (OCR), with the models that RapidOCR brings."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from statistics import median
from threading import Lock
from typing import TYPE_CHECKING, Any

from .pieces import Box, Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LOCK = Lock()  # the engine keeps what it works on
SCALE = 2.5
"""Pixels a point: 180 an inch."""
LONGEST = 4000
"""Pixels of the longer side of a picture."""
SURE = 0.5
"""The confidence, of 1, from which a line is taken for text."""


def available() -> bool:
    """Whether the extra for it is installed."""
    return find_spec("rapidocr") is not None


def scale_of(width: float, height: float) -> float:
    """Pixels a point for a page of a size in points; a huge page is made smaller."""
    return min(SCALE, LONGEST / max(width, height, 1.0))


def recognised(picture: NDArray[Any], scale: float) -> tuple[Piece, ...]:
    """The pieces of text in a picture (height, width, 3; blue, green and red), in points from its lower edge."""
    with _LOCK:
        found = _engine()(picture)
    if found.boxes is None or found.txts is None:
        return ()
    pieces: list[Piece] = []
    for corners, text, sure in zip(found.boxes, found.txts, found.scores, strict=True):
        across, down = corners[:, 0] / scale, -corners[:, 1] / scale
        if sure >= SURE and text.strip():
            box = Box(float(across.min()), float(down.min()), float(across.max()), float(down.max()))
            pieces.append(Piece(text.strip(), box, box.size))
    # The boxes of one paragraph differ by a third in height: by which letters a line has.
    size = median(piece.size for piece in pieces) if pieces else 0.0
    return tuple(piece._replace(size=size) if piece.size < 1.6 * size else piece for piece in pieces)


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})
