"""What is drawn on a page beside its text: ruling lines, pictures, and what makes text unseen."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from .pieces import Box
from .ruled import LEAST, MOST, THIN

DEEPEST = 8
"""Objects within objects that are looked into: a file may make them hold one another."""
_WHITE = 245
_COVER = 100.0
"""Square points from which a filled shape may hide text."""

Matrix = tuple[float, float, float, float, float, float]
_PLAIN: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(slots=True)
class Drawn:
    """Of one page: `lines` that may be those of a table, `pictures`, how many `shapes` there are.

    `doubtful` is whether text may be unseen: it is white or not painted at all, or a shape is painted over it.
    """

    lines: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    shapes: int = 0
    doubtful: bool = False
    unpainted: bool = False
    texts: list[Box] = field(default_factory=list)


def drawn_on(page: Any) -> Drawn:
    """What is drawn on a page of PDFium's."""
    import pypdfium2.raw as pdfium

    found = Drawn()
    handle = page.raw
    for number in range(pdfium.FPDFPage_CountObjects(handle)):
        _add(pdfium, pdfium.FPDFPage_GetObject(handle, number), _PLAIN, 0, found)
    return found


def _add(pdfium: Any, item: Any, outer: Matrix, depth: int, found: Drawn) -> None:
    """Add one object of a page to what was found; `outer` places what it is in on the page."""
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
        inner = _times(_matrix(pdfium, item), outer)
        for number in range(pdfium.FPDFFormObj_CountObjects(item)):
            _add(pdfium, pdfium.FPDFFormObj_GetObject(item, number), inner, depth + 1, found)
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        found.pictures.append(_bounds(pdfium, item, outer))
    elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
        found.texts.append(_bounds(pdfium, item, outer))
        if pdfium.FPDFTextObj_GetTextRenderMode(item) in (3, 7):  # neither filled nor stroked
            found.unpainted = True
        elif _is_white(pdfium, item):
            found.doubtful = True
    elif kind == pdfium.FPDF_PAGEOBJ_PATH:
        found.shapes += 1
        _add_path(pdfium, item, outer, found)


def _add_path(pdfium: Any, item: Any, outer: Matrix, found: Drawn) -> None:
    box = _bounds(pdfium, item, outer)
    fills, strokes = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fills, strokes)
    thin = box.width <= THIN or box.size <= THIN
    if fills.value and not thin and box.width * box.size >= _COVER and any(map(box.holds, found.texts)):
        found.doubtful = True
    if found.shapes > MOST or not (fills.value or strokes.value) or max(box.width, box.size) <= LEAST:
        return
    if thin:
        found.lines.append(box)
    elif strokes.value:
        found.lines += _straight(pdfium, item, _times(_matrix(pdfium, item), outer))


def _straight(pdfium: Any, item: Any, matrix: Matrix) -> Iterator[Box]:
    """The flat and the upright lines of a path."""
    points: list[tuple[float, float] | None] = []
    begin = None
    across, up = ctypes.c_float(), ctypes.c_float()
    for number in range(min(MOST, pdfium.FPDFPath_CountSegments(item))):
        segment = pdfium.FPDFPath_GetPathSegment(item, number)
        pdfium.FPDFPathSegment_GetPoint(segment, across, up)
        point = _moved(matrix, across.value, up.value)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            points.append(None)
            begin = point
        points.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(begin)
    for one, other in pairwise(points):
        if one and other and (abs(one[0] - other[0]) <= 1 or abs(one[1] - other[1]) <= 1):
            yield Box(min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))


def _is_white(pdfium: Any, item: Any) -> bool:
    parts = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(item, *parts)
    return all(part.value >= _WHITE for part in parts[:3]) or parts[3].value < 255 - _WHITE


def _bounds(pdfium: Any, item: Any, outer: Matrix) -> Box:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *sides)
    left, bottom, right, top = (side.value for side in sides)
    if outer is _PLAIN:
        return Box(left, bottom, right, top)
    corners = [_moved(outer, x, y) for x in (left, right) for y in (bottom, top)]
    return Box(
        min(x for x, _ in corners), min(y for _, y in corners), max(x for x, _ in corners), max(y for _, y in corners)
    )


def _matrix(pdfium: Any, item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return _PLAIN
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that does what the inner and then the outer one does."""
    a, b, c, d, e, f = inner
    left, up = _moved(outer, e, f)
    return (
        a * outer[0] + b * outer[2],
        a * outer[1] + b * outer[3],
        c * outer[0] + d * outer[2],
        c * outer[1] + d * outer[3],
        left,
        up,
    )


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
