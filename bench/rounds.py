"""Measuring: reference and privet in turn, and what the rounds say together.

Absolute times swing with the machine and with what else it does; a ratio of two things
done one after the other hardly does.  So a figure is the median of the rounds' ratios, and
it counts only if the reference, measured against itself in the same rounds, is itself.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Literal

Work = Callable[[], object]
QUIET = (0.9, 1.1)
"""Where the reference against itself must lie for a figure to count."""
SHORTEST = 0.004
"""Seconds that one turn takes at least: shorter work is repeated within its turn."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What a ratio should be: at most so much slower, or at least so much faster."""

    way: Literal["slower", "faster"]
    ratio: float
    stretch: float | None = None

    def __str__(self) -> str:
        sign = "≤" if self.way == "slower" else "≥"
        return f"{sign} {self.ratio:g}×" + (f", {self.stretch:g}×" if self.stretch else "")

    def met(self, ratio: float) -> bool:
        """True if a ratio is as good as the first step of the goal."""
        return ratio <= self.ratio if self.way == "slower" else ratio >= self.ratio


@dataclass(frozen=True, slots=True)
class Spent:
    """Wall and CPU seconds of one piece of work, its children's included."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Rounds:
    """What all rounds of one comparison say."""

    ratio: float
    """Median of (privet ÷ reference), or (reference ÷ privet) where the goal is to be faster."""
    noise: float
    """Median of (reference ÷ reference)."""
    ours: Spent
    theirs: Spent

    @property
    def judged(self) -> bool:
        return QUIET[0] <= self.noise <= QUIET[1]


def compare(theirs: Work, ours: Work, goal: Goal, rounds: int) -> Rounds:
    """Both measured in turn, after one round that does not count."""
    times = (_times(theirs), _times(ours))
    turns = [(spent(theirs, times[0]), spent(theirs, times[0]), spent(ours, times[1])) for _ in range(rounds)]
    ratios = [own.wall / reference.wall for reference, _, own in turns]
    if goal.way == "faster":
        ratios = [1 / ratio for ratio in ratios]
    return Rounds(
        median(ratios),
        median(again.wall / reference.wall for reference, again, _ in turns),
        _middle([own for _, _, own in turns]),
        _middle([reference for reference, _, _ in turns]),
    )


def _times(work: Work) -> int:
    """How often to do the work in one turn."""
    work()
    return max(1, round(SHORTEST / max(spent(work, 1).wall, 1e-7)))


def spent(work: Work, times: int) -> Spent:
    """Seconds of one of ``times`` repetitions."""
    before, start = _cpu(), time.perf_counter()
    for _ in range(times):
        work()
    wall = time.perf_counter() - start
    return Spent(wall / times, (_cpu() - before) / times)


def _cpu() -> float:
    """CPU seconds of this process and of those it started and saw end."""
    if sys.platform == "win32":
        return sum(os.times()[:4])
    import resource

    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _middle(spent: list[Spent]) -> Spent:
    return Spent(median(entry.wall for entry in spent), median(entry.cpu for entry in spent))
