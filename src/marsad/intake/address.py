"""Addresses: what may be fetched, and at which checked IP address."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from marsad.errors import InputError

Resolver = Callable[[str, int], Sequence[str]]
"""From a host's name and a port to the IP addresses that may be connected to, in order."""

_PORTS = {"http": 80, "https": 443}
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")
_SAFE_PATH, _SAFE_QUERY = "/%:@!$&'()*+,;=~-._", "/?%:@!$&'()*+,;=~-._"
# Services of clouds for their own machines that lie outside private networks.
_CLOUD_SERVICES = (ipaddress.ip_network("168.63.129.16/32"), ipaddress.ip_network("192.0.0.0/24"))
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
HINT = "--allow-private permits it"


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address: how to ask for it, and the IP addresses that its host has."""

    address: str
    scheme: str
    host: str
    port: int
    path: str
    places: tuple[str, ...]

    @property
    def origin(self) -> str:
        """Scheme, host and port, for the Host header and robots.txt: ``https://example.org``."""
        return f"{self.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def is_address(text: str) -> bool:
    """Whether a source is an address and no path."""
    return text.lower().startswith(("http://", "https://"))


def check_address(address: str, *, allow_private: bool, resolve: Resolver) -> Target:
    """The target of an address whose host has been looked up, once: what is connected to is what was checked.

    Raises InputError for an address that is malformed, holds a password, or leads to this machine, a local network or a
    cloud's own services; OSError where the host cannot be looked up.
    """
    scheme, host, port, path = _split(address)
    places = tuple(resolve(host, port))
    if not allow_private:
        for place in places:
            if reason := describe_private(place):
                raise InputError(f"leads to {place}, {reason}", hint=HINT)
    return Target(address, scheme, host, port, path, places)


def _split(address: str) -> tuple[str, str, int, str]:
    try:
        parts = urlsplit(address.strip())
        if _FORBIDDEN.search(address.strip()) or parts.scheme not in _PORTS or not parts.hostname:
            raise ValueError(address)
        host = parts.hostname if ":" in parts.hostname else parts.hostname.encode("idna").decode("ascii")
        port = parts.port or _PORTS[parts.scheme]
    except ValueError as error:
        raise InputError("is no address of the web", hint="give http:// or https:// and a host") from error
    if parts.username or parts.password:
        raise InputError("is an address with a name or a password in it", hint="save the page and give the file")
    query = f"?{quote(parts.query, safe=_SAFE_QUERY)}" if parts.query else ""
    return parts.scheme, host, port, (quote(parts.path, safe=_SAFE_PATH) or "/") + query


def look_up(host: str, port: int) -> list[str]:
    """The IP addresses of a host, in the order in which to try them; raises OSError."""
    found: list[Any] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def describe_private(place: str) -> str | None:
    """What kind of address that must not be fetched an IP address is, and None where it is public.

    >>> describe_private("127.0.0.1")
    'an address of this machine'
    """
    found: Any = ipaddress.ip_address(place.partition("%")[0])
    inner = _unwrap(found)
    if inner is not None:
        return describe_private(str(inner))
    if found.is_loopback or found.is_unspecified:
        return "an address of this machine"
    if found.is_link_local or any(found in network for network in _CLOUD_SERVICES if network.version == found.version):
        return "a link-local address or a cloud's own service"
    if found.is_multicast or found.is_reserved or not found.is_global:
        return "an address of a private network"
    return None


def _unwrap(found: Any) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for."""
    if found.version == 4:
        return None
    if found.ipv4_mapped is not None:
        return ipaddress.IPv4Address(found.ipv4_mapped)
    if found.sixtofour is not None:
        return ipaddress.IPv4Address(found.sixtofour)
    if found in _NAT64:
        return ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return None
