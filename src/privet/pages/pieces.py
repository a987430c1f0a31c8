"""The pieces of a page, and how much of one is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from privet.errors import Fault, InputError

SIZE = 2_000_000
"""Largest page in bytes."""
NODES = 60_000
DEPTH = 400
"""Most tags, texts and lines, and most tags inside each other."""
PIECE = 100_000
"""Longest piece in characters."""

Kind = Literal["heading", "text", "item", "first", "cell", "gap"]


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands together on a page; a ``gap`` is a list or a table with nothing in it."""

    kind: Kind
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page as its readers see it."""

    path: str
    language: str
    """As the page says itself, ``fr``; empty where it says nothing."""
    site: str
    """Host that the page says it belongs to; empty where it says nothing."""
    pieces: tuple[Piece, ...]
    addresses: tuple[tuple[str, int], ...]
    """Mail addresses that the page links to, with their lines."""


def refused(path: str, message: str, line: int = 0, **slots: str) -> InputError:
    """The error for a page that is not read."""
    return InputError([Fault(path, line, message, "", tuple(slots.items()))])


def host(address: str) -> str:
    """The host of a web address, without ``www.``; empty if it has none."""
    try:
        found = urlsplit(address.strip()).hostname or ""
    except ValueError:
        return ""
    return found.lower().removeprefix("www.")
