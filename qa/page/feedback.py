"""From an answer that a reader calls wrong to a draft for a question set."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qa.answer import Answer
from qa.evaluation.questions import Question, append, draft_id

KIND = "feedback"


def note_wrong(path: Path, question: str, history: Sequence[tuple[str, str]], answer: Answer) -> None:
    """Add the question to the drafts in a file, unless it is there with this answer already.

    What it should have been answered is for somebody to say; the answer that was given is kept as the note.
    Raises QuestionsError for a file that is no question set, and QuestionsNotWritable.
    """
    asked, reply = _encodable(question), _encodable(answer.text)
    earlier = tuple((_encodable(before), _encodable(said)) for before, said in history if said.strip())
    draft = Question(
        id=draft_id(asked, *(text for turn in earlier for text in turn), reply),
        question=asked,
        articles=tuple(dict.fromkeys(citation.passage.article_id for citation in answer.citations)),
        kind=KIND,
        history=earlier,
        evidence=tuple(dict.fromkeys(_encodable(citation.quote) for citation in answer.citations)),
        draft=True,
        note=reply,
    )
    append(path, [draft])


def _encodable(text: str) -> str:
    """A text without halves of surrogate pairs, which a damaged article may hold and no file can."""
    return text.encode(errors="replace").decode()
