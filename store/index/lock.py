"""One writer at a time: a lock on the folder of a library, or a lease on the server that holds it."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import LibraryNotWritable

from .connection import Place

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

PATIENCE = 600.0
"""Seconds to wait for other writers. Each holds the lock for one batch only."""
LEASE = 30.0
"""Seconds after which a lease that nobody has renewed is another's to take."""
WRITER, REEMBEDDER = "writer", "reembedder"
"""What there are leases for. Each is a collection of that name: a server makes one of a name only once."""
_GLANCE = 1.0  # seconds to wait for a lock that somebody may only be looking at
_BUSY = "another process is writing to it / 另一个进程正在写入"
_LOST = "this process stood still for so long that another took over / 本进程停顿过久，已由另一个进程接手写入"
_SECOND = 1_000_000_000


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Hold the lock on a folder, which ends with this process whatever ends it. Raises LibraryNotWritable."""
    with _held(folder / ".lock", folder, PATIENCE):
        yield


@contextmanager
def sole(file: Path, library: Place) -> Iterator[None]:
    """Hold a lock of its own. Raises LibraryNotWritable where another process has it."""
    with _held(file, library, _GLANCE):
        yield


def is_held(file: Path) -> bool:
    """Whether somebody holds the lock of a file."""
    from filelock import FileLock, Timeout

    try:
        with FileLock(file, timeout=0):
            return False
    except Timeout:
        return True


@contextmanager
def _held(file: Path, library: Place, patience: float) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(file, timeout=patience)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise LibraryNotWritable(path=library, reason=_BUSY) from error
    except OSError as error:
        raise LibraryNotWritable(path=library, reason=error.strerror) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def server_lease(client: ClientAPI, library: str, name: str = WRITER, patience: float = PATIENCE) -> Iterator[None]:
    """Hold a lease on a server, renewed until it is given back.

    The clock is the server's. One whose holder has died is free after LEASE seconds. Raises LibraryNotWritable, at the
    end also where it was lost, and Chroma's errors.
    """
    mine = _take(client, library, name, patience)
    done, lost = threading.Event(), threading.Event()
    renewing = threading.Thread(target=_renew, args=(client, mine, done, lost), daemon=True, name="lease")
    renewing.start()
    try:
        yield
    finally:
        done.set()
        renewing.join()
        _end(client, mine)
    if lost.is_set():
        raise LibraryNotWritable(path=library, reason=_LOST)


def is_leased(client: ClientAPI, name: str) -> bool:
    """Whether somebody holds a lease."""
    there = _there(client, name)
    return there is not None and not _is_over(client, there)


def _take(client: ClientAPI, library: str, name: str, patience: float) -> Collection:
    from chromadb.errors import ChromaError

    holder, waited = uuid.uuid4().hex, time.monotonic() + patience
    while True:
        refused: ChromaError | None = None
        try:
            return client.create_collection(name, metadata=_until(client, holder), embedding_function=None)
        except ChromaError as error:  # its type does not say that there is one of that name
            refused = error
        there = _there(client, name)
        if there and (there.metadata or {}).get("holder") == holder:
            return there  # the answer was lost on its way, and the client has asked again
        if there and _is_over(client, there):
            _end(client, there)
        elif time.monotonic() > waited:
            raise LibraryNotWritable(path=library, reason=_BUSY if there else str(refused)) from refused
        else:
            time.sleep(0.05)


def _there(client: ClientAPI, name: str) -> Collection | None:
    from chromadb.errors import NotFoundError

    try:
        return client.get_collection(name, embedding_function=None)
    except NotFoundError:
        return None


def _is_over(client: ClientAPI, lease: Collection) -> bool:
    return bool((lease.metadata or {}).get("until", 0) < client.heartbeat())


def _end(client: ClientAPI, lease: Collection) -> None:
    """Delete this lease, and never one that another has taken since: only changes are made by a collection's id."""
    from chromadb.errors import NotFoundError

    with suppress(NotFoundError):
        lease.modify(name=f"ended-{uuid.uuid4().hex}")
        client.delete_collection(lease.name)


def _until(client: ClientAPI, holder: str) -> dict[str, str | int]:
    """Whose a lease is and until when, in nanoseconds of the server's clock."""
    return {"holder": holder, "until": client.heartbeat() + int(LEASE * _SECOND)}


def _renew(client: ClientAPI, mine: Collection, done: threading.Event, lost: threading.Event) -> None:
    from chromadb.errors import ChromaError, NotFoundError
    from httpx import TransportError

    holder = str((mine.metadata or {})["holder"])
    while not done.wait(LEASE / 3):
        try:
            mine.modify(metadata=_until(client, holder))
        except NotFoundError:
            lost.set()
            return
        except (ChromaError, TransportError):
            continue  # perhaps the server answers again before the lease is over
