"""The way to Chroma, embedded or on a server, and what goes wrong there told as a LibraryError."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar
from urllib.parse import urlsplit

from store.errors import LibraryDamaged, LibraryMissing, LibraryNotWritable, LibraryUnreachable

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

P = ParamSpec("P")
R = TypeVar("R")


def is_url(library: str | Path) -> bool:
    """Whether a library is the address of a Chroma server rather than a folder."""
    return str(library).startswith(("http://", "https://"))


class Connected(Protocol):
    """Anything that uses Chroma for the library at a place."""

    library: str | Path


C = TypeVar("C", bound=Connected)


def told(method: Callable[Concatenate[C, P], R]) -> Callable[Concatenate[C, P], R]:
    """`method`, which tells what went wrong in Chroma, or on the way to its server, as a LibraryError."""

    @wraps(method)
    def telling(self: C, /, *args: P.args, **kwargs: P.kwargs) -> R:
        from chromadb.errors import ChromaError
        from httpx import TransportError

        try:
            return method(self, *args, **kwargs)
        except (ChromaError, TransportError) as error:
            raise _trouble(self.library, error) from error

    return telling


def connect(library: str | Path, *, create: bool) -> ClientAPI:
    """A client for the library. Raises LibraryMissing, LibraryNotWritable, LibraryDamaged or LibraryUnreachable."""
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings
    from chromadb.errors import ChromaError

    settings = Settings(anonymized_telemetry=False)
    if is_url(library):
        address = urlsplit(str(library))
        secure = address.scheme == "https"
        try:
            port = address.port or (443 if secure else 8000)
            return chromadb.HttpClient(address.hostname or "", port, ssl=secure, settings=settings)
        except (ValueError, ChromaError) as error:
            raise _trouble(library, error) from error
    folder = Path(library)
    if not create and not (folder / "chroma.sqlite3").exists():
        raise LibraryMissing(path=library)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".write-{uuid.uuid4().hex}"
        probe.touch()
        probe.unlink()
        # Chroma keeps one client for each path as it is written, also when the working folder is another one.
        return chromadb.PersistentClient(folder.resolve(), settings=settings)
    except OSError as error:
        raise LibraryNotWritable(path=library, reason=error.strerror) from error
    except ChromaError as error:
        SharedSystemClient.clear_system_cache()  # it keeps what failed to start, and would hand it out again
        raise _trouble(library, error) from error


def _trouble(library: str | Path, error: Exception) -> LibraryUnreachable | LibraryDamaged:
    reason = (str(error).splitlines() or [type(error).__name__])[0]
    return (LibraryUnreachable if is_url(library) else LibraryDamaged)(path=library, reason=reason)
