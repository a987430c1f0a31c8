"""What a table holds about people: what its names and its values say together, and which activity it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from privet.matching.folding import joined
from privet.matching.names import Match
from privet.matching.values import Found
from privet.notice_lists import folded
from privet.site.lists import Lists as SiteLists
from privet.site.plan import Activity, Plan
from privet.site.wording import WORD
from privet.storage.columns import names
from privet.storage.lists import Lists
from privet.storage.seen import Column, Counted, Table

OTHER = 20
"""Values that were looked at, from which on it says something that none is what the name says."""
OWN_WORDS, BACK = 1.5, 0.5
"""How much it counts that a table is called like an activity, and that it has all that the activity names."""
ENOUGH, AHEAD = 0.5, 0.1
"""Share of a table's items that its activity must name; by how much the best must be better than the next."""
LETTERS = 4
"""Shortest word of an activity's name that says something."""

Certainty = Literal["sure", "likely"]
Sure = Literal["named", "sure", "likely", "unknown"]


@dataclass(frozen=True, slots=True)
class Holding:
    """An item that a column holds, and what says so."""

    column: str
    item: str
    certainty: Certainty
    phrase: str = ""
    """The words in the column's name; empty where only its values say so."""
    found: Found | None = None
    """What its values say; None where only the name does."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A table with what it holds, and the activity it is taken for."""

    table: Table
    holdings: tuple[Holding, ...]
    activity: Activity | None
    sure: Sure

    @property
    def items(self) -> tuple[str, ...]:
        """The items it holds, once each."""
        return tuple(dict.fromkeys(entry.item for entry in self.holdings))


def holdings(table: Table, known: Lists, counts: Counted | None = None) -> tuple[Holding, ...]:
    """What the columns of a table hold about people; ``counts`` of the whole table add to its sample."""
    matches = names(table.name, (column.name for column in table.columns), known)
    more = counts.held if counts else {}
    return tuple(
        entry
        for column in table.columns
        for entry in _holdings(column, matches[column.name], known, more.get(column.name, ()))
    )


def _holdings(column: Column, match: Match, known: Lists, more: Sequence[Found]) -> Iterator[Holding]:
    if column.sort == "other":
        return
    shown = {found.kind for found in column.held}
    found = {entry.item: entry for entry in (*(e for e in more if e.kind not in shown), *reversed(column.held))}
    for item in (match.item, *match.also) if match.item else ():
        certainty = _certainty(column, match, item, found, known)
        if certainty:
            yield Holding(column.name, item, certainty, match.why.phrase, found.get(item))
    for item, entry in found.items():
        if item not in (match.item, *match.also):
            yield Holding(column.name, item, entry.certainty, "", entry)


def _certainty(
    column: Column, match: Match, item: str, found: Mapping[str, Found], known: Lists
) -> Certainty | Literal[""]:
    """How sure a name is; a name is doubted where values of such a kind show themselves, and none does."""
    if item in found:
        return "sure"
    if column.dated and item in known.more_than_days:
        return ""
    if item in known.shown and column.seen >= OTHER:
        return "likely" if match.certainty == "sure" else ""
    return "sure" if match.certainty == "sure" else "likely"


def place(
    table: Table, held: tuple[Holding, ...], plan: Plan, site: SiteLists, named: Mapping[str, str], near: Iterable[str]
) -> Placed:
    """A table and its activity: the one that is named, else the one that fits best.

    ``near`` are words around the table that say what it is for: the name of its file."""
    row = named.get(table.name, named.get("", ""))
    if row:
        return Placed(table, held, plan.activities[row], "named")
    items = {entry.item for entry in held}
    said = _parted(" ".join((table.name, *near)))
    scores = {row: _score(entry, items, said, site) for row, entry in plan.activities.items()}
    best = max(scores, key=lambda row: scores[row], default="")
    if not best or not items:
        return Placed(table, held, None, "unknown")
    activity = plan.activities[best]
    ahead = all(scores[best] - score >= AHEAD for row, score in scores.items() if row != best)
    speaks, covered = _speaks(activity, said, site), _covered(activity, items)
    if not ahead or not (speaks or covered >= ENOUGH):
        return Placed(table, held, None, "unknown")
    return Placed(table, held, activity, "sure" if speaks and covered >= ENOUGH else "likely")


def _score(activity: Activity, items: set[str], said: str, site: SiteLists) -> float:
    back = len(items & activity.items) / len(activity.items) if activity.items else 0.0
    return OWN_WORDS * _speaks(activity, said, site) + _covered(activity, items) + BACK * back


def _covered(activity: Activity, items: set[str]) -> float:
    return len(items & activity.items) / len(items) if items else 0.0


def _speaks(activity: Activity, said: str, site: SiteLists) -> float:
    """Whether a name holds words for the activity: those of its template, its id or its own name."""
    pattern = site.forms.get(activity.template)
    if pattern and pattern.search(said):
        return 1.0
    own = f"{activity.row} {activity.label}".replace("-", " ")
    return float(any(word in said for word in WORD.findall(folded(own)) if len(word) >= LETTERS))


def _parted(text: str) -> str:
    """A name with spaces between its words: ``mailing_list`` is a mailing list."""
    return folded("".join(letter if letter.isalnum() else " " for letter in text))


def dates(table: Table, trigger: str, held: Iterable[Holding], known: Lists) -> tuple[Column, ...]:
    """The columns that tell how old a row is: the one with the day that counts, else all that are about the row."""
    apart = {entry.column for entry in held if entry.item in known.apart}
    every = tuple(column for column in table.columns if column.dated and column.name not in apart)
    called = known.triggers.get(trigger, ())
    own = tuple(column for column in every if any(name in joined(column.name) for name in called))
    return own[:1] or every
