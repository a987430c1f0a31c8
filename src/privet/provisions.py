"""Provisions: the register of what may be cited.  Nothing else holds an address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from privet.vocabulary import Labels


@dataclass(frozen=True, slots=True)
class Provision:
    """A citable piece of law."""

    law: str
    id: str
    pinpoint: Labels
    """Self-contained citation per language, e.g. ``PIPEDA, s. 8(3)``."""
    url: str
    basis: str
    """``primary`` (the text was read) or ``secondary`` (a regulator or law firm states it)."""
    since: date | None = None
    until: date | None = None

    def in_force(self, on: date) -> bool:
        """True if the provision is law on that day; ``until`` is its last day."""
        return in_force(self.since, self.until, on)


def in_force(since: date | None, until: date | None, on: date) -> bool:
    """True if ``on`` lies within the two days, both included; None is open."""
    return (since is None or since <= on) and (until is None or on <= until)
