"""Lawful bases as a law lists them: what each is, and what usually rests on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from privet.answers import Chosen
from privet.provisions import Provision
from privet.vocabulary import Labels


@dataclass(frozen=True, slots=True)
class Basis:
    """A lawful basis: what allows a use (GDPR Art. 6)."""

    id: str
    label: Labels
    explain: Labels
    cites: tuple[Provision, ...]
    iris: tuple[str, ...] = ()
    """W3C DPV terms, prefixed; the first is its own, or the nearest."""

    def in_force(self, on: date) -> bool:
        """True if all that it rests on is law on that day."""
        return all(provision.in_force(on) for provision in self.cites)


@dataclass(frozen=True, slots=True)
class Bases:
    """What usually allows each purpose under a law, and the interest named where that is the basis."""

    bases: Mapping[str, Basis]
    purposes: Mapping[str, str]
    interests: Mapping[str, Labels]
    channels: Mapping[str, Mapping[str, str]]
    """Channel of marketing → purpose → basis, where it is another than the purpose usually has."""

    def usual(self, purpose: str, channel: str = "") -> Basis | None:
        """The basis that a use usually has; None for a purpose in people's own words."""
        by_channel = self.channels.get(channel, {})
        return self.bases.get(by_channel.get(purpose) or self.purposes.get(purpose, ""))

    def by_channel(self, purpose: str) -> bool:
        """Whether some channel has another basis for the purpose."""
        return any(purpose in named for named in self.channels.values())


NO_BASES = Bases({}, {}, {}, {})
"""A law that wants no basis for each purpose."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What allows a purpose."""

    basis: Basis | None
    """None where it is not known."""
    channels: tuple[Chosen, ...] = ()
    """The channels it speaks of, where others have another basis; empty: all of them."""
    own: str = ""
    """The row of ``[bases]`` that names it; empty where it is the usual one."""
