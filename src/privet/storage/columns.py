"""One column judged by its name and a sample of its values: what it holds, how its dates are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from privet.datafiles import DataFiles
from privet.matching.names import Match, match_name
from privet.matching.values import Kind, Values, counter, kinds, plain
from privet.storage.lists import Lists, lists
from privet.storage.seen import Column, Sort, Table

CELLS = 200_000
"""Cells of a sample, over all columns of a table."""
ROWS, FEWEST = 1_000, 40
"""Most and fewest rows of a sample."""
MOST_COLUMNS = 4_096
NATIVE = "native"
"""How dates are written in a column that can hold nothing else."""
FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%m/%d/%Y")
ISO = FORMATS[0]
DAY_LETTERS = 10
MOSTLY = 0.95
"""Part of the values that must be dates."""
SOME = 3
"""Fewer dates than that tell nothing."""


@dataclass(frozen=True)
class Eye:
    """What columns are judged with."""

    places: tuple[str, ...]
    on: date
    files: DataFiles = field(default_factory=DataFiles)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_kinds", kinds(self.files))
        object.__setattr__(self, "_lists", lists(self.files))

    @property
    def kinds(self) -> tuple[Kind, ...]:
        found: tuple[Kind, ...] = self.__dict__["_kinds"]
        return found

    @property
    def lists(self) -> Lists:
        found: Lists = self.__dict__["_lists"]
        return found
