"""The addresses of ``privet edit``."""

from __future__ import annotations

from django.urls import include, path

from privet.web.editing import door

urlpatterns = [
    path("enter/<str:key>", door.enter, name="enter"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("privet.web.interview.urls")),
]

handler400 = "privet.web.faults.bad"
handler403 = "privet.web.faults.refused"
handler404 = "privet.web.faults.missing"
handler500 = "privet.web.faults.broken"
