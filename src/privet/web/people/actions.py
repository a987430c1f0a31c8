"""Writes that touch several rows: an organisation founded or ended, a member brought in, changed or taken out.

Whoever changes who belongs to an organisation holds its row meanwhile, so that two owners
who leave at once cannot both go.
"""

from __future__ import annotations

import secrets

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone

from privet.web.people.models import Invitation, Membership, Organisation, Role, User
from privet.web.plans.actions import hashed
from privet.web.plans.models import Publication
from privet.web.trail.record import did


class LastOwnerError(Exception):
    """The change would leave an organisation without an owner."""


@transaction.atomic
def found_organisation(name: str, owner: User) -> Organisation:
    """A new organisation with its first owner."""
    made = Organisation.objects.create(name=name)
    Membership.objects.create(organisation=made, user=owner, role=Role.OWNER)
    did(str(owner), "founded", made.pk, about=name)
    return made


@transaction.atomic
def end_organisation(organisation: Organisation, by: str) -> None:
    """Take away an organisation with its plans, all of them; only the trail stays."""
    Publication.objects.filter(plan__organisation=organisation).delete()
    did(by, "ended", organisation.pk, about=organisation.name)
    organisation.delete()


# ---- members


@transaction.atomic
def change_role(member: Membership, role: Role, by: str) -> None:
    """Give a member another role.  Raises LastOwnerError where nobody else owns the organisation."""
    _hold(member)
    member.role = role
    member.save(update_fields=["role"])
    _keep_an_owner(member)
    did(by, "role", member.organisation_id, about=f"{member.user} · {role}")


@transaction.atomic
def suspend(member: Membership, by: str) -> None:
    """Shut a member out for now.  Raises LastOwnerError."""
    _hold(member)
    member.suspended = True
    member.save(update_fields=["suspended"])
    _keep_an_owner(member)
    did(by, "suspended", member.organisation_id, about=str(member.user))


@transaction.atomic
def resume(member: Membership, by: str) -> None:
    """Let a member in again."""
    _hold(member)
    member.suspended = False
    member.save(update_fields=["suspended"])
    did(by, "resumed", member.organisation_id, about=str(member.user))


@transaction.atomic
def remove(member: Membership, by: str) -> None:
    """Take a member out, by an owner or by the member.  Raises LastOwnerError."""
    _hold(member)
    organisation, user = member.organisation_id, str(member.user)
    Membership.objects.filter(pk=member.pk).delete()  # the object stays whole, should this be undone
    _keep_an_owner(member)
    did(by, "left" if by == user else "removed", organisation, about=user)


@transaction.atomic
def delete_account(user: User) -> None:
    """Take away an account.  Raises LastOwnerError where an organisation would be without an owner."""
    for member in Membership.objects.filter(user=user).select_related("organisation").order_by("organisation_id"):
        remove(member, str(user))
    user.delete()


def change_address(user: User, email: str) -> bool:
    """Another address at once; whether it was free."""
    try:
        with transaction.atomic():
            EmailAddress.objects.filter(user=user).delete()
            EmailAddress.objects.create(user=user, email=email, primary=True)
            User.objects.filter(pk=user.pk).update(email=email)
    except IntegrityError:
        return False
    return True


def _hold(member: Membership) -> None:
    Organisation.objects.select_for_update().get(pk=member.organisation_id)
    member.refresh_from_db()


def _keep_an_owner(member: Membership) -> None:
    """After a change: somebody still owns the organisation, and invitations of who no longer does are void."""
    owners = Membership.objects.filter(organisation_id=member.organisation_id, role=Role.OWNER, suspended=False)
    if not owners.exists():
        raise LastOwnerError
    if not owners.filter(user_id=member.user_id).exists():
        open_ones = Invitation.objects.filter(organisation_id=member.organisation_id, used=None)
        open_ones.filter(invited_by_id=member.user_id).delete()


# ---- invitations


@transaction.atomic
def invite(organisation: Organisation, email: str, role: Role, by: User) -> str:
    """A new invitation; its key, which goes into the mail and is kept nowhere."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    Invitation.objects.filter(organisation=organisation, email__iexact=email, used=None).delete()
    key = secrets.token_urlsafe(32)
    Invitation.objects.create(organisation=organisation, email=email, role=role, key_hash=hashed(key), invited_by=by)
    did(str(by), "invited", organisation.pk, about=f"{email} · {role}")
    return key


def open_invitation(key: str) -> Invitation | None:
    """The invitation that a key opens, while it holds."""
    found = Invitation.objects.filter(key_hash=hashed(key), used=None, ends__gt=timezone.now())
    return found.select_related("organisation", "invited_by").first() if key else None


@transaction.atomic
def accept(invitation: Invitation, user: User) -> bool:
    """Take an invitation up, once; whether it still could be."""
    holding = Invitation.objects.filter(pk=invitation.pk, used=None, ends__gt=timezone.now())
    if not holding.update(used=timezone.now()):
        return False
    Membership.objects.get_or_create(
        organisation=invitation.organisation, user=user, defaults={"role": invitation.role}
    )
    did(str(user), "joined", invitation.organisation_id, about=str(invitation.role))
    return True
