"""Writes that touch several rows: a plan begun, a text put in place, approved, handed over, tidied away."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from privet.answers import digest as text_digest
from privet.parsing import parse
from privet.rewriting import BEGINNING
from privet.source import parse as parse_source
from privet.web import shelf
from privet.web.people.models import Organisation, User
from privet.web.plans.models import Approval, Plan, Revision, SignOff
from privet.web.trail.record import did

GUEST_FOR = timedelta(days=30)
"""How long a guest's plan is kept after it was last seen."""


def digest(text: str) -> str:
    """SHA-256 over the answers in a text.  Raises InputError for its faults."""
    return parse(parse_source(text.encode(), "privacy.toml"), shelf.library().questionnaire).digest


def hashed(key: str) -> str:
    """What is kept of a key that somebody else holds."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def begin(organisation: Organisation | None, by: User | None, name: str = "", key: str = "", text: str = "") -> Plan:
    """A new plan with its first revision; ``key`` is what a guest will hold."""
    plan = Plan.objects.create(organisation=organisation, name=name, guest_hash=hashed(key) if key else "")
    add_revision(plan, text or BEGINNING, by)
    return plan


def add_revision(plan: Plan, text: str, by: User | None, by_name: str = "") -> Revision:
    """One more text of a plan; the caller holds the plan's row."""
    last = plan.revisions.first()
    plan.changed = timezone.now()
    plan.save(update_fields=["changed"])
    number = last.number + 1 if last else 1
    name = by_name or (by.email if by else "")
    return Revision.objects.create(plan=plan, number=number, text=text, digest=digest(text), by=by, by_name=name)


@transaction.atomic
def change(plan: Plan, by: User | None, by_name: str, edit: Callable[[str], str]) -> Revision:
    """Put ``edit`` of the newest text in place; nobody else's text is lost, for they wait for each other."""
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    last = held.revisions.first()
    old = last.text if last else BEGINNING
    new = edit(old)
    if last and new == old:
        return last
    return add_revision(held, new, by, by_name)


@transaction.atomic
def approve(plan: Plan, number: int, by: User | None, by_name: str) -> Approval | None:
    """Approve the newest revision; None if it is no longer the one of that number.  Twice is once."""
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    last = held.revisions.first()
    if last is None or last.number != number:
        return None
    made, _ = Approval.objects.get_or_create(
        revision=last, by=by, by_name=by_name, defaults={"digest": text_digest(last.text)}
    )
    return made


def make_link(plan: Plan, name: str, days: int, by: User) -> tuple[SignOff, str]:
    """A sign-off link for a client, and its key: told once, for only its hash is kept."""
    key = secrets.token_urlsafe(32)
    ends = timezone.now() + timedelta(days=days)
    return SignOff.objects.create(plan=plan, key_hash=hashed(key), name=name, made_by=by, ends=ends), key


@transaction.atomic
def hand_over(plan: Plan, organisation: Organisation, name: str) -> None:
    """A guest's plan becomes one of an organisation; the guest's key opens it no longer."""
    held = Plan.objects.select_for_update().get(pk=plan.pk, organisation=None)
    held.organisation, held.guest_hash = organisation, ""
    held.save(update_fields=["organisation", "guest_hash"])
    did(name, "kept", organisation.pk, held.pk, organisation.name)


def tidy() -> int:
    """Remove the plans that no guest has opened for a month; how many.  Called at the start and every day."""
    old = Plan.objects.filter(organisation=None, seen__lt=timezone.now() - GUEST_FOR)
    gone = 0
    for id in list(old.values_list("pk", flat=True)):
        with transaction.atomic():
            # looked at again: its guest may have kept it, or come back, just now
            removed, _ = old.filter(pk=id).delete()
            if removed:
                did("", "lapsed", None, id)
                gone += 1
    return gone
