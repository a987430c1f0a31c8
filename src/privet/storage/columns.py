"""Columns judged by their names and a sample of their values: what they hold, how their dates are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from privet.datafiles import DataFiles
from privet.matching.names import Match, match_columns, match_name
from privet.matching.values import Kind, Values, counter, kinds, plain
from privet.storage.lists import Lists, lists
from privet.storage.seen import Column, Sort, Table

CELLS = 200_000
"""Cells of a sample, over all columns of a table."""
ROWS, FEWEST = 600, 40
"""Most and fewest rows of a sample."""
MOST_COLUMNS = 4_096
"""More columns than that are no table that people keep."""
NAME = 200
"""Longest name of a column or table, in characters."""
NATIVE = "native"
"""How dates are written in a column that can hold nothing else."""
ISO = "%Y-%m-%d"
FORMATS = (ISO, "%Y/%m/%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%m/%d/%Y")
DAY_LETTERS = 10
MOSTLY = 0.95
"""Part of the values that must be dates."""
WHOLE = 0.9
"""Part of a column that is of one kind, above which nothing else is searched for in it."""

Cells = Mapping[str, tuple[Sort, Sequence[object]]]
"""A sample: by column what sort it is, and values."""


@dataclass(frozen=True, slots=True)
class Eye:
    """What columns are judged with."""

    kinds: tuple[Kind, ...]
    lists: Lists
    places: tuple[str, ...]
    on: date

    def table(self, name: str, cells: Cells) -> Table:
        """A table by a sample of it."""
        matches = names(name, cells, self.lists)
        return Table(name, tuple(self._column(key, *cells[key], matches[key]) for key in cells))

    def _column(self, name: str, sort: Sort, values: Sequence[object], match: Match) -> Column:
        if sort == "other":
            return Column(name, sort)
        counts = counter(self.kinds, self.places, self.on, match)
        counts.add(values)
        return Column(name, sort, counts.seen, counts.found(), _written(sort, values))

    def needle(self, kind: str) -> Kind:
        """A kind of value that is searched for in every cell."""
        return next(entry for entry in self.kinds if entry.id == kind)

    def counter(self, name: str, kind: str) -> Values:
        """What counts the values of one such kind in a column."""
        return counter((self.needle(kind),), self.places, self.on, match_name(name))


def eye(files: DataFiles, places: Iterable[str], on: date) -> Eye:
    """What columns are judged with, for people in these places, on a day."""
    return Eye(kinds(files), lists(files), tuple(places), on)


def names(table: str, columns: Iterable[str], known: Lists) -> Mapping[str, Match]:
    """What columns are by their names.  In a table that has what only people have, a bare “name” is a person's."""
    return match_columns(table, columns, known.people)


def sought(column: Column, known: Lists) -> tuple[str, ...]:
    """Kinds that are searched for in every cell of a column: those that its sample does not show already."""
    if column.sort != "text" or any(found.share >= WHOLE for found in column.held):
        return ()
    shown = {found.kind for found in column.held}
    return tuple(kind for kind in known.needles if kind not in shown)


def longest(columns: int) -> int:
    """Rows of a sample."""
    return max(FEWEST, min(ROWS, CELLS // max(1, columns)))


def distinct(names: Iterable[object]) -> tuple[str, ...]:
    """Names of columns as they are shown, each once; a column without one is called by its number."""
    found: dict[str, int] = {}
    for number, given in enumerate(names, 1):
        name = " ".join(str(given).split())[:NAME] if given is not None else ""
        name = name or str(number)
        while name in found:
            name = f"{name} ({number})"
        found[name] = number
    return tuple(found)


def _written(sort: Sort, values: Sequence[object]) -> str:
    """How the dates of a column are written; empty where it holds none."""
    if sort == "date":
        return NATIVE
    texts = [text for value in values if isinstance(value, str | date | datetime) and (text := plain(value))]
    if sort != "text" or not texts:
        return ""
    return next((form for form in FORMATS if _are_days(texts, form)), "")


def _are_days(texts: Sequence[str], form: str) -> bool:
    """Whether nearly all texts are days that are written so; most columns are done after a few."""
    misses = (1 - MOSTLY) * len(texts)
    for text in texts:
        misses -= not _is_day(text, form)
        if misses < 0:
            return False
    return True


def _is_day(text: str, form: str) -> bool:
    try:
        datetime.strptime(text[:DAY_LETTERS], form)
    except ValueError:
        return False
    return True
