"""Articles cut into passages: whole sentences, at exact offsets."""

from __future__ import annotations

from dataclasses import dataclass

from store.text.sentences import Span, sentences

from .article import Article

PASSAGE_LENGTH = 250
"""Characters a passage aims at: about 150 tokens of the default embedding model, which reads 512."""


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

    @property
    def findable(self) -> str:
        """What a passage is found by: a title often names what its sentences only call 本市 or 会议.

        A text that begins with it needs it no second time: half a passage said twice moved its vector away.
        """
        return self.text if self.text.startswith(self.title.rstrip("…")) else f"{self.title}\n{self.text}"


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


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, and how well it fits: `score` is 0 to 1 within one search, higher is better.

    `cosine` is the similarity of its vector and the query's, -1 to 1; 0 where neither was compared.
    """

    passage: Passage
    score: float
    cosine: float = 0.0
