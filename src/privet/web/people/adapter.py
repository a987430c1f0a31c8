"""How accounts behave here, where allauth leaves it open."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Links in mails use the configured address, never one from a request."""

    def is_safe_url(self, url: str | None) -> bool:
        """Same site only."""
        hosts = set(settings.ALLOWED_HOSTS)
        return url_has_allowed_host_and_scheme(url, allowed_hosts=hosts, require_https=settings.SECURE)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address of who is connected; a forwarded one is not believed."""
        return str(request.META.get("REMOTE_ADDR", ""))
