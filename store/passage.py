"""Articles cut into passages: whole sentences, at exact offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .article import Article

PASSAGE_LENGTH = 250
"""Characters a passage aims at: about 150 tokens of the default embedding model, which reads 512."""
SENTENCE_LENGTH = 400
"""Characters at which a text without full stops is cut all the same."""

# A half-width mark ends a sentence only where no letter follows: 3.0版 and torn glosses (鏈?zhǔn) hold them too.
# The repeats are possessive: in “好。”，我 a comma follows the quote, so nothing ends there, nor before the quote.
_SENTENCE_END = re.compile(
    r"""(?:[。！？!?…]++|(?<=[\w)\]”’"'])\.(?=["”’')\]]*(?:\s+["“'A-Z\u3400-\u9fff]|\s*$)))(?![^\W\d_\u3400-\u9fff])[”’」』)）】》"']*+(?![,，、;；])|\n+"""
)
_CLAUSE_END = re.compile(r"[;；,，、:：]")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one article: `article.text[start:end] == text`.

    It carries what is needed to cite it; `published` is an ISO date or None.
    """

    article_id: str
    number: int
    text: str
    start: int
    end: int
    source: str
    title: str
    publisher: str | None = None
    published: str | None = None


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


def split(article: Article, length: int = PASSAGE_LENGTH) -> list[Passage]:
    """Cut an article into passages of whole sentences, about `length` characters each.

    A sentence longer than `length` is a passage of its own. Passages don't overlap; together they hold every sentence.
    """
    groups: list[list[Span]] = []
    for span in sentences(article.text):
        if groups and span[1] - groups[-1][0][0] <= length:
            groups[-1].append(span)
        else:
            groups.append([span])
    return [
        Passage(
            article_id=article.id,
            number=number,
            text=article.text[group[0][0] : group[-1][1]],
            start=group[0][0],
            end=group[-1][1],
            source=article.source,
            title=article.title,
            publisher=article.publisher,
            published=article.published,
        )
        for number, group in enumerate(groups)
    ]
