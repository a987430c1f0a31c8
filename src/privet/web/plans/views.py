"""A plan as a whole: begun by a guest."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from privet.web.access import GUEST
from privet.web.plans import actions


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """A plan without an account: its key stays in this browser."""
    if request.method != "POST":
        return render(request, "plans/begin.html")
    key = secrets.token_urlsafe(32)
    plan = actions.begin(None, None, key=key)
    request.session[GUEST] = {**request.session.get(GUEST, {}), str(plan.pk): key}
    return redirect("tasks", plan=plan.pk)
