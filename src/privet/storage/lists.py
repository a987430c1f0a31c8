"""What is looked for in databases and files: the lists of ``data/data-checks.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from privet.datafiles import DataFiles, Table
from privet.kinds import Kind, kinds
from privet.matching.folding import joined

FILE = "data-checks.toml"
LANGUAGES = ("en", "fr", "nl")


@dataclass(frozen=True, slots=True)
class Needle:
    """A kind of value that is searched for in every cell; the keys of the file say what each part means."""

    kind: str
    least: int
    sign: str
    shape: str
    glob: str


@dataclass(frozen=True, slots=True)
class Lists:
    """Every list, ready to use."""

    kinds: Mapping[str, Kind]
    needles: Mapping[str, Needle]
    shown: frozenset[str]
    people: frozenset[str]
    apart: frozenset[str]
    more_than_days: frozenset[str]
    triggers: Mapping[str, tuple[str, ...]]
    """Names of columns by trigger, as letters without spaces."""


def lists(files: DataFiles) -> Lists:
    """The lists in privet's own data; DataError where one is wrong."""
    table = files.toml(FILE)
    table.only("finding", "everywhere", "shown", "people", "apart", "more-than-days", "trigger")
    return Lists(
        kinds(table),
        {name: _needle(name, row) for name, row in table.table("everywhere").rows()},
        frozenset(table.table("shown").strings("items")),
        frozenset(table.table("people").strings("items")),
        frozenset(table.table("apart").strings("items")),
        frozenset(table.table("more-than-days").strings("items")),
        {name: tuple(_names(row)) for name, row in table.table("trigger").rows()},
    )


def _needle(kind: str, row: Table) -> Needle:
    row.only("least", "sign", "shape", "glob")
    sign = row.text("sign")
    shape = row.text("shape") or re.escape(sign)
    if not shape:
        raise row.wrong("sign", "neither sign nor shape")
    return Needle(kind, row.number("least"), sign, shape, row.text("glob") or f"*{sign}*")


def _names(row: Table) -> list[str]:
    row.only(*LANGUAGES)
    return [joined(phrase) for language in LANGUAGES for phrase in row.strings(language)]
