"""The addresses of the JSON interface, of its keys, and of the question whether the server is up."""

from __future__ import annotations

from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from privet.web.api import said, up, views
from privet.web.api.routes import api

ROOT = "api-root"
"""An address ninja adds that says nothing."""
_found, _app, _space = api.urls
_asked = [pattern for pattern in _found if getattr(pattern, "name", "") != ROOT]

urlpatterns = [
    path("api/v1/", (_asked, _app, _space)),
    re_path(r"^api/(?P<rest>.*)$", csrf_exempt(said.missing), name="api-missing"),
    path("organisations/<uuid:organisation>/tokens/", views.tokens, name="tokens"),
    path("up", up.up, name="up"),
]
