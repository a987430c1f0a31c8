"""What every page of a desk is printed with: where it is, what was just kept, and what that changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from privet.steps import Step
from privet.web import shelf
from privet.web.desks import Desk, url
from privet.web.interview import onward, preview
from privet.web.interview.sitting import Sitting

SAVED = "privet-saved"
"""The cookie that tells the next page what was kept; read once."""
SAVED_FOR = 60
"""Seconds for which that is news."""


class Saved(NamedTuple):
    """What the page before this one sent."""

    path: str
    """The page it was sent from: what the browser still holds of it can go."""
    at: str
    """When it was kept; empty where nothing was new."""


def desk_of(request: HttpRequest) -> Desk:
    desk: Desk = request.desk  # type: ignore[attr-defined]  # put there by at_desk
    return desk


def show(request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200) -> HttpResponse:
    """A page of a desk."""
    saved = _saved(request)
    where = request.resolver_match
    frame = {
        "desk": desk_of(request),
        "current": where.url_name if where else "",
        "saved": saved,
        "keep": _keep_as(request),
    }
    response = render(request, f"interview/{template}.html", {**frame, **context}, status=status)
    if saved:
        response.delete_cookie(SAVED, samesite="Lax")
    return response


def sent(request: HttpRequest, to: str, news: str) -> HttpResponse:
    """On to the next page, which says that the answer is kept; without ``news`` there was nothing to keep."""
    response = redirect(to)
    at = timezone.now().isoformat(timespec="seconds") if news else ""
    response.set_signed_cookie(
        SAVED, f"{at}|{_keep_as(request)}", max_age=SAVED_FOR, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def _saved(request: HttpRequest) -> Saved | None:
    raw = str(request.get_signed_cookie(SAVED, default="", max_age=SAVED_FOR))
    at, mark, path = raw.partition("|")
    return Saved(path, at) if mark else None


def _keep_as(request: HttpRequest) -> str:
    """The name under which the browser keeps what is being typed: nobody else's, and no other file's."""
    whose = settings.FILE or str(getattr(getattr(request, "user", None), "pk", ""))
    return hashlib.sha256(whose.encode()).hexdigest()[:8] + request.path


def about(request: HttpRequest, here: Sitting, step: Step) -> dict[str, object]:
    """Title, section, why we ask, the way back."""
    labels, asked = here.labels, step.question
    before = here.before(step)
    return {
        "title": labels.pick(asked.title) if not step.check else labels.words.say("interview.check-activity"),
        "about": here.row(step),
        "section": labels.pick(here.section(step).title),
        "hint": "" if step.check else labels.pick(asked.hint),
        "why": labels.pick(asked.why),
        "back": onward.origin(request, here, step) or (here.url(before) if before else url(here.desk, "tasks")),
        "step": step,
    }


def beside(here: Sitting) -> dict[str, object]:
    """What the last answer changed in the plan."""
    start = url(here.desk, "at", ref="REF").removesuffix("REF")
    before = here.desk.before()
    changes = preview.changes(before, here.text, shelf.spoken(), start)
    return {"changes": changes, "same": "same" if before != here.text and not changes else ""}
