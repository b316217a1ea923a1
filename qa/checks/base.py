"""The types of the checks: a case is what they look at, a finding is what they tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal, Protocol

from qa.answer import Finding
from qa.chinese.facts import Fact, facts
from qa.evidence.sources import Source
from store.text.scripts import fold, is_chinese, simplified
from store.text.sentences import Span

from .tokens import Token, tokens

Aim = Literal["pointed", "quoted", "said", "asked"]
"""What is compared: the words that the reader points at with the question; a sentence that may be quoted with the
question and the claim; the claim with its quotes; the claim and its quotes with the question."""


class Parsed:
    """A text with what the checks read of it. Each is computed once."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def folded(self) -> str:
        """The text in Simplified, lower case and half-width, character for character."""
        return fold(self.text)

    @cached_property
    def simplified(self) -> str:
        """The text in Simplified, character for character."""
        return simplified(self.text)

    @cached_property
    def is_chinese(self) -> bool:
        """Whether the text is Chinese rather than English."""
        return is_chinese(self.text)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Its amounts, dates, names, quotations and document numbers, in order."""
        return facts(self.text)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Its words, each fact as one word."""
        return tokens(self.text)


@lru_cache(maxsize=4096)
def parsed(text: str) -> Parsed:
    """A text to be read by the checks; the same text is read once."""
    return Parsed(text)


@dataclass(frozen=True, eq=False)
class Case:
    """A claim with all that it is compared with.

    `quotes` are the sentences that it cites. `granted` is what it may say without a quote: the question, and the
    titles, publishers and dates of the cited articles. `sources` are the cited sources, whose articles tell what the
    quotes are about. `published` are the dates of the quotes' articles, where they are known, in the quotes' order.
    `pointed` are the words of the first quote, at offsets into it, that answer: those that the reader points at.
    """

    claim: Parsed
    quotes: tuple[Parsed, ...] = ()
    question: Parsed = field(default_factory=lambda: parsed(""))
    granted: Parsed = field(default_factory=lambda: parsed(""))
    sources: tuple[Source, ...] = ()
    published: tuple[str | None, ...] = ()
    pointed: Span | None = None

    @cached_property
    def compared(self) -> Parsed:
        """The claim with each sentence that it quotes whole blanked out: that needs no check, and would be compared
        with itself. Offsets stay as they are.
        """
        text = self.claim.text
        for quote in self.quotes:
            place = parsed(text).folded.find(quote.folded) if quote.text else -1
            if place >= 0:
                text = text[:place] + "\n" * len(quote.text) + text[place + len(quote.text) :]
        return parsed(text)

    def finding(self, check: str, said: Span | None, number: int | None = None, quoted: Span | None = None) -> Finding:
        """The finding that words of the claim are contradicted by words of the quote of this number, or that no quote
        says them.
        """
        span = said or (0, 0)
        says = self.claim.text[slice(*span)]
        if number is None or quoted is None:
            return Finding(check, "unsaid", says, span)
        quote = self.quotes[number].text
        return Finding(check, "contradicts", says, span, quote[slice(*quoted)], quoted, quote)


def case(claim: str, quotes: Sequence[str] = (), question: str = "", granted: str = "") -> Case:
    """A case of these texts."""
    return Case(parsed(claim), tuple(map(parsed, quotes)), parsed(question), parsed(granted))


class Check(Protocol):
    """One way in which a claim can be wrong."""

    @property
    def name(self) -> str:
        """What findings of this check are called."""

    @property
    def aim(self) -> Aim:
        """What is compared with what."""

    def find(self, case: Case) -> Iterator[Finding]:
        """What is wrong with the claim of a case; nothing where this check has nothing to tell."""
