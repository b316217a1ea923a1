"""Tables of plain text, with pipes or tabs between their cells: each row becomes a line that can be read alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from store.text.edits import Change
from store.text.grid import heads_of, row_lines

RULE = "table"
FEWEST_ROWS, FEWEST_COLUMNS = 3, 3
"""Rows, with that of the heads, and columns from which lines with tabs are a table; pipes need two of each."""

_PIPE = re.compile(r"(?<!\\)\|")
_DELIMITER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_IN_CELL = re.compile(r"(?i:<br\s*/?>)|\\(?=\|)")


def find(text: str) -> list[Change]:
    """The rows of tables, each a change into a line with the heads of its columns.

    A table with pipes has a line of hyphens under its heads (GitHub Flavored Markdown 0.29, 4.10), or pipes at both
    ends of all its lines. Tabs make a table where every line has as many and the first one can be the heads.
    """
    changes: list[Change] = []
    for mark, cells_of, is_table in (("|", _piped, _is_piped), ("\t", _tabbed, _is_tabbed)):
        if mark in text:
            for block in _blocks(text, mark):
                rows = [cells_of(line) for _, line in block]
                if is_table([line for _, line in block], rows):
                    changes += _rewritten(block, rows)
    return sorted(changes)


Block = list[tuple[int, str]]
"""Lines that stand together, each with its place."""


def _blocks(text: str, mark: str) -> Iterator[Block]:
    """The runs of lines with a mark in them."""
    lines: Block = []
    place = 0
    for line in text.split("\n"):
        lines.append((place, line))
        place += len(line) + 1
    for has_mark, group in groupby(lines, key=lambda line: mark in line[1].strip(" ")):
        if has_mark:
            yield [*group]


def _piped(line: str) -> list[str]:
    """The cells between the pipes of a line; a pipe behind a backslash belongs to its cell."""
    inner = line.strip().removeprefix("|")
    inner = inner.removesuffix("|") if not inner.endswith("\\|") else inner
    return [_IN_CELL.sub(lambda match: " " if match[0].startswith("<") else "", cell) for cell in _PIPE.split(inner)]


def _tabbed(line: str) -> list[str]:
    return line.split("\t")


def _is_piped(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    if len(lines) < 2 or max(map(len, rows)) < 2:
        return False
    closed = all(line.strip().startswith("|") and line.strip().endswith("|") for line in lines)
    return bool(_DELIMITER.fullmatch(lines[1]) and len(rows[0]) == len(rows[1])) or (
        closed and len({len(row) for row in rows}) == 1
    )


def _is_tabbed(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    widths = {len(row) for row in rows}
    if len(lines) < FEWEST_ROWS or len(widths) > 1 or min(widths) < FEWEST_COLUMNS:
        return False
    return heads_of(rows) > 0


def _rewritten(block: Block, rows: Sequence[Sequence[str]]) -> Iterator[Change]:
    """The changes of a table's lines. The heads and the hyphens go into the line of the row below them."""
    ruled = len(block) > 1 and _DELIMITER.fullmatch(block[1][1]) is not None
    kept = [number for number in range(len(block)) if not _DELIMITER.fullmatch(block[number][1])]
    width = max(map(len, rows))
    cells = [[*rows[number], *[""] * (width - len(rows[number]))] for number in kept]
    heads = min(1, len(cells) - 1) if ruled else heads_of(cells)
    start = block[0][0]
    for number, line in ((kept[row], line) for row, line in row_lines(cells, heads)):
        place, written = block[number]
        before = "\n".join(line for at, line in block if start <= at <= place)
        if before != line:
            yield Change(start, before, line, RULE)
        start = place + len(written) + 1
