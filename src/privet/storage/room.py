"""The room in which sources are read: a process with limits, because what is in them comes from strangers.

Whatever becomes of it, the process that asked goes on, and the source is told as not looked at.
Values stay in the room: only names, counts and shapes come out, as JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import TypeVar

from privet.datafiles import DataFiles
from privet.storage.columns import eye
from privet.storage.reader import Reader, Tell, Unreadable
from privet.storage.seen import Counted, Seen, Task, counted, plain, seen
from privet.storage.sources import Source

MEMORY = 3 * 2**30
"""Most memory of its own, in bytes."""
SILENCE = 120
"""Seconds without a word, after which nobody waits any longer."""
WRITTEN = 2**20
"""Most bytes that it may write to any one file: SQLite keeps a small index beside a database that is in use."""
MOST = 64 * 2**20
"""Longest answer in bytes."""
PAUSE = 16
"""Batches between two words on how far the work is."""


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unread:
    """A source that could not be looked at, and why: the key of a text."""

    why: str


class Room:
    """Reads one source, in a process of its own."""

    def __init__(self, source: Source, places: Iterable[str], on: date) -> None:
        context = get_context("fork") if sys.platform == "linux" else get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(other, self._pipe, source, tuple(places), on.isoformat()), daemon=True
        )
        self._process.start()
        other.close()

    def look(self) -> Seen | Unread:
        """The tables of the source."""
        return self._asked({"look": ""}, seen, lambda done, total: None)

    def count(self, task: Task, tell: Tell) -> Counted | Unread:
        """Count in one of its tables."""
        return self._asked({"count": plain(task)}, counted, tell)

    def _asked(self, question: object, read: Callable[[Mapping[str, object]], T], tell: Tell) -> T | Unread:
        try:
            self._pipe.send_bytes(json.dumps(question).encode())
            while True:
                if not self._pipe.poll(SILENCE):
                    self.close()
                    return Unread("too-slow")
                answer = json.loads(self._pipe.recv_bytes(MOST))
                if "why" in answer:
                    return Unread(str(answer["why"]))
                if "done" not in answer:
                    return read(answer)
                tell(int(answer["done"]), int(answer["total"]))
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            return Unread("broke-reader")

    def close(self) -> None:
        """Nobody reads any more."""
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def __enter__(self) -> Room:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()


def _serve(pipe: Connection, other: Connection, source: Source, places: tuple[str, ...], on: str) -> None:
    """Read until nobody asks any more."""
    other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _silence()
    _limit()
    reader: Reader | None = None
    with suppress(EOFError, OSError):
        while True:
            question = json.loads(pipe.recv_bytes())
            try:
                reader = reader or _reader(source, places, date.fromisoformat(on))
                answer = _answer(reader, question, _teller(pipe))
            except Unreadable as error:
                answer = {"why": error.why}
            except MemoryError:
                answer = {"why": "too-large"}
            except Exception:  # whatever a library makes of a hostile file; its own words may hold values
                answer = {"why": "broke-reader"}
            pipe.send_bytes(json.dumps(answer).encode())


def _answer(reader: Reader, question: Mapping[str, Mapping[str, object]], tell: Tell) -> Mapping[str, object]:
    if "count" not in question:
        return plain(reader.look())
    asked = question["count"]
    dates = tuple((str(name), str(form)) for name, form in asked["dates"])  # type: ignore[attr-defined]  # our own question
    return plain(reader.count(Task(str(asked["table"]), dates, str(asked["before"])), tell))


def _teller(pipe: Connection) -> Tell:
    """Says now and then how far the work is."""
    said = [0]

    def tell(done: int, total: int) -> None:
        said[0] += 1
        if said[0] % PAUSE == 0:
            pipe.send_bytes(json.dumps({"done": done, "total": total}).encode())

    return tell


def _reader(source: Source, places: tuple[str, ...], on: date) -> Reader:
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
        case "unknown":
            raise Unreadable(source.why)


def _silence() -> None:
    """What libraries say of a file may hold what is in it."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - open to the end


def _limit() -> None:
    """No more memory, and no files; where the system has no such limits, time is one."""
    try:
        import resource
    except ImportError:
        return
    with suppress(OSError):
        os.nice(5)
    for what, most in (
        (resource.RLIMIT_DATA, MEMORY),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, resource.getrlimit(what)[1]))
