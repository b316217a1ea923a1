"""The SQLite file of a replica: its tables, and its connections for reading and for writing."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from store.errors import LibraryDamaged, LibraryNotWritable
from store.index.connection import Place

FORMAT = "1"
"""Counts up when the tables change: a replica of another format is made again."""

_TABLES = """
create table about (name text primary key, value text not null) without rowid;
create table articles (
    id text primary key, source text not null, digest text not null, story text, publisher text, published text,
    signature text not null, row text not null, record text not null
);
create index article_sources on articles (source);
create index article_stories on articles (story);
create table passages (
    row integer primary key, id text not null unique, article_id text not null, number integer not null,
    start integer not null, "end" integer not null, text text not null
);
create index passage_articles on passages (article_id);
create table free (row integer primary key, since real not null, listed integer not null);
create table failures (id text primary key, row text not null) without rowid;
"""

_WAIT = 60.0  # seconds for another connection to finish its commit


class ReplicaFile:
    """The SQLite file of a replica in `folder`. Errors are told about `library`."""

    def __init__(self, folder: Path, library: Place) -> None:
        self.folder = folder
        self.library = library
        self._path = folder / "library.sqlite"

    @property
    def mark(self) -> int:
        """What tells the file from another that is put in its place; 0 when there is none."""
        return self._path.stat().st_ino if self._path.exists() else 0

    @property
    def is_current(self) -> bool:
        """Whether there is a file that can be read, and in this format."""
        if not self._path.exists():
            return False
        try:
            with closing(self._connect()) as connection:
                found = connection.execute("select value from about where name = 'format'").fetchone()
        except sqlite3.Error:
            return False
        return bool(found and found[0] == FORMAT)

    @property
    def is_whole(self) -> bool:
        """Whether SQLite, which looks through all of it, finds nothing wrong."""
        try:
            with closing(self._connect()) as connection:
                return bool(connection.execute("pragma quick_check(1)").fetchone()[0] == "ok")
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            return False

    def make(self) -> None:
        """Make the file anew, empty: it has a format once it is filled. Raises LibraryNotWritable."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for old in self.folder.glob("library.sqlite*"):
                old.unlink()
            with closing(self._connect()) as connection:
                connection.execute("pragma journal_mode = wal")  # readers and the writer do not wait for each other
                connection.executescript(_TABLES)
        except (OSError, sqlite3.Error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise LibraryNotWritable(path=self.library, reason=reason) from error

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        connection.execute("pragma synchronous = normal")
        connection.execute("pragma secure_delete = on")  # a removed text is really gone
        return connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the library, whatever others write meanwhile.

        Raises LibraryDamaged.
        """
        try:
            with closing(self._connect()) as connection:
                connection.execute("begin")
                yield connection
        except sqlite3.DatabaseError as error:
            raise LibraryDamaged(path=self.library, reason=str(error)) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are seen by others together, and only if nothing goes wrong.

        Raises LibraryDamaged.
        """
        try:
            with closing(self._connect()) as connection:
                connection.execute("begin immediate")
                try:
                    yield connection
                except BaseException:
                    connection.execute("rollback")
                    raise
                connection.execute("commit")
        except sqlite3.DatabaseError as error:
            raise LibraryDamaged(path=self.library, reason=str(error)) from error

    def vacuum(self) -> None:
        """Leave nothing of removed texts in the file, or in the log beside it."""
        with closing(self._connect()) as connection:
            connection.execute("vacuum")
            until = time.monotonic() + _WAIT
            while connection.execute("pragma wal_checkpoint(truncate)").fetchone()[0] and time.monotonic() < until:
                time.sleep(0.05)  # somebody still reads what was there before
