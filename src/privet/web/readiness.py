"""What must hold before the server starts, looked at first so that people are told in one line what is wrong."""

from __future__ import annotations

import errno
import os
import socket
from importlib.util import find_spec
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from privet.errors import Fault, InputError, WriteError
from privet.web import team
from privet.web.outbox import carrier

MOST = 300
"""Most characters of what a library says went wrong."""


def look(address: str, host: str, port: int) -> None:
    """Raise InputError for a setting that cannot be used, all of them in one go."""
    looked_at = (_address(address), _mail(), _proxies(), _database(), _listening(host, port))
    found = [fault for fault in looked_at if fault]
    if found:
        raise InputError(found)


def _address(address: str) -> Fault | None:
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    return None if good and not parts.path.strip("/") else Fault("PRIVET_URL", 0, "not-an-address")


def _mail() -> Fault | None:
    try:
        carrier.carrier(os.environ.get("PRIVET_MAIL", ""))
    except ValueError:
        return Fault("PRIVET_MAIL", 0, "not-a-mail-server")
    return None


def _proxies() -> Fault | None:
    named = os.environ.get("PRIVET_PROXIES", "")
    for name in named.replace(",", " ").split():
        try:
            ip_network(name)
        except ValueError:
            return Fault("PRIVET_PROXIES", 0, "not-a-proxy", "", (("value", name[:60]),))
    return None


def _database() -> Fault | None:
    address = os.environ.get("DATABASE_URL", "")
    if address and urlsplit(address).scheme not in team.SCHEMES:
        return Fault("DATABASE_URL", 0, "not-a-database")
    if address and find_spec("psycopg") is None:
        slots = (("format", "PostgreSQL"), ("extra", "postgres"), ("module", "psycopg"))
        return Fault("DATABASE_URL", 0, "extra-missing", "", slots)
    return None


def _listening(host: str, port: int) -> Fault | None:
    """Whether the port is free; workers share it, so that they could not tell."""
    place = f"{host}:{port}"
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return Fault(place, 0, "port-taken")
            return Fault(place, 0, "cannot-listen", "", (("why", error.strerror or str(error)),))
    return None


def refuse_newer() -> None:
    """Raise InputError where a newer privet has changed the database.  Django must be set up."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    known = set(loader.disk_migrations)
    newer = [f"{app} {name}" for app, name in loader.applied_migrations if app in loader.migrated_apps]
    newer = sorted(name for name in newer if tuple(name.split(" ")) not in known)
    if newer:
        raise InputError([Fault(store(), 0, "database-newer", "", (("names", ", ".join(newer)[:MOST]),))])


def away(error: Exception) -> WriteError:
    """A database that cannot be used, as a fault: what its library says, without the address, which has a password."""
    said = " ".join(str(error).split())[:MOST] or type(error).__name__
    return WriteError([Fault(store(), 0, "database-away", "", (("why", said),))])


def store() -> str:
    """What the database is called: its file, or the setting that names it."""
    return "DATABASE_URL" if os.environ.get("DATABASE_URL") else str(Path(os.environ["PRIVET_DATA"]) / team.FILE)
