"""The types of evidence: sentences, grouped by the article that they are from, as a source with a number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from qa.answer import Citation
from store.article import Article
from store.passage import Passage
from store.text.edits import Change
from store.text.scripts import simplified
from store.text.sentences import Span

LED = 800
"""Characters within which a line that ends in a colon leads to what follows."""
_LEADING = re.compile(r"^[^\n。，,；;]{4,40}[:：]$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage, at offsets into its article.

    `score` says how well it fits the question. `exact` are the words in it, at offsets into the article, that the
    reader points at, and `answers` how likely they answer: 0 to 1.
    """

    passage: Passage
    start: int
    end: int
    text: str
    score: float = 0.0
    exact: Span | None = None
    answers: float = 0.0

    @property
    def pointed(self) -> str:
        """The words in it that the reader points at; empty without any."""
        return self.text[self.exact[0] - self.start : self.exact[1] - self.start] if self.exact else ""


@dataclass(frozen=True, slots=True)
class Source:
    """What is offered of one article under the number [n]: some of its sentences, in its own order.

    `article` is the whole text, to look up what the article is about, and `changes` are what repair did to it.
    """

    number: int
    sentences: tuple[Sentence, ...]
    article: str = ""
    changes: tuple[Change, ...] = ()

    @property
    def passage(self) -> Passage:
        """A passage of the article, for its title, publisher and date."""
        return self.sentences[0].passage

    def led(self, start: int, text: str) -> str:
        """A sentence at an offset of the article with the line above it that leads to it, as one that names who speaks:
        东莞市投资促进局局长陈顺娇:
        """
        above = [*_LEADING.finditer(self.article, max(start - LED, 0), start)]
        line = above[-1][0].strip() if above else ""
        return f"{line}{text}" if line and not _LEADING.fullmatch(text) else text

    def prompt(self) -> str:
        """The source as the language model reads it, in Simplified: a heading, then its sentences, the best one last.

        A date without a year is left out: it stands in the text, and above it was taken for the date that is asked.
        A small model leans on what it read last. Ordered so, it answered 23 of 26 questions; in the article's order 17.
        """
        passage = self.passage
        published = passage.published if passage.published and not passage.published.startswith("--") else None
        about = "，".join(part for part in (passage.publisher, published) if part)
        heading = f"[{self.number}] 《{passage.title}》" + (f"（{about}）" if about else "")
        ordered = sorted(self.sentences, key=lambda sentence: sentence.score)
        lines = [self.led(sentence.start, sentence.text) for sentence in ordered]
        return simplified("\n".join([heading, *lines]))


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sources offered for a question."""

    sources: tuple[Source, ...]

    def prompt(self) -> str:
        """All sources as the language model reads them, the best one last."""
        return "\n\n".join(source.prompt() for source in reversed(self.sources))

    def best(self) -> list[Sentence]:
        """The sentences of all sources, the one that fits best first."""
        found = [sentence for source in self.sources for sentence in source.sentences]
        return sorted(found, key=lambda sentence: -sentence.score)

    def quoted(self, citations: Iterable[Citation]) -> list[Sentence]:
        """The sentences that are cited, the one that fits best first."""
        cited = {(citation.passage.article_id, citation.start) for citation in citations}
        return [sentence for sentence in self.best() if (sentence.passage.article_id, sentence.start) in cited]


def sentence_of(article: Article, span: Span) -> Sentence:
    """A sentence of an article, at its offsets, that no search found."""
    start, end = span
    text = article.text[start:end]
    about = article.source, article.title, article.publisher, article.published
    return Sentence(Passage(article.id, 0, text, start, end, *about), start, end, text)
