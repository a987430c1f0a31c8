"""What every way of reading a source can do, and how it says that it cannot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from privet.storage.seen import Counted, Seen, Task

Tell = Callable[[int, int], None]
"""How far the work is: so much of so much."""


class Unreadable(Exception):
    """Something cannot be looked at; ``why`` is the key of a text."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class Reader(Protocol):
    """Reads one source."""

    def look(self) -> Seen:
        """The tables and a sample of each."""
        ...

    def count(self, task: Task, tell: Tell) -> Counted:
        """Count in a whole table."""
        ...
