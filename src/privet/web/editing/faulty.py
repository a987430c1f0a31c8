"""A file that an editor left with faults: told with their lines, while somebody is still typing there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from privet.errors import Fault, InputError
from privet.web import shelf


def told(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: faults of the file are for its owner to mend, and no slip of ours."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    middleware.process_exception = _page  # type: ignore[attr-defined]  # how Django finds it
    return middleware


def _page(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    if not isinstance(exception, InputError):
        return None
    context = {"title": "fault.file", "text": "fault.file-what", "told": [_said(fault) for fault in exception.faults]}
    return render(request, "fault.html", context, status=409)


def _said(fault: Fault) -> str:
    slots = {name.replace("-", "_"): value for name, value in fault.slots}
    slots.setdefault("key", fault.key)
    return f"{Path(settings.FILE).name}:{fault.line}: {shelf.words().say(f'fault.{fault.message}', **slots)}"
