"""Opening a database so that nothing can be written, nothing waits for ever, and no other file is read."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

SECONDS = 60
"""Longest that a database may take for one answer."""
CONNECT = 10
"""Longest that it may take to answer at all."""
CELL = 64 * 2**20
"""Longest cell of an SQLite database in bytes."""
STEPS = 100_000
"""Steps of SQLite between two looks at the clock."""
SAFE = {
    "sqlite": (
        "PRAGMA query_only = ON",
        "PRAGMA trusted_schema = OFF",
        "PRAGMA cell_size_check = ON",
        "PRAGMA temp_store = MEMORY",
    ),
    "postgresql": (
        "SET TRANSACTION READ ONLY",
        f"SET LOCAL statement_timeout = '{SECONDS}s'",
        "SET LOCAL lock_timeout = '5s'",
        "SET LOCAL idle_in_transaction_session_timeout = '5min'",
    ),
    "mysql": (f"SET SESSION MAX_EXECUTION_TIME = {SECONDS * 1000}",),
    "mariadb": (f"SET SESSION max_statement_time = {SECONDS}",),
}
"""What is said first in every connection, by kind of database."""
STATES = {"42501": "no-rights", "57014": "too-slow", "55P03": "too-slow", "28P01": "no-login", "28000": "no-login"}
"""What PostgreSQL's codes mean for whoever looks."""
NUMBERS = dict.fromkeys((1044, 1142, 1143), "no-rights") | {1045: "no-login", 1969: "too-slow", 3024: "too-slow"}
"""The same for MySQL and MariaDB."""


def engine(address: str) -> Engine:
    """A database, opened for reading."""
    url = sa.make_url(address)
    if url.get_backend_name() == "sqlite":
        return _sqlite(url.database or "")
    found = sa.create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=_arguments(url))
    if found.dialect.name in ("mysql", "mariadb"):
        sa.event.listen(found, "connect", _only_read)
    return found


def _arguments(url: sa.URL) -> dict[str, object]:
    if url.get_backend_name() == "postgresql":
        return {"connect_timeout": CONNECT, "application_name": "privet"}
    return {"connect_timeout": CONNECT, "read_timeout": SECONDS, "local_infile": False}


def _only_read(connection: Any, record: object) -> None:
    """MySQL says before a transaction begins that it only reads."""
    cursor = connection.cursor()
    cursor.execute("SET SESSION TRANSACTION READ ONLY")
    cursor.close()


def _sqlite(path: str) -> Engine:
    """An SQLite file; what is being written to it at the same time is seen, and nothing is written."""

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=CONNECT)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, CELL)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        end = time.monotonic() + SECONDS
        connection.set_progress_handler(lambda: int(time.monotonic() > end), STEPS)
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        return connection

    return sa.create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)


def trouble(error: SQLAlchemyError, otherwise: str) -> str:
    """Why a database could not be read: the key of a text.  Its own words may hold values, and are not told."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    state = getattr(cause, "sqlstate", None)
    number = cause.args[0] if cause is not None and cause.args else None
    if isinstance(state, str) and state in STATES:
        return STATES[state]
    if isinstance(number, int) and number in NUMBERS:
        return NUMBERS[number]
    if isinstance(cause, sqlite3.OperationalError) and getattr(cause, "sqlite_errorname", "") == "SQLITE_INTERRUPT":
        return "too-slow"
    broken = isinstance(cause, sqlite3.DatabaseError) and not isinstance(cause, sqlite3.OperationalError)
    return "file-broken" if broken else otherwise
