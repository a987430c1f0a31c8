"""One's own account: what there is to set, signing out everywhere, deleting it."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.models import EmailAddress
from allauth.account.views import EmailView
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from privet.web import shelf
from privet.web.people import actions
from privet.web.people.models import Membership, Role
from privet.web.people.passwords import has_second_factor, needs_second_factor
from privet.web.people.views import user_of


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Everything that can be set."""
    return render(request, "people/account.html", {"second": has_second_factor(request.user)})


@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """End every session but this one."""
    user = user_of(request)
    user.epoch += 1
    user.save(update_fields=["epoch"])
    update_session_auth_hash(request, user)
    messages.success(request, shelf.words().say("web.account.told-elsewhere"))
    return redirect("account")


@require_http_methods(["GET", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def delete(request: HttpRequest) -> HttpResponse:
    """Delete the account; not while an organisation would be left without an owner."""
    user = user_of(request)
    owned = Membership.objects.filter(user=user, role=Role.OWNER, suspended=False).select_related("organisation")
    alone = [
        member.organisation
        for member in owned
        if not Membership.objects.filter(organisation=member.organisation, role=Role.OWNER, suspended=False)
        .exclude(user=user)
        .exists()
    ]
    if request.method != "POST" or alone:
        return render(request, "people/delete.html", {"alone": alone}, status=409 if request.method == "POST" else 200)
    try:
        actions.delete_account(user)
    except actions.LastOwnerError:  # the other owner left just now
        return redirect("delete-account")
    logout(request)
    return redirect("home")


class Address(EmailView):  # type: ignore[misc]  # allauth has no types
    """allauth puts a new address in the place of one that was never confirmed, and an account without
    any address is left until the new one is.  Where no mail is sent none ever is: the change is made at once."""

    def form_valid(self, form: Form) -> HttpResponse:
        user = user_of(self.request)
        if EmailAddress.objects.filter(user=user, verified=True).exists():
            response: HttpResponse = super().form_valid(form)
            return response
        if settings.ACCOUNT_EMAIL_VERIFICATION == "mandatory":
            form.add_error("email", shelf.words().say("web.account.wrong-unverified-email"))
        else:
            raise_if_reauthentication_required(self.request, app="allauth.account")
            if actions.change_address(user, form.cleaned_data["email"]):
                return redirect("account")
            form.add_error("email", shelf.words().say("web.account.wrong-email-taken"))
        again: HttpResponse = self.form_invalid(form)
        return again


class RemoveKey(RemoveWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """allauth asks before an app is taken away whether it may be; a key is asked about here."""

    def form_valid(self, form: Form) -> HttpResponse:
        if needs_second_factor(user_of(self.request)):
            messages.error(self.request, shelf.words().say("web.account.wrong-short-password"))
            return redirect("mfa_list_webauthn")
        response: HttpResponse = super().form_valid(form)
        return response
