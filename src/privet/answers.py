"""Answers: what an organisation told us, each with its address and its state.

Four empties are four values: *not asked* (the interview skipped it), *not answered*
(``missing``), *unknown* ("I don't know yet") and *none* (known, and empty).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from privet.questions import Field, Questionnaire


@dataclass(frozen=True, slots=True, order=True)
class Chosen:
    """One value of an answer: a term, or ``other`` with the user's own words."""

    id: str
    text: str = ""


NO_END = "no-end"
"""The trigger of what is never removed."""
FIXED_DATE = "fixed-date"
"""The trigger of what is removed on a day that is known."""


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as people and laws say it; months are never turned into days."""

    amount: int
    unit: Literal["day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Retention:
    """How long something is kept: counted from a trigger, and what happens then."""

    trigger: str
    period: Period | None
    until: date | None
    actions: tuple[str, ...]
    reason: str = ""


Value = str | int | date | tuple[Chosen, ...] | Period | Retention
State = Literal["known", "unknown", "missing"]


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """Address of an answer, or of one value in it: ``activities[newsletter].items``."""

    table: str
    row: str = ""
    field: str = ""
    value: Chosen | None = None

    def __str__(self) -> str:
        row = f"[{self.row}]" if self.row else ""
        return f"{self.table}{row}" + (f".{self.field}" if self.field else "")

    @property
    def whole(self) -> Ref:
        """The address of the answer that the value is in."""
        return Ref(self.table, self.row, self.field)


Changes = Mapping[Ref, object]
"""New values as the parser reads them; None takes an answer, or a row, out."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its address, its state, and its value if it is known."""

    ref: Ref
    state: State
    value: Value | None = None

    @property
    def chosen(self) -> tuple[Chosen, ...]:
        """The values of a choice; a single chosen value for free text; else nothing."""
        if isinstance(self.value, tuple):
            return self.value
        return (Chosen(self.value),) if isinstance(self.value, str) else ()


@dataclass(frozen=True, slots=True)
class Answers:
    """All answers of one organisation."""

    path: str
    questionnaire: Questionnaire
    tables: Mapping[str, Mapping[str, Mapping[str, Answer]]]
    """table → row → key; a table without rows has the one row ``""``."""
    states: Mapping[str, State]
    """Per table of rows: known (the rows are all there are), unknown or missing."""
    lines: Mapping[Ref, int]
    digest: str
    """SHA-256 over the answers' values, whatever their order and comments."""

    def rows(self, table: str) -> tuple[str, ...]:
        """Ids of the rows of a table, in the order of the file."""
        return tuple(self.tables.get(table, {}))

    def at(self, table: str, key: str, row: str = "") -> Answer:
        """The answer at an address; ``missing`` where the file says nothing."""
        found = self.tables.get(table, {}).get(row, {}).get(key)
        return found or Answer(Ref(table, row, key), "missing")

    def text(self, table: str, key: str, row: str = "") -> str:
        """A known free text, or empty."""
        value = self.at(table, key, row).value
        return value if isinstance(value, str) else ""

    def has(self, table: str, key: str, wanted: str, row: str = "") -> bool:
        """True if the answer is known and one of its values is ``wanted``."""
        field = self.questionnaire.field(table, key)
        chosen = self.at(table, key, row).chosen
        return any(self.questionnaire.matches(field, value.id, wanted) for value in chosen)

    def line(self, ref: Ref) -> int:
        """Line of an answer in its file; of its row or table where it is not there; else 0."""
        for place in (ref, ref.whole, Ref(ref.table, ref.row), Ref(ref.table)):
            if place in self.lines:
                return self.lines[place]
        return 0

    def every(self) -> Iterator[tuple[Field, Answer]]:
        """Every answer that the file could hold, in the order of the questions."""
        for shape in self.questionnaire.tables.values():
            for row in self.rows(shape.name) if shape.rows else ("",):
                for key, field in shape.fields.items():
                    yield field, self.at(shape.name, key, row)


def digest(text: str) -> str:
    """SHA-256 of a text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()
