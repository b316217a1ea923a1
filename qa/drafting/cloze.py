"""Questions out of sentences, without a model: what is asked for gives its place to a question word.

Chinese leaves a question word where the answer stands, so that a clause becomes a question by one replacement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from store.text.scripts import in_script, script_of, simplified

from .clauses import clauses
from .entities import bodies, offices, people, places
from .holes import Hole
from .quantities import amounts, dates

SHORTEST, LONGEST = 8, 50
"""Characters of a question."""

_REMARK = re.compile(r"[(（][^()（）]*[)）]|[【\[][^\[\]【】]*[】\]]")


@dataclass(frozen=True, slots=True)
class Cloze:
    """A question and its answer, as the sentence writes them, and what they were made of."""

    question: str
    answer: str
    hole: Hole


def clozes(sentence: str) -> list[Cloze]:
    """Every question that can be made of a sentence, in the sentence's script."""
    plain = _REMARK.sub("", sentence)
    text, script = simplified(plain), script_of(plain)
    found = []
    for hole in _holes(text):
        asked = hole.question
        if SHORTEST <= len(asked) <= LONGEST and text.count(hole.answer) == 1 and hole.answer not in asked:
            start = text.index(hole.answer)
            found.append(Cloze(in_script(asked, script), plain[start : start + len(hole.answer)], hole))
    return found


def _holes(text: str) -> Iterator[Hole]:
    yield from offices(text)
    for clause in clauses(text):
        for make in (amounts, dates, places, bodies, people):
            yield from make(clause)
