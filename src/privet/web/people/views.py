"""Home, organisations and their plans."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from privet.web.access import Visit
from privet.web.interview.keeping import parked
from privet.web.people.actions import end_organisation, found_organisation
from privet.web.people.models import Membership, Organisation, User
from privet.web.people.names import given, one_line
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


def organisation_of(request: HttpRequest) -> Organisation:
    """The organisation that the address names; only for routes of one."""
    found = visit_of(request).organisation
    assert found is not None  # noqa: S101 - the access table has looked it up
    return found


def waiting(request: HttpRequest, name: str) -> str:
    """What was typed before somebody had to sign in again."""
    return one_line("".join(parked(request).get(name, ())[:1]))


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
    if request.method != "POST":
        return render(request, "people/new_organisation.html", {"name": waiting(request, "name")})
    name = given(request, "name")["name"]
    if not name:
        return render(request, "people/new_organisation.html", {"wrong": "name-missing"}, status=422)
    return redirect("organisation", organisation=found_organisation(name, user_of(request)).pk)


@require_GET
def organisation(request: HttpRequest, organisation: object) -> HttpResponse:
    """The plans of an organisation."""
    found = organisation_of(request)
    plans = found.plans.order_by("archived", "-changed")
    return render(request, "people/organisation.html", {"visit": visit_of(request), "plans": plans})


@require_http_methods(["GET", "POST"])
def new_plan(request: HttpRequest, organisation: object) -> HttpResponse:
    """Begin a plan."""
    visit = visit_of(request)
    if request.method != "POST":
        return render(request, "people/new_plan.html", {"visit": visit, "name": waiting(request, "name")})
    name = given(request, "name")["name"]
    plan = actions.begin(visit.organisation, user_of(request), name)
    did(visit.name, "began", plan.organisation_id, plan.pk, name)
    return redirect("tasks", plan=plan.pk)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, organisation: object) -> HttpResponse:
    """Take the organisation away with all its plans: its name has to be typed."""
    found = organisation_of(request)
    context = {"visit": visit_of(request), "plans": found.plans.count()}
    if request.method != "POST":
        return render(request, "people/end.html", context)
    if given(request, "name")["name"] != one_line(found.name):
        return render(request, "people/end.html", {**context, "wrong": "name-differs"}, status=422)
    end_organisation(found, visit_of(request).name)
    return redirect("organisations")
