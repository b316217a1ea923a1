"""What a claim denies and its quotes don't, or the other way round, and words that say the opposite."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qa.answer import Finding

from .alignment import aligned
from .base import Aim, Case
from .polarity import Kind, reversals


@dataclass(frozen=True, slots=True)
class Reversed:
    """What the claim negates, the quotes must negate as well, and no word may be the opposite of one of theirs."""

    name: Kind
    aim: Aim = "said"

    def find(self, case: Case) -> Iterator[Finding]:
        """The words that are turned, with those of the quote."""
        said, quotes = case.compared.tokens, [quote.tokens for quote in case.quotes]
        found = [*aligned(case).reversals, *reversals(said, quotes)]
        for number, turn in found:
            if turn.kind == self.name:
                yield case.contradiction(self.name, turn.said, number, turn.quoted)
