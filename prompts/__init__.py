"""What is said to the language model. Templates are the Markdown files beside this one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

Language = Literal["zh-Hans", "zh-Hant", "en"]

REFUSAL: dict[Language, str] = {
    "zh-Hans": "文章中没有提到这个问题的答案。",
    "zh-Hant": "文章中沒有提到這個問題的答案。",
    "en": "The articles do not say.",
}
"""The one refusal, word for word, in each language an answer can have."""


class MissingVariable(KeyError):
    """A template names a variable that it was not given."""


def answer(
    language: Language, sources: str, question: str, history: Sequence[tuple[str, str]] = ()
) -> list[BaseMessage]:
    """The messages that ask for an answer from numbered `sources`. `history` is (question, answer) pairs, oldest first.

    All but the last are the same for every question in a language, so a server reads them once and keeps them: the
    examples cost nothing after the first question.
    """
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

    kinds = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}
    turns = _turns("answer.en.md" if language == "en" else "answer.zh.md")
    variables = {"refusal": REFUSAL[language], "sources": sources, "question": question}
    messages = [kinds[role](_fill(template, variables)) for role, template in turns]
    for asked, replied in history:
        messages[-1:-1] = [HumanMessage(asked), AIMessage(replied)]
    return messages


@cache
def _turns(file: str) -> list[tuple[str, str]]:
    """The turns of a template: (role, text), each under a heading that names its role."""
    template = files(__name__).joinpath(file).read_text(encoding="utf-8")
    _, *parts = re.split(r"^# (system|user|assistant)$", template, flags=re.MULTILINE)
    return [(role, text.strip()) for role, text in zip(parts[::2], parts[1::2], strict=True)]


def _fill(template: str, variables: Mapping[str, str]) -> str:
    missing = {name for _, name, _, _ in Formatter().parse(template) if name} - variables.keys()
    if missing:
        raise MissingVariable(f"a prompt needs: {', '.join(sorted(missing))}")
    return template.format_map(variables)
