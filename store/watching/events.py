"""Hints from the system that something in a folder has changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread

STEP, TOGETHER = 100, 1500
"""Milliseconds without a change after which a burst is over, and those of the longest burst."""


class Alarm:
    """Sets an event when something changes in any of some folders.

    Events can get lost, and none come of what others change on a network drive: they only say when to look.
    """

    def __init__(self, wake: Event, apart: Path | None) -> None:
        """`wake` is set at every change, but for those in the folder `apart`."""
        self._wake = wake
        self._apart = str(apart.resolve()) if apart else None
        self._end = Event()
        self._watched: frozenset[tuple[str, int, int]] = frozenset()
        self._thread: Thread | None = None

    def watch(self, roots: Sequence[str]) -> bool:
        """Watch those folders that are there; returns whether that began anew just now.

        A folder that went and came back, as that of a disk, is another one to the system.
        """
        there = frozenset(filter(None, map(_identity, roots)))
        if there == self._watched:
            return False
        self.close()
        self._watched = there
        if there:
            self._end = Event()
            self._thread = Thread(target=self._listen, args=(there, self._end), daemon=True, name="alarm")
            self._thread.start()
        return True

    def close(self) -> None:
        """Watch nothing any more."""
        self._end.set()
        if self._thread:
            self._thread.join()
            self._thread = None

    def _listen(self, there: frozenset[tuple[str, int, int]], end: Event) -> None:
        import watchfiles

        apart = self._apart

        def is_meant(_change: watchfiles.Change, path: str) -> bool:
            return apart is None or not Path(path).is_relative_to(apart)

        try:
            for _ in watchfiles.watch(
                *(root for root, *_ in there),
                watch_filter=is_meant,
                debounce=TOGETHER,
                step=STEP,
                stop_event=end,
                rust_timeout=1000,
                raise_interrupt=False,
                ignore_permission_denied=True,
            ):
                self._wake.set()
        except OSError:  # a folder went, or the system watches no more of them: the regular comparisons remain
            return


def _identity(root: str) -> tuple[str, int, int] | None:
    try:
        stat = Path(root).stat()
    except OSError:
        return None
    return root, stat.st_dev, stat.st_ino
