"""What a look into a database or file tells: names, counts and shapes, never a value.

All of it crosses from the process that reads to the one that judges as JSON, so that nothing
else can cross.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Literal, cast

from privet.matching.values import Found

Sort = Literal["text", "number", "date", "other"]
"""What a column holds, as far as reading it goes."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column, and what a sample of its values is."""

    name: str
    sort: Sort
    seen: int = 0
    """Values of the sample; empty ones do not count."""
    held: tuple[Found, ...] = ()
    dated: str = ""
    """How its dates are written; empty where it holds none."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a database, a sheet, or a file that is one table."""

    name: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that could not be looked at, or not to the end: what, and the key of why."""

    message: str
    table: str
    why: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """What is in a source."""

    tables: tuple[Table, ...]
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """What to count in a whole table."""

    table: str
    dates: tuple[tuple[str, str], ...] = ()
    """Columns with dates, and how they are written."""
    before: str = ""
    """A day: rows count whose dates are all earlier."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted in a whole table."""

    table: str
    rows: int
    old: int
    held: Mapping[str, tuple[Found, ...]]
    """By column; ``seen`` is every row."""
    troubles: tuple[Trouble, ...] = ()


Answer = Mapping[str, object]


def plain(entry: Seen | Counted | Task) -> Answer:
    """An entry as JSON knows it."""
    return asdict(entry)


def seen(answer: Answer) -> Seen:
    """What ``plain`` made; ValueError where it is not that."""
    return Seen(tuple(map(_table, _rows(answer, "tables"))), _troubles(answer))


def counted(answer: Answer) -> Counted:
    """What ``plain`` made; ValueError where it is not that."""
    held = answer["held"]
    if not isinstance(held, dict):
        raise ValueError
    columns = {str(name): tuple(map(_found, cast(list[Answer], found))) for name, found in held.items()}
    return Counted(_text(answer, "table"), _int(answer, "rows"), _int(answer, "old"), columns, _troubles(answer))


def _troubles(answer: Answer) -> tuple[Trouble, ...]:
    return tuple(
        Trouble(_text(row, "message"), _text(row, "table"), _text(row, "why"), _int(row, "count"))
        for row in _rows(answer, "troubles")
    )


def _table(row: Answer) -> Table:
    return Table(_text(row, "name"), tuple(map(_column, _rows(row, "columns"))))


def _column(row: Answer) -> Column:
    sort = next((kind for kind in SORTS if kind == row["sort"]), None)
    if sort is None:
        raise ValueError
    held = tuple(map(_found, _rows(row, "held")))
    return Column(_text(row, "name"), sort, _int(row, "seen"), held, _text(row, "dated"))


SORTS: tuple[Sort, ...] = ("text", "number", "date", "other")


def _found(row: Answer) -> Found:
    shapes = row["shapes"]
    if not isinstance(shapes, list):
        raise ValueError
    certainty: Literal["sure", "likely"] = "sure" if row["certainty"] == "sure" else "likely"
    counts = (_int(row, "matching"), _int(row, "seen"))
    return Found(_text(row, "kind"), _text(row, "item"), *counts, certainty, tuple(map(str, shapes)))


def _rows(answer: Answer, key: str) -> Iterable[Answer]:
    rows = answer[key]
    if not isinstance(rows, list | tuple) or not all(isinstance(row, dict) for row in rows):
        raise ValueError
    return cast(Iterable[Answer], rows)


def _text(answer: Answer, key: str) -> str:
    value = answer[key]
    if not isinstance(value, str):
        raise ValueError
    return value


def _int(answer: Answer, key: str) -> int:
    value = answer[key]
    if not isinstance(value, int):
        raise ValueError
    return value
