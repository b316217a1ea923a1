"""What an evaluation leaves behind: every question with its answer and its measures, and what it was made with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Literal, Self

FORM = 1
"""The form of the result file; a file of another form is refused."""

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


@dataclass(frozen=True)
class Evaluation:
    """A question set asked: the results in the set's order, and all that they depend on.

    `made_with` holds the version and the digest of the code, the settings, the models' checksums, and the digests of
    library and question set: with the same, the same comes out, but for the seconds.
    """

    made_with: dict[str, Any]
    results: tuple[Result, ...] = field(default=())

    @cached_property
    def summary(self) -> dict[str, Any]:
        """The figures of the run, as `summary.summarized` describes them."""
        from qa.evaluation.scores.summary import summarized

        return summarized(self.results)

    def as_dict(self) -> dict[str, Any]:
        """The whole as it stands in the result file."""
        rows = [result.as_dict() for result in self.results]
        return {"form": FORM, "made_with": self.made_with, "summary": self.summary, "results": rows}

    @classmethod
    def from_dict(cls, whole: Mapping[str, Any]) -> Self:
        """An evaluation as it was kept. Raises ValueError, TypeError or KeyError for what is none."""
        if whole.get("form") != FORM:
            raise ValueError(f"no result of this version: form {whole.get('form')}, not {FORM}")
        return cls(whole["made_with"], tuple(Result.from_dict(row) for row in whole["results"]))
