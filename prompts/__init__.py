"""Sources, questions and claims in, the messages of a prompt for the language model out.

The templates are the Markdown files beside this one. Imports nothing of ours.
"""

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
NOT_TOLD: dict[Language, str] = {
    "zh-Hans": "文章中没有提到：{question}",
    "zh-Hant": "文章中沒有提到：{question}",
    "en": "The articles do not say: {question}",
}
"""What stands in the place of a part of a question that has no answer."""
MORE: dict[Language, str] = {
    "zh-Hans": "（只列出最相关的{number}篇，还有别的文章提到。）",
    "zh-Hant": "（只列出最相關的{number}篇，還有別的文章提到。）",
    "en": "(Only the {number} most relevant are listed; other articles mention it too.)",
}
"""What ends a list of articles that is not all of them."""
DISAGREEMENT: dict[Language, str] = {
    "zh-Hans": "各篇文章的说法不同：",
    "zh-Hant": "各篇文章的說法不同：",
    "en": "The articles say different things:",
}
"""What an answer begins with where its sources disagree."""
OTHERS_SAY: dict[Language, str] = {
    "zh-Hans": "别的文章另有说法：",
    "zh-Hant": "別的文章另有說法：",
    "en": "Other articles say:",
}
"""What stands between what the newest article says, where that is asked for, and what others say."""
YES, NO = "是", "否"
"""How a model says whether a text answers; each is one token of the usual vocabularies."""


class MissingVariable(KeyError):
    """A template names a variable that it was not given."""


def answer(sources: str, question: str, history: Sequence[tuple[str, str]] = ()) -> list[BaseMessage]:
    """The messages that ask for an answer in Chinese from numbered `sources`.

    `history` is (question, answer) pairs, oldest first. All but the last message are the same for every question, so a
    server reads them once and keeps them: the examples cost nothing after the first question.
    """
    from langchain_core.messages import AIMessage, HumanMessage

    messages = _filled("answer.md", refusal=REFUSAL["zh-Hans"], sources=sources, question=question)
    for asked, replied in history:
        messages[-1:-1] = [HumanMessage(asked), AIMessage(replied)]
    return messages


def to_chinese(text: str, names: Mapping[str, str] | None = None) -> list[BaseMessage]:
    """The messages that ask for an English question in Chinese; `names` are some of its names, with their Chinese."""
    return _filled("to_chinese.md", text=text + _named(names))


def to_english(text: str, names: Mapping[str, str] | None = None) -> list[BaseMessage]:
    """The messages that ask for a Chinese sentence in English, with the Chinese names beside; `names` are some of
    these, as they are to be spelt.
    """
    return _filled("to_english.md", text=text + _named(names))


def _named(names: Mapping[str, str] | None) -> str:
    return "\nNames: " + "; ".join(f"{name} = {other}" for name, other in names.items()) if names else ""


def judge(question: str, expected: str, reply: str) -> list[BaseMessage]:
    """The messages that ask whether a reply is right; `expected` has a line for each thing it must say."""
    return _filled("judge.md", question=question, expected=expected, reply=reply)


def verify(title: str, text: str, question: str, answer: str) -> list[BaseMessage]:
    """The messages that ask whether a text under a title says that `answer` answers the question: YES or NO."""
    return _filled("verify.md", yes=YES, no=NO, title=title, text=text, question=question, answer=answer)


def question(title: str, sentence: str, answer: str) -> list[BaseMessage]:
    """The messages that ask for a question which a sentence of an article answers with the words `answer`."""
    return _filled("question.md", title=title, sentence=sentence, answer=answer)


def _filled(file: str, **variables: str) -> list[BaseMessage]:
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

    kinds = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}
    return [kinds[role](_fill(template, variables)) for role, template in _turns(file)]


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
