"""Pages for what went wrong: plain, with what to do, and nothing about the machine."""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

log = logging.getLogger(__name__)


def page(request: HttpRequest, kind: str, status: int, **slots: str) -> HttpResponse:
    """A page for a fault; ``kind`` is a key under ``web.fault``."""
    context = {"title": f"fault.{kind}", "text": f"fault.{kind}-what", **slots}
    return render(request, "fault.html", context, status=status)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from one of our pages, or one that was open for too long."""
    return page(request, "forged", 403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not there, or not for this person: nobody can tell which."""
    return page(request, "missing", 404)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, "refused", 403)


def slow(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too often in too short a time."""
    return page(request, "slow", 429)


def bad(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, "bad", 400)


def broken(request: HttpRequest) -> HttpResponse:
    """Our own slip: a number to name it by, and in the log what it was."""
    number = secrets.token_hex(4)
    log.error("reference %s", number, exc_info=True)
    return page(request, "broken", 500, number=number)
