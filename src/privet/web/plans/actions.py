"""Writes that touch several rows: a plan begun, a text put in place."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from privet.parsing import parse
from privet.rewriting import BEGINNING
from privet.source import parse as parse_source
from privet.web import shelf
from privet.web.people.models import Organisation, User
from privet.web.plans.models import Plan, Revision


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
