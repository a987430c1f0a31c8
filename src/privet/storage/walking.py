"""The way through a database of many tables: so many at most, and one that cannot be read stops none of the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from privet.storage.columns import MOST_COLUMNS
from privet.storage.reader import Unreadable
from privet.storage.seen import Sort, Table, Trouble

MOST_TABLES = 2_000
"""More tables than that are not looked at, and that is told."""


class Known(Protocol):
    """A table as its database knows it."""

    @property
    def columns(self) -> Mapping[str, Sort]: ...

    @property
    def shown(self) -> str: ...


K = TypeVar("K", bound=Known)


def walked(every: Sequence[K], look: Callable[[K], Table]) -> tuple[list[tuple[K, Table]], list[Trouble]]:
    """Each table with what a look at it gave, and what could not be looked at; ``look`` may raise Unreadable."""
    found: list[tuple[K, Table]] = []
    troubles: list[Trouble] = []
    if len(every) > MOST_TABLES:
        troubles.append(Trouble("table-cut", "", "too-many-tables", len(every)))
    for known in every[:MOST_TABLES]:
        try:
            if len(known.columns) > MOST_COLUMNS:
                raise Unreadable("too-many-columns")
            found.append((known, look(known)))
        except Unreadable as error:
            troubles.append(Trouble("table-unread", known.shown, error.why))
    return found, troubles
