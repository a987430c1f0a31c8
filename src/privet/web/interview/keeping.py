"""What a form sent, and keeping it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from privet.errors import InputError, WriteError
from privet.web.interview.replies import Reply
from privet.web.interview.sitting import Sitting, sitting


def posted(request: HttpRequest) -> dict[str, list[str]]:
    return {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}


def parked(request: HttpRequest) -> dict[str, list[str]]:
    """What this page sent while nobody was signed in; it waited in the session, and is given out once."""
    waiting = request.session.get("parked") or {}
    if waiting.get("path") != request.path:
        return {}
    del request.session["parked"]
    return dict(waiting["form"])


def keep(here: Sitting, reply: Reply) -> Sitting:
    """Write the changes; what cannot be kept is an error on the page, and nothing is lost."""
    if not here.desk.may_write:
        raise PermissionDenied
    if not reply.changes:
        return here
    try:
        here.desk.write(reply.changes)
    except (InputError, WriteError) as fault:
        first = fault.faults[0]
        slots = {name.replace("-", "_"): value for name, value in first.slots}
        words = here.labels.words
        known = f"fault.{first.message}" in words.strings
        slots.setdefault("key", first.key)
        reply.errors[""] = words.say(f"fault.{first.message}", **slots) if known else words.say("web.wrong.unfit")
        return here
    return sitting(here.desk)
