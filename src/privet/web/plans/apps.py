"""The app of plans and their revisions."""

from __future__ import annotations

from django.apps import AppConfig


class Plans(AppConfig):
    name = "privet.web.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"
