"""Lines that were broken at a fixed width, in the middle of sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

from ..edits import Change

NARROWEST = 30
"""Columns, of which a Chinese character takes two: verse and lists are narrower than a page."""
SHORTEST = 3
"""Lines of a block that can show a width."""
RAGGED = 3
"""Columns that a full line may fall short of the longest: a word or a bracket did not fit."""
_END = re.compile(r"[。！？!?…:：；;][”’」』)）]*$")


def find(text: str) -> list[Change]:
    """Line ends inside sentences, each a change that joins two lines; a space goes between Latin words.

    They are those behind full lines, in blocks of SHORTEST and more lines that are all, but for the last of each
    paragraph, of one width.
    """
    changes: list[Change] = []
    place = 0
    for is_text, group in groupby(text.split("\n"), key=bool):
        block = [*group]
        if is_text and len(block) >= SHORTEST:
            changes += _joined(block, place)
        place += sum(len(line) + 1 for line in block)
    return changes


def _joined(lines: list[str], place: int) -> Iterator[Change]:
    widths = [_columns(line.rstrip()) for line in lines]
    full = max(widths)
    is_full = [width >= full - RAGGED for width in widths]
    if full < NARROWEST or not _is_wrapped(lines, is_full):
        return
    for line, following, wide in zip(lines, lines[1:], is_full, strict=False):
        place += len(line)
        if wide and not _END.search(line.rstrip()) and not following.startswith(("\u3000", "  ", "\t")):
            yield Change(place, "\n", _between(line, following), "broken line")
        place += 1


def _is_wrapped(lines: list[str], is_full: list[bool]) -> bool:
    """Whether lines end where the page did: every short one ends a sentence, most full ones don't."""
    full = [line for line, wide in zip(lines[:-1], is_full, strict=False) if wide]
    short = [line for line, wide in zip(lines[:-1], is_full, strict=False) if not wide]
    inside = sum(not _END.search(line.rstrip()) for line in full)
    return len(full) >= 2 and inside > len(full) / 2 and all(_END.search(line.rstrip()) for line in short)


def _between(line: str, following: str) -> str:
    return " " if line[-1:].isascii() and following[:1].isascii() and not line.endswith((" ", "-")) else ""


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)
