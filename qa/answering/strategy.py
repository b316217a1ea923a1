"""The ways of answering a question, and the table in which the first one that fits is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from qa.answer import Answer
from qa.evidence.sources import Evidence

from .extractive import Extractive, Signed
from .inquiry import Inquiry
from .mentions import Mentions
from .writing import Written


class Strategy(Protocol):
    """One way of answering a question."""

    @property
    def name(self) -> str:
        """What the strategy is called."""

    def fits(self, inquiry: Inquiry) -> bool:
        """Whether the question is answered this way. Raises an LLMError."""

    def answer(self, inquiry: Inquiry) -> Iterator[Answer]:
        """The answer as it grows: first with what was found, the last one complete. Raises an LLMError."""


class Irrelevant:
    """Nothing that was found has anything to do with the question: the refusal."""

    name = "irrelevant"

    def fits(self, inquiry: Inquiry) -> bool:
        """Where no sentence is relevant."""
        return not inquiry.is_relevant

    def answer(self, inquiry: Inquiry) -> Iterator[Answer]:
        """What was found, then the refusal."""
        answer = inquiry.with_hits(inquiry.hits)
        yield answer
        yield inquiry.judged(inquiry.complete(answer, []), Evidence(()))


STRATEGIES: tuple[Strategy, ...] = (Mentions(), Irrelevant(), Signed(), Extractive(), Written())
"""Every strategy, those for the rarest questions first. Extractive fits without a model, Written with one."""


def answered(inquiry: Inquiry) -> Iterator[Answer]:
    """The answer to a question by the first strategy that fits it. Raises an LLMError."""
    strategy = next(strategy for strategy in STRATEGIES if strategy.fits(inquiry))
    yield from strategy.answer(inquiry)
