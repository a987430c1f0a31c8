"""A plan as a whole: begun and kept by a guest; named, put away and deleted by its owners."""

from __future__ import annotations

import secrets

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from privet.web.access import GUEST
from privet.web.desks import at_desk
from privet.web.people.actions import found_organisation
from privet.web.people.models import Membership, Organisation, Role
from privet.web.people.names import given
from privet.web.plans import actions
from privet.web.plans.desk import PlanDesk
from privet.web.plans.models import Plan, Publication
from privet.web.plans.pages import open_desk, plan_name, show, user_of
from privet.web.trail.record import did


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """A plan without an account: its key stays in this browser."""
    if request.method != "POST":
        return render(request, "plans/begin.html")
    key = secrets.token_urlsafe(32)
    plan = actions.begin(None, None, key=key)
    did("", "began", None, plan.pk)
    request.session[GUEST] = {**request.session.get(GUEST, {}), str(plan.pk): key}
    return redirect("tasks", plan=plan.pk)


# ---- a guest's plan, kept


@require_http_methods(["GET", "POST"])
@at_desk
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a guest's plan: in an organisation of theirs, for which they need an account, or as a file."""
    desk = open_desk(request)
    if request.method != "POST":
        return _keeping(request)
    if not request.user.is_authenticated:
        return redirect("account_signup")
    organisation = _organisation(request)
    if organisation is None:
        return _keeping(request, "whole.keep-where")
    try:
        actions.hand_over(desk.plan, organisation, str(user_of(request)))
    except Plan.DoesNotExist:  # sent twice: it is kept already
        raise Http404 from None
    held = request.session.get(GUEST, {})
    request.session[GUEST] = {id: key for id, key in held.items() if id != str(desk.plan.pk)}
    return redirect("tasks", plan=desk.plan.pk)


def _keeping(request: HttpRequest, wrong: str = "") -> HttpResponse:
    desk = open_desk(request)
    name = plan_name(desk.plan, desk.read())
    context = {"choices": _choices(request), "name": name, "wrong": wrong, "signed_in": request.user.is_authenticated}
    return show(request, "keep", context, 422 if wrong else 200)


def _choices(request: HttpRequest) -> list[Organisation]:
    """The organisations in which somebody may begin a plan."""
    if not request.user.is_authenticated:
        return []
    found = Membership.objects.filter(user=user_of(request), suspended=False, role__in=(Role.EDITOR, Role.OWNER))
    return [member.organisation for member in found.select_related("organisation").order_by("organisation__name")]


def _organisation(request: HttpRequest) -> Organisation | None:
    """The one that was chosen, or a new one; None for neither."""
    form = given(request, "organisation", "name")
    if form["organisation"] == "new":
        return found_organisation(form["name"], user_of(request)) if form["name"] else None
    return next((one for one in _choices(request) if str(one.pk) == form["organisation"]), None)


# ---- names, putting away, deleting


@require_http_methods(["GET", "POST"])
@at_desk
def plan_settings(request: HttpRequest) -> HttpResponse:
    """What the plan is called; put it away or fetch it back; delete it with all that belongs to it."""
    desk = open_desk(request)
    if request.method != "POST":
        return _settings(request)
    form = given(request, "act", "name", "sure")
    match form["act"]:
        case "rename":
            _rename(desk, form["name"])
        case "archive" | "unarchive":
            desk.plan.archived = form["act"] == "archive"
            desk.plan.save(update_fields=["archived"])
            did(desk.name, f"{form['act']}d", desk.plan.organisation_id, desk.plan.pk)
        case "delete" if form["sure"] == "on":
            return _deleted(desk)
        case "delete":
            return _settings(request, "whole.delete-sure-missing")
    return redirect("plan-settings", plan=desk.plan.pk)


def _settings(request: HttpRequest, wrong: str = "") -> HttpResponse:
    desk = open_desk(request)
    public = Publication.objects.filter(plan=desk.plan, down=False).exists()
    context = {"plan": desk.plan, "name": plan_name(desk.plan, desk.read()), "public": public, "wrong": wrong}
    return show(request, "settings", context, 422 if wrong else 200)


def _rename(desk: PlanDesk, name: str) -> None:
    desk.plan.name = name
    desk.plan.save(update_fields=["name"])
    did(desk.name, "renamed", desk.plan.organisation_id, desk.plan.pk, name)


def _deleted(desk: PlanDesk) -> HttpResponse:
    """Everything of the plan goes; that it was there, and who deleted it, stays in the trail."""
    organisation, id, name = desk.plan.organisation_id, desk.plan.pk, plan_name(desk.plan, desk.read())
    desk.plan.delete()
    did(desk.name, "deleted", organisation, id, name)
    return redirect("organisation", organisation=organisation)
