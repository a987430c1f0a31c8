"""A site as it was looked at: its pages, and what could not be looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from privet.site.addresses import host, joined, owner
from privet.site.elements import SitePage

NOWHERE = "site.invalid"
"""The host of a folder whose site nobody has named."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A page that was looked at."""

    place: str
    """What messages call it: a file, or an address."""
    address: str
    page: SitePage

    def leads(self, href: str) -> str:
        """Where a link on it leads."""
        base = joined(self.address, self.page.base) if self.page.base else self.address
        return joined(base or self.address, href)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that could not be looked at: the message, where, and why."""

    message: str
    place: str
    why: str
    slots: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """A cookie, or an entry of the storage, that was there before any choice."""

    sort: str
    """``cookie`` or ``storage``."""
    name: str
    host: str
    place: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An address that a browser asked for while it showed a page."""

    address: str
    place: str


@dataclass(frozen=True)
class Site:
    """All that was seen of a site."""

    host: str
    pages: tuple[Seen, ...]
    troubles: tuple[Trouble, ...]
    raw: Mapping[str, bytes]
    """What the pages were made of, by address: pages that may be a notice are read again."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """The address of the page that another address leads to."""
    gone: frozenset[str] = frozenset()
    """Addresses of the site where there is nothing."""
    other: frozenset[str] = frozenset()
    """Addresses of the site where there is something that is no web page."""
    part: str = ""
    """``part`` if only one page of it was to be looked at."""
    kept: tuple[Kept, ...] = ()
    asked: tuple[Asked, ...] = ()

    def is_own(self, name: str, others: Iterable[str], shared: frozenset[str]) -> bool:
        """Whether a host belongs to the site, or to one of the others that are known to be the organisation's."""
        own = {owner(entry, shared) for entry in (self.host, *others) if entry}
        return not name or owner(name, shared) in own


def folder_address(path: str, site: str) -> str:
    """The address that a file of a folder has once it is published."""
    return f"https://{site or NOWHERE}/{path}"


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site: the same host, with or without ``www.``."""
    return host(one).removeprefix("www.") == host(other).removeprefix("www.") != ""
