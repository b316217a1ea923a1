"""A library copied into another, batch by batch: what is there already is skipped, so a copy that broke off goes on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from store.errors import EmbeddingMismatch
from store.index.connection import Place, is_url
from store.index.rows import Embedded, Entry, Known
from store.library import Library
from store.replica.batch import Batch, batch
from store.replica.live import Live
from store.replica.replica import EMBEDDING
from store.report import Failure

from .errors import OtherEmbedding, SameLibrary

BATCH = 256
"""Articles that are moved together; a story is never divided."""

Progress = Callable[[int, int], None]


class Source(Protocol):
    """Where articles come from: a library, or a file that one was exported to."""

    @property
    def name(self) -> str:
        """What messages call it."""

    @property
    def embedding(self) -> str:
        """The name of the model that made the vectors."""

    @property
    def articles(self) -> int:
        """How many articles there are."""

    def batches(self, known: Mapping[str, str]) -> Iterator[Batch]:
        """The articles, each story in one batch; those that are `known`, by id, with this digest may be left out."""

    def failures(self) -> list[Failure]:
        """What could not be read."""


class LibrarySource:
    """A library to be read."""

    def __init__(self, library: Place, cache: Path) -> None:
        """Open it; of one on a server `cache` keeps what is read. Raises a LibraryError, LibraryMissing if none is."""
        self._live = Live(library, "", cache, create=False)
        self.name = str(library)
        with self._live.fresh() as view:
            self._known = view.known()
            self.embedding = view.about(EMBEDDING)
        self.articles = len(self._known)

    def batches(self, known: Mapping[str, str]) -> Iterator[Batch]:
        """The articles that are there, each whole and of one moment; those added from now on are not among them."""
        ids: list[str] = []
        for members in stories(self._known):
            ids += [one for one in members if known.get(one) != self._known[one].digest]
            if len(ids) >= BATCH:
                yield batch(self._live, ids)
                ids = []
        if ids:
            yield batch(self._live, ids)

    def failures(self) -> list[Failure]:
        """What could not be read."""
        with self._live.fresh() as view:
            return view.failures()


def stories(known: Mapping[str, Known]) -> list[list[str]]:
    """The ids of all articles, those of a story together, its first teller first."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row_id, row in sorted(known.items(), key=lambda item: (item[1].story is not None, item[1].source)):
        found[row.story or row_id].append(row_id)
    return [*found.values()]


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of the articles of a source.

    `unchanged` were there already; `left` has the sources of those that are there in another state, which stays.
    """

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    left: tuple[str, ...] = ()
    failures: int = 0


def copy(source: Source, library: Library, *, overwrite: bool = False, progress: Progress | None = None) -> Moved:
    """Copy articles that a library lacks into it, with their vectors; with `overwrite`, also those that differ there.

    Where an article leans on another that is not the same in both libraries, its passages are embedded anew. Raises a
    LibraryError, or what the source raises.
    """
    with library.busy():
        taking = _Taking(library, overwrite=overwrite)
        total = source.articles
        for some in source.batches({row_id: row.digest for row_id, row in taking.known.items()}):
            taking.take(some)
            if progress:
                progress(taking.done, total)
        if progress:
            progress(total, total)
        failures = taking.fail(source.failures())
    unchanged = max(0, total - taking.done) + taking.unchanged
    return Moved(taking.added, taking.replaced, unchanged, tuple(taking.left), failures)


class _Taking:
    """The library that takes, and what became of the articles so far."""

    def __init__(self, library: Library, *, overwrite: bool) -> None:
        with library.state() as now:
            self.known = now.known()
        self.added = self.replaced = self.unchanged = 0
        self.left: list[str] = []
        self._library = library
        self._overwrite = overwrite

    @property
    def done(self) -> int:
        return self.added + self.replaced + self.unchanged + len(self.left)

    def take(self, some: Batch) -> None:
        """Write those of a batch that are wanted."""
        wanted: list[Entry] = []
        rows: list[int] = []
        first, gone = 0, set[str]()
        for entry in _leaning(some.entries):
            there = self.known.get(entry.article.id)
            if there is None or (self._overwrite and there.digest != entry.article.digest):
                wanted.append(entry)
                rows += range(first, first + len(entry.passages))
                if there:
                    gone.add(entry.article.id)
            elif there.digest == entry.article.digest:
                self.unchanged += 1
            else:
                self.left.append(entry.article.source)
            first += len(entry.passages)
        if gone:
            self._pass_on(gone)
        if wanted:
            wanted = [self._placed(entry) for entry in wanted]
            self._library.write(wanted, Embedded(some.embedded.vectors[rows], some.embedded.model))
        for entry in wanted:
            article = entry.article
            self.known[article.id] = Known(article.source, article.digest, article.story, entry.signature)
        self.replaced += len(gone)
        self.added += len(wanted) - len(gone)

    def _pass_on(self, gone: set[str]) -> None:
        """Articles are about to change: what they told first, or alone, others of their stories tell from now on."""
        roots = {self.known[row_id].story or row_id for row_id in gone}
        for heir in self._library.pass_on(roots, gone, keep=True):
            self.known[heir.article.id] = self.known[heir.article.id]._replace(story=heir.article.story)

    def _placed(self, entry: Entry) -> Entry:
        """The article in the story that its first teller tells here."""
        there = self.known.get(entry.article.story or "")
        return entry._replace(article=replace(entry.article, story=there.story)) if there and there.story else entry

    def fail(self, failures: list[Failure]) -> int:
        """Set aside what could not be read there, and is not known here; returns how many that are."""
        with self._library.state() as now:
            known = {row.source for row in self.known.values()} | {one.path for one in now.failures()}
        new = [failure for failure in failures if failure.path not in known]
        self._library.set_aside(new)
        return len(new)


def _leaning(entries: list[Entry]) -> Iterator[Entry]:
    """The articles, each with those that tell its story too, and may have made some of its passages superfluous."""
    tellers: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for entry in entries:
        tellers[entry.article.story or entry.article.id][entry.article.id] = entry.article.digest
    for entry in entries:
        others = tellers[entry.article.story] if entry.article.story else {}
        yield entry._replace(leans={other: others[other] for other in others if other != entry.article.id})


def opened(source: Source, library: Place, cache: Path) -> Library:
    """The library that takes, made with the source's embedding where there is none.

    Raises a LibraryError, or OtherEmbedding.
    """
    try:
        return Library(library, source.embedding, cache)
    except EmbeddingMismatch as error:
        ours = error.details["made_with"]
        raise OtherEmbedding(path=source.name, theirs=source.embedding, library=library, ours=ours) from error


def check_apart(one: Place, other: Place) -> None:
    """Raises SameLibrary where both are one library."""
    if _resolved(one) == _resolved(other):
        raise SameLibrary(path=one)


def _resolved(library: Place) -> str:
    return str(library).rstrip("/").lower() if is_url(library) else str(Path(str(library)).resolve())
