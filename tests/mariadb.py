"""A real MariaDB, started for the tests in a folder of its own; also as root."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
SECONDS = 30
"""Longest that it may take to start."""
SHARE = Path("/usr/share/mysql")
TABLES = (SHARE / "mysql_system_tables.sql", SHARE / "mysql_system_tables_data.sql")
"""What a server starts from; Debian's own program for that takes packages that nothing else needs."""
QUICK = (
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-doublewrite=0",
    "--innodb-buffer-pool-size=32M",
    "--innodb-log-file-size=8M",
    "--performance-schema=0",
    "--skip-log-bin",
)
"""Nothing that it holds is worth keeping."""


@contextmanager
def running() -> Iterator[str]:
    """The address of a server with an empty database ``shop``.

    Without one the tests that ask for it are skipped, and say so; on a build server they fail."""
    server = shutil.which("mariadbd", path=PATH)
    if not server or not TABLES[0].exists():
        if os.environ.get("CI", "").lower() in ("true", "1"):
            pytest.fail("no MariaDB for the tests")
        pytest.skip("no MariaDB: tools/mariadb.sh installs it, or says how")
    with tempfile.TemporaryDirectory(prefix="privet-my-") as folder:
        own = ["--no-defaults", f"--datadir={folder}/data", f"--tmpdir={folder}", *QUICK]
        own += ["--user=root"] if os.geteuid() == 0 else []
        Path(folder, "data").mkdir()
        tables = b"\n".join((b"CREATE DATABASE mysql;", b"USE mysql;", *(path.read_bytes() for path in TABLES)))
        subprocess.run([server, *own, "--bootstrap"], input=tables, check=True, capture_output=True)
        port = _free()
        where = [f"--socket={folder}/socket", f"--port={port}", "--bind-address=127.0.0.1", f"--pid-file={folder}/pid"]
        started = [server, *own, *where]
        with Path(folder, "said").open("wb") as said:
            process = subprocess.Popen(started, stdout=said, stderr=said)
        try:
            _wait(port, process)
            yield f"mariadb://root@127.0.0.1:{port}/mysql"
        finally:
            process.kill()
            process.wait()


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until it says its first word."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as found:
                if found.recv(1):
                    return
        except OSError:
            time.sleep(0.05)
    pytest.fail("MariaDB did not start")


@pytest.fixture(scope="module")
def mariadb() -> Iterator[str]:
    """The address of a real MariaDB."""
    with running() as address:
        yield address
