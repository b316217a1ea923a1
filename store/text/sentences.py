"""Where the sentences of a text stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

SENTENCE_LENGTH = 400
"""Characters at which a text without full stops is cut all the same."""


# A half-width mark ends a sentence only where no letter follows: 3.0版 and torn glosses (鏈?zhǔn) hold them too.
# The repeats are possessive: in “好。”，我 a comma follows the quote, so nothing ends there, nor before the quote.
_SENTENCE_END = re.compile(
    r"""(?:[。！？!?…]++|(?<=[\w)\]”’"'])\.(?=["”’')\]]*(?:\s+["“'A-Z\u3400-\u9fff]|\s*$)))(?![^\W\d_\u3400-\u9fff])[”’」』)）】》"']*+(?![,，、;；])|\n+"""
)


_CLAUSE_END = re.compile(r"[;；,，、:：]")


Span = tuple[int, int]


def sentences(text: str) -> list[Span]:
    """Where the sentences of `text` stand: (start, end) offsets without surrounding white space, in order.

    Everything but white space belongs to exactly one sentence. A sentence over SENTENCE_LENGTH characters is cut at
    the last clause end before that.
    """
    spans: list[Span] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        spans += _trimmed(text, start, match.end())
        start = match.end()
    spans += _trimmed(text, start, len(text))
    return [piece for span in spans for piece in _clauses(text, span)]


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return []
    start += piece.index(stripped)
    return [(start, start + len(stripped))]


def _clauses(text: str, span: Span) -> Iterator[Span]:
    start, end = span
    while end - start > SENTENCE_LENGTH:
        ends = [match.end() for match in _CLAUSE_END.finditer(text, start, start + SENTENCE_LENGTH)]
        cut = ends[-1] if ends else start + SENTENCE_LENGTH
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)
