"""``privet check data``: databases and files compared with the plan."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from types import TracebackType

import click

from privet.answers import Answers
from privet.checking import Found
from privet.cli.session import library, say, tell, words
from privet.errors import Fault, InputError
from privet.facts import Case
from privet.storage.findings import LookedSource, Teller
from privet.storage.looking import look
from privet.storage.sources import sources

NEEDED = ("pyarrow", "sqlalchemy", "openpyxl", "stdnum", "phonenumbers")
"""What reading takes; the process that reads imports it."""
MOST_TABLES = 40
"""Tables that are named with the activity they were taken for."""


@dataclass(frozen=True, slots=True)
class CheckedData:
    """What was found, and how many things could not be looked at."""

    places: tuple[str, ...]
    """The sources, without users and passwords."""
    found: tuple[Found, ...]
    unlooked: int


def check_data(places: tuple[str, ...], case: Case, activities: tuple[str, ...]) -> CheckedData:
    """Everything that is found in the sources; on standard error, what each table was taken for."""
    missing = next((name for name in NEEDED if find_spec(name) is None), "")
    if missing or not places:
        slots = (("module", missing), ("extra", "data"))
        raise InputError([Fault("privet check data", 0, "data-extra" if missing else "no-source", "", slots)])
    every = [entry for place in places for entry in sources(place)]
    named, teller = _named(activities, case.answers), Teller(library(), case, words().language)
    found: list[Found] = []
    for entry in every:
        with _Bar() as bar:
            looked = look(library(), case, entry, named, teller, bar)
        own = teller.found(looked)
        _tell(looked, entry.shown if len(every) > 1 else "")
        found += own
    return CheckedData(
        tuple(entry.shown for entry in every), tuple(found), sum(entry.code in teller.blind for entry in found)
    )


def _tell(looked: LookedSource, called: str) -> None:
    """What each table was taken for, and how many there were; in which source, where there are several."""
    personal = [entry.placed for entry in looked.tables if entry.placed.items]
    for placed in personal[:MOST_TABLES]:
        key = "unplaced" if placed.activity is None else "likely" if placed.sure == "likely" else "placed"
        slots = {"activity": placed.activity.label} if placed.activity else {}
        say(f"data.{key}", table=placed.table.name, **slots)
    many = words().count("data.looked", len(looked.tables))
    if called:
        say("data.placed", table=called, activity=many)
    else:
        tell(many)


def _named(pairs: tuple[str, ...], answers: Answers) -> Mapping[str, str]:
    """Activities by the tables that were named with them; an activity alone is for all tables."""
    rows = answers.rows("activities")
    named: dict[str, str] = {}
    for pair in pairs:
        table, _, row = pair.rpartition("=")
        if row not in rows:
            slots = (("value", pair[:60]), ("choices", ", ".join(rows)))
            raise InputError([Fault("privet --activity", 0, "data-activity", "", slots)])
        named[table] = row
    return named


class _Bar:
    """How far the work is, for whoever watches a terminal."""

    WIDTH, STEPS = 30, 1_000

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._last = ""

    def __call__(self, table: str, done: int, total: int) -> None:
        if not self._shown or total <= 0:
            return
        part = min(1.0, done / total)
        full = int(part * self.WIDTH)
        line = f"{'█' * full}{'░' * (self.WIDTH - full)} {part:4.0%}"
        if line != self._last:
            self._last = line
            click.echo(f"\r{line}", err=True, nl=False)

    def __enter__(self) -> _Bar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if self._last:
            click.echo("\r" + " " * (self.WIDTH + len(" 100%")) + "\r", err=True, nl=False)
