"""Kinds of findings that no rule of a document brings, as their data files list them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from privet.datafiles import Table
from privet.document import Priority

PRIORITIES: Mapping[str, Priority] = {"high": "high", "normal": "normal", "low": "low"}
FINDING = "finding"
"""The table of a data file that lists its kinds, each under the name of its texts."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of finding: its code, how pressing it is, the rules whose provisions ask for it."""

    code: str
    priority: Priority
    duties: tuple[str, ...]
    unlooked: str
    """``unlooked`` if it says that something could not be looked at."""


def kinds(table: Table) -> Mapping[str, Kind]:
    """The kinds in a data file, by the names of their texts.  Raises DataError for a key or priority there is not."""
    return {name: _kind(row) for name, row in table.table(FINDING).rows()}


def _kind(row: Table) -> Kind:
    row.only("code", "priority", "duties", "unlooked")
    if row.text("priority") not in PRIORITIES:
        raise row.wrong("priority", " / ".join(PRIORITIES))
    return Kind(row.text("code"), PRIORITIES[row.text("priority")], row.strings("duties"), row.flag("unlooked"))
