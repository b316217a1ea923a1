"""What a claim denies and its quotes don't, or the other way round, and words that say the opposite."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qa.answer import Finding
from store.text.sentences import Span

from .alignment import aligned
from .base import Aim, Case
from .polarity import Kind, reversals


@dataclass(frozen=True, slots=True)
class Reversed:
    """What the claim negates, the quotes must negate as well, and no word may be the opposite of one of theirs."""

    name: Kind
    aim: Aim = "said"

    def find(self, case: Case) -> Iterator[Finding]:
        """Words that only one side negates, or opposites, each with the words of the other side."""
        said, quotes = case.compared.tokens, [quote.tokens for quote in case.quotes]
        found = [*aligned(case).reversals, *reversals(said, quotes)]
        for number, turn in found:
            if turn.kind == self.name and not any(_within(turn.said, other.said) for _, other in found):
                yield case.finding(self.name, turn.said, number, turn.quoted)


def _within(span: Span | None, other: Span | None) -> bool:
    """Whether a span is a part of another one: 没有 of 没有通过."""
    return span is not None and other is not None and span != other and other[0] <= span[0] and span[1] <= other[1]
