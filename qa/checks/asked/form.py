"""Does a claim, or do the words that the reader points at, have the form that the question asks for?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from qa.answer import Finding
from qa.checks.base import Aim, Case
from qa.question.answer_form import lacks_list, lacks_number, lacks_place, of_another_kind, only_repeats


@dataclass(frozen=True, slots=True)
class Form:
    """A claim must have what the question wants; `lacks` tells of a question and a claim whether it has not."""

    name: str
    lacks: Callable[[str, str], bool]
    aim: Aim = "asked"

    def find(self, case: Case) -> Iterator[Finding]:
        """The whole claim, if it lacks what is wanted."""
        if case.question.is_chinese and case.claim.is_chinese and self.lacks(case.question.text, case.claim.text):
            says = case.claim.text
            yield Finding(self.name, "off-topic", says, (0, len(says)), asked=case.question.text)


@dataclass(frozen=True, slots=True)
class AnswerKind:
    """The words that the reader points at must be of the kind that is asked for: a number, a time, a share."""

    name: str = "answer_kind"
    aim: Aim = "pointed"

    def find(self, case: Case) -> Iterator[Finding]:
        """The words, if they are of another kind."""
        says = case.claim.text
        if says and of_another_kind(case.question.text, says):
            yield Finding(self.name, "off-topic", says, (0, len(says)), asked=case.question.text)


FORMS = (
    Form("repetition", only_repeats),
    Form("number", lacks_number),
    Form("place", lacks_place),
    Form("list", lacks_list),
)
