"""One reader's conversation: what was asked, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from qa.answer import Answer
from qa.formatting.scripts import shown_answer
from store.errors import Language, YuanwenError
from store.text.scripts import Display

from .display import DEFAULT
from .status import Status

Cut = Literal["stopped", "broken"]
Marked = Literal["noted"] | YuanwenError


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what became of it. `status` is what the backend's was when it was asked.

    `cut` says why the answer ends early, if it does: its reader stopped it, or the program broke off. `marked` tells
    what became of a reader's word that it is wrong: it was noted, or could not be.
    """

    question: str
    status: Status
    answer: Answer | None = None
    error: YuanwenError | None = None
    cut: Cut | None = None
    marked: Marked | None = None

    @property
    def obstacle(self) -> str | None:
        """The text that says why the question was not put to the assistant, if it was not."""
        if not self.status.answering:
            return "not_yet"
        return "no_articles" if self.status.is_empty else None

    @property
    def pending(self) -> bool:
        """Whether more is to come."""
        complete = self.answer is not None and self.answer.complete
        return not (complete or self.error or self.cut or self.obstacle)

    @property
    def is_answered(self) -> bool:
        """Whether there is a whole answer."""
        return self.answer is not None and self.answer.complete and not (self.error or self.cut)

    def shown(self, display: Display) -> Turn:
        """The turn to be read in a script."""
        return replace(self, answer=self.answer and shown_answer(self.answer, display))


@dataclass(slots=True)
class Session:
    """One browser tab's conversation. It is changed in place: a stop must reach an answer being written.

    `sampling` says that its reader has asked for the sample articles.
    """

    language: Language = DEFAULT
    turns: list[Turn] = field(default_factory=list)
    script: Display = "original"
    sampling: bool = False

    @property
    def busy(self) -> bool:
        """Whether an answer is being written."""
        return bool(self.turns) and self.turns[-1].pending

    @property
    def shown(self) -> list[Turn]:
        """The turns in the script that the reader wants."""
        return [turn.shown(self.script) for turn in self.turns]

    @property
    def history(self) -> list[tuple[str, str]]:
        """What was asked and answered in full, oldest first."""
        return self.history_of(len(self.turns))

    def history_of(self, number: int) -> list[tuple[str, str]]:
        """What was asked and answered in full before a turn, oldest first."""
        answered = [(turn.question, turn.answer) for turn in self.turns[:number] if turn.error is None]
        return [(question, answer.text) for question, answer in answered if answer is not None and answer.complete]

    def advance(self, turn: Turn, later: Turn) -> bool:
        """Put `later` in the place of `turn`, unless it was stopped or cleared away meanwhile."""
        if not self.turns or self.turns[-1] is not turn:
            return False
        self.turns[-1] = later
        return True

    def markable(self, number: object) -> Turn | None:
        """The turn of that number, from 0, if its answer can be called wrong: it may be gone, or marked already."""
        turn = dict(enumerate(self.turns)).get(number) if isinstance(number, int) else None
        return turn if turn and turn.is_answered and turn.marked != "noted" else None

    def mark(self, turn: Turn, marked: Marked) -> None:
        """Say what became of a reader's word that a turn's answer is wrong, if the turn is still here."""
        self.turns[:] = [replace(other, marked=marked) if other is turn else other for other in self.turns]

    def end(self, cut: Cut) -> None:
        """Leave an answer that is being written as it is."""
        if self.busy:
            self.turns[-1] = replace(self.turns[-1], cut=cut)
