"""One call of `Library.add`: files are read, their articles placed among the stories, and written in batches."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol

from store.article import Article, article_id
from store.errors import ArticleError, MissingPath, NoArticles, YuanwenError
from store.index.chroma import Index
from store.index.rows import Entry, Known
from store.reading import Part, count, find, is_of, parts
from store.report import Failure

from .stories import Stories

BATCH = 256
"""Passages, or articles, embedded and written together while adding."""
_TELL = 1.0  # seconds between two words on progress

Status = Literal["added", "replaced", "unchanged", "removed", "failed"]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one article: of a file, of a row of a table (`path#3`) or of a member of an archive.

    `path` is the file and `source` the article's place. `article` is there unless it could not be read, and then
    `error` is; what was changed in it stays in the library, for `Library.article`. `passages` were indexed of it; of an
    article whose `story` was told before, only what is new in it. "removed" is one that its file holds no longer.
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


class Writer(Protocol):
    """What of the library is used here: its two ways of writing."""

    def write(self, entries: list[Entry]) -> None:
        """Embed and write new or changed articles."""

    def pass_on(self, stories: set[str], gone: set[str], *, keep: bool = False) -> list[Entry]:
        """Let others take over the stories of articles that go; returns what they took over."""


class Adding:
    """The state of one call of `Library.add`."""

    def __init__(self, index: Index, library: Writer, progress: Callable[[int, int], None] | None) -> None:
        self._index = index
        self._library = library
        self._progress = progress
        self._known = index.known()
        self._sources = sorted((row.source, row_id) for row_id, row in self._known.items())
        self._stories = Stories(index, self._known)
        self._failed: defaultdict[str, dict[str, Failure]] = defaultdict(dict)
        for failure in index.failures():
            self._failed[failure.file][failure.path] = failure
        self._aside: list[Failure] = []
        self._entries: list[Added] = []
        self._waiting: list[Entry] = []
        self._finished = self._total = 0
        self._last_told = time.monotonic()
        if lost := self._stories.lost():
            self._pass_on(lost, lost)

    def run(self, paths: Iterable[str | Path]) -> list[Added]:
        """Add files and folders; one entry an article, in order."""
        files = self._files(paths)
        expected = [count(file) for file in files]
        self._total = sum(expected)
        ahead = 0
        for file, articles in zip(files, expected, strict=True):
            self._file(file)
            ahead += articles
            self._finished = ahead
        self._flush()
        return [*self._complete()]

    def _files(self, paths: Iterable[str | Path]) -> list[Path]:
        named: dict[Path, Path] = {}  # a file named twice, or in a folder named beside it, is one file
        for path in dict.fromkeys(Path(path) for path in paths):
            try:
                named |= {file.resolve(): file for file in find(path)}
            except ArticleError as error:
                self._fail(path, error, str(path.resolve()))
        return [*named.values()]

    def _file(self, file: Path) -> None:
        place = str(file.resolve())
        earlier = self._failed.pop(place, {})
        seen: set[str] = set()
        broken: list[str] = []
        try:
            for part in parts(file):
                self._finished += 1
                if isinstance(part, Part):
                    seen.add(part.source)
                    self._part(file, part)
                else:
                    broken.append(str(part.details["path"]))
                    self._fail(file, part, broken[-1])
                self._tell()
        except ArticleError as error:
            self._failed[place] = earlier
            self._fail(file, error, place)
            return
        still = self._failed[place]
        self._index.forget([failure for path, failure in earlier.items() if path not in still])
        gone = {source: row_id for source, row_id in self._from(place) if source not in seen}
        kept = {source for source in gone for path in broken if source == path or is_of(source, path)}
        self._remove(file, {row_id for source, row_id in gone.items() if source not in kept})

    def _part(self, file: Path, part: Part) -> None:
        row_id = article_id(part.source)
        if any(entry.article.id == row_id for entry in self._waiting):
            self._flush()  # the same place twice, as in an archive that holds two files of one name
        known = self._known.get(row_id)
        if known and known.digest == part.digest:
            self._entries.append(Added(file, "unchanged", source=part.source))
            return
        try:
            article = part.article()
        except ArticleError as error:
            self._fail(file, error, part.source)
            return
        if known:
            self._release(row_id)
        entry = self._stories.enter(article)
        self._known[row_id] = Known(article.source, article.digest, entry.article.story, entry.signature)
        self._waiting.append(entry)
        kept = entry.article.light()
        status: Status = "replaced" if known else "added"
        self._entries.append(Added(file, status, kept, len(entry.passages), source=part.source))
        if max(len(self._waiting), sum(len(entry.passages) for entry in self._waiting)) >= BATCH:
            self._flush()

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
        gone = self._index.articles(ids)
        self._pass_on({article.story or article.id for article in gone}, ids)
        for article in gone:
            del self._known[article.id]
            self._entries.append(Added(file, "removed", article, source=article.source))

    def _pass_on(self, stories: set[str], gone: set[str], *, keep: bool = False) -> None:
        taken_over = self._library.pass_on(stories, gone, keep=keep)
        self._stories.forget(gone, taken_over)
        for entry in taken_over:
            row_id, story = entry.article.id, entry.article.story
            self._known[row_id] = self._known[row_id]._replace(story=story)

    def _flush(self) -> None:
        if self._waiting:
            self._library.write(self._waiting)
            self._waiting = []
            self._stories.written()
        self._index.set_aside(self._aside)
        self._aside = []
        self._tell(now=True)

    def _tell(self, *, now: bool = False) -> None:
        """Say how many articles are done: those that wait to be written are not."""
        if self._progress and self._total and (now or time.monotonic() - self._last_told >= _TELL):
            self._last_told = time.monotonic()
            self._progress(min(self._finished - len(self._waiting), self._total), self._total)

    def _from(self, path: str) -> Iterator[tuple[str, str]]:
        """The articles that were in a file before this call: (source, id)."""
        for source, row_id in self._sources[bisect_left(self._sources, (path, "")) :]:
            if not source.startswith(path):
                return
            if is_of(source, path):
                yield source, row_id

    def _fail(self, file: Path, error: ArticleError, source: str) -> None:
        self._entries.append(Added(file, "failed", error=error, source=source))
        if not isinstance(error, MissingPath | NoArticles):  # else there is no file to set aside
            failure = Failure(source, str(file.resolve()), error)
            self._failed[failure.file][source] = failure
            self._aside.append(failure)

    def _complete(self) -> Iterator[Added]:
        """The entries, with the articles that did not change."""
        ids = [article_id(added.source) for added in self._entries if added.status == "unchanged"]
        there = {article.id: article for article in self._index.articles(ids)}
        for added in self._entries:
            unchanged = added.status == "unchanged"
            yield replace(added, article=there.get(article_id(added.source))) if unchanged else added
