"""How often something may be tried: counted in the database, so that all workers count together."""

from __future__ import annotations

import ipaddress

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest

RATES = {
    "invite": "30/h/user",
    "begin": "60/h/ip",
    "key": "60/h/ip",
}
"""Per kind of thing; ``key`` is for addresses that hold a secret."""


def spent(request: HttpRequest, action: str) -> bool:
    """Whether this visitor has done that too often; counts this time as well."""
    return not ratelimit.consume(request, app="privet", action=action, config=RATES, limit_get=True)


def client_address(request: HttpRequest) -> str:
    """The address of the visitor.

    What a forwarded header says is believed only of the proxies that the settings name, from
    the nearest one back: the first address that is not one of ours is the visitor's."""
    found = str(request.META.get("REMOTE_ADDR", ""))
    behind = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    while behind and _is_ours(found):
        found = behind.pop()
    return found if _is_address(found) else str(request.META.get("REMOTE_ADDR", ""))


def _is_ours(address: str) -> bool:
    if not _is_address(address):
        return False
    return any(ipaddress.ip_address(address) in proxy for proxy in settings.PROXIES)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
