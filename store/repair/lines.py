"""Lines that were broken at a fixed width, in the middle of sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby, pairwise

from store.text.edits import Change
from store.text.grid import cells_of
from store.text.numerals import NUMERALS

NARROWEST = 30
"""Columns, of which a Chinese character takes two: verse and lists are narrower than a page."""
SHORTEST = 3
"""Lines of a block that can show a width."""
RAGGED = 3
"""Columns that a full line may fall short of the longest, where no long word follows: a bracket did not fit."""

_END = re.compile(r"(?:[。！？!?…:：；;]|(?<=[A-Za-z])\.)[”’」』)）\"']*$")
_IN_WORDS = "".join(map(chr, range(0x21, 0x7F)))
_START = re.compile(
    r"[\u3000\t]|  |[-–—•·●■◆*]\s|\d{1,2}(?:[、)）]|\.(?!\d))"
    rf"|[{NUMERALS}十]{{1,3}}、|[(（][{NUMERALS}十\d]{{1,2}}[)）]"
)
"""An indented line, or an item of a list: it begins something."""
_BETWEEN_CELLS = "；;|\t：:"
"""Marks of which every row of a table or a list of entries has as many, and hardly every line of a paragraph."""
_LABEL = re.compile(r"[^：；。]{1,40}：")


def find(text: str) -> list[Change]:
    """Line ends inside sentences, each a change that joins two lines; a space goes between Latin words.

    They are those behind full lines, in blocks of SHORTEST and more lines that are all, but for the last of each
    paragraph, of one width. The rows of a table are no such block.
    """
    changes: list[Change] = []
    place = 0
    for is_text, group in groupby(text.split("\n"), key=lambda line: bool(line.strip()) and not cells_of(line)):
        block = [*group]
        if is_text and len(block) >= SHORTEST:
            changes += _joined(block, place)
        place += sum(len(line) + 1 for line in block)
    return changes


def _joined(block: list[str], place: int) -> Iterator[Change]:
    """The line ends to take out of a block of lines that begins at `place`."""
    lines = [line.rstrip() for line in block]
    inside = [not _END.search(line[-8:]) and not _are_rows(line, after) for line, after in pairwise(lines)]
    if sum(inside) < 2 or _is_list(lines):
        return
    is_full = _full(lines)
    if not _is_wrapped(inside, is_full):
        return
    for line, (bare, following), broken, wide in zip(block, pairwise(lines), inside, is_full, strict=False):
        if broken and wide and not _START.match(following):
            yield Change(place + len(bare), line[len(bare) :] + "\n", _between(bare, following), "broken line")
        place += len(line) + 1


def _is_list(lines: list[str]) -> bool:
    """Whether all lines of a block have as many marks of one kind."""
    counts = ({line.count(mark) for line in lines} for mark in _BETWEEN_CELLS)
    return any(len(count) == 1 and count != {0} for count in counts)


def _are_rows(line: str, following: str) -> bool:
    """Whether two lines are rows of a table: both begin with the head of its first column, or have as many cells."""
    label = _LABEL.match(line)
    if label and following.startswith(label[0]):
        return True
    cells = line.count("；")
    return cells > 1 and cells == following.count("；") and "。" not in line + following


def _full(lines: list[str]) -> list[bool]:
    """Of every line but the last, whether the first word of the next would not have fitted on it."""
    widths = [_columns(line) for line in lines]
    full = max(widths)
    if full < NARROWEST:
        return [False] * (len(lines) - 1)
    words = [len(line) - len(line.lstrip(_IN_WORDS)) for line in lines[1:]]
    return [width + max(RAGGED, word) >= full for width, word in zip(widths, words, strict=False)]


def _is_wrapped(inside: list[bool], is_full: list[bool]) -> bool:
    """Whether lines end where the page did: most full ones inside a sentence, and no others."""
    full = sum(is_full)
    broken = sum(wide and within for wide, within in zip(is_full, inside, strict=True))
    return full >= 2 and broken > full / 2 and broken == sum(inside)


def _between(line: str, following: str) -> str:
    """A space where one or both of two words are Latin, and neither is Chinese."""
    ends = line[-1], following[0]
    wide = any(_columns(end) == 2 for end in ends)
    return "" if wide or min(ends) > "\u2000" or line.endswith("-") else " "


def _columns(line: str) -> int:
    if line.isascii():
        return len(line)
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)
