"""A real terminal for tests: a program in it, and somebody who reads and types."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]")
PROMPT = re.compile(r"(?:^|\n)> $")
PATIENCE = 30.0
"""Seconds that the program may take to say something."""


class Terminal:
    """``privet`` in a terminal of 90 columns, and all that was on the screen."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        self.seen = ""
        self._read = 0
        ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (40, 90))
        self._ours = ours
        settings = {"TERM": "xterm", "LANG": "C.UTF-8", "COLUMNS": "90", "LINES": "40"}
        kept = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "VIRTUAL_ENV")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "privet", *arguments],
            cwd=folder,
            env={**kept, **settings, **environment},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_take_terminal,
        )
        os.close(theirs)

    def listen(self) -> str:
        """What is said up to the next prompt, or to the end; without colours."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            fresh = self._plain(self.seen[self._read :])
            if PROMPT.search(fresh):
                break
            if select.select([self._ours], [], [], 0.5)[0] and not self._more():
                break
        else:
            raise AssertionError(f"nothing more was said after: {self.seen[-500:]}")
        said = self._plain(self.seen[self._read :])
        self._read = len(self.seen)
        return said

    def _more(self) -> bytes:
        try:
            piece = os.read(self._ours, 65536)
        except OSError:  # the program has closed its side
            piece = b""
        self.seen += piece.decode(errors="replace")
        return piece

    def _plain(self, text: str) -> str:
        return ESCAPES.sub("", text).replace("\r", "")

    def type(self, line: str) -> None:
        """Type a line and press Enter."""
        os.write(self._ours, f"{line}\n".encode())

    def press(self, keys: bytes) -> None:
        """Press keys without Enter: ``b"\\x03"`` is Ctrl-C."""
        os.write(self._ours, keys)

    def end(self) -> int:
        """The exit code, once everything is said; a program that never ends fails the test."""
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None or select.select([self._ours], [], [], 0)[0]:
            if select.select([self._ours], [], [], 0.5)[0] and not self._more() and self.process.poll() is not None:
                break
            if time.monotonic() > deadline:
                self.kill()
                raise AssertionError(f"it did not end after: {self.seen[-500:]}")
        code = self.process.wait(PATIENCE)
        os.close(self._ours)
        return code

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)
        os.close(self._ours)


def _take_terminal() -> None:
    """The program's own terminal is the one it talks in, so that Ctrl-C reaches it."""
    import fcntl

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def converse(terminal: Terminal, reply: Callable[[str], str | None], most: int = 400) -> list[tuple[str, str]]:
    """Answer every prompt until there is none, or until there is no reply; what was said and typed."""
    talk: list[tuple[str, str]] = []
    for _ in range(most):
        said = terminal.listen()
        if not PROMPT.search(said):
            talk.append((said, ""))
            return talk
        line = reply(said)
        if line is None:
            return talk
        talk.append((said, line))
        terminal.type(line)
    raise AssertionError(f"the interview does not end: {terminal.seen[-500:]}")


class ShopOwner:
    """Somebody with an answer ready for each question, by the question's title."""

    def __init__(self, replies: Mapping[str, list[str]], otherwise: str) -> None:
        self.replies = {" ".join(title.split()): list(lines) for title, lines in replies.items()}
        self.otherwise = otherwise
        self.title = ""

    def __call__(self, said: str) -> str:
        flat = " ".join(said.split())
        found = {title: flat.rfind(title) for title in self.replies}
        if max(found.values(), default=-1) >= 0:
            self.title = max(found, key=lambda title: found[title])
        lines = self.replies.get(self.title, [])
        return lines.pop(0) if lines else self.otherwise
