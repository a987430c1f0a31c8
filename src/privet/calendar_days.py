"""Days: a period later, months as people count them."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, date

from privet.answers import Period

DAYS = {"day": 1, "week": 7}


def later(day: date, period: Period) -> date:
    """The day a period later; a month ends where the shorter month ends (31 January + 1 month: 28 February)."""
    if period.unit in DAYS:
        days = period.amount * DAYS[period.unit]
        return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))
    return months_later(day, period.amount * (12 if period.unit == "year" else 1))


def months_later(day: date, months: int) -> date:
    """The same day some months later, or that month's last day; no later than the last day there is."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
