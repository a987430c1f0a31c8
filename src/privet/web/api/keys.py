"""Keys of programs: made once, shown once; only their hash is kept."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID, uuid4

from django.http import HttpRequest
from django.utils import timezone

from privet.web.api.models import Token
from privet.web.people.models import Membership, Organisation, Role, User
from privet.web.plans.actions import hashed

MARK = "privet_"
"""How every key begins, so that one that leaked into a repository can be found there."""
SCOPES = ("read", "write")
DAYS = (30, 90, 365)
"""How long a key may hold: every one ends."""
NOTED = timedelta(minutes=10)
"""How exactly the last use of a key is known; a write for each request would be dear."""


def make(
    organisation: Organisation, by: User, name: str, scopes: tuple[str, ...], days: int, id: UUID | None = None
) -> tuple[Token, str]:
    """A new key, and what it is: nobody can be told again."""
    key = MARK + secrets.token_urlsafe(32)
    ends = timezone.now() + timedelta(days=days)
    token = Token.objects.create(
        id=id or uuid4(),
        organisation=organisation,
        name=name,
        key_hash=hashed(key),
        scopes=" ".join(scopes),
        made_by=by,
        ends=ends,
    )
    return token, key


def holder(request: HttpRequest) -> Token | None:
    """The key that a request comes with, where it holds; cookies are not looked at."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.startswith(MARK):
        return None
    token = Token.objects.select_related("organisation").filter(key_hash=hashed(key)).first()
    if token is None or not holds(token):
        return None
    now = timezone.now()
    if token.used is None or now - token.used > NOTED:
        Token.objects.filter(pk=token.pk).update(used=now)
    return token


def holds(token: Token) -> bool:
    """Not revoked, not at its end, and made by somebody who is still an owner.

    Who made it may have kept it: it goes when they go."""
    if token.revoked or token.ends is None or token.ends <= timezone.now():
        return False
    owners = Membership.objects.filter(organisation=token.organisation_id, role=Role.OWNER, suspended=False)
    return owners.filter(user=token.made_by_id, user__is_active=True).exists()
