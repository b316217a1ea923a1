"""One watched feed: what is new in it is fetched and added."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from store.errors import LibraryNotWritable, YuanwenError

from .entries import Entry, entries_of
from .errors import AddressRefused, AddressWrong, FetchFailed, FetchLater, NoPage, RobotsForbid, WatchError
from .fetching import DAY, Fetched, Fetcher
from .memory import Memory, Seen
from .notices import Notice, Tell, Told
from .pages import own_page, page, place_of, write
from .shelf import Shelf

if TYPE_CHECKING:
    from store.adding.run import Added

TOGETHER = 10
"""Entries that are fetched before they are added: what was fetched is lost when the watching ends in between."""
TRIES = 3
"""Times that a page is tried; then what the feed holds of it is all there will be."""
_PAGES = {"text/html", "application/xhtml+xml", ""}


@dataclass(slots=True)
class _Page:
    """An entry on its way into the library: its file, what is to be remembered, and why its own page isn't had."""

    entry: Entry
    path: Path
    seen: Seen
    error: YuanwenError | None = None


class Feed:
    """A feed at an address. What is remembered of it lies in a file beside its pages."""

    def __init__(self, address: str, folder: Path, fetcher: Fetcher, shelf: Shelf, tell: Tell) -> None:
        """`folder` is where the pages are kept."""
        self.address = address
        self._folder = folder
        self._fetcher = fetcher
        self._shelf = shelf
        self._tell = tell
        self._told = Told(tell)
        self._memory = Memory.load(address, folder)
        self._is_equal = False

    @property
    def rest(self) -> float:
        """Seconds until the feed may be asked again: as its site has it."""
        return max(0.0, self._memory.due - time.time())

    def look(self) -> None:
        """Fetch and add what is new; what went wrong is told once, and tried again the next time.

        Raises LibraryError, and Stopped: what was added before is remembered.
        """
        try:
            if (rest := self.rest) > 0:
                raise FetchLater(url=self.address, seconds=round(rest) or 1)
            is_equal = self._update()
        except FetchLater as error:
            self._memory.due = max(self._memory.due, time.time() + float(str(error.details["seconds"])))
            self._save()
            self._told.wait(self.address, error)
            self._is_equal = False
        except WatchError as error:
            self._told.wait(self.address, error)
            self._is_equal = False
        else:
            if self._told.over(self.address) or (is_equal and not self._is_equal):
                self._tell(Notice("equal", self.address, count=len(self._memory.entries)))
            self._is_equal = is_equal

    def _update(self) -> bool:
        """Take what is new; returns whether nothing is left to be tried again."""
        memory = self._memory
        fetched = self._fetcher.get(self.address, _conditions(memory.etag, memory.modified))
        fresh, later = _fresh(fetched), False
        if fetched.status != 304:
            later = self._take(entries_of(fetched))
            # With an entry left to be tried again, the whole feed has to come again.
            memory.etag = None if later else fetched.headers.get("etag")
            memory.modified = None if later else fetched.headers.get("last-modified")
        memory.due = time.time() + fresh if fresh else 0.0
        self._save()
        return not later

    def _take(self, entries: Sequence[Entry]) -> bool:
        """Fetch and add those entries that are new or changed; returns whether some are to be tried again."""
        wanted = iter([entry for entry in reversed(entries) if self._is_wanted(entry)])
        while together := [*islice(wanted, TOGETHER)]:
            pages = [one for entry in together if (one := self._fetched(entry))]
            self._add(pages)
            self._save()
        seen = (self._memory.seen(entry) for entry in entries)
        return any(one is None or one.failures for one in seen)

    def _is_wanted(self, entry: Entry) -> bool:
        seen = self._memory.seen(entry)
        return seen is None or seen.mark != entry.mark or seen.failures > 0

    def _fetched(self, entry: Entry) -> _Page | None:
        """An entry with its page, or with what the feed holds, written to its file; None if there is nothing to add."""
        before = self._memory.seen(entry)
        path = place_of(entry, self.address, self._folder)
        is_here = before is not None and path.exists()
        try:
            found = self._answer(entry, before if is_here else None)
        except FetchLater as error:  # which counts as no failure: the page comes when the site says
            self._told.wait(_host(entry), error)
            return None
        if found is None or isinstance(found, WatchError):
            return self._without(entry, path, found, before if is_here else None)
        self._told.over(_host(entry))
        if before and found.status == 304:
            self._memory.note(entry, Seen(entry.mark, before.etag, before.modified))
            return None
        self._write(path, page(found, entry))
        return _Page(entry, path, Seen(entry.mark, found.headers.get("etag"), found.headers.get("last-modified")))

    def _answer(self, entry: Entry, before: Seen | None) -> Fetched | WatchError | None:
        """The answer of an entry's link, or why there is none; None for an entry without a link. Raises FetchLater."""
        if not entry.link:
            return None
        try:
            conditions = _conditions(before.etag, before.modified) if before else {}
            found = self._fetcher.get(entry.link, conditions)
        except (RobotsForbid, AddressRefused, AddressWrong, FetchFailed) as error:
            return error
        return found if found.status == 304 or found.kind in _PAGES else NoPage(url=entry.link, kind=found.kind)

    def _without(self, entry: Entry, path: Path, error: WatchError | None, before: Seen | None) -> _Page | None:
        """An entry whose page is not to be had, with what its feed holds: unless an earlier state of the page is here,
        or the same text of the feed.
        """
        seen = Seen(entry.mark, is_own=True)
        is_same = before is not None and before.mark == entry.mark
        if isinstance(error, FetchFailed):
            failures = before.failures + 1 if before and is_same else 1
            seen.failures = failures if failures < TRIES else 0
        if before and (is_same or not before.is_own):
            seen.is_own = before.is_own
        elif entry.content.strip():
            self._write(path, own_page(entry))
            return _Page(entry, path, seen, error)
        elif error:
            self._tell(Notice("failed", entry.link or entry.key, error=error))
        self._memory.note(entry, seen)
        return None

    def _add(self, pages: Sequence[_Page]) -> None:
        """Add the pages; of one that holds no article, what the feed holds instead."""
        self._put(pages, again=True)

    def _put(self, pages: Sequence[_Page], *, again: bool) -> None:
        if not pages:
            return
        by_path = {str(one.path.resolve()): one for one in pages}
        others: list[_Page] = []
        for added in self._shelf.add([one.path for one in pages]):
            one = by_path[str(added.path.resolve())]
            if again and added.error and one.error is None and one.entry.link and one.entry.content.strip():
                self._write(one.path, own_page(one.entry))
                others.append(_Page(one.entry, one.path, one.seen, added.error))
            else:
                self._settle(one, added)
        self._put(others, again=False)

    def _settle(self, one: _Page, added: Added) -> None:
        self._memory.note(one.entry, one.seen)
        if added.status != "unchanged":
            place = one.entry.link or added.source
            self._tell(Notice(added.status, place, added.article, error=added.error or one.error))

    def _write(self, path: Path, content: bytes) -> None:
        try:
            write(path, content)
        except OSError as error:
            raise LibraryNotWritable(path=self._folder, reason=error.strerror) from error

    def _save(self) -> None:
        try:
            self._memory.save(self._folder)
        except OSError as error:
            raise LibraryNotWritable(path=self._folder, reason=error.strerror) from error


def _host(entry: Entry) -> str:
    return urlsplit(entry.link or "").hostname or ""


def _conditions(etag: str | None, modified: str | None) -> dict[str, str]:
    """The headers that ask for an answer only where there is another one (RFC 9110)."""
    found = {"If-None-Match": etag, "If-Modified-Since": modified}
    return {name: value for name, value in found.items() if value}


def _fresh(fetched: Fetched) -> float:
    """The seconds for which an answer stays as it is, by its site's word; within reason."""
    found = re.search(r"(?:^|[\s,])max-age\s*=\s*(\d+)", fetched.headers.get("cache-control", ""), re.IGNORECASE)
    age = fetched.headers.get("age", "")
    passed = int(age) if age.isdecimal() else 0
    return max(0.0, min(float(found[1]), DAY) - passed) if found else 0.0
