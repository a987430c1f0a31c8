"""Until when rows may be kept by the plan, and what to count in a table to see if they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from privet.answers import NO_END, Ref, Retention
from privet.calendar_days import DAYS, months_later
from privet.site.plan import ACTIVITIES, Plan
from privet.storage.holding import Placed, dates
from privet.storage.lists import Lists
from privet.storage.seen import Column, Task

YEAR_END = "year-end"
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Rule:
    """What the plan says of how long the rows of a table are kept."""

    ref: Ref
    keep: Retention
    before: date
    """Rows of earlier days are too old."""
    columns: tuple[Column, ...]
    """Columns that tell how old a row is; none where no column does."""

    def task(self, table: str) -> Task:
        """What to count."""
        return Task(table, tuple((column.name, column.dated) for column in self.columns), self.before.isoformat())


def rule(placed: Placed, plan: Plan, known: Lists, on: date) -> Rule | None:
    """The rule for a table; None where its activity is not known, or the plan gives no period that ends."""
    if placed.activity is None:
        return None
    answer = plan.answers.at(ACTIVITIES, "keep", placed.activity.row)
    keep = answer.value
    if not isinstance(keep, Retention) or keep.trigger == NO_END:
        return None
    before = _before(keep, on)
    if before is None:
        return None
    return Rule(answer.ref, keep, before, dates(placed.table, keep.trigger, placed.holdings, known))


def _before(keep: Retention, on: date) -> date | None:
    """The day before which rows are too old; None if none are."""
    if keep.until is not None:
        return on if keep.until < on else None
    if keep.period is None:
        return None
    amount, unit = keep.period.amount, keep.period.unit
    if unit in DAYS:
        first = date.fromordinal(max(1, on.toordinal() - amount * DAYS[unit]))
    else:
        months = amount * (MONTHS if unit == "year" else 1)
        first = months_later(on, -months) if on.year * MONTHS - months > MONTHS else date.min
    return date(first.year, 1, 1) if keep.trigger == YEAR_END else first


def columns(entries: Iterable[Column]) -> tuple[str, ...]:
    """Names of columns."""
    return tuple(entry.name for entry in entries)
