"""How good are the answers? A question set in, figures out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any

from store.folding import bare
from store.passage import Passage

from .answer import Answer
from .assistant import Assistant, standalone
from .questions import Question

DEPTH = 10
"""Passages looked at when search is measured."""


@dataclass(frozen=True, slots=True)
class Result:
    """One question with its answer and how it did.

    `correct`: all groups of strings are in the answer after folding, or it refused where it should. Precision and
    recall are those of the cited articles, None where nothing is to be cited or nothing is. `rank` is the place of the
    first passage of a right article in the search, from 1, or None; `recall` the share of right articles found.
    """

    question: Question
    answer: Answer
    correct: bool
    precision: float | None
    citation_recall: float | None
    rank: int | None
    recall: float | None

    def as_dict(self) -> dict[str, Any]:
        """What is kept of one question in the JSON result."""
        return {
            "id": self.question.id,
            "kind": self.question.kind,
            "answerable": bool(self.question.answers),
            "correct": self.correct,
            "refused": self.answer.refused,
            "citation_precision": self.precision,
            "citation_recall": self.citation_recall,
            "rank": self.rank,
            "recall": self.recall,
            "seconds": self.answer.as_dict()["seconds"],
            "text": self.answer.text,
        }


def evaluate(
    assistant: Assistant, questions: Iterable[Question], each: Callable[[Result], None] | None = None
) -> list[Result]:
    """Ask every question; `each` is called with every result as it comes. Raises an LLMError."""
    results = []
    for question in questions:
        result = judge(question, assistant.ask(question.question, question.history), found(assistant, question))
        results.append(result)
        if each:
            each(result)
    return results


def found(assistant: Assistant, question: Question) -> list[Passage]:
    """What search finds for a question, best first."""
    asked = standalone(question.question, question.history)
    return [hit.passage for hit in assistant.search(asked, DEPTH)]


def judge(question: Question, answer: Answer, passages: Sequence[Passage]) -> Result:
    """Compare an answer, and what search found, with what the question set says is right."""
    right = set(question.articles)
    cited = {_name(citation.passage, right) for citation in answer.citations}
    ranks = [place for place, passage in enumerate(passages, start=1) if _name(passage, right) in right]
    seen = {_name(passage, right) for passage in passages}
    return Result(
        question=question,
        answer=answer,
        correct=answer.refused if not question.answers else not answer.refused and holds(answer.text, question.answers),
        precision=len(cited & right) / len(cited) if cited and right else None,
        citation_recall=len(cited & right) / len(right) if right else None,
        rank=ranks[0] if ranks else None,
        recall=len(seen & right) / len(right) if right else None,
    )


def holds(text: str, groups: Sequence[Sequence[str]]) -> bool:
    """Whether a text holds one string of every group, after folding scripts, case, white space and punctuation."""
    folded = bare(text)
    return all(any(bare(string) in folded for string in group) for group in groups)


def _name(passage: Passage, right: set[str]) -> str:
    """How the question set calls the passage's article: by id if it does, else by file name."""
    return passage.article_id if passage.article_id in right else Path(passage.source).name


def summary(results: Sequence[Result]) -> dict[str, Any]:
    """The figures of a run. Shares are 0 to 1, times in seconds; None where there was nothing to measure."""
    answerable = [result for result in results if result.question.answers]
    others = [result for result in results if not result.question.answers]
    searched = [result for result in results if result.recall is not None]
    kinds = sorted({result.question.kind for result in results})
    return {
        "questions": len(results),
        "answerable": _count(answerable),
        "unanswerable": _count(others),
        "citations": {
            "precision": _mean(result.precision for result in answerable),
            "recall": _mean(result.citation_recall for result in answerable),
        },
        "search": {
            "depth": DEPTH,
            "recall": _mean(result.recall for result in searched),
            "mrr": _mean(1 / result.rank if result.rank else 0.0 for result in searched),
        },
        "seconds": {
            name: round(median(getattr(result.answer.seconds, name) for result in results), 3)
            for name in ("search", "first_token", "total")
        },
        "tokens": {
            name: median(getattr(result.answer.tokens, name) for result in results) for name in ("prompt", "answer")
        },
        "kinds": {kind: _count([result for result in results if result.question.kind == kind]) for kind in kinds},
    }


def _count(results: Sequence[Result]) -> dict[str, Any]:
    correct = sum(result.correct for result in results)
    return {"questions": len(results), "correct": correct, "share": _mean(float(r.correct) for r in results)}


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(mean(known), 4) if known else None
