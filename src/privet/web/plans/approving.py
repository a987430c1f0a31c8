"""Approving a plan: by an owner, or by a client who came by a sign-off link."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from privet.answers import digest
from privet.web import shelf
from privet.web.access import CLIENT
from privet.web.desks import at_desk
from privet.web.people import mails
from privet.web.people.names import address as mail_address
from privet.web.people.names import for_mail, given
from privet.web.plans import actions, standing
from privet.web.plans.desk import PlanDesk
from privet.web.plans.models import Approval, SignOff
from privet.web.plans.pages import numbered, open_desk, plan_name, show, user_of
from privet.web.trail.record import did

LINK_DAYS = (7, 30, 90)
"""How many days a link may last."""


# ---- approving


@require_http_methods(["GET", "POST"])
@at_desk
def approve(request: HttpRequest) -> HttpResponse:
    """What is approved, by whom, and what changed since the last time."""
    if request.method != "POST":
        return _asked(request)
    desk, form = open_desk(request), given(request, "name", "revision")
    name = form["name"] if desk.role == "client" else desk.name
    if not name:
        return _asked(request, "approve-no-name", 422)
    seen = numbered(form["revision"])
    if actions.approve(desk.plan, seen, desk.user, name) is None:
        return _asked(request, "approve-changed", 409)
    did(desk.name, "approved", desk.plan.organisation_id, desk.plan.pk, f"{seen} · {name}")
    return redirect("approve", plan=desk.plan.pk)


def _asked(request: HttpRequest, wrong: str = "", status: int = 200) -> HttpResponse:
    desk = open_desk(request)
    newest = desk.latest[0]
    last = standing.last_approval(desk.plan)
    context = {
        "revision": newest,
        "hash": digest(newest.text),
        "standing": desk.standing(shelf.spoken()),
        "holds": last is not None and last.revision.digest == newest.digest,
        "approvals": Approval.objects.filter(revision__plan=desk.plan).select_related("revision").order_by("-made"),
        "client": desk.role == "client",
        "name": desk.name,
        "wrong": f"whole.{wrong}" if wrong else "",
    }
    return show(request, "approve", context, status)


# ---- links for clients


@require_http_methods(["GET", "POST"])
@at_desk
def sign_offs(request: HttpRequest) -> HttpResponse:
    """The links there are; a new one, whose address is told once; one taken back."""
    desk = open_desk(request)
    if request.method != "POST":
        return _links(request)
    if "revoke" in request.POST:
        return _revoked(desk, request.POST["revoke"])
    form = given(request, "name", "email", "days")
    email = mail_address(form["email"])
    if not form["name"]:
        return _links(request, wrong="whole.link-no-name")
    if form["email"] and not email:
        return _links(request, wrong="whole.link-no-address")
    days = next((known for known in LINK_DAYS if str(known) == form["days"]), LINK_DAYS[0])
    link, key = actions.make_link(desk.plan, form["name"], days, user_of(request))
    did(desk.name, "link-made", desk.plan.organisation_id, desk.plan.pk, link.name)
    address = settings.BASE_URL + reverse("sign-off", kwargs={"key": key})
    if email:
        _send(desk, link, address, email)
    return _links(request, made=link, address=address, sent_to=email)


def _links(request: HttpRequest, wrong: str = "", **made: object) -> HttpResponse:
    """The page of links.  Ended and revoked ones stay on it: who could look is worth knowing."""
    links = open_desk(request).plan.sign_offs.order_by("-made")
    now = timezone.now()
    context = {
        "links": [{"link": link, "open": not link.revoked and link.ends > now} for link in links],
        "days": LINK_DAYS,
        "wrong": wrong,
        "form": request.POST if wrong else {},
        **made,
    }
    return show(request, "sign_offs", context, 422 if wrong else 200)


def _revoked(desk: PlanDesk, id: str) -> HttpResponse:
    link = next((link for link in desk.plan.sign_offs.filter(revoked=False) if str(link.pk) == id), None)
    if link:
        link.revoked = True
        link.save(update_fields=["revoked"])
        did(desk.name, "link-revoked", desk.plan.organisation_id, desk.plan.pk, link.name)
    return redirect("sign-offs", plan=desk.plan.pk)


def _send(desk: PlanDesk, link: SignOff, address: str, to: str) -> None:
    """The link by mail; where no mail server is set it waits in the outbox."""
    plan = for_mail(plan_name(desk.plan, desk.read()))
    day = shelf.words().day(timezone.localdate(link.ends))
    mails.send("sign-off", to, name=for_mail(link.name), plan=plan, by=desk.name, address=address, day=day)


# ---- the door for clients


@require_http_methods(["GET", "POST"])
def sign_off(request: HttpRequest, key: str) -> HttpResponse:
    """What a link is for.  Looking changes nothing, for mail scanners look too; the button opens the plan,
    and from then on the key is in the session and no longer in the address."""
    link = SignOff.objects.select_related("plan__organisation", "made_by").filter(key_hash=actions.hashed(key)).first()
    holds = link is not None and not link.revoked and link.ends > timezone.now()
    if link is None or not holds:
        return _no_referrer(render(request, "plans/sign_off.html", {"link": None}, status=404))
    if request.method == "POST":
        keys = request.session.get(CLIENT, {})
        request.session[CLIENT] = {**keys, str(link.plan_id): key}
        did(link.name, "link-opened", link.plan.organisation_id, link.plan_id)
        return _no_referrer(redirect("plan", plan=link.plan_id))
    newest = link.plan.revisions.first()
    context = {"link": link, "plan": plan_name(link.plan, newest.text) if newest else link.plan.name}
    return _no_referrer(render(request, "plans/sign_off.html", context))


def _no_referrer(response: HttpResponse) -> HttpResponse:
    """The key in the address is nobody else's business."""
    response["Referrer-Policy"] = "no-referrer"
    return response
