"""Who sent a request, where a proxy stands between: only one that is named is believed."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network


def listed(text: str) -> tuple[Network, ...]:
    """The proxies that ``PRIVET_PROXIES`` names.  Raises ValueError for what is no address."""
    return tuple(ip_network(name, strict=False) for name in text.replace(",", " ").split())


def sender(peer: str, forwarded: str, known: tuple[Network, ...]) -> str:
    """The nearest address that is not a known proxy's: what stands before it anybody can write."""
    chain = [name.strip() for name in forwarded.split(",") if name.strip()]
    address = peer.strip("[]")
    while chain and _is_known(address, known):
        address = chain.pop()
    return address if _is_address(address) else peer.strip("[]")


def _is_known(name: str, known: tuple[Network, ...]) -> bool:
    return _is_address(name) and any(ip_address(name) in network for network in known)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
