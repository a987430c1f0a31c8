"""The table: one row a measurement, a hundred columns wide, and under it what it was measured against."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from bench.rounds import Goal, Rounds

COLUMNS = (("", 30), ("ratio", 9), ("goal", 13), ("itself", 7), ("wall", 9), ("CPU", 9), ("bytes", 8), ("peak", 8))
"""Heads and widths: 93 columns, and a mark."""
WIDTH = 96
LEFT_OUT = "–"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    work: str
    against: str
    goal: Goal
    rounds: Rounds | None = None
    """None where there was nothing to compare with."""
    bytes: int = 0
    """Bytes written; 0 where nothing is."""
    peak: int = 0
    """Peak memory in bytes; 0 where it was not measured."""
    note: str = ""

    @property
    def mark(self) -> str:
        """Whether the goal is met; ``~`` if the machine was too noisy to say."""
        if self.rounds is None:
            return ""
        if not self.rounds.judged:
            return "~"
        return "✓" if self.goal.met(self.rounds.ratio) else "✗"


def head() -> str:
    cells = [name.ljust(width) if not place else name.rjust(width) for place, (name, width) in enumerate(COLUMNS)]
    return f"{''.join(cells)}\n{'─' * WIDTH}"


def line(row: Row) -> str:
    """A row as it is printed, with what it was measured against below."""
    rounds = row.rounds
    cells = (
        row.work,
        f"{rounds.ratio:.2f}×" if rounds else LEFT_OUT,
        str(row.goal),
        f"{rounds.noise:.2f}" if rounds else LEFT_OUT,
        seconds(rounds.ours.wall) if rounds else LEFT_OUT,
        seconds(rounds.ours.cpu) if rounds else LEFT_OUT,
        size(row.bytes),
        size(row.peak),
    )
    joined = "".join(
        cell.rjust(width) if place else cell.ljust(width)
        for place, (cell, (_, width)) in enumerate(zip(cells, COLUMNS, strict=True))
    )
    noisy = "noisy, not judged" if rounds and not rounds.judged else ""
    theirs = f" ({seconds(rounds.theirs.wall)})" if rounds else ""
    below = "; ".join(part for part in (f"against {row.against}{theirs}", noisy, row.note) if part)
    wrapped = textwrap.fill(below, WIDTH, initial_indent="  ", subsequent_indent="    ")
    return f"{joined}  {row.mark}".rstrip() + f"\n{wrapped}"


def seconds(value: float) -> str:
    """A time with three digits and the unit that suits it."""
    for unit, step in (("s", 1.0), ("ms", 1e-3)):
        if value >= step:
            return f"{value / step:.3g} {unit}"
    return f"{value / 1e-6:.3g} µs"


def size(value: float) -> str:
    if not value:
        return LEFT_OUT
    for unit, step in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if value >= step:
            return f"{value / step:.3g} {unit}"
    return f"{value:.0f} B"
