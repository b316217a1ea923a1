"""Tables: the row that a question names, and the column whose head a claim says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.answer import Finding
from qa.checks.base import Aim, Case
from qa.evidence.rows import Row, of_another_row, row_of, rows_in
from store.text.grid import Labelled, is_value
from store.text.scripts import fold
from store.text.segmenter import terms


@dataclass(frozen=True, slots=True)
class OtherRow:
    """Of a table, a claim must quote the row that the question names."""

    name: str = "row"
    aim: Aim = "asked"

    def find(self, case: Case) -> Iterator[Finding]:
        """The first row that is quoted, where the question names more of another one of the table for every quote."""
        quoted = [row for quote in case.quotes if (row := row_of(quote.text))]
        if not quoted or len(quoted) < len(case.quotes):
            return
        table = [row for source in case.sources for row in rows_in(source.article)]
        others = [of_another_row(case.question.text, row, table) for row in quoted]
        if all(others):
            row, other = quoted[0], others[0]
            assert other is not None  # all of them are there
            yield Finding(
                self.name,
                "off-topic",
                quote_says=row.cells[0].value,
                quote_span=(row.cells[0].start, row.cells[0].end),
                quote=row.line,
                asked=other.cells[0].value,
            )


@dataclass(frozen=True, slots=True)
class OtherColumn:
    """A number of a claim must stand under the head that the claim gives it: 已装 is not 应装."""

    name: str = "column"
    aim: Aim = "said"

    def find(self, case: Case) -> Iterator[Finding]:
        """A number of one column behind the head of another one of the same row."""
        for number, quote in enumerate(case.quotes):
            row = row_of(quote.text)
            for cell in row.cells if row else ():
                if row and is_value(cell.value) and (said := self._said(case, row, cell)):
                    yield case.finding(self.name, said, number, (cell.start - len(cell.label) - 1, cell.end))

    def _said(self, case: Case, row: Row, cell: Labelled) -> tuple[int, int] | None:
        """Where the claim says the number of a cell and the head of another column, and not that of its own."""
        claim = case.compared.folded
        value = re.search(rf"(?<![\d.]){re.escape(fold(cell.value))}(?![\d.])", claim)
        if not value or any(other is not cell and other.value == cell.value for other in row.cells):
            return None
        said = set(terms(claim))
        heads = {other.label: _own(other.label, row) for other in row.cells if other.label}
        own = heads.get(cell.label, set())
        foreign = [label for label, head in heads.items() if label != cell.label and head and head <= said]
        values = {other.label: fold(other.value) for other in row.cells}
        if (
            not own
            or own & said
            or not any(is_value(values[label]) and values[label] not in claim for label in foreign)
        ):
            return None
        return value.span()


def _own(label: str, row: Row) -> set[str]:
    """The terms of a head that no other head of the row has."""
    others = {term for cell in row.cells if cell.label != label for term in terms(cell.label)}
    return set(terms(label)) - others
