"""What a request of a program is about, where the access table has let it through."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest

from privet.compose import compose
from privet.document import Document
from privet.errors import UnfinishedError
from privet.judging import Judged
from privet.web import shelf
from privet.web.access import Visit
from privet.web.api.models import Token
from privet.web.api.said import No
from privet.web.plans import actions
from privet.web.plans.models import Plan, Revision


def visit(request: HttpRequest) -> Visit:
    """Who comes, as the access table has judged."""
    found: Visit = request.visit  # type: ignore[attr-defined]  # put there by access.checked
    return found


def token(request: HttpRequest) -> Token:
    """The key it came with."""
    found: Token = request.token  # type: ignore[attr-defined]  # likewise
    return found


def the_plan(request: HttpRequest) -> Plan:
    """The plan that the address names, which is one of the organisation's."""
    found = visit(request).plan
    if found is None:
        raise Http404
    return found


def latest(plan: Plan) -> Revision:
    """The newest text of a plan."""
    found = plan.revisions.first()
    if found is None:
        raise Http404
    return found


def spoken(wanted: str) -> str:
    """The language that is asked for; without one, that of the messages."""
    found = wanted or shelf.spoken()
    if found not in shelf.library().languages:
        raise No(422, "api-misfit", "language")
    return found


def composed(judged: Judged, language: str) -> Document:
    """The document.  Raises UnfinishedError, as the command line tells it, for what it waits for."""
    try:
        return compose(shelf.library(), judged, language)
    except UnfinishedError as error:
        named = ("document", judged.pack.id)
        raise UnfinishedError(replace(fault, slots=(*fault.slots, named)) for fault in error.faults) from None


def etag(text: str) -> str:
    """A mark of a text, byte for byte."""
    return f'"{actions.hashed(text)}"'
