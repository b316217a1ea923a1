"""Tables of Word as grids of cells: merged cells in every place that they cover, rows where they begin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from store.article import Reason
from store.reading.office.xml import Element, attribute, child, is_on, number, short
from store.text.forms import Merged
from store.text.grid import table_lines

WIDEST = 63
"""Columns that a table of Word can have."""
_WITHIN = frozenset({"w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag"})

Place = Element | Merged | None
"""What stands in a place of the grid: a cell, a part of one beside or above it, or nothing."""
Leave = Callable[[Element, Reason], None]


@dataclass(slots=True)
class Row:
    """One row: what stands in its places, and whether it is repeated as a head on every page."""

    places: list[Place]
    is_head: bool

    @property
    def only(self) -> Element | None:
        """The cell that covers the whole row, if one does."""
        cells = [place for place in self.places if place is not None and place is not Merged.LEFT]
        return cells[0] if len(cells) == 1 and not isinstance(cells[0], Merged) else None


def rows_of(table: Element, leave: Leave) -> list[Row]:
    """The rows of a table, all of one width, without columns that no cell begins in."""
    rows = [
        Row(_places(row, leave), _is_on(row, "w:tblHeader")) for row in _inside(table, "w:tr") if _is_there(row, leave)
    ]
    width = max((len(row.places) for row in rows), default=0)
    for row in rows:
        row.places += [None] * (width - len(row.places))
    used = [any(row.places[at] not in {None, Merged.LEFT} for row in rows) for at in range(width)]
    for row in rows:
        row.places = [place for place, is_used in zip(row.places, used, strict=True) if is_used]
    return rows


def said(cells: Sequence[Sequence[str | Merged]], heads: int) -> tuple[list[str], str]:
    """The lines of a grid of texts whose first `heads` rows are heads, and what they say more often than the cells.

    A head over the whole table is its title. Where no other row is said to be a head, how the rows look tells.
    """
    own = [[cell for cell in row if cell and not isinstance(cell, Merged)] for row in cells]
    titles = 0
    while titles < heads and len(own[titles]) == 1:
        titles += 1
    lines = [row[0] for row in own[:titles]] + table_lines(cells[titles:], heads - titles or None)
    return lines, repeated(lines, own)


def repeated(lines: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    """The characters that lines say more often than the cells they are made of."""
    more = Counter("".join(lines))
    more.subtract(Counter("".join(cell for row in cells for cell in row)))
    return "".join(character * count for character, count in more.items() if count > 0)


def _inside(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table, or the cells of a row: some stand in content controls, or between tracked changes."""
    for one in parent:
        kind = short(one.tag)
        if kind == name:
            yield one
        elif kind in _WITHIN:
            yield from _inside(one, name)
        elif kind == "w:sdt":
            content = child(one, "w:sdtContent")
            yield from _inside(content, name) if content is not None else ()


def _is_on(row: Element, name: str) -> bool:
    return is_on(child(row, "w:trPr", name))


def _is_there(row: Element, leave: Leave) -> bool:
    """Whether a row is shown; one that is not is left out."""
    reason: Reason | None = "deleted" if _is_on(row, "w:del") else "hidden" if _is_on(row, "w:hidden") else None
    if reason is not None:
        leave(row, reason)
    return reason is None


def _places(row: Element, leave: Leave) -> list[Place]:
    """The places of a row, from the left edge of the table."""
    places: list[Place] = [None] * _span(child(row, "w:trPr", "w:gridBefore"))
    for cell in _inside(row, "w:tc"):
        properties = child(cell, "w:tcPr")
        across, down = child(properties, "w:hMerge"), child(properties, "w:vMerge")
        if is_on(child(properties, "w:cellDel")):
            leave(cell, "deleted")
            places.append(None)
            continue
        place: Place = cell
        for merge, kind in ((across, Merged.LEFT), (down, Merged.ABOVE)):
            if merge is not None and attribute(merge, "w:val") != "restart":
                place = kind
        if isinstance(place, Merged):
            leave(cell, "hidden")
        span = _span(child(properties, "w:gridSpan")) or 1
        places += [place, *[Merged.LEFT] * (span - 1)]
    return places[:WIDEST]


def _span(element: Element | None) -> int:
    return min(max(number(element), 0), WIDEST)
