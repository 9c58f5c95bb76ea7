"""Finds where a message comes from, to be fair to others behind other addresses.

One rule: X-Forwarded-For is believed only from a proxy that was named; anybody can write that header.
"""

from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address, ip_network

from fastapi import Request

from bot.settings import Network

ONE_HOME = 64
"""The bits of an IPv6 address that one connection shares; each phone makes up the others as it likes."""


def address_of(request: Request, proxies: Sequence[Network]) -> str:
    """Find the address nearest to us that is not one of our own proxies."""
    near = request.client.host if request.client else ""
    hops = [hop.strip() for line in request.headers.getlist("x-forwarded-for") for hop in line.split(",")]
    while hops and _is_one_of(near, proxies):
        near = hops.pop()
    return _home(near)


def _is_one_of(address: str, proxies: Sequence[Network]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in proxies)


def _home(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ip_network((found, ONE_HOME), strict=False))
    return str(found)
