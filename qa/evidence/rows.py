"""Rows of tables: which row of a table a question is about, and which of its cells answers.

A table is read as one line a row, each cell behind the head of its column (`store.text.grid`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from qa.thresholds import ASKED_COLUMN
from store.text.grid import Labelled, cells_of, is_value
from store.text.scripts import fold
from store.text.sentences import Span

from .sources import Sentence

SHORTEST = 2
"""Characters of a cell that can name its row."""


class Row(NamedTuple):
    """A line of a table and its cells."""

    line: str
    cells: tuple[Labelled, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The heads of the columns of its cells."""
        return tuple(cell.label for cell in self.cells)


def row_of(line: str) -> Row | None:
    """A sentence as the row of a table, or None if it is none."""
    cells = cells_of(line)
    return Row(line, cells) if cells else None


@lru_cache(maxsize=64)
def rows_in(article: str) -> tuple[Row, ...]:
    """The rows of all tables in an article."""
    return tuple(row for line in article.split("\n") if (row := row_of(line.strip())))


def named(question: str, row: Row) -> frozenset[str]:
    """The cells of a row that a question names, folded; a cell is not named that only stands within a longer one."""
    asked = fold(question)
    words = {fold(cell.value) for cell in row.cells if len(cell.value) >= SHORTEST and not is_value(cell.value)}
    return frozenset(word for word in words if word in asked)


def of_another_row(question: str, row: Row, others: Iterable[Row]) -> Row | None:
    """A row of the same table that the question names more of, where it names nothing of `row` that it does not name of
    that one: 云岭镇 of the question is in another row.
    """
    mine = named(question, row)
    for other in others:
        theirs = named(question, other)
        if mine < theirs and {*other.labels} & {*row.labels}:
            longer = {word for word in theirs - mine if not any(word in one for one in mine)}
            if longer:
                return other
    return None


def asked_cell(question: str, row: Row) -> tuple[Span, float] | None:
    """Where the cell of a row stands that a question asks for, and how sure that is: above ASKED_COLUMN to 1.

    The question must name the row by another cell, and hold more of the head of this cell's column than of any other:
    the share of its characters. 完成户数 is asked for by 完成改厕多少户, and 计划户数 less.
    """
    names = named(question, row)
    asked = fold(question)
    for name in sorted(names, key=len, reverse=True):
        asked = asked.replace(name, " ")
    waiting = [cell for cell in row.cells if names and fold(cell.value) not in names]
    shares = [sum(character in asked for character in fold(cell.label)) / max(1, len(cell.label)) for cell in waiting]
    best = max(shares, default=0.0)
    found = [cell for cell, share in zip(waiting, shares, strict=True) if share == best]
    if best <= ASKED_COLUMN or len(found) > 1:
        return None
    return (found[0].start, found[0].end), best


def looked_up(question: str, found: Sequence[Sentence]) -> list[Sentence]:
    """Sentences, of which the rows of tables point at the cell that the question asks for, and no row that it does not
    ask about at anything.

    The reader was trained on prose: in tables it often points at another row or column.
    """
    tables: dict[str, list[Row]] = {}
    for sentence in found:
        if row := row_of(sentence.text):
            tables.setdefault(sentence.passage.article_id, []).append(row)
    return [_looked_up(question, sentence, tables.get(sentence.passage.article_id, [])) for sentence in found]


def _looked_up(question: str, sentence: Sentence, table: Sequence[Row]) -> Sentence:
    row = row_of(sentence.text)
    if row is None:
        return sentence
    if of_another_row(question, row, table):
        return replace(sentence, exact=None, answers=0.0)
    if (cell := asked_cell(question, row)) is None:
        return sentence
    (start, end), sure = cell
    return replace(sentence, exact=(sentence.start + start, sentence.start + end), answers=sure)
