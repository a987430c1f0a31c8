"""The addresses of people and their organisations."""

from __future__ import annotations

from django.urls import path

from privet.web.people import views

urlpatterns = [
    path("", views.home, name="home"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/new/", views.new_organisation, name="new-organisation"),
    path("organisations/<uuid:organisation>/", views.organisation, name="organisation"),
    path("organisations/<uuid:organisation>/plans/new/", views.new_plan, name="new-plan"),
]
