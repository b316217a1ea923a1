"""A line of a sheet: a row of its cells, with what of it is not shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from store.article import Left

FIRST_DAY, FIRST_DAY_1904 = "1899-12-30", "1904-01-01"
"""The day with the number 0, in most workbooks and in those of old Macintosh computers."""


@dataclass(frozen=True, slots=True)
class Span:
    """A merged cell in one of the lines that it covers: its columns, whether this is its first line, and its text."""

    left: int
    right: int
    is_top: bool
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet: `number` in its file from 1, and the text of its filled cells by column from 0.

    `raw` and `left` are as of a Draft. `days` holds the ISO dates of cells that are dates, `missing` what is said of
    cells whose value the file does not hold.
    """

    number: int
    cells: dict[int, str]
    raw: tuple[str, ...] = ()
    left: tuple[Left, ...] = ()
    spans: tuple[Span, ...] = ()
    days: Mapping[int, str] = field(default_factory=dict)
    missing: Mapping[int, str] = field(default_factory=dict)

    def text(self, column: int) -> str:
        """What is in a column: its own cell, or the merged cell that covers it; "" for nothing."""
        own = self.cells.get(column)
        if own is not None:
            return own
        return next((span.text for span in self.spans if span.left <= column <= span.right), "")

    def filled(self) -> dict[int, str]:
        """The text by column, that of merged cells in their first column when this is not their first line."""
        above = {span.left: span.text for span in self.spans if not span.is_top}
        return {**above, **self.cells}


@dataclass(frozen=True, slots=True)
class Rest:
    """What a file holds beside its articles. `raw` and `left` are as of a Draft.

    `is_behind` says that it belongs to the article before it, and not to the next one.
    """

    left: tuple[Left, ...]
    raw: tuple[str, ...]
    is_behind: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known of a sheet beside its lines.

    `title` is what it is called where no line above its table says it; `above` and `below` are the texts drawn over
    it. `between` is what stood between the cells of a text file.
    """

    name: str
    title: str
    first_day: str = FIRST_DAY
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    rest: Rest = Rest((), ())
    between: str = ""
