"""A process with limits, in which is read what comes from strangers.

Whatever becomes of it, the process that asked goes on.  What libraries say in it is heard by nobody,
because it may repeat what they read; only answers come out, as JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Literal, Self

Say = Callable[[object], None]
"""Says something before the answer."""
Answerer = Callable[[bytes, Say], object]
"""Makes of a question its answer, as JSON knows it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the process may take."""

    memory: int
    """Bytes."""
    of: Literal["RLIMIT_AS", "RLIMIT_DATA"]
    """Of what: all address space, or only what can be written to.  What it took over when it began counts too."""
    written: int
    """Most bytes of any one file that it writes."""
    nice: int = 0
    """How much it lets others go first."""


class Slow(Exception):
    """The process said nothing for too long."""


class Broke(Exception):
    """The process is no more, or talks nonsense."""


class Confined:
    """A process that answers questions one by one."""

    def __init__(self, limits: Limits, maker: Callable[..., Answerer], *arguments: object) -> None:
        self._how = (limits, maker, arguments)
        self._context = get_context("fork") if sys.platform == "linux" else get_context("spawn")
        self._open()

    def _open(self) -> None:
        self._pipe, other = self._context.Pipe()
        self._process = self._context.Process(target=_serve, args=(other, self._pipe, *self._how), daemon=True)
        self._process.start()
        other.close()

    def ask(self, question: bytes) -> None:
        """Put a question; Broke where nobody hears it."""
        try:
            self._pipe.send_bytes(question)
        except OSError as error:
            raise Broke from error

    def heard(self, seconds: float, most: int) -> object:
        """The next that is said, of at most so many bytes; Slow or Broke where nothing is."""
        try:
            if not self._pipe.poll(seconds):
                raise Slow
            return json.loads(self._pipe.recv_bytes(most))
        except (OSError, EOFError, ValueError, RecursionError) as error:
            raise Broke from error

    def again(self) -> None:
        """Another process instead of this one."""
        self.close()
        self._open()

    def close(self) -> None:
        """Nobody answers any more."""
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()


def _serve(
    pipe: Connection, other: Connection, limits: Limits, maker: Callable[..., Answerer], arguments: tuple[object, ...]
) -> None:
    """Answer until nobody asks any more."""
    other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _silence()
    _limit(limits)

    def say(answer: object) -> None:
        pipe.send_bytes(json.dumps(answer).encode())

    with suppress(EOFError, OSError):
        answerer = maker(*arguments)
        while True:
            say(answerer(pipe.recv_bytes(), say))


def _silence() -> None:
    """What libraries say of what they read may hold what is in it."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - open to the end


def _limit(limits: Limits) -> None:
    """No more memory and no larger files; where the system has no such limits, time is one."""
    try:
        import resource
    except ImportError:
        return
    with suppress(OSError):
        os.nice(limits.nice)
    for what, most in (
        (getattr(resource, limits.of), limits.memory),
        (resource.RLIMIT_FSIZE, limits.written),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, resource.getrlimit(what)[1]))
