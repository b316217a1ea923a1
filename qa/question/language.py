"""The language and script that a question is asked in, and texts put into it."""

from __future__ import annotations

import prompts
from store.text.scripts import in_script, is_chinese, script_of


def language_of(question: str) -> prompts.Language:
    """The language and script to answer in: those of the question."""
    if not is_chinese(question):
        return "en"
    return "zh-Hant" if script_of(question) == "hant" else "zh-Hans"


def in_language(text: str, language: prompts.Language, *, source: str = "") -> str:
    """A text in the script of a language, with the words of its source as printed there; English as it is."""
    if language == "en":
        return text
    return in_script(text, "hant" if language == "zh-Hant" else "hans", source=source)
