"""Plans, every text their answers have had, who approved which, and what is public."""

from __future__ import annotations

import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from privet.web.people.models import Organisation


class Plan(models.Model):
    """One plan: of an organisation, or of a guest who holds its key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="plans")
    name = models.CharField(max_length=200, blank=True)
    """What its people call it; empty: the organisation's name in the answers."""
    guest_hash = models.CharField(max_length=64, blank=True)
    """Hash of the key that a guest's browser holds."""
    made = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)
    seen = models.DateTimeField(default=timezone.now)
    """When a guest last had it open; what nobody opens for a month is removed."""
    archived = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name or str(self.id)


class Revision(models.Model):
    """One text of the answers; never changed, never removed while the plan is there."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    """SHA-256 over the answers' values, whatever their order and comments."""
    made = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    by_name = models.CharField(max_length=200, blank=True)
    """Who it was, as it stood then: an account may go."""

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "number"], name="one_number_each")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"


class Approval(models.Model):
    """That somebody approved one revision."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="approvals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    by_name = models.CharField(max_length=200)
    made = models.DateTimeField(default=timezone.now)
    digest = models.CharField(max_length=64)
    """What was approved: the hash of the text, byte for byte."""

    def __str__(self) -> str:
        return f"{self.by_name} {self.digest[:12]}"


class SignOff(models.Model):
    """A link with which a client may read one plan and approve it; only the hash of its key is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sign_offs")
    key_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    """For whom it is."""
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    made = models.DateTimeField(default=timezone.now)
    ends = models.DateTimeField()
    revoked = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


def slug() -> str:
    """An address that says nothing and cannot be guessed."""
    return secrets.token_urlsafe(9).replace("_", "-").strip("-").lower() or slug()


class Publication(models.Model):
    """The public address of a plan's notice.  It is kept when the notice is taken down: links to it are out there."""

    plan = models.OneToOneField(Plan, models.CASCADE, related_name="publication")
    slug = models.SlugField(max_length=40, unique=True, default=slug)
    down = models.BooleanField(default=False)
    """Whether the notice was taken down."""

    def __str__(self) -> str:
        return self.slug


class Edition(models.Model):
    """A notice as it was published once: of one revision, with a line on why."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, models.RESTRICT)
    reason = models.CharField(max_length=200, blank=True)
    made = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["publication", "number"], name="one_edition_each")]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.number}"


class Page(models.Model):
    """An edition in one language, as it was made then: what people were told does not change under them."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="pages")
    language = models.CharField(max_length=10)
    tag = models.CharField(max_length=10)
    """The language as browsers know it, with the country's way of writing: ``fr-CA``."""
    title = models.CharField(max_length=300)
    markup = models.TextField()
    digest = models.CharField(max_length=64)
    """SHA-256 of the markup."""

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["edition", "language"], name="one_page_each")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.language}"
