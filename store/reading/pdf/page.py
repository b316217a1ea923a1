"""One page of a PDF as PDFium gives it: its text with places, its tables, and what was left out of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from ctypes import byref
from dataclasses import dataclass
from itertools import groupby
from math import isfinite
from operator import sub
from sys import maxunicode
from typing import TYPE_CHECKING, Any

from store.article import Left

from .drawn import Drawn, drawn_on
from .pieces import Box, Direction, Glyph, Grid, Piece, direction_of, main_direction, pieces_of
from .ruled import Ruled, tables

if TYPE_CHECKING:
    from numpy.typing import NDArray

HYPHEN = "\x02"
"""What PDFium gives for a hyphen at the end of a line."""
MARK = "\ufffd"
"""Stands for a character whose code the file does not tell."""
NOWHERE = Box(0.0, 0.0, 0.0, 0.0)
SMALLEST = 1.0
"""Points: smaller text is for no reader."""
SEEN = 12
"""Levels of grey, of 256, that visible text differs from what is around it."""
WIDEST = 4000
"""Points of the longer side of a page that is not too large to see which text it shows."""
SCANNED = 0.5
"""The part of a page that pictures cover where it is a scan, with SPARSE characters or fewer."""
SPARSE = 20
LONGEST = 200
"""Characters that at least half of a table's cells keep below."""
OUTLINES = 200
"""Shapes on a page without text that may be its letters."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its pieces and tables in the order of the file; those that run in another direction are `aside`.

    `raw` is its characters from PDFium's own walk, `left` what nobody sees; `scanned`: it is a picture of text.
    """

    pieces: tuple[Piece, ...]
    aside: tuple[Piece, ...]
    raw: tuple[str, ...]
    left: tuple[Left, ...]
    scanned: bool


NO_PAGE = Page((), (), (), (), scanned=False)
"""Stands for a page that PDFium cannot load."""


def read(page: Any) -> Page:
    """A page of PDFium's."""
    textpage = page.get_textpage()
    # One character is a piece: PDFium's lines go over the columns of a page and the cells of a table.
    raw = tuple("".join(textpage.get_text_range().replace("\ufffe", "").split()))
    drawn = drawn_on(page)
    seen, unseen = _seen([*_runs(textpage)], page, drawn)
    direction = main_direction(seen)
    aside = [run for run in seen if len(run) > 2 and (direction_of(run) or direction) != direction]
    runs = [run for run in seen if run not in aside] if aside else seen
    ruled = [*tables([line.turned(direction) for line in drawn.lines])]
    return Page(
        tuple(_pieces(runs, direction, ruled)),
        tuple(piece for run in aside for piece in pieces_of(run, direction_of(run) or direction)),
        raw,
        tuple(Left("hidden", _plain(run)) for run in unseen),
        _is_scanned(page, drawn, seen),
    )


def _pieces(runs: Sequence[list[Glyph]], direction: Direction, ruled: Sequence[Ruled]) -> list[Piece]:
    """The pieces of a page and its tables, each table where the first of its characters is in the file."""
    cells: dict[int, dict[tuple[int, int], list[Glyph]]] = {}
    pieces: list[Piece | int] = []
    for run in runs:
        for place, group in groupby(run, key=lambda glyph: _place(glyph, direction, ruled)):
            glyphs = [*group]
            if place is None:
                pieces += pieces_of(glyphs, direction)
                continue
            if place[0] not in cells:
                pieces.append(place[0])
            cells.setdefault(place[0], {}).setdefault(place[1:], []).extend([*glyphs, Glyph(" ", None)])
    found: list[Piece] = []
    for piece in pieces:
        found += [piece] if isinstance(piece, Piece) else _table(ruled[piece], cells[piece], direction)
    return found


def _table(ruled: Ruled, cells: dict[tuple[int, int], list[Glyph]], direction: Direction) -> list[Piece]:
    """A table as one piece; its pieces one by one where the lines are those that part the articles of a page."""
    lengths = sorted(map(len, cells.values()))
    if lengths[len(lengths) // 2] > LONGEST:
        return [piece for glyphs in cells.values() for piece in pieces_of(glyphs, direction)]
    texts = {place: _text(glyphs, direction) for place, glyphs in cells.items()}
    return [Piece("", ruled.box, 0.0, Grid(ruled.filled(texts), ruled.columns))]


def _runs(textpage: Any) -> Iterator[list[Glyph]]:
    """The characters of a page, in runs that PDFium takes for lines."""
    import pypdfium2.raw as pdfium

    handle, place = textpage.raw, pdfium.FS_RECTF()
    pointer = byref(place)
    run: list[Glyph] = []
    for number in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(handle, number)
        character = chr(code) if 0 < code <= maxunicode else MARK
        if character in "\r\n":
            if run:
                yield run
            run = []
        elif character.isspace():
            run.append(Glyph(" ", None))
        else:
            pdfium.FPDFText_GetLooseCharBox(handle, number, pointer)
            box = Box(place.left, place.bottom, place.right, place.top)
            if box.size < box.width / 2:
                box = _full(handle, number, box)
            run.append(Glyph(character, box if isfinite(sum(box)) else NOWHERE))
    if run:
        yield run


def _full(handle: Any, number: int, box: Box) -> Box:
    """The box of a character as tall as its line: of one that the file spells out PDFium gives that of its strokes."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(handle, number, byref(matrix))
    size = pdfium.FPDFText_GetFontSize(handle, number) * matrix.d
    middle = (box.bottom + box.top) / 2
    if matrix.b or matrix.c or size <= box.size:
        return box
    return Box(box.left, middle - size / 2, box.right, middle + size / 2)


def _seen(runs: list[list[Glyph]], page: Any, drawn: Drawn) -> tuple[list[list[Glyph]], list[list[Glyph]]]:
    """The runs that a reader sees, and those that nobody does: off the page, tiny, or of the colour of the paper.

    A line that begins on the page and runs off its right side is a fault of its program, and is kept whole.
    """
    paper = _paper(page)
    # Under a scanned picture stands the text that was recognised in it, unpainted.
    doubtful = drawn.doubtful or (drawn.unpainted and _covered(paper, drawn) < SCANNED)
    picture = _picture(page) if doubtful and max(paper.width, paper.size) < WIDEST else None

    before = NOWHERE

    def is_seen(glyph: Glyph) -> bool:
        nonlocal before
        box = glyph.box
        if box is None:
            return True
        on_paper = paper.holds(box) or (abs(box.left - before.right) < box.size and box.beside(before))
        large = box.size > SMALLEST and box.width * 4 > SMALLEST
        if on_paper and large and (picture is None or _differs(box, paper, picture)):
            before = box
            return True
        return False

    seen: list[list[Glyph]] = []
    unseen: list[list[Glyph]] = []
    for run in runs:
        if picture is None and _is_plain(run, paper):  # as nearly all are
            seen.append(run)
            continue
        for visible, glyphs in groupby(run, key=is_seen):
            (seen if visible else unseen).append([*glyphs])
    return [run for run in seen if any(glyph.box for glyph in run)], unseen


def _is_plain(run: Sequence[Glyph], paper: Box) -> bool:
    """Whether a run is on the page, and large enough to be read."""
    boxes = [glyph.box for glyph in run if glyph.box]
    if not boxes:
        return False
    left, bottom, right, top = zip(*boxes, strict=True)
    if min(left) < paper.left or min(bottom) < paper.bottom or max(right) > paper.right or max(top) > paper.top:
        return False
    return bool(min(map(sub, top, bottom)) > SMALLEST and 4 * min(map(sub, right, left)) > SMALLEST)


def _paper(page: Any) -> Box:
    """The part of a page that is shown."""
    media, crop = Box(*page.get_mediabox()), Box(*page.get_cropbox())
    left, bottom = max(media.left, crop.left), max(media.bottom, crop.bottom)
    right, top = min(media.right, crop.right), min(media.top, crop.top)
    return Box(left, bottom, right, top) if left < right and bottom < top else media


def _picture(page: Any) -> NDArray[Any]:
    """The page in levels of grey, in the coordinates of its text: not turned."""
    turned_back = -page.get_rotation() % 360
    picture: NDArray[Any] = page.render(scale=2, grayscale=True, may_draw_forms=False, rotation=turned_back).to_numpy()
    return picture


def _differs(box: Box, paper: Box, picture: NDArray[Any]) -> bool:
    """Whether anything is to be seen where a character stands."""
    across, down = picture.shape[1] / paper.width, picture.shape[0] / paper.size
    rows = slice(int(down * (paper.top - box.top)), int(down * (paper.top - box.bottom)) + 1)
    columns = slice(int(across * (box.left - paper.left)), int(across * (box.right - paper.left)) + 1)
    part = picture[rows, columns]
    return part.size == 0 or int(part.max()) - int(part.min()) > SEEN


def _covered(paper: Box, drawn: Drawn) -> float:
    """The part of the page that its pictures cover, at most."""
    return sum(picture.width * picture.size for picture in drawn.pictures) / max(1.0, paper.width * paper.size)


def _is_scanned(page: Any, drawn: Drawn, seen: Sequence[Sequence[Glyph]]) -> bool:
    count = sum(glyph.box is not None for run in seen for glyph in run)
    if count > SPARSE:
        return False
    return _covered(_paper(page), drawn) >= SCANNED or (count == 0 and drawn.shapes >= OUTLINES)


def _place(glyph: Glyph, direction: Direction, ruled: Sequence[Ruled]) -> tuple[int, int, int] | None:
    """The table and the cell that a character is in, if any."""
    if not (ruled and glyph.box):
        return None
    box = glyph.box.turned(direction)
    return next(((number, *table.cell(box)) for number, table in enumerate(ruled) if table.box.holds(box)), None)


def _text(glyphs: Sequence[Glyph], direction: Direction) -> str:
    """The text of a cell: its lines, joined."""
    lines = sorted(pieces_of(glyphs, direction), key=lambda piece: -piece.box.top)
    text = ""
    for line in lines:
        latin = text and text[-1].isascii() and line.text[:1].isascii()
        text += (" " if latin else "") + line.text
    return text.replace(HYPHEN + " ", "").replace(HYPHEN, "-")


def _plain(glyphs: Iterable[Glyph]) -> str:
    return "".join(glyph.text for glyph in glyphs).replace(HYPHEN, "-")
