"""People, the organisations they work for, and how they come to be in one."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

INVITED_FOR = timedelta(days=7)
"""How long an invitation can be taken up."""
LONG = 15
"""Characters of a password that may stand alone; a shorter one needs a second factor."""


class Role(models.TextChoices):
    """What a member may do; each may do what those before it may."""

    READER = "reader"
    EDITOR = "editor"
    OWNER = "owner"


class Users(BaseUserManager["User"]):
    """Accounts, known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractUser):
    """Somebody with an account."""

    username = None  # type: ignore[assignment]  # people are known by their address
    email = models.EmailField(unique=True)
    short_password = models.BooleanField(default=False)
    """Whether the password is too short to stand alone: then the second factor has to stay."""
    epoch = models.PositiveIntegerField(default=0)
    """Counted up to sign somebody out everywhere."""

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[Users] = Users()  # type: ignore[assignment]  # ours makes accounts without a username

    def __str__(self) -> str:
        return self.email

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password)
        self.short_password = raw_password is not None and len(raw_password) < LONG

    def get_session_auth_hash(self) -> str:
        """What a session must still match: a new password or a new epoch ends every session."""
        return salted_hmac("privet.people.session", f"{self.password} {self.epoch}", algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """None: there is one secret."""
        return iter(())


class Organisation(models.Model):
    """An organisation whose plans are kept here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    created = models.DateTimeField(default=timezone.now)
    members = models.ManyToManyField(User, through="Membership", related_name="organisations")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """That somebody works for an organisation, and what they may do there."""

    organisation = models.ForeignKey(Organisation, models.CASCADE)
    user = models.ForeignKey(User, models.CASCADE)
    role = models.CharField(max_length=10, choices=Role)
    suspended = models.BooleanField(default=False)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "user"], name="one_membership_each"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role}"


def in_a_week() -> object:
    """When an invitation made now ends."""
    return timezone.now() + INVITED_FOR


class Invitation(models.Model):
    """An invitation into an organisation, for one address and one use; only the hash of its key is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    email = models.EmailField()
    role = models.CharField(max_length=10, choices=Role)
    key_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True)
    made = models.DateTimeField(default=timezone.now)
    ends = models.DateTimeField(default=in_a_week)
    used = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "organisation", Lower("email"), condition=models.Q(used=None), name="one_open_invitation_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.role}"
