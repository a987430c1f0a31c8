"""The app of the audit trail."""

from __future__ import annotations

from django.apps import AppConfig


class Trail(AppConfig):
    name = "privet.web.trail"
    label = "trail"
    default_auto_field = "django.db.models.BigAutoField"
