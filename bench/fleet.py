"""A fleet: many organisations by several processes, against one process times the cores."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path

from bench.memory import peak_of_process
from bench.organisations import write_fleet
from bench.plan import ON
from bench.rounds import Goal, Rounds, Spent, compare, spent
from bench.size import Size
from bench.table import Row
from bench.table import size as told
from privet.cli.fleet import make_all, targets
from privet.cli.making import Order, Target

GOAL = Goal("faster", 0.85)
CORES = os.cpu_count() or 1
AGAINST = f"one process's rate × {CORES} cores"
FLAT = 1.1
"""How much more a worker may hold at the end than after a quarter."""


def rows(size: Size, folder: Path) -> Iterator[Row]:
    """A share of the fleet in rounds, then whole fleets, each once."""
    write_fleet(folder / "answers", max(size.fleets))
    fleet = targets([str(folder / "answers")])
    order = Order(("plan",), ("en",), ("html",), ON, folder / "plans")
    share = fleet[: size.share]
    rounds = _share(share, order, size)
    yield Row(f"{len(share)} organisations, HTML", AGAINST, GOAL, rounds, _written(order, len(share)))
    for count in size.fleets:
        yield _whole(fleet[:count], order, rounds, rounds.theirs.wall / len(share))


def _share(fleet: tuple[Target, ...], order: Order, size: Size) -> Rounds:
    """One process, and as many as there are cores, on the same share of the fleet in turn."""
    rounds = compare(lambda: _make(fleet, order, 1), lambda: _make(fleet, order, CORES), GOAL, size.rounds)
    return replace(rounds, ratio=rounds.ratio / CORES)


def _make(fleet: tuple[Target, ...], order: Order, jobs: int) -> None:
    for outcome in make_all(fleet, order, jobs):
        if outcome.faults:
            raise AssertionError(outcome.faults)


def _whole(fleet: tuple[Target, ...], order: Order, rounds: Rounds, each: float) -> Row:
    """A whole fleet; ``each`` is what one process takes for one organisation."""
    shutil.rmtree(order.out, ignore_errors=True)
    peaks: list[int] = []
    whole = spent(lambda: peaks.extend(_watched(fleet, order)), 1)
    quarter, end = peaks
    rate = len(fleet) / whole.wall
    flat = "flat" if end <= FLAT * quarter else "growing"
    note = f"one run, {rate:.0f}/s; a worker held {told(quarter)} at a quarter, {told(end)} at the end: {flat}"
    found = Rounds(rate * each / CORES, rounds.noise, whole, Spent(each, each))
    return Row(f"{len(fleet):,} organisations, HTML", AGAINST, GOAL, found, _written(order, len(fleet)), end, note)


def _watched(fleet: tuple[Target, ...], order: Order) -> tuple[int, int]:
    """The largest worker's peak memory after a quarter of the fleet, and at its end."""
    peaks: list[int] = []
    for number, outcome in enumerate(make_all(fleet, order, CORES), 1):
        if outcome.faults:
            raise AssertionError(outcome.faults)
        if number in (len(fleet) // 4, len(fleet)):
            peaks.append(max((peak_of_process(worker.pid) for worker in active_children()), default=0))
    return peaks[0], peaks[-1]


def _written(order: Order, count: int) -> int:
    """Bytes of all pages, each of which names its organisation."""
    pages = sorted(order.out.rglob("plan.en.html"))
    if len(pages) != count or "Organisation " not in pages[-1].read_text(encoding="utf-8"):
        raise AssertionError(len(pages))
    return sum(page.stat().st_size for page in pages)
