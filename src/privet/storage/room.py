"""The room in which sources are read: a process with limits, because what is in them comes from strangers.

Whatever becomes of it, the source is told as not looked at.
Values stay in the room: only names, counts and shapes come out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from typing import TypeVar

from privet.confined import Answerer, Broke, Confined, Limits, Say, Slow
from privet.datafiles import DataFiles
from privet.storage.columns import eye
from privet.storage.reader import Reader, Tell, Unreadable
from privet.storage.seen import Counted, Seen, Task, counted, plain, seen
from privet.storage.sources import Source

LIMITS = Limits(memory=3 * 2**30, of="RLIMIT_DATA", written=2**20, nice=5)
"""SQLite keeps a small index beside a database that is in use."""
SILENCE = 120
"""Seconds without a word, after which nobody waits any longer."""
MOST = 64 * 2**20
"""Longest answer in bytes."""
PAUSE = 16
"""Batches between two words on how far the work is."""


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unread:
    """A source that could not be looked at, and why: the key of a text."""

    why: str


class Room(Confined):
    """Reads one source, in a process of its own."""

    def __init__(self, source: Source, places: Iterable[str], on: date) -> None:
        super().__init__(LIMITS, _answerer, source, tuple(places), on.isoformat())

    def look(self) -> Seen | Unread:
        """The tables of the source."""
        return self._asked({"look": ""}, seen, lambda done, total: None)

    def count(self, task: Task, tell: Tell) -> Counted | Unread:
        """Count in one of its tables."""
        return self._asked({"count": plain(task)}, counted, tell)

    def _asked(self, question: object, read: Callable[[Mapping[str, object]], T], tell: Tell) -> T | Unread:
        try:
            self.ask(json.dumps(question).encode())
            while True:
                answer = self.heard(SILENCE, MOST)
                if not isinstance(answer, dict):
                    return Unread("broke-reader")
                if "why" in answer:
                    return Unread(str(answer["why"]))
                if "done" not in answer:
                    return read(answer)
                tell(int(answer["done"]), int(answer["total"]))
        except Slow:
            self.close()
            return Unread("too-slow")
        except (Broke, ValueError, KeyError, TypeError):
            return Unread("broke-reader")


def _answerer(source: Source, places: tuple[str, ...], on: str) -> Answerer:
    """Answers in the room; the source is opened with the first question."""
    readers: list[Reader] = []

    def answer(question: bytes, say: Say) -> object:
        try:
            if not readers:
                readers.append(reader_of(source, places, date.fromisoformat(on)))
            return _answer(readers[0], json.loads(question), _teller(say))
        except Unreadable as error:
            return {"why": error.why}
        except MemoryError:
            return {"why": "too-large"}
        except Exception:  # whatever a library makes of a hostile file; its own words may hold values
            return {"why": "broke-reader"}

    return answer


def _answer(reader: Reader, question: Mapping[str, Mapping[str, object]], tell: Tell) -> Mapping[str, object]:
    if "count" not in question:
        return plain(reader.look())
    asked = question["count"]
    dates = tuple((str(name), str(form)) for name, form in asked["dates"])  # type: ignore[attr-defined]  # our own question
    return plain(reader.count(Task(str(asked["table"]), dates, str(asked["before"])), tell))


def _teller(say: Say) -> Tell:
    """Says now and then how far the work is."""
    said = [0]

    def tell(done: int, total: int) -> None:
        said[0] += 1
        if said[0] % PAUSE == 0:
            say({"done": done, "total": total})

    return tell


def reader_of(source: Source, places: tuple[str, ...], on: date) -> Reader:
    """What reads a source; what that takes is imported in the room."""
    known = eye(DataFiles(), places, on)
    match source.kind:
        case "csv":
            from privet.storage.files import CsvReader

            return CsvReader(source.place, source.table, known)
        case "parquet":
            from privet.storage.files import ParquetReader

            return ParquetReader(source.place, source.table, known)
        case "workbook":
            from privet.storage.workbooks import WorkbookReader

            return WorkbookReader(source.place, known)
        case "database":
            from privet.storage.databases import DatabaseReader

            return DatabaseReader(source.place, known)
        case "duckdb":
            if find_spec("duckdb") is None:
                raise Unreadable("no-duckdb")
            from privet.storage.duck import DuckReader

            return DuckReader(source.place, known)
        case "unknown":
            raise Unreadable(source.why)
