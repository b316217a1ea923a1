"""A text that somebody wrote, checked sentence by sentence: the same search, evidence and checks as for an answer."""

from __future__ import annotations

from qa.answer import Claim
from qa.checks.grounding import ground

from .inquiry import Inquiry
from .reply import sentences_of


def claimed(text: str) -> list[str]:
    """The sentences of a text that can claim something: those with a letter or a digit."""
    return [sentence.text for sentence in sentences_of(text)]


def checked(sentence: str, inquiry: Inquiry) -> Claim:
    """The claim that a sentence makes, compared with what is found for it."""
    # It answers no question, so there is none that it must fit.
    return ground(sentence, (), "", inquiry.evidence(inquiry.ranked, unlimited=True))
