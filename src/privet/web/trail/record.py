"""Writing the trail."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.utils import timezone

from privet.web.trail.models import Event

AGAIN = timedelta(minutes=15)
"""Looking at the same thing again within this time is one look."""


def did(
    actor: str, action: str, organisation: uuid.UUID | None, plan: uuid.UUID | None = None, about: str = ""
) -> None:
    """Note that somebody did something."""
    Event.objects.create(actor=actor[:200], action=action, organisation=organisation, plan=plan, about=about[:300])


def saw(actor: str, organisation: uuid.UUID | None, plan: uuid.UUID, what: str) -> None:
    """Note that somebody looked at a plan or a document of it."""
    since = timezone.now() - AGAIN
    seen = Event.objects.filter(actor=actor[:200], action="saw", plan=plan, about=what[:300], at__gte=since)
    if not seen.exists():
        did(actor, "saw", organisation, plan, what)
