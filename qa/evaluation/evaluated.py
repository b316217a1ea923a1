"""A question set asked: all its results, what they were made with, and their figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

from .result import Result

FORM = 1
"""The form of the result file; a file of another form is refused."""


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
        """The figures of the run, as `scores.summary.summarized` describes them."""
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
