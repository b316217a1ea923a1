"""Going through the drafts of a question set on the terminal, one by one. Each decision is saved at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from qa.evaluation.questions import Question, change, faults_in, load
from qa.formatting.plain import padded
from qa.formatting.texts import text
from store.errors import Language

from .terminal import print_lines

_LABELS = 10
"""Columns of a label."""


def review(path: Path, language: Language, ask: Callable[[str], str] = input) -> None:
    """Show each draft of a file, and do with it what the reader says; `ask` prompts for a line.

    Raises QuestionsError and QuestionsNotWritable.
    """
    drafts = [question for question in load(path) if question.draft]
    if not drafts:
        print_lines(text("review.none", language, file=path))
    done: Counter[str] = Counter()
    for place, draft in enumerate(drafts, start=1):
        print_lines(f"\n[{place}/{len(drafts)}] {draft.kind}  {draft.id}")
        decision = _decide(path, draft, language, ask)
        if decision == "q":
            break
        done[decision] += 1
    if drafts:
        left = len(drafts) - done["a"] - done["r"]
        print_lines(text("review.done", language, accepted=done["a"], rejected=done["r"], left=left))


def _decide(path: Path, draft: Question, language: Language, ask: Callable[[str], str]) -> str:
    """Ask what becomes of a draft, and do it; returns a, r, s or q. Edits come before the decision."""
    while True:
        print_lines(*_lines(draft, language))
        decision = _typed(ask, text("review.choose", language), "q").lower()
        if decision == "a":
            _save(path, draft.id, replace(draft, draft=False))
        elif decision == "r":
            _save(path, draft.id, None)
        elif decision == "e":
            draft = _edit(draft, language, ask)
            _save(path, draft.id, draft)
        if decision in ("a", "r", "s", "q"):
            return decision


def _save(path: Path, draft_id: str, question: Question | None) -> None:
    change(path, lambda other: question if other.id == draft_id else other)


def _edit(draft: Question, language: Language, ask: Callable[[str], str]) -> Question:
    """The draft with the question and the answers that the reader types; asks again until they are sound."""
    while True:
        question = _typed(ask, text("review.new_question", language), "") or draft.question
        answers = _typed(ask, text("review.new_answers", language), "")
        changed = replace(draft, question=question, answers=_groups(answers) if answers else draft.answers)
        faults = faults_in(changed)
        if not faults:
            return changed
        print_lines(*(fault.sentence(language) for fault in faults))


def _groups(typed: str) -> tuple[tuple[str, ...], ...]:
    if typed == "-":
        return ()
    groups = typed.replace("；", ";").replace("｜", "|").split(";")
    return tuple(tuple(text.strip() for text in group.split("|")) for group in groups)


def _typed(ask: Callable[[str], str], prompt: str, otherwise: str) -> str:
    """What is typed; `otherwise` at the end of the input."""
    try:
        return ask(prompt).strip()
    except EOFError:
        print()
        return otherwise


def _lines(draft: Question, language: Language) -> Iterator[str]:
    """A draft as the reader sees it, a line for each part."""
    expected = " ; ".join(" | ".join(group) for group in draft.answers) or text("review.refusal", language)
    parts = [
        *(("earlier", f"{asked} {answered}") for asked, answered in draft.history),
        ("question", draft.question),
        ("expected", expected),
        *(("evidence", sentence) for sentence in draft.evidence),
        ("articles", ", ".join(draft.articles)),
        ("note", draft.note),
    ]
    for key, content in parts:
        if content:
            yield padded(text(f"review.labels.{key}", language), _LABELS) + content
