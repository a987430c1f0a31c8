"""Reminders: the days that a plan itself names: reviews, destruction, clear-outs, ends of contracts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from privet.answers import Period, Retention
from privet.calendar_days import later
from privet.document import Reminder, Run
from privet.facts import Case
from privet.labels import Labeller


def reminders(case: Case, labels: Labeller) -> tuple[Reminder, ...]:
    """Every day to remember, in order."""
    found = (*_reviews(case, labels), *_ends(case, labels), *_contracts(case, labels))
    return tuple(sorted(found, key=lambda entry: (entry.day, entry.id)))


def _reviews(case: Case, labels: Labeller) -> Iterator[Reminder]:
    review, approved = (case.answers.at("approval", key).value for key in ("review", "date"))
    every = case.answers.at("cleanup", "every").value
    if isinstance(review, date):
        yield Reminder("review", review, (Run(labels.words.say("reminder.review")),))
    if isinstance(every, Period) and every.amount:
        first = later(approved if isinstance(approved, date) else case.on, every)
        months = every.amount * {"month": 1, "year": 12}.get(every.unit, 0)
        yield Reminder("clear-out", first, (Run(labels.words.say("reminder.clear-out")),), months)


def _ends(case: Case, labels: Labeller) -> Iterator[Reminder]:
    for row in case.answers.rows("activities"):
        keep = case.answers.at("activities", "keep", row).value
        if isinstance(keep, Retention) and keep.until:
            yield Reminder(f"destroy-{row}", keep.until, _about(labels, "destroy", "activities", row))


def _contracts(case: Case, labels: Labeller) -> Iterator[Reminder]:
    for row in case.answers.rows("suppliers"):
        ends = case.answers.at("suppliers", "ends", row).value
        if isinstance(ends, date):
            yield Reminder(f"contract-{row}", ends, _about(labels, "contract", "suppliers", row))


def _about(labels: Labeller, key: str, table: str, row: str) -> tuple[Run, ...]:
    """The words of a reminder around the name of what it is about."""
    before, _, after = labels.words.say(f"reminder.{key}", name="\0").partition("\0")
    return tuple(run for run in (Run(before), labels.row(table, row), Run(after)) if run.text)
