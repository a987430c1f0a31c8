"""Starting the server: granian, the same for one file and for a team."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
from collections.abc import Mapping

TARGET = "privet.web.reception:application"
HEADERS_IN = 10_000
"""Milliseconds in which the head of a request must have come; an idle line is closed as well."""
LINES = 1024
"""Lines that one worker holds open."""
LAST = 30
"""Seconds in which a worker finishes what it has begun."""


def serve(host: str, port: int, workers: int, environment: Mapping[str, str]) -> int:
    """Serve until stopped; the signal that stopped it.

    ``environment`` is what the settings read; the workers inherit it."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    os.environ.update(environment)
    logging.captureWarnings(True)
    stopped: list[int] = []

    class Server(Granian):  # type: ignore[misc,valid-type]  # chosen by granian for the system it runs on
        def signal_handler_interrupt(self, *args: object, **kwargs: object) -> None:
            stopped.extend(number for number in args[:1] if isinstance(number, int))
            super().signal_handler_interrupt(*args, **kwargs)

    Server(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=workers,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_IN),
        websockets=False,
        backpressure=LINES,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=LAST,
    ).serve()
    return stopped[0] if stopped else signal.SIGTERM


def serve_team(host: str, port: int, workers: int) -> int:
    """Serve, and meanwhile do what a server does by itself; the signal that stopped it."""
    from privet.web.chores import Chores

    chores = Chores()
    chores.start()
    try:
        return serve(host, port, workers, {})
    finally:
        chores.stop()


def prepare() -> None:
    """Bring the database up to date; safe to do at every start.  Raises PrivetError where it cannot be used.

    Workers begin afresh, not as copies of this process: it has a thread and a database of its own."""
    opened()
    from django.core.management import call_command
    from django.db import DatabaseError, connections

    from privet.web import readiness

    multiprocessing.set_start_method("spawn", force=True)
    try:
        readiness.refuse_newer()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    except DatabaseError as error:
        raise readiness.away(error) from None
    finally:
        connections.close_all()


def opened() -> None:
    """Django, set up in this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "privet.web.settings")
    import django

    django.setup()
