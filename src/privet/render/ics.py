"""The days of a plan as a calendar (RFC 5545): tasks with their due day, reviews, destruction, contracts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from privet.document import Document, Reminder, Task
from privet.render import lines
from privet.words import Words

OCTETS = 75
"""Longest line, in octets; longer ones are folded (section 3.1)."""
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})
"""Section 3.3.11: what a text may not hold as it is."""


def ics(document: Document, words: Words) -> str:
    """A calendar with one all-day event for each task and each day to remember."""
    owner = lines.plain(document.organisation)
    body = [line for task in document.tasks if task.due for line in _task(task, task.due, document, words)]
    body += [line for reminder in document.reminders for line in _reminder(reminder, document)]
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//privet//plan//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    name = f"X-WR-CALNAME:{_text(f'{document.title}{lines.DASH}{owner}')}"
    return "".join(f"{folded}\r\n" for line in (*head, name, *body, "END:VCALENDAR") for folded in _folded(line))


def _task(task: Task, due: date, document: Document, words: Words) -> Iterator[str]:
    yield from _event(task.key, due, lines.plain(task.text), document)
    cites = "; ".join(cite.text for cite in task.cites)
    about = "\n".join(part for part in (lines.plain(task.reason), lines.when(task, words), cites) if part)
    yield f"DESCRIPTION:{_text(about)}"
    yield f"PRIORITY:{ {'high': 1, 'normal': 5, 'low': 9}[task.priority] }"
    yield "END:VEVENT"


def _reminder(reminder: Reminder, document: Document) -> Iterator[str]:
    yield from _event(reminder.id, reminder.day, lines.plain(reminder.text), document)
    if reminder.months:
        yield f"RRULE:FREQ=MONTHLY;INTERVAL={reminder.months}"
    yield "END:VEVENT"


def _event(key: str, day: date, summary: str, document: Document) -> Iterator[str]:
    """The beginning of an event; its UID stays the same from one build to the next."""
    yield "BEGIN:VEVENT"
    yield f"UID:{key}@{_place(document)}.privet.invalid"
    yield f"DTSTAMP:{document.on:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(summary)}"
    yield "TRANSP:TRANSPARENT"


def _place(document: Document) -> str:
    """The organisation as part of an address that is nobody's."""
    name = "".join(
        letter if letter.isascii() and letter.isalnum() else "-" for letter in lines.plain(document.organisation)
    )
    return name.lower().strip("-")[:40] or "plan"


def _text(text: str) -> str:
    return text.translate(ESCAPES)


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, never inside a letter; all but the first begin with a space."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    yield piece
