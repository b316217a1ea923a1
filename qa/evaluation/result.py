"""What an evaluation leaves behind: every question with its answer and its measures, and what it was made with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

Failure = Literal["not_found", "not_used", "misread", "refused", "checker", "unfounded"]
"""Where a wrong reply went wrong: search did not find what says it; it was found and another sentence was used; the
right article was used and the answer is wrong all the same; it refused; the check took the right claim away; it
answered what the articles don't say."""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that search found: characters `start` to `end` of an article; `evidence` tells whether it says a part
    of the right answer, `right` whether its article is one of those that do.
    """

    article: str
    source: str
    title: str
    start: int
    end: int
    score: float
    right: bool
    evidence: bool


@dataclass(frozen=True, slots=True)
class Result:
    """One question, the reply, and how it did.

    `expected` are the question's groups of strings, none where the right reply is a refusal; `articles` those that say
    it. `reply` is what `ask --json` prints. `measures` holds the values of this question by the measure's name; what
    does not apply to it is not there. `failure` says where a wrong reply went wrong.
    """

    id: str
    question: str
    kind: str
    history: tuple[tuple[str, str], ...]
    expected: tuple[tuple[str, ...], ...]
    articles: tuple[str, ...]
    reply: dict[str, Any]
    hits: tuple[Found, ...]
    measures: dict[str, float]
    failure: Failure | None = None

    @property
    def right(self) -> bool:
        """Whether the reply is right: the answer that was expected, or the refusal."""
        return self.failure is None

    def as_dict(self) -> dict[str, Any]:
        """This result as it stands in the result file."""
        return asdict(self)

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Self:
        """A result as it was kept. Raises TypeError or KeyError for a row that is none."""
        return cls(
            **{
                **row,
                "history": tuple((asked, replied) for asked, replied in row["history"]),
                "expected": tuple(tuple(group) for group in row["expected"]),
                "articles": tuple(row["articles"]),
                "hits": tuple(Found(**hit) for hit in row["hits"]),
            }
        )
