"""Home, organisations and their plans."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from privet.web.access import Visit
from privet.web.people.actions import found_organisation
from privet.web.people.models import Membership, User
from privet.web.plans import actions
from privet.web.trail.record import did


def visit_of(request: HttpRequest) -> Visit:
    """Who comes, as the access table has judged."""
    visit: Visit = request.visit  # type: ignore[attr-defined]  # put there by access.checked
    return visit


def user_of(request: HttpRequest) -> User:
    """Who is signed in; only for routes that ask for an account."""
    user: User = request.user  # type: ignore[assignment]  # the access table has seen to it
    return user


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The front page; who is signed in goes to their organisations."""
    if request.user.is_authenticated:
        return redirect("organisations")
    return render(request, "people/home.html")


@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    """Every organisation somebody works for: a consultant has many."""
    members = Membership.objects.filter(user=user_of(request), suspended=False).select_related("organisation")
    return render(request, "people/organisations.html", {"members": members.order_by("organisation__name")})


@require_http_methods(["GET", "POST"])
def new_organisation(request: HttpRequest) -> HttpResponse:
    """Found an organisation; who does is its first owner."""
    name = request.POST.get("name", "").strip()[:200]
    if request.method != "POST" or not name:
        return render(request, "people/new_organisation.html", {"wrong": request.method == "POST"})
    made = found_organisation(name, user_of(request))
    return redirect("organisation", organisation=made.pk)


@require_GET
def organisation(request: HttpRequest, organisation: object) -> HttpResponse:
    """The plans of an organisation."""
    visit = visit_of(request)
    plans = visit.organisation.plans.filter(archived=False).order_by("-changed") if visit.organisation else ()
    return render(request, "people/organisation.html", {"visit": visit, "plans": plans})


@require_http_methods(["GET", "POST"])
def new_plan(request: HttpRequest, organisation: object) -> HttpResponse:
    """Begin a plan."""
    visit = visit_of(request)
    if request.method != "POST":
        return render(request, "people/new_plan.html", {"visit": visit})
    name = request.POST.get("name", "").strip()[:200]
    plan = actions.begin(visit.organisation, user_of(request), name)
    did(visit.name, "began", plan.organisation_id, plan.pk, name)
    return redirect("tasks", plan=plan.pk)
