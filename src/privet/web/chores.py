"""What the server does by itself, beside answering: mail, and once a day what is to be forgotten."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from privet.web.api import once
from privet.web.outbox import carrier, delivery
from privet.web.plans import actions

log = logging.getLogger(__name__)
PAUSE = 3.0
"""Seconds between two looks."""
DAILY = timedelta(days=1)


class Chores:
    """A thread of the process that watches over the workers; of several servers each does its own."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.tidied: datetime | None = None
        self.carrier = carrier.carrier(settings.MAIL)
        self.thread = threading.Thread(target=self._work, name="chores", daemon=True)

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        """Finish the mail in hand, then stop."""
        self.stopping.set()
        self.thread.join(carrier.PATIENCE)

    def _work(self) -> None:
        while not self.stopping.is_set():
            for chore in self.due():
                self.done(chore)
            connection.close()
            self.stopping.wait(PAUSE)

    def due(self) -> Iterator[Callable[[], object]]:
        """What is to be done now."""
        if self.carrier:
            yield lambda: delivery.deliver(self.carrier)  # type: ignore[arg-type]  # looked at just above
        if self.tidied is None or timezone.now() - self.tidied >= DAILY:
            self.tidied = timezone.now()
            yield from forgetting()

    def done(self, chore: Callable[[], object]) -> None:
        """Do it; what fails is told in the log, and tried again another time."""
        try:
            chore()
        except Exception:
            log.exception("chore")


def forgetting() -> Iterator[Callable[[], object]]:
    """What is not kept: sessions that ended, old mail, old keys of requests, plans of guests who do not come back."""
    yield lambda: Session.objects.filter(expire_date__lt=timezone.now()).delete()
    yield delivery.forget
    yield once.forget
    tidy = getattr(actions, "tidy", None)
    if tidy:
        yield tidy
