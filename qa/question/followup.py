"""Questions that lean on the one before them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.chinese.tables import table
from store.text.segmenter import terms

from .time import names_year, without_years

History = Sequence[tuple[str, str]]
"""Earlier questions and their answers, oldest first."""


def standalone(question: str, history: History) -> str:
    """What to search for: the question, with the one before it where it leans on that (那宝安呢？ 它的增速是多少？)."""
    if history and (_LEANS.search(question) or len(terms(question)) < 4):
        earlier = history[-1][0]
        if names_year(question):
            earlier = without_years(earlier)  # 那2023年呢？ is about 2023 alone
        return f"{earlier} {question}"
    return question


_WORDS = table("question_words")
_LEANS = re.compile(f"^(?:{_WORDS.either('goes_on')})|{_WORDS.either('stands_for')}", re.IGNORECASE)
