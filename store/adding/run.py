"""One call of `Library.add`: files are read, their articles placed among the stories, and written in batches."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Protocol

from store.article import Article, article_id
from store.errors import ArticleError, MissingPath, NoArticles, YuanwenError
from store.index.rows import Entry, Known
from store.reading import count, find, is_of
from store.replica.view import View
from store.report import Failure

from .ahead import FEW, Piece, ahead
from .batches import Batches
from .batches import Shelf as Batched
from .stories import Shelf as Telling
from .stories import Stories

_TOGETHER = 200  # articles told of at a time
_TELL = 1.0  # seconds between two words on progress

Status = Literal["added", "replaced", "unchanged", "removed", "failed"]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one article: of a file, of a row of a table (`path#3`) or of a member of an archive.

    `path` is the file and `source` the article's place. `article` is there unless it could not be read, and then
    `error` is; its text and what was changed in it stay in the library, for `Library.article`. `passages` were indexed
    of it; of an article whose `story` was told before, only what is new in it. "removed" is one that its file holds no
    longer.
    """

    path: Path
    status: Status
    article: Article | None = None
    passages: int = 0
    error: YuanwenError | None = None
    source: str = ""

    @property
    def story(self) -> str | None:
        """The id of the article that told the same story first, or None."""
        return self.article.story if self.article else None


class Shelf(Batched, Telling, Protocol):
    """What of the library is used here."""

    def state(self) -> AbstractContextManager[View]:
        """One state of the library."""

    def pass_on(self, stories: Collection[str], gone: Collection[str], *, keep: bool = False) -> list[Entry]:
        """Let others take over the stories of articles that go; returns what they took over."""

    def set_aside(self, failures: Sequence[Failure]) -> None:
        """Keep what could not be read, and why."""

    def forget(self, failures: Iterable[Failure]) -> None:
        """Set these files aside no longer."""


@dataclass
class _File:
    """A file that is being read: the articles found in it, what of it is broken, and what failed in it before."""

    path: Path
    earlier: dict[str, Failure]
    seen: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        """The path that its articles' sources begin with."""
        return str(self.path.resolve())


class Adding:
    """The state of one call of `Library.add`."""

    def __init__(self, library: Shelf, progress: Callable[[int, int], None] | None) -> None:
        self._library = library
        self._progress = progress
        with library.state() as there:
            self._known, failures = there.known(), there.failures()
        self._sources = sorted((row.source, row_id) for row_id, row in self._known.items())
        self._stories = Stories(library, self._known)
        self._failed: defaultdict[str, dict[str, Failure]] = defaultdict(dict)
        for failure in failures:
            self._failed[failure.file][failure.path] = failure
        self._aside: list[Failure] = []
        self._batches = Batches(library)
        self._entries: deque[tuple[Added, int]] = deque()
        self._finished = self._total = 0
        self._last_told = time.monotonic()
        if lost := self._stories.lost():
            self._pass_on(lost, lost)

    def run(self, paths: Iterable[str | Path]) -> Iterator[Added]:
        """Add files and folders; one entry an article, in order, each as soon as the article is in the library."""
        files = self._files(paths)
        expected = {file: count(file) for file in files}
        self._total = sum(expected.values())
        digests = {row_id: row.digest for row_id, row in self._known.items()}
        try:
            with ahead(files, digests, many=self._total > FEW) as pieces:
                before = 0
                for file in files:
                    self._file(file, pieces)
                    before += expected[file]
                    self._finished = before
                    yield from self._told()
            self._flush()
            yield from self._told(last=True)
        finally:
            self._batches.close()

    def _files(self, paths: Iterable[str | Path]) -> list[Path]:
        named: dict[Path, Path] = {}  # a file named twice, or in a folder named beside it, is one file
        for path in dict.fromkeys(Path(path) for path in paths):
            try:
                named |= {file.resolve(): file for file in find(path)}
            except ArticleError as error:
                self._fail(path, error, str(path.resolve()))
        return [*named.values()]

    def _file(self, path: Path, pieces: Iterator[Piece]) -> None:
        """Take the pieces of one file, up to its end."""
        file = _File(path, self._failed.pop(str(path.resolve()), {}))
        for piece in pieces:
            if not piece.place:
                return self._finish(file, piece.error)
            self._finished += 1
            if piece.digest:
                file.seen.add(piece.place)
                self._part(piece)
            elif piece.error:
                file.broken.append(piece.place)
                self._fail(path, piece.error, piece.place)
            self._tell()
        raise RuntimeError(f"{path} has no end")

    def _finish(self, file: _File, error: ArticleError | None) -> None:
        """A file has been read to its end, or could not be read as a whole."""
        if error:
            self._failed[file.place] = file.earlier
            self._fail(file.path, error, file.place)
            return
        still = self._failed[file.place]
        self._library.forget([failure for path, failure in file.earlier.items() if path not in still])
        gone = {source: row_id for source, row_id in self._from(file.place) if source not in file.seen}
        kept = {source for source in gone for path in file.broken if source == path or is_of(source, path)}
        self._remove(file.path, {row_id for source, row_id in gone.items() if source not in kept})

    def _part(self, piece: Piece) -> None:
        row_id = article_id(piece.place)
        if self._batches.holds(row_id):
            self._flush()  # the same place twice, as in an archive that holds two files of one name
        if piece.error:
            self._fail(piece.file, piece.error, piece.place)
        elif piece.article is None:
            self._entries.append((Added(piece.file, "unchanged", source=piece.place), 0))
        else:
            known = row_id in self._known
            if known:
                self._release(row_id)
            self._write(piece.file, piece.article, "replaced" if known else "added")

    def _write(self, file: Path, article: Article, status: Status) -> None:
        entry = self._stories.enter(article)
        self._known[article.id] = Known(article.source, article.digest, entry.article.story, entry.signature)
        kept = replace(entry.article.light(), text="")
        before = self._batches.written
        number = self._batches.put(entry)
        self._entries.append((Added(file, status, kept, len(entry.passages), source=article.source), number))
        if self._batches.written > before:
            self._settled()

    def _release(self, row_id: str) -> None:
        """An article is about to change: what it told first, or alone, others of its story tell from now on."""
        if len(self._stories.tellers(row_id)) > 1:
            self._flush()
            self._pass_on({self._known[row_id].story or row_id}, {row_id}, keep=True)
        else:
            self._stories.forget({row_id}, ())

    def _remove(self, file: Path, ids: set[str]) -> None:
        """Rows or members have gone from their file."""
        if not ids:
            return
        self._flush()
        gone = self._library.named(ids)
        self._pass_on({article.story or article.id for article in gone}, ids)
        for article in gone:
            del self._known[article.id]
            self._entries.append((Added(file, "removed", article, source=article.source), 0))

    def _pass_on(self, stories: set[str], gone: set[str], *, keep: bool = False) -> None:
        taken_over = self._library.pass_on(stories, gone, keep=keep)
        self._stories.forget(gone, taken_over)
        for entry in taken_over:
            row_id, story = entry.article.id, entry.article.story
            self._known[row_id] = self._known[row_id]._replace(story=story)

    def _flush(self) -> None:
        self._batches.flush()
        self._settled()

    def _settled(self) -> None:
        """A batch is in the library: what was set aside is kept with it."""
        self._stories.written(self._batches.holds)
        self._library.set_aside(self._aside)
        self._aside = []
        self._tell(now=True)

    def _tell(self, *, now: bool = False) -> None:
        """Say how many articles are done: those that wait to be written are not."""
        if self._progress and self._total and (now or time.monotonic() - self._last_told >= _TELL):
            self._last_told = time.monotonic()
            self._progress(min(self._finished - self._batches.waiting, self._total), self._total)

    def _told(self, *, last: bool = False) -> Iterator[Added]:
        """The entries up to the first that is not in the library yet."""
        if len(self._entries) < _TOGETHER and not last:
            return
        ready: list[Added] = []
        while self._entries and self._entries[0][1] <= self._batches.written:
            ready.append(self._entries.popleft()[0])
        if not ready:
            return
        with self._library.state() as now:
            there = now.described([article_id(one.source) for one in ready if one.status == "unchanged"])
        for added in ready:
            unchanged = added.status == "unchanged"
            yield replace(added, article=there.get(article_id(added.source))) if unchanged else added

    def _from(self, path: str) -> Iterator[tuple[str, str]]:
        """The articles that were in a file before this call: (source, id)."""
        for source, row_id in self._sources[bisect_left(self._sources, (path, "")) :]:
            if not source.startswith(path):
                return
            if is_of(source, path):
                yield source, row_id

    def _fail(self, file: Path, error: ArticleError, source: str) -> None:
        self._entries.append((Added(file, "failed", error=error, source=source), 0))
        if not isinstance(error, MissingPath | NoArticles):  # else there is no file to set aside
            failure = Failure(source, str(file.resolve()), error)
            self._failed[failure.file][source] = failure
            self._aside.append(failure)
