"""The report card: what became of every file, article by article and for the library as a whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from .article import Account
from .errors import ArticleError

_ROW = re.compile(r"(\.\w{3,5})#.*$")
"""What names a row behind the name of its file: report.xlsx#12."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of one article without its text.

    `characters` is the length of the repaired text, `counts` how many changes each rule made, `story` the id of the
    article that told the same story first, or None, `account` what became of the characters of its file.
    """

    id: str
    source: str
    title: str
    publisher: str | None
    published: str | None
    story: str | None
    encoding: str
    characters: int
    counts: Mapping[str, int]
    suspicions: tuple[str, ...]
    account: Account = field(default=Account())


@dataclass(frozen=True, slots=True)
class Failure:
    """A file, or one article in a file, that could not be read, and why. `file` is the one that was to be added."""

    path: str
    file: str
    error: ArticleError


@dataclass(frozen=True, slots=True)
class LibraryReport:
    """The report card of a library: its articles in order of source, and the files that were set aside."""

    cards: tuple[Card, ...]
    failures: tuple[Failure, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many changes each rule made in all articles, most first."""
        total: Counter[str] = Counter()
        for card in self.cards:
            total.update(card.counts)
        return dict(total.most_common())

    @property
    def encodings(self) -> dict[str, int]:
        """How many articles came in each encoding, most first."""
        return dict(Counter(card.encoding for card in self.cards).most_common())

    @property
    def duplicates(self) -> int:
        """How many articles tell a story that another has told first."""
        return sum(card.story is not None for card in self.cards)

    @property
    def suspicious(self) -> tuple[Card, ...]:
        """The articles whose text does not look like an article's."""
        return tuple(card for card in self.cards if card.suspicions)

    @property
    def files(self) -> int:
        """How many files the articles are from; the members of an archive are files."""
        return len({_ROW.sub(r"\1", card.source) for card in self.cards})

    @property
    def missing(self) -> int:
        """How many characters of all files are neither in an article nor left out for a reason."""
        return sum(card.account.missing for card in self.cards)

    @property
    def worst(self) -> Card | None:
        """The article that lacks most of the characters of its file; None where nothing is missing."""
        most = max(self.cards, key=lambda card: card.account.missing, default=None)
        return most if most and most.account.missing else None
