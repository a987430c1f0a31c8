"""The address of the trail."""

from __future__ import annotations

from django.urls import path

from privet.web.trail import views

urlpatterns = [path("organisations/<uuid:organisation>/trail/", views.trail, name="trail")]
