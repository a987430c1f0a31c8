"""The door of ``privet edit``: only who started it gets in, not another user or page of this machine."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from privet.web import faults

OPEN = "entered"
FREE = ("/enter/", "/static/")
"""Addresses that need no key: the door itself, and what every copy of privet holds."""


@require_GET
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """Let the holder of the key in, and forget the key in the address."""
    if not settings.ENTRY or not secrets.compare_digest(key.encode(), settings.ENTRY.encode()):
        return faults.page(request, "door", 403)
    request.session[OPEN] = True
    return redirect("tasks")


def locked(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: everything else is behind the door."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(FREE) or request.session.get(OPEN):
            return get_response(request)
        return faults.page(request, "door", 403)

    return middleware
