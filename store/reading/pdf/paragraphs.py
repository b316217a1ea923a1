"""Lines as paragraphs again, also over columns and pages: a sentence that a page cuts is whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, zip_longest
from typing import NamedTuple

from store.article import Left
from store.text.grid import table_lines
from store.text.numerals import NUMERALS
from store.thresholds import FULL_LINE

from .page import HYPHEN
from .pieces import Grid, Line

SMALL = 0.92
"""The part of the usual size of characters that those of footnotes have at most."""
ALIKE = 0.15
"""The part by which the sizes of two lines of one paragraph differ at most."""
FEW = 5
"""Lines of a column that do not show how wide it is."""
NEAR = 4.0
"""Points by which the lines of one table differ from page to page."""

_END = re.compile(r"[。！？!?：:][”’」』）)\"']*$")
_ITEM = re.compile(
    rf"[{NUMERALS}十]{{1,3}}、|[(（][{NUMERALS}十\d]{{1,3}}[)）]|\d{{1,2}}[、．]|\d{{1,2}}\.(?!\d)"
    rf"|[-–—•·●■◆*]\s|第[{NUMERALS}十百\d]{{1,4}}[章节條条]"
)
_NOTE = re.compile(r"[①-⑳❶-❿*＊†‡※]|[\[［(（〔]\d{1,3}[\]］)）〕]|\d{1,3}\s?(?![\d.,年月日])|注\s?[\d①-⑳]*\s?[:：]")
# Among Chinese characters a number goes on in the next line.
_LATIN_END = re.compile(r"[A-Za-z,.;)]$|^[^\u2e80-\u9fff]*\d$")
_WORD = re.compile(r"[!-~]*")


class Text(NamedTuple):
    """The text of some pages, what was left out of it, and what it says more often than they do."""

    text: str
    left: list[Left]
    added: list[str]


class _Placed(NamedTuple):
    """A line, and the sides of the column that it is in."""

    line: Line
    left: float
    right: float


def text_of(pages: Sequence[list[Line]]) -> Text:
    """The text of pages whose lines are in order of reading.

    Footnotes and tables that stand inside a paragraph come behind it.
    """
    notes = _notes(pages)
    body: list[_Placed] = []
    behind: dict[int, list[_Placed]] = {}
    for placed in _placed(pages):
        if placed.line.table or id(placed.line) in notes:
            behind.setdefault(len(body), []).append(placed)
        else:
            body.append(placed)
    found = Text("", [], [])
    pieces = [*_paragraphs(behind.get(0, []), found)]
    waiting: list[_Placed] = []
    for number, (placed, following) in enumerate(zip_longest(body, body[1:]), start=1):
        waiting += behind.get(number, [])
        pieces += _joint(placed, following)
        if pieces[-1] == "\n":
            pieces += _paragraphs(waiting, found)
            waiting = []
    return found._replace(text="".join(pieces).replace(HYPHEN, "-").strip("\n"))


def _placed(pages: Sequence[list[Line]]) -> Iterator[_Placed]:
    """The lines with the sides of their columns; a column of few lines is as wide as the widest that begins there."""
    columns = [
        [*column]
        for lines in pages
        for _, column in groupby(lines, key=lambda line: (line.column, line.table is not None))
    ]
    sides = [(min(line.box.left for line in column), max(line.box.right for line in column)) for column in columns]
    known = [side for side, column in zip(sides, columns, strict=True) if len(column) >= FEW]
    for (left, right), column in zip(sides, columns, strict=True):
        if len(column) < FEW:
            size = column[0].size
            like = [side for side in known if abs(side[0] - left) <= 3 * size]
            left, right = min([left, *(side[0] for side in like)]), max([right, *(side[1] for side in like)])  # noqa: PLW2901
        yield from (_Placed(line, left, right) for line in column)


def _usual_size(lines: Iterable[Line]) -> float:
    """The size of most characters."""
    counts: Counter[float] = Counter()
    for line in lines:
        counts[round(line.size, 1)] += len(line.text)
    return counts.most_common(1)[0][0] if counts else 0.0


def _notes(pages: Sequence[list[Line]]) -> set[int]:
    """The footnotes, as the identities of their lines: small ones at the end of a page that begin with a mark."""
    usual = _usual_size(line for lines in pages for line in lines if not line.table)
    found: set[int] = set()
    for lines in pages:
        small: list[Line] = []
        for line in reversed(lines):
            if line.table or line.size > SMALL * usual:
                break
            small.append(line)
        while small and not _NOTE.match(small[-1].text):
            small.pop()
        found.update(map(id, small))
    return found


def _paragraphs(lines: Sequence[_Placed], found: Text) -> Iterator[str]:
    """Footnotes and tables, each paragraph with a line end behind it; tables that go on over pages are one."""
    for is_table, group in groupby(lines, key=lambda placed: placed.line.table is not None):
        held = [*group]
        if is_table:
            yield from (f"{line}\n" for line in _tables([placed.line.table for placed in held], found))
        else:
            for placed, following in zip_longest(held, held[1:]):
                yield from _joint(placed, following)


def _tables(tables: Sequence[Grid | None], found: Text) -> Iterator[str]:
    whole: list[Grid] = []
    for table in filter(None, tables):
        if whole and _goes_on(whole[-1], table):
            heads = 1 if table.rows[0] == whole[-1].rows[0] else 0
            found.left.extend(
                Left("repeated", "".join(cell for cell in row if isinstance(cell, str))) for row in table.rows[:heads]
            )
            whole[-1].rows.extend(table.rows[heads:])
        else:
            whole.append(Grid([*table.rows], table.columns))
    for table in whole:
        cells = [" ".join(cell.split()) for row in table.rows for cell in row if isinstance(cell, str)]
        lines = table_lines(table.rows)
        found.added.append("".join((Counter("".join(lines)) - Counter("".join(cells))).elements()))
        yield from lines


def _goes_on(table: Grid, following: Grid) -> bool:
    """Whether a table is the rest of another: its columns stand at the same places."""
    pairs = zip(table.columns, following.columns, strict=False)
    return len(table.columns) == len(following.columns) and all(abs(one - other) <= NEAR for one, other in pairs)


def _joint(placed: _Placed, following: _Placed | None) -> tuple[str, str]:
    """The text of a line, and what stands between it and the next: nothing or a space where it goes on."""
    text = placed.line.text
    if following is None or not _continues(placed, following):
        return text, "\n"
    if text.endswith(HYPHEN):
        return text[: -len(HYPHEN)], ""
    return text, " " if _LATIN_END.search(text) and re.match(r"[A-Za-z0-9(]", following.line.text) else ""


def _continues(placed: _Placed, following: _Placed) -> bool:
    """Whether a paragraph goes on in the next line: this one is full and ends no sentence, and that one begins none."""
    line, after = placed.line, following.line
    if line.is_row or after.is_row:
        return False
    if line.text.endswith(HYPHEN):
        return True
    if _END.search(line.text) or abs(line.size - after.size) > ALIKE * line.size or _ITEM.match(after.text):
        return False
    word = _WORD.match(after.text)
    short = len(word[0]) * after.size / 2 if word and line.text[-1].isascii() else 0.0
    is_full = line.box.right + short - placed.left >= FULL_LINE * (placed.right - placed.left)
    indent = after.box.left - following.left
    return is_full and (indent < 1.2 * after.size or abs(indent - (line.box.left - placed.left)) < 0.5 * after.size)
