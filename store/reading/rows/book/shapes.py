"""What lies over the cells of a sheet: text boxes, charts, and comments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from store.article import Left

from .package import Package, decoded, local

if TYPE_CHECKING:
    from .package import Element

_DRAWN = ("chart", "chartEx", "diagramData")
"""Kinds of parts whose text a drawing shows."""
_COPY = "Fallback"
"""Holds a shape once more, for programs that do not know it."""


class Drawn(NamedTuple):
    """The texts drawn over a sheet, each with the row from 0 that it begins in; and what was left out of them."""

    texts: list[tuple[int, str]]
    left: list[Left]
    raw: list[str]


def drawn(package: Package, path: str) -> Drawn:
    """The texts of the text boxes and charts of a sheet, in the order of the file."""
    found = Drawn([], [], [])
    for drawing in package.related(path, "drawing"):
        _add(found, package.xml(drawing.path))
        for part in package.related(drawing.path):
            if part.kind in _DRAWN:
                _add(found, package.xml(part.path))
    return found


def _add(found: Drawn, root: Element) -> None:
    found.raw.extend(str(piece.text or "") for piece in root.iter("{*}t"))
    for paragraph in root.iter("{*}p"):
        text = "".join("\n" if local(one) == "br" else one.text or "" for one in paragraph.iter("{*}t", "{*}br"))
        if not text.strip():
            continue
        above = [local(one) for one in paragraph.iterancestors()]
        if _COPY in above:
            found.left.append(Left("duplicate", text))
        else:
            found.texts.append((_row(paragraph), text))


def _row(element: Element) -> int:
    """The row from 0 in which what an element belongs to is anchored; 0 where nothing says it."""
    for above in element.iterancestors("{*}twoCellAnchor", "{*}oneCellAnchor"):
        said = above.findtext("{*}from/{*}row") or ""
        return int(said) if said.strip().isdecimal() else 0
    return 0


def comments(package: Package, path: str) -> dict[int, list[str]]:
    """The comments on the cells of a sheet, by row from 1."""
    found: dict[int, list[str]] = {}
    for part in package.related(path):
        if part.kind in ("comments", "threadedComment"):
            for place, text in _comments(package.xml(part.path)):
                number = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$")
                found.setdefault(int(number) if number.isdecimal() else 0, []).append(text)
    return found


def _comments(root: Element) -> Iterator[tuple[str, str]]:
    """Each comment with its cell. Those of a talk stand in the file twice, once for older programs."""
    for one in root.iter("{*}comment", "{*}threadedComment"):
        pieces = (str(piece) for text in one.iterfind("{*}text") for piece in text.itertext())
        if (text := decoded("".join(pieces))).strip():
            yield one.get("ref", ""), text
