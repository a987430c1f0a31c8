"""The addresses of what is done with a plan as a whole."""

from __future__ import annotations

from django.urls import path

from privet.web.plans import views

urlpatterns = [
    path("begin/", views.begin, name="begin"),
]
