"""Taking up an invitation: looking at it spends nothing, only the button does."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from privet.web import faults
from privet.web.people import actions
from privet.web.people.limits import spent
from privet.web.people.models import Invitation, User
from privet.web.people.views import user_of

KEY = "invitation"
"""Where the session keeps the key, so that the address of the page does not show it."""


@require_GET
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """The link in the mail: the key goes into the session, and out of the address."""
    if spent(request, "key"):
        return faults.slow(request)
    request.session[KEY] = key
    found = actions.open_invitation(key)
    if found and not request.user.is_authenticated:
        # Who holds the key has read the mail, so the address needs no second mail.
        get_adapter().stash_verified_email(request, found.email)
    return redirect("invited")


@require_http_methods(["GET", "POST"])
def invited(request: HttpRequest) -> HttpResponse:
    """Who invites, to what, as what; and the button."""
    found = actions.open_invitation(str(request.session.get(KEY, "")))
    if found is None:
        return faults.page(request, "invitation", 404)
    fits = request.user.is_authenticated and _holds(user_of(request), found)
    if request.method == "POST" and fits and actions.accept(found, user_of(request)):
        request.session.pop(KEY, None)
        return redirect("organisation", organisation=found.organisation_id)
    status = 409 if request.method == "POST" else 200
    return render(request, "people/invited.html", {"invitation": found, "fits": fits}, status=status)


def _holds(user: User, invitation: Invitation) -> bool:
    """Whether an account belongs to the address that was invited."""
    if user.email.lower() != invitation.email.lower():
        return False
    confirmed = EmailAddress.objects.filter(user=user, email__iexact=invitation.email, verified=True)
    return settings.ACCOUNT_EMAIL_VERIFICATION != "mandatory" or confirmed.exists()
