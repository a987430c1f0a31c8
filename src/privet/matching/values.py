"""What the values of a column are, by what they look like: counted and forgotten.

Values go in, counts and shapes come out.  No value is kept, returned or put into a message;
what a report may show of one is its shape.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from math import sqrt
from typing import Literal

from privet.datafiles import DataFiles, Table
from privet.matching.checks import Check, checks
from privet.matching.names import UNKNOWN, Match
from privet.matching.shapes import shape

FILE = "matching/values.toml"
NEEDS = "scan"
"""The extra that brings the libraries for the tests."""
KEYS = ("item", "pattern", "within", "check", "country", "chance", "pure", "named", "unnamed", "against")
LONGEST = 4_000
"""Of a longer value the beginning is looked at."""
SHORT = 60
"""Longer values are texts, which hold other values inside."""
SHAPES = 3
"""Shapes that are told of a kind."""
MOST_SHAPES = 100
"""Shapes that are counted; more are all alike to a reader."""
Fit = Literal["named", "unnamed", "against"]

SPREAD = 4.0
"""How many standard deviations above chance count, where the name does not say it too."""
FEW = 3
"""Fewer values than that are accident, where numbers can look so by accident and the name does not say it too."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of value; the keys of ``values.toml`` say what each part means."""

    id: str
    item: str
    pattern: re.Pattern[str]
    within: re.Pattern[str] | None
    check: str
    country: str
    chance: float
    pure: float
    least: Mapping[Fit, float]


@dataclass(frozen=True, slots=True)
class Found:
    """A kind of value that a column holds, in numbers and shapes."""

    kind: str
    item: str
    matching: int
    """Values that are of this kind, or hold one."""
    seen: int
    """Values that were looked at; empty ones do not count."""
    certainty: Literal["sure", "likely"]
    """``likely`` where only the look of the values says so, and numbers can look so by accident."""
    shapes: tuple[str, ...]
    """The commonest shapes, without a single value."""

    @property
    def share(self) -> float:
        """The part of the values that match, from 0 to 1."""
        return self.matching / self.seen if self.seen else 0.0


@dataclass(slots=True)
class _Count:
    shaped: int = 0
    matching: int = 0
    shapes: Counter[str] = field(default_factory=Counter)


class Values:
    """Counts the values of one column, chunk by chunk: memory stays the same however many there are."""

    def __init__(self, kinds: Iterable[Kind], tests: Mapping[str, Check], fits: Mapping[str, Fit]) -> None:
        self.kinds, self.tests, self.fits = tuple(kinds), tests, fits
        self.seen = 0
        self._counts = {kind.id: _Count() for kind in self.kinds}

    def add(self, values: Iterable[object]) -> None:
        """Look at more values; what is no text, number or day is passed over."""
        for value in values:
            text = plain(value)
            if text:
                self.seen += 1
                self._look(text)

    def _look(self, text: str) -> None:
        for kind in self.kinds:
            count = self._counts[kind.id]
            if len(text) <= SHORT and kind.pattern.fullmatch(text):
                count.shaped += 1
                if self.tests[kind.check](text):
                    self._keep(count, text)
            elif kind.within is not None and len(text) > 1:
                self._inside(kind, count, text)

    def _inside(self, kind: Kind, count: _Count, text: str) -> None:
        """A value inside a text counts once, however many there are."""
        if kind.within is None:
            return
        found = False
        for place in kind.within.finditer(text):
            found = True
            if self.tests[kind.check](place[0]):
                self._keep(count, place[0])
                break
        count.shaped += found

    def _keep(self, count: _Count, text: str) -> None:
        count.matching += 1
        if len(count.shapes) < MOST_SHAPES:
            count.shapes[shape(text)] += 1

    def found(self) -> tuple[Found, ...]:
        """What the column holds, the commonest first."""
        every = [entry for kind in self.kinds if (entry := self._found(kind, self._counts[kind.id]))]
        chances = {kind.id: kind.chance for kind in self.kinds}
        plain = [entry for entry in every if not any(_explains(other, entry, chances) for other in every)]
        return tuple(sorted(plain, key=lambda entry: -entry.matching))

    def _found(self, kind: Kind, count: _Count) -> Found | None:
        fit = self.fits[kind.id]
        by_chance = count.shaped * kind.chance
        above = by_chance + SPREAD * sqrt(by_chance * (1 - kind.chance))
        enough = count.matching >= kind.pure * count.shaped and count.matching >= kind.least[fit] * self.seen
        accident = kind.chance and fit != "named" and (count.matching <= above or count.matching < FEW)
        if not count.matching or not enough or accident:
            return None
        certainty: Literal["sure", "likely"] = "sure" if fit == "named" or not kind.chance else "likely"
        shapes = tuple(shape for shape, _ in count.shapes.most_common(SHAPES))
        return Found(kind.id, kind.item, count.matching, self.seen, certainty, shapes)


def _explains(other: Found, found: Found, chances: Mapping[str, float]) -> bool:
    """Whether another kind, which accident makes less often, accounts for a find of the same item."""
    rarer = chances[other.kind] < chances[found.kind]
    return other.item == found.item and rarer and other.matching >= found.matching


def _fit(kind: Kind, name: Match) -> Fit:
    """How well a name fits a kind of value."""
    if kind.item in (name.item, *name.also):
        return "named"
    return "unnamed" if name.certainty == "unknown" and not name.why.phrase else "against"


def _counts_here(kind: Kind, fit: Fit, countries: frozenset[str]) -> bool:
    """Whether a kind can be found at all under such a name, where such people live."""
    home = not kind.country or not countries or kind.country in countries
    return kind.least[fit] <= 1 and (home or fit == "named")


def plain(value: object) -> str:
    """A cell as text; empty for what is no text, number or day."""
    match value:
        case str():
            return value[:LONGEST].strip()
        case bool() | None:
            return ""
        case int():
            return str(value)
        case float() if value.is_integer() and abs(value) < 1e18:
            return str(int(value))
        case datetime() | date():
            return value.isoformat()
    return ""


def kinds(files: DataFiles) -> tuple[Kind, ...]:
    """The kinds of values in privet's own data; DataError where one is wrong."""
    return tuple(_kind(id, row) for id, row in files.toml(FILE).table("kind").rows())


def _kind(id: str, row: Table) -> Kind:
    row.only(*KEYS)
    within = row.text("within")
    least: dict[Fit, float] = {
        "named": row.number("named") / 100,
        "unnamed": row.number("unnamed") / 100,
        "against": row.number("against") / 100,
    }
    return Kind(
        id,
        row.text("item"),
        re.compile(row.text("pattern")),
        re.compile(within) if within else None,
        row.text("check"),
        row.text("country"),
        row.number("chance") / 1000,
        row.number("pure") / 100,
        least,
    )


def counter(known: tuple[Kind, ...], places: Iterable[str], on: date, name: Match = UNKNOWN) -> Values:
    """What counts the values of one column called so, of an organisation with people in these places.

    Raises ModuleNotFoundError where the extra is not installed."""
    homes = sorted(places)
    countries = frozenset(place.split("-")[0] for place in homes)
    fits = {kind.id: _fit(kind, name) for kind in known}
    asked = [kind for kind in known if _counts_here(kind, fits[kind.id], countries)]
    named = {kind.check for kind in asked if fits[kind.id] == "named"}
    return Values(asked, checks(homes, on, named), fits)
