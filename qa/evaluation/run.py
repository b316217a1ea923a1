"""Ask every question of a set, and mark every reply."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from qa import llm as llms
from qa.assistant import Assistant
from qa.evaluation.scores.judge import judged
from qa.extras import require

from .evaluated import Evaluation
from .journal import journal
from .marking import Key, mark
from .provenance import made_with
from .questions import Question
from .result import Result

Item = TypeVar("Item")
Progress = Callable[[int, int], None]
"""Told how many questions of how many are done."""


def run(
    assistant: Assistant, questions: Sequence[Question], name: str = "", *, progress: Progress | None = None
) -> Evaluation:
    """Ask all questions of the set called `name`. Raises an LLMError or RunsNotWritable."""
    settings = assistant.settings
    made, key = made_with(assistant, questions, name), Key(assistant.library)
    judge = llms.connect(settings.model_copy(update={"llm": settings.judge})) if settings.judge else None
    return worked_through(assistant, made, questions, lambda question: ask(assistant, question, key, judge), progress)


def worked_through(
    assistant: Assistant,
    made: dict[str, Any],
    items: Sequence[Item],
    put: Callable[[Item], Result],
    progress: Progress | None = None,
) -> Evaluation:
    """Put every item to the assistant.

    A run that was interrupted goes on where it was when it was `made` with just the same. What is done stays in
    `settings.runs` until `journal.discard`, which whoever has kept the evaluation calls. Raises what `put` raises, and
    RunsNotWritable and ExtraMissing.
    """
    require("evaluate")
    with journal(assistant.settings.runs, made, Result.from_dict) as kept:
        if len(kept.rows) < len(items):
            assistant.library.embedding.load()  # the first question is not to pay for what is done once
            assistant.warm()
        for item in items[len(kept.rows) :]:
            if progress:
                progress(len(kept.rows), len(items))
            kept.add(put(item))
        if progress:
            progress(len(items), len(items))
        return Evaluation(made, tuple(kept.rows))


def ask(assistant: Assistant, question: Question, key: Key, judge: llms.LLM | None = None) -> Result:
    """Ask one question and mark the reply. Raises an LLMError."""
    answer = assistant.ask(question.question, question.history, asked_on=question.asked_on or None)
    if judge is None or not question.answers:
        return mark(question, answer, key)
    return mark(question, answer, key, 0.0 if answer.refused else judged(judge, question, answer))
