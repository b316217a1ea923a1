"""What a number measures: a claim may have the right number and give it to another measure, 产值 to GDP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from qa.answer import Finding
from qa.chinese.facts import Fact
from qa.chinese.tables import table
from store.text.amount import Amount
from store.text.sentences import Span

from .base import Aim, Case, Parsed, parsed

_SAME = table("measures").groups("measures")
"""Measures that are not to be taken for each other, each with its names."""
_MEASURE = re.compile("|".join(f"(?P<m{place}>{'|'.join(names)})" for place, names in enumerate(_SAME)))
_CLAUSE = re.compile("[，。；：！？,;:!?]")


class Measured(NamedTuple):
    """An amount of a text with the measure that is named last before it in its clause, by number, or None; and where
    they stand.
    """

    amount: Fact
    measure: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Measures:
    """A claim must not give an amount to a measure where the quotes that have the amount give it to others only."""

    name: str = "measure"
    aim: Aim = "said"

    def find(self, case: Case) -> Iterator[Finding]:
        """The measures with their amounts that the quotes give to others, with those of the quote."""
        held = [(number, one) for number, quote in enumerate(case.quotes) for one in measured(quote)]
        for said in measured(case.compared):
            given = [(number, one) for number, one in held if one.amount.agrees(said.amount)]
            measures = [one.measure for _, one in given]
            if said.measure and given and all(measures) and said.measure not in measures:
                number, other = given[0]
                yield case.finding(self.name, said.span, number, other.span)


def measured(text: Parsed) -> Iterator[Measured]:
    """The amounts of a text, each with its measure."""
    for fact in parsed(text.folded).facts:
        if isinstance(fact.value, Amount):
            clause = _CLAUSE.split(text.folded[: fact.start])[-1]
            named = [*_MEASURE.finditer(clause)]
            start = fact.start - len(clause) + named[-1].start() if named else fact.start
            yield Measured(fact, named[-1].lastgroup if named else None, (start, fact.end))
