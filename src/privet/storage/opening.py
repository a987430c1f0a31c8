"""Opening a database so that nothing can be written, nothing waits for ever, and no other file is read."""

from __future__ import annotations

import sqlite3
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from privet.storage.lying import SqliteFile

SECONDS = 60
"""Longest that a database may take for one answer."""
CONNECT = 10
"""Longest that it may take to answer at all."""
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
}
"""What is said first in every connection, by kind of database."""
ONLY_READ = "SET SESSION TRANSACTION READ ONLY"
"""MySQL and MariaDB want to know before a transaction begins."""
CLOCKS = (f"SET SESSION max_statement_time = {SECONDS}", f"SET SESSION MAX_EXECUTION_TIME = {SECONDS * 1000}")
"""How MariaDB is told how long an answer may take, and how MySQL is."""
STATES = {"42501": "no-rights", "57014": "too-slow", "55P03": "too-slow", "28P01": "no-login", "28000": "no-login"}
"""What PostgreSQL's codes mean for whoever looks."""
NUMBERS = dict.fromkeys((1044, 1142, 1143), "no-rights") | {1045: "no-login", 1969: "too-slow", 3024: "too-slow"}
"""The same for MySQL and MariaDB."""
FILES = {
    "SQLITE_INTERRUPT": "too-slow",
    "SQLITE_BUSY": "in-use",
    "SQLITE_LOCKED": "in-use",
    "SQLITE_READONLY": "in-use",
    "SQLITE_CANTOPEN": "file-unreadable",
    "SQLITE_PERM": "file-unreadable",
}
"""What SQLite's names of errors begin with, and mean."""


def sqlite_file(address: str) -> SqliteFile | None:
    """The file that an address of SQLite names; None for a server."""
    url = sa.make_url(address)
    return SqliteFile(url.database or "") if url.get_backend_name() == "sqlite" else None


def engine(address: str, file: SqliteFile | None = None) -> Engine:
    """A database, opened for reading."""
    if file is not None:
        make = partial(file.connect, SECONDS, CONNECT)
        return sa.create_engine("sqlite://", creator=make, poolclass=NullPool, hide_parameters=True)
    url = sa.make_url(address)
    found = sa.create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=_arguments(url))
    if found.dialect.name in ("mysql", "mariadb"):
        sa.event.listen(found, "connect", _only_read)
    return found


def _arguments(url: sa.URL) -> dict[str, object]:
    if url.get_backend_name() == "postgresql":
        return {"connect_timeout": CONNECT, "application_name": "privet"}
    return {"connect_timeout": CONNECT, "read_timeout": SECONDS, "local_infile": False}


def _only_read(connection: Any, record: object) -> None:
    """What is said to MySQL and MariaDB; which of them it is the server says, whatever the address does."""
    cursor = connection.cursor()
    cursor.execute(ONLY_READ)
    cursor.execute(CLOCKS["mariadb" not in str(connection.get_server_info()).casefold()])
    cursor.close()


def trouble(error: SQLAlchemyError, otherwise: str) -> str:
    """Why a database could not be read: the key of a text.  Its own words may hold values, and are not told."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    state = getattr(cause, "sqlstate", None)
    number = cause.args[0] if cause is not None and cause.args else None
    if isinstance(state, str) and state in STATES:
        return STATES[state]
    if isinstance(number, int) and number in NUMBERS:
        return NUMBERS[number]
    name = str(getattr(cause, "sqlite_errorname", ""))
    known = next((why for start, why in FILES.items() if name.startswith(start)), "")
    if known:
        return known
    broken = isinstance(cause, sqlite3.DatabaseError) and not isinstance(cause, sqlite3.OperationalError)
    return "file-broken" if broken else otherwise
