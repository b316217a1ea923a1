"""Connections to public addresses only: what a name means is looked up once, checked, and connected to."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpcore
import httpx

from .errors import AddressRefused

TRIED = 4
"""Most addresses of one name that are tried."""
_EMBEDDING = (ip_network("64:ff9b::/96"), ip_network("::/96"))
"""IPv6 networks whose last 32 bits are an IPv4 address: that of NAT64 (RFC 6052), and the old compatible one."""
_LOCAL_NAT64 = ip_network("64:ff9b:1::/48")  # RFC 8215


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, and so are those that it holds or leads through.

    This machine's own, private, link-local, shared, multicast and reserved addresses are not (IANA's registries of
    special-purpose addresses, as the standard library knows them).
    """
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if found in _LOCAL_NAT64 or found.is_site_local:
            return False
        if any(not _is_global(inner) for inner in _inside(found)):
            return False
        if found.ipv4_mapped:
            return True
    return _is_global(found)


def _is_global(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not address.is_multicast


def _inside(address: IPv6Address) -> Iterable[IPv4Address]:
    """The IPv4 addresses that an IPv6 address stands for: mapped, 6to4, Teredo, NAT64."""
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if any(address in network for network in _EMBEDDING):
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [inner for inner in found if inner is not None]


class CheckedNetwork(httpcore.NetworkBackend):
    """Connects to a host at one of the addresses that its name was found to have, all of which must be public.

    Because the address itself is connected to, no second answer of a name server can put another in its place.
    """

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect. Raises AddressRefused, and httpcore's errors where nothing answers."""
        addresses = _addresses(host, port)
        private = [] if self._allow_private else [address for address in addresses if not is_public(address)]
        if private:
            raise AddressRefused(host=host, address=private[0])
        failed: Exception = httpcore.ConnectError(f"{host}: no address")
        for address in addresses[:TRIED]:
            try:
                return self._network.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed


def _addresses(host: str, port: int) -> list[str]:
    """The IP addresses of a host, which may be one, written in any way that the system knows: 127.1, 2130706433."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(str(error)) from error
    return [*dict.fromkeys(str(place[0]) for *_, place in found)]


def connections(*, allow_private: bool) -> httpcore.ConnectionPool:
    """A pool of connections to public addresses, or with `allow_private` to any. Neither proxies nor cookies."""
    return httpcore.ConnectionPool(
        ssl_context=httpx.create_ssl_context(),
        max_connections=4,
        keepalive_expiry=5.0,
        network_backend=CheckedNetwork(allow_private=allow_private),
    )
