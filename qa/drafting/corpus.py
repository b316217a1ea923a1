"""What the library says besides the sentence that a question was made of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from qa.chinese.names import PLACE, SURNAMES
from store.article import Article
from store.text.scripts import fold

from .holes import Hole

WINDOW, TELLING = 14, 6
"""Most and fewest characters beside an answer by which the same statement is found elsewhere."""


class Corpus:
    """The articles of a library, to look things up in."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = articles
        self._files = Counter(Path(article.source).name for article in articles)

    @cached_property
    def texts(self) -> list[str]:
        """What the articles say, as `squeezed`."""
        return [squeezed(_whole(article)) for article in self.articles]

    @cached_property
    def _stories(self) -> dict[str, list[Article]]:
        stories: dict[str, list[Article]] = {}
        for article in self.articles:
            stories.setdefault(article.story or article.id, []).append(article)
        return stories

    def first_tellers(self) -> list[Article]:
        """One article a story."""
        return [article for article in self.articles if not article.story]

    def saying(self, article: Article, sentence: str) -> tuple[str, ...]:
        """The names of the articles that tell an article's story with this sentence in it."""
        wanted = squeezed(sentence)
        tellers = self._stories[article.story or article.id]
        return tuple(self._name(teller) for teller in tellers if wanted in squeezed(teller.text))

    def _name(self, article: Article) -> str:
        file = Path(article.source).name
        return file if self._files[file] == 1 else article.id

    def holding(self, *parts: str) -> Iterator[str]:
        """The texts that hold all of these."""
        wanted = [squeezed(part) for part in parts]
        return (text for text in self.texts if all(part in text for part in wanted))

    def disagrees(self, hole: Hole) -> bool:
        """Whether somewhere the same is said with another answer, so that the question has more than one."""
        if hole.office:
            return self._has_another_holder(hole)
        answer = squeezed(hole.answer)
        before, after = squeezed(hole.before)[-WINDOW:], squeezed(hole.after)[:WINDOW]
        if len(before) >= TELLING:
            return any(not text.startswith(answer, end) for text, _, end in self._places(before))
        if len(after) >= TELLING and hole.kind == "body":
            return any(not text.endswith(answer, 0, start) for text, start, _ in self._places(after))
        return False

    def _has_another_holder(self, hole: Hole) -> bool:
        """Whether somebody else has the office; where a place is known, its articles may name the office without it."""
        role, answer = squeezed(hole.before), squeezed(hole.answer)
        offices = [(role, self._places(role))]
        if place := PLACE.match(hole.before):
            office = squeezed(hole.before[place.end() :])
            offices.append((office, self._places(office, self.holding(place[0].rstrip("省市")))))
        return any(
            text[end : end + 1] in SURNAMES and not text.startswith(answer, end)
            for _, places in offices
            for text, _, end in places
        )

    def _places(self, part: str, texts: Iterator[str] | None = None) -> Iterator[tuple[str, int, int]]:
        """Each place where texts hold a part: the text, and where the part starts and ends."""
        for text in self.texts if texts is None else texts:
            for match in re.finditer(re.escape(part), text):
                yield text, match.start(), match.end()


def _whole(article: Article) -> str:
    """The text, and the title before it, unless that is only how the text begins."""
    begins = article.title.rstrip("…")
    return article.text if article.text.startswith(begins) else f"{article.title} | {article.text}"


def squeezed(text: str) -> str:
    """A text folded, without white space."""
    return re.sub(r"\s", "", fold(text))
