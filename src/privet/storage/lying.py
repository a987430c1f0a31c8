"""An SQLite file as it lies there: opened so that nothing is written, locked or left beside it.

SQLite reads a file without any lock if it may take for granted that nobody changes it.  That is so for
copies, exports and what no program has open.  Where somebody writes, the file is read as one of its
users: what is not yet in the file itself counts too, and is seen.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from urllib.parse import unquote

CELL = 64 * 2**20
"""Longest cell in bytes."""
STEPS = 100_000
"""Steps of SQLite between two looks at the clock."""
BESIDE = ("-wal", "-journal")
"""Files beside it while somebody writes."""


class SqliteFile:
    """An SQLite file, opened for reading as often as it is asked for."""

    def __init__(self, quoted: str) -> None:
        self._quoted, self._path = quoted, Path(unquote(quoted))
        self._as_it_was = self._stamp()
        self.live = self._in_use()
        """Whether it is read as one of its users."""

    def connect(self, seconds: float, wait: float) -> sqlite3.Connection:
        """A connection that ends whatever takes longer."""
        how = "mode=ro" if self.live else "mode=ro&immutable=1"
        connection = sqlite3.connect(f"file:{self._quoted}?{how}", uri=True, timeout=wait)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, CELL)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        end = time.monotonic() + seconds
        connection.set_progress_handler(lambda: int(time.monotonic() > end), STEPS)
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        return connection

    def disturbed(self) -> bool:
        """Whether somebody wrote to it since it was taken for still; from then on it is read as it changes."""
        if self.live or not (self._in_use() or self._stamp() != self._as_it_was):
            return False
        self.live = True
        return True

    def _in_use(self) -> bool:
        return any(_size(Path(f"{self._path}{end}")) for end in BESIDE)

    def _stamp(self) -> tuple[int, int, int]:
        found = self._path.stat()
        return found.st_size, found.st_mtime_ns, found.st_ino


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
