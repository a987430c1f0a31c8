"""Starting the server: granian, the same for one file and for a team."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping

TARGET = "privet.web.wsgi:application"


def serve(host: str, port: int, workers: int, environment: Mapping[str, str]) -> None:
    """Serve until stopped.  ``environment`` is what the settings read; the workers inherit it."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    os.environ.update(environment)
    logging.captureWarnings(True)
    Granian(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_level=LogLevels.warning,
        backpressure=256,
    ).serve()


def prepare() -> None:
    """Bring the database up to date; safe to do at every start."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "privet.web.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
