"""A text that somebody wrote, checked sentence by sentence: the same search, evidence and checks as for an answer."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.answer import Claim
from qa.checks.grounding import ground
from store.text.scripts import is_chinese
from store.text.sentences import sentences

from .inquiry import Inquiry


def claimed(text: str) -> list[str]:
    """The sentences of a text that can claim something: those with a letter."""
    found = (text[start:end] for start, end in sentences(text))
    return [sentence for sentence in found if re.search(r"[^\W\d_]", sentence)]


def checked(sentence: str, inquiry: Inquiry) -> Claim:
    """The claim that a sentence makes, compared with what is found for it. It answers no question.

    One in another language is compared by its numbers and names alone, so that it is supported in part at most.
    """
    claim = ground(sentence, (), "", inquiry.evidence(inquiry.ranked, unlimited=True))
    if claim.verdict == "supported" and not is_chinese(sentence):
        return replace(claim, verdict="partly")
    return claim
