"""What every page about a plan as a whole is printed with, and where its visitor may go from there."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from privet.web.access import Visit, allows, table
from privet.web.interview.pages import desk_of
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


def plan_name(plan: Plan, desk_text: str) -> str:
    """What the plan is called: its own name, else the organisation's in the answers, else who keeps it."""
    from privet.web import shelf

    return plan.name or shelf.case(desk_text).answers.text("organisation", "name") or str(plan.organisation or "")


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
