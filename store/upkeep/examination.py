"""A library examined: every row read, and compared with what it says of others."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

import numpy as np

from store.article import Article
from store.errors import LibraryDamaged
from store.index.raw import Kept, RawRows
from store.index.rows import (
    Known,
    changes_of,
    known_of,
    passage_id,
    passage_row,
    state_id,
    text_of,
    to_card,
    to_failure,
)
from store.passage import Passage
from store.text.scripts import bare
from store.text.sentences import Span, sentences

from .findings import Fault, Finding
from .moving import BATCH, Progress, stories

_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, zlib.error)
_OFF = 1e-2
"""How far from 1 the length of a vector may be: bfloat16 keeps it within 0.004."""


class Examination:
    """The faults of a library: `found` has the places of each, and `broken` the ids of articles that have it.

    `vectors_readable` is False where Chroma does not give its vectors out.
    """

    def __init__(self) -> None:
        self.found: dict[Fault, list[str]] = {}
        self.broken: defaultdict[Fault, list[str]] = defaultdict(list)
        self.known: dict[str, Known] = {}
        self.passages = 0
        self.vectors_readable = True

    def examine(self, rows: RawRows, progress: Progress | None = None) -> None:
        """Examine the library; `progress` is told how many articles of how many are done. Raises a LibraryError."""
        self._raw = rows
        self._progress = progress
        self._rows()
        self._records()
        self._orphans()
        self._stories()
        self._contents()
        self._failures()

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong, in the order of the table of faults."""
        return tuple(Finding(fault, tuple(self.found[fault])) for fault in get_args(Fault) if fault in self.found)

    def say(self, fault: Fault, place: str) -> None:
        """Note a fault."""
        self.found.setdefault(fault, []).append(place)

    def _blame(self, fault: Fault, article_id: str) -> None:
        self.say(fault, self.known[article_id].source if article_id in self.known else article_id)
        self.broken[fault].append(article_id)

    def _rows(self) -> None:
        for row_id, row in self._raw.rows("articles"):
            try:
                to_card(row_id, row)
                self.known[row_id] = known_of(row)
            except _UNREADABLE:
                self._blame("rows", row_id)

    def _records(self) -> None:
        lacking = {state_id(row_id, row.digest): row_id for row_id, row in self.known.items()}
        for row_id, row in self._raw.rows("records"):
            if row_id not in lacking:
                if row.get("article_id") not in self.broken["rows"]:
                    self.say("records", row_id)
                continue
            article_id = lacking.pop(row_id)
            try:
                text_of(row)
                changes_of(row)
            except _UNREADABLE:
                self._blame("texts", article_id)
        for article_id in self._raw.without_document(lacking.values()):
            self._blame("texts", article_id)

    def _orphans(self) -> None:
        for row_id, row in self._raw.rows("passages"):
            self.passages += 1
            article_id = str(row.get("article_id"))
            of = self.known.get(article_id)
            if article_id not in self.broken["rows"] and (of is None or of.digest != row.get("digest")):
                self.say("orphans", row_id)

    def _stories(self) -> None:
        for row_id, row in self.known.items():
            if row.story and (row.story not in self.known or self.known[row.story].story):
                self._blame("stories", row_id)

    def _contents(self) -> None:
        """Read every article with its passages, a few stories at a time."""
        waiting: list[list[str]] = []
        unreadable = {*self.broken["texts"]}
        done = 0
        for members in [*stories(self.known), []]:
            waiting.append([one for one in members if one not in unreadable])
            count = sum(map(len, waiting))
            if count >= BATCH or not members:
                self._batch(waiting)
                waiting = []
                done += count
                if self._progress:
                    self._progress(done, len(self.known) - len(unreadable))

    def _batch(self, told: Sequence[Sequence[str]]) -> None:
        ids = [row_id for members in told for row_id in members]
        articles = {article.id: article for article in self._raw.texts(ids)}
        try:
            kept = self._raw.passages_of(ids)
        except LibraryDamaged:
            self.vectors_readable = False
            for row_id in ids:
                self._blame("vectors", row_id)
            return
        for members in told:
            own = {
                row_id: [one for one in kept[row_id] if one.row.get("digest") == articles[row_id].digest]
                for row_id in members
                if row_id in articles
            }
            whole = {row_id: rows for row_id, rows in own.items() if self._agree(articles[row_id], rows)}
            for row_id in _with_gaps({row_id: (articles[row_id], whole[row_id]) for row_id in whole}):
                self._blame("gaps", row_id)

    def _agree(self, article: Article, kept: Sequence[Kept]) -> bool:
        """Whether the passages of an article are what it says, and have unit vectors."""
        if not all(_agrees(article, one) for one in kept):
            self._blame("passages", article.id)
            return False
        lengths = np.linalg.norm(np.asarray([one.vector for one in kept]), axis=1) if kept else np.ones(0)
        if not np.all(np.abs(lengths - 1) < _OFF):  # which is false for what is no number, too
            self._blame("vectors", article.id)
        return True

    def _failures(self) -> None:
        for row_id, row in self._raw.rows("failures"):
            try:
                to_failure(row).error.message()
            except _UNREADABLE:
                self.say("failures", row_id)


def _agrees(article: Article, kept: Kept) -> bool:
    try:
        number, start, end = (int(kept.row[name]) for name in ("number", "start", "end"))
    except _UNREADABLE:
        return False
    about = (article.source, article.title, article.publisher, article.published)
    passage = Passage(article.id, number, article.text[start:end], start, end, *about)
    if not 0 <= start < end <= len(article.text) or kept.row_id != passage_id(article.digest, passage):
        return False
    return kept.text in (None, passage.text) and passage_row(passage, article.digest).items() <= kept.row.items()


def _with_gaps(told: Mapping[str, tuple[Article, Sequence[Kept]]]) -> Iterator[str]:
    """The articles of one story with a sentence that no passage of any of them has."""
    missing = {row_id: [*_missing(article.text, kept)] for row_id, (article, kept) in told.items()}
    if not any(missing.values()):
        return
    said = {bare(article.text[start:end]) for article, _ in told.values() for start, end in sentences(article.text)}
    said -= {sentence for lacking in missing.values() for sentence in lacking}
    said |= {
        bare(text[start:end])
        for article, kept in told.values()
        for text in (_text(article, one) for one in kept)
        for start, end in sentences(text)
    }
    for row_id, lacking in missing.items():
        # A text that was cut off ends in the beginning of a sentence that another has whole.
        last = lacking[-1:] if any(whole.startswith(sentence) for sentence in lacking[-1:] for whole in said) else []
        if any(sentence not in said for sentence in lacking[: len(lacking) - len(last)]):
            yield row_id


def _text(article: Article, kept: Kept) -> str:
    return article.text[int(kept.row["start"]) : int(kept.row["end"])]


def _missing(text: str, kept: Sequence[Kept]) -> Iterator[str]:
    """The sentences, bare, of which a part is in no passage."""
    covered = bytearray(len(text))
    for one in kept:
        start, end = int(one.row["start"]), int(one.row["end"])
        covered[start:end] = b"\1" * (end - start)
    if covered.count(0) == 0:
        return
    for start, end in sentences(text):
        if any(bare(text[a:b]) for a, b in _open(covered, start, end)):
            yield bare(text[start:end])


def _open(covered: bytearray, start: int, end: int) -> Iterator[Span]:
    """The runs between two offsets that are not covered."""
    while start < end:
        first = covered.find(0, start, end)
        if first < 0:
            return
        after = covered.find(1, first, end)
        yield first, after if after >= 0 else end
        start = after if after >= 0 else end
