"""Web addresses: whose they are, where a link leads, and which of them may be asked for."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urldefrag, urljoin, urlsplit

SCHEMES = {"http": 80, "https": 443}
"""The schemes that are asked for, with their usual ports."""
NAT64 = ipaddress.ip_network("64:ff9b::/96")
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Refused(Exception):
    """An address that is not asked for, and why: the key of a text."""

    why: str


def joined(base: str, href: str) -> str:
    """Where a link leads, without what is behind ``#``; empty if that is no address."""
    try:
        return urldefrag(urljoin(base, href.strip()))[0][:LONGEST]
    except ValueError:
        return ""


def split(address: str) -> SplitResult | None:
    """The parts of an address; None if it is none."""
    try:
        parts = urlsplit(address.strip())
        _ = parts.port, parts.hostname
    except ValueError:
        return None
    return parts


def host(address: str) -> str:
    """The host of an address, small; empty where there is none."""
    parts = split(address)
    return (parts.hostname or "").rstrip(".").casefold() if parts else ""


def owner(name: str, shared: Collection[str]) -> str:
    """The part of a host that somebody owns: ``shop.acme.co.uk`` is of ``acme.co.uk``; an IP address is itself."""
    if is_ip(name) or "." not in name:
        return name
    parts = name.split(".")
    size = 3 if ".".join(parts[-2:]) in shared else 2
    return ".".join(parts[-size:])


def is_ip(name: str) -> bool:
    """Whether a host is an IP address."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet; one that is wrapped in another counts as what is inside."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found in NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if found.is_site_local:
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def allowed(address: str, private: str = "") -> SplitResult:
    """The parts of an address that may be asked for.

    ``private`` allows any port, for sites on one's own machine.  Raises Refused."""
    parts = split(address)
    if parts is None or not parts.hostname or len(address) > LONGEST or any(char < "!" for char in address):
        raise Refused("address-broken" if parts is None or parts.scheme in (*SCHEMES, "") else "address-scheme")
    if parts.scheme not in SCHEMES:
        raise Refused("address-scheme")
    if parts.username is not None or parts.password is not None:
        raise Refused("address-login")
    if parts.port not in (None, SCHEMES[parts.scheme]) and not private:
        raise Refused("address-port")
    return parts


def plain(address: str) -> str:
    """An address as it is asked for: other letters and spaces written as HTTP wants them."""
    parts = split(address)
    if parts is None:
        return ""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return parts._replace(path=path, query=query, fragment="").geturl()


def shown(address: str) -> str:
    """An address as a message may repeat it: without a name or password, and without its query."""
    parts = split(address)
    if parts is None:
        return ""
    place = (parts.hostname or "") + (f":{parts.port}" if parts.port else "")
    return parts._replace(netloc=place, query="", fragment="").geturl() if parts.netloc else address[:LONGEST]
