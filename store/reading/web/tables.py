"""Tables of web pages: which hold data and which only lay the page out, and the rows and columns of the former."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from store.text.forms import Cell, Merged
from store.text.grid import BETWEEN, table_lines

from .boxes import bare

if TYPE_CHECKING:
    from lxml.html import HtmlElement

CELL_LENGTH = 500
"""Characters of the longest cell in a table of data."""
PROSE_LENGTH = 120
"""Characters from which on a cell is prose."""
NAME_LENGTH = 12
"""Characters of the name of a value in a form."""
MOST_COLUMNS = 200
"""Columns up to which cells may cover others; tables of more only say that they have."""
_ROWS = ("thead", "tbody", "tfoot")
_PARTS = {*_ROWS, "tr", "caption", "colgroup", "col"}


def is_data(table: HtmlElement) -> bool:
    """Whether a table holds data: short cells in rows and columns, without a table in them."""
    if table.get("role") in {"presentation", "none"} or next(table.iterdescendants("table"), None) is not None:
        return False
    if _strays(table):
        return False
    rows = [[cell for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")]
    if max(map(len, rows), default=0) < 2:
        return False
    cells = [cell for row in rows for cell in row]
    texts = [bare(_text(cell)) for cell in cells]
    if max(map(len, texts)) > CELL_LENGTH:
        return False
    if _border(table) or next(table.iter("th", "caption"), None) is not None:
        return True
    prose = any(len(text) > PROSE_LENGTH or text.count("。") > 1 for text in texts)
    linked = sum(cell.find(".//a") is not None for cell in cells)
    return len(rows) > 1 and not prose and linked <= len(cells) / 3


def _border(table: HtmlElement) -> bool:
    return (table.get("border") or "0").strip("px ") not in {"", "0"}


def _strays(table: HtmlElement) -> bool:
    """Whether something stands in a table that is in none of its cells."""
    for place in [table, *table.iterdescendants(*_ROWS, "tr")]:
        allowed = {"td", "th"} if place.tag == "tr" else {"tr"} if place is not table else _PARTS
        children = [child for child in place if isinstance(child.tag, str)]
        if (place.text or "").strip() or any((child.tail or "").strip() for child in place):
            return True
        if any(child.tag not in allowed and child.tag not in {"script", "style"} for child in children):
            return True
    return False


def lines_of_rows(rows: list[HtmlElement], text: Callable[[HtmlElement], str]) -> list[str]:
    """The lines of a table of data, a row each. `text` reads a cell."""
    cells = [[cell for cell in row if cell.tag in {"td", "th"}] for row in rows]
    if _is_form(cells):
        said = [[text(cell) for cell in row] for row in cells]
        pairs = [[table_lines([row[at : at + 2]], 0) for at in range(0, len(row), 2)] for row in said]
        return list(filter(None, (BETWEEN.join(line for pair in row for line in pair) for row in pairs)))
    places, heads = _table(rows, cells, text)
    return table_lines(places, heads)


def _is_form(rows: list[list[HtmlElement]]) -> bool:
    """Whether each row is one cell, or names and values by turns: 姓名 | 王某 | 性别 | 男."""
    full = [row for row in rows if len(row) > 1]
    if any(len(row) % 2 for row in full):
        return False
    names = [cell for row in full for cell in row[::2]]
    values = [cell for row in full for cell in row[1::2]]
    if any(cell.tag == "th" for cell in [*names, *values]):
        return all(cell.tag == "th" for cell in names) and all(cell.tag == "td" for cell in values)
    spread = any(_span(cell, "colspan") > 1 for cell in values) and all(_span(cell, "colspan") == 1 for cell in names)
    if not spread or any(
        not 0 < len(bare(name)) <= NAME_LENGTH or re.search(r"\d", name) for name in map(_text, names)
    ):
        return False
    looks = {_look(cell) for cell in names}
    return (
        all(_text(cell).rstrip().endswith(("：", ":")) for cell in names)
        or any(re.search(r"\d", _text(cell)) for cell in full[0][1::2])
        or (len(looks) == 1 and looks.isdisjoint(map(_look, values)))
    )


def _look(cell: HtmlElement) -> tuple[object, ...]:
    bold = next(cell.iter("b", "strong"), None) is not None
    return bold, *(cell.get(name) for name in ("class", "bgcolor", "align"))


def _table(
    found: list[HtmlElement], cells: list[list[HtmlElement]], text: Callable[[HtmlElement], str]
) -> tuple[list[list[Cell]], int | None]:
    """The places of a table, row by row, and how many rows at its top are heads, if its tags say so.

    What a cell covers beyond its own place is marked as merged with it.
    """
    rows: list[list[Cell]] = []
    heads: list[bool] = []
    above: dict[int, int] = {}
    for row, inside in zip(found, cells, strict=True):
        heads.append(row.getparent().tag == "thead" or (bool(inside) and all(cell.tag == "th" for cell in inside)))
        rows.append(_placed(inside, above, text))
    count = heads.index(False) if False in heads else len(heads)
    return rows, count or None


def _text(element: HtmlElement) -> str:
    return "".join(element.itertext())


def _placed(cells: list[HtmlElement], above: dict[int, int], text: Callable[[HtmlElement], str]) -> list[Cell]:
    """The places of one row, from left to right.

    `above` says by column how many rows a cell still reaches down; it is brought up to date for the next row.
    """
    placed: list[Cell] = []

    def fill() -> None:
        while rows := above.pop(len(placed), 0):
            if rows > 1:
                above[len(placed)] = rows - 1
            placed.append(Merged.ABOVE)

    for cell in cells:
        fill()
        wide, high = _span(cell, "colspan"), _span(cell, "rowspan") - 1
        for place in range(max(1, min(wide, MOST_COLUMNS - len(placed)))):
            if high and len(placed) < MOST_COLUMNS:
                above[len(placed)] = high
            placed.append(Merged.LEFT if place else text(cell))
    fill()
    return placed


def _span(cell: HtmlElement, name: str) -> int:
    """How many columns or rows a cell covers: at least one, and 0 stands for all that follow."""
    value = (cell.get(name) or "1").strip()
    if not (value.isascii() and value.isdigit()):
        return 1
    return int(value[:6]) or (1 if name == "colspan" else 65534)
