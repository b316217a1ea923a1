"""Fetching from sites, politely: robots.txt is kept to, hosts get pauses, and answers have limits."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpcore
import httpx

from .errors import AddressWrong, FetchFailed, FetchLater, RobotsForbid
from .network import connections
from .options import Options
from .robots import EVERYTHING, Rules

LIMIT = 10_000_000
"""Bytes of the longest page or feed, as unpacked."""
ROBOTS_LIMIT = 512_000
"""Bytes of robots.txt that are read (RFC 9309 asks for at least 500 KiB)."""
HOPS = 5
"""Redirects that are followed, as RFC 9309 has it for robots.txt."""
TIMEOUTS = {"connect": 15.0, "read": 20.0, "write": 20.0, "pool": 20.0}
DEADLINE = 90.0
"""Seconds that one answer may take: a site that sends a byte now and then would hold the others up for ever."""
LONGEST_PAUSE = 30.0
"""Seconds between two requests to a host whose robots.txt asks for more than that."""
REST, DAY = 600.0, 86_400.0
"""Seconds for which a host rests that says it has had too many requests and not for how long, and the longest rest."""
_REDIRECTS = {301, 302, 303, 307, 308}
_ERRORS = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, httpcore.ConnectionNotAvailable)


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: the address that gave it, its status, its headers by lower-case name, and its content unpacked."""

    address: str
    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def kind(self) -> str:
        """The media type, in lower case and without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Fetcher:
    """Fetches from public addresses under the name of one program."""

    def __init__(self, options: Options, wait: Callable[[float], object] = time.sleep) -> None:
        """The name of the agent, before its version, is what robots.txt knows it by. `wait` waits for seconds."""
        self._agent = options.agent
        self._pool = connections(allow_private=options.allow_private)
        self._pause = options.pause
        self._wait = wait
        self._rules: dict[str, tuple[float, Rules]] = {}
        self._next: dict[str, float] = {}
        self._resting: dict[str, float] = {}

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """The answer of an address, 200 or 304, after its redirects.

        Raises AddressWrong, AddressRefused, RobotsForbid, FetchLater, FetchFailed.
        """
        found = self._follow(_url(address), headers or {}, LIMIT, obey=True)
        if found.status not in (200, 304):
            raise FetchFailed(url=address, reason=f"HTTP {found.status}")
        return found

    def _follow(self, url: httpx.URL, headers: Mapping[str, str], limit: int, *, obey: bool) -> Fetched:
        """The answer at the end of the redirects, each of which must be allowed like the first address."""
        for _ in range(HOPS + 1):
            if obey and not self._robots(url).allow(str(url), self._agent):
                raise RobotsForbid(url=url)
            found = self._ask(url, headers, limit)
            place = found.headers.get("location")
            if found.status not in _REDIRECTS or not place:
                return found
            try:
                url = _url(str(url.join(place)))
            except httpx.InvalidURL as error:
                raise AddressWrong(url=place) from error
        raise FetchFailed(url=url, reason="too many redirects / 重定向过多")

    def _robots(self, url: httpx.URL) -> Rules:
        """The rules of a site (RFC 9309): without a robots.txt all is allowed, with one that fails nothing is yet."""
        site = f"{url.scheme}://{url.netloc.decode()}"
        until, rules = self._rules.get(site, (0.0, EVERYTHING))
        if time.monotonic() < until:
            return rules
        found = self._follow(_url(f"{site}/robots.txt"), {}, ROBOTS_LIMIT, obey=False)
        if found.status >= 500:
            raise FetchFailed(url=found.address, reason=f"HTTP {found.status}")
        rules = Rules.read(found.content) if found.status == 200 else EVERYTHING
        self._rules[site] = (time.monotonic() + DAY, rules)
        return rules

    def _ask(self, url: httpx.URL, headers: Mapping[str, str], limit: int) -> Fetched:
        """One request and its answer, once the host has had its pause."""
        self._rest(url)
        asked = [("User-Agent", self._agent), ("Accept-Encoding", "gzip"), *headers.items()]
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        try:
            with self._pool.stream("GET", target, headers=asked, extensions={"timeout": TIMEOUTS}) as answer:
                said = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
                content = b"".join(_unpacked(answer.iter_stream(), said.get("content-encoding", ""), url, limit))
        except (OSError, zlib.error, *_ERRORS) as error:
            raise FetchFailed(url=url, reason=str(error) or type(error).__name__) from error
        finally:
            self._next[url.host] = time.monotonic() + self._pause
        if answer.status == 429 or (answer.status == 503 and "retry-after" in said):
            seconds = _seconds(said.get("retry-after"))
            self._resting[url.host] = time.monotonic() + seconds
            raise FetchLater(url=url, seconds=round(seconds))
        return Fetched(str(url), answer.status, said, content)

    def _rest(self, url: httpx.URL) -> None:
        """Wait for the end of the host's pause. Raises FetchLater where the host has asked for a longer one."""
        now = time.monotonic()
        if (left := self._resting.get(url.host, 0.0) - now) > 0:
            raise FetchLater(url=url, seconds=round(left) or 1)
        _, rules = self._rules.get(f"{url.scheme}://{url.netloc.decode()}", (0.0, EVERYTHING))
        more = min(rules.pause(self._agent), LONGEST_PAUSE) - self._pause
        if (left := self._next.get(url.host, now) + max(0.0, more) - now) > 0:
            self._wait(left)


def _url(address: str) -> httpx.URL:
    """An address to fetch, with names and paths as they are sent. Raises AddressWrong."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as error:
        raise AddressWrong(url=address) from error
    if url.scheme not in ("http", "https") or not url.host or url.userinfo:
        raise AddressWrong(url=url.copy_with(userinfo=None))
    return url.copy_with(fragment=None)


def checked(address: str) -> str:
    """An address as it is sent: with its host's name in ASCII, and no fragment. Raises AddressWrong."""
    return str(_url(address))


def _unpacked(pieces: Iterator[bytes], encoding: str, url: httpx.URL, limit: int) -> Iterator[bytes]:
    """The content of an answer, unpacked piece by piece and never more of it than `limit`."""
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise FetchFailed(url=url, reason=f"Content-Encoding: {encoding}")
    unpacker = zlib.decompressobj(31) if "gzip" in encoding else None  # 31: with gzip's own head
    end, left = time.monotonic() + DEADLINE, limit
    for piece in pieces:
        content = unpacker.decompress(piece, left + 1) if unpacker else piece
        left -= len(content)
        if left < 0:
            raise FetchFailed(url=url, reason=f"more than {limit / 1e6:g} MB / 超过 {limit / 1e6:g} MB")
        if time.monotonic() > end:
            raise FetchFailed(url=url, reason=f"not there after {DEADLINE:g} s / {DEADLINE:g} 秒内没有传完")
        yield content


def _seconds(retry_after: str | None) -> float:
    """The seconds that a Retry-After header asks for, which has them or a moment (RFC 9110); within reason."""
    if retry_after is None:
        return REST
    if retry_after.strip().isdecimal():
        return min(float(retry_after), DAY)
    with suppress(ValueError):
        moment = parsedate_to_datetime(retry_after)
        return min(max(0.0, (moment - datetime.now(UTC)).total_seconds()), DAY)
    return REST
