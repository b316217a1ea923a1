"""Lines that say when an article came out: they tell of the article, and nothing of what it tells."""

from __future__ import annotations

import re

from qa.chinese.tables import table
from store.passage import Passage
from store.reading.published import stated
from store.text.scripts import fold, simplified
from store.text.sentences import sentences

_ASKS = re.compile(table("times").either("asks_published"))


def is_dateline(sentence: str, published: str | None) -> bool:
    """Whether a sentence only states the day on which its article came out: 东莞日报 2024年2月18日."""
    return published is not None and stated(simplified(sentence)) == published


def asks_published(question: str) -> bool:
    """Whether a question may ask when, or where, something was published or signed."""
    return _ASKS.search(fold(question)) is not None


def without_datelines(passage: Passage) -> str:
    """The text of a passage with spaces in the place of such lines, so that offsets stay as they are."""
    text = passage.text
    for start, end in sentences(text):
        if is_dateline(text[start:end], passage.published):
            text = text[:start] + " " * (end - start) + text[end:]
    return text
