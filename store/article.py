"""What the store hands out: an article, and the record of what reading and repair did to it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256

from .repair import Change


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file: its encoding, its length in characters, and every change repair made."""

    encoding: str
    characters: int
    changes: tuple[Change, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many changes each rule made."""
        return dict(Counter(change.rule for change in self.changes))


@dataclass(frozen=True, slots=True)
class Article:
    """One article: repaired text in its original script, and what is known about it.

    `id` follows from the source alone, so a changed file replaces its old self; `digest` follows from the bytes, so
    an unchanged file is recognised. `published` is an ISO date or None; `url` is where the text came from, if it says.
    """

    id: str
    source: str
    title: str
    text: str
    digest: str
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    report: Report = field(default=Report("utf-8", 0))


def article_id(source: str) -> str:
    """The id of the article at `source` (a path or URL): 12 hexadecimal digits."""
    return sha256(source.encode()).hexdigest()[:12]
