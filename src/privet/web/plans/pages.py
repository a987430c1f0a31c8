"""What every page about a plan as a whole is printed with, and where its visitor may go from there."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from privet.web import shelf
from privet.web.access import Visit, allows, table
from privet.web.interview.pages import desk_of
from privet.web.people.models import User
from privet.web.plans.desk import PlanDesk
from privet.web.plans.models import Plan

PLACES = ("history", "approve", "sign-offs", "publish", "plan-settings")
"""The pages about a plan as a whole, in the order of their links."""


def open_desk(request: HttpRequest) -> PlanDesk:
    """The plan that lies open."""
    desk = desk_of(request)
    assert isinstance(desk, PlanDesk)  # noqa: S101 - the team server has no other
    return desk


def visit_of(request: HttpRequest) -> Visit:
    """Who comes, as the access table has judged."""
    visit: Visit = request.visit  # type: ignore[attr-defined]  # put there by access.checked
    return visit


def user_of(request: HttpRequest) -> User:
    """Who is signed in; only for routes that ask for an account."""
    user: User = request.user  # type: ignore[assignment]  # the access table has seen to it
    return user


def numbered(text: str) -> int:
    """A number that a form or an address carries; 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def plan_name(plan: Plan, text: str) -> str:
    """What the plan is called: its own name, else the organisation's in the answers, else who keeps it."""
    return plan.name or shelf.case(text).answers.text("organisation", "name") or str(plan.organisation or "")


def show(request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200) -> HttpResponse:
    """A page about the plan that lies open."""
    desk, where = open_desk(request), request.resolver_match
    current = where.url_name if where else ""
    frame = {
        "desk": desk,
        "current": current,
        "places": [
            {"name": name, "key": f"whole.{name}", "here": name == current}
            for name in PLACES
            if allows(table()[name].see, desk.role)
        ],
    }
    return render(request, f"plans/{template}.html", {**frame, **context}, status=status)
