"""The addresses of the team server.  Each needs a row in ``access.toml``."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("privet.web.people.urls")),
    path("", include("privet.web.plans.urls")),
    path("", include("privet.web.api.urls")),
    path("", include("privet.web.trail.urls")),
    path("plans/<uuid:plan>/", include("privet.web.interview.urls")),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]

handler400 = "privet.web.faults.bad"
handler403 = "privet.web.faults.refused"
handler404 = "privet.web.faults.missing"
handler429 = "privet.web.faults.slow"
handler500 = "privet.web.faults.broken"
