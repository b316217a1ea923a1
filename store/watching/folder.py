"""One watched folder: what differs between it and the library, and the changes that make the library equal to it."""

from __future__ import annotations

import os
import re
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from store.article import Article
from store.errors import MissingPath
from store.reading import is_of

from .errors import FolderEmptied, FolderMissing
from .listing import Listing, Stamp, listed
from .notices import Notice, Tell, Told
from .options import Options
from .shelf import From, Shelf

if TYPE_CHECKING:
    from store.adding.run import Added

TOGETHER = 1000
"""Most files that are added in one go: in between, what was done is told, and others may write."""
MANY = 20
"""Articles that go without asking. As many are soon read again where a disk was only taken out for a while."""
_ENDS = re.compile(r"[#/\\]")


class Folder:
    """A folder and what is known of its files.

    What the library has from it is asked of the library, so that nothing else need be kept: whenever a comparison
    breaks off, the next one completes it.
    """

    def __init__(self, root: Path, options: Options, shelf: Shelf, tell: Tell) -> None:
        self.root = str(root.resolve())
        self.seconds = 0.0  # that the last listing took
        self.is_there = True
        self._apart = str(options.apart.resolve()) if options.apart else ""
        self._shelf = shelf
        self._tell = tell
        self._told = Told(tell)
        self._options = options
        self._read: dict[str, Stamp] = {}
        self._changing: dict[str, tuple[Stamp, float]] = {}  # and since when they are so
        self._unread: list[str] | None = None  # None until all that the library has was compared
        self._is_equal = False

    def compare(self) -> bool:
        """Make the library equal to the folder; returns False while files in it are still being written.

        Raises LibraryError, and Stopped.
        """
        begun = time.monotonic()
        try:
            now = listed(self.root, self._apart)
        except FolderMissing as error:
            self._told.wait(self.root, error)
            self._unread, self._is_equal, self.is_there = None, False, False
            return True
        self.is_there = True
        self.seconds = time.monotonic() - begun
        vanished = [path for path in self._read if path not in now.files and not _is_within(path, now.unread)]
        before = self._changing
        ready = self._ready(now, {self._read[path].content for path in vanished})
        # What seems to be gone may be on its way to another place.
        is_arriving = any(path not in before and path not in self._read for path in self._changing)
        is_asked = not is_arriving and (vanished or self._unread != now.unread)
        gone, is_held = self._gone(now) if is_asked else (From({}, ()), False)
        self._follow(ready, now, gone)
        if not is_arriving:
            self._unread = None if is_held else now.unread
            for path in vanished:
                del self._read[path]
        if self._changing:
            return False
        if not is_held and (self._told.over(self.root) or not self._is_equal):
            self._tell(Notice("equal", self.root, count=len(now.files)))
        self._is_equal = not is_held
        return True

    def _ready(self, now: Listing, vanished: Collection[tuple[int, int]]) -> list[str]:
        """The files to be read, in order; those that were written to a moment ago, and not moved, have to wait."""
        changed = {path: stamp for path, stamp in now.files.items() if self._read.get(path) != stamp}
        clock, look = time.time(), time.monotonic()
        since: dict[str, tuple[Stamp, float]] = {}
        for path, stamp in changed.items():
            before = self._changing.get(path)
            since[path] = before if before and before[0] == stamp else (stamp, look)
        settle = self._options.settle  # by either clock: that of a network drive is another one
        ready = sorted(
            path
            for path, (stamp, seen) in since.items()
            if look - seen >= settle or stamp.age(clock) >= settle or stamp.content in vanished
        )
        self._changing = {path: since[path] for path in since.keys() - {*ready}}
        return ready

    def _gone(self, now: Listing) -> tuple[From, bool]:
        """What the library has from files that are gone, and whether that is too much to follow."""
        had = self._shelf.of(self.root)
        is_inside = self._apart and not _is_within(self.root, [self._apart])
        unread = [*now.unread, self._apart] if is_inside else now.unread
        gone = From(
            {source: row_id for source, row_id in had.articles.items() if not _is_there(source, now.files, unread)},
            tuple(failure for failure in had.failures if not _is_there(failure.file, now.files, unread)),
        )
        return (From({}, ()), True) if self._is_too_much(gone, now) else (gone, False)

    def _is_too_much(self, gone: From, now: Listing) -> bool:
        """Whether so much is gone that it is hardly meant, which is told."""
        is_emptied = not now.files and len(gone.articles) > MANY
        is_most = len({_file_of(source) for source in gone.articles}) > max(MANY, len(now.files))
        if self._options.remove_many or not (is_emptied or is_most):
            return False
        self._told.wait(self.root, FolderEmptied(path=self.root, gone=len(gone.articles), left=len(now.files)))
        return True

    def _follow(self, ready: Sequence[str], now: Listing, gone: From) -> None:
        """Add what is new before what is gone goes: so what was only moved is there all the time."""
        waiting: list[Notice] = []
        removed: list[Article] = []
        try:
            paths = iter(ready)
            while together := [*islice(paths, TOGETHER)]:
                waiting += _notices(self._shelf.add([Path(path) for path in together]))
                self._read |= {path: now.files[path] for path in together}
                if not gone.articles:
                    self._tell_all(waiting)
                    waiting = []
            if gone.articles or gone.failures:
                removed = self._shelf.remove([*gone.articles.values()], gone.failures)
        finally:
            self._tell_all(_with_moves(waiting, removed))

    def _tell_all(self, notices: Iterable[Notice]) -> None:
        for notice in notices:
            self._tell(notice)


def _notices(added: Sequence[Added]) -> Iterator[Notice]:
    """What became of the articles that are not as they were; a file that went meanwhile is seen the next time."""
    for one in added:
        if one.status != "unchanged" and not isinstance(one.error, MissingPath):
            yield Notice(one.status, one.source, one.article, error=one.error)


def _with_moves(added: Iterable[Notice], removed: Iterable[Article]) -> Iterator[Notice]:
    """The notices of what was added and removed; of an article that was moved there is one."""
    by_digest: defaultdict[str, list[Article]] = defaultdict(list)
    for article in removed:
        by_digest[article.digest].append(article)
    for notice in added:
        was = by_digest[notice.article.digest] if notice.article and notice.kind == "added" else []
        yield Notice("moved", notice.place, notice.article, was=was.pop().source) if was else notice
    for articles in by_digest.values():
        yield from (Notice("removed", article.source, article) for article in articles)


def _is_there(source: str, files: Collection[str], unread: Sequence[str]) -> bool:
    """Whether the file of a source is there, or could be: the source is the file, or a row or member of it."""
    ends = [match.start() for match in _ENDS.finditer(source)]
    if source in files or any(source[:end] in files and is_of(source, source[:end]) for end in ends):
        return True
    return _is_within(source, unread) or any(is_of(source, path) for path in unread)


def _is_within(path: str, places: Sequence[str]) -> bool:
    return any(path == place or path.startswith(place.rstrip(os.sep) + os.sep) for place in places)


def _file_of(source: str) -> str:
    """The file that a source seems to be in, which is gone: report.xlsx of report.xlsx#3."""
    ends = (match.start() for match in _ENDS.finditer(source))
    return next((source[:end] for end in ends if Path(source[:end]).suffix and is_of(source, source[:end])), source)
