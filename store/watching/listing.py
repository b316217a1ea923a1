"""The files of a folder as they are now."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from store.reading.files import is_article, is_hidden

from .errors import FolderMissing

_UNFINISHED = {".part", ".crdownload", ".download", ".partial", ".filepart", ".tmp"}
"""What programs that fetch or copy a file put behind its name until it is whole."""


class Stamp(NamedTuple):
    """By what a changed file is known without being read: bytes, and when its text and its entry changed, in ns."""

    size: int
    written: int
    moved: int

    @property
    def content(self) -> tuple[int, int]:
        """What stays when a file is moved."""
        return self.size, self.written

    def age(self, now: float) -> float:
        """Seconds since the last change of any kind, by the clock of the file system."""
        return now - max(self.written, self.moved) / 1e9


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a folder that hold articles, by path.

    `unread` are paths of which is not known what they hold now: folders that cannot be listed, files that cannot be
    looked at or that another program is fetching.
    """

    files: dict[str, Stamp] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


def listed(root: str, apart: str) -> Listing:
    """The files under `root`, a path with all links resolved; neither hidden folders nor the folder `apart`.

    Links to files are followed, those to folders are not. Raises FolderMissing where the folder cannot be listed.
    """
    found = Listing()
    unfinished: set[str] = set()
    try:
        waiting = _entries(root)
    except OSError as error:
        raise FolderMissing(path=root) from error
    while waiting:
        entry = waiting.pop()
        whole, ending = os.path.splitext(entry.path)  # noqa: PTH122  a Path for each entry takes longer than the listing
        if ending in _UNFINISHED:
            unfinished.add(whole)
        if not entry.is_dir(follow_symlinks=False):
            _note(entry, found)
        elif not is_hidden(entry.name) and entry.path != apart:
            try:
                waiting += _entries(entry.path)
            except OSError:
                found.unread.append(entry.path)
    for path in unfinished & found.files.keys():
        del found.files[path]
        found.unread.append(path)
    return found


def _entries(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return [*entries]


def _note(entry: os.DirEntry[str], found: Listing) -> None:
    if not is_article(entry.name):
        return
    try:
        if entry.is_file():
            path = str(Path(entry.path).resolve()) if entry.is_symlink() else entry.path
            stat = entry.stat()
            found.files[path] = Stamp(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
    except FileNotFoundError:  # it went between two looks
        return
    except OSError:
        found.unread.append(entry.path)
