"""The trail, for the owners of an organisation."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from privet.web import shelf
from privet.web.people.models import Role
from privet.web.people.views import organisation_of, visit_of
from privet.web.plans.models import Plan
from privet.web.trail.models import Event
from privet.words import Words

AT_ONCE = 100
"""Lines on one page."""


@require_GET
def trail(request: HttpRequest, organisation: object) -> HttpResponse:
    """Who saw and changed what, the newest first."""
    found = organisation_of(request)
    events = Event.objects.filter(organisation=found.pk).order_by("-id")
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        events = events.filter(pk__lt=int(before))
    lines = list(events[: AT_ONCE + 1])
    shown = lines[:AT_ONCE]
    names: dict[uuid.UUID | None, str] = {
        plan.pk: plan.name or found.name for plan in Plan.objects.filter(organisation=found)
    }
    context = {
        "visit": visit_of(request),
        "lines": list(_lines(shown, names)),
        "older": shown[-1].pk if len(lines) > AT_ONCE else 0,
        "paged": bool(before),
    }
    return render(request, "trail/trail.html", context)


def _about(about: str, words: Words) -> str:
    """What it was done to, with the role in the reader's language."""
    whom, between, role = about.rpartition(" · ")
    return f"{whom}{between}{words.say(f'web.role.{role}')}" if role in Role.values else about


def _lines(events: Iterable[Event], plans: Mapping[uuid.UUID | None, str]) -> Iterator[dict[str, object]]:
    """Each event in words, with the plan it was about where that still exists."""
    words = shelf.words()
    for event in events:
        key = f"web.trail.{event.action}"
        yield {
            "event": event,
            "said": words.say(key) if key in words.strings else event.action,
            "about": _about(event.about, words),
            "plan": event.plan if event.plan in plans else None,
            "plan_name": plans.get(event.plan, ""),
        }
