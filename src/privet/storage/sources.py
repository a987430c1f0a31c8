"""What can be looked at: a database by its URL, or a file by what is in it.

A name in a message never holds a password, whatever was given.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from privet.errors import Fault, InputError

Kind = Literal["database", "duckdb", "csv", "parquet", "workbook", "unknown"]

DIALECTS = {
    "sqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mariadb+pymysql",
    "duckdb": "duckdb",
}
"""Databases by the first word of an address, with the driver that reaches them."""
PARTS = frozenset(("sslmode", "sslrootcert", "host", "port", "connect_timeout", "charset", "ssl_ca"))
"""What an address may say behind its question mark: nothing that reads or runs anything."""
FROM_ENVIRONMENT = "env:"
"""An address that the command line does not show: ``env:DATABASE_URL``."""
COMMAND = "privet check data"
SQLITE = b"SQLite format 3\x00"
PARQUET = b"PAR1"
DUCK, DUCK_AT = b"DUCK", 8
"""What a DuckDB file says of itself, and where."""
ZIP = b"PK\x03\x04"
PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf", b"Rar!")
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
FILES = ("sqlite", "duckdb")
"""Databases that are one file."""
ASIDE = ("-wal", "-shm", "-journal", ".wal")
"""How the files end that a database keeps beside it; they are read with it."""
TEXTS = (".csv", ".tsv", ".tab", ".txt", ".dat", "")
"""How files end that are tables of text."""
MOST_FILES = 1_000
"""Most files of a folder."""
FIRST = 16
"""Bytes that tell what a file is."""


@dataclass(frozen=True, slots=True)
class Source:
    """Something to look at."""

    kind: Kind
    place: str
    """The path of a file, or the address of a database with all that it takes to reach it."""
    shown: str
    """What messages call it."""
    table: str = ""
    """The name of a file that is one table."""
    why: str = ""
    """Why it cannot be looked at: the key of a text."""


def sources(given: str) -> tuple[Source, ...]:
    """What was named on the command line, which may be a folder; InputError where nothing can be looked at."""
    if "://" in given or given.startswith(FROM_ENVIRONMENT):
        return (source(given),)
    path = Path(given)
    try:
        if not path.is_dir():
            return (source(given),)
        inside = sorted(entry for entry in islice(path.iterdir(), 2 * MOST_FILES) if _counts(entry))
    except (OSError, ValueError):
        raise InputError([Fault(given, 0, "data-no-file")]) from None
    if not inside or len(inside) > MOST_FILES:
        slots = (("count", f"{MOST_FILES}"),)
        raise InputError([Fault(given, 0, "data-folder-full" if inside else "data-folder-empty", "", slots)])
    return tuple(map(_inside, inside))


def _counts(path: Path) -> bool:
    """Whether a file in a folder is one by itself: not hidden, and not what a database keeps beside it."""
    return not path.name.startswith(".") and not path.name.endswith(ASIDE)


def _inside(path: Path) -> Source:
    """A file in a folder that was named.  Nobody named the file, so it must look like a table."""
    if path.is_symlink():
        return _unknown(str(path), "link")
    if path.is_dir():
        return _unknown(str(path), "inner-folder")
    try:
        found = _file(path)
    except InputError:
        return _unknown(str(path), "file-unreadable")
    is_text = path.suffix.casefold() in TEXTS
    return _unknown(str(path), "not-table") if found.kind == "csv" and not is_text else found


def source(given: str) -> Source:
    """One database or file; InputError where it is nothing that can be looked at."""
    name = given.removeprefix(FROM_ENVIRONMENT)
    if name != given:
        given = os.environ.get(name, "")
        if "://" not in given:
            raise InputError([Fault(COMMAND, 0, "data-no-variable", "", (("name", name[:60]),))])
    return _database(given) if "://" in given else _file(Path(given))


def _database(address: str) -> Source:
    """An address, of which nothing is repeated before it is known to hold no password."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    scheme = address.partition("://")[0].casefold()
    dialect, _, driver = scheme.partition("+")
    known = DIALECTS.get(dialect, "")
    if not known or driver not in ("", known.partition("+")[2]):
        raise InputError([Fault(COMMAND, 0, "data-dialect", "", (("choices", ", ".join(DIALECTS)),))])
    try:
        url = make_url(address).set(drivername=known)
    except (ArgumentError, ValueError):
        raise InputError([Fault(COMMAND, 0, "data-address")]) from None
    strange = sorted(key for key in url.query if key not in PARTS)
    if strange or (known in FILES and url.query):
        name = (strange or sorted(url.query))[0]
        raise InputError([Fault(COMMAND, 0, "data-address-part", "", (("part", name[:40]),))])
    if known in FILES:
        return _file(Path(url.database or ""))
    port = f":{url.port}" if url.port else ""
    shown = f"{dialect}://{url.host or 'localhost'}{port}/{url.database or ''}"
    return Source("database", url.render_as_string(hide_password=False), shown)


def _file(path: Path) -> Source:
    try:
        kind = path.stat().st_mode
    except (OSError, ValueError):
        raise InputError([Fault(str(path), 0, "data-not-there")]) from None
    if not stat.S_ISREG(kind):
        raise InputError([Fault(str(path), 0, "data-no-file")])
    try:
        with path.open("rb") as file:
            first = file.read(FIRST)
    except OSError:
        return Source("unknown", str(path), str(path), why="file-unreadable")
    return _by_content(path, first)


def _by_content(path: Path, first: bytes) -> Source:
    """What a file is by what is in it: names can be wrong."""
    shown, table = str(path), path.name.partition(".")[0]
    if first == SQLITE:
        return Source("database", f"sqlite:///{quote(str(path.resolve()))}", shown)
    if first[DUCK_AT:].startswith(DUCK):
        return Source("duckdb", str(path.resolve()), shown)
    if first.startswith(PARQUET):
        return Source("parquet", shown, shown, table)
    if first.startswith(ZIP):
        return Source("workbook", shown, shown)  # or something else that is packed: its reader looks inside
    if first.startswith(PACKED):
        return _unknown(shown, "packed-file")
    return _unknown(shown, "old-workbook") if first.startswith(OLD_OFFICE) else Source("csv", shown, shown, table)


def _unknown(shown: str, why: str) -> Source:
    return Source("unknown", shown, shown, why=why)
