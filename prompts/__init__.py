"""What is said to the language model. Templates are the Markdown files beside this one."""

from __future__ import annotations

from collections.abc import Sequence
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

    The system message is the same for every question in a language, so that a server can keep what it has read of it.
    """
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

    turns: list[BaseMessage] = [SystemMessage(system(language))]
    for asked, replied in history:
        turns += [HumanMessage(asked), AIMessage(replied)]
    return [*turns, HumanMessage(_fill(_file("question", language), sources=sources, question=question))]


def system(language: Language) -> str:
    """The system message of `answer`."""
    return _fill(_file("answer", language), refusal=REFUSAL[language])


def _file(name: str, language: Language) -> str:
    return f"{name}.{'en' if language == 'en' else 'zh'}.md"


@cache
def _template(file: str) -> str:
    return files(__name__).joinpath(file).read_text(encoding="utf-8").strip()


def _fill(file: str, **variables: str) -> str:
    template = _template(file)
    missing = {name for _, name, _, _ in Formatter().parse(template) if name} - variables.keys()
    if missing:
        raise MissingVariable(f"{file} needs: {', '.join(sorted(missing))}")
    return template.format(**variables)
