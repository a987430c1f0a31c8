"""Writes that touch several rows: an organisation founded, a member brought in or taken out."""

from __future__ import annotations

from django.db import transaction

from privet.web.people.models import Membership, Organisation, Role, User
from privet.web.trail.record import did


@transaction.atomic
def found_organisation(name: str, owner: User) -> Organisation:
    """A new organisation with its first owner."""
    made = Organisation.objects.create(name=name)
    Membership.objects.create(organisation=made, user=owner, role=Role.OWNER)
    did(str(owner), "founded", made.pk, about=name)
    return made
