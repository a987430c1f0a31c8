"""Who works for an organisation: members and their roles, invitations, leaving."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from privet.web import faults, shelf
from privet.web.people import actions, mails
from privet.web.people.limits import spent
from privet.web.people.models import Invitation, Membership, Role
from privet.web.people.names import address, for_mail, given
from privet.web.people.views import organisation_of, user_of, visit_of
from privet.web.trail.record import did

DOING: Mapping[str, Callable[[Membership, str], None]] = {
    "suspend": actions.suspend,
    "resume": actions.resume,
    "remove": actions.remove,
}
"""What an owner can do with a member, besides giving another role."""


@require_GET
def members(request: HttpRequest, organisation: object) -> HttpResponse:
    """Everybody who works here; owners also see who is invited."""
    found = organisation_of(request)
    visit = visit_of(request)
    open_ones = Invitation.objects.filter(organisation=found, used=None).select_related("invited_by")
    context = {
        "visit": visit,
        "members": Membership.objects.filter(organisation=found).select_related("user").order_by("user__email"),
        "invitations": open_ones.order_by("email") if visit.role == Role.OWNER else (),
        "now": timezone.now(),
    }
    return render(request, "people/members.html", context)


@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, organisation: object, member: int) -> HttpResponse:
    """One member: another role, out for now, out for good."""
    found = get_object_or_404(
        Membership.objects.select_related("user"), organisation=organisation_of(request), pk=member
    )
    context = {"visit": visit_of(request), "member": found, "roles": Role.values}
    if request.method != "POST":
        return render(request, "people/member.html", context)
    try:
        _do(request, found)
    except actions.LastOwnerError:
        found.refresh_from_db()
        return render(request, "people/member.html", {**context, "wrong": "last-owner"}, status=409)
    except Membership.DoesNotExist:  # another owner was faster
        pass
    return redirect("members", organisation=found.organisation_id)


def _do(request: HttpRequest, found: Membership) -> None:
    posted = given(request, "do", "role")
    by = visit_of(request).name
    if posted["do"] == "role" and posted["role"] in Role.values:
        actions.change_role(found, Role(posted["role"]), by)
    elif posted["do"] in DOING:
        DOING[posted["do"]](found, by)
    else:
        raise Http404


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, organisation: object) -> HttpResponse:
    """Leave an organisation; its last owner cannot."""
    found = organisation_of(request)
    context = {"visit": visit_of(request)}
    if request.method != "POST":
        return render(request, "people/leave.html", context)
    try:
        actions.remove(get_object_or_404(Membership, organisation=found, user=user_of(request)), visit_of(request).name)
    except actions.LastOwnerError:
        return render(request, "people/leave.html", {**context, "wrong": "last-owner"}, status=409)
    return redirect("organisations")


# ---- invitations, from inside


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, organisation: object) -> HttpResponse:
    """Invite somebody by their address."""
    found = organisation_of(request)
    context: dict[str, object] = {"visit": visit_of(request), "roles": Role.values, "chosen": Role.READER}
    if request.method != "POST":
        return render(request, "people/invite.html", context)
    posted = given(request, "email", "role")
    email = address(request.POST.get("email", ""))
    known = Membership.objects.filter(organisation=found, user__email=email).exists()
    wrong = "address-wrong" if not email else "already-member" if known else ""
    if wrong or posted["role"] not in Role.values:
        context |= {"email": posted["email"], "chosen": posted["role"] or Role.READER, "wrong": wrong or "role-missing"}
        return render(request, "people/invite.html", context, status=422)
    if spent(request, "invite"):
        return faults.slow(request)
    key = actions.invite(found, email, Role(posted["role"]), user_of(request))
    _mail(key, email, posted["role"], for_mail(found.name), visit_of(request).name)
    return redirect("members", organisation=found.pk)


def _mail(key: str, email: str, role: str, organisation: str, by: str) -> None:
    link = settings.BASE_URL + reverse("invitation", kwargs={"key": key})
    role_said = shelf.words().say(f"web.role.{role}")
    mails.send("invitation", email, link=link, organisation=organisation, by=by, role=role_said)


@require_POST
def uninvite(request: HttpRequest, organisation: object, invitation: uuid.UUID) -> HttpResponse:
    """Take an invitation back."""
    found = organisation_of(request)
    open_one = get_object_or_404(Invitation, organisation=found, pk=invitation, used=None)
    did(visit_of(request).name, "uninvited", found.pk, about=open_one.email)
    open_one.delete()
    return redirect("members", organisation=found.pk)
