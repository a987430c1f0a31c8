"""What the team server has beyond the interview: its apps, and its database."""

from __future__ import annotations

import os
from pathlib import Path

TEAM_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "privet.web.people",  # before allauth, whose pages it makes its own
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "privet.web.plans",
    "privet.web.trail",
    "privet.web.outbox",
    "privet.web.api",
]
TEAM_MIDDLEWARE = [
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "privet.web.access.checked",
]

TEAM_CONTEXT = [
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "privet.web.people.context.mine",
]

PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON"
"""What is written is on the disk before we say so: with NORMAL, a power cut may take the last answers."""


SCHEMES = ("postgres", "postgresql")
"""How the address of a database server begins."""
FILE = "privet.sqlite3"
"""The database where there is no server for it."""
PATIENCE = 10
"""Seconds in which a database server must answer."""


def database(data: Path) -> dict[str, object]:
    """The database that ``DATABASE_URL`` names; else one file in the server's folder."""
    address = os.environ.get("DATABASE_URL", "")
    if address:
        import dj_database_url

        found = dict(dj_database_url.parse(address, conn_max_age=60, conn_health_checks=True))
        given = found.get("OPTIONS")
        return {**found, "OPTIONS": {"connect_timeout": PATIENCE, **(given if isinstance(given, dict) else {})}}
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": data / FILE, "OPTIONS": options}
