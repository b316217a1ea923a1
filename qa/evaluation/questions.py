"""Question sets: JSON Lines in, checked line by line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import QuestionsError


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a set and what is right about it.

    A right answer holds one string of every group in `answers`; without groups, the right reply is the refusal.
    `articles` names the articles that say it, by file name or id.
    """

    id: str
    question: str
    answers: tuple[tuple[str, ...], ...] = ()
    articles: tuple[str, ...] = ()
    kind: str = ""
    history: tuple[tuple[str, str], ...] = ()


def load(path: Path) -> list[Question]:
    """The questions of a file. Raises QuestionsError with the line and what is wrong there."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsError(path=path, line=0, reason=str(error)) from error
    questions = []
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            question = _question(json.loads(line))
        except ValueError as error:
            raise QuestionsError(path=path, line=number, reason=str(error)) from error
        if question.id in seen:
            raise QuestionsError(path=path, line=number, reason=f"the id {question.id!r} is used twice")
        seen.add(question.id)
        questions.append(question)
    if not questions:
        raise QuestionsError(path=path, line=0, reason="no question in the file")
    return questions


def _question(row: Any) -> Question:
    if not isinstance(row, dict):
        raise ValueError("not a JSON object")
    if unknown := row.keys() - {"id", "question", "answers", "articles", "kind", "history"}:
        raise ValueError(f"unknown field {sorted(unknown)[0]!r}")
    for name in ("id", "question"):
        if not isinstance(row.get(name), str) or not row[name].strip():
            raise ValueError(f"field {name!r} must be a text")
    return Question(
        id=row["id"],
        question=row["question"],
        answers=tuple(_group(group) for group in _list(row, "answers")),
        articles=_strings(_list(row, "articles"), "articles", "a list of texts"),
        kind=str(row.get("kind", "")),
        history=tuple(_pair(turn) for turn in _list(row, "history")),
    )


def _list(row: dict[str, Any], name: str) -> list[Any]:
    value = row.get(name, [])
    if not isinstance(value, list):
        raise ValueError(f"field {name!r} must be a list")
    return value


def _strings(value: Any, name: str, form: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(text, str) and text for text in value):
        raise ValueError(f"field {name!r} must be {form}")
    return tuple(value)


def _group(value: Any) -> tuple[str, ...]:
    form = "a list of lists of texts, none of them empty"
    return _strings(value or None, "answers", form)  # no answer holds one string of an empty group


def _pair(turn: Any) -> tuple[str, str]:
    form = "a list of pairs of texts"
    question, answer = _strings(turn if isinstance(turn, list) and len(turn) == 2 else None, "history", form)
    return question, answer
