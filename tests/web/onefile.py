"""A real ``privet edit``: a process of its own on a port of its own."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from program import PRIVET, environment

PATIENCE = 60.0
"""Seconds that a start may take on a machine with much else to do."""
ADDRESS = re.compile(r"http://127\.0\.0\.1:[0-9]+/enter/\S+")
PARENT_DEATH_SIGNAL = 1
OURS = ("PRIVET_FILE", "PRIVET_ENTRY", "PRIVET_URL", "PRIVET_SECRET_KEY", "DJANGO_SETTINGS_MODULE")


def _end_with_us() -> None:
    """A run of the tests that is killed leaves no server behind, where the system is Linux."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


class Served:
    """``privet edit FILE`` and what it says."""

    def __init__(self, file: Path, log: Path, port: int = 0) -> None:
        self.file, self.log = file, log
        with log.open("ab") as told:
            start = told.tell()
            self.process = subprocess.Popen(
                [*PRIVET, "edit", str(file), "--no-browser", "--port", str(port)],
                env=environment(**dict.fromkeys(OURS)),
                stdout=told,
                stderr=told,
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # with its workers: they are killed as one
                preexec_fn=_end_with_us,
            )
        self.entry = self._address(start)
        self.base = self.entry.split("/enter/")[0]
        self.port = urlsplit(self.base).port or 0
        self._wait_until_open()

    def _address(self, start: int) -> str:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := ADDRESS.search(self.log.read_bytes()[start:].decode(errors="replace")):
                return found[0]
            assert self.process.poll() is None, self.said
            time.sleep(0.02)
        raise AssertionError(f"no address was told: {self.said}")

    def _wait_until_open(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 0.2):
                    return
            except OSError:
                time.sleep(0.02)
        raise AssertionError(f"nobody answers: {self.said}")

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def kill(self, number: int = signal.SIGKILL) -> int:
        """End it and its workers at once, as a power cut does; the exit code."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)
        return self.process.wait(PATIENCE)
