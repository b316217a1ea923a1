"""What the store hands out: an article, and the record of what reading and repair did to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Literal

from store.text.edits import Change, undo

Reason = Literal[
    "advertisement",  # of the page, not of the article
    "column",  # of a row, that holds none of what is known of articles
    "comment",  # a reviewer's
    "deleted",  # a tracked deletion
    "duplicate",  # said twice in the file: a shape and its fallback
    "embedded",  # a file within the file, known by its name
    "field code",  # what a field is computed from
    "formula",  # of a cell whose value the file does not hold
    "frame",  # of another page, shown within
    "hidden",  # text that nobody sees
    "link list",  # links to other articles
    "metadata",  # kept as title, date, publisher, author, editor or address
    "navigation",  # menus and the like
    "page number",
    "placeholder",  # what a form asks to be written in its place
    "printed",  # what a browser prints around a page
    "reading",  # how a word is pronounced, above it
    "repeated",  # headers and footers of pages
    "table notes",  # titles, heads and notes around rows of which each is an article
]
"""Why a reader leaves a text out."""


@dataclass(frozen=True, slots=True)
class Left:
    """A text in a file that its reader left out of the article, and why."""

    reason: Reason
    text: str


@dataclass(frozen=True, slots=True)
class Account:
    """What became of the characters of a file, white space aside.

    `read` is how many the file holds, `reasons` how many were left out, by the reason of a reader or the rule of repair
    that cut them, `missing` how many are neither in the text nor left out: none, unless a reader has a fault. `left`
    has the texts that a reader left out, `lost` those that it missed; where many articles are handed out, both stay in
    the library.
    """

    read: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)
    missing: int = 0
    left: tuple[Left, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def kept(self) -> int:
        """How many characters of the file are in the article, as they were or mended."""
        return max(0, self.read - sum(self.reasons.values()) - self.missing)


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file: its encoding, its length in characters, every change, and what looks wrong still.

    `original(text)` is the text before every change. Of a text file it is the decoded file: encoded as `encoding` says,
    with `surrogateescape`, it gives its bytes. Of a format that is no plain text it is what was taken from the file.

    Where many articles are handed out their changes stay in the library, and `tally` holds what `counts` tells.
    """

    encoding: str
    characters: int
    changes: tuple[Change, ...] = ()
    suspicions: tuple[str, ...] = ()
    tally: tuple[tuple[str, int], ...] = field(default=(), compare=False)
    account: Account = field(default=Account(), compare=False)

    @property
    def counts(self) -> dict[str, int]:
        """How many changes each rule made."""
        if self.tally:
            return dict(self.tally)
        return dict(Counter(rule for change in self.changes for rule in change.rule.split("+")))

    def original(self, text: str) -> str:
        """The text that these changes made into `text`."""
        return undo(text, self.changes)


@dataclass(frozen=True, slots=True)
class Article:
    """One article: repaired text in its original script, and what is known about it.

    `id` follows from the source alone, so a changed file replaces its old self; `digest` follows from the content, so
    an unchanged one is recognised. `published` is an ISO date, or `--MM-DD` where the text gives no year, or None;
    `url` is where the text came from, if it says. `story` is the id of the article that told the same story first,
    or None.
    """

    id: str
    source: str
    title: str
    text: str
    digest: str
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    author: str | None = None
    editor: str | None = None
    story: str | None = None
    report: Report = field(default=Report("utf-8", 0))

    def light(self) -> Article:
        """The same article without its changes and what was left out, to be kept among thousands; the counts stay."""
        counts = tuple(self.report.counts.items())
        account = replace(self.report.account, left=(), lost=())
        return replace(self, report=replace(self.report, changes=(), tally=counts, account=account))


def article_id(source: str) -> str:
    """The id of the article at `source` (a path or URL): 12 hexadecimal digits."""
    return sha256(source.encode()).hexdigest()[:12]
