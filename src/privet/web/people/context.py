"""What the bar of every page of the team server says of who is signed in."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from privet.web.people.models import Membership


def mine(request: HttpRequest) -> dict[str, object]:
    """The organisations to choose from: asked of the database only by pages that show them."""
    return {"mine": SimpleLazyObject(lambda: _memberships(request))}


def _memberships(request: HttpRequest) -> list[Membership]:
    if request.user.pk is None:
        return []
    found = Membership.objects.filter(user_id=request.user.pk, suspended=False)
    return list(found.select_related("organisation").order_by("organisation__name"))
