"""Answers of the published sets cut down to what is asked.

Some sets mark a whole clause that says the question again (总人口是多少？ with 总人口13011人), others only what is new
in it. A reader that points at words is to point at what is new.
"""

from __future__ import annotations

import re

from store.text.segmenter import words
from store.text.sentences import Span

from .written import AMOUNT, DATE

LONG = 8
"""Characters up to which an answer is taken to be short already."""

_LINKS = frozenset("，,：:、 的是为在有叫以于由从被把将了则约")
_OPENED = frozenset('《“「『"‘0123456789')
_KINDS = (
    (re.compile(r"何时|什么时候|什么时间|哪[一]?[年天月日]|几[年月号日]"), re.compile(DATE)),
    (re.compile(r"多少|几[个名人位家项次种条座]|多[高长大深远重宽]"), AMOUNT),
)
"""What a question asks for, and how that is written."""


def shortened(question: str, text: str, span: Span) -> Span:
    """The part of an answer that the question asks for, of texts in Simplified: the answer itself if it has no such.

    That is the one date or amount of an answer to when or how much; else what is left without the question's own words
    at the front, and then at the end.
    """
    start, end = span
    if end - start <= LONG:
        return span
    said = text[start:end]
    for asks, written in _KINDS:
        found = [*written.finditer(said)]
        if asks.search(question) and len(found) == 1 and found[0][0] not in question:
            return start + found[0].start(), start + found[0].end()
    cut = words(said)
    first = _echoed(question, cut)
    if not first or first == len(cut) or (len(cut[first]) == 1 and cut[first] not in _OPENED):
        return span  # the cutting of words may have broken a name or a date: 迦楼|罗
    last = len(cut) - _echoed(question, cut[:first:-1])
    before, after = (sum(map(len, part)) for part in (cut[:first], cut[last:]))
    return start + before, end - after


def _echoed(question: str, cut: list[str]) -> int:
    """How many words from the first on say the question again, words of grammar after one of its own included."""
    found = 0
    for place, word in enumerate(cut):
        if not ((len(word) > 1 and word in question) or (found and word in _LINKS)):
            break
        found = place + 1
    return found
