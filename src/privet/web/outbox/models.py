"""Mail that waits to be sent: kept until a server took it, and looked at where there is none."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone


class Mail(models.Model):
    """One message to one address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    """Also its Message-ID, so that a second try is no second mail."""
    to = models.EmailField()
    subject = models.CharField(max_length=300)
    body = models.TextField()
    """Empty once it is sent: it held links that only its reader should have."""
    made = models.DateTimeField(default=timezone.now)
    sent = models.DateTimeField(null=True)
    refused = models.DateTimeField(null=True)
    """When we gave up: a server would not have it, or it became too old."""
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    """Whoever moves this on has taken the mail, until then."""
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["made"]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try"], name="outbox_waiting", condition=models.Q(sent__isnull=True, refused__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.to} {self.subject}"
