"""A clause around its answer, with the words that ask for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["person", "number", "date", "place", "body"]

_SPACES = re.compile(r"\s+(?=[\u3400-\u9fff，？])|(?<=[\u3400-\u9fff，])\s+")


@dataclass(frozen=True, slots=True)
class Hole:
    """What stands around an answer; `lead` goes before it in a question. All in Simplified.

    `office` tells that `before` is an office, and the answer who holds it.
    """

    kind: Kind
    lead: str
    before: str
    asked: str
    answer: str
    after: str
    office: bool = False

    @property
    def question(self) -> str:
        """The question: `asked` stands in the answer's place."""
        return _SPACES.sub("", f"{self.lead}{self.before}{self.asked}{self.after}？")
