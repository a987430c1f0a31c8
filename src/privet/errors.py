"""Faults: where it is, what is wrong, what to do.

A fault names a message by its key in ``data/words/<lang>/faults.toml`` and brings the
values for that message's slots.  The sentence itself is text and lives with the texts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with what privet was given."""

    path: str
    """The file, as the user wrote it."""
    line: int
    """Line counted from 1, or 0 where the fault is in the file as a whole."""
    message: str
    """Key of the message, e.g. ``unknown-key``."""
    key: str = ""
    """The key the fault is at, e.g. ``organisation.name``."""
    slots: tuple[tuple[str, str], ...] = ()
    """Values for the message's slots, untouched: whoever prints them escapes them."""


def order(fault: Fault) -> tuple[str, int, str, str]:
    """Faults are told by place."""
    return fault.path, fault.line, fault.message, fault.key


class PrivetError(Exception):
    """Something a person must mend; ``faults`` says what, all of it in one go."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=order))
        super().__init__("; ".join(f"{f.path}:{f.line}: {f.message} {f.key}" for f in self.faults))


class InputError(PrivetError):
    """The answers, or the way privet was called, cannot be used (exit code 2)."""


class DataError(PrivetError):
    """privet's own data breaks a law of loading; the person to mend it edits that data."""


class UnfinishedError(PrivetError):
    """A document that may not be printed while a must-have is unknown (exit code 1)."""


class WriteError(PrivetError):
    """The output could not be written; nothing old was touched (exit code 1)."""
