"""The lines of a sheet: its rows, one at a time, each cell as a person sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from store.article import Left
from store.reading.rows.line import Line, Span

from .formats import shown, shown_text
from .merges import Merges
from .package import decoded, elements, frame, is_true, local
from .strings import Text, text_of
from .workbook import SheetPart, Workbook

if TYPE_CHECKING:
    from .package import Element

BOOLEANS = {"0": "FALSE", "1": "TRUE"}
"""What a cell shows for the two truth values."""


@dataclass(slots=True)
class _Row:
    """What is found of a row while its cells are read; of `shown`, what stands for values that are no text."""

    cells: dict[int, str] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)
    days: dict[int, str] = field(default_factory=dict)
    missing: dict[int, str] = field(default_factory=dict)
    shown: dict[int, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)


class SheetLines:
    """The lines of one sheet that hold anything, from top to bottom.

    Hidden rows and columns are left out as such; `remarks` are the comments by row, and those that no line has stay.
    """

    def __init__(self, book: Workbook, part: SheetPart, remarks: dict[int, list[str]]) -> None:
        self._book, self._part, self._remarks = book, part, remarks
        with book.package.open(part.path) as stream:
            self.frame = frame(stream)
        self._hidden = [
            range(int(one.get("min", "1")) - 1, int(one.get("max", "1")))
            for one in self.frame.iterfind("{*}cols/{*}col")
            if is_true(one.get("hidden")) or one.get("width") == "0"
        ]
        merged = (one.get("ref", "") for one in self.frame.iterfind("{*}mergeCells/{*}mergeCell"))
        self._merges = Merges(merged, columns=column_of)

    def __iter__(self) -> Iterator[Line]:
        number = 0
        with self._book.package.open(self._part.path) as stream:
            for element in elements(stream, "row"):
                given = element.get("r", "")
                number = int(given) if given.isdecimal() else number + 1
                if line := self._line(element, number):
                    yield line

    def top(self) -> int:
        """The number of the first filled row; 0 where there is none."""
        with self._book.package.open(self._part.path) as stream:
            rows = elements(stream, "row")
            found = (
                row.get("r", "")
                for row in rows
                if row.find("{*}c/{*}v") is not None or row.find("{*}c/{*}is") is not None
            )
            return next((int(number) if number.isdecimal() else 1 for number in found), 0)

    def _line(self, element: Element, number: int) -> Line | None:
        row = _Row()
        column = -1
        places: dict[int, int] = {}
        for place, cell in enumerate(element):
            letters = cell.get("r", "").rstrip("0123456789")
            column = column_of(letters) if letters else column + 1
            places[place] = column
            if len(cell):
                self._read(cell, column, number, row)
        is_hidden = self._part.is_hidden or is_true(element.get("hidden")) or element.get("ht") == "0"
        spans = self._merges.spans(number, row.cells)
        _leave_covered(row, spans)
        remarks = self._remarks.pop(number, [])
        raw = (*self._raw(element, places, row.shown), *remarks, *row.names)
        if not any(raw):
            return None
        left = [*row.left, *(Left("comment", remark) for remark in remarks)]
        if is_hidden and row.cells:
            left.append(Left("hidden", "\t".join(row.cells.values())))
            return Line(number, {}, raw, tuple(left))
        return Line(number, row.cells, raw, tuple(left), spans, row.days, row.missing)

    def _read(self, cell: Element, column: int, number: int, row: _Row) -> None:
        """Read one cell into its row."""
        held = {local(child): child for child in cell}
        value = held["v"].text if "v" in held else None
        formula = (held["f"].text or "") if "f" in held else None
        kind, code = cell.get("t", "n"), self._code(cell)
        if (formula is not None and self._lacks(kind, value)) or kind == "e":
            self._miss(f"{letters_of(column)}{number}", value or "", formula, column, row)
            return
        if kind in ("s", "inlineStr", "str"):
            found = text_of(held["is"]) if "is" in held else self._text(kind, value)
            text, hidden = shown_text(found.text, code) if code else found.text, found.text
            if found.reading:
                row.left.append(Left("reading", found.reading))
        else:
            hidden = value or ""
            text, day = self._value(kind, hidden, code)
            if text:
                row.shown[column] = text
            if day:
                row.days[column] = day
        if any(column in columns for columns in self._hidden):
            text, hidden = "", text or hidden
        if text.strip():
            row.cells[column] = text
        elif hidden:
            row.left.append(Left("hidden", hidden))

    def _code(self, cell: Element) -> str:
        style = cell.get("s", "")
        return self._book.codes[int(style)] if style.isdecimal() and int(style) < len(self._book.codes) else ""

    def _lacks(self, kind: str, value: str | None) -> bool:
        """Whether the value of a formula is not in the file, or was put there before anything was computed."""
        return (kind != "str" and not value) or (value == "0" and kind == "n" and self._book.is_computed_on_opening)

    def _text(self, kind: str, value: str | None) -> Text:
        return self._book.strings[int(value)] if kind == "s" and value else Text(decoded(value or ""))

    def _value(self, kind: str, value: str, code: str) -> tuple[str, str | None]:
        """A number, a truth value or a date as its cell shows it, and the ISO date."""
        if kind == "b":
            return BOOLEANS.get(value, value), None
        if kind == "d":
            return value.removesuffix("Z").removesuffix(".000").removesuffix("T00:00:00").replace("T", " "), value[:10]
        return shown(value, code, self._book.first_day)

    def _miss(self, place: str, value: str, formula: str | None, column: int, row: _Row) -> None:
        """Note a cell without a value, or with an error for one."""
        said = "" if formula is None else f"={formula}"
        row.missing[column] = " ".join(filter(None, [place, value, said]))
        row.left.append(Left("formula", row.missing[column]))
        row.names += [place, said if value else said[:1]]

    def _raw(self, element: Element, places: Mapping[int, int], shown_as: Mapping[int, str]) -> Iterator[str]:
        """What the cells of a row hold, by a walk that knows nothing of the reading.

        What a number looks like it can't know: a number that was read is taken as shown, any other as it is.
        """
        for place, cell in enumerate(element):
            held = {local(child): "".join(str(piece) for piece in child.itertext()) for child in cell}
            value = held.get("is") or held.get("v", "")
            if not value:
                yield "" if cell.get("t") == "str" else held.get("f", "")
            elif cell.get("t") == "s":
                yield from self._book.strings[int(value)].pieces
            elif "is" in held:
                yield from (decoded(str(piece)) for piece in cell.itertext())
            elif cell.get("t") in ("str", "e"):
                yield decoded(value)
            else:
                yield shown_as.get(places[place], value)


def _leave_covered(row: _Row, spans: Sequence[Span]) -> None:
    """Leave out what stands under merged cells: a sheet shows only their first cell."""
    for span in spans:
        for column in [column for column in row.cells if span.left <= column <= span.right]:
            if not span.is_top or column > span.left:
                row.left.append(Left("hidden", row.cells.pop(column)))


@cache
def column_of(letters: str) -> int:
    """The number of a column from 0: 0 for A, 26 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def letters_of(column: int) -> str:
    """What a column is called: A for 0, AA for 26."""
    letters = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
