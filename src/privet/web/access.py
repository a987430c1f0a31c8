"""Who may do what: the table in ``access.toml``, judged before any view runs.

A route without a row is refused for everybody, so that one that was forgotten shows at once.
What somebody may not know of is 404, with the same page as what is not there.
"""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from privet.web import faults
from privet.web.api import keys, said
from privet.web.people.models import Membership, Organisation
from privet.web.plans.actions import hashed
from privet.web.plans.models import Plan, SignOff
from privet.web.trail.record import saw

TABLE = Path(__file__).with_name("access.toml")
LOOKING = ("GET", "HEAD", "OPTIONS")
LADDER = ("reader", "editor", "owner")
"""The roles of members; each may do what those before it may."""
GUEST, CLIENT = "guest-keys", "client-keys"
"""Where a session keeps the keys that its browser holds."""
PROGRAMS = "api"
"""The group of the rows that programs come by, with a key of theirs."""
PARKED = 100_000
"""Most characters of a form that is kept while somebody signs in again."""
UNPARKED = frozenset(("account", "closed"))
"""Groups of rows whose forms are not kept: they hold passwords."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    group: str
    see: tuple[str, ...]
    change: tuple[str, ...]


@cache
def table() -> Mapping[str, Row]:
    """Every route by name."""
    raw = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return {
        name: Row(group, tuple(row.get("see", ())), tuple(row.get("change", ())))
        for group, rows in raw.items()
        for name, row in rows.items()
    }


@dataclass(frozen=True, slots=True)
class Visit:
    """Who comes, to what, and as what: ``request.visit``."""

    organisation: Organisation | None
    plan: Plan | None
    role: str
    """The role for this organisation or plan; ``signed-in`` or ``anyone`` where there is none."""
    name: str
    """How the trail names them."""


def checked(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: judge every view by the table."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code == 200 and request.method == "GET":
            _note_look(request)
        return response

    def process_view(
        request: HttpRequest, view: object, args: object, kwargs: dict[str, object]
    ) -> HttpResponseBase | None:
        return _judged(request, kwargs)

    middleware.process_view = process_view  # type: ignore[attr-defined]  # how Django finds it
    return middleware


def _note_look(request: HttpRequest) -> None:
    """For the trail: somebody looked at a plan of an organisation, or at a file of it."""
    visit: Visit | None = getattr(request, "visit", None)
    found = request.resolver_match
    if visit is None or visit.plan is None or visit.organisation is None or found is None:
        return
    parts = [str(found.kwargs[part]) for part in ("name", "language", "form") if part in found.kwargs]
    what = ".".join(parts) if found.url_name == "document" else "privacy.toml" if found.url_name == "answers" else ""
    saw(visit.name, visit.organisation.pk, visit.plan.pk, what)


def _judged(request: HttpRequest, where: dict[str, object]) -> HttpResponseBase | None:
    """None to go on, or the page that says no."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    row = table().get(name)
    if row is None or not (row.see or row.change):
        return faults.missing(request)
    if row.group == PROGRAMS:
        return _program(request, row, where)
    visit = visit_of(request, where)
    if visit is None:
        return _sign_in(request, row) if _may_be_known(request, where) else faults.missing(request)
    request.visit = visit  # type: ignore[attr-defined]  # ours to put there
    wanted = row.see if request.method in LOOKING else row.change
    if allows(wanted, visit.role):
        return None
    if not request.user.is_authenticated and "signed-in" in wanted:
        return _sign_in(request, row)
    return faults.refused(request)


def _program(request: HttpRequest, row: Row, where: Mapping[str, object]) -> HttpResponseBase | None:
    """None to go on, or the JSON that says no: a program has a key, and neither cookies nor a page to sign in on."""
    wanted = row.see if request.method in LOOKING else row.change
    if not wanted:
        return said.no(405, "api-method")
    if "anyone" in wanted:
        return None
    token = keys.holder(request)
    if token is None:
        return said.without_key()
    id = where.get("plan")
    # ninja gives ids as text, of the same form
    plan = Plan.objects.filter(pk=str(id), organisation=token.organisation_id).first() if id else None
    if id and plan is None:
        return said.no(404, "api-missing")
    roles = {f"token-{scope}" for scope in token.scopes.split()}
    if not roles & set(wanted):
        return said.no(403, "api-scope")
    request.token = token  # type: ignore[attr-defined]  # ours to put there
    request.visit = Visit(token.organisation, plan, wanted[0], token.name)  # type: ignore[attr-defined]  # likewise
    return None


def allows(wanted: tuple[str, ...], role: str) -> bool:
    """Whether a role is enough for one of those that a row names."""
    if "anyone" in wanted or role in wanted:
        return True
    if role not in LADDER:
        return False
    return "signed-in" in wanted or any(r in LADDER and LADDER.index(r) <= LADDER.index(role) for r in wanted)


def _may_be_known(request: HttpRequest, where: Mapping[str, object]) -> bool:
    """Whether signing in may help.  Asked for every address alike, so that nobody learns what exists."""
    return not request.user.is_authenticated and bool({"plan", "organisation"} & set(where))


def _sign_in(request: HttpRequest, row: Row) -> HttpResponseBase:
    """The door, and back; a form that was sent too late waits in the session."""
    form = {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}
    if form and row.group not in UNPARKED and sum(len(value) for values in form.values() for value in values) < PARKED:
        request.session["parked"] = {"path": request.path, "form": form}
    return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)


def visit_of(request: HttpRequest, where: Mapping[str, object]) -> Visit | None:
    """Who comes to the plan or organisation that an address names; None where there is none for them."""
    if isinstance(id := where.get("plan"), uuid.UUID):
        plan = Plan.objects.select_related("organisation").filter(pk=id).first()
        return _to_plan(request, plan) if plan else None
    if isinstance(id := where.get("organisation"), uuid.UUID):
        return _to_organisation(request, Organisation.objects.filter(pk=id).first(), None)
    if request.user.is_authenticated:
        return Visit(None, None, "signed-in", str(request.user))
    return Visit(None, None, "anyone", "")


def _to_plan(request: HttpRequest, plan: Plan) -> Visit | None:
    if plan.organisation and (found := _to_organisation(request, plan.organisation, plan)):
        return found
    keys = request.session.get(GUEST, {})
    key = keys.get(str(plan.pk), "") if isinstance(keys, dict) else ""
    if plan.guest_hash and key and hashed(key) == plan.guest_hash and plan.organisation is None:
        return Visit(None, plan, "guest", "")
    return _as_client(request, plan)


def _to_organisation(request: HttpRequest, organisation: Organisation | None, plan: Plan | None) -> Visit | None:
    if organisation is None or not request.user.is_authenticated:
        return None
    member = Membership.objects.filter(organisation=organisation, user=request.user, suspended=False).first()
    return Visit(organisation, plan, member.role, str(request.user)) if member else None


def _as_client(request: HttpRequest, plan: Plan) -> Visit | None:
    """Who came by a sign-off link that still holds."""
    keys = request.session.get(CLIENT, {})
    key = keys.get(str(plan.pk), "") if isinstance(keys, dict) else ""
    if not key:
        return None
    link = SignOff.objects.filter(plan=plan, key_hash=hashed(key), revoked=False, ends__gt=timezone.now()).first()
    return Visit(plan.organisation, plan, "client", link.name) if link else None
