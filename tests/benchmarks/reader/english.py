"""The same questions in English, put by the local model: people ask Chinese articles in English too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

from qa.chinese.names import tagged
from qa.llm import LLM

from .examples import Example

SHORTEST, LONGEST = 8, 32
"""Characters of a question that is put into English: a small model loses its way in longer ones."""
TOKENS = 40
_TOLD = SystemMessage(
    "Translate the Chinese question into one short English question. Write names of people and places in pinyin or "
    "their usual English form. Reply with the English question only."
)
_SHOWN = (
    (
        "松江区2024年规模以上工业企业有多少家？",
        "How many industrial enterprises above designated size did Songjiang District have in 2024?",
    ),
    ("谁主持了8月7日的新闻发布会？", "Who chaired the press conference on August 7?"),
)
_ASKS = re.compile(
    r"(?i)(?:who|whose|whom|when|where|which|what|why|how|in|on|at|by|from|to|of|for|under|during|is|are)\b"
)
_CHINESE = re.compile(r"[\u3000-\u9fff]")


def translated(examples: Sequence[Example], llm: LLM, number: int, random: Random) -> list[Example]:
    """The examples of `number` questions with an answer, in English where that came out sound. Raises an LLMError."""
    asked = sorted({e.question for e in examples if e.spans and not e.held_out and fit(e.question)})
    put = dict(_put(llm, random.sample(asked, min(number, len(asked)))))
    return [replace(example, question=put[example.question]) for example in examples if example.question in put]


def fit(question: str) -> bool:
    """Whether a question may be put: not long, and naming nobody, since small models spell people's names wrong."""
    return SHORTEST <= len(question) <= LONGEST and all(word.tag != "nr" for word in tagged(question))


def _put(llm: LLM, questions: Sequence[str]) -> Iterator[tuple[str, str]]:
    shown = [message for chinese, english in _SHOWN for message in (HumanMessage(chinese), AIMessage(english))]
    for question in questions:
        said = llm.say([_TOLD, *shown, HumanMessage(question)], max_tokens=TOKENS)
        if sound(question, said):
            yield question, said


def sound(question: str, said: str) -> bool:
    """Whether a translation is one English question, with the numbers of the Chinese one and no other."""
    digits = [sorted(re.findall(r"\d+", text.replace(",", ""))) for text in (_months(question), said)]
    return bool(_ASKS.match(said)) and said.endswith("?") and not _CHINESE.search(said) and digits[0] == digits[1]


def _months(question: str) -> str:
    """A question without the numbers of months, which have names in English."""
    return re.sub(r"\d{1,2}月", "", question)
