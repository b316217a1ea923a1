"""The text of charts and of SmartArt, which stand in parts of their own."""

from __future__ import annotations

from store.article import Left
from store.reading.office.xml import Element, child, find, short
from store.text.grid import table_lines

from .tables import repeated

MOST = 100_000
"""Points of a series that are read: Excel draws no more than 32,000."""
_SIDES = ("c:tx", "c:cat", "c:xVal", "c:val", "c:yVal", "c:bubbleSize")
"""What a series of a chart is read from."""


def paragraphs(element: Element) -> list[str]:
    """The paragraphs of DrawingML in an element, each as a line."""
    lines = ("".join(text.text or "" for text in find(one, "a:t")) for one in find(element, "a:p"))
    return [line for line in lines if line.strip()]


def chart_lines(root: Element, left: list[Left], added: list[str]) -> list[str]:
    """A chart as lines: its titles, then its values as a table, a row for each point and a column for each series."""
    lines = paragraphs(root)
    sides = [side for series in find(root, "c:ser") for side in series if short(side.tag) in _SIDES]
    inside = {value for side in sides for value in find(side, "c:v")}
    lines += [value.text for value in find(root, "c:v") if value not in inside and value.text]
    columns: list[tuple[str, list[str]]] = []
    points: list[str] = []
    for series in find(root, "c:ser"):
        name, across, up = (_values(series, *names) for names in (("c:tx",), ("c:cat", "c:xVal"), ("c:val", "c:yVal")))
        sizes = _values(series, "c:bubbleSize")
        if columns and across != points:
            lines += _table(points, columns, added)
            columns = []
        elif columns and across:
            left.append(Left("duplicate", "".join(across)))
        points = across
        columns.append(("".join(name), up))
        if sizes:
            columns.append(("", sizes))
    lines += _table(points, columns, added)
    values = [one.text for one in find(root, "cx:pt", "cx:v") if one.text]
    return lines + (["；".join(values)] if values else [])


def _values(series: Element, *names: str) -> list[str]:
    """The texts of one side of a series, by their places; levels of a category are one text."""
    side = next((found for name in names if (found := child(series, name)) is not None), None)
    if side is None:
        return []
    points: dict[int, str] = {}
    for value in find(side, "c:v"):
        parent = value.getparent()
        place = parent.get("idx", "") if parent is not None and short(parent.tag) == "c:pt" else ""
        at = int(place) if place.isdigit() else len(points)
        points[at] = (value.text or "") + points.get(at, "")
    return [points.get(at, "") for at in range(min(max(points, default=-1) + 1, MOST))]


def _table(points: list[str], columns: list[tuple[str, list[str]]], added: list[str]) -> list[str]:
    """A row for each point, under the names of the series."""
    height = max((len(values) for _, values in columns), default=0)
    height = max(height, len(points) if columns else 0)
    body = [
        [column[at] if at < len(column) else "" for column in (points, *(values for _, values in columns))]
        for at in range(height)
    ]
    head = ["", *(name for name, _ in columns)]
    lines = table_lines([head, *body], 1)
    added.append(repeated(lines, [head, *body]))
    return lines


def diagram_lines(root: Element) -> list[str]:
    """The texts of SmartArt, one a line."""
    return [line for point in find(root, "dgm:pt") if (line := " ".join(paragraphs(point)))]
