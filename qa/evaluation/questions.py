"""Question sets: JSON Lines in, checked line by line, and out again. Several may write to one file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from store.text.scripts import bare

from .errors import QuestionsError, QuestionsNotWritable
from .faults import Fault, Row, as_json, checked, fault, listed

PATIENCE = 10
"""Seconds to wait for whoever is writing to the same file."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a set and what is right about it.

    A right answer holds one string of every group in `answers`; without groups, the right reply is the refusal.
    `articles` names the articles that say it, by file name or id, and `evidence` their sentences that do. `asked_on` is
    the day from which its 去年 counts, an ISO date; today where it is empty. A `draft` waits for somebody to accept it,
    and `note` is a remark for them.
    """

    id: str
    question: str
    answers: tuple[tuple[str, ...], ...] = ()
    articles: tuple[str, ...] = ()
    kind: str = ""
    history: tuple[tuple[str, str], ...] = ()
    evidence: tuple[str, ...] = ()
    asked_on: str = ""
    draft: bool = False
    note: str = ""


def load(path: Path) -> list[Question]:
    """The questions of a file. Raises QuestionsError with all that is wrong in it."""
    questions, faults = examine(path)
    if faults:
        raise QuestionsError(path=path, faults=partial(listed, faults))
    return questions


def examine(path: Path) -> tuple[list[Question], list[Fault]]:
    """The questions of a file that are sound, and the faults of the others."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        return [], [fault("unreadable", reason=error.strerror or error)]
    except UnicodeDecodeError as error:
        return [], [fault("not_utf8", line=error.object[: error.start].count(b"\n") + 1)]
    questions, faults = _examined(text)
    return questions, faults or ([] if questions else [fault("no_question")])


def _examined(text: str) -> tuple[list[Question], list[Fault]]:
    questions: list[Question] = []
    faults: list[Fault] = []
    first: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):  # splitlines would also split inside of texts
        if not line.strip():
            continue
        row = checked(line, number)
        if not isinstance(row, Row):
            faults += row
        elif row.id in first:
            faults.append(fault("used_twice", number, "id", id=row.id, first=first[row.id]))
        else:
            first[row.id] = number
            questions.append(Question(**row.model_dump()))
    return questions, faults


def faults_in(question: Question) -> list[Fault]:
    """What `load` would find wrong with a question; its id may be another's all the same."""
    row = checked(json.dumps(asdict(question), ensure_ascii=False), 0)
    return [] if isinstance(row, Row) else row


def accepted(questions: Iterable[Question]) -> list[Question]:
    """The questions that are no drafts."""
    return [question for question in questions if not question.draft]


def save(path: Path, questions: Iterable[Question]) -> None:
    """Write a question set, whole or not at all, a question a line without its empty fields.

    Raises QuestionsNotWritable, and pydantic's ValidationError for a question that `load` would refuse.
    """
    lines = [as_json(Row(**asdict(question))) + "\n" for question in questions]
    with _told(path):
        _write(path, "".join(lines).encode())


def draft_id(question: str, *more: str) -> str:
    """The id of a draft: it follows from what is asked, folded, so that the same draft is made only once."""
    asked = "\n".join(bare(text) for text in (question, *more))
    return f"draft-{sha256(asked.encode(errors='replace')).hexdigest()[:10]}"


def append(path: Path, questions: Sequence[Question]) -> list[Question]:
    """Add those of the questions whose ids are not in the file yet, and return them. What is there stays as it is.

    Raises QuestionsError for a file that is no question set, and QuestionsNotWritable.
    """
    with _locked(path):
        before = path.read_bytes() if path.exists() else b""
        taken = {question.id for question in load(path)} if before.strip() else set()
        new = [question for question in questions if question.id not in taken]
        lines = "".join(as_json(Row(**asdict(question))) + "\n" for question in new)
        if new:
            ended = b"" if not before or before.endswith(b"\n") else b"\n"
            _write(path, before + ended + lines.encode())
    return new


def change(path: Path, changed: Callable[[Question], Question | None]) -> None:
    """Put what `changed` makes of them in the place of the questions of a file; None removes one.

    Raises QuestionsError and QuestionsNotWritable.
    """
    with _locked(path):
        save(path, filter(None, map(changed, load(path))))


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keep other writers out of a file meanwhile."""
    from filelock import FileLock

    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=PATIENCE):
            yield


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:  # filelock's Timeout is one, too
        raise QuestionsNotWritable(path=path, reason=error.strerror or error) from error


def _write(path: Path, content: bytes) -> None:
    place = path.resolve()  # a link stays a link
    part = place.with_name(f"{place.name}.part")
    part.write_bytes(content)
    part.replace(place)
