"""The audit trail: who saw and changed what.  Rows are added, never changed or removed; a trigger sees to it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone


class Event(models.Model):
    """Something that somebody did."""

    at = models.DateTimeField(default=timezone.now)
    organisation = models.UUIDField(null=True, db_index=True)
    plan = models.UUIDField(null=True, db_index=True)
    actor = models.CharField(max_length=200)
    """Who it was, as it stood then: an address, or for whom a link was made."""
    action = models.CharField(max_length=60)
    """A key under ``web.trail`` in the words."""
    about = models.CharField(max_length=300, blank=True)
    """What or whom it was done to."""

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.action}"
