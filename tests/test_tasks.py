"""Tasks: each has an owner and a day, can be done, and comes back when its facts change; and the calendar."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from privet import source
from privet.answers import Period
from privet.calendar_days import later, months_later
from privet.cli.app import app
from privet.compose import compose
from privet.document import Document
from privet.interview import case
from privet.judging import judge
from privet.library import Library
from privet.parsing import ROW_ID, parse
from privet.render.ics import ics
from privet.tasks import task_key

SHOP = """
schema = 1
[organisation]
name = "Bakkerij Kruimel"
kind = "shop"
places = ["NL"]
[contact]
name = "Sanne"
email = "sanne@kruimel.example"
[people]
places = ["NL"]
[activities.news]
items = ["email"]
purposes = ["send-offers"]
stored = ["paper-file"]
shared-with = ["email-service"]
keep = { from = "fixed-date", until = 2028-03-01 }
[safeguards]
paper = ["locked-cabinet"]
[cleanup]
every = { months = 6 }
[suppliers.post]
recipient = "email-service"
name = "Postduif; BV, \\\\ co"
ends = 2027-05-31
[approval]
date = 2026-01-31
review = 2027-01-31
"""


def plan(library: Library, text: str, on: date = date(2026, 11, 22)) -> Document:
    """The plan of an answers file."""
    answers = parse(source.parse(text.encode(), "privacy.toml"), library.questionnaire)
    return compose(library, judge(library, case(answers, library.skips, on, library.covered), "plan"), "en")


def test_a_task_has_an_owner_and_a_day_by_its_priority(library: Library) -> None:
    """One month, three months or twelve from the approval; the contact where nobody else is named."""
    tasks = {task.key: task for task in plan(library, SHOP).tasks}
    paper = tasks["plan-security-paper-missing"]

    assert paper.due == months_later(date(2026, 1, 31), {"high": 1, "normal": 3, "low": 12}[paper.priority])
    assert [run.text for run in paper.owner] == ["Sanne"]


def test_a_plan_that_nobody_approved_counts_from_its_own_day(library: Library) -> None:
    """Without a date of approval there is no other day to count from."""
    text = SHOP.replace("date = 2026-01-31\n", "")
    due = {task.due for task in plan(library, text).tasks if task.priority == "high"}

    assert due == {date(2026, 12, 22)}


def test_a_task_that_is_done_is_not_asked_again_until_its_facts_change(library: Library) -> None:
    """What was done for one answer need not be done for another."""
    task = next(t for t in plan(library, SHOP).tasks if t.key == "plan-security-paper-missing")
    done = SHOP + f'[tasks.{task.key}]\nstate = "done"\nfacts = "{task.facts}"\n'
    changed = done.replace('paper = ["locked-cabinet"]', 'paper = ["clear-desk"]')

    assert task.key not in {t.key for t in plan(library, done).tasks}
    assert task.key in {t.key for t in plan(library, changed).tasks}


def test_a_task_can_be_given_to_somebody_by_another_day(library: Library) -> None:
    """Who and when are the organisation's own to say."""
    text = SHOP + '[tasks.plan-security-paper-missing]\nowner = "Piet"\ndue = 2026-12-24\nstate = "open"\n'
    task = next(t for t in plan(library, text).tasks if t.key == "plan-security-paper-missing")

    assert (task.due, [run.text for run in task.owner]) == (date(2026, 12, 24), ["Piet"])


def test_the_command_lists_tasks_and_notes_what_is_done(tmp_path: Path) -> None:
    """Comments and everything else in the file stay."""
    file = tmp_path / "privacy.toml"
    file.write_text("# ours\n" + SHOP.lstrip(), encoding="utf-8")
    run = CliRunner().invoke

    assert "plan-security-paper-missing" in run(app, ["tasks", str(file)]).output
    run(app, ["tasks", str(file), "--done", "plan-security-paper-missing", "--owner", "Piet"])

    assert file.read_text(encoding="utf-8").startswith("# ours\n")
    assert '[tasks.plan-security-paper-missing]\nstate = "done"' in file.read_text(encoding="utf-8")
    assert "plan-security-paper-missing" not in run(app, ["tasks", str(file)]).output


@given(st.text(min_size=1, max_size=200))
def test_every_task_has_a_key_that_the_answers_file_accepts(id: str) -> None:
    """Small letters, digits and hyphens, sixty at most; and two ids never share a long key."""
    key = task_key(f"plan/{id}")

    assert ROW_ID.fullmatch(key)
    assert len(key) <= 60


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 240))
def test_months_are_counted_as_people_count_them(day: date, months: int) -> None:
    """The same day of a later month, or that month's last day; never a day of the month after."""
    found = months_later(day, months)

    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or found.day in (28, 29, 30)


@pytest.mark.parametrize(
    ("period", "day"),
    [
        (Period(10, "day"), date(2024, 2, 10)),
        (Period(2, "week"), date(2024, 2, 14)),
        (Period(1, "month"), date(2024, 2, 29)),
        (Period(1, "year"), date(2025, 1, 31)),
    ],
)
def test_a_period_later(period: Period, day: date) -> None:
    """From the last day of January of a leap year."""
    assert later(date(2024, 1, 31), period) == day


def unfolded(calendar: str) -> list[str]:
    """The lines of a calendar as a program reads them."""
    return re.sub(r"\r\n[ \t]", "", calendar).split("\r\n")


def test_the_calendar_has_tasks_reviews_destruction_and_contracts(library: Library) -> None:
    """Every day that the plan names is in it, once."""
    document = plan(library, SHOP)
    lines = unfolded(ics(document, library.words("en_GB")))
    days = {line.split(":")[1] for line in lines if line.startswith("DTSTART")}
    uids = [line for line in lines if line.startswith("UID")]

    assert {"20270131", "20280301", "20270531", "20260731"} <= days
    assert len(uids) == len(set(uids)) == len(document.tasks) + len(document.reminders)
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(uids)
    assert "RRULE:FREQ=MONTHLY;INTERVAL=6" in lines


def test_the_calendar_keeps_to_its_specification(library: Library) -> None:
    """Lines of 75 octets at most, special signs escaped, and the same bytes each time (RFC 5545)."""
    document = plan(library, SHOP)
    calendar = ics(document, library.words("en_GB"))

    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))
    assert "Postduif\\; BV\\, \\\\ co" in "".join(unfolded(calendar))
    assert calendar == ics(document, library.words("en_GB"))
