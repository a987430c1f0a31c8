"""How accounts behave here, where allauth leaves it open."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.http import url_has_allowed_host_and_scheme

from privet.web import shelf
from privet.web.people import mails
from privet.web.people.limits import client_address
from privet.web.people.models import User
from privet.web.people.passwords import needs_second_factor

LINKS = ("activate_url", "password_reset_url", "signup_url")
"""What allauth calls the link of a mail."""


def said(key: str) -> object:
    """A string of the words, looked up when it is shown."""
    return lazy(lambda: shelf.words().say(f"web.account.{key}"), str)()


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Our words in pages and mails; links in mails use the configured address, never one from a request."""

    error_messages = DefaultAccountAdapter.error_messages | {
        key: said(f"wrong-{key.replace('_', '-')}")
        for key in (
            "email_password_mismatch", "email_taken", "duplicate_email", "enter_current_password", "incorrect_code",
            "incorrect_password", "invalid_or_expired_key", "invalid_password_reset", "too_many_login_attempts",
            "same_as_current", "rate_limited",
        )
    }  # fmt: skip

    def is_safe_url(self, url: str | None) -> bool:
        """Same site only, as an address that says nothing of the host or says ours."""
        hosts = {settings.SITE_NAME}
        return url_has_allowed_host_and_scheme(url, allowed_hosts=hosts, require_https=settings.SECURE)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every mail that allauth sends, from our words."""
        kind = template_prefix.rsplit("/", 1)[-1].replace("_", "-")
        link = next((mails.ours(context[name]) for name in LINKS if name in context), "")
        slots = {name: str(context.get(name, "")) for name in ("from_email", "to_email", "deleted_email")}
        mails.send(
            kind, email, link=link, email=email, reset=settings.BASE_URL + reverse("account_reset_password"), **slots
        )

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *_: object, **__: object
    ) -> None:
        """Say what was done where the words have something to say; a page that greets says enough."""
        name = (message_template or "").rsplit("/", 1)[-1].removesuffix(".txt").replace("_", "-")
        key = f"web.account.told-{name}"
        if key in shelf.words().strings:
            messages.add_message(request, level, shelf.words().say(key))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One count for each account, whatever host and port the request names."""
        return f"{settings.SITE_NAME}:{str(credentials.get('email', '')).lower()}"


class Factors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Second factors."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": said("wrong-incorrect-code"),
        "cannot_delete_authenticator": said("wrong-short-password"),
        "unverified_email": said("wrong-unverified-email"),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one where the password is too short to stand alone."""
        return not needs_second_factor(authenticator.user)

    def generate_authenticator_name(self, user: User, type: str) -> str:
        """What a new key is called until somebody calls it otherwise."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return shelf.words().say("web.account.key-number", number=str(number))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whom a passkey is for: the configured host; while trying things out, the one in the browser."""
        asked: dict[str, str] = super().get_public_key_credential_rp_entity()
        host = urlsplit(settings.BASE_URL).hostname if settings.SECURE else asked["id"]
        return {"id": host or "", "name": settings.MFA_TOTP_ISSUER}
