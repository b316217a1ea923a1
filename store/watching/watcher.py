"""Keeps a library equal to folders and feeds."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from store.errors import LibraryError, MissingPath

from .events import Alarm
from .feed import Feed
from .fetching import Fetcher, checked
from .folder import Folder
from .notices import Notice, Tell, Told
from .options import Options
from .shelf import Shelf, Stopped

if TYPE_CHECKING:
    from store.library import Library

SWEEP = 60.0
"""Seconds after which a folder is compared although no event came: they get lost, and network drives send none."""
AWAY = 5.0
"""Seconds after which a folder that was not there is looked for again."""
SHARE = 5
"""A folder rests for so many times as long as it takes to list it: in one that changes all the time, listing takes a
sixth of a processor at most.
"""
PURGE = 600.0
"""Seconds between two times that the text of removed articles is taken out of the library's files."""
RETRY = 2.0
"""Seconds until a library is tried again that cannot be written now."""


class Watcher:
    """Watches places until it is stopped. `run` works in the thread that calls it."""

    def __init__(self, library: Library, places: Sequence[str], tell: Tell, options: Options) -> None:
        """`places` are folders and addresses of feeds. `tell` is told of each change, by one thread at a time.

        Raises MissingPath for a folder that is not there and that nothing in the library came from, AddressWrong.
        """
        self._options = options
        self._stop, self._wake = Event(), Event()
        self._telling = Lock()
        self._tell_one = tell
        self._told = Told(self._tell)
        shelf = self._shelf = Shelf(library, self._stop)
        self._folders = [Folder(root, options, shelf, self._tell) for root in _roots(places)]
        for folder in self._folders:
            if not Path(folder.root).is_dir() and not shelf.of(folder.root).articles:
                raise MissingPath(path=folder.root)
        self._alarm = Alarm(self._wake, options.apart)
        self._purged = time.monotonic()
        fetcher = Fetcher(options, self._pause)
        addresses = dict.fromkeys(checked(place) for place in places if is_address(place))
        self._feeds = [Feed(address, options.kept, fetcher, shelf, self._tell) for address in addresses]

    def run(self, *, once: bool = False) -> None:
        """Watch until `stop` is called, or compare everything `once`."""
        try:
            with suppress(Stopped):
                if once:
                    self._follow_folders(once=True)
                    self._follow_feeds(once=True)
                elif self._folders and self._feeds:
                    # A site that answers slowly holds no folder up.
                    Thread(target=self._follow_feeds_aside, daemon=True, name="feeds").start()
                    self._follow_folders(once=False)
                elif self._folders:
                    self._follow_folders(once=False)
                else:
                    self._follow_feeds(once=False)
        finally:
            self.stop()
            self._alarm.close()

    def stop(self) -> None:
        """End the watching, from any thread or a signal's handler: at once, or after the passages being written."""
        self._stop.set()
        self._wake.set()

    def _follow_folders(self, *, once: bool) -> None:
        while not self._stop.is_set():
            is_new = not once and self._alarm.watch([folder.root for folder in self._folders])
            self._wake.clear()
            settled = [self._compare(folder) for folder in self._folders]
            if all(settled):
                self._purge(now=once)
                if once:
                    return
            rest = SWEEP if all(folder.is_there for folder in self._folders) else AWAY
            # What changed while the system was only about to watch has sent no event.
            self._wake.wait(rest if all(settled) and not is_new else self._options.settle)
            self._pause(min(SHARE * sum(folder.seconds for folder in self._folders), SWEEP))

    def _purge(self, *, now: bool) -> None:
        """Take the text of what was removed out of the library's files: `now`, or when that is due again."""
        if now or time.monotonic() - self._purged >= PURGE:
            with suppress(LibraryError):  # such as that another program writes it: then the next time
                self._shelf.purge()
            self._purged = time.monotonic()

    def _compare(self, folder: Folder) -> bool:
        """Make the library equal to a folder; returns False where that has to be tried again soon."""
        try:
            is_settled = folder.compare()
        except LibraryError as error:  # such as that another program writes it
            self._told.wait(folder.root, error)
            self._pause(RETRY)
            return False
        self._told.over(folder.root)
        return is_settled

    def _follow_feeds_aside(self) -> None:
        with suppress(Stopped):
            self._follow_feeds(once=False)

    def _follow_feeds(self, *, once: bool) -> None:
        due = dict.fromkeys(self._feeds, 0.0)
        while due and not self._stop.is_set():
            for feed in [feed for feed, moment in due.items() if time.monotonic() >= moment]:
                if not self._look(feed):
                    due[feed] = time.monotonic() + RETRY
                elif once:
                    del due[feed]
                else:
                    due[feed] = time.monotonic() + max(self._options.every, feed.rest)
            if due:
                self._pause(max(0.0, min(due.values()) - time.monotonic()))

    def _look(self, feed: Feed) -> bool:
        """Look at a feed; returns whether the library could be written."""
        try:
            feed.look()
        except LibraryError as error:
            self._told.wait(feed.address, error)
            return False
        self._told.over(feed.address)
        return True

    def _pause(self, seconds: float) -> None:
        """Wait, unless the watching is to end. Raises Stopped."""
        if self._stop.wait(seconds):
            raise Stopped

    def _tell(self, notice: Notice) -> None:
        with self._telling:
            self._tell_one(notice)


def is_address(place: str) -> bool:
    """Whether a place is the address of a feed, and no folder."""
    return "://" in place


def _roots(places: Sequence[str]) -> list[Path]:
    """The folders among some places; one within another is watched with it."""
    roots = dict.fromkeys(Path(place).resolve() for place in places if not is_address(place))
    return [root for root in roots if not any(other in root.parents for other in roots)]
