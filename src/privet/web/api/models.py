"""Keys of programs, and the requests they made, so that one sent twice has one effect."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from privet.web.people.models import Organisation


class Token(models.Model):
    """A program's key to one organisation; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    key_hash = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=200)
    """``read``, ``write``, or both with a space between."""
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    made = models.DateTimeField(default=timezone.now)
    ends = models.DateTimeField(null=True)
    used = models.DateTimeField(null=True)
    revoked = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Request(models.Model):
    """A request that a program marked with a key of its own, and what it was answered."""

    token = models.ForeignKey(Token, models.CASCADE)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    """Hash of method, path and body: the same key for another request is refused."""
    status = models.PositiveSmallIntegerField(null=True)
    """None while the first one is being answered."""
    answer = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["token", "key"], name="one_effect_each")]

    def __str__(self) -> str:
        return self.key
