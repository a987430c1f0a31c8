"""Looking at a source: its tables, the activity of each, and what is counted in all of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from privet.facts import Case
from privet.library import Library
from privet.site.lists import Lists as SiteLists
from privet.site.lists import lists as site_lists
from privet.storage.findings import LookedSource, LookedTable, Teller
from privet.storage.holding import holdings, place
from privet.storage.keeping import rule
from privet.storage.room import Room, Unread
from privet.storage.seen import Table, Task, Trouble
from privet.storage.sources import Source

Watch = Callable[[str, int, int], None]
"""Told the name of a table, and how much of it was read."""


def look(
    library: Library, case: Case, source: Source, named: Mapping[str, str], teller: Teller, watch: Watch
) -> LookedSource:
    """Everything that was seen in a source; what could not be is a trouble."""
    if source.kind == "unknown":
        return LookedSource(source, (), (Trouble("source-unread", "", source.why),))
    with Room(source, places(case), case.on) as room:
        seen = room.look()
        if isinstance(seen, Unread):
            return LookedSource(source, (), (Trouble("source-unread", "", seen.why),))
        site, tables, troubles = site_lists(library.files), list[LookedTable](), list(seen.troubles)
        for table in seen.tables:
            entry, more = _table(room, table, source, named, teller, site, case.on, watch)
            tables.append(entry)
            troubles += more
    return LookedSource(source, tuple(tables), tuple(troubles))


def places(case: Case) -> tuple[str, ...]:
    """Where the people live whose information is kept: numbers are written as they are there."""
    tables = ("people", "organisation")
    return tuple(dict.fromkeys(value.id for table in tables for value in case.answers.at(table, "places").chosen))


def _table(
    room: Room,
    table: Table,
    source: Source,
    named: Mapping[str, str],
    teller: Teller,
    site: SiteLists,
    on: date,
    watch: Watch,
) -> tuple[LookedTable, tuple[Trouble, ...]]:
    """A table placed by its sample, then counted; what the whole of it shows is added."""
    near = (source.table,) if source.table else ()
    first = place(table, holdings(table, teller.known), teller.plan, site, named, near)
    kept = rule(first, teller.plan, teller.known, on)
    task = kept.task(table.name) if kept else Task(table.name)
    counts = room.count(task, lambda done, total: watch(table.name, done, total))
    if isinstance(counts, Unread):
        return LookedTable(first, kept, None), (Trouble("table-cut", table.name, counts.why),)
    placed = replace(first, holdings=holdings(table, teller.known, counts))
    return LookedTable(placed, kept, counts), counts.troubles
