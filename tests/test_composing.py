"""From checked claims to the answer: what no source says is removed or marked, and with nothing left it is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

import prompts
from qa.answer import Answer, Claim
from qa.answering.composing import completed, composed
from qa.question.language import in_language, language_of

QUESTION = Answer("会议由谁主持？")
HOLDS, PART, FALSE = (
    Claim("李晓东主持。"),
    Claim("会议在上午。", verdict="partly"),
    Claim("下雨了。", verdict="unsupported"),
)


def test_claim_that_no_source_says_is_withheld() -> None:
    """A claim that no source says is withheld, and those that hold, also in part, stay."""
    answer = completed(composed(QUESTION, [FALSE, HOLDS, PART]))
    assert (answer.text, answer.claims, answer.withheld) == ("李晓东主持。会议在上午。", (HOLDS, PART), (FALSE,))
    assert not answer.refused


def test_it_is_marked_where_that_is_wanted() -> None:
    """If the settings want it, an unsupported claim stays in its place, marked with its verdict."""
    answer = completed(composed(QUESTION, [FALSE, HOLDS], mark=True))
    assert (answer.text, answer.claims, answer.withheld) == ("下雨了。李晓东主持。", (FALSE, HOLDS), ())


@pytest.mark.parametrize("mark", [True, False])
@pytest.mark.parametrize("claims", [[], [FALSE]])
def test_nothing_that_holds_is_the_refusal(claims: list[Claim], *, mark: bool) -> None:
    """If no claim holds, the answer is the refusal in the question's script, and remembers what was withheld."""
    answer = completed(composed(QUESTION, claims, mark=mark))
    assert (answer.refused, answer.withheld) == (True, tuple(claims))
    asked = composed(replace(QUESTION, question="會議由誰主持？"), claims, mark=mark)
    assert completed(asked).text == prompts.REFUSAL["zh-Hant"]


def test_sentence_being_written_stands_behind() -> None:
    """The sentence being written comes last, and what was withheld before stays withheld."""
    growing = composed(composed(QUESTION, [HOLDS, FALSE]), [HOLDS], "会议")
    assert (growing.text, growing.withheld, growing.complete) == ("李晓东主持。会议", (FALSE,), False)


@pytest.mark.parametrize(
    ("question", "language", "said"),
    [("谁主持会议？", "zh-Hans", "会议"), ("誰主持會議？", "zh-Hant", "會議"), ("Who?", "en", "会议")],
)
def test_answer_is_in_the_language_of_the_question(question: str, language: prompts.Language, said: str) -> None:
    """The answer is in the language and the script of the question."""
    assert language_of(question) == language
    assert in_language("会议", language) == said
