"""The way to Chroma, embedded or on a server, and what goes wrong there told as a LibraryError."""

from __future__ import annotations

import re
import ssl
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from json import JSONDecodeError
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeAlias, TypeVar
from urllib.parse import SplitResult, urlsplit

from store.errors import LibraryDamaged, LibraryError, LibraryMissing, LibraryNotWritable, LibraryUnreachable

from .errors import LibraryRefused, LibraryUntrusted, WrongAddress, WrongToken
from .memory import fill_new_memory

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.config import Settings

P = ParamSpec("P")
R = TypeVar("R")

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,510}[A-Za-z0-9]")  # what Chroma takes as the name of a database
_TOKEN = re.compile(r"[!-~]+")
_REFUSED = {401, 403}


@dataclass(frozen=True, slots=True)
class Server:
    """A library on a Chroma server: its address, and what it takes to get in.

    `url` is `http(s)://host:port`, or with `/name` one of several libraries there: each name is a database of Chroma.
    `token` goes with every request, as a bearer token and as Chroma's own header, and is never printed. `authority` is
    a file with the certificates of a private authority, for https.
    """

    url: str
    token: str | None = field(default=None, repr=False)
    authority: Path | None = None

    def __str__(self) -> str:
        return self.url


Place: TypeAlias = str | Path | Server
"""Where a library is: its folder, its address, or its address with what it takes to get in."""


def is_url(library: Place) -> bool:
    """Whether a library is on a Chroma server rather than in a folder."""
    return str(library).startswith(("http://", "https://"))


class Connected(Protocol):
    """Anything that uses Chroma for the library at a place."""

    library: Place


C = TypeVar("C", bound=Connected)


def told(method: Callable[Concatenate[C, P], R]) -> Callable[Concatenate[C, P], R]:
    """`method`, which tells what went wrong in Chroma, or on the way to its server, as a LibraryError."""

    @wraps(method)
    def call(self: C, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with telling(self.library):
            return method(self, *args, **kwargs)

    return call


@contextmanager
def telling(library: Place) -> Iterator[None]:
    """The same for whatever is done inside."""
    try:
        yield
    except Exception as error:
        if not _of_chroma(error):
            raise
        raise _trouble(library, error) from error


def _of_chroma(error: Exception) -> bool:
    from chromadb.errors import ChromaError
    from httpx import TransportError

    # Chroma's client raises a bare Exception for the error page of a proxy, and no JSON is a page of its own.
    return isinstance(error, ChromaError | TransportError | JSONDecodeError) or type(error) is Exception


def connect(library: Place, *, create: bool) -> ClientAPI:
    """A client for the library.

    Raises WrongAddress, WrongToken, LibraryMissing, LibraryNotWritable, LibraryDamaged, LibraryUnreachable,
    LibraryRefused or LibraryUntrusted.
    """
    if is_url(library):
        return _served(library if isinstance(library, Server) else Server(str(library)), create=create)
    return _embedded(Path(str(library)), library, create=create)


def _embedded(folder: Path, library: Place, *, create: bool) -> ClientAPI:
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings
    from chromadb.errors import ChromaError

    if not create and not (folder / "chroma.sqlite3").exists():
        raise LibraryMissing(path=library)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".write-{uuid.uuid4().hex}"
        probe.touch()
        probe.unlink()
        fill_new_memory()
        # Chroma keeps one client for each path as it is written, also when the working folder is another one.
        return chromadb.PersistentClient(folder.resolve(), settings=Settings(anonymized_telemetry=False))
    except OSError as error:
        raise LibraryNotWritable(path=library, reason=error.strerror) from error
    except ChromaError as error:
        SharedSystemClient.clear_system_cache()  # it keeps what failed to start, and would hand it out again
        raise _trouble(library, error) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # which Rust code raises, and is no Exception
            raise
        SharedSystemClient.clear_system_cache()
        raise LibraryDamaged(path=library, reason=str(error).splitlines()[0]) from error


def holds_library(folder: Path) -> bool:
    """Whether Chroma has a database in a folder."""
    return (folder / "chroma.sqlite3").exists()


def vacuum(folder: Path) -> None:
    """Leave nothing of removed texts in the files of Chroma's embedded form, which nobody may have open.

    Its own command does this: it also empties the queue in which every write is kept. Raises LibraryDamaged.
    """
    command = "import chromadb_rust_bindings, sys; chromadb_rust_bindings.cli(['chroma', *sys.argv[1:]])"
    arguments = [sys.executable, "-c", command, "vacuum", "--path", str(folder), "--force"]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise LibraryDamaged(path=folder, reason=(done.stderr or done.stdout).strip().splitlines()[-1])


def _served(server: Server, *, create: bool) -> ClientAPI:
    import chromadb
    from chromadb.config import DEFAULT_DATABASE, DEFAULT_TENANT, Settings
    from chromadb.errors import NotFoundError

    address = urlsplit(server.url)
    name = _checked(server, address) or DEFAULT_DATABASE
    secure = address.scheme == "https"
    try:
        host, port = address.hostname or "", address.port or (443 if secure else 8000)
        settings = Settings(
            anonymized_telemetry=False,
            chroma_api_impl="chromadb.api.fastapi.FastAPI",
            chroma_server_host=host,
            chroma_server_http_port=port,
            chroma_server_ssl_enabled=secure,
            chroma_server_ssl_verify=str(server.authority) if server.authority else None,
            chroma_server_headers=_headers(server),
        )
        asked: Any = (host, port, secure, _headers(server), settings, DEFAULT_TENANT, name)
        try:
            return chromadb.HttpClient(*asked)
        except NotFoundError as error:
            if not create:
                raise LibraryMissing(path=server) from error
            _make(name, settings)
            return chromadb.HttpClient(*asked)
    except Exception as error:
        if not (_of_chroma(error) or isinstance(error, OSError | ValueError)):
            raise
        raise _trouble(server, error) from error


def _make(name: str, settings: Settings) -> None:
    """Make a database on a server, unless somebody else has made it meanwhile."""
    import chromadb
    from chromadb.errors import ChromaError

    admin = chromadb.AdminClient(settings)
    try:
        admin.create_database(name)
    except ChromaError:
        if name not in {database["name"] for database in admin.list_databases()}:
            raise


def _checked(server: Server, address: SplitResult) -> str:
    """The name of the library on the server, empty for the one without. Raises WrongAddress or WrongToken."""
    shown = f"{address.scheme}://{address.netloc.rpartition('@')[2]}{address.path}"
    name = address.path.strip("/")
    if shown != server.url or (name and not _NAME.fullmatch(name)):  # what else is in it could be a secret
        raise WrongAddress(path=shown)
    if server.token is not None and not _TOKEN.fullmatch(server.token):
        raise WrongToken(path=shown)
    return name


def _headers(server: Server) -> dict[str, str]:
    # Proxies know the first one, Chroma's own servers either.
    return {"Authorization": f"Bearer {server.token}", "X-Chroma-Token": server.token} if server.token else {}


def _trouble(library: Place, error: Exception) -> LibraryError:
    from chromadb.errors import AuthorizationError, ChromaAuthError
    from httpx import HTTPStatusError

    reason = (str(error).splitlines() or [type(error).__name__])[0]
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLError):
            return LibraryUntrusted(path=library, reason=getattr(cause, "verify_message", "") or str(cause))
        if isinstance(cause, FileNotFoundError | PermissionError) and isinstance(library, Server):
            return LibraryUntrusted(path=library, reason=f"{library.authority}: {cause.strerror}")
        if isinstance(cause, ChromaAuthError | AuthorizationError):
            return LibraryRefused(path=library)
        if isinstance(cause, HTTPStatusError):
            answer = cause.response
            if answer.status_code in _REFUSED:
                return LibraryRefused(path=library)
            where = f", to {origin}" if (origin := _origin(answer.headers.get("location", ""))) else ""
            reason = f"status {answer.status_code}{where}"
    return (LibraryUnreachable if is_url(library) else LibraryDamaged)(path=library, reason=reason)


def _origin(location: str) -> str:
    """The server that a redirection names. What else is in the address could be a secret."""
    address = urlsplit(location)
    return f"{address.scheme}://{address.netloc.rpartition('@')[2]}" if address.netloc else ""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error, and what it came from: Chroma's client raises new errors for old ones without naming them."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
