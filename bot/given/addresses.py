"""Where a connection may go: public addresses, and those private ones that the operator named.

The check is made on the very address that is connected to, after the name was resolved: a name that resolves to
another address the next time gains nothing (DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
AddressInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[Any, ...]]
Door = tuple[str, int]  #: address in numbers, and port

UNICAST = ipaddress.IPv6Network("2000::/3")  # RFC 4291: all of IPv6 that is given to networks of the internet
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits
SPECIAL = tuple(
    map(
        ipaddress.ip_network,
        # IANA's registries of special purposes, as far as some Python's `is_global` lets them pass: protocols, relays,
        # tunnels that carry an address inside, documentation
        ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
)
CLOUD = frozenset({ipaddress.ip_address("168.63.129.16")})  # Azure's metadata, behind an address that counts as public


class NotPublic(OSError):
    """The address lies in no public network."""

    def __init__(self) -> None:
        super().__init__("not a public address")


def is_public(text: str) -> bool:
    """Whether an address in numbers is one of the public internet. False for anything that is no address."""
    try:
        address = _inner(ipaddress.ip_address(text.partition("%")[0]))
    except ValueError:
        return False
    odd = address.is_multicast or address.is_reserved or address.is_unspecified or address in CLOUD
    unicast = isinstance(address, ipaddress.IPv4Address) or address in UNICAST
    special = any(address in network for network in SPECIAL if network.version == address.version)
    return address.is_global and unicast and not odd and not special


def _inner(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, where it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address


def guarded(allowed: frozenset[Door]) -> Callable[[AddressInfo], socket.socket]:
    """Makes the sockets of aiohttp's connector. They raise `NotPublic` for an address that is neither public nor
    `allowed`."""

    def make(info: AddressInfo) -> socket.socket:
        family, kind, protocol, _, address = info
        if (address[0], address[1]) not in allowed and not is_public(str(address[0])):
            raise NotPublic
        return socket.socket(family, kind, protocol)

    return make
