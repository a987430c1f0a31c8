"""The room in which pages are read: a process with limits, because what is in a page comes from strangers.

Whatever becomes of the process, the one that asked goes on; a page that broke it is told as not read.
"""

from __future__ import annotations

import json
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType

from privet.site.elements import SitePage, from_json, to_json
from privet.site.markup import decoded
from privet.site.reading import read

MEMORY = 2**31
"""Most address space of the process in bytes; what it took over from the one that started it counts."""
SECONDS = 20
"""Longest that one page may take."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A page that could not be read, and why: the key of a text."""

    why: str


class Room:
    """Reads pages one by one, in a process that is started again when a page broke it."""

    def __init__(self) -> None:
        self._context = get_context("fork") if sys.platform == "linux" else get_context("spawn")
        self._open()

    def _open(self) -> None:
        self._pipe, other = self._context.Pipe()
        self._process = self._context.Process(target=_serve, args=(other, self._pipe), daemon=True)
        self._process.start()
        other.close()

    def read(self, raw: bytes, charset: str = "") -> SitePage | Unread:
        """A page as what is looked at."""
        try:
            self._pipe.send_bytes(charset.encode("ascii", "replace")[:40] + b"\n" + raw)
            if not self._pipe.poll(SECONDS):
                self._again()
                return Unread("page-too-slow")
            answer = json.loads(self._pipe.recv_bytes())
        except (OSError, EOFError):
            self._again()
            return Unread("page-broke-reader")
        except ValueError:
            return Unread("page-broke-reader")
        return _page(answer)

    def _again(self) -> None:
        self.close()
        self._open()

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


def _page(answer: object) -> SitePage | Unread:
    if isinstance(answer, str):
        return Unread(answer)
    try:
        return from_json(answer)
    except (ValueError, IndexError):
        return Unread("page-broke-reader")


def _serve(pipe: Connection, other: Connection) -> None:
    """Read until nobody asks any more."""
    other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit()
    with suppress(EOFError, OSError):
        while True:
            charset, _, raw = pipe.recv_bytes().partition(b"\n")
            pipe.send_bytes(json.dumps(_answer(raw, charset.decode("ascii"))).encode())


def _answer(raw: bytes, charset: str) -> object:
    text = decoded(raw, charset)
    if text is None:
        return "page-not-text"
    try:
        return to_json(read(text))
    except MemoryError:
        return "page-too-large"


def _limit() -> None:
    """No more memory, and no files, than a page needs; where the system has no such limits, time is one."""
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, resource.getrlimit(what)[1]))
