"""What is no part of an answer though a reader points at it: words of grammar, and what the question said already."""

from __future__ import annotations

import re
from dataclasses import replace

from store.text.segmenter import words
from store.text.tables import Table

from .spans import Span

_WORDS = Table(__package__, "edges")

_MARKS = frozenset(" \t\n\u3000，。、；：,.;:！？!?")
_AFTER = _MARKS.union(_WORDS.characters("around"))
_BEFORE = _AFTER.union(_WORDS.words("before"))
"""What is no part of an answer at its edges: marks, and the words of grammar that stand at least twice as often right
outside the answers of the training sets as at the same edge inside them."""

_ASKS = re.compile(_WORDS.either("asks"))
_LINKS, _LITTLE = _WORDS.characters("links"), _WORDS.characters("little")
"""What may stand between the word before an answer and the answer, and what else may before a question word."""


def trimmed(text: str, span: Span) -> Span:
    """A span without marks and words of grammar at its edges, of a text in Simplified; a whole one if it has no other.

    Reading sets annotate answers so. It goes by whole words: 以 of 以色列 stays.
    """
    found = words(text[span.start : span.end])
    first, last = 0, len(found)
    while first < last and found[first] in _BEFORE:
        first += 1
    while first < last and found[last - 1] in _AFTER:
        last -= 1
    if first == last:
        return span
    before, after = (sum(map(len, part)) for part in (found[:first], found[last:]))
    return replace(span, start=span.start + before, end=span.end - after)


def unsaid(question: str, text: str, span: Span) -> Span:
    """The part of a span that the question doesn't say, of a question and a text in Simplified.

    Chinese keeps its question words in place: what stands right before 什么 in a question stands right before the
    answer in a text (别号是什么, 别号晚知居士), and a 的 or 为 right behind it does so as well (谁的门生, 姚鼐的门生).
    """
    asks = _ASKS.search(question)
    if not asks:
        return span
    said, start, end = text[span.start : span.end], 0, span.end - span.start
    before, behind = question[: asks.start()].rstrip(_LINKS + _LITTLE), re.match("的..|为.", question[asks.end() :])
    last = next((word for word in reversed(words(before)) if len(word) > 1), "")
    place = said.find(last) if last and before.endswith(last) else -1
    if place >= 0:
        rest = said[place + len(last) :]
        linked = rest.lstrip(_LINKS)
        if linked and (place == 0 or len(linked) < len(rest)):  # elsewhere it may be a part of a name
            start = end - len(linked)
    if behind and (found := said.find(behind[0], start + 1)) > 0:
        end = found
    return replace(span, start=span.start + start, end=span.start + end)
