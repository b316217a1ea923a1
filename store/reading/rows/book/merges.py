"""The merged cells of a sheet, line by line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from store.reading.rows.line import Span

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")


@dataclass(slots=True)
class _Merged:
    """A merged cell: its lines from 1, its columns from 0, and its text when its first line has been read."""

    top: int
    bottom: int
    left: int
    right: int
    text: str = ""


class Merges:
    """Which merged cells cover a line. Lines are asked for from top to bottom."""

    def __init__(self, ranges: Iterable[str], columns: Callable[[str], int]) -> None:
        found = (match for one in ranges if (match := _RANGE.fullmatch(one)))
        merged = [_Merged(int(m[2]), int(m[4]), columns(m[1]), columns(m[3])) for m in found]
        self._waiting = sorted(merged, key=lambda one: one.top, reverse=True)
        self._open: list[_Merged] = []

    def spans(self, number: int, cells: Mapping[int, str]) -> tuple[Span, ...]:
        """The merged cells in line `number`, whose own cells are `cells`; empty ones are left out."""
        while self._waiting and self._waiting[-1].top <= number:
            merged = self._waiting.pop()
            merged.text = cells.get(merged.left, "") if merged.top == number else ""
            self._open.append(merged)
        if not self._open:
            return ()
        self._open = [one for one in self._open if one.bottom >= number and one.text]
        return tuple(Span(one.left, one.right, one.top == number, one.text) for one in self._open)
