"""The page on which an owner makes and revokes keys of programs."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from privet.web.access import Visit
from privet.web.api import keys
from privet.web.api.models import Token
from privet.web.people.models import Organisation, User
from privet.web.trail.record import did


@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest, organisation: UUID) -> HttpResponse:
    """The keys of an organisation; a new one is shown once, on the answer to the form that made it."""
    visit: Visit = request.visit  # type: ignore[attr-defined]  # put there by access.checked
    assert visit.organisation  # noqa: S101 - the address names one, and the access table has found it
    if "revoke" in request.POST:
        _revoke(visit, visit.organisation, request.POST["revoke"])
        return redirect("tokens", organisation=organisation)
    if request.method == "POST" and _is_there(request.POST.get("id", "")):  # the same form once more
        return redirect("tokens", organisation=organisation)
    if request.method == "POST":
        return _made(request, visit, visit.organisation)
    return _page(request, visit.organisation, {})


def _is_there(id: str) -> bool:
    return bool(id) and Token.objects.filter(pk=_id(id)).exists()


def _id(text: str) -> UUID:
    """The id that a form was given; another one where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _revoke(visit: Visit, organisation: Organisation, id: str) -> None:
    token = Token.objects.filter(organisation=organisation, pk=_id(id), revoked=False).first()
    if token:
        Token.objects.filter(pk=token.pk).update(revoked=True)
        did(visit.name, "revoked-key", organisation.pk, about=token.name)


def _made(request: HttpRequest, visit: Visit, organisation: Organisation) -> HttpResponse:
    """A new key, or what is still wanted to make one."""
    name = "".join(char for char in request.POST.get("name", "") if char.isprintable()).strip()[:100]
    scopes = tuple(scope for scope in keys.SCOPES if scope in request.POST.getlist("scope"))
    days = {str(days): days for days in keys.DAYS}.get(request.POST.get("days", ""), keys.DAYS[0])
    if not name or not scopes:
        typed = {"name": name, "scopes": scopes, "days": days}
        return _page(request, organisation, {"wrong_name": not name, "wrong_scope": not scopes, **typed}, 422)
    user: User = request.user  # type: ignore[assignment]  # the access table has seen to it
    token, key = keys.make(organisation, user, name, scopes, days, _id(request.POST.get("id", "")))
    did(visit.name, "made-key", organisation.pk, about=f"{token.name} ({token.scopes})")
    return _page(request, organisation, {"key": key, "made": token})


def _page(request: HttpRequest, organisation: Organisation, more: dict[str, object], status: int = 200) -> HttpResponse:
    found = Token.objects.filter(organisation=organisation, revoked=False).order_by("-made").select_related("made_by")
    context = {
        "organisation": organisation,
        "tokens": [{"token": token, "holds": keys.holds(token)} for token in found],
        "offered_scopes": keys.SCOPES,
        "offered_days": keys.DAYS,
        "id": uuid4(),
        "scopes": ("read",),
        "days": keys.DAYS[0],
        **more,
    }
    return render(request, "api/tokens.html", context, status=status)
