"""What an evaluation has done so far, on disk, so that an interruption loses one question at most."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from .errors import RunsNotWritable


class Kept(Protocol):
    """What a journal can keep."""

    def as_dict(self) -> dict[str, Any]:
        """The thing as JSON."""


Row = TypeVar("Row", bound=Kept)


class Journal(Generic[Row]):
    """The rows of a run that is under way, a line each, in the order of the questions."""

    def __init__(self, path: Path, read: Callable[[Mapping[str, Any]], Row]) -> None:
        """`read` makes a row of what its `as_dict` made. Raises RunsNotWritable, as all that writes here."""
        self._path, self._read = path, read
        with _told(path):
            self.rows = [*self._kept()]

    def _kept(self) -> Iterator[Row]:
        if not self._path.exists():
            return
        lines = self._path.read_text(encoding="utf-8").split("\n")[:-1]  # what follows the last line end was cut short
        yield from (self._read(json.loads(line)) for line in lines)
        self._path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    def add(self, row: Row) -> None:
        """Keep one more row."""
        self.rows.append(row)
        with _told(self._path), self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row.as_dict(), ensure_ascii=False) + "\n")


@contextmanager
def journal(
    folder: Path, made_with: Mapping[str, Any], read: Callable[[Mapping[str, Any]], Row]
) -> Iterator[Journal[Row]]:
    """The journal of the run that is made with all this: the one that was interrupted, or a new one.

    The same run in another process is waited for. Raises RunsNotWritable.
    """
    from filelock import FileLock

    path = _path(folder, made_with)
    lock = FileLock(path.with_suffix(".lock"))
    with _told(path):
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    try:
        yield Journal(path, read)
    finally:
        lock.release()


def discard(folder: Path, made_with: Mapping[str, Any]) -> None:
    """Forget a run: its results are where they should be, or it is to begin anew. Raises RunsNotWritable."""
    path = _path(folder, made_with)
    with _told(path):
        path.unlink(missing_ok=True)
        path.with_suffix(".lock").unlink(missing_ok=True)


def _path(folder: Path, made_with: Mapping[str, Any]) -> Path:
    return folder / f"{sha256(json.dumps(made_with, sort_keys=True).encode()).hexdigest()[:16]}.jsonl"


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RunsNotWritable(path=path.parent, reason=error.strerror or error) from error
