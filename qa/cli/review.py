"""Going through the drafts of a question set on the terminal, one by one. Each decision is saved at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from qa.evaluation.questions import Question, change, faults_in, load
from qa.formatting.plain import padded, visible
from qa.formatting.texts import text
from store.errors import Language

_LABELS = 10
"""Columns of a label."""


def review(path: Path, language: Language, ask: Callable[[str], str] = input) -> None:
    """Show each draft of a file, and do with it what the reader says; `ask` prompts for a line.

    Raises QuestionsError and QuestionsNotWritable.
    """
    drafts = [question for question in load(path) if question.draft]
    if not drafts:
        print(visible(text("review.none", language, file=path)))
    done: Counter[str] = Counter()
    for place, draft in enumerate(drafts, start=1):
        print(f"\n[{place}/{len(drafts)}] {visible(draft.kind)}  {visible(draft.id)}")
        decision = _decided(path, draft, language, ask)
        if decision == "q":
            break
        done[decision] += 1
    if drafts:
        left = len(drafts) - done["a"] - done["r"]
        print(text("review.done", language, accepted=done["a"], rejected=done["r"], left=left))


def _decided(path: Path, draft: Question, language: Language, ask: Callable[[str], str]) -> str:
    """What the reader decided about a draft, done already: a, r, s or q. Edits come before the decision."""
    while True:
        for line in _shown(draft, language):
            print(visible(line))
        decision = _answer(ask, text("review.choose", language), "q").lower()
        if decision == "a":
            _put(path, draft.id, replace(draft, draft=False))
        elif decision == "r":
            _put(path, draft.id, None)
        elif decision == "e":
            draft = _edited(draft, language, ask)
            _put(path, draft.id, draft)
        if decision in ("a", "r", "s", "q"):
            return decision


def _put(path: Path, draft_id: str, question: Question | None) -> None:
    change(path, lambda other: question if other.id == draft_id else other)


def _edited(draft: Question, language: Language, ask: Callable[[str], str]) -> Question:
    """The draft with what the reader types in its place; asked again until it is sound."""
    while True:
        question = _answer(ask, text("review.new_question", language), "") or draft.question
        answers = _answer(ask, text("review.new_answers", language), "")
        changed = replace(draft, question=question, answers=_groups(answers) if answers else draft.answers)
        faults = faults_in(changed)
        if not faults:
            return changed
        for fault in faults:
            print(visible(fault.sentence(language)))


def _groups(typed: str) -> tuple[tuple[str, ...], ...]:
    if typed == "-":
        return ()
    groups = typed.replace("；", ";").replace("｜", "|").split(";")
    return tuple(tuple(text.strip() for text in group.split("|")) for group in groups)


def _answer(ask: Callable[[str], str], prompt: str, otherwise: str) -> str:
    """What is typed; `otherwise` at the end of the input."""
    try:
        return ask(prompt).strip()
    except EOFError:
        print()
        return otherwise


def _shown(draft: Question, language: Language) -> Iterator[str]:
    expected = " ; ".join(" | ".join(group) for group in draft.answers) or text("review.refusal", language)
    parts = [
        *(("earlier", f"{asked} {answered}") for asked, answered in draft.history),
        ("question", draft.question),
        ("expected", expected),
        *(("evidence", sentence) for sentence in draft.evidence),
        ("articles", ", ".join(draft.articles)),
        ("note", draft.note),
    ]
    for key, shown in parts:
        if shown:
            yield padded(text(f"review.labels.{key}", language), _LABELS) + shown
