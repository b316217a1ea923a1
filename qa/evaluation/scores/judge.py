"""A language model that judges answers.

Zheng et al., "Judging LLM-as-a-Judge with MT-Bench and Chatbot Arena", NeurIPS 2023: one answer at a time, with the
reference, reasons before the verdict. How far it agrees with the strings is part of the figures.
"""

from __future__ import annotations

import re

import prompts
from qa.answer import Answer
from qa.evaluation.questions import Question
from qa.llm import LLM

TOKENS = 120
"""Most tokens of a judgement."""

_VERDICT = re.compile(r"不正确|错误|正确|incorrect|wrong|correct|right", re.IGNORECASE)
_RIGHT = {"正确", "correct", "right"}


def judged(llm: LLM, question: Question, answer: Answer) -> float | None:
    """1 where the judge calls the answer right, 0 where it calls it wrong, None where it gives no verdict.

    Raises an LLMError.
    """
    expected = "\n".join(f"{n}. {'／'.join(group)}" for n, group in enumerate(question.answers, start=1))
    said = "".join(claim.text for claim in answer.claims)
    verdicts = _VERDICT.findall(llm.say(prompts.judge(question.question, expected, said), max_tokens=TOKENS))
    return float(verdicts[-1].lower() in _RIGHT) if verdicts else None
