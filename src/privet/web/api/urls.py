"""The addresses of the JSON interface, of its keys, and of the question whether the server is up."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt

from privet.web.api import said, up, views
from privet.web.api.routes import api

ROOT = "api-root"
"""An address ninja adds that says nothing."""


def in_json(pattern: URLPattern) -> URLPattern:
    """The same address, which says in JSON that it cannot be used in that way: ninja says it in words of its own."""
    view: Callable[..., HttpResponse] = pattern.callback

    @wraps(view)
    def found(request: HttpRequest, **where: object) -> HttpResponse:
        response = view(request, **where)
        if response.status_code != 405:
            return response
        refusal = said.no(405, "api-method")
        refusal["Allow"] = response["Allow"]
        return refusal

    pattern.callback = found
    return pattern


_found, _app, _space = api.urls
_asked = [in_json(each) for each in _found if isinstance(each, URLPattern) and each.name != ROOT]

urlpatterns = [
    path("api/v1/", (_asked, _app, _space)),
    re_path(r"^api/(?P<rest>.*)$", csrf_exempt(said.missing), name="api-missing"),
    path("organisations/<uuid:organisation>/tokens/", views.tokens, name="tokens"),
    path("up", up.up, name="up"),
]
