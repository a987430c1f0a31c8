"""What every command shares: the library, the day, and how people are told things."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cache

from privet.errors import DataError, Fault, InputError
from privet.library import SOURCE_LANGUAGE, Library
from privet.residue import masked
from privet.source import visible
from privet.words import Words

COMMAND = re.compile(r"^[^\S\n]*::|##\[", re.MULTILINE)
"""What makes a line of a log a command: ``::`` at its beginning, ``##[`` anywhere."""
MOST_FAULTS = 20
"""Faults shown in one run; the rest is counted."""


@cache
def _shelf() -> Library:
    return Library()


@cache
def library() -> Library:
    """privet's own data.

    Data that somebody has changed since they were packed must pass the laws of loading first:
    raises DataError.  (Where nothing is packed, in a plain checkout, the tests see to that.)"""
    found = _shelf()
    if found.files.edited:
        from privet.verifying import verify

        verify(found)
    return found


def words(wanted: str = "") -> Words:
    """The words of a language; without one, of that in which privet talks to its user:
    ``PRIVET_LANG``, else English.

    Not from ``library``: what is wrong with the data must be said as well."""
    language = wanted or os.environ.get("PRIVET_LANG", SOURCE_LANGUAGE)
    return _shelf().words(language if language in _shelf().languages else SOURCE_LANGUAGE)


def speak(language: str) -> None:
    """Talk to the user in this language from here on."""
    os.environ["PRIVET_LANG"] = language


def say(key: str, /, **slots: str) -> None:
    """A line for the user, on standard error: standard output is data."""
    tell(words().say(key, **{name: visible(value) for name, value in slots.items()}))


def tell(line: str) -> None:
    """A finished line on standard error; nothing if nobody is listening."""
    try:
        print(inert(line), file=sys.stderr)
    except (BrokenPipeError, ValueError):
        return


def inert(text: str) -> str:
    """Lines in which a build server sees no command, whoever wrote what they repeat."""
    return COMMAND.sub(lambda found: f"{found[0][:-1]} {found[0][-1]}", text)


def report(faults: tuple[Fault, ...]) -> None:
    """Every fault on a line of its own: where, what, what to do."""
    for fault in faults[:MOST_FAULTS]:
        tell(line(fault))
    if len(faults) > MOST_FAULTS:
        say("fault.too-many-faults", count=str(len(faults) - MOST_FAULTS))


def line(fault: Fault) -> str:
    """``error: file:line: key: message``."""
    slots = {name.replace("-", "_"): _fit(value) for name, value in fault.slots}
    slots.setdefault("key", _fit(fault.key))
    place = f"{visible(fault.path)}:{fault.line}" if fault.line else visible(fault.path)
    return words().say("cli.error", place=place, message=words().say(f"fault.{fault.message}", **slots))


def _fit(value: str) -> str:
    """A piece of the input as a message may repeat it: visible, and without secrets."""
    with suppress(DataError):  # that the patterns are broken is what will be said
        value = masked(value, _shelf().residue)
    return visible(value)


def today() -> date:
    """The day documents are dated with: ``SOURCE_DATE_EPOCH`` if set, else today."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return (datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now()).date()
    except (ValueError, OverflowError, OSError):
        raise InputError([Fault("SOURCE_DATE_EPOCH", 0, "not-an-epoch", "", (("value", epoch[:60]),))]) from None
